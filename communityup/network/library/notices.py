"""Who hears about practices: who writes them, who reads them over, and by letter whose voice is in them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.network.library import events
from communityup.network.library.models import Practice, Voice
from communityup.network.library.permissions import LETTER_KEY
from communityup.network.members.models import Delegate
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.actions import send
from communityup.post.queries import framed, site_address


def writers(happening: Happening) -> set[int]:
    """The people of the member that writes the practice."""
    return _people(member__practices__public_id=_practice(happening))


def readers(happening: Happening) -> set[int]:
    """The people of the other members of the network, who can read it over."""
    return _people(member__network__stream=happening.stream) - writers(happening)


def everybody(happening: Happening) -> set[int]:
    """The people of all members of the network, and whose voices are in the practice."""
    voices = Voice.objects.filter(practice__public_id=happening.object, person__isnull=False)
    return _people(member__network__stream=happening.stream) | set(voices.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about what happens to practices; called in AppConfig.ready."""
    for event in (events.VoiceAnswered, events.PracticeReviewed, events.VoiceTakenBack):
        register_hearers(event, hearers=writers, url=_page)
    register_hearers(
        events.ReviewAsked,
        hearers=readers,
        url=_page,
        sentence=gettext_lazy("A practice waits for somebody of another organisation who reads it over"),
    )
    register_hearers(events.PracticePublished, hearers=everybody, url=_page)
    register_nobody(
        events.PracticeBegun,
        events.PracticeWritten,
        events.EditionBegun,
        events.VoiceLeftOut,
        events.PracticeTakenBack,
        why="It is being written; its page shows how far it is.",
    )
    register_nobody(events.VoiceNamed, why="Who is in it gets a letter, once the words are ready to read.")


def ask(voice: Voice, practice: Practice, *, round_: str) -> None:
    """Mail somebody who is in a practice what stands there, and where to say yes or no; once per round of asking."""
    to = voice.email or ("" if voice.person is None else voice.person.email)
    if not to:
        return
    with override("nl" if voice.person is None else voice.person.language):
        words = {
            "title": practice.title,
            "label": voice.label,
            "network": practice.network.name,
            "link": site_address() + reverse("library:voice", args=[practice.network.slug, voice.public_id]),
        }
        text = (
            _(
                "Hello,\n\nThe network “%(network)s” wants to publish a practice: “%(title)s”. You are in it as "
                "“%(label)s”.\n\nRead it, change your own words if you like, and say yes or no here:\n%(link)s\n\n"
                "Without your yes it is not published. Sign in with this address, without a password: you get a code "
                "by mail. Also after a yes you can take your words back at any moment."
            )
            % words
        )
        why = _("You get this because somebody wrote down what you did together, and named you there.")
        letter = framed(_("May this be published: %(title)s?") % words, text, why=why)
        key = f"{LETTER_KEY}{voice.public_id}:{round_}"
        send(to=to, subject=letter.subject, text=letter.text, html=letter.html, key=key)


def _practice(happening: Happening) -> str:
    return str(happening.content.get("practice") or happening.object)


def _people(**wanted: object) -> set[int]:
    found = Delegate.objects.filter(member__left_at=None, **wanted)
    return set(found.values_list("person_id", flat=True))


def _page(slug: str, happening: Happening) -> str:
    return reverse("library:draft", args=[slug, _practice(happening)])

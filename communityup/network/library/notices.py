"""Who hears about practices: who writes them, who reads them over, and by letter whose voice is in them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.network.library import events
from communityup.network.library.models import Approver, Practice, Voice
from communityup.network.library.permissions import LETTER_KEY
from communityup.network.members.models import Delegate
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.actions import send
from communityup.post.permissions import is_flooded
from communityup.post.queries import framed, site_address


def writers(happening: Happening) -> set[int]:
    """The people of the member that writes the practice."""
    return _people(member__practices__public_id=_practice(happening))


def readers(happening: Happening) -> set[int]:
    """The people of the other members of the network, who can read it over."""
    return _people(member__network__stream=happening.stream) - writers(happening)


def everybody(happening: Happening) -> set[int]:
    """The people of all members of the network, and whose voices are in the practice."""
    return _people(member__network__stream=happening.stream) | _answering(practice__public_id=happening.object)


def with_voice(happening: Happening) -> set[int]:
    """The people of the member that writes the practice, and all who answer for this voice."""
    return writers(happening) | _answering(voice__public_id=happening.object)


def of_voice(happening: Happening) -> set[int]:
    """All who answer for this voice."""
    return _answering(voice__public_id=happening.object)


def register() -> None:
    """Say who hears about what happens to practices; called in AppConfig.ready."""
    for event in (events.VoiceAnswered, events.VoiceTakenBack):
        register_hearers(event, hearers=with_voice, url=_page)
    register_hearers(
        events.VoiceLeftOut,
        hearers=of_voice,
        url=_voice,
        sentence=gettext_lazy("You were left out of a practice; its page tells that it is without your consent"),
    )
    register_hearers(events.PracticeReviewed, hearers=writers, url=_page)
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
        events.PracticeTakenBack,
        why="It is being written; its page shows how far it is.",
    )
    register_nobody(events.VoiceNamed, why="Who is in it gets a letter, once the words are ready to read.")


def ask(approver: Approver, practice: Practice, *, round_: str) -> None:
    """Mail somebody who is in a practice what stands there, and where to say yes or no; once per round of asking."""
    to = approver.address
    if not to:
        return
    with override("nl" if approver.person is None else approver.person.language):
        words = _words(approver.voice, practice)
        text = (
            _(
                "Hello,\n\nThe network “%(network)s” wants to publish a practice: “%(title)s”. You are in it as "
                "“%(label)s”.\n\nRead it, change your own words if you like, and say yes or no here:\n%(link)s\n\n"
                "Without a yes it is not published. Sign in with this address, without a password: you get a code "
                "by mail. Also after a yes you can take your words back at any moment."
            )
            % words
        )
        if approver.voice.approvers.count() > 1:
            text += "\n\n" + _("Others answer for it too: one yes is enough, and a no of one of you holds.")
        key = f"{LETTER_KEY}{approver.voice.public_id}:{round_}:{approver.pk}"
        _send(to, _("May this be published: %(title)s?") % words, text, key=key)


def tell_others(voice: Voice, practice: Practice, *, said: str, round_: str, but: Approver) -> None:
    """Mail who answer for the same voice, and have no account here yet, what was said; the others hear it on the site.

    Who got three letters today because of forms gets no more (R32): the page of the voice shows it too.
    """
    answers = {"yes": _("yes"), "no": _("no"), "taken_back": _("that your words go")}
    for other in voice.approvers.exclude(email="").exclude(pk=but.pk):
        if is_flooded(other.email):
            continue
        with override("nl"):
            words = {**_words(voice, practice), "answer": answers[said]}
            text = (
                _(
                    "Hello,\n\nYou were asked about a practice of the network “%(network)s”: “%(title)s”. Somebody "
                    "else who answers for “%(label)s” said: %(answer)s.\n\nRead it here. One yes is enough, and a no "
                    "of one of you holds:\n%(link)s"
                )
                % words
            )
            key = f"{LETTER_KEY}{voice.public_id}:{round_}:{other.pk}:told"
            _send(other.email, _("What was said about: %(title)s") % words, text, key=key)


def tell_left_out(approver: Approver, practice: Practice, *, round_: str) -> None:
    """Mail who has no account here that the voice they answer for was left out; the others hear it on the site.

    Who got three letters today because of forms gets no more (R32).
    """
    if approver.person is not None or not approver.email or is_flooded(approver.email):
        return
    with override("nl"):
        page = site_address() + reverse("library:practice", args=[practice.series])
        words = {**_words(approver.voice, practice), "page": page}
        text = (
            _(
                "Hello,\n\nThe network “%(network)s” asked you about a practice: “%(title)s”. You were in it as "
                "“%(label)s”. Who writes it left you out. Your words do not stand in it, and nothing more is asked of "
                "you.\n\nThe page of the practice tells that it is without your consent. Once it is published you "
                "read it here:\n%(page)s"
            )
            % words
        )
        key = f"{LETTER_KEY}{approver.voice.public_id}:{round_}:{approver.pk}:out"
        _send(approver.email, _("You were left out of: %(title)s") % words, text, key=key)


def _words(voice: Voice, practice: Practice) -> dict[str, str]:
    link = site_address() + reverse("library:voice", args=[practice.network.slug, voice.public_id])
    return {"title": practice.title, "label": voice.label, "network": practice.network.name, "link": link}


def _send(to: str, subject: str, text: str, *, key: str) -> None:
    why = _("You get this because somebody wrote down what you did together, and named you there.")
    letter = framed(subject, text, why=why)
    send(to=to, subject=letter.subject, text=letter.text, html=letter.html, key=key)


def _answering(**wanted: object) -> set[int]:
    found = Approver.objects.filter(person__isnull=False, **wanted)
    return set(found.values_list("person_id", flat=True))


def _practice(happening: Happening) -> str:
    return str(happening.content.get("practice") or happening.object)


def _people(**wanted: object) -> set[int]:
    found = Delegate.objects.filter(member__left_at=None, **wanted)
    return set(found.values_list("person_id", flat=True))


def _page(slug: str, happening: Happening) -> str:
    return reverse("library:draft", args=[slug, _practice(happening)])


def _voice(slug: str, happening: Happening) -> str:
    return reverse("library:voice", args=[slug, happening.object])

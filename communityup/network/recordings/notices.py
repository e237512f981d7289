"""Who hears about recordings: who speaks in one is asked, who was registered gets a link, who takes care gets answers.

No letter holds the link to the video or a code: letters lead to pages here, which ask who one is.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.gatherings.models import Registration
from communityup.network.meetings.notices import members, send_letter
from communityup.network.networks.notices import coordinators
from communityup.network.recordings import events, permissions
from communityup.network.recordings.models import Recording, Speaker
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.queries import framed, site_address


def asked(happening: Happening) -> set[int]:
    """Who is asked, when they have an account."""
    found = Speaker.objects.filter(public_id=happening.content.get("speaker"), person__isnull=False)
    return set(found.values_list("person_id", flat=True))


def speakers(happening: Happening) -> set[int]:
    """Who speaks in the recording and has an account."""
    found = Speaker.objects.filter(recording__public_id=happening.object, person__isnull=False)
    return set(found.values_list("person_id", flat=True))


def when_public(happening: Happening) -> set[int]:
    """The people of the members of the network, when everybody can watch it."""
    return members(happening) if happening.content.get("audience") == Recording.Audience.PUBLIC else set()


def register() -> None:
    """Say who hears about recordings; called in AppConfig.ready."""
    question = gettext_lazy("You speak in the recording of a session: say who may see it")
    register_hearers(events.SpeakerNamed, hearers=asked, url=_question, urgent=True, sentence=question)
    register_hearers(events.SpeakerAskedAgain, hearers=asked, url=_question, urgent=True, sentence=question)
    register_hearers(events.RecordingKept, hearers=speakers, url=_question, urgent=True, sentence=question)
    for event in (events.SpeakerAnswered, events.ConsentTakenBack):
        register_hearers(event, hearers=coordinators, url=_manage, urgent=event is events.ConsentTakenBack)
    register_hearers(events.RecordingOpened, hearers=when_public, url=_watch)
    register_nobody(
        events.SpeakerLeftOut,
        events.RecordingClosed,
        events.CodeRenewed,
        events.RecordingRemoved,
        why="A coordinator does it; who could watch finds it closed, with whom to ask.",
    )


def ask(speaker: Speaker, *, again: bool = False) -> None:
    """Mail a speaker without an account where to say who may see it; with an account they hear it on the site."""
    if speaker.person_id is not None:
        return
    recording = speaker.recording
    network = recording.session.network
    with override(speaker.language):
        words = {
            "name": speaker.name,
            "title": recording.session.gathering.title,
            "network": network.name,
            "link": site_address()
            + reverse("recordings:answer_by_letter", args=[network.slug, permissions.asked_token(speaker)]),
        }
        text = (
            _(
                "Hello %(name)s,\n\nThere is a recording of “%(title)s”, a session of %(network)s, and you speak in "
                "it. Who may see it: who was there, also others to whom who coordinates the network gives a code, "
                "everybody, or nobody?\n\nLook first, and answer here:\n%(link)s\n\n"
                "Without your yes it does not open. Also after a yes you can take it back at any moment, with the "
                "same link: then it closes at once."
            )
            % words
        )
        if again:
            text += "\n\n" + _(
                "You got this question before and did not answer it yet. As long as you do not, it stays closed."
            )
        why = _("You get this because you are named as somebody who speaks in a recording.")
        letter = framed(_("Who may see the recording of “%(title)s”?") % words, text, why=why, own=words["link"])
        key = f"{permissions.LETTER_KEY}{speaker.public_id}:{recording.edition}"
        key += f":{speaker.asked_at:%Y%m%d%H%M%S}" if again else ""
        send_letter(speaker.email, letter, key=key)


def tell_open(recording: Recording, registration: Registration) -> None:
    """Mail somebody who was registered their own link to the recording; once, however often it opens."""
    network = recording.session.network
    with override(registration.language):
        path = reverse("recordings:own", args=[network.slug, permissions.own_token(registration)])
        words = {"title": recording.session.gathering.title, "link": site_address() + path}
        text = (
            _(
                "Hello,\n\nYou can watch the recording of “%(title)s”, or read what was said. "
                "This link is yours; you need nothing else:\n%(link)s\n\n"
                "Keep this letter: the link works as long as the recording is here, also when we have forgotten "
                "your name. "
                "The recording is for who was there. Please do not pass the link on."
            )
            % words
        )
        why = _("You get this because you registered for a session of %(name)s.") % {"name": network.name}
        letter = framed(_("Watch it again: %(title)s") % words, text, why=why, own=words["link"])
        send_letter(registration.email, letter, key=f"recording:{recording.public_id}:{registration.public_id}")


def _question(slug: str, happening: Happening) -> str:
    return reverse("recordings:answer", args=[slug, happening.object])


def _manage(slug: str, happening: Happening) -> str:
    return _of_session("recordings:manage", slug, happening)


def _watch(slug: str, happening: Happening) -> str:
    return _of_session("recordings:watch", slug, happening)


def _of_session(name: str, slug: str, happening: Happening) -> str:
    """Return a page of the recording; when it was taken away, the list of sessions."""
    found = Recording.objects.filter(public_id=happening.object).values_list("session__public_id", flat=True).first()
    return reverse("meetings:list", args=[slug]) if found is None else reverse(name, args=[slug, found])

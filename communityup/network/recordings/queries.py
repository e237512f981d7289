"""What do we show of recordings: to who may watch, to who speaks in one, and to who takes care of it."""

from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.network.newsletter.permissions import opened_by
from communityup.network.recordings import permissions
from communityup.network.recordings.models import Recording, Speaker
from communityup.people.models import Person

Audience, Answer = Recording.Audience, Speaker.Answer


ForSpeakers = Callable[[Session], list[dict[str, Any]]]
"""Gives links for who speaks in a recording, on the page where they say who may see it."""

_FOR_SPEAKERS: list[ForSpeakers] = []


def register_for_speakers(source: ForSpeakers) -> None:
    """Let an app above put links on the page of who speaks in a recording; called in AppConfig.ready."""
    if source not in _FOR_SPEAKERS:
        _FOR_SPEAKERS.append(source)


def recording_of(session: Session) -> Recording | None:
    """Return the recording of a session with its words, open or not."""
    found = (
        Recording.objects.select_related("summary__current", "no_transcript__current").filter(session=session).first()
    )
    if found is not None:
        found.session = session
    return found


def kept(session: Session) -> Recording:
    """Return the recording of a session; raises Http404 when there is none."""
    found = recording_of(session)
    if found is None:
        raise Http404
    return found


def open_one(session: Session) -> Recording:
    """Return the recording that can be watched; raises Http404 when there is none, or it is not open."""
    found = kept(session)
    if found.opened_at is None:
        raise Http404
    return found


def watched_by(recording: Recording, person: Person | AnonymousUser, code: int | None) -> str | None:
    """Return as whom somebody watches, for the line above it; None for who may not.

    Everybody, when it is for everybody; who was registered, by their account; who speaks in it; who coordinates; and a
    browser that gave the code that works now.
    """
    if recording.audience == Audience.PUBLIC:
        return ""
    found = permissions.registered_as(recording.session, person) or permissions.speaks_as(recording, person)
    if found is not None or coordinator_of(recording.session.network, person) is not None:
        return str(person)
    return _("somebody with a code") if permissions.opened_by_code(recording, code) else None


def speakers_of(session: Session) -> list[str]:
    """Return the names of who speaks in the recording of a session."""
    found = Speaker.objects.filter(recording__session=session).exclude(name="").order_by("pk")
    return list(found.values_list("name", flat=True))


def page_of(recording: Recording, *, watcher: str) -> dict[str, Any]:
    """Return what stands on the page where one watches. Of the code there is nothing here."""
    return {
        "session": recording.session,
        "recording": recording,
        "host": urlsplit(recording.link).hostname,
        "parts": transcript(recording),
        "watcher": watcher,
        "is_public": recording.audience == Audience.PUBLIC,
    }


def locked(recording: Recording) -> dict[str, Any]:
    """Return what who may not watch reads: how they could, and whom to ask; nothing of the recording."""
    return {
        "session": recording.session,
        "has_code": permissions.living_codes(recording).exists(),
        "takes_code": permissions.goes_by_code(recording),
    }


def transcript(recording: Recording) -> list[str]:
    """Return the words that were said, in parts."""
    return [str(part.words) for part in recording.parts.select_related("words__current")]


def words_of(recording: Recording | None) -> dict[str, str]:
    """Return with what the form begins."""
    if recording is None:
        return {}
    return {
        "link": recording.link,
        "summary": str(recording.summary),
        "transcript": "\n".join(transcript(recording)),
        "no_transcript": str(recording.no_transcript or ""),
    }


def managing(recording: Recording) -> dict[str, Any]:
    """Return what a coordinator sees: who speaks and what each answered, for whom it can open, until when a code works.

    The link stands here, so the code never does.
    """
    speakers = list(recording.speakers.all())
    reach = min((permissions.REACH[Answer(one.answer)] for one in speakers), default=0)
    code = permissions.living_codes(recording).order_by("-pk").first()
    return {
        "session": recording.session,
        "recording": recording,
        "is_open": recording.opened_at is not None,
        "is_public": recording.audience == Audience.PUBLIC,
        "audience": recording.get_audience_display(),
        "speakers": [(one, *_asking(one)) for one in speakers],
        "for_participants": reach >= permissions.NEEDED[Audience.PARTICIPANTS],
        "is_closed": recording.session.is_closed,
        "takes_code": not recording.session.is_closed and reach >= permissions.FOR_CODES,
        "for_everybody": not recording.session.is_closed and reach >= permissions.NEEDED[Audience.PUBLIC],
        "code_until": None if code is None else code.ends_at,
        "code_uses": 0 if code is None else code.uses,
    }


def _asking(speaker: Speaker) -> tuple[bool, Any]:
    """Return whether somebody can be asked once more now, and if they did not answer from when on."""
    waits = speaker.answer == Answer.NONE
    return permissions.may_ask_again(speaker), permissions.asked_anew_from(speaker) if waits else None


def speaker_of(recording: Recording, public_id: str) -> Speaker:
    """Return somebody who speaks in this recording; raises Http404."""
    found = Speaker.objects.select_related("recording__session__network__stream")
    return get_object_or_404(found, recording=recording, public_id=public_id)


def own_speaker(network: Network, public_id: str, person: Person | Any) -> Speaker:
    """Return as whom somebody with an account speaks in a recording, by its id; raises Http404 for everybody else."""
    recording = get_object_or_404(_with_words(), session__network=network, public_id=public_id)
    found = permissions.speaks_as(recording, person)
    if found is None:
        raise Http404
    found.recording = recording
    return found


def speaker_of_letter(network: Network, token: str) -> Speaker | None:
    """Return to whom a letter went; None for who was taken off. Raises Http404 for a link that we never signed."""
    public_id = opened_by(permissions.ASKED, token)
    if public_id is None:
        raise Http404
    found = Speaker.objects.exclude(email="").filter(public_id=public_id, recording__session__network=network).first()
    if found is not None:
        found.recording = _with_words().get(pk=found.recording_id)
    return found


def _with_words() -> Any:
    return Recording.objects.select_related(
        "session__network__stream", "session__gathering", "summary__current", "no_transcript__current"
    )


def asked_page(speaker: Speaker) -> dict[str, Any]:
    """Return what a speaker reads before they answer: all that others would see."""
    recording = speaker.recording
    return {
        "session": recording.session,
        "recording": recording,
        "host": urlsplit(recording.link).hostname,
        "parts": transcript(recording),
        "speaker": speaker,
        "answered": speaker.answer != Answer.NONE,
        "said": speaker.get_answer_display(),
        "longest": permissions.LONGEST_DAYS,
        "is_open": recording.opened_at is not None,
        "for_speakers": [link for source in _FOR_SPEAKERS for link in source(recording.session)],
    }


def for_who_was_there(network: Network, token: str) -> tuple[Recording, str] | None:
    """Return the recording to which a link of who was registered leads, and their name; None when it is not open.

    The link works as long as the recording is here, also when their name was forgotten. Raises Http404 for a link that
    we never signed.
    """
    public_id = opened_by(permissions.OWN, token)
    if public_id is None:
        raise Http404
    here = _with_words().filter(session__network=network, opened_at__isnull=False)
    places = Registration.objects.filter(state=Registration.State.SEAT, public_id=public_id)
    if own := places.filter(gathering__session__network=network).first():
        found = here.filter(session__gathering=own.gathering_id).first()
        return None if found is None else (found, own.name)
    found = here.filter(rights__ticket=public_id).first()
    return None if found is None else (found, "")


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:  # noqa: ARG001 - as every source
    """Return what the page of a session offers: watching to all when it is open, taking care of it to coordinators."""
    if not _has_been(session):
        return []
    row = Recording.objects.filter(session=session).values_list("opened_at", "pk").first()
    slug, links = session.network.slug, list[dict[str, Any]]()
    if row is not None and row[0] is not None:
        url = reverse("recordings:watch", args=[slug, session.slug])
        links.append({"url": url, "label": _("Watch the recording"), "own": False})
    if own:
        name, label = ("keep", _("Add the recording")) if row is None else ("manage", _("Recording"))
        url = reverse(f"recordings:{name}", args=[slug, session.public_id])
        links.append({"url": url, "label": label, "own": True})
    return links


def for_who_comes(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Return the link to the recording on the page of somebody's own place: without a code, and theirs alone."""
    if registration.state != Registration.State.SEAT or not _has_been(session):
        return []
    if not Recording.objects.filter(session=session, opened_at__isnull=False).exists():
        return []
    url = reverse("recordings:own", args=[session.network.slug, permissions.own_token(registration)])
    return [{"url": url, "label": _("Watch the recording"), "beside": True}]


def _has_been(session: Session) -> bool:
    return is_over(session.gathering) and session.gathering.cancelled_at is None


def tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return the recordings that wait for the yes of somebody with one of these addresses; one query."""
    network = "recording__session__network"
    return [
        {
            "about": row["recording__session__gathering__title"],
            "url": reverse("recordings:answer", args=[row[f"{network}__slug"], row["recording__public_id"]]),
            "network": row[f"{network}__name"],
            "since": row["named_at"],
            "email": row["email"],
        }
        for row in _unanswered(frozenset(addresses))
    ]


@prepared
def _unanswered(addresses: frozenset[str]) -> QuerySet[Speaker, dict[str, Any]]:
    waiting = Speaker.objects.filter(answer=Answer.NONE, email__in=addresses).order_by("named_at", "pk")
    place = ("recording__session__network__slug", "recording__session__network__name")
    about = ("recording__public_id", "recording__session__gathering__title")
    rows: QuerySet[Speaker, dict[str, Any]] = waiting.values("email", "named_at", *about, *place)
    return rows

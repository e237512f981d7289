"""Recordings of sessions, kept and opened through the real actions."""

import re

from django.db.models import F

from communityup.gatherings.models import Gathering
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.recordings import actions, permissions
from communityup.network.recordings.models import Recording, Speaker
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import DAY, in_days, planned
from tests.make_network import coordinated
from tests.worlds import built_once

HERE = "/netwerken/community-up/bijeenkomsten/"
LINK = "https://video.example.org/zaal-7/opname"
SUMMARY, SAID = "Drie buurthuizen vertelden.", "Eén sleutel is genoeg, zei de eerste."
TOLD = actions.Told(link=LINK, summary=SUMMARY, transcript=SAID)


@built_once
def was(*names: str) -> tuple[Network, Person, Session]:
    """Return a session that was, with these people who had a place, and who coordinates the network."""
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9), title="Loslaten")
    for name in names:
        meetings.register(session, name=name, online=False, by=Actor.of(make.person(name)))
    Gathering.objects.update(begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY)
    session.gathering.refresh_from_db()
    return made, dilek, session


def kept(session: Session, person: Person, **changes: str) -> Recording:
    """Keep the recording of a session as a coordinator."""
    return actions.keep_recording(session, told=actions.Told(**{**vars(TOLD), **changes}), by=Actor.of(person))


def speaker(recording: Recording, person: Person, name: str = "Sanne", email: str = "sanne@example.org") -> Speaker:
    """Name who speaks in it as a coordinator."""
    return actions.name_speaker(recording, name=name, email=email, by=Actor.of(person))


def says(one: Speaker, said: str) -> Speaker:
    """Let a speaker answer by the link in their letter."""
    return actions.answer(one, said=said, by=Actor.visitor())


def with_speaker(session: Session, coordinator: Person, person: Person) -> Recording:
    """Return a recording that is open to who was there, and in which somebody with an account speaks."""
    recording = kept(session, coordinator)
    one = speaker(recording, coordinator, person.display_name, person.email)
    actions.answer(one, said="participants", by=Actor.of(person))
    return actions.open_recording(recording, audience="participants", by=Actor.of(coordinator))


def opened(*names: str, audience: str = "participants") -> tuple[Network, Person, Recording]:
    """Return a recording that is open, of a session where these people had a place."""
    made, dilek, session = was(*names)
    recording = kept(session, dilek)
    says(speaker(recording, dilek), "codes" if audience == "participants" else audience)
    return made, dilek, actions.open_recording(recording, audience=audience, by=Actor.of(dilek))


def watch(recording: Recording) -> str:
    """Return where one watches."""
    return f"{HERE}{recording.session.slug}/opname/"


def at(recording: Recording, name: str) -> str:
    """Return a page of who takes care of it."""
    return f"{HERE}{recording.session.public_id}/opname/{name}/"


def new_code(recording: Recording, person: Person, days: int = 30) -> str:
    """Make a code as a coordinator."""
    return actions.renew_code(recording, days=days, by=Actor.of(person))


def by_letter(one: Speaker) -> str:
    """Return the page where a speaker answers, as in their letter."""
    return f"{HERE}opname/gevraagd/brief/{permissions.asked_token(one)}/"


def asked(email: str = "sanne@example.org") -> list[Mail]:
    """Return the letters that ask a speaker, the oldest first."""
    return list(Mail.objects.filter(to=email, key__startswith="form:recording:").order_by("pk"))


def told(person: Person) -> list[Mail]:
    """Return the letters with one's own link, the oldest first."""
    return list(Mail.objects.filter(to=person.email, key__startswith="recording:").order_by("pk"))


def link(mail: Mail) -> str:
    """Return the path of the first link in a letter to a page of a recording."""
    found = re.search(r"https?://[^/\s]+(/\S*/opname/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]

"""What can one do for a network: make it, describe it, and ask, begin, be away and stop as its coordinator."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.codes.queries import new_token, token_hash
from communityup.log.actions import open_stream, record
from communityup.log.events import Event
from communityup.log.models import Stream
from communityup.network.networks import events, notices, permissions
from communityup.network.networks.models import PLACES, Coordinator, CoordinatorInvitation, Network
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text

Answer = CoordinatorInvitation.Answer
COORDINATOR = "coordinator"


@dataclass(frozen=True, kw_only=True)
class About:
    """What a network says of itself."""

    name: str
    purpose: str
    sender: str
    contact: str
    theme: str = ""
    joining: str = ""


@transaction.atomic
def start_network(*, slug: str, about: About, by: Actor) -> Network:
    """Make a network; only the operator does so, and its log begins with that line."""
    permissions.refuse_no_operator(by)
    if slug in permissions.TAKEN or Network.objects.filter(slug=slug).exists():
        raise Refused(_("There is a network at this address already."))
    now = timezone.now()
    network = Network.objects.create(
        stream=open_stream(Stream.Kind.NETWORK),
        slug=slug,
        purpose=write(about.purpose, by=by),
        joining=write(about.joining, by=by) if about.joining.strip() else None,
        changed_at=now,
        started_at=now,
        **_short_words(about),
    )
    event = events.NetworkStarted(object=network.public_id, commit=network.purpose.commit)
    record(event, stream=network.stream, by=by)
    return network


@transaction.atomic
def describe_network(network: Network, *, about: About, edition: int, by: Actor) -> Network:
    """Change what a network says of itself; the factsheet gets a new version. The same words again change nothing.

    `edition` is the version that was read: when somebody changed it meanwhile, nobody's words are overwritten.
    """
    permissions.own_coordinator(network, by)
    locked = _locked(network)
    purpose = clean_words(about.purpose)
    joining = clean_words(about.joining) if about.joining.strip() else ""
    if not _differs(locked, about, (purpose, joining)):
        return locked
    if locked.edition != edition:
        raise Refused(_("Somebody changed these words meanwhile. Read them, and then change them again."))
    locked.joining = _joining(locked.joining, joining, by=by)
    if str(locked.purpose) != purpose:
        revise(locked.purpose, purpose, by=by)
    for name, words in _short_words(about).items():
        setattr(locked, name, words)
    locked.edition, locked.changed_at = locked.edition + 1, max(timezone.now(), locked.changed_at)
    locked.save()
    event = events.NetworkDescribed(
        object=locked.public_id,
        commit=locked.purpose.commit,
        edition=locked.edition,
        joining_commit=None if locked.joining is None else locked.joining.commit,
    )
    _record(event, locked, by=by)
    return locked


@transaction.atomic
def ask_coordinator(network: Network, *, email: str, by: Actor) -> CoordinatorInvitation:
    """Ask somebody by mail to coordinate. Only the letter holds the link: we keep a hash of it."""
    permissions.refuse_asking(network, by)
    locked, address = _locked(network), normalised(email)
    present = locked.coordinators.filter(until=None).select_related("person")
    if any(one.person.email == address for one in present):
        raise Refused(_("This person already coordinates this network."), at="email")
    asked = _open_questions(locked)
    if any(one.email == address for one in asked):
        raise Refused(_("This address was already asked."), at="email")
    if len(present) + len(asked) >= len(PLACES):
        raise Refused(
            _("Two people at most coordinate a network. Take a question back, or let one of them stop first.")
        )
    permissions.refuse_more_letters(address)
    # What is too old is nobody's any more: the same address can be asked anew.
    locked.coordinator_invitations.filter(email=address, answer=Answer.NONE).update(email="")
    token = new_token()
    invitation = CoordinatorInvitation.objects.create(
        network=locked,
        email=address,
        token_hash=token_hash(token),
        language=settings.LANGUAGE_CODE[:2] if by.person is None else by.person.language,
        sent_at=timezone.now(),
    )
    _record(events.CoordinatorAsked(object=invitation.public_id), locked, by=by)
    notices.send_question(invitation, token)
    return invitation


@transaction.atomic
def take_back_question(invitation: CoordinatorInvitation, *, by: Actor) -> CoordinatorInvitation:
    """Take the question to coordinate back; clicking twice changes nothing."""
    permissions.refuse_asking(invitation.network, by)
    locked = _invited(invitation)
    if locked.answer == Answer.TAKEN_BACK:
        return locked
    if locked.answer != Answer.NONE:
        raise Refused(_("This question was already answered or taken back."))
    _answer(locked, Answer.TAKEN_BACK)
    _record(events.CoordinatorQuestionTakenBack(object=locked.public_id), locked.network, by=by)
    return locked


@transaction.atomic
def accept_coordinating(invitation: CoordinatorInvitation, *, by: Actor) -> Coordinator:
    """Coordinate from now on; clicking twice changes nothing."""
    network, locked = _locked(invitation.network), _invited(invitation)
    present = permissions.coordinator_of(network, by.account)
    if locked.answer == Answer.ACCEPTED and present is not None:
        return present
    permissions.refuse_answered(locked, by)
    began = take_place(network, by.account)
    _answer(locked, Answer.ACCEPTED)
    _record(events.CoordinatorBegan(object=began.public_id), network, by=by)
    return began


def take_place(network: Network, person: Person) -> Coordinator:
    """Let somebody coordinate from now on, inside the deed that locked the network and records this."""
    present = list(network.coordinators.filter(until=None))
    free = [place for place in PLACES if place not in {one.place for one in present}]
    if not free or any(one.person_id == person.pk for one in present):
        raise Refused(
            _("Two people at most coordinate a network. Take a question back, or let one of them stop first.")
        )
    return Coordinator.objects.create(network=network, person=person, place=free[0], since=timezone.now())


@transaction.atomic
def decline_coordinating(invitation: CoordinatorInvitation, *, by: Actor) -> CoordinatorInvitation:
    """Say no to coordinating; clicking twice changes nothing."""
    locked = _invited(invitation)
    if locked.answer == Answer.DECLINED:
        return locked
    permissions.refuse_answered(locked, by)
    _answer(locked, Answer.DECLINED)
    record(events.CoordinatorDeclined(object=locked.public_id), stream=locked.network.stream, by=by)
    return locked


@transaction.atomic
def be_away(network: Network, *, until: dt.date | None, by: Actor) -> Coordinator:
    """Say up to and including which day one does not answer, or that one is back. The same again changes nothing."""
    permissions.own_coordinator(network, by)
    locked = _locked(network)
    own = permissions.own_coordinator(locked, by)
    if until is not None and until < timezone.localdate():
        raise Refused(_("This day is past. Choose a day from today on."), at="until")
    if own.away_until != until:
        own.away_until = until
        own.save(update_fields=["away_until"])
        away = None if until is None else events.CoordinatorAway(object=own.public_id, day=until.isoformat())
        _record(away or events.CoordinatorBack(object=own.public_id), locked, by=by)
    return own


@transaction.atomic
def stop_coordinating(network: Network, *, by: Actor) -> None:
    """Stop as coordinator; the network goes on, also without one. Clicking twice changes nothing."""
    locked = _locked(network)
    own = permissions.coordinator_of(locked, by.account)
    if own is None and locked.coordinators.filter(person=by.account).exists():
        return
    own = own or permissions.own_coordinator(locked, by)
    own.until = max(timezone.now(), own.since)
    own.save(update_fields=["until"])
    is_last = not locked.coordinators.filter(until=None).exists()
    stopped = events.LastCoordinatorStopped if is_last else events.CoordinatorStopped
    _record(stopped(object=own.public_id), locked, by=by)


@transaction.atomic
def forget_coordinator(person: Person) -> None:
    """Stop everywhere for somebody who leaves the platform, and forget the address of who was asked."""
    for own in person.coordinates.filter(until=None).select_related("network"):
        stop_coordinating(own.network, by=Actor.of(person))
    CoordinatorInvitation.objects.filter(email=person.email).update(email="")


@transaction.atomic
def forget_addresses() -> int:
    """Forget the addresses of people who never answered whether they would coordinate; return how many."""
    old = CoordinatorInvitation.objects.exclude(email="").filter(sent_at__lt=permissions.oldest_question())
    return old.update(email="")


def _locked(network: Network) -> Network:
    found = Network.objects.select_for_update(of=("self",))
    return found.select_related("stream", "purpose__current", "joining__current").get(pk=network.pk)


def _invited(invitation: CoordinatorInvitation) -> CoordinatorInvitation:
    found = CoordinatorInvitation.objects.select_for_update(of=("self",))
    return found.select_related("network__stream").get(pk=invitation.pk)


def _open_questions(network: Network) -> list[CoordinatorInvitation]:
    waiting = network.coordinator_invitations.filter(answer=Answer.NONE, sent_at__gte=permissions.oldest_question())
    return list(waiting.exclude(email=""))


def _answer(invitation: CoordinatorInvitation, answer: CoordinatorInvitation.Answer) -> None:
    invitation.answer, invitation.answered_at, invitation.email = answer, timezone.now(), ""
    invitation.save(update_fields=["answer", "answered_at", "email"])


def _short_words(about: About) -> dict[str, str]:
    words = {"name": about.name, "theme": about.theme, "sender": about.sender}
    plain = {field: " ".join(clean_words(said).split()) if said.strip() else "" for field, said in words.items()}
    return {**plain, "contact": normalised(about.contact)}


def _differs(network: Network, about: About, words: tuple[str, str]) -> bool:
    said = "" if network.joining is None else str(network.joining)
    short = any(getattr(network, field) != words for field, words in _short_words(about).items())
    return short or (str(network.purpose), said) != words


def _joining(kept: Text | None, words: str, *, by: Actor) -> Text | None:
    if not words:
        return None
    if kept is None:
        return write(words, by=by)
    if str(kept) != words:
        revise(kept, words, by=by)
    return kept


def _record(event: Event, network: Network, *, by: Actor) -> None:
    role = COORDINATOR if by.person is not None else None
    record(event, stream=network.stream, by=by, role=role)

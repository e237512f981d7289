"""What can one do: ask for a network, take that back; as operator make it, or say why not."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from communityup.log.actions import open_stream, record
from communityup.log.events import Event
from communityup.log.models import Stream
from communityup.network.founding import events, notices, permissions
from communityup.network.founding.models import NetworkRequest
from communityup.network.networks.actions import About, ask_coordinator, start_network
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import refuse_no_operator
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.texts.actions import clean_words

State = NetworkRequest.State


@transaction.atomic
def ask_for_network(*, name: str, purpose: str, email: str, by: Actor) -> NetworkRequest:
    """Ask for a network on this site. The same name again asks nothing new; the operator hears of it by mail."""
    person = Person.objects.select_for_update().get(pk=by.account.pk)
    line = " ".join(clean_words(name).split())
    if again := person.asked_networks.filter(state=State.WAITING, name=line).first():
        return again
    permissions.refuse_more(person)
    asked = NetworkRequest.objects.create(
        person=person, name=line, purpose=clean_words(purpose), email=normalised(email), language=person.language,
        asked_at=timezone.now(),
    )  # fmt: skip
    _record(events.NetworkAsked(object=asked.public_id), by)
    notices.tell_operator(asked)
    return asked


@transaction.atomic
def take_back(asked: NetworkRequest, *, by: Actor) -> None:
    """No longer ask for a network. Clicking twice is once."""
    permissions.refuse_others(asked, by)
    locked = _locked(asked)
    if locked.state == State.TAKEN_BACK:
        return
    permissions.refuse_answered(locked)
    _answer(locked, State.TAKEN_BACK)
    _record(events.RequestTakenBack(object=locked.public_id), by)


@transaction.atomic
def grant(asked: NetworkRequest, *, slug: str, by: Actor) -> Network:
    """Make the network that somebody asked for, and ask who they named to coordinate it; only the operator does so.

    People reach it at the address of the site until a coordinator gives another one: nobody's own stands there unasked.
    """
    refuse_no_operator(by)
    locked = _locked(asked)
    permissions.refuse_answered(locked)
    about = About(name=locked.name, purpose=locked.purpose, sender=locked.name, contact=settings.CONTACT_EMAIL)
    made = start_network(slug=slug, about=about, by=by)
    ask_coordinator(made, email=locked.email, by=by)
    locked.network = made
    _answer(locked, State.GRANTED)
    _record(events.RequestGranted(object=locked.public_id, network=made.public_id), by)
    notices.tell_answer(locked)
    return made


@transaction.atomic
def decline(asked: NetworkRequest, *, reason: str, by: Actor) -> None:
    """Say that a network does not begin here, and why; only the operator does so."""
    refuse_no_operator(by)
    locked = _locked(asked)
    permissions.refuse_answered(locked)
    locked.reason = clean_words(reason)
    _answer(locked, State.DECLINED)
    _record(events.RequestDeclined(object=locked.public_id), by)
    notices.tell_answer(locked)


def forget_due() -> int:
    """Forget requests ninety days after their answer; return how many."""
    old = NetworkRequest.objects.filter(answered_at__lt=timezone.now() - permissions.KEPT)
    return old.delete()[0]


@transaction.atomic
def forget_person(person: Person) -> None:
    """Forget what somebody asked for who leaves the platform."""
    person.asked_networks.all().delete()


def _answer(asked: NetworkRequest, state: str) -> None:
    asked.state, asked.email, asked.answered_at = state, "", timezone.now()
    asked.save()


def _locked(asked: NetworkRequest) -> NetworkRequest:
    found = NetworkRequest.objects.select_for_update(of=("self",))
    return found.select_related("person").get(pk=asked.pk)


def _record(event: Event, by: Actor) -> None:
    record(event, stream=open_stream(Stream.Kind.SITE), by=by)

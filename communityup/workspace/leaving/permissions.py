"""Who may let a party go: its own people, two where there are two. No kind of party appears here (E4)."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.queries import OPEN
from communityup.workspace.challenges.models import Challenge, Clock, Facilitator, Party, Ring, Seat
from communityup.workspace.challenges.permissions import PRESENT, any_place, own_seat, refuse_while_paused
from communityup.workspace.challenges.queries import clock
from communityup.workspace.leaving.models import Departure

DAYS = 3


def is_only_one(seat: Seat) -> bool:
    """Say whether nobody else with an account is of this party: guests alone cannot speak for it."""
    others = Seat.objects.filter(party=seat.party_id, person__is_guest=False).exclude(pk=seat.pk)
    return not seat.person.is_guest and not others.exists()


def refuse_only_one(seat: Seat) -> None:
    """Raise Refused for the last person of a party, and lead to letting the party go: leaving is always possible."""
    if is_only_one(seat):
        goes = (reverse("leaving:party", args=[seat.challenge.slug]), _("Our party goes"))
        raise Refused(_("You are the only one of your party. When you go, your party goes."), read_on=goes)


def asking_seat(challenge: Challenge, by: Actor) -> Seat:
    """Return the place from which somebody asks whether their party goes: at the table, or of the only one of it."""
    seat = any_place(challenge, by)
    return seat if is_only_one(seat) else own_seat(challenge, by)


def at_table(party: Party) -> QuerySet[Seat]:
    """Return the places from which people decide for a party: at the table, with the working agreement accepted."""
    return party.seats.filter(ring=Ring.TABLE, rules__isnull=False, person__is_guest=False)


def others_at_table(party: Party, person: int | None) -> QuerySet[Seat]:
    """Return who decides for a party beside this person (by key)."""
    return at_table(party).exclude(person=person)


def guarding(party: Party) -> bool:
    """Say whether somebody of this party guards the process now."""
    return Facilitator.objects.filter(party=party, until=None).exists()


def refuse_guarding(party: Party) -> None:
    """Raise Refused while somebody of a party guards the process: that place is handed on first."""
    if guarding(party):
        raise Refused(_("Somebody of your party guards the process. First that person stops, then your party can go."))


def taking_over(agreement: Agreement, by: Actor) -> tuple[Seat, Party]:
    """Return who acts here, and the side that stays, of an agreement of which one side left and another can take over.

    The side that stays asks another party, or a party says itself that it does; the other of the two confirms it.
    """
    seat = own_seat(agreement.challenge, by)
    refuse_while_paused(agreement.challenge)
    gone, sides = agreement.gone, (agreement.promised_by, agreement.promised_to)
    if agreement.state not in OPEN:
        raise Refused(_("This agreement is finished. You can make a new one."))
    if len(gone) != 1:
        raise Refused(_("Another party takes an agreement over only when one of its two sides left."))
    return seat, next(side for side in sides if side not in gone)


def still_decides(departure: Departure) -> bool:
    """Say whether who asked it still decides for that party."""
    asker = departure.asked_by_id
    own = departure.party.seats.select_related("person").filter(person=asker).first() if asker is not None else None
    return own is not None and (own.rules is not None or is_only_one(own))


def second_seat(departure: Departure, by: Actor) -> Seat:
    """Return the place from which somebody says yes as the second one; raises NotAllowed for other parties."""
    seat = own_seat(departure.party.challenge, by)
    if seat.party_id != departure.party_id:
        raise NotAllowed(_("Only people at the table of this party decide whether it goes."))
    return seat


def refuse_over(departure: Departure, by: Actor) -> None:
    """Raise for who may not say yes to this question, and Refused when it is over."""
    second_seat(departure, by)
    if departure.went_at is not None or departure.taken_back_at is not None:
        raise Refused(_("This question is over. See who takes part now."))
    refuse_as_second(departure, by.known)


def refuse_as_second(departure: Departure, person: Person) -> None:
    """Raise for who asked it themselves, and when who asked it no longer decides for the party."""
    if departure.asked_by_id == person.pk:
        raise NotAllowed(_("You asked this yourself. It needs the yes of a second person of your party."))
    if not still_decides(departure):
        raise Refused(_("Who asked this no longer decides for your party. Take it back; then you can ask it yourself."))


def goes_at(departure: Departure, running: Clock | None = None) -> dt.datetime | None:
    """Return when a party goes by itself; None when it needs a second yes, and while a step back makes it unknown."""
    if not departure.alone or others_at_table(departure.party, departure.asked_by_id).exists():
        return None
    found = clock(departure.party.challenge) if running is None else running
    return found.deadline(departure.asked_at, dt.timedelta(days=DAYS))


def goes_by_itself(departure: Departure) -> bool:
    """Say whether a party goes now without a second yes: nobody else decides for it, and the days have passed."""
    if departure.party.state not in PRESENT or guarding(departure.party):
        return False
    moment = goes_at(departure)
    return moment is not None and moment <= timezone.now()

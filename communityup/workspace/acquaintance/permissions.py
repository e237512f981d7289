"""Who may introduce themselves, draw coffee, and invite. The same for every kind of party and every ring (E4, A37)."""

import datetime as dt

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.acquaintance.models import CoffeeRound, Lot, Pair, Visit
from communityup.workspace.challenges.models import Challenge, Party, Phase, Seat
from communityup.workspace.challenges.permissions import (
    Viewer,
    any_place,
    guards,
    keeps_process,
    own_seat,
    seat_of,
    takes_part,
)
from communityup.workspace.facilitation.permissions import acts_as_facilitator

# The name of this app's addresses, by which parties switch it off.
KEY = "acquaintance"
# Between two draws there is time to drink coffee.
REST = dt.timedelta(days=7)
MOST_NOTES = 30
# Visits of one party that are still to come: each is a letter to everybody.
MOST_VISITS = 5
FURTHEST = dt.timedelta(days=400)
LONGEST = dt.timedelta(days=2)


def refuse_closed(challenge: Challenge) -> None:
    """Raise Refused for a challenge that is closed or does without this part; what was written stays readable.

    It can be taken away still. Asked here too because a card can come by another way, on paper.
    """
    if challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    if KEY in challenge.off:
        raise Refused(_("All parties switched this part off."))


def introducers_party(challenge: Challenge, by: Actor) -> Party | None:
    """Return for which party somebody who introduces themselves is here; None: guards the process for no party.

    Everybody with a place does, in whatever ring and also who guards the process: this is about people, not content.
    """
    seat = None if by.person is None else seat_of(challenge, by.person)
    if seat is None and by.person is not None and guards(challenge, by.person, None):
        return None
    return any_place(challenge, by).party


def coffee_place(challenge: Challenge, by: Actor) -> Seat:
    """Return the place of who wants coffee: anybody with an account and a place, because letters must reach them."""
    return any_place(challenge, Actor.of(by.account))


def keeps(challenge: Challenge, by: Actor) -> bool:
    """Say whether somebody draws: who keeps the process, or after three days a substitute (R16)."""
    return keeps_process(challenge, by) or acts_as_facilitator(challenge, by)


def refuse_no_keeper(challenge: Challenge, by: Actor) -> None:
    """Raise NotAllowed for who does not keep the process: without facilitators anybody at the table does (R16)."""
    if not keeps(challenge, by):
        raise NotAllowed(_("Who keeps the process draws the pairs. You can ask them."))


def rests_until(last: CoffeeRound | None) -> dt.datetime | None:
    """Return until when nothing is drawn: a week after the last draw; None when a draw is possible."""
    return last.drawn_at + REST if last is not None and last.drawn_at + REST > timezone.now() else None


def refuse_soon(last: CoffeeRound | None) -> None:
    """Raise Refused within a week after the last draw."""
    if rests_until(last) is not None:
        raise Refused(_("Pairs were drawn less than a week ago. Give people some time to meet."))


def own_lot(pair: Pair, by: Actor) -> Lot:
    """Return what a pair brought who asks; raises Http404 for all others, as if there were no such pair."""
    found = Lot.objects.select_related("person", "party").filter(pair=pair, person=by.person).first()
    if found is None:
        raise Http404
    return found


def refuse_never_drawn(challenge: Challenge, by: Actor) -> None:
    """Raise Http404 for who cannot have been one of a pair that is no more, as for who is not one of a pair."""
    try:
        coffee_place(challenge, by)
    except NotAllowed as error:
        raise Http404 from error


def hosts_seat(visit: Visit, by: Actor) -> Seat:
    """Return the place of who changes or cancels a visit: at the table of the party that invites (E2)."""
    seat = own_seat(visit.challenge, by)
    if seat.party_id != visit.host_id:
        raise NotAllowed(_("Only the party that invites can change or cancel this visit."))
    return seat


def hosts(visit: Visit, by: Actor) -> bool:
    """Say whether somebody can change or cancel this visit; cancelling lasts in a closed challenge."""
    try:
        hosts_seat(visit, by)
    except NotAllowed:
        return False
    return True


def refuse_over(visit: Visit) -> None:
    """Raise Refused for a visit that was cancelled or began."""
    if visit.cancelled_at is not None:
        raise Refused(_("This visit was cancelled."))
    if visit.begins_at <= timezone.now():
        raise Refused(_("This visit began or is over. What was is no longer changed."))


def refuse_moment(begins_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Raise Refused for a visit in the past, too far away, or of a length that no visit has."""
    if begins_at <= timezone.now():
        raise Refused(_("Choose a moment that is still to come."))
    if begins_at > timezone.now() + FURTHEST:
        raise Refused(_("Choose a moment within a year."))
    if not dt.timedelta() < ends_at - begins_at <= LONGEST:
        raise Refused(_("A visit ends after it begins, and within two days."))


def refuse_many(party: Party) -> None:
    """Raise Refused for a party with many visits to come: each is a letter to everybody."""
    coming = Visit.objects.filter(host=party, cancelled_at=None, begins_at__gt=timezone.now())
    if coming.count() >= MOST_VISITS:
        raise Refused(
            _("Your party already has %(most)s visits to come. Wait for one of them.") % {"most": MOST_VISITS}
        )


def refuse_outside(challenge: Challenge, viewer: Viewer) -> None:
    """Raise Http404 for who does not take part: cards and visits are for the people of the challenge alone."""
    if not takes_part(challenge, viewer):
        raise Http404


def may_introduce(challenge: Challenge, viewer: Viewer) -> bool:
    """Say whether somebody can introduce themselves here, so that the page offers it."""
    return seat_of(challenge, viewer) is not None or guards(challenge, viewer, None)

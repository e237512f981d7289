"""Who may: any party tells of a plan and says where it rubs; who runs it never closes that alone. No kind (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.permissions import keeps_process, own_seat, seat_of
from communityup.workspace.tracks.models import AgendaItem, Track


def refuse_not_teller(track: Track, party: Party) -> None:
    """Raise NotAllowed for every party but the one that told of a plan: its words are its own (E2)."""
    if track.party_id != party.pk:
        raise NotAllowed(_("Only the party that told of this can change it. You can say where it rubs."))


def refuse_not_running(track: Track, party: Party) -> None:
    """Raise NotAllowed for every party but who told of a plan and who runs it."""
    if party.pk not in {track.party_id, track.runs_id}:
        raise NotAllowed(_("Only the party that told of this, or that runs it, can say that it ended."))


def settling_party(item: AgendaItem, by: Actor) -> Party | None:
    """Return for which party somebody writes down what came out (None: as a facilitator from outside).

    Everybody at the table may for an overlap, as a goal is of all; for a friction the party that raised it; and for
    both who keeps the process. Nobody may of the party that runs the plan: it would close what others met alone (X2).
    """
    seat = None if by.person is None else seat_of(item.track.challenge, by.person)
    if not keeps_process(item.track.challenge, by):
        seat = _involved_seat(item, by)
    if seat is not None and seat.party_id == item.track.running_party:
        raise NotAllowed(_("Your party answers for this plan. Somebody of another party writes down what came out."))
    return None if seat is None else seat.party


def _involved_seat(item: AgendaItem, by: Actor) -> Seat:
    seat = own_seat(item.track.challenge, by)
    if item.words is not None and seat.party_id != item.party_id:
        raise NotAllowed(_("The party that raised this, or who keeps the process, writes down what came out."))
    return seat


def may_settle(item: AgendaItem, by: Actor) -> bool:
    """Say whether this person can write down what came out."""
    try:
        settling_party(item, by)
    except NotAllowed:
        return False
    return True

"""Who may: a party about its own frames, others by asking and pointing. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Seat
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.frames.models import Frame


def owners_seat(frame: Frame, by: Actor) -> Seat:
    """Return the place of somebody of the party whose frame this is; raises NotAllowed for everybody else."""
    seat = own_seat(frame.challenge, by)
    if seat.party_id != frame.party_id:
        raise NotAllowed(_("Only %(party)s itself can change this. You can ask a question about it.") % _name(frame))
    return seat


def askers_place(frame: Frame, by: Actor) -> Seat:
    """Return the place of somebody of another party, at the table or around it; raises NotAllowed for the owner."""
    seat = own_place(frame.challenge, by)
    if seat.party_id == frame.party_id:
        raise NotAllowed(_("This is of your own party. Others can ask you about it."))
    return seat


def _name(frame: Frame) -> dict[str, str]:
    return {"party": frame.party.name}

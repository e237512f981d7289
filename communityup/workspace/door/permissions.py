"""Who may: who asks writes, sends and takes back; who was asked records what the law asks. No kind of party (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.door.models import Request


def asking_seat(request: Request, by: Actor) -> Seat:
    """Return the place of somebody of the party that asks; raises NotAllowed for everybody else."""
    seat = own_seat(request.challenge, by)
    if seat.party_id != request.party_id:
        raise NotAllowed(_("Only the party that asks this can do that."))
    return seat


def recording_seat(request: Request, by: Actor) -> Seat:
    """Return the place of somebody who records receipt, deadline and answer; raises NotAllowed for everybody else.

    That is the party that was asked. When it does not take part here, who asks records what it heard.
    """
    seat = own_seat(request.challenge, by)
    if seat.party_id != recorder_of(request).pk:
        raise NotAllowed(_("%(party)s records this: it was asked.") % {"party": recorder_of(request)})
    return seat


def recorder_of(request: Request) -> Party:
    """Return the party that records what came back: who was asked, or who asks when that one is not here (any more)."""
    asked = request.addressed_to
    return asked if asked is not None and asked.state == Party.State.ACTIVE else request.party

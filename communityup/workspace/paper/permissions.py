"""Who may print forms, and who may help. The same for every kind of party (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Phase, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.paper.models import Form, Pile

MOST_AT_ONCE = 50
# Forms of one party in one challenge that are out, together: nobody fills a conversation by themselves (X7).
MOST_OUT = 1000


def revokers_seat(pile: Pile, by: Actor) -> Seat:
    """Return the place of who may take forms back: of the party that printed them, or any for the open conversation."""
    seat = own_seat(pile.challenge, by)
    if pile.party_id is not None and pile.made_by_id != seat.party_id:
        raise NotAllowed(_("Only the party that printed these forms can take them back."))
    return seat


def refuse_pile(challenge: Challenge, party: Party, *, number: int) -> None:
    """Raise Refused for too many forms, and for a challenge that is closed."""
    if challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    if not 1 <= number <= MOST_AT_ONCE:
        raise Refused(_("Choose a number from 1 to %(most)s.") % {"most": MOST_AT_ONCE})
    out = Form.objects.filter(pile__challenge=challenge, pile__made_by=party, pile__revoked_at=None, state="blank")
    if out.count() + number > MOST_OUT:
        raise Refused(
            _("Your party already has %(most)s forms out. Enter or take back some of them first.") % {"most": MOST_OUT}
        )


def refuse_gone(form: Form) -> None:
    """Raise Refused for a blank form of a pile that was taken back."""
    if form.state == Form.State.BLANK and form.pile is not None and form.pile.revoked_at is not None:
        raise Refused(_("This form was taken back. Ask the people who gave it to you for a new one."))

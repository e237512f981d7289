"""Who may: the two sides of an agreement, each the same; telling how it went is for the side that promised.

No kind of party appears here (E4, E19).
"""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.workspace.agreements.models import Agreement, Terms
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.permissions import own_seat


def a_side(agreement: Agreement, by: Actor) -> Seat:
    """Return the place from which somebody acts for one of the two sides; raises NotAllowed for everyone else."""
    seat = own_seat(agreement.challenge, by)
    if seat.party_id not in {agreement.promised_by_id, agreement.promised_to_id}:
        raise NotAllowed(_("Only the two parties of this agreement can do this."))
    return seat


def promising_side(agreement: Agreement, by: Actor) -> Seat:
    """Return the place of somebody of the party that promised; raises NotAllowed for everyone else."""
    return _of(agreement.promised_by, by, _("%(party)s promised this, so only they tell how it went."))


def other_side(agreement: Agreement, by: Actor) -> Seat:
    """Return the place of somebody of the party to which was promised; raises NotAllowed for everyone else."""
    return _of(agreement.promised_to, by, _("This was promised to %(party)s, so their reading stands beside it."))


def proposing_side(terms: Terms, by: Actor) -> Seat:
    """Return the place of somebody of the party that proposed a version; raises NotAllowed for everyone else."""
    return _of(terms.proposed_by, by, _("Only %(party)s itself can take this proposal back."))


def _of(party: Party, by: Actor, sentence: str) -> Seat:
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk:
        raise NotAllowed(sentence % {"party": party.name})
    return seat

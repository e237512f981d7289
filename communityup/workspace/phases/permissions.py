"""Without what no challenge goes on: parties of two kinds before the lead-in ends (A1, R21)."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.phases.queries import kinds_missing


def refuse_one_kind(challenge: Challenge) -> None:
    """Raise Refused while all parties are of one kind."""
    if kinds_missing(challenge):
        raise Refused(_("Parties of two kinds are needed before the lead-in ends. Invite another party first."))

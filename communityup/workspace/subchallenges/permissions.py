"""Which challenges can be whole and part of each other. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.workspace.challenges.models import Challenge, Phase


def refuse_link(whole: Challenge, part: Challenge) -> None:
    """Raise Refused for two challenges of which one cannot be a part of the other."""
    if whole.pk == part.pk:
        raise Refused(_("That is this challenge itself. Choose another one."))
    if whole.public_at is None or part.public_at is None:
        raise Refused(_("Only challenges that everybody may read are put together. First let both be public."))
    if Phase.CLOSED in {whole.phase, part.phase}:
        raise Refused(_("One of the two is closed. Its parties can open it again first."))
    if part.parent_id is not None:
        raise Refused(_("This one is a part of another challenge already. First loosen that."))
    if part.pk in _above(whole):
        raise Refused(_("Then each would be a part of the other. Choose which of the two is the whole."))


def _above(challenge: Challenge) -> set[int]:
    """Return the wholes of which a challenge is a part, all the way up."""
    found, above = set[int](), challenge.parent_id
    while above is not None and above not in found:
        found.add(above)
        above = Challenge.objects.values_list("parent", flat=True).get(pk=above)
    return found

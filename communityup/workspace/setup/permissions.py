"""What cannot be written to: a part that all parties switched off (A5). Reading goes on, for everybody alike."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import Viewer, may_see
from communityup.workspace.setup import queries


def refuse_off(slug: str, key: str, viewer: Viewer, url_name: str) -> None:
    """Raise Refused for who sends something to a part that is off; who may not see the challenge learns nothing.

    Stopping and taking one's own words back stay possible: nobody is kept in a part that is off.
    """
    if not queries.can_be_off(key) or key not in queries.off_at(slug) or url_name in queries.staying(key):
        return
    challenge = Challenge.objects.filter(slug=slug).first()
    if challenge is not None and may_see(challenge, viewer):
        raise Refused(
            _("%(part)s is off in this challenge: all parties agreed on that. Together you can switch it on again.")
            % {"part": queries.label_of(key)}
        )

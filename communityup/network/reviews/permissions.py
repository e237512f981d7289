"""Who takes reading over on: every member that may read the practice over, and all of them the same (E4)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.library.models import Practice
from communityup.network.reviews.models import Reading
from communityup.ui.templatetags.ui import long_date


def holds(reading: Reading | None, practice: Practice) -> bool:
    """Say whether a member reads a practice over now: for a week, and not once it was changed or that member left."""
    if reading is None or practice.state != Practice.State.REVIEW or reading.member.left_at is not None:
        return False
    return reading.since >= practice.changed_at and reading.until > timezone.now()


def refuse_not_waiting(practice: Practice) -> None:
    """Raise Refused for a practice that nobody has to read over now."""
    if practice.state != Practice.State.REVIEW:
        raise Refused(_("This practice does not wait for somebody who reads it over."))


def refuse_taken(reading: Reading | None, practice: Practice) -> None:
    """Raise Refused when another member took it on."""
    if reading is not None and holds(reading, practice):
        words = {"name": reading.member.name, "day": long_date(reading.until)}
        raise Refused(_("%(name)s reads it over, until %(day)s. You can read it over as well.") % words)

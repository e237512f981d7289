"""What we hand out of who comes: a spreadsheet with names and no address of anybody."""

from django.utils.translation import gettext as _

from communityup.gatherings.permissions import is_over
from communityup.network.arrivals import queries
from communityup.network.meetings.models import Session
from communityup.ui.exports import SPREADSHEET, workbook

FILE_NAME = "deelnemers.xlsx"
MEDIA_TYPE = SPREADSHEET


def spreadsheet(session: Session) -> bytes:
    """Return who comes to a session and who waits, by name."""
    columns = [_("Name"), _("Organisation"), _("How"), _("State"), _("Was there")]
    title = _("Who came") if is_over(session.gathering) else _("Who comes")
    return workbook((title, columns, queries.rows(session)))

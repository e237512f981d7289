"""What is personal here: the words of reports, without names, and the remarks of who was there."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.network.reports.models import SECTIONS
from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

LATER = _("until its time to correct is over: who writes it, and who was there")


def _part(name: str, label: Any) -> Kind:
    return Kind(
        field=f"reports.Report.{name}",
        label=label,
        level=Level.PUBLIC,
        also=LATER,
        shown=Q(state="public"),
        place="session__network__stream",
        object="session__public_id",
        url=page("reports:report", of_object=True),
    )


KINDS = (
    _part("summary", _("the summary of a report of a session")),
    *(_part(name, _("a section of a report of a session")) for name, _heading in SECTIONS),
    Kind(
        field="reports.Tip.words",
        label=_("a tip that somebody gave at a session"),
        level=Level.PUBLIC,
        also=_("until it is public: members of the network and who comes; a member is named only when it chose so"),
        shown=Q(session__report__state="public", taken_back_at=None, left_out_at=None),
        place="session__network__stream",
        party="member",
        object="session__public_id",
        url=page("reports:report", of_object=True),
    ),
    Kind(
        field="reports.Remark.reason",
        label=_("why a report stays as it is after a remark"),
        level=Level.AUTHOR,
        also=_("who was there, and by letter who made the remark; gone when it is public"),
        place="report__session__network__stream",
        object="report__session__public_id",
        url=page("reports:report", of_object=True),
    ),
    Kind(
        field="reports.Remark.words",
        label=_("a remark about a report before it is public"),
        level=Level.AUTHOR,
        also=_("who writes the report, and who was there; gone when it is public"),
        place="report__session__network__stream",
        object="report__session__public_id",
        url=page("reports:report", of_object=True),
    ),
)

"""Who hears about reports: members when one is public; who was there by letter, to correct it before."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings.models import Registration
from communityup.network.meetings.notices import members, send_letter
from communityup.network.networks.notices import coordinators
from communityup.network.reports import events, permissions
from communityup.network.reports.models import Report
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.queries import framed, site_address
from communityup.ui.templatetags.ui import long_date


def register() -> None:
    """Say who hears about reports; called in AppConfig.ready."""
    register_hearers(events.ReportPublished, hearers=members, url=_page)
    register_hearers(events.RemarkMade, hearers=coordinators, url=_page)
    register_nobody(
        events.ReportWritten,
        events.SentRound,
        events.TipGiven,
        events.TipTakenBack,
        events.TipLeftOut,
        why="Until a report is public it is for who was there; they get a letter.",
    )


def tell_round(report: Report, registration: Registration) -> None:
    """Mail who was there that they can read the report and say what is not right."""
    network = report.session.network
    with override(registration.language):
        path = reverse("reports:correct", args=[network.slug, permissions.read_token(registration)])
        words = {
            "title": report.session.gathering.title,
            "until": long_date(report.correct_until),
            "link": site_address() + path,
        }
        text = _(
            "Hello,\n\nThe report of “%(title)s” is written. You were there: read it first, and say what is not right. "
            "Nobody is named in it.\n\nRead it here:\n%(link)s\n\n"
            "You can make remarks until %(until)s. After that everybody can read the report."
        )
        why = _("You get this because you registered for a session of %(name)s.") % {"name": network.name}
        letter = framed(_("Is the report right? %(title)s") % words, text % words, why=why)
        send_letter(registration.email, letter, key=f"report:{report.public_id}:{registration.public_id}")


def _page(slug: str, happening: Happening) -> str:
    report = Report.objects.select_related("session").get(public_id=happening.object)
    return reverse("reports:report", args=[slug, report.session.public_id])

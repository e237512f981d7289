"""Who hears about reports: members when one is public; who was there by letter, to correct it before."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.gatherings.models import Registration
from communityup.network.meetings.notices import members, place_url, send_letter
from communityup.network.networks.notices import coordinators
from communityup.network.reports import events, permissions
from communityup.network.reports.models import Remark, Report
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.queries import framed, site_address
from communityup.ui.templatetags.ui import long_date


def register() -> None:
    """Say who hears about reports; called in AppConfig.ready."""
    register_hearers(events.ReportPublished, hearers=members, url=_page)
    register_hearers(events.RemarkMade, hearers=coordinators, url=_write, urgent=True)
    waits = gettext_lazy("A report waits for you: a remark is open. Deal with it, then it is public")
    register_hearers(events.ReportWaits, hearers=coordinators, url=_write, urgent=True, sentence=waits)
    register_nobody(events.RemarkDealtWith, why="Who made the remark gets a letter.")
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
    with override(registration.language):
        text = _(
            "Hello,\n\nThe report of “%(title)s” is written. You were there: read it first, and say what is not right. "
            "Nobody is named in it.\n\nRead it here:\n%(link)s\n\n"
            "You can make remarks until %(until)s. After that everybody can read the report."
        )
        _send(report, registration, _("Is the report right? %(title)s"), text, key="")


def tell_again(report: Report, registration: Registration) -> None:
    """Mail who was there that the words changed late, and that they have a little longer to read them; once a day."""
    with override(registration.language):
        text = _(
            "Hello,\n\nThe report of “%(title)s” was changed. Nothing is published that you could not read first, "
            "so you have a little longer.\n\nRead it here:\n%(link)s\n\n"
            "You can make remarks until %(until)s. After that everybody can read the report."
        )
        _send(report, registration, _("Changed, is it right now? %(title)s"), text, key=f":{timezone.localdate()}")


def tell_dealt(report: Report, remark: Remark) -> None:
    """Mail who made a remark, as long as they are known, what became of it."""
    if remark.registration is None:
        return
    with override(remark.registration.language):
        if remark.outcome == Remark.Outcome.CHANGED:
            text = _(
                "Hello,\n\nYou made a remark about the report of “%(title)s”. The report was changed because of it. "
                "Thank you.\n\nRead it here:\n%(link)s"
            )
        else:
            text = _(
                "Hello,\n\nYou made a remark about the report of “%(title)s”. The report stays as it is, "
                "and who writes it says why:\n\n%(reason)s\n\nRead the report here:\n%(link)s"
            )
        key = f":{remark.public_id}:{remark.reason_id or remark.outcome}"
        _send(report, remark.registration, _("Your remark about the report: %(title)s"), text, key=key, remark=remark)


def tell_left_open(report: Report, remark: Remark) -> None:
    """Mail who made a remark, as long as they are known, that the report is public though nobody dealt with it."""
    if remark.registration is None:
        return
    with override(remark.registration.language):
        text = _(
            "Hello,\n\nYou made a remark about the report of “%(title)s”. Nobody dealt with it in time, though the "
            "report waited two weeks for it. It is public now, and it says that a remark was left open.\n\n"
            "Do you want to come back to it? Ask who coordinates the network: %(contact)s"
        )
        subject = _("Your remark was left open: %(title)s")
        _send(report, remark.registration, subject, text, key=f":{remark.public_id}:left")


def _send(
    report: Report, registration: Registration, subject: str, text: str, *, key: str, remark: Remark | None = None
) -> None:
    """Send a letter about a report to who was there, with the link that is theirs."""
    network = report.session.network
    path = reverse("reports:correct", args=[network.slug, permissions.read_token(registration)])
    words = {
        "title": report.session.gathering.title,
        "until": long_date(report.correct_until),
        "link": site_address() + path,
        "contact": network.contact,
        "reason": str((remark and remark.reason) or ""),
    }
    why = _("You get this because you registered for a session of %(name)s.") % {"name": network.name}
    letter = framed(subject % words, text % words, why=why, own=place_url(report.session, registration))
    send_letter(registration.email, letter, key=f"report:{report.public_id}:{registration.public_id}{key}")


def _page(slug: str, happening: Happening) -> str:
    return reverse("reports:report", args=[slug, _found(happening).session.public_id])


def _write(slug: str, happening: Happening) -> str:
    """Return where who coordinates deals with remarks; once it is public, the report."""
    report = _found(happening)
    if report.state == Report.State.PUBLIC:
        return _page(slug, happening)
    return reverse("reports:write", args=[slug, report.session.public_id])


def _found(happening: Happening) -> Report:
    return Report.objects.select_related("session").get(public_id=happening.object)

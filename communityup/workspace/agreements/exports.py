"""What we hand out of an agreement: its day for a calendar, and the day to look again."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.post.exports import Entry, several
from communityup.workspace.agreements.models import Agreement, Terms
from communityup.workspace.agreements.queries import day_of, review_of
from communityup.workspace.challenges.models import Clock
from communityup.workspace.challenges.queries import clock

FILE_NAME = "afspraak.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# By whether the agreement ended.
MAIL_TYPE = {
    False: "text/calendar; charset=utf-8; method=PUBLISH",
    True: "text/calendar; charset=utf-8; method=CANCEL",
}


def calendar(agreement: Agreement) -> bytes:
    """Return the calendar file of what stands, in the language that is active; raises ValueError before it stands."""
    terms, running = _standing(agreement), clock(agreement.challenge)
    named, told = {"what": str(terms.what)}, _description(agreement)
    days = [_entry(agreement, running, _("Agreement: %(what)s") % named, day_of(terms, running), told)]
    # A day to look again that the calendar has from an earlier version moves along, also onto the date itself (B29).
    again = review_of(terms, running)
    if again is not None and (again < terms.due or agreement.sequence > 0):
        days.append(_entry(agreement, running, _("Look again: %(what)s") % named, again, told, again=True))
    return several(days, method="CANCEL" if terms.ends else "PUBLISH", product="agreements")


def entries(agreement: Agreement, running: Clock) -> list[Entry]:
    """Return the same for a calendar to which somebody subscribes: in which challenge, and none of its words.

    `running` is the clock of that challenge. What is finished is not looked at again.
    """
    terms, named = _standing(agreement), {"challenge": agreement.challenge.title}
    day, again = day_of(terms, running), review_of(terms, running)
    days = [_entry(agreement, running, _("Agreement in “%(challenge)s”") % named, day)]
    if again is not None and again < day and agreement.state in {Agreement.State.AGREED, Agreement.State.ENDED}:
        summary = _("Look again at an agreement in “%(challenge)s”") % named
        days.append(_entry(agreement, running, summary, again, again=True))
    return days


def _entry(
    agreement: Agreement, running: Clock, summary: str, day: dt.date, description: str = "", *, again: bool = False
) -> Entry:
    terms = _standing(agreement)
    if terms.agreed_at is None:
        raise ValueError("only what both sides confirmed has a calendar entry")
    return Entry(
        uid=("again-" if again else "") + _uid(agreement),
        sequence=_sequence(agreement, running),
        stamp=terms.agreed_at,
        summary=summary,
        description=description,
        url=address(agreement),
        begins=day,
        ends=day + dt.timedelta(days=1),
        cancelled=terms.ends,
    )


def _standing(agreement: Agreement) -> Terms:
    if agreement.standing is None:
        raise ValueError("only what both sides confirmed has a calendar entry")
    return agreement.standing


def _sequence(agreement: Agreement, running: Clock) -> int:
    """Return how often the entry changed: by agreeing anew, and by each step back that began or ended since (E12)."""
    moments = [moment for pause in running.pauses for moment in pause if moment is not None]
    return agreement.sequence + sum(moment > agreement.proposed_at.timestamp() for moment in moments)


def _uid(agreement: Agreement) -> str:
    return f"{agreement.public_id}@agreements.community-up"


def _description(agreement: Agreement) -> str:
    return _("%(promised_by)s, for %(promised_to)s. How we see that it is done: %(evidence)s\n\n%(link)s") % {
        "promised_by": agreement.promised_by.name,
        "promised_to": agreement.promised_to.name,
        "evidence": str(agreement.standing.evidence) if agreement.standing else "",
        "link": address(agreement),
    }


def address(agreement: Agreement) -> str:
    """Return the full address of the page of an agreement."""
    path = reverse("agreements:agreement", args=[agreement.challenge.slug, agreement.public_id])
    return settings.SITE_ADDRESS.rstrip("/") + path

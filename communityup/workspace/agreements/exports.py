"""What we hand out of an agreement: its day for a calendar."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.post.exports import Entry, whole_day
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.queries import day_of
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
    terms = agreement.standing
    if terms is None or terms.agreed_at is None:
        raise ValueError("only what both sides confirmed has a calendar entry")
    running = clock(agreement.challenge)
    return whole_day(
        day_of(terms, running),
        uid=_uid(agreement),
        sequence=_sequence(agreement, running),
        stamp=terms.agreed_at,
        summary=_("Agreement: %(what)s") % {"what": str(terms.what)},
        description=_description(agreement),
        url=address(agreement),
        cancelled=terms.ends,
        product="agreements",
    )


def entry(agreement: Agreement, running: Clock) -> Entry:
    """Return the same for a calendar to which somebody subscribes: in which challenge, and none of its words.

    `running` is the clock of that challenge.
    """
    terms = agreement.standing
    if terms is None or terms.agreed_at is None:
        raise ValueError("only what both sides confirmed has a calendar entry")
    day = day_of(terms, running)
    return Entry(
        uid=_uid(agreement),
        sequence=_sequence(agreement, running),
        stamp=terms.agreed_at,
        summary=_("Agreement in “%(challenge)s”") % {"challenge": agreement.challenge.title},
        url=address(agreement),
        begins=day,
        ends=day + dt.timedelta(days=1),
        cancelled=terms.ends,
    )


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

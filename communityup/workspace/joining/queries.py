"""What do we show of codes to take part: the sheets with their counts, one printed sheet, and what a code opens."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.ids import new_id
from communityup.codes.actions import hash_of
from communityup.codes.models import Code
from communityup.codes.queries import counts, on_paper
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import seat_of
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about
from communityup.workspace.dialogue.models import Participant
from communityup.workspace.joining.models import PURPOSE, Sheet
from communityup.workspace.reach.queries import contacts

OPEN_CODES = "open_codes"
SHOWN = 50
USUAL_DAYS = 28


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A sheet with its codes, at the one moment at which anybody can read them."""

    sheet: Sheet
    codes: tuple[str, ...]


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return the sheets of a challenge, the newest first, with how many came by each; the same for everybody."""
    related = Sheet.objects.filter(challenge=challenge).select_related("party", "made_by")
    sheets = list(related[:SHOWN])
    found, today = counts(sheet.public_id for sheet in sheets), timezone.localdate()
    rows = [
        {
            "sheet": sheet,
            "used": found.get(sheet.public_id, {"used": 0})["used"],
            "works": sheet.revoked_at is None and sheet.last_day >= today,
            "own": own is not None and own.pk == sheet.made_by_id,
        }
        for sheet in sheets
    ]
    return {"rows": rows, "opened": opened_for_all(challenge), "asked": open_about(challenge, OPEN_CODES)}


def state(challenge: Challenge) -> str:
    """Return in a few words how many came by a code, for the page of the lead-in."""
    used = sum(row["used"] for row in counts(challenge.sheets.values_list("public_id", flat=True)).values())
    return _("%(count)s came by a code") % {"count": used} if used else ""


def opened_for_all(challenge: Challenge) -> bool:
    """Say whether all parties agreed to codes for the open conversation."""
    agreed = Round.objects.filter(challenge=challenge, about=OPEN_CODES, outcome=Round.Outcome.AGREED)
    return agreed.exists()


def empty_sheet() -> dict[str, Any]:
    """Return with what the form to make codes begins: an id of its own, letters of one's own party, a month."""
    month = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
    return {"public_id": new_id(), "source": Sheet.Source.LETTER, "whose": "own", "last_day": month}


def letters(printed: Printed) -> list[dict[str, str]]:
    """Return for each code what stands on paper: the code in two halves, and the address behind its square."""
    return [
        {"code": on_paper(code), "url": settings.SITE_ADDRESS + reverse("joining:by_code", args=[code])}
        for code in printed.codes
    ]


def contacts_on(sheet: Sheet) -> dict[str, Any]:
    """Return whom one can ask, as it stands on a sheet: of its party, and of all parties without one.

    On paper for a closed challenge stands only that one reads it inside: who opens the letter takes no part yet.
    """
    found = contacts(sheet.challenge)
    rows = list(found if sheet.party is None else found.filter(party=sheet.party))
    closed = sheet.challenge.public_at is None
    return {"contacts": [] if closed else rows, "contact_inside": closed and bool(rows)}


def entrance() -> str:
    """Return the short address at which one types a code, as it stands on paper."""
    return str(settings.SITE_ADDRESS).partition("://")[2] + reverse("joining:entrance")


def sheet_of(challenge: Challenge, public_id: str) -> Sheet:
    """Return a sheet of this challenge; raises Http404 for another's."""
    related = Sheet.objects.select_related("challenge__stream", "made_by", "party")
    found = related.filter(challenge=challenge, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def came_by(code: str, person: Person) -> Sheet | None:
    """Return the sheet by whose code this person came here before, so that their own used code still leads there.

    Not for who went away since: for them the code counts as it does for anybody.
    """
    known = Code.objects.filter(code_hash=hash_of(code, PURPOSE)).values("about")
    sheet = Sheet.objects.select_related("challenge").filter(public_id__in=known, arrivals__person=person).first()
    return sheet if sheet is not None and is_there(sheet, person) else None


def is_there(sheet: Sheet, person: Person) -> bool:
    """Say whether somebody takes part there already, so that no code is used up."""
    if seat_of(sheet.challenge, person) is not None:
        return True
    took_part = Participant.objects.filter(dialogue__challenge=sheet.challenge, person=person, party=None)
    return sheet.party_id is None and took_part.exists()


def opens(code: Code) -> Sheet:
    """Return the sheet that a code stands on."""
    related = Sheet.objects.select_related("challenge__stream", "challenge__opening__current", "made_by", "party")
    return related.get(public_id=code.about)

"""Who may make codes to take part, and how many. The same for every kind of party (E4)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.codes.queries import counts
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Phase, Seat
from communityup.workspace.challenges.permissions import own_seat, seat_of
from communityup.workspace.dialogue.permissions import refuse_clerk
from communityup.workspace.joining.models import Sheet
from communityup.workspace.joining.queries import is_there, opened_for_all

MOST_LETTERS = 200
MOST_IN_A_HALL = 500
# Codes of one party in one challenge that still work, together: nobody fills a conversation by themselves (X7).
MOST_OPEN = 2000
LONGEST = {Sheet.Source.LETTER: dt.timedelta(days=90), Sheet.Source.HALL: dt.timedelta(days=31)}


def revokers_seat(sheet: Sheet, by: Actor) -> Seat:
    """Return the place of who may take codes back: of the party that made them, or of any for the open conversation."""
    seat = own_seat(sheet.challenge, by)
    if sheet.party_id is not None and sheet.made_by_id != seat.party_id:
        raise NotAllowed(_("Only the party that made these codes can take them back."))
    return seat


def refuse_coming(sheet: Sheet, by: Actor | None) -> None:
    """Raise for who does not come in with a code of this sheet now, so that its page can say so beforehand.

    That is who guards the process, its clerk (R22), and who takes part for another party (R33).
    Nobody new comes to a challenge that is closed, or to a party that does not take part now.
    """
    challenge = sheet.challenge
    if by is not None:
        if challenge.facilitators.filter(person=by.known, until=None).exists():
            raise NotAllowed(_("You guard the process here, so you do not take part yourself meanwhile."))
        refuse_clerk(challenge, by)
        seat = seat_of(challenge, by.known)
        if seat is not None and sheet.party_id not in {None, seat.party_id}:
            raise Refused(
                _(
                    "You already take part for %(party)s. One person sits for one party; "
                    "this code still works for another."
                )
                % {"party": seat.party}
            )
        if is_there(sheet, by.known):
            return
    if challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    if sheet.party is not None and sheet.party.state != Party.State.ACTIVE:
        raise Refused(
            _("%(party)s does not take part now. Ask the people who gave you this code.") % {"party": sheet.party}
        )


def why_not(sheet: Sheet, by: Actor | None) -> str:
    """Return why somebody does not come in with a code of this sheet now; nothing when they can."""
    try:
        refuse_coming(sheet, by)
    except (NotAllowed, Refused) as refused:
        return str(refused.sentence)
    return ""


def refuse_sheet(challenge: Challenge, party: Party, *, source: str, number: int, last_day: dt.date) -> None:
    """Raise Refused for too many codes, or a last day that is past or too far away."""
    if challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    most = MOST_LETTERS if source == Sheet.Source.LETTER else MOST_IN_A_HALL
    if not 1 <= number <= most:
        raise Refused(_("Choose a number from 1 to %(most)s.") % {"most": most})
    today, longest = timezone.localdate(), LONGEST[Sheet.Source(source)]
    if not today <= last_day <= today + longest:
        raise Refused(_("Choose a last day within %(days)s days from now.") % {"days": longest.days})
    if open_places(challenge, party) + number > MOST_OPEN:
        raise Refused(
            _("Your party already has codes out for %(most)s people. Take some back, or wait until they end.")
            % {"most": MOST_OPEN}
        )


def open_places(challenge: Challenge, party: Party) -> int:
    """Return how many people can still come by the codes that a party made."""
    today = timezone.localdate()
    sheets = Sheet.objects.filter(challenge=challenge, made_by=party, revoked_at=None, last_day__gte=today)
    numbers = dict(sheets.values_list("public_id", "number"))
    used = counts(numbers)
    return sum(number - used.get(public_id, {"used": 0})["used"] for public_id, number in numbers.items())


def refuse_open_conversation(challenge: Challenge) -> None:
    """Raise Refused as long as not all parties agreed, and as long as not everybody may read along (R14, R20)."""
    if challenge.public_at is None:
        raise Refused(_("First let everybody read along. Until then codes are for your own party."))
    if not opened_for_all(challenge):
        raise Refused(_("Codes for the open conversation are made after all parties agreed to that."))

"""Who may: the two sides of an agreement, each the same; telling how it went is for the side that promised.

No kind of party appears here (E4, E19).
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words
from communityup.workspace.agreements.models import Agreement, Terms
from communityup.workspace.agreements.queries import OPEN, day_of, review_of
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import own_seat, refuse_while_paused
from communityup.workspace.challenges.queries import clock

BOTH = 2
LONGEST = dt.timedelta(days=50 * 366)
# One looks again halfway, within half a year; what is done within two weeks is looked at when it is done.
HALF_A_YEAR, SOON = 182, 14
MOST_YEARS = 5


def proposing_seat(challenge: Challenge, promised_by: Party, promised_to: Party, by: Actor) -> Seat:
    """Return the place from which somebody proposes an agreement between two parties that take part, one their own."""
    seat, sides = own_seat(challenge, by), {promised_by.pk, promised_to.pk}
    refuse_while_paused(challenge)
    if challenge.parties.filter(pk__in=sides, state=Party.State.ACTIVE).count() != BOTH:
        raise Refused(_("An agreement is between two different parties that take part."))
    if seat.party_id not in sides:
        raise NotAllowed(_("Propose an agreement in which your own party is one of the two."))
    return seat


def a_side(agreement: Agreement, by: Actor) -> Seat:
    """Return the place from which somebody acts for one of the two sides; raises NotAllowed for everyone else."""
    seat = own_seat(agreement.challenge, by)
    if seat.party_id not in {agreement.promised_by_id, agreement.promised_to_id}:
        raise NotAllowed(_("Only the two parties of this agreement can do this."))
    return seat


def refuse_without_other(agreement: Agreement) -> None:
    """Raise Refused when one of the two sides left: nobody is there to confirm it (E22)."""
    if gone := agreement.gone:
        raise Refused(_("%(party)s left. See on the page of this agreement what you can do now.") % {"party": gone[0]})


def left_behind(agreement: Agreement, by: Actor) -> Seat:
    """Return the place from which somebody acts for the side that is still there, in an open agreement (E22).

    Raises NotAllowed for everybody else, and Refused when nobody left or when it is over already.
    """
    seat = a_side(agreement, by)
    refuse_while_paused(agreement.challenge)
    if agreement.state not in OPEN:
        raise Refused(_("This agreement is finished. You can make a new one."))
    if not agreement.gone:
        raise Refused(_("Both sides take part. End it together, or propose a change."))
    return seat


def promising_side(agreement: Agreement, by: Actor) -> Seat:
    """Return the place of somebody of the party that promised; raises NotAllowed for everyone else."""
    return _of(agreement.promised_by, by, _("%(party)s promised this, so only they tell how it went."))


def other_side(agreement: Agreement, by: Actor) -> Seat:
    """Return the place of somebody of the party to which was promised; raises NotAllowed for everyone else."""
    return _of(agreement.promised_to, by, _("This was promised to %(party)s, so their reading stands beside it."))


def proposing_side(terms: Terms, by: Actor) -> Seat:
    """Return the place of somebody of the party that proposed a version; raises NotAllowed for everyone else."""
    return _of(terms.proposed_by, by, _("Only %(party)s itself can take this proposal back."))


def review_day(due: dt.date, review_on: dt.date | None = None) -> dt.date:
    """Return the day to look again, the usual one when none was chosen; raises Refused for a day that cannot be."""
    today = timezone.localdate()
    if due < today:
        raise Refused(_("This date has already passed. Propose a later one."))
    if due > today + LONGEST:
        raise Refused(_("This date is too far away. Choose one within fifty years."))
    if review_on is not None and (wrong := wrong_review(review_on, due)):
        raise Refused(wrong)
    return review_on or usual_review(due)


def refuse_same(agreement: Agreement, *, what: str, evidence: str, days: tuple[dt.date, dt.date], news: str) -> None:
    """Raise Refused for a proposal to agree anew on what both have before them already: nothing would change.

    Who knows something new lets both look at the same anew; who wants to go on instead of ending it together, says so.
    """
    now = agreement.pending or agreement.standing
    if now is None or now.ends or news.strip():
        return
    running = clock(agreement.challenge)
    same = (str(now.what), str(now.evidence), day_of(now, running), review_of(now, running))
    if (clean_words(what), clean_words(evidence), *days) == same:
        raise Refused(_("This is the same as it is now. Change the words or a day, or tell what is new."))


def usual_review(due: dt.date) -> dt.date:
    """Return the day on which both sides look again when nobody chose another (B29)."""
    days = (due - timezone.localdate()).days
    return due if days <= SOON else timezone.localdate() + dt.timedelta(days=min((days + 1) // 2, HALF_A_YEAR))


def wrong_review(day: dt.date, due: dt.date) -> str:
    """Return in a sentence what is wrong with a day to look again; nothing when it can be."""
    today = timezone.localdate()
    if day < today or (day == today and day != due):
        return _("Choose a day after today to look at it again.")
    if day > due:
        return _("Look at it again by the day it is done. On that day you tell how it went.")
    if day > today + dt.timedelta(days=366 * MOST_YEARS):
        return _("Choose a day within %(years)s years, so that nobody is pinned to a path.") % {"years": MOST_YEARS}
    return ""


def _of(party: Party, by: Actor, sentence: str) -> Seat:
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk:
        raise NotAllowed(sentence % {"party": party.name})
    return seat

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
from communityup.workspace.agreements.queries import LONGEST, day_of, review_of, usual_review, wrong_review
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import own_seat, refuse_while_paused
from communityup.workspace.challenges.queries import clock

BOTH = 2


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


def _of(party: Party, by: Actor, sentence: str) -> Seat:
    seat = own_seat(party.challenge, by)
    if seat.party_id != party.pk:
        raise NotAllowed(sentence % {"party": party.name})
    return seat

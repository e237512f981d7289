"""What came of a challenge, who agreed to close it, what goes on, and what is asked about it now."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.queries import rows, with_status
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.challenges.queries import Mark, active_parties
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import Beside, find_subject, proposer_of, question
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.endings.models import Closing, Outcome, Reopening
from communityup.workspace.endings.permissions import CLOSING, REOPENING

FEWEST = 2


def state(challenge: Challenge) -> str:
    """Return "open", "close_proposed" or "closed": only the yes of all parties leads from one to the next (E1)."""
    if challenge.phase == Phase.CLOSED:
        return "closed"
    return "open" if open_closing(challenge) is None else "close_proposed"


def parties_asked(challenge: Challenge) -> list[Party]:
    """Return the parties whose yes is needed: all that take part and are awake (R15)."""
    return active_parties(challenge)


def open_closing(challenge: Challenge) -> Closing | None:
    """Return the proposal to close on which parties can answer now, if any."""
    return _closings(challenge).filter(asked__outcome=Round.Outcome.OPEN).first()


def closing_that_counts(challenge: Challenge) -> Closing | None:
    """Return the closing by which a challenge is closed now; None while it is open."""
    if challenge.phase != Phase.CLOSED:
        return None
    agreed = _closings(challenge).filter(asked__outcome=Round.Outcome.AGREED)
    return agreed.order_by("-asked__ended_at", "-pk").first()


def open_reopening(closing: Closing) -> Reopening | None:
    """Return the proposal to open again on which parties can answer now, if any."""
    found = Reopening.objects.select_related("asked__challenge", "party", "reason__current")
    return found.filter(closing=closing, asked__outcome=Round.Outcome.OPEN).first()


def _closings(challenge: Challenge) -> QuerySet[Closing]:
    related = "asked__challenge", "party", "taken_over_by", "reason__current"
    return Closing.objects.select_related(*related).filter(challenge=challenge)


def living(challenge: Challenge) -> QuerySet[Agreement]:
    """Return the agreements that go on after closing: confirmed by both sides, and not done yet (R26)."""
    return Agreement.objects.filter(challenge=challenge, state=Agreement.State.AGREED)


def questions_that_end(challenge: Challenge) -> list[Round]:
    """Return the open questions that end with a closing: those that their party could take back itself.

    What something else raised waits, and goes on when the challenge is opened again.
    """
    waiting = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN).exclude(about=CLOSING)
    found = list(waiting.order_by("pk"))
    beside = Beside(challenge, found)
    return [asked for asked in found if _ends(asked, beside)]


def _ends(asked: Round, beside: Beside) -> bool:
    subject = find_subject(asked.about)
    return subject is not None and not subject.firm and proposer_of(asked, beside) is not None


def page(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return what the page shows: what came of it, or what is asked now, what goes on and what ended with it."""
    counts = closing_that_counts(challenge)
    asked = open_closing(challenge) if counts is None else open_reopening(counts)
    go_on = rows(challenge).filter(state=Agreement.State.AGREED)
    return {
        "state": "closed" if counts else ("open" if asked is None else "close_proposed"),
        "closing": counts,
        "agreed_by": [] if counts is None else _said_yes(counts.asked),
        "proposal": asked,
        "row": None if asked is None else question(asked.asked, own),
        "goes_on": with_status(go_on),
        "earlier": _earlier(challenge, counts),
        "enough": len(parties_asked(challenge)) >= FEWEST,
    }


def what_ends(challenge: Challenge) -> dict[str, int]:
    """Return how much would end with a closing, for who proposes it."""
    return {
        "questions": len(questions_that_end(challenge)),
        "rounds": Dialogue.objects.filter(challenge=challenge, closed_at=None).count(),
        "invited": challenge.parties.filter(state=Party.State.INVITED).count(),
        "living": living(challenge).count(),
    }


def _said_yes(asked: Round) -> list[Party]:
    """Return the parties that agreed then, also those that went since."""
    said = asked.answers.filter(agrees=True, lapsed_at=None).values("party")
    return list(Party.objects.filter(pk__in=said).order_by("number"))


def _earlier(challenge: Challenge, counts: Closing | None) -> list[Closing]:
    """Return the closings that were undone, the newest first, each with why in `undone`."""
    agreed = _closings(challenge).filter(asked__outcome=Round.Outcome.AGREED)
    found = [one for one in agreed.order_by("-asked__ended_at", "-pk") if one != counts]
    undone = Reopening.objects.select_related("asked", "reason__current")
    by_closing = {one.closing_id: one for one in undone.filter(closing__in=found, asked__outcome="agreed")}
    for one in found:
        one.undone = by_closing.get(one.pk)  # type: ignore[attr-defined]  # for the page
    return found


def marks(challenge: Challenge) -> Mapping[str, list[Mark]]:
    """Say at each question that ended with the closing why it did; asks nothing while the challenge is open."""
    counts = closing_that_counts(challenge)
    if counts is None:
        return {}
    told = Mark(
        sentence=_("This question ended because all parties closed the challenge."),
        url=reverse("endings:page", args=[challenge.slug]),
    )
    return {f"round:{public_id}": [told] for public_id in counts.ended}


def closings() -> QuerySet[Closing]:
    """Return the closings, with what the question to all parties tells of them."""
    return Closing.objects.select_related("reason__current", "taken_over_by")


def reopenings() -> QuerySet[Reopening]:
    """Return the openings again, with what the question to all parties tells of them."""
    return Reopening.objects.select_related("reason__current")


def label(asked: Round) -> str:
    """Return the name of the question to all parties."""
    if asked.about == REOPENING:
        return _("Open the challenge again")
    closing: Closing = asked.thing
    return _("Close the challenge: %(outcome)s") % {"outcome": Outcome(closing.outcome).label}


def why(asked: Round) -> str:
    """Return what the parties are asked to agree with: the reason, and who goes on with it."""
    if asked.about == REOPENING:
        return str(asked.thing.reason)
    closing: Closing = asked.thing
    if closing.taken_over_by is None:
        return str(closing.reason)
    return _("%(party)s goes on with it. %(reason)s") % {"party": closing.taken_over_by, "reason": closing.reason}

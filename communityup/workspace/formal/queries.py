"""What do we show of formal decisions, each beside what the table decided."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.ui.templatetags.ui import long_date
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import Mark
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import find_subject, subject_of
from communityup.workspace.formal.models import FormalDecision

DECISIONS_ON_A_PAGE = 20
CONSENT = "consent"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Something that the table decided: what it says, how it stands, and where it is found."""

    kind: str
    public_id: str
    label: str
    state: str
    url: str

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return f"{self.kind}:{self.public_id}"


Source = Callable[[Challenge], Iterable[Outcome]]
_SOURCES: list[Source] = []


def register_outcomes(source: Source) -> None:
    """Let an app say what the table decided, so that a formal decision can point at it; called in AppConfig.ready."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def outcomes(challenge: Challenge) -> dict[str, Outcome]:
    """Return everything that the table decided, by its key: goals and agreements before answers to questions."""
    return {outcome.key: outcome for source in (*_SOURCES, agreed_questions) for outcome in source(challenge)}


def agreed_questions(challenge: Challenge) -> list[Outcome]:
    """Return the questions to which all parties said yes, the newest first."""
    agreed = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.AGREED).select_related("challenge")
    return [
        Outcome(
            kind=CONSENT,
            public_id=one.public_id,
            label=str(subject_of(one.about).label(one)),
            state=_("all parties agreed"),
            url=reverse("consent:question", args=[challenge.slug, one.public_id]),
        )
        for one in Round.together(one for one in agreed.order_by("-ended_at", "-pk") if find_subject(one.about))
    ]


def decisions(challenge: Challenge, page: str | int = 1) -> Page[Any]:
    """Return a page of the formal decisions that stand, the newest first, each beside what the table decided."""
    found = FormalDecision.objects.filter(challenge=challenge, replaced_by=None).select_related(
        "words__current", "reason__current"
    )
    chosen = Paginator(found.prefetch_related("about"), DECISIONS_ON_A_PAGE).get_page(page)
    known = outcomes(challenge) if chosen.object_list else {}
    return Page([_row(one, known) for one in chosen], chosen.number, chosen.paginator)


def decision_of(challenge: Challenge, public_id: str) -> FormalDecision:
    """Return one formal decision of this challenge; raises Http404 for another's."""
    found = FormalDecision.objects.select_related(
        "challenge__stream", "words__current", "reason__current", "replaced_by", "replaces__words__current"
    )
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def detail(decision: FormalDecision) -> dict[str, Any]:
    """Return one formal decision beside what the table decided, with the records before it."""
    before, earlier = decision, []
    while (older := getattr(before, "replaces", None)) is not None:
        earlier.append(older)
        before = older
    return {**_row(decision, outcomes(decision.challenge)), "earlier": earlier}


def _row(decision: FormalDecision, known: dict[str, Outcome]) -> dict[str, Any]:
    """Return a formal decision with the outcomes it is about; one that the table took back since has no label."""
    about = [known.get(f"{one.kind}:{one.outcome}") for one in decision.about.all()]
    return {
        "decision": decision,
        "table": [outcome for outcome in about if outcome is not None],
        "gone": about.count(None),
        "otherwise": decision.beside == FormalDecision.Beside.OTHERWISE,
        "is_link": decision.reference.startswith(("https://", "http://")),
    }


def marks(challenge: Challenge) -> Mapping[str, Sequence[Mark]]:
    """Say at each outcome of the table what a competent body decided about it: the two stand side by side (T6)."""
    found: dict[str, list[Mark]] = {}
    standing = FormalDecision.objects.filter(challenge=challenge, replaced_by=None, about__isnull=False)
    for decision in standing.prefetch_related("about").distinct():
        mark = _mark(decision, challenge)
        for one in decision.about.all():
            place = "round" if one.kind == CONSENT else one.kind
            found.setdefault(f"{place}:{one.outcome}", []).append(mark)
    return found


def _mark(decision: FormalDecision, challenge: Challenge) -> Mark:
    sentences = {
        FormalDecision.Beside.AS_TABLE: _("On %(day)s %(body)s decided the same as the table."),
        FormalDecision.Beside.OTHERWISE: _(
            "On %(day)s %(body)s decided otherwise than the table. The reason is there."
        ),
        FormalDecision.Beside.APART: _("On %(day)s %(body)s decided something that touches this."),
    }
    words = {"day": long_date(decision.day), "body": decision.get_body_display()}
    return Mark(
        sentence=sentences[FormalDecision.Beside(decision.beside)] % words,
        url=reverse("formal:decision", args=[challenge.slug, decision.public_id]),
    )


def state(challenge: Challenge) -> str:
    """Return in a few words how many formal decisions there are, for the page of the lead-in."""
    number = FormalDecision.objects.filter(challenge=challenge, replaced_by=None).count()
    return ngettext("%(n)d formal decision", "%(n)d formal decisions", number) % {"n": number} if number else ""

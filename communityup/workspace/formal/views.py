"""What one sees of formal decisions, and how the clerk records them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.formal import actions, forms, permissions, queries
from communityup.workspace.formal.models import FormalDecision

UNPROCESSABLE = 422
FIELDS = ("body", "day", "reference", "words", "beside", "reason", "reason_link")


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All formal decisions, each beside what the table decided."""
    challenge = visible_challenge(slug, request.user)
    shown = {
        "decisions": queries.decisions(challenge, request.GET.get("page", "1")),
        "is_clerk": permissions.records(challenge, request.user),
    }
    return render(request, "formal/page.html", {**frame(request, challenge, "lead_in"), **shown})


@require_safe
def decision(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One formal decision; when it is otherwise than the table, every party is offered a step back."""
    challenge = visible_challenge(slug, request.user)
    shown = {
        "row": queries.detail(queries.decision_of(challenge, public_id)),
        "is_clerk": permissions.records(challenge, request.user),
    }
    return render(request, "formal/decision.html", {**frame(request, challenge, "lead_in"), **shown})


@login_required
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a formal decision, as the clerk."""
    challenge = visible_challenge(slug, request.user)
    permissions.refuse_no_clerk(challenge, _by(request))
    form = forms.DecisionForm(request.POST or None, known=queries.outcomes(challenge).values())
    if not form.is_valid():
        return _form(request, challenge, form, _("Record a formal decision"))
    made = actions.record_decision(challenge, decided=actions.Decided(**form.cleaned_data), by=_by(request))
    return redirect("formal:decision", slug=slug, public_id=made.public_id)


@login_required
def correct(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Correct the record of a formal decision, as the clerk."""
    challenge = visible_challenge(slug, request.user)
    before = queries.decision_of(challenge, public_id)
    permissions.refuse_no_clerk(challenge, _by(request))
    form = forms.DecisionForm(
        request.POST or None, known=queries.outcomes(challenge).values(), initial=_present(before)
    )
    if not form.is_valid():
        return _form(request, challenge, form, _("Correct this record"))
    made = actions.correct_decision(before, decided=actions.Decided(**form.cleaned_data), by=_by(request))
    return redirect("formal:decision", slug=slug, public_id=made.public_id)


def _present(decision: FormalDecision) -> dict[str, Any]:
    fields = {name: getattr(decision, name) for name in FIELDS}
    about = [str(one) for one in decision.about.all()]
    words = {"words": str(decision.words), "reason": "" if decision.reason is None else str(decision.reason)}
    return {**fields, **words, "day": decision.day.isoformat(), "about": about}


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: forms.DecisionForm, title: str) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "formal/form.html", {**around, "form": form, "title": title}, status=status)

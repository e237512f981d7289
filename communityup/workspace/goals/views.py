"""What one sees of interests and goals."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.ui.forms import done
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.goals import actions, forms, permissions, queries
from communityup.workspace.goals.models import Goal, Interest, Relation
from communityup.workspace.outreach.queries import open_chair

UNPROCESSABLE = 422


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The goals of a challenge: shared, proposed and past; with a form to propose one."""
    challenge = visible_challenge(slug, request.user)
    if request.method == "POST":
        return _propose(request, challenge)
    return _goals_page(request, challenge, forms.GoalForm(facts=queries.facts_to_rest_on(challenge)))


@require_POST
@login_required
def agree(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Agree to a goal for one's own party."""
    goal = actions.agree_to_goal(_goal(request, slug, public_id), seen=_seen(request), by=_by(request))
    if goal.state == Goal.State.SHARED:
        messages.success(request, _("All parties share this goal now."))
    return redirect("goals:page", slug=slug)


@login_required
def not_yet(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say why one's own party does not agree yet."""
    goal = _goal(request, slug, public_id)
    said = goal.round.answer_of(own_seat(goal.challenge, _by(request)).party)
    form = forms.ReasonForm(request.POST or None, initial={"seen": goal.round.mark_of(said)})
    if done(form, lambda: actions.say_not_yet(goal, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, goal, "goals/not_yet.html", form, said=said)
    return redirect("goals:page", slug=slug)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own proposal back."""
    actions.withdraw_goal(_goal(request, slug, public_id), by=_by(request))
    messages.success(request, _("The proposal is taken back."))
    return redirect("goals:page", slug=slug)


@login_required
def retire(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask all parties to let a shared goal go."""
    goal = _goal(request, slug, public_id)
    own_seat(goal.challenge, _by(request))
    form = forms.RetirementForm(request.POST or None)
    if done(form, lambda: actions.ask_to_retire(goal, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, goal, "goals/retire.html", form)
    return redirect("goals:page", slug=slug)


@require_POST
@login_required
def agree_to_retire(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Agree for one's own party to let a goal go."""
    actions.agree_to_retire(_goal(request, slug, public_id), seen=_seen(request), by=_by(request))
    return redirect("goals:page", slug=slug)


@login_required
def keep_for_now(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say why a goal cannot go yet."""
    goal = _goal(request, slug, public_id)
    own, asks = own_seat(goal.challenge, _by(request)).party, goal.open_retirement
    said = None if asks is None else asks.round.answer_of(own)
    form = forms.ReasonForm(request.POST or None, initial={} if asks is None else {"seen": asks.round.mark_of(said)})
    if done(form, lambda: actions.keep_goal_for_now(goal, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, goal, "goals/not_yet.html", form, retiring=True, said=said)
    return redirect("goals:page", slug=slug)


@require_POST
@login_required
def withdraw_retirement(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back the question to let a goal go."""
    actions.withdraw_retirement(_goal(request, slug, public_id), by=_by(request))
    return redirect("goals:page", slug=slug)


def interests(request: HttpRequest, slug: str) -> HttpResponse:
    """The interests of all parties side by side, the matrix, and a form for one's own."""
    challenge = visible_challenge(slug, request.user)
    if request.method == "POST":
        return _add_interest(request, challenge)
    return _interests_page(request, challenge, forms.InterestForm())


def interest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One interest with its earlier versions; its own party changes it here."""
    found = _interest(request, slug, public_id)
    if request.method == "POST":
        return _change_interest(request, found)
    return _interest_page(request, found, forms.InterestForm(initial={"words": str(found.text)}))


@require_POST
@login_required
def withdraw_interest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take an interest of one's own party back."""
    actions.withdraw_interest(_interest(request, slug, public_id), by=_by(request))
    messages.success(request, _("The interest is taken back."))
    return redirect("goals:interests", slug=slug)


@require_POST
@login_required
def relate(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Set one cell of the matrix."""
    found = _interest(request, slug, public_id)
    form = forms.RelationForm(request.POST)
    goal = queries.goal_of(found.party.challenge, request.POST.get("goal", "")) if form.is_valid() else None
    if goal is None:
        return _interest_page(request, found, forms.InterestForm(), status=UNPROCESSABLE)
    actions.relate_interest(found, goal, effect=form.cleaned_data["effect"], by=_by(request))
    return redirect("goals:interest", slug=slug, public_id=public_id)


@login_required
def horizon(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say how far ahead an interest of one's own party looks, and who speaks for the long term."""
    found = _interest(request, slug, public_id)
    permissions.owners_seat(found, _by(request))
    form = forms.HorizonForm(request.POST or None, initial={"horizon": found.horizon, "voice": found.voice or ""})
    if done(form, lambda: actions.tell_horizon(found, **form.cleaned_data, by=_by(request))) is None:
        return _asks(request, found, form, title=_("How far ahead does it look?"), submit=_("Keep"))
    return redirect("goals:interest", slug=slug, public_id=public_id)


@login_required
def ask_on(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask another party what lies behind an interest."""
    found = _interest(request, slug, public_id)
    permissions.asking_party(found, _by(request))
    form = forms.AskOnForm(request.POST or None)
    if done(form, lambda: actions.ask_on(found, **form.cleaned_data, by=_by(request))) is None:
        return _asks(request, found, form, title=_("Ask on"), submit=_("Ask"))
    messages.success(request, _("Your question is asked. The answer will stand here."))
    return redirect("goals:interest", slug=slug, public_id=public_id)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str, question_id: str) -> HttpResponse:
    """Tell what lies behind an interest of one's own party."""
    question = queries.question_of(_interest(request, slug, public_id), question_id)
    if question is None:
        raise Http404
    permissions.answering_seat(question, _by(request))
    form = forms.AnswerForm(request.POST or None)
    if done(form, lambda: actions.answer_question(question, **form.cleaned_data, by=_by(request))) is None:
        return _asks(request, question.interest, form, title=str(question), submit=_("Answer"))
    return redirect("goals:interest", slug=slug, public_id=public_id)


@login_required
def _propose(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    own_seat(challenge, _by(request))
    form = forms.GoalForm(request.POST, facts=queries.facts_to_rest_on(challenge))
    if done(form, lambda: actions.propose_goal(challenge, **form.cleaned_data, by=_by(request))) is None:
        return _goals_page(request, challenge, form)
    messages.success(request, _("Your goal is on the table."))
    return redirect("goals:page", slug=challenge.slug)


@login_required
def _add_interest(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    own_seat(challenge, _by(request))
    form = forms.InterestForm(request.POST)
    if done(form, lambda: actions.add_interest(challenge, **form.cleaned_data, by=_by(request))) is None:
        return _interests_page(request, challenge, form)
    return redirect("goals:interests", slug=challenge.slug)


@login_required
def _change_interest(request: HttpRequest, found: Interest) -> HttpResponse:
    permissions.owners_seat(found, _by(request))
    form = forms.InterestForm(request.POST)
    if done(form, lambda: actions.change_interest(found, **form.cleaned_data, by=_by(request))) is None:
        return _interest_page(request, found, form)
    return redirect("goals:interests", slug=found.party.challenge.slug)


def _goals_page(request: HttpRequest, challenge: Challenge, form: Form) -> HttpResponse:
    around = frame(request, challenge, "goals")
    cards = queries.goal_cards(challenge, around["own_party"])
    context = {**around, "cards": cards, "no_mandate": queries.no_mandate(challenge), "form": form}
    context["open_chair"] = open_chair(challenge)
    return _render(request, "goals/page.html", context)


def _interests_page(request: HttpRequest, challenge: Challenge, form: Form) -> HttpResponse:
    around = frame(request, challenge, "goals")
    own = around["own_party"]
    matrix = queries.matrix(challenge, own)
    context = {
        **around,
        "columns": queries.interest_columns(challenge, own),
        "matrix": matrix,
        "picture": queries.pulls(matrix),
        "form": form,
    }
    return _render(request, "goals/interests.html", context)


def _interest_page(request: HttpRequest, found: Interest, form: Form, *, status: int = 200) -> HttpResponse:
    around = frame(request, found.party.challenge, "goals")
    own = around["own_party"]
    context = {
        **around,
        "interest": found,
        "is_own": own is not None and own.pk == found.party_id,
        "earlier": queries.earlier_versions(found),
        "questions": queries.questions_to(found),
        "may_ask_on": queries.may_ask_on(found, _actor(request)),
        "cells": queries.cells_of(found),
        "effects": Relation.Effect.choices,
        "form": form,
    }
    return _render(request, "goals/interest.html", context, status=status)


def _asks(request: HttpRequest, found: Interest, form: Form, **context: Any) -> HttpResponse:
    around = frame(request, found.party.challenge, "goals")
    return _render(request, "goals/asks.html", {**around, "interest": found, "form": form, **context})


def _form(request: HttpRequest, goal: Goal, template: str, form: Form, **context: Any) -> HttpResponse:
    return _render(
        request, template, {**frame(request, goal.challenge, "goals"), "goal": goal, "form": form, **context}
    )


def _render(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, context, status=UNPROCESSABLE if context["form"].is_bound else status)


def _goal(request: HttpRequest, slug: str, public_id: str) -> Goal:
    goal = queries.goal_of(visible_challenge(slug, request.user), public_id)
    if goal is None:
        raise Http404
    return goal


def _interest(request: HttpRequest, slug: str, public_id: str) -> Interest:
    found = queries.interest_of(visible_challenge(slug, request.user), public_id)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor | None:
    return Actor.of(request.user) if isinstance(request.user, Person) else None


def _seen(request: HttpRequest) -> str:
    """Return the mark of the answer of one's own party that the page showed."""
    return request.POST.get("seen", "")


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

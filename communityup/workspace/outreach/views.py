"""What one sees of who is missing, and of parties that ask to join."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import frame, rules_now, visible_challenge
from communityup.workspace.outreach import actions, forms, permissions, queries
from communityup.workspace.outreach.actions import Speaking
from communityup.workspace.outreach.models import Newcomer

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is missing, what was done about it, and who asks to join."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "parties")
    context = queries.page(challenge)
    if not around["shut"]:
        context |= queries.telling(challenge, request.user, [*context["missing"], *context["heard"]])
        context["asks"] = queries.may_ask(challenge, request.user)
    return render(request, "outreach/page.html", {**around, **context})


@login_required
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a perspective that is missing."""
    challenge = visible_challenge(slug, request.user)
    permissions.reaches_out(challenge, _by(request))
    form = forms.PerspectiveForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Who is missing?"), _("Add"))
    actions.name_perspective(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The open chair now stands for this view too."))
    return redirect("outreach:page", slug=slug)


@login_required
def reach_out(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell how one reached out for a perspective."""
    challenge = visible_challenge(slug, request.user)
    perspective = queries.perspective_of(challenge, public_id)
    permissions.reaches_out(challenge, _by(request))
    form = forms.AttemptForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, str(perspective.words), _("Save"))
    actions.reach_out(perspective, **form.cleaned_data, by=_by(request))
    return redirect("outreach:page", slug=slug)


@login_required
def result(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell what came of reaching out."""
    challenge = visible_challenge(slug, request.user)
    attempt = queries.attempt_of(challenge, public_id)
    permissions.refuse_words_of_others(attempt, permissions.reaches_out(challenge, _by(request)), _by(request))
    form = forms.ResultForm(request.POST or None, initial={"result": queries.told_result(attempt)})
    if not form.is_valid():
        return _form(request, challenge, form, str(attempt.how), _("Save"))
    actions.tell_result(attempt, **form.cleaned_data, by=_by(request))
    return redirect("outreach:page", slug=slug)


@require_POST
@login_required
def heard(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a perspective has a voice here now."""
    challenge = visible_challenge(slug, request.user)
    actions.mark_heard(queries.perspective_of(challenge, public_id), by=_by(request))
    return redirect("outreach:page", slug=slug)


@require_POST
@login_required
def missing(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a perspective is missing again."""
    challenge = visible_challenge(slug, request.user)
    actions.mark_missing(queries.perspective_of(challenge, public_id), by=_by(request))
    return redirect("outreach:page", slug=slug)


@login_required
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to take part with a party of one's own."""
    challenge = visible_challenge(slug, request.user)
    permissions.may_ask_to_join(challenge, _by(request))
    form = forms.JoinForm(request.POST or None)
    if not form.is_valid():
        rules = rules_now(challenge)
        return _form(request, challenge, form, _("Take part with a party"), _("Ask the parties"), rules=rules)
    data = form.cleaned_data
    speaking = Speaking(data["speaks_for"], data["known_by"])
    made = actions.ask_to_join(challenge, name=data["name"], kind=data["kind"], speaking=speaking, by=_by(request))
    messages.success(request, _("The parties are asked. Meanwhile the open chair is yours."))
    return redirect("outreach:newcomer", slug=slug, number=made.party.number)


@require_safe
def newcomer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A party that asks to take part: for whom it speaks, and how the parties answer."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "parties")
    asked = queries.newcomer_of(challenge, number)
    context = queries.newcomer_page(asked, request.user, answers_for=around["own_party"])
    return render(request, "outreach/newcomer.html", {**around, **context})


@login_required
def explain(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Tell anew for whom one's party speaks."""
    asked = _newcomer(request, slug, number)
    permissions.own_asking(asked, _by(request))
    told = {"speaks_for": str(asked.speaks_for or ""), "known_by": str(asked.known_by or "")}
    form = forms.ExplainForm(request.POST or None, initial=told)
    if not form.is_valid():
        return _form(request, asked.party.challenge, form, _("For whom do you speak?"), _("Save"))
    data = form.cleaned_data
    actions.explain(asked, speaking=Speaking(data["speaks_for"], data["known_by"]), by=_by(request))
    return redirect("outreach:newcomer", slug=slug, number=number)


@login_required
def chair(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Speak from the open chair."""
    asked = _newcomer(request, slug, number)
    permissions.own_asking(asked, _by(request))
    form = forms.ChairForm(request.POST or None, initial={"words": str(asked.chair or "")})
    if not form.is_valid():
        return _form(request, asked.party.challenge, form, _("Speak from the open chair"), _("Save"))
    actions.speak_from_chair(asked, **form.cleaned_data, by=_by(request))
    return redirect("outreach:newcomer", slug=slug, number=number)


@login_required
def look(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say, as who keeps the process, whether somebody is shut out."""
    asked = _newcomer(request, slug, number)
    permissions.may_look(asked, _by(request))
    form = forms.LookForm(request.POST or None, initial={"words": str(asked.look or "")})
    if not form.is_valid():
        return _form(request, asked.party.challenge, form, _("Is somebody shut out?"), _("Save"))
    actions.look_for_exclusion(asked, **form.cleaned_data, by=_by(request))
    return redirect("outreach:newcomer", slug=slug, number=number)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """No longer ask to take part."""
    asked = _newcomer(request, slug, number)
    actions.take_back_asking(asked, by=_by(request))
    messages.success(request, _("You no longer ask to take part."))
    return redirect("challenges:list")


def _newcomer(request: HttpRequest, slug: str, number: int) -> Newcomer:
    return queries.newcomer_of(visible_challenge(slug, request.user), number)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str, **more: Any) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "parties")
    status = UNPROCESSABLE if form.is_bound else 200
    context = {**around, "form": form, "title": title, "submit": submit, **more}
    return render(request, "outreach/form.html", context, status=status)

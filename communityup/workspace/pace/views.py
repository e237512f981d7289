"""What one sees of the pace, and what one can do about it."""

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
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.pace import actions, forms, queries
from communityup.workspace.rules.queries import silent_days

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The pace of a challenge: a step back that lasts, signals, dates from outside."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    keeps = request.user.is_authenticated and queries.keeps(challenge, _by(request))
    shown = queries.page(challenge, around["own_party"])
    return render(request, "pace/page.html", {**around, **shown, "keeps": keeps})


@login_required
def step_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a step back."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.StepBackForm(request.POST or None, days=silent_days(challenge))
    if not form.is_valid():
        return _form(request, challenge, form, _("Take a step back"), _("Ask for a step back"))
    called = actions.call_step_back(challenge, **form.cleaned_data, by=_by(request))
    began, waits = _("The clock stands still."), _("Somebody of another party looks at your request first.")
    messages.success(request, began if called.pause_id else waits)
    return redirect("pace:page", slug=slug)


@require_POST
@login_required
def go_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties to go on."""
    asked = actions.ask_to_go_on(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("All parties agreed.") if asked.agreed else _("The other parties can answer now."))
    return redirect("pace:page", slug=slug)


@require_POST
@login_required
def allow(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Agree with a requested step back."""
    asked = queries.step_back_of(visible_challenge(slug, request.user), public_id)
    began = actions.allow_step_back(asked, by=_by(request)).pause is not None
    waits = _("Your yes is kept. The clock stops when the other facilitator says yes too.")
    messages.success(request, _("The clock stands still.") if began else waits)
    return redirect("pace:page", slug=slug)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own request for a step back back."""
    asked = queries.step_back_of(visible_challenge(slug, request.user), public_id)
    actions.withdraw_step_back(asked, by=_by(request))
    messages.success(request, _("The request was taken back."))
    return redirect("pace:page", slug=slug)


@login_required
def moment(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell how one's own party saw the moment."""
    challenge = visible_challenge(slug, request.user)
    asked = queries.step_back_of(challenge, public_id)
    own_seat(challenge, _by(request))
    form = forms.MomentForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("The moment, from each side"), _("Save"))
    actions.tell_moment(asked, **form.cleaned_data, by=_by(request))
    return redirect("pace:page", slug=slug)


@login_required
def signal(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it goes too fast or too slow."""
    challenge = visible_challenge(slug, request.user)
    own_place(challenge, _by(request))
    form = forms.SignalForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Does the pace fit?"), _("Send"))
    actions.signal_pace(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Thank you. Who keeps the process answers; nobody sees who said this."))
    return redirect("pace:page", slug=slug)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer a signal, as somebody who keeps the process."""
    challenge = visible_challenge(slug, request.user)
    given = queries.signal_of(challenge, public_id)
    actions.refuse_no_keeper(given, _by(request))
    form = forms.AnswerForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, given.get_kind_display(), _("Save"))
    actions.answer_signal(given, **form.cleaned_data, by=_by(request))
    return redirect("pace:page", slug=slug)


@login_required
def outside_date(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of a date that was set from outside."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.OutsideDateForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("A date from outside"), _("Save"))
    actions.tell_outside_date(challenge, **form.cleaned_data, by=_by(request))
    return redirect("pace:page", slug=slug)


@login_required
def moved(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that a date from outside moved."""
    challenge = visible_challenge(slug, request.user)
    date = queries.date_of(challenge, public_id)
    own_seat(challenge, _by(request))
    form = forms.MoveForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, str(date.what), _("Save"))
    actions.move_outside_date(date, **form.cleaned_data, by=_by(request))
    return redirect("pace:page", slug=slug)


@require_POST
@login_required
def gone(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that a date from outside no longer counts."""
    actions.drop_outside_date(queries.date_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("This date no longer counts."))
    return redirect("pace:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "pace/form.html", {**around, "form": form, "title": title, "submit": submit}, status=status)

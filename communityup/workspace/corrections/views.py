"""What one sees of slips of the pen, how one corrects one, and how one protests."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.corrections import actions, forms, permissions, queries

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every correction with its difference, and until when one can protest."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "log")
    return render(request, "corrections/page.html", {**around, **queries.page(challenge)})


@login_required
def correct(request: HttpRequest, slug: str, kind: str, public_id: str) -> HttpResponse:
    """Correct a slip of the pen."""
    challenge, about = visible_challenge(slug, request.user), f"{kind}:{public_id}"
    own_seat(challenge, _by(request))
    found, longest = queries.found_at(challenge, about), queries.kind_of(about).longest
    permissions.correctors_seat(challenge, found, _by(request))
    form = forms.CorrectionForm(request.POST or None, longest=longest, initial={"words": str(found.text)})
    if not form.is_valid():
        shown = {"title": _("Correct a slip of the pen"), "submit": _("Correct this"), "corrects": True}
        return _form(request, challenge, form, shown)
    actions.correct(challenge, about=about, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Corrected. The others see the difference, and can protest for 48 hours."))
    return redirect("corrections:page", slug=slug)


@login_required
def protest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Protest against a correction."""
    challenge = visible_challenge(slug, request.user)
    correction = queries.correction_of(challenge, public_id)
    own_seat(challenge, _by(request))
    form = forms.ProtestForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, {"title": _("Protest"), "submit": _("Put the words of before back")})
    actions.protest(correction, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The words of before are back."))
    return redirect("corrections:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, shown: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    around = frame(request, challenge, "log")
    return render(request, "corrections/form.html", {**around, **shown, "form": form}, status=status)

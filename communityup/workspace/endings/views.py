"""What one sees of the end of a challenge, how one closes it or opens it again, and the guard of what is closed."""

from collections.abc import Callable
from functools import cache, wraps
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
from communityup.workspace.endings import actions, forms, permissions, queries

UNPROCESSABLE = 422
READING = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of a challenge, when and with whose yes; or what closing means, and how it is proposed."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    return render(request, "endings/page.html", {**around, **queries.page(challenge, around["own_party"])})


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties to close the challenge."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.ClosingForm(request.POST or None, parties=queries.parties_asked(challenge))
    if not form.is_valid():
        return _form(request, challenge, form, {"title": _("Close the challenge"), **queries.what_ends(challenge)})
    actions.propose(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    return redirect("endings:page", slug=slug)


@login_required
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties to open a closed challenge again."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.ReopeningForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, {"title": _("Open the challenge again")})
    actions.propose_reopening(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    return redirect("endings:page", slug=slug)


@cache
def while_open(view: View) -> View:
    """Return the view of a challenge, which reads as ever and takes little once the challenge is closed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, slug: str, **kwargs: object) -> HttpResponse:
        if request.method not in READING:
            name = request.resolver_match.view_name if request.resolver_match else ""
            permissions.refuse_closed(slug, request.user, name)
        return view(request, *args, slug=slug, **kwargs)

    return guarded


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, shown: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    around = frame(request, challenge, "overview")
    return render(request, "endings/form.html", {**around, **shown, "form": form}, status=status)

"""What one sees of mandates and of what parties put in, and how one says it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.mandates import actions, forms, queries
from communityup.workspace.mandates.models import Commitment, Mandate

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the people at the table may promise, and what each party puts in."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    person = request.user if isinstance(request.user, Person) else None
    return render(request, "mandates/page.html", {**around, **queries.page(challenge, around["own_party"], person)})


@login_required
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what one may promise oneself."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    before = queries.own_mandate(challenge, _by(request).known)
    form = forms.MandateForm(request.POST or None, initial=_said(before))
    if not form.is_valid():
        return _form(request, challenge, form, _("What may I promise?"))
    actions.state_mandate(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody sees this at every decision now."))
    return redirect("mandates:page", slug=slug)


@login_required
def commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what one's own party puts in, and who stands behind that."""
    challenge = visible_challenge(slug, request.user)
    before = queries.commitment_of(own_seat(challenge, _by(request)).party)
    form = forms.CommitmentForm(request.POST or None, initial=_put_in(before), first=before is None)
    if not form.is_valid():
        return _form(request, challenge, form, _("What does our party put in?"))
    actions.commit_party(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody sees what your party puts in."))
    return redirect("mandates:page", slug=slug)


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that what one's own party puts in still holds in this phase."""
    actions.confirm_commitment(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("Your party confirmed what it puts in."))
    return redirect("mandates:page", slug=slug)


@login_required
def sponsor(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the address of who stands behind one's own party."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.SponsorAddressForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Who stands behind our party?"))
    actions.give_sponsor_address(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("A letter that explains this is on its way."))
    return redirect("mandates:page", slug=slug)


@require_POST
@login_required
def take_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the address of who stands behind one's own party away."""
    actions.take_away_sponsor_address(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("The address was taken away."))
    return redirect("mandates:page", slug=slug)


def stop(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Have one's address taken away, by the link in a letter and without signing in."""
    given = queries.address_behind(slug, token)
    if request.method != "POST":
        return render(request, "mandates/stop.html", {"given": given})
    actions.stop_letters(given)
    return render(request, "mandates/stopped.html")


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _said(before: Mandate | None) -> dict[str, Any]:
    if before is None:
        return {}
    words = {name: getattr(before, name) for name in ("alone", "back", "whom", "role")}
    return {**{name: str(text or "") for name, text in words.items()}, "weeks": before.weeks}


def _put_in(before: Commitment | None) -> dict[str, Any]:
    if before is None:
        return {}
    return {"time": str(before.time), "means": str(before.means or ""), "sponsor": str(before.sponsor)}


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "mandates/form.html", {**around, "form": form, "title": title}, status=status)

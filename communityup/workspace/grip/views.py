"""What one sees of holding and letting go, and how one says it for one's own party."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.grip import actions, forms, permissions, queries

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The table: what each party holds, shares and lets go, per subject."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    shown = queries.table(challenge, request.GET.get("page", "1"), around["own_party"])
    return render(request, "grip/page.html", {**around, **shown, "earlier": queries.earlier(challenge)})


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole table on paper."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    context = {**around, **queries.whole_table(challenge), "today": timezone.localdate()}
    return render(request, "grip/print.html", context)


@require_safe
def cell(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """All that one party said of one subject."""
    challenge = visible_challenge(slug, request.user)
    thing, party = queries.thing_of(challenge, public_id), queries.party_of(challenge, number)
    shown = {"thing": thing, "party": party, "stances": queries.stances(thing, party)}
    return render(request, "grip/cell.html", {**frame(request, challenge, "lead_in"), **shown})


@login_required
def choose(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """Say for one's own party what it does with a subject."""
    challenge = visible_challenge(slug, request.user)
    thing, party = queries.thing_of(challenge, public_id), queries.party_of(challenge, number)
    permissions.seat_of_party(party, _by(request))
    now = next((one for one in queries.stances(thing, party) if one["until"] is None), {})
    form = forms.StanceForm(request.POST or None, initial=now)
    if not form.is_valid():
        return _form(request, challenge, form, str(thing), _("Save"))
    actions.take_stance(thing, party=party, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody sees it in the table now. You can change it at any time."))
    return redirect("grip:page", slug=slug)


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a subject."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.SubjectForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Add a subject"), _("Add it"))
    actions.add_subject(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The subject is in the table. Each party says for itself what it does with it."))
    return redirect("grip:page", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back a subject of one's own party."""
    found = queries.subject_of(visible_challenge(slug, request.user), public_id)
    actions.take_subject_back(found, by=_by(request))
    messages.success(request, _("The subject is no longer in the table."))
    return redirect("grip:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str) -> HttpResponse:
    context: dict[str, Any] = {**frame(request, challenge, "lead_in"), "form": form, "title": title, "submit": submit}
    return render(request, "grip/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)

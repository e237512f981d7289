"""What one sees of parallel tracks, and what one can do about them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import active_parties, clock, frame, visible_challenge
from communityup.workspace.tracks import actions, forms, permissions, queries
from communityup.workspace.tracks.models import AgendaItem, Track

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What runs beside this challenge, with what is on the agenda about it."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    rows = queries.page(challenge, request.GET.get("page", "1"), own=around["own_party"])
    return render(request, "tracks/page.html", {**around, "rows": rows})


@require_safe
def track(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One track: who runs it, what it touches, and what is or was on the agenda."""
    found = _track(request, slug, public_id)
    around = frame(request, found.challenge, "lead_in")
    shown = queries.detail(found, own=around["own_party"], viewer=request.user)
    offers = around["own_party"] is not None and bool(shown["row"]["open"]) and not clock(found.challenge).stands_still
    return render(request, "tracks/track.html", {**around, **shown, "step_back": offers})


@login_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of a plan that runs beside this challenge."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    goals = queries.goals_on_the_table(challenge)
    form = forms.TrackForm(request.POST or None, parties=active_parties(challenge), goals=goals)
    if not form.is_valid():
        return _form(request, challenge, form, _("Tell of another plan"), _("Tell it"))
    told = actions.register_track(challenge, **form.cleaned_data, by=_by(request))
    on_agenda, known = _("It is on the agenda of all parties now."), _("Everybody can see this plan now.")
    messages.success(request, on_agenda if form.cleaned_data["goals"] else known)
    return _to(told)


@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell of a plan in other words."""
    found = _track(request, slug, public_id)
    permissions.refuse_not_teller(found, own_seat(found.challenge, _by(request)).party)
    now = {"what": str(found.what), "period": str(found.period or ""), "link": found.link}
    form = forms.RewordForm(request.POST or None, initial=now)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("In other words"), _("Save"), about=found)
    return _to(actions.reword_track(found, **form.cleaned_data, by=_by(request)))


@login_required
def overlap(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a plan touches one more goal."""
    found = _track(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    others = queries.other_goals(found)
    if not others:
        raise Refused(_("There is no other goal that this plan could touch."))
    form = forms.OverlapForm(request.POST or None, goals=others)
    if not form.is_valid():
        return _form(
            request, found.challenge, form, _("It touches one more goal"), _("Put it on the agenda"), about=found
        )
    actions.find_overlap(found, **form.cleaned_data, by=_by(request))
    return _to(found)


@login_required
def friction(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say where a plan rubs."""
    found = _track(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    form = forms.FrictionForm(request.POST or None)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("Say where it rubs"), _("Put it on the agenda"), about=found)
    actions.raise_friction(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("It is on the agenda of all parties now."))
    return _to(found)


@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell that a plan no longer runs."""
    found = _track(request, slug, public_id)
    permissions.refuse_not_running(found, own_seat(found.challenge, _by(request)).party)
    form = forms.EndForm(request.POST or None)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("This plan no longer runs"), _("Save"), about=found)
    return _to(actions.end_track(found, **form.cleaned_data, by=_by(request)))


@login_required
def settle(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write down what came out of talking about it."""
    item = _item(request, slug, public_id)
    permissions.settling_party(item, _by(request))
    form = forms.OutcomeForm(request.POST or None)
    if not form.is_valid():
        title = _("Write down what came out of it")
        return _form(request, item.track.challenge, form, title, _("Save"), about=item.track, item=item)
    actions.settle_item(item, **form.cleaned_data, by=_by(request))
    return _to(item.track)


@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back what one's own party said about a plan, after saying so twice."""
    item = _item(request, slug, public_id)
    own = own_seat(item.track.challenge, _by(request)).party
    if request.method != "POST" and item.party_id == own.pk:
        context = {**frame(request, item.track.challenge, "lead_in"), "item": item}
        return render(request, "tracks/sure.html", context)
    actions.take_friction_back(item, by=_by(request))
    return _to(item.track)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _track(request: HttpRequest, slug: str, public_id: str) -> Track:
    return queries.track_of(visible_challenge(slug, request.user), public_id)


def _item(request: HttpRequest, slug: str, public_id: str) -> AgendaItem:
    return queries.item_of(visible_challenge(slug, request.user), public_id)


def _form(
    request: HttpRequest,
    challenge: Challenge,
    form: Form,
    title: str,
    submit: str,
    *,
    about: Track | None = None,
    item: AgendaItem | None = None,
) -> HttpResponse:
    shown = {"form": form, "title": title, "submit": submit, "about": about, "item": item}
    context: dict[str, Any] = {**frame(request, challenge, "lead_in"), **shown}
    return render(request, "tracks/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _to(found: Track) -> HttpResponse:
    return redirect("tracks:track", slug=found.challenge.slug, public_id=found.public_id)

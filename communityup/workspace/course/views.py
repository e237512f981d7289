"""What one sees of the course and of who brings what in, and how one proposes, changes, reopens and ends a route."""

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
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.course import actions, exports, forms, queries
from communityup.workspace.course.models import Route, Version
from communityup.workspace.goals.permissions import lacking_interests, refuse_without_interests

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The routes side by side, with what waits and what ended."""
    challenge = visible_challenge(slug, request.user)
    return render(request, "course/page.html", {**frame(request, challenge, "course"), **queries.page(challenge)})


@require_safe
def route(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One route: what counts, what waits, when one looks again, and its versions."""
    found = _route(request, slug, public_id)
    around = frame(request, found.challenge, "course")
    return render(request, "course/route.html", {**around, **queries.detail(found, around["own_party"])})


@require_safe
def version(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """One version of a route, and what differs from the one before it."""
    found = _route(request, slug, public_id)
    shown = queries.one_version(found, number)
    return render(request, "course/version.html", {**frame(request, found.challenge, "course"), **shown})


@require_safe
def brought(request: HttpRequest, slug: str) -> HttpResponse:
    """Who brings what in, per party, and the share of words; the same page for everybody."""
    challenge = visible_challenge(slug, request.user)
    return render(request, "course/brought.html", {**frame(request, challenge, "course"), **queries.brought(challenge)})


@require_safe
def calendar(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The day to look again, for a calendar."""
    found = _route(request, slug, public_id)
    disposition = {"Content-Disposition": f'attachment; filename="{exports.FILE_NAME}"'}
    return HttpResponse(exports.calendar(found), content_type=exports.MEDIA_TYPE, headers=disposition)


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a route."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.RouteForm(request.POST or None, goals=queries.goals_to_choose(challenge))
    if not _ready(form, challenge):
        told = _("It counts when every party agrees. Other routes can stand beside it.")
        return _form(request, challenge, form, {"title": _("Propose a route"), "told": told})
    return _asked(request, actions.propose_route(challenge, **form.cleaned_data, by=_by(request)))


@login_required
def change(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Propose a change of course."""
    found = _route(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    form = forms.ChangeForm(request.POST or None, initial={"words": queries.words_now(found)})
    if not _ready(form, found.challenge):
        told = _("Changing course is part of it. What counts now goes on counting until every party agrees.")
        title = _("Change of course: %(name)s") % {"name": found.name}
        return _form(request, found.challenge, form, {"title": title, "told": told, "route": found})
    return _asked(request, actions.change_course(found, **form.cleaned_data, by=_by(request)))


@login_required
def reopen(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Reopen what was agreed about a route, with something new."""
    found = _route(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    form = forms.ReopenForm(request.POST or None, initial={"words": queries.words_now(found)})
    if not form.is_valid():
        told = _("Every party can ask to look again, at any moment. What counts now goes on counting meanwhile.")
        title = _("Something new: %(name)s") % {"name": found.name}
        return _form(request, found.challenge, form, {"title": title, "told": told, "route": found})
    return _asked(request, actions.reopen(found, **form.cleaned_data, by=_by(request)))


@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask all parties to end a route."""
    found = _route(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    form = forms.EndForm(request.POST or None)
    if not _ready(form, found.challenge):
        told = _("It ends when every party agrees. What was written stays, and something new can reopen it.")
        title = _("End this route: %(name)s") % {"name": found.name}
        return _form(request, found.challenge, form, {"title": title, "told": told, "route": found})
    return _asked(request, actions.ask_to_end(found, **form.cleaned_data, by=_by(request)))


def _route(request: HttpRequest, slug: str, public_id: str) -> Route:
    return queries.route_of(visible_challenge(slug, request.user), public_id)


def _ready(form: Form, challenge: Challenge) -> bool:
    """Say whether a form can be sent on; who did not say yet what it needs is told beside it, nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        refuse_without_interests(challenge)
    except Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def _asked(request: HttpRequest, made: Version) -> HttpResponse:
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    found = made.route
    return redirect("course:version", slug=found.challenge.slug, public_id=found.public_id, number=made.number)


def _form(request: HttpRequest, challenge: Challenge, form: Form, shown: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    around = frame(request, challenge, "course")
    shown = {**shown, "form": form, "lacking": lacking_interests(challenge)}
    return render(request, "course/form.html", {**around, **shown}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

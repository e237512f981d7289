"""What one sees of sessions that come back: the series, and for who coordinates its days before they are planned."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from communityup.network.meetings.models import Session
from communityup.network.meetings.queries import any_session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.series import actions, forms, permissions, queries
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The sessions of a series, in their order."""
    network = network_of(slug)
    return _page(request, network, "page", **queries.page(queries.series_of(network, public_id)))


@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan sessions that come back: first all days are shown, and those in a holiday can be left out."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    form = forms.SeriesForm(request.POST or None, initial={"way": "place", "kind": "open"})
    if not form.is_valid() or "again" in request.POST:
        status = UNPROCESSABLE if form.is_bound and form.errors else 200
        return _page(request, network, "plan", status=status, form=form)
    if "sure" not in request.POST:
        return _page(request, network, "days", form=form)
    days = form.chosen(request.POST.getlist("days"))
    made = actions.plan_series(network, about=form.about, days=days, hours=form.hours, by=_by(request))
    messages.success(request, _("Planned. Who asked to hear of sessions gets one letter about all of them."))
    return redirect("series:page", slug=slug, public_id=made.public_id)


@login_required
def move(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Move a session and the later ones of its series."""
    found = _changeable(request, slug, public_id, queries.movable)
    series = permissions.series_of(found)
    form = forms.HoursForm(request.POST or None, initial=forms.of_session(found))
    moved = done(
        form, lambda: actions.move_later(found, day=form.cleaned_data["day"], hours=form.hours, by=_by(request))
    )
    if moved is None:
        title = (_("Move this session and the later ones"), _("Move them"))
        return _form(request, found, form, title, moves=True)
    said = ngettext("%(count)d session changed.", "%(count)d sessions changed.", moved) % {"count": moved}
    messages.success(request, said + " " + _("Who asked for it gets one letter about all of them."))
    return redirect("series:page", slug=slug, public_id=series.public_id)


@login_required
def cancel(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Cancel a session and the later ones of its series."""
    found = _changeable(request, slug, public_id, queries.later_than)
    series = permissions.series_of(found)
    form = forms.CancelForm(request.POST or None)
    if done(form, lambda: actions.cancel_later(found, **form.cleaned_data, by=_by(request))) is None:
        title = (_("Do this session and the later ones not go on?"), _("Cancel them"))
        return _form(request, found, form, title)
    messages.success(request, _("Cancelled. Who had them in their calendar gets one letter."))
    return redirect("series:page", slug=slug, public_id=series.public_id)


def _own(request: HttpRequest, slug: str, public_id: str) -> Session:
    """Return a session for who coordinates its network; raises NotAllowed for everybody else."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return any_session(network, public_id)


def _changeable(
    request: HttpRequest, slug: str, public_id: str, later: Callable[[Session], QuerySet[Session]]
) -> Session:
    """Return the same; the form is not shown where nothing of its series can change any more.

    What was filled in before that is refused by the action, in the form, so that no words are lost.
    """
    found = _own(request, slug, public_id)
    permissions.series_of(found)
    if request.method != "POST":
        permissions.refuse_past(found, list(later(found)))
    return found


def _form(request: HttpRequest, session: Session, form: Any, title: tuple[str, str], **more: Any) -> HttpResponse:
    context = {"form": form, "title": title[0], "label": title[1], "session": session, **more}
    later = queries.movable(session) if context.get("moves") else queries.later_than(session)
    status = UNPROCESSABLE if form.is_bound else 200
    return _page(request, session.network, "form", status=status, later=list(later), **context)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"series/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

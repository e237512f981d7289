"""What one sees when one looks back on a session; by one's own link, with or without an account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.evaluations import actions, forms, permissions, queries
from communityup.network.meetings.permissions import EVERY, seen_by
from communityup.network.meetings.queries import session_of, session_with
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE, GONE = 422, 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Say how a session was, or change that, as somebody who was there."""
    network = network_of(slug)
    place = queries.place_of(network, token)
    if place is None:
        return _page(request, network, "gone", status=GONE)
    session = session_with(network, place.gathering_id)
    permissions.refuse_absent(session, place)
    if request.method != "POST":
        permissions.refuse_closed(session, queries.evaluation_of(session))
    around = queries.answering(session, place)
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None, initial=queries.words_of(around["answered"])
    )
    if not done(form, lambda: actions.answer(session, place, **form.cleaned_data)):
        return _page(request, network, "answer", status=UNPROCESSABLE if form.is_bound else 200, form=form, **around)
    messages.success(request, _("Thank you. You can change your answers until it closes."))
    return redirect("evaluations:answer", slug=slug, token=token)


@never_cache
@require_POST
def take_back(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take one's answers back."""
    network = network_of(slug)
    place = queries.place_of(network, token)
    if place is None:
        return _page(request, network, "gone", status=GONE)
    actions.take_back(session_with(network, place.gathering_id), place)
    messages.success(request, _("Taken back. Your answers are gone."))
    return redirect("evaluations:answer", slug=slug, token=token)


@never_cache
@require_safe
@login_required
def words(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What should be otherwise next time, for who coordinates and who spoke."""
    network = network_of(slug)
    by = Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person
    found = session_of(network, public_id, EVERY)
    if not permissions.reads_words(found, by.known):
        session_of(network, public_id, seen_by(network, request.user))
    permissions.refuse_reader(found, by)
    return _page(request, network, "words", **queries.said(found))


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(
        request, f"evaluations/{name}.html", {**frame(request, network, "meetings"), **context}, status=status
    )

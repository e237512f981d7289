"""What one sees of what one takes along from a session; by one's own link, with or without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communityup.network.meetings.permissions import sees as sees_session
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.takeaways import actions, forms, permissions, queries
from communityup.people.actors import Actor
from communityup.people.models import Person

UNPROCESSABLE, GONE = 422, 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Write what one takes along, as somebody who has a place (N11)."""
    network = network_of(slug)
    place = queries.place_of(network, token)
    if place is None:
        return _page(request, network, "gone", status=GONE)
    if (written := queries.by_place(place)) is not None and request.method != "POST":
        return redirect("takeaways:own", slug=slug, token=permissions.own_token(written))
    session = queries.session_of(place)
    permissions.refuse_no_place(session, place)
    permissions.refuse_closed(session)
    form = forms.TakeawayForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "own", status=status, form=form, **queries.page_of(session, None))
    made = actions.take_along(session, place, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Kept. After three months we ask you once what you did with it."))
    return redirect("takeaways:own", slug=slug, token=permissions.own_token(made))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One's own words, to change or take back, beside what others shared."""
    network = network_of(slug)
    found = queries.own(network, token)
    if found is None:
        return _page(request, network, "gone", status=GONE)
    form = forms.TakeawayForm(request.POST if request.method == "POST" else None, initial=queries.words_of(found))
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "own", status=status, form=form, **queries.page_of(found.session, found))
    actions.change_takeaway(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved."))
    return redirect("takeaways:own", slug=slug, token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Tell what one did with it (N21)."""
    network = network_of(slug)
    found = queries.own(network, token)
    if found is None:
        return _page(request, network, "gone", status=GONE)
    permissions.refuse_before(found.session)
    form = forms.StoryForm(
        request.POST if request.method == "POST" else None,
        initial=queries.story_of(found), closed=found.session.is_closed,
    )  # fmt: skip
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "story", status=status, form=form, **queries.page_of(found.session, found))
    told = actions.tell_story(found, **form.cleaned_data, by=_by(request))
    shown = _("Thank you. It stands on the page of the session now.")
    messages.success(request, shown if told.story_is_shown else _("Thank you. Only you read it."))
    return redirect("takeaways:own", slug=slug, token=token)


@never_cache
@require_POST
def take_back(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take one's words back."""
    network = network_of(slug)
    found = queries.own(network, token)
    if found is None:
        return _page(request, network, "gone", status=GONE)
    actions.take_back(found, by=_by(request))
    messages.success(request, _("Taken back. The words are gone."))
    sees = sees_session(found.session, request.user)
    return redirect("meetings:session", slug, found.session.slug) if sees else redirect("meetings:list", slug)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"takeaways/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user) if isinstance(request.user, Person) else Actor.visitor()

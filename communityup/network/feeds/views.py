"""What one sees of the sites that a network follows, and what its coordinators do with them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.network.feeds import actions, forms, permissions, queries
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

OK, UNPROCESSABLE = 200, 422


@require_safe
def feeds(request: HttpRequest, slug: str) -> HttpResponse:
    """The sites whose practices a network follows, and how the last time went."""
    network = network_of(slug)
    return _page(request, network, "list", feeds=queries.followed(network))


@login_required
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow the practices of another site."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    form = forms.FollowForm(request.POST or None)
    if not done(form, lambda: actions.follow(network, **form.cleaned_data, by=_by(request)), at="address"):
        return _page(request, network, "follow", status=UNPROCESSABLE if form.is_bound else OK, form=form)
    soon = _(
        "In a few minutes we know what is there. You hear it, and look before it comes in. When it does not work, it "
        "stands here why."
    )
    messages.success(request, soon)
    return redirect("feeds:list", slug=slug)


@require_safe
@login_required
def look(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What was found on another site, before it comes in."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    feed = queries.feed_of(network, public_id)
    permissions.refuse_not_waiting(feed)
    return _page(request, network, "look", **queries.look(feed))


@require_POST
@login_required
def let_in(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let the practices of another site in."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    actions.let_in(queries.feed_of(network, public_id), by=_by(request))
    messages.success(request, _("They come in within a few minutes, and are kept up to date from now on."))
    return redirect("feeds:list", slug=slug)


@login_required
def stop(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Stop following another site, and choose what happens with what came."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    feed = queries.feed_of(network, public_id)
    form = forms.StopForm(request.POST or None)
    if not form.is_valid():
        return _page(request, network, "stop", status=UNPROCESSABLE if form.is_bound else OK, form=form, feed=feed)
    actions.stop(feed, **form.cleaned_data, by=_by(request))
    messages.success(request, _("This network does not follow that site any more."))
    return redirect("feeds:list", slug=slug)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = OK, **context: Any) -> HttpResponse:
    return render(request, f"feeds/{name}.html", {**frame(request, network, "library"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

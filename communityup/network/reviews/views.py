"""What one can do on the page of a practice that waits: take reading it over on, or leave it to the others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communityup.network.library.queries import draft_of
from communityup.network.members.permissions import acts_in
from communityup.network.networks.queries import network_of
from communityup.network.reviews import actions
from communityup.people.actors import Actor


@require_POST
@login_required
def take_on(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take it on to read a practice over."""
    network, by = network_of(slug), _by(request)
    acts_in(network, by)
    actions.take_on(draft_of(network, public_id, request.user), by=by)
    messages.success(request, _("The others see that you read it over. It is yours for a week."))
    return redirect("library:draft", slug=slug, public_id=public_id)


@require_POST
@login_required
def leave(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Leave reading a practice over to the others."""
    network, by = network_of(slug), _by(request)
    acts_in(network, by)
    actions.leave(draft_of(network, public_id, request.user), by=by)
    messages.success(request, _("It waits for everybody who can read it over again."))
    return redirect("library:draft", slug=slug, public_id=public_id)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

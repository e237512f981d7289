"""What members see and do when nobody coordinates their network."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.network.members.permissions import delegate_of
from communityup.network.networks.queries import frame, network_of
from communityup.network.succession import actions, permissions, queries
from communityup.people.actors import Actor


@never_cache
@require_safe
@login_required
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who offers to coordinate, and which members said yes."""
    network = network_of(slug)
    person = permissions.looks_here(network, _by(request))
    told = queries.page(network, delegate_of(network, person))
    return render(request, "succession/page.html", {**frame(request, network, "about"), **told})


@require_POST
@login_required
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to coordinate."""
    network = network_of(slug)
    made = actions.offer(network, by=_by(request))
    if permissions.coordinates(made):
        messages.success(request, _("You coordinate this network now."))
        return redirect("networks:page", slug=slug)
    messages.success(request, _("Thank you. All members hear it, and can say yes."))
    return redirect("succession:page", slug=slug)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back that one offered to coordinate."""
    actions.withdraw(network_of(slug), by=_by(request))
    messages.success(request, _("You do not offer it any more."))
    return redirect("succession:page", slug=slug)


@require_POST
@login_required
def say(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say yes for one's member to who offers, or take that back."""
    candidate = queries.candidate_of(network_of(slug), public_id)
    said = request.POST.get("say", "")
    if said not in {"yes", "no"}:
        raise Http404
    if said == "no":
        actions.take_yes_back(candidate, by=_by(request))
        messages.success(request, _("The yes of your member is taken back."))
    elif actions.say_yes(candidate, by=_by(request)):
        messages.success(request, _("%(name)s coordinates this network now.") % {"name": candidate})
    else:
        messages.success(request, _("Your member said yes."))
    return redirect("succession:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

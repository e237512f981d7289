"""What one sees of offers and wishes, and what a member can do there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.network.members.permissions import acts_in, delegate_of, own_delegate
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.offers import actions, forms, queries
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What members offer and look for (A6)."""
    network = network_of(slug)
    form = forms.FilterForm(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    acts = delegate_of(network, request.user)
    page = queries.board(network, filters, request.GET.get("page", "1"), acts)
    context: dict[str, Any] = {"page": page, "form": form, "filtered": any(filters.values())}
    return _page(request, network, "board", own_delegate=acts, **context)


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer something, or look for it."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    form = forms.OfferForm(request.POST or None)
    if not form.is_valid():
        return _page(request, network, "add", form=form, status=UNPROCESSABLE if form.is_bound else 200)
    actions.make_offer(own.member, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody can find it now."))
    return redirect("offers:mine", slug=slug)


@require_safe
@login_required
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What one's own member offers and looks for, and what fits."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    return _page(request, network, "mine", member=own.member, **queries.own(own))


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Withdraw what one's own member offered or looked for."""
    network = network_of(slug)
    acts_in(network, _by(request))
    offer = queries.offer_of(network, public_id)
    own_delegate(offer.member, _by(request))
    actions.withdraw_offer(offer, by=_by(request))
    messages.success(request, _("Taken back. Nobody finds it any more."))
    return redirect("offers:mine", slug=slug)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"offers/{name}.html", {**frame(request, network, "offers"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

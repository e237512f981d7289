"""What one sees of using a practice of others: a form; the rest stands on the page of the practice."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communityup.network.adaptations import actions, forms, permissions, queries
from communityup.network.library.queries import draft_of
from communityup.network.members.permissions import acts_in, own_delegate
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@login_required
def tell(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell how one's member used a practice, and what it changed (N20)."""
    network = network_of(slug)
    acts_in(network, _by(request))
    practice = draft_of(network, public_id, request.user)
    permissions.who_uses(practice, _by(request))
    form = forms.AdaptationForm(request.POST or None)
    if not form.is_valid():
        context = {**frame(request, network, "library"), "practice": practice, "form": form}
        return render(request, "adaptations/tell.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    actions.tell_adaptation(practice, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Thank you. Everybody can read it with the practice."))
    return redirect("library:practice", public_id=practice.series)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back what one's member told."""
    network = network_of(slug)
    acts_in(network, _by(request))
    told = queries.adaptation_of(network, public_id)
    own_delegate(told.member, _by(request))
    actions.take_back_adaptation(told, by=_by(request))
    messages.success(request, _("Taken back. The words are gone."))
    return redirect("library:practice", public_id=told.practice.series)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

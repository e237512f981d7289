"""What one sees of where one's own member stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from communityup.network.members.permissions import acts_in
from communityup.network.networks.queries import frame, network_of
from communityup.network.positions import actions, forms, queries
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@never_cache
@login_required
def stand(request: HttpRequest, slug: str) -> HttpResponse:
    """Where am I: note for oneself how far one is on the seven conditions (N13)."""
    network, by = network_of(slug), Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session
    own = acts_in(network, by)
    form = forms.PositionsForm(request.POST or None, initial=queries.noted(own.member))
    if not form.is_valid():
        context = {**frame(request, network, "visits"), "form": form, "member": own.member}
        context["searching"] = ", ".join(queries.searching(own.member))
        return render(request, "positions/stand.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    actions.note_positions(own.member, stands=form.stands, may_match=form.cleaned_data["may_match"], by=by)
    messages.success(request, _("Saved. Only the people of your own member read this."))
    return redirect("positions:stand", slug=slug)

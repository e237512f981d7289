"""What one sees when passing an invitation on, and of what helps to reach people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communityup.people.actors import Actor
from communityup.workspace.challenges.forms import AddressForm
from communityup.workspace.challenges.permissions import invitation_of_link
from communityup.workspace.reach import actions, permissions

UNPROCESSABLE = 422


@login_required
def forward(request: HttpRequest, token: str) -> HttpResponse:
    """Pass an invitation on to a colleague."""
    invitation = invitation_of_link(token)
    permissions.refuse_forwarding(invitation, _by(request))
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "invitation": invitation, "token": token}
        return render(request, "reach/forward.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    actions.forward_invitation(invitation, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The invitation is on its way. You can still read it here."))
    return redirect("challenges:invitation", token=token)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

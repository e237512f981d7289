"""What one sees when leaving a challenge."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communityup.people.actors import Actor
from communityup.workspace.challenges.permissions import any_place
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.leaving import actions


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Give up one's own place, after a question whether that is meant."""
    challenge = visible_challenge(slug, request.user)
    seat = any_place(challenge, _by(request))
    if request.method != "POST":
        return render(request, "leaving/leave.html", {**frame(request, challenge, "parties"), "party": seat.party})
    actions.leave_seat(challenge, by=_by(request))
    messages.success(request, _("You no longer take part for %(party)s.") % {"party": seat.party.name})
    return redirect("my_page")


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

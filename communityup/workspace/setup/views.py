"""What one sees of the set-up of a challenge, and the guard around every part that can be off."""

from collections.abc import Callable
from functools import cache, wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.setup import actions, permissions, queries

READING = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]
PROPOSALS = {"uit": actions.propose_off, "aan": actions.propose_on, "overslaan": actions.propose_skip}


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every part, whether it is on, and what can be skipped."""
    challenge = visible_challenge(slug, request.user)
    return render(request, "setup/page.html", {**frame(request, challenge, "lead_in"), **queries.page(challenge)})


@require_POST
@login_required
def propose(request: HttpRequest, slug: str, change: str, key: str) -> HttpResponse:
    """Ask all parties to switch a part off or on, or to skip one."""
    challenge = visible_challenge(slug, request.user)
    if change not in PROPOSALS:
        raise Http404
    PROPOSALS[change](challenge, key=key, by=_by(request))
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    return redirect("setup:page", slug=slug)


@require_POST
@login_required
def take_up(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take up a part that was skipped."""
    actions.take_up(visible_challenge(slug, request.user), key=key, by=_by(request))
    messages.success(request, _("This part is offered again."))
    return redirect("setup:page", slug=slug)


@cache
def while_on(view: View, key: str) -> View:
    """Return the view of a part that can be off: it reads as ever, and takes nothing while the part is off."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, slug: str, **kwargs: object) -> HttpResponse:
        if request.method not in READING:
            name = request.resolver_match.view_name if request.resolver_match else ""
            permissions.refuse_off(slug, key, request.user, name)
        return view(request, *args, slug=slug, **kwargs)

    return guarded


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

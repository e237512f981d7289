"""What one sees of thoughts that say nearly the same, and how one that says something else is set apart."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.dialogue.queries import round_of
from communityup.workspace.echoes import actions, queries
from communityup.workspace.facilitation.queries import yes_kept


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The thoughts that say nearly the same, together; the same for everybody."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "dialogue")
    dialogue = round_of(challenge, request.GET.get("ronde"))
    context = queries.page(challenge, dialogue, request.user, wanted=request.GET.get("page", "1"))
    return render(request, "echoes/page.html", {**around, **context})


@require_POST
@login_required
def set_apart(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let a thought be answered by itself."""
    challenge, by = visible_challenge(slug, request.user), _by(request)
    done = actions.set_apart(queries.thought_of(challenge, public_id, request.user), by=by)
    said = _("This thought is answered and counted by itself from now on.")
    messages.success(request, said if done else yes_kept(challenge, request.user))
    return redirect("echoes:page", slug=slug)


@require_POST
@login_required
def take_together(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back that a thought says something else."""
    challenge, by = visible_challenge(slug, request.user), _by(request)
    actions.take_together(queries.thought_of(challenge, public_id, request.user), by=by)
    messages.success(request, _("This thought is answered and counted with the other again."))
    return redirect("echoes:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

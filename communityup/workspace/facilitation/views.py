"""How one answers steps that need two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communityup.people.actors import Actor
from communityup.workspace.challenges.queries import visible_challenge
from communityup.workspace.facilitation import actions, queries
from communityup.workspace.facilitation.models import Act


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say the second yes."""
    act = queries.act_of(visible_challenge(slug, request.user), public_id)
    done = actions.confirm(act, by=_by(request)).state == Act.State.DONE
    messages.success(request, _("Done: you both said yes.") if done else _("Your yes is kept. It waits for one more."))
    return redirect("facilitators:page", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a waiting step back."""
    actions.take_back(queries.act_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("This step was taken back. Nothing changed."))
    return redirect("facilitators:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of a challenge and its parts, and how one splits a part off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.subchallenges import actions, forms, queries

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole, and the parts with how far each is."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    return render(request, "subchallenges/page.html", {**around, **queries.page(challenge, request.user)})


@login_required
def split(request: HttpRequest, slug: str) -> HttpResponse:
    """Split a part off; the other parties are invited with it."""
    challenge, by = visible_challenge(slug, request.user), Actor.of(request.user)  # type: ignore[arg-type]
    own_seat(challenge, by)
    form = forms.SplitForm(request.POST or None, initial={"place": challenge.place})
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        around = frame(request, challenge, "overview")
        return render(request, "subchallenges/split.html", {**around, "form": form}, status=status)
    part = actions.split_off(challenge, **form.cleaned_data, by=by)
    messages.success(request, _("The other parties get an invitation by mail."))
    return redirect("room:overview", slug=part.slug)

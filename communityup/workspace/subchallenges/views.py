"""What one sees of a challenge and its parts, and how one splits a part off, puts two together or loosens them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

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
    challenge, by = visible_challenge(slug, request.user), _by(request)
    own_seat(challenge, by)
    form = forms.SplitForm(request.POST or None, initial={"place": challenge.place})
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        around = frame(request, challenge, "overview")
        return render(request, "subchallenges/split.html", {**around, "form": form}, status=status)
    part = actions.split_off(challenge, **form.cleaned_data, by=by)
    messages.success(request, _("The other parties get an invitation by mail."))
    return redirect("room:overview", slug=part.slug)


@login_required
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose to put this challenge together with another one."""
    challenge, by = visible_challenge(slug, request.user), _by(request)
    own_seat(challenge, by)
    form = forms.LinkForm(request.POST or None)
    other = queries.challenge_at(form.cleaned_data["address"], request.user) if form.is_valid() else None
    if form.is_valid() and other is None:
        form.add_error("address", _("There is no challenge at this address that you can see."))
    if other is None:
        status = UNPROCESSABLE if form.is_bound else 200
        around = frame(request, challenge, "overview")
        return render(request, "subchallenges/link.html", {**around, "form": form}, status=status)
    actions.propose_link(challenge, other, as_part=form.cleaned_data["as_part"], by=by)
    messages.success(request, _("First the other parties here answer. When all agree, the other challenge is asked."))
    return redirect("subchallenges:page", slug=slug)


@require_POST
@login_required
def stop_asking(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """No longer ask the other table."""
    challenge, by = visible_challenge(slug, request.user), _by(request)
    actions.stop_asking(queries.link_of(challenge, public_id), by=by)
    messages.success(request, _("The other challenge is no longer asked."))
    return redirect("subchallenges:page", slug=slug)


@require_POST
@login_required
def loosen(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask all parties here to loosen a part from its whole."""
    challenge, by = visible_challenge(slug, request.user), _by(request)
    asked = actions.ask_to_loosen(challenge, queries.part_to_loosen(public_id, request.user), by=by)
    messages.success(request, _("All parties agreed.") if asked.agreed else _("The other parties here can answer now."))
    return redirect("subchallenges:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

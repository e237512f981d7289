"""What one sees of the phase of a challenge, and how one goes on together."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.facilitation.permissions import holds_key, own_key
from communityup.workspace.facilitation.queries import parties_asked_later
from communityup.workspace.phases import actions, forms, queries

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Where we are, what is there and not yet, what is asked, and the changes before."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    shown = queries.page(challenge, around["own_party"])
    can = bool(shown["possible"]) and holds_key(challenge, request.user)
    return render(request, "phases/page.html", {**around, **shown, "can_propose": can})


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose another phase, with a reason where something is not there yet."""
    challenge = visible_challenge(slug, request.user)
    own_key(challenge, _by(request))
    form = forms.ChangeForm(request.POST or None, challenge=challenge)
    if not form.is_valid():
        rows = [row for row in queries.checklist(challenge) if not row["done"] and not row["offered"]]
        return _form(
            request, challenge, form, {"title": _("Go to another phase"), "submit": _("Ask all parties"), "rows": rows}
        )
    change = actions.propose(challenge, **form.cleaned_data, by=_by(request))
    given = _("The other parties can answer now. Silence is not a yes.")
    messages.success(request, given if change else parties_asked_later(challenge, request.user))
    return redirect("phases:page", slug=slug)


@login_required
def reflect(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Look back on the phase that ends, for one's own party."""
    challenge = visible_challenge(slug, request.user)
    change = queries.change_of(challenge, public_id)
    party = own_seat(challenge, _by(request)).party
    form = forms.ReflectionForm(request.POST or None, initial={"words": queries.own_words(change, party)})
    if done(form, lambda: actions.reflect(change, **form.cleaned_data, by=_by(request))) is None:
        title = _("Look back on the phase %(phase)s") % {"phase": change.get_before_display()}
        return _form(request, challenge, form, {"title": title, "submit": _("Save")})
    waits = _("Your words were kept. The others read them when all looked back, or when you go on.")
    messages.success(request, _("Your words stand beside those of the others.") if change.asked.agreed else waits)
    return redirect("phases:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, shown: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    around = frame(request, challenge, "overview")
    return render(request, "phases/form.html", {**around, **shown, "form": form}, status=status)

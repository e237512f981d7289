"""What one sees of the question and its versions, and how one reacts or proposes other words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.sketches import actions, forms, queries

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The question in its last version, or in one of before, with what was said to it."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    # To ask all parties for other words waits during a step back; alone one changes them as before.
    shown = {**queries.page(challenge, number), "waits": around["paused"] and queries.asks_all(challenge)}
    return render(request, "sketches/page.html", {**around, **shown})


@login_required
def react(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """React to a version of the sketch."""
    challenge = visible_challenge(slug, request.user)
    own_place(challenge, _by(request))
    queries.version_of(challenge, number)
    form = forms.ReactionForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, {"title": _("React to the sketch"), "submit": _("Save")})
    actions.react(challenge, number=number, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your reaction stands with this version."))
    return redirect("sketches:version", slug=slug, number=number)


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose other words for the question."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    words = queries.parts_of(str(challenge.opening))
    form = forms.WordsForm(request.POST or None, initial={**words, "sketch": challenge.sketch})
    if not form.is_valid():
        shown = {"title": _("Other words for the question"), "submit": _("Propose")}
        return _form(request, challenge, form, {**shown, "asks_all": queries.asks_all(challenge)})
    asked = actions.propose_words(challenge, **form.cleaned_data, by=_by(request))
    waits = _("The other parties can answer now. Silence is not a yes.")
    messages.success(request, waits if asked else _("The question has its new words."))
    return redirect("sketches:page", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own reaction back."""
    reaction = queries.reaction_of(visible_challenge(slug, request.user), public_id)
    actions.take_reaction_back(reaction, by=_by(request))
    messages.success(request, _("Your words are taken back."))
    return redirect("sketches:version", slug=slug, number=reaction.version.number)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, shown: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    around = frame(request, challenge, "overview")
    return render(request, "sketches/form.html", {**around, **shown, "form": form}, status=status)

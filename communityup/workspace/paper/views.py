"""What one sees of paper: the piles of forms, forms to print, and what the code of a form opens."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.codes.actions import look_up
from communityup.codes.models import Code
from communityup.people.actions import language_now
from communityup.people.actors import Actor
from communityup.people.adapters import enter_as_guest, network_of
from communityup.people.models import Person
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.paper import actions, forms, queries
from communityup.workspace.paper.models import PURPOSE

UNPROCESSABLE, NOTHING_HERE = 422, 404
# Wrong tries in a quarter of an hour: of one browser, and of one network, which a whole hall may share.
WRONG_HERE, WRONG_IN_A_NETWORK = 5, 100
BROWSER = "paper:browser"


@never_cache
def entrance(request: HttpRequest) -> HttpResponse:
    """The one field for the code of a form."""
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("paper:slip", code=form.cleaned_data["code"])
    return render(request, "paper/entrance.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


@never_cache
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """What the code of a form opens; sending it means: go on from here on this device."""
    found = _found(request, code)
    if found is None:
        context = {"form": forms.CodeForm(), "wrong": True}
        return render(request, "paper/entrance.html", context, status=NOTHING_HERE)
    form = queries.opens(found)
    if request.method != "POST":
        return render(request, "paper/slip.html", {"form": form, "challenge": form.challenge, "code": code})
    person = request.user if isinstance(request.user, Person) else None
    came = actions.come_in(found, language=language_now(), by=Actor.of(person) if person else None)
    if person is None:
        enter_as_guest(request, came)
    messages.success(request, _("Welcome. You take part. What you wrote on paper stands with your own words."))
    return redirect("dialogue:page", slug=form.challenge.slug)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All piles of forms, and how many came back."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    return render(request, "paper/page.html", {**around, **queries.page(challenge, around["own_party"])})


@never_cache
@login_required
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make forms; the answer is the pile to print, and shows once."""
    challenge = visible_challenge(slug, request.user)
    seat = own_seat(challenge, _by(request))
    begins: dict[str, Any] = {
        "party": seat.party.name,
        "opened": queries.opened(challenge),
        "initial": queries.empty_pile(),
    }
    form = forms.PileForm(request.POST or None, **begins)
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "paper/make.html", {**around, "form": form}, status=status)
    wanted = {**form.cleaned_data}
    size = wanted.pop("size")
    made = actions.print_forms(challenge, **wanted, by=_by(request))
    shown = queries.sheets((one.form, one.code) for one in made)
    return render(request, "paper/sheets.html", {**around, **shown, "size": size})


@require_POST
@login_required
def revoke(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take forms back."""
    actions.revoke_pile(queries.pile_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("These forms no longer work. What was entered stays."))
    return redirect("paper:page", slug=slug)


def _found(request: HttpRequest, code: str) -> Code | None:
    """Look a code up, counting wrong tries of this browser and its network."""
    browser = request.session.get(BROWSER)
    limits = {f"network:{network_of(request)}": WRONG_IN_A_NETWORK}
    if browser is not None:
        limits[f"browser:{browser}"] = WRONG_HERE
    found = look_up(code, purpose=PURPOSE, limits=limits)
    if found is None and browser is None:
        request.session[BROWSER] = secrets.token_hex(8)
    return found


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

"""What one sees of codes: the sheets, a sheet to print, and the page at which one comes in with a code."""

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
from communityup.people.queries import guest_here
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.joining import actions, forms, permissions, queries
from communityup.workspace.joining.models import PURPOSE

UNPROCESSABLE, NOTHING_HERE = 422, 404
# Wrong tries in a quarter of an hour: of one browser, and of one network, which a whole hall may share.
WRONG_HERE, WRONG_IN_A_NETWORK = 5, 100
BROWSER = "joining:browser"


@never_cache
def entrance(request: HttpRequest) -> HttpResponse:
    """The one field for the code from a letter."""
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("joining:by_code", code=form.cleaned_data["code"])
    return render(request, "joining/entrance.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


@never_cache
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """What a code opens, and one button to take part; the same page for every code that does not work."""
    person = request.user if isinstance(request.user, Person) else None
    before = queries.came_by(code, person) if person else None
    if before is not None:
        return redirect("dialogue:page", slug=before.challenge.slug)
    found = _found(request, code)
    if found is None:
        form = forms.CodeForm()
        return render(request, "joining/entrance.html", {"form": form, "wrong": True}, status=NOTHING_HERE)
    sheet = queries.opens(found)
    if request.method != "POST":
        why_not = permissions.why_not(sheet, Actor.of(person) if person else None)
        context = {"sheet": sheet, "challenge": sheet.challenge, "guest": guest_here(request), "why_not": why_not}
        return render(request, "joining/come_in.html", context)
    came = actions.come_in(found, language=language_now(), by=Actor.of(person) if person else None)
    if person is None:
        enter_as_guest(request, came)
    messages.success(request, _("Welcome. You take part. Share your first thought, or answer one of others."))
    return redirect("dialogue:page", slug=sheet.challenge.slug)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All codes that were made, and how many people came by them."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    return render(request, "joining/page.html", {**around, **queries.page(challenge, around["own_party"])})


@never_cache
@login_required
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make codes; the answer is the sheet to print, and shows once."""
    challenge = visible_challenge(slug, request.user)
    seat = own_seat(challenge, _by(request))
    opened = queries.opened_for_all(challenge) and challenge.public_at is not None
    form = forms.SheetForm(request.POST or None, party=seat.party.name, opened=opened, initial=queries.empty_sheet())
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "joining/make.html", {**around, "form": form}, status=status)
    printed = actions.make_sheet(challenge, **form.cleaned_data, by=_by(request))
    shown = {"letters": queries.letters(printed), **queries.contacts_on(printed.sheet)}
    return render(
        request, "joining/sheet.html", {**around, **shown, "sheet": printed.sheet, "entrance": queries.entrance()}
    )


@require_POST
@login_required
def revoke(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take codes back."""
    actions.revoke_sheet(queries.sheet_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("These codes no longer work. Whoever came by them stays."))
    return redirect("joining:page", slug=slug)


@require_POST
@login_required
def ask_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties about codes for the open conversation."""
    asked = actions.ask_open_codes(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("All parties agreed.") if asked.agreed else _("The other parties can answer now."))
    return redirect("joining:page", slug=slug)


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

"""What one sees of paper: the piles of forms, forms to print, and what the code of a form opens."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.base.ids import new_id
from communityup.codes.actions import look_up
from communityup.codes.models import Code
from communityup.people.actions import language_now
from communityup.people.actors import Actor
from communityup.people.adapters import enter_as_guest, network_of
from communityup.people.models import Person
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.paper import actions, forms, permissions, queries
from communityup.workspace.paper.models import PURPOSE, Form, Kind

UNPROCESSABLE, NOTHING_HERE = 422, 404
# Wrong tries in a quarter of an hour: of one browser, and of one network, which a whole hall may share.
WRONG_HERE, WRONG_IN_A_NETWORK = 5, 100
BROWSER = "paper:browser"
WITHOUT_FORM = [
    (Kind.THOUGHT, gettext_lazy("A thought")),
    (Kind.INTEREST, gettext_lazy("An interest")),
    (Kind.INTRODUCTION, gettext_lazy("An introduction")),
]


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
        return render(request, "paper/slip.html", {**queries.slip(form), "code": code})
    person = request.user if isinstance(request.user, Person) else None
    came = actions.come_in(found, language=language_now(), by=Actor.of(person) if person else None)
    if person is None:
        enter_as_guest(request, came)
    messages.success(request, _("Welcome. You take part. What you wrote on paper stands with your own words."))
    return redirect("dialogue:page", slug=form.challenge.slug)


@never_cache
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what stood on a form, with its code."""
    found = _found(request, code)
    if found is None:
        context = {"form": forms.CodeForm(), "wrong": True}
        return render(request, "paper/entrance.html", context, status=NOTHING_HERE)
    actions.take_back(found)
    messages.success(request, _("It is taken back. The words are gone, answers no longer count."))
    return redirect("paper:slip", code=code)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All piles of forms, and how many came back."""
    challenge = visible_challenge(slug, request.user)
    around, by = frame(request, challenge, "lead_in"), request.user
    own = around["own_party"]
    mine = own is not None and isinstance(by, Person) and permissions.sits_for(own, Actor.of(by))
    shown = {**queries.page(challenge, own), "asked": queries.waiting_for(own) if mine else []}
    return render(request, "paper/page.html", {**around, **shown})


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


@login_required
@require_safe
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a helper begins: the number of a form, or without one; and what was just typed in, to undo."""
    challenge = visible_challenge(slug, request.user)
    permissions.helping_party(challenge, _by(request))
    form = forms.NumberForm(request.GET if "nummer" in request.GET else None)
    if form.is_valid():
        found = queries.by_number(challenge, form.cleaned_data["nummer"])
        if found is not None:
            return redirect("paper:fill", slug=slug, public_id=found.public_id)
        form.add_error("nummer", _("There is no form with this number here. Look again."))
    shown = {"form": form, "just": queries.just_entered(challenge, _by(request).known), "kinds": WITHOUT_FORM}
    shown["typed_in"] = queries.typed_in(challenge, _by(request).known)
    shown["not_theirs"] = queries.not_theirs(challenge, _by(request).known)
    return render(request, "paper/enter.html", {**frame(request, challenge, "lead_in"), **shown}, status=_status(form))


@login_required
def fill(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Type in one printed form; or once more what a party says is not from one of its people, for another party."""
    challenge = visible_challenge(slug, request.user)
    permissions.helping_party(challenge, _by(request))
    one = queries.form_of(challenge, public_id)
    again = queries.once_more(one, _by(request))
    begins: dict[str, Any] = {"kind": one.kind, "party": one.party is not None, "rows": queries.answerable(one)}
    form = forms.EntryForm(request.POST or None, **begins, **forms.once_more(again))
    if form.is_valid():
        party = again.helped.chosen(form.cleaned_data.get("party", "")) if again else None
        kept = actions.enter_form(one, told=form.cleaned_data["told"], party=party, by=_by(request))
        messages.success(request, _kept(kept))
        return redirect("paper:enter", slug=slug)
    shown = {"one": one, "form": form, "again": again, "revoked": queries.slip(one)["revoked"]}
    shown["waits"] = one.party and not again and not permissions.sits_for(one.party, _by(request))
    return render(request, "paper/fill.html", {**frame(request, challenge, "lead_in"), **shown}, status=_status(form))


@never_cache
@login_required
def without_form(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Type in what somebody said, face to face or by phone; the answer shows its number and code, once."""
    challenge = visible_challenge(slug, request.user)
    permissions.helping_party(challenge, _by(request))
    parties = queries.parties_to_help(challenge, _by(request), kind)
    around: dict[str, Any] = {**frame(request, challenge, "lead_in"), "kind": kind}
    begins = {"public_id": new_id(), "party": getattr(around["takes_part_for"], "public_id", "")}
    choices = forms.parties_to_choose(parties.found, opened=parties.opened)
    form = forms.EntryForm(request.POST or None, kind=kind, party=True, parties=choices, initial=begins)
    if not form.is_valid():
        return render(request, "paper/without_form.html", {**around, "form": form}, status=_status(form))
    data = form.cleaned_data
    wanted = {"public_id": data["public_id"], "kind": kind, "party": parties.chosen(data["party"])}
    made = actions.enter_without_form(challenge, **wanted, told=data["told"], by=_by(request))
    return render(request, "paper/kept.html", {**around, **queries.sheets([(made.form, made.code)])})


@require_safe
@never_cache
@login_required
def news(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What happened here, to print for who wrote a form and is not online."""
    challenge = visible_challenge(slug, request.user)
    one = permissions.readers_form(queries.form_of(challenge, public_id), _by(request))
    shown = {"one": one, **queries.news(one, _by(request).known)}
    return render(request, "paper/news.html", {**frame(request, challenge, "lead_in"), **shown})


@require_POST
@login_required
def undo(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Undo what one just typed in."""
    actions.undo_form(queries.form_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("Undone. It does not count any more."))
    return redirect("paper:enter", slug=slug)


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a form is from somebody of one's own party."""
    actions.confirm_form(queries.form_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("It counts now, as from one of your people."))
    return redirect("paper:page", slug=slug)


@require_POST
@login_required
def decline(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a form is not from somebody of one's own party."""
    actions.decline_form(queries.form_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("The form does not count. Who typed it in hears that."))
    return redirect("paper:page", slug=slug)


def _kept(form: Form) -> str:
    if form.state == Form.State.WAITING:
        return _("Form %(number)s is kept. It counts once %(party)s says that it is from one of its people.") % {
            "number": form.number,
            "party": form.party,
        }
    return _("Form %(number)s is entered and counts. The next one?") % {"number": form.number}


def _status(form: BaseForm) -> int:
    return UNPROCESSABLE if form.is_bound and form.errors else 200


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

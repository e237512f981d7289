"""What one sees of getting to know each other, and what one can do there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.workspace.acquaintance import actions, exports, forms, permissions, queries
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat, seat_of, takes_part
from communityup.workspace.challenges.queries import frame, visible_challenge

UNPROCESSABLE = 422


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The cards of all people, for who takes part; for others what this page is."""
    challenge = visible_challenge(slug, request.user)
    around = _around(request, challenge, "cards")
    if not around["inside"]:
        return render(request, "acquaintance/outside.html", around)
    shown = queries.cards(challenge, request.GET.get("page", ""))
    may, own = permissions.may_introduce(challenge, request.user), queries.own_words(challenge, request.user)
    return render(request, "acquaintance/page.html", {**around, **shown, "may_introduce": may, "own": own})


@never_cache
@login_required
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """Write or change one's own card."""
    challenge = visible_challenge(slug, request.user)
    permissions.introducers_party(challenge, _by(request))
    words = queries.own_words(challenge, request.user)
    form = forms.IntroductionForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        actions.introduce(challenge, **form.cleaned_data, by=_by(request))
        messages.success(request, _("Thank you. Who takes part reads this now."))
        return redirect("acquaintance:page", slug=slug)
    around = {**_around(request, challenge, "cards"), "written": bool(words)}
    return render(request, "acquaintance/own.html", {**around, "form": form}, status=_status(form))


@require_POST
@login_required
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's own card away for good."""
    actions.erase_introduction(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("Your introduction is gone for good."))
    return redirect("acquaintance:page", slug=slug)


@require_POST
@login_required
def not_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Be asked no more for an introduction."""
    actions.ask_no_more(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("Fine. You will not be asked again; you can always do it later."))
    return redirect("room:overview", slug=slug)


@never_cache
@require_safe
def coffee(request: HttpRequest, slug: str) -> HttpResponse:
    """Coffee with somebody of another party: how many want it, the draws, and one's own."""
    challenge = visible_challenge(slug, request.user)
    around, by = _around(request, challenge, "coffee"), request.user
    keeps = by.is_authenticated and permissions.keeps(challenge, _by(request))
    shown = {"keeps": keeps, "drawable": keeps and queries.can_be_drawn(queries.willing(challenge))}
    return render(request, "acquaintance/coffee.html", {**around, **queries.coffee(challenge, by), **shown})


@require_POST
@login_required
def want_coffee(request: HttpRequest, slug: str) -> HttpResponse:
    """Want coffee from the next draw on."""
    actions.want_coffee(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You are in the next draw. You can stop at any time."))
    return redirect("acquaintance:coffee", slug=slug)


@require_POST
@login_required
def stop_coffee(request: HttpRequest, slug: str) -> HttpResponse:
    """Want no more coffee."""
    actions.stop_coffee(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You are in no draw any more."))
    return redirect("acquaintance:coffee", slug=slug)


@require_POST
@login_required
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw pairs now."""
    actions.draw_coffee(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("The pairs are drawn. Each of them hears with whom."))
    return redirect("acquaintance:coffee", slug=slug)


@never_cache
@login_required
def pair(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What two people who were drawn together write to each other; for the two alone."""
    challenge = visible_challenge(slug, request.user)
    one = queries.pair_or_none(challenge, public_id)
    if one is None:
        return _gone(request, challenge)
    lot = permissions.own_lot(one, _by(request))
    form = forms.NoteForm(request.POST or None)
    if form.is_valid():
        actions.write_note(one, words=form.cleaned_data["words"], by=_by(request))
        return redirect("acquaintance:pair", slug=slug, public_id=public_id)
    shown = {**queries.pair_page(one, lot), "form": form}
    around = _around(request, challenge, "coffee")
    return render(request, "acquaintance/pair.html", {**around, **shown}, status=_status(form))


def _gone(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Lead on from a pair that is no more who may have been in it; words sent to it come back to who typed them."""
    permissions.refuse_never_drawn(challenge, _by(request))
    said = _("The other is no longer here.")
    if request.method == "POST":
        raise Refused(said)
    messages.info(request, said)
    return redirect("acquaintance:coffee", slug=challenge.slug)


@require_POST
@login_required
def show_address(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Agree that the other sees one's mail address, or no longer."""
    one = queries.pair_of(visible_challenge(slug, request.user), public_id)
    lot = actions.show_address(one, shows=request.POST.get("shows") == "yes", by=_by(request))
    yes, no = _("The two of you see each other's address once both said yes."), _("Your address does not show.")
    messages.success(request, yes if lot.shows_address else no)
    return redirect("acquaintance:pair", slug=slug, public_id=public_id)


@never_cache
@require_safe
def visits(request: HttpRequest, slug: str) -> HttpResponse:
    """Visits to each other's place: those to come, and those that were."""
    challenge = visible_challenge(slug, request.user)
    around = _around(request, challenge, "visits")
    if not around["inside"]:
        return render(request, "acquaintance/outside.html", around)
    return render(
        request, "acquaintance/visits.html", {**around, **queries.visits(challenge, request.GET.get("page", ""))}
    )


@login_required
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite the others to the place of one's own party."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.VisitForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Invite the others to your place"), _("Send the invitation"))
    visit = actions.offer_visit(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody has the invitation, with the moment for their calendar."))
    return redirect("acquaintance:visit", slug=slug, public_id=visit.public_id)


@never_cache
@login_required
@require_safe
def visit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One visit, and who comes."""
    challenge = visible_challenge(slug, request.user)
    permissions.refuse_outside(challenge, request.user)
    one = queries.visit_of(challenge, public_id)
    around = _around(request, challenge, "visits")
    hosts = permissions.hosts(one, _by(request))
    shown = {"hosts": hosts, "may_answer": seat_of(challenge, request.user) and not around["is_off"]}
    return render(request, "acquaintance/visit.html", {**around, **queries.visit_page(one, request.user), **shown})


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say whether one comes."""
    one = queries.visit_of(visible_challenge(slug, request.user), public_id)
    comes = actions.answer_visit(one, comes=request.POST.get("comes") == "yes", by=_by(request)).comes
    messages.success(request, _("Good. See you there.") if comes else _("Thank you for telling."))
    return redirect("acquaintance:visit", slug=slug, public_id=public_id)


@login_required
def change(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change a visit to the place of one's own party."""
    challenge = visible_challenge(slug, request.user)
    one = queries.visit_of(challenge, public_id)
    permissions.hosts_seat(one, _by(request))
    permissions.refuse_over(one)
    form = forms.VisitForm(request.POST or None, initial=forms.of_visit(one))
    if not form.is_valid():
        return _form(request, challenge, form, _("Change the visit"), _("Change it and tell everybody"))
    actions.change_visit(one, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody heard it, and has the new moment for their calendar."))
    return redirect("acquaintance:visit", slug=slug, public_id=public_id)


@login_required
def cancel(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Cancel a visit to the place of one's own party."""
    challenge = visible_challenge(slug, request.user)
    one = queries.visit_of(challenge, public_id)
    permissions.hosts_seat(one, _by(request))
    form = forms.CancelForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Cancel the visit"), _("Cancel it and tell everybody"))
    actions.cancel_visit(one, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody heard that the visit is cancelled."))
    return redirect("acquaintance:visit", slug=slug, public_id=public_id)


@login_required
@require_safe
def calendar(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A visit for one's calendar."""
    challenge = visible_challenge(slug, request.user)
    permissions.refuse_outside(challenge, request.user)
    response = HttpResponse(exports.calendar(queries.visit_of(challenge, public_id)), exports.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{exports.FILE_NAME}"'
    return response


def _around(request: HttpRequest, challenge: Challenge, part: str) -> dict[str, Any]:
    inside = takes_part(challenge, request.user)
    around = frame(request, challenge, "lead_in")
    return {**around, "inside": inside, "part": part, "goes": not around["is_off"] and not around["shut"]}


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str) -> HttpResponse:
    shown = {**_around(request, challenge, "visits"), "form": form, "title": title, "submit": submit}
    return render(request, "acquaintance/form.html", shown, status=_status(form))


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.is_bound and form.errors else 200


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

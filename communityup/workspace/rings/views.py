"""What one sees of rings, and how one changes one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.challenges.models import Challenge, Ring
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.challenges.queries import frame, places_per_party, visible_challenge
from communityup.workspace.rings import actions, forms, queries
from communityup.workspace.rings.permissions import mark_of, refuse_no_answer, refuse_no_host

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part: how many people stand how close for each party, and one's own ring."""
    challenge = visible_challenge(slug, request.user)
    shown = queries.page(challenge, request.user)
    return render(request, "rings/page.html", {**frame(request, challenge, "lead_in"), **shown})


@require_POST
@login_required
def come(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a free place at the table."""
    seat = actions.come_to_table(visible_challenge(slug, request.user), by=_by(request))
    if seat.ring != Ring.TABLE:
        messages.success(
            request, _("Your question is with the people of your party at the table. You hear what they say.")
        )
        return redirect("rings:page", slug=slug)
    read_first = _("You sit at the table. Read and accept the working agreement; then your place counts.")
    messages.success(request, _("You sit at the table.") if seat.rules else read_first)
    return redirect("rings:page" if seat.rules else "rules:page", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask no longer for a place at the table."""
    actions.take_back_asking(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You no longer ask for a place at the table. You contribute from around it as before."))
    return redirect("rings:page", slug=slug)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say yes or no to somebody who asks for a place at the table."""
    challenge = visible_challenge(slug, request.user)
    asked = queries.asked_of(challenge, public_id)
    refuse_no_answer(asked, _by(request))
    form = forms.AnswerForm(request.POST or None, initial={"seen": mark_of(asked)})
    said = done(form, lambda: actions.answer_asking(asked, **form.cleaned_data, by=_by(request)))
    if said is None:
        around: dict[str, Any] = {**frame(request, challenge, "lead_in"), "form": form, "asked": asked}
        return render(request, "rings/answer.html", around, status=UNPROCESSABLE if form.is_bound else 200)
    messages.success(request, _("They hear it now.") if said.agrees else _("They hear it. You can still change this."))
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def ask_part(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask a party to contribute with it."""
    party = queries.party_at(visible_challenge(slug, request.user), number)
    actions.ask_for_part(party, by=_by(request))
    asked = _("Your question is with the people of %(party)s at the table. You hear what they say.")
    messages.success(request, asked % {"party": party})
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def take_back_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask no party any more to contribute with it."""
    actions.take_back_part(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You no longer ask. You follow as before, and can ask another party."))
    return redirect("rings:page", slug=slug)


@login_required
def answer_part(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say yes or no to somebody who asks to contribute with one's party."""
    challenge = visible_challenge(slug, request.user)
    asked = queries.part_of(challenge, public_id)
    refuse_no_host(asked.party, _by(request))
    form = forms.PartForm(request.POST or None, initial={"seen": mark_of(asked)})
    said = done(form, lambda: actions.answer_part(asked, **form.cleaned_data, by=_by(request)))
    if said is None:
        around: dict[str, Any] = {**frame(request, challenge, "lead_in"), "form": form, "asked": asked}
        return render(request, "rings/answer_part.html", around, status=UNPROCESSABLE if form.is_bound else 200)
    messages.success(request, _("They hear it now.") if said.agrees else _("They hear it. You can still change this."))
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Go around the table."""
    actions.leave_table(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You now contribute from around the table. You read and hear the same as before."))
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow this challenge."""
    actions.follow(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You follow this challenge and hear what everybody hears."))
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop following; a challenge that is not public is out of sight then."""
    challenge = visible_challenge(slug, request.user)
    actions.stop_following(challenge, by=_by(request))
    messages.success(request, _("You no longer follow this challenge."))
    return redirect("rings:page", slug=slug) if challenge.public_at else redirect("challenges:list")


@login_required
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties for another number of places."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.PlacesForm(request.POST or None, initial={"places": places_per_party(challenge) + 1})
    if not form.is_valid():
        return _form(request, challenge, form, _("More places at the table?"), _("Ask all parties"))
    asked = actions.ask_places(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("All parties agreed.") if asked.agreed else _("The other parties can answer now."))
    return redirect("rings:page", slug=slug)


@login_required
def substitute(request: HttpRequest, slug: str) -> HttpResponse:
    """Name who stands in for oneself."""
    challenge = visible_challenge(slug, request.user)
    seat = own_place(challenge, _by(request))
    looked_for = request.GET.get("wie", "")
    form = forms.SubstituteForm(request.POST or None, people=queries.candidates(seat), looked_for=looked_for)
    if not form.is_valid():
        return _form(request, challenge, form, _("Who stands in for you?"), _("Ask this person"))
    named = actions.name_substitute(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("%(name)s is asked to stand in for you.") % {"name": named.substitute})
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def drop(request: HttpRequest, slug: str) -> HttpResponse:
    """Have no substitute any more."""
    actions.drop_substitute(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("Nobody stands in for you now."))
    return redirect("rings:page", slug=slug)


@login_required
def stand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the briefing of somebody who stands in, and say yes."""
    challenge = visible_challenge(slug, request.user)
    held = queries.held_by_another(own_place(challenge, _by(request)))
    if held is None:
        raise NotAllowed(_("Nobody named you as a substitute here."))
    if request.method != "POST":
        return render(
            request, "rings/stand_in.html", {**frame(request, challenge, "lead_in"), **queries.briefing(held)}
        )
    number = request.POST.get("number", "")
    actions.accept_substitution(challenge, number=int(number) if number.isdecimal() else 0, by=_by(request))
    messages.success(request, _("Thank you. When it is your turn, it stands between your tasks."))
    return redirect("rings:page", slug=slug)


@require_POST
@login_required
def decline(request: HttpRequest, slug: str) -> HttpResponse:
    """Not stand in, or not any longer."""
    actions.decline_substitution(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You do not stand in. Whoever asked you sees that nobody stands in now."))
    return redirect("rings:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "rings/form.html", {**around, "form": form, "title": title, "submit": submit}, status=status)

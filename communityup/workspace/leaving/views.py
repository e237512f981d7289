"""What one sees when leaving a challenge."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.permissions import left_behind
from communityup.workspace.challenges.permissions import any_place, own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.leaving import actions, forms, permissions, queries

UNPROCESSABLE = 422


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Give up one's own place, after a question whether that is meant."""
    challenge = visible_challenge(slug, request.user)
    seat = any_place(challenge, _by(request))
    if permissions.is_only_one(seat) and request.method != "POST":
        messages.info(request, _("You are the only one of your party. When you go, your party goes."))
        return redirect("leaving:party", slug=slug)
    if request.method != "POST":
        return render(request, "leaving/leave.html", {**frame(request, challenge, "parties"), "party": seat.party})
    actions.leave_seat(challenge, by=_by(request))
    messages.success(request, _("You no longer take part for %(party)s.") % {"party": seat.party.name})
    return redirect("my_page")


@login_required
def party_goes(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the people of one's own party whether it goes, or see that one of them asked it."""
    challenge, may = (
        visible_challenge(slug, request.user),
        permissions.asking_seat if request.method == "POST" else any_place,
    )
    place = may(challenge, _by(request))
    form = forms.PartyGoesForm(request.POST or None)
    if not form.is_valid():
        around = frame(request, challenge, "parties")
        status = UNPROCESSABLE if form.is_bound else 200
        context = {**around, **queries.party_page(place), "form": form}
        return render(request, "leaving/party.html", context, status=status)
    actions.ask_to_go(challenge, words=form.cleaned_data["words"], by=_by(request))
    if not permissions.is_only_one(place):
        messages.success(request, _("Everybody of your party hears it now. For others nothing changes yet."))
    return redirect("leaving:party", slug=slug)


@login_required
def agree(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say yes as the second person of one's party, after a question whether that is meant: it goes now."""
    challenge = visible_challenge(slug, request.user)
    departure = queries.departure_of(challenge, public_id)
    if request.method != "POST":
        permissions.refuse_over(departure, _by(request))
        around = frame(request, challenge, "parties")
        return render(request, "leaving/agree.html", {**around, "departure": departure, "party": departure.party})
    party = actions.agree_to_go(departure, by=_by(request))
    messages.success(request, _("%(party)s no longer takes part.") % {"party": party.name})
    return redirect("my_page")


@require_POST
@login_required
def stay(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back that one's party goes."""
    departure = queries.departure_of(visible_challenge(slug, request.user), public_id)
    actions.take_back_going(departure, by=_by(request))
    messages.success(request, _("Taken back: your party takes part as before. Everybody of your party hears it."))
    return redirect("leaving:party", slug=slug)


@login_required
def let_go(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let an agreement end of which the other side left, and say why."""
    agreement = queries.agreement(visible_challenge(slug, request.user), public_id)
    left_behind(agreement, _by(request))
    form = forms.LetGoForm(request.POST or None)
    if done(form, lambda: actions.let_go(agreement, **form.cleaned_data, by=_by(request))) is None:
        return _about(request, "leaving/let_go.html", agreement, form)
    messages.success(request, _("This agreement ended. Everybody can read why."))
    return redirect("agreements:agreement", slug=slug, public_id=public_id)


@login_required
def take_over(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Propose that another party takes the place of the side that left."""
    agreement = queries.agreement(visible_challenge(slug, request.user), public_id)
    seat, stays = permissions.taking_over(agreement, _by(request))
    parties = queries.who_can_take_over(agreement, stays, seat.party)
    if not parties:
        raise Refused(_("No other party takes part that can take this over. You can let it end."))
    form = forms.TakeOverForm(request.POST or None, parties=parties, initial=queries.as_it_stands(agreement))
    made = done(form, lambda: actions.take_over(agreement, **form.cleaned_data, by=_by(request)))
    if made is None:
        return _about(request, "leaving/take_over.html", agreement, form, parties=parties, stays=stays)
    messages.success(request, _("Proposed. It takes the place of the earlier agreement once both parties confirm it."))
    return redirect("agreements:agreement", slug=slug, public_id=made.public_id)


@login_required
def observer_goes(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask all parties to end the reading along of an observer, with a reason."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.ObserverEndForm(request.POST or None, readers=queries.observer_choices(challenge))
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        around = frame(request, challenge, "parties")
        return render(request, "leaving/observer.html", {**around, "form": form}, status=status)
    reader = queries.observer_of(challenge, form.cleaned_data["reader"])
    actions.ask_to_end_observing(reader, reason=form.cleaned_data["reason"], by=_by(request))
    messages.success(request, _("The other parties can answer now. Nothing changes before all agree."))
    return redirect("council:page", slug=slug)


@require_safe
def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """The parties that left, and what is still open with each."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "parties")
    return render(request, "leaving/gone.html", {**around, "gone": queries.gone(challenge)})


@require_safe
@login_required
def briefing(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody needs who takes a place over."""
    challenge = visible_challenge(slug, request.user)
    seat = queries.seat_with_all(any_place(challenge, _by(request)))
    around = frame(request, challenge, "parties")
    return render(request, "leaving/briefing.html", {**around, **queries.briefing(seat)})


def _about(request: HttpRequest, template: str, agreement: Agreement, form: Form, **context: Any) -> HttpResponse:
    around = frame(request, agreement.challenge, "agreements")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, {**around, "agreement": agreement, "form": form, **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

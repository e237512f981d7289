"""What one sees of visits, and what the two members and the coordinators can do with them."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.gatherings import exports
from communityup.network.meetings.forms import of_gathering
from communityup.network.members.permissions import acts_in, own_delegate
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.visits import actions, forms, notices, permissions, queries
from communityup.network.visits.models import Visit
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """What visitors told in public, and how visits go here."""
    network = network_of(slug)
    return _page(request, network, "list", **queries.listing(network, request.user, request.GET.get("page", "1")))


@never_cache
@require_safe
@login_required
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What one's own member asks and offers, what is proposed to it, and its visits."""
    network = network_of(slug)
    return _page(request, network, "mine", **queries.mine(acts_in(network, _by(request))))


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a visit or a guest story (N14)."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    form = forms.AskForm(request.POST or None, taken=queries.taken(own.member, "ask"))
    if not form.is_valid():
        return _wish(
            request,
            network,
            form,
            (_("Ask for a visit"), _("Ask it"), _("With one question to who has experience with it.")),
        )
    actions.ask_visit(own.member, card=form.card, by=_by(request))
    messages.success(request, _("Kept. Only the coordinators and who is matched with you read it."))
    return redirect("visits:mine", slug=slug)


@login_required
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a visit or a guest story (N14)."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    form = forms.OfferForm(request.POST or None, taken=queries.taken(own.member, "offer"))
    if not form.is_valid():
        return _wish(
            request,
            network,
            form,
            (_("Offer a visit"), _("Offer it"), _("Let others see how it goes with you, or tell it.")),
        )
    actions.offer_visit(own.member, card=form.card, by=_by(request))
    messages.success(request, _("Kept. Only the coordinators and who is matched with you read it."))
    return redirect("visits:mine", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back what one's own member asked or offered."""
    network = network_of(slug)
    acts_in(network, _by(request))
    wish = queries.wish_of(network, public_id, request.user)
    own_delegate(wish.member, _by(request))
    actions.take_back(wish, by=_by(request))
    messages.success(request, _("Taken back. The words are gone, and what was proposed with it too."))
    return redirect("visits:mine", slug=slug)


@never_cache
@login_required
def matching(request: HttpRequest, slug: str) -> HttpResponse:
    """For the coordinators: what is asked and offered, what fits, and putting that to both (N15)."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    form = forms.MatchForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "matching", status=status, **queries.matching(network))
    pair = [queries.wish_of(network, form.cleaned_data[name], request.user) for name in ("ask", "offer")]
    actions.propose(*pair, by=_by(request))
    messages.success(request, _("Both members get a message. It becomes a visit when both say yes."))
    return redirect("visits:matching", slug=slug)


@never_cache
@login_required
def proposal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A proposal, for the two members and the coordinators; each member answers for itself (N15)."""
    network = network_of(slug)
    found, side = queries.proposal_of(network, public_id, request.user)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST":
        permissions.own_answer(found, _by(request))
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "proposal", status=status, form=form, **queries.proposal_page(found, side))
    yes = form.cleaned_data["answer"] == "yes"
    made = actions.answer(found, yes=yes, reason=form.cleaned_data["reason"], by=_by(request))
    if made is not None:
        messages.success(request, _("Both said yes. Prepare the visit together here."))
        return _to(made)
    messages.success(
        request, _("Thank you. You hear it when the other says yes too.") if yes else _("Thank you. We look on.")
    )
    return redirect("visits:mine", slug=slug)


@require_POST
@login_required
def withdraw_proposal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a proposal back as a coordinator."""
    network = network_of(slug)
    found, _side = queries.proposal_of(network, public_id, request.user)
    own_coordinator(network, _by(request))
    actions.withdraw_proposal(found, by=_by(request))
    messages.success(request, _("Taken back. Both members do not see it any more."))
    return redirect("visits:matching", slug=slug)


@never_cache
@require_safe
@login_required
def visit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A visit, for its two members and the coordinators (N17)."""
    network = network_of(slug)
    found, side = queries.visit_of(network, public_id, request.user)
    return _page(request, network, "visit", **queries.visit_page(found, side))


@login_required
def delegation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say in which roles people come along."""
    found = _own(request, slug, public_id, only=permissions.GUEST)
    permissions.gathering_of(found)
    room = found.proposal.offer.people
    form = forms.DelegationForm(request.POST or None, room=room, initial=queries.delegation(found))
    if not form.is_valid():
        return _form(request, found, form, (_("Who come along?"), _("Save")), mixed=True)
    actions.tell_delegation(found, numbers=form.numbers, reason=form.cleaned_data["reason"], by=_by(request))
    messages.success(request, _("Saved. The host sees in which roles you come."))
    return _to(found)


@login_required
def day(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Choose when and where."""
    found = _own(request, slug, public_id)
    permissions.gathering_of(found)
    initial = {} if found.gathering is None else of_gathering(found.gathering)
    form = forms.DayForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _form(request, found, form, (_("When and where?"), _("Save")))
    actions.set_date(found, moment=form.moment, by=_by(request))
    messages.success(request, _("Saved. When there is a day, both members get it by mail for their calendar."))
    return _to(found)


@never_cache
@require_safe
@login_required
def calendar(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The day of a visit for one's own calendar."""
    found, _side = queries.visit_of(network_of(slug), public_id, request.user)
    if found.gathering is None or not found.gathering.is_dated:
        raise Http404
    answer = HttpResponse(notices.calendar(found), content_type=exports.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{exports.FILE_NAME}"'
    return answer


@login_required
def prepare(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Prepare a visit together: question, programme, how one gets in, whom to call."""
    found = _own(request, slug, public_id)
    form = forms.PrepareForm(request.POST or None, network=found.network, initial=queries.preparation_of(found))
    if not form.is_valid():
        return _form(request, found, form, (_("Prepare it together"), _("Save")))
    actions.prepare(found, words=form.words, links=form.links, by=_by(request))
    messages.success(request, _("Saved. Both members can change it."))
    return _to(found)


@login_required
def stop(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a visit does not go on."""
    found = _own(request, slug, public_id)
    form = forms.StopForm(request.POST or None)
    if not form.is_valid():
        return _form(request, found, form, (_("Does it not go on?"), _("It does not go on")))
    actions.stop(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Both members hear it. It leaves their calendars."))
    return _to(found)


def _own(request: HttpRequest, slug: str, public_id: str, *, only: str = "") -> Visit:
    """Return a visit for one of its sides; raises Http404 for who may not know of it, NotAllowed for the other side."""
    found, _side = queries.visit_of(network_of(slug), public_id, request.user)
    permissions.own_side(found, _by(request), only=only)
    return found


def _wish(request: HttpRequest, network: Network, form: django_forms.Form, told: tuple[str, str, str]) -> HttpResponse:
    context = {"form": form, "title": told[0], "label": told[1], "lead": told[2], "discreet": True}
    return _page(request, network, "form", status=UNPROCESSABLE if form.is_bound else 200, **context)


def _form(
    request: HttpRequest, found: Visit, form: django_forms.Form, title: tuple[str, str], **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title[0], "label": title[1], "visit": found, **more}
    return _page(request, found.network, "form", status=UNPROCESSABLE if form.is_bound else 200, **context)


def _to(found: Visit) -> HttpResponse:
    return redirect("visits:visit", slug=found.network.slug, public_id=found.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"visits/{name}.html", {**frame(request, network, "visits"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

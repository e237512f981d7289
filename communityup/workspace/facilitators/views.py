"""What does one see of who guards the process, and how one proposes, answers, stops or asks for another."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.people.queries import signed_in
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat, stands_still
from communityup.workspace.challenges.queries import frame, rules_now, visible_challenge
from communityup.workspace.facilitators import actions, forms, queries
from communityup.workspace.facilitators.models import Candidacy

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who guards the process, since when, who is asked, and what waits; names are for who takes part."""
    challenge = visible_challenge(slug, request.user)
    context = {**frame(request, challenge, "lead_in"), **queries.page(challenge, request.user)}
    return render(request, "facilitators/page.html", context)


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose oneself or somebody of one's own party."""
    challenge = visible_challenge(slug, request.user)
    seat = own_seat(challenge, _by(request))
    people = queries.colleagues(challenge, seat.party)
    form = _person_form(request, people, _("Who of your party guards the process?"))
    form.asks_all = True
    if not form.is_valid():
        return _form(request, challenge, form, _("Propose a facilitator"), _("Ask all parties"))
    actions.propose_own(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    return redirect("facilitators:page", slug=slug)


@login_required
def outsider(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose somebody from outside, to guard the process or to help."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.OutsiderForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Ask somebody from outside"), _("Ask all parties"))
    actions.propose_outsider(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("A letter is on its way, and the other parties can answer now."))
    return redirect("facilitators:page", slug=slug)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Read what one is asked, and say yes; also for who sees nothing else of the challenge yet."""
    person = signed_in(request)
    asked = queries.own_candidacy(public_id, person)
    form, people = _accept_form(request, asked), queries.substitutes(asked, person)
    if request.method != "POST" or (form is not None and not form.is_valid()):
        context: dict[str, Any] = {
            "asked": asked,
            "own_challenge": asked.challenge,
            "form": form,
            "alone": asked.party is not None and not people.exists(),
        }
        context |= {"rules": rules_now(asked.challenge), "stands_still": stands_still(asked.challenge)}
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render(request, "facilitators/answer.html", context, status=status)
    begun = actions.accept(asked, **_named(form), by=_by(request)).state == Candidacy.State.SERVES
    messages.success(request, _("It begins now.") if begun else _("Thank you. It begins when all parties agree too."))
    return redirect("facilitators:answer", slug=slug, public_id=public_id)


@require_POST
@login_required
def give_up(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say no to what one is asked, or take one's own party's proposal back."""
    actions.give_up(queries.any_candidacy(slug, public_id, signed_in(request)), by=_by(request))
    messages.success(request, _("Thank you for telling. This question is over."))
    return redirect("my_page")


@login_required
def substitute(request: HttpRequest, slug: str) -> HttpResponse:
    """Name who acts for oneself after three days."""
    challenge = visible_challenge(slug, request.user)
    form = _substitute_form(request, challenge)
    if not form.is_valid():
        return _form(request, challenge, form, _("Who stands in for you?"), _("Save"))
    actions.name_substitute(challenge, **form.cleaned_data, by=_by(request))
    outside = _(
        "A letter is on its way, and all parties are asked. Until they all say yes, nobody new stands in for you."
    )
    own = _("When something waits three days for you, your substitute can do it.")
    messages.success(request, outside if isinstance(form, forms.AddressForm) else own)
    return redirect("facilitators:page", slug=slug)


@require_POST
@login_required
def stop_standing_in(request: HttpRequest, slug: str) -> HttpResponse:
    """No longer stand in for a facilitator."""
    actions.stop_standing_in(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You no longer stand in."))
    return redirect("my_page")


@require_POST
@login_required
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask one's substitute to take over."""
    actions.hand_over(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("Your substitute and all parties are asked. Until they all say yes, nothing changes."))
    return redirect("facilitators:page", slug=slug)


@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop guarding the process, after a question whether that is meant."""
    challenge = visible_challenge(slug, request.user)
    if request.method != "POST":
        return render(request, "facilitators/stop.html", frame(request, challenge, "lead_in"))
    actions.stop(challenge, by=_by(request))
    messages.success(request, _("You no longer guard the process. Thank you."))
    return redirect("my_page")


@require_POST
@login_required
def stop_helping(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Stop helping from outside."""
    challenge = visible_challenge(slug, request.user)
    actions.stop_helping(queries.candidacy_of(challenge, public_id), by=_by(request))
    messages.success(request, _("You no longer help here. Thank you."))
    return redirect("facilitators:page", slug=slug)


@login_required
def replacement(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Ask for another facilitator, with a reason."""
    challenge = visible_challenge(slug, request.user)
    guard = queries.guard_of(challenge, key)
    own_seat(challenge, _by(request))
    form = forms.ReasonForm(request.POST or None)
    if not form.is_valid():
        title = _("Somebody else instead of %(name)s") % {"name": guard.person}
        return _form(request, challenge, form, title, _("Ask all parties"))
    actions.ask_replacement(guard, **form.cleaned_data, by=_by(request))
    messages.success(request, _("All parties can answer now. The facilitators have no say in this."))
    return redirect("facilitators:page", slug=slug)


def _person_form(request: HttpRequest, people: QuerySet[Person], label: str | None = None) -> forms.PersonForm:
    return forms.PersonForm(request.POST or None, people=people, looked_for=request.GET.get("wie", ""), label=label)


def _accept_form(request: HttpRequest, asked: Candidacy) -> forms.PersonForm | forms.AddressForm | None:
    """Return the choice of a substitute, for who is asked to guard the process: of one's party, or from outside."""
    if asked.role != Candidacy.Role.FACILITATOR or asked.accepted_at is not None:
        return None
    if asked.party is None:
        return forms.AddressForm(request.POST or None)
    people = queries.substitutes(asked, signed_in(request))
    label = _("Who of your party acts for you when something waits three days?")
    return _person_form(request, people, label)


def _named(form: forms.PersonForm | forms.AddressForm | None) -> dict[str, Any]:
    """Return whom somebody named to stand in."""
    if form is None or isinstance(form, forms.AddressForm):
        return {} if form is None else form.cleaned_data
    return {"substitute": form.cleaned_data["person"]}


def _substitute_form(request: HttpRequest, challenge: Challenge) -> forms.PersonForm | forms.AddressForm:
    guard = queries.own_office(challenge, signed_in(request))
    if guard.party is None:
        return forms.AddressForm(request.POST or None)
    people = queries.colleagues(challenge, guard.party, besides=guard.person)
    return _person_form(request, people)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _form(request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str) -> HttpResponse:
    around: dict[str, Any] = frame(request, challenge, "lead_in")
    status = UNPROCESSABLE if form.is_bound else 200
    words = {"form": form, "title": title, "submit": submit}
    return render(request, "facilitators/form.html", {**around, **words}, status=status)

"""What one sees and does when one is stuck: ask peers, think along, and go through the case together."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.stuck import actions, forms, permissions, queries
from communityup.network.stuck.models import HelpRequest
from communityup.people.actors import Actor
from communityup.people.models import Person

UNPROCESSABLE, NOTHING_NEW = 422, 204


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What one can do when one is stuck; for members also what they asked and were asked (A8)."""
    network = network_of(slug)
    return _page(request, network, "list", **queries.overview(network, request.user))


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask peers to think along."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    form = forms.AskForm(request.POST or None, peers=queries.peers_beside(network, own.person_id))
    if not form.is_valid():
        return _form(request, network, form, (_("On what are you stuck?"), _("Ask peers")))
    made = actions.ask_peers(network, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Asked. You get a message as soon as somebody offers to think along."))
    return _to(made)


@require_POST
@login_required
def be_peer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to think along with who is stuck, or not any more."""
    network = network_of(slug)
    wants = request.POST.get("wants") != "no"
    actions.be_peer(network, wants=wants, by=_by(request))
    asked, done = _("From now on you hear it when somebody is stuck."), _("You are not asked any more.")
    messages.success(request, asked if wants else done)
    return redirect("stuck:list", slug=slug)


@never_cache
@require_safe
@login_required
def help_request(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One question of who is stuck, for who may read it (T7)."""
    found, person = _found(request, slug, public_id)
    return _page(request, found.network, "request", form=forms.OfferForm(), **queries.page_of(found, person))


@require_POST
@login_required
def offer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Offer to think along."""
    found, person = _found(request, slug, public_id)
    form = forms.OfferForm(request.POST)
    if not form.is_valid():
        context = queries.page_of(found, person)
        return _page(request, found.network, "request", status=UNPROCESSABLE, form=form, **context)
    actions.offer_to_think_along(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Thank you. Who asked this chooses who thinks along; you get a message."))
    return _to(found)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Do not think along after all."""
    found, _person = _found(request, slug, public_id)
    actions.take_back_offer(found, by=_by(request))
    messages.success(request, _("You do not think along."))
    return redirect("stuck:list", slug=slug)


@require_POST
@login_required
def accept(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let somebody think along."""
    network = network_of(slug)
    person = permissions.comes_here(network, _by(request))
    offered = queries.offer_in(network, public_id, person)
    accepted = actions.accept_offer(offered, by=_by(request))
    messages.success(request, _("You see each other's names now. Plan together when you talk."))
    return _to(accepted)


@require_POST
@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """End thinking along."""
    found, _person = _found(request, slug, public_id)
    actions.end_help(found, by=_by(request))
    messages.success(request, _("Ended. Everything is deleted on the day you agreed."))
    return _to(found)


@require_POST
@login_required
def delete(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Delete at once what one asked, with all that was said about it."""
    found, _person = _found(request, slug, public_id)
    actions.delete_help(found, by=_by(request))
    messages.success(request, _("Everything about it is deleted."))
    return redirect("stuck:list", slug=slug)


@login_required
def plan(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say when and where the group comes together, and who leads it (N18)."""
    found, _person = _found(request, slug, public_id)
    permissions.of_group(found, _by(request))
    permissions.refuse_unmatched(found)
    initial, leaders = queries.plan_of(found), queries.leaders(found)
    form = forms.PlanForm(request.POST or None, leaders=leaders, initial=initial)
    if not form.is_valid():
        return _form(request, found.network, form, (_("Plan a consultation"), _("Save")), request_for_help=found)
    words = {name: form.cleaned_data[name] for name in ("where", "pace")}
    leader = queries.offer_of(found, form.cleaned_data["leader"])
    actions.plan_consultation(found, leader=leader, **words, by=_by(request))
    messages.success(request, _("Saved. Your group gets a message."))
    return redirect("stuck:consultation", slug=slug, public_id=public_id)


@never_cache
@login_required
def consultation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Go through the case in steps; write a note in the step that is on. A page that asks hears when nothing is new."""
    found, person = _found(request, slug, public_id)
    permissions.of_group(found, _by(request))
    run = queries.planned(found)
    if request.GET.get("gezien") and request.GET["gezien"] == queries.mark_of(run):
        return HttpResponse(status=NOTHING_NEW)
    form = forms.NoteForm(request.POST if request.method == "POST" else None, initial={"step": run.step})
    if not form.is_valid():
        context, status = queries.run_of(run, person), UNPROCESSABLE if form.is_bound else 200
        return _page(request, found.network, "consultation", status=status, form=form, **context)
    actions.write_note(found, **form.cleaned_data, by=_by(request))
    return redirect("stuck:consultation", slug=slug, public_id=public_id)


@require_POST
@login_required
def next_step(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take the group to the next step, as who leads it."""
    found, _person = _found(request, slug, public_id)
    after = request.POST.get("after", "")
    actions.next_step(found, after=int(after) if after.isdecimal() and len(after) == 1 else -1, by=_by(request))
    return redirect("stuck:consultation", slug=slug, public_id=public_id)


@require_POST
@login_required
def remove_note(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Remove one's own note."""
    network = network_of(slug)
    person = permissions.comes_here(network, _by(request))
    note = queries.note_in(network, public_id, person)
    found = note.consultation.request
    actions.remove_note(found, note, by=_by(request))
    return redirect("stuck:consultation", slug=slug, public_id=found.public_id)


def _found(request: HttpRequest, slug: str, public_id: str) -> tuple[HelpRequest, Person]:
    """Return what somebody may read, and who they are; for members who may not read it there is nothing."""
    network = network_of(slug)
    person = permissions.comes_here(network, _by(request))
    return queries.request_of(network, public_id, person), person


def _form(
    request: HttpRequest, network: Network, form: django_forms.Form, title: tuple[str, str], **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title[0], "label": title[1], **more}
    return _page(request, network, "form", status=UNPROCESSABLE if form.is_bound else 200, **context)


def _to(found: HelpRequest) -> HttpResponse:
    return redirect("stuck:request", slug=found.network.slug, public_id=found.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"stuck/{name}.html", {**frame(request, network, "stuck"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

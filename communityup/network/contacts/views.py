"""What one sees and does to find people of other members, and to write to them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.contacts import actions, forms, permissions, queries
from communityup.network.contacts.models import Message
from communityup.network.members.permissions import acts_in, delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@never_cache
@require_safe
@login_required
def who_is_who(request: HttpRequest, slug: str) -> HttpResponse:
    """People of members who chose to be found, for members and coordinators."""
    network = network_of(slug)
    person = permissions.looks_here(network, _by(request))
    form = forms.WhoForm(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    context: dict[str, Any] = {
        "page": queries.who_is_who(network, person, filters, request.GET.get("page", "1")),
        "form": form,
        "filtered": any(filters.values()),
        "own_delegate": delegate_of(network, person),
        "wait": permissions.wait_of(person),
        "found": queries.own_profile(network, person),
    }
    return _page(request, network, "list", **context)


@never_cache
@login_required
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose to be found, or change what one tells."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    found = queries.own_profile(network, own.person)
    kept = {} if found is None else {"role": found.role, "about": str(found.about)}
    form = forms.FoundForm(request.POST or None, initial=kept)
    if not form.is_valid():
        return _page(request, network, "mine", form=form, found=found, status=_status(form.is_bound))
    actions.be_found(network, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Members and coordinators of this network can find you now."))
    return redirect("contacts:list", slug=slug)


@require_POST
@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Be found no longer."""
    actions.stop_being_found(network_of(slug), by=_by(request))
    messages.success(request, _("Nobody finds you here any more. Your words are gone."))
    return redirect("contacts:list", slug=slug)


@never_cache
@login_required
def write(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write to somebody who can be found."""
    network = network_of(slug)
    acts_in(network, _by(request))
    profile = queries.profile_of(network, public_id)
    form = forms.WriteForm(request.POST or None)
    if not form.is_valid():
        own = permissions.writes_to(profile, _by(request))
        wait = permissions.wait_of(own.person) or permissions.too_full(profile.person)
        return _page(request, network, "write", form=form, profile=profile, wait=wait, status=_status(form.is_bound))
    made = actions.write_to(profile, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Sent. You get a message as soon as there is an answer."))
    return _to(made)


@never_cache
@require_safe
@login_required
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own messages; for coordinators also those that were shown to them."""
    network = network_of(slug)
    person = permissions.comes_for_messages(network, _by(request))
    coordinates = coordinator_of(network, person) is not None
    shown = queries.reported(network, person) if coordinates else []
    return _page(request, network, "inbox", rows=queries.messages_of(network, person), reported=shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def message(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A conversation; sending the form writes back."""
    found, person = _message(request, slug, public_id), _by(request).account
    if request.method == "POST":
        permissions.one_of_two(found, _by(request))
    form = forms.ReplyForm(request.POST or None, shares_already=queries.shares_already(found, person))
    if not form.is_valid():
        told = queries.page_of(found, person)
        return _page(request, found.network, "message", form=form, **told, status=_status(form.is_bound))
    given = form.cleaned_data
    actions.reply(found, words=given["words"], shares=given.get("shares", False), by=_by(request))
    messages.success(request, _("Sent. The other one gets a message that there is something to read."))
    return _to(found)


@require_POST
@login_required
def take_none(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Bar the other one: take no messages from them any more."""
    found = _message(request, slug, public_id)
    actions.take_none(found, by=_by(request))
    messages.success(request, _("You get no messages from this person any more."))
    return _to(found)


@require_POST
@login_required
def take_again(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take messages again from the other one."""
    found = _message(request, slug, public_id)
    actions.take_again(found, by=_by(request))
    messages.success(request, _("This person can write to you again."))
    return _to(found)


@require_POST
@login_required
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show a message to the coordinators."""
    found = _message(request, slug, public_id)
    actions.report(found, by=_by(request))
    messages.success(request, _("Shown. Here stands who reads this conversation now."))
    return _to(found)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back a message that has no answer yet."""
    actions.take_back(_message(request, slug, public_id), by=_by(request))
    messages.success(request, _("You took your message back."))
    return redirect("contacts:inbox", slug=slug)


@require_POST
@login_required
def close(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Close to the coordinators what was shown to them."""
    actions.close_report(_message(request, slug, public_id), by=_by(request))
    messages.success(request, _("Closed. No coordinator reads this conversation any more."))
    return redirect("contacts:inbox", slug=slug)


@require_POST
@login_required
def delete(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Delete a message one got."""
    actions.delete_message(_message(request, slug, public_id), by=_by(request))
    messages.success(request, _("Deleted for good."))
    return redirect("contacts:inbox", slug=slug)


@require_POST
@login_required
def settle(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Delete, as a coordinator, a message that was shown."""
    actions.settle(_message(request, slug, public_id), by=_by(request))
    messages.success(request, _("Deleted for good."))
    return redirect("contacts:inbox", slug=slug)


def _message(request: HttpRequest, slug: str, public_id: str) -> Message:
    network = network_of(slug)
    person = permissions.comes_for_messages(network, _by(request))
    return queries.message_of(network, public_id, person)


def _status(is_bound: bool) -> int:  # noqa: FBT001 - whether a form was sent
    return UNPROCESSABLE if is_bound else 200


def _to(found: Message) -> HttpResponse:
    return redirect("contacts:message", slug=found.network.slug, public_id=found.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    around = frame(request, network, "members")
    return render(request, f"contacts/{name}.html", {**around, **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of first sketches, and what members and who coordinates can do with them."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.outlines import actions, forms, permissions, queries
from communityup.network.outlines.models import Outline
from communityup.people.actors import Actor

UNPROCESSABLE = 422
FORM = ["GET", "HEAD", "POST"]


@require_safe
def sketches(request: HttpRequest, slug: str) -> HttpResponse:
    """The first sketches of a network, and what became of earlier ones (A9)."""
    network = network_of(slug)
    found = queries.sketches(network, request.GET.get("page", "1"))
    speaks = permissions.voice_of(network, request.user) is not None
    return _page(request, network, "list", page=found, speaks=speaks)


@require_safe
def outline(request: HttpRequest, slug: str, public_id: str, number: int | None = None) -> HttpResponse:
    """One version of a sketch, the last one or one of before, with what was said to it."""
    network = network_of(slug)
    found = queries.outline_of(network, public_id)
    told = queries.page_of(found, request.user, number, request.GET.get("page", "1"))
    return _page(request, network, "outline", **told)


@require_http_methods(FORM)
@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a first sketch before the network."""
    network = network_of(slug)
    permissions.own_voice(network, _by(request))
    form = forms.SketchForm(request.POST or None)
    if not form.is_valid():
        return _form(request, network, form, _("Show a first sketch"), _("Show it"))
    made = actions.show_sketch(network, said=actions.Said(**form.cleaned_data), by=_by(request))
    messages.success(request, _("Your sketch can be read. Members can react until you say that it is no longer one."))
    return redirect("outlines:outline", slug=slug, public_id=made.public_id)


@require_http_methods(FORM)
@login_required
def revise(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give one's own sketch a next version."""
    found = _outline(request, slug, public_id)
    permissions.own_outline(found, _by(request))
    permissions.refuse_ended(found)
    number = 0 if found.words.current is None else found.words.current.number
    initial = {**queries.words_of(found), "after": number}
    reactions = queries.to_answer(found)
    form = forms.VersionForm(request.POST or None, initial=initial, reacted=bool(reactions))
    if not form.is_valid():
        told = {"outline": found, "reactions": reactions}
        return _form(request, found.network, form, _("Make a new version"), _("Save as a new version"), **told)
    after = form.cleaned_data.pop("after")
    actions.revise_sketch(found, after=after, said=actions.Said(**form.cleaned_data), by=_by(request))
    messages.success(request, _("The new version can be read. The earlier one stays, with its reactions."))
    return redirect("outlines:outline", slug=slug, public_id=public_id)


@require_http_methods(FORM)
@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say of one's own sketch that it is no longer one, or withdraw it, in two steps: see first what that does."""
    found = _outline(request, slug, public_id)
    permissions.own_outline(found, _by(request))
    form = forms.EndForm(request.POST or None)
    if not form.is_valid() or "again" in request.POST:
        permissions.refuse_ended(found)
        return _form(request, found.network, form, _("End this sketch"), _("Go on"), outline=found)
    if not form.cleaned_data["sure"]:
        permissions.refuse_ended(found)
        return _page(request, found.network, "sure", form=form, outline=found)
    actions.end_sketch(found, **form.said, by=_by(request))
    messages.success(request, _("Saved. All versions and reactions stay to be read."))
    return redirect("outlines:outline", slug=slug, public_id=public_id)


@require_http_methods(FORM)
@login_required
def open_again(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let one's own sketch that was ended be one again; see first what that does."""
    found = _outline(request, slug, public_id)
    voice = permissions.own_outline(found, _by(request))
    if request.method != "POST":
        permissions.refuse_not_ended(found)
        permissions.refuse_more(found.network, voice)
        return _page(request, found.network, "open_again", outline=found)
    actions.open_again(found, by=_by(request))
    messages.success(request, _("It is a first sketch again. Members can react to the last version."))
    return redirect("outlines:outline", slug=slug, public_id=public_id)


@require_http_methods(FORM)
@login_required
def react(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """React to the last version of a sketch, or change what one said to it."""
    found = _outline(request, slug, public_id)
    permissions.own_voice(found.network, _by(request))
    queries.refuse_no_version(found, number)
    own = queries.own_reaction(found, request.user)
    said = str(own.words) if own is not None and own.words.readable else ""
    form = forms.ReactionForm(request.POST or None, initial={"words": said})
    if not form.is_valid():
        permissions.refuse_ended(found)
        permissions.last_version(found, number)
        return _form(request, found.network, form, _("React to the sketch"), _("Save"), outline=found, shown=True)
    actions.react(found, number=number, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your reaction stands with this version."))
    return redirect("outlines:version", slug=slug, public_id=public_id, number=number)


@require_safe
def reaction(_request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lead to where a reaction stands: with its own version."""
    said = queries.reaction_of(network_of(slug), public_id)
    return redirect(queries.address_of(said))


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own reaction back."""
    said = queries.reaction_of(network_of(slug), public_id)
    actions.take_reaction_back(said, by=_by(request))
    messages.success(request, _("Taken back. The words are gone."))
    return redirect("outlines:version", slug=slug, public_id=said.outline.public_id, number=said.version.number)


def _outline(request: HttpRequest, slug: str, public_id: str) -> Outline:
    """Return a sketch for who speaks in its network."""
    network = network_of(slug)
    permissions.own_voice(network, _by(request))
    return queries.outline_of(network, public_id)


def _form(
    request: HttpRequest, network: Network, form: django_forms.Form, title: str, label: str, **context: Any
) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return _page(request, network, "form", form=form, title=title, label=label, status=status, **context)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"outlines/{name}.html", {**frame(request, network, "outlines"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

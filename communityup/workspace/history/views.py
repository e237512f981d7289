"""What one sees of what went before, and what one can add to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.challenges.queries import active_parties, frame, visible_challenge
from communityup.workspace.history import actions, forms, permissions, queries
from communityup.workspace.history.models import Entry

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that went before, as each party tells it."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    number = request.GET.get("page", "1")
    rows = queries.page(challenge, number, own=around["own_party"], place=around["takes_part_for"], viewer=request.user)
    return render(request, "history/page.html", {**around, "rows": rows})


@require_safe
def entry(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One account with the readings beside it, and earlier words."""
    challenge = visible_challenge(slug, request.user)
    found, around = queries.entry_of(challenge, public_id), frame(request, challenge, "lead_in")
    shown = queries.row(found, own=around["own_party"], place=around["takes_part_for"], viewer=request.user)
    context = {**around, "row": shown, "earlier": queries.earlier_words(found)}
    return render(request, "history/entry.html", context)


@login_required
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what happened."""
    challenge = visible_challenge(slug, request.user)
    own_place(challenge, _by(request))
    form = forms.EntryForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Tell what went before"), _("Tell it"))
    told = actions.tell(challenge, kind=Entry.Kind.EVENT, **form.cleaned_data, by=_by(request))
    return _told(request, told)


@login_required
def promise(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a promise from the past on the table."""
    challenge = visible_challenge(slug, request.user)
    own_place(challenge, _by(request))
    form = forms.PromiseForm(request.POST or None, parties=active_parties(challenge))
    if not form.is_valid():
        return _form(request, challenge, form, _("A promise from the past"), _("Put it on the table"))
    told = actions.tell(challenge, kind=Entry.Kind.PROMISE, **form.cleaned_data, by=_by(request))
    return _told(request, told)


@login_required
def distrust(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one distrusts, and why; without a name where enough people take part."""
    challenge = visible_challenge(slug, request.user)
    own_place(challenge, _by(request))
    nameless = permissions.may_be_nameless(challenge)
    form = forms.DistrustForm(request.POST or None, parties=active_parties(challenge), nameless=nameless)
    if not form.is_valid():
        return _form(request, challenge, form, _("What makes you distrust?"), _("Say it"), few=not nameless)
    facts = form.cleaned_data
    if facts.pop("name", forms.OWN_NAME) == forms.NO_NAME:
        return _told(request, actions.tell_without_name(challenge, **facts, by=_by(request)))
    return _told(request, actions.tell(challenge, kind=Entry.Kind.DISTRUST, **facts, by=_by(request)))


@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put one's own account in other words."""
    found = _entry(request, slug, public_id)
    permissions.refuse_others(found, _by(request))
    permissions.refuse_who_moved(found, own_place(found.challenge, _by(request)).party_id)
    form = forms.RewordForm(request.POST or None, initial={"words": str(found.text)})
    if not form.is_valid():
        return _form(request, found.challenge, form, _("In other words"), _("Save"), about=found)
    return _to(actions.reword(found, **form.cleaned_data, by=_by(request)))


@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own account back, after saying so twice."""
    found = _entry(request, slug, public_id)
    permissions.refuse_others(found, _by(request))
    if request.method != "POST":
        return _sure(request, found, _("Take back what you told"))
    actions.take_back(found, by=_by(request))
    messages.success(request, _("Your words are gone. That they were there stays visible."))
    return _to(found)


@login_required
def reading(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lay the reading of one's own party beside an account."""
    found = _entry(request, slug, public_id)
    own = own_seat(found.challenge, _by(request)).party
    form = forms.ReadingForm(request.POST or None, kind=found.kind, initial=queries.said_by(found, own))
    if done(form, lambda: actions.lay_reading(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, found.challenge, form, _("Your reading beside it"), _("Save"), about=found)
    return _to(found)


@login_required
def take_reading_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take the reading of one's own party back."""
    found = _entry(request, slug, public_id)
    own = queries.reading_of(found, own_seat(found.challenge, _by(request)).party)
    if request.method != "POST":
        return _sure(request, found, _("Take back the reading of your party"))
    actions.take_reading_back(own, by=_by(request))
    return _to(found)


@login_required
def stand(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say how it stands now, as who told it without a name."""
    found = _entry(request, slug, public_id)
    permissions.refuse_others(found, _by(request))
    kind, before = Entry.Kind.DISTRUST, queries.said_by(found, None)
    form = forms.ReadingForm(request.POST or None, kind=kind, initial=before)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("How does it stand now?"), _("Save"), about=found)
    said = {name: form.cleaned_data[name] for name in ("words", "stand")}
    actions.tell_how_it_stands(found, **said, by=_by(request))
    return _to(found)


@login_required
def take_stand_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back how it stands, as who told it without a name."""
    found = _entry(request, slug, public_id)
    permissions.refuse_others(found, _by(request))
    own = queries.reading_of(found, None)
    if request.method != "POST":
        return _sure(request, found, _("Take back how it stands for you"))
    actions.take_reading_back(own, by=_by(request))
    return _to(found)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _entry(request: HttpRequest, slug: str, public_id: str) -> Entry:
    return queries.entry_of(visible_challenge(slug, request.user), public_id)


def _form(
    request: HttpRequest,
    challenge: Challenge,
    form: Form,
    title: str,
    submit: str,
    *,
    about: Entry | None = None,
    few: bool = False,
) -> HttpResponse:
    shown = {"form": form, "title": title, "submit": submit, "about": about, "few": few}
    context: dict[str, Any] = {**frame(request, challenge, "lead_in"), **shown}
    return render(request, "history/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _sure(request: HttpRequest, about: Entry, title: str) -> HttpResponse:
    context = {**frame(request, about.challenge, "lead_in"), "about": about, "title": title}
    return render(request, "history/sure.html", context)


def _told(request: HttpRequest, told: Entry) -> HttpResponse:
    messages.success(request, _("It is on the table. The other parties can lay their reading beside it."))
    return _to(told)


def _to(found: Entry) -> HttpResponse:
    return redirect("history:entry", slug=found.challenge.slug, public_id=found.public_id)

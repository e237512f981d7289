"""What one sees of practices: the library for everybody, and the pages on which members and voices work on one."""

import re
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_POST, require_safe

from communityup.network.library import actions, exports, forms, permissions, queries
from communityup.network.library.models import Account, Practice
from communityup.network.members.permissions import acts_in, delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE = 422


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """The practice library: all published practices of all networks, without signing in (A42)."""
    form = forms.FilterForm(request.GET or None)
    page = queries.practices(form.filters, request.GET.get("page", "1"))
    form.offer(queries.facets(form.filters))
    networks = [] if form.chosen else queries.with_practices()
    return render(request, "library/list.html", {"page": page, "form": form, "networks": networks})


@require_safe
def practice(request: HttpRequest, public_id: str) -> HttpResponse:
    """One practice, as it stands now."""
    return _read(request, queries.practice_of(public_id), "practice")


@require_safe
def edition(request: HttpRequest, public_id: str, edition: int) -> HttpResponse:
    """One version of a practice, also an earlier one."""
    return _read(request, queries.practice_of(public_id, edition), "practice")


@require_safe
def factsheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """A practice to print on two sheets at most, with its date and version (A43)."""
    return _read(request, queries.practice_of(public_id), "factsheet")


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """All themes of practices, from A to Z."""
    return render(request, "library/themes.html", {"page": queries.themes(request.GET.get("page", "1"))})


@require_safe
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """The practices around one theme, by condition for success (B41)."""
    return render(request, "library/theme.html", queries.theme_page(theme))


@require_safe
def feed(_request: HttpRequest, slug: str) -> HttpResponse:
    """The newest practices of a network as an Atom feed."""
    return HttpResponse(exports.as_atom(network_of(slug)), content_type="application/atom+xml; charset=utf-8")


@require_safe
@conditional_page
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """All practices of a network as open data, in parts when they are many."""
    part = request.GET.get("deel", "1")
    told = exports.as_json(network_of(slug), int(part) if re.fullmatch("[0-9]{1,4}", part) else 0)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_safe
def as_csv(_request: HttpRequest, slug: str) -> HttpResponse:
    """All practices of a network for a spreadsheet."""
    network = network_of(slug)
    named = {"Content-Disposition": f'attachment; filename="praktijken-{network.slug}.csv"'}
    return HttpResponse(exports.as_csv(network), content_type="text/csv; charset=utf-8", headers=named)


@require_safe
def of_network(request: HttpRequest, slug: str) -> HttpResponse:
    """The practices of one network, and for its people those that are being written (N19)."""
    network = network_of(slug)
    page = queries.practices({}, request.GET.get("page", "1"), network)
    own: dict[str, Any] = {
        "own_delegate": delegate_of(network, request.user),
        "written": queries.being_written(network, request.user),
    }
    return _page(request, network, "of_network", page=page, **own)


@login_required
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to write down a practice."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    form = forms.TitleForm(request.POST or None)
    if not form.is_valid():
        return _form(request, network, form, _("Write down a practice"), _("Begin"))
    begun = actions.begin_practice(own.member, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Begun. You can keep it half done and go on later."))
    return redirect("library:write", slug=slug, public_id=begun.public_id)


@require_safe
@login_required
def draft(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """How far a practice is that is being written: its words, whose yes it waits for, who reads it over."""
    network = network_of(slug)
    found = queries.draft_of(network, public_id, request.user)
    if found.published_at is not None:
        return redirect("library:practice", public_id=found.series)
    return _page(request, network, "draft", **queries.progress(found, request.user))


@login_required
def write(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write on a practice."""
    found = _practice(request, slug, public_id)
    permissions.own_writer(found, _by(request))
    form = forms.PracticeForm(request.POST or None, initial=forms.account_of(found))
    if not form.is_valid():
        return _form(request, found.network, form, _("Write on this practice"), _("Save"), practice=found)
    actions.write_practice(found, account=Account(**form.cleaned_data), by=_by(request))
    messages.success(request, _("Saved. Who is in it is asked when you let it be read."))
    return _to(found)


@login_required
def ask_voice(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Name somebody who is in a practice."""
    found = _practice(request, slug, public_id)
    permissions.own_writer(found, _by(request))
    form = forms.VoiceForm(request.POST or None)
    if not done(form, lambda: actions.name_voice(found, **form.cleaned_data, by=_by(request))):
        return _form(request, found.network, form, _("Who is in it?"), _("Add them"), practice=found)
    messages.success(request, _("Added. They get their letter when you let the practice be read."))
    return _to(found)


@require_POST
@login_required
def leave_out(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Leave somebody's words out of a practice that is being written."""
    network = network_of(slug)
    acts_in(network, _by(request))
    voice = queries.voice_of(network, public_id)
    left = actions.leave_out(voice, by=_by(request))
    told = _("Left out. The words and the address are gone.")
    if voice.stays_named:
        told = _("Left out. The words are gone, they hear it, and the page tells that it is without their consent.")
    messages.success(request, told)
    return _to(left)


@login_required
def voice(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Read a practice in which one is quoted, and say yes or no to one's own part."""
    found = permissions.own_voice(queries.voice_of(network_of(slug), public_id), _by(request))
    mine = permissions.own_approver(found, _by(request))
    form = forms.AnswerForm(request.POST or None, initial=forms.answer_of(found, mine))
    if not form.is_valid():
        shown = queries.content(found.practice, request.user)
        context = {**shown, "form": form, "voice": found, "others": queries.together(found, mine)}
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, found.practice.network, "voice", status=status, **context)
    yes = form.cleaned_data["answer"] == "yes"
    actions.answer_voice(found, yes=yes, quote=form.cleaned_data["quote"], by=_by(request))
    messages.success(request, _("Your answer is kept. You can take your words back at any moment."))
    return redirect("library:voice", slug=slug, public_id=public_id)


@require_POST
@login_required
def take_words_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own words in a practice back, also when it is published (A42)."""
    found = permissions.own_voice(queries.voice_of(network_of(slug), public_id), _by(request))
    actions.take_words_back(found, by=_by(request))
    messages.success(request, _("Your words are gone. That somebody took words back stays to be seen."))
    return redirect("library:voice", slug=slug, public_id=public_id)


@require_POST
@login_required
def ask_review(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let a practice be read: by everybody who is in it, and by another member."""
    found = _practice(request, slug, public_id)
    actions.ask_review(found, by=_by(request))
    messages.success(request, _("Who is in it gets a letter, and the other members see that it waits for a reader."))
    return _to(found)


@login_required
def review(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Read a practice over as somebody of another organisation."""
    found = _practice(request, slug, public_id)
    permissions.own_reviewer(found, _by(request))
    form = forms.ReviewForm(request.POST or None)
    if not form.is_valid():
        context = {**queries.content(found, request.user), "form": form}
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, found.network, "review", status=status, **context)
    good = form.cleaned_data["outcome"] == "good"
    actions.review(found, good=good, remark=form.cleaned_data["remark"], by=_by(request))
    messages.success(request, _("Thank you. Who writes it hears this."))
    return _to(found)


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Publish a practice."""
    shown = actions.publish(_practice(request, slug, public_id), by=_by(request))
    messages.success(request, _("Published: everybody can read it now."))
    return redirect("library:practice", public_id=shown.series)


@require_POST
@login_required
def begin_edition(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Begin a new version of a practice that is published."""
    begun = actions.begin_edition(_practice(request, slug, public_id), by=_by(request))
    messages.success(request, _("The version that is published stays until this one is."))
    return _to(begun)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take the words of one's member in a practice back, or throw a draft away."""
    actions.take_back(_practice(request, slug, public_id), by=_by(request))
    messages.success(request, _("Taken back. Your words are gone."))
    return redirect("library:of_network", slug=slug)


def _practice(request: HttpRequest, slug: str, public_id: str) -> Practice:
    network = network_of(slug)
    acts_in(network, _by(request))
    return queries.draft_of(network, public_id, request.user)


def _read(request: HttpRequest, found: Practice, name: str) -> HttpResponse:
    context = {**queries.content(found, request.user), **queries.around(found, request.user)}
    return render(request, f"library/{name}.html", context)


def _form(
    request: HttpRequest,
    network: Network,
    form: django_forms.Form,
    title: str,
    label: str,
    *,
    practice: Practice | None = None,
) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return _page(request, network, "form", form=form, title=title, label=label, practice=practice, status=status)


def _to(found: Practice) -> HttpResponse:
    return redirect("library:draft", slug=found.network.slug, public_id=found.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"library/{name}.html", {**frame(request, network, "library"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of facts and documents, and how one asks, answers, says it plainly and publishes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_place, own_seat
from communityup.workspace.challenges.queries import active_parties, frame, visible_challenge
from communityup.workspace.facts import actions, forms, permissions, queries
from communityup.workspace.facts.models import Card, Document

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of fact and all documents of parties."""
    challenge = visible_challenge(slug, request.user)
    shown = queries.page(challenge, request.GET.get("page", "1"), request.GET.get("documenten", "1"))
    return render(request, "facts/page.html", {**frame(request, challenge, "lead_in"), **shown})


@require_safe
def card(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One question: who answers it, what came of it, and what was answered before."""
    found = _card(request, slug, public_id)
    around = frame(request, found.challenge, "lead_in")
    shown = queries.card_page(found, around["own_party"], around["takes_part_for"], paused=around["paused"])
    return render(request, "facts/card.html", {**around, **shown})


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask something that can be found out."""
    challenge = visible_challenge(slug, request.user)
    own_place(challenge, _by(request))
    form = forms.QuestionForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Ask a question of fact"), _("Ask it"))
    asked = actions.ask_fact(challenge, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your question is there. Now somebody proposes who answers it."))
    return _to(asked.card)


@login_required
def source(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Propose who answers a question."""
    found = _card(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    version = queries.open_version(found)
    permissions.refuse_source(version)
    form = forms.SourceForm(request.POST or None, parties=active_parties(found.challenge))
    if not form.is_valid():
        return _form(request, found.challenge, form, _("Who answers this?"), _("Ask all parties"), about=found)
    actions.propose_source(version, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    return _to(found)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Bring in the answer of the agreed source."""
    found = _card(request, slug, public_id)
    version = queries.open_version(found)
    permissions.answering_place(version, _by(request))
    permissions.refuse_closed(version)
    now = queries.link_of(version.link) or {}
    form = forms.AnswerForm(request.POST or None, initial={**now, "words": str(version.answer or "")})
    if not form.is_valid():
        return _form(request, found.challenge, form, _("Bring in the answer"), _("Save"), about=found)
    actions.answer_fact(version, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The answer is there. Now somebody says in plain words what it means."))
    return _to(found)


@login_required
def plain(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say in plain words what an answer means."""
    found = _card(request, slug, public_id)
    place, version = own_place(found.challenge, _by(request)), queries.open_version(found)
    permissions.refuse_unanswered(version)
    form = forms.PlainForm(request.POST or None, initial={"words": queries.own_summary(version, place.party)})
    if not form.is_valid():
        return _form(request, found.challenge, form, _("In plain words"), _("Save"), about=found)
    actions.say_plainly(version, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your words are there. Somebody of another party can publish them."))
    return _to(found)


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Publish an answer with plain words of another party."""
    found = _card(request, slug, public_id)
    version, read = queries.open_version(found), request.POST.get("read", "")
    chosen = queries.summary_of(version, request.POST.get("summary", ""))
    number = int(read) if read.isdecimal() and len(read) < 6 else 0  # noqa: PLR2004 - longer is no version
    actions.publish_fact(version, summary=chosen, read=number, by=_by(request))
    messages.success(request, _("The answer is published. Everybody gets time to read it now."))
    return _to(found)


@login_required
def again(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask a published fact again."""
    found = _card(request, slug, public_id)
    own_seat(found.challenge, _by(request))
    version = queries.open_version(found)
    permissions.refuse_again(version)
    initial = {"question": str(version.question)}
    form = forms.AgainForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("Ask it again"), _("Ask it again"), about=found)
    actions.ask_again(found, **form.cleaned_data, by=_by(request))
    return _to(found)


@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back a question of one's own party, after saying so twice."""
    found = _card(request, slug, public_id)
    version = queries.open_version(found)
    permissions.askers_place(version, _by(request))
    if request.method != "POST":
        permissions.refuse_answered(version)
        shown = {**frame(request, found.challenge, "lead_in"), "about": found, "words": version.question}
        return render(request, "facts/sure.html", shown)
    actions.take_question_back(version, by=_by(request))
    return _to(found)


@login_required
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Share a document of one's own party."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    form = forms.DocumentForm(request.POST or None)
    if not form.is_valid():
        return _form(request, challenge, form, _("Share a document"), _("Share it"))
    actions.share_document(challenge, **form.cleaned_data, by=_by(request))
    return redirect("facts:page", slug=slug)


@login_required
def summarise(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say in plain words what a document of one's own party holds."""
    found = _document(request, slug, public_id)
    permissions.owners_seat(found, _by(request))
    form = forms.SummaryForm(request.POST or None, initial={"summary": str(found.summary or "")})
    if not form.is_valid():
        return _form(request, found.challenge, form, str(found), _("Save"))
    actions.summarise_document(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody gets time to read it now."))
    return redirect("facts:page", slug=slug)


@login_required
def take_document_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back a document of one's own party, after saying so twice."""
    found = _document(request, slug, public_id)
    permissions.owners_seat(found, _by(request))
    if request.method != "POST":
        return render(request, "facts/sure.html", {**frame(request, found.challenge, "lead_in"), "words": str(found)})
    actions.take_document_back(found, by=_by(request))
    return redirect("facts:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _card(request: HttpRequest, slug: str, public_id: str) -> Card:
    return queries.card_of(visible_challenge(slug, request.user), public_id)


def _document(request: HttpRequest, slug: str, public_id: str) -> Document:
    return queries.document_of(visible_challenge(slug, request.user), public_id)


def _form(
    request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str, *, about: Card | None = None
) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "title": title, "submit": submit, "about": about}
    if about is not None:
        shown["question"] = queries.newest(about).question
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "facts/form.html", {**frame(request, challenge, "lead_in"), **shown}, status=status)


def _to(found: Card) -> HttpResponse:
    return redirect("facts:card", slug=found.challenge.slug, public_id=found.public_id)

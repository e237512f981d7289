"""What one sees of learning questions, and what a member can do with them."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.network.members.forms import FilterForm as DirectoryForm
from communityup.network.members.permissions import acts_in, delegate_of, own_delegate
from communityup.network.members.queries import filter_choices
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.peers import actions, forms, queries
from communityup.network.peers.models import LearningQuestion
from communityup.network.peers.permissions import own_owner, refuse_closed
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The learning questions of a network, with filters (N06)."""
    network = network_of(slug)
    form = forms.FilterForm(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = queries.questions(network, filters, request.GET.get("page", "1"))
    context: dict[str, Any] = {"page": page, "form": form, "filtered": any(filters.values())}
    return _page(request, network, "list", own_delegate=delegate_of(network, request.user), **context)


@require_safe
def question(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One question: who searches along, its versions, and what members experienced."""
    network = network_of(slug)
    found = queries.question_of(network, public_id)
    return _page(request, network, "question", **queries.page_of(found, delegate_of(network, request.user)))


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a question; the filter of the directory says which members one can tick."""
    network = network_of(slug)
    own = acts_in(network, _by(request))
    directory = DirectoryForm(request.GET or None, **filter_choices(network))
    filters = directory.cleaned_data if directory.is_bound and directory.is_valid() else {}
    members = queries.to_ask(own, network, filters)
    form = forms.AskForm(request.POST or None, members=members, initial={"theme": filters.get("words", "")})
    if not form.is_valid():
        return _form(request, network, form, _("Ask a learning question"), _("Ask it"))
    words = {name: form.cleaned_data[name] for name in ("theme", "words")}
    asked = actions.ask_question(own.member, **words, along=form.asked, by=_by(request))
    messages.success(request, _("Everybody can read your question now. Who you asked gets a message."))
    return _to(asked)


@require_POST
@login_required
def accept(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Search along."""
    actions.accept_question(_question(request, slug, public_id), by=_by(request))
    messages.success(request, _("You search along now. You can change the question too."))
    return redirect("peers:question", slug=slug, public_id=public_id)


@require_POST
@login_required
def decline(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Do not search along."""
    actions.decline_question(_question(request, slug, public_id), by=_by(request))
    messages.success(request, _("You do not search along. You can always tell an experience."))
    return redirect("peers:question", slug=slug, public_id=public_id)


@require_POST
@login_required
def stop(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Stop searching along."""
    actions.stop_searching(_question(request, slug, public_id), by=_by(request))
    messages.success(request, _("You no longer search along. The question stays of the others."))
    return redirect("peers:question", slug=slug, public_id=public_id)


@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Word a question again."""
    found = _question(request, slug, public_id)
    own_owner(found, _by(request))
    form = forms.WordsForm(request.POST or None, initial={"words": str(found.words)})
    if not form.is_valid():
        refuse_closed(found)
        return _form(request, found.network, form, _("Word the question again"), _("Save"), question=found)
    actions.reword(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. The earlier words stay to be read."))
    return _to(found)


@login_required
def close(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Close a question as answered or let go."""
    found = _question(request, slug, public_id)
    own = own_owner(found, _by(request))
    form = forms.CloseForm(request.POST or None)
    if not form.is_valid():
        refuse_closed(found)
        told = queries.before_closing(found, own)
        return _form(request, found.network, form, _("Close the question"), _("Close the question"), **told)
    actions.close_question(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The question is closed. Everybody can still read it."))
    return _to(found)


@require_POST
@login_required
def reopen(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Open a question again that was closed."""
    found = actions.reopen_question(_question(request, slug, public_id), by=_by(request))
    messages.success(request, _("The question is open again. How it ended before stays to be read."))
    return _to(found)


@login_required
def tell(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer with an experience (A4)."""
    found = _question(request, slug, public_id)
    form = forms.ExperienceForm(request.POST or None)
    if not form.is_valid():
        refuse_closed(found)
        return _form(request, found.network, form, _("Tell your experience"), _("Tell it"), question=found)
    actions.tell_experience(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Thank you. Everybody can read your experience now."))
    return _to(found)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take an experience of one's own member back."""
    network = network_of(slug)
    acts_in(network, _by(request))
    told = queries.experience_of(network, public_id)
    own_delegate(told.member, _by(request))
    actions.take_back_experience(told, by=_by(request))
    messages.success(request, _("Taken back. The words are gone."))
    return _to(told.question)


def _question(request: HttpRequest, slug: str, public_id: str) -> LearningQuestion:
    network = network_of(slug)
    acts_in(network, _by(request))
    return queries.question_of(network, public_id)


def _form(
    request: HttpRequest,
    network: Network,
    form: django_forms.Form,
    title: str,
    label: str,
    **more: Any,
) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return _page(request, network, "form", form=form, title=title, label=label, status=status, **more)


def _to(question: LearningQuestion) -> HttpResponse:
    return redirect("peers:question", slug=question.network.slug, public_id=question.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"peers/{name}.html", {**frame(request, network, "peers"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

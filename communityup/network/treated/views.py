"""What one sees of learning questions in sessions, and says of them from either page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communityup.network.meetings.permissions import seen_by
from communityup.network.meetings.queries import session_of
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.peers.models import LearningQuestion
from communityup.network.peers.queries import question_of
from communityup.network.treated import actions, forms, permissions, queries
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_question(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say in which session a question is treated, or that it was not after all (B9)."""
    network = network_of(slug)
    question = question_of(network, public_id)
    permissions.role_with(question, _by(request))
    if request.POST.get("off"):
        return _off(request, question)
    choices = queries.sessions_to_choose(network)
    form = forms.ChooseForm(request.POST or None, choices=choices, label=_("In which session?"))
    if not form.is_valid():
        context = {"question": question, "rows": queries.sessions_of(question), "any": bool(choices)}
        return _page(request, network, "of_question", form=form, **context)
    session = session_of(network, form.cleaned_data["chosen"], seen_by(network, request.user))
    actions.treat(question, session=session, by=_by(request))
    messages.success(request, _("The question and the session lead to each other now."))
    return redirect("peers:question", slug=slug, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_session(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say which question is treated in a session."""
    network = network_of(slug)
    own = permissions.acting(network, _by(request))
    session = session_of(network, public_id, seen_by(network, request.user))
    choices = queries.questions_to_choose(network, own)
    form = forms.ChooseForm(request.POST or None, choices=choices, label=_("Which learning question?"))
    if not form.is_valid():
        context = {"session": session, "rows": queries.questions_of(session), "any": bool(choices)}
        return _page(request, network, "of_session", form=form, **context)
    actions.treat(question_of(network, form.cleaned_data["chosen"]), session=session, by=_by(request))
    messages.success(request, _("The question and the session lead to each other now."))
    return redirect("meetings:session", slug=slug, public_id=session.slug)


def _off(request: HttpRequest, question: LearningQuestion) -> HttpResponse:
    session = session_of(question.network, request.POST["off"], seen_by(question.network, request.user))
    actions.take_off(question, session=session, by=_by(request))
    messages.success(request, _("Taken off. You can put it back at any time."))
    return redirect(request.path)


def _page(request: HttpRequest, network: Network, name: str, *, form: forms.ChooseForm, **context: Any) -> HttpResponse:
    status, tab = UNPROCESSABLE if form.is_bound else 200, "peers" if name == "of_question" else "meetings"
    shown = {**frame(request, network, tab), "form": form, **context}
    return render(request, f"treated/{name}.html", shown, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of a programme, and what who keeps it, who proposes and who brings something can do."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import seen_by
from communityup.network.meetings.queries import session_of
from communityup.network.members.permissions import acts_in
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.programme import actions, forms, permissions, queries
from communityup.people.actors import Actor

UNPROCESSABLE = 422
# What one button does with a part, and what is said then.
BUTTONS: dict[str, tuple[Callable[..., None], str | Promise]] = {
    "earlier": (partial(actions.move, earlier=True), ""),
    "later": (partial(actions.move, earlier=False), ""),
    "take_in": (actions.take_in, gettext_lazy("It stands in the programme now, at the end.")),
    "take_out": (actions.take_out, gettext_lazy("Taken out. At the foot of this page you can put it back.")),
    "put_back": (actions.put_back, gettext_lazy("It is back where it stood.")),
    "withdraw": (actions.withdraw_proposal, gettext_lazy("Your proposal is gone.")),
    "take_away": (actions.take_answers_away, gettext_lazy("Your answers are gone.")),
}


@require_safe
def page(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The programme of a session, also to print on one page."""
    session = _session(request, slug, public_id)
    return _page(request, session, "page", **queries.page(session, request.user))


@require_POST
@login_required
def arrange(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Do with a part what its button says."""
    session = _session(request, slug, public_id)
    part = queries.part_of(session, request.POST.get("part", ""))
    if request.POST.get("do") not in BUTTONS:
        raise Http404
    act, said = BUTTONS[request.POST["do"]]
    act(part, by=_by(request))
    if said:
        messages.success(request, str(said))
    answer = _to(session)
    answer["Location"] += f"#{part.public_id}"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put a part in the programme; or propose one, for who does not keep it."""
    session = _session(request, slug, public_id)
    keeps = bool(permissions.keeps(session, request.user))
    if not keeps:
        acts_in(session.network, _by(request))
    permissions.refuse_gone(session)
    free = permissions.ALL if keeps else permissions.ALL - {"member"}
    form = forms.PartForm(request.POST or None, session=session, free=free)
    if not form.is_valid():
        return _form(request, session, form, _part_words(keeps=keeps))
    (actions.put_in if keeps else actions.propose)(session, about=form.about, by=_by(request))
    messages.success(
        request, _("It stands in the programme.") if keeps else _("Proposed. You hear what becomes of it.")
    )
    return _to(session)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, slug: str, public_id: str, part: str) -> HttpResponse:
    """Change a part."""
    session = _session(request, slug, public_id)
    found = queries.part_of(session, part)
    free = permissions.changes(found, _by(request))
    form = forms.PartForm(request.POST or None, session=session, free=free, part=found)
    if not form.is_valid():
        return _form(request, session, form, (_("Change this part"), found.title, _("Save")))
    actions.change(found, about=form.about, by=_by(request))
    messages.success(request, _("Saved."))
    return _to(session)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: HttpRequest, slug: str, public_id: str, part: str) -> HttpResponse:
    """Say why a proposal does not fit."""
    session = _session(request, slug, public_id)
    permissions.own_keeper(session, _by(request))
    found = queries.part_of(session, part)
    form = forms.ReasonForm(request.POST or None)
    if not form.is_valid():
        return _form(request, session, form, (_("Does it not fit this time?"), found.title, _("Say so")))
    actions.decline(found, reason=form.cleaned_data["reason"], by=_by(request))
    messages.success(request, _("Said. Who proposed it hears why."))
    return _to(session)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, slug: str, public_id: str, part: str) -> HttpResponse:
    """Answer the three questions about what one's member brings."""
    session = _session(request, slug, public_id)
    found = queries.part_of(session, part)
    permissions.own_bringer(found, _by(request))
    initial = {name: str(getattr(found, name) or "") for name in ("busy", "succeeds", "stuck")}
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return _form(request, session, form, (_("Three questions beforehand"), found.title, _("Save")), part=found)
    actions.answer(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. It stands with the programme, and goes along in the reminder."))
    return _to(session)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def host(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say which member receives a session."""
    session = _session(request, slug, public_id)
    own_coordinator(session.network, _by(request))
    now = queries.host_of(session)
    initial = {} if now is None else {"member": now.member.public_id}
    form = forms.HostForm(request.POST if request.method == "POST" else None, session=session, initial=initial)
    if not form.is_valid():
        return _form(request, session, form, (_("Who receives us?"), str(session), _("Save")))
    chosen = form.cleaned_data["member"]
    member = get_object_or_404(session.network.members, public_id=chosen) if chosen else None
    actions.name_host(session, member=member, by=_by(request))
    messages.success(request, _("Saved."))
    return _to(session)


def _part_words(*, keeps: bool) -> tuple[str, str, str]:
    if keeps:
        return _("A part of the programme"), "", _("Put it in")
    return (
        _("Propose a part"),
        _("Who makes the programme answers you: it goes in, or you hear why not."),
        _("Propose it"),
    )


def _session(request: HttpRequest, slug: str, public_id: str) -> Session:
    """Return a session that somebody sees; raises Http404 for a closed one to which they are not invited."""
    network = network_of(slug)
    return session_of(network, public_id, seen_by(network, request.user))


def _form(
    request: HttpRequest, session: Session, form: django_forms.Form, words: tuple[str, str, str], **more: Any
) -> HttpResponse:
    title, lead, label = words
    told = {"form": form, "title": title, "lead": lead, "label": label, **more}
    return _page(request, session, "form", status=UNPROCESSABLE if form.is_bound else 200, **told)


def _to(session: Session) -> HttpResponse:
    return redirect("programme:page", slug=session.network.slug, public_id=session.public_id)


def _page(request: HttpRequest, session: Session, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    told = {**frame(request, session.network, "meetings"), "session": session, **context}
    return render(request, f"programme/{name}.html", told, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

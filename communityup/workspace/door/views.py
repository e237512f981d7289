"""What one sees by the formal door, and what one can do there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import active_parties, frame, visible_challenge
from communityup.workspace.door import actions, exports, forms, permissions, queries
from communityup.workspace.door.models import Request

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Which doors there are, and the requests that were made by them."""
    challenge = visible_challenge(slug, request.user)
    doors = [{"kind": kind, "label": label, "about": queries.ABOUT[kind]} for kind, label in Request.Kind.choices]
    shown = {"doors": doors, "rows": queries.page(challenge, request.GET.get("page", "1"))}
    return render(request, "door/page.html", {**frame(request, challenge, "lead_in"), **shown})


@require_safe
def request_page(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One request with what came back, by which rule and when."""
    found = _request(request, slug, public_id)
    around = frame(request, found.challenge, "lead_in")
    return render(request, "door/request.html", {**around, **queries.detail(found, around["own_party"])})


@require_safe
def letter(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The request as a letter to print."""
    found = _request(request, slug, public_id)
    if found.withdrawn_at is not None and found.sent_on is None:
        raise Http404
    around = frame(request, found.challenge, "lead_in")
    return render(request, "door/letter.html", {**around, "row": queries.row(found), "address": exports.address(found)})


@require_safe
def calendar(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Hand out the deadline that counts, for a calendar."""
    found = _request(request, slug, public_id)
    shown = queries.row(found)
    if shown["deadline"] is None or not shown["waits"]:
        raise Http404
    file = exports.calendar(found, shown["deadline"], sequence=len(shown["earlier_deadlines"]))
    disposition = {"Content-Disposition": f'attachment; filename="{exports.FILE_NAME}"'}
    return HttpResponse(file, content_type=exports.MEDIA_TYPE, headers=disposition)


@login_required
def write(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write a request of one kind."""
    challenge = visible_challenge(slug, request.user)
    if kind not in Request.Kind.values:
        raise Http404
    own = own_seat(challenge, _by(request)).party
    others = [party for party in active_parties(challenge) if party.pk != own.pk]
    form = forms.RequestForm(request.POST or None, kind=kind, parties=others)
    if not form.is_valid():
        return _form(request, challenge, form, str(Request.Kind(kind).label).capitalize(), _("Save, for all to read"))
    made = actions.write_request(challenge, kind=kind, **form.cleaned_data, by=_by(request))
    messages.success(
        request, _("The request stands here for all to read. Print it, send it, and tell here on which day you did.")
    )
    return _to(made)


@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change a request before it is sent."""
    found = _request(request, slug, public_id)
    permissions.asking_seat(found, _by(request))
    form = forms.RewordForm(request.POST or None, kind=found.kind, initial=queries.asked_of(found))
    if not form.is_valid():
        return _form(request, found.challenge, form, _("Change the request"), _("Save, for all to read"), about=found)
    return _to(actions.reword_request(found, **form.cleaned_data, by=_by(request)))


@login_required
def send(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell on which day the request was sent."""
    found = _request(request, slug, public_id)
    permissions.asking_seat(found, _by(request))
    form = forms.PastDayForm(
        request.POST or None, label=_("On which day did you send it?"), initial=_day(found.sent_on)
    )
    if not form.is_valid():
        return _form(request, found.challenge, form, _("The request was sent"), _("Save"), about=found)
    return _to(actions.send_request(found, **form.cleaned_data, by=_by(request)))


@login_required
def receive(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Record on which day the request came in."""
    found = _request(request, slug, public_id)
    permissions.recording_seat(found, _by(request))
    initial = _day(found.received_on)
    form = forms.PastDayForm(request.POST or None, label=_("On which day did it come in?"), initial=initial)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("The request came in"), _("Save"), about=found)
    return _to(actions.record_receipt(found, **form.cleaned_data, by=_by(request)))


@login_required
def deadline(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Record until when the law gives to answer."""
    found = _request(request, slug, public_id)
    permissions.recording_seat(found, _by(request))
    form = forms.DeadlineForm(request.POST or None)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("The deadline and its source"), _("Save"), about=found)
    actions.set_deadline(found, **form.cleaned_data, by=_by(request))
    return _to(found)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Record the answer."""
    found = _request(request, slug, public_id)
    permissions.recording_seat(found, _by(request))
    form = forms.AnswerForm(request.POST or None)
    if not form.is_valid():
        return _form(request, found.challenge, form, _("The answer"), _("Save"), about=found)
    actions.record_answer(found, **form.cleaned_data, by=_by(request))
    return _to(found)


@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a request back, after saying so twice."""
    found = _request(request, slug, public_id)
    permissions.asking_seat(found, _by(request))
    if request.method != "POST":
        return render(request, "door/sure.html", {**frame(request, found.challenge, "lead_in"), "about": found})
    actions.take_request_back(found, by=_by(request))
    messages.success(request, _("The request was taken back."))
    return _to(found)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _request(request: HttpRequest, slug: str, public_id: str) -> Request:
    return queries.request_of(visible_challenge(slug, request.user), public_id)


def _day(day: Any) -> dict[str, Any]:
    return {} if day is None else {"day": day}


def _form(
    request: HttpRequest, challenge: Challenge, form: Form, title: str, submit: str, *, about: Request | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **frame(request, challenge, "lead_in"), "form": form, "title": title, "submit": submit, "about": about,
        "before_sending": isinstance(form, (forms.RequestForm, forms.RewordForm)),
    }  # fmt: skip
    return render(request, "door/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _to(found: Request) -> HttpResponse:
    return redirect("door:request", slug=found.challenge.slug, public_id=found.public_id)

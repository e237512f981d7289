"""What one sees of what is fixed, negotiable or open, and what one can do about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame as frame_around
from communityup.workspace.challenges.queries import visible_challenge
from communityup.workspace.frames import actions, forms, permissions, queries
from communityup.workspace.frames.models import Frame, Kind

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What is fixed, negotiable and open, of all parties together."""
    challenge = visible_challenge(slug, request.user)
    around = frame_around(request, challenge, "lead_in")
    return render(request, "frames/page.html", {**around, **queries.page(challenge, around["own_party"])})


@require_safe
def frame(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One frame: its rule, its history, what it touches, questions with answers."""
    challenge = visible_challenge(slug, request.user)
    found = queries.frame_of(challenge, public_id)
    around = frame_around(request, challenge, "lead_in")
    return render(
        request, "frames/frame.html", {**around, **queries.detail(found, around["own_party"], around["takes_part_for"])}
    )


@login_required
def add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Say of something how settled it is."""
    challenge = visible_challenge(slug, request.user)
    chosen, title = queries.kind_of(kind)
    own_seat(challenge, _by(request))
    fixed = chosen == Kind.FIXED
    form = forms.FixedForm(request.POST or None, **_late(challenge)) if fixed else forms.WordsForm(request.POST or None)
    made = done(form, lambda: _add(request, challenge, chosen, form))
    if made is None:
        return _form(request, challenge, form, title)
    if made.late:
        messages.success(request, _("Everybody hears of this at the same moment."))
    return _to(made)


@login_required
def fix(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Fix something that one's own party called negotiable or open."""
    found = _own(request, slug, public_id)
    form = forms.FixingForm(request.POST or None, **_late(found.challenge))
    if done(form, lambda: actions.fix_frame(found, fixing=form.fixing(), by=_by(request))) is None:
        return _form(request, found.challenge, form, _("Fix this"), found)
    return _to(found)


@require_POST
@login_required
def loosen(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Make something less settled than it was."""
    found = _own(request, slug, public_id)
    form = forms.LooserForm(request.POST)
    if form.is_valid():
        actions.loosen_frame(found, kind=form.cleaned_data["kind"], by=_by(request))
    return _to(found)


@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put a frame of one's own party in other words."""
    found = _own(request, slug, public_id)
    form = forms.WordsForm(request.POST or None, initial={"words": str(found.words)})
    if done(form, lambda: actions.reword_frame(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, found.challenge, form, _("Put it in other words"), found)
    return _to(found)


@login_required
def basis(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say more precisely by which rule something is fixed."""
    found = _own(request, slug, public_id)
    initial = {"origin": found.origin, "basis": str(found.basis or ""), "link": found.link}
    form = forms.BasisForm(request.POST or None, initial=initial)
    if done(form, lambda: actions.mark_basis(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, found.challenge, form, _("By which rule?"), found)
    return _to(found)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a frame of one's own party back."""
    found = queries.frame_of(visible_challenge(slug, request.user), public_id)
    actions.withdraw_frame(found, by=_by(request))
    messages.success(request, _("This was taken back. That it was there stays readable."))
    return redirect("frames:page", slug=slug)


@login_required
def touch(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Point at one more thing that something fixed late touches."""
    challenge = visible_challenge(slug, request.user)
    found = queries.frame_of(challenge, public_id)
    own_seat(challenge, _by(request))
    form = forms.TouchForm(request.POST or None, choices=queries.touchable(challenge))
    if done(form, lambda: actions.point_touch(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, challenge, form, _("This touches something else too"), found)
    return _to(found)


@login_required
def ask(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask the party whose frame this is something about it."""
    challenge = visible_challenge(slug, request.user)
    found = queries.frame_of(challenge, public_id)
    permissions.askers_place(found, _by(request))
    form = forms.QuestionForm(request.POST or None)
    if done(form, lambda: actions.ask_about(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, challenge, form, _("Ask a question"), found)
    return _to(found)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str, question: str) -> HttpResponse:
    """Answer a question about a frame of one's own party."""
    found = _own(request, slug, public_id)
    asked = queries.question_of(found, question)
    form = forms.AnswerForm(request.POST or None)
    if done(form, lambda: actions.answer_question(asked, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, found.challenge, form, str(asked), found)
    return _to(found)


def _add(request: HttpRequest, challenge: Challenge, kind: Kind, form: Form) -> Frame:
    fixing = form.fixing() if isinstance(form, forms.FixedForm) else None
    words = form.cleaned_data["words"]
    return actions.add_frame(challenge, kind=kind, words=words, fixing=fixing, by=_by(request))


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person


def _own(request: HttpRequest, slug: str, public_id: str) -> Frame:
    found = queries.frame_of(visible_challenge(slug, request.user), public_id)
    permissions.owners_seat(found, _by(request))
    return found


def _late(challenge: Challenge) -> dict[str, Any]:
    late = queries.is_late(challenge)
    return {"late": late, "choices": queries.touchable(challenge) if late else []}


def _to(frame_: Frame) -> HttpResponse:
    return redirect("frames:frame", slug=frame_.challenge.slug, public_id=frame_.public_id)


def _form(
    request: HttpRequest, challenge: Challenge, form: Form, title: str, found: Frame | None = None
) -> HttpResponse:
    around: dict[str, Any] = frame_around(request, challenge, "lead_in")
    context = {**around, "form": form, "title": title, "frame": found}
    return render(request, "frames/form.html", context, status=UNPROCESSABLE if form.is_bound else 200)

"""What one sees of being ready, and what one can do about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from communityup.log.queries import stream_page
from communityup.people.actors import Actor
from communityup.questionnaires import queries as rounds
from communityup.ui.forms import done
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.facilitation.queries import decided_with, yes_kept
from communityup.workspace.readiness import actions, forms, permissions, queries
from communityup.workspace.readiness.models import Check

UNPROCESSABLE = 422
EMPTIED = gettext_lazy("What was filled in is gone. You can still answer until the round closes.")


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of all parties, and for its own people those of one's own party."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    return render(request, "readiness/page.html", {**around, **queries.page(challenge, request.user)})


@require_POST
@login_required
def ask_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask everybody."""
    challenge = visible_challenge(slug, request.user)
    made = actions.ask_all(challenge, by=_by(request))
    if made is None:
        messages.success(request, yes_kept(challenge, request.user))
        return redirect("readiness:page", slug=slug)
    messages.success(request, _("Everybody can answer now."))
    return redirect("readiness:check", slug=slug, public_id=made.public_id)


@require_POST
@login_required
def ask_own(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the people of one's own party."""
    made = actions.ask_own(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("The people of your party can answer now. Nobody else sees this round."))
    return redirect("readiness:check", slug=slug, public_id=made.public_id)


@require_safe
def check(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One round: answering, what may be shown, what parties make of it and what they will do."""
    found = _found(request, slug, public_id)
    around = frame(request, found.challenge, "lead_in")
    shown = queries.shown(found, request.user)
    waits = shown["step_that_waits"] is not None or (found.party is None and around["paused"])
    leads = not waits and not around["shut"] and permissions.leads(found, request.user)
    alone_from = permissions.alone_from(found) if leads and found.asked.is_open else None
    return render(request, "readiness/check.html", {**around, **shown, "leads": leads, "alone_from": alone_from})


@require_safe
def trend(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """How each condition was answered in the rounds so far."""
    found = _found(request, slug, public_id)
    around = frame(request, found.challenge, "lead_in")
    return render(request, "readiness/trend.html", {**around, "check": found, "rows": queries.trend(found)})


@require_safe
def log(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The lines of a party's own round, for its own people; a round of all has them in the log of the challenge."""
    found = _found(request, slug, public_id)
    if found.party is None:
        return redirect("room:log", slug=slug)
    names = {found.party.public_id: found.party.name}
    page = stream_page(found.asked.stream, names=names, page=request.GET.get("page", "1"))
    return render(
        request, "readiness/log.html", {**frame(request, found.challenge, "lead_in"), "check": found, "page": page}
    )


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer privately."""
    found = _found(request, slug, public_id)
    permissions.answering_place(found, _by(request))
    permissions.refuse_sealed(found)
    known = rounds.own_answers(found.asked, _by(request).known)
    form = forms.Answers(request.POST or None, questions=rounds.questions_of(found.asked), given=known)
    if not form.is_valid():
        lead = _("Nobody sees who answered what. You can change your answers until the round closes.")
        said = {"title": _("Are we ready?"), "lead": lead, "few": queries.few_asked(found)}
        return _form(request, found, form, {**said, "submit": _("Keep my answers")})
    actions.answer(found, given=form.given, by=_by(request))
    messages.success(request, _("Your answers are kept. Only you see them.") if form.filled else EMPTIED)
    return redirect("readiness:check", slug=slug, public_id=public_id)


@login_required
def answer_openly(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer in the name of one's party."""
    found = _found(request, slug, public_id)
    key = permissions.own_voice(found, _by(request)).party.public_id
    permissions.refuse_sealed(found)
    known = rounds.open_answers(found.asked, key)
    form = forms.Answers(request.POST or None, questions=rounds.questions_of(found.asked), given=known, openly=True)
    if not form.is_valid():
        title, submit = _("Answer in the name of your party"), _("Answer openly")
        lead = _(
            "Everybody reads this when the round is closed, if too few of your people answer to show a spread. "
            "You can change it until then, not afterwards."
        )
        return _form(request, found, form, {"title": title, "lead": lead, "submit": submit})
    actions.answer_openly(found, given=form.given, by=_by(request))
    messages.success(request, _("The answer of your party is kept.") if form.filled else EMPTIED)
    return redirect("readiness:check", slug=slug, public_id=public_id)


@login_required
def close(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Seal the answers, after a page that says what that means."""
    found = _found(request, slug, public_id)
    permissions.refuse_to_lead(found.challenge, _by(request), party=found.party)
    permissions.refuse_sealed(found)
    if request.method != "POST":
        lead = _("After closing nobody can answer or change an answer any more. This cannot be undone.")
        said = {"title": _("Close the round"), "lead": lead, "submit": _("Close"), **_together(found, request.user)}
        return _form(request, found, Form(), said)
    still_open = actions.close(found, by=_by(request)).asked.is_open
    sealed = _("The answers are sealed. Talk about what you see.")
    messages.success(request, yes_kept(found.challenge, request.user) if still_open else sealed)
    return redirect("readiness:check", slug=slug, public_id=public_id)


@require_POST
@login_required
def take_words_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own words back before everybody reads them."""
    actions.take_words_back(_found(request, slug, public_id), by=_by(request))
    messages.success(request, _("Your words are gone. Nobody read them."))
    return redirect("readiness:check", slug=slug, public_id=public_id)


@require_POST
@login_required
def take_answers_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back all that one answered, until the round closes."""
    actions.take_answers_back(_found(request, slug, public_id), by=_by(request))
    messages.success(request, _("Your answers are gone. They are not counted."))
    return redirect("readiness:check", slug=slug, public_id=public_id)


@login_required
def outcome(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say what one's party makes of it."""
    found = _found(request, slug, public_id)
    own = queries.outcome_by(found, permissions.own_voice(found, _by(request)).party)
    form = forms.OutcomeForm(request.POST or None, initial=own)
    if done(form, lambda: actions.tell_outcome(found, **form.cleaned_data, by=_by(request))) is None:
        return _form(request, found, form, {"title": _("What do you make of it?"), "submit": _("Save")})
    messages.success(request, _("What your party makes of it is kept."))
    return redirect("readiness:check", slug=slug, public_id=public_id)


@login_required
def step(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say what one's party will do."""
    found = _found(request, slug, public_id)
    permissions.own_voice(found, _by(request))
    form = forms.StepForm(request.POST or None)
    if not form.is_valid():
        return _form(request, found, form, {"title": _("What will you do?"), "submit": _("Save")})
    actions.tell_step(found, **form.cleaned_data, by=_by(request))
    return redirect("readiness:check", slug=slug, public_id=public_id)


@login_required
def end(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """End the round, with what parties will do or deliberately nothing."""
    found = _found(request, slug, public_id)
    permissions.refuse_to_lead(found.challenge, _by(request), party=found.party)
    kind = Form if found.steps else forms.EndForm
    form = kind(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        lead = _("After this the round is over. You can always begin a new one.")
        said = {"title": _("End the round"), "lead": lead, "submit": _("End the round")}
        return _form(request, found, form, {**said, **_together(found, request.user)})
    ended = actions.end(found, **form.cleaned_data, by=_by(request)).ended_at is not None
    messages.success(request, _("The round ended.") if ended else yes_kept(found.challenge, request.user))
    return redirect("readiness:check", slug=slug, public_id=public_id)


def _found(request: HttpRequest, slug: str, public_id: str) -> Check:
    return queries.check_of(visible_challenge(slug, request.user), public_id, request.user)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _together(found: Check, viewer: Viewer) -> dict[str, Any]:
    """Return whether a step is one of all parties, and with whom one decides it where somebody guards (E7)."""
    everybody = found.party is None
    words = decided_with(facilitators_of(found.challenge), viewer) if everybody else ""
    return {"all_parties": everybody, "together": words}


def _form(request: HttpRequest, found: Check, form: Form, said: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    around = frame(request, found.challenge, "lead_in")
    return render(request, "readiness/form.html", {**around, **said, "check": found, "form": form}, status=status)

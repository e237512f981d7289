"""What one sees of a dialogue: the next thought, perspectives side by side, one's own answers, rounds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.people.queries import guest_here
from communityup.workspace.challenges import queries as challenges
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue import actions, forms, permissions, queries
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.facilitation.permissions import facilitators_of, holds_key
from communityup.workspace.facilitation.queries import decided_with, yes_kept

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The next thought with its four answers, and beside it the place to share one's own."""
    challenge = challenges.visible_challenge(slug, request.user)
    return _dealt(request, challenge, forms.ThoughtForm(guest=guest_here(request)))


@require_POST
@login_required
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Share one thought."""
    challenge = challenges.visible_challenge(slug, request.user)
    form = forms.ThoughtForm(request.POST, challenge=challenge, guest=guest_here(request))
    if not form.is_valid():
        return _dealt(request, challenge, form, status=UNPROCESSABLE)
    messages.success(request, _shared(actions.share_thought(challenge, **form.cleaned_data, by=_by(request))))
    return redirect("dialogue:page", slug=slug)


@require_POST
@login_required
def own_name(request: HttpRequest, slug: str) -> HttpResponse:
    """Take part without a party."""
    challenge = challenges.visible_challenge(slug, request.user)
    actions.take_part_in_own_name(challenge, by=_by(request))
    return redirect("dialogue:page", slug=slug)


@require_POST
@login_required
def pass_turn(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass one's turn in a round with turns."""
    actions.pass_turn(challenges.visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("You passed this turn."))
    return redirect("dialogue:page", slug=slug)


@require_safe
def side_by_side(request: HttpRequest, slug: str) -> HttpResponse:
    """Perspectives in columns, one per party; empty columns stay visible (B25)."""
    challenge = challenges.visible_challenge(slug, request.user)
    dialogue = queries.round_of(challenge, request.GET.get("ronde"))
    chosen = {"page": request.GET.get("page"), "kind": request.GET.get("soort")}
    context = queries.columns(challenge, dialogue, request.user, **chosen)
    context["any_shown"] = any(column["total"] for column in context["columns"])
    around = challenges.frame(request, challenge, "dialogue")
    return _render(request, "dialogue/side_by_side.html", around, "side_by_side", context)


@login_required
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own thoughts and answers, to change or take back."""
    challenge = challenges.visible_challenge(slug, request.user)
    dialogue = queries.round_of(challenge, request.GET.get("ronde"))
    context = queries.own(dialogue, request.user, page=request.GET.get("page"))
    around = challenges.frame(request, challenge, "dialogue")
    return _render(request, "dialogue/mine.html", around, "mine", context)


@login_required
@require_safe
def for_party(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers a small party gives together, in its own name."""
    challenge = challenges.visible_challenge(slug, request.user)
    around = challenges.frame(request, challenge, "dialogue")
    context = queries.party_page(challenge, request.user, around["own_party"], page=request.GET.get("page"))
    return _render(request, "dialogue/for_party.html", around, "for_party", context)


@require_safe
def thought(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The lasting page of one thought."""
    challenge, statement = _statement(request, slug, public_id)
    around = challenges.frame(request, challenge, "dialogue")
    context = queries.one_thought(statement, request.user, around["takes_part_for"])
    return _render(request, "dialogue/thought.html", around, "", {**context, **_words(statement)})


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give, change or take back one's private answer."""
    statement = permissions.statement_to_answer(slug, public_id, request.user)
    if statement is None:
        raise Http404
    typed = forms.typed_answer(request.POST)
    if typed is None:
        return _wrong_answer(request, slug, public_id)
    actions.answer_thought(statement, **typed, by=_by(request))
    if request.POST.get("to") == "mine":
        return redirect("dialogue:mine", slug=slug)
    return HttpResponseRedirect(reverse("dialogue:page", args=[slug]) + f"?na={statement.public_id}")


@require_POST
@login_required
def party_answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer in the name of one's small party."""
    _challenge, statement = _statement(request, slug, public_id)
    form = forms.PartyAnswerForm(request.POST)
    if not form.is_valid():
        return _wrong_answer(request, slug, public_id)
    actions.give_party_answer(statement, **form.cleaned_data, by=_by(request))
    return redirect(reverse("dialogue:for_party", args=[slug]) + f"#{statement.public_id}")


@login_required
def build_on(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Share a thought that builds on another: a thought of its own that everybody can answer, never a reply."""
    challenge, statement = _statement(request, slug, public_id)
    form = forms.ThoughtForm(request.POST or None, challenge=challenge, guest=guest_here(request))
    if not form.is_valid():
        around = challenges.frame(request, challenge, "dialogue")
        context = queries.one_thought(statement, request.user, around["takes_part_for"])
        shown = {**context, "form": form.seen_by(around["takes_part_for"])}
        return _render(request, "dialogue/build_on.html", around, "", shown, status=_status(form))
    shared = actions.share_thought(challenge, **form.cleaned_data, built_on=statement, by=_by(request))
    messages.success(request, _shared(shared))
    return redirect("dialogue:page", slug=slug)


@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take one's own thought back, after a question whether that is meant."""
    challenge, statement = _statement(request, slug, public_id)
    if request.method != "POST":
        around = challenges.frame(request, challenge, "dialogue")
        context = queries.one_thought(statement, request.user, around["takes_part_for"])
        return _render(request, "dialogue/withdraw.html", around, "mine", context)
    actions.withdraw_thought(statement, by=_by(request))
    messages.success(request, _("Your thought is taken back. Its words are gone."))
    return redirect("dialogue:mine", slug=slug)


@require_safe
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of this dialogue: which is open, until when, under which rules."""
    challenge = challenges.visible_challenge(slug, request.user)
    return _rounds(request, challenge)


@require_POST
@login_required
def set_end(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the last day of the open round."""
    challenge = challenges.visible_challenge(slug, request.user)
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        return _rounds(request, challenge, end_form=form)
    dialogue = actions.set_end_date(actions.open_first_round(challenge), **form.cleaned_data, by=_by(request))
    done = dialogue.ends_on == form.cleaned_data["ends_on"]
    said = _("Everybody can see now when this round ends.") if done else yes_kept(challenge, request.user)
    messages.success(request, said)
    return redirect("dialogue:round", slug=slug)


@require_POST
@login_required
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the round after its last day."""
    challenge = challenges.visible_challenge(slug, request.user)
    dialogue = queries.latest_own_round(challenge)
    if dialogue is None:
        raise Http404
    actions.close_round(dialogue, by=_by(request))
    return redirect("dialogue:round", slug=slug)


@require_POST
@login_required
def open_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a next round with its own question."""
    challenge = challenges.visible_challenge(slug, request.user)
    form = forms.RoundForm(request.POST)
    if not form.is_valid():
        return _rounds(request, challenge, round_form=form)
    if actions.open_round(challenge, **form.cleaned_data, by=_by(request)) is None:
        messages.success(request, yes_kept(challenge, request.user))
        return redirect("facilitators:page", slug=slug)
    return redirect("dialogue:page", slug=slug)


def _dealt(request: HttpRequest, challenge: Challenge, form: forms.ThoughtForm, *, status: int = 200) -> HttpResponse:
    dialogue = queries.round_of(challenge, request.GET.get("ronde"))
    around = challenges.frame(request, challenge, "dialogue")
    after = request.GET.get("na", "")
    context = queries.dealt(challenge, dialogue, request.user, own_party=around["takes_part_for"], after=after)
    can_open = not context["is_open"] and _holds_key(request, challenge, around)
    shown = {**context, "form": form.seen_by(around["takes_part_for"]), "can_open": can_open}
    return _render(request, "dialogue/page.html", around, "page", shown, status=status)


def _rounds(request: HttpRequest, challenge: Challenge, **bound: Any) -> HttpResponse:
    around = challenges.frame(request, challenge, "dialogue")
    context = queries.rounds(challenge, request.user, around["takes_part_for"])
    shown = {"end_form": forms.EndForm(), "round_form": forms.RoundForm(), **bound}
    shown["holds_key"] = _holds_key(request, challenge, around)
    if around["guards_process"] or shown["holds_key"]:
        shown["decided_with"] = decided_with(facilitators_of(challenge), request.user)
    status = UNPROCESSABLE if bound else 200
    return _render(request, "dialogue/round.html", around, "round", {**context, **shown}, status=status)


def _holds_key(request: HttpRequest, challenge: Challenge, around: dict[str, Any]) -> bool:
    """Say whether this viewer opens and closes rounds: with a key, as long as the dialogue goes on here."""
    return not around["shut"] and not around["is_off"] and holds_key(challenge, request.user)


def _wrong_answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    challenge, statement = _statement(request, slug, public_id)
    messages.error(request, _("Choose one of the four answers."))
    around = challenges.frame(request, challenge, "dialogue")
    context = queries.one_thought(statement, request.user, around["takes_part_for"])
    return _render(request, "dialogue/thought.html", around, "", {**context, **_words(statement)}, status=UNPROCESSABLE)


def _shared(statement: Statement) -> str:
    """Return what its author hears of a thought that was just shared."""
    if statement.resembles_id is None:
        return _("Your thought is on the table.")
    return _("Your thought is on the table, beside one that says nearly the same. People answer these as one.")


def _words(statement: Statement) -> dict[str, Any]:
    together = statement.together
    return {
        "together": together if len(together) > 1 else [],
        "answered_with": together[0] if together and together[0].pk != statement.pk else None,
        "words_id": statement.text.public_id,
        "hidden": statement.state == Statement.State.HIDDEN,
        "source": statement.text.entered_from,
    }


def _statement(request: HttpRequest, slug: str, public_id: str) -> tuple[Challenge, Statement]:
    """Return a thought of this challenge; 404 alike for unknown, set aside and not visible."""
    found = permissions.readable_statement(slug, public_id, request.user)
    if found is None:
        raise Http404
    return found.dialogue.challenge, found


def _render(
    request: HttpRequest, template: str, around: dict[str, Any], sub: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {**around, **context, "sub": sub}, status=status)


def _status(form: forms.ThoughtForm) -> int:
    return UNPROCESSABLE if form.is_bound else 200


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

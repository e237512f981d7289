"""What one sees of a challenge as a whole: overview, parties, log, and steps by consent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.log.queries import stream_page
from communityup.people.actors import Actor
from communityup.workspace.challenges.queries import frame, party_rows, questions_of, visible_challenge
from communityup.workspace.challenges.queries import parts as parts_of_start
from communityup.workspace.consent.queries import asked_now
from communityup.workspace.facilitation.queries import parties_asked_later
from communityup.workspace.mandates.queries import unconfirmed
from communityup.workspace.outreach.queries import open_chair
from communityup.workspace.phases.queries import phase_steps
from communityup.workspace.room import actions, queries
from communityup.workspace.room.forms import LogFilterForm


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where we are, what waits on whom, and what one can do now."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    rows = queries.with_silence(challenge, party_rows(challenge))
    context = {
        "phases": phase_steps(challenge),
        **asked_now(challenge, around["own_party"], request.user),
        **queries.steps(challenge, request.user, rows, around["own_party"]),
        "parties": rows,
        **queries.of_parties(rows, around["own_party"]),
        **queries.without_a_place(challenge, request.user, around),
        **queries.agreed(challenge, around["own_party"]),
        "unconfirmed": unconfirmed(challenge),
        "open_chair": open_chair(challenge),
        **queries.beside(challenge, request.user),
    }
    return render(request, "room/overview.html", {**around, **context})


@require_safe
def factsheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The challenge in short, to print: at most two sheets, with its date and version (A43)."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    return render(request, "room/factsheet.html", {**around, **queries.factsheet(challenge)})


@require_safe
def parties(request: HttpRequest, slug: str) -> HttpResponse:
    """All parties with their answers to the invitation, silence included."""
    challenge = visible_challenge(slug, request.user)
    rows = queries.with_waiting(challenge, queries.with_silence(challenge, party_rows(challenge)))
    around = frame(request, challenge, "parties")
    context = {
        "parties": queries.with_inviter(challenge, rows, around["own_party"]),
        "questions": questions_of([row["id"] for row in rows]),
        "own_invitations": queries.own_invitations(around["own_party"]),
    }
    return render(request, "room/parties.html", {**around, **context})


@require_safe
def lead_in(request: HttpRequest, slug: str) -> HttpResponse:
    """What one can do before starting, each with one sentence why; nothing here is a duty."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "lead_in")
    rows = parts_of_start(challenge)
    context = {
        "parts": rows,
        "now": [row for row in rows if not row["skipped"] and not row["later"]],
        "later": [row for row in rows if not row["skipped"] and row["later"]],
        "skipped": [row for row in rows if row["skipped"]],
        **queries.steps(challenge, request.user, party_rows(challenge), around["own_party"]),
    }
    return render(request, "room/lead_in.html", {**around, **context})


@require_safe
def for_and_with(request: HttpRequest, slug: str) -> HttpResponse:
    """How much is done for and how much with: who raised, shaped and carries, per kind of party."""
    challenge = visible_challenge(slug, request.user)
    return render(
        request, "room/for_and_with.html", {**frame(request, challenge, "log"), **queries.for_and_with(challenge)}
    )


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Every act in this challenge, in plain words, newest first."""
    challenge = visible_challenge(slug, request.user)
    rows = party_rows(challenge)
    names = {row["public_id"]: row["name"] for row in rows}
    form = LogFilterForm(request.GET or None)
    form.fields["party"].choices = [("", _("All parties")), *names.items()]  # type: ignore[attr-defined]
    filters = form.cleaned_data if form.is_valid() else {}
    page = stream_page(challenge.stream, names=names, page=request.GET.get("page", "1"), **filters)
    return render(request, "room/log.html", {**frame(request, challenge, "log"), "form": form, "page": page})


@require_POST
@login_required
def propose(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Propose a step for the whole challenge."""
    challenge = visible_challenge(slug, request.user)
    asked = actions.propose_phase(challenge, _known(step), by=_by(request))
    given = _("The other parties can answer now. Silence is not a yes.")
    messages.success(request, given if asked else parties_asked_later(challenge, request.user))
    return redirect("room:overview", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person


def _known(step: str) -> str:
    if step not in {queries.LEAVE_LEAD_IN, queries.GO_PUBLIC}:
        raise Http404
    return step

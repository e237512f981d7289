"""What one sees of the questions to all parties, and how one answers for one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.consent import actions, queries
from communityup.workspace.consent.forms import NotYetForm
from communityup.workspace.consent.models import Round

UNPROCESSABLE = 422


@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions to all parties: those that wait, and what came of earlier ones."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "overview")
    context = {
        **queries.asked_now(challenge, around["own_party"], request.user),
        "ended": queries.ended_questions(challenge, request.GET.get("page", "1"), request.user),
    }
    return render(request, "consent/list.html", {**around, **context})


@require_safe
def question(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One question: what is asked, what each party answered, and who is silent."""
    challenge = visible_challenge(slug, request.user)
    asked = queries.round_of(challenge, public_id)
    around = frame(request, challenge, "overview")
    row = queries.question(asked, around["own_party"], _beside(asked, request))
    return render(request, "consent/question.html", {**around, "row": row})


@require_POST
@login_required
def agree(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say yes for one's own party."""
    asked = queries.round_of(visible_challenge(slug, request.user), public_id)
    asked = actions.respond(asked, agrees=True, seen=request.POST.get("seen", ""), by=_by(request))
    messages.success(request, _("All parties agreed.") if asked.agreed else _("Your answer was kept."))
    return redirect(queries.subject_of(asked.about).url(asked))


@login_required
def not_yet(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say "not yet" for one's own party, with what is needed first."""
    challenge = visible_challenge(slug, request.user)
    asked = queries.round_of(challenge, public_id)
    said = asked.answer_of(permissions.own_seat(challenge, _by(request)).party)
    form = NotYetForm(request.POST or None, initial={"seen": asked.mark_of(said)})
    if done(form, lambda: actions.respond(asked, agrees=False, **form.cleaned_data, by=_by(request))) is None:
        around, status = frame(request, challenge, "overview"), UNPROCESSABLE if form.is_bound else 200
        row = queries.question(asked, around["own_party"], _beside(asked, request))
        shown = {"form": form, "row": row, "said": said}
        return render(request, "consent/not_yet.html", {**around, **shown}, status=status)
    messages.success(request, _("Your answer was kept."))
    return redirect(queries.subject_of(asked.about).url(asked))


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take back a question that one's own party asked."""
    asked = queries.round_of(visible_challenge(slug, request.user), public_id)
    actions.take_back(asked, by=_by(request))
    messages.success(request, _("The question was taken back."))
    return redirect(queries.subject_of(asked.about).url(asked))


def _beside(asked: Round, request: HttpRequest) -> queries.Beside:
    return queries.Beside(asked.challenge, [asked], asked.ended_at, request.user)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

"""What one sees of the working agreement, and how one accepts or changes it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.ui.forms import done
from communityup.workspace.challenges.permissions import own_seat, seat_of
from communityup.workspace.challenges.queries import frame, rules_now, visible_challenge
from communityup.workspace.rules import actions, queries
from communityup.workspace.rules.forms import RulesForm
from communityup.workspace.rules.models import ACCEPT_DAYS, READING_DAYS, SILENT_DAYS, STEPS_BACK

UNPROCESSABLE = 422


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The working agreement that counts now, who accepted it, and what waits."""
    challenge = visible_challenge(slug, request.user)
    now, lapse = queries.current(challenge), queries.Lapse.of(challenge)
    around, proposal = frame(request, challenge, "lead_in"), queries.proposal(challenge)
    context = {
        "parts": rules_now(challenge),
        "version": now,
        **queries.review_of(now),
        "reading_days": getattr(now, "reading_days", READING_DAYS),
        "accept_days": ACCEPT_DAYS,
        "proposal": proposal,
        "own_agrees": queries.agreed_by(proposal, around["own_party"]),
        "acceptance": queries.acceptance(challenge, lapse),
        "versions": queries.versions(challenge),
        **queries.own(challenge, seat_of(challenge, request.user), lapse),
    }
    return render(request, "rules/page.html", {**around, **context})


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, and what differs from the one that counted before it."""
    challenge = visible_challenge(slug, request.user)
    shown = queries.version_of(challenge, number)
    earlier = [other for other in queries.versions(challenge) if other.number < number and other.in_force_at]
    before = earlier[0] if earlier else None
    context = {
        "shown": shown,
        "before": before,
        "difference": queries.difference(str(before.words), str(shown.words)) if before else [],
        "parts": queries.parts_of(shown, challenge),
    }
    return render(request, "rules/version.html", {**frame(request, challenge, "lead_in"), **context})


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose another version."""
    challenge = visible_challenge(slug, request.user)
    own_seat(challenge, _by(request))
    now = queries.current(challenge)
    numbers = {"steps_back": STEPS_BACK, "silent_days": SILENT_DAYS, "reading_days": READING_DAYS}
    initial = {"template": challenge.template, **{name: getattr(now, name, usual) for name, usual in numbers.items()}}
    form = RulesForm(request.POST or None, parts=rules_now(challenge), initial=initial)
    proposed = done(form, lambda: actions.propose_rules(challenge, **form.cleaned_data, by=_by(request)))
    if proposed is None:
        status = UNPROCESSABLE if form.is_bound else 200
        context: dict[str, Any] = {**frame(request, challenge, "lead_in"), "form": form}
        return render(request, "rules/propose.html", context, status=status)
    messages.success(request, _("The other parties can answer now. Silence is not a yes."))
    return redirect("rules:version", slug=slug, number=proposed.number)


@require_POST
@login_required
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept the version one read, for one's own place."""
    challenge = visible_challenge(slug, request.user)
    number = request.POST.get("number", "")
    actions.accept_rules(challenge, number=int(number) if number.isdecimal() else 0, by=_by(request))
    messages.success(request, _("You accepted the working agreement. Your place counts."))
    return redirect("rules:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind login_required this is a Person

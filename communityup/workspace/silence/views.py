"""What does one see of who is waited for, and how does one wake a party or let it sleep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.people.actors import Actor
from communityup.workspace.challenges.queries import frame, visible_challenge
from communityup.workspace.silence import actions, forms, queries


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is waited for since when, and who sleeps; the same for everybody."""
    challenge = visible_challenge(slug, request.user)
    around = frame(request, challenge, "parties")
    context = queries.page(challenge, request.user, around["own_party"])
    return render(request, "silence/page.html", {**around, **context})


@require_POST
@login_required
def wake(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one's own party is there."""
    actions.wake(visible_challenge(slug, request.user), by=_by(request))
    messages.success(request, _("Good that you are there. Your party takes part as before."))
    return redirect("silence:page", slug=slug)


@login_required
def ask_helper(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask somebody from outside to help the others decide about a silent party."""
    challenge = visible_challenge(slug, request.user)
    silence = queries.silence_of(challenge, public_id)
    form = forms.HelperForm(request.POST or None)
    if not form.is_valid():
        actions.refuse_helper(silence, by=_by(request))
        status = 422 if form.is_bound else 200
        context = {**frame(request, challenge, "parties"), "form": form, "party": silence.party}
        return render(request, "silence/ask_helper.html", context, status=status)
    actions.ask_helper(silence, **form.cleaned_data, by=_by(request))
    messages.success(request, _("A letter is on its way, and the other parties can answer now."))
    return redirect("silence:page", slug=slug)


@require_POST
@login_required
def ask_sleep(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask the other parties to let a silent party sleep."""
    actions.ask_sleep(queries.silence_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("The other parties and the helper from outside can answer now."))
    return redirect("silence:page", slug=slug)


@require_POST
@login_required
def help_sleep(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Agree as a helper from outside."""
    actions.help_sleep(queries.silence_of(visible_challenge(slug, request.user), public_id), by=_by(request))
    messages.success(request, _("Thank you. The party sleeps when all the others agree too."))
    return redirect("silence:page", slug=slug)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of hidden words of a network; reporting words, turning a key, and asking for another look."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.decency import actions, forms, permissions, queries
from communityup.network.decency.models import Case
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.texts.models import Level
from communityup.ui.forms import done

UNPROCESSABLE = 422


@require_safe
def hidden(request: HttpRequest, slug: str) -> HttpResponse:
    """What is hidden in this network and why, how that goes, and what waits for one's key."""
    network = network_of(slug)
    return _page(request, network, "hidden", **queries.hidden(network), **queries.around(network, request.user))


@require_safe
@login_required
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Look up the words one wants to report."""
    network, wanted = network_of(slug), forms.searched(request.GET.get("zoek", ""))
    shown = queries.to_report(network, wanted, request.GET.get("page", "1"), _by(request).account)
    return _page(request, network, "choose", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Report words."""
    network, account = network_of(slug), _by(request).account
    text, place = queries.readable(network, public_id, account)
    form = forms.ReportForm(request.POST or None)
    if not done(form, lambda: actions.report(network, text, **form.cleaned_data, by=_by(request))):
        status = UNPROCESSABLE if form.is_bound else 200
        own = place.author is not None and place.author == account.pk
        url = place.url(network.slug)
        told = {"place": place, "url": url, "own_words": own, "is_for_few": place.kind.level != Level.PUBLIC}
        before = queries.reported_before(text, account)
        return _page(request, network, "report", status=status, form=form, before=before, **told)
    messages.success(request, _("Reported. Two people of different members look at it. Nobody hears that it was you."))
    return redirect("decency:hidden", slug=slug)


@require_POST
@login_required
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to look at reported words when it is one's turn, or not any more."""
    network = network_of(slug)
    acts_in(network, _by(request))
    if request.POST.get("wants") == "no":
        actions.drop_key(network, by=_by(request))
        messages.success(request, _("You are not asked any more. What waited for you goes on to others."))
    else:
        actions.hold_key(network, by=_by(request))
        messages.success(request, _("You hold a key now. You get a message when it is your turn."))
    return redirect("decency:hidden", slug=slug)


@never_cache
@require_safe
@login_required
def case(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What was reported, for who looks at it, and for whose words it are."""
    return _case(request, queries.case_of(network_of(slug), public_id, request.user))


@require_POST
@login_required
def turn(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Turn one's key."""
    found = queries.case_of(network_of(slug), public_id, request.user)
    permissions.own_key(found, _by(request))
    form = forms.KeyForm(request.POST)
    if not form.is_valid():
        return _case(request, found, form=form)
    actions.turn_key(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Your key is turned. Thank you for looking."))
    return redirect("decency:hidden", slug=slug)


@require_POST
@login_required
def again(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Ask two others to look: at one's own words that are hidden, or at words one reported that stay."""
    found = queries.case_of(network_of(slug), public_id, request.user)
    is_over = found.ended_at is not None
    if is_over:
        permissions.own_report(found, _by(request))
        permissions.refuse_asking_others(found)
    else:
        permissions.refuse_looking_again(found, _by(request))
    form = forms.AgainForm(request.POST)
    if not form.is_valid():
        return _case(request, found, again=form)
    (actions.ask_others if is_over else actions.ask_again)(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Asked. Two others look at these words."))
    return redirect("decency:case", slug=slug, public_id=public_id)


def _case(
    request: HttpRequest, found: Case, *, form: forms.KeyForm | None = None, again: forms.AgainForm | None = None
) -> HttpResponse:
    shown = queries.case_page(found, request.user)
    given = {"form": form or forms.KeyForm(), "again_form": again or forms.AgainForm()}
    return _page(request, found.network, "case", status=UNPROCESSABLE if form or again else 200, **shown, **given)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(
        request,
        f"decency/{name}.html",
        {**frame(request, network, "about"), "reporting_url": "", **context},
        status=status,
    )


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of the learning networks, and what a coordinator can do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.log.queries import stream_page
from communityup.network.networks import actions, forms, permissions, queries
from communityup.network.networks.models import PLACES, Network
from communityup.people.actors import Actor
from communityup.people.queries import has_account
from communityup.ui.forms import done

UNPROCESSABLE = 422


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """All networks of this site."""
    page = queries.networks_page(request.GET.get("page", "1"))
    return render(request, "networks/list.html", {"page": page, "own": queries.coordinated_by(request.user)})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a network is for, who coordinates it, and how one joins (B45)."""
    network = queries.network_of(slug)
    around = queries.frame(request, network, "about")
    context = {**around, **queries.page(network, request.user, coordinates=around["own"] is not None)}
    return render(request, "networks/page.html", context)


@require_safe
def factsheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The network on one page to print, with its version and date (A43)."""
    network = queries.network_of(slug)
    context = {**queries.frame(request, network, "about"), **queries.factsheet(network)}
    return render(request, "networks/factsheet.html", context)


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Every act in the network, one line each."""
    network = queries.network_of(slug)
    page = stream_page(network.stream, names={}, page=request.GET.get("page", "1"))
    return render(request, "networks/log.html", {**queries.frame(request, network, "log"), "page": page})


@login_required
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the network says of itself."""
    network = queries.network_of(slug)
    permissions.own_coordinator(network, _by(request))
    form = forms.AboutForm(request.POST or None, initial=queries.words_of(network))
    if not form.is_valid():
        context = {**queries.frame(request, network, "about"), "form": form}
        return render(request, "networks/describe.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    edition = form.cleaned_data.pop("edition")
    actions.describe_network(network, about=actions.About(**form.cleaned_data), edition=edition, by=_by(request))
    messages.success(request, _("Saved. The factsheet shows the same words."))
    return redirect("networks:page", slug=slug)


@login_required
def coordinators(request: HttpRequest, slug: str) -> HttpResponse:
    """For the coordinators: who was asked, ask one more, be away, stop."""
    network = queries.network_of(slug)
    permissions.own_coordinator(network, _by(request))
    form = forms.AskForm(request.POST or None)
    if not done(form, lambda: actions.ask_coordinator(network, **form.cleaned_data, by=_by(request))):
        return _coordinators(request, network, form=form)
    messages.success(request, _("The question is on its way by mail."))
    return redirect("networks:coordinators", slug=slug)


@require_POST
@login_required
def away(request: HttpRequest, slug: str) -> HttpResponse:
    """Say until when one is away, or that one is back."""
    network = queries.network_of(slug)
    permissions.own_coordinator(network, _by(request))
    form = forms.AwayForm(request.POST)
    own = done(form, lambda: actions.be_away(network, **form.cleaned_data, by=_by(request)))
    if own is None:
        return _coordinators(request, network, away=form)
    messages.success(request, _("Everybody can read it now.") if own.away_until else _("Welcome back."))
    return redirect("networks:coordinators", slug=slug)


@require_POST
@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop as coordinator."""
    actions.stop_coordinating(queries.network_of(slug), by=_by(request))
    messages.success(request, _("You no longer coordinate this network. Thank you."))
    return redirect("networks:page", slug=slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a question to coordinate back."""
    network = queries.network_of(slug)
    permissions.own_coordinator(network, _by(request))
    actions.take_back_question(queries.question_of(network, public_id), by=_by(request))
    messages.success(request, _("The question was taken back."))
    return redirect("networks:coordinators", slug=slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Read the question to coordinate by its link, also before signing in, and answer it."""
    network = queries.network_of(slug)
    asked = queries.question_of_link(network, token)
    if request.method != "POST" or not has_account(request):
        closed = permissions.why_closed(asked)
        context = {"network": network, "asked": asked, "account": has_account(request), "closed": closed}
        return render(request, "networks/invitation.html", context)
    if request.POST.get("answer") == "accept":
        actions.accept_coordinating(asked, by=_by(request))
        messages.success(request, _("You coordinate this network now."))
    else:
        actions.decline_coordinating(asked, by=_by(request))
        messages.success(request, _("Your answer is kept. Thank you for telling."))
    return redirect("networks:page", slug=slug)


def _coordinators(
    request: HttpRequest, network: Network, *, form: forms.AskForm | None = None, away: forms.AwayForm | None = None
) -> HttpResponse:
    around, asked = queries.frame(request, network, "about"), queries.open_questions(network)
    bound = (form is not None and form.is_bound) or away is not None
    context = {
        **around,
        "form": form or forms.AskForm(),
        "away": away or forms.AwayForm(initial={"until": around["own"].away_until}),
        "asked": asked,
        "room": len(around["coordinators"]) + len(asked) < len(PLACES),
    }
    return render(request, "networks/coordinators.html", context, status=UNPROCESSABLE if bound else 200)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

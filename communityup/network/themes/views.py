"""What one sees of themes for sessions, and what members and coordinators can do with them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.network.members.permissions import acts_in, delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of, own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.themes import actions, forms, queries
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@require_safe
def themes(request: HttpRequest, slug: str) -> HttpResponse:
    """The themes that wait, and those that went to a session (N12)."""
    return _list(request, network_of(slug))


@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a theme."""
    network = network_of(slug)
    acts_in(network, _by(request))
    form = forms.ThemeForm(request.POST or None)
    if not form.is_valid():
        return _page(request, network, "form", status=UNPROCESSABLE if form.is_bound else 200, form=form)
    actions.propose_theme(network, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Everybody can read it now, and members can choose it."))
    return redirect("themes:list", slug=slug)


@require_POST
@login_required
def choose(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Choose a theme, or not any more."""
    network = network_of(slug)
    acts_in(network, _by(request))
    actions.choose_theme(queries.theme_of(network, public_id), wants=request.POST.get("wants") != "no", by=_by(request))
    return redirect("themes:list", slug=slug)


@require_POST
@login_required
def attach(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give the theme that most members chose to a session, or take it off again."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    theme = queries.theme_of(network, public_id)
    if request.POST.get("gives") == "no":
        actions.take_off(theme, by=_by(request))
        messages.success(request, _("Taken off. The theme waits with the others again."))
        return redirect("themes:list", slug=slug)
    form = forms.SessionForm(request.POST, sessions=queries.sessions_for(network, theme), auto_id=f"{public_id}-%s")
    if not form.is_valid():
        return _list(request, network, open_form=(public_id, form), status=UNPROCESSABLE)
    given = actions.attach_theme(theme, **form.cleaned_data, by=_by(request))
    messages.success(request, _("It is the theme of “%(session)s” now.") % {"session": given.session})
    return redirect("themes:list", slug=slug)


def _list(
    request: HttpRequest, network: Network, *, open_form: tuple[str, forms.SessionForm] | None = None, status: int = 200
) -> HttpResponse:
    told = queries.themes(network, delegate_of(network, request.user))
    if coordinator_of(network, request.user) is not None:
        kept, sessions = dict([open_form]) if open_form else {}, queries.sessions_for(network)
        for row in told["rows"]:
            if row["most"] and sessions:
                name = row["theme"].public_id
                row["form"] = kept.get(name) or forms.SessionForm(sessions=sessions, auto_id=f"{name}-%s")
    return _page(request, network, "list", **told, status=status)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"themes/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

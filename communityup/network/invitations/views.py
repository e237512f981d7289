"""What one sees of invitations: a coordinator who invites, and who is invited at their own link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communityup.gatherings.permissions import refuse_registering
from communityup.network.invitations import actions, forms, permissions, queries
from communityup.network.meetings.forms import RegisterForm
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import place_token
from communityup.network.meetings.queries import any_session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE, GONE = 422, 410


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Invite members and others to a closed session, and see who comes."""
    session = _own(request, slug, public_id)
    form = forms.InviteForm(request.POST if request.method == "POST" else None, network=session.network)
    if request.method == "POST" or not session.is_closed:
        permissions.refuse_unready(session)
    made = done(form, lambda: actions.invite(session, **form.cleaned_data, by=_by(request)))
    if made is None:
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, session.network, "invite", status=status, form=form, **queries.inviting(session))
    if made:
        messages.success(request, _("Invited. They get a mail with a link of their own."))
    else:
        messages.info(request, _("Everybody you chose was invited already."))
    return redirect("invitations:invite", slug=slug, public_id=public_id)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    session = _own(request, slug, public_id)
    actions.take_back(queries.invitation_of(session, request.POST.get("who", "")), by=_by(request))
    messages.success(request, _("Taken back. If they had a place, it is free now."))
    return redirect("invitations:invite", slug=slug, public_id=public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Read by one's own link to what one is invited, and say that one comes."""
    network = network_of(slug)
    invitation = queries.invitation_of_letter(network, token)
    if invitation is None:
        return _page(request, network, "gone", status=GONE)
    session = invitation.session
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        gathering=session.gathering, account=True, rules=session.house_rules is not None,
    )  # fmt: skip
    if request.method == "POST":
        refuse_registering(session.gathering)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "own", status=status, form=form, **queries.own_page(invitation))
    place = actions.come(invitation, name=form.cleaned_data["name"], online=form.online, by=Actor.visitor())
    return redirect("meetings:place", slug=slug, token=place_token(place))


def _own(request: HttpRequest, slug: str, public_id: str) -> Session:
    network = network_of(slug)
    own_coordinator(network, _by(request))
    session = any_session(network, public_id)
    session.network = network
    return session


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    around = frame(request, network, "meetings")
    return render(request, f"invitations/{name}.html", {**around, **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

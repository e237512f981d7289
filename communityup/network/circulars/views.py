"""What does one see to mail who comes to a session: the form, and what is asked before it goes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communityup.network.circulars import actions, forms, permissions, queries
from communityup.network.meetings.models import Session
from communityup.network.meetings.queries import any_session
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE = 422


@login_required
def write(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Mail who comes, in two steps: write it, then see to how many it goes."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    session = any_session(network, public_id)
    permissions.refuse_too_late(session)
    form = forms.MessageForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or "again" in request.POST:
        return _page(request, session, "write", status=UNPROCESSABLE if form.errors else 200, form=form)
    if not form.cleaned_data["sure"]:
        if count := done(form, lambda: queries.reaching(session, form.said["to"])):
            return _page(request, session, "sure", form=form, count=count)
    elif done(form, lambda: actions.send_message(session, **form.said, by=_by(request))):
        messages.success(request, _("On its way to who registered."))
        return redirect("circulars:write", slug=slug, public_id=public_id)
    return _page(request, session, "write", status=UNPROCESSABLE, form=form.ask_again())


def _page(request: HttpRequest, session: Session, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    told = {**frame(request, session.network, "meetings"), **queries.writing(session), **context}
    return render(request, f"circulars/{name}.html", told, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

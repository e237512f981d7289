"""What one sees of what came of visits, and what both sides can do with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communityup.network.impressions import actions, forms, permissions, queries
from communityup.network.impressions.models import Impression
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.network.visits.models import Form, Visit
from communityup.network.visits.permissions import own_side
from communityup.network.visits.queries import visit_of
from communityup.people.actors import Actor

UNPROCESSABLE, GONE = 422, 410


@require_safe
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What came of a visit, for everybody; where something was withdrawn, that it was there."""
    network = network_of(slug)
    held = queries.public_report(network, public_id)
    if held.state == Impression.State.WITHDRAWN:
        return _page(request, network, "gone", status=GONE, impression=held)
    return _page(request, network, "report", **queries.report_page(held))


@login_required
def write(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write what came of a visit, or tell one's own story."""
    visit = _own(request, slug, public_id, "writer")
    permissions.refuse_ahead(visit)
    held = queries.impression_of(visit)
    kind = forms.VisitForm if visit.form == Form.VISIT else forms.StoryForm
    form = kind(request.POST or None, initial=queries.words_of(visit, held))
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, visit.network, "write", status=status, form=form, visit=visit, impression=held)
    actions.write_impression(visit, words=form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. Nobody else reads it before you show it."))
    return _to(visit)


@require_POST
@login_required
def show(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let the other side read it first."""
    visit = _own(request, slug, public_id, "writer")
    actions.show(visit, by=_by(request))
    messages.success(request, _("The other member reads it now and says whether it may be public."))
    return _to(visit)


@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say as the other side whether it may be public."""
    visit = _own(request, slug, public_id, "reader")
    held = queries.shown_to_reader(visit)
    form = forms.AnswerForm(request.POST or None, initial={"seen": permissions.edition_of(held)})
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, visit.network, "answer", status=status, form=form, visit=visit, impression=held)
    actions.answer(visit, **form.told, by=_by(request))
    messages.success(request, _("Thank you. The other member hears it."))
    return _to(visit)


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Make it public, with the yes of the other side."""
    visit = _own(request, slug, public_id, "writer")
    actions.publish(visit, by=_by(request))
    messages.success(request, _("Everybody can read it now."))
    return redirect("impressions:report", slug=slug, public_id=public_id)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Withdraw what is public, as either side."""
    visit = _own(request, slug, public_id, "")
    actions.withdraw(visit, by=_by(request))
    messages.success(request, _("Taken back. The words are gone."))
    return _to(visit)


def _own(request: HttpRequest, slug: str, public_id: str, part: str) -> Visit:
    """Return a visit for who may write or read first; 404 for who may not know of it, 403 for the other side."""
    found, _side = visit_of(network_of(slug), public_id, request.user)
    only = {"writer": permissions.writer_of, "reader": permissions.reader_of}
    own_side(found, _by(request), only=only[part](found) if part else "")
    return found


def _to(visit: Visit) -> HttpResponse:
    return redirect("visits:visit", slug=visit.network.slug, public_id=visit.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"impressions/{name}.html", {**frame(request, network, "visits"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of reports, what a coordinator writes, and what who was there says of it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.base.errors import NotAllowed
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import seen_by
from communityup.network.meetings.queries import any_session, registration_of, session_of, session_with
from communityup.network.members.permissions import acts_in, delegate_of, may_read_people
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of, own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.reports import actions, forms, permissions, queries
from communityup.network.reports.models import Report
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE, GONE = 422, 410


@require_safe
def report(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The report that everybody reads, at the number of its session (B1); before, who writes it sees it here so."""
    network = network_of(slug)
    session = any_session(network, public_id)
    session.network = network
    found = queries.readable_report(session, writes=coordinator_of(network, request.user) is not None)
    if session.slug != public_id:
        return redirect("reports:report", slug=slug, public_id=session.slug)
    return _shown(request, session, found)


def _shown(request: HttpRequest, session: Session, found: Report, form: forms.SendForm | None = None) -> HttpResponse:
    """Show a report, and to who writes it the button that sends it round; with `form` why it was not sent."""
    sending, status = queries.sending(session, found), 200 if form is None else UNPROCESSABLE
    more = {**sending, "form": form or forms.SendForm(initial=sending), "below": queries.below(found)}
    return _page(request, session.network, "report", status=status, **queries.page_of(found), **more)


@login_required
def write(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write the report in the house template (B46). Every button of the page keeps first what was typed."""
    session = _own(request, slug, public_id)
    permissions.refuse_before(session)
    found = queries.report_of(session)
    refuse = partial(permissions.refuse_emptied, found, sends="send" in request.POST)
    names_in = partial(queries.names_in, session)
    words = queries.words_of(found)
    form = forms.ReportForm(request.POST or None, initial=words, names_in=names_in, refuse=refuse)
    if not done(form, lambda: actions.write_report(session, **form.told, by=_by(request))):
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, session.network, "write", status=status, form=form, **queries.writing(session, found))
    return _saved(request, session)


def _saved(request: HttpRequest, session: Session) -> HttpResponse:
    """Do what the button asked beside keeping the words: leave a tip out, or show what would be sent round."""
    slug, said = session.network.slug, _("Saved.")
    if "send" in request.POST:
        messages.success(request, _("Saved. Read once more what you send."))
        return redirect("reports:report", slug=slug, public_id=session.slug)
    if "tip" in request.POST:
        actions.leave_out_tip(queries.tip_of(session, request.POST["tip"]), by=_by(request))
        said = _("Saved. The tip does not stand in the report any more.")
    messages.success(request, said)
    return redirect("reports:write", slug=slug, public_id=session.public_id)


@require_POST
@login_required
def send_round(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Send the report to who was there; when a colleague changed it meanwhile, first show it as it is now."""
    session, form = _own(request, slug, public_id), forms.SendForm(request.POST)
    if not done(form, lambda: actions.send_round(session, **form.cleaned_data, by=_by(request))):
        return _shown(request, session, queries.readable_report(session, writes=True), form)
    messages.success(request, _("On its way to who was there. After the time to correct, everybody can read it."))
    return redirect("reports:write", slug=slug, public_id=public_id)


@login_required
def remark(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say what became of a remark of who was there."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    found = queries.remark_of(network, public_id)
    form = forms.DealForm(request.POST or None, initial={"outcome": found.outcome, "reason": str(found.reason or "")})
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "remark", status=status, form=form, session=found.report.session, remark=found)
    actions.deal_with(found, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. Who made the remark hears it by mail."))
    return redirect("reports:write", slug=slug, public_id=found.report.session.public_id)


@login_required
def tips(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Gather tips, links and offers during a session; members and coordinators read them before the report (B5)."""
    network = network_of(slug)
    if not may_read_people(network, request.user):
        raise NotAllowed(_("Only members of this network can do this."))
    session, own = session_of(network, public_id, seen_by(network, request.user)), delegate_of(network, request.user)
    form = forms.TipForm(request.POST or None, of_member=own is not None)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "tips", status=status, form=form, **queries.gathering_tips(session, own=own))
    actions.give_tip(session, **{"is_named": False, **form.cleaned_data}, by=_by(request))
    messages.success(request, _("Thank you. It stands in the report."))
    return redirect("reports:tips", slug=slug, public_id=public_id)


@require_POST
@login_required
def remove_tip(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a tip of one's own member back."""
    network = network_of(slug)
    acts_in(network, _by(request))
    session = session_of(network, public_id, seen_by(network, request.user))
    actions.take_back_tip(queries.tip_of(session, request.POST.get("tip", "")), by=_by(request))
    messages.success(request, _("It does not stand in the report any more."))
    return redirect("reports:tips", slug=slug, public_id=public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tips_by_place(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The same for who has a place, by the link that is theirs and without an account; they take their own back."""
    network = network_of(slug)
    place = registration_of(network, token)
    if place is None:
        raise Http404
    session = session_with(network, place.gathering_id)
    permissions.has_place(session, place)
    here = redirect("reports:tips_by_place", slug=slug, token=token)
    if request.method == "POST" and "tip" in request.POST:
        actions.take_back_tip_by_place(queries.tip_of(session, request.POST["tip"]), place, by=Actor.visitor())
        return here
    form = forms.TipForm(request.POST if request.method == "POST" else None, of_member=False)
    if not form.is_valid():
        status, shown = UNPROCESSABLE if form.is_bound else 200, queries.gathering_tips(session, place=place)
        return _page(request, network, "tips", status=status, form=form, **shown)
    actions.give_tip_by_place(session, place, **form.cleaned_data, by=Actor.visitor())
    messages.success(request, _("Thank you. It stands in the report."))
    return here


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Read the report before it is public and say what is not right, by one's own link."""
    network = network_of(slug)
    opened = queries.for_who_was_there(network, token)
    if opened is None:
        return _page(request, network, "gone", status=GONE)
    found, registration = opened
    form = forms.RemarkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**queries.page_of(found), "form": form, "remarks": queries.remarks(found)}
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "correct", status=status, may=queries.may_remark(found), **context)
    actions.make_remark(found, registration, **form.cleaned_data, by=Actor.visitor())
    messages.success(request, _("Thank you. Who writes the report reads it."))
    return redirect("reports:correct", slug=slug, token=token)


def _own(request: HttpRequest, slug: str, public_id: str) -> Session:
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return any_session(network, public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"reports/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

"""What one sees of the sessions of a network, and what its coordinators can do with them."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communityup.codes.actions import brake
from communityup.gatherings import exports
from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Who
from communityup.gatherings.models import Registration, Request
from communityup.gatherings.permissions import is_over, refuse_gone, refuse_registering
from communityup.network.meetings import actions, forms, notices, permissions, queries
from communityup.network.meetings.models import Session
from communityup.network.members.permissions import may_read_people
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.newsletter.permissions import limits, opened_by
from communityup.people.actors import Actor
from communityup.people.adapters import network_of as client_network
from communityup.people.queries import has_account
from communityup.ui.forms import done

UNPROCESSABLE, GONE, CONFLICT = 422, 410, 409
State = Registration.State
WAYS = PLACE, ONLINE = "place", "online"
# Who hears of another date or place: of a closed session nobody who is not invited.
DATED = gettext_lazy(
    "Saved. If the date or the place changed, who registered or asked to hear of sessions gets one letter."
)
PLANNED_CLOSED = gettext_lazy("Planned. Now only who coordinates this network reads it.")
WITHDRAWN = gettext_lazy("Your place is free for somebody else. Your address is not kept here any more.")
GIVEN_BACK = gettext_lazy(
    "Your place is free for somebody else. Was that a mistake? The link in your mail brings it back while there is "
    "room. After seven days your address is not kept here any more."
)
NOT_TAKEN = gettext_lazy(
    "This place goes on to the next on the waiting list, and you are not on it any more. Was that a mistake? With the "
    "link in your mail you come back while there is room. After seven days your address is not kept here any more."
)
NOT_WAITING = gettext_lazy(
    "You are not on the waiting list any more. Was that a mistake? The link in your mail puts you on it again, as the "
    "last one. After seven days your address is not kept here any more."
)
AWAY = {State.SEAT: GIVEN_BACK, State.OFFERED: NOT_TAKEN, State.WAITING: NOT_WAITING}
INVITE_NEXT = gettext_lazy("Say how many people can come, then invite them.")
DATED_CLOSED = gettext_lazy("Saved. If the date or the place changed, who is invited gets one letter.")


@require_safe
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions of a network: what comes, and what was (N07)."""
    network = network_of(slug)
    seen = permissions.seen_by(network, request.user)
    form = forms.FindForm(request.GET) if request.GET.keys() - {"page"} else forms.FindForm()
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.sessions(network, request.GET.get("page", "1"), seen, filters)
    status = UNPROCESSABLE if form.errors else 200
    return _page(request, network, "list", form=form, filtered=any(filters.values()), status=status, **found)


@require_safe
def session(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One session. Its number and every earlier address lead to the address it has now (B1)."""
    network = network_of(slug)
    seen = permissions.seen_by(network, request.user)
    found = queries.session_of(network, public_id, seen)
    if found.slug != public_id:
        return redirect("meetings:session", slug=slug, public_id=found.slug)
    places = queries.places_of(found, request.user)
    around = frame(request, network, "meetings")
    inside = may_read_people(network, request.user)
    links = queries.links_of(found, own=around["own"] is not None, inside=inside)
    return render(
        request, "meetings/session.html", {**around, **queries.page_of(found, seen), **places, "links": links}
    )


@require_safe
def calendar(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The moment of a session for one's own calendar; with a rough date there is none yet (B43)."""
    found = _seen(request, slug, public_id)
    if not found.gathering.is_dated:
        raise Http404
    file = exports.calendar(found.gathering, link=notices.address(found), description=notices.description(found))
    answer = HttpResponse(file, content_type=exports.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{exports.FILE_NAME}"'
    return answer


@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a session, or write down one that was."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    form = forms.PlanForm(request.POST or None, initial={"way": "place", "kind": "open"})
    if not form.is_valid():
        return _form(request, network, form, (_("Plan a session"), _("Plan it")))
    made = actions.plan_session(network, about=form.about, moment=form.moment, by=_by(request))
    closed = str(PLANNED_CLOSED) if is_over(made.gathering) else f"{PLANNED_CLOSED} {INVITE_NEXT}"
    messages.success(request, closed if made.is_closed else _("Everybody can read it now."))
    return _to(made)


@login_required
def describe(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change the words about a session."""
    found = _own(request, slug, public_id)
    form = forms.AboutForm(request.POST or None, initial=queries.about(found))
    if not form.is_valid():
        return _form(request, found.network, form, (_("Change these words"), _("Save")), session=found)
    actions.describe_session(found, about=form.about, by=_by(request))
    messages.success(request, _("Saved. The address stays the same."))
    return _to(found)


@login_required
def date(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Set when and where."""
    found = _changeable(request, slug, public_id)
    form = forms.MomentForm(request.POST or None, initial=forms.of_gathering(found.gathering))
    if not done(form, lambda: actions.set_date(found, moment=form.moment, by=_by(request))):
        return _form(request, found.network, form, (_("When and where?"), _("Save")), session=found, tells=True)
    messages.success(request, DATED_CLOSED if found.is_closed else DATED)
    return _to(found)


@login_required
def cancel(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Cancel a session, with the reason."""
    found = _changeable(request, slug, public_id)
    form = forms.CancelForm(request.POST or None, closed=found.is_closed)
    if not done(form, lambda: actions.cancel_session(found, **form.cleaned_data, by=_by(request))):
        title = (_("Does this session not go on?"), _("Cancel this session"))
        return _form(request, found.network, form, title, session=found)
    messages.success(request, _("Cancelled. Who had it in their calendar gets a letter."))
    return _to(found)


@login_required
def outcomes(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell what came of a session (A45)."""
    found = _own(request, slug, public_id)
    initial = {name: str(getattr(found, name) or "") for name in ("outcomes", "next_step")}
    form = forms.OutcomesForm(request.POST or None, initial=initial, closed=found.is_closed)
    if not form.is_valid():
        return _form(request, found.network, form, (_("What came of this session?"), _("Save")), session=found)
    actions.tell_outcomes(found, **form.cleaned_data, by=_by(request))
    closed = _("Saved. Who is invited can read it.")
    messages.success(request, closed if found.is_closed else _("Saved. Everybody can read it."))
    return _to(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that one comes. Without an account the answer is the same, whatever became of it."""
    found, account = _seen(request, slug, public_id), has_account(request)
    if own := gathered.own(found.gathering, request.user):
        return _registered(request, found.network, own)
    refuse_registering(found.gathering)
    form = forms.RegisterForm(
        request.POST if request.method == "POST" else None,
        initial={"name": str(request.user) if account else ""},
        gathering=found.gathering, account=account, rules=found.house_rules is not None,
    )  # fmt: skip
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, found.network, "register", status=status, form=form, **queries.register_page(found))
    if account:
        own = actions.register(found, name=form.cleaned_data["name"], online=form.online, by=_by(request))
        return redirect("meetings:place", slug=slug, token=permissions.place_token(own))
    return _ask(request, found, form)


@require_safe
def asked(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Tell to look in one's mail, whatever became of the form."""
    found = _seen(request, slug, public_id)
    return _page(request, found.network, "asked", **queries.register_page(found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Say yes with a button: looking changes nothing, because programs that check mail follow links."""
    return _said_yes(request, network_of(slug), permissions.CONFIRM, token)


def _said_yes(request: HttpRequest, network: Network, purpose: str, token: str) -> HttpResponse:
    """Ask for a yes, or take it: by the link to confirm, and by the link of a place that was given back."""
    waiting, said = queries.request_of(network, purpose, token)
    if said is None and waiting is not None:
        found, back = queries.session_with(network, waiting.gathering_id), purpose == permissions.PLACE
        if (answer := request.POST.get("answer")) == "delete":
            return _deleted(request, found, waiting)
        if request.method != "POST" or (back and answer != "again"):
            around = {**queries.register_page(found), **gathered.asked(waiting), "given_back": back}
            return _page(request, network, "confirm", status=CONFLICT if around["shut"] else 200, **around)
        said, waiting = actions.confirm_registration(found, waiting, by=Actor.visitor()), None
    if said is None:
        return _gone(request, network, purpose, token)
    return _registered(request, network, said, before=waiting is not None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One's own place, by one's own link: the link to the online meeting, taking a place, giving it back."""
    network = network_of(slug)
    own = queries.registration_of(network, token)
    if own is None:
        return _said_yes(request, network, permissions.PLACE, token)
    found = queries.session_with(network, own.gathering_id)
    if request.method != "POST":
        return _page(request, network, "place", **queries.place_page(found, own))
    if (answer := request.POST.get("answer")) == "withdraw":
        undo = found.gathering.is_dated and not found.is_closed
        actions.withdraw(found, own, undo=undo, by=Actor.visitor())
        messages.success(request, AWAY[State(own.state)] if undo else WITHDRAWN)
        return _away(request, found)
    _answer(request, found, own, answer)
    return redirect("meetings:place", slug=slug, token=token)


@login_required
def places(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Set how many can come, the link for who has a place, and the house rules."""
    found = _changeable(request, slug, public_id)
    form = forms.PlacesForm(request.POST or None, initial=queries.about_places(found))
    if not done(form, lambda: actions.set_places(found, **form.cleaned_data, by=_by(request)), at="capacity"):
        return _form(request, found.network, form, (_("Places and house rules"), _("Save")), session=found)
    messages.success(request, _("Saved. Who waits for a place that is free now gets a mail."))
    return _to(found)


@login_required
def attendance(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Who comes, to print and to tick off at the door; names only."""
    found = _own(request, slug, public_id)
    if request.method == "POST":
        one = get_object_or_404(found.gathering.registrations, public_id=request.POST.get("who", ""))
        actions.note_presence(found, one, came=request.POST.get("came") == "yes", by=_by(request))
        return redirect("meetings:attendance", slug=slug, public_id=public_id)
    return _page(request, found.network, "attendance", **queries.attendance(found))


def _answer(request: HttpRequest, session: Session, own: Registration, answer: str | None) -> None:
    if answer == "take":
        actions.take_place(session, own, by=Actor.visitor())
        messages.success(request, _("You have a place. You get a mail with what you have now."))
    elif answer in WAYS:
        actions.switch_way(session, own, online=answer == ONLINE, by=Actor.visitor())
        messages.success(request, _("Saved. You get a mail with what you have now."))


def _ask(request: HttpRequest, session: Session, form: forms.RegisterForm) -> HttpResponse:
    """Ask by mail whose address this is; the answer is the same, whatever became of it."""
    if not form.trapped:
        brake(limits(client_network(request)), purpose="meetings")
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        language = (get_language() or "nl")[:2]
        actions.ask_to_register(session, who=Who(email=email, name=name, language=language, online=form.online))
    return redirect("meetings:asked", slug=session.network.slug, public_id=session.slug)


def _deleted(request: HttpRequest, session: Session, waiting: Request) -> HttpResponse:
    """Delete name and address at once, for who does not come."""
    actions.forget_asked(session, waiting, by=Actor.visitor())
    messages.success(request, _("Your name and address are deleted here."))
    return _away(request, session)


def _away(request: HttpRequest, session: Session) -> HttpResponse:
    """Lead somebody who does not come to what they may see: the session, or of a closed one the list."""
    slug, sees = session.network.slug, permissions.sees(session, request.user)
    return redirect("meetings:session", slug, session.slug) if sees else redirect("meetings:list", slug)


def _registered(request: HttpRequest, network: Network, own: Registration, *, before: bool = True) -> HttpResponse:
    """Lead somebody who registered to their place; who did so before is told that they can choose otherwise there."""
    if before:
        messages.info(request, _("You registered already. Here you see what you have, and can choose otherwise."))
    return redirect("meetings:place", slug=network.slug, token=permissions.place_token(own))


def _gone(request: HttpRequest, network: Network, purpose: str, token: str) -> HttpResponse:
    """Tell that a link of ours leads nowhere any more; what we never signed does not exist."""
    if opened_by(purpose, token) is None:
        raise Http404
    return _page(request, network, "gone", status=GONE)


def _own(request: HttpRequest, slug: str, public_id: str) -> Session:
    """Return a session for who coordinates its network; raises NotAllowed for everybody else."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return queries.any_session(network, public_id)


def _changeable(request: HttpRequest, slug: str, public_id: str) -> Session:
    """Return the same; the form is not shown for what has been or was cancelled.

    What was filled in before that is refused by the action, in the form, so that no words are lost.
    """
    found = _own(request, slug, public_id)
    if request.method != "POST":
        refuse_gone(found.gathering)
    return found


def _seen(request: HttpRequest, slug: str, public_id: str) -> Session:
    """Return a session that somebody sees; raises Http404 for a closed one to which they are not invited."""
    network = network_of(slug)
    return queries.session_of(network, public_id, permissions.seen_by(network, request.user))


def _form(
    request: HttpRequest, network: Network, form: django_forms.Form, title: tuple[str, str], **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title[0], "label": title[1], **more}
    return _page(request, network, "form", status=UNPROCESSABLE if form.is_bound else 200, **context)


def _to(session: Session) -> HttpResponse:
    return redirect("meetings:session", slug=session.network.slug, public_id=session.public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"meetings/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

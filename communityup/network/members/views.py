"""What one sees of the members of a network, and what one can do to join and as a member."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.codes.actions import brake
from communityup.network.members import actions, forms, permissions, queries
from communityup.network.members.models import Application, Member
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.people.adapters import network_of as client_network
from communityup.people.queries import has_account
from communityup.ui.forms import done

UNPROCESSABLE = 422
# In a quarter of an hour: from one network (a whole hall can share it), and from everywhere.
FROM_ONE, FROM_ALL = 30, 300


@require_safe
def directory(request: HttpRequest, slug: str) -> HttpResponse:
    """The members of a network, with filters, and how it grows."""
    network = network_of(slug)
    form = forms.FilterForm(request.GET or None, **queries.filter_choices(network))
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    context: dict[str, Any] = {
        "page": queries.directory(network, filters, request.GET.get("page", "1")),
        "growth": queries.growth(network),
        "form": form,
        "filtered": any(filters.values()),
        "together_url": queries.together_url(network, filters),
    }
    return _page(request, network, "directory", **context)


@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the members are: on a map, and the same as a list."""
    network = network_of(slug)
    return _page(request, network, "map", **queries.map_of(network))


@require_safe
def member(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One member: what it does, wants to learn and can bring."""
    network = network_of(slug)
    return _page(request, network, "member", **queries.card(queries.member_of(network, public_id), request.user))


@never_cache
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join, without an account (A0)."""
    network = network_of(slug)
    form = forms.ApplicationForm(request.POST or None)
    if not form.is_valid():
        return _page(request, network, "apply", form=form, status=UNPROCESSABLE if form.is_bound else 200)
    brake({f"network:{client_network(request)}": FROM_ONE, "site": FROM_ALL}, purpose="members.apply")
    if not form.trapped:
        words = form.words
        told = actions.Card(**{name: words.pop(name) for name in ("does", "learns", "brings", "place", "theme")})
        by = Actor.of(request.user) if has_account(request) else Actor.visitor()  # type: ignore[arg-type]
        actions.ask_to_join(network, **words, card=told, language=get_language() or "nl", by=by)
    return redirect("members:sent", slug=slug)


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next; the same for everybody, whatever was sent."""
    return _page(request, network_of(slug), "sent")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """One's own application by the link in the receipt; sending it takes it back."""
    network = network_of(slug)
    asked = queries.application_of_link(network, token)
    if request.method != "POST":
        return _page(request, network, "application", asked=asked)
    actions.take_back(asked, by=Actor.visitor())
    messages.success(request, _("Taken back. Your address and your words are gone."))
    return redirect("networks:page", slug=slug)


@require_safe
@login_required
def applications(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to join, for the coordinators."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return _page(request, network, "applications", **_inbox(network))


@require_POST
@login_required
def accept(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let somebody in, with a buddy."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    asked = queries.application_of(network, public_id)
    form = forms.AcceptForm(request.POST, buddies=queries.buddies(network), auto_id=f"{public_id}-%s")

    def let_in() -> Member:
        told = dict(form.cleaned_data)
        buddy = queries.member_of(network, told.pop("buddy")) if "buddy" in told else None
        return actions.accept(asked, buddy=buddy, **told, by=_by(request))

    joined = done(form, let_in)
    if joined is None:
        inbox = _inbox(network, open_form=(public_id, form))
        return _page(request, network, "applications", **inbox, status=UNPROCESSABLE)
    messages.success(request, _("%(name)s is a member now and gets a letter of welcome.") % {"name": joined})
    return redirect("members:applications", slug=slug)


@login_required
def decline(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say no, with the reason."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    asked = queries.application_of(network, public_id)
    form = forms.DeclineForm(request.POST or None)
    if not form.is_valid():
        permissions.refuse_answered(asked)
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "decline", form=form, asked=asked, status=status)
    actions.decline(asked, **form.cleaned_data, by=_by(request))
    messages.success(request, _("The answer is on its way by mail."))
    return redirect("members:applications", slug=slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Begin to act for a member, by the link in the letter."""
    network = network_of(slug)
    letter = queries.welcome_of_link(network, token)
    if request.method != "POST" or not has_account(request):
        own = permissions.delegate_of(network, request.user)
        acts, account = own is not None and own.member_id == letter.member_id, has_account(request)
        closed = permissions.why_closed(letter)
        return _page(request, network, "welcome", letter=letter, account=account, acts=acts, closed=closed)
    actions.begin(letter, by=_by(request))
    messages.success(request, _("You act for %(name)s now.") % {"name": letter.member})
    return redirect("members:mine", slug=slug)


@login_required
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own member: its people, its newcomers, who comes for it to the core, and ask one more person."""
    network = network_of(slug)
    by, sent = _by(request), request.POST or None
    told = queries.mine(permissions.acts_in(network, by))
    chooses = sent is not None and "substitute" in sent
    form = forms.InviteForm(None if chooses else sent)
    named = forms.SubstituteForm(sent if chooses else None, people=told["able"], initial=told["substitute"])
    asked = None if chooses else done(form, lambda: actions.invite_delegate(told["member"], **form.cleaned_data, by=by))
    if asked is None and not (chooses and named.is_valid()):
        status = 200 if sent is None else UNPROCESSABLE
        return _page(request, network, "mine", form=form, named=named, **told, status=status)
    if chooses:
        actions.name_substitute(told["member"], **named.cleaned_data, by=by)
        messages.success(request, _("Saved. The people who act for you hear it."))
    else:
        messages.success(request, _("The question is on its way by mail."))
    return redirect("members:mine", slug=slug)


@login_required
def introduce(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what one's own member tells of itself."""
    network = network_of(slug)
    by = _by(request)
    own = queries.member_of(network, permissions.acts_in(network, by).member.public_id)
    kept = {name: str(getattr(own, name) or "") for name in forms.MemberForm.field_order}
    form = forms.MemberForm(request.POST or None, initial=kept)
    if done(form, lambda: actions.introduce(own, card=actions.Card(**form.card), **form.who, by=by)) is None:
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "introduce", form=form, member=own, status=status)
    messages.success(request, _("Saved. Everybody reads it on your page."))
    return redirect("members:member", slug=slug, public_id=own.public_id)


@login_required
def core(request: HttpRequest, slug: str) -> HttpResponse:
    """Commit to the core for a year (N05)."""
    network = network_of(slug)
    own = permissions.acts_in(network, _by(request))
    form = forms.CoreForm(
        request.POST or None,
        people=queries.substitutes(own.member, own.person_id),
        initial={"starts_on": permissions.next_year(own.member) or timezone.localdate()},
    )
    if not done(form, lambda: actions.commit_to_core(own.member, **form.cleaned_data, by=_by(request))):
        status = UNPROCESSABLE if form.is_bound else 200
        lasts = None if form.is_bound else permissions.goes_on_from(own.member)
        told = {"member": own.member, "lasts": lasts, **queries.balance_of(network)}
        return _page(request, network, "core", form=form, status=status, **told)
    messages.success(request, _("You belong to the core for a year. Thank you."))
    return redirect("members:mine", slug=slug)


@require_POST
@login_required
def stop_core(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop belonging to the core."""
    own = permissions.acts_in(network_of(slug), _by(request))
    actions.stop_core(own.member, by=_by(request))
    messages.success(request, _("You no longer belong to the core. You stay a member."))
    return redirect("members:mine", slug=slug)


@require_POST
@login_required
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop to act for one's member."""
    own = permissions.acts_in(network_of(slug), _by(request))
    actions.stop_acting(own.member, by=_by(request))
    messages.success(request, _("You no longer act for %(name)s.") % {"name": own.member})
    return redirect("networks:page", slug=slug)


@require_POST
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the network with one's member."""
    own = permissions.acts_in(network_of(slug), _by(request))
    actions.leave(own.member, by=_by(request))
    messages.success(request, _("%(name)s left the network. You can always ask to join again.") % {"name": own.member})
    return redirect("networks:page", slug=slug)


@require_POST
@login_required
def met(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say that a newcomer and its buddy met."""
    network = network_of(slug)
    permissions.acts_in(network, _by(request))
    actions.tell_met(queries.member_of(network, public_id), by=_by(request))
    messages.success(request, _("Good that you met."))
    return redirect("members:mine", slug=slug)


def _inbox(network: Network, open_form: tuple[str, forms.AcceptForm] | None = None) -> dict[str, Any]:
    buddies = queries.buddies(network)
    kept = dict([open_form]) if open_form else {}
    waiting = queries.applications(network)
    rows = [(one, kept.get(one.public_id) or _accept_form(one, buddies)) for one in waiting]
    return {"rows": rows, "labels": queries.LABELS, **queries.balance_of(network)}


def _accept_form(asked: Application, buddies: list[tuple[str, str]]) -> forms.AcceptForm:
    told = {"name": asked.name, "kind": asked.kind}
    return forms.AcceptForm(buddies=buddies, initial=told, auto_id=f"{asked.public_id}-%s")


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    around = {**frame(request, network, "members"), **queries.around(network, request.user)}
    return render(request, f"members/{name}.html", {**around, **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

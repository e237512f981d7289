"""What does one see of letters: those that went out, and for who coordinates the pages to write and plan one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.letters import actions, exports, forms, notices, permissions, queries
from communityup.network.letters.models import Letter
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of, own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.network.newsletter import actions as newsletter
from communityup.people.actors import Actor

UNPROCESSABLE = 422


@require_safe
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters that went out, for everybody."""
    network = network_of(slug)
    return _page(request, network, "archive", page=queries.archive(network, request.GET.get("page", "1")))


@require_safe
def letter(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One letter as it went out, at an address that stays; who coordinates finds there what did not go out yet."""
    network = network_of(slug)
    found = queries.letter_of(network, public_id)
    if found.state in queries.OUT:
        return _page(request, network, "letter", **queries.page_of(found))
    if coordinator_of(network, request.user) is None:
        raise Http404
    return redirect("letters:manage", slug, public_id)


@require_safe
def feed(_request: HttpRequest, slug: str) -> HttpResponse:
    """The newest letters as an Atom feed."""
    return HttpResponse(exports.as_atom(network_of(slug)), content_type="application/atom+xml; charset=utf-8")


@require_safe
@login_required
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """All letters with where they stand, for who coordinates."""
    network = _own_network(request, slug)
    return _page(request, network, "overview", **queries.overview(network, request.GET.get("page", "1")))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def addresses(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at an earlier list of addresses, line by line, before it is brought in. Nothing of it is kept."""
    network = _own_network(request, slug)
    form = forms.AddressesForm(request.POST or None, request.FILES or None, looks=True)
    if not form.is_valid():
        return _page(request, network, "addresses", status=UNPROCESSABLE if form.is_bound else 200, form=form)
    return _page(request, network, "addresses_look", form=form, **queries.look_at_list(form.rows, form.problems))


@never_cache
@require_POST
@login_required
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring in an earlier list that was looked at, all of it or nothing."""
    network = _own_network(request, slug)
    form = forms.AddressesForm(request.POST, looks=False)
    if not form.is_valid():
        again = forms.AddressesForm(request.POST, looks=True)
        return _page(request, network, "addresses", status=UNPROCESSABLE, form=again)
    newsletter.bring_in(network, form.rows, topics=sorted(set(form.cleaned_data["topics"])), by=_by(request))
    told = _("Brought in. Who is known already, was asked before or wants no mail, is left alone.")
    messages.success(request, told)
    return redirect("letters:overview", slug=slug)


@login_required
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a letter."""
    network = _own_network(request, slug)
    form = forms.LetterForm(_sent(request))
    if not form.is_valid():
        return _page(request, network, "write", status=UNPROCESSABLE if form.is_bound else 200, form=form)
    begun = actions.begin_letter(network, words=form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. Look how it becomes."))
    return redirect("letters:manage", slug=slug, public_id=begun.public_id)


@login_required
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write on at a letter that is not planned."""
    found = _own(request, slug, public_id)
    form = forms.LetterForm(_sent(request), initial=queries.words_of(found))
    if not form.is_valid():
        permissions.refuse_unwritable(found)
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, found.network, "write", status=status, form=form, letter=found)
    actions.write_letter(found, words=form.cleaned_data, by=_by(request))
    messages.success(request, _("Saved. Look how it becomes."))
    return redirect("letters:manage", slug=slug, public_id=public_id)


@never_cache
@require_safe
@login_required
def manage(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """How a letter looks, where it stands, and how far it is."""
    found = _own(request, slug, public_id)
    mail = notices.test_mail(found, _language())
    return _page(request, found.network, "manage", mail=mail, **queries.managing(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def drop(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Throw a letter away, after a question."""
    found = _own(request, slug, public_id)
    permissions.refuse_unwritable(found)
    if request.method != "POST":
        return _page(request, found.network, "drop", letter=found)
    actions.drop_letter(found, by=_by(request))
    messages.success(request, _("The letter is thrown away."))
    return redirect("letters:overview", slug=slug)


@require_POST
@login_required
def test(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Mail a letter to oneself alone."""
    found = _own(request, slug, public_id)
    actions.send_test(found, language=_language(), by=_by(request))
    messages.success(request, _("A test mail is on its way to you. Nobody else gets it."))
    return redirect("letters:manage", slug=slug, public_id=public_id)


@login_required
def plan(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Plan a letter in two steps: choose a moment, then see when it goes and to how many."""
    found = _own(request, slug, public_id)
    if found.state != Letter.State.DRAFT:
        return redirect("letters:manage", slug=slug, public_id=public_id)
    permissions.refuse_unready(found)
    form = forms.PlanForm(_sent(request), taken=permissions.days_taken(found))
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, found.network, "plan", status=status, form=form, **queries.planning(found))
    if not form.cleaned_data["sure"]:
        return _page(request, found.network, "sure", form=form, **queries.planning(found))
    actions.plan_letter(found, moment=form.moment, by=_by(request))
    messages.success(request, _("Planned. Until it goes out, you can take it back."))
    return redirect("letters:manage", slug=slug, public_id=public_id)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a planned letter back."""
    actions.take_back_letter(_own(request, slug, public_id), by=_by(request))
    messages.success(request, _("Taken back. You can write on."))
    return redirect("letters:manage", slug=slug, public_id=public_id)


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; a form that was sent empty is a form too."""
    return request.POST if request.method == "POST" else None


def _language() -> str:
    return (get_language() or "nl")[:2]


def _own_network(request: HttpRequest, slug: str) -> Network:
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return network


def _own(request: HttpRequest, slug: str, public_id: str) -> Letter:
    return queries.letter_of(_own_network(request, slug), public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"letters/{name}.html", {**frame(request, network, "letters"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

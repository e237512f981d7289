"""What does one see to stay informed: the form, and the pages to which the links in letters lead."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from communityup.codes.actions import brake
from communityup.network.networks.queries import frame, network_of
from communityup.network.newsletter import actions, forms, permissions, queries
from communityup.people import adapters
from communityup.people.actors import Actor
from communityup.post.queries import site_address

UNPROCESSABLE, GONE = 422, 410
VISITOR = Actor.visitor()


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Choose about which network one wants to hear; with one network there is nothing to choose."""
    rows = queries.networks_to_choose()
    return redirect(rows[0]["url"]) if len(rows) == 1 else render(request, "newsletter/start.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for letters. The answer is the same for an address that is new, known or shielded, and for a program."""
    network = network_of(slug)
    form = forms.SignUpForm(_sent(request))
    if not form.is_valid():
        around = frame(request, network, "letters")
        context = {**around, "form": form, **queries.form_page(network, for_coordinator=around["own"] is not None)}
        return render(request, "newsletter/sign_up.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    if not form.trapped:
        brake(permissions.limits(adapters.network_of(request)), purpose="newsletter")
        topics, place = form.cleaned_data["topics"], site_address() + request.path
        said = {"wording": queries.wording(network, topics), "form_address": place, "language": _language()}
        actions.ask_for_letters(network, email=form.cleaned_data["email"], topics=topics, **said)
    return redirect("newsletter:asked", slug=slug)


@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell to look in one's mail, whatever became of the form."""
    return render(request, "newsletter/asked.html", frame(request, network_of(slug), "letters"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes with a button: looking changes nothing, because programs that check mail follow links."""
    waiting, said = queries.ask_of(token)
    if waiting is not None and request.method == "POST":
        said = actions.confirm(waiting, by=VISITOR)
        messages.success(request, _("You stay informed from now on."))
    if said is not None:
        return redirect("newsletter:choose", token=permissions.choice_token(said))
    if waiting is None:
        return _gone(request, permissions.CONFIRM, token)
    return render(request, "newsletter/confirm.html", {"ask": waiting, "network": waiting.network})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Change one's topics by one's own link, without an account."""
    reader = queries.reader_of(permissions.CHOOSE, token)
    if reader is None:
        return _gone(request, permissions.CHOOSE, token)
    form = forms.TopicsForm(_sent(request), initial={"topics": [one.value for one in reader.topics]})
    if not form.is_valid():
        stop = permissions.stop_token(reader)
        context = {"form": form, "network": reader.network, "reader": reader, "stop": stop}
        return render(request, "newsletter/choose.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    actions.choose_topics(reader, topics=form.cleaned_data["topics"], by=VISITOR)
    messages.success(request, _("Your choice was kept."))
    return redirect("newsletter:choose", token=token)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all letters of a network without signing in. Looking changes nothing.

    The token is what allows it, so a mail program may post here by itself (RFC 8058): no cookie, no other secret.
    """
    if permissions.opened_by(permissions.STOP, token) is None:
        raise Http404
    reader = queries.reader_of(permissions.STOP, token)
    if reader is not None and request.method == "POST":
        actions.stop_letters(reader, by=VISITOR)
        reader = None
    return render(request, "newsletter/stop.html", {"reader": reader})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Say that one did not fill in the form, so that forms send no mail here any more; or let it come again."""
    link = queries.address_of(token)
    about: dict[str, Any] = {"network": link.network, "address_hash": link.address_hash}
    answer = request.POST.get("answer", "shield") if request.method == "POST" else ""
    form = forms.AddressForm(request.POST if answer == "ask" else None)
    if form.is_valid():
        brake(permissions.limits(adapters.network_of(request)), purpose="newsletter.open")
        actions.ask_to_open(**about, email=form.cleaned_data["email"], language=_language())
        messages.success(
            request, _("Is this the address that no mail comes to? Then a mail with a link is on its way.")
        )
        return redirect("newsletter:not_me", token=token)
    if answer == "shield":
        actions.shield_address(**about, written=link.written, by=VISITOR)
    if answer == "open" and link.opens:
        actions.open_address(**about, by=VISITOR)
    context = {"link": link, "form": form, "shielded": permissions.is_shielded(link.address_hash)}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "newsletter/not_me.html", context, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; a form that was sent empty is a form too."""
    return request.POST if request.method == "POST" else None


def _language() -> str:
    return (get_language() or "nl")[:2]


def _gone(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Tell that a link of ours leads nowhere any more; what we never signed does not exist."""
    if permissions.opened_by(purpose, token) is None:
        raise Http404
    return render(request, "newsletter/gone.html", status=GONE)

"""Where who has a place at a session meets the others who come; by one's own link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communityup.network.continuity import actions, forms, permissions, queries
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.people.models import Person

UNPROCESSABLE, GONE = 422, 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Read who introduced themselves, and do so too; a substitute says how they were briefed (B38)."""
    network = network_of(slug)
    place = queries.place_of(network, token)
    if place is None:
        return _page(request, network, "gone", status=GONE)
    session = queries.session_of(place)
    permissions.refuse_no_place(session, place)
    named = queries.is_named_substitute(session, place)
    initial = queries.words_of(queries.introduction_of(place), is_substitute=named)
    form = forms.IntroductionForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "meet", status=status, form=form, token=token, **queries.meeting(session, place))
    actions.introduce(session, place, **form.cleaned_data, by=_by(request))
    messages.success(request, _("Others who have a place can read it now."))
    return redirect("continuity:meet", slug=slug, token=token)


@never_cache
@require_POST
def take_back(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take one's introduction back."""
    network = network_of(slug)
    place = queries.place_of(network, token)
    if place is None:
        return _page(request, network, "gone", status=GONE)
    actions.take_back_introduction(queries.session_of(place), place, by=_by(request))
    messages.success(request, _("Taken back. The words are gone."))
    return redirect("continuity:meet", slug=slug, token=token)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"continuity/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user) if isinstance(request.user, Person) else Actor.visitor()

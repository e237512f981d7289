"""What one sees of agreements of a network, and what members say of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.network.accords import actions, forms, permissions, queries
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.ui.forms import done

UNPROCESSABLE = 422
# What each button says for one's own member.
BUTTONS: dict[str, Callable[..., None]] = {
    "yes": partial(actions.answer_accord, wants=True),
    "no": partial(actions.answer_accord, wants=False),
    "keep": partial(actions.look_again, wish="keep"),
    "end": partial(actions.look_again, wish="end"),
}


@require_safe
def accords(request: HttpRequest, slug: str) -> HttpResponse:
    """What members agreed among themselves, and when each is looked at again (N23)."""
    network = network_of(slug)
    return _page(request, network, "list", **queries.page(network, delegate_of(network, request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an agreement."""
    network = network_of(slug)
    permissions.proposes_for(network, _by(request))
    form = forms.AccordForm(request.POST or None)
    if not done(form, lambda: actions.propose_accord(network, **form.cleaned_data, by=_by(request))):
        return _page(request, network, "form", status=UNPROCESSABLE if form.is_bound else 200, form=form)
    messages.success(request, _("Proposed. Each member says for itself whether it is in."))
    return redirect("accords:list", slug=slug)


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say for one's own member what its button says."""
    accord = queries.accord_of(network_of(slug), public_id)
    said = BUTTONS.get(request.POST.get("say", ""))
    if said is None:
        raise Http404
    said(accord, by=_by(request))
    messages.success(request, _("Saved. You can say something else as long as the others did not answer."))
    return redirect("accords:list", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reword(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Give an agreement other words, or another day."""
    network = network_of(slug)
    accord = queries.accord_of(network, public_id)
    permissions.own_yes(accord, _by(request))
    initial = {"words": str(accord.words), "review_on": accord.review_on}
    form = forms.AccordForm(request.POST or None, initial=initial)
    if not done(form, lambda: actions.reword_accord(accord, **form.cleaned_data, by=_by(request))):
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, network, "form", status=status, form=form, accord=accord)
    messages.success(
        request, _("Proposed. The agreement holds as it is until all who are in it said yes to these words.")
    )
    return redirect("accords:list", slug=slug)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"accords/{name}.html", {**frame(request, network, "accords"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    return Actor.of(request.user)  # type: ignore[arg-type]  # behind a check of the session this is a Person

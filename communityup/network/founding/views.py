"""What one sees when one asks for a network, and of what came of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communityup.network.founding import actions, forms, queries
from communityup.people.actors import Actor
from communityup.people.models import Person

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a network, and see what came of what one asked for before."""
    person = _person(request)
    form = forms.RequestForm(request.POST or None, initial={"email": person.email})
    if not form.is_valid():
        told = {"form": form, "asked": queries.own_requests(person)}
        return render(request, "founding/ask.html", told, status=UNPROCESSABLE if form.is_bound else 200)
    actions.ask_for_network(**form.cleaned_data, by=Actor.of(person))
    messages.success(request, _("Asked. Who runs this site answers by mail, and the answer stands here too."))
    return redirect("founding:ask")


@require_POST
@login_required
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """No longer ask for a network."""
    person = _person(request)
    actions.take_back(queries.own_request(person, public_id), by=Actor.of(person))
    messages.success(request, _("Taken back. You can ask again at any time."))
    return redirect("founding:ask")


def _person(request: HttpRequest) -> Person:
    return Actor.of(request.user).account  # type: ignore[arg-type]  # behind a check of the session this is a Person

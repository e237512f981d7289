"""What does one see: one's own messages, on paper too, how often one gets mail, and the page that stops it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communityup.notices import actions, permissions, queries
from communityup.notices.forms import ReadForm, RhythmForm
from communityup.people.actors import Actor
from communityup.people.queries import has_account, signed_in

UNPROCESSABLE = 422


@require_safe
@never_cache
@login_required
def messages_page(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first; reading here does not mark them, the button does."""
    found = queries.messages_page(signed_in(request), request.GET.get("page", "1"))
    return render(request, "notices/page.html", found)


@require_safe
@never_cache
@login_required
def paper(request: HttpRequest) -> HttpResponse:
    """The messages of the last week or month on one page, to print."""
    person = signed_in(request)
    length = queries.days_on_paper(person, request.GET.get("periode", ""))
    return render(request, "notices/paper.html", queries.on_paper(person, length=length))


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything that was shown as read."""
    person, form = signed_in(request), ReadForm(request.POST)
    if form.is_valid():
        actions.read_all(person, **form.cleaned_data, by=Actor.of(person))
    return redirect("notices:list")


@never_cache
@login_required
def settings_page(request: HttpRequest) -> HttpResponse:
    """Choose how often one gets mail."""
    person = signed_in(request)
    form = RhythmForm(request.POST or None, initial={"rhythm": queries.rhythm_of(person)})
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        uninvited = permissions.is_uninvited(permissions.address_hash(person.email))
        context = {"form": form, "uninvited": uninvited, "token": permissions.invitations_token(person.email)}
        return render(request, "notices/settings.html", context, status=status)
    actions.choose_rhythm(person, rhythm=form.cleaned_data["rhythm"], by=Actor.of(person))
    messages.success(request, _("Your choice was kept."))
    return redirect("notices:settings")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one's mail without signing in. Looking changes nothing, because programs that check mail follow links.

    The token is what allows it, so a mail program may post here by itself (RFC 8058): no cookie, no other secret.
    """
    listener = permissions.who_stops(token)
    if listener is None:
        raise Http404
    if request.method == "POST":
        listener = actions.stop_mail(listener)
    return render(request, "notices/stop.html", {"stopped": listener.rhythm == "site"})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_invitations(request: HttpRequest, token: str) -> HttpResponse:
    """Stop invitations to an address without signing in, or signed in with it let them come again.

    As above the token is what allows it; looking changes nothing. Letting them come again needs the session besides,
    which browsers do not send along with a form of another site (SameSite).
    """
    hashed = permissions.who_is_uninvited(token)
    if hashed is None:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") == "open":
        actions.let_invitations_come(hashed, by=_anybody(request))
    elif request.method == "POST":
        actions.stop_invitations(hashed)
    own = has_account(request) and permissions.address_hash(signed_in(request).email) == hashed
    context = {"stopped": permissions.is_uninvited(hashed), "own": own}
    return render(request, "notices/stop_invitations.html", context)


def _anybody(request: HttpRequest) -> Actor:
    return Actor.of(signed_in(request)) if has_account(request) else Actor.visitor()

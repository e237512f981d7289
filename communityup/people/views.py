"""What does one see of accounts: the one entrance, the code, the name, and one's own account."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from communityup.people import actions, adapters, forms, queries
from communityup.people.actors import Actor
from communityup.people.middleware import KNOWN, keep_language
from communityup.people.models import Code
from communityup.people.privacy import consequences_of_leaving
from communityup.post.permissions import may_see_outbox

ENTER, CONFIRM, NEW_ADDRESS = Code.Purpose.ENTER, Code.Purpose.CONFIRM, Code.Purpose.NEW_ADDRESS


def _onward(name: str, return_to: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': return_to})}")


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The one entrance for everybody: an address. What follows is the same for known and unknown addresses."""
    return_to = queries.return_address(request)
    if queries.has_account(request):
        return HttpResponseRedirect(return_to)
    form = forms.SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        adapters.ask_code_to_enter(request, form.cleaned_data["email"], own_device=form.cleaned_data["own_device"])
        return _onward("account_confirm_login_code", return_to)
    return render(request, "people/sign_in.html", {"form": form, "next": return_to})


@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code from the mail; somebody known is in, somebody new is asked a name."""
    return_to, waiting = queries.return_address(request), adapters.pending(request, ENTER)
    if queries.has_account(request):
        return HttpResponseRedirect(return_to)
    if waiting is None:
        return _onward("account_login", return_to)
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (code := adapters.answer_code(waiting, form, ENTER)):
        person = actions.enter(code, address=waiting.address)
        if person is not None:
            return adapters.sign_in(request, person, return_to)
        return _onward("account_signup", return_to)
    page = {"form": form, "address": waiting.address, "next": return_to, "outbox": may_see_outbox()}
    return render(request, "people/code.html", {**page, "own_device": adapters.is_own_device(request)})


@never_cache
def choose_name(request: HttpRequest) -> HttpResponse:
    """The only question to somebody new, after the address was proved."""
    return_to, waiting = queries.return_address(request), adapters.pending(request, ENTER)
    code = queries.proved_code(waiting.code_id, ENTER) if waiting else None
    if queries.has_account(request) or waiting is None or code is None:
        return _onward("account_login", return_to)
    form = forms.SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["display_name"]
        language = actions.language_now()
        guest = queries.guest_here(request)
        person = actions.join(code, address=waiting.address, display_name=name, language=language, guest=guest)
        return adapters.sign_in(request, person, return_to)
    return render(request, "people/name.html", {"form": form, "next": return_to})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show the site in Dutch or English from now on, and go back to where one was."""
    wanted = request.POST.get("language", "")
    language = wanted if wanted in KNOWN else "nl"
    if request.user.is_authenticated:
        person = queries.signed_in(request)
        actions.change_language(person, language=language, by=Actor.of(person))
    response: HttpResponse = HttpResponseRedirect(queries.return_address(request, "home"))
    keep_language(response, language)
    return response


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name and language, and the way to everything else."""
    person = queries.signed_in(request)
    if person.is_guest:
        return redirect("guest")
    start = {"display_name": person.display_name, "language": person.language}
    form = forms.AccountForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.change_account(person, **form.cleaned_data, by=Actor.of(person))
        messages.success(request, _("Saved."))
        response = redirect("account")
        keep_language(response, person.language)
        return response
    return render(request, "people/account.html", {"form": form, "person": person, "keys": queries.own_keys(person)})


@never_cache
@login_required
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """Ask once more who it is, by a code to one's own address, before something that matters."""
    person, waiting = queries.signed_in(request), adapters.pending(request, CONFIRM)
    return_to = queries.return_address(request, "account")
    if request.method == "POST" and ("send" in request.POST or waiting is None):
        adapters.ask_code(request, person.email, CONFIRM, person=person)
        return _onward("confirm_identity", return_to)
    form = forms.CodeForm(request.POST or None)
    if (
        request.method == "POST"
        and waiting
        and form.is_valid()
        and (code := adapters.answer_code(waiting, form, CONFIRM))
    ):
        actions.confirm(code, by=Actor.of(person))
        adapters.stop_waiting(request, CONFIRM)
        adapters.note_proof(request, person)
        return HttpResponseRedirect(return_to)
    page = {"form": form, "waiting": waiting, "address": person.email, "next": return_to, "outbox": may_see_outbox()}
    return render(request, "people/confirm_identity.html", page)


@never_cache
@adapters.only_fresh
def new_address(request: HttpRequest) -> HttpResponse:
    """Change the address: first the new one is proved by a code."""
    form = forms.NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = queries.signed_in(request)
        adapters.ask_code_for_new_address(request, form.cleaned_data["email"], person)
        return redirect("account_email_verification_sent")
    return render(request, "people/new_address.html", {"form": form, "person": queries.signed_in(request)})


@never_cache
@login_required
def prove_new_address(request: HttpRequest) -> HttpResponse:
    """Type the code that went to the new address."""
    person, waiting = queries.signed_in(request), adapters.pending(request, NEW_ADDRESS)
    if waiting is None:
        return redirect("account_email")
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (code := adapters.answer_code(waiting, form, NEW_ADDRESS)):
        adapters.stop_waiting(request, NEW_ADDRESS)
        actions.change_address(person, code=code, address=waiting.address, by=Actor.of(person))
        messages.success(request, _("Your e-mail address has been changed."))
        return redirect("account")
    page = {"form": form, "address": waiting.address, "outbox": may_see_outbox()}
    return render(request, "people/prove_new_address.html", page)


@never_cache
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """See where one is signed in, end the others, and say whether this is one's own device."""
    person = queries.signed_in(request)
    if request.method == "POST" and "own_device" in request.POST:
        adapters.stay_signed_in(request, own_device=request.POST["own_device"] == "yes")
        return redirect("usersessions_list")
    if request.method == "POST":
        actions.end_sessions(person, keep=request.session.session_key, by=Actor.of(person))
        messages.success(request, _("You are now signed out everywhere else."))
        return redirect("usersessions_list")
    shown = queries.own_sessions(person, request.session.session_key)
    page = {"sessions": shown, "own_device": adapters.is_own_device(request)}
    return render(request, "people/sessions.html", page)


@never_cache
@adapters.only_fresh
def leave(request: HttpRequest) -> HttpResponse:
    """Say plainly what goes and what stays, then leave."""
    person = queries.signed_in(request)
    form = forms.LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.leave_platform(person, by=Actor.of(person))
        request.session.flush()
        response = redirect("left")
        response.delete_cookie(adapters.KNOWN_COOKIE)
        return response
    return render(request, "people/leave.html", {"form": form, "consequences": consequences_of_leaving(person)})


@never_cache
@login_required
def guest(request: HttpRequest) -> HttpResponse:
    """What taking part without an account means: keep it with an account, or erase all of it."""
    person = queries.signed_in(request)
    if not person.is_guest:
        return redirect("account")
    form = forms.LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.leave_platform(person, by=Actor.of(person))
        request.session.flush()
        return redirect("left")
    return render(request, "people/guest.html", {"form": form})


def left(request: HttpRequest) -> HttpResponse:
    """Say goodbye, and that it is done."""
    return render(request, "people/left.html")

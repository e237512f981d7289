"""Where our accounts and the sign-in library meet: who may enter, how it mails, and codes a browser waits for."""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import Refused
from communityup.people import actions
from communityup.people.middleware import keep_language
from communityup.people.models import Code, Person
from communityup.people.queries import find_by_address, guest_here, has_keys, person_by_key, signed_in
from communityup.post.actions import send_letter

KNOWN_COOKIE = "known"
KNOWN_SALT = "people.known-browser"
KNOWN_AGE = 180 * 24 * 3600
# How long a browser of somebody not signed in remembers the address it waits for.
WAITING_SECONDS = 2 * 3600
FRESH_SECONDS = 15 * 60
OWN_DEVICE = "own_device"
OWN_DEVICE_SECONDS = 90 * 24 * 3600
PROVED_AT = "proved_at"
NOT_KEPT = "0.0.0.0"  # noqa: S104 - stands for a network address we do not know or keep

CHANGES = {
    "totp_activated": _("an authenticator app was added"),
    "totp_deactivated": _("the authenticator app was removed"),
    "recovery_codes_generated": _("new recovery codes were made"),
    "webauthn_added": _("a passkey was added"),
    "webauthn_removed": _("a passkey was removed"),
}


class EntranceBackend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Knows who is signed in; on every page, so with prepared SQL."""

    def get_user(self, user_id: int) -> Person | None:
        """Return who has this key, unless the account is not active any more."""
        person = person_by_key(user_id)
        return person if self.user_can_authenticate(person) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Lets the sign-in library speak our words, mail through our outbox and keep no network addresses."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up through the library: `people.actions.join` is the only door."""
        del request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network address for rate limits; never an error when a proxy says nothing sensible."""
        try:
            return get_client_ip(request) or NOT_KEPT
        except ImproperlyConfigured:
            return NOT_KEPT

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in; what somebody shared in this browser as a guest comes to their account, after every step of it."""
        guest = guest_here(request)
        if guest is not None and guest.pk != user.pk:
            actions.become(guest, user)
        if guest is not None and not user.is_guest:
            messages.success(request, gettext("What you shared on this device is in your account now."))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Person, **facts: Any) -> HttpResponse:
        """Go on in the person's language; remember the browser as theirs, and not its network address."""
        response: HttpResponse = super().post_login(request, user, **facts)
        actions.forget_client_address(request.session.session_key or "")
        request.session[PROVED_AT] = int(time.time())
        stay_signed_in(request, own_device=is_own_device(request))
        keep_language(response, user.language)
        _remember_browser(request, response, user)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *facts: Any, **more: Any
    ) -> None:
        """Say in our words what changed; nothing on signing in and out: the page shows it."""
        change = CHANGES.get((message_template or "").rpartition("/")[2].removesuffix(".txt"))
        if change is not None:
            messages.success(request, capfirst(str(change)) + ".")
        elif message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *facts, **more)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Return the ways to show again that it is you, a passkey first: it is the least work."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: not method["id"].endswith("webauthn"))

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: Mapping[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody by mail that the keys of their account changed."""
        del context
        change = CHANGES.get(template_prefix.rpartition("/")[2])
        if change is None:
            return
        key = f"changed:{user.pk}:{template_prefix}:{time.time_ns()}"
        send_letter("people/mail/changed", {"change": change}, to=email or user.email, language=user.language, key=key)


class KeysAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Keeps the secrets of authenticator apps encrypted with the key of this site, and names keys in our words."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return str(_cipher().encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret as the app knows it."""
        return str(_cipher().decrypt(encrypted_text.encode("ascii")), "utf-8")

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        """Return what the form proposes as a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """Return the picture of the key on white, so that it can be read on a dark page too."""
        picture: str = super().build_totp_svg(url)
        return picture.replace("<path", '<rect width="100%" height="100%" fill="#fff"/><path', 1)

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.sha256(b"people.authenticators:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


@dataclass(frozen=True)
class Pending:
    """A code that this browser waits for, and the address it went to."""

    code_id: str
    address: str


def ask_code(request: HttpRequest, address: str, purpose: str, *, person: Person | None) -> None:
    """Mail a code to an address and let this browser wait for it. Known and unknown addresses go the same way."""
    _refuse_a_rush(request)
    known = purpose == Code.Purpose.CONFIRM or (purpose == Code.Purpose.ENTER and _is_known_browser(request, person))
    language = person.language if person is not None else actions.language_now()
    code = actions.send_code(address, purpose=purpose, language=language, person=person, known_browser=known)
    if not request.user.is_authenticated:
        request.session.set_expiry(WAITING_SECONDS)
    request.session[f"code:{purpose}"] = {"id": code.public_id, "address": address}


def ask_code_to_enter(request: HttpRequest, address: str, *, own_device: bool = False) -> None:
    """Mail the code for the entrance, to somebody we know or not."""
    request.session[OWN_DEVICE] = own_device
    ask_code(request, address, Code.Purpose.ENTER, person=find_by_address(address))


def ask_code_for_new_address(request: HttpRequest, address: str, person: Person) -> None:
    """Mail a code to a new address. Whether somebody has it already shows only to who reads the mail there."""
    ask_code(request, address, Code.Purpose.NEW_ADDRESS, person=person)


def pending(request: HttpRequest, purpose: str) -> Pending | None:
    """Return the code this browser waits for, if any."""
    kept = request.session.get(f"code:{purpose}")
    return Pending(kept["id"], kept["address"]) if kept else None


def stop_waiting(request: HttpRequest, purpose: str) -> None:
    """Let this browser no longer wait for a code."""
    request.session.pop(f"code:{purpose}", None)


def answer_code(waiting: Pending, form: Form, purpose: str) -> Code | None:
    """Try the digits of a valid form; return the proved code, or put on the form what is wrong and what to do."""
    attempt = actions.try_code(waiting.code_id, form.cleaned_data["code"], purpose=purpose)
    if attempt.code is None:
        form.add_error("code", _wrong_code(attempt.tries_left))
    return attempt.code


def _wrong_code(tries_left: int) -> str:
    if tries_left == 0:
        return str(_("This code no longer works: it is too old or was typed wrong too often. Ask a new one below."))
    return ngettext(
        "This is not the code from the mail. You can try %(count)d more time.",
        "This is not the code from the mail. You can try %(count)d more times.",
        tries_left,
    ) % {"count": tries_left}


def sign_in(request: HttpRequest, person: Person, return_to: str) -> HttpResponse:
    """Sign in somebody who proved an address; a second key, when they have one, is asked first."""
    stop_waiting(request, Code.Purpose.ENTER)
    note_proof(request, person)
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=return_to))
    return response


def enter_as_guest(request: HttpRequest, guest: Person) -> None:
    """Let this browser take part as a guest, as long as on one's own device: nothing else opens that door again."""
    AccountAdapter(request).login(request, guest)
    actions.forget_client_address(request.session.session_key or "")
    stay_signed_in(request, own_device=True)


def past_guest(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a guest through pages of the sign-in library that send away whoever is signed in."""

    @wraps(view)
    def passed(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        guest = guest_here(request)
        if guest is not None:
            request.guest, request.user = guest, AnonymousUser()  # type: ignore[attr-defined]
        return view(request, *args, **options)

    return passed


def network_of(request: HttpRequest) -> str:
    """Return the network address of a request, for limits only: nothing keeps it."""
    return AccountAdapter(request).get_client_ip(request)


def stay_signed_in(request: HttpRequest, *, own_device: bool) -> None:
    """Let this browser stay signed in for 90 days when it is one's own, and for a day when others use it too."""
    request.session[OWN_DEVICE] = own_device
    request.session.set_expiry(OWN_DEVICE_SECONDS if own_device else None)


def is_own_device(request: HttpRequest) -> bool:
    """Say whether somebody said of this browser that it is their own."""
    return bool(request.session.get(OWN_DEVICE, False))


def note_proof(request: HttpRequest, person: Person) -> None:
    """Note that somebody showed by a code who they are; enough by itself only for who has no second key."""
    alone = not has_keys(person)
    record_authentication(request, person, method="code", reauthenticated=True if alone else None)
    if alone:
        request.session[PROVED_AT] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Say whether somebody showed in the last quarter of an hour that it is them."""
    return time.time() - float(request.session.get(PROVED_AT, 0)) < FRESH_SECONDS


def only_fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard what a passer-by at an open computer must not do: ask again who it is, unless that was just shown.

    Somebody with a passkey or app shows that; somebody without gets a code by mail.
    """
    guarded = reauthentication_required(app="allauth.mfa")(view)

    @wraps(view)
    def fresh(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if guest_here(request) is not None:
            return redirect("guest")
        if is_fresh(request):
            return view(request, *args, **options)
        if has_keys(signed_in(request)):
            response: HttpResponse = guarded(request, *args, **options)
            return response
        return HttpResponseRedirect(f"{reverse('confirm_identity')}?{urlencode({'next': request.get_full_path()})}")

    return fresh


def _refuse_a_rush(request: HttpRequest) -> None:
    """Brake on one network asking very many codes (ACCOUNT_RATE_LIMITS); generous, for a hall on one connection."""
    if not ratelimit.consume(request, action="request_login_code", key="any"):
        raise Refused(_("Very many codes were asked from your network. Wait ten minutes and try again."))


def _is_known_browser(request: HttpRequest, person: Person | None) -> bool:
    try:
        known = signing.loads(request.COOKIES.get(KNOWN_COOKIE, ""), salt=KNOWN_SALT, max_age=KNOWN_AGE)
    except signing.BadSignature:
        return False
    return person is not None and known == person.pk


def _remember_browser(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Keep a signed cookie: this browser gets codes of its own when others ask many for the same address."""
    value = signing.dumps(person.pk, salt=KNOWN_SALT)
    secure = request.is_secure()
    response.set_cookie(KNOWN_COOKIE, value, max_age=KNOWN_AGE, httponly=True, samesite="Lax", secure=secure)

"""What do we show of accounts, and where does somebody return to."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.people.models import Code, Person


@dataclass(frozen=True)
class OwnSession:
    """A browser in which somebody is signed in."""

    browser: str
    since: datetime
    here: bool


def signed_in(request: HttpRequest) -> Person:
    """Return the person who asks; raises TypeError in a view that forgot to ask for sign-in."""
    if not isinstance(request.user, Person):
        raise TypeError("This page needs somebody who is signed in.")
    return request.user


def person_by_key(key: int) -> Person | None:
    """Return who has this key; asked on every page, for who is signed in."""
    return _people.first(key)


@prepared
def _people(key: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=key)


def guest_here(request: HttpRequest) -> Person | None:
    """Return the guest who takes part in this browser without an account, if any."""
    person = getattr(request, "guest", None) or getattr(request, "user", None)
    return person if isinstance(person, Person) and person.is_guest else None


def has_account(request: HttpRequest) -> bool:
    """Say whether somebody with an account is signed in here: a guest may still enter."""
    return request.user.is_authenticated and guest_here(request) is None


def return_address(request: HttpRequest, default: str = "my_page") -> str:
    """Return where `next` in the form or the address leads, when that is on this site; else the default."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if is_own_address(request, wanted):
        return wanted
    return resolve_url(default)


def is_own_address(request: HttpRequest, address: str) -> bool:
    """Say whether an address leads to a page of this site, and has nothing strange in it."""
    return address.isprintable() and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def find_by_address(address: str) -> Person | None:
    """Return who has this address, in its one form."""
    return Person.objects.filter(email=address, left_at=None).first()


def proved_code(code_id: str, purpose: str) -> Code | None:
    """Return a code that was typed right and not used yet."""
    return Code.objects.filter(public_id=code_id, purpose=purpose, proved_at__isnull=False, used_at=None).first()


def own_sessions(person: Person, session_key: str | None) -> list[OwnSession]:
    """Return where somebody is signed in, the latest first."""
    sessions = UserSession.objects.purge_and_list(person)
    shown = [OwnSession(browser_name(s.user_agent), s.created_at, s.session_key == session_key) for s in sessions]
    return sorted(shown, key=lambda session: session.since, reverse=True)


def browser_name(user_agent: str) -> str:
    """Return a browser and device in words, roughly: enough to recognise one's own."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    devices = (
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
        ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for sign, name in browsers if re.search(rf"\b{sign}", user_agent)), _("Browser"))
    device = next((name for sign, name in devices if sign in user_agent), "")
    return f"{browser}, {device}" if device else browser


def has_keys(person: Person) -> bool:
    """Say whether somebody needs more than a code: a passkey or an app."""
    kinds = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists())


def own_keys(person: Person) -> dict[str, int]:
    """Return how many passkeys, authenticator apps and recovery codes guard an account."""
    kinds = list(Authenticator.objects.filter(user_id=person.pk).values_list("type", flat=True))
    return {kind: kinds.count(kind) for kind in Authenticator.Type.values}

"""How a code is written, how many were made and used, never which; and how the token of a link is kept."""

import hashlib
import secrets
from collections.abc import Iterable

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from communityup.codes.models import Code

# No letters and digits that look alike on paper, and no vowels: a code is never a word. 25 signs of ten: 46 bits.
ALPHABET = "23456789BCDFGHJKMNPQRTVWX"
LENGTH = 10
HALF = LENGTH // 2


def normalised(typed: str) -> str:
    """Return what somebody typed in the one form of codes: capitals, without spaces and dashes."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)[: LENGTH + 1]


def on_paper(code: str) -> str:
    """Return a code in two halves, easier to read and to type."""
    return f"{code[:HALF]}-{code[HALF:]}"


def counts(abouts: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return for each thing how many codes were made, how many uses there were, and how many codes still work."""
    works = Q(revoked_at=None, ends_at__gt=timezone.now(), uses__lt=F("most"))
    rows = Code.objects.filter(about__in=list(abouts)).order_by().values("about")
    found = rows.annotate(made=Count("pk"), used=Sum("uses"), left=Count("pk", filter=works))
    return {row["about"]: {name: row[name] for name in ("made", "used", "left")} for row in found}


def new_token() -> str:
    """Return a token for a link in a letter; only the letter holds it."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """Return how a token from a link is kept: a random token needs no slow hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

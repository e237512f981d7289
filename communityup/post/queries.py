"""What do we show of mail: the words of a letter in its reader's language, and the outbox page."""

import base64
import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from communityup.post.models import SUBJECT_LENGTH, Mail

PAGE_LENGTH = 20
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
QUIET_FROM, QUIET_UNTIL = 21, 8


@dataclasses.dataclass(frozen=True)
class Letter:
    """The words of one letter."""

    subject: str
    text: str
    html: str


def letter(template: str, context: Mapping[str, Any], *, language: str) -> Letter:
    """Fill in `<template>_subject.txt`, `<template>_message.txt` and `<template>_why.txt` in one language."""
    with translation.override(language):
        words = {**context, "site_name": settings.SITE_NAME, "site_address": site_address()}
        subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
        body = render_to_string(f"{template}_message.txt", words)
        why = " ".join(render_to_string(f"{template}_why.txt", words).split())
        return framed(subject, body, why=why)


def framed(subject: str, body: str, *, why: str = "", own: str | None = None, reply_to: str = "") -> Letter:
    """Put the same words in a text and an HTML letter, with who sends it, why, and a way to one's settings.

    Who may have no account gets `own` in place of these: the address of a page of their own, or nothing.
    In the language that is active. Addresses become links in the HTML letter; nothing else in the words is markup.
    """
    paragraphs = [part.strip() for part in body.replace("\r\n", "\n").split("\n\n") if part.strip()]
    told = {"own": own, "paragraphs": paragraphs, "body": "\n\n".join(paragraphs)}
    words = {**around(subject, why=why, reply_to=reply_to), **told}
    text = render_to_string("post/mail.txt", words).strip() + "\n"
    return Letter(subject[:SUBJECT_LENGTH], text, render_to_string("post/mail.html", words))


def around(subject: str, *, why: str = "", reply_to: str = "") -> dict[str, Any]:
    """Return what stands around the words of every letter, for templates that extend `post/mail.txt` and `.html`.

    `reply_to`: where an answer to it comes, when the letter has such a header; else its foot says that nobody reads it.
    """
    return {
        "subject": subject[:SUBJECT_LENGTH],
        "why": why,
        "site_name": settings.SITE_NAME,
        "site_address": site_address(),
        "contact": settings.CONTACT_EMAIL,
        "reply_to": reply_to,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
    }


def in_quiet_hours(moment: dt.datetime) -> bool:
    """Say whether a letter that can wait should wait: between 21.00 and 8.00 in Amsterdam; never in a demonstration."""
    if not settings.MAIL_RESTS_AT_NIGHT:
        return False
    hour = moment.astimezone(AMSTERDAM).hour
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def after_quiet_hours(moment: dt.datetime) -> dt.datetime:
    """Return the moment itself, or the end of the quiet hours in which it falls."""
    if not in_quiet_hours(moment):
        return moment
    here = moment.astimezone(AMSTERDAM)
    day = here.date() + dt.timedelta(days=1 if here.hour >= QUIET_FROM else 0)
    return dt.datetime.combine(day, dt.time(QUIET_UNTIL), tzinfo=AMSTERDAM)


def site_address() -> str:
    """Return the address of this site without a slash at its end."""
    return settings.SITE_ADDRESS.rstrip("/")


def outbox(page: str) -> Page[Mail]:
    """Return one page of all letters, the newest first."""
    letters = Mail.objects.order_by("-written_at", "-pk").defer("html")
    return Paginator(letters, PAGE_LENGTH).get_page(page)


def attachment(mail: Mail, place: int) -> tuple[str, str, bytes] | None:
    """Return name, media type and content of the attachment at this place; None when there is none."""
    if not 0 <= place < len(mail.attachments):
        return None
    part = mail.attachments[place]
    return part["name"], part["type"], base64.b64decode(part["content"])


def letters_today(address: str, *kinds: str) -> int:
    """Return how many letters whose key begins with one of `kinds` were written to an address in the last day."""
    since, of_kind = timezone.now() - dt.timedelta(days=1), Q()
    for kind in kinds:
        of_kind |= Q(key__startswith=kind)
    return Mail.objects.filter(of_kind, to=address, written_at__gt=since).count()


def safe_name(name: str) -> str:
    """Return a file name that fits in a header: letters, digits, dots and dashes only."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:100] or "attachment"

"""What can one do with mail: write it, send what is due, forget an address."""

import base64
import datetime as dt
import logging
import smtplib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from communityup.post.models import KEY_LENGTH, SUBJECT_LENGTH, Mail
from communityup.post.queries import Letter, framed, in_quiet_hours, letter

logger = logging.getLogger(__name__)

Attachment = tuple[str, bytes, str]
"""File name, content, media type."""

CLAIM = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 10
LONGEST_WAIT = dt.timedelta(hours=6)
BATCH = 50
KEPT = dt.timedelta(days=30)
# Letters that are worth nothing after a while, by the beginning of their key.
KEPT_SHORTER = {"code:": dt.timedelta(days=2), "signup:": dt.timedelta(days=7)}


@transaction.atomic
def send(
    *,
    to: str,
    subject: str,
    text: str,
    key: str,
    html: str | None = None,
    why: str = "",
    attachments: Iterable[Attachment] = (),
    headers: Mapping[str, str] | None = None,
    due_at: dt.datetime | None = None,
) -> Mail:
    """Write a letter to the outbox, in the caller's transaction; the worker sends it when it is due.

    The key says what the letter is about (`kind:subject:reader`); a second call with it returns the first letter.
    Without `html` the text gets our frame, in the language that is active: sender, `why` somebody gets it, a way to
    their settings, and the same words as HTML.
    """
    words = Letter(subject, text, html) if html is not None else framed(subject, text, why=why)
    mail, _written = Mail.objects.get_or_create(
        key=key[:KEY_LENGTH],
        defaults={
            "to": to,
            "subject": " ".join(words.subject.split())[:SUBJECT_LENGTH],
            "text": words.text,
            "html": words.html,
            "headers": dict(headers or {}),
            "attachments": [
                {"name": name, "type": kind, "content": base64.b64encode(content).decode("ascii")}
                for name, content, kind in attachments
            ],
            "message_id": make_msgid(domain=_domain()),
            "due_at": due_at or timezone.now(),
        },
    )
    return mail


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One of many letters that are alike: to whom, under which key, with which words and headers of its own."""

    to: str
    key: str
    words: Letter
    headers: Mapping[str, str]


@transaction.atomic
def send_many(copies: Sequence[Copy], *, due_at: dt.datetime | None = None) -> list[Mail]:
    """Write many letters to the outbox at once, in their order, in the caller's transaction; they leave when due.

    For who keeps by itself whom it wrote to: a key that is there already raises IntegrityError, and nothing is written.
    """
    now = timezone.now()
    return Mail.objects.bulk_create(
        [
            Mail(
                key=one.key,
                to=one.to,
                subject=" ".join(one.words.subject.split())[:SUBJECT_LENGTH],
                text=one.words.text,
                html=one.words.html,
                headers=dict(one.headers),
                message_id=make_msgid(domain=_domain()),
                written_at=now,
                due_at=due_at or now,
            )
            for one in copies
        ]
    )


@transaction.atomic
def withhold(mail: Mail) -> Mail:
    """Let a letter never leave, in the transaction in which it was written: its reader wants none of its kind."""
    if mail.sent_at is None and mail.given_up_at is None:
        mail.given_up_at, mail.problem = timezone.now(), "withheld: the reader wants none"
        mail.save(update_fields=["given_up_at", "problem"])
    return mail


@transaction.atomic
def take_back(to: str, *, kind: str) -> int:
    """Delete the letters to an address that did not leave yet and whose key begins with `kind`; return how many."""
    waiting = Mail.objects.filter(to=to, key__startswith=kind, sent_at=None, given_up_at=None)
    deleted, _rows = waiting.delete()
    return deleted


def send_letter(
    template: str,
    context: Mapping[str, Any],
    *,
    to: str,
    language: str,
    key: str,
    attachments: Iterable[Attachment] = (),
    due_at: dt.datetime | None = None,
) -> Mail:
    """Fill in the templates of a letter in the reader's language and write it to the outbox.

    The templates are `<template>_subject.txt`, `_message.txt` (paragraphs with an empty line between) and `_why.txt`.
    """
    words = letter(template, context, language=language)
    return send(
        to=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        key=key,
        attachments=attachments,
        due_at=due_at,
    )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def send_due(limit: int = BATCH) -> int:
    """Send the letters that are due, each claimed first; return how many left or were put ready to read.

    A process killed between the mail server's yes and our note of it sends that one letter again, with the
    same Message-ID: more is impossible over SMTP. Nothing is sent inside a transaction.
    """
    now = timezone.now()
    due = list(_waiting(now).order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    if not due:
        return 0
    connection = _connection()
    try:
        return sum(_deliver(pk, connection) for pk in due)
    finally:
        if connection is not None:
            connection.close()


def _waiting(now: dt.datetime) -> QuerySet[Mail]:
    """Return the letters that may leave now.

    One that brings news (with a List-Id) waits for the end of quiet hours, unless a day for a calendar goes with it.
    """
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    waiting = Mail.objects.filter(free, sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)
    return waiting.exclude(headers__has_key="List-Id", attachments=[]) if in_quiet_hours(now) else waiting


def _connection() -> BaseEmailBackend | None:
    """Return the way out of this computer; None when letters stay on the outbox page."""
    if settings.MAIL_TRANSPORT != "smtp":
        return None
    connection: BaseEmailBackend = get_connection("django.core.mail.backends.smtp.EmailBackend")
    return connection


def _deliver(pk: int, connection: BaseEmailBackend | None) -> bool:
    now = timezone.now()
    claimed = _waiting(now).filter(pk=pk).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    if not claimed:
        return False
    mail = Mail.objects.get(pk=pk)
    try:
        if connection is not None:
            connection.send_messages([_message(mail)])
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        _postpone(mail, problem)
        return False
    Mail.objects.filter(pk=pk).update(sent_at=timezone.now(), claimed_until=None, problem="")
    return True


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={**mail.headers, "Message-ID": mail.message_id},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for part in mail.attachments:
        message.attach(part["name"], base64.b64decode(part["content"]), part["type"])
    return message


def _postpone(mail: Mail, problem: Exception) -> None:
    """Try again later, each time waiting twice as long; give up on an address that is refused for good."""
    now = timezone.now()
    wait = min(dt.timedelta(minutes=2 ** min(mail.attempts, 12)), LONGEST_WAIT)
    hopeless = mail.attempts >= MOST_ATTEMPTS or _refused_for_good(problem)
    Mail.objects.filter(pk=mail.pk).update(
        claimed_until=None,
        due_at=now + wait,
        given_up_at=now if hopeless else None,
        problem=type(problem).__name__,
    )
    logger.warning("mail %s not sent (attempt %d): %s", mail.pk, mail.attempts, type(problem).__name__)


def _refused_for_good(problem: Exception) -> bool:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in problem.recipients.values())  # noqa: PLR2004 - SMTP: 5xx is final
    return isinstance(problem, ValueError)


@transaction.atomic
def forget_address(address: str) -> int:
    """Delete every letter to an address, sent or waiting: its owner leaves. Returns how many."""
    deleted, _rows = Mail.objects.filter(to__iexact=address).delete()
    return deleted


def forget_old() -> int:
    """Delete letters sent or given up a month ago, codes and questions to confirm earlier: an outbox is no archive."""
    now = timezone.now()
    done = Mail.objects.filter(Q(sent_at__isnull=False) | Q(given_up_at__isnull=False))
    old = Q(written_at__lt=now - KEPT)
    for kind, kept in KEPT_SHORTER.items():
        old |= Q(written_at__lt=now - kept, key__startswith=kind)
    deleted, _rows = done.filter(old).delete()
    return deleted

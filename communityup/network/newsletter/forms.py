"""What does one fill in to stay informed; nothing is ticked beforehand (A53). And how one reads an earlier list."""

import csv
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communityup.network.newsletter.actions import Listed
from communityup.network.newsletter.models import Topic
from communityup.network.newsletter.queries import YES
from communityup.people.models import normalised
from communityup.ui.forms import GuardedForm

ADDRESS_LENGTH, WHERE_LENGTH, WORDS_LENGTH = 254, 300, 5000
# How the columns of an earlier list are called, each with how we call it.
COLUMNS = {
    "email": ("email", "e-mail", "emailadres", "e-mailadres", "mail"),
    "language": ("language", "taal"),
    "said_at": ("consent_at", "toestemming_op"),
    "said_where": ("consent_where", "toestemming_waar"),
    "said_to": ("consent_words", "toestemming_tekst"),
}


class ListError(Exception):
    """A list is not right as a whole; the sentence says in which line."""


def topics_field(label: Any = None) -> forms.MultipleChoiceField:
    """Return the field for one topic at least."""
    return forms.MultipleChoiceField(
        label=label or _("About what do you want to hear?"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one topic at least.")},
    )


class AddressForm(forms.Form):
    """Which address is one's own, to get a link there."""

    answer = forms.CharField(initial="ask", widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("What is your e-mail address?"),
        max_length=ADDRESS_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SignUpForm(GuardedForm):
    """Ask for letters, without an account."""

    topics = topics_field()
    email = forms.EmailField(
        label=_("What is your e-mail address?"),
        max_length=ADDRESS_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get one mail there, with a link to confirm."),
    )
    consent = forms.BooleanField(
        label=YES, error_messages={"required": _("Tick this box: without your yes we may not write to you.")}
    )


class TopicsForm(forms.Form):
    """Choose other topics."""

    topics = topics_field()


def read_list(text: str) -> tuple[list[Listed], list[tuple[int, str]]]:
    """Return the good rows of an earlier list, each address once, and what is wrong with the others by their line.

    No sentence holds an address. Raises ListError for what is no such list at all.
    """
    first = text.split("\n", 1)[0]
    lines = csv.reader(text.splitlines(keepends=True), delimiter=";" if first.count(";") > first.count(",") else ",")
    rows: list[Listed] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    try:
        places = _columns(next(lines, []))
        for number, cells in _numbered(lines):
            try:
                row = _row(cells, places)
                if row.email in seen:
                    same = gettext("the same address as in line %(line)d") % {"line": seen[row.email]}
                    raise ValueError(same)  # noqa: TRY301 - told with its line, as the others
            except ValueError as problem:
                problems.append((number, str(problem)))
            else:
                seen[row.email] = number
                rows.append(row)
    except csv.Error as problem:
        raise ListError(gettext("line %(line)d") % {"line": lines.line_num} + f": {problem}.") from problem
    return rows, problems


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield lines.line_num, cells  # type: ignore[attr-defined]  # a reader counts its lines


def _columns(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    found = {ours: names.index(one) for ours, called in COLUMNS.items() for one in called[::-1] if one in names}
    if "email" not in found:
        raise ListError(gettext("line 1: there is no column email."))
    return found


def _row(cells: list[str], places: dict[str, int]) -> Listed:
    """Return what a row says; raises ValueError with what is wrong, without the address."""
    told = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    if len(told.get("said_where", "")) > WHERE_LENGTH or len(told.get("said_to", "")) > WORDS_LENGTH:
        limits = {"where": WHERE_LENGTH, "words": WORDS_LENGTH}
        raise ValueError(
            gettext("where is longer than %(where)d characters, or the words longer than %(words)d") % limits
        )
    if "\0" in "".join(told.values()):
        raise ValueError(gettext("there is a sign in it that is no text"))
    return Listed(
        email=_address(told["email"]),
        language=_language(told.get("language", "")),
        said_at=_moment(told.get("said_at", "")),
        said_where=told.get("said_where", ""),
        said_to=told.get("said_to", ""),
    )


def _address(words: str) -> str:
    try:
        validate_email(words)
    except ValidationError as problem:
        raise ValueError(gettext("this is no e-mail address")) from problem
    if len(words) > ADDRESS_LENGTH:
        raise ValueError(gettext("this is no e-mail address"))
    return normalised(words)


def _language(words: str) -> str:
    if words.lower() not in {"", "nl", "en"}:
        raise ValueError(gettext("the language is not nl or en"))
    return words.lower() or "nl"


def _moment(words: str) -> dt.datetime | None:
    if not words:
        return None
    try:
        moment = dt.datetime.fromisoformat(words)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        is_over = moment <= timezone.now()
    except (ValueError, OverflowError) as problem:
        raise ValueError(gettext("the day of the yes is not written as 2025-03-12")) from problem
    if not is_over:
        raise ValueError(gettext("the day of the yes is still to come"))
    return moment

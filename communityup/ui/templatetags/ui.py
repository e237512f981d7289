"""The parts of a page as template tags: `{% load ui %}`. docs/look.md lists them with an example each."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, slugify
from django.utils.translation import get_language, gettext, pgettext

from communityup.ui import pictures
from communityup.ui.forms import form_markup, render_field, summary_markup

register = template.Library()

ZONE = ZoneInfo("Europe/Amsterdam")
SPREAD_WIDTH = 240
PREVIEW_LENGTH = 200
BUTTONS = {
    "primary": "utrecht-button utrecht-button--primary-action",
    "secondary": "utrecht-button utrecht-button--secondary-action",
    "subtle": "utrecht-button utrecht-button--subtle",
}
CARDS = {"plain": "card", "cool": "card card--cool", "warm": "card card--warm"}
TAGS = {"plain": "tag", "open": "tag tag--open", "ok": "tag tag--ok"}
ALERTS = {
    "info": "utrecht-alert utrecht-alert--info",
    "ok": "utrecht-alert utrecht-alert--ok",
    "warm": "utrecht-alert utrecht-alert--warning",
    "error": "utrecht-alert utrecht-alert--error",
}
# Levels of Django's messages, so that a message needs no translation into ours.
ALERTS |= {"debug": ALERTS["info"], "success": ALERTS["ok"], "warning": ALERTS["warm"]}


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString:
    """What is wrong with a form, first on the page, with a link to each field; nothing when all is well."""
    return summary_markup(form)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field: label, hint, what is wrong, the control, and a counter when it has a limit."""
    return render_field(bound)


@register.simple_tag(takes_context=True)
def form_body(context: Context, form: BaseForm, submit_label: str, kind: str = "primary") -> SafeString:
    """All between <form> and </form>: CSRF, error summary, fields and the button."""
    return format_html(
        '{}<div class="form">{}<div class="button-row">{}</div></div>',
        csrf_input(context),
        form_markup(form),
        button(submit_label, kind),
    )


def csrf_input(context: Context) -> SafeString:
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105 — Django's word for a page without a token
        return mark_safe("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@register.simple_tag
def button(label: str, kind: str = "primary", name: str = "", value: str = "", form: str = "") -> SafeString:
    """A submit button; kind is primary, secondary or subtle; `form` is the id of a form that it stands outside of."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    owned = format_html(' form="{}"', form) if form else ""
    return format_html('<button type="submit" class="{}"{}{}>{}</button>', BUTTONS[kind], named, owned, label)


@register.simple_tag
def link_button(url: str, label: str, kind: str = "primary") -> SafeString:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return format_html('<a class="{}" href="{}">{}</a>', BUTTONS[kind], url, label)


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "plain", *, level: int = 2, number: int = 0) -> SafeString:
    """A card; tone is plain, cool or warm; number gives it the coloured edge of that party."""
    heading = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    edge = format_html(" card--edge tone-{}", pictures.tone(number)) if number else ""
    return format_html('<section class="{}{}">{}{}</section>', CARDS[tone], edge, heading, content)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Something to know: info, ok, warm (attention, never blame) or error."""
    heading = format_html("<h2>{}</h2>", title) if title else ""
    return format_html(
        '<div class="{}"><div class="utrecht-alert__content">{}{}</div></div>',
        ALERTS.get(tone, ALERTS["info"]),
        heading,
        content,
    )


@register.simple_tag
def party_mark(name: str, number: int | None = None) -> SafeString:
    """A party: letter, shape, colour and name. Without a number: somebody on their own name."""
    if number is None:
        return format_html(
            '<span class="party own-name"><i aria-hidden="true">{}</i>{}</span>', pictures.letter(name), name
        )
    return format_html(
        '<span class="party shape-{} tone-{}"><i aria-hidden="true">{}</i>{}</span>',
        pictures.shape(number),
        pictures.tone(number),
        pictures.letter(name),
        name,
    )


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """An address as a square for the camera of a phone; write the address beside it."""
    return pictures.qr_code(address)


@register.simple_tag(takes_context=True)
def link_preview(context: Context, title: str, words: str = "") -> SafeString:
    """What other sites and chats show of a link to this page; only what everybody may read belongs here."""
    site = settings.SITE_ADDRESS.rstrip("/")
    request = context.get("request")
    named = [
        ("og:type", "website"),
        ("og:site_name", settings.SITE_NAME),
        ("og:title", title),
        ("og:description", " ".join(Truncator(words).chars(PREVIEW_LENGTH).split())),
        ("og:url", site + request.path if request else site),
        ("og:image", site + static("ui/preview.png")),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
    ]
    tags = format_html_join("\n  ", '<meta property="{}" content="{}">', (pair for pair in named if pair[1]))
    return format_html('{}\n  <meta name="twitter:card" content="summary_large_image">', tags)


@register.simple_tag
def places_row(taken: int, places: int, number: int) -> SafeString:
    """Draw the places of a party at the table, as many for each party; the words beside it say how many are taken."""
    marks = ['<i class="taken"></i>'] * taken + ["<i></i>"] * max(0, places - taken)
    drawn = mark_safe("".join(marks))  # noqa: S308 - made here, of two fixed marks
    return format_html('<span class="places tone-{}" aria-hidden="true">{}</span>', pictures.tone(number), drawn)


@register.simple_tag
def empty_state(title: str, text: str = "", url: str = "", label: str = "") -> SafeString:
    """Nothing here yet: why, and what one can do."""
    words = format_html("<p>{}</p>", text) if text else ""
    action = format_html('<p class="button-row">{}</p>', link_button(url, label, "secondary")) if url else ""
    return format_html('<div class="empty"><h2>{}</h2>{}{}</div>', title, words, action)


@register.simple_tag
def tag_label(text: str, tone: str = "plain") -> SafeString:
    """A small word of state: plain, open (attention) or ok."""
    return format_html('<span class="{}">{}</span>', TAGS[tone], text)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "page") -> SafeString:
    """Earlier and later pages of a list; other parameters of the address stay. Nothing for one page."""
    if page.paginator.num_pages < 2:  # noqa: PLR2004
        return mark_safe("")
    request = context.get("request")
    kept = [(key, value) for key, values in request.GET.lists() for value in values] if request else []
    kept = [pair for pair in kept if pair[0] != parameter]

    def link(number: int, label: str, relation: str) -> SafeString:
        return format_html(
            '<a rel="{}" href="?{}">{}</a>', relation, urlencode([*kept, (parameter, str(number))]), label
        )

    before = link(page.previous_page_number(), pgettext("paging", "Previous"), "prev") if page.has_previous() else ""
    after = link(page.next_page_number(), pgettext("paging", "Next"), "next") if page.has_next() else ""
    where = gettext("Page %(number)d of %(total)d") % {"number": page.number, "total": page.paginator.num_pages}
    return format_html(
        '<nav class="paging" aria-label="{}">{}<p class="note">{}</p>{}</nav>', gettext("Pages"), before, where, after
    )


@register.simple_tag
def entries(rows: Sequence[dict[str, Any]]) -> SafeString:
    """A list of links, each with a note under it; a row has `url`, `title` and `note`. In one go: lists are long."""
    items = format_html_join(
        "\n",
        '<li><a href="{}">{}</a><br><span class="note">{}</span></li>',
        ((row["url"], row["title"], row["note"]) for row in rows),
    )
    return format_html('<ul class="list">{}</ul>', items)


@register.simple_tag
def steps(labels: Sequence[str], current: int) -> SafeString:
    """The phases in a row; `current` counts from 0. Done and now are also said in words."""

    def step(number: int, label: str) -> SafeString:
        if number < current:
            return format_html(
                '<li class="done">{} <span class="visually-hidden">{}</span></li>', label, gettext("(done)")
            )
        if number == current:
            return format_html('<li class="now-step" aria-current="step">{}</li>', label)
        return format_html("<li>{}</li>", label)

    items = format_html_join("", "{}", ((step(number, label),) for number, label in enumerate(labels)))
    return format_html('<ol class="steps">{}</ol>', items)


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """Where we are: address, label, address, label, …, and last the label of this page alone."""
    steps_up = list(zip(pairs[::2], pairs[1::2], strict=False))
    items = format_html_join("", '<li><a href="{}">{}</a></li>', steps_up)
    here = format_html('<li aria-current="page">{}</li>', pairs[-1]) if len(pairs) % 2 else ""
    return format_html(
        '<nav class="crumbs utrecht-breadcrumb-nav" aria-label="{}"><ol>{}{}</ol></nav>',
        gettext("You are here"),
        items,
        here,
    )


@register.simple_tag
def band(level: int) -> SafeString:
    """A share in words with four blocks; level 0 (hardly anyone) to 4 (nearly all)."""
    return pictures.band(level)


@register.inclusion_tag("ui/_spread.html")
def spread(counts: Sequence[int], labels: Sequence[str]) -> dict[str, Any]:
    """How many chose each answer, as bars with their numbers, all of it in words for who listens; never an average."""
    most, step = max(*counts, 1), SPREAD_WIDTH / len(counts)
    heights = [2 + 38 * count / most if count else 2 for count in counts]
    bars = [
        {"x": step * place + 4, "y": 62 - height, "height": height, "middle": step * (place + 0.5), "top": 56 - height}
        for place, height in enumerate(heights)
    ]
    rows = [{**bar, "count": count} for bar, count in zip(bars, counts, strict=True)]
    told = ", ".join(f"{label}: {count}" for label, count in zip(labels, counts, strict=True))
    return {
        "bars": rows,
        "told": told,
        "first": labels[0],
        "last": labels[-1],
        "width": step - 8,
        "whole": SPREAD_WIDTH,
    }


@register.inclusion_tag("ui/_matrix.html")
def matrix(caption: str, corner: str, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rows against columns as a table; each row has `label`, perhaps `party` (name, number), and `cells`.

    A cell is {"mark": "yes" | "partly" | "no", "text": words}; on a phone each row becomes a small list.
    """
    lines = [
        {**row, "cells": [{**cell, "column": column} for cell, column in zip(row["cells"], columns, strict=True)]}
        for row in rows
    ]
    return {"caption": caption, "corner": corner, "columns": columns, "rows": lines}


@register.simple_tag
def pull(right: Sequence[tuple[int, str]], left: Sequence[tuple[int, str]], less: str, more: str) -> SafeString:
    """Parties (number, name) on the two sides of a line; `less` and `more` say what left and right mean."""
    return pictures.pull(right=right, left=left, words=(less, more))


@register.simple_tag
def legend(parties: Sequence[tuple[str, int]]) -> SafeString:
    """The marks of several parties in a row, for beside a picture."""
    marks = format_html_join("", "<li>{}</li>", ((party_mark(name, number),) for name, number in parties))
    return format_html('<ul class="legend">{}</ul>', marks)


def local(moment: datetime) -> datetime:
    """The moment on the clock of Amsterdam."""
    return timezone.localtime(moment, ZONE) if timezone.is_aware(moment) else moment


@register.filter
def long_date(value: date | datetime | None) -> str:
    """Write a day in full: "donderdag 12 maart 2026"; nothing for nothing."""
    if value is None or value == "":
        return ""
    day = local(value).date() if isinstance(value, datetime) else value
    return _day_in_words(day, get_language())


@lru_cache(maxsize=4096)
def _day_in_words(day: date, _language: str | None) -> str:
    """A list says the same days on every row, and everybody reads the same lists."""
    return date_format(day, "l j F Y", use_l10n=False)


@register.filter
def long_datetime(value: datetime | None) -> str:
    """Write a moment in full: "donderdag 12 maart 2026, 19.30 uur", in English with 19:30; nothing for nothing."""
    if value is None or value == "":
        return ""
    return f"{long_date(value)}, {clock(value)}"


def clock(value: datetime) -> str:
    """Write the time of a moment in Amsterdam: "19.30 uur", in English 19:30."""
    moment = local(value)
    words = pgettext("clock time, as in 19.30 uur", "%(hour)s:%(minute)s")
    return words % {"hour": f"{moment:%H}", "minute": f"{moment:%M}"}


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `<time datetime="…">`: the machine's way of writing a day or a moment."""
    return value.isoformat() if value else ""


@register.filter
def anchor(value: str) -> str:
    """An id for a heading."""
    return slugify(value) or "part"


@register.simple_tag
def language_of(code: str) -> SafeString:
    """The lang attribute for words in another language than the page's; nothing when it is the same."""
    active = (get_language() or "nl").split("-")[0]
    return mark_safe("") if not code or code == active else format_html(' lang="{}"', code)

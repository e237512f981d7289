"""What do we show of letters: the archive for everybody, and to coordinators what is written and planned."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.network.letters.models import PARTS, Letter
from communityup.network.networks.models import Network
from communityup.network.newsletter.actions import Listed
from communityup.network.newsletter.models import Topic
from communityup.network.newsletter.queries import readers
from communityup.post.queries import in_quiet_hours, site_address
from communityup.ui.templatetags.ui import long_date, long_datetime

ON_A_PAGE, MOST_TOLD = 50, 50
IN_FEED = 20
State = Letter.State
OUT = (State.SENDING, State.SENT)
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>\"]{1,500})\)")
_HEADING, _ITEM = "## ", ("- ", "* ")


@dataclass(frozen=True)
class Span:
    """Some words in a line; with an address they are a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a list or a paragraph, with the spans of each of its lines."""

    kind: str
    lines: list[list[Span]]


def blocks(body: str) -> Iterator[Block]:
    """Yield what stands in the words of a letter: “## ” begins a heading, “- ” a line of a list.

    [words](https://…) is a link. Everything else are paragraphs, with an empty line between.
    """
    for part in re.split(r"\n[ \t]*\n", body):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        for kind, alike in groupby(lines, key=_kind):
            shown = [_spans(_bare(line, kind)) for line in alike]
            if kind == "heading":
                yield from (Block(kind, [one]) for one in shown)
            else:
                yield Block(kind, shown)


def plain(body: str) -> str:
    """Return the words of a letter for who reads mail as plain text: a link stands behind its words."""
    lines = (line.removeprefix(_HEADING) for line in body.splitlines())
    return _LINK.sub(r"\1: \2", "\n".join(lines))


def _kind(line: str) -> str:
    if line.startswith(_HEADING):
        return "heading"
    return "list" if line.startswith(_ITEM) else "words"


def _bare(line: str, kind: str) -> str:
    return line[len(_HEADING) :] if kind == "heading" else line[len(_ITEM[0]) :] if kind == "list" else line


def _spans(line: str) -> list[Span]:
    parts = _LINK.split(line)
    links = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    found = [Span(parts[0])]
    for words, url, after in links:
        found += [Span(words, url), Span(after)]
    return [one for one in found if one.text]


def letters() -> QuerySet[Letter]:
    """Return letters with their words and their network."""
    return Letter.objects.select_related("network__stream", *(f"{name}__current" for name in PARTS))


def letter_of(network: Network, public_id: str) -> Letter:
    """Return a letter of this network, whatever its state; raises Http404."""
    return get_object_or_404(letters(), network=network, public_id=public_id)


def archive(network: Network, page: str) -> Page[Any]:
    """Return one page of the letters that went out, the newest first, as rows."""
    found = network.letters.filter(state__in=OUT).values("public_id", "title", "topic", "begun_at")
    shown: Page[Any] = Paginator(found, ON_A_PAGE).get_page(page)
    shown.object_list = [_row(network, row) for row in shown.object_list]
    return shown


def _row(network: Network, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "url": reverse("letters:letter", args=[network.slug, row["public_id"]]),
        "title": row["title"],
        "note": f"{long_date(row['begun_at'])} · {_short(row['topic'])}",
    }


def overview(network: Network, page: str) -> dict[str, Any]:
    """Return all letters for who coordinates: first what is written and planned, then what goes or went out."""
    kept = network.letters.values("public_id", "title", "topic", "state", "planned_for", "begun_at", "written_at")
    waiting = [_managed(network, row) for row in kept.exclude(state__in=OUT).order_by("-written_at", "-pk")]
    shown: Page[Any] = Paginator(kept.filter(state__in=OUT), ON_A_PAGE).get_page(page)
    shown.object_list = [_managed(network, row) for row in shown.object_list]
    return {"waiting": waiting, "page": shown}


def _managed(network: Network, row: Mapping[str, Any]) -> dict[str, Any]:
    state = State(row["state"])
    told = {
        State.DRAFT: _("being written, begun on %(day)s") % {"day": long_date(row["written_at"])},
        State.PLANNED: _("planned for %(moment)s") % {"moment": long_datetime(row["planned_for"])},
        State.SENDING: _("being sent since %(moment)s") % {"moment": long_datetime(row["begun_at"])},
        State.SENT: _("sent on %(day)s") % {"day": long_date(row["begun_at"])},
    }
    return {
        "url": reverse("letters:manage", args=[network.slug, row["public_id"]]),
        "title": row["title"],
        "note": f"{told[state]} · {_short(row['topic'])}",
    }


def _short(topic: str) -> str:
    """Return the first words of a topic, before what explains it."""
    return str(Topic(topic).label).partition(":")[0]


def words_of(letter: Letter) -> dict[str, str]:
    """Return with what the form about a letter begins."""
    parts = {name: str(getattr(letter, name) or "") for name in PARTS}
    return {"title": letter.title, "topic": letter.topic, **parts}


def page_of(letter: Letter) -> dict[str, Any]:
    """Return what stands in a letter, in mail and on its page."""
    return {
        "letter": letter,
        "topic": _short(letter.topic),
        "intro": list(blocks(str(letter.intro or ""))),
        "blocks": list(blocks(str(letter.words or ""))),
        "plain": "\n\n".join(plain(str(part)) for part in (letter.intro, letter.words) if part is not None),
        "page_url": address(letter),
    }


def address(letter: Letter) -> str:
    """Return the full address at which everybody reads a letter once it goes out."""
    return site_address() + reverse("letters:letter", args=[letter.network.slug, letter.public_id])


def managing(letter: Letter) -> dict[str, Any]:
    """Return what a coordinator sees of one letter: how it looks, and where it stands."""
    state = State(letter.state)
    told = {"drafted": state == State.DRAFT, "planned": state == State.PLANNED, "out": state in OUT}
    ready = letter.intro is not None or letter.words is not None
    return {**page_of(letter), **told, "ready": ready, **(progress(letter) if state in OUT else planning(letter))}


def planning(letter: Letter) -> dict[str, Any]:
    """Return how many people would get a letter now."""
    count = readers(letter.network, Topic(letter.topic)).count()
    return {"letter": letter, "topic": _short(letter.topic), "count": count}


def progress(letter: Letter) -> dict[str, Any]:
    """Return how far a letter is: how many got it, how many it could not reach, and what came back."""
    ended = letter.state == State.SENT
    return {
        "ended": ended,
        "resting": not ended and in_quiet_hours(timezone.now()),
        "gone": max(letter.readers - letter.sent - letter.refused, 0) if ended else 0,
    }


def for_feed(network: Network) -> list[Letter]:
    """Return the newest letters that went out, with their words."""
    return list(letters().filter(network=network, state__in=OUT).order_by("-begun_at", "-pk")[:IN_FEED])


def look_at_list(rows: Sequence[Listed], problems: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Return what one sees of an earlier list before it is brought in; nothing of who is known here already."""
    proved = sum(row.is_proved for row in rows)
    return {
        "proved": proved,
        "asked": len(rows) - proved,
        "rows": len(rows),
        "wrong": len(problems),
        "problems": problems[:MOST_TOLD],
        "more": max(0, len(problems) - MOST_TOLD),
    }

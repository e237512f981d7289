"""What do we show of the log: lines of one stream as sentences, newest first. Who may see a stream its owner says."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communityup.log.events import registry
from communityup.log.models import Leaf, Line, Pseudonym, Stream, Tree
from communityup.methods import canonical, merkle
from communityup.ui.templatetags.ui import long_datetime

LINES_ON_A_PAGE = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})")
_MILLISECONDS = 1000


def stream_page(
    stream: Stream,
    *,
    names: Mapping[str, str],
    page: str | int = 1,
    kind: str = "",
    party: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    by: Any = None,
) -> Page[dict[str, Any]]:
    """Return one page of rows {n, time, sentence, type, party, role, hash, sealed_index}; two queries.

    `names` gives the name of each party by its random id; `kind` is the beginning of a type ("goals."), `since` and
    `until` are days in the site's time zone, both included; `by` asks for what one person did. A page that does not
    exist becomes the nearest one.
    """
    found: QuerySet[Line] = Line.objects.filter(stream=stream).order_by("-n")
    if kind:
        found = found.filter(type__startswith=kind)
    if party:
        found = found.filter(party=party)
    if since is not None:
        found = found.filter(time__gte=_midnight(since))
    if until is not None and until < dt.date.max:
        found = found.filter(time__lt=_midnight(until + dt.timedelta(days=1)))
    if by is not None:
        own = Pseudonym.objects.filter(stream=stream, person_key=by.person_key).values("value")
        found = found.filter(actor__in=own)
    values = found.values("n", "time", "bytes", "type", "party", "role", "hash", "leaf__index")
    chosen = Paginator(values, LINES_ON_A_PAGE).get_page(page)
    rows = list(_rows(iter(chosen), names))
    return Page(rows, chosen.number, chosen.paginator)  # type: ignore[arg-type]  # the same pages, with rows to show


def tree_head() -> dict[str, Any]:
    """Return the size of the tree of this site and its root (RFC 6962, 64 hexadecimal characters).

    The root of a size never changes, so it is counted once for each size.
    """
    tree = Tree.objects.filter(pk=Tree.ONLY).first()
    size = 0 if tree is None else tree.size

    def count() -> str:
        leaves = Leaf.objects.filter(index__lt=size).order_by("index").values_list("hash", flat=True)
        return merkle.root([bytes.fromhex(leaf) for leaf in leaves]).hex()

    return {"size": size, "root": cache.get_or_set(f"log-root:{size}", count, timeout=24 * 3600)}


def sentence_of(line: bytes, names: Mapping[str, str]) -> str:
    """Return the sentence of one line in the active language; a neutral one for a type that this version has not."""
    try:
        content = canonical.decode(line)
    except canonical.NotCanonicalError:
        return _("This line cannot be read: it was damaged.")
    event = registry().get(str(content.get("type")))
    if event is None:
        return _("Something happened of a kind that this version does not know.")
    shown = {name: event.labels.get(str(value)) or _shown(value) for name, value in content.items()}
    try:
        return str(event.sentence).format_map({**shown, "party": _who(content, names)})
    except (KeyError, IndexError, ValueError):
        return _("Something happened that an older or newer version wrote down in another way.")


def _rows(found: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    for value in found:
        yield {
            "n": value["n"],
            "time": dt.datetime.fromtimestamp(value["time"] / _MILLISECONDS, tz=dt.UTC),
            "sentence": sentence_of(bytes(value["bytes"]), names),
            "type": value["type"],
            "party": names.get(value["party"], ""),
            "role": value["role"],
            "hash": value["hash"],
            "sealed_index": value["leaf__index"],
        }


def _who(content: Mapping[str, canonical.Value], names: Mapping[str, str]) -> str:
    party = content.get("party")
    if isinstance(party, str):
        return names.get(party) or _("A party")
    by_role = {
        "operator": _("The operator of this site"),
        "job": _("The platform"),
        "facilitators": _("Who guards the process"),
        "facilitator": _("A facilitator"),
        "substitute": _("A facilitator"),
        "coordinator": _("A coordinator"),
    }
    return by_role.get(str(content.get("role"))) or _("Somebody in their own name")


def _shown(value: canonical.Value) -> canonical.Value:
    """Return how a fact is read: a day and a moment in words, all else as it stands in the line."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date_format(dt.date.fromisoformat(value), "j F Y")
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return long_datetime(dt.datetime.fromisoformat(value))
    except ValueError:
        return value
    return value


def _midnight(day: dt.date) -> int:
    moment = dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())
    return int(moment.timestamp() * _MILLISECONDS)

"""What a network hands out of its practices as data: the same as on their pages, with licence, version and source."""

import csv
import json
import re
from datetime import datetime
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.files.models import File
from communityup.network.library.models import Enclosure, Facet, Practice, Voice, left_out_of
from communityup.network.library.queries import WORDS
from communityup.network.networks.models import Network
from communityup.post.queries import site_address

ATOM = "http://www.w3.org/2005/Atom"
IN_FEED = 50
# What the data promises (docs/practices-travel.md); raised when something is gone or means another thing.
FORMAT, FORMAT_VERSION = "communityup-practices", 1
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
SHORT = ("title", "place", "size", "mode")
COLUMNS = (
    "id", "version", "publishedAt", *SHORT, *WORDS, "stumblingBlocks", "conditions", "themes", "voices", "files",
    "writtenBy", "readOverBy", "contactRole", "licence", "licenceUrl", "source", "network", "leftOut",
)  # fmt: skip
# So much of practices goes in one answer: others read five megabytes at most, and what was taken back is beside it.
PART_BYTES = 3 * 1024 * 1024
# A spreadsheet takes words that begin like this for a formula; an apostrophe before them says that they are words.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def practices(network: Network, most: int | None = None) -> list[dict[str, Any]]:
    """Return all that members of a network published as plain values, the newest first; six queries at most.

    What came from another site is left out: that site tells of it itself, so nothing goes round in circles.
    """
    words = [f"{name}__current" for name in WORDS]
    found = Practice.objects.filter(network=network, state=Practice.State.PUBLISHED, source_id="")
    whole = found.select_related("network", "member", "reviewer", *words).prefetch_related(
        "facets", "voices__quote__current", "enclosures__words__current", "enclosures__file"
    )
    return [_plain(one) for one in whole.order_by("-published_at", "-pk")[:most]]


def as_json(network: Network, part: int = 1) -> dict[str, Any]:
    """Return what a network published, with where it comes from: in parts, each small enough to be read elsewhere.

    Every part says what was taken back, and where the next one is. Raises Http404 for a part that is not there.
    """
    shown, gone = practices(network), _withdrawn(network)
    moments = [one["updated"] for one in shown] + [one["withdrawnAt"] for one in gone]
    parts = in_parts(shown)
    if not 1 <= part <= len(parts):
        raise Http404
    onwards = {"next": f"{_address('library:as_json', network.slug)}?deel={part + 1}"} if part < len(parts) else {}
    return {
        "format": FORMAT,
        "formatVersion": FORMAT_VERSION,
        "site": settings.SITE_NAME,
        "network": network.name,
        "source": _address("library:of_network", network.slug),
        "updated": max(moments, default=_moment(network.started_at)),
        "practices": parts[part - 1],
        "withdrawn": gone,
        **onwards,
    }


def in_parts(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return practices in parts of at most so many bytes; one at least, and no practice in two."""
    parts: list[list[dict[str, Any]]] = [[]]
    size = 0
    for row in rows:
        more = len(json.dumps(row, ensure_ascii=False).encode())
        if parts[-1] and size + more > PART_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(row)
        size += more
    return parts


def _withdrawn(network: Network) -> list[dict[str, str]]:
    """Return what was published here and taken back, so that others take it away too; one query."""
    stands = Practice.objects.filter(series=OuterRef("series"), state=Practice.State.PUBLISHED)
    found = Practice.objects.filter(network=network, state=Practice.State.TAKEN_BACK, source_id="")
    rows = found.filter(~Exists(stands), published_at__isnull=False).order_by("changed_at", "pk")
    last = {row["series"]: row["changed_at"] for row in rows.values("series", "changed_at")}
    return [{"id": _address("library:practice", series), "withdrawnAt": _moment(when)} for series, when in last.items()]


def as_csv(network: Network) -> str:
    """Return what a network published as lines with commas; several values of one cell stand apart by a bar."""
    kept = StringIO()
    lines = csv.writer(kept, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    lines.writerows([_cell(row[name]) for name in COLUMNS] for row in practices(network))
    return kept.getvalue()


def as_atom(network: Network) -> bytes:
    """Return the newest practices of a network as an Atom feed (RFC 4287)."""
    ET.register_namespace("", ATOM)
    here = _address("library:feed", network.slug)
    rows = practices(network, IN_FEED)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _put(feed, "id", here)
    _put(feed, "title", _("Practices of %(network)s") % {"network": network.name})
    _put(feed, "updated", rows[0]["publishedAt"] if rows else network.started_at.isoformat(timespec="seconds"))
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=here, type="application/atom+xml")
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=_address("library:of_network", network.slug))
    for row in rows:
        _entry(ET.SubElement(feed, f"{{{ATOM}}}entry"), row)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(entry: ET.Element, row: dict[str, Any]) -> None:
    for name, value in (("id", row["id"]), ("title", row["title"]), ("updated", row["publishedAt"])):
        _put(entry, name, value)
    ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=row["id"])
    ET.SubElement(entry, f"{{{ATOM}}}link", rel="license", href=row["licenceUrl"])
    _put(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", row["writtenBy"])
    for file in row["files"]:
        about = {"type": file["mediaType"], "length": str(file["bytes"]), "title": _NOT_IN_XML.sub("", file["title"])}
        ET.SubElement(entry, f"{{{ATOM}}}link", rel="enclosure", href=file["address"], **about)
    _put(entry, "rights", row["licence"])
    _put(entry, "summary", row["context"])
    _put(entry, "content", "\n\n".join(row[name] for name in WORDS))
    for theme in row["themes"]:
        ET.SubElement(entry, f"{{{ATOM}}}category", term=_NOT_IN_XML.sub("", theme))


def _put(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_IN_XML.sub("", words)


def _plain(practice: Practice) -> dict[str, Any]:
    facets = list(practice.facets.all())
    all_of_them = list(practice.voices.all())
    voices = [one for one in all_of_them if one.answer not in Voice.GONE]
    left = [one.answered_at for one in all_of_them if one.answer == Voice.Answer.TAKEN_BACK]
    files = list(practice.enclosures.all())
    left += [one.removed_at for one in files]
    said = [{"as": one.label, "words": str(one.quote or "")} for one in voices]
    kinds = Facet.Kind
    address = _address("library:practice", practice.series)
    published = practice.published_at
    return {
        "id": address,
        "version": practice.edition,
        "publishedAt": _moment(published),
        "updated": _moment(max(one for one in (published, *left) if one is not None)),
        **{name: getattr(practice, name) for name in SHORT},
        **{name: str(getattr(practice, name)) for name in WORDS},
        "stumblingBlocks": [one.value for one in facets if one.kind == kinds.STUMBLE],
        "conditions": [one.value for one in facets if one.kind == kinds.CONDITION],
        "themes": [one.words for one in facets if one.kind == kinds.THEME],
        "voices": said,
        "leftOut": left_out_of(all_of_them),
        "files": [_file(one, one.file) for one in files if one.file is not None and one.can_be_read],
        "writtenBy": str(practice.member),
        "readOverBy": "" if practice.reviewer is None else practice.reviewer.name,
        "contactRole": practice.contact_role,
        "licence": practice.licence,
        "licenceUrl": LICENCES[practice.licence],
        "source": f"{address}versie/{practice.edition}/",
        "network": practice.network.name,
    }


def _file(enclosure: Enclosure, file: File) -> dict[str, Any]:
    """Return where a file can be taken along; the bytes stay here, so that they go when it is taken away."""
    return {
        "title": str(enclosure),
        "address": _address("enclosures:download", enclosure.public_id),
        "mediaType": file.media_type,
        "bytes": file.size,
    }


def _cell(value: Any) -> str:
    """Return a value that no spreadsheet takes for a formula."""
    words = " | ".join(_told(one) for one in value) if isinstance(value, list) else str(value)
    return f"'{words}" if words.lstrip(" ").startswith(_BEGINS_A_FORMULA) else words


def _told(one: Any) -> str:
    return ": ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one)


def _moment(when: datetime | None) -> str:
    return "" if when is None else when.isoformat(timespec="seconds")


def _address(name: str, *parts: str) -> str:
    return site_address() + reverse(name, args=parts)

"""What a network hands out of its letters: the newest as an Atom feed (RFC 4287)."""

import re
from xml.etree import ElementTree as ET

from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.network.letters.models import Letter
from communityup.network.letters.queries import address, for_feed, page_of
from communityup.network.networks.models import Network
from communityup.post.queries import site_address

ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_atom(network: Network) -> bytes:
    """Return the newest letters that went out, for who reads them in a feed reader instead of by mail."""
    ET.register_namespace("", ATOM)
    here, all_of_them = (
        site_address() + reverse(f"letters:{name}", args=[network.slug]) for name in ("feed", "archive")
    )
    found = for_feed(network)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _put(feed, "id", here)
    _put(feed, "title", _("Letters of %(network)s") % {"network": network.name})
    _put(feed, "updated", _moment(found[0]) if found else network.started_at.isoformat(timespec="seconds"))
    _put(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", network.sender)
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=here, type="application/atom+xml")
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=all_of_them)
    for letter in found:
        _entry(ET.SubElement(feed, f"{{{ATOM}}}entry"), letter)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(entry: ET.Element, letter: Letter) -> None:
    for name, value in (("id", address(letter)), ("title", letter.title), ("updated", _moment(letter))):
        _put(entry, name, value)
    ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=address(letter))
    _put(entry, "content", page_of(letter)["plain"])


def _moment(letter: Letter) -> str:
    return "" if letter.begun_at is None else letter.begun_at.isoformat(timespec="seconds")


def _put(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_IN_XML.sub("", words)

"""Fetch something small from another site, and never from a place that only this machine can reach (SSRF).

A name is looked up once, every address it has is judged, and the connection goes to one of these addresses: what is
looked up later cannot change it (DNS rebinding). Each redirect is judged anew. No proxy, no cookie and no credential is
ever used.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

PORT = 443
MOST_REDIRECTS, MOST_BYTES, PIECE = 3, 5 * 1024 * 1024, 64 * 1024
SECONDS, SECONDS_TO_CONNECT = 20.0, 10.0
OK, NOT_MODIFIED, REDIRECTS = 200, 304, frozenset({301, 302, 303, 307, 308})
LONGEST = 300
# Of IPv4 what is private, shared, for tests and examples, for many at once, or kept (RFC 6890, 5737, 5771).
_NOT_V4 = [
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
# Of IPv6 only what is given out to the world, without what holds an IPv4 address, tunnels or examples in it.
_WORLD_V6 = ipaddress.IPv6Network("2000::/3")
# Names that lead nowhere but in one's own network (RFC 6761, 6762, 8375), as every name without a dot.
_OWN_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
_NOT_V6 = [ipaddress.IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


class Unfetched(Exception):  # noqa: N818 — it says what happened, as an answer
    """Nothing was fetched; `code` says why: forbidden, unreachable, refused, redirects, slow, big or kind."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the other site said of its last answer, so that it can say that nothing changed."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came: None when nothing changed since what was known."""

    body: bytes | None
    known: Known


def is_public(address: str) -> bool:
    """Say whether this is the address of a machine that the whole world can reach."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in one for one in _NOT_V4)
    return found in _WORLD_V6 and not any(found in one for one in _NOT_V6)


def checked(address: str, trusted: Collection[str] = ()) -> SplitResult:
    """Return the parts of an address that may be fetched by its shape; raises Unfetched ("forbidden") for others.

    That is https without a name or password in it, on the usual port, and no place that can never be on the open
    internet; `trusted` names host:port pairs of one's own machine for tests and development, which may also speak http.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unfetched("forbidden") from None
    plain = address.isascii() and address.isprintable() and not set(address) & set(' \\"<>^`{|}')
    if not (plain and parts.hostname and len(address) <= LONGEST) or parts.username is not None or parts.fragment:
        raise Unfetched("forbidden")
    if f"{parts.hostname}:{port}" in trusted and parts.scheme in {"http", "https"}:
        return parts
    if parts.scheme != "https" or port not in {None, PORT} or not _may_be_public(parts.hostname):
        raise Unfetched("forbidden")
    return parts


def _may_be_public(host: str) -> bool:
    """Say, without looking it up, whether a host can be on the open internet: by its address, or by its name."""
    name = host.removesuffix(".")
    if ":" in name:
        return is_public(name)
    try:
        # As the system reads it: also one number for all, fewer parts, and parts that begin with 0 or 0x.
        return is_public(socket.inet_ntoa(socket.inet_aton(name)))
    except OSError:
        return "." in name and not name.endswith(_OWN_NAMES)


def fetch(address: str, *, known: Known, kinds: Collection[str], trusted: Collection[str] = ()) -> Fetched:
    """Return what stands at an address, of one of these kinds (media types); raises Unfetched."""
    deadline = time.monotonic() + SECONDS
    for _hop in range(MOST_REDIRECTS + 1):
        parts = checked(address, trusted)
        connection = _Connection(parts, _address_of(parts, trusted), deadline)
        try:
            answer = connection.ask(known)
            if answer.status not in REDIRECTS:
                return _read(answer, known, kinds, deadline)
            address = _next(address, answer.getheader("Location", ""))
        finally:
            connection.finish()
    raise Unfetched("redirects")


def _next(address: str, told: str | None) -> str:
    try:
        return urljoin(address, told or "").partition("#")[0]
    except ValueError:
        raise Unfetched("forbidden") from None


def _port(parts: SplitResult) -> int:
    return parts.port or PORT


def _address_of(parts: SplitResult, trusted: Collection[str]) -> tuple[int, str]:
    """Look a name up once and return the family and address to connect to; all that it leads to must be public."""
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unfetched("unreachable") from None
    places = [(int(family), str(place[0])) for family, _type, _proto, _name, place in found]
    if f"{host}:{parts.port}" not in trusted and not all(is_public(place) for _family, place in places):
        raise Unfetched("forbidden")
    if not places:
        raise Unfetched("unreachable")
    return places[0]


class _Connection(http.client.HTTPConnection):
    """A connection to one address that was judged, which ends when the time is over, whatever the other side does."""

    def __init__(self, parts: SplitResult, place: tuple[int, str], deadline: float) -> None:
        super().__init__(parts.hostname or "", _port(parts))
        self.parts, self.place, self.deadline = parts, place, deadline
        left = max(0.01, deadline - time.monotonic())
        self.raw = socket.socket(place[0], socket.SOCK_STREAM)
        self.raw.settimeout(min(left, SECONDS_TO_CONNECT))
        self.timer = threading.Timer(left, self._cut)
        self.timer.daemon = True

    def connect(self) -> None:
        """Connect to the address that was judged, and never to what the name leads to now."""
        self.timer.start()
        self.raw.connect((self.place[1], _port(self.parts)))
        self.sock = self.raw
        if self.parts.scheme == "https":
            self.sock = self.raw = ssl.create_default_context().wrap_socket(
                self.raw, server_hostname=self.parts.hostname
            )

    def ask(self, known: Known) -> http.client.HTTPResponse:
        """Ask for what stands there, unless it did not change; raises Unfetched."""
        path = (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")
        headers = {"Accept-Encoding": "identity", "User-Agent": "Community-up", "Connection": "close"}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.modified} if known.modified else {}
        try:
            self.request("GET", path, headers=headers)
            return self.getresponse()
        except (OSError, http.client.HTTPException, ValueError):
            raise Unfetched("slow" if time.monotonic() >= self.deadline else "unreachable") from None

    def finish(self) -> None:
        """Close it and stop the clock; `close` is called by the library while the answer is still being read."""
        self.timer.cancel()
        self.close()
        self.raw.close()

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            self.raw.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, known: Known, kinds: Collection[str], deadline: float) -> Fetched:
    """Read an answer of the right kind, no further than it may be long and no longer than it may take."""
    if answer.status == NOT_MODIFIED and (known.etag or known.modified):
        return Fetched(body=None, known=known)
    if answer.status != OK:
        raise Unfetched("refused")
    if answer.headers.get_content_type() not in kinds or answer.getheader("Content-Encoding", "identity") != "identity":
        raise Unfetched("kind")
    try:
        body = _pieces(answer)
    except (OSError, http.client.HTTPException, ValueError):
        raise Unfetched("slow" if time.monotonic() >= deadline else "unreachable") from None
    if time.monotonic() >= deadline:
        raise Unfetched("slow")
    if answer.length:
        raise Unfetched("unreachable")
    return Fetched(body=body, known=Known(etag=_header(answer, "ETag"), modified=_header(answer, "Last-Modified")))


def _pieces(answer: http.client.HTTPResponse) -> bytes:
    """Read in pieces; what says or shows that it is too long is left at once."""
    kept = bytearray()
    while (answer.length or 0) + len(kept) <= MOST_BYTES:
        piece = answer.read(PIECE)
        if not piece:
            return bytes(kept)
        kept += piece
    raise Unfetched("big")


def _header(answer: http.client.HTTPResponse, name: str) -> str:
    """Return a header that can be sent back as it is; one that is long or strange is forgotten."""
    value = answer.getheader(name, "") or ""
    return value if len(value) <= LONGEST and value.isascii() and value.isprintable() else ""

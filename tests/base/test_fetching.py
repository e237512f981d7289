"""Fetching from another site against sites that mean no good: no connection to a place of our own is ever made."""

import gzip
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.base import fetching
from communityup.base.fetching import Known, Unfetched, checked, fetch, is_public
from tests.make_feeds import JSON, Site, leads_to, says, serving

KNOWN, KINDS = Known(), (JSON,)
NEVER = 0


@pytest.fixture
def bait() -> Iterator[tuple[int, list[Any]]]:
    """A port of this machine that counts who connects; nobody may."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    came.append(listener.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield listener.getsockname()[1], came
        over.set()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def code(address: str, *sites: Site, known: Known = KNOWN) -> str:
    with pytest.raises(Unfetched) as why:
        fetch(address, known=known, kinds=KINDS, trusted=[one.place for one in sites])
    return why.value.code


def test_bait_counts_who_connects(bait: tuple[int, list[Any]]) -> None:
    port, came = bait
    socket.create_connection(("127.0.0.1", port)).close()
    time.sleep(0.2)
    assert len(came) == 1


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"])
def test_ssrf_redirect_to_a_place_of_our_own_makes_no_connection(
    site: Site, bait: tuple[int, list[Any]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, came = bait
    monkeypatch.setattr(fetching, "PORT", port)
    for scheme in ("http", "https"):
        site.answers["/feed"] = leads_to(f"{scheme}://{name}:{port}/")
        assert code(site.at("/feed"), site) == "forbidden"
    assert code(f"https://{name}:{port}/") == "forbidden"
    time.sleep(0.2)
    assert len(came) == NEVER


@pytest.mark.parametrize(
    "told", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "224.0.0.1", "::1", "fe80::1", "fd00::1",
             "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1"],
)  # fmt: skip
def test_ssrf_name_that_leads_to_a_place_of_our_own_among_others_is_refused(
    bait: tuple[int, list[Any]], monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    port, came = bait
    family = socket.AF_INET6 if ":" in told else socket.AF_INET
    kept = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", port)), (family, 1, 6, "", (told, port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: kept)
    assert code("https://elders.example/feed") == "forbidden"
    time.sleep(0.1)
    assert len(came) == NEVER


def test_ssrf_name_is_looked_up_once_and_the_connection_goes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, connected = [], []

    def lookup(host: str, port: int, **_named: Any) -> Any:
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("8.8.8.8" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(_self: Any, place: Any) -> None:
        connected.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket.socket, "connect", connect)
    assert code("https://elders.example/feed") == "unreachable"
    assert (asked, connected) == (["elders.example"], [("8.8.8.8", 443)])


@pytest.mark.parametrize(
    "address",
    [
        "http://elders.example/", "ftp://elders.example/", "file:///etc/passwd", "https://a:b@elders.example/",
        "https://a@elders.example/", "https://elders.example:8443/", "https://elders.example:99999/", "https:///feed",
        "https://elders.example/\r\nX: y", "https://elders.example/ x", "https://éven.example/", "javascript:alert(1)",
        "https://elders.example\\@127.0.0.1/", "https://elders.example/#x", "https://e.example/" + "a" * 300, "", "x",
        "https://[::1", "//elders.example/",
        # What can never be on the open internet: private addresses in any dress, and names of one's own network.
        "https://10.0.0.1/x", "https://localhost/feed", "https://LOCALHOST./", "https://127.0.0.1/", "https://[::1]/",
        "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/", "https://192.168.1.1:443/", "https://169.254.169.254/",
        "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://10.0.0.1./",
        "https://intranet/feed", "https://a.localhost/", "https://printer.local/", "https://wiki.internal./",
        "https://nas.home.arpa/", "https://./",
    ],
)  # fmt: skip
def test_address_of_another_shape_is_refused_before_anything_is_looked_up(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: pytest.fail("looked up"))
    assert code(address) == "forbidden"
    assert checked("https://elders.example/a/?b=c").hostname == "elders.example"
    for told in ("8.8.8.8", "[2606:4700::1111]", "elders.example.", "local.example", "10.example", "internal.nl"):
        assert checked(f"https://{told}/feed").netloc == told


def test_redirects_are_followed_three_times_and_no_further(site: Site) -> None:
    site.answers |= {f"/{n}": leads_to(f"/{n + 1}") for n in range(4)} | {"/4": says(b"{}")}
    assert fetch(site.at("/1"), known=KNOWN, kinds=KINDS, trusted=[site.place]).body == b"{}"
    assert code(site.at("/0"), site) == "redirects"
    site.answers["/round"] = leads_to("/round")
    site.asked.clear()
    assert code(site.at("/round"), site) == "redirects"
    assert len(site.asked) == 4


def test_answer_of_a_gigabyte_is_stopped(site: Site) -> None:
    sent: list[int] = []

    def pour(it: BaseHTTPRequestHandler) -> None:
        it.send_response(200)
        it.send_header("Content-Type", JSON)
        it.end_headers()
        for _piece in range(1024):
            it.wfile.write(b" " * 2**20)
            sent.append(2**20)

    site.answers["/feed"] = pour
    assert code(site.at("/feed"), site) == "big"
    time.sleep(0.1)
    assert sum(sent) < 32 * 2**20, "no further than what stands ready on its way"


def test_answer_that_says_that_it_is_too_big_is_not_read(site: Site) -> None:
    site.answers["/feed"] = says(b"x" * (fetching.MOST_BYTES + 1))
    assert code(site.at("/feed"), site) == "big"
    site.answers["/feed"] = says(b"x" * fetching.MOST_BYTES)
    assert fetch(site.at("/feed"), known=KNOWN, kinds=KINDS, trusted=[site.place]).body is not None


def test_gzip_bomb_is_never_opened(site: Site) -> None:
    bomb = gzip.compress(b" " * 50 * 2**20)
    site.answers["/feed"] = says(bomb, Content_Encoding="gzip")
    assert code(site.at("/feed"), site) == "kind"
    assert site.asked[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("part", ["body", "header", "nothing"])
def test_slow_drip_is_cut(site: Site, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.6)

    def drip(it: BaseHTTPRequestHandler) -> None:
        if part == "body":
            it.send_response(200)
            it.send_header("Content-Type", JSON)
            it.end_headers()
        for _piece in range(100):
            it.wfile.write(b" " if part == "body" else b"H" if part == "header" else b"")
            it.wfile.flush()
            time.sleep(0.05)

    site.answers["/feed"] = drip
    began = time.monotonic()
    assert code(site.at("/feed"), site) == "slow"
    assert time.monotonic() - began < 2


def test_what_is_no_answer_of_the_right_kind_is_refused_and_told_apart(site: Site) -> None:
    site.answers["/html"] = says(b"{}", "text/html")
    assert code(site.at("/html"), site) == "kind"
    assert code(site.at("/nothing"), site) == "refused"

    def short(it: BaseHTTPRequestHandler) -> None:
        it.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}")

    site.answers["/short"] = short
    assert code(site.at("/short"), site) == "unreachable"

    def noise(it: BaseHTTPRequestHandler) -> None:
        it.wfile.write(b"noise\r\n\r\n")

    site.answers["/noise"] = noise
    assert code(site.at("/noise"), site) == "unreachable"
    with serving() as closed:
        pass
    assert code(closed.at("/feed"), closed) == "unreachable"


def test_site_is_asked_whether_something_changed_and_nothing_else_of_us_goes_along(site: Site) -> None:
    site.answers["/feed"] = says(b"{}", ETag='"a"', Last_Modified="Fri, 01 May 2026 10:00:00 GMT")
    known = fetch(site.at("/feed"), known=KNOWN, kinds=KINDS, trusted=[site.place]).known
    assert (known.etag, known.modified) == ('"a"', "Fri, 01 May 2026 10:00:00 GMT")

    def same(it: BaseHTTPRequestHandler) -> None:
        it.send_response(304)
        it.end_headers()

    site.answers["/feed"] = same
    again = fetch(site.at("/feed"), known=known, kinds=KINDS, trusted=[site.place])
    assert (again.body, again.known) == (None, known)
    sent = site.asked[1][1]
    assert sent["If-None-Match"] == '"a"'
    assert set(sent) == {
        "Host", "Accept-Encoding", "User-Agent", "Connection", "If-None-Match", "If-Modified-Since",
    }  # fmt: skip
    assert json.dumps(sent)
    assert code(site.at("/feed"), site) == "refused", "nothing changed, of what we do not know"


def test_certificate_of_another_name_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PORT", site.port)
    assert code(f"https://{site.place}/feed", site) == "unreachable", "this site speaks no TLS at all"
    assert site.asked == []


@given(st.ip_addresses())
def test_no_address_counts_as_public_that_the_standard_library_calls_otherwise(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not (address.is_private)
        assert not (address.is_multicast)
        assert not (address.is_reserved)
        assert not (address.is_link_local)
        assert not (address.is_loopback)
        assert not (address.is_unspecified)
        inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
        assert inner is None
        assert getattr(address, "teredo", None) is None


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_of_ours_counts_as_public_in_another_dress(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for dressed in (
        f"::ffff:{address}", f"::{address}", f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1", f"fe80::{number >> 16:x}:{number & 0xFFFF:x}%eth0",
    ):  # fmt: skip
        assert not is_public(dressed)
    rare = ("192.88.99.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "192.0.0.0/24")
    special = any(address in ipaddress.ip_network(one) for one in rare)
    if not special:
        assert is_public(str(address)) == (address.is_global and not address.is_multicast)


@pytest.mark.parametrize("told", ["", "x", "127.1", "0177.0.0.1", "8.8.8.8.8", "::g", "1" * 400])
def test_what_is_no_address_is_not_public(told: str) -> None:
    assert not is_public(told)
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")

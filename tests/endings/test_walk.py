"""A walk over every address of a closed challenge: it reads as ever, and takes only what lasts (R26)."""

from itertools import islice

import pytest

from communityup.log.events import registry
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.endings.permissions import ANSWERS, LASTING, OPEN_ADDRESSES, SHUT_THERE
from tests import make
from tests.make_endings import closed
from tests.make_table import addresses, client_of, full_table, url_names
from tests.table_walk import METHOD_NOT_ALLOWED, NOT_FOUND, OK, sender_of, sent, words_for
from tests.worlds import built_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Where something may still be written: agreements and formal decisions, going, one's own words back, words of others
# reported, and waking; the way back; the helper who stops; and what is no part of the challenge itself.
LASTS = {"agreements", "leaving", "moderation", "endings", "formal"}
OWN = {
    "acquaintance:cancel", "acquaintance:erase", "acquaintance:stop_coffee", "challenges:invite_colleague",
    "challenges:take_back", "council:stop", "dialogue:withdraw", "door:take_back", "facilitators:stop",
    "facilitators:stop_helping", "facilitators:stop_standing_in", "facts:take_back", "facts:take_document_back",
    "grip:take_back", "history:take_back", "history:take_reading_back", "joining:revoke", "mandates:stop",
    "mandates:take_away", "paper:revoke", "paper:undo",
    "reach:stop_contact", "reach:take_back_short", "rings:decline", "rings:drop",
    "rings:follow", "rings:leave", "rings:stop", "silence:wake", "tracks:take_back",
}  # fmt: skip
# A practice of the library and the copy of a challenge begin elsewhere; a practice challenge is thrown away as ever.
ELSEWHERE = {"reach:copy", "reach:throw_away", "practice"}
NEVER = "agreements:propose"
CONFLICT, LOOKED_AT = 409, 2


@built_once
def closed_table() -> Challenge:
    """Return the challenge with one of everything, closed by its two parties."""
    challenge = full_table()
    closed(challenge, make.amina(), make.bram())
    return challenge


def test_r26_whatever_is_sent_to_a_closed_challenge_is_refused_but_what_lasts() -> None:
    challenge = closed_table()
    assert challenge.phase == Phase.CLOSED
    client = sender_of(make.amina())
    tried, refused, written = set(), set(), set()
    for name, parameters in url_names().items():
        for address in islice(addresses(challenge, name, parameters), LOOKED_AT):
            status, changed = sent(client, address, {})
            if status in {OK, 302, 403, 422}:
                status, changed = sent(client, address, words_for(address, (client,)))
            lasts = (name.partition(":")[0] in LASTS and name != NEVER) or name in OWN or name in ELSEWHERE
            written |= {name} if changed and not lasts else set()
            if status not in {NOT_FOUND, METHOD_NOT_ALLOWED}:
                tried.add(name)
                refused |= {name} if status == CONFLICT else set()
                break
    assert not written
    assert NEVER in refused
    assert len(tried) > 150
    assert len(refused) > 100


def test_e3_every_page_of_a_closed_challenge_reads_as_before_for_who_could_read_it() -> None:
    challenge = closed_table()
    reader, outsider = client_of(make.person("Volger")), client_of(make.person("Niemand"))
    for path in ("", "partijen/", "logboek/", "afspraken/", "dialoog/naast-elkaar/", "afsluiten/", "fase/", "akkoord/"):
        address = f"/opgaven/{challenge.slug}/{path}"
        page = reader.get(address)
        assert page.status_code == 200, path
        assert "Deze opgave is afgesloten" in page.content.decode(), path
        assert outsider.get(address).status_code == 404


def test_what_lasts_is_named_by_events_and_addresses_that_exist() -> None:
    known = registry()
    assert (LASTING | ANSWERS) - known.keys() == set()
    assert (OPEN_ADDRESSES | SHUT_THERE) - url_names().keys() == set()

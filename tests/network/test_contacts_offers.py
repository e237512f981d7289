"""From an offer, a wish or a member to who can be asked: only who chose it, and only for people of other members."""

import pytest

from communityup.network.contacts import actions
from communityup.network.offers.actions import make_offer
from communityup.texts.actions import hide
from tests import make
from tests.make_contacts import HERE, by, found, three
from tests.make_network import browser

pytestmark = pytest.mark.django_db
NETWORK = "/netwerken/community-up/"


def test_a6_who_reads_an_offer_or_a_member_can_write_to_who_chose_that_and_nobody_is_offered_else() -> None:
    made, _dilek = three()
    theirs = {name: made.members.get(name=f"Lid van {name}") for name in ("Amina", "Bram", "Griet")}
    for name, direction in (("Bram", "offer"), ("Griet", "offer"), ("Amina", "wish")):
        make_offer(theirs[name], direction=direction, what="room", words=f"Van {name}.", by=by(name))
    profile = found(made, "Bram", role="Beheerder van het huis")
    write, at_bram = f'href="{HERE}{profile.public_id}/schrijven/"', f"{NETWORK}leden/{theirs['Bram'].public_id}/"
    board, fitting = f"{NETWORK}vraag-en-aanbod/", f"{NETWORK}vraag-en-aanbod/mijn/"

    def read(name: str, address: str) -> str:
        return browser(make.person(name)).get(address).content.decode()

    for address in (board, fitting, at_bram):
        html = read("Amina", address)
        assert html.count(write) == 1, address
        assert "Schrijf Bram" in html
        assert "Beheerder van het huis" in html
        assert html.count("/schrijven/") == 1, "Griet chose nothing, so nobody writes to her"
    for name in ("Bram", "Dilek", "Chris"):
        for address in (board, at_bram):
            assert "/schrijven/" not in read(name, address), (name, address)
    for address in (board, at_bram):
        html = browser().get(address).content.decode()
        assert "/schrijven/" not in html
        assert "Beheerder van het huis" not in html
    # Who found nobody to write to is brought further by the network.
    assert made.contact in browser().get(at_bram).content.decode()
    assert made.contact not in read("Amina", at_bram)
    assert made.contact in read("Amina", f"{NETWORK}leden/{theirs['Griet'].public_id}/")
    # And who offers something hears that nobody can reach them.
    assert "Nog niemand van jullie lid is hier te bereiken." in read("Griet", fitting)
    assert "Nog niemand van jullie lid is hier te bereiken." not in read("Bram", fitting)
    actions.stop_being_found(made, by=by("Bram"))
    for address in (board, fitting, at_bram):
        assert "/schrijven/" not in read("Amina", address)


def test_words_of_an_offer_that_are_hidden_lead_to_nobody_and_fit_no_wish() -> None:
    made, _dilek = three()
    theirs = {name: made.members.get(name=f"Lid van {name}") for name in ("Amina", "Bram")}
    offer = make_offer(theirs["Bram"], direction="offer", what="room", words="Onze zaal.", by=by("Bram"))
    make_offer(theirs["Amina"], direction="wish", what="room", words="Een zaal.", by=by("Amina"))
    found(made, "Bram", role="Beheerder van het huis")
    amina, board = browser(make.person("Amina")), f"{NETWORK}vraag-en-aanbod/"
    for address in (board, f"{board}mijn/"):
        assert "/schrijven/" in amina.get(address).content.decode()
    hide(offer.words, reason="advertising")
    html = amina.get(board).content.decode()
    assert "[verborgen: reclame]" in html
    assert "/schrijven/" not in html
    mine = amina.get(f"{board}mijn/").content.decode()
    assert "verborgen" not in mine
    assert "Van anderen past hier nog niets bij." in mine

"""A filter or a search that cannot be shown says what happened instead: nothing was being sent."""

import pytest

from tests import make
from tests.make_network import browser, coordinated, member

pytestmark = pytest.mark.django_db
HERE, LONG = "/netwerken/community-up/", "x" * 400
PAGES = [
    ("/praktijken/", {"words": LONG}, "Je ziet daarom alle praktijken."),
    (f"{HERE}leervragen/", {"state": "x"}, "Je ziet daarom alle leervragen."),
    (f"{HERE}leden/", {"kind": "x"}, "Je ziet daarom alle leden."),
    (f"{HERE}vraag-en-aanbod/", {"what": "x"}, "Je ziet daarom alles."),
    (f"{HERE}bijeenkomsten/", {"year": "1"}, "Je ziet daarom alle bijeenkomsten."),
    (f"{HERE}wie-is-wie/", {"words": LONG}, "Je ziet daarom iedereen."),
    ("/zoeken/", {"words": LONG}, "Er is nog niet gezocht."),
]


@pytest.mark.parametrize(("place", "given", "sentence"), PAGES)
def test_choice_that_cannot_be_shown_says_what_one_sees_instead(
    place: str, given: dict[str, str], sentence: str
) -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina())
    page = browser(make.amina()).get(place, given).content.decode()
    assert "data-error-summary" in page
    assert sentence in page
    assert "nog niet verstuurd" not in page


def test_number_of_a_form_that_cannot_be_right_says_that_nothing_was_looked_up() -> None:
    challenge = make.challenge_of_two()[0]
    page = browser(make.amina()).get(f"/opgaven/{challenge.slug}/papier/invoeren/", {"nummer": "0"}).content.decode()
    assert "data-error-summary" in page
    assert "Er is nog geen formulier opgezocht." in page
    assert "nog niet verstuurd" not in page


@pytest.mark.parametrize(("year", "sentence"), [("1", "getal van minstens 2000."), ("9999", "getal van hooguit 2099.")])
def test_number_that_is_too_big_or_too_small_says_so_in_plain_words(year: str, sentence: str) -> None:
    coordinated()
    page = browser().get(f"{HERE}bijeenkomsten/", {"year": year}).content.decode()
    assert f"Schrijf hier een {sentence}" in page
    assert "Zorg ervoor" not in page

"""A11: a challenge is split in parts without losing the whole, and nobody learns of what they may not see."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.actions import accept_invitation
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.subchallenges import actions, queries
from tests import make
from tests.make_agreements import agreed, clock, proposed
from tests.make_goals import shared_goal

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 200, 302, 403, 404, 422
TITLE = "Wie beheert de tuin achter het buurthuis?"
WORDS = {"title": TITLE, "place": "Molenwijk", "why": "De tuin vraagt andere mensen."}


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(name: str | None) -> Client:
    client = Client()
    if name is not None:
        client.force_login(make.person(name))
    return client


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def split(whole: Challenge, title: str = TITLE) -> Challenge:
    return actions.split_off(whole, **{**WORDS, "title": title}, by=by("Amina"))


def joined(part: Challenge) -> Challenge:
    accept_invitation(make.invitation_of(part.parties.get(number=2)), by=by("Bram"))
    return part


def opened(part: Challenge) -> Challenge:
    joined(part)
    make.step(part, "go_public", make.amina(), make.bram())
    return part


def page(challenge: Challenge, name: str | None) -> str:
    return client_of(name).get(f"/opgaven/{challenge.slug}/deelopgaven/").content.decode()


def without_token(challenge: Challenge, path: str, name: str | None) -> str:
    """Return a page without the token of its forms, which differs each time."""
    html = client_of(name).get(f"/opgaven/{challenge.slug}/{path}").content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_a11_a_part_keeps_the_goals_of_the_whole_in_view_and_the_whole_lists_how_far_it_is() -> None:
    whole, amina, bram = make.challenge_of_two()
    shared_goal(whole, amina, bram, words="Een huis van de buurt")
    part = opened(split(whole))
    shared_goal(part, amina, bram, words="Een tuin voor iedereen")
    kept = agreed(part, amina, bram)
    Agreement.objects.filter(pk=kept.pk).update(state=Agreement.State.KEPT)
    agreed(part, amina, bram)
    proposed(part, bram, amina)
    below = page(part, None)
    assert "Een huis van de buurt" in below
    assert f'href="/opgaven/{whole.slug}/"' in below
    assert whole.title in client_of(None).get(f"/opgaven/{part.slug}/").content.decode()
    above = page(whole, None)
    assert f'href="/opgaven/{part.slug}/"' in above
    assert "Aanloop" in above
    assert "Een tuin voor iedereen" in above
    assert "1 van 2 afspraken nagekomen" in above


def test_a11_every_party_of_the_whole_is_invited_to_a_part_so_nobody_is_passed_by() -> None:
    whole, _amina, _bram = make.challenge_of_two()
    make.join(whole, make.dilek(), "School", "institution")
    before = len(lines(whole))
    part = split(whole)
    assert part.parent == whole
    assert part.public_at is None
    states = list(part.parties.order_by("number").values_list("name", "state"))
    assert states == [
        ("Bewoners Molenwijk", Party.State.ACTIVE),
        ("Gemeente Lindeveen", Party.State.INVITED),
        ("School", Party.State.INVITED),
    ]
    assert lines(part) == ["subchallenges.split_off", *["challenges.party_invited"] * 2]
    assert len(lines(whole)) == before
    assert split(whole) == part
    assert whole.children.count() == 1


def test_a11_a_part_that_would_write_too_often_to_one_address_today_says_for_which_party() -> None:
    whole, _amina, _bram = make.challenge_of_two()
    for number in range(2):  # one letter asked that party into the whole
        split(whole, title=f"Deel {number} van het geheel")
    with pytest.raises(Refused, match="Gemeente Lindeveen kreeg vandaag al een paar uitnodigingen"):
        split(whole, title="Nog een deel")
    assert whole.children.count() == 2


def test_a11_only_who_sits_at_the_table_of_the_whole_splits_a_part_off() -> None:
    whole, _amina, _bram = make.challenge_of_two()
    with pytest.raises(NotAllowed):
        actions.split_off(whole, **WORDS, by=by("Chris"))
    assert not whole.children.exists()


def test_a11_a_party_without_anybody_at_the_table_is_no_reason_to_fail() -> None:
    whole, _amina, _bram = make.challenge_of_two()
    whole.seats.filter(person=make.bram()).update(ring="contributor")
    assert [party.name for party in split(whole).parties.all()] == ["Bewoners Molenwijk"]


@pytest.mark.parametrize("name", [None, "Chris"])
def test_a11_a_closed_part_is_told_to_outsiders_by_no_name_no_count_and_no_link(name: str | None) -> None:
    whole, _amina, _bram = make.challenge_of_two()
    before = {path: without_token(whole, path, name) for path in ("deelopgaven/", "", "logboek/")}
    part = joined(split(whole))
    for path, page_before in before.items():
        assert without_token(whole, path, name) == page_before, path
    assert client_of(name).get(f"/opgaven/{part.slug}/").status_code == NOT_FOUND
    for insider in ("Amina", "Bram"):
        assert f'href="/opgaven/{part.slug}/"' in page(whole, insider)


def test_a11_an_open_part_does_not_tell_of_a_closed_whole() -> None:
    whole, _amina, _bram = make.closed_challenge_of_two()
    Challenge.objects.filter(pk=whole.pk).update(title="Geheim beraad")
    part = opened(split(whole))
    for name, seen in ((None, False), ("Chris", False), ("Amina", True)):
        for path in ("deelopgaven/", "", "logboek/"):
            answer = client_of(name).get(f"/opgaven/{part.slug}/{path}")
            assert answer.status_code == OK
            assert ("Geheim beraad" in answer.content.decode() or path == "logboek/") is (seen or path == "logboek/")
            assert seen or whole.slug not in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a11_the_page_asks_the_same_number_of_queries_for_one_and_three_parts(
    number: int, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    whole, _amina, _bram = make.closed_challenge_of_two()
    for which in range(number):
        clock(monkeypatch)(dt.timedelta(days=which))
        split(whole, f"{TITLE} {which}")
    # Two of them: what is proposed to put together, and to loosen.
    with django_assert_num_queries(10):
        assert len(queries.page(whole, make.amina())["closed_parts"]) == number


@pytest.mark.parametrize(
    ("who", "read", "form", "send"),
    [
        (None, OK, FOUND, FORBIDDEN),
        ("Chris", OK, FORBIDDEN, FORBIDDEN),
        ("Amina", OK, OK, FOUND),
    ],
)
def test_the_addresses_answer_each_role(who: str | None, read: int, form: int, send: int) -> None:
    whole, _amina, _bram = make.challenge_of_two()
    client, here = client_of(who), f"/opgaven/{whole.slug}/deelopgaven/"
    before = Line.objects.count()
    assert client.get(here).status_code == read
    assert client.get(f"{here}afsplitsen/").status_code == form
    assert Line.objects.count() == before
    assert client.post(f"{here}afsplitsen/", WORDS).status_code == send
    assert whole.children.count() == int(who == "Amina")


def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed() -> None:
    whole, _amina, _bram = make.challenge_of_two()
    answer = client_of("Amina").post(f"/opgaven/{whole.slug}/deelopgaven/afsplitsen/", {**WORDS, "why": ""})
    assert answer.status_code == UNPROCESSABLE
    assert TITLE in answer.content.decode()
    assert not whole.children.exists()
    assert (
        client_of("Chris").get(f"/opgaven/{make.closed_challenge_of_two()[0].slug}/deelopgaven/").status_code
        == NOT_FOUND
    )

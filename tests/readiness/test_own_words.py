"""What stays one's own in a round about being ready, and what a round asks of whom."""

from typing import Any

import pytest
from django.test import Client

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Ring, Seat
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.readiness import actions
from tests import make
from tests.make_readiness import answered, closed, neighbours, opened, talked

pytestmark = pytest.mark.django_db


def sent(who: str | None, challenge: Challenge, path: str = "", data: dict[str, str] | None = None) -> Any:
    client = Client()
    if who is not None:
        client.force_login(make.person(who))
    address = f"/opgaven/{challenge.slug}/klaar/{path}"
    return client.get(address) if data is None else client.post(address, data)


def main(page: str) -> str:
    """Return what stands in the middle of a page."""
    return page.split("<main")[1].split("</main", maxsplit=1)[0]


@pytest.mark.parametrize("since", ["left", "guards"])
def test_r12_who_left_or_guards_by_now_still_takes_their_own_words_back_and_the_page_offers_it(since: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    writer = neighbours(challenge, 1)[0]
    check = opened(challenge)
    answered(check, [writer], words="Geheim tot morgen")
    actions.close(check, by=Actor.of(amina))
    if since == "left":
        leave_seat(challenge, by=Actor.of(writer))
    else:
        Seat.objects.filter(person=writer).update(ring=Ring.ASIDE)
    who, place = writer.display_name, f"{check.public_id}/"
    assert "woorden-terugnemen" in sent(who, challenge, place).content.decode()
    assert sent(who, challenge, f"{place}woorden-terugnemen/", {}).status_code == 302
    assert "Geheim tot morgen" not in sent(who, challenge, place).content.decode()
    assert sent("Chris", challenge, f"{place}woorden-terugnemen/", {}).status_code == 403


@pytest.mark.parametrize("since", ["left", "guards"])
def test_e22_who_left_or_guards_by_now_takes_all_their_answers_back_until_the_round_closes(since: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    leaver, stays = neighbours(challenge, 2)
    check = opened(challenge)
    answered(check, [leaver, stays], words="Geheim tot morgen")
    place, back = f"{check.public_id}/", f"{check.public_id}/antwoorden-terugnemen/"
    assert "antwoorden-terugnemen" not in sent(leaver.display_name, challenge, place).content.decode()
    if since == "left":
        leave_seat(challenge, by=Actor.of(leaver))
    else:
        Seat.objects.filter(person=leaver).update(ring=Ring.ASIDE)
    assert "antwoorden-terugnemen" in sent(leaver.display_name, challenge, place).content.decode()
    before = Line.objects.count()
    assert sent(leaver.display_name, challenge, back).status_code == 405
    assert sent(leaver.display_name, challenge, back, {}).status_code == 302
    assert "antwoorden-terugnemen" not in sent(leaver.display_name, challenge, place).content.decode()
    assert sent("Chris", challenge, back, {}).status_code == 403
    assert sent(None, challenge, back, {}).status_code == 302
    assert Line.objects.count() == before, "no line tells that somebody answered"
    assert [one.person for one in check.asked.participants.all()] == [stays]
    assert Version.objects.filter(body="Geheim tot morgen").count() == 1
    actions.close(check, by=Actor.of(amina))
    assert sent(stays.display_name, challenge, back, {}).status_code == 409


def test_a_round_that_is_over_asks_nothing_of_a_party_that_came_later() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = talked(closed(challenge))
    actions.end(check, no_step="Het gaat goed.", by=Actor.of(make.amina()))
    make.join(challenge, make.dilek(), "School aan de Wiek", "institution")
    page = main(sent(None, challenge, f"{check.public_id}/").content.decode())
    assert challenge.parties.get(number=2).name in page
    assert "School aan de Wiek" not in page


def test_b20_the_same_step_twice_is_one() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = closed(challenge)
    for who in ("Amina", "Amina", "Bram"):
        assert sent(who, challenge, f"{check.public_id}/stap/", {"words": "Wij bellen. "}).status_code == 302
    check.refresh_from_db()
    assert (check.steps, check.told_steps.count()) == (2, 2), "each party tells its own"


def test_r9_with_few_people_the_form_says_that_others_can_guess_whose_words_they_are() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    place = f"{opened(challenge).public_id}/antwoorden/"
    assert "Anderen kunnen raden" in sent("Amina", challenge, place).content.decode()
    neighbours(challenge, 3)
    assert "Anderen kunnen raden" not in sent("Amina", challenge, place).content.decode()

"""The pages of a programme: forms, buttons without JavaScript, what each reads, and how often the database is asked."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from communityup.base.errors import Refused
from communityup.network.meetings.models import Session
from communityup.network.programme import actions
from communityup.network.programme.models import Part
from communityup.people.models import Person
from tests import make
from tests.make_meetings import in_days, planned
from tests.make_network import browser, lines
from tests.network.test_trace_programme import HERE, SAID, by, order, page, proposed, put_in, world

pytestmark = pytest.mark.django_db


def send(session: Session, person: Person, more: str, told: dict[str, Any]) -> Any:
    return browser(person).post(f"{HERE}{session.slug}/programma/{more}", told)


def arrange(session: Session, part: Part, do: str, person: Person | None = None) -> Any:
    return send(session, person or make.dilek(), "ordenen/", {"part": part.public_id, "do": do})


def test_coordinator_makes_a_programme_with_buttons_alone() -> None:
    _made, session, one, _other = world()
    for title, minutes in (("Welkom", "15"), ("Gesprek", "60")):
        told = {"title": title, "minutes": minutes, "member": one.public_id}
        assert send(session, make.dilek(), "onderdeel/", told).status_code == 302
    first, second = session.programme.order_by("place")
    answer = arrange(session, second, "earlier")
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}{session.public_id}/programma/#{second.public_id}")
    assert order(session) == ["Gesprek", "Welkom"]
    for do, left in (("take_out", ["Gesprek"]), ("put_back", ["Gesprek", "Welkom"])):
        assert arrange(session, first, do).status_code == 302
        assert order(session) == left
    assert arrange(session, first, "burn").status_code == 404
    assert browser(make.dilek()).get(f"{HERE}{session.slug}/programma/ordenen/").status_code == 405


def test_member_proposes_answers_and_takes_it_back_on_the_page() -> None:
    _made, session, _one, _other = world()
    assert send(session, make.amina(), "onderdeel/", {"title": "Onze sleutels", "minutes": "40"}).status_code == 302
    part = Part.objects.get()
    assert "Voorgesteld door leden" in page(session, make.amina())
    assert send(session, make.amina(), f"{part.public_id}/vragen/", SAID).status_code == 302
    changed = {"title": "Onze deuren", "minutes": "35"}
    assert send(session, make.amina(), f"{part.public_id}/wijzigen/", changed).status_code == 302
    part.refresh_from_db()
    assert (part.title, part.minutes, str(part.busy)) == ("Onze deuren", 35, SAID["busy"])
    assert "Haal deze antwoorden weg" in page(session, make.amina(), f"programma/{part.public_id}/vragen/")
    assert arrange(session, part, "take_away", make.amina()).status_code == 302
    assert arrange(session, part, "withdraw", make.amina()).status_code == 302
    assert not Part.objects.exists()


def test_coordinator_names_the_host_and_says_why_a_part_does_not_fit() -> None:
    _made, session, one, _other = world()
    assert send(session, make.dilek(), "gastheer/", {"member": one.public_id}).status_code == 302
    assert "De Schakel ontvangt ons." in page(session)
    part = proposed(session, make.bram())
    assert send(session, make.dilek(), f"{part.public_id}/past-niet/", {"reason": " "}).status_code == 422
    assert send(session, make.dilek(), f"{part.public_id}/past-niet/", {"reason": "In mei."}).status_code == 302
    assert "In mei." in page(session, make.bram())
    assert send(session, make.dilek(), "gastheer/", {"member": ""}).status_code == 302
    assert "ontvangt ons" not in page(session)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"title": "", "minutes": "15"}, "Wat is dit onderdeel?"),
        ({"title": "Welkom", "minutes": "0"}, "5"),
        ({"title": "Welkom", "minutes": "9999"}, "480"),
        ({"title": "W" * 101, "minutes": "15"}, "100"),
        ({"title": "Welkom", "minutes": "15", "member": "niemand"}, "Welk lid"),
        ({"title": "Welkom", "minutes": "15", "challenge": "javascript:alert(1)"}, "geen openbare opgave"),
    ],
)
def test_form_that_is_not_right_says_so_and_loses_nothing(told: dict[str, str], sentence: str) -> None:
    _made, session, _one, _other = world()
    answer = send(session, make.dilek(), "onderdeel/", {**told, "words": "Wat ik al typte."})
    assert answer.status_code == 422
    assert "Wat ik al typte." in answer.content.decode()
    assert sentence in answer.content.decode()
    assert not Part.objects.exists()


def test_what_is_clicked_twice_in_a_programme_is_done_once() -> None:
    made, session, one, _other = world()
    first, second = proposed(session, make.amina()), proposed(session, make.amina(), "Nog iets")
    for _again in range(2):
        actions.take_in(first, by=by(make.dilek()))
        actions.decline(second, reason="Dit past beter in mei.", by=by(make.dilek()))
    assert order(session) == ["Onze sleutels"]
    with pytest.raises(Refused, match="inmiddels niet in het programma"):
        actions.take_in(second, by=by(make.dilek()))
    about = actions.About(title="Onze sleutels", minutes=40, member=one)
    before = lines(made)
    assert actions.change(first, about=about, by=by(make.amina())).title == "Onze sleutels"
    assert lines(made) == before
    assert [before.count(f"programme.part_{done}") for done in ("taken_in", "declined")] == [1, 1]


def test_part_without_answers_is_given_to_another_member_by_who_keeps_the_programme() -> None:
    made, session, one, other = world()
    [part] = put_in(session, "Sleutels delen", member=one)
    about = actions.About(title="Sleutels delen", minutes=15, member=other)
    assert actions.change(part, about=about, by=by(make.dilek())).member == other
    assert lines(made)[-1] == "programme.part_changed"
    assert "Gemeente Heidelo" in page(session)


def test_answers_need_one_of_three_and_nothing_typed_is_lost() -> None:
    _made, session, one, _other = world()
    [part] = put_in(session, "Sleutels delen", member=one)
    empty = send(session, make.amina(), f"{part.public_id}/vragen/", {})
    assert (empty.status_code, "minstens één" in empty.content.decode()) == (422, True)
    long = send(session, make.amina(), f"{part.public_id}/vragen/", {"busy": "x" * 601, "stuck": "Blijft staan."})
    assert (long.status_code, "Blijft staan." in long.content.decode()) == (422, True)
    assert send(session, make.amina(), f"{part.public_id}/vragen/", {"stuck": "Geld."}).status_code == 302
    part.refresh_from_db()
    assert (part.busy, part.succeeds, str(part.stuck)) == (None, None, "Geld.")


def test_visitor_and_outsider_read_and_change_nothing() -> None:
    _made, session, one, _other = world()
    [part] = put_in(session, "Sleutels delen", member=one)
    places = [f"{part.public_id}/{name}/" for name in ("wijzigen", "past-niet", "vragen")]
    for more in ("onderdeel/", "gastheer/", *places):
        told = {"title": "Mijn", "minutes": "15", "member": one.public_id, "reason": "Nee.", "busy": "Nee."}
        assert send(session, make.chris(), more, told).status_code == 403
        assert browser().post(f"{HERE}{session.slug}/programma/{more}", told).status_code == 403
        entrance = browser().get(f"{HERE}{session.slug}/programma/{more}")
        assert (entrance.status_code, "/account/" in entrance["Location"]) == (302, True)
    for do in ("earlier", "take_out"):
        assert arrange(session, part, do, make.chris()).status_code == 403
    assert order(session) == ["Sleutels delen"]
    assert "Zet er een onderdeel in" not in page(session, make.chris())
    elsewhere = put_in(planned(session.network, make.dilek(), in_days(12), title="Een andere"), "Elders")[0]
    assert arrange(session, elsewhere, "take_out").status_code == 404


def test_e3_the_same_programme_is_there_for_everybody() -> None:
    _made, session, one, _other = world()
    [part] = put_in(session, "Sleutels delen", member=one, words="Voor iedereen.")
    actions.answer(part, **SAID, by=by(make.amina()))
    for person in (None, make.amina(), make.bram(), make.chris(), make.dilek()):
        shown = page(session, person)
        assert [words for words in ("Sleutels delen", "Voor iedereen.", *SAID.values()) if words not in shown] == []


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_often_for_one_part_as_for_three(number: int) -> None:
    _made, session, one, _other = world()
    for part in put_in(session, *("Een", "Twee", "Drie")[:number], member=one, words="Woorden."):
        actions.answer(part, **SAID, by=by(make.amina()))
    counts = []
    for more, person in (("programma/", None), ("programma/", make.dilek()), ("", None)):
        client = browser(person)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"{HERE}{session.public_id}/{more}", follow=True)
        counts.append(len(asked))
    assert counts == COUNTS


COUNTS = [7, 14, 12]


def test_programme_that_lasts_longer_than_the_session_says_so_to_who_keeps_it() -> None:
    _made, session, _one, _other = world()
    put_in(session, "Lang gesprek", minutes=150)
    assert "duurt tot 22.00" in page(session, make.dilek())
    assert "duurt tot" not in page(session)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "in", "place": None},
        {"state": "proposed", "place": None, "member": None},
        {"state": "declined", "place": None},
        {"minutes": 0},
        {"own_words": True, "member": None},
        {"state": "gone"},
    ],
)
def test_database_refuses_a_part_that_can_never_be(changes: dict[str, Any]) -> None:
    _made, session, _one, _other = world()
    [part] = put_in(session, "Welkom")
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(pk=part.pk).update(**changes)


def test_two_parts_never_stand_in_one_place() -> None:
    _made, session, _one, _other = world()
    first, second = put_in(session, "Een", "Twee")
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(pk=second.pk).update(place=first.place)

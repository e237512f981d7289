"""What council and executive leave free, in versions and with readings beside it; milestones; only from the table."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import parts
from communityup.workspace.council import actions, queries
from communityup.workspace.council.models import FreedItem, Milestone, PublicQuestion
from tests import make

pytestmark = pytest.mark.django_db
ORIGIN = "Raadsvergadering van 12 maart"
DAY = dt.date(2027, 3, 12)


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def freedom(challenge: Challenge, by: Actor | None = None, words: str = "De tafel kiest het tempo.") -> FreedItem:
    given = {"body": "council", "topic": "planning", "words": words, "origin": ORIGIN}
    return actions.record_freedom(challenge, **given, by=by or by_bram())  # type: ignore[arg-type]


def offered(challenge: Challenge) -> PublicQuestion:
    due = timezone.localdate() + dt.timedelta(days=9)
    return actions.ask_in_public(
        challenge, words="Het eindresultaat is aan jullie.", to="all", due=due, kind="offer", by=Actor.of(make.chris())
    )


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def page(challenge: Challenge, person: Person, path: str = "") -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/opgaven/{challenge.slug}/raad/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_b11_what_is_left_free_is_listed_with_its_words_by_whom_where_said_and_in_versions() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    item = freedom(challenge)
    before = len(lines(challenge))
    actions.reword_freedom(item, words="De tafel kiest tempo en volgorde.", origin="Brief van 3 mei", by=by_bram())
    assert lines(challenge)[before - 1 :] == ["council.freedom_recorded", "council.freedom_reworded"]
    shown = page(challenge, amina)
    for words in ("De tafel kiest tempo en volgorde.", "Brief van 3 mei", "de raad", "Gemeente Lindeveen", "versie 2"):
        assert words in shown
    detail = page(challenge, amina, f"loslaten/{item.public_id}/")
    for words in ("De tafel kiest het tempo.", ORIGIN, "De tafel kiest tempo en volgorde.", "Brief van 3 mei"):
        assert words in detail


def test_b11_other_parties_put_their_reading_beside_it_and_change_nothing() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    item = freedom(challenge)
    with pytest.raises(NotAllowed, match="Gemeente Lindeveen"):
        actions.reword_freedom(item, words="Alles mag.", origin=ORIGIN, by=by_amina())
    with pytest.raises(NotAllowed):
        actions.end_freedom(item, words="Toch niet.", by=by_amina())
    actions.read_freedom(item, words="Wij lezen: ook de volgorde.", by=by_amina())
    assert lines(challenge)[-1] == "council.freedom_read"
    with pytest.raises(Refused):
        actions.read_freedom(item, words="Nog eens.", by=by_amina())
    assert "Wij lezen: ook de volgorde." in page(challenge, amina, f"loslaten/{item.public_id}/")
    actions.reword_freedom(item, words="Tempo en volgorde.", origin=ORIGIN, by=by_bram())
    item.refresh_from_db()
    assert actions.read_freedom(item, words="Nu lezen wij hetzelfde.", by=by_amina()).version == 2


def test_b11_what_is_no_longer_left_free_stays_readable_with_its_reason() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    item = freedom(challenge)
    actions.end_freedom(item, words="De raad stelde een datum vast.", by=by_bram())
    assert lines(challenge)[-1] == "council.freedom_ended"
    shown = page(challenge, amina)
    assert "De tafel kiest het tempo." in shown
    assert "De raad stelde een datum vast." in shown
    for act in (
        lambda: actions.reword_freedom(item, words="x", origin="y", by=by_bram()),
        lambda: actions.read_freedom(item, words="x", by=by_amina()),
        lambda: actions.end_freedom(item, words="x", by=by_bram()),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        FreedItem.objects.filter(pk=item.pk).update(end_reason=None)


def test_b11_an_observer_offers_and_a_party_takes_it_into_the_window_once() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris(), "executive")
    asked = offered(challenge)
    client, address = Client(), f"/opgaven/{challenge.slug}/raad/vragen/{asked.public_id}/vastleggen/"
    client.force_login(amina)
    form = client.get(address).content.decode()
    assert "Het eindresultaat is aan jullie." in form
    data = {"body": "executive", "topic": "result", "words": "Het eindresultaat is aan jullie.", "origin": "hier"}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 409
    item = FreedItem.objects.get()
    assert (item.body, item.offer) == ("executive", asked)
    asked.refresh_from_db()
    assert asked.closed_at is not None
    assert f"loslaten/{item.public_id}/" in page(challenge, amina, f"vragen/{asked.public_id}/")


def test_b11_an_offer_that_all_answered_is_taken_into_the_window_and_keeps_when_it_was_answered() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    asked = offered(challenge)
    for by in (by_amina(), by_bram()):
        actions.answer_in_public(asked, words="Dank, dat nemen wij over.", by=by)
    asked.refresh_from_db()
    answered = asked.closed_at
    assert answered is not None
    item = actions.record_freedom(
        challenge, body="council", topic="result", words="Het resultaat.", origin="hier", offer=asked, by=by_amina()
    )
    asked.refresh_from_db()
    assert (item.offer, asked.closed_at) == (asked, answered)


def test_e24_an_observer_puts_nothing_down_and_a_question_is_no_offer() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    item, chris = freedom(challenge), Actor.of(make.chris())
    told = actions.tell_milestone(challenge, what="Kader in de raad", day=DAY, by=by_bram())
    for act in (
        lambda: freedom(challenge, chris),
        lambda: actions.reword_freedom(item, words="x", origin="y", by=chris),
        lambda: actions.read_freedom(item, words="x", by=chris),
        lambda: actions.end_freedom(item, words="x", by=chris),
        lambda: actions.tell_milestone(challenge, what="x", day=DAY, by=chris),
        lambda: actions.move_milestone(told, day=DAY, by=chris),
        lambda: actions.reach_milestone(told, by=chris),
    ):
        with pytest.raises(NotAllowed):
            act()
    asked = actions.ask_in_public(
        challenge, words="Hoe?", to="all", due=timezone.localdate() + dt.timedelta(days=3), by=chris
    )
    with pytest.raises(Refused):
        actions.record_freedom(
            challenge, body="council", topic="other", words="Hoe?", origin="hier", offer=asked, by=by_amina()
        )


def test_when_the_party_that_put_it_down_is_gone_another_can_go_on_with_it() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    item = freedom(challenge, Actor.of(make.dilek()))
    challenge.parties.filter(number=3).update(state="left", left_at=timezone.now())
    actions.reword_freedom(item, words="Tempo en volgorde.", origin=ORIGIN, by=by_amina())
    assert lines(challenge)[-1] == "council.freedom_reworded"


def test_what_is_left_free_stands_once_however_often_its_form_is_sent() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    first = freedom(challenge)
    before = len(lines(challenge))
    assert freedom(challenge) == first
    assert len(lines(challenge)) == before
    assert freedom(challenge, by_amina()) != first
    actions.end_freedom(first, words="Niet meer.", by=by_bram())
    assert freedom(challenge) != first


def test_s10_a_milestone_keeps_the_day_before_and_is_reached_once() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    told = actions.tell_milestone(challenge, what="De raad bespreekt het kader", day=DAY, by=by_bram())
    with pytest.raises(NotAllowed):
        actions.move_milestone(told, day=DAY + dt.timedelta(days=7), by=by_amina())
    before = len(lines(challenge))
    actions.move_milestone(told, day=DAY + dt.timedelta(days=7), by=by_bram())
    actions.move_milestone(told, day=DAY + dt.timedelta(days=7), by=by_bram())
    shown = page(challenge, amina)
    assert "19 maart 2027" in shown
    assert "was vrijdag 12 maart 2027" in shown
    with pytest.raises(NotAllowed):
        actions.reach_milestone(told, by=by_amina())
    assert "bereikt/" not in shown
    assert "bereikt/" in page(challenge, bram)
    actions.reach_milestone(told, by=by_bram())
    assert lines(challenge)[before:] == ["council.milestone_moved", "council.milestone_reached"]
    with pytest.raises(Refused):
        actions.reach_milestone(told, by=by_bram())
    with pytest.raises(Refused):
        actions.move_milestone(told, day=DAY, by=by_bram())


def test_s10_a_milestone_that_was_marked_by_mistake_is_open_again_and_the_log_keeps_both() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    told = actions.tell_milestone(challenge, what="De raad bespreekt het kader", day=DAY, by=by_bram())
    for by, refusal in ((by_bram(), Refused), (by_amina(), NotAllowed)):
        with pytest.raises(refusal):
            actions.reach_milestone(told, mistaken=True, by=by)
    assert "toch-niet/" not in page(challenge, bram)
    actions.reach_milestone(told, by=by_bram())
    with pytest.raises(NotAllowed):
        actions.reach_milestone(told, mistaken=True, by=by_amina())
    assert "toch-niet/" not in page(challenge, amina)
    assert "toch-niet/" in page(challenge, bram)
    before, client = len(lines(challenge)), Client()
    client.force_login(bram)
    undo = f"/opgaven/{challenge.slug}/raad/mijlpalen/{told.public_id}/toch-niet/"
    assert client.get(undo).status_code == 405
    assert [client.post(undo).status_code for _click in range(2)] == [302, 409]
    assert lines(challenge)[before:] == ["council.milestone_not_reached"]
    shown = page(challenge, bram)
    assert ("toch-niet/" in shown, "bereikt/" in shown, "verplaatst/" in shown) == (False, True, True)
    actions.move_milestone(told, day=DAY + dt.timedelta(days=7), by=by_bram())
    actions.reach_milestone(told, by=by_bram())
    assert Milestone.objects.get().reached_at is not None


def test_the_lead_in_says_how_the_window_stands() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    mine = f"/opgaven/{challenge.slug}/raad/"
    assert [part["state"] for part in parts(challenge) if part["url"] == mine] == [""]
    freedom(challenge)
    assert [part["state"] for part in parts(challenge) if part["url"] == mine] == ["1 ding is losgelaten"]
    make.observer(challenge, make.chris())
    offered(challenge)
    assert [part["state"] for part in parts(challenge) if part["url"] == mine] == ["1 vraag wacht op antwoord"]


def test_every_address_of_the_window_answers_each_role() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    item = freedom(challenge)
    told = actions.tell_milestone(challenge, what="Kader in de raad", day=DAY, by=by_bram())
    asked = offered(challenge)
    expected = {
        "loslaten/nieuw/": (302, 404, 200, 200, 403),
        f"loslaten/{item.public_id}/": (404, 404, 200, 200, 200),
        f"loslaten/{item.public_id}/andere-woorden/": (302, 404, 403, 200, 403),
        f"loslaten/{item.public_id}/lezing/": (302, 404, 200, 200, 403),
        f"loslaten/{item.public_id}/vervallen/": (302, 404, 403, 200, 403),
        "mijlpalen/nieuw/": (302, 404, 200, 200, 403),
        f"mijlpalen/{told.public_id}/verplaatst/": (302, 404, 403, 200, 403),
        f"vragen/{asked.public_id}/vastleggen/": (302, 404, 200, 200, 403),
        f"loslaten/{'0' * 32}/": (404, 404, 404, 404, 404),
    }
    before = Line.objects.count()
    for path, statuses in expected.items():
        found = []
        for person in (None, make.dilek(), amina, bram, make.chris()):
            client = Client()
            if person is not None:
                client.force_login(person)
            found.append(client.get(f"/opgaven/{challenge.slug}/raad/{path}").status_code)
        assert tuple(found) == statuses, path
    assert Line.objects.count() == before


def test_bad_input_in_the_window_gets_a_clear_sentence_and_good_input_is_kept() -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    client, base = Client(), f"/opgaven/{challenge.slug}/raad/"
    client.force_login(bram)
    good = {"body": "council", "topic": "planning", "words": "Het tempo.", "origin": ORIGIN}
    for missing in good:
        answer = client.post(f"{base}loslaten/nieuw/", {**good, missing: ""})
        assert answer.status_code == 422
    assert not FreedItem.objects.exists()
    assert client.post(f"{base}loslaten/nieuw/", good).status_code == 302
    item = FreedItem.objects.get().public_id
    assert client.post(f"{base}loslaten/{item}/andere-woorden/", {"words": "", "origin": "x"}).status_code == 422
    words = {"words": "Het tempo en meer.", "origin": "x"}
    assert client.post(f"{base}loslaten/{item}/andere-woorden/", words).status_code == 302
    assert client.post(f"{base}loslaten/{item}/lezing/", {"words": "Zo lezen wij het."}).status_code == 302
    assert client.post(f"{base}loslaten/{item}/vervallen/", {"words": "De raad koos anders."}).status_code == 302
    assert client.post(f"{base}mijlpalen/nieuw/", {"what": "Kader", "day": "morgen"}).status_code == 422
    assert client.post(f"{base}mijlpalen/nieuw/", {"what": "Kader", "day": "2027-01-02"}).status_code == 302
    told = Milestone.objects.get().public_id
    assert client.get(f"{base}mijlpalen/{told}/bereikt/").status_code == 405
    assert client.post(f"{base}mijlpalen/{told}/verplaatst/", {"day": "2027-02-02"}).status_code == 302
    assert client.post(f"{base}mijlpalen/{told}/bereikt/").status_code == 302
    assert lines(challenge)[-1] == "council.milestone_reached"


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_of_the_window_ask_as_many_queries_for_one_row_as_for_three(
    number: int, django_assert_num_queries: object
) -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    for time in range(number):
        actions.read_freedom(freedom(challenge, words=f"Keuze {time}"), words="Zo lezen wij het.", by=by_amina())
        actions.tell_milestone(challenge, what="Kader", day=DAY, by=by_bram())
    own = challenge.parties.get(number=1)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.freed(challenge)["freed"]) == number
        assert len(queries.milestones(challenge, own)) == number

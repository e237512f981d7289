"""Thoughts that say nearly the same: asked about, shared, answered as one, counted per party, set apart (X3)."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue import queries as dialogues
from communityup.workspace.dialogue.actions import (
    answer_thought,
    close_round,
    open_round,
    share_thought,
    withdraw_thought,
)
from communityup.workspace.dialogue.models import Dialogue, Statement, View
from communityup.workspace.echoes import queries
from communityup.workspace.echoes.actions import set_apart, take_together
from communityup.workspace.facilitation.actions import confirm
from communityup.workspace.facilitation.models import Act
from tests import make, make_facilitators, make_notices
from tests.make_dialogue import answer, people
from tests.make_figures import SAME, answer_all, release, round_of
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

SAID = "De gemeente moet de parkeerplaatsen in het centrum voor bewoners behouden."
# Thirty ways to say it: small words in between, and signs behind it.
SMALL = ["nu", "toch", "dus", "ook", "hier", "zo"]
COPIES = [SAID.replace("moet de", f"moet {word} de").replace(".", sign) for word in SMALL for sign in ".!?;:"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read refusals as they stand in the source."""
    with override("en"):
        yield


def share(challenge: Challenge, person: Person, body: str = SAID, **rest: object) -> Statement:
    return share_thought(challenge, body=body, by=Actor.of(person), **rest)  # type: ignore[arg-type]


def page_of(challenge: Challenge, person: Person | None) -> dict[str, Any]:
    dialogue = dialogues.round_of(challenge)
    (row,) = queries.page(challenge, dialogue, person or make.chris(), wanted="1")["rows"]
    return dict(row)


def test_x3_thirty_similar_texts_are_one_with_a_count_per_party_and_no_effect_on_a_bridge() -> None:
    challenge, residents, municipality, shared = round_of(6)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME] * len(shared))
    for number, one in ((1, residents[0]), (2, municipality[0])):
        party = Party.objects.get(challenge=challenge, number=number)
        more = people(party, one, 20 if number == 1 else 10, stem=f"Kopie{number}")
        for body, author in zip(COPIES[20:] if number == 2 else COPIES[:20], more, strict=True):
            share(challenge, author, body)
    echoes = Statement.objects.filter(resembles__isnull=False)
    assert (echoes.count(), dialogues.shown_statements(shared[0].dialogue).count()) == (29, len(shared) + 1)
    first = dialogues.shown_statements(shared[0].dialogue).latest("pk")
    answer(first, residents[0], View.SAME)
    row = page_of(challenge, residents[0])
    assert [one["count"] for one in row["per_party"]] == [20, 10]
    # Whoever answers the copies one by one all the same makes no bridge of them.
    for copy in echoes:
        for one in [*residents, *municipality]:
            answer_thought(copy, value=SAME, by=Actor.of(one))
    told = json.loads(release(shared[0].dialogue).published)  # type: ignore[union-attr]
    assert set(told["bridges"]) == {thought.public_id for thought in shared}
    assert not {copy.public_id for copy in echoes} & set(told["table"])


def test_x3_the_writer_reads_what_is_there_keeps_what_was_typed_and_chooses(client: Client) -> None:
    challenge, amina, bram = make.challenge_of_two()
    first = share(challenge, amina)
    client.force_login(bram)
    address = reverse("dialogue:share", args=[challenge.slug])
    asked = client.post(address, {"body": COPIES[0], "place": "Markt", "shows": "nobody"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert Statement.objects.count() == 1, "nothing is shared before its author chose"
    assert SAID in page
    assert COPIES[0] in page
    assert 'value="Markt"' in page
    assert f'name="beside" value="{first.public_id}"' in page
    sent = client.post(address, {"body": COPIES[0], "beside": first.public_id}, follow=True)
    assert "beantwoorden deze als één" in sent.content.decode()
    assert Statement.objects.latest("pk").resembles == first
    client.force_login(amina)
    other = client.post(address, {"body": "De bankjes bij de vijver zijn stuk."}, follow=True)
    assert other.status_code == 200
    assert Statement.objects.latest("pk").resembles is None


def test_x3_building_on_a_thought_asks_the_same(client: Client) -> None:
    challenge, amina, bram = make.challenge_of_two()
    first = share(challenge, amina)
    client.force_login(bram)
    address = reverse("dialogue:build_on", args=[challenge.slug, first.public_id])
    assert client.post(address, {"body": COPIES[0]}).status_code == 422
    assert client.post(address, {"body": COPIES[0], "beside": first.public_id}).status_code == 302
    assert Statement.objects.latest("pk").built_on == first


def test_x3_who_keeps_the_process_hears_of_it_and_nobody_is_named() -> None:
    challenge, guard, outside = make_facilitators.guarded()
    share(challenge, make.amina())
    make_notices.told()
    share(challenge, make.bram(), COPIES[0])
    make_notices.told()
    heard = "dialogue.thought_resembled"
    for keeper in (guard.person, outside.person, make.person("Els")):
        assert make_notices.own(keeper)[-1] == heard
    assert heard not in make_notices.own(make.amina())
    line = Line.objects.get(type=heard)
    assert (line.content.get("party"), line.content.get("who")) == (None, None)
    assert Line.objects.filter(type="dialogue.thought_shared").count() == 1


def test_x3_without_facilitators_everybody_at_the_table_hears_of_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    share(challenge, amina)
    share(challenge, bram, COPIES[0])
    make_notices.told()
    assert [make_notices.own(one)[-1] for one in (amina, bram)] == ["dialogue.thought_resembled"] * 2


def test_x3_of_how_many_parties_everybody_sees_of_which_ones_after_ones_own_answer() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first = share(challenge, amina)
    copy = share(challenge, bram, COPIES[0])
    make.colleague(Party.objects.get(challenge=challenge, number=1), make.dilek(), inviter=amina)
    for viewer in (make.dilek(), make.chris(), None):
        row = page_of(challenge, viewer)
        assert (row["count"], row["parties"], row["per_party"]) == (2, 2, None)
    answer(first, make.dilek(), View.DIFFERENT)
    assert [one["count"] for one in page_of(challenge, make.dilek())["per_party"]] == [1, 1]
    context = dialogues.columns(challenge, copy.dialogue, make.dilek(), page=None, kind=None)
    assert {column["number"]: len(column["rows"]) for column in context["columns"]} == {1: 1, 2: 1, None: 0}


def test_x3_a_column_shows_one_of_each_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first = share(challenge, amina)
    for one, body in zip(people(first.party, amina, 3, stem="Kopie"), COPIES, strict=False):  # type: ignore[arg-type]
        share(challenge, one, body)
    for one, body in zip(people(Party.objects.get(number=2), bram, 2, stem="Meer"), COPIES[3:], strict=False):
        share(challenge, one, body, show_party=False)
    answer(first, bram, View.SAME)
    context = dialogues.columns(challenge, first.dialogue, bram, page=None, kind=None)
    assert {column["number"]: len(column["rows"]) for column in context["columns"]} == {1: 1, 2: 0, None: 1}


def test_x3_all_within_an_hour_is_told_of_three_or_more() -> None:
    challenge, amina, bram = make.challenge_of_two()
    copies = [share(challenge, amina), share(challenge, bram, COPIES[0])]
    assert not page_of(challenge, None)["at_once"]
    copies.append(share(challenge, amina, COPIES[1]))
    assert page_of(challenge, None)["at_once"]
    Statement.objects.filter(pk=copies[0].pk).update(shared_at=timezone.now() - dt.timedelta(hours=2))
    assert not page_of(challenge, None)["at_once"]


def test_x3_when_the_first_is_taken_back_the_next_is_answered() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first, copy = share(challenge, amina), share(challenge, bram, COPIES[0])
    third = share(challenge, bram, COPIES[1])
    assert (copy.resembles, third.resembles) == (first, first)
    withdraw_thought(first, by=Actor.of(amina))
    assert list(dialogues.shown_statements(copy.dialogue)) == [copy]
    assert [one.pk for one in third.together] == [copy.pk, third.pk]


def test_e7_two_facilitators_set_a_thought_apart_together() -> None:
    challenge, guard, outside = make_facilitators.guarded()
    share(challenge, make.amina())
    copy = share(challenge, make.bram(), COPIES[0])
    for nobody in (make.amina(), make.bram(), make.chris()):
        with pytest.raises(NotAllowed):
            set_apart(copy, by=Actor.of(nobody))
    assert not set_apart(copy, by=Actor.of(guard.person))
    copy.refresh_from_db()
    assert copy.resembles is not None
    confirm(Act.objects.get(), by=Actor.of(outside.person))
    assert Statement.objects.get(pk=copy.pk).resembles is None
    assert dialogues.shown_statements(copy.dialogue).count() == 2
    line = Line.objects.get(type="echoes.thought_set_apart")
    assert (line.object, line.content["role"]) == (copy.public_id, "facilitators")
    assert set_apart(copy, by=Actor.of(guard.person)), "twice is once"
    assert Line.objects.filter(type="echoes.thought_set_apart").count() == 1


def test_x3_nobody_lets_their_own_words_count_twice_alone() -> None:
    challenge, amina, bram = make.challenge_of_two()
    share(challenge, amina)
    copy = share(challenge, amina, COPIES[0])
    for _click in range(2):
        assert not set_apart(copy, by=Actor.of(amina))
    assert Statement.objects.get(pk=copy.pk).resembles is not None
    assert set_apart(copy, by=Actor.of(bram))


@built_once
def apart() -> tuple[Challenge, Statement, Statement]:
    """Return a challenge in which two people of two parties set the second of two thoughts apart."""
    challenge, amina, bram = make.challenge_of_two()
    first, copy = share(challenge, amina), share(challenge, bram, COPIES[0])
    for person in (amina, bram):
        set_apart(copy, by=Actor.of(person))
    return challenge, first, Statement.objects.get(pk=copy.pk)


@pytest.mark.parametrize("who", ["amina", "bram"])
def test_x3_each_of_the_two_takes_setting_apart_back_within_the_day_and_nothing_is_lost(who: str) -> None:
    challenge, first, copy = apart()
    party = Party.objects.get(challenge=challenge, number=1)
    (answers,) = people(party, make.amina(), 1, stem="Buur")
    answer(copy, answers, View.SAME)
    assert copy.resembles is None
    again = share(challenge, make.bram(), COPIES[1])
    assert again.resembles == copy, "the newest it resembles"
    numbers = Dialogue.objects.get().last_number
    with make_notices.at(timezone.now() + dt.timedelta(hours=23)):
        for _click in range(2):
            take_together(copy, by=Actor.of(getattr(make, who)()))
    assert set(Statement.objects.filter(resembles=first)) == {copy, again}
    assert dialogues.shown_statements(copy.dialogue).count() == 1
    assert copy.answers.count() == 1
    assert Dialogue.objects.get().last_number > numbers, "figures are made again"
    lines = Line.objects.filter(type="echoes.thought_taken_together")
    assert [line.object for line in lines] == [copy.public_id]


def test_x3_after_the_day_and_by_others_it_stays_apart() -> None:
    challenge, _first, copy = apart()
    dilek = make.dilek()
    make.join(challenge, dilek, "School", "institution")
    for nobody in (dilek, make.chris()):
        with pytest.raises(NotAllowed):
            take_together(copy, by=Actor.of(nobody))
    with make_notices.at(timezone.now() + dt.timedelta(hours=25)):
        with pytest.raises(Refused, match="more than a day"):
            take_together(copy, by=Actor.of(make.amina()))
        assert queries.page(challenge, copy.dialogue, make.amina(), wanted="1")["apart"] == []
    assert Statement.objects.get(pk=copy.pk).resembles is None


def test_x3_what_was_taken_back_can_be_set_apart_again_by_two_and_a_closed_round_stays() -> None:
    challenge, first, copy = apart()
    take_together(copy, by=Actor.of(make.bram()))
    assert not set_apart(copy, by=Actor.of(make.bram())), "the earlier yes of the other counts no more"
    assert Statement.objects.get(pk=copy.pk).resembles == first
    assert set_apart(copy, by=Actor.of(make.amina()))
    Dialogue.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    close_round(Dialogue.objects.get(challenge=challenge), by=Actor.of(make.amina()))
    with pytest.raises(Refused, match="closed"):
        take_together(copy, by=Actor.of(make.amina()))


def test_x3_two_facilitators_take_it_back_too_and_no_party_does_then() -> None:
    challenge, guard, outside = make_facilitators.guarded()
    first, copy = share(challenge, make.amina()), share(challenge, make.bram(), COPIES[0])
    set_apart(copy, by=Actor.of(guard.person))
    confirm(Act.objects.get(), by=Actor.of(outside.person))
    with pytest.raises(NotAllowed):
        take_together(copy, by=Actor.of(make.bram()))
    take_together(copy, by=Actor.of(outside.person))
    assert Statement.objects.get(pk=copy.pk).resembles == first
    assert Line.objects.get(type="echoes.thought_taken_together").content["role"] == "facilitators"


def test_x3_everybody_reads_what_was_set_apart_today_and_who_did_has_a_button(client: Client) -> None:
    challenge, _first, copy = apart()
    dilek = make.dilek()
    make.join(challenge, dilek, "School", "institution")
    address = reverse("echoes:page", args=[challenge.slug])
    back = reverse("echoes:take_together", args=[challenge.slug, copy.public_id])
    for person, button in ((None, False), (dilek, False), (make.amina(), True), (make.bram(), True)):
        one = Client()
        if person is not None:
            one.force_login(person)
        page = one.get(address).content.decode()
        assert "Het afgelopen etmaal apart gezet" in page
        assert ("Neem ze weer samen" in page) is button
    assert client.post(back).status_code == 302, "first sign in"
    assert Statement.objects.get(pk=copy.pk).resembles is None
    client.force_login(make.amina())
    assert "weer samen met de andere" in client.post(back, follow=True).content.decode()
    assert "Het afgelopen etmaal" not in client.get(address).content.decode()


def test_x3_a_closed_round_stays_as_it_is() -> None:
    challenge, amina, bram = make.challenge_of_two()
    share(challenge, amina)
    copy = share(challenge, bram, COPIES[0])
    Dialogue.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    close_round(Dialogue.objects.get(), by=Actor.of(amina))
    with pytest.raises(Refused, match="closed"):
        set_apart(copy, by=Actor.of(bram))


def test_x3_the_database_keeps_a_thought_from_resembling_itself() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    first = share(challenge, amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=first.pk).update(resembles=first)


def test_x3_a_thought_is_compared_with_the_newest_in_its_own_round_only() -> None:
    challenge, amina, bram = make.challenge_of_two()
    share(challenge, amina)
    other = make.challenge_of_one(amina, title="Een andere opgave")
    assert share(other, amina, COPIES[0]).resembles is None
    Dialogue.objects.filter(challenge=challenge).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    close_round(Dialogue.objects.get(challenge=challenge), by=Actor.of(amina))
    open_round(challenge, question="En nu?", by=Actor.of(bram))
    assert share(challenge, bram, COPIES[0]).resembles is None


def test_page_says_what_to_do_and_links_to_the_thoughts(client: Client) -> None:
    challenge, amina, bram = make.challenge_of_two()
    address = reverse("echoes:page", args=[challenge.slug])
    assert "Niets is twee keer gezegd" in client.get(address).content.decode()
    first, copy = share(challenge, amina), share(challenge, bram, COPIES[0])
    page = client.get(address).content.decode()
    assert f"/gedachte/{first.public_id}/" in page
    assert f"/gedachte/{copy.public_id}/" in page
    assert "Dit zegt iets anders" not in page, "a visitor decides nothing"
    client.force_login(amina)
    assert "Dit zegt iets anders" in client.get(address).content.decode()
    client.post(reverse("echoes:set_apart", args=[challenge.slug, copy.public_id]))
    assert "Iemand stelt voor" in client.get(address).content.decode()
    thought = client.get(reverse("dialogue:thought", args=[challenge.slug, copy.public_id])).content.decode()
    assert "samen met wat eerder is gezegd" in thought
    assert 'name="value"' not in thought


def test_page_asks_the_database_as_often_for_three_sets_as_for_one(client: Client) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    words = ["De bankjes bij de grote vijver zijn al jaren stuk", "Op zaterdag is de markt veel te vol met auto's"]
    counts = []
    for number, said in enumerate([SAID, *words]):
        for one, end in zip(people(Party.objects.get(number=1), amina, 2, stem=f"Kopie{number}"), ".!", strict=True):
            share(challenge, one, f"{'Zo' if end == '!' else 'En'} {said}{end}")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("echoes:page", args=[challenge.slug]))
        counts.append(len(asked))
    assert counts[0] == counts[2]

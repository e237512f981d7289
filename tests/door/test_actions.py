"""The formal door: who asks writes and sends, who was asked records receipt, deadline with its rule, and answer."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.door import actions, jobs, queries
from communityup.workspace.door.actions import Asked
from communityup.workspace.door.models import Answer, Deadline, Request
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.tasks.queries import Asked as AskedOf
from communityup.workspace.tasks.queries import tasks_for
from tests import make, make_notices

pytestmark = pytest.mark.django_db
ASKED = Asked(asks="Wij willen het beheer van het plein.", why="Wij zijn er elke dag.", needs="Het budget voor beheer")
SOURCE = "Algemene wet bestuursrecht, artikel 4:13"


def of(person: Person) -> Actor:
    return Actor.of(person)


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def written(challenge: Challenge, addressed_to: Party | None = None, *, kind: str = "challenge") -> Request:
    asked = Asked(asks=ASKED.asks, why=ASKED.why, needs=ASKED.needs, evaluating=True)
    return actions.write_request(
        challenge,
        kind=kind,
        asked=asked,
        addressed_to=addressed_to,
        addressee="" if addressed_to else "Waterschap",
        by=of(make.amina()),
    )


def received(challenge: Challenge) -> Request:
    request = actions.send_request(
        written(challenge, challenge.parties.get(number=2)), day=today(-9), by=of(make.amina())
    )
    return actions.record_receipt(request, day=today(-8), by=of(make.bram()))


def asked_of(party: Party) -> list[dt.date | None]:
    found = tasks_for(AskedOf(parties=frozenset({party.pk})))
    return [task.due for task in found if "formele-deur" in task.url]


@pytest.mark.parametrize(("kind", "other"), make.BESIDE)
def test_s04_a_request_goes_from_writing_to_answer_for_every_kind_of_party(kind: str, other: str) -> None:
    challenge = make.challenge_of_one(kind=kind)
    second = make.join(challenge, make.bram(), "Partij Twee", other)
    request = written(challenge, second)
    actions.send_request(request, day=today(-9), by=of(make.amina()))
    assert asked_of(second) == [None]
    actions.record_receipt(request, day=today(-8), by=of(make.bram()))
    deadline = actions.set_deadline(request, day=today(40), source=SOURCE, by=of(make.bram()))
    assert (deadline.day, str(deadline.source)) == (today(40), SOURCE)
    assert asked_of(second) == [today(40)]
    actions.record_answer(request, outcome="considering", by=of(make.bram()))
    assert asked_of(second) == [today(40)]
    actions.record_answer(request, outcome="accepted", words="Wij maken een afspraak.", by=of(make.bram()))
    assert (asked_of(second), asked_of(challenge.parties.get(number=1))) == ([], [])
    assert lines(challenge)[-6:] == [
        "door.request_written",
        "door.request_sent",
        "door.request_received",
        "door.deadline_set",
        "door.request_answered",
        "door.request_answered",
    ]


def test_e2_only_who_asks_writes_sends_and_takes_back_and_only_who_was_asked_records() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = written(challenge, challenge.parties.get(number=2))
    for by in (of(bram), of(make.chris()), Actor.operator()):
        with pytest.raises(NotAllowed):
            actions.reword_request(request, asked=ASKED, by=by)
        with pytest.raises(NotAllowed):
            actions.send_request(request, day=today(), by=by)
        with pytest.raises(NotAllowed):
            actions.take_request_back(request, by=by)
    actions.send_request(request, day=today(-1), by=of(amina))
    for by in (of(amina), of(make.chris()), Actor.operator()):
        with pytest.raises(NotAllowed):
            actions.record_receipt(request, day=today(), by=by)
        with pytest.raises(NotAllowed):
            actions.set_deadline(request, day=today(40), source=SOURCE, by=by)
        with pytest.raises(NotAllowed):
            actions.record_answer(request, outcome="accepted", by=by)


def test_who_asks_records_what_came_back_of_a_body_that_does_not_take_part_here() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = actions.send_request(written(challenge), day=today(-9), by=of(amina))
    with pytest.raises(NotAllowed):
        actions.record_receipt(request, day=today(-8), by=of(bram))
    actions.record_receipt(request, day=today(-8), by=of(amina))
    actions.set_deadline(request, day=today(40), source=SOURCE, by=of(amina))
    assert actions.record_answer(request, outcome="refused", words="Geen geld.", by=of(amina)).party.number == 1


@pytest.mark.parametrize("source", ["", "  ", "\n"])
def test_s04_a_deadline_has_its_legal_source(source: str) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    request = received(challenge)
    with pytest.raises(Refused):
        actions.set_deadline(request, day=today(40), source=source, by=of(bram))
    assert not Deadline.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.create(
            request=request, day=today(40), set_by=challenge.parties.get(number=2), set_at=timezone.now()
        )


def test_another_deadline_stands_beside_the_first_and_the_same_one_twice_is_one() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    request = received(challenge)
    for _click in range(2):
        first = actions.set_deadline(request, day=today(40), source=SOURCE, by=of(bram))
    second = actions.set_deadline(request, day=today(82), source="Verdaagd, artikel 4:14", by=of(bram))
    first.refresh_from_db()
    assert (first.replaced_by, queries.deadline_of(request)) == (second, second)
    assert lines(challenge).count("door.deadline_set") == 2
    for day in (today(-9), today(11 * 366)):
        with pytest.raises(Refused):
            actions.set_deadline(request, day=day, source=SOURCE, by=of(bram))


def test_a_deadline_of_the_law_does_not_stop_during_a_step_back() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = received(challenge)
    actions.set_deadline(request, day=today(40), source=SOURCE, by=of(bram))
    call_step_back(challenge, reason="Even kijken.", by=of(amina))
    assert [one.day for one in Deadline.objects.all()] == [today(40)]
    assert asked_of(challenge.parties.get(number=2)) == [today(40)]
    actions.set_deadline(request, day=today(50), source=SOURCE, by=of(bram))
    actions.record_answer(request, outcome="accepted", by=of(bram))


def test_a_refusal_has_its_reason_and_a_later_answer_stands_beside_it() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    request = received(challenge)
    for words in ("", "   "):
        with pytest.raises(Refused):
            actions.record_answer(request, outcome="refused", words=words, by=of(bram))
    for _click in range(2):
        actions.record_answer(request, outcome="refused", words="Er is geen geld.", by=of(bram))
    with pytest.raises(Refused):
        actions.set_deadline(request, day=today(40), source=SOURCE, by=of(bram))
    actions.record_answer(request, outcome="accepted", words="Toch wel.", by=of(bram))
    assert [answer.outcome for answer in request.answers.all()] == ["refused", "accepted"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            request=request, outcome="refused", party=challenge.parties.get(number=2), answered_at=timezone.now()
        )


def test_what_was_sent_stays_as_it_was_and_days_follow_each_other() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = written(challenge, challenge.parties.get(number=2))
    for act in (
        lambda: actions.record_receipt(request, day=today(), by=of(bram)),
        lambda: actions.set_deadline(request, day=today(9), source=SOURCE, by=of(bram)),
        lambda: actions.record_answer(request, outcome="accepted", by=of(bram)),
        lambda: actions.send_request(request, day=today(1), by=of(amina)),
    ):
        with pytest.raises(Refused):
            act()
    for _click in range(2):
        actions.send_request(request, day=today(-9), by=of(amina))
    actions.send_request(request, day=today(-8), by=of(amina))
    assert lines(challenge).count("door.request_sent") == 2
    with pytest.raises(Refused):
        actions.reword_request(request, asked=ASKED, by=of(amina))
    with pytest.raises(Refused):
        actions.set_deadline(request, day=today(9), source=SOURCE, by=of(bram))
    for day in (today(-9), today(1)):
        with pytest.raises(Refused):
            actions.record_receipt(request, day=day, by=of(bram))
    for _click in range(2):
        actions.record_receipt(request, day=today(-7), by=of(bram))
    assert lines(challenge).count("door.request_received") == 1
    with pytest.raises(Refused):
        actions.send_request(request, day=today(-9), by=of(amina))
    actions.set_deadline(request, day=today(9), source=SOURCE, by=of(bram))
    with pytest.raises(Refused):
        actions.record_receipt(request, day=today(-6), by=of(bram))


def test_a_request_is_changed_before_it_is_sent_and_earlier_words_stay() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    request = written(challenge, challenge.parties.get(number=2))
    assert written(challenge, challenge.parties.get(number=2)) == request
    actions.reword_request(request, asked=ASKED, by=of(amina))
    assert lines(challenge)[-1] == "door.request_written"
    actions.reword_request(request, asked=Asked(asks="Alleen het groen.", why=ASKED.why), by=of(amina))
    assert lines(challenge)[-1] == "door.request_reworded"
    request.refresh_from_db()
    assert (str(request.asks), request.needs, request.asks.versions.count()) == ("Alleen het groen.", None, 2)
    actions.reword_request(request, asked=ASKED, by=of(amina))
    request.refresh_from_db()
    assert str(request.needs) == ASKED.needs


def test_the_ordinance_asks_for_a_part_of_the_work_carrying_out_and_looking_back_included() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    second = challenge.parties.get(number=2)
    with pytest.raises(Refused):
        actions.write_request(challenge, kind="ordinance", asked=ASKED, addressed_to=second, by=of(amina))
    request = written(challenge, second, kind="ordinance")
    assert (request.preparing, request.carrying_out, request.evaluating) == (False, False, True)
    assert not written(challenge, second, kind="planning").evaluating
    with pytest.raises(Refused):
        actions.reword_request(request, asked=ASKED, by=of(amina))


def test_a_request_is_to_somebody_else_who_takes_part_here_or_is_named() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    elsewhere = make.challenge_of_one(make.dilek(), title="Elders").parties.get()
    for wrong in ({"addressee": " "}, {"addressed_to": elsewhere}, {"addressed_to": challenge.parties.get(number=1)}):
        with pytest.raises(Refused):
            actions.write_request(challenge, kind="challenge", asked=ASKED, by=of(amina), **wrong)
    assert not Request.objects.exists()


def test_e22_taken_back_before_sending_leaves_a_tombstone_and_after_sending_the_words_stay() -> None:
    challenge, amina, bram = make.challenge_of_two()
    second = challenge.parties.get(number=2)
    draft = written(challenge, second)
    for _click in range(2):
        actions.take_request_back(draft, by=of(amina))
    assert lines(challenge).count("door.request_taken_back") == 1
    assert not Version.objects.filter(body=ASKED.asks).exists()
    with pytest.raises(Refused):
        actions.send_request(draft, day=today(), by=of(amina))
    sent = received(challenge)
    actions.take_request_back(sent, by=of(amina))
    sent.refresh_from_db()
    assert str(sent.asks) == ASKED.asks
    assert asked_of(second) == []
    with pytest.raises(Refused):
        actions.record_answer(sent, outcome="accepted", by=of(bram))


def test_an_answered_request_is_not_taken_back() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = received(challenge)
    actions.record_answer(request, outcome="accepted", by=of(bram))
    with pytest.raises(Refused):
        actions.take_request_back(request, by=of(amina))


def test_e29_everybody_hears_once_and_at_the_same_moment_that_a_deadline_is_near() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = received(challenge)
    deadline = actions.set_deadline(request, day=today(30), source=SOURCE, by=of(bram))
    assert jobs.remind_of_deadlines() == 0
    near = actions.set_deadline(request, day=today(7), source=SOURCE, by=of(bram))
    with pytest.raises(NotAllowed):
        actions.remind(near, by=of(bram))
    make_notices.told()
    assert (jobs.remind_of_deadlines(), jobs.remind_of_deadlines()) == (1, 0)
    assert actions.remind(deadline, by=Actor.job("test")) is False
    assert actions.remind(near, by=Actor.job("test")) is False, "also when two workers saw it at the same moment"
    assert lines(challenge).count("door.deadline_nears") == 1
    make_notices.told()
    heard = Notice.objects.filter(line__type="door.deadline_nears")
    assert {notice.person for notice in heard} == {amina, bram}
    assert len({notice.at for notice in heard}) == 1


def test_nobody_is_reminded_of_what_was_answered() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    request = received(challenge)
    actions.set_deadline(request, day=today(3), source=SOURCE, by=of(bram))
    actions.record_answer(request, outcome="accepted", by=of(bram))
    assert jobs.remind_of_deadlines() == 0
    assert "door.deadline_nears" not in lines(challenge)

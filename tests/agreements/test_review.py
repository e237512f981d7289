"""B29: an agreement has a day to look again; either side reopens it with something new, and both confirm anew."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.queries import kinds
from communityup.workspace.agreements import actions, jobs, queries
from communityup.workspace.agreements.models import Agreement, Reminder, Terms
from communityup.workspace.challenges.models import Challenge, Clock
from communityup.workspace.consent.actions import respond
from communityup.workspace.endings.permissions import LASTING
from communityup.workspace.pace import actions as pace
from communityup.workspace.tasks.queries import Task, my_tasks
from tests import make, make_agreements, make_notices
from tests.make_agreements import EVIDENCE, WHAT, agreed, pending, side_of, standing
from tests.make_calendars import MINE, own_file
from tests.make_network import browser
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
OK, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 404, 409, 422
NEWS = "De aannemer is failliet."
ASKS = "Past deze afspraak nog?"


def day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="agreements.").order_by("n")
    return [name.removeprefix("agreements.") for name in found.values_list("type", flat=True)]


def address(agreement: Agreement, rest: str = "") -> str:
    return f"/opgaven/{agreement.challenge.slug}/afspraken/{agreement.public_id}/{rest}"


def page(agreement: Agreement, who: Person | None = None) -> str:
    client = Client() if who is None else browser(who)
    return client.get(address(agreement)).content.decode()


def reviews(who: Person) -> list[Task]:
    return [one for one in my_tasks(who) if one.asks == ASKS]


def later(days: int) -> AbstractContextManager[None]:
    return make_notices.at(timezone.localtime() + dt.timedelta(days=days))


def days_in(file: bytes) -> list[Any]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


@built_once
def roof() -> tuple[Challenge, Person, Person]:
    """Return a challenge that all may read, in which both sides agreed on something for in sixty days."""
    challenge, amina, bram = make.challenge_of_two()
    agreed(challenge, amina, bram, days=60)
    return challenge, amina, bram


def the_roof() -> Agreement:
    return Agreement.objects.select_related("challenge__stream", "standing", "pending").get()


def test_b29_every_agreement_has_a_day_to_look_again_halfway_unless_chosen() -> None:
    challenge, amina, bram = make.challenge_of_two()
    found = {
        days: pending(make_agreements.proposed(challenge, amina, bram, days=days)) for days in (0, 14, 15, 31, 700)
    }
    expected = {0: day(0), 14: day(14), 15: day(8), 31: day(16), 700: day(182)}
    assert {days: terms.review_on for days, terms in found.items()} == expected
    chosen = actions.propose_agreement(
        challenge,
        promised_by=side_of(challenge, amina),
        promised_to=side_of(challenge, bram),
        what="Iets anders",
        evidence=EVIDENCE,
        due=day(90),
        review_on=day(10),
        by=Actor.of(amina),
    )
    assert pending(chosen).review_on == day(10)
    event = Line.objects.filter(stream=challenge.stream).latest("n").content
    assert (event["review_on"], event["due"]) == (str(day(10)), str(day(90)))


def test_b29_a_day_to_look_again_that_cannot_be_is_refused_and_nothing_half_written() -> None:
    challenge, amina, bram = make.challenge_of_two()
    sides = {"promised_by": side_of(challenge, amina), "promised_to": side_of(challenge, bram)}
    wrong = (
        (day(90), day(-1), "na vandaag"), (day(90), day(0), "na vandaag"), (day(90), day(91), "uiterlijk op de dag"),
        (day(6000), day(366 * 5 + 1), "binnen 5 jaar"),
    )  # fmt: skip
    for due, review_on, sentence in wrong:
        with pytest.raises(Refused, match=sentence):
            actions.propose_agreement(
                challenge, **sides, what=WHAT, evidence=EVIDENCE, due=due, review_on=review_on, by=Actor.of(amina)
            )
        sent = {"promised_by": "1", "what": WHAT, "evidence": EVIDENCE, "due": str(due), "review_on": str(review_on)}
        answer = browser(amina).post(f"/opgaven/{challenge.slug}/afspraken/nieuw/", sent)
        assert answer.status_code == UNPROCESSABLE
        assert sentence in answer.content.decode()
        assert WHAT in answer.content.decode(), "what was typed stays"
    assert not Agreement.objects.exists()
    made = make_agreements.proposed(challenge, amina, bram)
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.filter(agreement=made).update(review_on=day(31))


def test_b29_one_fills_in_the_day_or_leaves_it_and_everybody_reads_it() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    place, days = f"/opgaven/{challenge.slug}/afspraken/nieuw/", {"": day(20), str(day(7)): day(7)}
    assert "Wanneer kijken we opnieuw?" in browser(amina).get(place).content.decode()
    for typed, expected in days.items():
        sent = {
            "promised_by": "1",
            "what": f"Dak {typed}",
            "evidence": EVIDENCE,
            "due": str(day(40)),
            "review_on": typed,
        }
        assert browser(amina).post(place, sent).status_code == 302
        made = Agreement.objects.latest("pk")
        assert pending(made).review_on == expected
        assert f'<time datetime="{expected}">' in page(made, amina)


def test_b29_on_the_day_both_sides_hear_once_and_have_a_task_until_both_looked() -> None:
    challenge, amina, bram = roof()
    Mail.objects.all().delete()
    with later(29):
        assert (jobs.send_reminders(), reviews(amina), reviews(bram)) == (0, [], [])
        assert "Tijd om opnieuw te kijken" not in page(the_roof(), amina)
    when, due = day(30), day(60)
    with later(31):
        assert (jobs.send_reminders(), jobs.send_reminders()) == (1, 0)
        letters = list(Mail.objects.filter(key__startswith="reminder:").order_by("to"))
        assert [one.to for one in letters] == ["amina@example.org", "bram@example.org"]
        assert all(one.subject == f"Past dit nog? {WHAT}" for one in letters)
        assert {one.text.partition("\n")[0] for one in letters} == {letters[0].text.partition("\n")[0]}
        assert types(challenge)[-1] == "both_reminded"
        for who in (amina, bram):
            (task,) = reviews(who)
            assert (task.about, task.due, task.url) == (WHAT, when, address(the_roof()))
            assert "Tijd om opnieuw te kijken" in page(the_roof(), who)
            assert "Dit past nog" in page(the_roof(), who)
        made = actions.say_it_fits(the_roof(), version=1, by=Actor.of(bram))
        assert (standing(made).number, pending(made).due, reviews(amina), reviews(bram)) == (1, due, [], [])
        assert [one.asks for one in my_tasks(amina)] == ["Bevestig je deze afspraak?"]
        assert "Voorstel: het past nog" in page(made, amina)
        made = actions.confirm_agreement(made, version=2, by=Actor.of(amina))
        assert (standing(made).number, standing(made).review_on) == (2, day(15))
        assert (str(standing(made)), standing(made).due, reviews(amina)) == (WHAT, due, [])
        assert types(challenge)[-2:] == ["agreement_still_fits", "agreement_renegotiated"]


def test_b29_silence_of_one_side_is_not_a_yes_and_what_was_agreed_counts_meanwhile() -> None:
    _challenge, amina, bram = roof()
    with later(40):
        made = actions.say_it_fits(the_roof(), version=1, by=Actor.of(amina))
        for _again in range(2):
            with pytest.raises(Refused):
                actions.say_it_fits(made, version=pending(made).number, by=Actor.of(amina))
    with later(59):
        made = the_roof()
        assert (standing(made).number, pending(made).number, made.state) == (1, 2, Agreement.State.AGREED)
        assert actions.confirm_agreement(made, version=2, by=Actor.of(bram)).pending is None


@pytest.mark.parametrize("reopener", ["amina", "bram"])
def test_b29_either_side_reopens_with_something_new_and_that_is_a_new_version_both_confirm(reopener: str) -> None:
    challenge, amina, bram = roof()
    one, other = (amina, bram) if reopener == "amina" else (bram, amina)
    words = {"what": "Het dak is half klaar", "evidence": EVIDENCE, "due": str(day(90)), "review_on": "", "news": NEWS}
    assert browser(one).post(address(the_roof(), "wijzigen/"), {**words, "version": 1}).status_code == 302
    made = the_roof()
    assert (standing(made).number, str(standing(made)), pending(made).number) == (1, WHAT, 2)
    assert types(challenge)[-1] == "agreement_reopened"
    assert "agreements.agreement_reopened" in LASTING
    for who in (one, other):
        assert NEWS in page(made, who)
    assert [task.asks for task in my_tasks(other)] == ["Bevestig je deze afspraak?"]
    assert not my_tasks(one)
    made = actions.confirm_agreement(made, version=2, by=Actor.of(other))
    assert (str(standing(made)), str(standing(made).news), standing(made).review_on) == (
        "Het dak is half klaar", NEWS, day(45),
    )  # fmt: skip
    assert NEWS in page(made, other)
    assert "agreements.Terms.news" in kinds()


def test_b29_without_something_new_a_change_stays_a_change() -> None:
    challenge, amina, _bram = roof()
    made = make_agreements.changed(the_roof(), amina, days=70)
    assert (types(challenge)[-1], pending(made).news) == ("agreement_reworded", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.filter(agreement=made, number=1).update(news=pending(made).what)


def test_b29_only_the_two_sides_and_only_when_the_day_has_come_say_that_it_fits() -> None:
    challenge, amina, _bram = roof()
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    with pytest.raises(Refused, match="nog niet de dag"):
        actions.say_it_fits(the_roof(), version=1, by=Actor.of(amina))
    with later(31):
        for outsider in (make.chris(), make.dilek()):
            with pytest.raises(NotAllowed):
                actions.say_it_fits(the_roof(), version=1, by=Actor.of(outsider))
            assert reviews(outsider) == []
        assert "Dit past nog" not in page(the_roof(), make.dilek())
        assert browser(amina).post(address(the_roof(), "past-nog/"), {}).status_code == UNPROCESSABLE
        assert browser(amina).post(address(the_roof(), "past-nog/"), {"version": 7}).status_code == CONFLICT
        assert browser(amina).get(address(the_roof(), "past-nog/")).status_code == 405
        assert browser(amina).post(address(the_roof(), "past-nog/"), {"version": 1}).status_code == 302
    with later(61), pytest.raises(Refused, match="De datum is voorbij"):
        actions.propose_end(the_roof(), version=2, by=Actor.of(amina))


def test_b29_a_step_back_moves_the_day_to_look_again_and_nobody_is_asked_meanwhile() -> None:
    challenge, amina, bram = roof()
    pace.call_step_back(challenge, reason="Even kijken.", by=Actor.of(amina))
    with later(35):
        assert (jobs.send_reminders(), reviews(amina)) == (0, [])
        assert "Dit past nog" not in page(the_roof(), amina)
        respond(pace.ask_to_go_on(challenge, by=Actor.of(amina)), agrees=True, by=Actor.of(bram))
        assert reviews(amina) == []
        assert queries.review_of(standing(the_roof()), Clock.of(challenge.pk)) == day(30)
    with later(66):
        assert (jobs.send_reminders(), len(reviews(amina))) == (1, 1)


def test_b29_an_agreement_from_before_says_so_and_gets_a_day_by_a_change() -> None:
    _challenge, amina, bram = roof()
    Terms.objects.update(review_on=None)
    Reminder.objects.filter(kind="review").delete()
    with later(50):
        assert reviews(amina) == []
        assert "geen dag afgesproken" in page(the_roof(), amina)
        assert 'name="review_on"' in browser(amina).get(address(the_roof(), "wijzigen/")).content.decode()
        made = make_agreements.changed(the_roof(), amina, days=60, what=WHAT)
        made = actions.confirm_agreement(made, version=2, by=Actor.of(bram))
        assert (standing(made).review_on, "geen dag afgesproken" in page(made, amina)) == (day(30), False)


def test_b29_the_day_to_look_again_stands_in_the_calendar_and_moves_or_leaves_with_the_agreement() -> None:
    _challenge, amina, bram = roof()

    def found() -> dict[str, tuple[dt.date, str, int]]:
        file = browser(amina).get(address(the_roof(), "agenda.ics")).content
        return {
            str(one["uid"]).partition("-")[0]: (one["dtstart"].dt, str(one["status"]), int(one["sequence"]))
            for one in days_in(file)
        }

    def mine() -> list[tuple[str, dt.date]]:
        events = [one for one in days_in(Client().get(place).content) if "@agreements" in str(one["uid"])]
        return sorted((str(one["summary"]).partition(" “")[0], one["dtstart"].dt) for one in events)

    browser(amina).post(MINE, {"answer": "make"})
    place = own_file(amina)
    assert found()["again"] == (day(30), "CONFIRMED", 0)
    assert mine() == [("Afspraak in", day(60)), ("Opnieuw kijken naar een afspraak in", day(30))]
    made = make_agreements.changed(the_roof(), amina, days=10)
    actions.confirm_agreement(made, version=2, by=Actor.of(bram))
    assert found()["again"] == (day(10), "CONFIRMED", 1)
    assert mine() == [("Afspraak in", day(10))]
    made = actions.propose_end(the_roof(), version=2, by=Actor.of(amina))
    actions.confirm_agreement(made, version=3, by=Actor.of(bram))
    assert found()["again"] == (day(10), "CANCELLED", 2)


def test_b29_what_is_done_within_two_weeks_is_looked_at_when_it_is_done_without_another_letter() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = agreed(challenge, amina, bram, days=10)
    kinds_of = set(Reminder.objects.filter(terms__agreement=made).values_list("kind", flat=True))
    assert kinds_of == {"before", "after"}
    assert len(days_in(browser(amina).get(address(made, "agenda.ics")).content)) == 1
    with later(10):
        assert (reviews(amina), reviews(bram)) == ([], [])
        assert "Tijd om opnieuw te kijken" not in page(made, amina)


def test_b29_asking_both_whether_it_stands_keeps_or_renews_the_day_to_look_again() -> None:
    challenge, _amina, _bram = roof()
    for later_by, expected in ((1, day(30)), (40, day(50))):
        with later(later_by):
            actions.ask_both_about(challenge, f"agreement:{the_roof().public_id}", "", challenge.parties.get(number=1))
            assert (pending(the_roof()).review_on, pending(the_roof()).renews) == (expected, True)
            actions.stop_asking_both(challenge, f"agreement:{the_roof().public_id}")

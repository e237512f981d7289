"""Letters: in each person's own rhythm, at the same moment for all parties, with the same facts, never at night."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.notices import actions, queries
from communityup.notices.models import Listener, Notice, Rhythm
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.actions import send_due
from communityup.post.models import Mail
from communityup.workspace.challenges.actions import invite_party
from communityup.workspace.challenges.models import Challenge, Reader
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make
from tests.make_notices import AMSTERDAM, TUESDAY, WEDNESDAY_MORNING, at, letters, told

pytestmark = pytest.mark.django_db
GOAL = "Iedereen binnen vijf minuten bij een bankje"
MONDAY_MORNING = dt.datetime(2026, 11, 30, 8, 0, tzinfo=AMSTERDAM)
FIRST_MORNING = dt.datetime(2026, 12, 1, 8, 0, tzinfo=AMSTERDAM)
EVENING = dt.datetime(2026, 11, 24, 21, 0, tzinfo=AMSTERDAM)


def invited(challenge: Challenge) -> None:
    """Invite a third party: a line that asks nothing of anybody yet."""
    by = Actor.of(make.amina())
    invite_party(challenge, name="Woonstichting", kind="housing_association", email="chris@example.org", by=by)


@pytest.fixture
def quiet_start() -> tuple[Challenge, Person, Person]:
    """Return a challenge of Amina and Bram about which everything was told and mailed."""
    found = make.challenge_of_two()
    told()
    Notice.objects.all().delete()
    return found


def choose(person: Person, rhythm: str) -> None:
    actions.choose_rhythm(person, rhythm=rhythm, by=Actor.of(person))


def goal(challenge: Challenge, by: Person, words: str = GOAL) -> None:
    propose_goal(challenge, words=words, by=Actor.of(by))


def facts(mail: Mail) -> list[str]:
    """Return the lines of a letter that say what happened."""
    return re.findall(r"^\* .*\n  .*$", mail.text, flags=re.MULTILINE)


def test_e29_letters_to_all_parties_leave_at_one_moment(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, _bram = quiet_start
    make.join(challenge, make.chris(), "Woonstichting", "housing_association")
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    told(lambda: goal(challenge, amina))
    written = letters()
    assert [mail.to for mail in written] == [
        "amina@example.org", "bram@example.org", "chris@example.org", "dilek@example.org",
    ]  # fmt: skip
    assert {mail.due_at for mail in written} == {WEDNESDAY_MORNING}


def test_b24_a_letter_says_the_same_to_a_party_a_follower_and_the_council(
    quiet_start: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = quiet_start
    Reader.objects.create(challenge=challenge, person=make.chris(), since=TUESDAY)
    Reader.objects.create(challenge=challenge, person=make.dilek(), role=Reader.Role.COUNCIL, since=TUESDAY)
    choose(bram, Rhythm.PHASE)
    choose(make.chris(), Rhythm.PHASE)
    told(lambda: goal(challenge, amina))
    told(lambda: goal(challenge, amina, "Het gebouw is in 2030 van het aardgas af"))
    assert [mail.to for mail in letters() if mail.to != amina.email] == []
    told(lambda: make.step(challenge, LEAVE_LEAD_IN, amina, bram))
    by_phase = [mail for mail in letters() if mail.to != amina.email]
    assert [mail.to for mail in by_phase] == ["bram@example.org", "chris@example.org", "dilek@example.org"]
    assert len({tuple(facts(mail)) for mail in by_phase}) == 1
    assert len(facts(by_phase[0])) == 4
    assert {mail.subject for mail in by_phase} == {f"4 berichten: {challenge.title}"}


@pytest.mark.parametrize(
    ("rhythm", "moment"),
    [
        (Rhythm.AT_ONCE, TUESDAY),
        (Rhythm.DAILY, WEDNESDAY_MORNING),
        (Rhythm.WEEKLY, MONDAY_MORNING),
        (Rhythm.MONTHLY, FIRST_MORNING),
    ],
)
def test_s32_each_rhythm_has_its_moment(rhythm: str, moment: dt.datetime) -> None:
    assert queries.moment_of(rhythm, TUESDAY) == moment
    assert queries.moment_of(rhythm, TUESDAY, urgent=True) == min(moment, WEDNESDAY_MORNING)
    before, after = moment - dt.timedelta(microseconds=1), moment + dt.timedelta(microseconds=1)
    assert (queries.moment_of(rhythm, before) or before) >= moment - dt.timedelta(microseconds=1)
    assert (queries.moment_of(rhythm, after) or after) > moment


@pytest.mark.parametrize("rhythm", [Rhythm.SITE, Rhythm.PHASE])
def test_s32_no_mail_and_per_phase_have_no_moment_of_their_own(rhythm: str) -> None:
    assert queries.moment_of(rhythm, TUESDAY) is None
    assert queries.moment_of(rhythm, TUESDAY, urgent=True) is None


@pytest.mark.parametrize(("day", "hours"), [((2026, 10, 24), 23), ((2027, 3, 27), 23), ((2026, 7, 1), 24)])
def test_the_morning_is_at_eight_in_amsterdam_whatever_the_season(day: tuple[int, int, int], hours: int) -> None:
    del hours
    moment = queries.moment_of(Rhythm.DAILY, dt.datetime(*day, 20, 59, tzinfo=ZoneInfo("Europe/Amsterdam")))
    assert moment is not None
    assert moment.astimezone(AMSTERDAM).strftime("%H.%M") == "08.00"
    assert moment.astimezone(AMSTERDAM).date() == dt.date(*day) + dt.timedelta(days=1)


def test_once_a_day_is_one_letter_however_much_happened(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    told(lambda: goal(challenge, amina))
    told(lambda: goal(challenge, amina, "Het gebouw is in 2030 van het aardgas af"), moment=EVENING)
    assert len([mail for mail in letters() if mail.to == bram.email]) == 1
    told(lambda: goal(challenge, amina, "Geen drempels"), moment=WEDNESDAY_MORNING + dt.timedelta(hours=1))
    assert len([mail for mail in letters(WEDNESDAY_MORNING + dt.timedelta(hours=6)) if mail.to == bram.email]) == 1
    assert len([mail for mail in letters(WEDNESDAY_MORNING + dt.timedelta(days=1)) if mail.to == bram.email]) == 2


def test_at_once_waits_for_the_end_of_the_quiet_hours(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    choose(bram, Rhythm.AT_ONCE)
    told(lambda: goal(challenge, amina), moment=EVENING)
    assert letters(EVENING + dt.timedelta(hours=1)) == []
    [mail] = letters(WEDNESDAY_MORNING)
    assert mail.due_at == WEDNESDAY_MORNING
    told(lambda: goal(challenge, amina, "Geen drempels"), moment=WEDNESDAY_MORNING + dt.timedelta(hours=2))
    assert len(letters(WEDNESDAY_MORNING + dt.timedelta(hours=2, seconds=5))) == 2


def test_a_letter_that_waits_in_the_outbox_does_not_leave_at_night_but_a_code_does(
    quiet_start: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, _bram = quiet_start
    Mail.objects.all().delete()
    told(lambda: goal(challenge, amina))
    letters(WEDNESDAY_MORNING + dt.timedelta(hours=12, minutes=59))
    code = Mail.objects.create(key="code:x", to="x@example.org", subject="x", text="x", message_id="<x@y>")
    Mail.objects.update(due_at=TUESDAY)
    with at(WEDNESDAY_MORNING + dt.timedelta(hours=13)):
        assert send_due() == 1
    code.refresh_from_db()
    assert code.sent_at is not None
    with at(WEDNESDAY_MORNING + dt.timedelta(days=1)):
        assert send_due() == 1


def test_an_urgent_line_does_not_wait_for_monday_but_an_ordinary_one_does(
    quiet_start: tuple[Challenge, Person, Person],
) -> None:
    challenge, amina, bram = quiet_start
    choose(bram, Rhythm.WEEKLY)
    told(lambda: invited(challenge))
    told(lambda: goal(challenge, amina))
    assert [len(facts(mail)) for mail in letters() if mail.to == bram.email] == [1]
    assert [len(facts(mail)) for mail in letters(MONDAY_MORNING) if mail.to == bram.email] == [1, 1]


def test_who_read_it_all_gets_no_letter(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    told(lambda: goal(challenge, amina))
    newest = Notice.objects.latest("line_id").line_id
    assert actions.read_all(bram, up_to=newest, by=Actor.of(bram)) == 1
    assert letters() == []
    assert not Notice.objects.filter(letter=Notice.Letter.DUE).exists()


def test_who_chose_no_mail_gets_none_also_not_of_what_waited(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    told(lambda: goal(challenge, amina))
    choose(bram, Rhythm.SITE)
    told(lambda: goal(challenge, amina, "Geen drempels"))
    assert letters() == []
    choose(bram, Rhythm.DAILY)
    assert letters(MONDAY_MORNING) == []
    assert Notice.objects.filter(person=bram, read_at=None).count() == 2


def test_another_rhythm_moves_what_waits_and_loses_nothing(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    choose(bram, Rhythm.PHASE)
    told(lambda: invited(challenge))
    with at(TUESDAY):
        choose(bram, Rhythm.WEEKLY)
    assert [mail for mail in letters() if mail.to == bram.email] == []
    assert [len(facts(mail)) for mail in letters(MONDAY_MORNING) if mail.to == bram.email] == [1]
    del amina


def test_a_letter_shows_nothing_of_what_its_reader_may_no_longer_see() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    told()
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    told(lambda: goal(challenge, amina))
    leave_seat(challenge, by=Actor.of(make.dilek()))
    addresses = [mail.to for mail in letters()]
    assert bram.email in addresses
    assert make.dilek().email not in addresses


def test_a_letter_has_every_header_and_link_to_stop_it(
    quiet_start: tuple[Challenge, Person, Person], settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://samen.example"
    settings.CONTACT_EMAIL = "vraag@samen.example"
    challenge, amina, bram = quiet_start
    told(lambda: goal(challenge, amina))
    [mail] = letters()
    assert mail.headers["List-Id"] == "<notices.samen.example>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = re.findall("<([^>]+)>", mail.headers["List-Unsubscribe"])
    assert https.startswith("https://samen.example/mijn/berichten/stop/")
    assert mailto.startswith("mailto:vraag@samen.example?subject=stop%20")
    for body in (mail.text, mail.html):
        assert https in body
        assert "https://samen.example/mijn/berichten/instellingen/" in body
        assert challenge.title in body
        assert GOAL not in body
    assert "/account/" not in mail.text
    assert Listener.objects.get(person=bram).rhythm == ""


def test_words_of_people_are_no_markup_in_a_letter() -> None:
    challenge = make.challenge_of_one(title="<img src=x onerror=alert(1)> & co?")
    make.join(challenge, make.bram(), "<b>Gemeente</b>", "municipality")
    told()
    [mail] = [mail for mail in letters() if mail.to == make.amina().email]
    assert "<img" not in mail.html
    assert "<b>Gemeente" not in mail.html
    assert "<b>Gemeente</b>" in mail.text


def test_a_letter_is_in_the_language_of_its_reader(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    Person.objects.filter(pk=bram.pk).update(language="en")
    told(lambda: goal(challenge, amina))
    [mail] = letters()
    assert "Hello," in mail.text
    assert "proposed a shared goal" in mail.text


def test_a_long_letter_ends_with_a_link_to_the_rest(
    quiet_start: tuple[Challenge, Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communityup.notices.notices.MOST_IN_A_LETTER", 2)
    challenge, amina, _bram = quiet_start
    for number in range(3):
        told(lambda number=number: goal(challenge, amina, f"Doel nummer {number}"))  # type: ignore[misc]
    [mail] = letters()
    assert len(facts(mail)) == 2
    assert "En nog 1 ouder bericht:" in mail.text


@pytest.mark.parametrize("people", [1, 3])
def test_writing_letters_asks_a_few_queries_per_letter(
    people: int, quiet_start: tuple[Challenge, Person, Person]
) -> None:
    challenge, amina, _bram = quiet_start
    for number in range(people - 1):
        Reader.objects.create(challenge=challenge, person=make.person(f"Volger{number}"), since=TUESDAY)
    told(lambda: goal(challenge, amina))
    with CaptureQueriesContext(connection) as asked:
        written = letters()
    assert len(written) == people
    assert len(asked) <= 25 + 5 * people


def test_nothing_due_is_one_query(django_assert_num_queries: Any) -> None:
    with at(WEDNESDAY_MORNING), django_assert_num_queries(1):
        assert actions.write_letters() == 0


def test_notices_of_two_years_ago_go(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, _bram = quiet_start
    told(lambda: goal(challenge, amina))
    Notice.objects.filter(person=amina).update(at=timezone.now() - dt.timedelta(days=731))
    assert actions.forget_old() == 1
    assert Notice.objects.count() == 1
    assert told() == 0


def test_writing_ends_after_its_rounds_and_goes_on_the_next_time(
    quiet_start: tuple[Challenge, Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge, amina, _bram = quiet_start
    for name in ("Ellen", "Farid"):
        Reader.objects.create(challenge=challenge, person=make.person(name), since=TUESDAY)
    told(lambda: goal(challenge, amina))
    monkeypatch.setattr(actions, "LETTERS_AT_ONCE", 1)
    monkeypatch.setattr(actions, "MOST_ROUNDS", 2)
    counted = [len(letters()) for _time in range(3)]
    assert counted == [1, 3, 3]


def test_who_left_gets_no_letter(quiet_start: tuple[Challenge, Person, Person]) -> None:
    challenge, amina, bram = quiet_start
    told(lambda: goal(challenge, amina))
    Person.objects.filter(pk=bram.pk).update(is_active=False)
    assert letters() == []

"""Letters of a network: writing, planning, taking back, sending each copy once, and what each refuses."""

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.network.letters import actions, permissions
from communityup.network.letters.jobs import JOBS
from communityup.network.letters.models import Copy, Letter
from communityup.network.newsletter.actions import choose_topics, stop_letters
from communityup.people.actors import Actor
from communityup.post import actions as post
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make, make_letters, make_network
from tests.make_letters import DAY, HOUR, MINUTE, WORDS, again, begun, draft, planned, run, sent
from tests.make_network import coordinated, last, lines
from tests.make_newsletter import subscriber
from tests.make_notices import AMSTERDAM, TUESDAY, at

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()
EVENING = dt.datetime(2026, 11, 24, 22, 15, tzinfo=AMSTERDAM)
MORNING = dt.datetime(2026, 11, 25, 8, 0, tzinfo=AMSTERDAM)


def copies() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="newsletter:").order_by("pk"))


# Writing


def test_writing_keeps_a_draft_and_says_so_in_one_line() -> None:
    made, dilek = coordinated()
    before = len(lines(made))
    letter = draft(made, dilek)
    assert (letter.state, str(letter.intro), letter.planned_for) == ("draft", WORDS["intro"], None)
    assert lines(made)[before:] == ["letters.written"]
    actions.write_letter(letter, words=WORDS, by=Actor.of(dilek))
    assert len(lines(made)) == before + 1, "the same words again change nothing"
    actions.write_letter(letter, words={**WORDS, "title": "Anders", "intro": " "}, by=Actor.of(dilek))
    changed = again(letter)
    assert (changed.title, changed.intro) == ("Anders", None)
    actions.write_letter(letter, words={**WORDS, "words": "Anders."}, by=Actor.of(dilek))
    assert lines(made)[before:] == ["letters.written"] * 3
    assert not Version.objects.filter(commit=last(made).commit).exists(), "no line leads to words nobody may read yet"


def test_everything_about_a_letter_is_for_coordinators_alone() -> None:
    made, dilek = coordinated()
    letter, amina = draft(made, dilek), Actor.of(make.amina())
    before = lines(made)
    acts: tuple[Any, ...] = (
        lambda: actions.begin_letter(made, words=WORDS, by=amina),
        lambda: actions.write_letter(letter, words=WORDS, by=amina),
        lambda: actions.drop_letter(letter, by=amina),
        lambda: actions.send_test(letter, language="nl", by=amina),
        lambda: actions.plan_letter(letter, moment=TUESDAY, by=amina),
        lambda: actions.take_back_letter(letter, by=amina),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert (lines(made), Mail.objects.filter(key__startswith="letter-test:").exists()) == (before, False)


def test_throwing_away_takes_the_words_along_and_leaves_what_is_planned() -> None:
    made, dilek = coordinated()
    letter, kept = draft(made, dilek), planned(made, dilek)
    for _click in range(2):
        actions.drop_letter(letter, by=Actor.of(dilek))
    assert lines(made).count("letters.dropped") == 1
    assert list(Letter.objects.all()) == [kept]
    assert Version.objects.exclude(erased_at=None).count() == 2
    with pytest.raises(Refused):
        actions.drop_letter(kept, by=Actor.of(dilek))


def test_test_mail_goes_to_oneself_alone_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made, dilek = coordinated()
    subscriber(made)
    letter = draft(made, dilek)
    before = lines(made)
    monkeypatch.setattr(permissions, "TESTS_A_DAY", 2)
    for _click in range(2):
        actions.send_test(letter, language="nl", by=Actor.of(dilek))
    with pytest.raises(Refused):
        actions.send_test(letter, language="nl", by=Actor.of(dilek))
    mails = Mail.objects.filter(key__startswith="letter-test:")
    assert {mail.to for mail in mails} == {dilek.email}
    assert mails[0].subject == f"Proef: {letter.title}"
    assert "/nieuwsbrief/aanmelden/community-up/" in mails[0].text
    assert ".invalid/" not in mails[0].text.replace("communityup.invalid", "")
    assert (lines(made), again(letter).state) == (before, "draft")


# Planning


def test_planning_says_when_in_one_line_and_twice_is_once() -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek)
    with at(TUESDAY - HOUR):
        actions.plan_letter(letter, moment=TUESDAY, by=Actor.of(dilek))
    assert (again(letter).state, again(letter).planned_for) == ("planned", TUESDAY)
    assert lines(made).count("letters.planned") == 1
    assert "2026-11-24T14:00+01:00" in bytes(last(made).bytes).decode()


def test_quiet_hours_move_a_letter_to_the_morning() -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek, EVENING)
    assert again(letter).planned_for == MORNING
    subscriber(made)
    assert (run(EVENING), copies()) == (0, [])
    run(MORNING)
    assert again(letter).state == "sent"


@pytest.mark.parametrize("moment", [TUESDAY - 2 * MINUTE, TUESDAY + 367 * DAY])
def test_moment_that_is_over_or_far_away_is_refused(moment: dt.datetime) -> None:
    made, dilek = coordinated()
    letter = draft(made, dilek)
    with at(TUESDAY), pytest.raises(Refused):
        actions.plan_letter(letter, moment=moment, by=Actor.of(dilek))
    assert again(letter).state == "draft"


def test_nobody_gets_two_letters_of_a_network_on_one_day() -> None:
    made, dilek = coordinated()
    sent(made, dilek)
    second = draft(made, dilek, topic="online")
    for same_day in (TUESDAY + HOUR, EVENING - 2 * HOUR):
        with at(TUESDAY + MINUTE), pytest.raises(Refused):
            actions.plan_letter(second, moment=same_day, by=Actor.of(dilek))
    with at(TUESDAY + MINUTE):
        actions.plan_letter(second, moment=EVENING, by=Actor.of(dilek))
    elsewhere = make_network.network("ander")
    make_network.coordinator(elsewhere, dilek)
    assert planned(elsewhere, dilek).state == "planned"


def test_letter_without_words_is_not_planned() -> None:
    made, dilek = coordinated()
    letter = draft(made, dilek, intro="", words=" ")
    with at(TUESDAY), pytest.raises(Refused):
        actions.plan_letter(letter, moment=TUESDAY, by=Actor.of(dilek))


def test_planned_letter_is_not_changed_but_taken_back_until_it_goes_out() -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek)
    with pytest.raises(Refused):
        actions.write_letter(letter, words={**WORDS, "title": "Anders"}, by=Actor.of(dilek))
    for _click in range(2):
        actions.take_back_letter(letter, by=Actor.of(dilek))
    assert (again(letter).state, lines(made).count("letters.taken_back")) == ("draft", 1)
    run(TUESDAY + HOUR)
    assert again(letter).state == "draft"
    with at(TUESDAY - HOUR):
        actions.plan_letter(letter, moment=TUESDAY, by=Actor.of(dilek))
    with at(TUESDAY):
        actions.go_on()
    for act in (actions.take_back_letter, actions.drop_letter):
        with pytest.raises(Refused):
            act(letter, by=Actor.of(dilek))
    with pytest.raises(Refused):
        actions.write_letter(letter, words=WORDS, by=Actor.of(dilek))
    with at(TUESDAY), pytest.raises(Refused):
        actions.plan_letter(letter, moment=TUESDAY + DAY, by=Actor.of(dilek))


# Sending


def test_letter_goes_once_to_who_chose_its_topic_and_then_forgets_to_whom() -> None:
    made, dilek = coordinated()
    for name, topics in (("een", ["sessions"]), ("twee", ["online", "sessions"]), ("drie", ["developments"])):
        subscriber(made, f"{name}@example.org", topics)
    letter = sent(made, dilek)
    assert [mail.to for mail in copies()] == ["een@example.org", "twee@example.org"]
    assert (letter.state, letter.readers, letter.sent, letter.refused) == ("sent", 2, 2, 0)
    assert not Copy.objects.exists()
    assert lines(made)[-2:] == ["letters.began", "letters.sent"]
    assert run(TUESDAY + DAY) == 0
    assert len(copies()) == 2


def test_lines_hold_the_commitment_of_the_words_and_no_address() -> None:
    made, dilek = coordinated()
    subscriber(made)
    letter = sent(made, dilek)
    kept = [bytes(line.bytes).decode() for line in made.stream.lines.filter(type__startswith="letters.")]
    assert letter.words is not None
    assert letter.intro is not None
    assert str(letter.words.commit) in kept[-2]
    assert str(letter.intro.commit) in kept[-2]
    assert "wil@example.org" not in "".join(kept)


def test_nothing_begins_before_its_moment_and_job_goes_on_by_itself() -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek)
    with at(TUESDAY - MINUTE):
        assert actions._begin(letter) == 0
        assert [job.run() for job in JOBS] == [0]
    assert again(letter).state == "planned"
    run(TUESDAY + MINUTE)
    assert again(letter).state == "sent"
    for step in (actions._begin, actions._write_copies, actions._tell_what_became):
        assert step(letter) == 0, "a second worker that is late does nothing"


def test_copies_wait_in_the_outbox_in_small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    made, dilek = coordinated()
    for number in range(5):
        subscriber(made, f"x{number}@example.org")
    letter = begun(made, dilek)
    with at(TUESDAY):
        assert (len(copies()), actions.go_on(), len(copies())) == (2, 0, 2)
        Mail.objects.filter(pk=copies()[0].pk).update(sent_at=TUESDAY)
        actions.go_on()
        assert (len(copies()), again(letter).sent) == (3, 1)
    run()
    assert (len(copies()), again(letter).sent, again(letter).state) == (5, 5, "sent")


def test_server_that_takes_nothing_does_not_fill_the_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 3)
    made, dilek = coordinated()
    for number in range(5):
        subscriber(made, f"x{number}@example.org")
    begun(made, dilek)
    with at(TUESDAY):
        Mail.objects.filter(key__startswith="newsletter:").update(due_at=TUESDAY + HOUR)
        assert actions.go_on() == 0
    assert len(copies()) == 3


def test_who_stops_before_their_copy_leaves_gets_nothing_and_newcomers_neither(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    made, dilek = coordinated()
    planned_for, waiting, left, kept = (subscriber(made, f"{n}@example.org") for n in ("a", "b", "c", "d"))
    letter = planned(made, dilek)
    stop_letters(planned_for, by=VISITOR)
    with at(TUESDAY):
        actions.go_on()
    assert [mail.to for mail in copies()] == ["b@example.org", "c@example.org"]
    stop_letters(waiting, by=VISITOR)
    choose_topics(left, topics=["online"], by=VISITOR)
    subscriber(made, "nieuw@example.org")
    run()
    assert [mail.to for mail in copies()] == [kept.email]
    ended = again(letter)
    assert (ended.state, ended.readers, ended.sent) == ("sent", 3, 1)


def test_choosing_another_topic_leaves_letters_about_what_one_still_wants() -> None:
    made, dilek = coordinated()
    reader = subscriber(made, topics=["sessions", "online"])
    begun(made, dilek)
    choose_topics(reader, topics=["sessions"], by=VISITOR)
    assert len(copies()) == 1
    choose_topics(reader, topics=["online"], by=VISITOR)
    assert copies() == []


def test_copy_that_is_refused_counts_and_ends(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_TRANSPORT = "smtp"

    class Strict:
        def send_messages(self, messages: list[Any]) -> None:
            if messages[0].to == ["nee@example.org"]:
                raise smtplib.SMTPRecipientsRefused({"nee@example.org": (550, b"no")})

        def close(self) -> None: ...

    monkeypatch.setattr(post, "get_connection", lambda _backend: Strict())
    made, dilek = coordinated()
    for name in ("ja", "nee"):
        subscriber(made, f"{name}@example.org")
    Mail.objects.all().delete()
    letter = sent(made, dilek)
    assert (letter.state, letter.sent, letter.refused, letter.came_back) == ("sent", 1, 1, 1)
    assert made.subscriptions.count() == 2, "one refusal stops nobody"


def test_letter_that_nobody_asked_for_comes_on_the_site_alone() -> None:
    made, dilek = coordinated()
    letter = sent(made, dilek)
    assert (letter.state, letter.readers, copies()) == ("sent", 0, [])


def test_letters_rest_in_the_quiet_hours_and_go_on() -> None:
    made, dilek = coordinated()
    subscriber(made)
    late = dt.datetime(2026, 11, 24, 20, 59, tzinfo=AMSTERDAM)
    letter = begun(made, dilek, late)
    run(EVENING)
    assert (copies()[0].sent_at, again(letter).state) == (None, "sending")
    run(MORNING)
    assert again(letter).state == "sent"


def test_letter_whose_worker_was_away_until_the_night_begins_in_the_morning() -> None:
    made, dilek = coordinated()
    letter = planned(made, dilek, dt.datetime(2026, 11, 24, 20, 59, tzinfo=AMSTERDAM))
    run(EVENING)
    assert again(letter).state == "planned"
    run(MORNING)
    assert again(letter).begun_at == MORNING


# What the database holds to


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "planned"},
        {"state": "sending"},
        {"planned_for": TUESDAY},
        {"state": "sent", "planned_for": TUESDAY, "begun_at": TUESDAY},
        {"state": "sending", "planned_for": TUESDAY, "begun_at": TUESDAY - MINUTE},
        {"reached": 1},
    ],
)
def test_database_refuses_a_letter_that_cannot_be(wrong: dict[str, Any]) -> None:
    draft(*coordinated())
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**wrong)


def test_database_refuses_a_second_copy_and_a_second_mail() -> None:
    made, dilek = coordinated()
    reader = subscriber(made)
    letter = begun(made, dilek)
    with pytest.raises(IntegrityError), transaction.atomic():
        Copy.objects.create(letter=letter, reader=reader)
    Copy.objects.all().delete()
    Letter.objects.update(reached=0)
    with at(TUESDAY), pytest.raises(IntegrityError), transaction.atomic():
        actions.go_on()
    assert len(copies()) == 1


def test_migrations_say_all() -> None:
    call_command("makemigrations", "letters", check=True, dry_run=True, verbosity=0)


def test_walk_through_a_year_of_letters_keeps_its_order() -> None:
    made, dilek = coordinated()
    days = [sent(made, dilek, TUESDAY + number * 7 * DAY) for number in range(3)]
    assert [one.pk for one in made.letters.all()] == [one.pk for one in reversed(days)]
    assert make_letters.again(days[0]).ended_at is not None

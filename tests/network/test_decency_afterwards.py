"""After words were reported: another look, words that come back or go, and who is forgotten."""

import datetime as dt

import pytest
from django.urls import reverse

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.decency import actions, jobs
from communityup.network.decency.models import Case, Holder, Key, Report
from communityup.network.offers.actions import withdraw_offer
from communityup.portal.queries import search
from communityup.texts.actions import revise
from communityup.texts.models import Text
from tests import make, make_network, make_practice
from tests.make_decency import WORDS, asked, by, fresh, hidden, later, reported, shown, turn, world, written
from tests.make_network import browser, last, lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("reason", "wishes", "back"),
    [
        ("insult", ("hide", "show"), True),
        ("insult", ("hide", "hide"), False),
        ("personal", ("show", "show"), True),
        ("personal", ("show", "hide"), False),
    ],
)
def test_e2_two_others_look_again_when_whose_words_they_are_asks(
    reason: str, wishes: tuple[str, str], back: bool
) -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1], reason=reason)
    before = {key.person_id for key in case.keys.all()}
    actions.ask_again(case, words="Dat is mijn eigen nummer.", by=by(members[0][1]))
    actions.ask_again(case, words="Nog eens.", by=by(members[0][1]))
    assert lines(network).count("decency.another_look") == 1
    first, second = asked(case)
    assert before.isdisjoint({first.pk, second.pk})
    for person, wish in zip((first, second), wishes, strict=True):
        turn(case, person, wish)
    assert (shown(text) == WORDS) == back
    assert last(network).type == ("decency.back" if back else "decency.stays_hidden")


def test_another_look_that_nobody_takes_ends_for_who_wrote_except_for_personal_data() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    actions.ask_again(case, by=by(members[0][1]))
    later(case, dt.timedelta(days=14))
    jobs.do_due()
    assert shown(text) == WORDS
    assert fresh(case).end == Case.End.NO_SECOND_LOOK
    text = written(*members[0], words="Hij woont op nummer 12.")
    case = hidden(network, coordinator, text, members[1][1], reason="personal")
    actions.ask_again(case, by=by(members[0][1]))
    later(case, dt.timedelta(days=14))
    jobs.do_due()
    assert "nummer 12" not in shown(text)


def test_only_whose_words_are_hidden_by_two_asks_again_within_four_weeks() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], reason="threat")
    turn(case, coordinator)
    with pytest.raises(Refused):
        actions.ask_again(case, by=by(members[0][1]))
    turn(case, asked(case)[0])
    with pytest.raises(NotAllowed):
        actions.ask_again(case, by=by(members[1][1]))
    later(case, dt.timedelta(days=29))
    with pytest.raises(Refused):
        actions.ask_again(case, by=by(members[0][1]))


def test_who_reported_stands_nowhere_and_is_forgotten() -> None:
    network, coordinator, members, text = world()
    reporter = members[1][1]
    case = hidden(network, coordinator, text, reporter, words="Kijk hier eens naar.")
    line = Line.objects.get(stream=network.stream, type="decency.reported")
    assert line.actor == ""
    assert "Kijk hier" not in bytes(line.bytes).decode()
    assert Report.objects.get().person == reporter
    later(case, dt.timedelta(days=29))
    jobs.do_due()
    assert Report.objects.get().person is None


def test_words_that_are_taken_back_end_the_case() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    withdraw_offer(members[0][0].offers.get(), by=by(members[0][1]))
    assert jobs.do_due() == 1
    assert fresh(case).end == Case.End.GONE
    assert WORDS not in shown(text)


def test_a_new_version_of_hidden_words_keeps_its_mark_and_they_come_back_as_they_were() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    revise(Text.objects.get(pk=text.pk), "Bel Kanarie toch.", by=by(members[0][1]))
    assert "scheldwoorden" in shown(text) or "insult" in shown(text)
    actions.ask_again(case, by=by(members[0][1]))
    turn(case, asked(case)[0], "show")
    assert shown(text) == "Bel Kanarie toch."
    assert text.versions.get(number=1).body == WORDS


def test_who_leaves_the_platform_is_forgotten_here() -> None:
    network, _coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    [second] = asked(case)
    for person in (members[1][1], second):
        actions.forget_person(person)
    assert not Report.objects.filter(person__isnull=False).exists()
    assert not Key.objects.filter(person=second).exists()
    assert not Holder.objects.filter(person=second).exists()
    assert jobs.do_due() == 1
    assert asked(case) not in ([], [second])


def test_hidden_words_of_a_practice_are_in_no_feed_export_or_search_and_come_back_there() -> None:
    network, practice, voice = make_practice.shown()
    coordinator = network.coordinators.get().person
    for name in ("Eerste", "Tweede", "Derde"):
        make_network.member(network, f"Buurthuis {name}", make.person(name))
        actions.hold_key(network, by=by(make.person(name)))
    assert voice.quote is not None
    words, word = str(voice.quote), max(str(voice.quote).strip(".").split(), key=len)
    feeds = [reverse(f"library:{name}", args=[network.slug]) for name in ("feed", "as_json", "as_csv")]
    series = [reverse(f"library:{name}", args=[practice.series]) for name in ("practice", "factsheet")]

    def found() -> list[str]:
        return [place for place in (*feeds, *series) if words in browser().get(place).content.decode()]

    before, rows = found(), len(search(word, coordinator, {})["practices"])
    assert set(series) <= set(before)
    assert rows == 1
    case = hidden(network, coordinator, voice.quote, make.chris())
    assert found() == []
    assert search(word, coordinator, {})["practices"] == []
    actions.ask_again(case, by=by(make.amina()))
    turn(case, asked(case)[0], "show")
    assert found() == before
    assert len(search(word, coordinator, {})["practices"]) == rows

"""What of looking back is told: counts that give nobody away, to everybody at the same moment (E29, X12, R9)."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.log.models import Line
from communityup.network.evaluations import actions, queries
from communityup.network.evaluations.models import Answer, Evaluation, Said
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.reports import actions as reports
from communityup.network.years import queries as years
from communityup.people.actors import Actor
from tests import make, make_invitations, make_notices
from tests.make_evaluations import FIVE, NAMES, all_answer, answers, closed, ended, was
from tests.make_meetings import DAY, in_days, planned
from tests.make_network import browser, last
from tests.make_recordings import with_speaker
from tests.make_registrations import HERE, comes

pytestmark = pytest.mark.django_db
COUNTED = {"worth": [1, 0, 1, 3], "got": [0, 1, 2, 2], "equal": [0, 1, 1, 3]}
HIDDEN = "Niet te zien: er waren te weinig antwoorden, of ze zouden iemand kunnen verraden."
WORDS = "Meer stoelen"


def read(session: Session, client: Client) -> str:
    """Return what the page of a session tells of looking back, without marks."""
    html = client.get(f"{HERE}{session.slug}/").content.decode()
    if "Wat mensen ervan vonden" not in html:
        return ""
    told = html.split("Wat mensen ervan vonden")[1].split("</section>")[0]
    return re.sub(r"\s+", " ", told)


def test_e29_everybody_reads_the_same_counts_at_the_same_moment_and_nobody_anything_before() -> None:
    _made, dilek, session, *places = was(*NAMES)
    with_speaker(session, dilek, make.amina())
    all_answer(session, places, words=WORDS)
    everybody = [Client(), browser(dilek), browser(make.amina()), browser(make.chris())]
    before = [read(session, client) for client in everybody]
    assert len(set(before)) == 1
    assert "kan nog zeggen hoe het was" in before[0]
    assert "nee:" not in before[0]
    for client in everybody[1:3]:
        page = client.get(f"{HERE}{session.public_id}/terugblik/anders/").content.decode()
        assert WORDS not in page
        assert "Tot die dag leest niemand iets" in page
    assert WORDS not in repr(list(Line.objects.values()))
    closed(session)
    after = [read(session, client) for client in everybody]
    assert len(set(after)) == 1
    assert "nee: 1, eerder nee dan ja: 0, eerder ja dan nee: 1, ja: 3" in after[0]
    assert Evaluation.objects.get().counts == COUNTED


def test_r9_fewer_than_five_and_five_who_answer_alike_read_as_the_same() -> None:
    _made, _dilek, session, *places = was(*NAMES)
    for place in places[:4]:
        answers(session, place, 0, 1, 2, words=WORDS)
    closed(session)
    few = read(session, Client())
    assert few.count(HIDDEN) == 3
    assert not Said.objects.exists(), "words go out with counts alone"
    Evaluation.objects.all().delete()
    ended(session)
    for place in places:
        answers(session, place, 0, 0, 0, words=WORDS)
    closed(session)
    assert read(session, Client()) == few
    assert not Said.objects.exists()
    assert not Answer.objects.exists()


def test_x12_beside_a_question_answered_alike_another_is_kept_back_by_lot() -> None:
    """What is not shown never says that all answered alike."""
    _made, _dilek, session, *places = was(*NAMES)
    for place, (worth, got, _equal) in zip(places, FIVE, strict=True):
        answers(session, place, worth, got, 3)
    closed(session)
    counts = Evaluation.objects.get().counts
    assert counts is not None
    assert counts["equal"] is None
    assert sorted(value is None for value in counts.values()) == [False, True, True]


def test_x12_who_answered_what_is_gone_once_it_is_counted_also_from_the_file_of_ones_own() -> None:
    made, dilek, session, *places = was(*NAMES)
    all_answer(session, places, words=WORDS)
    closed(session)
    assert not Answer.objects.exists()
    assert WORDS not in browser(make.amina()).post(reverse("own_data")).content.decode()
    line = last(made)
    assert line.type == "evaluations.closed"
    told = {key: line.content[key] for key in COUNTED}
    assert told == {key: "-".join(map(str, counts)) for key, counts in COUNTED.items()}
    make_notices.told(moment=timezone.now())
    for person in (make.amina(), make.bram(), dilek):
        assert make_notices.own(person).count("evaluations.closed") == 1


def test_words_go_without_names_to_who_coordinates_and_who_spoke_and_after_a_hundred_days_to_nobody() -> None:
    made, dilek, session, *places = was(*NAMES)
    recording = with_speaker(session, dilek, make.person("Spreker"))
    all_answer(session, places, words=WORDS)
    address = f"{HERE}{session.public_id}/terugblik/anders/"
    spoke = reverse("recordings:answer", args=[made.slug, recording.public_id])
    assert address not in browser(make.person("Spreker")).get(spoke).content.decode()
    closed(session)
    assert address in browser(make.person("Spreker")).get(spoke).content.decode(), "without a place there too"
    assert sorted(Said.objects.values_list("words", flat=True)) == [f"{WORDS} {number}" for number in range(5)]
    assert {field.name for field in Said._meta.fields} == {"id", "evaluation", "place", "words"}
    for reader in (dilek, make.person("Spreker")):
        page = browser(reader).get(address).content.decode()
        assert page.count(WORDS) == 5
        assert not [name for name in NAMES[1:] if name in page.split("<main")[1].split("</main>")[0]]
    assert browser(make.bram()).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert browser(dilek).post(address).status_code == 405
    assert "Wat een volgende keer anders moet" in browser(dilek).get(f"{HERE}{session.slug}/").content.decode()
    ended(session, 99 * DAY)
    assert actions.forget_due() == 0
    ended(session, 101 * DAY)
    assert [actions.forget_due(), actions.forget_due()] == [5, 0]
    assert "Er is niets te lezen" in browser(dilek).get(address).content.decode()
    other = planned(made, dilek, in_days(3))
    assert "geen vragen gesteld" in browser(dilek).get(f"{HERE}{other.public_id}/terugblik/anders/").content.decode()


def test_order_of_words_says_nothing_of_the_order_in_which_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    _made, _dilek, session, *places = was(*NAMES)
    all_answer(session, places, words=WORDS)
    turned: list[list[str]] = []

    def shuffle(_self: object, words: list[str]) -> None:
        turned.append(list(words))
        words.reverse()

    monkeypatch.setattr("secrets.SystemRandom.shuffle", shuffle)
    closed(session)
    assert list(Said.objects.order_by("place").values_list("words", flat=True)) == turned[0][::-1]


def test_counts_stand_below_the_report_once_it_is_public() -> None:
    _made, dilek, session, *places = was(*NAMES)
    all_answer(session, places)
    reports.write_report(session, words={"summary": "Een goede stap.", "onwards": "Verder."}, by=Actor.of(dilek))
    report = reports.send_round(session, by=Actor.of(dilek))
    type(report).objects.update(sent_round_at=timezone.now() - 11 * DAY, correct_until=timezone.now() - DAY)
    assert reports.publish_due() == 1
    address = f"{HERE}{session.slug}/verslag/"
    assert "Wat mensen ervan vonden" not in Client().get(address).content.decode()
    closed(session)
    assert "nee: 1, eerder nee dan ja: 0" in Client().get(address).content.decode()


def test_x12_closed_session_tells_its_counts_to_who_was_invited_and_in_no_report_year_or_line() -> None:
    made, dilek, _session, *_others = was()
    hidden = make_invitations.planned(made, dilek, capacity=9)
    people = [make.person(name) for name in NAMES]
    make_invitations.invite(hidden, dilek, *(one.email for one in people))
    places = [comes(hidden, name) for name in NAMES]
    ended(hidden)
    all_answer(hidden, places)
    closed(hidden)
    line = last(made)
    assert [line.content[key] for key in ("worth", "got", "equal")] == ["", "", ""]
    assert "nee: 1" in read(hidden, browser(people[0]))
    assert Client().get(f"{HERE}{hidden.slug}/").status_code == 404
    assert browser(make.person("Vreemd")).get(f"{HERE}{hidden.public_id}/terugblik/anders/").status_code == 404
    assert browser(people[1]).get(f"{HERE}{hidden.public_id}/terugblik/anders/").status_code == 403
    assert queries.below(hidden) == []
    assert not queries.of_year(Session.objects.all())


def test_n22_year_adds_up_what_is_shown_compares_nothing_and_leaves_out_what_is_kept_back() -> None:
    made, dilek, session, *places = was(*NAMES)
    all_answer(session, places)
    closed(session)
    for title in ("Tweede", "Derde"):
        other = planned(made, dilek, in_days(9), title=title)
        found = [comes(other, name) for name in NAMES]
        ended(other)
        for place, (worth, got, equal) in zip(found, FIVE, strict=True):
            answers(other, place, worth, got, equal if title == "Tweede" else None)
        closed(other)
    given = queries.of_year(Session.objects.all())["spreads"]
    assert [one["counts"] for one in given] == [[3, 0, 3, 9], [0, 3, 6, 6], [0, 2, 2, 6]]
    year = timezone.localtime(timezone.now() - 15 * DAY).year
    found_in_year = years.mirror(made, year)["found"]
    assert found_in_year == {} or len(found_in_year["spreads"]) == 3
    with make_notices.at(timezone.now()):
        assert meetings.forget_due() == 0

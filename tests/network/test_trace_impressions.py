"""What came of visits: the host reads it first, it is public with its yes alone, and either withdraws it (E30, N17)."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.impressions import actions, notices, permissions, queries
from communityup.network.impressions.models import Impression
from communityup.network.meetings.notices import members
from communityup.network.peers import actions as peers
from communityup.network.visits.models import Visit
from communityup.texts.models import Version
from tests import make
from tests.make_meetings import planned
from tests.make_network import browser, last, lines
from tests.make_visits import (
    HERE,
    QUESTION,
    WORDS,
    agreed,
    by,
    consented,
    hearers,
    held,
    html,
    published,
    shown,
    story,
    told_story,
)

pytestmark = pytest.mark.django_db
TOLD = {"question": QUESTION, **WORDS}


def at(visit: Visit, part: str = "") -> str:
    return f"{HERE}{visit.public_id}/{part}"


def public(visit: Visit) -> str:
    return f"{HERE}verslagen/{visit.public_id}/"


def test_n17_guests_answer_the_three_questions_and_nobody_reads_them_before_they_show_it() -> None:
    made, visit = held()
    form = html(at(visit, "verslag/"), make.amina())
    for question in ("Wat zagen wij?", "Wat nemen wij mee?", "Wat viel ons op voor jullie, de gastheer?"):
        assert question in form
    assert QUESTION in form, "it begins with the question of the visit"
    client = browser(make.amina())
    assert client.post(at(visit, "verslag/"), {**TOLD, "question": ""}).status_code == 422
    assert client.post(at(visit, "verslag/"), {**TOLD, "saw": "x" * 3001}).status_code == 422
    assert client.post(at(visit, "verslag/"), {**TOLD, "noticed": ""}).status_code == 302
    count = len(lines(made))
    actions.write_impression(visit, words={**TOLD, "noticed": ""}, by=by(make.amina()))
    assert len(lines(made)) == count, "the same again changes nothing"
    assert WORDS["saw"] in html(at(visit), make.amina())
    for person in (make.bram(), make.dilek()):
        assert WORDS["saw"] not in html(at(visit), person)
    assert client.post(at(visit, "verslag/tonen/")).status_code == 409, "all three questions"
    assert client.post(at(visit, "verslag/"), TOLD).status_code == 302
    for _twice in range(2):
        assert client.post(at(visit, "verslag/tonen/")).status_code == 302
    assert lines(made).count("impressions.impression_shown") == 1
    assert hearers(last(made), notices.readers) == {make.bram().pk}
    assert WORDS["saw"] in html(at(visit), make.bram())


def test_n17_one_writes_after_the_visit_and_only_the_guests_do() -> None:
    _made, visit = agreed()
    with pytest.raises(Refused):
        actions.write_impression(visit, words=TOLD, by=by(make.amina()))
    assert browser(make.amina()).get(at(visit, "verslag/")).status_code == 409
    for person, status in ((make.bram(), 403), (make.dilek(), 403), (make.person("Griet"), 404), (make.chris(), 404)):
        assert browser(person).get(at(visit, "verslag/")).status_code == status
        for part in ("tonen/", "publiceren/"):
            assert browser(person).post(at(visit, f"verslag/{part}")).status_code == status
    with pytest.raises(NotAllowed):
        actions.write_impression(visit, words=TOLD, by=by(make.bram()))


def test_e30_publish_without_the_yes_of_the_host_is_refused() -> None:
    _made, visit = held()
    client = browser(make.amina())
    assert client.post(at(visit, "verslag/publiceren/")).status_code == 409
    shown(visit)
    assert client.post(at(visit, "verslag/publiceren/")).status_code == 409
    assert browser().get(public(visit)).status_code == 404
    host = browser(make.bram())
    form = host.get(at(visit, "verslag/antwoord/")).content.decode()
    seen = permissions.edition_of(Impression.objects.get())
    assert f'value="{seen}"' in form
    assert host.post(at(visit, "verslag/antwoord/"), {"agrees": "no", "remark": "", "seen": seen}).status_code == 422
    asked = {"agrees": "no", "remark": "Laat de deur weg.", "seen": seen}
    assert host.post(at(visit, "verslag/antwoord/"), asked).status_code == 302
    assert hearers(last(visit.network), notices.writers) == {make.amina().pk}
    assert "Laat de deur weg." in html(at(visit), make.amina())
    assert client.post(at(visit, "verslag/publiceren/")).status_code == 409
    assert browser().get(public(visit)).status_code == 404
    for state in ("public", "withdrawn"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Impression.objects.filter(visit=visit).update(state=state)


def test_e30_with_the_yes_of_the_host_everybody_reads_it_with_roles_and_without_names() -> None:
    made, visit = held()
    client, host = browser(make.amina()), browser(make.bram())
    seen = permissions.edition_of(shown(visit))
    actions.answer(visit, agrees=False, remark="Laat de deur weg.", seen="", by=by(make.bram()))
    assert host.post(at(visit, "verslag/antwoord/"), {"agrees": "yes", "remark": "", "seen": seen}).status_code == 302
    count = len(lines(made))
    actions.answer(visit, agrees=True, remark="", seen=seen, by=by(make.bram()))
    assert len(lines(made)) == count, "the same again changes nothing"
    assert not Version.objects.filter(body="Laat de deur weg.").exists(), "a remark goes with the yes"
    for _twice in range(2):
        assert client.post(at(visit, "verslag/publiceren/")).status_code == 302
    assert lines(made).count("impressions.impression_published") == 1
    assert hearers(last(made), members) == {make.amina().pk, make.bram().pk, make.person("Griet").pk}
    page = html(public(visit))
    for words in (*WORDS.values(), QUESTION, "Gemeente Heidelo", "De Schakel", "ambtenaren (2)", "bewoners (3)"):
        assert words in page
    for name in ("Amina", "Bram", "amina@example.org"):
        assert name not in page
    assert QUESTION in html(HERE)


def test_e30_a_yes_is_to_these_very_words_and_other_words_end_it() -> None:
    _made, visit = held()
    seen = permissions.edition_of(shown(visit))
    shown(visit, saw="Iets anders dan u las.")
    with pytest.raises(Refused):
        actions.answer(visit, agrees=True, remark="", seen=seen, by=by(make.bram()))
    consented(visit)
    shown(visit, saw="En nog iets anders.")
    with pytest.raises(Refused):
        actions.publish(visit, by=by(make.amina()))
    consented(visit)
    actions.answer(visit, agrees=False, remark="Toch niet.", seen="", by=by(make.bram()))
    with pytest.raises(Refused):
        actions.publish(visit, by=by(make.amina()))


def test_e30_only_the_other_side_says_yes_and_only_to_what_it_was_shown() -> None:
    _made, visit = held()
    with pytest.raises(Refused):
        actions.answer(visit, agrees=True, remark="", seen="", by=by(make.bram()))
    assert browser(make.bram()).get(at(visit, "verslag/antwoord/")).status_code == 404
    seen = permissions.edition_of(shown(visit))
    for person, status in ((make.amina(), 403), (make.dilek(), 403), (make.person("Griet"), 404)):
        assert browser(person).post(at(visit, "verslag/antwoord/"), {"agrees": "yes"}).status_code == status
    with pytest.raises(NotAllowed):
        actions.answer(visit, agrees=True, remark="", seen=seen, by=by(make.amina()))


def test_n17_answer_that_is_emptied_is_gone_with_its_words_and_ends_a_yes() -> None:
    made, visit = held()
    consented(visit)
    told = {"question": QUESTION, **WORDS, "noticed": " "}
    for _again in range(2):
        kept = actions.write_impression(visit, words=told, by=by(make.amina()))
    assert (kept.noticed, kept.agreed_at, str(kept.saw)) == (None, None, WORDS["saw"])
    assert not Version.objects.filter(body=WORDS["noticed"]).exists()
    assert lines(made).count("impressions.impression_written") == 2
    with pytest.raises(Refused, match="elke vraag"):
        actions.show(visit, by=by(make.amina()))


@pytest.mark.parametrize("name", ["Amina", "Bram"])
def test_e30_each_of_both_withdraws_it_and_a_tombstone_stays(name: str) -> None:
    made, visit = held()
    published(visit)
    for words in ({"agrees": True, "remark": "", "seen": ""}, {"agrees": False, "remark": "x", "seen": ""}):
        with pytest.raises(Refused):
            actions.answer(visit, **words, by=by(make.bram()))  # type: ignore[arg-type]  # each of its own kind
    with pytest.raises(Refused):
        actions.write_impression(visit, words={**TOLD, "saw": "anders"}, by=by(make.amina()))
    assert browser(make.person("Griet")).post(at(visit, "verslag/intrekken/")).status_code == 404
    assert browser(make.dilek()).post(at(visit, "verslag/intrekken/")).status_code == 403
    for _twice in range(2):
        assert browser(make.person(name)).post(at(visit, "verslag/intrekken/")).status_code == 302
    assert lines(made).count("impressions.impression_withdrawn") == 1
    assert last(made).content["actor"] is None, "who of both is not told"
    answer = browser().get(public(visit))
    assert answer.status_code == 410
    assert "Dit is ingetrokken" in answer.content.decode()
    assert WORDS["saw"] not in answer.content.decode()
    assert not Version.objects.filter(body=WORDS["saw"]).exists()
    assert public(visit) not in html(HERE)
    assert "ingetrokken" in html(at(visit), make.bram())
    for act in (actions.publish, actions.show):
        with pytest.raises(Refused):
            act(visit, by=by(make.amina()))


def test_e30_what_is_not_public_is_not_withdrawn_but_changed() -> None:
    _made, visit = held()
    shown(visit)
    with pytest.raises(Refused):
        actions.withdraw(visit, by=by(make.bram()))


def test_b36_until_it_is_public_no_line_leads_to_who_or_what() -> None:
    made, visit = held()
    before = len(lines(made))
    consented(visit)
    for line in Line.objects.filter(stream=made.stream).order_by("n")[before:]:
        assert line.content["actor"] is None
        assert line.content["commit"] is None
        assert visit.public_id not in json.dumps(line.content)
    actions.publish(visit, by=by(make.amina()))
    told = last(made)
    assert (told.object, told.content["role"]) == (visit.public_id, "member")
    held_now = Impression.objects.select_related("question__current", "saw__current").get()
    assert (told.commit, told.content["saw_commit"]) == (held_now.question.commit, held_now.saw.commit)  # type: ignore[union-attr]  # both are there
    assert told.content["told_commit"] is None


def test_b36_a_guest_story_is_told_by_the_host_and_public_with_the_yes_of_who_asked() -> None:
    _made, visit = story()
    assert browser(make.amina()).get(at(visit, "verslag/")).status_code == 403, "the host tells"
    assert "Wat deden jullie, en wat gebeurde er toen?" in html(at(visit, "verslag/"), make.bram())
    shown(visit)
    with pytest.raises(Refused):
        actions.publish(visit, by=by(make.bram()))
    published(visit)
    page = html(public(visit))
    assert "Gastverhaal: De Schakel vertelde aan Gemeente Heidelo" in page
    assert "Wij begonnen met de sleutel." in page


def test_n17_what_visitors_told_goes_with_a_session_and_a_learning_question_where_they_chose_so() -> None:
    made, visit = held()
    session = planned(made, make.dilek())
    searched = peers.ask_question(visit.guest, theme="Beheer", words="Wie sluit af?", along=[], by=by(make.amina()))
    place = at(visit, "voorbereiden/")
    told = {"question": QUESTION, "session": session.public_id, "searched": searched.public_id}
    assert browser(make.amina()).post(place, {**told, "session": "0" * 32}).status_code == 422
    assert browser(make.amina()).post(place, told).status_code == 302
    visit.refresh_from_db()
    published(visit)
    page = html(public(visit))
    for link in (f"/bijeenkomsten/{session.slug}/", f"/leervragen/{searched.public_id}/"):
        assert link in page
    assert public(visit) in html(f"/netwerken/community-up/bijeenkomsten/{session.slug}/")


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_what_visitors_told_asks_twice_for_one_and_for_three(
    number: int, django_assert_num_queries: Any
) -> None:
    made, visit = held()
    published(visit)
    if number > 1:
        told_story(visit.guest, visit.host)
        told_story(visit.host, visit.guest)
    with django_assert_num_queries(2):
        found = queries.published(made, "1")["page"]
    assert len(found.object_list) == number

"""Practices: their versions, who may do what, what is typed, who hears about them, and how much a list asks."""

from dataclasses import replace
from typing import Any

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.library import actions, forms, notices, queries
from communityup.network.library.models import Approver, Practice, Voice
from communityup.network.members.actions import leave
from communityup.notices.queries import happening_of, hearings
from communityup.people.actions import leave_platform
from communityup.post.models import Mail
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_network import browser, coordinated, last, lines, of_the_demo
from tests.make_practice import (
    ACCOUNT,
    QUOTE,
    TITLE,
    at,
    by,
    hearers,
    page,
    published,
    reader,
    shown,
    two,
    waiting,
    writer,
    written,
)
from tests.nasty import some

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
State, Answer = Practice.State, Voice.Answer


# Editions


def test_new_version_takes_the_place_of_the_one_before_only_when_every_voice_said_yes_again() -> None:
    made, practice, _voice = shown()
    begun = browser(make.amina()).post(at(practice, "nieuwe-versie/")).headers["Location"]
    second = writer(practice).practices.get(edition=2)
    assert begun == at(actions.begin_edition(practice, by=by(make.amina()))), "one new version at a time"
    assert lines(made).count("library.edition_begun") == 1
    actions.write_practice(second, account=replace(ACCOUNT, did="Nu in drie stappen."), by=by(make.amina()))
    actions.ask_review(second, by=by(make.amina()))
    actions.review(second, good=True, by=by(reader()))
    with pytest.raises(Refused, match="bewoners"):
        actions.publish(second, by=by(make.amina()))
    assert ACCOUNT.did in page(practice), "what was published stands meanwhile"
    actions.answer_voice(second.voices.get(), yes=True, quote=QUOTE, by=by(make.bram()))
    for _twice in range(2):
        actions.publish(second, by=by(make.amina()))
    assert lines(made).count("library.practice_published") == 2
    html = page(practice)
    assert "Nu in drie stappen." in html
    assert "Versie 2, " in html
    earlier = browser().get(f"/praktijken/{practice.series}/versie/1/").content.decode()
    assert ACCOUNT.did in earlier
    assert "Dit is een eerdere versie." in earlier
    assert browser().get(f"/praktijken/{practice.series}/versie/3/").status_code == 404
    assert len(queries.practices({}, "1").object_list) == 1
    practice.refresh_from_db()
    with pytest.raises(Refused, match="gepubliceerd is"):
        actions.begin_edition(practice, by=by(make.amina()))


def test_published_words_are_not_written_on_any_more() -> None:
    _made, practice, voice = shown()
    for act in (
        lambda: actions.write_practice(practice, account=replace(ACCOUNT, did="X."), by=by(make.amina())),
        lambda: actions.name_voice(practice, label="X", emails=["x@example.org"], quote="", by=by(make.amina())),
        lambda: actions.leave_out(voice, by=by(make.amina())),
        lambda: actions.ask_review(practice, by=by(make.amina())),
    ):
        with pytest.raises(Refused, match="niet meer geschreven"):
            act()


# Who may


def test_only_people_of_its_member_write_name_leave_out_ask_and_publish() -> None:
    _made, practice, voice = waiting()
    for person in (reader(), make.bram(), make.chris(), make.dilek()):
        for act in (
            lambda who: actions.write_practice(practice, account=ACCOUNT, by=who),
            lambda who: actions.name_voice(practice, label="X", emails=["x@example.org"], quote="", by=who),
            lambda who: actions.leave_out(voice, by=who),
            lambda who: actions.ask_review(practice, by=who),
            lambda who: actions.publish(practice, by=who),
            lambda who: actions.begin_edition(practice, by=who),
        ):
            with pytest.raises(NotAllowed):
                act(by(person))
    with pytest.raises(NotAllowed):
        actions.begin_practice(writer(practice), title="X", by=by(reader()))


def test_draft_is_read_by_the_network_and_its_voices_and_by_nobody_else() -> None:
    _made, practice, voice = waiting()
    assert browser(make.amina()).get(at(practice)).status_code == 200
    assert browser(reader()).get(at(practice)).status_code == 200
    assert browser(make.dilek()).get(at(practice)).status_code == 200
    assert browser(make.chris()).get(at(practice)).status_code == 404
    assert browser(make.bram()).get(at(practice)).status_code == 404, "not before the answer ties the address to him"
    actions.answer_voice(voice, yes=False, quote="", by=by(make.bram()))
    assert browser(make.bram()).get(at(practice)).status_code == 200
    assert browser().get(at(practice)).status_code == 302
    assert TITLE in browser(reader()).get(HERE).content.decode()
    assert TITLE not in browser(make.chris()).get(HERE).content.decode()


@pytest.mark.parametrize("name", ["schrijven/", "stem/", "nalezen/"])
def test_forms_are_for_members_and_reading_them_writes_nothing(name: str) -> None:
    made, practice, _voice = waiting()
    before = lines(made)
    right = reader() if name == "nalezen/" else make.amina()
    wrong = make.amina() if name == "nalezen/" else reader()
    assert browser().get(at(practice, name)).status_code == 302
    for person in (make.chris(), make.dilek(), wrong):
        assert browser(person).get(at(practice, name)).status_code == 403
        assert browser(person).post(at(practice, name), {}).status_code == 403
    assert browser(right).get(at(practice, name)).status_code == 200
    assert browser(right).post(at(practice, name), {"title": " "}).status_code == 422
    assert lines(made) == before


@pytest.mark.parametrize("name", ["laten-lezen/", "publiceren/", "nieuwe-versie/", "terugnemen/"])
def test_acts_are_sent_and_never_read(name: str) -> None:
    _made, practice, _voice = waiting()
    assert browser(make.amina()).get(at(practice, name)).status_code == 405
    assert browser().post(at(practice, name)).status_code == 302
    for person in (make.chris(), make.dilek(), reader()):
        assert browser(person).post(at(practice, name)).status_code == 403


# What is typed


def test_practice_begun_twice_is_one_and_a_voice_has_one_address() -> None:
    made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    assert actions.begin_practice(first, title=f" {TITLE} ", by=by(make.amina())) == practice
    assert lines(made).count("library.practice_begun") == 1
    with pytest.raises(Refused, match="staat al bij deze praktijk"):
        actions.name_voice(practice, label="X", emails=[make.bram().email], quote="", by=by(make.amina()))


def test_one_person_answers_for_one_voice_also_with_another_address() -> None:
    _made, practice, voice = waiting()
    actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    other = Voice.objects.create(practice=practice, label="anderen", asked_at=voice.asked_at)
    Approver.objects.create(practice=practice, voice=other, email=make.bram().email)
    with pytest.raises(Refused, match="andere stem"):
        actions.answer_voice(other, yes=True, quote="", by=by(make.bram()))


def test_r32_nobody_gets_more_than_three_of_these_letters_a_day() -> None:
    made, practice, _voice = waiting()
    for number in range(2):
        actions.write_practice(practice, account=replace(ACCOUNT, did=f"Stap {number}."), by=by(make.amina()))
        actions.ask_review(practice, by=by(make.amina()))
    actions.write_practice(practice, account=ACCOUNT, by=by(make.amina()))
    before = lines(made)
    with pytest.raises(Refused, match="morgen"):
        actions.ask_review(practice, by=by(make.amina()))
    assert Mail.objects.filter(to=make.bram().email, key__startswith="form:").count() == 3
    assert lines(made) == before


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"contact_role": "bel 06-12345678"}, "Schrijf hier een rol op"),
        ({"contact_role": "jan@example.org"}, "Schrijf hier een rol op"),
        ({"themes": "a, b, c, d, e, f"}, "hoogstens vijf"),
        ({"themes": "a" * 81}, "te lang"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(given: dict[str, str], sentence: str) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    whole = {"title": TITLE, "mode": "top_down", "licence": "CC0-1.0", "did": "Wij typten dit.", **given}
    answer = browser(make.amina()).post(at(practice, "schrijven/"), whole)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Wij typten dit." in answer.content.decode()


def test_a42_who_reads_a_practice_finds_who_wrote_it_and_where_to_ask_on_screen_and_on_paper() -> None:
    made, practice, _voice = shown()
    at_member = f'href="/netwerken/community-up/leden/{writer(practice).public_id}/"'
    read = browser().get(f"/praktijken/{practice.series}/").content.decode()
    assert at_member in read
    assert f'href="mailto:{made.contact}"' in read
    paper = browser().get(f"/praktijken/{practice.series}/factsheet/").content.decode()
    assert f"Vraag het via {made.contact}" in paper
    assert at_member not in paper
    leave(writer(practice), by=by(make.amina()))
    gone = browser().get(f"/praktijken/{practice.series}/").content.decode()
    assert at_member not in gone
    assert str(writer(practice)) in gone
    assert f'href="mailto:{made.contact}"' in gone


def test_draft_is_kept_half_done() -> None:
    _made, first, _second = two()
    practice = actions.begin_practice(first, title=TITLE, by=by(make.amina()))
    half = {"title": TITLE, "mode": "top_down", "licence": "CC0-1.0", "did": "Alleen dit."}
    assert browser(make.amina()).post(at(practice, "schrijven/"), half).status_code == 302
    html = browser(make.amina()).get(at(practice)).content.decode()
    assert "Alleen dit." in html
    assert "Ontbreekt nog:" in html
    assert 'value="CC0-1.0" selected' in browser(make.amina()).get(at(practice, "schrijven/")).content.decode()


@pytest.mark.parametrize("nasty", some(__name__))
def test_strange_words_are_shown_as_words(nasty: str) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    form = forms.PracticeForm({"title": TITLE, "mode": "top_down", "licence": "CC0-1.0", "did": nasty})
    if form.is_valid():
        browser(make.amina()).post(at(practice, "schrijven/"), form.data)
    assert "<script>" not in browser(make.amina()).get(at(practice)).content.decode().split("</head>")[1]


# Who hears, tasks, leaving


def test_who_is_in_it_finds_a_task_and_the_others_hear_what_waits() -> None:
    made, practice, voice = waiting()
    assert hearers(last(made), notices.readers) == {reader().pk}
    assert hearers(last(made), notices.writers) == {make.amina().pk}
    place = f"{HERE}stemmen/{voice.public_id}/"
    assert [one.about for one in my_tasks(make.bram()) if one.url == place] == [TITLE]
    assert not [one for one in my_tasks(make.amina()) if one.url == place]
    actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    assert hearers(last(made), notices.with_voice) == {make.amina().pk, make.bram().pk}
    assert not [one for one in my_tasks(make.bram()) if one.url == place]
    actions.review(practice, good=True, by=by(reader()))
    actions.publish(practice, by=by(make.amina()))
    assert hearers(last(made), notices.everybody) == {make.amina().pk, make.bram().pk, reader().pk}


def test_who_leaves_the_platform_is_asked_no_more_and_what_was_said_stays_under_no_name() -> None:
    _made, practice, voice = shown()
    second = actions.begin_edition(practice, by=by(make.amina()))
    actions.name_voice(second, label="anderen", emails=[make.chris().email], quote="", by=by(make.amina()))
    for person in (make.bram(), make.chris()):
        leave_platform(person, by=by(person))
    assert [one.person for one in voice.approvers.all()] == [None]
    assert not Approver.objects.exclude(email="").exists()
    assert QUOTE in page(practice)


# Lists


@pytest.mark.parametrize("count", [1, 3])
def test_library_asks_the_same_with_one_and_with_three_practices(count: int, django_assert_num_queries: Any) -> None:
    _made, first, second = two()
    for number in range(count):
        published(first, make.amina(), second, reader(), title=f"Praktijk {number}", voice=make.bram())
    with django_assert_num_queries(4):
        assert len(queries.practices({}, "1").object_list) == count
    # One of them asks which networks have practices to take along; four what one can choose and how many it finds.
    with django_assert_num_queries(9):
        browser().get("/praktijken/")


def test_library_without_practices_says_where_they_come_from() -> None:
    coordinated()
    assert "Er zijn nog geen praktijken" in browser().get("/praktijken/").content.decode()
    assert "Dit netwerk heeft nog geen praktijken" in browser().get(HERE).content.decode()


def test_practices_of_the_demo_are_there_and_one_of_them_did_not_work_out() -> None:
    made = of_the_demo()
    assert made.practices.filter(state=State.PUBLISHED).count() == 2
    assert made.practices.filter(state=State.REVIEW).count() == 2
    assert "bij één straat bleef" in browser().get("/praktijken/").content.decode()


def test_writer_leaves_a_voice_out_with_its_words_and_address_and_clicks_twice_without_harm() -> None:
    made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    voice = practice.voices.get()
    place = f"{HERE}stemmen/{voice.public_id}/weglaten/"
    assert browser(make.amina()).get(place).status_code == 405
    for person, status in ((None, 302), (make.chris(), 403), (reader(), 403), (make.amina(), 302)):
        assert browser(person).post(place).status_code == status
    assert not Voice.objects.exists()
    assert actions.leave_out(voice, by=by(make.amina())) == practice
    assert lines(made).count("library.voice_left_out") == 1
    assert last(made).content["practice"] == practice.public_id


def test_reader_who_says_good_twice_said_it_once() -> None:
    made, practice, _voice = waiting()
    for _twice in range(2):
        assert browser(reader()).post(at(practice, "nalezen/"), {"outcome": "good"}).status_code == 302
    assert lines(made).count("library.practice_reviewed") == 1


def test_voice_that_nobody_can_be_asked_for_any_more_gets_no_letter_and_still_has_to_be_left_out() -> None:
    _made, practice, _voice = shown()
    second = actions.begin_edition(practice, by=by(make.amina()))
    leave_platform(make.bram(), by=by(make.bram()))
    Mail.objects.all().delete()
    actions.ask_review(second, by=by(make.amina()))
    actions.review(second, good=True, by=by(reader()))
    assert not Mail.objects.exists()
    with pytest.raises(Refused, match="bewoners"):
        actions.publish(second, by=by(make.amina()))


def test_notice_leads_to_the_practice_also_from_a_voice_and_after_publishing() -> None:
    made, practice, voice = waiting()
    actions.answer_voice(voice, yes=True, quote="", by=by(make.bram()))
    place = hearings()["library.voice_answered"].url("community-up", happening_of(last(made)))
    assert place == at(practice)
    actions.review(practice, good=True, by=by(reader()))
    actions.publish(practice, by=by(make.amina()))
    assert browser(make.bram()).get(place).headers["Location"] == f"/praktijken/{practice.series}/"

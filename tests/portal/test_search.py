"""Searching everything one may see: by form of a word, never by what is hidden, gone or meant for others."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communityup.methods.dutch import excerpt, stems
from communityup.network.library.actions import review
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import seen_by as seen_by_one
from communityup.network.meetings.permissions import seen_in_all
from communityup.network.members.models import Member
from communityup.network.offers.actions import make_offer, withdraw_offer
from communityup.network.peers.actions import ask_question
from communityup.network.reports import actions as reports
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal import queries
from communityup.texts import actions as texts
from communityup.texts.jobs import index
from communityup.texts.models import Level, Stem, Text
from communityup.texts.queries import kinds
from communityup.workspace.challenges.models import Challenge, Reader
from communityup.workspace.challenges.permissions import joined_by, may_see, seen_by, takes_part
from communityup.workspace.dialogue.actions import share_thought, withdraw_thought
from communityup.workspace.dialogue.models import Statement
from tests import make, make_invitations, make_network, make_practice, make_visits
from tests.make_acquaintance import card
from tests.make_meetings import held, planned
from tests.make_network import member as make_member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WORDS = "De sleutels van het buurthuis liggen bij de buurvrouw."


def found(words: str, viewer: Person | None = None) -> str:
    client = Client()
    if viewer is not None:
        client.force_login(viewer)
    return client.get(reverse("search"), {"words": words}).content.decode()


@built_once
def shared(*, public: bool = True) -> tuple[Challenge, Person, Person, Statement]:
    challenge, amina, bram = make.challenge_of_two() if public else make.closed_challenge_of_two()
    statement = share_thought(challenge, body=WORDS, by=Actor.of(amina))
    index()
    return challenge, amina, bram, statement


def seen(person: Person) -> set[int]:
    return set(Session.objects.filter(seen_in_all(person)).values_list("pk", flat=True))


def test_one_finds_words_by_another_form_of_them_and_all_have_to_be_there() -> None:
    challenge, _amina, _bram, _statement = shared()
    page = found("sleutel buurthuizen")
    assert WORDS in page
    assert challenge.title in page
    assert WORDS not in found("sleutel kerk")
    assert "heeft al deze woorden" in found("sleutel kerk")
    assert WORDS not in found("leutel"), "a part of a word is no word"


def test_r10_r12_a_search_shows_words_without_party_person_or_moment() -> None:
    _challenge, amina, _bram, _statement = shared()
    row = queries.search("sleutels", amina, {})["page"][0]
    assert set(row) == {"url", "title", "note"}
    assert "Amina" not in "".join(map(str, row.values()))
    party = amina.seats.get().party
    assert party.name not in "".join(map(str, row.values()))


def test_words_of_a_closed_challenge_are_found_by_who_is_in_it_alone() -> None:
    _challenge, amina, bram, _statement = shared(public=False)
    assert WORDS in found("sleutels", amina)
    assert WORDS in found("sleutels", bram)
    assert WORDS not in found("sleutels", make.chris())
    assert WORDS not in found("sleutels")


def test_words_for_who_takes_part_are_found_by_no_reader_of_a_public_challenge() -> None:
    challenge, amina, bram = make.challenge_of_two()
    card(challenge, amina, brings="Ik kan timmeren en soep koken.")
    index()
    assert "timmeren" in found("timmeren", bram)
    assert "soep koken" not in found("timmeren", make.chris())
    assert "soep koken" not in found("timmeren")


def test_e22_words_that_were_taken_back_are_gone_from_the_search_at_once() -> None:
    _challenge, amina, _bram, statement = shared()
    withdraw_thought(statement, by=Actor.of(amina))
    assert not Stem.objects.filter(text=statement.text).exists()
    assert WORDS not in found("sleutels", amina)
    index()
    assert not Stem.objects.filter(text=statement.text).exists()


def test_hidden_words_are_gone_at_once_and_found_again_once_they_are_back() -> None:
    _challenge, _amina, _bram, statement = shared()
    texts.hide(statement.text)
    assert not Stem.objects.filter(text=statement.text).exists()
    index()
    assert WORDS not in found("sleutels")
    texts.show(statement.text)
    index()
    assert WORDS in found("sleutels")


def test_a_new_version_is_found_by_its_own_words_alone() -> None:
    _challenge, amina, _bram, statement = shared()
    texts.revise(statement.text, "De kelder staat onder water.", by=Actor.of(amina))
    assert WORDS not in found("sleutels")
    index()
    assert "onder water" in found("kelders")
    assert "onder water" not in found("sleutels")


def test_the_job_takes_each_text_once() -> None:
    shared()
    assert not Text.objects.filter(indexed=False).exists()
    before = Stem.objects.count()
    assert index() == 0
    assert Stem.objects.count() == before > 0


def test_words_for_fewer_people_than_who_takes_part_get_no_stems() -> None:
    _network, practice, _voice = make_practice.waiting()
    remark = "Vertel ook wat er met de moestuin gebeurde."
    review(practice, good=False, remark=remark, by=Actor.of(make_practice.reader()))
    index()
    assert Stem.objects.exists()
    fewer = [kind.field for kind in kinds().values() if kind.level in {Level.AUTHOR, Level.TABLE}]
    assert len(fewer) > 5
    assert not Stem.objects.filter(kind__in=fewer).exists()
    assert not Stem.objects.filter(stem__in=stems("moestuin")).exists()


def test_challenges_networks_and_practices_are_found_by_their_title() -> None:
    challenge, amina, _bram, _statement = shared()
    word = max(challenge.title.rstrip("?").split(), key=len)
    rows = queries.search(word, amina, {})["titles"]
    assert [row["title"] for row in rows] == [challenge.title]
    network, practice, _voice = make_practice.shown()
    page = found(max(practice.title.split(), key=len))
    assert reverse("library:practice", args=[practice.series]) in page
    assert reverse("networks:page", args=[network.slug]) in found(network.name)


def test_sessions_and_learning_questions_of_networks_are_found() -> None:
    network, coordinator, _session = make_invitations.closed()
    planned(network, coordinator, title="Loslaten in de praktijk")
    member = make_member(network, "De Schakel", make.amina())
    ask_question(member, theme="Beheer", words="Wie sluit de zaal af?", along=[], by=Actor.of(make.amina()))
    assert "Loslaten in de praktijk" in found("praktijken loslaten")
    assert "Wie sluit de zaal af?" in found("zalen sluiten")


def test_b2_a_closed_session_is_found_by_who_knows_of_it_alone() -> None:
    network, coordinator, session = make_invitations.closed()
    make_invitations.invite(session, coordinator, make.amina().email)
    title = session.gathering.title
    for person in (coordinator, make.amina()):
        assert title in found(title, person)
        assert seen(person) == set(network.sessions.filter(seen_by_one(network, person)).values_list("pk", flat=True))
    for other in (make.chris(), None):
        assert title not in re.sub(r"<(form|title)\b.*?</\1>", "", found(title, other), flags=re.DOTALL)


@pytest.mark.parametrize("words", ["", "   ", "x" * 121, "\x00"])
def test_wrong_words_get_a_sentence(words: str) -> None:
    response = Client().get(reverse("search"), {"words": words})
    assert response.status_code == 422
    assert "error" in response.content.decode()


@pytest.mark.parametrize("words", ["de het een", "%", "_ _", "<script>alert(1)</script>", "'; DROP TABLE x; --"])
def test_strange_words_find_nothing_and_break_nothing(words: str) -> None:
    shared()
    response = Client().get(reverse("search"), {"words": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert WORDS not in response.content.decode()


def test_a_search_asks_the_database_as_often_for_one_as_for_three() -> None:
    challenge, amina, _bram, _statement = shared()
    counts = []
    for number in (0, 1):
        for more in range(2 * number):
            share_thought(challenge, body=f"{more} sleutels aan een bos.", by=Actor.of(amina))
        index()
        with CaptureQueriesContext(connection) as asked:
            queries.search("sleutels", amina, {})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_who_may_see_and_who_takes_part_say_the_same_of_all_at_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    chris, dilek = make.chris(), make.dilek()
    Reader.objects.create(challenge=challenge, person=dilek, since=timezone.now())
    for moment in (challenge.public_at, None):
        Challenge.objects.update(public_at=moment)
        challenge.refresh_from_db()
        for person in (amina, bram, chris, dilek):
            assert seen_by(person).filter(pk=challenge.pk).exists() == may_see(challenge, person)
            assert joined_by(person).filter(pk=challenge.pk).exists() == takes_part(challenge, person)


def test_an_excerpt_shows_the_word_that_was_found() -> None:
    text = " ".join([*["woord"] * 50, "sleutels", *["woord"] * 50])
    shown = excerpt(text, {"sleutel"}, 9)
    assert "sleutels" in shown
    assert len(shown.split()) == 11
    assert excerpt("Kort en goed", {"sleutel"}, 9) == "Kort en goed"


def test_offers_reports_and_stories_of_networks_are_found_once_everybody_reads_them() -> None:
    network, coordinator = make_network.coordinated()
    member = make_network.member(network, "De Schakel", make.amina())
    make_offer(member, direction="offer", what="room", words="Een zaal met piano.", by=Actor.of(make.amina()))
    session = held(network, coordinator)
    reports.write_report(
        session, words={"summary": "De trapgevel.", "onwards": "Een moestuin."}, by=Actor.of(coordinator)
    )
    index()
    assert reverse("offers:board", args=[network.slug]) in found("zalen piano")
    assert "De trapgevel." not in found("trapgevel")
    assert not Stem.objects.filter(stem__in=stems("trapgevel moestuin")).exists()
    reports.send_round(session, by=Actor.of(coordinator))
    reports.publish_due()
    index()
    for word, words in (("trapgevels", "De trapgevel."), ("moestuin", "Een moestuin.")):
        assert words in found(word)
    withdraw_offer(member.offers.get(), by=Actor.of(make.amina()))
    assert "piano." not in found("piano")


def test_n17_the_story_of_a_visit_is_found_once_both_sides_made_it_public() -> None:
    _network, visit = make_visits.held()
    told = make_visits.shown(visit)
    word = max(str(told.saw).strip(".").split(), key=len)
    index()
    assert not Stem.objects.filter(text=told.saw).exists()
    make_visits.published(visit)
    index()
    assert str(told.saw) in found(word)


def test_b2_no_word_of_a_closed_session_gets_a_stem() -> None:
    network, coordinator, closed = make_invitations.closed()
    planned(network, coordinator)
    index()
    assert not Stem.objects.filter(text=closed.purpose).exists()
    assert Stem.objects.filter(kind="meetings.Session.purpose").exists()


def test_words_that_are_not_shown_any_more_are_not_found_though_their_stems_stand() -> None:
    network, _coordinator = make_network.coordinated()
    member = make_network.member(network, "De Schakel", make.amina())
    make_offer(member, direction="offer", what="room", words="Een zaal met piano.", by=Actor.of(make.amina()))
    index()
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now())
    assert Stem.objects.filter(stem__in=stems("piano")).exists()
    assert "Een zaal met piano." not in found("piano")


def test_the_job_mends_stems_that_were_made_of_drafts() -> None:
    network, coordinator = make_network.coordinated()
    session = held(network, coordinator)
    draft = reports.write_report(session, words={"summary": "De trapgevel."}, by=Actor.of(coordinator))
    index()
    assert draft.summary is not None
    Stem.objects.create(text=draft.summary, stem="trapgevel", kind="reports.Report.summary")
    import_module("communityup.texts.migrations.0005_stems_of_networks").look_again(apps, None)
    index()
    assert not Stem.objects.filter(text=draft.summary).exists()


def test_more_than_ten_titles_are_on_the_next_page() -> None:
    network, coordinator = make_network.coordinated()
    for number in range(11):
        planned(network, coordinator, title=f"Trapgevel {number}")
    first, second = ({"of_networks": page} for page in "12")
    titles = [
        row["title"]
        for page in (first, second)
        for row in queries.search("trapgevel", AnonymousUser(), page)["of_networks"]
    ]
    assert len(titles) == len(set(titles)) == 11
    assert "of_networks=2" in found("trapgevel")

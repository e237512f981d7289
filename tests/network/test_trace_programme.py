"""The programme of a session: parts in order, what members propose and bring, and three questions beforehand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.actions import Moment
from communityup.log.models import Line
from communityup.network.circulars.actions import remind_due
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.peers.actions import ask_question
from communityup.network.programme import actions, notices
from communityup.network.programme.models import Host, Part
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Text, Version
from tests import make, make_invitations, make_practice
from tests.make_meetings import DAY, HOUR, attached, in_days, planned, read
from tests.make_network import browser, coordinated, last, lines, member
from tests.make_notices import AMSTERDAM, at
from tests.make_registrations import comes
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
BEGIN = dt.datetime(2027, 3, 10, 19, 30, tzinfo=AMSTERDAM)
SAID = {"busy": "Een sleutel voor iedereen.", "succeeds": "De buren letten op.", "stuck": "Wie sluit er af?"}
State = Part.State
World = tuple[Network, Session, Member, Member]


@built_once
def world() -> World:
    """Return a network of Dilek with a session in March, a member of Amina and one of Bram."""
    made, dilek = coordinated()
    one = member(made, "De Schakel", make.amina())
    other = member(made, "Gemeente Heidelo", make.bram(), kind="municipality")
    moment = Moment(begins_at=BEGIN, ends_at=BEGIN + 2 * HOUR, way="place", where="Buurthuis De Schakel")
    return made, planned(made, dilek, moment), one, other


def by(person: Person) -> Actor:
    return Actor.of(person)


def about(title: str = "Welkom", minutes: int = 15, **more: Any) -> actions.About:
    return actions.About(title=title, minutes=minutes, **more)


def put_in(session: Session, *titles: str, minutes: int = 15, **more: Any) -> list[Part]:
    told = [about(title, minutes, **more) for title in titles]
    return [actions.put_in(session, about=one, by=by(make.dilek())) for one in told]


def proposed(session: Session, person: Person, title: str = "Onze sleutels", **more: Any) -> Part:
    return actions.propose(session, about=about(title, 40, **more), by=by(person))


def order(session: Session) -> list[str]:
    return list(session.programme.filter(state=State.IN).order_by("place").values_list("title", flat=True))


def page(session: Session, person: Person | None = None, more: str = "programma/") -> str:
    return browser(person).get(f"{HERE}{session.slug}/{more}").content.decode()


def heard(event: Line, hearers: Callable[..., set[int]]) -> set[int]:
    return hearers(happening_of(event))


def test_a45_programme_tells_when_each_part_begins_who_brings_it_and_what_it_treats() -> None:
    made, session, one, _other = world()
    question = ask_question(one, theme="Beheer", words="Wie sluit de zaal af?", along=[], by=by(make.amina()))
    put_in(session, "Welkom")
    put_in(
        session, "Sleutels delen", minutes=50, member=one, question=question, who="De beheerder", words="Een rondgang."
    )
    put_in(session, "Napraten")
    for shown in (page(session), page(session, more=""), page(session, make.bram())):
        told = ("19.30 uur", "Welkom", "19.45 uur", "Sleutels delen", "De beheerder · De Schakel",
                "Wie sluit de zaal af?", "20.35 uur", "Napraten")  # fmt: skip
        assert [words for words in told if words not in shown] == []
        programme = shown[shown.index("Welkom") :]
        assert [programme.index(one) for one in ("Sleutels delen", "20.35 uur")] == sorted(
            programme.index(one) for one in ("Sleutels delen", "20.35 uur")
        )
        assert f'href="/netwerken/{made.slug}/leervragen/{question.public_id}/"' in shown
    assert "Een rondgang." in page(session)


def test_b9_question_in_a_programme_is_treated_in_that_session_and_no_more_once_it_is_taken_out() -> None:
    made, session, one, _other = world()
    question = ask_question(one, theme="Beheer", words="Wie sluit de zaal af?", along=[], by=by(make.amina()))
    [part] = put_in(session, "Sleutels delen", question=question)
    path = f"/netwerken/{made.slug}/leervragen/{question.public_id}/"
    assert "Loslaten in de praktijk" in browser().get(path).content.decode()
    actions.take_out(part, by=by(make.dilek()))
    assert "Loslaten in de praktijk" not in browser().get(path).content.decode()


def test_programme_with_a_rough_date_tells_lengths_alone() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek)
    put_in(session, "Welkom", "Rondje")
    assert "15 minuten" in page(session)
    assert " uur" not in page(session).partition("Welkom")[2].partition("Rondje")[0]


def test_parts_change_places_with_their_neighbour_and_stay_at_the_ends() -> None:
    made, session, _one, _other = world()
    first, second, third = put_in(session, "Een", "Twee", "Drie")
    actions.move(third, earlier=True, by=by(make.dilek()))
    assert order(session) == ["Een", "Drie", "Twee"]
    assert last(made).content["direction"] == "earlier"
    actions.move(first, earlier=False, by=by(make.dilek()))
    assert order(session) == ["Drie", "Een", "Twee"]
    before = lines(made)
    actions.move(second, earlier=False, by=by(make.dilek()))
    actions.move(third, earlier=True, by=by(make.dilek()))
    assert (order(session), lines(made)) == (["Drie", "Een", "Twee"], before)


def test_part_that_was_taken_out_comes_back_where_it_stood() -> None:
    made, session, _one, _other = world()
    _first, second, _third = put_in(session, "Een", "Twee", "Drie")
    for _again in range(2):
        actions.take_out(second, by=by(make.dilek()))
    put_in(session, "Vier")
    assert order(session) == ["Een", "Drie", "Vier"]
    assert "Zet het terug" in page(session, make.dilek())
    assert "Zet het terug" not in page(session, make.amina())
    for _again in range(2):
        actions.put_back(second, by=by(make.dilek()))
    assert order(session) == ["Een", "Twee", "Drie", "Vier"]
    assert lines(made)[-3:] == ["programme.part_removed", "programme.part_planned", "programme.part_put_back"]


def test_sent_twice_a_part_is_there_once_and_two_breaks_are_two() -> None:
    _made, session, _one, _other = world()
    put_in(session, "Pauze", "Pauze", "Gesprek", "Pauze")
    assert order(session) == ["Pauze", "Gesprek", "Pauze"]


@pytest.mark.parametrize("kind", ["residents", "municipality"])
def test_e4_any_kind_of_member_proposes_and_hears_what_became_of_it(kind: str) -> None:
    made, dilek = coordinated()
    own = member(made, "De Schakel", make.amina(), kind=kind)
    session = planned(made, dilek, in_days(9))
    part = proposed(session, make.amina())
    assert proposed(session, make.amina()).pk == part.pk
    asked = last(made)
    assert (asked.type, heard(asked, notices.keepers)) == ("programme.part_proposed", {dilek.pk})
    assert order(session) == []
    assert "Onze sleutels" not in page(session), "what waits is not in the programme"
    actions.take_in(part, by=by(dilek))
    assert order(session) == ["Onze sleutels"]
    assert heard(last(made), notices.bringers) == {make.amina().pk}
    second = proposed(session, make.amina(), "Nog iets")
    actions.decline(second, reason="Dit past beter in mei.", by=by(dilek))
    assert heard(last(made), notices.bringers) == {make.amina().pk}
    assert "Dit past beter in mei." in page(session, make.amina())
    assert "Dit past beter in mei." not in page(session)
    assert own.brings_parts.count() == 2


def test_proposal_is_taken_back_with_its_words() -> None:
    made, session, _one, _other = world()
    texts = Text.objects.count()
    part = proposed(session, make.amina(), words="Een verhaal.", who="De beheerder")
    actions.answer(part, **SAID, by=by(make.amina()))
    for person in (make.bram(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.withdraw_proposal(part, by=by(person))
    actions.withdraw_proposal(part, by=by(make.amina()))
    assert (Part.objects.count(), Text.objects.count()) == (0, texts)
    assert last(made).type == "programme.proposal_withdrawn"
    kept = [proposed(session, make.amina())]
    actions.take_in(kept[0], by=by(make.dilek()))
    with pytest.raises(Refused, match="in het programma"):
        actions.withdraw_proposal(kept[0], by=by(make.amina()))


def test_three_questions_are_answered_by_who_brings_it_and_by_nobody_else() -> None:
    made, session, one, _other = world()
    [part] = put_in(session, "Sleutels delen", member=one)
    assert heard(last(made), notices.bringers) == {make.amina().pk}
    for person in (make.dilek(), make.bram(), make.chris()):
        with pytest.raises(NotAllowed):
            actions.answer(part, **SAID, by=by(person))
    for _again in range(2):
        actions.answer(part, **SAID, by=by(make.amina()))
    assert lines(made)[-2:] == ["programme.part_planned", "programme.answered"]
    commits = last(made)
    assert [commits.commit, commits.content["second_commit"], commits.content["third_commit"]] == [
        Version.objects.get(body=words).commit for words in SAID.values()
    ]
    for shown in (page(session), page(session, more="")):
        asked = ("Waar zijn jullie mee bezig?", "Wat lukt er, en waarom?", "Waar lopen jullie vast")
        assert [words for words in (*asked, *SAID.values()) if words not in shown] == []
    [bare] = put_in(session, "Napraten")
    with pytest.raises(NotAllowed):
        actions.answer(bare, **SAID, by=by(make.dilek()))


def test_e22_answers_are_taken_away_after_the_session_too_and_their_words_are_gone() -> None:
    made, session, one, _other = world()
    [part] = put_in(session, "Sleutels delen", member=one)
    actions.answer(part, **SAID, by=by(make.amina()))
    with at(BEGIN + 3 * DAY):
        with pytest.raises(Refused, match="is geweest"):
            actions.answer(part, **{**SAID, "busy": "Anders."}, by=by(make.amina()))
        with pytest.raises(NotAllowed):
            actions.take_answers_away(part, by=by(make.dilek()))
        for _again in range(2):
            actions.take_answers_away(part, by=by(make.amina()))
    assert not Version.objects.filter(body__in=SAID.values()).exists()
    assert lines(made)[-2:] == ["programme.answered", "programme.answers_taken_away"]
    assert SAID["stuck"] not in page(session)


def test_e2_who_keeps_the_programme_changes_no_words_that_a_bringer_wrote() -> None:
    _made, session, one, other = world()
    part = proposed(session, make.amina(), words="Zoals wij het zeggen.")
    with pytest.raises(NotAllowed):
        actions.change(part, about=about("Anders"), by=by(make.dilek()))
    actions.take_in(part, by=by(make.dilek()))
    changed = actions.change(part, about=about("Anders", 25, words="Anders.", member=other), by=by(make.dilek()))
    assert (changed.title, changed.minutes, str(changed.words)) == ("Onze sleutels", 25, "Zoals wij het zeggen.")
    assert changed.member == one
    again = actions.change(part, about=about("Onze deuren", 400, words="Nieuw."), by=by(make.amina()))
    assert (again.title, again.minutes, str(again.words)) == ("Onze deuren", 25, "Nieuw.")
    with pytest.raises(NotAllowed):
        actions.change(part, about=about("Anders"), by=by(make.bram()))
    form = page(session, make.dilek(), f"programma/{part.public_id}/wijzigen/")
    assert 'name="minutes"' in form
    assert 'name="title"' not in form


def test_words_of_a_part_with_answers_stay_with_who_gave_them() -> None:
    _made, session, one, other = world()
    [part] = put_in(session, "Sleutels delen", member=one)
    actions.answer(part, **SAID, by=by(make.amina()))
    with pytest.raises(Refused, match="gaf al antwoord"):
        actions.change(part, about=about("Sleutels delen", member=other), by=by(make.dilek()))


def test_host_keeps_the_programme_as_the_coordinator_does() -> None:
    made, session, _one, other = world()
    with pytest.raises(NotAllowed):
        actions.put_in(session, about=about(), by=by(make.bram()))
    with pytest.raises(NotAllowed):
        actions.name_host(session, member=other, by=by(make.bram()))
    for _again in range(2):
        actions.name_host(session, member=other, by=by(make.dilek()))
    assert lines(made)[-1:] == ["programme.host_named"]
    assert heard(last(made), notices.hosts) == {make.bram().pk}
    part = actions.put_in(session, about=about(), by=by(make.bram()))
    assert "Gemeente Heidelo ontvangt ons." in page(session, more="")
    asked = proposed(session, make.amina())
    assert heard(last(made), notices.keepers) == {make.dilek().pk, make.bram().pk}
    actions.take_in(asked, by=by(make.bram()))
    actions.name_host(session, member=None, by=by(make.dilek()))
    assert not Host.objects.exists()
    with pytest.raises(NotAllowed):
        actions.take_out(part, by=by(make.bram()))


def test_programme_goes_along_in_the_reminder_and_in_the_file_for_a_calendar() -> None:
    _made, session, one, _other = world()
    with at(BEGIN - 30 * DAY):
        comes(session, "Eva")
        put_in(session, "Welkom")
        [part] = put_in(session, "Sleutels delen", minutes=50, member=one)
        actions.answer(part, **SAID, by=by(make.amina()))
    with at(BEGIN - 7 * DAY):
        assert remind_due() == 1
    mail = Mail.objects.get(key__startswith="reminder:")
    told = (
        "Programma:",
        "19.30 uur · Welkom · 15 minuten",
        "19.45 uur · Sleutels delen · De Schakel · 50 minuten",
        *SAID.values(),
    )
    assert [words for words in told if words not in mail.text] == []
    _file, event = attached(mail)
    assert "19.45 uur · Sleutels delen · De Schakel · 50 minuten" in event["DESCRIPTION"]
    assert SAID["stuck"] not in event["DESCRIPTION"]
    _file, own = read(browser().get(f"{HERE}{session.slug}/agenda.ics").content)
    assert "19.30 uur · Welkom · 15 minuten" in own["DESCRIPTION"]


def test_reminder_of_a_session_without_a_programme_says_nothing_of_it() -> None:
    _made, session, _one, _other = world()
    with at(BEGIN - 30 * DAY):
        comes(session, "Eva")
    with at(BEGIN - 7 * DAY):
        remind_due()
    assert "Programma" not in Mail.objects.get(key__startswith="reminder:").text


def test_programme_of_what_was_or_does_not_go_on_stays_as_it_was() -> None:
    _made, session, one, _other = world()
    [part] = put_in(session, "Welkom", member=one)
    waits, dilek = proposed(session, make.amina()), by(make.dilek())
    deeds: list[Callable[[], object]] = [
        lambda: put_in(session, "Nog iets"),
        lambda: proposed(session, make.bram(), "Ook iets"),
        lambda: actions.take_in(waits, by=dilek),
        lambda: actions.change(part, about=about("Anders"), by=dilek),
        lambda: actions.move(part, earlier=True, by=dilek),
        lambda: actions.take_out(part, by=dilek),
        lambda: actions.name_host(session, member=one, by=dilek),
    ]
    with at(BEGIN + 3 * DAY):
        for deed in deeds:
            with pytest.raises(Refused, match="is geweest"):
                deed()
        assert "Zet er een onderdeel in" not in page(session, make.dilek())
    meetings.cancel_session(session, reason="Te weinig mensen.", by=dilek)
    for deed in deeds:
        with pytest.raises(Refused, match="gaat niet door"):
            deed()


def test_b2_programme_of_a_closed_session_is_for_who_is_invited_and_leaves_no_words_in_the_log() -> None:
    made, dilek, session = make_invitations.closed()
    own = member(made, "Gemeente Oeverstad", make.amina(), kind="municipality")
    part = put_in(session, "Onder ons", words="Wat hier blijft.", member=own)[0]
    line = last(made)
    assert (line.commit, heard(line, notices.bringers)) == ("", set()), "who is not invited hears nothing"
    path = f"{HERE}{session.slug}/programma/"
    assert browser(make.amina()).get(path).status_code == browser().get(path).status_code == 404
    make_invitations.invite(session, dilek, make.amina().email)
    assert heard(line, notices.bringers) == {make.amina().pk}
    assert "Wat hier blijft." in page(session, make.amina())
    actions.answer(part, **SAID, by=by(make.amina()))
    assert (last(made).commit, last(made).content["third_commit"]) == ("", None)


def test_full_programme_and_many_proposals_are_refused_with_a_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    _made, session, _one, _other = world()
    monkeypatch.setattr("communityup.network.programme.permissions.MOST_PARTS", 2)
    monkeypatch.setattr("communityup.network.programme.permissions.MOST_PROPOSALS", 1)
    first, _second = put_in(session, "Een", "Twee")
    waits = proposed(session, make.amina())
    for deed in (lambda: put_in(session, "Drie"), lambda: actions.take_in(waits, by=by(make.dilek()))):
        with pytest.raises(Refused, match="vol"):
            deed()
    with pytest.raises(Refused, match="wachten al veel"):
        proposed(session, make.bram(), "Nog een")
    actions.take_out(first, by=by(make.dilek()))
    put_in(session, "Drie")
    with pytest.raises(Refused, match="vol"):
        actions.put_back(first, by=by(make.dilek()))


def test_practice_and_public_challenge_lead_on_and_what_is_not_public_does_not() -> None:
    made, practice, _voice = make_practice.shown()
    session = planned(made, make.dilek(), in_days(9))
    challenge, _amina, _bram = make.closed_challenge_of_two()
    path = f"{HERE}{session.slug}/programma/onderdeel/"
    told = {"title": "Wat wij leerden", "minutes": "30", "practice": practice.public_id}
    address = f"https://elders.example/opgaven/{challenge.slug}/afspraken/"
    refused = browser(make.dilek()).post(path, {**told, "challenge": address})
    assert refused.status_code == 422
    assert "geen openbare opgave" in refused.content.decode()
    challenge.public_at = timezone.now()
    challenge.save(update_fields=["public_at"])
    assert browser(make.dilek()).post(path, {**told, "challenge": address}).status_code == 302
    shown = page(session)
    assert f'href="/opgaven/{challenge.slug}/"' in shown
    assert challenge.title in shown
    assert f'href="/praktijken/{practice.series}/"' in shown
    challenge.public_at = None
    challenge.save(update_fields=["public_at"])
    assert challenge.title not in page(session)

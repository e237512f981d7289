"""The working agreement: there from the start, changed by consent, never for the past, accepted per place."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Ring, Seat, Template
from communityup.workspace.challenges.queries import rules_now
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import PartyConsent
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace.actions import ask_to_go_on, call_step_back
from communityup.workspace.rules import actions, jobs, queries
from communityup.workspace.rules.models import ACCEPT_DAYS, Version
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_notices
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
PARTS = [("Zo praten we", "Eerst luisteren."), ("Zo besluiten we", "Als elke partij akkoord is.")]


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def agreed(challenge: Challenge, body: str, **more: object) -> Version:
    version = actions.propose_rules(challenge, parts=[("Zo praten we", body)], by=by_amina(), **more)  # type: ignore[arg-type]
    assert version.asked is not None
    respond(version.asked, agrees=True, by=by_bram())
    challenge.refresh_from_db()
    version.refresh_from_db()
    return version


def test_a34_on_paper_the_rules_carry_no_invitation_to_click() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = Client()
    client.force_login(amina)
    page = client.get(f"/opgaven/{challenge.slug}/spelregels/").content.decode()
    own = page[page.index('<div class="now" data-own>') :]
    assert own.index('<div class="only-screen">') < own.index("Je kunt nu") < own.index("Stel een verandering voor")


def test_a34_every_challenge_has_rules_from_the_start_and_who_joins_accepts_them_with_one_tap() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    assert [part["title"] for part in rules_now(challenge)][:2] == ["Aan tafel", "Zo praten we"]
    assert set(Seat.objects.filter(person__in=[amina, bram]).values_list("rules", flat=True)) == {1}
    client = Client()
    client.force_login(amina)
    assert "Zo praten we" in client.get("/opgaven/nieuw/").content.decode()


@pytest.mark.parametrize("template", Template.values)
def test_each_template_has_its_rules_in_both_languages(template: str) -> None:
    from django.utils.translation import override

    from communityup.workspace.challenges.queries import articles, usual_rules

    with override("nl"):
        dutch = articles(usual_rules(template))
    with override("en"):
        english = articles(usual_rules(template))
    assert len(dutch) == len(english) >= 9
    assert all(part["body"] for part in dutch + english)
    assert dutch[0]["title"] != english[0]["title"]


def test_e14_rules_change_only_by_consent_and_an_open_question_keeps_the_version_it_was_asked_by() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    goal = propose_goal(challenge, words="Een dak dat niet lekt", by=by_amina())
    version = actions.propose_rules(challenge, parts=PARTS, template=Template.REGULAR, by=by_amina())
    challenge.refresh_from_db()
    assert (challenge.rules, challenge.template) == (1, Template.LIGHT)
    assert version.asked is not None
    respond(version.asked, agrees=True, by=by_bram())
    challenge.refresh_from_db()
    assert (challenge.rules, challenge.template) == (2, Template.REGULAR)
    assert [part["title"] for part in rules_now(challenge)] == ["Zo praten we", "Zo besluiten we"]
    assert lines(challenge)[-2:] == ["rules.rules_proposed", "rules.rules_agreed"]
    assert Goal.objects.get(pk=goal.pk).round.rules == 1
    assert propose_goal(challenge, words="Een tweede doel", by=by_amina()).round.rules == 2


def test_e14_rules_never_count_for_the_past_and_wait_for_their_day(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    today = timezone.localdate()
    with pytest.raises(Refused, match=r"verleden|past"):
        actions.propose_rules(challenge, parts=PARTS, applies_from=today - dt.timedelta(days=1), by=by_amina())
    assert not Version.objects.exists()
    version = agreed(challenge, "Later anders.", applies_from=today + dt.timedelta(days=5))
    assert (challenge.rules, version.in_force_at) == (1, None)
    assert jobs.bring_into_force() == 0
    assert not actions.start_counting(version, by=Actor.job("rules"))
    with pytest.raises(NotAllowed):
        actions.start_counting(version, by=by_amina())
    later = timezone.now() + dt.timedelta(days=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert jobs.bring_into_force() == 1
    assert jobs.bring_into_force() == 0
    challenge.refresh_from_db()
    assert challenge.rules == 2
    assert lines(challenge)[-1] == "rules.rules_came_into_force"


def test_an_older_version_whose_day_comes_later_does_not_replace_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    agreed(challenge, "Later anders.", applies_from=timezone.localdate() + dt.timedelta(days=5))
    agreed(challenge, "Nu anders.")
    assert challenge.rules == 3
    later = timezone.now() + dt.timedelta(days=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.bring_into_force()
    challenge.refresh_from_db()
    assert challenge.rules == 3


def test_proposals_that_change_nothing_or_come_second_or_from_outside_are_refused() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    same = [(part["title"], part["body"]) for part in rules_now(challenge)]
    with pytest.raises(Refused):
        actions.propose_rules(challenge, parts=same, by=by_amina())
    with pytest.raises(Refused):
        actions.propose_rules(challenge, parts=[("Leeg", " ")], by=by_amina())
    with pytest.raises(NotAllowed):
        actions.propose_rules(challenge, parts=PARTS, by=Actor.of(make.chris()))
    version = actions.propose_rules(challenge, parts=PARTS, by=by_amina())
    with pytest.raises(Refused):
        actions.propose_rules(challenge, parts=[("Zo praten we", "Anders.")], by=by_bram())
    assert version.asked is not None
    take_back(version.asked, by=by_amina())
    assert queries.proposal(challenge) is None
    assert actions.propose_rules(challenge, parts=[("Zo praten we", "Anders.")], by=by_bram()).number == 3


def test_a34_who_sits_at_the_table_accepts_for_the_own_place() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    agreed(challenge, "Nieuw.")
    with pytest.raises(Refused):
        actions.accept_rules(challenge, number=1, by=by_amina())
    Seat.objects.filter(person=amina).update(rules=None)
    with pytest.raises(NotAllowed):
        propose_goal(challenge, words="Een doel", by=by_amina())
    actions.accept_rules(challenge, number=2, by=by_amina())
    actions.accept_rules(challenge, number=2, by=by_amina())
    assert lines(challenge).count("rules.rules_accepted") == 1
    propose_goal(challenge, words="Een doel", by=by_amina())
    Seat.objects.filter(person=amina).update(ring=Ring.CONTRIBUTOR)
    with pytest.raises(NotAllowed):
        actions.accept_rules(challenge, number=2, by=by_amina())
    with pytest.raises(NotAllowed):
        actions.accept_rules(challenge, number=2, by=Actor.of(make.chris()))


def test_e12_the_rules_say_how_often_a_party_takes_a_step_back_by_itself() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    agreed(challenge, "Geen stapjes terug zonder ander.", steps_back=0)
    assert call_step_back(challenge, reason="Toch graag.", by=by_amina()).pause is None
    assert queries.steps_back(challenge) == 0
    agreed_again = agreed(challenge, "Eén stapje.", steps_back=1)
    assert agreed_again.number == 3
    challenge.step_backs.update(withdrawn_at=timezone.now())
    called = call_step_back(challenge, reason="Nu wel.", by=by_amina())
    assert called.pause is not None
    respond(ask_to_go_on(challenge, by=by_amina()), agrees=True, by=by_bram())


def test_impossible_numbers_never_reach_the_database() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    agreed(challenge, "Nieuw.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(number=2).update(silent_days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(number=2).update(reading_days=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(number=1).update(in_force_at=None)


def test_one_proposes_reads_the_difference_and_accepts_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = Client(), Client()
    client.force_login(amina)
    other.force_login(bram)
    base = f"/opgaven/{challenge.slug}/spelregels/"
    parts = {f"part_{place}": part["body"] for place, part in enumerate(rules_now(challenge))}
    numbers = {"template": "regular", "steps_back": "3", "silent_days": "30", "reading_days": "7"}
    half = {**parts, **numbers, "new_title": "Koffie"}
    answer = client.post(f"{base}voorstellen/", half)
    assert answer.status_code == 422
    assert "Koffie" in answer.content.decode()
    empty = dict.fromkeys(parts, "")
    assert client.post(f"{base}voorstellen/", {**empty, **numbers}).status_code == 422
    assert client.post(f"{base}voorstellen/", {**half, "new_body": "Samen.", "silent_days": "1"}).status_code == 422
    whole = {**half, "new_body": "Samen."}
    for days in ("", "0", "61", "drie"):
        assert client.post(f"{base}voorstellen/", {**whole, "reading_days": days}).status_code == 422
    sent = client.post(f"{base}voorstellen/", {**half, "part_0": "Anders dan eerst.", "new_body": "Samen."})
    assert sent.status_code == 302
    page = other.get(sent["Location"]).content.decode()
    assert "<ins>Anders dan eerst.</ins>" in page
    assert "<ins>Koffie</ins>" in page
    assert "<del>2</del> <ins>3</ins>" in page
    assert "<del>3</del> <ins>7</ins>" in page


def test_a34_a_past_day_is_refused_in_the_filled_form_and_nothing_typed_is_lost() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client = Client()
    client.force_login(amina)
    parts = {f"part_{place}": part["body"] for place, part in enumerate(rules_now(challenge))}
    numbers = {"template": "light", "steps_back": "3", "silent_days": "30", "reading_days": "7"}
    late = {**parts, **numbers, "part_0": "Ieder spreekt uit.", "applies_from": "2020-03-01"}
    answer = client.post(f"/opgaven/{challenge.slug}/spelregels/voorstellen/", late)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Spelregels gelden nooit voor het verleden" in page
    assert "Ieder spreekt uit.</textarea>" in page
    assert 'value="2020-03-01"' in page
    assert not Version.objects.filter(challenge=challenge, in_force_at=None).exists()


def test_an_agreed_version_is_read_and_accepted_without_javascript() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    other = Client()
    other.force_login(bram)
    base = f"/opgaven/{challenge.slug}/spelregels/"
    version = actions.propose_rules(challenge, parts=[("Zo praten we", "Anders dan eerst.")], by=by_amina())
    assert version.asked is not None
    assert other.post(f"/opgaven/{challenge.slug}/akkoord/{version.asked.public_id}/ja/").status_code == 302
    assert "Anders dan eerst." in Client().get(base).content.decode()
    assert f"{base}accepteren/" not in other.get(base).content.decode(), "who said yes accepted it"
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    Seat.objects.filter(person=make.dilek()).update(rules=1)
    other.force_login(make.dilek())
    page = other.get(base).content.decode()
    assert f"{base}accepteren/" in page
    assert "Je ging akkoord met versie 1" in page
    assert other.post(f"{base}accepteren/", {"number": "2"}).status_code == 302
    assert other.post(f"{base}accepteren/", {"number": "²"}).status_code == 409
    assert f"{base}accepteren/" not in other.get(base).content.decode()
    assert other.get(f"{base}1/").status_code == 200
    assert other.get(f"{base}9/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_one_and_three_versions(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    for place in range(number):
        agreed(challenge, f"Versie {place}.")
    client = Client()
    client.force_login(amina)
    # One for the clock: until when a place counts that accepted an earlier version.
    with django_assert_max_num_queries(17):
        assert client.get(f"/opgaven/{challenge.slug}/spelregels/").status_code == 200


def test_a_version_begins_to_count_once_however_often_the_job_looks() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    version = agreed(challenge, "Eerst luisteren, dan praten.")
    assert version.in_force_at is not None
    assert not actions.start_counting(version, by=Actor.job("rules"))
    with pytest.raises(NotAllowed):
        actions.start_counting(version, by=by_amina())


@built_once
def three_people() -> tuple[Challenge, Person]:
    """Return a challenge of two parties, with Dilek at the table beside Bram; all accepted the first version."""
    challenge, _amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    return challenge, make.dilek()


def test_a34_who_accepted_an_earlier_version_decides_for_a_known_time_and_then_accepts_the_new_one() -> None:
    challenge, dilek = three_people()
    goal = propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(dilek))
    agreed(challenge, "Nieuw.")
    propose_goal(challenge, words="Een tweede doel", by=Actor.of(dilek))
    day = timezone.now() + dt.timedelta(days=ACCEPT_DAYS)
    with make_notices.at(day - dt.timedelta(minutes=5)):
        propose_goal(challenge, words="Een derde doel", by=Actor.of(dilek))
    with make_notices.at(day + dt.timedelta(minutes=5)):
        with pytest.raises(NotAllowed, match=r"veranderd|changed"):
            propose_goal(challenge, words="Een vierde doel", by=Actor.of(dilek))
        assert propose_goal(challenge, words="Een vijfde doel", by=by_bram()).pk, "who said yes for the party acts"
        actions.accept_rules(challenge, number=2, by=Actor.of(dilek))
        propose_goal(challenge, words="Een vierde doel", by=Actor.of(dilek))
    assert Goal.objects.filter(pk=goal.pk).exists(), "what was done before stays (E14)"


def test_a34_who_says_yes_for_a_party_accepts_it_for_their_own_place_and_nobody_else_does() -> None:
    challenge, _dilek = three_people()
    version = agreed(challenge, "Nieuw.")
    accepted = dict(Seat.objects.values_list("person__display_name", "rules"))
    assert accepted == {"Amina": 2, "Bram": 2, "Dilek": 1}
    with make_notices.at(timezone.now() + dt.timedelta(days=60)):
        propose_goal(challenge, words="Een doel", by=by_amina())
    assert version.asked is not None
    assert PartyConsent.objects.filter(round=version.asked).count() == 2


def test_a34_a_version_that_was_not_agreed_asks_nothing_of_anybody() -> None:
    challenge, dilek = three_people()
    version = actions.propose_rules(challenge, parts=PARTS, by=by_amina())
    with make_notices.at(timezone.now() + dt.timedelta(days=60)):
        propose_goal(challenge, words="Een doel", by=Actor.of(dilek))
    assert version.asked is not None
    take_back(version.asked, by=by_amina())
    assert set(Seat.objects.values_list("rules", flat=True)) == {1}
    assert not [task for task in my_tasks(dilek) if "/spelregels/" in task.url]


def test_e12_the_time_to_accept_stands_still_during_a_step_back() -> None:
    challenge, dilek = three_people()
    agreed(challenge, "Nieuw.")
    call_step_back(challenge, reason="Even samen kijken.", by=by_amina())
    with make_notices.at(timezone.now() + dt.timedelta(days=60)):
        assert not queries.lapsed(challenge, Seat.objects.get(person=dilek))


def test_a34_a_second_change_gives_no_more_time_for_the_first() -> None:
    challenge, dilek = three_people()
    agreed(challenge, "Nieuw.")
    with make_notices.at(timezone.now() + dt.timedelta(days=ACCEPT_DAYS - 1)):
        agreed(challenge, "Nog nieuwer.")
    with make_notices.at(timezone.now() + dt.timedelta(days=ACCEPT_DAYS, minutes=5)), pytest.raises(NotAllowed):
        propose_goal(challenge, words="Een doel", by=Actor.of(dilek))


def test_a34_the_page_shows_which_version_how_many_places_accepted_and_until_when_it_counts() -> None:
    challenge, dilek = three_people()
    agreed(challenge, "Nieuw.")
    rows = queries.acceptance(challenge, queries.Lapse.of(challenge))
    day = timezone.localdate() + dt.timedelta(days=ACCEPT_DAYS)
    assert [[(one["number"], one["count"], one["until"]) for one in row["versions"]] for row in rows] == [
        [(2, 1, None)],
        [(2, 1, None), (1, 1, day)],
    ]
    page = Client().get(f"/opgaven/{challenge.slug}/spelregels/").content.decode()
    assert "1 plek: versie 1" in page
    assert "Dilek" not in page, "nobody is named"
    Seat.objects.filter(person=dilek).update(rules=None)
    (row,) = queries.acceptance(challenge, queries.Lapse.of(challenge))[1:]
    assert (row["waiting"], len(row["versions"])) == (1, 1)


def test_a34_it_stands_between_ones_tasks_with_its_last_day_until_one_accepts() -> None:
    challenge, dilek = three_people()
    agreed(challenge, "Nieuw.")
    (task,) = [task for task in my_tasks(dilek) if "/spelregels/" in task.url]
    assert task.due == timezone.localdate() + dt.timedelta(days=ACCEPT_DAYS)
    for other in (make.amina(), make.bram()):
        assert not [task for task in my_tasks(other) if "/spelregels/" in task.url]
    actions.accept_rules(challenge, number=2, by=Actor.of(dilek))
    assert not [task for task in my_tasks(dilek) if "/spelregels/" in task.url]


def test_a34_who_did_not_answer_a_new_version_yet_finds_the_way_to_answer_among_what_one_can_do() -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = actions.propose_rules(challenge, parts=PARTS, by=by_amina())
    assert version.asked is not None
    question = f'href="/opgaven/{challenge.slug}/akkoord/{version.asked.public_id}/"'
    pages = {}
    for person in (amina, bram):
        client = Client()
        client.force_login(person)
        page = client.get(f"/opgaven/{challenge.slug}/spelregels/").content.decode()
        pages[person] = page.partition("Je kunt nu")[2].partition("Akkoord aan tafel")[0]
        assert question in pages[person]
    assert "Antwoord voor je partij" in pages[bram]
    assert "Jouw partij is akkoord" not in pages[bram]
    assert "Jouw partij is akkoord" in pages[amina]
    assert "Antwoord voor je partij" not in pages[amina]
    call_step_back(challenge, reason="Even samen kijken.", by=by_amina())
    shown = client.get(f"/opgaven/{challenge.slug}/spelregels/").content.decode().partition("Je kunt nu")[2]
    assert "Antwoord voor je partij" not in shown
    assert question in shown

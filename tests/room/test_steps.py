"""Steps of the whole challenge go by consent of all parties, never by silence or majority."""

import re
from typing import Any

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import asked_now, open_about
from communityup.workspace.room import actions
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN
from communityup.workspace.tasks.queries import my_tasks
from tests import make

pytestmark = pytest.mark.django_db


def plain(answer: Any, slug: str) -> str:
    """Return a page without what differs by chance: the address asked, and the token of a form."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(slug, "#")


def open_question(challenge: Challenge, about: str) -> Round:
    asked = open_about(challenge, about)
    assert asked is not None
    return asked


def last_line(challenge: Challenge) -> str:
    return Line.objects.filter(stream=challenge.stream).latest("n").type


def test_a1_parties_of_one_kind_cannot_leave_the_lead_in() -> None:
    challenge = make.challenge_of_one()
    make.join(challenge, make.bram(), "Bewoners Zuid", "residents")
    with pytest.raises(Refused):
        actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(make.amina()))
    make.join(challenge, make.dilek(), "Gemeente Lindeveen", "municipality")
    make.step(challenge, LEAVE_LEAD_IN, make.amina(), make.bram(), make.dilek())
    assert challenge.phase == Phase.INTERESTS


def test_e8_silence_of_one_party_is_never_a_yes() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    assert challenge.phase == Phase.LEAD_IN
    silent = [row["name"] for row in asked_now(challenge, None)["questions"][0]["standing"] if row["answer"] is None]
    assert silent == ["School"]


def test_not_yet_needs_a_reason_and_can_become_a_yes() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    with pytest.raises(Refused):
        respond(open_question(challenge, LEAVE_LEAD_IN), agrees=False, by=Actor.of(bram))
    respond(open_question(challenge, LEAVE_LEAD_IN), agrees=False, reason="Eerst het dak", by=Actor.of(bram))
    assert last_line(challenge) == "consent.consent_answered"
    challenge.refresh_from_db()
    assert challenge.phase == Phase.LEAD_IN
    asked = open_question(challenge, LEAVE_LEAD_IN)
    respond(asked, agrees=True, seen=make.seen(asked, bram), by=Actor.of(bram))
    assert last_line(challenge) == "phases.phase_changed"


def test_the_task_to_let_everybody_read_along_leads_to_the_page_where_one_answers() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    actions.propose_step(challenge, GO_PUBLIC, by=Actor.of(amina))
    asked = open_question(challenge, GO_PUBLIC)
    (task,) = [one for one in my_tasks(bram) if one.url.endswith(f"{asked.public_id}/")]
    client = Client()
    client.force_login(bram)
    assert f'action="{task.url}ja/"' in client.get(task.url).content.decode()
    assert client.post(f"{task.url}ja/").status_code == 302
    challenge.refresh_from_db()
    assert challenge.public_at is not None
    assert client.get(task.url).status_code == 200


def test_a_party_that_joins_while_a_step_is_open_counts_too() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    make.join(challenge, make.dilek(), "School", "institution")
    respond(open_question(challenge, LEAVE_LEAD_IN), agrees=True, by=Actor.of(bram))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.LEAD_IN


def test_one_party_alone_takes_no_step() -> None:
    challenge = make.challenge_of_one()
    actions.propose_step(challenge, GO_PUBLIC, by=Actor.of(make.amina()))
    challenge.refresh_from_db()
    assert challenge.public_at is None


def test_e6_a_party_consents_once_however_many_people_it_has() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    make.step(challenge, GO_PUBLIC, amina, make.dilek())
    assert challenge.public_at is None


def test_steps_are_refused_to_outsiders_and_when_taken() -> None:
    challenge, amina, bram = make.challenge_of_two()
    with pytest.raises(NotAllowed):
        actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(make.chris()))
    with pytest.raises(Refused):
        actions.propose_step(challenge, GO_PUBLIC, by=Actor.of(amina))
    asked = actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    with pytest.raises(Refused):
        actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(bram))
    take_back(asked, by=Actor.of(amina))
    with pytest.raises(Refused):
        respond(asked, agrees=True, by=Actor.of(bram))
    assert last_line(challenge) == "consent.consent_withdrawn"


def test_e9_no_party_wipes_away_what_another_proposed_without_a_reason() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    asked = actions.propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        take_back(asked, by=Actor.of(bram))
    asked.refresh_from_db()
    assert asked.outcome == "open"
    inside = Client()
    inside.force_login(bram)
    page = f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/"
    assert f"{page}intrekken/" not in inside.get(page).content.decode()
    inside.force_login(amina)
    assert f"{page}intrekken/" in inside.get(page).content.decode()


def test_a_not_yet_is_bound_to_its_reason_and_the_same_yes_is_one_line() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.join(challenge, make.dilek(), "Welzijn", "institution")
    asked = actions.propose_step(challenge, GO_PUBLIC, by=Actor.of(amina))
    respond(open_question(challenge, GO_PUBLIC), agrees=False, reason="Eerst praten", by=Actor.of(bram))
    reason = asked.answers.get(party__number=2).reason
    assert reason is not None
    assert Line.objects.filter(stream=challenge.stream).latest("n").commit == reason.commit
    respond(asked, agrees=True, seen=make.seen(asked, bram), by=Actor.of(bram))
    count = Line.objects.count()
    respond(open_question(challenge, GO_PUBLIC), agrees=True, by=Actor.of(bram))
    assert Line.objects.count() == count


def test_r20_a_challenge_is_for_its_parties_until_all_open_it() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    address = f"/opgaven/{challenge.slug}/"
    outside, inside = Client(), Client()
    inside.force_login(bram)
    assert outside.get(address).status_code == 404
    assert inside.get(address).status_code == 200
    assert "noindex" in inside.get(address).content.decode()
    make.step(challenge, GO_PUBLIC, amina, bram)
    opened = outside.get(address)
    assert opened.status_code == 200
    assert "noindex" not in opened.content.decode()


def test_a_closed_challenge_looks_like_one_that_does_not_exist() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    chris = Client()
    chris.force_login(make.chris())
    for path in ("", "partijen/", "doelen/", "belangen/", "dialoog/", "afspraken/", "logboek/", "uitnodigen/"):
        closed, absent = chris.get(f"/opgaven/{challenge.slug}/{path}"), chris.get(f"/opgaven/bestaat-niet/{path}")
        assert (closed.status_code, absent.status_code) == (404, 404), path
        assert plain(closed, challenge.slug) == plain(absent, "bestaat-niet")


def test_the_steps_work_in_the_browser_without_javascript() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    first, second = Client(), Client()
    first.force_login(amina)
    second.force_login(bram)
    assert first.post(f"/opgaven/{challenge.slug}/stap/{LEAVE_LEAD_IN}/voorstellen/").status_code == 302
    asked = open_question(challenge, LEAVE_LEAD_IN)
    page = f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/"
    assert page in second.get(f"/opgaven/{challenge.slug}/").content.decode()
    assert second.post(f"{page}nog-niet/", {"reason": ""}).status_code == 422
    assert second.post(f"{page}nog-niet/", {"reason": "Eerst het dak"}).status_code == 302
    assert "Eerst het dak" in first.get(page).content.decode()
    assert second.post(f"{page}ja/", {"seen": make.seen(asked, bram)}).status_code == 302
    assert page in first.get(f"/opgaven/{challenge.slug}/akkoord/").content.decode()
    assert first.get(f"/opgaven/{challenge.slug}/akkoord/onbekend/").status_code == 404
    assert first.post(f"/opgaven/{challenge.slug}/stap/onbekend/voorstellen/").status_code == 404
    challenge.refresh_from_db()
    assert challenge.phase == Phase.INTERESTS


@pytest.mark.parametrize("number", [1, 3])
def test_the_overview_asks_the_same_number_of_questions_for_one_and_three_parties(
    number: int, django_assert_max_num_queries: object
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for place in range(number):
        make.join(challenge, make.person(f"Extra{place}"), f"Partij {place}", "other")
    client = Client()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get(f"/opgaven/{challenge.slug}/").status_code == 200


def test_e22_a_step_does_not_hang_on_a_party_that_left() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    silent = make.dilek()
    make.join(challenge, silent, "School", "institution")
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    leave_platform(silent, by=Actor.of(silent))
    client = Client()
    client.force_login(bram)
    page = f"/opgaven/{challenge.slug}/akkoord/{open_question(challenge, LEAVE_LEAD_IN).public_id}/"
    assert f"{page}ja/" in client.get(page).content.decode()
    client.post(f"{page}ja/")
    challenge.refresh_from_db()
    assert challenge.phase == Phase.INTERESTS


def test_a_step_that_was_taken_or_a_practice_challenge_cannot_take_is_refused() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    for step in (LEAVE_LEAD_IN, GO_PUBLIC):
        with pytest.raises(Refused):
            actions.propose_step(challenge, step, by=Actor.of(amina))
    Challenge.objects.filter(pk=challenge.pk).update(practice=True, public_at=None)
    challenge.refresh_from_db()
    with pytest.raises(Refused):
        actions.propose_step(challenge, GO_PUBLIC, by=Actor.of(amina))

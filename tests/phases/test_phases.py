"""A phase ends by consent of all parties, with what is there and what is not in view; nothing ends by itself."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.cli.work import all_jobs
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Phase, Template
from communityup.workspace.challenges.queries import rules_now
from communityup.workspace.consent.actions import respond
from communityup.workspace.facilitation.actions import confirm
from communityup.workspace.facilitation.queries import waiting_acts
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.imports.actions import open_conversation
from communityup.workspace.mandates.queries import all_said
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.phases import actions, queries
from communityup.workspace.phases.models import Change, Reflection
from communityup.workspace.rules.actions import propose_rules
from communityup.workspace.tasks.queries import Asked, tasks_for
from tests import make
from tests.make_agreements import clock
from tests.make_facilitators import guarded
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WHY = "We kennen elkaar al jaren."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def proposed(challenge: Challenge, to: str, reason: str = "", name: str = "Amina") -> Change:
    change = actions.propose(challenge, to=to, reason=reason, by=by(name))
    assert change is not None
    return change


def gone_on(challenge: Challenge, *phases: str, reason: str = WHY) -> None:
    for phase in phases:
        respond(proposed(challenge, phase, reason).asked, agrees=True, by=by("Bram"))
        challenge.refresh_from_db()


@built_once
def weighed(template: str) -> Challenge:
    """Return a challenge of two whose parties agreed on a heavier way of working."""
    challenge, amina, bram = make.challenge_of_two()
    parts = [(part["title"], part["body"]) for part in rules_now(challenge)]
    parts[0] = (parts[0][0], "Eerst luisteren.")
    version = propose_rules(challenge, parts=parts, template=template, by=Actor.of(amina))
    assert version.asked is not None
    respond(version.asked, agrees=True, by=Actor.of(bram))
    challenge.refresh_from_db()
    return challenge


def answer(path: str, who: str | None, challenge: Challenge, data: dict[str, str] | None = None) -> Any:
    client = Client()
    if who is not None:
        client.force_login(make.person(who))
    address = f"/opgaven/{challenge.slug}/fase/{path}"
    return client.get(address) if data is None else client.post(address, data)


def test_b27_the_lead_in_has_its_checklist_and_ends_with_the_yes_of_all_parties() -> None:
    challenge = weighed(Template.REGULAR)
    shown = {row["key"]: row for row in queries.checklist(challenge)}
    assert {"two_kinds", "rules", "facilitators", "frames", "mandates", "history", "council"} <= shown.keys()
    assert shown["two_kinds"]["done"]
    assert not shown["facilitators"]["done"]
    assert shown["council"]["offered"]
    assert not shown["facilitators"]["offered"]
    make.join(challenge, make.dilek(), "School", "institution")
    change = proposed(challenge, Phase.INTERESTS, WHY)
    respond(change.asked, agrees=True, by=by("Bram"))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.LEAD_IN
    respond(change.asked, agrees=True, by=by("Dilek"))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.INTERESTS
    assert lines(challenge)[-1] == "phases.phase_changed"


def test_b27_what_is_not_there_yet_is_left_out_only_with_a_reason_on_which_all_agree() -> None:
    challenge = weighed(Template.REGULAR)
    before = len(lines(challenge))
    with pytest.raises(Refused):
        actions.propose(challenge, to=Phase.INTERESTS, reason=" ", by=by("Amina"))
    assert len(lines(challenge)) == before
    change = proposed(challenge, Phase.INTERESTS, WHY)
    assert lines(challenge)[before:] == ["phases.change_proposed"]
    assert "facilitators" in change.still_open
    assert "council" not in change.still_open
    page = answer("", "Bram", challenge).content.decode()
    assert WHY in page
    assert WHY in str(queries.why(change.asked))
    facts = Line.objects.filter(stream=challenge.stream).latest("n").bytes
    assert WHY.encode() not in bytes(facts)


def test_r21_a_light_challenge_needs_no_reason_for_what_is_only_offered() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert proposed(challenge, Phase.INTERESTS).still_open == []


def test_a12_no_challenge_enters_the_phase_of_decisions_while_a_party_wrote_no_interest() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    gone_on(challenge, Phase.INTERESTS)
    add_interest(challenge, words="Een warme plek", by=by("Amina"))
    for phase in (Phase.DECIDING, Phase.CARRYING_OUT):
        with pytest.raises(Refused, match="Gemeente Lindeveen"):
            actions.propose(challenge, to=phase, reason=WHY, by=by("Amina"))
    add_interest(challenge, words="Geen hoge kosten", by=by("Bram"))
    gone_on(challenge, Phase.DECIDING)
    assert challenge.phase == Phase.DECIDING


def test_a12_a_party_that_comes_meanwhile_without_an_interest_is_named_at_the_last_yes() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    gone_on(challenge, Phase.INTERESTS)
    for name in ("Amina", "Bram"):
        add_interest(challenge, words="Iets", by=by(name))
    change = proposed(challenge, Phase.DECIDING, WHY)
    make.join(challenge, make.dilek(), "School", "institution")
    respond(change.asked, agrees=True, by=by("Bram"))
    with pytest.raises(Refused, match="School"):
        respond(change.asked, agrees=True, by=by("Dilek"))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.INTERESTS


def test_b26_a_question_past_every_date_stays_open_and_says_for_whom_it_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    clock(monkeypatch)(dt.timedelta(days=800))
    for job in all_jobs():
        job.run()
    shown = queries.page(challenge, None)["change"]
    assert [row["name"] for row in shown["waits_on"]] == ["Gemeente Lindeveen"]
    assert "Wacht op" in answer("", None, challenge).content.decode()
    challenge.refresh_from_db()
    change.asked.refresh_from_db()
    assert (challenge.phase, change.asked.outcome) == (Phase.LEAD_IN, "open")


def test_b24_each_change_of_phase_offers_to_look_back_and_nobody_steers_another() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    offer = f"/fase/{change.public_id}/terugkijken/"
    for name in ("Amina", "Bram"):
        assert offer in answer("", name, challenge).content.decode()
    assert offer not in answer("", None, challenge).content.decode()
    municipality = challenge.parties.get(number=2)
    (task,) = tasks_for(Asked(parties=frozenset({municipality.pk})))
    assert task.url == f"/opgaven/{challenge.slug}/fase/"
    before = len(lines(challenge))
    actions.reflect(change, words="Het luisteren ging goed.", by=by("Amina"))
    assert lines(challenge)[before:] == ["phases.reflection_told"]
    assert "Het luisteren" in answer("", "Amina", challenge).content.decode()
    for other in ("Bram", None):
        assert "Het luisteren" not in answer("", other, challenge).content.decode()
    actions.reflect(change, words="Wij vonden het snel gaan.", by=by("Bram"))
    assert "Het luisteren" in answer("", None, challenge).content.decode()
    respond(change.asked, agrees=True, by=by("Bram"))
    with pytest.raises(Refused):
        actions.reflect(change, words="Te laat.", by=by("Amina"))
    assert offer not in answer("", "Amina", challenge).content.decode()


def test_b24_what_parties_took_along_is_read_by_everybody_after_they_went_on() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    actions.reflect(change, words="Het luisteren ging goed.", by=by("Amina"))
    respond(change.asked, agrees=True, by=by("Bram"))
    gone_on(challenge, Phase.DIALOGUE, Phase.INTERESTS)
    for who in ("Amina", "Bram", "Chris", "Dilek", None):
        page = answer("", who, challenge).content.decode()
        assert "Het luisteren ging goed." in page.partition('id="terugblik"')[2]
        assert page.count("Geen partij keek terug op deze fase.") == 2
        for place in ("", "logboek/"):
            client = Client()
            if who is not None:
                client.force_login(make.person(who))
            assert "fase/#terugblik" in client.get(f"/opgaven/{challenge.slug}/{place}").content.decode()


def test_b24_the_last_yes_takes_nobodys_words_away_and_the_page_says_until_when() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    offer, path = f"/fase/{change.public_id}/terugkijken/", f"{change.public_id}/terugkijken/"
    assert "tot de laatste partij akkoord geeft" in answer("", "Bram", challenge).content.decode()
    respond(change.asked, agrees=True, by=by("Bram"))
    page = answer("", "Bram", challenge).content.decode()
    assert offer in page
    assert "totdat de partijen over de volgende fase gevraagd worden" in page
    assert answer(path, "Bram", challenge, {"words": "Het ging snel."}).status_code == 302
    page = answer("", None, challenge).content.decode()
    assert "Het ging snel." in page
    assert "Achteraf geschreven" in page
    assert offer not in answer("", "Bram", challenge).content.decode()
    again = answer(path, "Bram", challenge, {"words": "Toch anders."})
    assert (again.status_code, "Toch anders." in again.content.decode()) == (422, True)
    challenge.refresh_from_db()
    proposed(challenge, Phase.DIALOGUE, WHY)
    assert offer not in answer("", "Amina", challenge).content.decode()
    with pytest.raises(Refused):
        actions.reflect(Change.objects.get(pk=change.pk), words="Te laat.", by=by("Amina"))


def test_who_changes_the_words_of_looking_back_begins_with_what_stands_there() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    actions.reflect(change, words="Eerst dit.", by=by("Amina"))
    path = f"{change.public_id}/terugkijken/"
    assert "Eerst dit." in answer(path, "Amina", challenge).content.decode()
    assert "Eerst dit." not in answer(path, "Bram", challenge).content.decode()


def test_looking_back_is_for_people_of_a_party_and_changes_their_own_words() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    with pytest.raises(NotAllowed):
        actions.reflect(change, words="Ik ook.", by=by("Chris"))
    for words in ("Eerst dit.", "Toch dat."):
        actions.reflect(change, words=words, by=by("Amina"))
    assert str(Reflection.objects.get().words) == "Toch dat."


def test_going_back_is_a_consent_too_and_asks_no_reason() -> None:
    challenge = weighed(Template.REGULAR)
    gone_on(challenge, Phase.INTERESTS)
    change = proposed(challenge, Phase.LEAD_IN)
    assert challenge.phase == Phase.INTERESTS
    respond(change.asked, agrees=True, by=by("Bram"))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.LEAD_IN


def test_a_second_proposal_the_same_phase_closing_an_outsider_and_a_pause_are_refused() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for phase in (Phase.LEAD_IN, Phase.CLOSED, "nothing"):
        with pytest.raises(Refused):
            actions.propose(challenge, to=phase, by=by("Amina"))
    with pytest.raises(NotAllowed):
        actions.propose(challenge, to=Phase.INTERESTS, by=by("Chris"))
    proposed(challenge, Phase.INTERESTS)
    with pytest.raises(Refused):
        actions.propose(challenge, to=Phase.DIALOGUE, reason=WHY, by=by("Bram"))
    other, _amina, _bram = make.challenge_of_two("Wie zorgt voor het plein?")
    call_step_back(other, reason="Even kijken.", by=by("Bram"))
    with pytest.raises(Refused):
        actions.propose(other, to=Phase.INTERESTS, by=by("Amina"))


def test_e7_both_facilitators_propose_a_phase_with_the_same_reason_and_no_party_answers_with_it() -> None:
    challenge, _first, _second = guarded()
    with pytest.raises(NotAllowed):
        actions.propose(challenge, to=Phase.INTERESTS, by=by("Amina"))
    assert actions.propose(challenge, to=Phase.INTERESTS, by=by("Dilek")) is None
    (act,) = waiting_acts(challenge)
    confirm(act, by=by("Femke"))
    change = Change.objects.get()
    assert not change.asked.answers.exists()
    assert lines(challenge)[-1] == "phases.change_proposed"


def test_a_change_leads_to_another_and_to_a_known_phase() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = proposed(challenge, Phase.INTERESTS)
    for phase in (Phase.LEAD_IN, "nothing"):
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            Change.objects.filter(pk=change.pk).update(after=phase)


@pytest.mark.parametrize(
    ("who", "page", "form", "post"),
    [(None, 200, 302, 403), ("Chris", 200, 403, 403), ("Amina", 200, 200, 302), ("Bram", 200, 200, 302)],
)
def test_each_page_answers_everybody_as_it_should(who: str | None, page: int, form: int, post: int) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before = len(lines(challenge))
    assert answer("", who, challenge).status_code == page
    assert answer("voorstellen/", who, challenge).status_code == form
    assert len(lines(challenge)) == before
    assert answer("voorstellen/", who, challenge, {"to": "interests"}).status_code == post
    change = Change.objects.first() or proposed(challenge, Phase.INTERESTS)
    assert answer(f"{change.public_id}/terugkijken/", who, challenge).status_code == form
    assert answer(f"{change.public_id}/terugkijken/", who, challenge, {"words": "Goed."}).status_code == post
    assert answer(f"{'0' * 32}/terugkijken/", "Amina", challenge).status_code == 404


def test_a_closed_challenge_shows_its_phase_to_nobody_else() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    assert answer("", "Chris", challenge).status_code == 404
    assert answer("", "Amina", challenge).status_code == 200


def test_a_form_without_a_reason_or_words_says_so_and_keeps_what_was_typed() -> None:
    challenge = weighed(Template.HEAVY)
    wrong = answer("voorstellen/", "Amina", challenge, {"to": "dialogue", "reason": ""})
    assert wrong.status_code == 422
    assert '<option value="dialogue" selected>' in wrong.content.decode()
    assert answer("voorstellen/", "Amina", challenge, {"to": "closed", "reason": WHY}).status_code == 422
    change = proposed(challenge, Phase.INTERESTS, WHY)
    assert answer(f"{change.public_id}/terugkijken/", "Amina", challenge, {"words": " "}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_and_three_changes(
    number: int, django_assert_num_queries: Any
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    gone_on(challenge, *([Phase.INTERESTS, Phase.LEAD_IN, Phase.INTERESTS][:number]))
    client = Client()
    address = f"/opgaven/{challenge.slug}/fase/"
    client.get(address)
    with django_assert_num_queries(9):
        assert client.get(address).status_code == 200


def test_a_conversation_held_elsewhere_has_no_phases_and_nothing_that_is_there() -> None:
    held = open_conversation(title="Wat vond de stad?", place="Elders", why="Een oud gesprek.", by=Actor.operator())
    assert queries.checklist(held) == []
    assert queries.possible(held) == []
    page = Client().get(f"/opgaven/{held.slug}/fase/").content.decode()
    assert "is er" not in page
    assert "elders gevoerd" in page
    assert not queries.rules_accepted(held)
    assert not all_said(held)
    with pytest.raises(NotAllowed):
        actions.propose(held, to=Phase.INTERESTS, by=by("Amina"))

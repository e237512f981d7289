"""R24: a slip of the pen keeps answers and consents, unless somebody at the table protests within 48 hours."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.actions import hide, revise
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.corrections import actions, queries
from communityup.workspace.corrections.models import Correction
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace.actions import ask_to_go_on, call_step_back
from tests import make
from tests.make_agreements import agreed, clock
from tests.make_goals import proposed_goal, shared_goal
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 200, 302, 403, 404, 422
WRONG, RIGHT = "Een huis voor de burt in 2028", "Een huis voor de buurt in 2028"


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(name: str | None) -> Client:
    client = Client()
    if name is not None:
        client.force_login(make.person(name))
    return client


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def with_goal(words: str = WRONG) -> tuple[Challenge, Goal]:
    challenge, amina, bram = make.challenge_of_two()
    return challenge, shared_goal(challenge, amina, bram, words=words)


def corrected(challenge: Challenge, goal: Goal, words: str = RIGHT, name: str = "Amina") -> Correction:
    return actions.correct(challenge, about=f"goal:{goal.public_id}", words=words, by=by(name))


def words_of(goal: Goal) -> str:
    goal = Goal.objects.select_related("text__current", "round").get(pk=goal.pk)
    assert goal.state == Goal.State.SHARED
    return str(goal.text)


def test_r24_a_slip_is_corrected_with_its_difference_shown_and_all_answers_stay() -> None:
    challenge, goal = with_goal()
    before, answers = len(lines(challenge)), list(goal.round.answers.values_list("pk", "agrees", "lapsed_at"))
    correction = corrected(challenge, goal)
    assert words_of(goal) == RIGHT
    assert list(goal.round.answers.values_list("pk", "agrees", "lapsed_at")) == answers
    assert lines(challenge)[before:] == ["corrections.slip_corrected"]
    page = client_of("Bram").get(f"/opgaven/{challenge.slug}/verschrijvingen/").content.decode()
    assert "<del>burt</del><ins>buurt</ins>" in page
    assert corrected(challenge, goal) == correction
    assert lines(challenge)[before:] == ["corrections.slip_corrected"]


def test_r24_one_protest_within_48_hours_puts_the_words_of_before_back(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, goal = with_goal()
    correction, before = corrected(challenge, goal), len(lines(challenge))
    clock(monkeypatch)(dt.timedelta(hours=47))
    actions.protest(correction, reason="Het gaat juist om het jaar.", by=by("Bram"))
    assert words_of(goal) == WRONG
    assert lines(challenge)[before:] == ["corrections.correction_undone"]
    assert (
        "Het gaat juist om het jaar."
        in client_of(None).get(f"/opgaven/{challenge.slug}/verschrijvingen/").content.decode()
    )
    with pytest.raises(Refused, match="al"):
        actions.protest(correction, reason="Nog eens.", by=by("Bram"))
    assert str(corrected(challenge, goal).before) == WRONG


def test_r24_after_48_hours_the_correction_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, goal = with_goal()
    correction = corrected(challenge, goal)
    clock(monkeypatch)(dt.timedelta(hours=49))
    with pytest.raises(Refused, match="48 uur"):
        actions.protest(correction, reason="Te laat.", by=by("Bram"))
    assert words_of(goal) == RIGHT
    assert "Niemand protesteerde" in client_of(None).get(f"/opgaven/{challenge.slug}/verschrijvingen/").content.decode()


def test_r24_the_48_hours_stand_still_during_a_step_back(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, goal = with_goal()
    correction = corrected(challenge, goal)
    call_step_back(challenge, reason="Even kijken.", by=by("Bram"))
    with pytest.raises(Refused):
        corrected(challenge, goal, f"{RIGHT}!")
    assert "waarin de klok loopt" in client_of(None).get(f"/opgaven/{challenge.slug}/verschrijvingen/").content.decode()
    clock(monkeypatch)(dt.timedelta(hours=60))
    respond(ask_to_go_on(challenge, by=by("Amina")), agrees=True, by=by("Bram"))
    assert queries.is_open(correction)
    actions.protest(correction, reason="Het jaar klopt niet.", by=by("Bram"))
    assert words_of(goal) == WRONG


@pytest.mark.parametrize("words", ["Een winkel in plaats van een huis", "Geen huis voor wie dan ook"])
def test_r24_what_changes_more_than_a_slip_is_refused_and_goes_the_way_of_a_new_version(words: str) -> None:
    challenge, goal = with_goal()
    before = len(lines(challenge))
    with pytest.raises(Refused, match="meer dan een verschrijving"):
        corrected(challenge, goal, words)
    with pytest.raises(Refused, match="Zo staan"):
        corrected(challenge, goal, WRONG)
    assert words_of(goal) == WRONG
    assert len(lines(challenge)) == before


def test_r24_small_steps_cannot_follow_each_other_while_others_can_still_protest() -> None:
    challenge, goal = with_goal()
    corrected(challenge, goal)
    with pytest.raises(Refused, match="Wacht"):
        corrected(challenge, goal, f"{RIGHT}.", name="Bram")


def test_r24_only_the_table_corrects_and_protests_and_a_proposal_is_corrected_by_who_proposed_it() -> None:
    challenge, goal = with_goal()
    correction = corrected(challenge, goal)
    with pytest.raises(NotAllowed):
        corrected(challenge, goal, name="Chris")
    with pytest.raises(NotAllowed):
        actions.protest(correction, reason="Nee.", by=by("Chris"))
    proposal = proposed_goal(challenge, make.amina(), "Geen dremples bij de deur")
    with pytest.raises(NotAllowed, match="van wie"):
        corrected(challenge, proposal, "Geen drempels bij de deur", name="Bram")
    corrected(challenge, proposal, "Geen drempels bij de deur")
    with pytest.raises(Http404):
        actions.correct(challenge, about=f"goal:{'0' * 32}", words="x", by=by("Amina"))
    with pytest.raises(Http404):
        actions.correct(challenge, about=f"nothing:{goal.public_id}", words="x", by=by("Amina"))


def test_r24_an_agreement_is_corrected_by_one_of_its_sides_and_stays_confirmed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    agreement = agreed(challenge, amina, bram)
    agreement.refresh_from_db()
    assert agreement.standing is not None
    about, words = f"agreement:{agreement.public_id}", f"{agreement.standing.what}!"
    with pytest.raises(NotAllowed, match="van wie"):
        actions.correct(challenge, about=about, words=words, by=by("Dilek"))
    correction = actions.correct(challenge, about=about, words=words, by=by("Bram"))
    agreement.refresh_from_db()
    assert agreement.state == "agreed"
    assert str(agreement.standing.what.versions.get(number=2)) == words
    actions.protest(correction, reason="Dat was zo bedoeld.", by=by("Dilek"))


def test_r24_both_sides_of_an_agreement_find_the_way_to_correct_it_and_others_get_no_form() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    agreement = agreed(challenge, amina, bram)
    here = f"/opgaven/{challenge.slug}/verschrijvingen/"
    form = f"{here}verbeteren/agreement/{agreement.public_id}/"
    page = f"/opgaven/{challenge.slug}/afspraken/{agreement.public_id}/"
    for who, links, status in (
        ("Amina", True, OK),
        ("Bram", True, OK),
        ("Dilek", False, FORBIDDEN),
        (None, False, FOUND),
    ):
        client = client_of(who)
        assert (form in client.get(page).content.decode()) == links, who
        assert client.get(form).status_code == status, who
    assert f'href="{here}"' in client_of(None).get(f"/opgaven/{challenge.slug}/logboek/").content.decode()


def test_r24_a_proposal_opens_its_form_to_who_proposed_it_alone() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    goal = proposed_goal(challenge, make.amina(), words="Een dak dat niet lekt")
    form = f"/opgaven/{challenge.slug}/verschrijvingen/verbeteren/goal/{goal.public_id}/"
    assert [client_of(who).get(form).status_code for who in ("Amina", "Bram")] == [OK, FORBIDDEN]


def test_r24_words_that_are_hidden_or_changed_since_are_left_alone() -> None:
    challenge, goal = with_goal()
    correction = corrected(challenge, goal)
    other = shared_goal(challenge, make.amina(), make.bram(), words="Twee ingangen aan de staat")
    revise(goal.text, f"{RIGHT}, echt", by=by("Amina"))
    with pytest.raises(Refused, match="andere manier"):
        actions.protest(correction, reason="Nee.", by=by("Bram"))
    hide(other.text)
    with pytest.raises(Refused, match="verborgen"):
        corrected(challenge, other, "Twee ingangen aan de straat")


def test_a_protest_without_party_or_reason_can_never_be() -> None:
    challenge, goal = with_goal()
    correction = corrected(challenge, goal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(protested_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(after=correction.before)


@pytest.mark.parametrize(
    ("who", "form", "send"), [(None, FOUND, FORBIDDEN), ("Chris", FORBIDDEN, FORBIDDEN), ("Bram", OK, FOUND)]
)
def test_the_addresses_answer_each_role(who: str | None, form: int, send: int) -> None:
    challenge, goal = with_goal()
    client, here = client_of(who), f"/opgaven/{challenge.slug}/verschrijvingen/"
    before = Line.objects.count()
    assert client.get(here).status_code == OK
    assert client.get(f"{here}verbeteren/goal/{goal.public_id}/").status_code == form
    assert Line.objects.count() == before
    assert client.post(f"{here}verbeteren/goal/{goal.public_id}/", {"words": RIGHT}).status_code == send
    correction = Correction.objects.first() or corrected(challenge, goal)
    assert client.get(f"{here}{correction.public_id}/protest/").status_code == form
    assert client.post(f"{here}{correction.public_id}/protest/", {"reason": "Toch niet."}).status_code == send
    if who == "Bram":
        assert client.get(f"{here}{'0' * 32}/protest/").status_code == NOT_FOUND


def test_forms_say_what_is_wrong_and_keep_what_was_typed() -> None:
    challenge, goal = with_goal()
    client, here = client_of("Amina"), f"/opgaven/{challenge.slug}/verschrijvingen/"
    assert WRONG in client.get(f"{here}verbeteren/goal/{goal.public_id}/").content.decode()
    assert f"verbeteren/goal/{goal.public_id}/" in client.get(f"/opgaven/{challenge.slug}/doelen/").content.decode()
    long = client.post(f"{here}verbeteren/goal/{goal.public_id}/", {"words": "x" * 400})
    assert long.status_code == UNPROCESSABLE
    assert "x" * 400 in long.content.decode()
    correction = corrected(challenge, goal)
    assert client.post(f"{here}{correction.public_id}/protest/", {"reason": " "}).status_code == UNPROCESSABLE
    assert words_of(goal) == RIGHT


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_two_queries_for_one_and_three_corrections(number: int, django_assert_num_queries: Any) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for which in range(number):
        goal = shared_goal(challenge, amina, bram, words=f"{WRONG} {which}")
        corrected(challenge, goal, f"{RIGHT} {which}")
    with django_assert_num_queries(2):
        assert len(queries.page(challenge)["corrections"]) == number

"""A challenge is closed by the yes of all parties, with what came of it, and opened again the same way (E1, R26)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.agreements.actions import propose_agreement, tell_kept
from communityup.workspace.challenges.actions import invite_party
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Phase
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue.actions import take_part_in_own_name
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.endings import actions, queries
from communityup.workspace.endings.models import Closing, Outcome
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.phases.actions import propose as go_to
from communityup.workspace.rings.actions import follow
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_agreements import agreed
from tests.make_dialogue import dialogue_of_two
from tests.make_endings import WHY, closed, closed_challenge, proposed_closing
from tests.make_facilitators import guarded
from tests.make_goals import proposed_goal
from tests.make_notices import own, told

pytestmark = pytest.mark.django_db


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def answer(path: str, who: str | None, challenge: Challenge, data: dict[str, str] | None = None) -> Any:
    client = Client()
    if who is not None:
        client.force_login(make.person(who))
    address = f"/opgaven/{challenge.slug}/{path}"
    return client.get(address) if data is None else client.post(address, data)


def test_e1_one_party_asks_and_only_the_yes_of_all_closes_a_challenge() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    before = len(lines(challenge))
    made = proposed_closing(challenge, amina)
    assert lines(challenge)[before:] == ["endings.closing_proposed"]
    challenge.refresh_from_db()
    assert queries.state(challenge) == "close_proposed"
    respond(made.asked, agrees=True, by=Actor.of(bram))
    challenge.refresh_from_db()
    assert queries.state(challenge) == "close_proposed"
    respond(made.asked, agrees=True, by=by("Dilek"))
    challenge.refresh_from_db()
    assert queries.state(challenge) == "closed"
    assert lines(challenge)[-1] == "endings.challenge_closed"
    assert lines(challenge)[before:].count("endings.challenge_closed") == 1
    page = answer("afsluiten/", None, challenge).content.decode()
    for words in (WHY, "Samen gestopt", "Gemeente Lindeveen", "School"):
        assert words in page


@pytest.mark.parametrize("phase", ["lead_in", "dialogue"])
def test_a_challenge_that_closed_shows_in_which_phase_and_no_later_one_as_done(phase: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    if phase != "lead_in":
        change = go_to(challenge, to=phase, by=Actor.of(amina))
        assert change is not None
        respond(change.asked, agrees=True, by=Actor.of(bram))
    closed(challenge, amina, bram)
    done = 0 if phase == "lead_in" else 2
    for path in ("", "fase/"):
        page = Client().get(f"/opgaven/{challenge.slug}/{path}").content.decode()
        assert (page.count('<li class="done">'), page.count('class="now-step"')) == (done, 1), path
    assert f"Alle partijen sloten deze opgave, in deze fase: {Phase(phase).label}." in page
    assert "Niets sluit vanzelf" not in page


def test_overview_of_a_closed_challenge_asks_nobody_for_anything() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asks = ("Wie ontbreekt?", "Wie zou je willen horen voordat jullie besluiten?")
    before = answer("", "Amina", challenge).content.decode()
    assert [words for words in asks if words not in before] == []
    closed(challenge, amina, bram)
    after = answer("", "Amina", challenge).content.decode()
    assert [words for words in asks if words in after] == []


@pytest.mark.parametrize("who", ["Dilek", "Femke", "Chris"])
def test_e1_neither_who_guards_the_process_nor_an_outsider_nor_the_administrator_can_close(who: str) -> None:
    challenge, _first, _second = guarded()
    assert not hasattr(make.person(who), "is_superuser"), "nobody has an account with more rights"
    data = {"outcome": "together", "reason": WHY}
    assert answer("afsluiten/voorstellen/", who, challenge, data).status_code == 403
    made = proposed_closing(challenge, make.amina())
    assert answer(f"akkoord/{made.asked.public_id}/ja/", who, challenge, {}).status_code == 403
    challenge.refresh_from_db()
    assert queries.state(challenge) == "close_proposed"
    with pytest.raises(NotAllowed):
        actions.propose(challenge, outcome="together", reason=WHY, by=Actor.operator())


def test_e1_who_may_not_see_a_challenge_finds_nothing_to_close() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    for path in ("afsluiten/", "afsluiten/voorstellen/", "afsluiten/heropenen/"):
        assert answer(path, "Chris", challenge).status_code == 404


def test_e1_starter_and_municipality_have_no_right_of_their_own() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for first, other in ((amina, bram), (bram, amina)):
        made = proposed_closing(challenge, first)
        challenge.refresh_from_db()
        assert challenge.phase != Phase.CLOSED
        with pytest.raises(NotAllowed):
            take_back(made.asked, by=Actor.of(other))
        take_back(made.asked, by=Actor.of(first))


def test_e8_silence_is_no_yes_and_a_no_with_its_reason_leaves_it_open() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = proposed_closing(challenge, amina)
    assert "nog geen antwoord" in answer("afsluiten/", None, challenge).content.decode()
    with pytest.raises(Refused):
        respond(made.asked, agrees=False, by=Actor.of(bram))
    respond(made.asked, agrees=False, reason="Eerst de sleutels terug.", by=Actor.of(bram))
    challenge.refresh_from_db()
    assert queries.state(challenge) == "close_proposed"
    assert "Eerst de sleutels terug." in answer("afsluiten/", None, challenge).content.decode()


def test_r15_a_party_that_sleeps_does_not_keep_the_others_from_closing() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asleep = make.join(challenge, make.dilek(), "School", "institution")
    Party.objects.filter(pk=asleep.pk).update(state=Party.State.ASLEEP)
    closed(challenge, amina, bram)
    assert challenge.phase == Phase.CLOSED


def test_r26_who_takes_it_over_takes_part_and_says_yes_itself() -> None:
    challenge, amina, bram = make.challenge_of_two()
    taker = challenge.parties.get(number=2)
    for outcome, party in (("taken_over", None), ("together", taker)):
        with pytest.raises(Refused):
            actions.propose(challenge, outcome=outcome, reason=WHY, taken_over_by=party, by=Actor.of(amina))
    school = make.join(challenge, make.dilek(), "School", "institution")
    made = actions.propose(challenge, outcome="taken_over", reason=WHY, taken_over_by=school, by=Actor.of(amina))
    Party.objects.filter(pk=school.pk).update(state=Party.State.LEFT, left_at=timezone.now())
    with pytest.raises(Refused, match="School"):
        respond(made.asked, agrees=True, by=Actor.of(bram))
    challenge.refresh_from_db()
    assert challenge.phase != Phase.CLOSED
    Party.objects.filter(pk=school.pk).update(state=Party.State.ACTIVE, left_at=None)
    respond(made.asked, agrees=True, by=Actor.of(bram))
    respond(made.asked, agrees=True, by=by("Dilek"))
    page = answer("afsluiten/", None, challenge).content.decode()
    assert "Gaat ermee verder" in page


@pytest.mark.parametrize("outcome", [one for one in Outcome if one != Outcome.TAKEN_OVER])
def test_r26_every_outcome_is_a_respectable_end(outcome: Outcome) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = closed(challenge, amina, bram, outcome=outcome)
    assert (challenge.phase, made.outcome) == (Phase.CLOSED, outcome)
    assert "mislukt" not in answer("afsluiten/", None, challenge).content.decode()


def test_a_second_proposal_a_step_back_one_party_alone_and_no_reason_are_refused() -> None:
    challenge, amina, bram = make.challenge_of_two()
    with pytest.raises(Refused, match=r"alle partijen|all parties"):
        actions.propose(challenge, outcome="together", reason="  ", by=Actor.of(amina))
    with pytest.raises(Refused):
        actions.propose_reopening(challenge, reason=WHY, by=Actor.of(amina))
    proposed_closing(challenge, amina)
    with pytest.raises(Refused):
        proposed_closing(challenge, bram)
    call_step_back(challenge, reason="Even kijken.", by=Actor.of(bram))
    with pytest.raises(Refused):
        respond(Closing.objects.get().asked, agrees=True, by=Actor.of(bram))
    alone = make.challenge_of_one(title="Wie doet er mee?")
    with pytest.raises(Refused, match=r"alleen|alone"):
        proposed_closing(alone, amina)


def test_r26_agreements_go_on_and_all_else_says_closed_in_one_sentence() -> None:
    challenge, amina, bram = make.challenge_of_two()
    promise = agreed(challenge, bram, amina, days=30)
    closed(challenge, amina, bram)
    before = lines(challenge)
    for refused in (
        lambda: add_interest(challenge, words="Nog iets", by=Actor.of(amina)),
        lambda: invite_party(
            challenge, name="School", kind="institution", email="school@example.org", by=Actor.of(amina)
        ),
        lambda: proposed_closing(challenge, amina),
        lambda: propose_agreement(
            challenge, promised_by=promise.promised_by, promised_to=promise.promised_to, what="Iets",
            due=timezone.localdate(), evidence="Iets", by=Actor.of(bram),
        ),
    ):  # fmt: skip
        with pytest.raises(Refused), transaction.atomic():
            refused()
    assert lines(challenge) == before
    tell_kept(promise, by=Actor.of(bram))
    assert lines(challenge)[len(before) :] == ["agreements.agreement_kept"]
    page = answer("doelen/", "Amina", challenge).content.decode()
    assert "Deze opgave is afgesloten" in page


def test_questions_and_rounds_end_with_a_told_reason_and_nobody_is_asked_any_more() -> None:
    challenge, amina, bram, _thoughts = dialogue_of_two()
    proposed_goal(challenge, amina, "Een plek voor iedereen")
    change = go_to(challenge, to=Phase.INTERESTS, by=Actor.of(amina))
    assert change is not None
    asked = change.asked
    assert my_tasks(bram)
    made = closed(challenge, amina, bram)
    asked.refresh_from_db()
    assert (asked.outcome, made.ended) == (Round.Outcome.WITHDRAWN, [asked.public_id])
    assert not Dialogue.objects.filter(challenge=challenge, closed_at=None).exists()
    assert my_tasks(bram) == []
    assert (
        "omdat alle partijen de opgave afsloten"
        in answer(f"akkoord/{asked.public_id}/", None, challenge).content.decode()
    )
    assert answer("dialoog/delen/", "Amina", challenge, {"body": "Nog een gedachte"}).status_code == 409


def test_an_invitation_can_no_longer_be_accepted_and_says_why() -> None:
    challenge, amina, bram = make.challenge_of_two()
    party = invite_party(challenge, name="School", kind="institution", email=make.dilek().email, by=Actor.of(amina))
    closed(challenge, amina, bram)
    assert my_tasks(make.dilek()) == []
    client = Client()
    client.force_login(make.dilek())
    pk = Invitation.objects.get(party=party).pk
    assert client.post(f"/opgaven/mijn-uitnodiging/{pk}/aannemen/", {"name": "School"}).status_code == 409
    party.refresh_from_db()
    assert party.state == Party.State.INVITED


def test_people_leave_a_closed_challenge_and_take_their_words_back() -> None:
    challenge, amina, _bram, _closing = closed_challenge()
    make_colleague = make.person("Erna")
    make.colleague(challenge.parties.get(number=1), make_colleague, inviter=amina)
    leave_seat(challenge, by=Actor.of(make_colleague))
    assert lines(challenge)[-1] == "challenges.seat_left"
    assert answer("mijn-woorden/", "Amina", challenge).status_code == 200


def test_all_parties_open_a_closed_challenge_again_in_the_phase_it_was_in() -> None:
    challenge, amina, bram, _closing = closed_challenge()
    before = len(lines(challenge))
    made = actions.propose_reopening(challenge, reason="De koop ging niet door.", by=Actor.of(amina))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.CLOSED
    assert "De koop ging niet door." in answer("afsluiten/", "Bram", challenge).content.decode()
    assert [task.url for task in my_tasks(bram)] == [f"/opgaven/{challenge.slug}/afsluiten/"]
    respond(made.asked, agrees=False, reason="Eerst praten.", by=Actor.of(bram))
    respond(made.asked, agrees=True, seen=make.seen(made.asked, bram), by=Actor.of(bram))
    challenge.refresh_from_db()
    assert challenge.phase == Phase.LEAD_IN
    assert lines(challenge)[before:] == [
        "endings.reopening_proposed", "consent.consent_answered", "endings.challenge_reopened",
    ]  # fmt: skip
    add_interest(challenge, words="Nog iets", by=Actor.of(amina))
    closed(challenge, bram, amina)
    page = answer("afsluiten/", None, challenge).content.decode()
    assert "Weer geopend omdat: De koop ging niet door." in page
    assert page.count(WHY) == 2, "why it was closed, then and now"
    with pytest.raises(Refused):
        actions.propose_reopening(challenge, reason=" ", by=Actor.of(amina))


def test_all_parties_followers_and_people_in_their_own_name_hear_it_at_the_same_moment() -> None:
    challenge, amina, bram, _thoughts = dialogue_of_two()
    take_part_in_own_name(challenge, by=by("Chris"))
    follow(challenge, by=by("Volger"))
    told(lambda: None)
    told(lambda: closed(challenge, amina, bram))
    for who in ("Amina", "Bram", "Chris", "Volger"):
        heard = own(make.person(who))
        assert "endings.closing_proposed" in heard, who
        assert heard[-1] == "endings.challenge_closed", who


def test_the_list_marks_what_is_closed_and_shows_only_that_when_asked() -> None:
    challenge, _amina, _bram, _closing = closed_challenge()
    other, _amina, _bram = make.challenge_of_two("Wie zorgt voor het plein?")
    for chosen, shown, hidden in (("afgesloten", challenge, other), ("lopend", other, challenge)):
        page = Client().get(f"/opgaven/?toon={chosen}").content.decode()
        assert f"/opgaven/{shown.slug}/" in page
        assert f"/opgaven/{hidden.slug}/" not in page
    assert "Afgesloten" in Client().get("/opgaven/").content.decode()


def test_a_closing_has_a_known_outcome_and_a_taker_only_when_one_takes_over() -> None:
    _challenge, _amina, _bram, made = closed_challenge()
    for wrong in ({"outcome": "nothing"}, {"outcome": "taken_over"}, {"before": "closed"}):
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            Closing.objects.filter(pk=made.pk).update(**wrong)


@pytest.mark.parametrize(
    ("who", "page", "form", "post"),
    [(None, 200, 302, 403), ("Chris", 200, 403, 403), ("Amina", 200, 200, 302), ("Bram", 200, 200, 302)],
)
def test_each_page_answers_everybody_as_it_should(who: str | None, page: int, form: int, post: int) -> None:
    challenge, amina, bram = make.challenge_of_two()
    before = lines(challenge)
    assert answer("afsluiten/", who, challenge).status_code == page
    assert answer("afsluiten/voorstellen/", who, challenge).status_code == form
    assert answer("afsluiten/", who, challenge, {}).status_code == 405
    assert lines(challenge) == before
    data = {"outcome": "not_yet", "reason": WHY}
    assert answer("afsluiten/voorstellen/", who, challenge, data).status_code == post
    made = Closing.objects.first() or proposed_closing(challenge, amina)
    for person in (amina, bram):
        if made.asked.answers.filter(person=person).first() is None:
            respond(made.asked, agrees=True, by=Actor.of(person))
    assert answer("afsluiten/heropenen/", who, challenge).status_code == form
    assert answer("afsluiten/heropenen/", who, challenge, {"reason": WHY}).status_code == post


def test_a_form_that_is_not_right_says_so_and_keeps_what_was_typed() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    taker = challenge.parties.get(number=2).public_id
    for data in (
        {"outcome": "", "reason": WHY},
        {"outcome": "together", "reason": ""},
        {"outcome": "together", "reason": "x" * 1001},
        {"outcome": "taken_over", "reason": WHY},
        {"outcome": "together", "taken_over_by": taker, "reason": WHY},
    ):
        wrong = answer("afsluiten/voorstellen/", "Amina", challenge, data)
        assert wrong.status_code == 422
        assert data["reason"] in wrong.content.decode()
    good = {"outcome": "taken_over", "taken_over_by": taker, "reason": WHY}
    assert answer("afsluiten/voorstellen/", "Amina", challenge, good).status_code == 302
    assert answer("afsluiten/heropenen/", "Amina", challenge, {"reason": ""}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_and_three_agreements(
    number: int, django_assert_num_queries: Any
) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for _one in range(number):
        agreed(challenge, amina, bram)
    closed(challenge, amina, bram)
    client = Client()
    address = f"/opgaven/{challenge.slug}/afsluiten/"
    client.get(address)
    with django_assert_num_queries(8):
        assert client.get(address).status_code == 200


def test_the_page_of_closing_says_to_a_party_alone_what_it_can_do(client: Client) -> None:
    challenge = make.challenge_of_one()
    client.force_login(make.amina())
    page = client.get(f"/opgaven/{challenge.slug}/afsluiten/").content.decode()
    assert "jullie zijn hier de enige" in page
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    assert "jullie zijn hier de enige" not in client.get(f"/opgaven/{challenge.slug}/afsluiten/").content.decode()

"""The clerk records what a competent body decided, beside what the table decided, and nothing else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements.actions import confirm_agreement, propose_agreement
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.formal import actions, queries
from communityup.workspace.formal.actions import Decided
from communityup.workspace.formal.models import FormalDecision
from communityup.workspace.goals.actions import agree_to_goal, agree_to_retire, ask_to_retire, propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace.actions import call_step_back
from tests import make
from tests.make_dialogue import on_own_name
from tests.make_endings import closed
from tests.make_notices import own, told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
GOAL = "De Schakel blijft tien jaar open"
REASON = "De raad kan zich nu niet langer dan vijf jaar binden."


def clerk() -> Person:
    return make.person("Griffie")


def by_clerk() -> Actor:
    return Actor.of(clerk())


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def goal_of(challenge: Challenge, words: str = GOAL) -> Goal:
    goal = propose_goal(challenge, words=words, by=Actor.of(make.amina()))
    return agree_to_goal(goal, by=Actor.of(make.bram()))


@built_once
def table() -> tuple[Challenge, Goal]:
    """Return a public challenge with a clerk and one shared goal."""
    challenge, _amina, _bram = make.challenge_of_two()
    make.observer(challenge, clerk(), "clerk")
    return challenge, goal_of(challenge)


def decided(goal: Goal | None = None, **changed: object) -> Decided:
    given = {
        "body": "council",
        "day": timezone.localdate(),
        "reference": "2027-014",
        "words": "De raad stelt het kader vast.",
        "beside": "as_table" if goal else "apart",
        "about": [f"goal:{goal.public_id}"] if goal else [],
    }
    return Decided(**{**given, **changed})  # type: ignore[arg-type]


def otherwise(goal: Goal) -> Decided:
    return decided(goal, beside="otherwise", reason=REASON, reason_link="https://gemeente.example/besluit")


def page(person: Person | None, address: str) -> str:
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_r22_the_clerk_records_a_formal_decision_and_the_outcome_of_the_table_stays_as_it_is() -> None:
    challenge, goal = table()
    before = len(lines(challenge))
    made = actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    assert lines(challenge)[before:] == ["formal.decision_recorded"]
    goal.refresh_from_db()
    assert goal.state == Goal.State.SHARED
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert (line.content["role"], line.content["beside"], line.party) == ("clerk", "as_table", "")
    shown = page(None, f"/opgaven/{challenge.slug}/formele-besluiten/{made.public_id}/")
    table_side = shown.split("Wat de tafel besloot")[1]
    assert GOAL in table_side
    assert "De raad stelt het kader vast." in shown.split("Wat de tafel besloot")[0]


@pytest.mark.parametrize("who", ["resident", "municipality", "council", "outsider", "facilitator"])
def test_r22_nobody_but_the_clerk_records_a_decision(who: str) -> None:
    challenge, goal = table()
    make.observer(challenge, make.chris(), "council")
    Facilitator.objects.create(challenge=challenge, person=make.person("Femke"), since=timezone.now())
    people = {
        "resident": make.amina(),
        "municipality": make.bram(),
        "council": make.chris(),
        "outsider": make.dilek(),
        "facilitator": make.person("Femke"),
    }
    with pytest.raises(NotAllowed):
        actions.record_decision(challenge, decided=decided(goal), by=Actor.of(people[who]))


def test_r22_a_clerk_who_takes_a_place_records_no_more() -> None:
    challenge, goal = table()
    made = actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    addresses = [f"/opgaven/{challenge.slug}/formele-besluiten/{one}" for one in ("", f"{made.public_id}/")]
    offers = ("/vastleggen/", "/verbeteren/")
    for address, offer in zip(addresses, offers, strict=True):
        assert offer in page(clerk(), address)
    make.colleague(challenge.parties.get(number=1), clerk(), inviter=make.amina())
    with pytest.raises(NotAllowed, match="griffier"):
        actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    for address, offer in zip(addresses, offers, strict=True):
        assert offer not in page(clerk(), address), "no button that is refused"


def test_t6_otherwise_than_the_table_needs_a_public_reason_and_offers_every_party_a_step_back() -> None:
    challenge, goal = table()
    with pytest.raises(Refused, match="reden"):
        actions.record_decision(challenge, decided=decided(goal, beside="otherwise"), by=by_clerk())
    made = actions.record_decision(challenge, decided=otherwise(goal), by=by_clerk())
    assert lines(challenge)[-1] == "formal.otherwise_decided"
    address = f"/opgaven/{challenge.slug}/formele-besluiten/{made.public_id}/"
    step_back = f'href="/opgaven/{challenge.slug}/tempo/stapje-terug/"'
    for person in (make.amina(), make.bram()):
        assert step_back in page(person, address)
    for reader in (None, clerk()):
        shown = page(reader, address)
        assert step_back not in shown
        assert REASON in shown
        assert "https://gemeente.example/besluit" in shown
    call_step_back(challenge, reason="Samen kijken naar het besluit.", by=Actor.of(make.amina()))
    with pytest.raises(IntegrityError), transaction.atomic():
        FormalDecision.objects.update(reason=None)


def test_t6_a_decision_as_the_table_offers_no_step_back() -> None:
    challenge, goal = table()
    made = actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    shown = page(make.amina(), f"/opgaven/{challenge.slug}/formele-besluiten/{made.public_id}/")
    assert "/tempo/stapje-terug/" not in shown


def test_r22_everybody_hears_of_a_deviation_at_once_also_contributors_and_who_takes_part_in_their_own_name() -> None:
    challenge, goal = table()
    for number in range(7):
        make.colleague(challenge.parties.get(number=1), make.person(f"Lid{number}"), inviter=make.amina())
    assert challenge.seats.get(person=make.person("Lid6")).ring == "contributor"
    (guest,) = on_own_name(challenge, 1)
    make.observer(challenge, make.chris())
    told()
    told(lambda: actions.record_decision(challenge, decided=otherwise(goal), by=by_clerk()))
    for person in (make.amina(), make.bram(), make.person("Lid6"), guest, make.chris(), clerk()):
        assert own(person)[-1] == "formal.otherwise_decided", person
    assert own(make.person("Emre")) == []


def refused(sentence: str, **changed: object) -> None:
    """Record a decision that is changed like this, and see that it is refused with these words and leaves no line."""
    challenge, goal = table()
    before = len(lines(challenge))
    with pytest.raises(Refused, match=sentence):
        actions.record_decision(challenge, decided=decided(goal, **changed), by=by_clerk())
    assert len(lines(challenge)) == before


def test_a_decision_of_tomorrow_is_refused_with_a_clear_sentence() -> None:
    refused("Kies vandaag", day=timezone.localdate() + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"about": ["goal:" + "0" * 32]}, "niet meer"),
        ({"about": ["party:x"]}, "niet meer"),
        ({"about": []}, "tafel"),
        ({"beside": "otherwise", "about": [], "reason": REASON}, "tafel"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_a_clear_sentence(changed: dict[str, object], sentence: str) -> None:
    refused(sentence, **changed)


def test_a_record_is_corrected_once_and_the_one_before_stays_readable() -> None:
    challenge, goal = table()
    first = actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    second = actions.correct_decision(first, decided=otherwise(goal), by=by_clerk())
    assert lines(challenge)[-1] == "formal.decision_corrected"
    with pytest.raises(Refused):
        actions.correct_decision(first, decided=decided(goal), by=by_clerk())
    with pytest.raises(NotAllowed):
        actions.correct_decision(second, decided=decided(goal), by=Actor.of(make.bram()))
    assert [row["decision"] for row in queries.decisions(challenge)] == [second]
    base = f"/opgaven/{challenge.slug}/formele-besluiten/"
    assert f"{base}{first.public_id}/" in page(None, f"{base}{second.public_id}/")
    assert f"{base}{second.public_id}/" in page(None, f"{base}{first.public_id}/")


def test_what_the_table_took_back_since_leaves_a_sentence_and_the_decision_stays() -> None:
    challenge, goal = table()
    made = actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    ask_to_retire(goal, reason="Het lukt zo niet.", by=Actor.of(make.amina()))
    agree_to_retire(goal, by=Actor.of(make.bram()))
    shown = page(None, f"/opgaven/{challenge.slug}/formele-besluiten/{made.public_id}/")
    assert "staat nu niet meer" in shown


def test_a_decision_can_point_at_goals_agreements_and_what_all_parties_agreed_to() -> None:
    challenge, goal = table()
    one, two = challenge.parties.get(number=1), challenge.parties.get(number=2)
    agreement = propose_agreement(
        challenge,
        promised_by=two,
        promised_to=one,
        what="Het dak is gemaakt",
        due=timezone.localdate() + dt.timedelta(days=30),
        evidence="Foto",
        by=Actor.of(make.bram()),
    )
    assert f"agreement:{agreement.public_id}" not in queries.outcomes(challenge)
    confirm_agreement(agreement, version=1, by=Actor.of(make.amina()))
    known = queries.outcomes(challenge)
    assert f"agreement:{agreement.public_id}" in known
    assert f"goal:{goal.public_id}" in known
    assert "Iedereen laten meelezen" in {outcome.label for outcome in known.values()}
    about = list(known)
    made = actions.record_decision(challenge, decided=decided(goal, about=[*about, about[0]]), by=by_clerk())
    assert made.about.count() == len(about)


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ("as_table", "besloot de raad hetzelfde als de tafel"),
        ("otherwise", "besloot de raad anders dan de tafel. De reden staat erbij."),
        ("apart", "nam de raad een besluit dat hieraan raakt"),
    ],
)
def test_t6_the_formal_decision_stands_beside_a_goal_an_agreement_and_a_question(beside: str, said: str) -> None:
    challenge, goal = table()
    agreement = propose_agreement(
        challenge,
        promised_by=challenge.parties.get(number=1),
        promised_to=challenge.parties.get(number=2),
        what="Het dak is gemaakt",
        due=timezone.localdate() + dt.timedelta(days=30),
        evidence="Foto",
        by=Actor.of(make.amina()),
    )
    confirm_agreement(agreement, version=1, by=Actor.of(make.bram()))
    about = list(queries.outcomes(challenge))
    question = next(key.removeprefix("consent:") for key in about if key.startswith("consent:"))
    addresses = [
        reverse("goals:page", args=[challenge.slug]),
        reverse("agreements:agreement", args=[challenge.slug, agreement.public_id]),
        reverse("consent:question", args=[challenge.slug, question]),
    ]
    assert [said in page(None, address) for address in addresses] == [False, False, False]
    given = {"beside": beside, "reason": REASON}
    made = actions.record_decision(challenge, decided=decided(goal, about=about, **given), by=by_clerk())
    link = reverse("formal:decision", args=[challenge.slug, made.public_id])
    for address in addresses:
        read = page(None, address)
        assert (said in read, link in read) == (True, True), address
    actions.correct_decision(made, decided=decided(goal, **given), by=by_clerk())
    assert [link in page(None, address) for address in addresses] == [False, False, False]
    assert [said in page(None, address) for address in addresses] == [True, False, False]


def test_every_address_of_formal_decisions_answers_each_role() -> None:
    challenge, goal = table()
    make.observer(challenge, make.chris())
    made = actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    expected = {
        "": (200, 200, 200, 200, 200),
        f"{made.public_id}/": (200, 200, 200, 200, 200),
        "vastleggen/": (302, 403, 403, 403, 200),
        f"{made.public_id}/verbeteren/": (302, 403, 403, 403, 200),
        f"{'0' * 32}/": (404, 404, 404, 404, 404),
    }
    before = Line.objects.count()
    for path, statuses in expected.items():
        found = []
        for person in (None, make.dilek(), make.amina(), make.chris(), clerk()):
            client = Client()
            if person is not None:
                client.force_login(person)
            found.append(client.get(f"/opgaven/{challenge.slug}/formele-besluiten/{path}").status_code)
        assert tuple(found) == statuses, path
    assert Line.objects.count() == before


def test_bad_input_of_the_clerk_gets_a_clear_sentence_and_nothing_is_lost() -> None:
    challenge, goal = table()
    client, base = Client(), f"/opgaven/{challenge.slug}/formele-besluiten/"
    client.force_login(clerk())
    good = {
        "body": "council",
        "day": timezone.localdate().isoformat(),
        "reference": "https://gemeente.example/12",
        "words": "De raad stelt het kader vast.",
        "beside": "otherwise",
        "about": [f"goal:{goal.public_id}"],
        "reason": REASON,
        "reason_link": "",
    }
    for changed, sentence in (
        ({"reason": ""}, "Schrijf de reden"),
        ({"about": []}, "Kies er minstens één"),
        ({"day": "2099-01-01"}, "Kies vandaag"),
        ({"reason_link": "geen link"}, "link"),
        ({"words": ""}, ""),
    ):
        answer = client.post(f"{base}vastleggen/", {**good, **changed})
        assert answer.status_code == 422, changed
        assert sentence in answer.content.decode()
        assert "https://gemeente.example/12" in answer.content.decode()
    assert not FormalDecision.objects.exists()
    assert client.post(f"{base}vastleggen/", good).status_code == 302
    made = FormalDecision.objects.get()
    form = client.get(f"{base}{made.public_id}/verbeteren/").content.decode()
    assert REASON in form
    assert "checked" in form
    corrected = client.post(f"{base}{made.public_id}/verbeteren/", {**good, "beside": "as_table"})
    assert corrected.status_code == 302
    assert FormalDecision.objects.get(replaced_by=None).reason is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_many_queries_for_one_decision_as_for_three(
    number: int, django_assert_num_queries: object
) -> None:
    challenge, goal = table()
    for _time in range(number):
        actions.record_decision(challenge, decided=decided(goal), by=by_clerk())
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert len(list(queries.decisions(challenge))) == number


def test_r26_the_clerk_records_and_corrects_a_formal_decision_after_closing() -> None:
    challenge, goal = table()
    closed(challenge, make.amina(), make.bram())
    client = Client()
    client.force_login(clerk())
    around = f"/opgaven/{challenge.slug}/formele-besluiten/"
    told = decided(goal)
    sent = {name: getattr(told, name) for name in ("body", "day", "reference", "words", "beside", "about")}
    assert client.post(f"{around}vastleggen/", sent).status_code == 302
    made = challenge.formal_decisions.get()
    corrected = client.post(f"{around}{made.public_id}/verbeteren/", {**sent, "words": "Het kader geldt tien jaar."})
    assert corrected.status_code == 302
    assert lines(challenge)[-2:] == ["formal.decision_recorded", "formal.decision_corrected"]


@pytest.mark.parametrize("is_closed", [True, False])
def test_r26_a_decision_otherwise_after_closing_offers_opening_again_and_before_it_a_step_back(
    *, is_closed: bool
) -> None:
    challenge, goal = table()
    if is_closed:
        closed(challenge, make.amina(), make.bram())
    told()
    told(lambda: actions.record_decision(challenge, decided=otherwise(goal), by=by_clerk()))
    made = challenge.formal_decisions.get()
    assert (lines(challenge)[-1] == "formal.otherwise_decided_after_closing") is is_closed
    shown = page(make.amina(), f"/opgaven/{challenge.slug}/formele-besluiten/{made.public_id}/")
    assert (reverse("pace:step_back", args=[challenge.slug]) in shown) is not is_closed
    assert ("Alle partijen kunnen haar samen weer openen" in shown) is is_closed
    assert own(make.bram())[-1] == lines(challenge)[-1]

"""E6: two people of one party answer at about the same time; nobody turns an answer that their page did not show."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.consent import actions, jobs
from communityup.workspace.consent.models import Round
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Goal
from communityup.workspace.moderation.actions import hide
from communityup.workspace.outreach.actions import Speaking, ask_to_join
from communityup.workspace.pace import actions as pace
from communityup.workspace.phases import actions as phases
from communityup.workspace.setup.actions import propose_off
from tests import make, make_endings, make_facilitators, make_goals
from tests.consent.test_looking_again import again, goal, later
from tests.forms_on_pages import forms_on
from tests.make_network import browser
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
FOUND, CONFLICT, UNPROCESSABLE = 302, 409, 422
REASON, OTHER = "Eerst de sleutel van de achterdeur.", "Wij rekenen het eerst na."
SAID = f"Jouw partij heeft intussen geantwoord: nog niet, want “{REASON.rstrip('.')}”."
ANEW = "Alle partijen krijgen de vraag intussen opnieuw."
Ask = Callable[[Challenge], tuple[Round, str, str]]
"""Asks something, and gives the question, the page with its button, and what the address of that button ends in."""


@built_once
def two_of_one_party() -> tuple[Challenge, Person, Person]:
    """Return a challenge of Amina on one side, and of Bram and Carla together on the other."""
    challenge, _amina, bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=2), carla, inviter=bram)
    return challenge, bram, carla


def amina() -> Actor:
    return Actor.of(make.amina())


def off(challenge: Challenge) -> Round:
    return propose_off(challenge, key="history", by=amina())


def on_its_page(challenge: Challenge) -> tuple[Round, str, str]:
    asked = off(challenge)
    return asked, f"akkoord/{asked.public_id}/", f"{asked.public_id}/ja/"


def in_the_list(challenge: Challenge) -> tuple[Round, str, str]:
    asked = off(challenge)
    return asked, "akkoord/", f"{asked.public_id}/ja/"


def newcomer(challenge: Challenge) -> tuple[Round, str, str]:
    speaking = Speaking("De winkeliers", "We spraken er vijftien.")
    by = Actor.of(make.person("Winkelier"))
    made = ask_to_join(challenge, name="Winkeliers", kind="entrepreneurs", speaking=speaking, by=by)
    actions.respond(made.asked, agrees=True, by=amina())
    return made.asked, f"wie-ontbreekt/partij/{made.party.number}/", f"{made.asked.public_id}/ja/"


def proposed_goal(challenge: Challenge) -> tuple[Round, str, str]:
    made = make_goals.proposed_goal(challenge, make.amina())
    return made.round, "doelen/", f"{made.public_id}/akkoord/"


def end_of_a_goal(challenge: Challenge) -> tuple[Round, str, str]:
    shared = make_goals.shared_goal(challenge, make.amina(), make.bram())
    asked = goals.ask_to_retire(shared, reason="Het is bereikt.", by=amina()).round
    return asked, "doelen/", f"{shared.public_id}/loslaten/akkoord/"


def says_not_yet(asked: Round, who: Person, reason: str = REASON) -> None:
    by, seen = Actor.of(who), make.seen(asked, who)
    if asked.kind == "goal":
        goals.say_not_yet(Goal.objects.get(round=asked), reason=reason, seen=seen, by=by)
    elif asked.kind == "retire":
        goals.keep_goal_for_now(Goal.objects.get(retirements__round=asked), reason=reason, seen=seen, by=by)
    else:
        actions.respond(asked, agrees=False, reason=reason, seen=seen, by=by)


def form_to(page: str, end: str) -> tuple[str, dict[str, str]]:
    """Return where the one form on a page goes whose address ends so, and what it sends."""
    (found,) = [(action, data) for action, data in forms_on(page) if action.endswith(end)]
    return found


def said(asked: Round) -> tuple[bool, str]:
    answer = asked.answers.get(party__number=2)
    return answer.agrees, str(answer.reason or "")


def lines() -> int:
    return Line.objects.count()


def read(client: Client, challenge: Challenge, page: str) -> str:
    return client.get(f"/opgaven/{challenge.slug}/{page}").content.decode()


@pytest.mark.parametrize("ask", [on_its_page, in_the_list, newcomer, proposed_goal, end_of_a_goal])
def test_e6_a_yes_turns_no_answer_of_a_colleague_that_its_page_did_not_show(ask: Ask) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, page, end = ask(challenge)
    client = browser(carla)
    place, sent = form_to(read(client, challenge, page), end)
    says_not_yet(asked, bram)
    count = lines()
    refused = client.post(place, sent)
    text = refused.content.decode()
    assert (refused.status_code, SAID in text, "Er is intussen iets veranderd" in text) == (CONFLICT, True, True)
    assert "Wat je typte" not in text, "a click has no words to lose"
    assert (said(asked), lines()) == ((False, REASON), count), "nothing was written"
    again_to, with_this = form_to(text, end)
    assert client.post(again_to, with_this).status_code == FOUND
    assert said(asked)[0], "sent once more it counts"
    asked.refresh_from_db()
    assert (asked.agreed, lines()) == (True, count + 1)


@pytest.mark.parametrize("ask", [on_its_page, in_the_list, newcomer, proposed_goal, end_of_a_goal])
def test_e6_a_page_opened_after_the_colleague_answered_shows_that_and_its_button_counts_at_once(ask: Ask) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, page, end = ask(challenge)
    says_not_yet(asked, bram)
    client = browser(carla)
    shown = read(client, challenge, page)
    assert REASON in shown
    assert client.post(*form_to(shown, end)).status_code == FOUND
    assert said(asked)[0]


WORDS: dict[Ask, str] = {
    on_its_page: "akkoord/{}/nog-niet/",
    proposed_goal: "doelen/{}/nog-niet/",
    end_of_a_goal: "doelen/{}/loslaten/nog-niet/",
}


def form_for_words(ask: Ask, challenge: Challenge) -> tuple[Round, str]:
    asked, _page, _end = ask(challenge)
    about = Goal.objects.order_by("-pk").first()
    key = asked.public_id if about is None else about.public_id
    return asked, f"/opgaven/{challenge.slug}/{WORDS[ask].format(key)}"


@pytest.mark.parametrize("ask", list(WORDS))
@pytest.mark.parametrize("agrees", [False, True])
def test_e6_not_yet_turns_no_answer_unseen_either_and_keeps_what_was_typed(ask: Ask, *, agrees: bool) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, place = form_for_words(ask, challenge)
    make.join(challenge, make.dilek(), "School", "institution")  # silent, so that a yes ends nothing
    client = browser(carla)
    sent = {**dict(forms_on(client.get(place).content.decode()))[""], "reason": OTHER}
    if agrees:
        say_yes(asked, bram)
    else:
        says_not_yet(asked, bram)
    count, before = lines(), said(asked)
    refused = client.post(place, sent)
    text = refused.content.decode()
    assert refused.status_code == UNPROCESSABLE
    assert ("Jouw partij heeft intussen geantwoord: akkoord." if agrees else SAID) in text
    assert f">\n{OTHER}</textarea>" in text
    assert (said(asked), lines()) == (before, count)
    once_more = {**dict(forms_on(text))[""], "reason": OTHER}
    assert client.post(place, once_more).status_code == FOUND
    assert (said(asked), lines()) == ((False, OTHER), count + 1)


def say_yes(asked: Round, who: Person) -> None:
    by = Actor.of(who)
    if asked.kind == "goal":
        goals.agree_to_goal(Goal.objects.get(round=asked), by=by)
    elif asked.kind == "retire":
        goals.agree_to_retire(Goal.objects.get(retirements__round=asked), by=by)
    else:
        actions.respond(asked, agrees=True, by=by)


@pytest.mark.parametrize("ask", list(WORDS))
def test_e6_the_form_for_not_yet_shows_what_the_party_answered_by_now(ask: Ask) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, place = form_for_words(ask, challenge)
    now = "Het antwoord van jouw partij nu:"
    assert now not in browser(carla).get(place).content.decode()
    says_not_yet(asked, bram)
    assert f"{now} nog niet: {REASON}" in browser(carla).get(place).content.decode()


@pytest.mark.parametrize("ask", [on_its_page, proposed_goal])
def test_e6_e13_a_yes_to_what_is_asked_anew_by_now_is_sent_once_more(ask: Ask) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, page, end = ask(challenge)
    client = browser(carla)
    place, sent = form_to(read(client, challenge, page), end)
    says_not_yet(asked, bram)
    actions.lapse_answers(asked)
    count = lines()
    refused = client.post(place, sent)
    assert (refused.status_code, ANEW in refused.content.decode(), lines()) == (CONFLICT, True, count)
    assert asked.answers.get(party__number=2).lapsed_at is not None
    assert client.post(*form_to(refused.content.decode(), end)).status_code == FOUND
    assert said(asked)[0]


@pytest.mark.parametrize("ask", [on_its_page, proposed_goal])
def test_e6_the_same_answer_again_of_oneself_or_a_colleague_is_no_complaint_and_one_line(ask: Ask) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, page, end = ask(challenge)
    pages = [(browser(one), *form_to(read(browser(one), challenge, page), end)) for one in (bram, bram, carla)]
    count = lines()
    for client, place, sent in pages:
        assert client.post(place, sent).status_code == FOUND
    asked.refresh_from_db()
    assert (asked.agreed, lines()) == (True, count + 1)


@pytest.mark.parametrize("ask", list(WORDS))
def test_e6_the_same_words_of_not_yet_twice_are_one_answer_and_one_line(ask: Ask) -> None:
    challenge, bram, carla = two_of_one_party()
    asked, place = form_for_words(ask, challenge)
    forms = [
        (browser(one), dict(forms_on(browser(one).get(place).content.decode()))[""]) for one in (bram, bram, carla)
    ]
    count = lines()
    for client, sent in forms:
        assert client.post(place, {**sent, "reason": f"{REASON}  "}).status_code == FOUND
    assert (said(asked), lines()) == ((False, REASON), count + 1)


def test_e6_a_party_that_comes_back_turns_its_not_yet_to_a_shared_goal_only_when_the_page_showed_it() -> None:
    challenge, bram, carla = two_of_one_party()
    make.join(challenge, make.dilek(), "School", "institution")
    asked, page, end = proposed_goal(challenge)
    says_not_yet(asked, bram)
    Party.objects.filter(challenge=challenge, number=2).update(state=Party.State.ASLEEP)
    goals.agree_to_goal(Goal.objects.get(), by=Actor.of(make.dilek()))
    assert Goal.objects.get().state == Goal.State.SHARED
    Party.objects.filter(challenge=challenge, number=2).update(state=Party.State.ACTIVE)
    with pytest.raises(Refused, match="nog niet, want"):
        goals.agree_to_goal(Goal.objects.get(), by=Actor.of(carla))
    client = browser(carla)
    assert client.post(*form_to(read(client, challenge, page), end)).status_code == FOUND
    assert said(asked)[0]


def test_e6_whether_it_still_fits_is_answered_with_what_one_saw_too() -> None:
    challenge, _amina, bram = goal()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=2), carla, inviter=bram)
    with later(183):
        jobs.look_again()
        client = browser(carla)
        place, sent = form_to(read(client, challenge, "akkoord/"), f"{again().public_id}/ja/")
        says_not_yet(again(), bram)
        refused = client.post(place, sent)
        assert (refused.status_code, SAID in refused.content.decode()) == (CONFLICT, True)
        assert said(again()) == (False, REASON)


@pytest.mark.parametrize("seen", ["", "silent", "agrees.1.0"])
def test_e6_who_sends_no_mark_answers_for_a_party_that_was_silent(seen: str) -> None:
    challenge, bram, carla = two_of_one_party()
    asked = off(challenge)
    says_not_yet(asked, bram)
    for agrees in (True, False):
        with pytest.raises(Refused, match="intussen"):
            actions.respond(asked, agrees=agrees, reason=OTHER, seen=seen, by=Actor.of(carla))
    assert said(asked) == (False, REASON)


def test_e6_a_refused_answer_tells_no_words_that_are_hidden() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    bram, carla = make.bram(), make.person("Carla")
    make.colleague(make.party_of(challenge, bram), carla, inviter=bram)
    asked = off(challenge)
    client = browser(carla)
    place, sent = form_to(read(client, challenge, "akkoord/"), f"{asked.public_id}/ja/")
    says_not_yet(asked, bram)
    reason = asked.answers.get(party=make.party_of(challenge, bram)).reason
    assert reason is not None
    hide(challenge, reason, reason="personal", by=Actor.of(make.dilek()))
    text = client.post(place, sent).content.decode()
    assert REASON not in text
    assert "[verborgen" in text


def test_e12_the_list_offers_in_a_step_back_only_what_can_be_answered_then() -> None:
    challenge, _bram, carla = two_of_one_party()
    asked = off(challenge)
    pace.call_step_back(challenge, reason="Even samen kijken.", by=amina())
    go_on = pace.ask_to_go_on(challenge, by=amina())
    for page in ("akkoord/", f"akkoord/{asked.public_id}/", f"akkoord/{go_on.public_id}/"):
        offered = set(re.findall(r"/akkoord/(\w+)/(?:ja|nog-niet)/", read(browser(carla), challenge, page)))
        assert offered == (set() if asked.public_id in page else {go_on.public_id}), page
    taken_back = read(browser(make.amina()), challenge, "akkoord/")
    assert f"{asked.public_id}/intrekken/" in taken_back, "taking a question back is not answering it"


@pytest.mark.parametrize("ask", [newcomer, proposed_goal, end_of_a_goal])
def test_e12_other_pages_offer_no_answer_either_in_a_step_back(ask: Ask) -> None:
    challenge, _bram, carla = two_of_one_party()
    _asked, page, end = ask(challenge)
    assert [action for action, _data in forms_on(read(browser(carla), challenge, page)) if action.endswith(end)]
    pace.call_step_back(challenge, reason="Even samen kijken.", by=amina())
    shown = read(browser(carla), challenge, page)
    assert not [action for action, _data in forms_on(shown) if action.endswith(end)]
    assert "nog-niet" not in shown
    assert "loslaten/nog-niet" not in shown


@pytest.mark.parametrize("place", ["fase/", "afsluiten/"])
def test_e12_nothing_leads_to_an_answer_in_a_step_back_that_waits(place: str) -> None:
    challenge, _bram, carla = two_of_one_party()
    make_goals.interest(challenge, make.amina())
    if place == "fase/":
        phases.propose(challenge, to=Phase.INTERESTS, reason="Wij zijn zover.", by=amina())
    else:
        make_endings.proposed_closing(challenge, make.amina())
    assert "Antwoord voor je partij" in read(browser(carla), challenge, place)
    pace.call_step_back(challenge, reason="Even samen kijken.", by=amina())
    assert "Antwoord voor je partij" not in read(browser(carla), challenge, place)
    assert "Bekijk de antwoorden" in read(browser(carla), challenge, place)


def test_what_a_page_says_along_is_nothing_that_somebody_typed() -> None:
    challenge, _bram, carla = two_of_one_party()
    asked = off(challenge)
    pace.call_step_back(challenge, reason="Even samen kijken.", by=amina())
    place = f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/ja/"
    refused = browser(carla).post(place, {"seen": make.seen(asked, carla)})
    assert refused.status_code == CONFLICT
    assert "silent." not in refused.content.decode()

"""Beginning with the set-up of another challenge: its rules come along, its people and words never."""

from typing import Any

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.actions import hide
from communityup.workspace.challenges.actions import invite_party
from communityup.workspace.challenges.models import Challenge, Template
from communityup.workspace.consent.actions import respond
from communityup.workspace.reach import actions
from communityup.workspace.rules import queries as rules
from communityup.workspace.rules.actions import propose_rules
from tests import make
from tests.make_dialogue import thoughts
from tests.make_goals import shared_goal
from tests.make_table import client_of
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
START: dict[str, Any] = {
    "title": "Wie past op het park?",
    "place": "Parkwijk",
    "why": "Niemand kan het alleen.",
    "kind": "residents",
}
RULES = "Wij eindigen om tien uur."


@built_once
def with_rules_of_its_own(*, public: bool = True) -> Challenge:
    challenge, amina, bram = make.challenge_of_two() if public else make.closed_challenge_of_two()
    version = propose_rules(
        challenge,
        parts=[("Tijd", RULES)],
        template=Template.HEAVY,
        steps_back=4,
        silent_days=60,
        reading_days=5,
        by=Actor.of(amina),
    )
    assert version.asked is not None
    respond(version.asked, agrees=True, by=Actor.of(bram))
    challenge.refresh_from_db()
    assert challenge.rules == 2
    return challenge


def test_the_way_of_working_and_the_working_agreement_come_along_and_nothing_else() -> None:
    source = with_rules_of_its_own()
    shared_goal(source, make.amina(), make.bram())
    thoughts(source, make.amina())
    before = Line.objects.filter(stream=source.stream).count()
    made = actions.copy_set_up(source, **START, by=Actor.of(make.chris()))
    made.refresh_from_db()
    assert (made.template, made.rules, made.public_at) == (Template.HEAVY, 1, None)
    assert RULES in str(made.rules_text)
    assert (rules.steps_back(made), rules.silent_days(made), rules.reading_days(made)) == (4, 60, 5)
    assert [seat.person for seat in made.seats.all()] == [make.chris()]
    assert made.parties.count() == 1
    assert made.shared_goals.count() == 0
    assert Line.objects.filter(stream=source.stream).count() == before, "the other challenge hears nothing"
    assert [line.type for line in Line.objects.filter(stream=made.stream)] == ["challenges.challenge_started"]
    assert made.rules_text_id != source.rules_text_id, "taking words away there leaves the agreement here"


def test_a_challenge_with_the_usual_rules_is_copied_too() -> None:
    source, _amina, _bram = make.challenge_of_two()
    made = actions.copy_set_up(source, **START, by=Actor.of(make.chris()))
    assert (made.template, str(made.rules_text)) == (source.template, str(source.rules_text))
    Challenge.objects.filter(pk=source.pk).update(rules_text=None)
    source.refresh_from_db()
    again = actions.copy_set_up(source, **{**START, "title": "Nog een"}, by=Actor.of(make.chris()))
    assert "## " in str(again.rules_text)


def test_isolation_who_is_only_invited_to_a_closed_challenge_takes_nothing_over() -> None:
    source = with_rules_of_its_own(public=False)
    invite_party(source, name="School", kind="institution", email="chris@example.org", by=Actor.of(make.amina()))
    before = Challenge.objects.count()
    with pytest.raises(NotAllowed):
        actions.copy_set_up(source, **START, by=Actor.of(make.chris()))
    address = f"/opgaven/nieuw/zoals/{source.slug}/"
    assert client_of(make.chris()).get(address).status_code == 403
    assert client_of(make.dilek()).get(address).status_code == 404
    assert Challenge.objects.count() == before
    actions.copy_set_up(source, **START, by=Actor.of(make.bram()))


def test_rules_whose_words_lie_aside_are_not_taken_over() -> None:
    source = with_rules_of_its_own()
    assert source.rules_text is not None
    hide(source.rules_text)
    source = Challenge.objects.get(pk=source.pk)
    with pytest.raises(Refused):
        actions.copy_set_up(source, **START, by=Actor.of(make.chris()))


def test_copying_over_http_for_visitor_and_outsider_with_a_form_that_keeps_what_was_typed() -> None:
    source = with_rules_of_its_own()
    address = f"/opgaven/nieuw/zoals/{source.slug}/"
    assert Client().get(address).headers["Location"].startswith("/account/inloggen/")
    client, before = client_of(make.chris()), Line.objects.count()
    page = client.get(address).content.decode()
    assert RULES in page
    assert source.title in page
    wrong = client.post(address, {**START, "title": ""})
    assert wrong.status_code == 422
    assert "Parkwijk" in wrong.content.decode()
    assert Line.objects.count() == before
    assert client.post(address, START).status_code == 302
    assert Challenge.objects.get(title=START["title"]).template == Template.HEAVY

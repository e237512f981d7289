"""Who guards the process from outside names a substitute too, whom all parties accept in the same way (R16)."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.consent.actions import take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.permissions import acts_as_facilitator
from communityup.workspace.facilitators import actions, queries
from communityup.workspace.facilitators.models import Candidacy
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WORDS = "Yara werkt in dezelfde praktijk."
NAMED: dict[str, Any] = {"email": "yara@example.org", "words": WORDS}


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


@built_once
def asked_from_outside() -> tuple[Challenge, Candidacy]:
    challenge, _amina, _bram = make.challenge_of_two()
    asked = actions.propose_outsider(
        challenge, role="facilitator", email="femke@example.org", words="Een bemiddelaar.", by=by("Amina")
    )
    return challenge, asked


def stand_in() -> Candidacy:
    return Candidacy.objects.get(role=Candidacy.Role.SUBSTITUTE)


def last(challenge: Challenge) -> str:
    return Line.objects.filter(stream=challenge.stream).latest("n").type


def test_r16_who_is_asked_from_outside_says_yes_with_a_substitute_or_not_at_all() -> None:
    challenge, asked = asked_from_outside()
    before = Line.objects.filter(stream=challenge.stream).count()
    wrongs: list[dict[str, Any]] = [
        {},
        {"email": "femke@example.org", "words": "Ik zelf."},
        {**NAMED, "words": " "},
        {**NAMED, "email": "bram@example.org"},
    ]
    for wrong in wrongs:
        with pytest.raises(Refused):
            actions.accept(asked, **wrong, by=by("Femke"))
    assert Candidacy.objects.get().accepted_at is None
    assert Line.objects.filter(stream=challenge.stream).count() == before
    actions.accept(asked, **NAMED, by=by("Femke"))
    assert last(challenge) == "facilitators.candidate_accepted"
    assert Line.objects.filter(stream=challenge.stream).count() == before + 1
    assert "Yara" not in str(Line.objects.filter(stream=challenge.stream).latest("n").content)
    assert Mail.objects.filter(to="yara@example.org", key__startswith="candidate:").count() == 1


@pytest.mark.parametrize("first", ["stand_in", "facilitator"])
def test_r16_e7_the_substitute_counts_with_the_yes_of_both_parties_whoever_begins_first(first: str) -> None:
    challenge, asked = asked_from_outside()
    actions.accept(asked, **NAMED, by=by("Femke"))
    beside = stand_in()
    if first == "facilitator":
        make_facilitators.agree(asked, make.bram())
    actions.accept(beside, by=by("Yara"))
    make_facilitators.agree(beside, make.amina())
    assert not Facilitator.objects.filter(substitute=make.person("Yara")).exists(), "one party did not say yes"
    make_facilitators.agree(beside, make.bram())
    if first == "stand_in":
        assert last(challenge) == "facilitators.candidate_agreed"
        assert not Facilitator.objects.exists()
        make_facilitators.agree(asked, make.bram())
    guard = Facilitator.objects.get(until=None)
    assert (guard.person, guard.substitute) == (make.person("Femke"), make.person("Yara"))
    assert stand_in().state == Candidacy.State.SERVES
    assert acts_as_facilitator(challenge, by("Yara"), since=guard.since) is False


def test_r16_the_substitute_acts_after_three_days_and_not_before() -> None:
    challenge, asked = asked_from_outside()
    actions.accept(asked, **NAMED, by=by("Femke"))
    make_facilitators.agree(asked, make.bram())
    beside = stand_in()
    actions.accept(beside, by=by("Yara"))
    make_facilitators.agree(beside, make.amina(), make.bram())
    Facilitator.objects.update(since=timezone.now() - dt.timedelta(days=9))
    for days, acts in ((2.9, False), (3.1, True)):
        since = timezone.now() - dt.timedelta(days=days)
        assert acts_as_facilitator(challenge, by("Yara"), since=since) is acts


def test_the_parties_read_whom_it_is_about_and_an_address_nobody_does() -> None:
    challenge, asked = asked_from_outside()
    actions.accept(asked, **NAMED, by=by("Femke"))
    question = stand_in().asked
    assert question is not None
    assert "Femke" in queries.who(question)
    assert "Femke" not in str(queries.label(question)), "everybody reads what is asked (X14)"
    client = Client()
    client.force_login(make.bram())
    shown = client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/").content.decode()
    assert WORDS in shown
    assert "yara@example.org" not in shown


@pytest.mark.parametrize("how", ["given up", "taken back"])
def test_when_it_is_taken_back_about_the_facilitator_the_question_about_the_substitute_ends_too(how: str) -> None:
    _challenge, asked = asked_from_outside()
    actions.accept(asked, **NAMED, by=by("Femke"))
    assert asked.asked is not None
    if how == "given up":
        actions.give_up(asked, by=by("Amina"))
    else:
        take_back(asked.asked, by=by("Amina"))
    beside = stand_in()
    assert (beside.state, beside.email) == (Candidacy.State.ENDED, "")
    assert not Round.objects.filter(outcome=Round.Outcome.OPEN).exists()
    with pytest.raises((Refused, NotAllowed)):
        actions.accept(beside, by=by("Yara"))


def test_naming_another_ends_the_question_about_the_first_and_stopping_ends_both() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    for name in ("Yara", "Gerrit"):
        actions.name_substitute(challenge, email=f"{name.lower()}@example.org", words=name, by=by("Femke"))
    (asked,) = queries.open_candidacies(challenge)
    assert asked.email == "gerrit@example.org"
    actions.accept(asked, by=by("Gerrit"))
    actions.stop(challenge, by=by("Femke"))
    assert not queries.open_candidacies(challenge).exists()
    assert not Round.objects.filter(outcome=Round.Outcome.OPEN).exists()


def test_over_http_who_is_asked_from_outside_fills_in_who_stands_in_and_nothing_typed_is_lost() -> None:
    challenge, asked = asked_from_outside()
    client, address = Client(), f"/opgaven/{challenge.slug}/procesbegeleiders/gevraagd/{asked.public_id}/"
    client.force_login(make.person("Femke"))
    page = client.get(address).content.decode()
    assert "Noem iemand anders van buiten" in page
    assert "Je plek bij je partij" not in page
    wrong = client.post(address, {"email": "geen adres", "words": WORDS})
    assert (wrong.status_code, WORDS in wrong.content.decode()) == (422, True)
    assert client.post(address, NAMED).status_code == 302
    assert stand_in().beside == asked

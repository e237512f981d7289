"""A party goes freely and history stays; who takes a place over reads a briefing; nobody closes a challenge alone."""

import csv
import re
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Phase, Seat
from communityup.workspace.colleagues.actions import hand_over_places
from communityup.workspace.goals.models import Goal, Interest
from communityup.workspace.leaving import actions
from communityup.workspace.mandates.actions import give_sponsor_address
from communityup.workspace.mandates.models import SponsorAddress
from tests import make, make_facilitators
from tests.forms_on_pages import filled, forms_on
from tests.make_agreements import agreed
from tests.make_goals import interest, shared_goal
from tests.make_leaving import party_goes
from tests.make_table import addresses, client_of, full_table, url_names
from tests.nasty import FULL
from tests.table_walk import BUTTONS, sender_of

pytestmark = pytest.mark.django_db
WORDS = "Wij hebben na de verhuizing geen mensen meer voor deze opgave."
# Rounds of answers end; a challenge does not. A name that is new here is looked at by a person.
ROUNDS = {"dialogue:close", "readiness:close"}
# So many addresses of one kind that exist are tried, out of so many that may; and so much is sent in all at least.
TRIED, LOOKED_AT, MUCH = (2, 6, 400) if FULL else (1, 3, 100)
PERMISSIONS = Path(__file__).parents[2] / "docs" / "permissions.csv"
OK, NOT_FOUND = 200, 404
ENDS = re.compile(r"clos|archiv|delete|destroy|sluit|afsluit|archief|verwijder")


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/weggaan/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_e22_s35_a_party_goes_without_consent_and_what_others_built_on_stays() -> None:
    challenge, amina, bram = make.challenge_of_two()
    wish, goal = interest(challenge, bram), shared_goal(challenge, amina, bram)
    promise = agreed(challenge, bram, amina)
    challenges.invite_colleague(challenge.parties.get(number=2), email="nieuw@example.org", by=Actor.of(bram))
    before = lines(challenge)
    party = party_goes(challenge, bram, words=WORDS)
    assert lines(challenge) == [*before, "leaving.going_asked", "leaving.party_went"]
    assert (party.state, str(party.reason)) == (Party.State.LEFT, WORDS)
    assert not Seat.objects.filter(party=party).exists()
    assert not Invitation.objects.filter(party=party, answer=Invitation.Answer.NONE).exists()
    assert Interest.objects.filter(pk=wish.pk).exists()
    assert Goal.objects.get(pk=goal.pk).state == goal.state
    assert Agreement.objects.get(pk=promise.pk).state == Agreement.State.AGREED
    page = Client().get(f"{base(challenge)}wie-ging/").content.decode()
    for words in ("Gemeente Lindeveen", WORDS, str(promise.standing)):
        assert words in page
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert WORDS not in str(line.content)
    with pytest.raises(NotAllowed):
        actions.ask_to_go(challenge, by=Actor.of(bram))


def test_e22_a_party_does_not_have_to_say_why() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    assert party_goes(challenge, bram, words="  ").reason is None
    assert "hoeft ook niet" in Client().get(f"{base(challenge)}wie-ging/").content.decode()


def test_e22_who_stands_behind_a_party_that_went_gets_no_more_letters() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    give_sponsor_address(challenge, email="wethouder@example.org", by=Actor.of(bram))
    assert SponsorAddress.objects.exists()
    party_goes(challenge, bram)
    assert not SponsorAddress.objects.exists()


def test_e22_who_went_comes_back_by_consent_of_who_is_there_now() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    party = party_goes(challenge, bram)
    challenges.invite_again(party, email=bram.email, by=Actor.of(amina))
    seat = challenges.accept_invitation(make.invitation_of(party), by=Actor.of(bram))
    assert seat.party.state == Party.State.WAITING
    make.let_in(party)
    party.refresh_from_db()
    assert party.state == Party.State.ACTIVE


def test_e7_a_party_hands_on_who_guards_the_process_before_it_goes() -> None:
    challenge, first, _second = make_facilitators.guarded()
    assert first.party is not None
    speaker = Seat.objects.filter(party=first.party, ring="table", rules__isnull=False).first()
    assert speaker is not None
    before = lines(challenge)
    with pytest.raises(Refused):
        actions.ask_to_go(challenge, by=Actor.of(speaker.person))
    assert lines(challenge) == before
    page = signed_in(speaker.person).get(f"{base(challenge)}partij/").content.decode()
    assert "bewaakt het proces" in page


@pytest.mark.parametrize("who", [make.chris, make.dilek])
def test_only_who_decides_for_a_party_lets_it_go(who: object) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    Seat.objects.filter(person=make.dilek()).update(ring="contributor")
    with pytest.raises(NotAllowed):
        actions.ask_to_go(challenge, by=Actor.of(who()))  # type: ignore[operator]


def test_over_http_one_sees_what_is_open_and_says_that_it_is_meant() -> None:
    challenge, amina, bram = make.challenge_of_two()
    promise = agreed(challenge, bram, amina)
    address, client = f"{base(challenge)}partij/", signed_in(bram)
    assert Client().get(address).status_code == 302
    assert signed_in(make.chris()).get(address).status_code == 403
    assert str(promise.standing) in client.get(address).content.decode()
    wrong = client.post(address, {"words": WORDS})
    assert (wrong.status_code, WORDS in wrong.content.decode()) == (422, True)
    assert challenge.parties.get(number=2).state == Party.State.ACTIVE
    assert client.post(address, {"words": WORDS, "sure": "on"}).status_code == 302
    assert challenge.parties.get(number=2).state == Party.State.ACTIVE
    page = client.get(address).content.decode()
    assert WORDS in page
    assert "drie dagen" in page or "vanzelf weg op" in page


def test_s36_who_takes_a_place_over_reads_goals_agreements_log_and_rules_and_accepts_before_deciding() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal, promise = shared_goal(challenge, amina, bram), agreed(challenge, bram, amina)
    organisation = challenge.parties.get(number=2).organisation
    assert organisation is not None
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    successor = organisation.memberships.get(person=make.dilek())
    hand_over_places(organisation, to=successor, by=Actor.of(bram))
    Seat.objects.filter(person=make.dilek()).update(rules=None)
    client, address = signed_in(make.dilek()), f"{base(challenge)}overdracht/"
    page = client.get(address).content.decode()
    for words in (
        challenge.why,
        str(goal.text),
        str(promise.standing),
        "spelregels",
        "Spelregels",
        "Wat er pas gebeurde",
    ):
        assert words in page, words
    assert f"/opgaven/{challenge.slug}/spelregels/" in page
    Seat.objects.filter(person=make.dilek()).update(rules=1)
    assert "zodra je de spelregels" not in client.get(address).content.decode()
    assert signed_in(make.chris()).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_e1_no_party_closes_hides_deletes_or_archives_a_challenge_alone() -> None:
    challenge = full_table()
    names = url_names()
    assert len(names) > 150
    found = {name for name in names if ENDS.search(name)}
    assert found <= ROUNDS, found
    client, sender = client_of(make.amina()), sender_of(make.amina())
    before, tried = _stands(challenge), 0
    for name, parameters in _asked(names).items():
        for address, page in _there(client, addresses(challenge, name, parameters)[:LOOKED_AT]):
            for place, data in _sent_from(address, page):
                tried += 1
                with transaction.atomic():
                    sender.post(place, data)
                    now = _stands(challenge)
                    transaction.set_rollback(True)
                assert now == before, (place, data)
    assert tried > MUCH


def _asked(names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the addresses that are tried: all of them in full, else those to which one can send something."""
    with PERMISSIONS.open(newline="") as file:
        reads = {row["address"] for row in csv.DictReader(file) if (row["method"], row["residents"]) == ("POST", "-")}
    return names if FULL else {name: parameters for name, parameters in names.items() if name not in reads}


def _there(client: Client, places: list[str]) -> list[tuple[str, Any]]:
    """Return the first of these addresses that exist for this person, each with its page."""
    pages = ((place, client.get(place)) for place in places)
    return list(islice((one for one in pages if one[1].status_code != NOT_FOUND), TRIED))


def _sent_from(address: str, page: Any) -> list[tuple[str, dict[str, str]]]:
    """Return what one would send to an address; in full also with every form on its page that is sent elsewhere."""
    usual = {"sure": "on", "reason": "Zomaar"}
    if page.status_code != OK or page.streaming:
        return [(address, {**BUTTONS, **usual})]
    html = page.content.decode()
    elsewhere = [(place, data) for place, data in forms_on(html) if place.startswith("/opgaven/")] if FULL else []
    return [(address, {**filled(html), **usual}), *((place, {**BUTTONS, **data, **usual}) for place, data in elsewhere)]


def _stands(challenge: Challenge) -> tuple[object, ...]:
    """Return what nobody changes alone: whether it runs, who sees it, and which other parties take part."""
    now = Challenge.objects.get(pk=challenge.pk)
    others = now.parties.filter(state=Party.State.ACTIVE).exclude(number=1).count()
    return now.phase == Phase.CLOSED, now.public_at, others

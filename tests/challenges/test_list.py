"""The list of challenges that everybody may see."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import accept_invitation, invite_party
from communityup.workspace.challenges.models import Party
from communityup.workspace.challenges.queries import challenges_of, public_challenges
from communityup.workspace.imports.actions import open_conversation
from communityup.workspace.rings.actions import follow
from tests import make, make_facilitators

pytestmark = pytest.mark.django_db


def test_a_long_list_comes_in_pages_newest_first() -> None:
    for number in range(23):
        open_conversation(title=f"Vraag {number}", place="Elders", why="Omdat.", by=Actor.operator())
    first = Client().get("/opgaven/").content.decode()
    second = Client().get("/opgaven/?page=2").content.decode()
    assert "Vraag 22<" in first
    assert "Vraag 2<" not in first
    assert 'href="/opgaven/vraag-2/"' in second
    assert "Vraag 22<" not in second


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_five_questions_however_long_it_is(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    for number in range(count):
        open_conversation(title=f"Vraag {number}", place="Elders", why="Omdat.", by=Actor.operator())
    client = Client()
    client.force_login(amina)
    # The session, the person, one's own challenges, those open to everybody, and the notices in the header.
    with django_assert_num_queries(5):
        page = client.get("/opgaven/").content.decode()
    assert page.count("Elders · elders gevoerd<") == count
    assert f"{challenge.title}</a>" in page


def test_a_list_counts_only_parties_that_take_part_and_each_once() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(Party.objects.get(seats__person=amina), make.chris(), inviter=amina)
    invite_party(challenge, name="School", kind="other", email="school@example.org", by=Actor.of(amina))
    for person in (amina, make.chris()):
        (own,) = challenges_of(person)
        assert own["party_count"] == 2
        assert own["note"].startswith(f"{challenge.place} · 2 partijen · ")
    assert challenges_of(make.dilek()) == []
    assert public_challenges() == [own]


def test_a_list_says_one_party_and_hides_what_nobody_joined_here() -> None:
    challenge = make.challenge_of_one()
    open_conversation(title="Vraag", place="Elders", why="Omdat.", by=Actor.operator())
    (own,) = challenges_of(make.amina())
    assert own["note"] == f"{challenge.place} · 1 partij · Aanloop"
    (elsewhere,) = public_challenges()
    assert elsewhere["note"] == "Elders · elders gevoerd"


def test_b21_who_observes_follows_or_guards_finds_the_challenge_and_how_they_are_in_it() -> None:
    challenge, first, external = make_facilitators.guarded()
    councillor, follower, helper = make.chris(), make.person("Volger"), make.person("Helper")
    make.observer(challenge, councillor)
    follow(challenge, by=Actor.of(follower))
    assert first.substitute is not None
    make_facilitators.outsider(challenge, helper, proposer=make.amina(), others=[make.bram()], role="helper")
    ways = {
        councillor: "je kijkt mee",
        follower: "je volgt",
        helper: "je volgt",
        first.person: "je bewaakt het proces",
        first.substitute: "je doet mee",
        external.person: "je bewaakt het proces",
    }
    for person, way in ways.items():
        client = Client()
        client.force_login(person)
        own = client.get("/opgaven/").content.decode().partition("Open voor iedereen")[0]
        mine = client.get("/mijn/").content.decode()
        assert f"{challenge.title}</a>" in own, person
        assert f"{challenge.title}</a>" in mine, person
        assert "Je doet nog niet mee aan een opgave" not in mine
        (row,) = challenges_of(person)
        assert row.get("role", "je doet mee") == way, person
        assert (way in own and way in mine) == ("role" in row)
    assert challenges_of(make.person("Elders")) == []


def test_e21_who_waits_for_the_yes_of_the_others_finds_the_challenge_too() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    waiting = make.person("School")
    party = invite_party(challenge, name="School", kind="other", email=waiting.email, by=Actor.of(amina))
    accept_invitation(make.invitation_of(party), by=Actor.of(waiting))
    (row,) = challenges_of(waiting)
    assert (row["slug"], "role" in row) == (challenge.slug, False)

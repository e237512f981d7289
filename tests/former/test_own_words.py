"""After leaving a closed challenge one keeps one's own words; they become public by one's own yes alone (E22, R20)."""

import pytest
from django.test import Client
from django.urls import reverse

from communityup.base.errors import NotAllowed
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.former import actions
from communityup.workspace.former.models import ClosedWords
from communityup.workspace.goals.models import Interest
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.moderation.actions import take_back
from communityup.workspace.room.queries import GO_PUBLIC
from tests import make
from tests.make_goals import interest, shared_goal
from tests.make_leaving import party_goes
from tests.make_table import client_of

pytestmark = pytest.mark.django_db
SAID, REASON, GOAL = "Wij willen een stille straat", "Wij hebben geen mensen meer.", "Het buurthuis blijft open"
NOT_PUBLIC = "[niet openbaar gemaakt door wie wegging]"


def left(*, closed: bool = True) -> tuple[Challenge, Party]:
    """Return a challenge that the municipality (Bram and Els) left; residents and a school go on."""
    challenge, amina, bram = make.closed_challenge_of_two() if closed else make.challenge_of_two()
    make.join(challenge, make.person("Sanne"), "School", "institution")
    make.colleague(make.party_of(challenge, bram), make.person("Els"), inviter=bram)
    interest(challenge, bram, SAID)
    shared_goal(challenge, bram, amina, make.person("Sanne"), words=GOAL)
    return challenge, party_goes(challenge, bram, second=make.person("Els"), words=REASON)


def mine(challenge: Challenge, person: Person) -> str:
    found = client_of(person).get(f"/opgaven/{challenge.slug}/mijn-woorden/")
    return found.content.decode() if found.status_code == 200 else str(found.status_code)


def public(challenge: Challenge) -> None:
    make.step(challenge, GO_PUBLIC, make.amina(), make.person("Sanne"))
    challenge.refresh_from_db()
    assert challenge.public_at is not None


def goals(challenge: Challenge) -> str:
    pages = (f"/opgaven/{challenge.slug}/{path}/" for path in ("doelen", "belangen"))
    return "".join(Client().get(page).content.decode() for page in pages)


@pytest.mark.parametrize("closed", [True, False])
def test_e22_who_left_reads_and_takes_back_their_own_words(*, closed: bool) -> None:
    challenge, _party = left(closed=closed)
    assert SAID in mine(challenge, make.bram())
    assert SAID not in mine(challenge, make.person("Els"))
    wish = Interest.objects.get(text__current__body=SAID)
    address = f"/opgaven/{challenge.slug}/mijn-woorden/{wish.text.public_id}/terugnemen/"
    assert SAID in client_of(make.bram()).get(address).content.decode()
    assert client_of(make.bram()).post(address).status_code == 302
    assert not Version.objects.filter(body=SAID).exists()
    assert Interest.objects.filter(pk=wish.pk).exists(), "a tombstone stays"
    assert client_of(make.person("Els")).get(address).status_code == 404


def test_e22_of_a_closed_challenge_who_left_reads_nothing_else() -> None:
    challenge, _party = left()
    interest(challenge, make.amina(), "Een zin van na het weggaan")
    page = mine(challenge, make.bram())
    assert "Een zin van na het weggaan" not in page
    assert GOAL in page, "it is Bram's own goal"
    assert GOAL not in mine(challenge, make.person("Els"))
    assert "Gemeente Lindeveen voegde een belang toe" in page
    for path in ("", "logboek/", "doelen/", "partijen/"):
        assert client_of(make.bram()).get(f"/opgaven/{challenge.slug}/{path}").status_code == 404, path
    assert mine(challenge, make.chris()) == "404"


def test_e22_who_gave_up_a_place_of_a_party_that_goes_on_finds_their_own_words_too() -> None:
    challenge, _amina, bram = make.closed_challenge_of_two()
    make.colleague(make.party_of(challenge, bram), make.person("Els"), inviter=bram)
    interest(challenge, bram, SAID)
    leave_seat(challenge, by=Actor.of(bram))
    assert SAID in mine(challenge, bram)


def test_e22_ones_own_page_and_organisation_say_until_when_one_took_part() -> None:
    challenge, _party = left()
    for address in ("/mijn/", "/mijn/organisatie/"):
        page = client_of(make.bram()).get(address, follow=True).content.decode()
        assert "deed mee tot" in page, address
        assert f"/opgaven/{challenge.slug}/mijn-woorden/" in page, address
        assert challenge.title in page


def test_e22_the_page_of_leaving_says_beforehand_what_one_still_reads() -> None:
    closed, _amina, bram = make.closed_challenge_of_two()
    make.colleague(make.party_of(closed, bram), make.person("Els"), inviter=bram)
    for path in ("weggaan/", "weggaan/partij/"):
        assert "je houdt je eigen woorden" in client_of(bram).get(f"/opgaven/{closed.slug}/{path}").content.decode()


def test_r20_words_of_a_party_that_left_stay_closed_until_its_people_say_yes() -> None:
    challenge, party = left()
    public(challenge)
    page = goals(challenge)
    assert (SAID in page, NOT_PUBLIC in page, GOAL in page) == (False, True, True)
    parties = Client().get(f"/opgaven/{challenge.slug}/partijen/").content.decode()
    assert REASON not in parties
    assert SAID in mine(challenge, make.bram())
    before = Line.objects.filter(stream=challenge.stream).count()
    actions.let_read(challenge, everybody=True, by=Actor.of(make.bram()))
    actions.let_read(challenge, everybody=True, by=Actor.of(make.bram()))
    types = list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))[before:]
    assert types.count("former.words_opened") == 1
    assert SAID in goals(challenge)
    assert party.pk


def test_r20_a_yes_can_be_given_before_and_be_taken_back() -> None:
    challenge, _party = left()
    actions.let_read(challenge, everybody=True, by=Actor.of(make.bram()))
    public(challenge)
    assert SAID in goals(challenge)
    actions.let_read(challenge, everybody=False, by=Actor.of(make.bram()))
    assert SAID not in goals(challenge)
    assert ClosedWords.objects.exists()


def test_r20_closed_words_can_still_be_taken_back_and_stay_so() -> None:
    challenge, _party = left()
    public(challenge)
    wish = Interest.objects.get()
    take_back(challenge, wish.text, by=Actor.of(make.bram()))
    actions.let_read(challenge, everybody=True, by=Actor.of(make.bram()))
    assert SAID not in goals(challenge)
    assert "[ingetrokken" in goals(challenge)


def test_r20_a_thought_of_who_left_is_closed_and_words_of_who_is_there_are_not() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.join(challenge, make.person("Sanne"), "School", "institution")
    make.colleague(make.party_of(challenge, bram), make.person("Els"), inviter=bram)
    for number, person in enumerate((amina, bram, make.person("Els"))):
        share_thought(challenge, body=f"Gedachte {number}", kind="experience", by=Actor.of(person))
    interest(challenge, bram, SAID)
    leave_seat(challenge, by=Actor.of(bram))
    make.step(challenge, GO_PUBLIC, amina, make.person("Sanne"), make.person("Els"))
    closed = {str(words) for words in Version.objects.filter(hidden_at__isnull=False)}
    assert closed == {NOT_PUBLIC}
    there = set(Version.objects.values_list("body", flat=True))
    assert {"Gedachte 0", "Gedachte 2", SAID} <= there, "what a party that is there said stays its own"
    assert "Gedachte 1" not in there


def test_r20_who_left_is_asked_by_letter_and_the_question_says_what_becomes_public() -> None:
    challenge, _party = left()
    make.step(challenge, GO_PUBLIC, make.amina())
    for person in (make.bram(), make.person("Els")):
        assert Mail.objects.filter(to=person.email, text__contains="blijven jouw woorden gesloten").count() == 1
    assert not Mail.objects.filter(to=make.amina().email, text__contains="blijven jouw woorden gesloten").exists()
    asked = Round.objects.get(challenge=challenge, about=GO_PUBLIC)
    question = reverse("consent:question", args=[challenge.slug, asked.public_id])
    page = client_of(make.person("Sanne")).get(question).content.decode()
    assert "Woorden van wie wegging blijven gesloten" in page


def test_r20_only_who_left_is_asked_and_over_http_it_is_one_button() -> None:
    challenge, _party = left()
    address = f"/opgaven/{challenge.slug}/mijn-woorden/openbaar/"
    with pytest.raises(NotAllowed):
        actions.let_read(challenge, everybody=True, by=Actor.of(make.amina()))
    assert client_of(make.chris()).post(address).status_code == 404
    assert "Ja, iedereen mag mijn woorden lezen" in mine(challenge, make.bram())
    assert client_of(make.bram()).post(address, {"yes": "1"}).status_code == 302
    assert "Trek mijn ja in" in mine(challenge, make.bram())
    assert "Mag iedereen lezen" not in mine(challenge, make.amina())


def test_r20_who_left_after_everybody_could_read_along_is_not_asked_and_closes_nothing() -> None:
    challenge, _party = left(closed=False)
    assert "Mag iedereen lezen" not in mine(challenge, make.bram())
    with pytest.raises(NotAllowed):
        actions.let_read(challenge, everybody=True, by=Actor.of(make.bram()))
    assert SAID in goals(challenge)

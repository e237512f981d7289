"""A guest keeps everything when they make an account or turn out to have one, and never counts twice."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed
from communityup.base.ids import new_id
from communityup.log.models import Line, Pseudonym
from communityup.notices import actions as notices
from communityup.notices.models import Notice
from communityup.people.actions import become, leave_platform, make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Facilitator, Ring, Seat
from communityup.workspace.dialogue import exports
from communityup.workspace.dialogue.actions import (
    answer_thought,
    close_round,
    open_first_round,
    set_end_date,
    share_thought,
    withdraw_thought,
)
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement, View
from communityup.workspace.dialogue.permissions import answering_people
from communityup.workspace.history.actions import tell
from communityup.workspace.joining import actions
from communityup.workspace.joining.models import Arrival
from communityup.workspace.moderation.actions import report
from communityup.workspace.moderation.models import Report
from communityup.workspace.rings.actions import answer_asking, come_to_table, follow
from communityup.workspace.rings.models import PlaceAsked
from tests import make, make_dialogue, make_notices

pytestmark = pytest.mark.django_db


def code_for(challenge: Challenge, person: Person) -> str:
    last_day = timezone.localdate() + dt.timedelta(days=7)
    facts: dict[str, Any] = {"public_id": new_id(), "source": "letter", "number": 1, "last_day": last_day}
    return actions.make_sheet(challenge, by=Actor.of(person), **facts).codes[0]


def arrived(challenge: Challenge, person: Person) -> tuple[Client, Person]:
    """Return the browser of a guest who came by a letter, and the guest."""
    client = Client()
    client.post(f"/o/{code_for(challenge, person)}/")
    return client, Person.objects.filter(is_guest=True).latest("pk")


def mailed_code(address: str) -> str:
    found = re.search(r"\b(\d{6})\b", Mail.objects.filter(to=address, key__startswith="code:").latest("pk").text)
    assert found is not None
    return found[1]


def enters(client: Client, address: str, name: str = "") -> None:
    """Go through the one entrance with a code by mail, and a name for somebody new."""
    client.post("/account/inloggen/", {"email": address})
    client.post("/account/code/", {"code": mailed_code(address)})
    if name:
        client.post("/account/naam/", {"display_name": name})


def answer(person: Person, statement: Statement, value: View) -> None:
    answer_thought(statement, value=value, by=Actor.of(person))


KEPT = "Wat je op dit apparaat deelde, staat nu in je account."


def living(dialogue: Dialogue) -> list[tuple[int | None, int, int | None]]:
    """Return whose living answers there are, to which thought, and what they say."""
    found = Answer.objects.filter(dialogue=dialogue, value__isnull=False).order_by("statement", "pk")
    return list(found.values_list("participant__person", "statement", "value"))


def test_a_guest_who_makes_an_account_is_the_same_person_and_asks_for_a_place_at_the_table() -> None:
    challenge, amina, _bram, statements = make_dialogue.dialogue_of_two()
    client, guest = arrived(challenge, amina)
    answer(guest, statements[2], View.SAME)
    thought = share_thought(challenge, body="De heg is te hoog.", by=Actor.of(guest))
    enters(client, "carla@example.org", "Carla")
    carla = Person.objects.get(email="carla@example.org")
    assert (carla.pk, carla.is_guest, carla.display_name) == (guest.pk, False, "Carla")
    assert not Person.objects.filter(is_guest=True).exists()
    page = client.get(f"/opgaven/{challenge.slug}/dialoog/mijn/").content.decode()
    assert "De heg is te hoog." in page
    assert KEPT in page
    assert KEPT not in client.get(f"/opgaven/{challenge.slug}/dialoog/mijn/").content.decode()
    assert "Bewaar het met een account" not in page
    assert come_to_table(challenge, by=Actor.of(carla)).ring == Ring.CONTRIBUTOR
    answer_asking(PlaceAsked.objects.get(seat__person=carla), agrees=True, by=Actor.of(amina))
    assert come_to_table(challenge, by=Actor.of(carla)).ring == Ring.TABLE
    withdraw_thought(thought, by=Actor.of(carla))
    assert answering_people(statements[2].dialogue, challenge.parties.get(number=1)) == 1


def test_a_guest_with_an_account_elsewhere_brings_everything_to_it_once() -> None:
    challenge, amina, _bram, statements = make_dialogue.dialogue_of_two()
    client, guest = arrived(challenge, amina)
    answer(guest, statements[2], View.SAME)
    thought = share_thought(challenge, body="De heg is te hoog.", by=Actor.of(guest))
    chris = make.chris()
    enters(client, chris.email)
    assert KEPT in client.get("/account/").content.decode()
    assert Seat.objects.get(party__number=1, person=chris).ring == "contributor"
    assert Participant.objects.get(person=chris).answers.count() == 1
    assert Version.objects.get(text=thought.text).author == chris
    assert Arrival.objects.get().person == chris
    guest.refresh_from_db()
    assert (guest.is_active, guest.is_guest, guest.display_name) == (False, False, "")
    assert guest.left_at is not None
    withdraw_thought(Statement.objects.get(pk=thought.pk), by=Actor.of(chris))


def both_ways(challenge: Challenge, amina: Person, statements: list[Statement]) -> tuple[Person, Person]:
    """Return Carla, who has an account, and herself as a guest, after both answered the same three thoughts."""
    first, second, third = statements
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    _client, guest = arrived(challenge, amina)
    answer(carla, first, View.SAME)
    answer(guest, first, View.DIFFERENT)
    answer(guest, second, View.PASS)
    answer(carla, second, View.UNCLEAR)
    answer(guest, third, View.SAME)
    return carla, guest


def test_somebody_who_answered_both_as_guest_and_with_an_account_counts_once_and_the_latest_counts() -> None:
    challenge, amina, _bram, statements = make_dialogue.dialogue_of_two()
    residents = challenge.parties.get(number=1)
    carla, guest = both_ways(challenge, amina, statements)
    assert answering_people(statements[0].dialogue, residents) == 2
    become(guest, carla)
    become(guest, carla)
    dialogue = Dialogue.objects.get(pk=statements[0].dialogue_id)
    said = [View.DIFFERENT, View.UNCLEAR, View.SAME]
    assert living(dialogue) == [(carla.pk, one.pk, value) for one, value in zip(statements, said, strict=True)]
    assert answering_people(dialogue, residents) == 1
    numbers = list(Answer.objects.filter(dialogue=dialogue).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    assert max(numbers) == dialogue.last_number
    assert list(Seat.objects.filter(party=residents, person__in=[carla, guest]).values_list("person")) == [(carla.pk,)]


def test_nobody_has_answered_their_own_thought_after_being_a_guest() -> None:
    challenge, amina, _bram, statements = make_dialogue.dialogue_of_two()
    carla, guest = both_ways(challenge, amina, statements)
    own = share_thought(challenge, body="Van Carla zelf.", by=Actor.of(carla))
    answer(guest, own, View.SAME)
    theirs = share_thought(challenge, body="Van de gast.", by=Actor.of(guest))
    answer(carla, theirs, View.SAME)
    become(guest, carla)
    mine = Statement.objects.filter(pk__in=[own.pk, theirs.pk])
    assert {one.author.person for one in mine if one.author} == {carla}
    assert not Answer.objects.filter(statement__in=mine, value__isnull=False).exists()


def test_a_closed_round_keeps_its_sealed_count_and_only_the_thoughts_come_along() -> None:
    challenge, amina, _bram, statements = make_dialogue.dialogue_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    _client, guest = arrived(challenge, amina)
    answer(carla, statements[0], View.SAME)
    answer(guest, statements[0], View.DIFFERENT)
    theirs = share_thought(challenge, body="Van de gast.", by=Actor.of(guest))
    dialogue = open_first_round(challenge)
    set_end_date(dialogue, ends_on=timezone.localdate() + dt.timedelta(days=3), by=Actor.of(amina))
    with make_notices.at(timezone.now() + dt.timedelta(days=5)):
        closed = close_round(Dialogue.objects.get(pk=dialogue.pk), by=Actor.of(amina))
    sealed = exports.sealed_count(closed)
    become(guest, carla)
    again = exports.sealed_count(Dialogue.objects.get(pk=dialogue.pk))
    assert (again.answers, again.root) == (sealed.answers, sealed.root)
    theirs.refresh_from_db()
    assert theirs.author is not None
    assert theirs.author.person == carla
    assert not Participant.objects.filter(person=guest).exists()


def test_who_sits_for_another_party_keeps_that_party() -> None:
    challenge, amina, bram, _statements = make_dialogue.dialogue_of_two()
    _client, guest = arrived(challenge, amina)
    thought = share_thought(challenge, body="De heg is te hoog.", by=Actor.of(guest))
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=2), carla, inviter=bram)
    become(guest, carla)
    assert Seat.objects.get(challenge=challenge, person=carla).party.number == 2
    assert Participant.objects.get(person=carla).party == challenge.parties.get(number=2)
    thought.refresh_from_db()
    assert thought.party == challenge.parties.get(number=1)


def test_b22_who_reported_the_same_as_guest_and_with_an_account_told_it_once_and_nothing_is_lost() -> None:
    challenge, amina, _bram, statements = make_dialogue.dialogue_of_two()
    carla, guest = both_ways(challenge, amina, statements)
    for person in (carla, guest):
        report(challenge, text=statements[0].text, reason="insult", words="Dit raakt mij.", by=Actor.of(person))
    report(challenge, text=statements[1].text, reason="insult", by=Actor.of(guest))
    become(guest, carla)
    told = list(Report.objects.order_by("pk").values_list("text", "person"))
    first, second = statements[0].text_id, statements[1].text_id
    assert told == [(first, carla.pk), (first, None), (second, carla.pk)]
    assert [str(one.words) for one in Report.objects.filter(text=first)] == ["Dit raakt mij."] * 2


def test_become_only_closes_a_guest_and_only_into_an_account() -> None:
    amina, bram = make.amina(), make.bram()
    become(amina, bram)
    amina.refresh_from_db()
    assert amina.is_active
    one, other = make_guest(language="nl"), make_guest(language="nl")
    become(one, other)
    one.refresh_from_db()
    assert one.is_guest


def test_pseudonyms_in_the_log_follow_and_the_lines_stay() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    _client, guest = arrived(challenge, amina)
    line = Line.objects.get(type="joining.came_by_code")
    before = bytes(line.bytes)
    chris = make.chris()
    become(guest, chris)
    assert Pseudonym.objects.get(value=line.actor).person_key == f"person:{chris.pk}"
    line.refresh_from_db()
    assert bytes(line.bytes) == before


def test_a_guest_gets_no_mail_and_hears_on_the_site_what_everybody_hears() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    _client, guest = arrived(challenge, amina)
    make_notices.told(lambda: make.join(challenge, make.dilek(), "School", "institution"))
    make_notices.letters()
    assert Notice.objects.filter(person=guest).exists()
    assert not Mail.objects.filter(to__endswith="@guest.invalid").exists()
    assert notices.tell() == 0


def test_a_guest_erases_everything_without_an_address() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client, guest = arrived(challenge, amina)
    share_thought(challenge, body="Vergeet mij.", by=Actor.of(guest))
    page = client.get("/account/").headers["Location"]
    assert page == "/account/gast/"
    assert "Wij kunnen je dan niet helpen" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 200
    assert Person.objects.filter(is_guest=True).exists()
    assert client.post(page, {"sure": "on"}).headers["Location"] == "/account/vertrokken/"
    assert not Person.objects.filter(is_guest=True).exists()
    assert not Version.objects.filter(body="Vergeet mij.").exists()
    assert client.get(f"/opgaven/{challenge.slug}/dialoog/mijn/").status_code == 302


def test_pages_that_need_an_address_send_a_guest_to_what_they_can_do() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client, _guest = arrived(challenge, amina)
    for address in ("/account/", "/account/e-mailadres/", "/account/beveiliging/passkeys/toevoegen/"):
        assert client.get(address).headers["Location"] == "/account/gast/"
    assert client.get("/account/inloggen/").status_code == 200
    assert Client().get("/account/gast/").status_code == 302
    account = Client()
    account.force_login(amina)
    assert account.get("/account/gast/").headers["Location"] == "/account/"


def test_a_guest_who_signs_out_is_gone_from_the_device_and_stays_in_the_conversation() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client, guest = arrived(challenge, amina)
    share_thought(challenge, body="De heg is te hoog.", by=Actor.of(guest))
    client.post("/account/uitloggen/")
    assert "_auth_user_id" not in client.session
    assert Statement.objects.get().author is not None


@pytest.mark.parametrize("address", ["x@guest.invalid", "X@GUEST.INVALID"])
def test_nobody_enters_with_the_address_of_a_guest(address: str) -> None:
    make_guest(language="nl")
    answer = Client().post("/account/inloggen/", {"email": address})
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.content.decode()
    assert not Mail.objects.exists()


def test_the_database_knows_no_guest_with_an_address_and_no_account_without() -> None:
    guest, amina = make_guest(language="nl"), make.amina()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=guest.pk).update(email="echt@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=amina.pk).update(email="x@guest.invalid")


def test_a_guest_who_leaves_takes_no_party_along() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    _client, guest = arrived(challenge, amina)
    leave_platform(guest, by=Actor.of(guest))
    assert challenge.parties.get(number=1).state == "active"
    assert Arrival.objects.get().person is None


def test_a_guest_is_not_asked_to_show_a_name_that_is_not_there() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    here, _guest = arrived(challenge, amina)
    page = here.get(f"/opgaven/{challenge.slug}/dialoog/").content.decode()
    assert 'value="nobody"' in page
    assert 'value="name"' not in page
    sent = {"body": "Het dak lekt.", "shows": "name"}
    assert here.post(f"/opgaven/{challenge.slug}/dialoog/delen/", sent).status_code == 422
    client = Client()
    client.force_login(amina)
    assert 'value="name"' in client.get(f"/opgaven/{challenge.slug}/dialoog/").content.decode()


def test_e7_no_place_of_a_guest_comes_to_an_account_that_guards_the_process_from_outside() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    chris = make.chris()
    Facilitator.objects.create(challenge=challenge, person=chris, since=timezone.now())
    client, _guest = arrived(challenge, amina)
    enters(client, chris.email)
    assert KEPT in client.get("/account/").content.decode()
    assert not Seat.objects.filter(challenge=challenge, person=chris).exists()
    with pytest.raises(NotAllowed):
        tell(challenge, kind="event", words="Zo ging het.", by=Actor.of(chris))
    assert Line.objects.filter(stream=challenge.stream).latest("n").type == "challenges.seat_left"


def test_an_account_that_followed_and_brings_the_place_of_a_guest_no_longer_only_follows() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    follow(challenge, by=Actor.of(make.chris()))
    _client, guest = arrived(challenge, amina)
    become(guest, make.chris())
    assert Seat.objects.get(person=make.chris()).ring == Ring.CONTRIBUTOR
    assert not challenge.readers.exists()

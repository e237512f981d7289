"""What somebody gets who asks for what is kept of them: all of theirs, and no word, name or address of others."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db.models import EmailField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.log.models import Line
from communityup.network.newsletter.models import Subscription
from communityup.network.stuck import actions as stuck
from communityup.notices.actions import tell
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.texts.queries import kinds, objects
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.tasks.models import Absence
from tests import make, make_decency, make_network, make_stuck
from tests.make_decency import by, hidden, written
from tests.make_newsletter import subscriber

pytestmark = pytest.mark.django_db
SECRETS = ("token", "secret", "salt", "hash", "key", "body")
# What leads to a person and stands in no declaration of its own: why not.
ELSEWHERE = {
    "texts.Version": "the words themselves, with when they were written",
    "people.Code": "gone after two days",
    "questionnaires.Participant": "its answers",
    "dialogue.Participant": "its answers",
    "stuck.Consultation": "its words go after the agreed term",
    "silence.Silence": "that of a party",
}
# What holds an address and stands in no declaration of its own: why not.
ADDRESSES_ELSEWHERE = {
    "people.Person": "the account itself",
    "post.Mail": "gone after thirty days, and in their own mailbox",
    "networks.Network": "that of a network, for everybody to read",
    "reach.Contact": "found by the place at the table",
    "founding.NetworkRequest": "found by the account",
}


def file_of(person: Person) -> dict[str, Any]:
    client = Client()
    client.force_login(person)
    response = client.post(reverse("own_data"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_one_gets_ones_own_words_also_hidden_ones_and_earlier_versions_and_what_else_is_kept() -> None:
    network, coordinator, members, text = make_decency.world()
    hidden(network, coordinator, text, members[1][1], words="Mijn melding.")
    writer, reporter = file_of(members[0][1]), file_of(members[1][1])
    assert writer["account"]["email"] == members[0][1].email
    [own] = [row for row in writer["words"] if row["words"] == make_decency.WORDS]
    assert own["hidden"] is True
    assert own["what"] == "wat een lid aanbiedt of zoekt"
    assert "Buurthuis Schrijver" in json.dumps(writer["kept"])
    assert [row["words"] for row in reporter["words"]] == ["Mijn melding."]
    assert "insult" in json.dumps(reporter["kept"])


def test_no_word_name_or_address_of_others_is_in_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    share_thought(challenge, body="Kanarie van Amina", by=by(amina))
    share_thought(challenge, body="Kanarie van Bram", by=by(bram))
    network, _coordinator, members, _text = make_decency.world()
    written(*members[1], words="Kanarie van de melder")
    for person in (amina, bram, *(one for _member, one in members)):
        found = json.dumps(file_of(person), ensure_ascii=False)
        others = Person.objects.exclude(pk=person.pk).values_list("email", flat=True)
        assert not [address for address in others if address in found]
        theirs = Version.objects.exclude(author=person).exclude(author=None).values_list("body", flat=True)
        assert not [words for words in theirs if words in found]
    assert network.name in json.dumps(file_of(members[0][1]), ensure_ascii=False)


def test_an_address_that_gets_letters_stands_in_the_file_of_who_proved_it() -> None:
    network, _coordinator = make_network.coordinated()
    subscriber(network)
    address = Subscription.objects.get().email
    person = Person.objects.get_or_create(email=address, defaults={"display_name": "Lezer"})[0]
    assert address in json.dumps(file_of(person)["kept"])
    assert network.name not in json.dumps(file_of(make.chris())["kept"])


def test_the_page_says_what_is_in_it_and_looking_changes_nothing() -> None:
    client, address = Client(), reverse("own_data")
    assert client.get(address).status_code == 302
    assert client.post(address).status_code in (302, 403)
    client.force_login(make.chris())
    lines = Line.objects.count()
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    assert Line.objects.count() == lines
    assert reverse("own_data") in client.get(reverse("privacy")).content.decode()


def test_who_is_stuck_and_who_thinks_along_get_their_own_part_of_it_and_nothing_of_each_other() -> None:
    _network, _coordinator, request = make_stuck.matched("Bram")
    make_stuck.planned(request, "Bram")
    make_stuck.at_step(request, "Bram", 2)
    stuck.write_note(request, words="Wie belde er al?", by=by(make.bram()))
    asker, along = (json.dumps(file_of(person)["kept"]) for person in (make.amina(), make.bram()))
    assert "keep_days" in asker
    assert "accepted_at" not in asker
    assert "accepted_at" in along
    assert '"step": 2' in along
    assert "keep_days" not in along


def test_everything_that_leads_to_a_person_is_declared_or_named() -> None:
    leading = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("communityup.")
        and any(field.is_relation and field.related_model is Person for field in model._meta.concrete_fields)
    }
    declared = {name for name, one in objects().items() if one.own}
    assert leading - declared == set(ELSEWHERE)
    assert kinds()


def test_everything_that_holds_an_address_is_declared_or_named() -> None:
    holding = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("communityup.")
        and any(isinstance(field, EmailField) for field in model._meta.concrete_fields)
    }
    declared = {name for name, one in objects().items() if one.own and one.address}
    assert holding - declared == set(ADDRESSES_ELSEWHERE)


def test_messages_answers_for_a_party_and_standing_in_are_in_the_file() -> None:
    challenge, amina, bram = make.challenge_of_two()
    share_thought(challenge, body="Een gedachte", by=by(amina))
    tell()
    Absence.objects.create(person=amina, substitute=bram, until=timezone.localdate(), since=timezone.now())
    kept = {one["what"]: one["rows"] for one in file_of(bram)["kept"]}
    assert "welke berichten iemand kreeg, wanneer, en of ze gelezen zijn" in kept
    [stood_in] = kept["tot wanneer iemand er niet is (jij vervangt)"]
    assert stood_in["until"] == timezone.localdate().isoformat()
    assert "tot wanneer iemand er niet is" in {one["what"] for one in file_of(amina)["kept"]}
    assert amina.email not in json.dumps(file_of(bram), ensure_ascii=False)


def test_what_is_declared_is_no_secret_and_no_text() -> None:
    for one in objects().values():
        for path in one.own:
            assert not any(part in path for part in ("token", "secret", "salt", "hash", "key", "body")), (
                one.model,
                path,
            )
        assert not one.own or one.owner or one.address, one.model

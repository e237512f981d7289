"""A network that somebody asks for on the site; the operator answers by a command, and who asked reads why."""

import argparse
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.cli import network as command
from communityup.log.models import Line
from communityup.network.founding import actions
from communityup.network.founding.jobs import JOBS
from communityup.network.founding.models import NetworkRequest
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import DAY
from tests.make_network import browser, network
from tests.make_notices import at

pytestmark = pytest.mark.django_db
HERE = "/netwerken/aanvragen/"
TOLD = {"name": "Dorpshuizen Oost", "purpose": "Van elkaar leren.", "email": "trekker@example.org"}


def ask(person: Person | None = None, **changes: str) -> NetworkRequest:
    return actions.ask_for_network(**{**TOLD, **changes}, by=Actor.of(person or make.amina()))


def lines() -> list[str]:
    return list(Line.objects.filter(type__startswith="founding.").order_by("pk").values_list("type", flat=True))


def letters(to: str) -> list[Mail]:
    return list(Mail.objects.filter(to=to).order_by("pk"))


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    options = parser.parse_args(["network", *words])
    status: int = options.run(options)
    return status


def test_person_asks_with_three_fields_and_the_operator_hears_it_by_mail(settings: Any) -> None:
    assert "Vraag een netwerk aan" in browser().get("/netwerken/").content.decode()
    client = browser(make.amina())
    assert make.amina().email in client.get(HERE).content.decode(), "one's own address is filled in"
    for _again in range(2):
        assert client.post(HERE, TOLD).status_code == 302
    asked = NetworkRequest.objects.get()
    [mail] = letters(settings.CONTACT_EMAIL)
    assert [words for words in (*TOLD.values(), asked.public_id) if words not in mail.text] == []
    assert "wacht op antwoord" in client.get(HERE).content.decode()
    assert lines() == ["founding.network_asked"]
    line = Line.objects.get(type="founding.network_asked")
    assert not any(words.encode() in bytes(line.bytes) for words in TOLD.values()), "the log holds no words"


def test_operator_grants_by_command_and_who_was_named_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ask()
    assert run("requests") == 0
    assert asked.public_id in capsys.readouterr().out
    assert run("grant", asked.public_id, "dorpshuizen-oost") == 0
    made = Network.objects.get(slug="dorpshuizen-oost")
    assert made.contact != TOLD["email"], "nobody's own address stands there unasked"
    assert (made.name, str(made.purpose)) == (TOLD["name"], TOLD["purpose"])
    assert "Dorpshuizen Oost" in letters(TOLD["email"])[0].text
    assert "/netwerken/dorpshuizen-oost/" in letters(make.amina().email)[-1].text
    assert 'href="/netwerken/dorpshuizen-oost/"' in browser(make.amina()).get(HERE).content.decode()
    assert run("grant", asked.public_id, "nog-een") == 1
    assert Network.objects.count() == 1
    asked.refresh_from_db()
    assert (asked.email, lines()) == ("", ["founding.network_asked", "founding.request_granted"])
    assert run("requests") == 0
    assert "Nobody waits" in capsys.readouterr().out


def test_operator_declines_with_a_reason_that_who_asked_reads_on_the_site_and_by_mail() -> None:
    asked = ask()
    assert run("decline", "0" * 32, "--reason", "Nee.") == 1
    assert run("decline", asked.public_id, "--reason", "x" * 301) == 1
    assert run("decline", asked.public_id, "--reason", "Er is er al een: Leernetwerk Oost.") == 0
    assert "Leernetwerk Oost" in letters(make.amina().email)[-1].text
    assert "Leernetwerk Oost" in browser(make.amina()).get(HERE).content.decode()
    assert "Leernetwerk Oost" not in browser(make.bram()).get(HERE).content.decode()
    assert not Network.objects.exists()


def test_e26_nobody_but_the_operator_answers_and_nobody_takes_back_what_another_asked() -> None:
    asked = ask()
    for person in (make.amina(), make.bram()):
        with pytest.raises(NotAllowed):
            actions.grant(asked, slug="oost", by=Actor.of(person))
        with pytest.raises(NotAllowed):
            actions.decline(asked, reason="Nee.", by=Actor.of(person))
    with pytest.raises(NotAllowed):
        actions.take_back(asked, by=Actor.of(make.bram()))
    assert browser(make.bram()).post(f"{HERE}{asked.public_id}/terugnemen/").status_code == 404
    assert browser(make.amina()).post(f"{HERE}{asked.public_id}/terugnemen/").status_code == 302
    assert "ingetrokken" in browser(make.amina()).get(HERE).content.decode()
    with pytest.raises(Refused, match="al geantwoord"):
        actions.grant(asked, slug="oost", by=Actor.operator())


def test_request_is_taken_back_once_however_often_one_clicks() -> None:
    asked = ask()
    for _again in range(2):
        actions.take_back(asked, by=Actor.of(make.amina()))
    assert lines() == ["founding.network_asked", "founding.request_taken_back"]


def test_somebody_asks_for_three_at_once_at_most_and_a_taken_address_is_refused_whole() -> None:
    for number in range(3):
        ask(name=f"Netwerk {number}")
    with pytest.raises(Refused, match="Wacht op antwoord"):
        ask(name="Nog een")
    network("oost")
    asked = NetworkRequest.objects.order_by("pk")[0]
    for slug in ("oost", "aanvragen"):
        with pytest.raises(Refused):
            actions.grant(asked, slug=slug, by=Actor.operator())
    asked.refresh_from_db()
    assert (asked.state, Network.objects.count()) == ("waiting", 1)


def test_asking_and_taking_back_again_and_again_is_five_letters_a_day() -> None:
    for number in range(5):
        actions.take_back(ask(name=f"Netwerk {number}"), by=Actor.of(make.amina()))
    with pytest.raises(Refused, match="Probeer het morgen opnieuw"):
        ask(name="Netwerk 5")
    assert Mail.objects.count() == 5
    with at(timezone.now() + DAY + DAY):
        assert ask(name="Netwerk 5").state == "waiting"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 500}, {"purpose": ""}, {"purpose": "x" * 601}, {"email": "geen adres"}]
)
def test_form_that_is_not_right_says_so_and_loses_nothing(wrong: dict[str, str]) -> None:
    answer = browser(make.amina()).post(HERE, {**TOLD, **wrong})
    kept = next(value for name, value in TOLD.items() if name not in wrong)
    assert (answer.status_code, kept in answer.content.decode()) == (422, True)
    assert not NetworkRequest.objects.exists()


def test_visitor_is_led_to_the_entrance() -> None:
    answer = browser().get(HERE)
    assert (answer.status_code, "/account/" in answer["Location"]) == (302, True)


def test_answered_requests_are_forgotten_after_ninety_days_and_all_of_them_when_somebody_leaves() -> None:
    asked, _other = ask(), ask(name="Wacht nog")
    actions.decline(asked, reason="Nee.", by=Actor.operator())
    assert [job.run for job in JOBS] == [actions.forget_due]
    with at(timezone.now() + 89 * DAY):
        assert actions.forget_due() == 0
    with at(timezone.now() + 91 * DAY):
        assert actions.forget_due() == 1
    actions.forget_person(make.amina())
    assert not NetworkRequest.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"state": "declined"}, {"state": "granted"}, {"email": ""}, {"reason": "Nee."}, {"state": "gone"}]
)
def test_database_refuses_a_request_that_can_never_be(changes: dict[str, str]) -> None:
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkRequest.objects.update(**changes)

"""The pages of facts and documents: for every role over HTTP, with bad input, and in a constant number of queries."""

from typing import Any

import pytest
from django.test import Client

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version as Words
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.facts import actions, queries
from communityup.workspace.facts.models import Card, Document, Summary, Version
from communityup.workspace.goals.models import Goal
from tests import make
from tests.make_facts import (
    ADDRESS,
    ANSWER,
    PLAIN,
    QUESTION,
    ROLE,
    after_reading,
    answered,
    asked_fact,
    published,
    shared,
    sourced,
)
from tests.nasty import some

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE, REFUSED, UNPROCESSABLE = 200, 302, 403, 404, 405, 409, 422


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/feiten/"


def page_of(version: Version) -> str:
    return f"{base(version.card.challenge)}{version.card.public_id}/"


def html(person: Person | None, address: str) -> str:
    return client_of(person).get(address).content.decode()


def test_each_role_reads_and_writes_only_what_it_may_and_reading_never_writes() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    open_one = page_of(sourced(asked_fact(challenge, amina), amina, bram))
    done = page_of(published(challenge, amina, bram, "Wat kost het gas?"))
    document = f"{base(challenge)}documenten/{shared(challenge, bram).public_id}/"
    expected = {
        # address: anonymous, outsider, Amina who asked, Bram who answers and whose document it is
        base(challenge): (404, 404, 200, 200),
        open_one: (404, 404, 200, 200),
        f"{base(challenge)}vraag/": (302, 404, 200, 200),
        f"{open_one}bron/": (302, 404, 200, 200),
        f"{open_one}antwoord/": (302, 404, 403, 200),
        f"{open_one}gewone-taal/": (302, 404, 409, 409),
        f"{done}gewone-taal/": (302, 404, 409, 409),
        f"{open_one}publiceren/": (405, 405, 405, 405),
        f"{open_one}terugnemen/": (302, 404, 200, 403),
        f"{done}opnieuw/": (302, 404, 200, 200),
        f"{base(challenge)}documenten/nieuw/": (302, 404, 200, 200),
        f"{document}gewone-taal/": (302, 404, 403, 200),
        f"{document}terugnemen/": (302, 404, 403, 200),
        f"{base(challenge)}documenten/{'0' * 32}/terugnemen/": (302, 404, 404, 404),
        f"{base(challenge)}{'0' * 32}/": (404, 404, 404, 404),
        f"{base(challenge)}niets/": (404, 404, 404, 404),
    }
    before = Line.objects.count()
    clients = [client_of(person) for person in (None, make.chris(), amina, bram)]
    for address, statuses in expected.items():
        assert tuple(client.get(address).status_code for client in clients) == statuses, address
    for client, status in zip(clients, (403, 404, 409, 409), strict=True):
        assert client.post(f"{open_one}publiceren/", {"summary": "", "read": "x"}).status_code == status
    assert Line.objects.count() == before


def test_a24_two_parties_find_a_fact_together_on_the_pages() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first, second = client_of(amina), client_of(bram)
    assert first.post(f"{base(challenge)}vraag/", {"question": QUESTION}).status_code == FOUND
    page = page_of(Version.objects.get())
    assert second.post(f"{page}bron/", {"role": ROLE, "party": "2", "reader": "de wijkraad"}).status_code == FOUND
    asked = html(None, page)
    assert "Voorgestelde bron" in asked
    assert "nog geen antwoord" in asked
    (round_,) = challenge.consent_rounds.filter(about__startswith="fact_source")
    assert first.post(f"/opgaven/{challenge.slug}/akkoord/{round_.public_id}/ja/").status_code == FOUND
    typed = {"words": ANSWER, "title": "Inspectie", "address": ADDRESS}
    assert second.post(f"{page}antwoord/", typed).status_code == FOUND
    assert first.post(f"{page}gewone-taal/", {"words": PLAIN}).status_code == FOUND
    assert (
        second.post(f"{page}publiceren/", {"summary": Summary.objects.get().public_id, "read": "1"}).status_code
        == FOUND
    )
    assert Version.objects.get().state == "published"


def test_a24_the_card_shows_who_agreed_and_plain_words_and_is_blocked_on_the_page_without_them() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first, second = client_of(amina), client_of(bram)
    page = page_of(answered(sourced(asked_fact(challenge, amina), amina, bram), bram))
    blocked = first.post(f"{page}publiceren/", {"summary": "", "read": "1"})
    assert blocked.status_code == REFUSED
    assert "Zonder dat wordt het niet gepubliceerd" in blocked.content.decode()
    assert first.post(f"{page}gewone-taal/", {"words": PLAIN}).status_code == FOUND
    assert "Publiceer met deze uitleg" in html(bram, page)
    assert "Publiceer met deze uitleg" not in html(amina, page)
    send = {"summary": Summary.objects.get().public_id, "read": "1"}
    assert first.post(f"{page}publiceren/", send).status_code == FORBIDDEN
    assert second.post(f"{page}publiceren/", send).status_code == FOUND
    for person in (None, make.chris(), amina, bram):
        shown = html(person, page)
        for words in (QUESTION, ROLE, PLAIN, ANSWER, ADDRESS, "Antwoord van een deskundige"):
            assert words in shown, words
        agreed = shown[shown.index("Akkoord met vraag en bron") :]
        assert agreed.index("Bewoners Molenwijk") < agreed.index("Gemeente Lindeveen") < agreed.index(ANSWER)
    assert PLAIN in html(None, base(challenge))
    assert "1 gevonden" in html(None, f"/opgaven/{challenge.slug}/aanloop/")


def test_a_fact_is_asked_again_and_both_versions_stand_on_the_card() -> None:
    challenge, amina, bram = make.challenge_of_two()
    page = page_of(published(challenge, amina, bram))
    client = client_of(bram)
    assert QUESTION in client.get(f"{page}opnieuw/").content.decode()
    assert client.post(f"{page}opnieuw/", {"question": QUESTION, "reason": ""}).status_code == UNPROCESSABLE
    typed = {"question": "Hoe oud is het dak?", "reason": "De zolder is niet bekeken."}
    assert client.post(f"{page}opnieuw/", typed).status_code == FOUND
    shown = html(None, page)
    assert all(words in shown for words in ("Hoe oud is het dak?", "De zolder is niet bekeken.", PLAIN, "Versie 1"))
    assert "opnieuw gevraagd" in html(None, base(challenge))
    assert client.post(f"{page}terugnemen/").status_code == FOUND
    assert "ingetrokken" in html(None, page)


def test_e17_a_document_counts_on_the_page_only_with_plain_words_and_after_the_time_to_read() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = client_of(bram), client_of(amina)
    typed = {"title": "Het rapport", "address": ADDRESS, "summary": ""}
    assert client.post(f"{base(challenge)}documenten/nieuw/", typed).status_code == FOUND
    document = Document.objects.get()
    goals = f"/opgaven/{challenge.slug}/doelen/"
    rests = {"words": "Het dak is nieuw", "rests_on": [f"document:{document.public_id}"]}
    assert "nog niet in gewone taal" in html(None, base(challenge))
    refused = client.post(goals, rests)
    assert refused.status_code == UNPROCESSABLE
    assert "nog geen uitleg in gewone taal" in refused.content.decode()
    assert "Het dak is nieuw" in refused.content.decode()
    address = f"{base(challenge)}documenten/{document.public_id}/gewone-taal/"
    assert other.post(address, {"summary": PLAIN}).status_code == FORBIDDEN
    assert client.post(address, {"summary": PLAIN}).status_code == FOUND
    assert "leestijd tot" in html(None, base(challenge))
    assert client.post(goals, rests).status_code == UNPROCESSABLE
    with after_reading():
        client.force_login(bram)
        assert "telt mee" in html(None, base(challenge))
        assert client.post(goals, rests).status_code == FOUND
        assert "Steunt op:" in html(None, goals)
    assert Goal.objects.count() == 1


def test_a_document_is_taken_back_after_a_second_thought() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    address = f"{base(challenge)}documenten/{shared(challenge, bram).public_id}/terugnemen/"
    client = client_of(bram)
    assert "Het rapport" in client.get(address).content.decode()
    assert Document.objects.get().withdrawn_at is None
    assert client.post(address).status_code == FOUND
    assert ADDRESS not in html(None, base(challenge))


@pytest.mark.parametrize("address", ["http://example.org/x", "ftp://example.org/x", "javascript:alert(1)", "https://"])
def test_an_address_begins_with_https_and_what_was_typed_stays(address: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    typed = {"title": "Het rapport", "address": address, "summary": PLAIN}
    answer = client_of(bram).post(f"{base(challenge)}documenten/nieuw/", typed)
    assert answer.status_code == UNPROCESSABLE
    assert "Het rapport" in answer.content.decode()
    page = page_of(sourced(asked_fact(challenge, amina), amina, bram))
    more = {"words": ANSWER, "title": "Inspectie", "address": address}
    assert client_of(bram).post(f"{page}antwoord/", more).status_code == UNPROCESSABLE
    assert Document.objects.count() == 0


@pytest.mark.parametrize(("given", "sentence"), [({"title": "T"}, "het adres"), ({"address": ADDRESS}, "een titel")])
def test_title_and_address_of_a_document_go_together(given: dict[str, str], sentence: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    page = page_of(sourced(asked_fact(challenge, amina), amina, bram))
    answer = client_of(bram).post(f"{page}antwoord/", {"words": ANSWER, **given})
    assert answer.status_code == UNPROCESSABLE
    assert sentence in answer.content.decode()


def test_the_answer_can_come_without_a_document_and_be_changed_with_what_stands_there() -> None:
    challenge, amina, bram = make.challenge_of_two()
    page = page_of(sourced(asked_fact(challenge, amina), amina, bram))
    client = client_of(bram)
    assert client.post(f"{page}antwoord/", {"words": ANSWER, "title": "", "address": ""}).status_code == FOUND
    assert ANSWER in client.get(f"{page}antwoord/").content.decode()
    typed = {"words": ANSWER, "title": "Inspectie", "address": ADDRESS}
    assert client.post(f"{page}antwoord/", typed).status_code == FOUND
    assert ADDRESS in html(None, page)
    assert client.post(f"{page}antwoord/", {"words": ANSWER}).status_code == FOUND
    assert ADDRESS not in html(None, page)


@pytest.mark.parametrize("word", some(__name__))
def test_no_form_breaks_on_bad_input_or_writes_half(word: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = answered(sourced(asked_fact(challenge, amina), amina, bram), bram)
    page, client = page_of(version), client_of(bram)
    forms: dict[str, Any] = {
        f"{base(challenge)}vraag/": {"question": word},
        f"{page}bron/": {"role": word, "party": word, "reader": word},
        f"{page}antwoord/": {"words": word, "title": word, "address": word},
        f"{page}gewone-taal/": {"words": word},
        f"{page}publiceren/": {"summary": word, "read": word},
        f"{page}opnieuw/": {"question": word, "reason": word},
        f"{base(challenge)}documenten/nieuw/": {"title": word, "address": word, "summary": word},
    }
    for address, wrong in forms.items():
        typed = {name: value.encode("utf-8", "replace").decode() for name, value in wrong.items()}
        before, lines = Words.objects.count(), Line.objects.count()
        status = client.post(address, typed).status_code
        assert status in {FOUND, FORBIDDEN, REFUSED, UNPROCESSABLE}, address
        if status != FOUND:
            assert (Words.objects.count(), Line.objects.count()) == (before, lines), address
    number = word.encode("utf-8", "replace").decode()
    assert client.get(base(challenge), {"page": number, "documenten": number}).status_code == OK


def test_a_form_that_can_only_be_refused_does_not_open() -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = asked_fact(challenge, amina)
    page, client = f"{base(challenge)}{version.card.public_id}/", client_of(bram)

    def opens(*names: str) -> list[int]:
        return [client.get(f"{page}{name}/").status_code for name in names]

    assert opens("bron", "gewone-taal", "opnieuw") == [OK, REFUSED, REFUSED]
    party = challenge.parties.get(number=2)
    running = actions.propose_source(version, role=ROLE, party=party, by=Actor.of(amina))
    assert opens("bron") == [REFUSED]
    respond(running.asked, agrees=True, by=Actor.of(bram))
    assert opens("bron", "antwoord") == [OK, OK], "until the answer is in, another source can be proposed"
    version.refresh_from_db()
    done = answered(version, bram)
    assert opens("bron", "antwoord", "gewone-taal", "opnieuw") == [REFUSED, OK, OK, REFUSED]
    assert "Het antwoord is er al" in client.get(f"{page}bron/").content.decode()
    assert client_of(amina).get(f"{page}terugnemen/").status_code == REFUSED
    said = actions.say_plainly(done, words=PLAIN, by=Actor.of(amina))
    actions.publish_fact(done, summary=said, read=1, by=Actor.of(bram))
    assert opens("bron", "antwoord", "gewone-taal", "opnieuw") == [REFUSED, REFUSED, REFUSED, OK]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(number: int, django_assert_num_queries: Any) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for which in range(number):
        published(challenge, amina, bram, f"Vraag {which}?")
        shared(challenge, bram, summary=PLAIN, address=f"{ADDRESS}?{which}")
    with django_assert_num_queries(8):
        shown = queries.page(challenge, "1", "1")
        assert len(shown["cards"].object_list) == len(shown["documents"].object_list) == number
    with django_assert_num_queries(4):
        assert len(queries.usable(challenge)) == 2 * number
    with django_assert_num_queries(1):
        assert queries.resting(challenge, "goal") == {}


@pytest.mark.parametrize("number", [1, 3])
def test_a_card_costs_the_same_for_one_and_three_versions(number: int, django_assert_num_queries: Any) -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = published(challenge, amina, bram)
    for which in range(number - 1):
        new = actions.ask_again(version.card, question=QUESTION, reason=f"Reden {which}", by=Actor.of(bram))
        done = answered(sourced(new, amina, bram), bram)
        said = actions.say_plainly(done, words=PLAIN, by=Actor.of(amina))
        actions.publish_fact(done, summary=said, read=1, by=Actor.of(bram))
    card = Card.objects.select_related("challenge").get()
    with django_assert_num_queries(6):
        shown = queries.card_page(card, None)
    assert len(shown["earlier"]) == number - 1

"""A refusal is shown once and well, a database in trouble is a clean page, and typed words are never lost."""

import json
import logging
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import NotAllowed, Refused, Sentence
from communityup.base.middleware import RefusalMiddleware, answer, typed_by, words_of
from communityup.config.urls import handler500
from communityup.config.urls import urlpatterns as of_the_site

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
__all__ = ["handler500"]

RAISED: dict[str, Exception] = {
    "refused": Refused("Deze ronde is <b>dicht</b>."),
    "not-allowed": NotAllowed("Dit is van een ander."),
    "lazy": Refused(_("Dutch")),
    "locked": OperationalError("database is locked"),
    "full": OperationalError("database or disk is full"),
    "readonly": OperationalError("attempt to write a readonly database"),
    "broken": OperationalError("disk I/O error"),
    "fault": OperationalError("no such table: nowhere"),
    "once": IntegrityError("UNIQUE constraint failed"),
}


def fail(_request: HttpRequest, what: str) -> HttpResponse:
    raise RAISED[what]


urlpatterns = [path("probe/<slug:what>/", fail), *of_the_site]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("what", "status", "sentence"), [
    ("refused", 409, "Deze ronde is &lt;b&gt;dicht&lt;/b&gt;."),
    ("not-allowed", 403, "Dit is van een ander."),
])  # fmt: skip
def test_a_refusal_is_a_page_with_its_sentence_and_status(
    client: Client, what: str, status: int, sentence: str
) -> None:
    response = client.get(f"/probe/{what}/")
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "<html" in response.content.decode()
    assert {"HX-Request", "Accept"} <= set(response["Vary"].split(", "))
    assert response["Cache-Control"] == "no-store"


def test_a_refusal_in_a_fragment_is_a_fragment(client: Client) -> None:
    response = client.post("/probe/refused/", {"thought": "Meer bomen"}, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "<html" not in text
    assert "Deze ronde is" in text
    assert "Meer bomen" in text


@pytest.mark.parametrize("accept", ["application/json", "application/problem+json"])
def test_a_refusal_for_a_program_is_problem_json(client: Client, accept: str) -> None:
    response = client.get("/probe/not-allowed/", headers={"Accept": accept})
    assert response["Content-Type"] == "application/problem+json"
    found = json.loads(response.content)
    assert (found["status"], found["detail"], found["type"]) == (403, "Dit is van een ander.", "about:blank")


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/json;q=0.5"])
def test_a_browser_gets_a_page(client: Client, accept: str) -> None:
    assert "<html" in client.get("/probe/refused/", headers={"Accept": accept}).content.decode()


def test_the_sentence_follows_the_language_of_the_person(client: Client) -> None:
    client.cookies["language"] = "en"
    assert "Dutch" in client.get("/probe/lazy/").content.decode()


def test_what_was_typed_is_shown_back_without_secrets(client: Client) -> None:
    typed = {
        "thought": 'Twee regels\nen <script>alert("x")</script>', "csrfmiddlewaretoken": "geheim-1",
        "password1": "geheim-2", "access_code": "geheim-3", "empty": "  ",
    }  # fmt: skip
    text = client.post(
        "/probe/refused/", typed, headers={"Referer": "http://testserver/opgaven/x/?page=2"}
    ).content.decode()
    assert "Twee regels\nen &lt;script&gt;" in text
    assert "geheim" not in text
    assert 'href="/opgaven/x/?page=2"' in text


def test_a_foreign_page_is_no_way_back(client: Client) -> None:
    text = client.get("/probe/refused/", headers={"Referer": "https://elsewhere.example/evil"}).content.decode()
    assert "elsewhere.example" not in text


def test_a_read_page_gives_nothing_back() -> None:
    assert typed_by(RequestFactory().get("/?thought=hello")) == []


def test_what_a_page_offered_is_not_given_back_as_words_to_copy() -> None:
    sent = {"answer": "take", "kind": "municipality", "watches": "clerk", "who": "0" * 32, "words": "take it easy"}
    assert words_of(RequestFactory().post("/", {**sent, "seats": "1", "number": "12", "day": "2026-11-20"})) == [
        ("words", "take it easy"),
        ("seats", "1"),
        ("number", "12"),
        ("day", "2026-11-20"),
    ]


@pytest.mark.parametrize("what", ["locked", "full", "readonly", "broken"])
def test_a_database_in_trouble_is_a_clean_page_that_keeps_the_words(client: Client, what: str) -> None:
    response = client.post(f"/probe/{what}/", {"thought": "Meer bomen"})
    text = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "Meer bomen" in text
    assert "Traceback" not in text
    assert str(RAISED[what]) not in text


def test_a_fault_of_ours_is_not_called_a_passing_trouble(client: Client) -> None:
    assert client.get("/probe/fault/").status_code == 500
    assert client.get("/probe/once/").status_code == 500


def test_without_any_database_the_page_still_comes_with_the_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> dict[str, Any]:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr("communityup.base.middleware.render", away)
    for headers in ({}, {"HX-Request": "true"}):
        response = client.post("/probe/broken/", {"thought": "Meer bomen"}, headers=headers)
        assert response.status_code == 503
        assert "Meer bomen" in response.content.decode()


def test_trouble_is_told_to_the_operator(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="communityup.base.middleware"):
        client.get("/probe/locked/")
    assert "database is locked" in caplog.text


def test_other_exceptions_go_on_to_the_last_resort() -> None:
    middleware = RefusalMiddleware(lambda _: HttpResponse())
    request = RequestFactory().get("/")
    assert middleware.process_exception(request, ValueError("x")) is None
    assert answer(request, None) is None


def test_a_refusal_undoes_what_its_transaction_wrote(transactional_db: None) -> None:
    from communityup.log.actions import open_stream
    from communityup.log.models import Stream

    def refuse() -> None:
        with transaction.atomic():
            open_stream("challenge")
            raise Refused("Nee")

    with pytest.raises(Sentence):
        refuse()
    assert Stream.objects.count() == 0

"""How dear a page is: a list page and an answer against a bare Django hello, CPU seconds in one run.

Hello, list and answer take turns, as requests do on a site. A hello that runs alone, a hundred times in a row, has the
nearest memory of the processor to itself and costs a third to a half of what it costs between others; no page ever gets
that. The answer is sent as a browser sends the form of the page, and the CSRF check, which Django's test client leaves
out unless one asks for it, is on.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from itertools import cycle
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pytest
from django.template import Template
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from communityup.people.actors import Actor
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.dialogue.models import Answer, Statement
from communityup.workspace.imports.actions import open_conversation
from tests import make

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
LIST_BAR, LIST_QUERIES, ANSWER_BAR = 20, 12, 8
TURNS = 300
AS_DJANGO_STARTS_A_PROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def cpu_of(*acts: Callable[[], object]) -> list[float]:
    """Return the median of the CPU seconds of each act; they take turns."""
    took: list[list[float]] = [[] for _act in acts]
    for _turn in range(TURNS):
        for act, seconds in zip(acts, took, strict=True):
            before = time.process_time()
            act()
            seconds.append(time.process_time() - before)
    return [median(seconds) for seconds in took]


@pytest.fixture
def as_on_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render templates as a site does: the test environment copies every context and tells it around."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.mark.urls("tests.benchmarks.hello_urls")
@pytest.mark.usefixtures("as_on_a_site")
def test_pages_cost_little_more_than_a_hello(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for place in range(50):
        open_conversation(title=f"Opgave {place}", place="Elders", why="Omdat.", by=Actor.operator())
    challenge, amina, bram = make.challenge_of_two()
    share_thought(challenge, body="De achterdeur is de echte ingang.", by=Actor.of(amina))
    client = Client(enforce_csrf_checks=True)
    client.force_login(bram)
    with override_settings(MIDDLEWARE=AS_DJANGO_STARTS_A_PROJECT):
        plain = Client()
        plain.get("/hello/")
    address = f"/opgaven/{challenge.slug}/dialoog/gedachte/{Statement.objects.get().public_id}/antwoord/"
    client.get(f"/opgaven/{challenge.slug}/dialoog/")
    token, values = client.cookies["csrftoken"].value, cycle(["1", "-1"])

    def answer() -> Any:
        typed = urlencode({"csrfmiddlewaretoken": token, "value": next(values)})
        return client.post(address, typed, content_type="application/x-www-form-urlencoded")

    assert (
        client.post(address, "value=1", content_type="application/x-www-form-urlencoded").status_code
        == HTTPStatus.FORBIDDEN
    )
    assert answer().status_code == HTTPStatus.FOUND
    with django_assert_max_num_queries(LIST_QUERIES):
        client.get("/opgaven/")
    bare, listed, answered = cpu_of(lambda: plain.get("/hello/"), lambda: client.get("/opgaven/"), answer)
    print(f"\nhello {bare * 1e3:.2f} ms · list {listed / bare:.1f}× · answer {answered / bare:.1f}×")
    assert Answer.objects.get().number == TURNS + 1
    assert listed <= LIST_BAR * bare
    assert answered <= ANSWER_BAR * bare

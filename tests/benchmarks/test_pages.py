"""How dear a page is: a list page and an answer against a bare Django hello, CPU seconds in one run."""

import time
from collections.abc import Callable

import pytest
from django.template import Template
from django.test import Client, override_settings

from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import open_conversation
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.dialogue.models import Statement
from tests import make

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
LIST_BAR, ANSWER_BAR = 20, 8
AS_DJANGO_STARTS_A_PROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def cpu_of(act: Callable[[], object], times: int) -> float:
    """Return the smallest CPU seconds per call of five runs."""
    best = float("inf")
    for _run in range(5):
        before = time.process_time()
        for _call in range(times):
            act()
        best = min(best, (time.process_time() - before) / times)
    return best


@pytest.fixture
def as_on_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render templates as a site does: the test environment copies every context and tells it around."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.mark.urls("tests.benchmarks.hello_urls")
@pytest.mark.usefixtures("as_on_a_site")
def test_pages_cost_little_more_than_a_hello() -> None:
    for place in range(50):
        open_conversation(title=f"Opgave {place}", place="Elders", why="Omdat.", by=Actor.operator())
    challenge, amina, bram = make.challenge_of_two()
    share_thought(challenge, body="De achterdeur is de echte ingang.", by=Actor.of(amina))
    statement = Statement.objects.get()
    client = Client()
    client.force_login(bram)
    with override_settings(MIDDLEWARE=AS_DJANGO_STARTS_A_PROJECT):
        plain = Client()
        bare = cpu_of(lambda: plain.get("/hello/"), 100)
    listed = cpu_of(lambda: client.get("/opgaven/"), 20)
    address = f"/opgaven/{challenge.slug}/dialoog/gedachte/{statement.public_id}/antwoord/"
    answer = client.post(address, {"value": "1"})
    assert answer.status_code in {302, 303}, answer.status_code
    values = iter(range(10_000))
    answered = cpu_of(lambda: client.post(address, {"value": str(1 - 2 * (next(values) % 2))}), 20)
    print(f"\nhello {bare * 1e3:.2f} ms · list {listed / bare:.1f}× · answer {answered / bare:.1f}×")
    assert listed <= LIST_BAR * bare
    assert answered <= ANSWER_BAR * bare

"""A42: two sites; practices travel from one to the other, change there and here, and go here when they go there."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from communityup.network.feeds import actions
from communityup.network.library.models import Practice
from tests import migrated
from tests.journeys.conftest import _wait_for
from tests.make_feeds import dilek, fetched
from tests.make_network import browser, coordinated

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEED = "/netwerken/community-up/praktijken/praktijken.json"
# One process acts for the other site: it does what it is sent, a line at a time, and says so.
ACTING = """
import sys, django; django.setup()
from dataclasses import replace
from tests import make, make_practice
from tests.make_practice import *
for words in sys.stdin:
    exec(words)
    print("done", flush=True)
"""
PUBLISH = "make_practice.shown()"
CHANGE = (
    "p = Practice.objects.get(); s = actions.begin_edition(p, by=by(make.amina())); "
    "actions.write_practice(s, account=replace(ACCOUNT, title='Anders gedaan'), by=by(make.amina())); "
    "actions.ask_review(s, by=by(make.amina())); "
    "actions.answer_voice(s.voices.get(), yes=True, quote=QUOTE, by=by(make.bram())); "
    "actions.review(s, good=True, by=by(reader())); actions.publish(s, by=by(make.amina()))"
)
TAKE_WORDS_BACK = "actions.take_words_back(Voice.objects.filter(practice__state='published').get(), by=by(make.bram()))"
TAKE_BACK = "actions.take_back(Practice.objects.get(state='published'), by=by(make.amina()))"
Act = Callable[[str], None]


def acting(environment: dict[str, str]) -> tuple[subprocess.Popen[str], Act]:
    """Start the process that acts for the other site; return it, and how one has it do something."""
    actor = subprocess.Popen(
        [sys.executable, "-c", ACTING], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def act(words: str) -> None:
        assert actor.stdin
        assert actor.stdout
        print(words, file=actor.stdin, flush=True)
        assert actor.stdout.readline() == "done\n", "what went wrong there stands above"

    return actor, act


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[tuple[str, Act]]:
    """Run another site with a database of its own; return its address, and how its people act there."""
    from communityup.cli import serve

    port, folder = serve.free_port("127.0.0.1"), tmp_path / "data"
    migrated.lay_down(folder)
    address = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMUNITYUP_", "DATABASE_URL"))}
    environment = {
        **kept, "COMMUNITYUP_MODE": "development", "COMMUNITYUP_DATA": str(folder), "COMMUNITYUP_ADDRESS": address,
        "COMMUNITYUP_SITE_NAME": "Elders", "DJANGO_SETTINGS_MODULE": "communityup.config.settings",
    }  # fmt: skip

    actor, act = acting(environment)
    output = (folder / "site.log").open("w")
    command = [sys.executable, "-m", "communityup.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(address, process, folder / "site.log")
        settings.FEEDS_TRUSTED = [f"127.0.0.1:{port}"]
        yield address, act
    finally:
        actor.communicate(timeout=30)
        process.terminate()
        process.wait(timeout=30)
        output.close()


def test_a42_practices_travel_between_two_sites_change_and_are_withdrawn(elsewhere: tuple[str, Act]) -> None:
    address, act = elsewhere
    act(PUBLISH)
    made, _dilek = coordinated()
    feed = fetched(actions.follow(made, address=address + FEED, by=dilek()))
    assert (feed.state, feed.found, feed.left_out, feed.problem) == ("waits", 1, 0, "")
    fetched(actions.let_in(feed, by=dilek()))
    here = Practice.objects.get()
    assert (here.source_id[: len(address)], here.source_name) == (address, "Elders · Community-up werken")
    page = f"/praktijken/{here.series}/"
    html = browser().get(page).content.decode()
    for words in ("Eerst de programmering, dan de sleutels", "Zonder dat jaar hadden we nooit getekend.", "De Schakel"):
        assert words in html
    assert fetched(feed).arrivals.count() == Practice.objects.count() == 1, "nothing changed there"
    act(CHANGE)
    fetched(feed)
    assert "<h1>Anders gedaan</h1>" in browser().get(page).content.decode()
    assert [str(one.state) for one in Practice.objects.order_by("edition")] == ["earlier", "published"]
    act(TAKE_WORDS_BACK)
    fetched(feed)
    html = browser().get(page).content.decode()
    assert ("Anders gedaan" in html, "Zonder dat jaar" in html) == (True, False)
    act(TAKE_BACK)
    fetched(feed)
    assert not Practice.objects.filter(state="published").exists()
    assert "Anders gedaan" not in browser().get("/praktijken/").content.decode()
    assert "We zetten vier stappen op papier." not in browser().get(page).content.decode()

"""A site with sessions in a process of its own, with the settings of a live site; counts the CPU of its pages.

Use: schedule_runner.py ours|pretalx FOLDER SESSIONS. Once warm it prints how many sessions each page holds, then for
every line it reads the median CPU seconds of a request, both as JSON per address. Each side runs in the environment
that has it, on SQLite, read by a visitor. pretalx has its cache in the memory of the process: Redis cannot be quicker.
"""

import datetime as dt
import json
import os
import secrets
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

HOST = "example.org"
WARM, REQUESTS, ON_A_DAY = 20, 40, 10
TITLE = "Sessie over beheer nummer"


def pretalx(folder: Path, sessions: int) -> list[str]:
    """Make a public event with as many talks; return its page, the data its script asks for, and it without scripts."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pretalx.settings", "PRETALX_NO_INITIAL_LOG": "1", "PRETALX_DEBUG": "False",
        "PRETALX_DATA_DIR": str(folder), "PRETALX_FILESYSTEM_STATIC": str(folder / "static"),
        "PRETALX_SITE_URL": f"https://{HOST}", "PRETALX_DB_TYPE": "sqlite3",
        "PRETALX_DB_NAME": str(folder / "pretalx.sqlite3"),
    }  # fmt: skip
    import django
    from django.conf import settings

    django.setup()
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    prepare()
    _fill(sessions)
    return [f"/network/schedule/{name}" for name in ("", "widgets/schedule.json", "nojs")]


def _fill(sessions: int) -> None:
    from django_scopes import scope, scopes_disabled
    from pretalx.event.models import Event
    from pretalx.event.utils import create_organiser_with_team
    from pretalx.person.models import User
    from pretalx.schedule.models import Room

    first = dt.datetime.now(dt.UTC).date()
    with scopes_disabled():
        owner = User.objects.create_user(name="Owner", email="owner@example.org")
        organiser, _team = create_organiser_with_team(name="Network", slug="network", users=[owner])
        event = Event.objects.create(
            name="Network", slug="network", organiser=organiser, is_public=True, date_from=first,
            date_to=first + dt.timedelta(days=sessions // ON_A_DAY), timezone="Europe/Amsterdam",
            email="owner@example.org", locale_array="en", locale="en",
        )  # fmt: skip
    with scope(event=event):
        event.build_initial_data()
        hall = Room.objects.create(event=event, name="Hall", position=1)
        for number in range(sessions):
            day, turn = divmod(number, ON_A_DAY)
            begins = event.datetime_from + dt.timedelta(days=day, hours=9, minutes=45 * turn)
            _talk(event, hall, f"{TITLE} {number}", begins)
        event.wip_schedule.freeze("v1.0")


def _talk(event: Any, hall: Any, title: str, begins: dt.datetime) -> None:
    from pretalx.person.models import SpeakerProfile, User
    from pretalx.submission.models import Submission

    kind = event.cfp.default_type
    talk = Submission.objects.create(event=event, title=title, submission_type=kind, abstract="Words.")
    speaker = User.objects.create_user(name="Speaker", email=f"speaker{talk.pk}@example.org")
    SpeakerProfile.objects.create(user=speaker, event=event, biography="Words.")
    talk.speakers.add(speaker)
    talk.accept()
    talk.confirm()
    slot = talk.slots.first()
    slot.room, slot.start, slot.end = hall, begins, begins + dt.timedelta(minutes=30)
    slot.save()


def ours(folder: Path, sessions: int) -> list[str]:
    """Make a network with as many sessions; return the page of its sessions and that of one session."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "communityup.config.settings", "COMMUNITYUP_MODE": "production",
        "COMMUNITYUP_DATA": str(folder), "COMMUNITYUP_HOSTS": HOST, "COMMUNITYUP_ADDRESS": f"https://{HOST}",
        "COMMUNITYUP_SECRET_KEY": secrets.token_urlsafe(50), "COMMUNITYUP_CONTACT": "contact@example.org",
        "COMMUNITYUP_MAIL_FROM": "noreply@example.org", "DATABASE_URL": "",
    }  # fmt: skip
    import django

    django.setup()
    prepare()
    from django.urls import reverse

    from tests import make, make_meetings, make_network

    network, coordinator = make_network.network(), make.person("Netwerker")
    make_network.coordinator(network, coordinator)
    for number in range(sessions):
        moment = make_meetings.in_days(1 + 4 * number)  # a month holds no more than nine numbers
        made = make_meetings.planned(network, coordinator, moment, title=f"{TITLE} {number}")
    return [reverse("meetings:list", args=[network.slug]), reverse("meetings:session", args=[network.slug, made.slug])]


def prepare() -> None:
    """Make the tables, and collect the static files as a live site does."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def answer(addresses: list[str]) -> None:
    """Warm up, say what each page holds, and measure whenever asked, the pages in turns."""
    from django.test import Client

    client = Client(HTTP_HOST=HOST, HTTP_ACCEPT="text/html", HTTP_ACCEPT_LANGUAGE="en")
    held = {}
    for address in addresses * WARM:
        page: Any = client.get(address, secure=True)
        held[address] = page.content.decode().count(TITLE) if page.status_code == 200 else -page.status_code
    print(json.dumps(held), flush=True)
    for _line in sys.stdin:
        took: dict[str, list[float]] = {address: [] for address in addresses}
        for address in addresses * REQUESTS:
            before = time.process_time()
            client.get(address, secure=True)
            took[address].append(time.process_time() - before)
        print(json.dumps({address: median(seconds) for address, seconds in took.items()}), flush=True)


if __name__ == "__main__":
    side = {"ours": ours, "pretalx": pretalx}[sys.argv[1]]
    answer(side(Path(sys.argv[2]), int(sys.argv[3])))

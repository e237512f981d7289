"""A worker that is killed between a commit and its mail loses nothing, and repeats at most once per kill."""

import datetime as dt
import email
import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from django.db import connection

from communityup.log.models import Line
from communityup.notices import actions
from communityup.notices.models import Notice, Rhythm
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.goals.actions import propose_goal
from tests import make
from tests.make_notices import TUESDAY, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WORKER = Path(__file__).with_name("worker_to_kill.py")
ROOT = Path(__file__).resolve().parents[2]
PAUSE = dt.timedelta(minutes=10)
MOMENTS = ["write:5", "write:20", "write:11", "mail:1", "write:3", "mail:2"]


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server that takes everything and keeps it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.taken: list[tuple[str, Message]] = []


class Clerk(socketserver.StreamRequestHandler):
    """One conversation in SMTP."""

    server: PostOffice

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        """Answer each line, and keep the mail before saying yes to it."""
        self.say("220 post")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
            if word == "DATA":
                self.say("354 go on")
                self.server.taken.append((to, self.mail()))
            self.say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def mail(self) -> Message:
        lines = []
        while (line := self.rfile.readline()).rstrip() != b".":
            lines.append(line)
        return email.message_from_bytes(b"".join(lines))


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """Return an open post office."""
    with PostOffice() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def address() -> str:
    """Return the address of the database of this test, for another process."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    return f"postgresql://{own['USER']}@:{own['PORT']}/{own['NAME']}?host={own['HOST']}"


def work(office: PostOffice, moments: list[str]) -> list[int]:
    """Let a worker for each moment do what is due, each in a process of its own; return how they ended."""
    mail = {"COMMUNITYUP_MAIL": "smtp", "COMMUNITYUP_MAIL_HOST": "127.0.0.1"}
    mail["COMMUNITYUP_MAIL_PORT"] = str(office.server_address[1])
    environment = {**os.environ, **mail, "DATABASE_URL": address(), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, str(WORKER)]
    for number, moment in enumerate(moments):
        words += [(TUESDAY + number * PAUSE).isoformat(), moment]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    ends = [int(end) for end in done.stdout.split()]
    assert set(ends) <= {0, -signal.SIGKILL}, done.stderr
    return ends


def news() -> set[str]:
    """Let two goals be proposed that nobody was told of; return the addresses that hear at once."""
    challenge, amina, bram = make.challenge_of_two()
    hearers = [bram, *(make.person(name) for name in ("Dilek", "Ellen", "Farid"))]
    for one in hearers[1:]:
        make.colleague(challenge.parties.get(number=1), one, inviter=amina)
    told()
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    for one in hearers:
        actions.choose_rhythm(one, rhythm=Rhythm.AT_ONCE, by=Actor.of(one))
    propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))
    propose_goal(challenge, words="Geen drempels", by=Actor.of(amina))
    return {one.email for one in hearers}


def test_e29_a_killed_worker_loses_nothing_and_repeats_at_most_once_per_kill_with_one_message_id(
    office: PostOffice,
) -> None:
    hearers = news()
    *ends, last = work(office, [*MOMENTS, "never"])
    kills = ends.count(-signal.SIGKILL)
    assert ends == [-signal.SIGKILL] * len(MOMENTS), "every moment of the list struck"
    assert last == 0

    assert not Line.objects.filter(told=None).exists()
    assert Notice.objects.filter(line__type="goals.goal_proposed").count() == 2 * (len(hearers) + 1)
    assert not Notice.objects.filter(letter=Notice.Letter.DUE, person__email__in=hearers).exists()
    letters = {mail.to: mail.message_id for mail in Mail.objects.exclude(sent_at=None)}
    assert set(letters) == hearers
    assert Mail.objects.count() == len(hearers)

    copies = Counter((to, str(mail["Message-ID"])) for to, mail in office.taken)
    assert set(copies) == set(letters.items())
    assert 0 < sum(copies.values()) - len(copies) <= kills

"""A mail server that keeps what it takes, and workers in processes of their own that mail to it and can be killed."""

import datetime as dt
import email
import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.make_notices import TUESDAY

ROOT = Path(__file__).resolve().parents[1]
WORKER = ROOT / "tests" / "worker_to_kill.py"
PAUSE = dt.timedelta(minutes=10)
OFTEN = 0.02  # seconds after which a server looks whether it may stop


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server that takes everything, and keeps of each mail to whom it went and its Message-ID."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.taken: list[tuple[str, str]] = []


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
                self.server.taken.append((to, self.number()))
            self.say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def number(self) -> str:
        """Read a mail and return its Message-ID."""
        lines = []
        while (line := self.rfile.readline()).rstrip() != b".":
            lines.append(line)
        return str(email.message_from_bytes(b"".join(lines))["Message-ID"])


@contextmanager
def open_office() -> Iterator[PostOffice]:
    """Keep a post office open."""
    with PostOffice() as server:
        threading.Thread(target=server.serve_forever, args=(OFTEN,), daemon=True).start()
        yield server
        server.shutdown()


def address() -> str:
    """Return the address of the database of this test, for another process."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    return f"postgresql://{own['USER']}@:{own['PORT']}/{own['NAME']}?host={own['HOST']}"


def work(office: PostOffice, moments: list[str], *, limit: int = 120) -> list[int]:
    """Let a worker for each moment do what is due, each in a process of its own; return how they ended."""
    mail = {"COMMUNITYUP_MAIL": "smtp", "COMMUNITYUP_MAIL_HOST": "127.0.0.1"}
    mail["COMMUNITYUP_MAIL_PORT"] = str(office.server_address[1])
    environment = {**os.environ, **mail, "DATABASE_URL": address(), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, str(WORKER)]
    for number, moment in enumerate(moments):
        words += [(TUESDAY + number * PAUSE).isoformat(), moment]
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=limit)
    assert done.returncode == 0, done.stderr
    ends = [int(end) for end in done.stdout.split()]
    assert set(ends) <= {0, -signal.SIGKILL}, done.stderr
    return ends

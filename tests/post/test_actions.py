"""The outbox: written once, in the caller's transaction; sent once, claimed first, and tried again."""

import datetime as dt
import smtplib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone, translation

from communityup.config import settings as config
from communityup.post import actions, jobs
from communityup.post.models import Mail
from communityup.post.queries import AMSTERDAM, after_quiet_hours, in_quiet_hours

pytestmark = pytest.mark.django_db


class Postman(BaseEmailBackend):
    """Stands for the way out of this computer, and remembers what left by it."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[Exception] = []
        self.left: list[EmailMessage] = []
        self.closed = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if self.problems:
            raise self.problems.pop(0)
        self.left += email_messages
        return len(email_messages)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def postman(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Postman:
    """Let mail leave by SMTP, as far as a postman who only remembers."""
    settings.MAIL_TRANSPORT = "smtp"
    one = Postman()
    monkeypatch.setattr(actions, "get_connection", lambda _backend: one)
    return one


def write(key: str = "test:1", **more: Any) -> Mail:
    return actions.send(to="amina@example.org", subject="Hallo", text="Een.\n\nTwee & drie.", key=key, **more)


def test_a_letter_is_written_once_per_key() -> None:
    assert write().pk == write().pk
    assert Mail.objects.count() == 1
    assert write("test:2").pk != write().pk


def test_a_letter_dies_with_the_transaction_that_wrote_it() -> None:

    @transaction.atomic
    def fail_after_writing() -> None:
        write()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert not Mail.objects.exists()


def test_text_and_html_have_the_same_words_sender_why_and_settings(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://samen.example"
    with translation.override("nl"):
        mail = write(why="Je krijgt dit omdat je meedoet.")
    for body in (mail.text, mail.html):
        assert "Je krijgt dit omdat je meedoet." in body
        assert "https://samen.example/account/" in body
        assert settings.CONTACT_EMAIL in body
    assert "Twee & drie." in mail.text
    assert "Twee &amp; drie." in mail.html


def test_words_of_people_are_no_markup_in_a_letter() -> None:
    mail = actions.send(
        to="a@example.org", subject="<b>x</b>\r\nBcc: y@example.org", text="<img src=x> {{ 1 }}", key="k"
    )
    assert "<img" not in mail.html
    assert mail.subject == "<b>x</b> Bcc: y@example.org"


def test_a_due_letter_leaves_with_its_own_message_id_and_attachments(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "in_quiet_hours", lambda _now: False)  # it brings news, which rests at night
    mail = write(attachments=[("afspraak.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar")], headers={"List-Id": "x"})
    assert actions.send_due() == 1
    letter = postman.left[0].message()
    assert letter["Message-ID"] == mail.message_id
    assert letter["List-Id"] == "x"
    assert letter["From"] == "Community-up <noreply@communityup.invalid>"
    parts = {part.get_content_type() for part in letter.walk()}
    assert {"text/plain", "text/html", "text/calendar"} <= parts
    assert actions.send_due() == 0
    assert len(postman.left) == 1


def test_mail_of_the_demonstration_wakes_nobody_and_leaves_at_night_too(settings: Any) -> None:
    night = dt.datetime(2026, 5, 5, 23, 30, tzinfo=AMSTERDAM)
    assert in_quiet_hours(night)
    assert after_quiet_hours(night) == dt.datetime(2026, 5, 6, 8, tzinfo=AMSTERDAM)
    settings.MAIL_RESTS_AT_NIGHT = False
    assert not in_quiet_hours(night)
    assert after_quiet_hours(night) == night
    assert config.MAIL_RESTS_AT_NIGHT, "only the demonstration"


def test_a_letter_waits_until_it_is_due(postman: Postman) -> None:
    write(due_at=timezone.now() + dt.timedelta(hours=1))
    assert actions.send_due() == 0
    Mail.objects.update(due_at=timezone.now())
    assert actions.send_due() == 1


def test_a_letter_another_worker_holds_is_left_alone_until_its_claim_ends(postman: Postman) -> None:
    write()
    Mail.objects.update(claimed_until=timezone.now() + dt.timedelta(minutes=1))
    assert actions.send_due() == 0
    # The other worker was killed: its claim ends, and the same letter goes with the same Message-ID.
    Mail.objects.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
    assert actions.send_due() == 1
    assert postman.left[0].message()["Message-ID"] == Mail.objects.get().message_id


def test_two_workers_that_saw_the_same_letter_send_it_once(postman: Postman) -> None:
    pk = write().pk
    Mail.objects.update(claimed_until=timezone.now() + dt.timedelta(minutes=1))
    assert actions._deliver(pk, postman) is False
    assert postman.left == []


def test_a_mail_server_that_is_away_is_tried_again_later_and_later(postman: Postman) -> None:
    write()
    waits = []
    for _attempt in range(3):
        postman.problems = [ConnectionRefusedError()]
        before = timezone.now()
        assert actions.send_due() == 0
        mail = Mail.objects.get()
        assert (mail.sent_at, mail.given_up_at, mail.claimed_until, mail.problem) == (
            None,
            None,
            None,
            "ConnectionRefusedError",
        )
        waits.append(round((mail.due_at - before).total_seconds() / 60))
        Mail.objects.update(due_at=timezone.now())
    assert waits == [2, 4, 8]
    assert actions.send_due() == 1
    assert len(postman.left) == 1


def test_after_ten_attempts_we_give_up(postman: Postman) -> None:
    write()
    Mail.objects.update(attempts=9)
    postman.problems = [smtplib.SMTPServerDisconnected()]
    actions.send_due()
    assert Mail.objects.get().given_up_at is not None
    Mail.objects.update(due_at=timezone.now())
    assert actions.send_due() == 0


@pytest.mark.parametrize(("code", "hopeless"), [(550, True), (451, False)])
def test_an_address_refused_for_good_is_not_tried_again(code: int, hopeless: bool, postman: Postman) -> None:
    write()
    postman.problems = [smtplib.SMTPRecipientsRefused({"amina@example.org": (code, b"no")})]
    actions.send_due()
    assert (Mail.objects.get().given_up_at is not None) is hopeless


def test_one_letter_that_fails_holds_up_no_other(postman: Postman) -> None:
    write("test:1")
    write("test:2")
    postman.problems = [smtplib.SMTPServerDisconnected()]
    assert actions.send_due() == 1
    assert postman.closed == 1


def test_without_mail_server_nothing_leaves_and_letters_count_as_delivered() -> None:
    write()
    assert actions.send_due() == 1
    assert Mail.objects.get().sent_at is not None


def test_mail_of_django_and_the_sign_in_library_ends_in_the_outbox() -> None:
    # pytest-django replaces the backend of the settings; this is the one of the settings.
    assert "communityup.post.backend.OutboxBackend" in Path(config.__file__).read_text(encoding="utf-8")
    backend = get_connection("communityup.post.backend.OutboxBackend")
    readers = ["a@example.org", "b@example.org"]
    send_mail("Onderwerp", "Tekst", None, readers, html_message="<p>Tekst</p>", connection=backend)
    assert sorted(Mail.objects.values_list("to", "html")) == [
        ("a@example.org", "<p>Tekst</p>"),
        ("b@example.org", "<p>Tekst</p>"),
    ]


def test_forgetting_an_address_deletes_its_letters_and_no_others() -> None:
    write()
    actions.send(to="bram@example.org", subject="x", text="x", key="other")
    assert actions.forget_address("Amina@example.org") == 1
    assert Mail.objects.get().to == "bram@example.org"


def test_old_letters_go_after_a_month_codes_after_two_days_and_waiting_ones_never() -> None:
    now = timezone.now()
    for key, days, sent in (
        ("a", 31, True),
        ("b", 29, True),
        ("code:c", 3, True),
        ("code:d", 1, True),
        ("e", 40, False),
    ):
        mail = write(key)
        Mail.objects.filter(pk=mail.pk).update(
            written_at=now - dt.timedelta(days=days), sent_at=now - dt.timedelta(days=days) if sent else None
        )
    assert actions.forget_old() == 2
    assert sorted(Mail.objects.values_list("key", flat=True)) == ["b", "code:d", "e"]


def test_the_jobs_send_and_forget() -> None:
    write()
    assert {job.name: job.run() for job in jobs.JOBS} == {"send_mail": 1, "forget_old_mail": 0}


def test_a_letter_without_html_leaves_as_text_alone(postman: Postman) -> None:
    write(html="")
    assert actions.send_due() == 1
    [message] = postman.left
    assert message.alternatives == []  # type: ignore[attr-defined]
    assert message.body == "Een.\n\nTwee & drie."


@pytest.mark.parametrize("ended", ["sent_at", "given_up_at"])
def test_letter_that_left_or_never_will_is_not_withheld_anymore(ended: str) -> None:
    mail = actions.send(key="brief", to="eva@example.org", subject="Kom je?", text="Dinsdag om drie uur.")
    Mail.objects.update(**{ended: timezone.now()})
    mail.refresh_from_db()
    before = getattr(mail, ended)
    actions.withhold(mail)
    mail.refresh_from_db()
    assert (getattr(mail, ended), mail.problem) == (before, "")
    assert (mail.sent_at is None) != (mail.given_up_at is None)

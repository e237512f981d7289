"""Letters that come back: what a report says, whom it stops, and that nothing else can stop anybody."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communityup.cli import bounces, main
from communityup.methods.returned import Returned, mails, returned
from communityup.network.letters import actions, permissions
from communityup.network.letters.models import Letter, Return
from communityup.network.letters.notices import MARK
from communityup.network.newsletter.models import Subscription
from communityup.post.models import Mail
from tests.make_letters import DAY, again, sent
from tests.make_network import browser, coordinated, last, lines, path
from tests.make_newsletter import letters, link, sign_up, subscriber
from tests.make_notices import TUESDAY, at
from tests.nasty import CORPUS

GONE, FULL_BOX, LATE = ("failed", "5.1.1"), ("failed", "5.2.2"), ("delayed", "4.4.1")


def report(mark: str, answer: tuple[str, str] = GONE, *, whole: bool = True, header: str = MARK) -> bytes:
    """Return a report as a mail server writes it (RFC 3464), with the copy or its headers alone."""
    action, status = answer
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    words = "\n\nHallo.\n" if whole else "\n"
    return (
        "From: MAILER-DAEMON@mx.example.org\nTo: noreply@example.org\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSorry.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; wil@example.org\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: {kind}\n\nFrom: noreply@example.org\nTo: wil@example.org\n{header}: {mark}{words}\n--b--\n"
    ).encode()


def mark_of(mail: Mail) -> str:
    return str(mail.headers[MARK])


def came_back(*found: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    """Hand mails to the command as a mail server does, on standard input."""
    box = b"".join(b"From mx Tue Nov 24 14:00:00 2026\n" + one + b"\n" for one in found)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(box)))
    return main(["bounces", "-"])


# What a report says


@pytest.mark.parametrize("whole", [True, False])
def test_report_holds_the_mark_of_the_copy_in_full_or_as_headers(*, whole: bool) -> None:
    assert returned(report("3-abc.def", whole=whole), MARK) == Returned("3-abc.def", is_final=True)


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        (("failed", "5.1.1"), True),
        (("failed", "5.1.2"), True),
        (("Failed", "5.2.1 (mailbox disabled)"), True),
        (("failed", "5.4.4"), True),
        (("failed", "5.1.8"), False),  # it is our address that is wrong
        (("failed", "5.2.2"), False),
        (("failed", "5.7.1"), False),
        (("failed", "4.4.7"), False),
        (("failed", "weg"), False),
    ],
)
def test_only_an_address_that_is_not_there_is_for_good(answer: tuple[str, str], *, is_final: bool) -> None:
    assert returned(report("m", answer), MARK) == Returned("m", is_final=is_final)


@pytest.mark.parametrize(
    "other",
    [
        report("m", LATE),
        report("m", ("delivered", "2.0.0")),
        report("", GONE),
        report("m", header="X-Other"),
        report("m").replace(b"multipart/report; report-type=delivery-status", b"multipart/mixed"),
        b"Subject: Ik ben met vakantie\n\nTot maandag.",
        b"",
        b"\x00\xff" * 500,
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report\n\n" + b"x" * 10_000,
        b"Content-Type: multipart/report; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/report; boundary=b\n\n" * 300,
        # Parts in parts in parts, deeper than anybody can follow.
        b"Content-Type: multipart/report; boundary=b0\n\n"
        + b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(1500)),
        *(words.encode("utf-8", "surrogatepass") for words in CORPUS),
    ],
)  # fmt: skip
def test_everything_else_is_no_report(other: bytes) -> None:
    assert returned(other, MARK) is None


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_fall(found: bytes) -> None:
    assert returned(found, MARK) is None
    cut = report("m")
    assert returned(cut[: len(found)] + found, MARK) in {None, Returned("m", is_final=True)}
    assert len(list(mails(io.BytesIO(found)))) <= found.count(b"From ") + 1


def test_mailbox_is_read_mail_by_mail_and_what_is_too_large_is_passed_by() -> None:
    one, two = report("a"), report("b")
    box = b"From x\n" + one + b"\nFrom y\n" + b"x" * 2_000_000 + b"\n\nFrom z\n" + two
    stream = io.BytesIO(box)
    found = list(mails(iter(lambda: stream.readline(1000), b""), largest=1_000_000))
    assert [None if mail is None else returned(mail, MARK) for mail in found] == [
        Returned("a", is_final=True), None, Returned("b", is_final=True),
    ]  # fmt: skip
    assert list(mails(io.BytesIO(b"Subject: x\n\nFrom here on\n"))) == [b"Subject: x\n\nFrom here on\n"]
    assert list(mails(io.BytesIO(b"\n \n"))) == []


# Whom it stops


@pytest.mark.django_db
def test_address_that_is_not_there_is_deleted_after_one_report_and_can_sign_up_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made, dilek = coordinated()
    subscriber(made)
    subscriber(made, "ja@example.org")
    letter = sent(made, dilek)
    mail = Mail.objects.get(to="wil@example.org", key__startswith="newsletter:")
    assert came_back(report(mark_of(mail)), report(mark_of(mail)), monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert "1: nobody is there" in told
    assert "wil@example.org" not in told
    assert list(Subscription.objects.values_list("email", flat=True)) == ["ja@example.org"]
    assert (again(letter).came_back, again(letter).unreachable) == (1, 1)
    assert (last(made).type, last(made).role) == ("newsletter.unreachable", "job")
    assert lines(made).count("newsletter.unreachable") == 1
    assert b"wil@" not in bytes(last(made).bytes)
    Mail.objects.all().delete()
    sign_up(made)
    assert browser().post(link(letters()[-1])).status_code == 302
    assert Subscription.objects.filter(email="wil@example.org").exists()


@pytest.mark.django_db
def test_full_mailbox_is_given_up_after_three_letters_within_a_year_and_not_after_one() -> None:
    made, dilek = coordinated()
    subscriber(made)
    found = [sent(made, dilek, TUESDAY + number * 30 * DAY) for number in range(3)]
    marks = [permissions.return_token(letter, Subscription.objects.get()) for letter in found]
    told = [actions.note_return(mark, is_final=False) for mark in (marks[0], marks[0], marks[1])]
    assert told == [False, False, False], "the same copy twice counts once"
    assert again(found[0]).came_back == 1
    Return.objects.filter(letter=found[0]).update(at=timezone.now() - 366 * DAY)
    assert actions.note_return(marks[2], is_final=False) is False
    Return.objects.filter(letter=found[0]).update(at=timezone.now())
    assert actions.note_return(marks[2], is_final=False) is True
    assert not Subscription.objects.exists()
    assert actions.note_return(marks[2], is_final=False) is False


@pytest.mark.django_db
def test_late_report_for_good_counts_after_one_for_now() -> None:
    made, dilek = coordinated()
    mark = permissions.return_token(sent(made, dilek), subscriber(made))
    assert actions.note_return(mark, is_final=False) is False
    assert Subscription.objects.exists()
    assert actions.note_return(mark, is_final=True) is True
    assert Letter.objects.get().came_back == 1


@pytest.mark.django_db
def test_nobody_can_stop_somebody_else_by_a_report_they_wrote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made, dilek = coordinated()
    reader = subscriber(made)
    letter = sent(made, dilek)
    from communityup.network.newsletter.permissions import stop_token, token

    mark = permissions.return_token(letter, reader)
    forged = [
        f"{letter.pk}-{reader.public_id}.{'x' * 43}",
        stop_token(reader),
        token(permissions.RETURN, reader.public_id),
        token(permissions.RETURN, f"{letter.pk + 1}-{reader.public_id}"),
        mark[:-1],
        *(words for words in CORPUS if "\n" not in words and words.isprintable() and len(words) < 500),
    ]
    for one in forged:
        assert actions.note_return(one, is_final=True) is None, one
    assert came_back(*(report(one) for one in forged[:5]), monkeypatch=monkeypatch) == 0
    assert "5: came back, but is no letter of this site." in capsys.readouterr().out
    assert Subscription.objects.exists()
    assert not Return.objects.exists()


@pytest.mark.django_db
def test_coordinators_see_numbers_and_no_address() -> None:
    made, dilek = coordinated()
    reader = subscriber(made)
    letter = sent(made, dilek)
    actions.note_return(permissions.return_token(letter, reader), is_final=True)
    for address in (
        f"/netwerken/{made.slug}/nieuwsbrieven/{letter.public_id}/beheren/",
        f"/netwerken/{made.slug}/nieuwsbrieven/overzicht/",
        path(made, "log"),
    ):
        assert "wil@example.org" not in browser(dilek).get(address).content.decode()
    html = browser(dilek).get(f"/netwerken/{made.slug}/nieuwsbrieven/{letter.public_id}/beheren/").content.decode()
    assert "<dt>Kwam terug</dt><dd>1</dd>" in html


# The command


def test_command_says_what_is_wrong_with_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "leeg"
    empty.write_bytes(b"\n")
    assert main(["bounces", str(empty)]) == 2
    assert capsys.readouterr().err == "There is no mail in it.\n"
    for nothing in (tmp_path / "weg", tmp_path):
        assert main(["bounces", str(nothing)]) == 2
        assert "cannot be read" in capsys.readouterr().err


@pytest.mark.django_db
def test_command_reads_a_file_and_passes_by_what_is_no_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, dilek = coordinated()
    subscriber(made)
    sent(made, dilek)
    mark = mark_of(Mail.objects.get(key__startswith="newsletter:"))
    box = tmp_path / "box"
    box.write_bytes(
        b"From a\n" + report(mark, FULL_BOX) + b"\nFrom b\nSubject: vakantie\n\nTot later.\n\nFrom c\n"
        + b"\x00\xff\n" * 100 + b"\nFrom d\n" + b"x" * 6_000_000
    )  # fmt: skip
    assert main(["bounces", str(box)]) == 0
    told = capsys.readouterr().out
    assert "1: a letter came back from there" in told
    assert "2: no report that a letter came back." in told
    assert "1: too large to read." in told
    assert bounces.DONE == 0
    with at(TUESDAY):
        assert Subscription.objects.exists()

"""Bringing in an earlier list of addresses: a proof or one question, never twice, and no address told anywhere."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communityup.base.errors import NotAllowed
from communityup.cli import addresses as cli
from communityup.cli import main
from communityup.cli.places import PlacesFileError
from communityup.log.models import Line
from communityup.network.networks.models import Network
from communityup.network.newsletter import actions, permissions
from communityup.network.newsletter.models import Ask, AskedByList, Subscription
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make
from tests.make_network import coordinated

pytestmark = pytest.mark.django_db
HEAD = "email,consent_at,consent_where,consent_words\n"
PROVED = "ja@example.org,2025-03-12,Formulier op papier,Ik wil nieuws ontvangen\n"
LINE = "newsletter.list_brought_in"


@pytest.fixture
def network() -> Network:
    return coordinated()[0]


def run(folder: Path, content: str | bytes, *more: str) -> int:
    path = folder / "lijst.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return main(["import", "addresses", str(path), "--network", "community-up", "--topic", "sessions", *more])


def lines() -> list[dict[str, object]]:
    return [dict(one.content) for one in Line.objects.filter(type=LINE).order_by("n")]


def test_row_with_proof_gets_letters_and_no_mail(
    network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, HEAD + PROVED, "--topic", "online") == 0
    kept = Subscription.objects.get()
    assert (kept.network_id, kept.email, kept.wording) == (network.pk, "ja@example.org", "Ik wil nieuws ontvangen")
    assert kept.form_address == "Formulier op papier"
    assert timezone.localdate(kept.confirmed_at) == dt.date(2025, 3, 12)
    assert [topic.value for topic in kept.topics] == ["online", "sessions"]
    assert not Mail.objects.filter(to="ja@example.org").exists()
    (line,) = lines()
    assert (line["proved"], line["asked"], line["role"]) == (1, 0, "operator")
    assert "1 with proof of a yes get letters" in capsys.readouterr().out


@pytest.mark.parametrize(
    "row",
    [
        "vraag@example.org,,,",
        "vraag@example.org,2025-03-12,,Ik wil nieuws",
        "vraag@example.org,2025-03-12,Hier,",
        "vraag@example.org,,Hier,Ja",
    ],
)
def test_row_without_whole_proof_is_asked_once_and_gets_nothing_without_a_yes(
    network: Network, tmp_path: Path, row: str
) -> None:
    assert run(tmp_path, HEAD + row + "\n") == 0
    assert not Subscription.objects.exists()
    letter = Mail.objects.get(to="vraag@example.org")
    assert "eerdere lijst" in letter.text
    link = re.search(r"/nieuwsbrief/bevestigen/\S+", letter.text)
    assert link is not None
    client = Client()
    assert client.get(link.group()).status_code == 200
    assert not Subscription.objects.exists()
    client.post(link.group())
    kept = Subscription.objects.get(network=network)
    assert kept.email == "vraag@example.org"
    assert "[x]" in kept.wording


def test_second_run_asks_and_records_nothing(
    network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = HEAD + PROVED + "vraag@example.org,,,\n"
    run(tmp_path, content)
    before = (Mail.objects.count(), len(lines()))
    capsys.readouterr()
    assert run(tmp_path, content) == 0
    assert "0 are asked once by mail; 2 were known" in capsys.readouterr().out
    assert (Mail.objects.count(), len(lines())) == before


def test_who_did_not_answer_is_deleted_and_never_asked_again(network: Network, tmp_path: Path) -> None:
    run(tmp_path, HEAD + "vraag@example.org,,,\n")
    long_ago = timezone.now() - dt.timedelta(days=8)
    Ask.objects.update(asked_at=long_ago)
    Mail.objects.update(written_at=long_ago)
    assert actions.forget_unconfirmed() == 1
    run(tmp_path, HEAD + "vraag@example.org,,,\n")
    assert Mail.objects.filter(to="vraag@example.org").count() == 1
    assert not Ask.objects.exists()
    assert "@" not in "".join(AskedByList.objects.values_list("address_hash", flat=True))


def test_who_stopped_letters_is_asked_no_more_than_once(network: Network, tmp_path: Path) -> None:
    run(tmp_path, HEAD + "vraag@example.org,,,\n")
    actions.stop_letters(actions.confirm(Ask.objects.get(), by=Actor.visitor()), by=Actor.visitor())
    run(tmp_path, HEAD + "vraag@example.org,,,\n")
    assert Mail.objects.filter(to="vraag@example.org", key__startswith="signup:").count() == 1


def test_shielded_address_is_never_mailed_nor_brought_in(
    network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.shield_address(network, address_hash=permissions.address_hash("ja@example.org"), by=Actor.visitor())
    run(tmp_path, HEAD + PROVED)
    assert "1 want no such mail" in capsys.readouterr().out
    assert not Subscription.objects.exists()
    assert not Mail.objects.filter(to="ja@example.org").exists()


def test_x6_address_that_got_enough_mail_today_is_left_for_tomorrow(
    network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"topics": ["online"], "wording": "w", "form_address": "f", "language": "nl"}
    actions.ask_for_letters(network, email="vraag@example.org", **said)  # type: ignore[arg-type]
    Ask.objects.all().delete()
    run(tmp_path, HEAD + "vraag@example.org,,,\n")
    assert "1 got enough mail today" in capsys.readouterr().out
    assert Mail.objects.filter(to="vraag@example.org").count() == 1
    Mail.objects.update(written_at=timezone.now() - dt.timedelta(days=2))
    run(tmp_path, HEAD + "vraag@example.org,,,\n")
    assert Mail.objects.filter(to="vraag@example.org").count() == 2


def test_bad_and_double_rows_are_told_by_line_and_no_address_anywhere(
    network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "geenadres,,,",
        "ja@example.org,,,",
        " JA@example.org ,,,",
        "nee@example.org,12-03-2025,Hier,Ja",
        "straks@example.org,2999-01-01,Hier,Ja",
        f"lang@example.org,,{'x' * 301},",
    ]
    assert run(tmp_path, HEAD + "\n".join(rows) + "\n") == 0
    captured = capsys.readouterr()
    told = captured.out + captured.err
    assert "5 lines were left out" in told
    for words in (
        "line 2: this is no e-mail",
        "line 4: the same address as in line 3",
        "line 5: the day of the yes is not",
    ):
        assert words in told
    assert "line 6: the day of the yes is still to come" in told
    assert "line 7: where is longer" in told
    assert "example.org" not in told
    assert Ask.objects.count() == 1
    assert "example.org" not in "".join(bytes(one.bytes).decode() for one in Line.objects.all())


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "line 1: there is no column email"),
        ("naam\nJan\n", "no column email"),
        ("email\né".encode("latin-1"), "UTF-8"),
    ],
)
def test_faulty_file_gets_a_sentence_and_leaves_nothing(
    network: Network, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, where: str
) -> None:
    assert run(tmp_path, content) == 1
    assert where in capsys.readouterr().err
    assert not Ask.objects.exists()


def test_network_that_is_not_there_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, HEAD) == 1
    assert "There is no network" in capsys.readouterr().err


def test_stop_halfway_loses_and_doubles_nothing(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = HEAD + "".join(f"nr{number}@example.org,,,\n" for number in range(5))
    monkeypatch.setattr(cli, "AT_ONCE", 2)
    real, calls = actions.bring_in, []

    def dies(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "bring_in", dies)
    assert run(tmp_path, content) == 1
    assert Mail.objects.filter(key__startswith="signup:").count() == 2
    monkeypatch.setattr(actions, "bring_in", real)
    assert run(tmp_path, content) == 0
    assert Mail.objects.filter(key__startswith="signup:").count() == 5
    assert sum(int(str(one["asked"])) for one in lines()) == 5


def test_only_the_operator_and_coordinators_bring_in_a_list(network: Network) -> None:
    rows = [actions.Listed(email="ja@example.org")]
    for name in ("Amina", "Chris"):
        with pytest.raises(NotAllowed):
            actions.bring_in(network, rows, topics=["online"], by=Actor.of(make.person(name)))
    assert not Mail.objects.filter(to="ja@example.org").exists()


def test_database_keeps_that_a_list_asks_once(network: Network) -> None:
    AskedByList.objects.create(network=network, address_hash="a" * 64, asked_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedByList.objects.create(network=network, address_hash="a" * 64, asked_at=timezone.now())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_list_gets_sentences_and_never_a_trace(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ruis.csv"
    for words in (content, f"{HEAD}{content}\n"):
        path.write_text(words, encoding="utf-8", errors="replace", newline="")
        try:
            rows, _problems = cli.read(path)
        except PlacesFileError:
            continue
        assert all(row.email for row in rows)

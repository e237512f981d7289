"""Words that are hidden or gone show a stand-in wherever they are read, and come back as they were."""

import hashlib
import hmac
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from communityup.cli import log_file
from communityup.log import exports
from communityup.log.actions import record_erasure, record_hidden, record_shown
from communityup.people.actors import Actor
from communityup.texts import actions
from communityup.texts.models import Text, Version
from communityup.workspace.goals.actions import add_interest
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "kanarie-9f3b27"


def written() -> Text:
    text = actions.write(f"Eerst {CANARY}", by=Actor.of(make.amina()))
    actions.revise(text, f"Later {CANARY}", by=Actor.of(make.amina()))
    return text


def read(text: Text) -> Text:
    return Text.objects.select_related("current").get(pk=text.pk)


def test_hidden_words_are_read_nowhere_and_come_back_as_they_were() -> None:
    text = written()
    before = list(text.versions.order_by("number").values("number", "body", "commit", "salt"))
    assert actions.hide(text) == [row["commit"] for row in before]
    with override("nl"):
        assert str(read(text)) == "[verborgen]"
        assert set(text.versions.values_list("body", flat=True)) == {"[verborgen]"}
        assert Text.objects.values_list("current__body", flat=True).get(pk=text.pk) == "[verborgen]"
    with override("en"):
        assert str(read(text)) == "[hidden]"
    assert not read(text).readable
    assert actions.own_words(read(text)) == f"Later {CANARY}"
    assert actions.hide(text) == []
    assert actions.show(text) == [row["commit"] for row in before]
    assert list(text.versions.order_by("number").values("number", "body", "commit", "salt")) == before
    assert actions.show(text) == []


def test_words_written_while_hidden_stay_hidden_too() -> None:
    text = written()
    actions.hide(text)
    actions.revise(text, f"Nog eens {CANARY}", by=Actor.of(make.amina()))
    assert CANARY not in "".join(text.versions.values_list("body", flat=True))
    actions.show(text)
    assert str(read(text)) == f"Nog eens {CANARY}"


def test_hidden_words_that_are_taken_back_or_erased_are_gone_for_good() -> None:
    for end in ("withdraw", "erase"):
        text = written()
        actions.hide(text)
        if end == "withdraw":
            actions.withdraw(text, by=Actor.of(make.amina()))
        else:
            actions.erase(text.versions.all())
        assert actions.show(text) == []
        assert CANARY not in actions.own_words(read(text))
        assert set(text.versions.values_list("salt", "hidden_at")) == {(None, None)}
        expected = "[ingetrokken door wie het schreef]" if end == "withdraw" else "[woorden weggehaald]"
        with override("nl"):
            assert str(read(text)) == expected


def test_database_refuses_words_beside_a_mark_that_they_are_hidden_or_gone() -> None:
    version = written().versions.get(number=1)
    for change in ({"hidden_at": "2026-11-25T12:00Z"}, {"erased_at": "2026-11-25T12:00Z", "salt": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**change)


def test_e28_log_verifies_while_words_are_hidden_after_they_came_back_and_after_they_went(tmp_path: Path) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    text = add_interest(challenge, words=CANARY, by=Actor.of(amina)).text

    def findings(name: str) -> list[str]:
        exports.write(tmp_path / name, everything=True)
        with log_file.opened(tmp_path / name) as export:
            return [found.kind for found in log_file.check(export)]

    def told(name: str) -> bool:
        return CANARY.encode() in (tmp_path / name).read_bytes()

    (commit,) = actions.hide(text)
    assert findings("silent.zip") == ["withheld"]
    record_hidden(commit, by=Actor.job("trial"))
    assert (findings("hidden.zip"), told("hidden.zip")) == ([], False)
    record_shown(commit, by=Actor.job("trial"))
    assert findings("said-to-be-back.zip") == ["withheld"]
    actions.show(text)
    assert (findings("back.zip"), told("back.zip")) == ([], True)
    actions.hide(text)
    record_hidden(commit, by=Actor.job("trial"))
    actions.erase(text.versions.all())
    record_erasure(commit, by=Actor.job("trial"))
    assert (findings("gone.zip"), told("gone.zip")) == ([], False)


def test_hidden_words_stay_who_wrote_them_and_prove_their_commitment() -> None:
    text = written()
    actions.hide(text)
    for version in text.versions.select_related("set_aside"):
        assert version.author == make.amina()
        assert version.salt is not None
        proof = hmac.new(bytes(version.salt), version.set_aside.body.encode(), hashlib.sha256).hexdigest()
        assert proof == version.commit


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["withdraw", "erase", "withdraw_hidden"])
def test_b22_words_that_went_leave_no_byte_in_the_database_nor_beside_it(end: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL rewrites its pages by itself; see docs/publicity.md")
    name = str(connection.settings_dict["NAME"])
    if not Path(name).exists():
        pytest.skip("this run keeps its database in memory; there are no bytes to look for")
    text = written()
    files = [Path(name), Path(f"{name}-wal")]

    def bytes_of() -> bytes:
        return b"".join(file.read_bytes() for file in files if file.exists())

    assert CANARY.encode() in bytes_of()
    if end == "withdraw_hidden":
        actions.hide(text)
    if end == "erase":
        actions.erase(text.versions.all())
    else:
        actions.withdraw(text, by=Actor.of(make.amina()))
    assert CANARY.encode() not in bytes_of()


@pytest.mark.django_db(transaction=True)
def test_b22_job_tries_again_while_somebody_still_reads_from_the_same_connection() -> None:
    if connection.vendor != "sqlite" or not Path(str(connection.settings_dict["NAME"])).exists():
        pytest.skip("only SQLite keeps what was beside its file")
    for words in ("Een", "Twee", "Drie"):
        actions.write(words, by=Actor.of(make.amina()))
    with connection.cursor() as cursor:
        wait = cursor.execute("PRAGMA busy_timeout").fetchone()
        reading = cursor.execute("SELECT body FROM texts_version")
        reading.fetchone()
        assert not actions.leave_no_trace()
        reading.fetchall()
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == wait, "others wait as long as before"
    assert actions.leave_no_trace()

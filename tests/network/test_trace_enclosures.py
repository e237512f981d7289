"""Files that go with a practice: added, agreed, read, listed elsewhere, and gone for good (A42, E30)."""

import hashlib
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from communityup.base.errors import NotAllowed, Refused
from communityup.files.models import Content, File
from communityup.network.enclosures import actions, permissions, queries
from communityup.network.library import actions as library
from communityup.network.library.models import Enclosure, Practice
from communityup.post.queries import site_address
from tests import make
from tests.make_files import FILE_TITLE, PHOTO, document, docx, enclosed, pdf, sent, text, zipped
from tests.make_network import browser, last, lines
from tests.make_practice import QUOTE, TITLE, at, by, page, reader, two, waiting, written
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
SECRET = "een zin die nergens anders staat"


@built_once
def drafted() -> Practice:
    """Return a practice of Amina that is being written, with Bram's voice and a file."""
    _made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    enclosed(practice)
    practice.refresh_from_db()
    return practice


def finish(practice: Practice) -> Practice:
    """Let everybody say yes, and publish."""
    library.ask_review(practice, by=by(make.amina()))
    for voice in practice.voices.exclude(answer="taken_back"):
        library.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    library.review(practice, good=True, by=by(reader()))
    return library.publish(practice, by=by(make.amina()))


def link_of(enclosure: Enclosure) -> str:
    return f"/praktijken/bestanden/{enclosure.public_id}/"


def away(enclosure: Enclosure) -> str:
    return f"{HERE}bestanden/{enclosure.public_id}/weghalen/"


def send(practice: Practice, content: bytes, title: str = FILE_TITLE, **told: str) -> Any:
    given = {"title": title, "document": sent(content, **told)}
    return browser(make.amina()).post(at(practice, "bestand/"), given)


# Adding


def test_a42_file_is_added_agreed_published_and_then_taken_along_by_everybody_under_the_licence() -> None:
    made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    answer = send(practice, pdf())
    assert answer.headers["Location"] == at(practice)
    one = Enclosure.objects.select_related("words", "file").get()
    assert one.file is not None
    assert (str(one), one.file.kind, one.file.size) == (FILE_TITLE, "pdf", len(pdf()))
    assert (last(made).type, last(made).commit) == ("enclosures.file_added", one.words.commit)
    assert str(one.words).splitlines()[1] == hashlib.sha256(pdf()).hexdigest(), "the log proves which file it was"
    finish(practice)
    html = page(practice)
    assert f'<a href="{link_of(one)}">{FILE_TITLE}</a>' in html
    assert "CC BY 4.0</a> · ook voor de bestanden" in html
    got = browser().get(link_of(one))
    assert (got.status_code, got.content) == (200, pdf())
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"] == 'attachment; filename="de-afspraak-in-vier-stappen.pdf"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert FILE_TITLE in browser().get(f"/praktijken/{practice.series}/factsheet/").content.decode()


def test_e30_file_that_is_added_or_taken_away_asks_every_voice_and_the_reader_anew() -> None:
    _made, practice, voice = waiting()
    for act in (
        lambda: enclosed(practice),
        lambda: actions.take_file_away(Enclosure.objects.get(), by=by(make.amina())),
    ):
        library.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
        library.review(practice, good=True, by=by(reader()))
        act()
        practice.refresh_from_db()
        voice.refresh_from_db()
        assert (str(practice.state), practice.reviewer, str(voice.answer)) == ("draft", None, "none")
        library.ask_review(practice, by=by(make.amina()))
    with pytest.raises(Refused, match="bewoners"):
        library.publish(practice, by=by(make.amina()))


def test_same_file_twice_is_one_and_under_another_title_a_sentence() -> None:
    practice = drafted()
    before = lines(practice.network)
    assert send(practice, pdf(), f"  {FILE_TITLE} ").status_code == 302
    answer = send(practice, pdf(), "Iets anders")
    assert answer.status_code == 422
    assert f"hoort al bij de praktijk, als “{FILE_TITLE}”" in answer.content.decode()
    assert "Iets anders" in answer.content.decode(), "what was typed is not lost"
    assert (Enclosure.objects.count(), File.objects.count(), lines(practice.network)) == (1, 1, before)


def test_five_files_at_most_and_one_can_be_taken_away_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = drafted()
    for number in range(permissions.MOST - 1):
        enclosed(practice, title=f"Blad {number}", content=text(f"Blad {number}"))
    with pytest.raises(Refused, match="hoogstens vijf"):
        enclosed(practice, title="Nog een", content=text("Nog een"))
    actions.take_file_away(Enclosure.objects.earliest("pk"), by=by(make.amina()))
    enclosed(practice, title="Nog een", content=text("Nog een"))
    monkeypatch.setattr(permissions, "MOST_A_DAY", 6)
    actions.take_file_away(Enclosure.objects.latest("pk"), by=by(make.amina()))
    with pytest.raises(Refused, match="morgen"):
        enclosed(practice, title="En weer een", content=text("En weer een"))


@pytest.mark.parametrize(
    ("content", "told", "sentence"),
    [
        (b"", {}, "Er staat niets in dit bestand"),
        (b"a" * (2 * 1024 * 1024 + 1), {}, "groter dan 2 MB"),
        (b"a" * (4 * 1024 * 1024), {}, "groter dan 2 MB"),
        (PHOTO, {"name": "foto.pdf"}, "losse afbeelding"),
        (b"<html><script>x</script>", {"name": "x.txt", "kind": "text/plain"}, "webpagina"),
        (zipped({"a": b"b"}), {}, "deze soort"),
        (docx(word__vbaProject_bin=b"x"), {"name": "brief.docx"}, "uit zichzelf iets"),
        (pdf()[:-8], {}, "kapot"),
    ],
)
def test_file_that_is_not_kept_gets_a_sentence_and_what_was_typed_stays(
    content: bytes, told: dict[str, str], sentence: str
) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    answer = send(practice, content, **told)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert f'value="{FILE_TITLE}"' in html
    assert (File.objects.count(), Content.objects.count()) == (0, 0)


def test_form_without_file_or_title_says_so() -> None:
    practice = drafted()
    answer = browser(make.amina()).post(at(practice, "bestand/"), {"title": " "})
    assert answer.status_code == 422
    assert "Kies een bestand." in answer.content.decode()
    assert "multipart/form-data" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\prive\\jan.pdf", "a" * 300 + ".exe", "=1+1.html", "\u202efdp.exe"]
)
def test_name_of_a_file_on_somebodys_computer_is_nowhere(name: str) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    assert send(practice, pdf(), name=name).status_code == 302
    got = browser(make.amina()).get(link_of(Enclosure.objects.get()))
    assert got.headers["Content-Disposition"].endswith('filename="de-afspraak-in-vier-stappen.pdf"')


@pytest.mark.parametrize("title", ['"; filename="x.html', "…\r\nSet-Cookie: a=b", "漢字", "<script>x</script>"])
def test_title_can_say_anything_and_steers_nothing(title: str) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    one = enclosed(practice, title=title)
    got = browser(make.amina()).get(link_of(one))
    assert got.headers["Content-Disposition"].startswith('attachment; filename="')
    assert got.headers["Content-Disposition"].endswith('.pdf"')
    assert "Set-Cookie" not in got.headers.get("Content-Disposition", "").split("filename=")[0]
    assert "<script>x" not in browser(make.amina()).get(at(practice)).content.decode()


# Who


def test_only_people_of_its_member_add_and_take_away_and_only_while_it_is_written() -> None:
    practice = drafted()
    one = Enclosure.objects.get()
    for person in (reader(), make.bram(), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.add_file(practice, title="X", document=document(text("X")), by=by(person))
        with pytest.raises(NotAllowed):
            actions.take_file_away(one, by=by(person))
        assert browser(person).get(at(practice, "bestand/")).status_code == 403
        assert browser(person).post(away(one)).status_code == 403
    assert browser().post(away(one)).status_code == 302
    assert browser(make.amina()).get(away(one)).status_code == 405
    assert browser(make.amina()).get(at(practice, "bestand/")).status_code == 200
    finish(practice)
    with pytest.raises(Refused, match="niet meer geschreven"):
        enclosed(practice, title="X", content=text("X"))
    assert Enclosure.objects.filter(removed_at=None).count() == 1


def heading(answer: Any) -> list[str]:
    return re.findall(r"<h1[^>]*>(.+?)</h1>", answer.content.decode())


def test_a42_file_of_what_is_not_published_is_not_there_for_who_may_not_read_it() -> None:
    drafted()
    one = Enclosure.objects.get()
    assert browser(make.amina()).get(link_of(one)).status_code == 200
    assert browser(reader()).get(link_of(one)).status_code == 200, "another member reads it over"
    assert browser(make.dilek()).get(link_of(one)).status_code == 200
    assert browser(make.bram()).get(link_of(one)).status_code == 200, "who is asked for a yes reads it first"
    unknown = browser().get(f"/praktijken/bestanden/{'0' * 32}/")
    for person in (None, make.chris()):
        refused = browser(person).get(link_of(one))
        assert (refused.status_code, heading(refused)) == (404, heading(unknown))
        assert len(heading(unknown)) == 1
    with pytest.raises(Http404):
        queries.file_of(one.public_id, make.chris())


def test_a42_file_of_a_next_edition_waits_while_the_one_before_is_open_to_everybody() -> None:
    practice = finish(drafted())
    second = library.begin_edition(practice, by=by(make.amina()))
    added = enclosed(second, title="Nieuw blad", content=text("Nieuw blad"))
    assert [str(one) for one in second.enclosures.all()] == [FILE_TITLE, "Nieuw blad"]
    assert File.objects.count() == 2, "what goes on is kept once"
    assert browser().get(link_of(added)).status_code == 404
    assert "Nieuw blad" not in page(practice)
    assert browser().get(link_of(practice.enclosures.get())).status_code == 200
    finish(second)
    assert browser().get(link_of(added)).status_code == 200
    assert browser().get(link_of(practice.enclosures.get())).status_code == 200, "earlier versions stay to be read"


# What goes out


def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(browser().get(f"{HERE}praktijken.json").content)
    return found


def test_a42_data_tells_of_files_by_title_and_address_and_never_holds_them() -> None:
    practice = finish(drafted())
    one = practice.enclosures.get()
    row = data()["practices"][0]
    (file,) = row["files"]
    assert file == {
        "title": FILE_TITLE, "address": site_address() + link_of(one), "mediaType": "application/pdf",
        "bytes": len(pdf()),
    }  # fmt: skip
    assert browser().get(file["address"].removeprefix(site_address())).status_code == 200
    csv = browser().get(f"{HERE}praktijken.csv").content.decode()
    assert f"{FILE_TITLE}: {file['address']}" in csv
    feed = ET.fromstring(browser().get(f"{HERE}feed.atom").content)  # noqa: S314 — made by ourselves
    (link,) = [one for one in feed.iter("{http://www.w3.org/2005/Atom}link") if one.get("rel") == "enclosure"]
    assert (link.get("href"), link.get("title"), link.get("length")) == (file["address"], FILE_TITLE, str(len(pdf())))
    before = row["updated"]
    actions.take_file_away(one, by=by(make.amina()))
    after = data()["practices"][0]
    assert after["files"] == []
    assert after["updated"] >= before
    assert b"%PDF" not in browser().get(f"{HERE}praktijken.json").content


@pytest.mark.parametrize("count", [0, 3])
def test_page_asks_the_same_with_no_file_and_with_three(count: int, django_assert_max_num_queries: Any) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    for number in range(count):
        enclosed(practice, title=f"Blad {number}", content=text(f"Blad {number}"))
    finish(practice)
    with django_assert_max_num_queries(8) as asked:
        page(practice)
    assert not any("files_content" in one["sql"] for one in asked.captured_queries), "no page reads the bytes"


def test_database_holds_no_file_that_is_here_and_gone_at_once() -> None:
    practice = drafted()
    one = Enclosure.objects.get()
    for wrong in ({"file": None}, {"address": "https://example.org/"}, {"removed_at": practice.changed_at}):
        with transaction.atomic(), pytest.raises(IntegrityError):
            Enclosure.objects.filter(pk=one.pk).update(**wrong)
    with transaction.atomic(), pytest.raises(IntegrityError):
        File.objects.update(size=0)
    with transaction.atomic(), pytest.raises(IntegrityError):
        File.objects.update(kind="exe")


def test_practice_without_files_says_nothing_of_them() -> None:
    _made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    assert "<h2>Bestanden</h2>" not in browser(make.amina()).get(at(practice)).content.decode()
    html = page(finish(practice))
    assert TITLE in html
    assert "<h2>Bestanden</h2>" not in html

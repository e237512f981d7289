"""Files of a practice that go: from a draft, from all editions, with their title, and nothing left of them (A42)."""

from pathlib import Path

import pytest
from django.db import connection

from communityup.files.models import Content, File
from communityup.network.enclosures import actions
from communityup.network.library import actions as library
from communityup.network.library.models import Enclosure, Voice
from communityup.texts.actions import erase, hide, show
from communityup.texts.models import Version
from tests import make
from tests.make_files import FILE_TITLE, enclosed, text
from tests.make_network import browser, lines
from tests.make_practice import ACCOUNT, QUOTE, at, by, page, two, written
from tests.network.test_trace_enclosures import SECRET, away, data, drafted, finish, link_of

pytestmark = pytest.mark.django_db


def test_file_taken_away_from_a_draft_leaves_a_line_and_stays_in_what_is_published() -> None:
    practice = finish(drafted())
    second = library.begin_edition(practice, by=by(make.amina()))
    one = second.enclosures.get()
    for _twice in range(2):
        assert browser(make.amina()).post(away(one)).headers["Location"] == at(second)
    assert lines(practice.network).count("enclosures.file_taken_away") == 1
    html = browser(make.amina()).get(at(second)).content.decode()
    assert FILE_TITLE not in html
    assert "is een bestand weggehaald" in html
    assert browser(make.amina()).get(link_of(one)).status_code == 404
    assert browser().get(link_of(practice.enclosures.get())).status_code == 200
    assert Content.objects.count() == 1


def test_a42_file_taken_away_after_publishing_goes_in_all_editions_and_asks_the_next_one_anew() -> None:
    practice = finish(drafted())
    second = library.begin_edition(practice, by=by(make.amina()))
    library.ask_review(second, by=by(make.amina()))
    library.answer_voice(second.voices.get(), yes=True, quote=QUOTE, by=by(make.bram()))
    assert browser(make.amina()).post(away(practice.enclosures.get())).status_code == 302
    assert not Content.objects.exists()
    assert not Enclosure.objects.filter(removed_at=None).exists()
    assert {str(one) for one in Voice.objects.filter(practice=second).values_list("answer", flat=True)} == {"none"}
    second.refresh_from_db()
    assert str(second.state) == "draft"
    html = page(practice)
    assert "is een bestand weggehaald" in html
    assert (FILE_TITLE in html, ACCOUNT.did in html, "ook voor de bestanden" in html) == (False, True, False)


def test_a42_next_edition_without_that_file_is_not_asked_anew_when_it_goes_from_what_is_published() -> None:
    practice = finish(drafted())
    second = library.begin_edition(practice, by=by(make.amina()))
    actions.take_file_away(second.enclosures.get(), by=by(make.amina()))
    library.ask_review(second, by=by(make.amina()))
    library.answer_voice(second.voices.get(), yes=True, quote=QUOTE, by=by(make.bram()))
    actions.take_file_away(practice.enclosures.get(), by=by(make.amina()))
    assert not Content.objects.exists()
    assert str(second.voices.get().answer) == "yes"
    second.refresh_from_db()
    assert str(second.state) == "review"


def test_practice_taken_back_takes_its_files_along_from_every_edition() -> None:
    practice = finish(drafted())
    second = library.begin_edition(practice, by=by(make.amina()))
    enclosed(second, title="Nieuw blad", content=text("Nieuw blad"))
    finish(second)
    places = [link_of(one) for one in Enclosure.objects.select_related("practice")]
    second.refresh_from_db()
    library.take_back(second, by=by(make.amina()))
    assert [browser(person).get(place).status_code for place in places for person in (None, make.amina())] == [404] * 6
    assert (File.objects.count(), Content.objects.count()) == (0, 0)
    assert FILE_TITLE not in str(list(Version.objects.values_list("body", flat=True)))


def test_draft_thrown_away_takes_its_files_along_and_leaves_those_of_what_is_published() -> None:
    practice = finish(drafted())
    second = library.begin_edition(practice, by=by(make.amina()))
    enclosed(second, title="Nieuw blad", content=text("Nieuw blad"))
    library.take_back(second, by=by(make.amina()))
    assert Content.objects.count() == 1
    assert browser().get(link_of(practice.enclosures.get())).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL rewrites later: docs/publicity.md says when")
def test_nothing_of_a_file_is_left_in_the_database_file_or_beside_it_when_it_is_gone() -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    place = connection.settings_dict["NAME"]
    enclosed(practice, content=text(f"{SECRET}\n" * 3000))
    assert left_of(SECRET, str(place))
    library.take_back(practice, by=by(make.amina()))
    assert not left_of(SECRET, str(place))


def left_of(words: str, place: str) -> bool:
    """Say whether these words stand in the raw bytes of the database or of its journal."""
    found = [Path(place + end) for end in ("", "-wal", "-journal")]
    return any(words.encode() in one.read_bytes() for one in found if one.exists())


# Hidden, and taken away by others


def test_file_whose_title_is_hidden_is_not_there_until_it_comes_back_and_goes_when_it_is_taken_away() -> None:
    practice = finish(drafted())
    one = practice.enclosures.select_related("words").get()
    hide(one.words)
    assert browser().get(link_of(one)).status_code == 404
    assert FILE_TITLE not in page(practice)
    assert FILE_TITLE not in str(data())
    actions.forget_file(one.words)
    assert Content.objects.exists(), "hidden for a while is not gone"
    show(one.words)
    assert browser().get(link_of(one)).status_code == 200
    erase(one.words.versions.all())
    actions.forget_file(one.words)
    assert browser().get(link_of(one)).status_code == 404
    assert not Content.objects.exists()


def test_next_edition_takes_no_file_along_whose_title_was_taken_away() -> None:
    practice = finish(drafted())
    erase(practice.enclosures.get().words.versions.all())
    second = library.begin_edition(practice, by=by(make.amina()))
    assert not second.enclosures.exists()

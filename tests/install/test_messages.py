"""No sentence reaches people in English by accident: what no catalogue knows is named, and collected on request."""

import shutil
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override, trans_real

from tools import messages

needs_gettext = pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not on this machine")
VIEWS = """from django.utils.translation import gettext as _, ngettext

NOTICE = _("A planted sentence")
COUNTED = ngettext("%(n)d tree", "%(n)d trees", 2)
"""
PAGE = """{% load i18n %}<h1>{% translate "A planted heading" %}</h1>
{% blocktranslate with name=who %}{{ name }} plants{% endblocktranslate %} {% translate "Monday" %}"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with one app that says four new things, and one that Django itself has in Dutch."""
    app = tmp_path / "garden"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").write_text('"""The garden."""\n')
    (app / "views.py").write_text(VIEWS)
    (app / "templates" / "page.html").write_text(PAGE)
    return tmp_path


def translated(site: Path) -> polib.POFile:
    """Fill in everything that was collected."""
    catalogue = polib.pofile(str(site / "garden/locale/nl/LC_MESSAGES/django.po"))
    for entry in catalogue:
        entry.msgstr = "" if entry.msgid_plural else f"nl: {entry.msgid}"
        entry.msgstr_plural = {0: "%(n)d boom", 1: "%(n)d bomen"} if entry.msgid_plural else {}
    catalogue.save()
    return catalogue


@needs_gettext
def test_sentence_without_a_catalogue_is_named_and_fails_the_check(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert messages.main(["--check"], site) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[2] for line in told] == [
        "'A planted heading'",
        "'%(name)s plants'",
        "'A planted sentence'",
        "'%(n)d tree'",
    ]
    assert all(line.startswith(f"{site / 'garden'}: in no catalogue") for line in told)


@needs_gettext
def test_collected_sentences_wait_for_dutch_and_the_check_passes_once_they_have_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert messages.main(["--collect"], site) == 0
    assert "4 new sentences" in capsys.readouterr().out
    assert messages.main(["--check"], site) == 1
    assert capsys.readouterr().out.count("no translation") == 4
    assert translated(site).metadata["Language"] == "nl"
    assert messages.main(["--check"], site) == 0
    assert messages.main(["--collect"], site) == 0
    assert "0 new sentences" in capsys.readouterr().out


@needs_gettext
def test_collecting_keeps_what_was_translated(site: Path) -> None:
    messages.collect(site)
    before = translated(site)
    with (site / "garden" / "views.py").open("a") as views:
        views.write('LATER = _("Said later")\n')
    assert messages.collect(site) == 1
    after = polib.pofile(str(site / "garden/locale/nl/LC_MESSAGES/django.po"))
    assert [(one.msgid, one.msgstr) for one in after][: len(before)] == [(one.msgid, one.msgstr) for one in before]
    assert [one.msgid for one in after.untranslated_entries()] == ["Said later"]


def test_guessed_header_and_guessed_sentence_are_no_translation(site: Path) -> None:
    file = site / "garden/locale/nl/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_text('#, fuzzy\nmsgid ""\nmsgstr "Language: nl\\n"\n\n#, fuzzy\nmsgid "Tree"\nmsgstr "Struik"\n')
    guessed = messages.gaps(file)
    assert len(guessed) == 2
    assert guessed[0].endswith("the header is only guessed")
    assert guessed[1].endswith("only guessed: 'Tree'")


@pytest.mark.parametrize("word", ["--check", "--collect"])
def test_without_xgettext_one_sentence_says_what_to_install(
    word: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert messages.main([word], site) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "needs gettext; " in told.err
    assert "install" in told.err
    assert not list(site.rglob("*.po"))


def test_one_sentence_has_one_translation(site: Path) -> None:
    for app, dutch in (("garden", "gestopt"), ("pond", "gestopt"), ("shed", "voorbij")):
        folder = site / app / "locale/nl/LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(f'msgid ""\nmsgstr "Language: nl\\n"\n\nmsgid "ended"\nmsgstr "{dutch}"\n')
    (told,) = messages.quarrels(site)
    assert "shed" in told
    assert "garden" in told
    assert told.endswith("'ended'")


def test_all_apps_are_compiled_into_one_file_again_when_one_changes(site: Path) -> None:
    sources = [site / app / "locale/nl/LC_MESSAGES/django.po" for app in ("garden", "pond")]
    for source, english in zip(sources, ("Tree", "Water"), strict=True):
        source.parent.mkdir(parents=True)
        source.write_text(f'msgid ""\nmsgstr "Language: nl\\n"\n\nmsgid "{english}"\nmsgstr "nl: {english}"\n')
    left_over = sources[0].with_suffix(".mo")
    left_over.write_bytes(b"of an older version")
    assert messages.compile_all(site) == 1
    assert not left_over.exists()
    assert messages.compile_all(site) == 0
    file = messages.compiled(site, "nl")
    assert {one.msgid: one.msgstr for one in polib.mofile(str(file))} == {"Tree": "nl: Tree", "Water": "nl: Water"}
    sources[1].write_text(sources[1].read_text().replace("nl: Water", "nl: Vijver"))
    assert messages.compile_all(site) == 1
    assert "nl: Vijver" in {one.msgstr for one in polib.mofile(str(file))}


def test_django_looks_for_a_sentence_in_few_places() -> None:
    with override("nl"):
        assert gettext("Sessions sign-in codes") == "Sessions sign-in codes"
        catalogue = trans_real._active.value._catalog  # type: ignore[attr-defined]
    # Ours, Django's own, and the ones of the libraries: not one for each app.
    assert len(catalogue._catalogs) < 20

"""Turn the translations of all apps into the one file Django reads (.po to .mo), and say which sentences lack one.

`--collect` writes each new sentence of the source into the catalogue of its app, with an empty translation beside it.
Looking for sentences needs xgettext, from the package gettext; without it this says what to install.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tools import machine, words

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "communityup"
HEADER = {
    "Language": "nl",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = (
    "gettext_lazy",
    "gettext_noop",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "pgettext_lazy:1c,2",
    "npgettext:1c,2,3",
)


def catalogues(folder: Path) -> list[Path]:
    """Return every translation below a folder."""
    return sorted(folder.glob("**/locale/*/LC_MESSAGES/*.po"))


def compiled(site: Path, language: str) -> Path:
    """Return where Django finds the translations of a language."""
    return site / "locale" / language / "LC_MESSAGES" / "django.mo"


def compile_all(site: Path) -> int:
    """Compile the catalogues of all apps into one per language where something changed; return how many were made.

    One, because Django keeps the catalogue of every app apart and looks through all of them for each sentence
    (`TranslationCatalog.update` compares a plural's code with a function): dates alone were a third of a list page.
    """
    by_language: dict[str, list[Path]] = {}
    for source in catalogues(site):
        source.with_suffix(".mo").unlink(missing_ok=True)
        by_language.setdefault(source.parts[-3], []).append(source)
    return sum(_compile(sources, compiled(site, language)) for language, sources in by_language.items())


def _compile(sources: list[Path], target: Path) -> bool:
    mark = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    if target.exists() and mark.encode() in target.read_bytes():
        return False
    whole = polib.POFile()
    whole.metadata = {**HEADER, "Language": target.parts[-3], "X-Made-From": mark}
    for source in sources:
        whole.extend(polib.pofile(str(source)))
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".mo.part")
    whole.save_as_mofile(str(half))
    half.replace(target)
    return True


def apps(site: Path) -> dict[Path, list[Path]]:
    """Return for each app, by its folder, the files in which it may speak to people."""
    found: dict[Path, list[Path]] = {}
    for file in sorted(site.rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and "migrations" not in file.parts and "static" not in file.parts:
            home = next((folder for folder in file.parents if (folder / "apps.py").exists()), site)
            found.setdefault(home, []).append(file)
    return found


def sentences(files: list[Path]) -> Iterator[polib.POEntry]:
    """Yield each sentence that these files ask to be translated; needs xgettext, and raises when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            words = file.read_text()
            source = words if file.suffix == ".py" else templatize(words, origin=str(file))
            (Path(folder) / f"{number}.py").write_text(source)
        names = [f"{number}.py" for number in range(len(files))]
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-wrap", "--output=-"]
        keywords = [f"--keyword={word}" for word in KEYWORDS]
        done = subprocess.run([*command, *keywords, *names], cwd=folder, capture_output=True, text=True, check=True)
    yield from polib.pofile(done.stdout) if done.stdout else []


def untranslated(site: Path = SITE) -> dict[Path, list[polib.POEntry]]:
    """Return for each app the sentences that no catalogue of the site knows yet."""
    known = {(entry.msgctxt, entry.msgid) for file in catalogues(site) for entry in polib.pofile(str(file))}
    library = Path(str(__import__("django").__file__)).parent / "conf/locale/nl/LC_MESSAGES/django.po"
    known |= {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(library))}
    found = {
        home: [one for one in sentences(files) if (one.msgctxt, one.msgid) not in known]
        for home, files in apps(site).items()
    }
    return {home: missing for home, missing in found.items() if missing}


def collect(site: Path = SITE) -> int:
    """Write each sentence without a catalogue into that of its app, and return how many."""
    count = 0
    for home, missing in untranslated(site).items():
        file = home / "locale/nl/LC_MESSAGES/django.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue = polib.pofile(str(file), wrapwidth=0) if file.exists() else polib.POFile(wrapwidth=0)
        if not file.exists():
            catalogue.metadata = dict(HEADER)
        for one in missing:
            one.occurrences, one.flags = [], [flag for flag in one.flags if flag != "fuzzy"]
            catalogue.append(one)
            count += 1
        catalogue.save(str(file))
    return count


def gaps(source: Path) -> list[str]:
    """Name each sentence of a catalogue that has no translation yet, or one that is only guessed."""
    catalogue = polib.pofile(str(source))
    found = [f"{source}: the header is only guessed"] if catalogue.metadata_is_fuzzy else []
    for entry in catalogue:
        if entry.obsolete:
            continue
        if "fuzzy" in entry.flags:
            found.append(f"{source}:{entry.linenum}: only guessed: {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"{source}:{entry.linenum}: no translation: {entry.msgid!r}")
    return found


def quarrels(site: Path) -> list[str]:
    """Name each sentence that two apps translate differently: one of them would speak the other's words."""
    said: dict[tuple[str, str | None, str], tuple[Path, polib.POEntry]] = {}
    found = []
    for source in catalogues(site):
        for entry in polib.pofile(str(source)).translated_entries():
            first, other = said.setdefault((source.parts[-3], entry.msgctxt, entry.msgid), (source, entry))
            if (other.msgstr, other.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                found.append(f"{source}:{entry.linenum}: said otherwise in {first}: {entry.msgid!r}")
    return found


def missing(site: Path = SITE) -> list[str]:
    """Name everything that people would read in English, or in other words than those of the glossary."""
    found = [line for source in catalogues(site) for line in (*gaps(source), *words.astray(source))] + quarrels(site)
    for home, new in untranslated(site).items():
        found += [f"{home}: in no catalogue: {one.msgid!r}" for one in new]
    return found


def main(arguments: Sequence[str] | None = None, site: Path = SITE) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is missing, and fail if something is")
    parser.add_argument("--collect", action="store_true", help="write new sentences into the catalogue of their app")
    options = parser.parse_args(arguments)
    if (options.check or options.collect) and not machine.GETTEXT.present():
        print(machine.advice([machine.GETTEXT]), file=sys.stderr)
        return 1
    if options.collect:
        print(f"{collect(site)} new sentences")
    if options.check:
        found = missing(site)
        print("\n".join(found) or f"{len(catalogues(site))} translations, all complete")
        return 1 if found else 0
    print("translations: compiled" if compile_all(site) else "translations: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())

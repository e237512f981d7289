"""Turn every translation into the form Django reads (.po to .mo), and skip what is up to date."""

import argparse
import os
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def catalogues(folder: Path) -> list[Path]:
    """Return every translation below a folder."""
    return sorted(folder.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path) -> bool:
    """Compile one translation when it changed; return whether it did."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime == source.stat().st_mtime:
        return False
    half = target.with_suffix(".mo.part")
    polib.pofile(str(source)).save_as_mofile(str(half))
    half.replace(target)
    os.utime(target, (source.stat().st_mtime, source.stat().st_mtime))
    return True


def gaps(source: Path) -> list[str]:
    """Name each sentence of a catalogue that has no translation yet, or one that is only guessed."""
    found = []
    for entry in polib.pofile(str(source)):
        if entry.obsolete:
            continue
        if "fuzzy" in entry.flags:
            found.append(f"{source}:{entry.linenum}: only guessed: {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"{source}:{entry.linenum}: no translation: {entry.msgid!r}")
    return found


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is missing, and fail if something is")
    options = parser.parse_args()
    sources = catalogues(ROOT / "communityup")
    if options.check:
        missing = [line for source in sources for line in gaps(source)]
        print("\n".join(missing) or f"{len(sources)} translations, all complete")
        return 1 if missing else 0
    changed = sum(compile_catalogue(source) for source in sources)
    print(f"translations: {changed} compiled, {len(sources) - changed} up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())

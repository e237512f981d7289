"""The words of the interface are those of the glossary, in every translation (A31).

Where an English sentence has a word of the list, its translation has the Dutch word for it; and no translation has a
word that the project avoids. The list stands here; `communityup/portal/glossary.csv` says what the words mean.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

# English words, as a pattern, and how their Dutch begins. "Practice" is also what one does to learn, in a challenge
# that leaves no trace; the working agreement is no agreement about who does what.
WORDS = {
    r"agreements?": "afspra|akkoord|spelregel",
    r"bridges?": "brug",
    r"challenges?": "opgave",
    r"coordinators?": "coördinator",
    r"dialogues?": "dialo",
    r"facilitators?": "procesbegeleid",
    r"frames?": "kader|vast",
    r"front-?runners?": "koploper",
    r"goals?": "doel",
    r"inhabitants?": "inwoner",
    r"interests?": "belang",
    r"lead-in": "aanloop",
    r"learning questions?": "leervra",
    r"log": "logboek",
    r"observers?": "meekijk",
    r"opinion map": "meningenbeeld",
    r"phases?": "fase",
    r"practices?": "praktijk|oefen",
    r"puzzle pieces?": "puzzelstuk",
    r"sessions?": "bijeenkomst|sessie",
    r"shared goals?": "gemeenschappelijk",
    r"sketch(es)?": "schets",
    r"step back": "stapje terug",
    r"stumbling blocks?": "struikel",
    r"substitutes?": "vervang",
    r"themes?": "thema",
    r"thoughts?": "gedachte",
    r"visits?": "bezoek|ga kijken",
    r"working agreement": "spelregel",
}
# Sayings in which such a word means something else. A place in a challenge is one at the table.
OTHERWISE = re.compile(r"right to challenge|places? in (a )?challenges?|thought of", re.IGNORECASE)
# What the project does not say in Dutch, and what it says instead.
AVOIDED = {
    r"bezwa(ar|ren)": "een zwaarwegende reden: bezwaar is een woord uit de wet",
    r"burgers?": "inwoner",
    r"consensus": "akkoord om te proberen",
    r"debat\w*": "dialoog",
    r"discussi\w+": "dialoog",
    r"gebruikers?": "je, of wie het is",
    r"lezing(en)?": "kijk: hoe een ander hetzelfde ziet",
    r"stakeholders?": "partij",
    r"(?<!mee )terug(ge)?n(a|ee?|o)m\w*|neem( \w+){0,4} terug": "intrekken: woorden, een vraag, een ja",
    r"venster": "raad en bestuur",
    r"waarnemers?": "meekijker",
}
NAMES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def astray(source: Path) -> Iterator[str]:
    """Yield each translation of a catalogue that leaves the words of the glossary, and why."""
    for entry in polib.pofile(str(source)).translated_entries():
        english = OTHERWISE.sub("", NAMES.sub("", entry.msgid))
        dutch = NAMES.sub("", " ".join([entry.msgstr, *(entry.msgstr_plural or {}).values()]))
        why = [
            f"say {fits.split('|')[0]}…"
            for word, fits in WORDS.items()
            if has(word, english) > has(fits, dutch, whole=False)
        ]
        why += [f"say {better}" for word, better in AVOIDED.items() if has(word, dutch)]
        yield from (f"{source}:{entry.linenum}: {one}: {entry.msgstr!r}" for one in why)


def has(pattern: str, text: str, *, whole: bool = True) -> bool:
    """Say whether a text has a word; as part of another too, unless it must be whole."""
    return re.search(rf"\b({pattern})\b" if whole else pattern, text, re.IGNORECASE) is not None

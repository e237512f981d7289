"""A31: the interface speaks the words of the glossary, in Dutch too."""

from pathlib import Path

import polib
import pytest

from communityup.portal.queries import glossary
from tools import messages, words

NOT_LISTED = {"coordinators?", "themes?"}  # words that everybody knows


def catalogue(folder: Path, english: str, dutch: str) -> Path:
    """Return a catalogue with one sentence."""
    made = polib.POFile(wrapwidth=0)
    made.append(polib.POEntry(msgid=english, msgstr=dutch))
    file = folder / "garden/locale/nl/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    made.save(str(file))
    return file


def test_a31_every_translation_uses_the_words_of_the_glossary() -> None:
    found = [line for source in messages.catalogues(messages.SITE) for line in words.astray(source)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("english", "dutch", "better"),
    [
        ("Share your thought", "Deel je stelling", "gedachte"),
        ("Two challenges", "Twee vraagstukken", "opgave"),
        ("The shared goals of all", "De gedeelde doelen van iedereen", "gemeenschappelijk"),
        ("Ask people", "Vraag de burgers", "inwoner"),
        ("Talk about it", "Begin een discussie", "dialoog"),
        ("Take your words back", "Neem je woorden terug", "intrekken"),
        ("The words are taken back", "De woorden zijn teruggenomen", "intrekken"),
        ("Lay your reading beside it", "Leg je lezing ernaast", "kijk"),
        ("Put this here", "Zet dit in het venster", "raad en bestuur"),
    ],
)
def test_a31_another_word_than_that_of_the_glossary_is_named(
    tmp_path: Path, english: str, dutch: str, better: str
) -> None:
    (told,) = words.astray(catalogue(tmp_path, english, dutch))
    assert f"say {better}" in told
    assert told.endswith(repr(dutch))


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("Share your thought", "Deel je gedachte"),
        ("By right to challenge", "Op grond van het uitdaagrecht"),
        ("%(challenge)s ended", "%(challenge)s is voorbij"),
        ("Write {sessions}", "Schrijf {sessions}"),
        ("Unthoughtful", "Onbezonnen"),
        ("What must you take back first?", "Wat moet je eerst mee terugnemen?"),
        ("All take a step back", "Alle partijen nemen een stapje terug"),
    ],
)
def test_a31_sayings_names_and_parts_of_words_are_no_word_of_the_glossary(
    tmp_path: Path, english: str, dutch: str
) -> None:
    assert list(words.astray(catalogue(tmp_path, english, dutch))) == []


def test_a31_the_words_that_are_looked_after_stand_in_the_word_list() -> None:
    known = {term.term.casefold() for term in glossary("en")}
    listed = {one for one in known if any(words.has(word, one) for word in words.WORDS)}
    assert {word for word in words.WORDS if not any(words.has(word, one) for one in known)} <= NOT_LISTED
    assert len(listed) > len(words.WORDS) / 2

"""Every event has its line in the docs, and says in a sentence of its own what happened."""

import inspect
import string
from dataclasses import fields

from communityup.log.events import Event
from communityup.methods.logbook import KEYS
from tools import event_docs


def test_every_event_has_its_line_in_the_docs() -> None:
    events = event_docs.load_events()
    assert "texts.erased" in events
    lines = event_docs.PAGE.read_text(encoding="utf-8").splitlines()
    assert [name for name, event in events.items() if event_docs.row(name, event).strip() not in lines] == []


def test_the_page_names_no_event_that_is_gone() -> None:
    assert event_docs.PAGE.read_text(encoding="utf-8") == event_docs.page(event_docs.load_events())


def test_every_event_is_documented_and_its_sentence_uses_what_it_has() -> None:
    for name, event in event_docs.load_events().items():
        assert inspect.getdoc(event) != inspect.getdoc(Event), f"{name} has no docstring"
        used = {part for _text, part, _form, _how in string.Formatter().parse(str(event.sentence)) if part}
        assert used <= {field.name for field in fields(event)} | KEYS, f"{name} names what it does not have"

"""What can happen: one frozen dataclass per kind of event, each with one type, one sentence and its facts.

A subclass is the only declaration of its event: the line, the page of the log, notices and docs all follow from it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from inspect import get_annotations
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import is_id
from communityup.methods.canonical import Value
from communityup.methods.logbook import KEYS

LONGEST_FACT = 120
# Keys of every line that an event fills; its own facts may take none of KEYS.
_OWN = frozenset({"object", "commit"})
_DECLARED = frozenset({"type", "version", "sentence", "labels"})
_TYPE = re.compile(r"[a-z_]+\.[a-z_]+")
_COMMITMENT = re.compile(r"[0-9a-f]{64}")
_REGISTRY: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to `object` (a random id); `commit` is the commitment of the words it brought.

    Subclasses are frozen dataclasses that declare `type` ("app.thing_happened"), `sentence` (translated, may use
    {party} and the names of its facts) and add facts: short texts that are nobody's words, whole numbers or None. A
    fact that is a code is read by its entry in `labels`.
    Raise `version` when the facts change.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    sentence: ClassVar[str | Promise]
    labels: ClassVar[Mapping[str, str | Promise]] = {}

    object: str
    commit: str | None = None

    def __init_subclass__(cls) -> None:
        """Register the event under its type; raises TypeError for a type or a fact that the log cannot hold."""
        super().__init_subclass__()
        if not _TYPE.fullmatch(getattr(cls, "type", "")) or not hasattr(cls, "sentence"):
            raise TypeError(f"{cls.__name__} needs a type like 'app.thing_happened' and a sentence")
        known = _REGISTRY.get(cls.type)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__name__} takes the type {cls.type!r} of {known.__name__}")
        taken = (set(get_annotations(cls)) - _OWN - _DECLARED) & KEYS
        if taken:
            raise TypeError(f"{cls.__name__} names a fact as a key of every line: {', '.join(sorted(taken))}")
        _REGISTRY[cls.type] = cls

    def facts(self) -> dict[str, Value]:
        """Return the event's own facts; raises TypeError or ValueError for what may not stand in a line."""
        if "__dataclass_fields__" not in type(self).__dict__:
            raise TypeError(f"{type(self).__name__} must be a frozen dataclass")
        if not is_id(self.object):
            raise ValueError(f"{type(self).__name__}.object must be a random id of 32 hexadecimal characters")
        if self.commit is not None and not _COMMITMENT.fullmatch(self.commit):
            raise ValueError(f"{type(self).__name__}.commit must be a commitment of 64 hexadecimal characters")
        facts = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in _OWN}
        for name, value in facts.items():
            _check_fact(name, value)
            if name.endswith("_commit") and value is not None and not _COMMITMENT.fullmatch(str(value)):
                raise ValueError(f"the fact {name!r} must be a commitment of 64 hexadecimal characters")
        return facts


Gate = Callable[[int, Event, str], None]
"""Gets the stream (key), the event and the role of who acts; raises Refused when its line no longer comes there."""

_GATES: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Let an app above say which streams no longer take every line; called in AppConfig.ready."""
    if gate not in _GATES:
        _GATES.append(gate)


def gates() -> list[Gate]:
    """Return what is asked before a line is written, under the lock of its stream."""
    return _GATES


def registry() -> Mapping[str, type[Event]]:
    """Return every event by its type."""
    return _REGISTRY


@dataclass(frozen=True, kw_only=True)
class Erased(Event):
    """Words were erased: from here on the body behind `commitment`, of an earlier line for `object`, may be missing."""

    type = "texts.erased"
    sentence = _("Words were taken away. That they were there stays visible.")

    commitment: str


@dataclass(frozen=True, kw_only=True)
class Hidden(Event):
    """Words were hidden: the body behind `commitment`, of an earlier line for `object`, lies aside until it comes back.

    From here on it may be missing, as long as no later line says that it is shown again.
    """

    type = "texts.hidden"
    sentence = _("Words were hidden for now. That they are there stays visible.")

    commitment: str


@dataclass(frozen=True, kw_only=True)
class Shown(Event):
    """Words that were hidden are back: the body behind `commitment` may no longer be missing."""

    type = "texts.shown"
    sentence = _("Words that were hidden are back")

    commitment: str


WHY_OPENED = {
    "order": _("an order by law"),
    "incident": _("an incident with the data"),
    "supervision": _("a question of a supervisor"),
    "archive": _("a duty to keep records"),
}
WHO_OPENED = {
    "operator": _("the technical operator"),
    "privacy": _("the privacy officer"),
    "clerk": _("the clerk of the council"),
    "archivist": _("the archivist"),
    "facilitator": _("a facilitator"),
}


@dataclass(frozen=True, kw_only=True)
class OpenedByOperator(Event):
    """Two people took a copy of lines and words that not everybody may see, outside the pages (break glass, E26)."""

    type = "log.opened_by_operator"
    sentence = _("{first} and {second} took a copy of what is written in this closed challenge, because of {reason}")
    labels = {**WHY_OPENED, **WHO_OPENED}

    first: str
    second: str
    reason: str


def _check_fact(name: str, value: object) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise TypeError(f"the fact {name!r} is a {type(value).__name__}; short texts, whole numbers or None can be")
    if isinstance(value, str) and len(value) > LONGEST_FACT:
        raise ValueError(f"the fact {name!r} is too long for a fact: words of people belong in texts")

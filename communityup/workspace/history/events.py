"""What can happen to what went before."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class EntryTold(Event):
    """A party told what went before, a promise from the past, or what makes it distrust."""

    type: ClassVar = "history.entry_told"
    sentence: ClassVar = _("{party} told something that went before")
    kind: str
    concerns: str | None
    when_commit: str | None


@dataclass(frozen=True, kw_only=True)
class NamelessEntryTold(Event):
    """Somebody said without a name what makes people distrust; who said so stands nowhere in the log."""

    type: ClassVar = "history.nameless_entry_told"
    sentence: ClassVar = _("Somebody told without a name what makes people distrust")
    concerns: str | None
    when_commit: str | None


@dataclass(frozen=True, kw_only=True)
class EntryReworded(Event):
    """The teller put an entry in other words; the earlier words stay readable."""

    type: ClassVar = "history.entry_reworded"
    sentence: ClassVar = _("{party} put what it told before in other words")


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(Event):
    """The teller took an entry back: its words go, a tombstone and the readings of others stay."""

    type: ClassVar = "history.entry_withdrawn"
    sentence: ClassVar = _("{party} took back what it told about what went before")


@dataclass(frozen=True, kw_only=True)
class NamelessEntryWithdrawn(Event):
    """Who told something without a name took it back: its words go, a tombstone and the readings of others stay."""

    type: ClassVar = "history.nameless_entry_withdrawn"
    sentence: ClassVar = _("Something that was told without a name was taken back")


@dataclass(frozen=True, kw_only=True)
class ReadingLaid(Event):
    """A party laid its reading beside an entry, or changed it; for a promise also how it stands in its eyes."""

    type: ClassVar = "history.reading_laid"
    sentence: ClassVar = _("{party} laid its reading beside what was told")
    stand: str


@dataclass(frozen=True, kw_only=True)
class NamelessReadingLaid(Event):
    """Who told something without a name said how it stands now."""

    type: ClassVar = "history.nameless_reading_laid"
    sentence: ClassVar = _("Who told something without a name said how it stands now")
    stand: str


@dataclass(frozen=True, kw_only=True)
class SettledTogether(Event):
    """The last of those involved said that an old promise, or distrust, is settled for them too."""

    type: ClassVar = "history.settled_together"
    sentence: ClassVar = _("Everybody involved said that something from the past is settled now")


@dataclass(frozen=True, kw_only=True)
class ReadingWithdrawn(Event):
    """A party took its reading back: the words go, that it was there stays visible."""

    type: ClassVar = "history.reading_withdrawn"
    sentence: ClassVar = _("{party} took back its reading of what went before")


@dataclass(frozen=True, kw_only=True)
class NamelessReadingWithdrawn(Event):
    """Who told something without a name took back what it said about how it stands."""

    type: ClassVar = "history.nameless_reading_withdrawn"
    sentence: ClassVar = _("Who told something without a name took back how it stands now")

"""What can happen when a party stays silent."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PartyReminded(Event):
    """The people of a party were reminded, the first or the second time, that something waits for them."""

    type: ClassVar = "silence.party_reminded"
    sentence: ClassVar = _("{party} got a reminder: something waits for an answer")
    reminder: int


@dataclass(frozen=True, kw_only=True)
class SponsorTold(Event):
    """The agreed term is over: who stands behind the party got a letter, as far as an address is known."""

    type: ClassVar = "silence.sponsor_told"
    sentence: ClassVar = _("The agreed time has passed for {party}; who stands behind it hears of it")
    letters: int


@dataclass(frozen=True, kw_only=True)
class SleepAsked(Event):
    """A party asked the others to let a silent party sleep."""

    type: ClassVar = "silence.sleep_asked"
    sentence: ClassVar = _("{party} asked the others to let a party sleep that is silent")


@dataclass(frozen=True, kw_only=True)
class SleepAgreed(Event):
    """All other parties agreed that a silent party sleeps; the helper from outside did not yet."""

    type: ClassVar = "silence.sleep_agreed"
    sentence: ClassVar = _(
        "With the yes of {party} the others agreed to let a party sleep; a helper from outside looks too"
    )


@dataclass(frozen=True, kw_only=True)
class SleepHelped(Event):
    """A helper from outside agreed that a silent party sleeps; not all others did yet."""

    type: ClassVar = "silence.sleep_helped"
    sentence: ClassVar = _("A helper from outside agrees to let a party sleep; the other parties answer too")


@dataclass(frozen=True, kw_only=True)
class PartyFellAsleep(Event):
    """A silent party sleeps: the others go on, nothing it said goes, and one tap wakes it."""

    type: ClassVar = "silence.party_fell_asleep"
    sentence: ClassVar = _("{party} sleeps: the others go on. What it said stays, and one tap wakes it")


@dataclass(frozen=True, kw_only=True)
class PartyWoke(Event):
    """Somebody of a sleeping party woke it: it takes part again as before."""

    type: ClassVar = "silence.party_woke"
    sentence: ClassVar = _("{party} is awake again and takes part as before")


@dataclass(frozen=True, kw_only=True)
class PartyIsHere(Event):
    """Somebody of a silent party said that it is there."""

    type: ClassVar = "silence.party_is_here"
    sentence: ClassVar = _("{party} says that it is there")

"""What can happen to staying informed by mail. No line holds an address, or tells who somebody is."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class Subscribed(Event):
    """Whose address it is confirmed that they want letters of this network."""

    type: ClassVar = "newsletter.subscribed"
    sentence: ClassVar = _("Somebody confirmed that they want to stay informed by mail")


@dataclass(frozen=True, kw_only=True)
class ChoiceChanged(Event):
    """Somebody who gets letters chose other topics."""

    type: ClassVar = "newsletter.choice_changed"
    sentence: ClassVar = _("Somebody who stays informed by mail chose other topics")


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(Event):
    """Somebody stopped the letters; their address was deleted."""

    type: ClassVar = "newsletter.unsubscribed"
    sentence: ClassVar = _("Somebody stopped the letters by mail; their address was deleted")


@dataclass(frozen=True, kw_only=True)
class Unreachable(Event):
    """Letters to somebody came back for good; their address was deleted. They can sign up again."""

    type: ClassVar = "newsletter.unreachable"
    sentence: ClassVar = _("Letters to an address came back; it was deleted, and can be signed up again")


@dataclass(frozen=True, kw_only=True)
class ListBroughtIn(Event):
    """The operator brought in addresses of an earlier list: so many said yes before, so many are asked now."""

    type: ClassVar = "newsletter.list_brought_in"
    sentence: ClassVar = _(
        "Addresses of an earlier list were brought in: {proved} with the proof of a yes, {asked} are asked once by mail"
    )
    proved: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class ListGiven(Event):
    """A coordinator brought in an earlier list. How many of it were new, the line does not say: nobody is found out."""

    type: ClassVar = "newsletter.list_given"
    sentence: ClassVar = _("A coordinator brought in an earlier list of addresses: {rows} lines")
    rows: int


@dataclass(frozen=True, kw_only=True)
class AddressShielded(Event):
    """Somebody said of a sign-up with their address: that was not me. From now on nothing goes there."""

    type: ClassVar = "newsletter.address_shielded"
    sentence: ClassVar = _("Somebody said that a sign-up was not theirs; no such mail goes to that address any more")


@dataclass(frozen=True, kw_only=True)
class AddressOpened(Event):
    """Somebody let mail of the sign-up form come to their address again."""

    type: ClassVar = "newsletter.address_opened"
    sentence: ClassVar = _("Somebody let mail of the sign-up form come to their address again")

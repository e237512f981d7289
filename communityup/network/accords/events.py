"""What can happen to agreements of a network, and to years in its core."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class AccordProposed(Event):
    """Somebody proposed an agreement among the members, with a day on which it is looked at again."""

    type: ClassVar = "accords.accord_proposed"
    sentence: ClassVar = _("An agreement among the members was proposed; it is looked at again on {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class AccordJoined(Event):
    """A member said yes to an agreement, or is not in it any more; `member` is that one."""

    type: ClassVar = "accords.accord_joined"
    sentence: ClassVar = _("A member said of an agreement of the network: {answer}")
    labels: ClassVar = {"yes": _("we are in"), "no": _("we are not in it any more")}
    answer: str
    member: str


@dataclass(frozen=True, kw_only=True)
class AccordReworded(Event):
    """A member in it proposed other words for an agreement, `earlier`, which holds until all in it say yes."""

    type: ClassVar = "accords.accord_reworded"
    sentence: ClassVar = _("Other words were proposed for an agreement of the network, which holds until then")
    day: str
    earlier: str


@dataclass(frozen=True, kw_only=True)
class ReviewDue(Event):
    """The day came on which an agreement is looked at again."""

    type: ClassVar = "accords.review_due"
    sentence: ClassVar = _("It is time to look again at an agreement of the network")


@dataclass(frozen=True, kw_only=True)
class WishSaid(Event):
    """A member in it said whether an agreement is kept or ended; `member` is that one."""

    type: ClassVar = "accords.wish_said"
    sentence: ClassVar = _("A member said what it wants with an agreement of the network: {wish}")
    labels: ClassVar = {"keep": _("keep it"), "end": _("end it")}
    wish: str
    member: str


@dataclass(frozen=True, kw_only=True)
class AccordKept(Event):
    """All members in it said that an agreement is kept; it is looked at again a year later."""

    type: ClassVar = "accords.accord_kept"
    sentence: ClassVar = _("All members in it keep an agreement of the network; it is looked at again on {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class AccordEnded(Event):
    """All in it ended an agreement or said yes to other words for it, or nobody is in it any more."""

    type: ClassVar = "accords.accord_ended"
    sentence: ClassVar = _("An agreement of the network ended")


@dataclass(frozen=True, kw_only=True)
class CoreYearEnds(Event):
    """A year in the core ends within a month, and its member, `member`, is asked whether it gives another."""

    type: ClassVar = "accords.core_year_ends"
    sentence: ClassVar = _("A year in the core ends soon; its member is asked whether it gives another one")
    member: str

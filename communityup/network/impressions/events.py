"""What can happen to what visitors tell. Until it is public no line says who, about what or where (B36)."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ImpressionWritten(Event):
    """Words about a visit were written or changed; a yes that the other gave before counts no more."""

    type: ClassVar = "impressions.impression_written"
    sentence: ClassVar = _("Somebody wrote about a visit, not public yet")


@dataclass(frozen=True, kw_only=True)
class ImpressionShown(Event):
    """The other side reads it first."""

    type: ClassVar = "impressions.impression_shown"
    sentence: ClassVar = _("Words about a visit were shown to the other member first")


@dataclass(frozen=True, kw_only=True)
class ImpressionAnswered(Event):
    """The other side said whether it may be public; what it said stands nowhere in the log."""

    type: ClassVar = "impressions.impression_answered"
    sentence: ClassVar = _("The other member answered whether words about a visit may be public")


@dataclass(frozen=True, kw_only=True)
class ImpressionPublished(Event):
    """What came of a visit is public, with the yes of both."""

    type: ClassVar = "impressions.impression_published"
    sentence: ClassVar = _("What came of a visit is public, with the yes of both members")
    saw_commit: str | None
    takes_commit: str | None
    noticed_commit: str | None
    told_commit: str | None


@dataclass(frozen=True, kw_only=True)
class ImpressionWithdrawn(Event):
    """One of the two members withdrew it; the words are gone, and that they were there stays visible."""

    type: ClassVar = "impressions.impression_withdrawn"
    sentence: ClassVar = _("What came of a visit was taken back; the words are gone")

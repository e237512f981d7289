"""What can happen to what people take along from a session. No line tells who, or holds words not meant for all."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class WhoCameAsked(Event):
    """At the end of a session everybody who has a place is asked what they take along; once."""

    type: ClassVar = "takeaways.who_came_asked"
    sentence: ClassVar = _("At the end of a session who was there was asked what they take along")


@dataclass(frozen=True, kw_only=True)
class TakenAlong(Event):
    """Somebody who came to a session wrote what they take along; who reads it is their own choice."""

    type: ClassVar = "takeaways.taken_along"
    sentence: ClassVar = _("Somebody wrote what they take along from a session")


@dataclass(frozen=True, kw_only=True)
class TakeawayChanged(Event):
    """Somebody changed what they take along from a session, or who reads it."""

    type: ClassVar = "takeaways.takeaway_changed"
    sentence: ClassVar = _("Somebody changed what they take along from a session")


@dataclass(frozen=True, kw_only=True)
class TakeawayTakenBack(Event):
    """Somebody took back what they took along from a session, with its story; the words are gone."""

    type: ClassVar = "takeaways.taken_back"
    sentence: ClassVar = _("Somebody took back what they wrote about a session")


@dataclass(frozen=True, kw_only=True)
class FollowUpAsked(Event):
    """Ninety days after a session somebody is asked what they did with what they took along; once."""

    type: ClassVar = "takeaways.follow_up_asked"
    sentence: ClassVar = _("Three months after a session somebody was asked what they did with what they took along")


@dataclass(frozen=True, kw_only=True)
class StoryTold(Event):
    """Somebody told what they did with what they took along; everybody reads it on the page, or nobody yet."""

    type: ClassVar = "takeaways.story_told"
    sentence: ClassVar = _("Somebody told what a session led to: {shown}")
    labels: ClassVar = {"yes": _("everybody can read it"), "no": _("for themselves")}
    shown: str

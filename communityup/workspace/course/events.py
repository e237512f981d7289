"""What can happen to the course of a challenge. A change of course is an event like any other (A39)."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class RouteProposed(Event):
    """A party proposed a route; all parties are asked. It says on which day all look at it again."""

    type: ClassVar = "course.route_proposed"
    sentence: ClassVar = _("{party} proposed route {route}, to look at again on {review_on}")
    route: int
    number: int
    review_on: str
    name_commit: str | None
    why_commit: str | None


@dataclass(frozen=True, kw_only=True)
class CourseChangeProposed(Event):
    """A party proposed a change of course: a new version of a route; all parties are asked."""

    type: ClassVar = "course.course_change_proposed"
    sentence: ClassVar = _("{party} proposed a change of course: version {number} of route {route}")
    route: int
    number: int
    review_on: str
    why_commit: str | None


@dataclass(frozen=True, kw_only=True)
class RouteReopened(Event):
    """A party reopened a route because it knows something new: a new version, about which all parties are asked."""

    type: ClassVar = "course.route_reopened"
    sentence: ClassVar = _("{party} told something new and reopened route {route}, with version {number}")
    route: int
    number: int
    review_on: str
    why_commit: str | None
    fact_commit: str | None


@dataclass(frozen=True, kw_only=True)
class RouteEndProposed(Event):
    """A party asked all parties to end a route, with its reason."""

    type: ClassVar = "course.route_end_proposed"
    sentence: ClassVar = _("{party} asked all parties to end route {route}")
    route: int
    number: int
    review_on: str


@dataclass(frozen=True, kw_only=True)
class CourseAgreed(Event):
    """The last party agreed to a version of a route: it counts from now on. Other proposals about it are asked anew."""

    type: ClassVar = "course.course_agreed"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to version {number} of route {route}")
    route: int
    number: int
    review_on: str


@dataclass(frozen=True, kw_only=True)
class RouteEnded(Event):
    """The last party agreed to end a route. What it said stays, and who knows something new reopens it."""

    type: ClassVar = "course.route_ended"
    sentence: ClassVar = _("With the yes of {party} all parties ended route {route}")
    route: int
    number: int
    review_on: str


@dataclass(frozen=True, kw_only=True)
class ReviewCame(Event):
    """The day came to look at a decision about a route again; it counts until all parties agree otherwise."""

    type: ClassVar = "course.review_came"
    sentence: ClassVar = _("It is time to look at route {route} again, version {number}")
    route: int
    number: int

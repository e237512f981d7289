"""Who hears about the course: everybody, at the same moment (E29)."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.course import events


def register() -> None:
    """Say who hears about routes, changes of course and days to look again; called in AppConfig.ready."""
    route = page("course:route", of_object=True)
    tell_everybody(
        events.RouteProposed,
        events.CourseChangeProposed,
        events.RouteReopened,
        events.RouteEndProposed,
        events.ReviewCame,
        url=route,
        urgent=True,
    )
    tell_everybody(events.CourseAgreed, events.RouteEnded, url=route)

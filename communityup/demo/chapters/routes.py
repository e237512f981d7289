"""The course: routes side by side, a change of course, and one that was reopened with something new."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communityup.demo.chapters.scene import Scene
from communityup.workspace.consent import actions as consent
from communityup.workspace.course import actions as course
from communityup.workspace.course.models import Version


def set_course(scene: Scene) -> None:
    """Propose routes, let all parties agree on them and on a change, and let something new wait for answers."""
    for entry in scene.chapter.get("routes", ()):
        by = scene.speakers[entry["party"]]
        goal = scene.challenge.shared_goals.order_by("proposed_at", "pk")[entry["goal"]] if "goal" in entry else None
        said = {name: entry[name] for name in ("name", "words", "why")}
        version = course.propose_route(scene.challenge, **said, goal=goal, by=by)
        if "waits" in entry:
            continue
        _agree(scene, version, entry)
        for change in entry.get("changes", ()):
            day = timezone.localdate() + timedelta(days=change["days"])
            said, by = {name: change[name] for name in ("words", "why")}, scene.speakers[change["party"]]
            _agree(scene, course.change_course(version.route, **said, review_on=day, by=by), change)
        if new := entry.get("reopened"):
            said = {name: new[name] for name in ("fact", "words", "why")}
            course.reopen(version.route, **said, by=scene.speakers[new["party"]])


def _agree(scene: Scene, version: Version, entry: dict[str, Any]) -> None:
    """Let every party but the one that asks say yes."""
    for key, speaker in scene.speakers.items():
        if key != entry["party"]:
            consent.respond(version.asked, agrees=True, by=speaker)

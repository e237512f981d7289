"""How the people of a challenge got to know each other: what they told of themselves, coffee, and a visit."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from communityup.demo.chapters.scene import Scene
from communityup.people.actors import Actor
from communityup.workspace.acquaintance import actions as acquaintance


def get_to_know(scene: Scene) -> None:
    """Let people introduce themselves, draw who drinks coffee with whom, and invite the others to a place."""
    for entry in scene.chapter.get("introductions", ()):
        said = {name: entry.get(name, "") for name in ("brings", "at_stake")}
        acquaintance.introduce(scene.challenge, **said, by=Actor.of(scene.person(entry["person"])))
    if names := scene.chapter.get("coffee", ()):
        for name in names:
            acquaintance.want_coffee(scene.challenge, by=Actor.of(scene.person(name)))
        acquaintance.draw_coffee(scene.challenge, by=next(iter(scene.speakers.values())))
    for entry in scene.chapter.get("place_visits", ()):
        day = timezone.localdate() + timedelta(days=entry["days"])
        begins_at = timezone.make_aware(datetime.combine(day, time(entry["hour"])))
        visit = acquaintance.offer_visit(
            scene.challenge,
            what=entry["what"],
            where=entry["where"],
            begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=2),
            by=scene.speakers[entry["party"]],
        )
        for name in entry.get("come", ()):
            acquaintance.answer_visit(visit, comes=True, by=Actor.of(scene.person(name)))

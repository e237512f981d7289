"""The lead-in: what went before, for whom somebody speaks, what is fixed, and whether all are ready."""

from typing import Any

from communityup.demo import queries
from communityup.demo.chapters.scene import Scene
from communityup.organisations import actions as organisations
from communityup.organisations.models import Membership
from communityup.people.actors import Actor
from communityup.workspace.challenges.queries import rules_now
from communityup.workspace.consent.actions import respond
from communityup.workspace.frames import actions as frames
from communityup.workspace.history import actions as history
from communityup.workspace.mandates import actions as mandates
from communityup.workspace.readiness import actions as readiness
from communityup.workspace.readiness.models import Check
from communityup.workspace.rules import actions as rules


def tell_history(scene: Scene) -> None:
    """Tell what went before, with the readings of others beside it."""
    for entry in scene.chapter.get("history", ()):
        told = history.tell(
            scene.challenge,
            kind=entry["kind"],
            words=entry["text"],
            when=entry.get("when", ""),
            concerns=scene.parties.get(entry.get("concerns", "")),
            by=scene.speakers[entry["party"]],
        )
        for reading in entry.get("readings", ()):
            history.lay_reading(
                told, words=reading["text"], stand=reading.get("stand", ""), by=scene.speakers[reading["party"]]
            )


def tell_for_whom(scene: Scene) -> None:
    """Tell for whom each speaker speaks and how one knows."""
    for told in scene.chapter.get("speaks", []):
        speaker = scene.speakers[told["party"]]
        own = Membership.objects.get(organisation__parties=scene.parties[told["party"]], person=speaker.known)
        own = organisations.tell_for_whom(own, words=told["words"], by=speaker)
        if other := told.get("confirmed_by"):
            organisations.vouch_for(own, of=queries.organisation_of(scene.parties[other]), by=scene.speakers[other])


def start_together(scene: Scene) -> None:
    """Say in the lead-in what is fixed and what is open, what people may promise and what parties put in."""
    made = [
        frames.add_frame(
            scene.challenge,
            kind=entry["kind"],
            words=entry["words"],
            fixing=frames.Fixing(origin=entry.get("origin", ""), basis=entry.get("basis", "")),
            by=scene.speakers[entry["party"]],
        )
        for entry in scene.chapter.get("frames", ())
    ]
    for entry in scene.chapter.get("frame_questions", ()):
        asked = frames.ask_about(made[entry["frame"]], words=entry["words"], by=scene.speakers[entry["party"]])
        if answer := entry.get("answer"):
            owner = scene.speakers[scene.chapter["frames"][entry["frame"]]["party"]]
            frames.answer_question(asked, words=answer, by=owner)
    for entry in scene.chapter.get("mandates", ()):
        said = {name: value for name, value in entry.items() if name != "person"}
        mandates.state_mandate(scene.challenge, **said, by=Actor.of(scene.person(entry["person"])))
    for entry in scene.chapter.get("commitments", ()):
        put_in = {name: value for name, value in entry.items() if name != "party"}
        mandates.commit_party(scene.challenge, **put_in, by=scene.speakers[entry["party"]])


def agree_on_rules(scene: Scene) -> None:
    """Change one part of the working agreement, with the yes of all parties; some people have still to accept it."""
    if not (told := scene.chapter.get("rules")):
        return
    scene.challenge.refresh_from_db()
    kept = [(part["title"], part["body"]) for part in rules_now(scene.challenge)]
    parts = [(title, told["parts"].get(title, body)) for title, body in kept]
    new = rules.propose_rules(
        scene.challenge, parts=parts, template=scene.challenge.template, by=scene.speakers[told["party"]]
    )
    for key, speaker in scene.speakers.items():
        if key != told["party"] and new.asked is not None:
            respond(new.asked, agrees=True, by=speaker)
    scene.challenge.refresh_from_db()


def _closed_by_two(scene: Scene, check: Check, told: dict[str, Any]) -> Check:
    """Let two parties close a round: nobody guards the process yet."""
    other = next(key for key in told["openly"] if key != told["party"])
    readiness.close(check, by=scene.speakers[told["party"]])
    return readiness.close(check, by=scene.speakers[other])


def look_whether_ready(scene: Scene) -> None:
    """Let the people of one party answer whether they are ready, the small parties openly, and tell the rest.

    Where all parties said that they go, the round is ended.
    """
    if not (told := scene.chapter.get("readiness")):
        return
    check = readiness.ask_all(scene.challenge, by=scene.speakers[told["party"]])
    if check is None:  # never so: nobody guards the process yet, and one yes is enough
        return
    for place, (person, row) in enumerate(zip(scene.cast[told["party"]], told.get("answers", ()), strict=False)):
        given = {**queries.by_condition(row), "O1": "" if place else told["words"]}
        readiness.answer(check, given=given, by=Actor.of(person))
    for key, row in told["openly"].items():
        readiness.answer_openly(check, given=queries.by_condition(row), by=scene.speakers[key])
    check = _closed_by_two(scene, check, told)
    for entry in told["outcomes"]:
        words = entry.get("words", "")
        readiness.tell_outcome(check, choice=entry["choice"], words=words, by=scene.speakers[entry["party"]])
    for entry in told["steps"]:
        readiness.tell_step(check, words=entry["words"], by=scene.speakers[entry["party"]])
    if key := told.get("ended"):
        readiness.end(check, by=scene.speakers[key])

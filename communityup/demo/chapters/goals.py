"""Interests, shared goals, what comes after them, and what runs beside."""

from communityup.demo.chapters.scene import Scene
from communityup.workspace.frames import actions as frames
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Interest
from communityup.workspace.mandates import actions as mandates
from communityup.workspace.tracks import actions as tracks
from communityup.workspace.tracks.queries import goals_on_the_table


def share_goals(scene: Scene) -> None:
    """Write the interests, agree on the goals together, and lay both side by side."""
    interests = {
        key: [
            goals.add_interest(scene.challenge, words=words, by=scene.speakers[key])
            for words in scene.chapter["interests"][key]
        ]
        for key in scene.parties
    }
    first, *others = scene.speakers.values()
    shared = []
    for words in scene.chapter["goals"]:
        goal = goals.propose_goal(scene.challenge, words=words, by=first)
        for speaker in others:
            goal = goals.agree_to_goal(goal, by=speaker)
        shared.append(goal)
    for cell in scene.chapter["cells"]:
        goals.relate_interest(
            interests[cell["party"]][cell["interest"]],
            shared[cell["goal"]],
            effect=cell["relation"],
            by=scene.speakers[cell["party"]],
        )
    _ask_on(scene, interests)
    if proposed := scene.chapter.get("proposed_goal"):
        goals.propose_goal(scene.challenge, words=proposed["text"], by=scene.speakers[proposed["party"]])


def _ask_on(scene: Scene, interests: dict[str, list[Interest]]) -> None:
    """Tell how far interests look ahead, and what others asked on."""
    for told in scene.chapter.get("horizons", []):
        interest, by = interests[told["party"]][told["interest"]], scene.speakers[told["party"]]
        goals.tell_horizon(interest, horizon=told["horizon"], voice=told.get("voice", ""), by=by)
    for asked in scene.chapter.get("questions", []):
        interest = interests[asked["party"]][asked["interest"]]
        question = goals.ask_on(interest, words=asked["text"], by=scene.speakers[asked["by"]])
        if answer := asked.get("answer"):
            goals.answer_question(question, words=answer, by=scene.speakers[asked["party"]])


def go_on(scene: Scene) -> None:
    """Confirm in the next phase what parties put in, put in less, and fix something late that touches a goal."""
    for key in scene.chapter.get("confirmed", ()):
        mandates.confirm_commitment(scene.challenge, by=scene.speakers[key])
    if lowered := scene.chapter.get("lowered"):
        put_in = {name: value for name, value in lowered.items() if name != "party"}
        mandates.commit_party(scene.challenge, **put_in, change="less", by=scene.speakers[lowered["party"]])
    if late := scene.chapter.get("late_frame"):
        goals_here = list(scene.challenge.shared_goals.order_by("proposed_at", "pk"))
        fixing = frames.Fixing(
            origin=late["origin"],
            basis=late["basis"],
            reason=late["reason"],
            touches=[f"goal:{goals_here[number].public_id}" for number in late["touches"]],
        )
        frames.add_frame(
            scene.challenge, kind="fixed", words=late["words"], fixing=fixing, by=scene.speakers[late["party"]]
        )


def tell_of_tracks(scene: Scene) -> None:
    """Tell of other plans in the same place, what came of them and where they rub."""
    shared = {str(goal.text): goal for goal in goals_on_the_table(scene.challenge)}
    for entry in scene.chapter.get("tracks", ()):
        track = tracks.register_track(
            scene.challenge,
            kind=entry["kind"],
            what=entry["what"],
            runs=scene.parties.get(entry.get("runs", "")),
            runner=entry.get("runner", ""),
            period=entry["period"],
            goals=[shared[scene.chapter["goals"][number]] for number in entry["goals"]],
            by=scene.speakers[entry["party"]],
        )
        if outcome := entry.get("outcome"):
            tracks.settle_item(track.agenda.get(), outcome=outcome["text"], by=scene.speakers[outcome["party"]])
        for friction in entry.get("frictions", ()):
            tracks.raise_friction(track, words=friction["text"], by=scene.speakers[friction["party"]])

"""Facts that parties look for together, documents of parties, and what each holds and lets go."""

from communityup.demo.chapters.scene import Scene
from communityup.workspace.consent import actions as consent
from communityup.workspace.facts import actions as facts
from communityup.workspace.grip import actions as grip


def find_facts(scene: Scene) -> None:
    """Ask, choose the source with all parties, and publish what came in; some answers are still awaited."""
    for entry in scene.chapter.get("facts", ()):
        by = scene.speakers[entry["party"]]
        version = facts.ask_fact(scene.challenge, question=entry["question"], by=by)
        through = scene.parties[entry["through"]]
        source = facts.propose_source(version, role=entry["role"], reader=entry.get("reader", ""), party=through, by=by)
        for key, speaker in scene.speakers.items():
            if key != entry["party"]:
                consent.respond(source.asked, agrees=True, by=speaker)
        version.refresh_from_db()
        if answer := entry.get("answer"):
            version = facts.answer_fact(
                version, words=answer["text"], title=answer["title"], address=answer["address"],
                by=scene.speakers[entry["through"]],
            )  # fmt: skip
            said = facts.say_plainly(version, words=answer["plain"], by=by)
            facts.publish_fact(version, summary=said, read=1, by=scene.speakers[entry["through"]])
    for entry in scene.chapter.get("documents", ()):
        told = {name: entry.get(name, "") for name in ("title", "address", "summary")}
        facts.share_document(scene.challenge, **told, by=scene.speakers[entry["party"]])


def hold_and_let_go(scene: Scene) -> None:
    """Say per subject what each party does with it; some change their mind, and some said nothing yet."""
    for entry in scene.chapter.get("grip", ()):
        subject = grip.add_subject(scene.challenge, words=entry["subject"], by=scene.speakers[entry["party"]])
        for said in entry["stances"]:
            grip.take_stance(
                subject,
                party=scene.parties[said["party"]],
                choice=said["choice"],
                why=said.get("why", ""),
                by=scene.speakers[said["party"]],
            )

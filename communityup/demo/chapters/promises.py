"""Agreements, who guards the process, and the formal door."""

from datetime import timedelta

from django.utils import timezone

from communityup.demo.chapters.scene import Scene
from communityup.people.actors import Actor
from communityup.workspace.agreements import actions as agreements
from communityup.workspace.consent import actions as consent
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.door import actions as door
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.facilitators.models import Candidacy


def make_agreements(scene: Scene) -> None:
    """Promise things to each other, confirm some, keep a few, and reopen one with something new."""
    today = timezone.localdate()
    for entry in scene.chapter["agreements"]:
        made = agreements.propose_agreement(
            scene.challenge,
            promised_by=scene.parties[entry["by"]],
            promised_to=scene.parties[entry["with"]],
            what=entry["what"],
            due=today + timedelta(days=entry["days"]),
            evidence=entry["evidence"],
            by=scene.speakers[entry["by"]],
        )
        if entry["state"] != "proposed":
            made = agreements.confirm_agreement(made, version=1, by=scene.speakers[entry["with"]])
        if entry["state"] == "kept":
            agreements.tell_kept(made, words=entry["words"], by=scene.speakers[entry["by"]])
        if "reopened" in entry:
            again = entry["reopened"]
            agreements.propose_change(
                made,
                version=1,
                what=again["what"],
                due=today + timedelta(days=again["days"]),
                evidence=again["evidence"],
                review_on=today + timedelta(days=again["review"]),
                news=again["news"],
                by=scene.speakers[again["by"]],
            )


def choose_facilitators(scene: Scene) -> None:
    """Let all parties accept who guards the process; the last who begins prepares a step that waits for the other."""
    for entry in scene.chapter.get("facilitators", ()):
        proposer, inside = scene.speakers[entry["party"]], "words" not in entry
        if inside:
            person = scene.cast[entry["party"]][1]
            asked = facilitators.propose_own(scene.challenge, person=person, by=proposer)
        else:
            person = scene.person(entry["name"])
            asked = facilitators.propose_outsider(
                scene.challenge, role="facilitator", email=person.email, words=entry["words"], by=proposer
            )
        if inside:
            facilitators.accept(asked, substitute=proposer.known, by=Actor.of(person))
        else:
            _accept_from_outside(scene, asked, entry["stand_in"], by=Actor.of(person))
        for key, speaker in scene.speakers.items():
            if key != entry["party"] and asked.asked is not None:
                consent.respond(asked.asked, agrees=True, by=speaker)
        if "ends_in" in entry:
            ends_on = timezone.localdate() + timedelta(days=entry["ends_in"])
            dialogue.set_end_date(dialogue.open_first_round(scene.challenge), ends_on=ends_on, by=Actor.of(person))


def _accept_from_outside(scene: Scene, asked: Candidacy, told: dict[str, str], *, by: Actor) -> None:
    """Let somebody from outside say yes with a substitute, who says yes too, as do all parties."""
    other = scene.person(told["name"])
    facilitators.accept(asked, email=other.email, words=told["words"], by=by)
    stand_in = asked.stand_ins.get()
    facilitators.accept(stand_in, by=Actor.of(other))
    for speaker in scene.speakers.values():
        if stand_in.asked is not None:
            consent.respond(stand_in.asked, agrees=True, by=speaker)


def ask_a_helper(scene: Scene) -> None:
    """Let all parties accept a helper from outside, who looks along when steps back seem to block (E12)."""
    for entry in scene.chapter.get("helpers", ()):
        person = scene.person(entry["name"])
        asked = facilitators.propose_outsider(
            scene.challenge, role="helper", email=person.email, words=entry["words"], by=scene.speakers[entry["party"]]
        )
        facilitators.accept(asked, by=Actor.of(person))
        for key, speaker in scene.speakers.items():
            if key != entry["party"] and asked.asked is not None:
                consent.respond(asked.asked, agrees=True, by=speaker)


def ask_formally(scene: Scene) -> None:
    """Ask by the formal door; some requests have a deadline and an answer already."""
    for entry in scene.chapter.get("requests", ()):
        asks, answers = scene.speakers[entry["party"]], scene.speakers[entry["to"]]
        request = door.write_request(
            scene.challenge,
            kind=entry["kind"],
            asked=door.Asked(asks=entry["asks"], why=entry["why"], needs=entry.get("needs", "")),
            addressed_to=scene.parties[entry["to"]],
            by=asks,
        )
        today = timezone.localdate()
        door.send_request(request, day=today - timedelta(days=entry["sent"]), by=asks)
        door.record_receipt(request, day=today - timedelta(days=entry["received"]), by=answers)
        if "deadline" in entry:
            day = today + timedelta(days=entry["deadline"])
            door.set_deadline(request, day=day, source=entry["source"], by=answers)
            door.record_answer(request, outcome=entry["answer"], words=entry["words"], by=answers)

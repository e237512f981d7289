"""The seats: who starts, who is invited, who comes in, and that everybody may read along."""

from typing import Any

from communityup.demo import queries
from communityup.demo.chapters.scene import Cast, Chapter, Scene
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Phase
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.endings import actions as endings
from communityup.workspace.outreach.models import Newcomer
from communityup.workspace.phases import actions as phases
from communityup.workspace.reach import actions as reach
from communityup.workspace.room import actions as room
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN


def take_seats(chapter: Chapter, cast: Cast) -> Scene:
    """Start the challenge, let everybody who accepts come in, and open it for readers."""
    first, *others = chapter["parties"]
    speakers = {key: Actor.of(people[0]) for key, people in cast.items()}
    challenge = challenges.start_challenge(
        title=chapter["title"],
        place=chapter["place"],
        why=chapter["why"],
        kind=first["kind"],
        party_name=first["name"],
        slug=chapter["slug"],
        template=chapter.get("template", "light"),
        by=speakers[first["key"]],
    )
    parties = {first["key"]: challenge.parties.get(number=1)}
    for entry in others:
        key, contact = entry["key"], cast[entry["key"]][0]
        party = _invite(challenge, entry, contact, by=speakers[first["key"]])
        if party.state == Party.State.INVITED and not entry.get("invited_only"):
            here = [speakers[other] for other in parties]
            parties[key] = _accept(party, contact)
            _let_in(parties[key], here)
    for key, party in parties.items():
        for person in cast[key][1:]:
            challenges.invite_colleague(party, email=person.email, by=speakers[key])
            _accept(party, person)
    seated = {key: speakers[key] for key in parties}
    _take_step(challenge, GO_PUBLIC, list(seated.values()))
    return Scene(challenge, chapter, cast, parties, seated)


def leave_lead_in(scene: Scene) -> None:
    """Leave the lead-in with the consent of all, where the chapter has come that far; with a reason for what lacks."""
    if scene.chapter["lead_in"] != "left":
        return
    speakers = list(scene.speakers.values())
    if reason := scene.chapter.get("goes_on_without"):
        change = phases.propose(scene.challenge, to=Phase.INTERESTS, reason=reason, by=speakers[0])
        if change is not None:
            _all_say_yes(change.asked, speakers[1:])
            scene.challenge.refresh_from_db()
    else:
        _take_step(scene.challenge, LEAVE_LEAD_IN, speakers)


def ask_whether_to_leave(scene: Scene) -> None:
    """Ask all parties to leave the lead-in where some say "not yet", with the reason: the question stays open."""
    if not (told := scene.chapter.get("leaves_lead_in")):
        return
    change = phases.propose(scene.challenge, to=Phase.INTERESTS, by=scene.speakers[told["party"]])
    if change is not None:
        for key, words in told["not_yet"].items():
            consent.respond(change.asked, agrees=False, reason=words, by=scene.speakers[key])


def close_together(scene: Scene) -> None:
    """Close the challenge by the yes of all parties, where the chapter ended: what was agreed goes on."""
    told = scene.chapter.get("closed")
    if told is None:
        return
    asker = scene.speakers[told["party"]]
    closing = endings.propose(scene.challenge, outcome=told["outcome"], reason=told["reason"], by=asker)
    for speaker in scene.speakers.values():
        if speaker != asker:
            consent.respond(closing.asked, agrees=True, by=speaker)
    scene.challenge.refresh_from_db()


def _invite(challenge: Challenge, entry: dict[str, Any], contact: Person, *, by: Actor) -> Party:
    """Invite a party; its people ask something first, pass it on to the right colleague, or decline with a reason."""
    first = queries.person(entry["passed_on_by"]) if "passed_on_by" in entry else contact
    party = challenges.invite_party(challenge, name=entry["name"], kind=entry["kind"], email=first.email, by=by)
    invitation = party.invitations.get()
    if first != contact:
        invitation = reach.forward_invitation(invitation, email=contact.email, by=Actor.of(first))
    if told := entry.get("asks"):
        asked = challenges.ask_before_answering(invitation, question=told["words"], by=Actor.of(contact))
        challenges.answer_question(asked, reply=told["answer"], by=by)
    if reason := entry.get("declines"):
        return challenges.decline_invitation(invitation, reason=reason, by=Actor.of(contact))
    return party


def _accept(party: Party, person: Person) -> Party:
    invitation = party.invitations.get(email=person.email, answer=Invitation.Answer.NONE)
    return challenges.accept_invitation(invitation, by=Actor.of(person)).party


def _let_in(party: Party, speakers: list[Actor]) -> None:
    """Let the parties that take part agree that one more does, when they are asked (E21)."""
    newcomer = Newcomer.objects.filter(party=party, joined_at=None, ended_at=None).first()
    for speaker in speakers:
        if newcomer is not None:
            consent.respond(newcomer.asked, agrees=True, by=speaker)
    party.refresh_from_db()


def _take_step(challenge: Challenge, step: str, speakers: list[Actor]) -> None:
    _all_say_yes(room.propose_step(challenge, step, by=speakers[0]), speakers[1:])
    challenge.refresh_from_db()


def _all_say_yes(asked: Round, speakers: list[Actor]) -> None:
    for speaker in speakers:
        consent.respond(asked, agrees=True, by=speaker)

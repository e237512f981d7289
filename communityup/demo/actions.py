"""Load the demo: every state is made by the real actions, as the people themselves would do."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from communityup.base.ids import new_id
from communityup.demo import queries
from communityup.organisations import actions as organisations
from communityup.organisations.models import Membership
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements import actions as agreements
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Invitation, Party
from communityup.workspace.consent import actions as consent
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.dialogue.models import Release, Statement
from communityup.workspace.door import actions as door
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.frames import actions as frames
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Interest
from communityup.workspace.history import actions as history
from communityup.workspace.imports.actions import Material, import_conversation, open_conversation
from communityup.workspace.joining import actions as joining
from communityup.workspace.joining.models import Sheet
from communityup.workspace.mandates import actions as mandates
from communityup.workspace.outreach.models import Newcomer
from communityup.workspace.paper import actions as paper
from communityup.workspace.paper.queries import Told
from communityup.workspace.reach import actions as reach
from communityup.workspace.readiness import actions as readiness
from communityup.workspace.releases.actions import release_figures
from communityup.workspace.room import actions as room
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN
from communityup.workspace.tracks import actions as tracks
from communityup.workspace.tracks.queries import goals_on_the_table

OUTSIDERS = ("Bezoeker uit de buurt", "Raadslid")

# What the content says, by name: a chapter, its parties, and who speaks for each.
Chapter = dict[str, Any]
Parties = dict[str, Party]
Speakers = dict[str, Actor]


def load_demo() -> Iterator[str]:
    """Load the challenges of the demo that are missing, and say so line by line."""
    for name in OUTSIDERS:
        demo_person(name)
    for chapter in queries.content():
        if not Challenge.objects.filter(slug=chapter["slug"]).exists():
            load_chapter(chapter)
            yield chapter["title"]


def load_conversation(about: Mapping[str, str], material: Material) -> bool:
    """Open a challenge for a whole conversation and publish its opinion map; return whether anything was missing."""
    operator = Actor.operator()
    if not Challenge.objects.filter(slug=about["slug"]).exists():
        open_conversation(**about, by=operator)
    done = import_conversation(about["slug"], material, by=operator)
    if done.anything or not Release.objects.filter(dialogue=done.dialogue).exists():
        release_figures(done.dialogue, by=operator)
        return True
    return False


@transaction.atomic
def load_chapter(chapter: Chapter) -> Challenge:
    """Make one challenge of the demo from its first invitation to its agreements."""
    cast = {entry["key"]: [demo_person(name) for name in entry["people"]] for entry in chapter["parties"]}
    parties = _seat_parties(chapter, cast)
    challenge = next(iter(parties.values())).challenge
    speakers = {key: Actor.of(cast[key][0]) for key in parties}
    _tell_history(challenge, chapter, parties, speakers)
    _tell_for_whom(chapter, parties, speakers)
    _start_together(challenge, chapter, speakers)
    _look_whether_ready(challenge, chapter, cast, speakers)
    if chapter["lead_in"] == "left":
        _take_step(challenge, LEAVE_LEAD_IN, list(speakers.values()))
    _share_goals(challenge, chapter, parties, speakers)
    _go_on(challenge, chapter, speakers)
    _share_thoughts(challenge, chapter, speakers)
    _tell_of_tracks(challenge, chapter, parties, speakers)
    _make_agreements(challenge, chapter, parties, speakers)
    _choose_facilitators(challenge, chapter, cast, speakers)
    _send_letters(challenge, chapter, speakers)
    _use_paper(challenge, chapter, parties, speakers)
    _ask_formally(challenge, chapter, parties, speakers)
    return challenge


def demo_person(name: str) -> Person:
    """Return the demo person with this role as name, made once."""
    email = f"{slugify(name)}@demo.invalid"
    return Person.objects.get_or_create(email=email, defaults={"display_name": name, "is_demo": True})[0]


def _seat_parties(chapter: Chapter, cast: dict[str, list[Person]]) -> Parties:
    first, *others = chapter["parties"]
    starter = Actor.of(cast[first["key"]][0])
    challenge = challenges.start_challenge(
        title=chapter["title"],
        place=chapter["place"],
        why=chapter["why"],
        kind=first["kind"],
        party_name=first["name"],
        slug=chapter["slug"],
        by=starter,
    )
    parties = {first["key"]: challenge.parties.get(number=1)}
    for entry in others:
        contact = cast[entry["key"]][0]
        party = challenges.invite_party(
            challenge, name=entry["name"], kind=entry["kind"], email=contact.email, by=starter
        )
        if not entry.get("invited_only"):
            parties[entry["key"]] = _accept(party, contact)
            _let_in(parties[entry["key"]], [Actor.of(cast[key][0]) for key in parties if key != entry["key"]])
    for key, party in parties.items():
        for person in cast[key][1:]:
            challenges.invite_colleague(party, email=person.email, by=Actor.of(cast[key][0]))
            _accept(party, person)
    _take_step(challenge, GO_PUBLIC, [Actor.of(cast[key][0]) for key in parties])
    return parties


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
    asked = room.propose_step(challenge, step, by=speakers[0])
    for speaker in speakers[1:]:
        consent.respond(asked, agrees=True, by=speaker)
    challenge.refresh_from_db()


def _tell_history(challenge: Challenge, chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    for entry in chapter.get("history", ()):
        told = history.tell(
            challenge,
            kind=entry["kind"],
            words=entry["text"],
            when=entry.get("when", ""),
            concerns=parties.get(entry.get("concerns", "")),
            by=speakers[entry["party"]],
        )
        for reading in entry.get("readings", ()):
            history.lay_reading(
                told, words=reading["text"], stand=reading.get("stand", ""), by=speakers[reading["party"]]
            )


def _tell_for_whom(chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    for told in chapter.get("speaks", []):
        speaker = speakers[told["party"]]
        own = Membership.objects.get(organisation__parties=parties[told["party"]], person=speaker.known)
        own = organisations.tell_for_whom(own, words=told["words"], by=speaker)
        if other := told.get("confirmed_by"):
            organisations.vouch_for(own, of=queries.organisation_of(parties[other]), by=speakers[other])


def _start_together(challenge: Challenge, chapter: Chapter, speakers: Speakers) -> None:
    """Say in the lead-in what is fixed and what is open, what people may promise and what parties put in."""
    made = [
        frames.add_frame(
            challenge,
            kind=entry["kind"],
            words=entry["words"],
            fixing=frames.Fixing(origin=entry.get("origin", ""), basis=entry.get("basis", "")),
            by=speakers[entry["party"]],
        )
        for entry in chapter.get("frames", ())
    ]
    for entry in chapter.get("frame_questions", ()):
        asked = frames.ask_about(made[entry["frame"]], words=entry["words"], by=speakers[entry["party"]])
        if answer := entry.get("answer"):
            owner = speakers[chapter["frames"][entry["frame"]]["party"]]
            frames.answer_question(asked, words=answer, by=owner)
    for entry in chapter.get("mandates", ()):
        said = {name: value for name, value in entry.items() if name != "person"}
        mandates.state_mandate(challenge, **said, by=Actor.of(demo_person(entry["person"])))
    for entry in chapter.get("commitments", ()):
        put_in = {name: value for name, value in entry.items() if name != "party"}
        mandates.commit_party(challenge, **put_in, by=speakers[entry["party"]])


def _look_whether_ready(
    challenge: Challenge, chapter: Chapter, cast: dict[str, list[Person]], speakers: Speakers
) -> None:
    """Let the people of one party answer whether they are ready, the small parties openly, and tell the rest."""
    if not (told := chapter.get("readiness")):
        return
    check = readiness.ask_all(challenge, by=speakers[told["party"]])
    for place, (person, row) in enumerate(zip(cast[told["party"]], told["answers"], strict=True)):
        given = {**queries.by_condition(row), "O1": "" if place else told["words"]}
        readiness.answer(check, given=given, by=Actor.of(person))
    for key, row in told["openly"].items():
        readiness.answer_openly(check, given=queries.by_condition(row), by=speakers[key])
    check = readiness.close(check, by=speakers[told["party"]])
    for entry in told["outcomes"]:
        words = entry.get("words", "")
        readiness.tell_outcome(check, choice=entry["choice"], words=words, by=speakers[entry["party"]])
    for entry in told["steps"]:
        readiness.tell_step(check, words=entry["words"], by=speakers[entry["party"]])


def _go_on(challenge: Challenge, chapter: Chapter, speakers: Speakers) -> None:
    """Confirm in the next phase what parties put in, put in less, and fix something late that touches a goal."""
    for key in chapter.get("confirmed", ()):
        mandates.confirm_commitment(challenge, by=speakers[key])
    if lowered := chapter.get("lowered"):
        put_in = {name: value for name, value in lowered.items() if name != "party"}
        mandates.commit_party(challenge, **put_in, change="less", by=speakers[lowered["party"]])
    if late := chapter.get("late_frame"):
        goals_here = list(challenge.shared_goals.order_by("proposed_at", "pk"))
        fixing = frames.Fixing(
            origin=late["origin"],
            basis=late["basis"],
            reason=late["reason"],
            touches=[f"goal:{goals_here[number].public_id}" for number in late["touches"]],
        )
        frames.add_frame(challenge, kind="fixed", words=late["words"], fixing=fixing, by=speakers[late["party"]])


def _share_goals(challenge: Challenge, chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    interests = {
        key: [goals.add_interest(challenge, words=words, by=speakers[key]) for words in chapter["interests"][key]]
        for key in parties
    }
    first, *others = speakers.values()
    shared = []
    for words in chapter["goals"]:
        goal = goals.propose_goal(challenge, words=words, by=first)
        for speaker in others:
            goal = goals.agree_to_goal(goal, by=speaker)
        shared.append(goal)
    for cell in chapter["cells"]:
        goals.relate_interest(
            interests[cell["party"]][cell["interest"]],
            shared[cell["goal"]],
            effect=cell["relation"],
            by=speakers[cell["party"]],
        )
    _ask_on(chapter, interests, speakers)
    if proposed := chapter.get("proposed_goal"):
        goals.propose_goal(challenge, words=proposed["text"], by=speakers[proposed["party"]])


def _ask_on(chapter: Chapter, interests: dict[str, list[Interest]], speakers: Speakers) -> None:
    """Tell how far interests look ahead, and what others asked on."""
    for told in chapter.get("horizons", []):
        interest, by = interests[told["party"]][told["interest"]], speakers[told["party"]]
        goals.tell_horizon(interest, horizon=told["horizon"], voice=told.get("voice", ""), by=by)
    for asked in chapter.get("questions", []):
        interest = interests[asked["party"]][asked["interest"]]
        question = goals.ask_on(interest, words=asked["text"], by=speakers[asked["by"]])
        if answer := asked.get("answer"):
            goals.answer_question(question, words=answer, by=speakers[asked["party"]])


def _share_thoughts(challenge: Challenge, chapter: Chapter, speakers: Speakers) -> None:
    for thought in chapter["thoughts"]:
        dialogue.share_thought(challenge, body=thought["text"], kind=thought["kind"], by=speakers[thought["party"]])
    shared = Statement.objects.filter(dialogue__challenge=challenge).order_by("pk")
    for place, statement in enumerate(shared):
        for order, speaker in enumerate(speakers.values()):
            own = queries.author_of(statement) == speaker.known.pk
            if own or (place + order) % 4:
                value = 1 if own or (place * 7 + order * 3) % 5 else -1
                dialogue.give_party_answer(statement, value=value, by=speaker)


def _choose_facilitators(
    challenge: Challenge, chapter: Chapter, cast: dict[str, list[Person]], speakers: Speakers
) -> None:
    """Let all parties accept who guards the process; the last who begins prepares a step that waits for the other."""
    for entry in chapter.get("facilitators", ()):
        proposer, inside = speakers[entry["party"]], "words" not in entry
        if inside:
            person = cast[entry["party"]][1]
            asked = facilitators.propose_own(challenge, person=person, by=proposer)
        else:
            person = demo_person(entry["name"])
            asked = facilitators.propose_outsider(
                challenge, role="facilitator", email=person.email, words=entry["words"], by=proposer
            )
        facilitators.accept(asked, substitute=proposer.known if inside else None, by=Actor.of(person))
        for key, speaker in speakers.items():
            if key != entry["party"] and asked.asked is not None:
                consent.respond(asked.asked, agrees=True, by=speaker)
        if "ends_in" in entry:
            ends_on = timezone.localdate() + timedelta(days=entry["ends_in"])
            dialogue.set_end_date(dialogue.open_first_round(challenge), ends_on=ends_on, by=Actor.of(person))


def _send_letters(challenge: Challenge, chapter: Chapter, speakers: Speakers) -> None:
    if letters := chapter.get("letters"):
        joining.make_sheet(
            challenge,
            public_id=new_id(),
            source=Sheet.Source.LETTER,
            number=letters["number"],
            last_day=timezone.localdate() + timedelta(days=letters["days"]),
            by=speakers[letters["party"]],
        )
    for entry in chapter.get("contacts", ()):
        told = {name: entry.get(name, "") for name in ("name", "phone", "email", "hours")}
        reach.be_contact(challenge, **told, by=speakers[entry["party"]])
    if key := chapter.get("short_address"):
        reach.make_short_address(challenge, by=speakers[key])


def _use_paper(challenge: Challenge, chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    """Print forms and type in what came back or was said; what is for another party waits there."""
    for entry in chapter.get("paper", ()):
        by, told = speakers[entry["helper"]], Told(source=entry["source"], agreed=True, words=entry["words"])
        if entry["source"] == "paper":
            printed = paper.print_forms(challenge, public_id=new_id(), kind="thought", number=entry["number"], by=by)
            paper.enter_form(printed[0].form, told=told, by=by)
        else:
            paper.enter_without_form(
                challenge, public_id=new_id(), kind="thought", party=parties[entry["party"]], told=told, by=by
            )


def _tell_of_tracks(challenge: Challenge, chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    shared = {str(goal.text): goal for goal in goals_on_the_table(challenge)}
    for entry in chapter.get("tracks", ()):
        track = tracks.register_track(
            challenge,
            kind=entry["kind"],
            what=entry["what"],
            runs=parties.get(entry.get("runs", "")),
            runner=entry.get("runner", ""),
            period=entry["period"],
            goals=[shared[chapter["goals"][number]] for number in entry["goals"]],
            by=speakers[entry["party"]],
        )
        if outcome := entry.get("outcome"):
            tracks.settle_item(track.agenda.get(), outcome=outcome["text"], by=speakers[outcome["party"]])
        for friction in entry.get("frictions", ()):
            tracks.raise_friction(track, words=friction["text"], by=speakers[friction["party"]])


def _ask_formally(challenge: Challenge, chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    for entry in chapter.get("requests", ()):
        asks, answers = speakers[entry["party"]], speakers[entry["to"]]
        request = door.write_request(
            challenge,
            kind=entry["kind"],
            asked=door.Asked(asks=entry["asks"], why=entry["why"], needs=entry["needs"]),
            addressed_to=parties[entry["to"]],
            by=asks,
        )
        today = timezone.localdate()
        door.send_request(request, day=today - timedelta(days=entry["sent"]), by=asks)
        door.record_receipt(request, day=today - timedelta(days=entry["received"]), by=answers)
        day = today + timedelta(days=entry["deadline"])
        door.set_deadline(request, day=day, source=entry["source"], by=answers)
        door.record_answer(request, outcome=entry["answer"], words=entry["words"], by=answers)


def _make_agreements(challenge: Challenge, chapter: Chapter, parties: Parties, speakers: Speakers) -> None:
    for entry in chapter["agreements"]:
        made = agreements.propose_agreement(
            challenge,
            promised_by=parties[entry["by"]],
            promised_to=parties[entry["with"]],
            what=entry["what"],
            due=timezone.localdate() + timedelta(days=entry["days"]),
            evidence=entry["evidence"],
            by=speakers[entry["by"]],
        )
        if entry["state"] != "proposed":
            made = agreements.confirm_agreement(made, version=1, by=speakers[entry["with"]])
        if entry["state"] == "kept":
            agreements.tell_kept(made, words=entry["words"], by=speakers[entry["by"]])

"""What stands around a table: council and what it decides, who is missing, who stands in, the pace, the parts."""

from datetime import timedelta

from django.utils import timezone

from communityup.demo.chapters.scene import Scene
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Ring
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.council import actions as council
from communityup.workspace.formal import actions as formal
from communityup.workspace.formal.queries import outcomes
from communityup.workspace.leaving import actions as leaving
from communityup.workspace.outreach import actions as outreach
from communityup.workspace.pace import actions as pace
from communityup.workspace.rings import actions as rings
from communityup.workspace.setup import actions as setup
from communityup.workspace.sketches import actions as sketches
from communityup.workspace.subchallenges import actions as subchallenges


def sketch_the_question(scene: Scene) -> None:
    """Call the question a first sketch with the consent of all, and let others say what they think of it."""
    if not (told := scene.chapter.get("sketch")):
        return
    challenge, first = scene.challenge, scene.speakers[told["party"]]
    proposal = sketches.propose_words(challenge, title=challenge.title, why=scene.chapter["why"], sketch=True, by=first)
    if proposal is not None:
        _all_agree(scene, proposal.asked, but=told["party"])
    for entry in told["reactions"]:
        sketches.react(challenge, number=1, words=entry["words"], by=scene.speakers[entry["party"]])


def switch_off_a_part(scene: Scene) -> None:
    """Do without a part of the platform, with the consent of all."""
    if told := scene.chapter.get("without"):
        asked = setup.propose_off(scene.challenge, key=told["part"], by=scene.speakers[told["party"]])
        _all_agree(scene, asked, but=told["party"])


def name_who_is_missing(scene: Scene) -> None:
    """Name perspectives that nobody here has, and tell who reached out and what came of it."""
    for entry in scene.chapter.get("missing", ()):
        missing = outreach.name_perspective(scene.challenge, words=entry["words"], by=scene.speakers[entry["party"]])
        for attempt in entry.get("attempts", ()):
            outreach.reach_out(
                missing,
                how=attempt["how"],
                day=timezone.localdate() - timedelta(days=attempt["days"]),
                result=attempt.get("result", ""),
                by=scene.speakers[attempt["party"]],
            )


def stand_in_and_follow(scene: Scene) -> None:
    """Name who stands in for whom, and let people follow from a distance."""
    for entry in scene.chapter.get("substitutes", ()):
        one, other = scene.cast[entry["party"]][:2]
        rings.leave_table(scene.challenge, by=Actor.of(other))
        seat = rings.name_substitute(scene.challenge, substitute=other, by=Actor.of(one))
        rings.accept_substitution(scene.challenge, number=seat.challenge.rules, by=Actor.of(other))
    for name in scene.chapter.get("followers", ()):
        rings.follow(scene.challenge, by=Actor.of(scene.person(name)))
    for entry in scene.chapter.get("asks_part", ()):
        party = scene.parties[entry["party"]]
        rings.ask_for_part(party, by=Actor.of(scene.person(entry["name"])))


def put_under_a_whole(scene: Scene) -> None:
    """Make this challenge a part of another that exists already: first its own table says yes, then the other."""
    if told := scene.chapter.get("part_of"):
        whole = Challenge.objects.get(slug=told["slug"])
        link = subchallenges.propose_link(scene.challenge, whole, as_part=True, by=scene.speakers[told["party"]])
        if link.here is not None:
            _all_agree(scene, link.here, but=told["party"])
        link.refresh_from_db()
        for party in active_parties(whole):
            seat = party.seats.filter(ring=Ring.TABLE).select_related("person").order_by("since", "pk")[0]
            if link.there is not None:
                consent.respond(link.there, agrees=True, by=Actor.of(seat.person))
        scene.challenge.refresh_from_db()


def think_of_going(scene: Scene) -> None:
    """Let one person of a party ask its own people whether it goes: it stays, as long as no second one says yes."""
    if told := scene.chapter.get("thinks_of_going"):
        one = scene.cast[told["party"]][told["person"]]
        leaving.ask_to_go(scene.challenge, words=told["words"], by=Actor.of(one))


def let_council_see(scene: Scene) -> None:
    """Let council and executive read along and ask in public, and tell what they leave free and when they decide."""
    today, told = timezone.localdate(), scene.chapter.get("council", {})
    for entry in told.get("free", ()):
        said = {name: entry[name] for name in ("body", "topic", "words", "origin")}
        item = council.record_freedom(scene.challenge, **said, by=scene.speakers[entry["party"]])
        for reading in entry.get("readings", ()):
            council.read_freedom(item, words=reading["words"], by=scene.speakers[reading["party"]])
    for entry in told.get("milestones", ()):
        day = today + timedelta(days=entry["days"])
        council.tell_milestone(scene.challenge, what=entry["what"], day=day, by=scene.speakers[entry["party"]])
    for entry in told.get("observers", ()):
        observer = _invite_observer(scene, entry)
        for question in entry.get("questions", ()):
            to, due = scene.parties[question["to"]].public_id, today + timedelta(days=question["days"])
            asked = council.ask_in_public(scene.challenge, words=question["words"], to=to, due=due, by=observer)
            if answer := question.get("answer"):
                council.answer_in_public(asked, words=answer, by=scene.speakers[question["to"]])


def decide_formally(scene: Scene) -> None:
    """Let the clerk record what a competent body decided, beside what the table agreed (T6)."""
    for entry in scene.chapter.get("decisions", ()):
        said = {name: entry[name] for name in ("body", "reference", "words", "beside", "reason")}
        agreed = scene.chapter["agreements"][entry["agreement"]]["what"]
        about = [key for key, outcome in outcomes(scene.challenge).items() if outcome.label == agreed]
        decided = formal.Decided(day=timezone.localdate() - timedelta(days=entry["days"]), about=about, **said)
        formal.record_decision(scene.challenge, decided=decided, by=Actor.of(scene.person(entry["person"])))


def keep_the_pace(scene: Scene) -> None:
    """Say that it goes too fast, or take a step back together, look at what happened from each side and go on."""
    if told := scene.chapter.get("signal"):
        given = pace.signal_pace(
            scene.challenge, kind=told["kind"], words=told["words"], by=scene.speakers[told["party"]]
        )
        pace.answer_signal(given, words=told["answer"]["words"], by=scene.speakers[told["answer"]["party"]])
    if told := scene.chapter.get("step_back"):
        called = pace.call_step_back(scene.challenge, reason=told["words"], by=scene.speakers[told["party"]])
        for entry in told["moments"]:
            pace.tell_moment(called, words=entry["words"], by=scene.speakers[entry["party"]])
        asked = pace.ask_to_go_on(scene.challenge, by=scene.speakers[told["party"]])
        _all_agree(scene, asked, but=told["party"])


def take_a_part_apart(scene: Scene) -> None:
    """Work on a part of the question beside the whole."""
    for entry in scene.chapter.get("parts", ()):
        said = {name: entry[name] for name in ("title", "place", "why")}
        subchallenges.split_off(scene.challenge, **said, by=scene.speakers[entry["party"]])


def _invite_observer(scene: Scene, entry: dict[str, str]) -> Actor:
    person = scene.person(entry["person"])
    proposed = council.propose_observer(
        scene.challenge,
        watches=entry["watches"],
        who=entry["who"],
        email=person.email,
        by=scene.speakers[entry["party"]],
    )
    _all_agree(scene, proposed.round, but=entry["party"])
    proposed.refresh_from_db()
    council.accept_observing(proposed, by=Actor.of(person))
    return Actor.of(person)


def _all_agree(scene: Scene, asked: Round, *, but: str) -> None:
    """Let every party but the one that asked say yes; one that asks says yes with it."""
    for key, speaker in scene.speakers.items():
        if key != but:
            consent.respond(asked, agrees=True, by=speaker)
    scene.challenge.refresh_from_db()

"""A challenge with at least one of everything that its pages know, and a walk over all addresses of a challenge.

Who adds an app to the workspace adds one of its things to `full_table`: then its addresses are tried as every role.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice, product

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.organisations.models import Membership
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.acquaintance import actions as acquaintance
from communityup.workspace.acquaintance.models import Pair
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Facilitator, Reader, Ring, Seat
from communityup.workspace.consent.actions import respond
from communityup.workspace.corrections import actions as corrections
from communityup.workspace.council import actions as council
from communityup.workspace.course import actions as course
from communityup.workspace.dialogue.actions import set_end_date
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.door import actions as door
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.facts import actions as facts
from communityup.workspace.formal.actions import Decided, record_decision
from communityup.workspace.frames import actions as frames
from communityup.workspace.frames.actions import Fixing
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Goal, Interest
from communityup.workspace.grip import actions as grip
from communityup.workspace.history import actions as history
from communityup.workspace.joining import actions as joining
from communityup.workspace.joining.models import Sheet
from communityup.workspace.leaving import actions as leaving
from communityup.workspace.mandates import actions as mandates
from communityup.workspace.outreach import actions as outreach
from communityup.workspace.outreach.models import Newcomer
from communityup.workspace.pace import actions as pace
from communityup.workspace.paper import actions as paper
from communityup.workspace.reach import actions as reach
from communityup.workspace.readiness import actions as readiness
from communityup.workspace.rings import actions as rings
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.rules import actions as rules
from communityup.workspace.setup import actions as setup
from communityup.workspace.silence.models import Silence
from communityup.workspace.sketches import actions as sketches
from communityup.workspace.subchallenges import actions as subchallenges
from communityup.workspace.tracks import actions as tracks
from tests import (
    make,
    make_acquaintance,
    make_course,
    make_facts,
    make_network_table,
    make_paper,
    make_readiness,
)
from tests.make_agreements import agreed, proposed
from tests.make_dialogue import THOUGHTS, thoughts
from tests.make_frames import ROOF, RULE
from tests.make_goals import interest, proposed_goal, shared_goal
from tests.worlds import built_once

SLUG = "<slug:slug>"
MOST_ADDRESSES = 90


@built_once
def full_table() -> Challenge:
    """Return a closed challenge of Amina and Bram with one of everything, observers, a clerk, a follower and guards."""
    challenge, amina, bram = make.closed_challenge_of_two()
    by_amina, by_bram = Actor.of(amina), Actor.of(bram)
    soon = timezone.localdate() + dt.timedelta(days=20)
    _readers(challenge)
    _missing(challenge, by_bram)
    _start(challenge, by_amina, by_bram)
    wish = interest(challenge, amina)
    goals.ask_on(wish, words="Waarom is dat zo?", by=by_bram)
    goal = shared_goal(challenge, amina, bram)
    proposed_goal(challenge, amina, "Geen drempels bij de deur")
    goals.ask_to_retire(shared_goal(challenge, amina, bram, words="Twee ingangen"), reason="Te duur.", by=by_amina)
    corrections.correct(challenge, about=f"goal:{goal.public_id}", words=f"{goal.text}!", by=by_bram)
    agreed(challenge, amina, bram)
    proposed(challenge, bram, amina)
    thoughts(challenge, amina, [*THOUGHTS[:2], "Zes vrijwilligers dragen nu al alles."])
    _window(challenge, soon)
    _look_whether_ready(challenge, by_amina, by_bram)
    decision = Decided(
        body="council", day=timezone.localdate(), reference="2027-014", words="Het kader staat.", beside="otherwise",
        about=[f"goal:{goal.public_id}"], reason="De raad koos vijf jaar.",
    )  # fmt: skip
    record_decision(challenge, decided=decision, by=Actor.of(make.person("Griffie")))
    _pace_and_plans(challenge, goal, soon)
    _whole_and_part(challenge)
    _guards(challenge, soon)
    make_network_table.networks()
    return challenge


def _whole_and_part(challenge: Challenge) -> None:
    """Split a part off, and ask another table to be the whole: that is asked while both are public."""
    part = subchallenges.split_off(
        challenge, title="De tuin", place="Molenwijk", why="Apart.", by=Actor.of(make.amina())
    )
    assert part.parent == challenge
    now, other = timezone.now(), make.challenge_of_one(make.person("Elders"), title="Hoe blijft het plein groen?")
    Challenge.objects.filter(pk__in=[challenge.pk, other.pk]).update(public_at=now)
    link = subchallenges.propose_link(challenge, other, as_part=True, by=Actor.of(make.amina()))
    assert link.here is not None
    respond(link.here, agrees=True, by=Actor.of(make.bram()))
    Challenge.objects.filter(pk=challenge.pk).update(public_at=None)


def _facts_and_grip(challenge: Challenge, goal: Goal) -> None:
    """Publish one fact, let another wait for its answer and plain words, share a document, hold and let go."""
    amina, bram = make.amina(), make.bram()
    make_facts.published(challenge, amina, bram)
    make_facts.sourced(make_facts.asked_fact(challenge, amina, "Wat kost het gas?"), amina, bram)
    waits = make_facts.answered(
        make_facts.sourced(make_facts.asked_fact(challenge, amina, "Hoe vol is de zaal?"), amina, bram), bram
    )
    facts.say_plainly(waits, words="Vaak half vol.", by=Actor.of(amina))
    make_facts.shared(challenge, bram)
    for party, person in ((1, amina), (2, bram)):
        own = challenge.parties.get(number=party)
        grip.take_stance(goal, party=own, choice="share", why="Samen.", by=Actor.of(person))
        grip.add_subject(challenge, words=f"De sleutels van {person}", by=Actor.of(person))


def _pace_and_plans(challenge: Challenge, goal: Goal, soon: dt.date) -> None:
    """Take a step back and go on, ask all parties something, and tell of another plan and of a silence."""
    _facts_and_grip(challenge, goal)
    by_amina, by_bram = Actor.of(make.amina()), Actor.of(make.bram())
    pace.signal_pace(challenge, kind="fast", by=by_amina)
    pace.tell_outside_date(challenge, what="Subsidie", day=soon, origin="De provincie", by=by_bram)
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by_amina)
    respond(pace.ask_to_go_on(challenge, by=by_amina), agrees=True, by=by_bram)
    propose_step(challenge, LEAVE_LEAD_IN, by=by_amina)
    rules.propose_rules(challenge, parts=[("Overleg", "Elke eerste dinsdag.")], by=by_bram)
    plan = tracks.register_track(challenge, kind="project", what="Riool", runner="Waterschap", by=by_bram)
    tracks.find_overlap(plan, goal, by=by_amina)
    tracks.raise_friction(plan, words="De straat ligt dan open.", by=by_amina)
    frames.add_frame(challenge, kind="open", words="De kleur van de gevel", by=by_amina)
    roof = frames.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE), by=by_bram)
    frames.ask_about(roof, words="Geldt dat ook voor de schuur?", by=by_amina)
    _set_course(challenge, soon)
    _ask_formally(challenge, soon)
    _send_letters(challenge, soon)
    _set_up(challenge)
    now = timezone.now()
    Silence.objects.create(party=challenge.parties.get(number=2), since=now, reminded_at=now)


def _set_up(challenge: Challenge) -> None:
    """Publish the question as a sketch, skip one part and ask to switch another off, and let somebody be asked."""
    by_amina, by_bram = Actor.of(make.amina()), Actor.of(make.bram())
    same = {"title": challenge.title, "why": challenge.why}
    asked = sketches.propose_words(challenge, **same, sketch=True, by=by_amina)
    assert asked is not None
    respond(asked.asked, agrees=True, by=by_bram)
    sketches.react(challenge, number=1, words="Wie is de buurt?", by=by_amina)
    respond(setup.propose_skip(challenge, key="mandates", by=by_amina), agrees=True, by=by_bram)
    setup.propose_off(challenge, key="door", by=by_amina)
    reach.be_contact(challenge, name="Bram", phone="0123 456 789", email="", hours="Op dinsdag", by=by_bram)


def _ask_formally(challenge: Challenge, soon: dt.date) -> None:
    """Write a request that is not sent, and send one that was received and has a deadline."""
    by_amina, by_bram, today = Actor.of(make.amina()), Actor.of(make.bram()), timezone.localdate()
    asked = door.Asked(asks="Het beheer van het plein.", why="Wij zijn er elke dag.", needs="Budget", evaluating=True)
    kept, sent = (
        door.write_request(
            challenge, kind="challenge", asked=asked, addressed_to=party, addressee=addressee, by=by_amina
        )
        for party, addressee in ((None, "Waterschap"), (challenge.parties.get(number=2), ""))
    )
    assert kept.pk != sent.pk
    door.record_receipt(door.send_request(sent, day=today, by=by_amina), day=today, by=by_bram)
    door.set_deadline(sent, day=soon, source="Algemene wet bestuursrecht, artikel 4:13", by=by_bram)


def _send_letters(challenge: Challenge, last_day: dt.date) -> None:
    letters = Sheet.Source.LETTER
    sheet = joining.make_sheet(
        challenge, public_id=new_id(), source=letters, number=2, last_day=last_day, by=Actor.of(make.amina())
    )
    Client().post(f"/o/{sheet.codes[0]}/")  # a guest comes with one of the two
    asking = make.person("Vraagt")
    joining.give_place(challenge, challenge.parties.get(number=1), asking)
    rings.come_to_table(challenge, by=Actor.of(asking))
    made = make_paper.printed(challenge, make.amina())
    paper.enter_form(made[0].form, told=make_paper.told(words="De bel is kapot."), by=Actor.of(make.amina()))
    make_paper.waiting(challenge, make.amina(), challenge.parties.get(number=2))


def _readers(challenge: Challenge) -> None:
    make.observer(challenge, make.chris(), "council")
    make.observer(challenge, make.person("Wethouder"), "executive")
    make.observer(challenge, make.person("Griffie"), "clerk")
    Reader.objects.create(challenge=challenge, person=make.person("Volger"), since=timezone.now())
    Reader.objects.create(challenge=challenge, person=make.person("Meedoener"), since=timezone.now())
    rings.ask_for_part(challenge.parties.get(number=1), by=Actor.of(make.person("Meedoener")))


def _start(challenge: Challenge, by_amina: Actor, by_bram: Actor) -> None:
    """Let a third party ask before it answers, and tell mandates and what went before."""
    school = make.person("School")
    third = challenges.invite_party(challenge, name="School", kind="institution", email=school.email, by=by_amina)
    challenges.ask_before_answering(make.invitation_of(third), question="Hoe vaak?", by=Actor.of(school))
    make.colleague(challenge.parties.get(number=1), make.person("Buurvrouw"), inviter=make.amina())
    Seat.objects.filter(challenge=challenge, person=make.person("Buurvrouw")).update(ring=Ring.CONTRIBUTOR)
    own = challenge.parties.get(number=1)
    challenges.invite_colleague(own, email="nog@example.org", by=by_amina)
    mandates.state_mandate(challenge, alone="Meepraten", by=by_amina)
    mandates.commit_party(challenge, time="Twee avonden per maand", sponsor="Voorzitter", by=by_bram)
    history.tell(challenge, kind="promise", words="Het dak zou in 2019 klaar zijn.", by=by_amina)


def _look_whether_ready(challenge: Challenge, by_amina: Actor, by_bram: Actor) -> None:
    """End one round about being ready, let another run, let one party look for itself, and get to know each other."""
    _get_to_know(challenge)
    first = make_readiness.opened(challenge, "Amina")
    readiness.answer(first, given={"H2": 3, "O1": "Wie betaalt de huur?"}, by=by_amina)
    readiness.answer_openly(first, given={"H2": 1}, by=by_bram)
    readiness.close(first, by=by_bram)
    readiness.tell_step(first, words="Wij bellen elkaar.", by=by_bram)
    readiness.tell_outcome(first, choice="not_yet", words="Eerst het dak.", by=by_bram)
    readiness.tell_outcome(first, choice="go", by=by_amina)
    readiness.end(first, by=by_amina)
    readiness.answer(make_readiness.opened(challenge, "Bram"), given={"T1": 2}, by=by_amina)
    readiness.answer(readiness.ask_own(challenge, by=by_amina), given={"T1": 0}, by=by_amina)


def _set_course(challenge: Challenge, soon: dt.date) -> None:
    """Agree on a route, ask to change it, and propose another beside it."""
    route = make_course.route(challenge, make.amina(), make.bram())
    course.change_course(route, words="Eerst de zaal.", why="Dat kan nu.", review_on=soon, by=Actor.of(make.bram()))
    make_course.proposed(challenge, make.amina(), "Eerst de mensen")


def _get_to_know(challenge: Challenge) -> None:
    """Write two cards, draw coffee for two and let them write, and invite to one's place twice, once cancelled."""
    amina, bram = make.amina(), make.bram()
    for one in (amina, bram):
        make_acquaintance.card(challenge, one, at_stake="Dat we elkaar kwijtraken.")
    make_acquaintance.want(challenge, amina, bram)
    make_acquaintance.drawn(challenge, amina)
    acquaintance.write_note(Pair.objects.get(), words="Dinsdag?", by=Actor.of(amina))
    visits = [make_acquaintance.visit(challenge, amina) for _time in range(2)]
    acquaintance.answer_visit(visits[0], comes=True, by=Actor.of(bram))
    acquaintance.cancel_visit(visits[1], reason="De zaal lekt.", by=Actor.of(amina))


def _missing(challenge: Challenge, by_bram: Actor) -> None:
    """Name who is missing, reach out, and keep a third party waiting on the open chair."""
    view = outreach.name_perspective(challenge, words="Wie hier 's nachts werkt", by=by_bram)
    outreach.reach_out(view, how="Langs de poort", day=timezone.localdate(), by=by_bram)
    outreach.mark_heard(outreach.name_perspective(challenge, words="Wie hier speelt", by=by_bram), by=by_bram)
    shop = make.person("Winkel")
    party = challenges.invite_party(challenge, name="Winkels", kind="other", email=shop.email, by=by_bram)
    challenges.accept_invitation(make.invitation_of(party), by=Actor.of(shop))
    newcomer = Newcomer.objects.get(party=party)
    respond(newcomer.asked, agrees=False, reason="Het is vol.", by=by_bram)
    outreach.speak_from_chair(newcomer, words="Denk aan het laden.", by=Actor.of(shop))


def _window(challenge: Challenge, soon: dt.date) -> None:
    by_chris, by_bram = Actor.of(make.chris()), Actor.of(make.bram())
    asked = council.ask_in_public(challenge, words="Wanneer weten we meer?", to="all", due=soon, by=by_chris)
    council.answer_in_public(asked, words="In mei.", by=by_bram)
    council.ask_in_public(challenge, words="Het tempo is aan jullie.", to="all", due=soon, kind="offer", by=by_chris)
    council.record_freedom(
        challenge, body="council", topic="planning", words="Het tempo.", origin="Raad van 12 maart", by=by_bram
    )
    council.tell_milestone(challenge, what="Kader in de raad", day=soon, by=by_bram)
    council.propose_observer(challenge, watches="council", who="Nog iemand", email="nog@example.org", by=by_bram)
    executive = Reader.objects.get(challenge=challenge, role=Reader.Role.EXECUTIVE)
    leaving.ask_to_end_observing(executive, reason="Iemand anders kijkt mee.", by=by_bram)
    for by in (Actor.of(make.amina()), by_bram):
        leaving.ask_to_go(challenge, words="Wij hebben geen tijd meer.", by=by)


def _guards(challenge: Challenge, soon: dt.date) -> None:
    """Let two people of the two parties guard the process, and one of them prepare something that needs both."""
    for number, name, inviter in ((1, "Wacht", make.amina()), (2, "Waker", make.bram())):
        party, guard = challenge.parties.get(number=number), make.person(name)
        make.colleague(party, guard, inviter=inviter)
        Seat.objects.filter(challenge=challenge, person=guard).update(ring=Ring.ASIDE)
        Facilitator.objects.create(challenge=challenge, party=party, person=guard, since=timezone.now())
    helper = facilitators.propose_outsider(
        challenge, role="helper", email="helper@example.org", words="Kent de wijk", by=Actor.of(make.amina())
    )
    facilitators.accept(helper, by=Actor.of(make.person("Helper")))
    set_end_date(Dialogue.objects.get(challenge=challenge), ends_on=soon, by=Actor.of(make.person("Wacht")))


def url_names() -> dict[str, list[str]]:
    """Return the name of every address under a challenge, with the names of its parameters but the slug."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, spaces: tuple[str, ...]
) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        place = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, place, inner)
        elif place.startswith(f"opgaven/{SLUG}/"):
            parameters = [part.split(">")[0] for part in place.replace(SLUG, "").split("<")[1:]]
            yield ":".join((*spaces, pattern.name or place)), parameters


def addresses(challenge: Challenge, name: str, parameters: list[str]) -> list[str]:
    """Return the addresses of one name that may exist: with every id that its app knows."""
    ids = {"int": _numbers(name), "str": _ids(name)}
    choices = [WORDS.get(one) or ids[one.partition(":")[0]] for one in parameters]
    return [reverse(name, args=[challenge.slug, *found]) for found in islice(product(*choices), MOST_ADDRESSES)]


# Parameters of an address that are a word, not an id.
WORDS: dict[str, list[object]] = {
    "str:step": [LEAVE_LEAD_IN],
    "str:kind": ["open", "challenge", "thought", "goal"],
    "str:key": ["history", "mandates"],
    "str:change": ["uit", "aan", "overslaan"],
}


def _models(name: str) -> Iterator[type[Model]]:
    """Return what the app of an address knows; the portal alone names its addresses without itself before them."""
    return apps.get_app_config(name.partition(":")[0] if ":" in name else "portal").get_models()


def _ids(name: str) -> list[object]:
    models: list[type[Model]] = [*_models(name), Membership]
    kept = [model for model in models if any(field.name == "public_id" for field in model._meta.fields)]
    found: list[object] = [
        one for model in kept for one in model._default_manager.order_by("pk").values_list("public_id", flat=True)
    ]
    if name.startswith("corrections:"):
        found = [*Goal.objects.values_list("public_id", flat=True), *found]
    if name.startswith("subchallenges:"):
        found = [*Challenge.objects.order_by("pk").values_list("public_id", flat=True), *found]
    if name.startswith("moderation:"):
        # What one reports is words: those of an interest stand for all.
        found = [*Interest.objects.order_by("pk").values_list("text__public_id", flat=True), *found]
    return found


def _numbers(name: str) -> list[object]:
    """Return the numbers that an app knows; who guards the process stands in another app than the pages about it."""
    models: list[type[Model]] = [*_models(name), Facilitator]
    found = {pk for model in models for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:6]}
    return sorted({1, 2, 3, *found})


def client_of(person: Person | None) -> Client:
    """Return a browser of somebody who signed in, or of a visitor."""
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(person)
    return client

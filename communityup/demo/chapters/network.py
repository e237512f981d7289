"""The learning network of the demo: its page, its coordinator and members, what they give, and who stays informed."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from communityup.demo import queries
from communityup.demo.chapters import evaluations
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import OFFER_HOURS
from communityup.network.circulars import actions as circulars
from communityup.network.continuity import actions as continuity
from communityup.network.invitations import actions as invitations
from communityup.network.letters import actions as letters
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks import actions as networks
from communityup.network.networks.models import Network
from communityup.network.newsletter import actions as newsletter
from communityup.network.newsletter.queries import wording
from communityup.network.offers import actions as offers
from communityup.network.peers import actions as peers
from communityup.network.recordings import actions as recordings
from communityup.network.reports import actions as reports
from communityup.network.takeaways import actions as takeaways
from communityup.network.themes import actions as themes
from communityup.network.treated import actions as treated
from communityup.people.actors import Actor
from communityup.post.queries import site_address

# Nobody answers there: all of it is invented.
ONLINE = "https://video.demo.invalid/leernetwerk"
DAYS_OF_A_CODE = 90
FRIDAY = 4


def start(told: dict[str, Any]) -> Network:
    """Make the network, and let its coordinator say yes."""
    about = networks.About(
        **{name: told[name] for name in ("name", "purpose", "theme", "joining", "sender", "contact")}
    )
    made = networks.start_network(slug=told["slug"], about=about, by=Actor.operator())
    coordinator = queries.person(told["coordinator"])
    asked = networks.ask_coordinator(made, email=coordinator.email, by=Actor.operator())
    networks.accept_coordinating(asked, by=Actor.of(coordinator))
    for reader in told["informed"]:
        _stay_informed(made, queries.address_of(reader["who"]), reader["topics"])
    return made


def let_in(made: Network, told: dict[str, Any]) -> dict[str, Member]:
    """Let everybody ask to join, most of them be let in with a buddy, and their people begin; return who is in."""
    coordinator, inside = Actor.of(queries.person(told["coordinator"])), dict[str, Member]()
    for one in told["members"]:
        card = members.Card(**{name: one.get(name, "") for name in ("does", "learns", "brings", "place", "theme")})
        person = queries.person(one["person"])
        asked = members.ask_to_join(
            made, name=one["name"], kind=one["kind"], email=person.email, card=card, language="nl", by=Actor.visitor()
        )
        if asked is None or one.get("waits"):
            continue
        joined = members.accept(asked, buddy=inside.get(one.get("buddy", "")), by=coordinator)
        members.begin(joined.welcomes.get(), by=Actor.of(person))
        if one.get("met"):
            members.tell_met(joined, by=Actor.of(person))
        _give(joined, one, Actor.of(person))
        inside[one["name"]] = joined
    return inside


def search_together(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let members ask learning questions, others search along, and tell what they did."""
    for one in told:
        asks, along = inside[one["asks"]], [inside[name] for name in one["along"]]
        question = peers.ask_question(asks, theme=one["theme"], words=one["first"], along=along, by=_actor_for(asks))
        for other in along:
            peers.accept_question(question, by=_actor_for(other))
        peers.reword(question, words=one["words"], by=_actor_for(along[0]))
        for experience in one["experiences"]:
            by = _actor_for(inside[experience["member"]])
            peers.tell_experience(question, did=experience["did"], happened=experience["happened"], by=by)


def follow_questions(made: Network, inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Say in which sessions learning questions were treated, and close what is answered."""
    for one in told:
        question = made.learning_questions.get(theme=one["theme"])
        by = _actor_for(inside[one["asks"]])
        for title in one["treated"]:
            treated.treat(question, session=made.sessions.get(gathering__title=title), by=by)
        if "closed" in one:
            peers.close_question(question, outcome=one["closed"]["outcome"], words=one["closed"]["words"], by=by)


def meet(made: Network, told: dict[str, Any]) -> None:
    """Plan the sessions of the year: some were, with what came of them; of the next one the date is not known yet."""
    by = Actor.of(queries.person(told["coordinator"]))
    for one in told["sessions"]:
        session = _plan(made, one, by)
        _make_room(made, session, one, by)
        for name in one.get("register", []):
            meetings.register(session, name=name, online=False, by=Actor.of(queries.person(name)))
        _meet_who_comes(session, one)
        if "first_in" in one:
            session = _hold(session, one, by)
        _take_along(session, one)
        if "outcomes" in one:
            meetings.tell_outcomes(session, outcomes=one["outcomes"], next_step=one["next_step"], by=by)
        for tip in one.get("tips", []):
            giver = made.members.get(name=tip["member"])
            reports.give_tip(session, words=tip["words"], link="", is_named=tip["named"], by=_actor_for(giver))
        _look_back(session, one, by)
        evaluations.say_how_it_was(session, one)
        if "message" in one:
            circulars.send_message(session, to="places", **one["message"], by=by)


def _make_room(made: Network, session: Session, one: dict[str, Any], by: Actor) -> None:
    """Say how many can come and what the house rules are; to a closed session members are invited."""
    if "capacity" in one:
        meetings.set_places(
            session, capacity=one["capacity"], offer_hours=OFFER_HOURS, online_url=ONLINE,
            house_rules=one["house_rules"], by=by,
        )  # fmt: skip
    if "invite" in one:
        invitations.invite(session, members=list(made.members.filter(name__in=one["invite"])), by=by)


def _plan(made: Network, one: dict[str, Any], by: Actor) -> Session:
    """Plan a session; one to which people register first is still to come then."""
    about = meetings.About(**{name: one.get(name, "") for name in ("title", "purpose", "theme")}, kind=one["kind"])
    about = replace(about, closed=one.get("closed", False))
    days = one.get("first_in", one.get("days"))
    return meetings.plan_session(made, about=about, moment=moment_of({**one, "days": days}), by=by)


def _hold(session: Session, one: dict[str, Any], by: Actor) -> Session:
    """Put a session off, and write down when it was after all."""
    rough = Moment(rough="een andere dag – nadere info volgt", way=one["way"], where=one["where"])
    return meetings.set_date(meetings.set_date(session, moment=rough, by=by), moment=moment_of(one), by=by)


def _meet_who_comes(session: Session, one: dict[str, Any]) -> None:
    """Let people introduce themselves to who comes, and the figures be counted."""
    for told in one.get("introductions", []):
        by = Actor.of(queries.person(told["who"]))
        place = session.gathering.registrations.get(person=by.person)
        briefed = told.get("briefed", "")
        continuity.introduce(
            session, place, is_substitute=bool(briefed), briefed=briefed, brings=told["brings"], is_new=False, by=by
        )
    continuity.count_due()


def _take_along(session: Session, one: dict[str, Any]) -> None:
    """Let people who were there write what they take along, and one tell what came of it."""
    for told in one.get("takeaways", []):
        by = Actor.of(queries.person(told["who"]))
        place = session.gathering.registrations.get(person=by.person)
        kept = takeaways.take_along(session, place, words=told["words"], is_shared=True, name=told["name"], by=by)
        if "story" in told:
            takeaways.tell_story(kept, story=told["story"], is_shown=True, name=told["name"], by=by)


def write_letters(made: Network, told: dict[str, Any]) -> None:
    """Let the coordinator write letters; who stays informed gets one at once, in the quiet hours in the morning."""
    by = Actor.of(queries.person(told["coordinator"]))
    for one in told["letters"]:
        letter = letters.begin_letter(made, words=one, by=by)
        if one.get("goes_out"):
            letters.plan_letter(letter, moment=timezone.now(), by=by)
    letters.go_on()


def choose_themes(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let members propose themes for the next sessions, and choose."""
    for one in told:
        proposer = inside[one["member"]]
        words = {name: one[name] for name in ("title", "kind", "why")}
        theme = themes.propose_theme(proposer.network, **words, by=_actor_for(proposer))
        for name in one["chosen"]:
            themes.choose_theme(theme, wants=True, by=_actor_for(inside[name]))


def _look_back(session: Session, one: dict[str, Any], by: Actor) -> None:
    """Keep the recording and the report of a session that has them."""
    if "recording" in one:
        _record(session, one["recording"], by=by)
    if "report" in one:
        reports.write_report(session, words=one["report"], by=by)
        report = reports.send_round(session, by=by)
        reports.publish_due()
        for remark in one.get("remarks", []):
            place = session.gathering.registrations.get(person=queries.person(remark["who"]))
            reports.make_remark(report, place, words=remark["words"], by=Actor.visitor())


def _record(session: Session, told: dict[str, Any], *, by: Actor) -> None:
    """Keep the recording of a session, let who speaks in it say yes, and open it for who was there or has a code."""
    words = {name: told[name] for name in ("link", "summary", "transcript")}
    recording = recordings.keep_recording(session, told=recordings.Told(**words), by=by)
    for name in told["speakers"]:
        person = queries.person(name)
        speaker = recordings.name_speaker(recording, name=name, email=person.email, by=by)
        recordings.answer(speaker, said="codes", by=Actor.of(person))
    recordings.open_recording(recording, audience="participants", by=by)
    recordings.renew_code(recording, days=DAYS_OF_A_CODE, by=by)


def moment_of(told: dict[str, Any]) -> Moment:
    """Return when and where: roughly, or in the afternoon so many days before or after today, and in no weekend."""
    place = {"way": told.get("way", "place"), "where": told.get("where", "")}
    if "rough" in told:
        return Moment(rough=told["rough"], **place)
    day = timezone.localdate() + dt.timedelta(days=told["days"])
    day -= dt.timedelta(days=max(day.weekday() - FRIDAY, 0))
    begins_at = timezone.make_aware(dt.datetime.combine(day, dt.time(14)))
    return Moment(begins_at=begins_at, ends_at=begins_at + dt.timedelta(hours=2), **place)


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)


def _give(joined: Member, told: dict[str, Any], by: Actor) -> None:
    """Tell what a member offers and looks for, and let it join the core."""
    for offer in told.get("offers", []):
        offers.make_offer(joined, **offer, by=by)
    if core := told.get("core"):
        substitute = queries.person(core["substitute"])
        asked = members.invite_delegate(joined, email=substitute.email, by=by)
        members.begin(asked, by=Actor.of(substitute))
        starts_on = timezone.localdate() + dt.timedelta(days=core["days"])
        members.commit_to_core(joined, starts_on=starts_on, substitute=substitute, by=by)


def _stay_informed(network: Network, email: str, topics: list[str]) -> None:
    """Fill in the form as somebody without an account does, and press the button behind the link in the letter."""
    newsletter.ask_for_letters(
        network,
        email=email,
        topics=topics,
        wording=wording(network, topics),
        form_address=site_address() + reverse("newsletter:sign_up", args=[network.slug]),
        language="nl",
    )
    newsletter.confirm(network.letters_asked.get(email=email), by=Actor.visitor())

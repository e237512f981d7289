"""What can one do about the course: propose a route, change it, reopen it with something new, end it, look again.

A route that counts stays as it is until all parties agree to another version. Nothing here touches a goal (A39).
"""

import datetime as dt
from typing import TypedDict

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import clock
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.course import events, queries
from communityup.workspace.course.models import Route, Version
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.permissions import refuse_without_interests


class Facts(TypedDict):
    """What every line about a version says: of which route, which version, and when one looks again."""

    object: str
    route: int
    number: int
    review_on: str


@transaction.atomic
def propose_route(
    challenge: Challenge,
    *,
    name: str,
    words: str,
    why: str,
    review_on: dt.date | None = None,
    goal: Goal | None = None,
    by: Actor,
) -> Version:
    """Propose a route, beside the ones there are; it counts once all parties agreed. A double click is one proposal."""
    seat, locked = own_seat(challenge, by), _locked(challenge)
    day = _review_day(review_on)
    if goal is not None and (goal.challenge_id != locked.pk or goal.state != Goal.State.SHARED):
        raise Refused(_("A route leads to a goal that all parties share. Choose one of those, or all of them."))
    open_ones = Version.objects.filter(route__challenge=locked, number=1, proposed_by=seat.party)
    same = open_ones.filter(asked__outcome=Round.Outcome.OPEN, route__name__current__body=clean_words(name)).first()
    if same is not None and str(same.words) == clean_words(words):
        return same
    if same is not None:
        raise Refused(_("Your party already proposed a route with this name. Take that one back, or choose another."))
    number = (locked.routes.aggregate(highest=Max("number"))["highest"] or 0) + 1
    route = Route.objects.create(challenge=locked, number=number, name=write(name, by=by), goal=goal)
    texts = {"words": write(words, by=by), "why": write(why, by=by)}
    version = _propose(route, seat, texts, review_on=day, by=by)
    event = events.RouteProposed(
        **_facts(version),
        commit=texts["words"].commit,
        name_commit=route.name.commit,
        why_commit=texts["why"].commit,
    )
    _record(event, seat, by)
    return version


@transaction.atomic
def change_course(route: Route, *, words: str, why: str, review_on: dt.date | None = None, by: Actor) -> Version:
    """Propose another version of a route (koerswijziging), or the same for longer: then only the day changes."""
    seat, locked = own_seat(route.challenge, by), _locked_route(route)
    day = _review_day(review_on)
    if locked.current is not None and locked.current.ends:
        raise Refused(_("This route ended. Tell what is new, then you can reopen it."))
    if (open_one := _own_open(locked, seat)) is not None:
        if not open_one.ends and str(open_one.words) == clean_words(words):
            return open_one
        raise Refused(_("Your party already asks something about this route. Take that back first."))
    if locked.current is not None and (clean_words(words), day) == (
        str(locked.current.words),
        locked.current.review_on,
    ):
        raise Refused(_("This is what counts already. Change something first, or choose another day to look again."))
    texts = {"words": write(words, by=by), "why": write(why, by=by)}
    version = _propose(locked, seat, texts, review_on=day, by=by)
    event = events.CourseChangeProposed(**_facts(version), commit=texts["words"].commit, why_commit=texts["why"].commit)
    _record(event, seat, by)
    return version


@transaction.atomic
def reopen(
    route: Route,
    *,
    fact: str,
    link: str = "",
    words: str,
    why: str,
    review_on: dt.date | None = None,
    by: Actor,
) -> Version:
    """Reopen what was agreed about a route, because one knows something new (B29): a new version with that beside it.

    Any party may, at any moment, also when the route ended. Until all agree, what counts now goes on counting.
    """
    seat, locked = own_seat(route.challenge, by), _locked_route(route)
    day = _review_day(review_on)
    if locked.current is None:
        raise Refused(_("Nothing was agreed about this route yet. Answer the proposal, or propose another version."))
    if (open_one := _own_open(locked, seat)) is not None:
        if open_one.fact is not None and str(open_one.fact) == clean_words(fact):
            return open_one
        raise Refused(_("Your party already asks something about this route. Take that back first."))
    texts = {"words": write(words, by=by), "why": write(why, by=by), "fact": write(fact, by=by)}
    version = _propose(locked, seat, texts, review_on=day, link=link, by=by)
    event = events.RouteReopened(
        **_facts(version),
        commit=texts["words"].commit,
        why_commit=texts["why"].commit,
        fact_commit=texts["fact"].commit,
    )
    _record(event, seat, by)
    return version


@transaction.atomic
def ask_to_end(route: Route, *, why: str, review_on: dt.date | None = None, by: Actor) -> Version:
    """Ask all parties to end a route, and say why; it counts until all agree. Also this has a day to look again."""
    seat, locked = own_seat(route.challenge, by), _locked_route(route)
    day = _review_day(review_on)
    if locked.current is None or locked.current.ends:
        raise Refused(_("Only a route that counts can end. A proposal is taken back by who made it."))
    if (open_one := _own_open(locked, seat)) is not None:
        if open_one.ends:
            return open_one
        raise Refused(_("Your party already asks something about this route. Take that back first."))
    version = _propose(locked, seat, {"why": write(why, by=by)}, review_on=day, by=by)
    _record(events.RouteEndProposed(**_facts(version), commit=version.why.commit), seat, by)
    return version


def let_count(asked: Round, by: Actor) -> None:
    """Let a version count, or the route end, after the last yes; other proposals about this route are asked anew.

    Raises Refused, with the names, while a party that is awake did not say what it needs (A12).
    """
    version = Version.objects.select_related("route").get(asked=asked)
    route = _locked_route(version.route)
    refuse_without_interests(route.challenge)
    version.in_force_at = timezone.now()
    version.save(update_fields=["in_force_at"])
    route.current = version
    route.save(update_fields=["current"])
    for other in queries.open_versions([route.pk]):
        if version.ends and other.fact_id is None:
            consent.drop_round(other.asked)
        else:
            consent.lapse_answers(other.asked)
    event = events.RouteEnded if version.ends else events.CourseAgreed
    _record(event(**_facts(version)), own_seat(asked.challenge, by), by)


@transaction.atomic
def call_review(version: Version, *, by: Actor) -> bool:
    """Tell all parties at once that it is time to look again; return whether that is new. Safe to call many times.

    The decision itself goes on counting: a day that passes ends nothing.
    """
    if by.role != "job":
        raise NotAllowed(_("This comes by itself, on its day."))
    route = _locked_route(version.route)
    locked = Version.objects.get(pk=version.pk)
    if route.current_id != locked.pk or locked.review_told_at is not None or "course" in route.challenge.off:
        return False
    day = queries.review_day(locked, clock(route.challenge))
    if day is None or day > timezone.localdate():
        return False
    locked.review_told_at = timezone.now()
    locked.save(update_fields=["review_told_at"])
    event = events.ReviewCame(object=route.public_id, route=route.number, number=locked.number)
    record(event, stream=route.challenge.stream, by=by)
    return True


def _propose(
    route: Route, seat: Seat, texts: dict[str, Text], *, review_on: dt.date, link: str = "", by: Actor
) -> Version:
    """Keep the next version of a route and ask all parties about it. Without words of its own it ends the route.

    First every party says what it needs (A12). Only to look again at something new one may ask at any moment (B29).
    """
    if "fact" not in texts:
        refuse_without_interests(route.challenge)
    public_id = new_id()
    asked = consent.open_round(route.challenge, f"{queries.ROUTE}:{public_id}", by=by)
    number = (route.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    return Version.objects.create(
        public_id=public_id,
        route=route,
        number=number,
        ends="words" not in texts,
        **texts,
        link=link,
        proposed_by=seat.party,
        proposed_at=timezone.now(),
        review_on=review_on,
        asked=asked,
    )


def _review_day(chosen: dt.date | None) -> dt.date:
    day = queries.usual_review() if chosen is None else chosen
    if problem := queries.wrong_day(day):
        raise Refused(problem)
    return day


def _own_open(route: Route, seat: Seat) -> Version | None:
    """Return what this party asks about this route now, if anything: each party asks one thing at a time."""
    return next((one for one in queries.open_versions([route.pk]) if one.proposed_by_id == seat.party_id), None)


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_route(route: Route) -> Route:
    """Lock the challenge, so that what happens to one of its routes comes one after the other."""
    challenge = _locked(route.challenge)
    found = Route.objects.select_related("current__words__current", "name__current").get(pk=route.pk)
    found.challenge = challenge
    return found


def _facts(version: Version) -> Facts:
    route = version.route
    return {
        "object": route.public_id,
        "route": route.number,
        "number": version.number,
        "review_on": version.review_on.isoformat(),
    }


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)

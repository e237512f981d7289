"""What one can do with parallel tracks: tell of one, say where it rubs, write down what came out of talking."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record, record_erasure
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import own_seat, refuse_while_paused
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.queries import ON_THE_TABLE
from communityup.workspace.tracks import events, permissions
from communityup.workspace.tracks.models import AgendaItem, Overlap, Track


@transaction.atomic
def register_track(
    challenge: Challenge,
    *,
    kind: str,
    what: str,
    runs: Party | None = None,
    runner: str = "",
    period: str = "",
    link: str = "",
    goals: Sequence[Goal] = (),
    by: Actor,
) -> Track:
    """Tell of another plan in the same place. When it touches a goal, it is on the agenda of all at once (A26, X2).

    The same plan told twice by one party (a double click) is one.
    """
    seat = own_seat(challenge, by)
    Party.objects.select_for_update().get(pk=seat.party_id)
    _refuse_party(challenge, runs)
    if runs is None and not runner.strip():
        raise Refused(_("Say who runs this: a party here, or somebody else."))
    running = Track.objects.filter(challenge=challenge, party=seat.party, kind=kind, ended_at=None)
    same = running.filter(what__current__body=clean_words(what)).first()
    if same is not None:
        return same
    track = Track.objects.create(
        challenge=challenge,
        party=seat.party,
        kind=Track.Kind(kind),
        what=write(what, by=by),
        runs=runs,
        runner=None if runs is not None else write(runner, by=by),
        period=write(period, by=by) if period.strip() else None,
        link=link,
        registered_at=timezone.now(),
    )
    item = None
    for goal in goals:
        item = _touch(track, goal, seat)
    _record(_registered(track, item, goals=len(goals)), seat, by=by)
    return track


@transaction.atomic
def find_overlap(track: Track, goal: Goal, *, by: Actor) -> AgendaItem:
    """Say that a plan touches one more goal; any party may. It is on the agenda until something came out of it."""
    seat, locked = own_seat(track.challenge, by), _running(track)
    if Overlap.objects.filter(track=locked, goal=goal).exists():
        raise Refused(_("Somebody said so already: it stands with this plan."))
    item = _touch(locked, goal, seat)
    event = events.OverlapFound(object=locked.public_id, goal=goal.public_id, item=item.public_id)
    _record(event, seat, by=by)
    return item


@transaction.atomic
def reword_track(track: Track, *, what: str, period: str = "", link: str = "", by: Actor) -> Track:
    """Tell of a plan in other words, as the party that told of it; the earlier words stay readable."""
    seat, locked = own_seat(track.challenge, by), _running(track)
    permissions.refuse_not_teller(locked, seat.party)
    before = (str(locked.what), str(locked.period or ""), locked.link)
    if before == (clean_words(what), clean_words(period) if period.strip() else "", link):
        return locked
    _say(locked.what, what, by)
    if period.strip() and locked.period is None:
        locked.period = write(period, by=by)
    elif period.strip() and locked.period is not None:
        _say(locked.period, period, by)
    locked.link = link
    locked.save(update_fields=["period", "link"])
    event = events.TrackReworded(
        object=locked.public_id, commit=locked.what.commit, period_commit=_commit(locked.period)
    )
    _record(event, seat, by=by)
    return locked


@transaction.atomic
def raise_friction(track: Track, *, words: str, by: Actor) -> AgendaItem:
    """Say where a plan rubs, for one's own party: it is on the agenda of all. One open friction per party and plan."""
    seat, locked = own_seat(track.challenge, by), _running(track)
    own = AgendaItem.objects.filter(track=locked, party=seat.party, settled_at=None, withdrawn_at=None)
    known = own.filter(words__isnull=False).first()
    if known is not None and str(known.words) == clean_words(words):
        return known
    if known is not None:
        raise Refused(_("What your party said before is still on the agenda. First write down what came out of it."))
    item = AgendaItem.objects.create(
        track=locked, party=seat.party, words=write(words, by=by), opened_at=timezone.now()
    )
    event = events.FrictionRaised(object=locked.public_id, commit=_commit(item.words), item=item.public_id)
    _record(event, seat, by=by)
    return item


@transaction.atomic
def take_friction_back(item: AgendaItem, *, by: Actor) -> AgendaItem:
    """Take back what one's own party said about a plan, as long as nothing came out of it; the words go (E22)."""
    seat, locked = own_seat(item.track.challenge, by), _locked_item(item)
    if locked.party_id != seat.party_id or locked.words is None:
        raise NotAllowed(_("Only the party that raised this can take it back."))
    if locked.settled_at is not None:
        raise Refused(_("Something came out of this already; both stay beside each other."))
    if locked.withdrawn_at is not None:
        return locked
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    versions = list(locked.words.versions.filter(erased_at=None).order_by("number"))
    erase(versions, taken_back=True)
    _record(events.FrictionTakenBack(object=locked.track.public_id, item=locked.public_id), seat, by=by)
    for version in versions:
        record_erasure(version.commit, by=by)
    return locked


@transaction.atomic
def settle_item(item: AgendaItem, *, outcome: str, by: Actor) -> AgendaItem:
    """Write down what came out of talking about a plan: with that it leaves the agenda, and never without (A26).

    Not during a step back. Who sees it otherwise raises it again as a friction. The same words twice are one.
    """
    locked = _locked_item(item)
    party = permissions.settling_party(locked, by)
    if locked.outcome is not None and str(locked.outcome) == clean_words(outcome):
        return locked
    if not locked.is_open:
        raise Refused(_("This is no longer on the agenda. Does it still rub? Say so again."))
    refuse_while_paused(locked.track.challenge)
    locked.outcome, locked.settled_by, locked.settled_at = write(outcome, by=by), party, timezone.now()
    locked.save(update_fields=["outcome", "settled_by", "settled_at"])
    event = events.ItemSettled(object=locked.track.public_id, commit=_commit(locked.outcome), item=locked.public_id)
    record(event, stream=locked.track.challenge.stream, by=by, party=None if party is None else party.public_id)
    return locked


@transaction.atomic
def end_track(track: Track, *, words: str, by: Actor) -> Track:
    """Tell that a plan no longer runs beside this challenge, and what came of it; first what is open is settled."""
    seat, locked = own_seat(track.challenge, by), _locked(track)
    permissions.refuse_not_running(locked, seat.party)
    if locked.ended_at is not None:
        return locked
    refuse_while_paused(locked.challenge)
    if locked.agenda.filter(settled_at=None, withdrawn_at=None).exists():
        raise Refused(_("Something about this plan is still on the agenda. First write down what came out of that."))
    locked.ending, locked.ended_at = write(words, by=by), timezone.now()
    locked.save(update_fields=["ending", "ended_at"])
    _record(events.TrackEnded(object=locked.public_id, commit=_commit(locked.ending)), seat, by=by)
    return locked


def _touch(track: Track, goal: Goal, seat: Seat) -> AgendaItem:
    """Note that a plan touches a goal, and put that on the agenda if it is not there."""
    if goal.challenge_id != track.challenge_id or goal.state not in ON_THE_TABLE:
        raise Refused(_("This goal is no longer on the table."))
    Overlap.objects.get_or_create(track=track, goal=goal)
    waiting = AgendaItem.objects.filter(track=track, words=None, settled_at=None).first()
    return waiting or AgendaItem.objects.create(track=track, party=seat.party, opened_at=timezone.now())


def _registered(track: Track, item: AgendaItem | None, *, goals: int) -> Event:
    told = {
        "object": track.public_id,
        "commit": track.what.commit,
        "track": track.kind,
        "runs": None if track.runs is None else track.runs.public_id,
        "runner_commit": _commit(track.runner),
        "period_commit": _commit(track.period),
    }
    if item is None:
        return events.TrackRegistered(**told)  # type: ignore[arg-type]  # the facts of both
    return events.OverlapRegistered(**told, item=item.public_id, goals=goals)  # type: ignore[arg-type]


def _say(text: Text, words: str, by: Actor) -> None:
    if str(text) != clean_words(words):
        revise(text, words, by=by)


def _locked(track: Track) -> Track:
    tracks = Track.objects.select_related("challenge__stream", "what__current", "period__current", "party", "runs")
    return tracks.select_for_update(of=("self",)).get(pk=track.pk)


def _running(track: Track) -> Track:
    locked = _locked(track)
    if locked.ended_at is not None:
        raise Refused(_("This plan no longer runs. Tell of it anew if it does."))
    return locked


def _locked_item(item: AgendaItem) -> AgendaItem:
    items = AgendaItem.objects.select_related("track__challenge__stream", "words__current", "outcome__current")
    return items.select_for_update(of=("self",)).get(pk=item.pk)


def _refuse_party(challenge: Challenge, party: Party | None) -> None:
    if party is not None and (party.challenge_id != challenge.pk or party.state != Party.State.ACTIVE):
        raise Refused(_("Choose a party that takes part here, or somebody else."))


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _record(event: Event, seat: Seat, *, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)

"""What can one do: propose an agreement or other words for it, be in it or not, look at it again."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.accords import events, permissions, queries
from communityup.network.accords.models import Accord, CoreAsked, Yes
from communityup.network.members.models import CoreMembership
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write

YEAR = dt.timedelta(days=365)


@transaction.atomic
def propose_accord(network: Network, *, words: str, review_on: dt.date, by: Actor) -> Accord:
    """Propose an agreement; one's own member is in it at once, nobody else. The same words again are the same."""
    own = permissions.proposes_for(network, by)
    held = _held(network)
    permissions.refuse_day(review_on)
    if again := held.accords.filter(ended_at=None, words__current__body=clean_words(words)).first():
        return again
    permissions.refuse_more(held)
    now = timezone.now()
    accord = Accord.objects.create(network=held, words=write(words, by=by), proposed_at=now, review_on=review_on)
    if own is not None:
        Yes.objects.create(accord=accord, member=own.member, said_at=now)
    event = events.AccordProposed(object=accord.public_id, commit=accord.words.commit, day=review_on.isoformat())
    record(event, stream=held.stream, by=by, role="coordinator" if own is None else "member")
    return accord


@transaction.atomic
def answer_accord(accord: Accord, *, wants: bool, by: Actor) -> None:
    """Say that one's own member is in an agreement, or not any more. Clicking twice changes nothing."""
    own = acts_in(accord.network, by)
    locked = _locked(accord)
    permissions.refuse_ended(locked)
    if wants:
        said = {"said_at": timezone.now()}
        changed = Yes.objects.get_or_create(accord=locked, member=own.member, defaults=said)[1]
    else:
        changed = bool(Yes.objects.filter(accord=locked, member=own.member).delete()[0])
    if not changed:
        return
    said_now = events.AccordJoined(
        object=locked.public_id, answer="yes" if wants else "no", member=own.member.public_id
    )
    _record(said_now, locked, by)
    _replace(locked)
    _conclude(locked)


@transaction.atomic
def reword_accord(accord: Accord, *, words: str, review_on: dt.date, by: Actor) -> Accord:
    """Propose other words for an agreement one is in. It holds as it was until all who are in it said yes to these."""
    own = permissions.own_yes(accord, by)
    locked = _locked(accord)
    permissions.refuse_ended(locked)
    permissions.refuse_day(review_on)
    here = Accord.objects.filter(network=locked.network, ended_at=None, words__current__body=clean_words(words))
    if again := here.first():
        return again
    permissions.refuse_more(locked.network)
    now = timezone.now()
    made = Accord.objects.create(
        network=locked.network, words=write(words, by=by), proposed_at=now, review_on=review_on, replaces=locked
    )
    Yes.objects.create(accord=made, member=own.member, said_at=now)
    event = events.AccordReworded(
        object=made.public_id, commit=made.words.commit, day=review_on.isoformat(), earlier=locked.public_id
    )
    _record(event, locked, by)
    _replace(made)
    return made


@transaction.atomic
def look_again(accord: Accord, *, wish: str, by: Actor) -> None:
    """Say for one's own member whether an agreement is kept or ended, once it is time; all in it decide together.

    Who says nothing is waited for: silence keeps nothing and ends nothing. Clicking twice changes nothing.
    """
    own = permissions.own_yes(accord, by)
    locked = _locked(accord)
    permissions.refuse_ended(locked)
    permissions.refuse_early(locked)
    if own.wish == Yes.Wish(wish):
        return
    own.wish = Yes.Wish(wish)
    own.save(update_fields=["wish"])
    _record(events.WishSaid(object=locked.public_id, wish=wish, member=own.member.public_id), locked, by)
    _conclude(locked)


def remind_due() -> int:
    """Tell who is in agreements that it is time to look at them again, once for each day of review; return how many."""
    due = queries.due().values_list("pk", flat=True)
    return sum(_remind(pk) for pk in list(due))


@transaction.atomic
def _remind(pk: int) -> int:
    accord = _locked(Accord.objects.select_related("network").get(pk=pk))
    if not queries.due().filter(pk=pk).exists():
        return 0
    accord.told_for = accord.review_on
    accord.save(update_fields=["told_for"])
    event = events.ReviewDue(object=accord.public_id)
    record(event, stream=accord.network.stream, by=Actor.job("accords.remind"))
    return 1


def ask_core_due() -> int:
    """Ask members whose year in the core ends within a month whether they give another; return how many.

    No year begins by itself: who says nothing is a member like any other afterwards.
    """
    return sum(_ask_core(pk) for pk in list(queries.core_to_ask().values_list("pk", flat=True)))


@transaction.atomic
def _ask_core(pk: int) -> int:
    year = CoreMembership.objects.select_related("member__network__stream").get(pk=pk)
    _held(year.member.network)
    if not queries.core_to_ask().filter(pk=pk).exists():
        return 0
    CoreAsked.objects.create(year=year, asked_at=timezone.now())
    event = events.CoreYearEnds(object=year.public_id, member=year.member.public_id)
    record(event, stream=year.member.network.stream, by=Actor.job("accords.ask_core"))
    return 1


def _conclude(accord: Accord) -> None:
    """Keep or end an agreement when all members in it want the same; nobody in it ends it too."""
    said = list(queries.inside(accord).values_list("wish", flat=True))
    if set(said) == {Yes.Wish.KEEP} and len(said) > 1:
        accord.review_on = timezone.localdate() + YEAR
        accord.yeses.update(wish=Yes.Wish.NONE)
        accord.save(update_fields=["review_on"])
        kept = events.AccordKept(object=accord.public_id, day=accord.review_on.isoformat())
        record(kept, stream=accord.network.stream, by=Actor.job("accords.conclude"))
    elif set(said) <= {Yes.Wish.END}:
        _end(accord)


def _replace(accord: Accord) -> None:
    """End the agreement in whose place this one was proposed, once all who are in that one are in this one."""
    earlier = accord.replaces
    if earlier is None or earlier.ended_at is not None:
        return
    here = set(queries.inside(accord).values_list("member", flat=True))
    if set(queries.inside(earlier).values_list("member", flat=True)) <= here:
        _end(earlier)


def _end(accord: Accord) -> None:
    accord.ended_at = timezone.now()
    accord.save(update_fields=["ended_at"])
    event = events.AccordEnded(object=accord.public_id)
    record(event, stream=accord.network.stream, by=Actor.job("accords.conclude"))


def _held(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _locked(accord: Accord) -> Accord:
    """Return an agreement under the lock of its network."""
    _held(accord.network)
    return Accord.objects.select_related("network__stream", "words__current", "replaces__network").get(pk=accord.pk)


def _record(event: Event, accord: Accord, by: Actor) -> None:
    record(event, stream=accord.network.stream, by=by, role="member")

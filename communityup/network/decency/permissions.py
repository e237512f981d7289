"""Who looks at reported words: a coordinator and somebody of another member, never who is concerned (E2, E4)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.decency.models import (
    ANSWER_WITHIN,
    ASK_WITHIN,
    FIRST,
    KEYS,
    SECOND,
    Appeal,
    Case,
    Holder,
    Key,
    Report,
)
from communityup.network.members.models import Delegate, Member
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Coordinator, Network
from communityup.network.networks.permissions import Viewer
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text
from communityup.texts.queries import Placed, kinds, placed, read

REPORTS_A_DAY = 10
# How a case ends in which words that somebody reported stay: who reported hears of that.
STAYS = (Case.End.KEPT, Case.End.TERM, Case.End.NO_OTHERS)


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Whom reported words concern: who wrote and who reported them, and the members these act for."""

    people: frozenset[int]
    members: frozenset[int]


def concerned(case: Case) -> Concerned:
    """Return whom this case concerns; these turn no key. Also everybody of the same organisation under another name."""
    return concerned_by([case])[case.pk]


def concerned_by(cases: Sequence[Case]) -> dict[int, Concerned]:
    """Return whom each of these cases concerns, by its key; five queries, however many there are."""
    people = _people_by(cases)
    acts: dict[tuple[int, int], set[int]] = defaultdict(set)
    everybody = {person for found in people.values() for person in found}
    networks = {case.network_id for case in cases}
    here = Delegate.objects.filter(member__network__in=networks, person__in=everybody)
    for network, person, member in here.values_list("member__network", "person", "member"):
        acts[network, person].add(member)
    parties = _parties_by(cases)
    members = {
        case.pk: parties[case.text_id].union(*(acts[case.network_id, person] for person in people[case.pk]))
        for case in cases
    }
    same = _same_organisations({member for found in members.values() for member in found})
    return {
        case.pk: Concerned(
            people=frozenset(people[case.pk]),
            members=frozenset().union(*(same[member] for member in members[case.pk])),
        )
        for case in cases
    }


def both_looks(case: Case) -> list[int]:
    """Return the keys of this case and of the one that it looks at again."""
    return [one for one in (case.pk, case.again_of_id) if one is not None]


def same_organisation(members: Iterable[int]) -> set[int]:
    """Return these members, and those of the same organisations."""
    return set().union(*_same_organisations(set(members)).values())


def free_coordinators(case: Case, about: Concerned) -> list[Coordinator]:
    """Return the coordinators whom this does not concern: each of them can turn the key of the coordinator."""
    return free_coordinators_by([case], {case.pk: about})[case.pk]


def free_coordinators_by(cases: Sequence[Case], about: Mapping[int, Concerned]) -> dict[int, list[Coordinator]]:
    """Return for each case the coordinators whom it does not concern, none when others look again; two queries."""
    here = Coordinator.objects.filter(network__in={case.network_id for case in cases}, until=None)
    coordinators = list(here.select_related("person").order_by("pk"))
    acts: dict[tuple[int, int], set[int]] = defaultdict(set)
    inside = Delegate.objects.filter(member__network__in=here.values("network"), person__in=here.values("person"))
    for network, person, member in inside.values_list("member__network", "person", "member"):
        acts[network, person].add(member)

    def is_free(one: Coordinator, case: Case) -> bool:
        if one.network_id != case.network_id or case.again_of_id is not None:
            return False
        known = about[case.pk]
        return one.person_id not in known.people and known.members.isdisjoint(acts[one.network_id, one.person_id])

    free = {case.pk: [one for one in coordinators if is_free(one, case)] for case in cases}
    reading = readers_by(cases, {one.person for found in free.values() for one in found})
    readers = {pk: [one for one in found if (pk, one.person_id) in reading] for pk, found in free.items()}
    return {pk: readers[pk] or found for pk, found in free.items()}


def readers_by(cases: Sequence[Case], people: Iterable[Person]) -> set[tuple[int, int]]:
    """Return who of these people reads the words of which case; as many queries for one case as for many.

    What everybody reads is not asked: there, all of them do.
    """
    found = {(case.pk, person.pk) for case in cases if not case.is_for_few for person in people}
    sorts: dict[tuple[str, int], list[Case]] = defaultdict(list)
    for case in cases:
        if case.is_for_few:
            sorts[case.kind, case.network.stream_id].append(case)
    for (field, stream), here in sorts.items():
        kind = kinds().get(field)
        if kind is None or kind.seen_by is None:
            continue
        for person in people:
            told = {f"{kind.path}__in": {case.text_id for case in here}}
            seen = kind.holders.filter(kind.seen_by(person, stream), **told).values_list(kind.path, flat=True)
            texts = set(seen.order_by())
            found |= {(case.pk, person.pk) for case in here if case.text_id in texts}
    return found


def reads(case: Case, viewer: Viewer) -> bool:
    """Say whether somebody reads the words of a case where they stand."""
    if not case.is_for_few:
        return True
    return isinstance(viewer, Person) and bool(readers_by([case], [viewer]))


def next_holder(case: Case, about: Concerned) -> Holder | None:
    """Return whose turn it is: who waited longest of those whom it does not concern, of a member without a key here.

    For words that only some read, those of these come first.
    """
    return next(iter(_willing(case, about)), None)


def _willing(case: Case, about: Concerned) -> list[Holder]:
    """Return who can be asked for a key, in the order of their turns."""
    coordinators = set(case.network.coordinators.filter(until=None).values_list("person", flat=True))
    before = Q(case=case.again_of_id, given_at__isnull=False)
    turned = Key.objects.filter(Q(case=case) | before).order_by()
    asked = set(turned.filter(person__isnull=False).values_list("person", flat=True))
    members = set(_members_of(case.network, coordinators))
    members |= set(turned.filter(member__isnull=False).values_list("member", flat=True))
    there = Holder.objects.filter(network=case.network, until=None, member__left_at=None)
    willing = there.filter(member__delegates__person=F("person")).exclude(
        person__in=coordinators | asked | about.people
    )
    found = willing.exclude(member__in=same_organisation(members) | about.members).select_related("person", "member")
    if not case.is_for_few:
        return list(found[:1])
    holders = list(found)
    reading = readers_by([case], [one.person for one in holders])
    return sorted(holders, key=lambda one: (case.pk, one.person_id) not in reading)


def look_of(case: Case) -> int | None:
    """Return which look goes on now: the first, the second after an appeal, or none."""
    if case.ended_at is not None:
        return None
    if case.confirmed_at is None:
        return FIRST
    return SECOND if Appeal.objects.filter(case=case, decided_at=None).exists() else None


def is_free(key: Key, about: Concerned) -> bool:
    """Say whether whose turn it is can still turn this key: it does not concern them, and they still hold one.

    Nobody gives a coordinator a turn: their key is there as soon as they turn it.
    """
    holds = Holder.objects.filter(network=key.case.network_id, person=key.person_id, until=None, member__left_at=None)
    if not holds.filter(member__delegates__person=F("person")).exists():
        return False
    return key.person_id not in about.people and key.member_id not in about.members


def waits_for_coordinators(case: Case, about: Concerned) -> bool:
    """Say whether the first key is kept for the coordinators: for three days, if it is not about all of them.

    Not for who is away, nor for words that two read who hold a key, and no coordinator.
    """
    in_time = case.opened_at + ANSWER_WITHIN > timezone.now()
    free = free_coordinators(case, about) if look_of(case) == FIRST and in_time else []
    free = [one for one in free if not one.is_away]
    if not free or not case.is_for_few or reads(case, free[0].person):
        return bool(free)
    willing = [one.person for one in _willing(case, about)]
    return len(readers_by([case], willing)) < len(KEYS)


def key_of(case: Case, viewer: Viewer) -> Key | None:
    """Return the key that somebody can turn or turned here: the one they were asked for, or that of a coordinator."""
    look = look_of(case)
    if not isinstance(viewer, Person) or look is None:
        return None
    about, here = concerned(case), case.keys.filter(look=look, passed_at=None).select_related("case")
    asked = here.filter(person=viewer).first()
    if asked is not None:
        return asked if asked.given_at is not None or is_free(asked, about) else None
    if look == SECOND or here.filter(place=1).exists():
        return None
    if not any(one.person_id == viewer.pk for one in free_coordinators(case, about)):
        return None
    own = delegate_of(case.network, viewer)
    member = None if own is None else own.member
    return Key(case=case, place=1, is_coordinator=True, person=viewer, member=member, asked_at=case.opened_at)


def own_key(case: Case, by: Actor) -> Key:
    """Return the key that somebody turns here; raises NotAllowed for everybody else."""
    found = None if by.person is None else key_of(case, by.person)
    if found is None:
        raise NotAllowed(_("Others look at these words. You cannot turn a key here."))
    return found


def speaks_for(case: Case, viewer: Viewer) -> bool:
    """Say whether these are somebody's words."""
    return isinstance(viewer, Person) and viewer.pk in speakers_by([case])[case.pk]


def speakers_by(cases: Sequence[Case]) -> dict[int, set[int]]:
    """Return whose words each case is about: who wrote them; of what nobody wrote here, the people of that member.

    Asks nothing for words of which it is known who wrote them, and as often for one case as for many.
    """
    authors = {case.pk: case.text.current.author_id for case in cases if case.text.current is not None}
    found = {case.pk: {author} if (author := authors.get(case.pk)) is not None else set() for case in cases}
    without = [case for case in cases if case.pk in authors and authors[case.pk] is None]
    parties = _parties_by(without)
    acts: dict[int, set[int]] = defaultdict(set)
    if members := set().union(*parties.values()):
        here = Delegate.objects.filter(member__in=members, member__left_at=None)
        for member, person in here.values_list("member", "person"):
            acts[member].add(person)
    for case in without:
        found[case.pk] = set().union(*(acts[member] for member in parties[case.text_id]))
    return found


def can_still_ask(since: dt.datetime) -> Q:
    """Return the condition for cases, confirmed after this moment, in which whose words are hidden can ask again."""
    return Q(hidden_at__isnull=False, ended_at=None, confirmed_at__gt=since, appeal=None)


def may_see(case: Case, viewer: Viewer) -> bool:
    """Say whether somebody reads of a case: who turns a key, whose words were hidden, and who reported what stays."""
    if key_of(case, viewer) is not None or (case.hidden_at is not None and speaks_for(case, viewer)):
        return True
    return case.end in STAYS and reported_by(case, viewer)


def reported_by(case: Case, viewer: Viewer) -> bool:
    """Say whether somebody reported these words, here or in the case that is looked at again."""
    return isinstance(viewer, Person) and Report.objects.filter(case__in=both_looks(case), person=viewer).exists()


def may_ask_others(case: Case, viewer: Viewer) -> bool:
    """Say whether somebody can ask two others to look at what they reported."""
    if not isinstance(viewer, Person) or not reported_by(case, viewer):
        return False
    try:
        refuse_asking_others(case)
    except Refused:
        return False
    return not Case.objects.filter(again_of=case).exists()


def refuse_own(place: Placed, by: Actor) -> None:
    """Raise Refused for reporting one's own words."""
    if place.author is not None and place.author == by.account.pk:
        raise Refused(_("These are your own words. You can take them back where you wrote them."))


def kept_once(text: Text, reason: str) -> Case | None:
    """Return the case in which one look said that these words stay, so that two others look now; None for new ones.

    Raises Refused for what two others looked at already: the same words, for the same reason.
    """
    seen = Case.objects.filter(text=text, version=text.commit or "", reason=reason)
    found = seen.filter(end__in=[Case.End.KEPT, Case.End.SECOND_LOOK, Case.End.NO_OTHERS]).order_by("-pk").first()
    if found is None:
        return None
    looked_again = found.again_of_id is not None or Case.objects.filter(again_of=found).exists()
    if found.end != Case.End.KEPT or looked_again:
        raise Refused(_("These words were looked at for this reason already, and they stay."))
    return found


def own_report(case: Case, by: Actor) -> None:
    """Raise NotAllowed for who did not report these words."""
    if not reported_by(case, by.account):
        raise NotAllowed(_("Only who reported these words can ask two others to look."))


def refuse_asking_others(case: Case) -> None:
    """Raise Refused when there is nothing (any more) that two others can look at: once, within four weeks."""
    if case.again_of_id is not None:
        raise Refused(_("Two others looked at it already. This is decided."))
    if case.end not in {Case.End.KEPT, Case.End.TERM}:
        raise Refused(_("Two others look only at words that stayed after you reported them."))
    if case.ended_at is not None and case.ended_at + ASK_WITHIN <= timezone.now():
        raise Refused(_("You could ask for another look for four weeks. That time is over."))
    if case.text.commit != case.version:
        raise Refused(_("These words changed. If something is still wrong with them, report them again."))
    if Case.objects.filter(text=case.text_id, ended_at=None).exclude(again_of=case).exists():
        raise Refused(_("These words were reported again already. Two people look at them now."))


def refuse_many(by: Actor) -> None:
    """Raise Refused for who reported very much today."""
    today = timezone.now() - dt.timedelta(days=1)
    if Case.objects.filter(reports__person=by.account, reports__reported_at__gt=today).count() >= REPORTS_A_DAY:
        raise Refused(_("You reported a lot today already. Try again tomorrow, or write to the network."))


def refuse_looking_again(case: Case, by: Actor) -> None:
    """Raise NotAllowed for words of others, Refused when there is nothing to look at again (any more)."""
    if not speaks_for(case, by.account):
        raise NotAllowed(_("Only whose words these are can ask for another look."))
    if case.confirmed_at is None or not case.is_hidden:
        raise Refused(_("Two people did not hide these words."))
    if case.confirmed_at + ASK_WITHIN <= timezone.now():
        raise Refused(_("You could ask for another look for four weeks. That time is over."))


def refuse_coordinator(network: Network, by: Actor) -> None:
    """Raise Refused for a coordinator who wants a second key: they have one, and the two are never of one."""
    if network.coordinators.filter(until=None, person=by.account).exists():
        raise Refused(_("You coordinate this network, so you have a key already. The second is of a member."))


def _members_of(network: Network, people: Iterable[int]) -> Iterable[int]:
    return Delegate.objects.filter(member__network=network, person__in=set(people)).values_list("member", flat=True)


def _people_by(cases: Sequence[Case]) -> dict[int, set[int]]:
    """Return who wrote and who reported the words of each case, also in the case that it looks at again."""
    people: dict[int, set[int]] = {case.pk: set() for case in cases}
    looked = {pk: case.pk for case in cases for pk in both_looks(case)}
    for case in cases:
        author = case.text.current.author_id if case.text.current else None
        people[case.pk] |= set() if author is None else {author}
    reports = Report.objects.filter(case__in=looked, person__isnull=False).order_by()
    for pk, person in reports.values_list("case", "person"):
        people[looked[pk]].add(person)
    return people


def _parties_by(cases: Sequence[Case]) -> dict[int, set[int]]:
    """Return in the name of which member the words of these cases were said, by the key of the text."""
    found: dict[int, set[int]] = defaultdict(set)
    chosen = [kind for field in {case.kind for case in cases} if (kind := kinds().get(field)) is not None]
    if chosen:
        streams, texts = {case.network.stream_id for case in cases}, {case.text_id for case in cases}
        for place in read(placed(chosen=chosen, text__in=texts, stream__in=streams)):
            found[place.text] |= set() if place.party is None else {place.party}
    return found


def _same_organisations(members: set[int]) -> dict[int, set[int]]:
    """Return of each of these members itself, and those of the same organisation."""
    own = dict(Member.objects.filter(pk__in=members, organisation__isnull=False).values_list("pk", "organisation"))
    found: dict[int, set[int]] = defaultdict(set)
    for pk, organisation in Member.objects.filter(organisation__in=own.values()).values_list("pk", "organisation"):
        found[organisation].add(pk)
    return {member: {member} | (found[own[member]] if member in own else set()) for member in members}

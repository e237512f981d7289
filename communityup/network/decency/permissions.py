"""Who looks at reported words: a coordinator and somebody of another member, never who is concerned (E2, E4)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.decency.models import ANSWER_WITHIN, ASK_WITHIN, FIRST, SECOND, Appeal, Case, Holder, Key
from communityup.network.members.models import Delegate, Member
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Coordinator, Network
from communityup.network.networks.permissions import Viewer
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text
from communityup.texts.queries import Placed, place_of

REPORTS_A_DAY = 10


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Whom reported words concern: who wrote and who reported them, and the members these act for."""

    people: frozenset[int]
    members: frozenset[int]


def concerned(case: Case) -> Concerned:
    """Return whom this case concerns; these turn no key. Also everybody of the same organisation under another name."""
    people = set(case.reports.filter(person__isnull=False).values_list("person", flat=True))
    author = case.text.current.author_id if case.text.current else None
    people |= set() if author is None else {author}
    members = set(_members_of(case.network, people))
    place = place_of(case.text, stream=case.network.stream_id)
    if place is not None and place.party is not None:
        members.add(place.party)
    return Concerned(people=frozenset(people), members=frozenset(same_organisation(members)))


def same_organisation(members: Iterable[int]) -> set[int]:
    """Return these members, and those of the same organisations."""
    own = set(members)
    organisations = Member.objects.filter(pk__in=own, organisation__isnull=False).values("organisation")
    return own | set(Member.objects.filter(organisation__in=organisations).order_by().values_list("pk", flat=True))


def free_coordinators(case: Case, about: Concerned) -> list[Coordinator]:
    """Return the coordinators whom this does not concern: each of them can turn the key of the coordinator."""
    here = case.network.coordinators.filter(until=None).exclude(person__in=about.people).select_related("person")
    inside = Delegate.objects.filter(member__network=case.network, member__in=about.members)
    return list(here.exclude(person__in=inside.values("person")))


def next_holder(case: Case, about: Concerned) -> Holder | None:
    """Return whose turn it is: who waited longest of those whom it does not concern, of a member without a key here."""
    coordinators = set(case.network.coordinators.filter(until=None).values_list("person", flat=True))
    asked = set(case.keys.filter(person__isnull=False).values_list("person", flat=True))
    members = set(_members_of(case.network, coordinators))
    members |= set(case.keys.filter(member__isnull=False).values_list("member", flat=True))
    there = Holder.objects.filter(network=case.network, until=None, member__left_at=None)
    willing = there.filter(member__delegates__person=F("person")).exclude(
        person__in=coordinators | asked | about.people
    )
    return willing.exclude(member__in=same_organisation(members) | about.members).first()


def look_of(case: Case) -> int | None:
    """Return which look goes on now: the first, the second after an appeal, or none."""
    if case.ended_at is not None:
        return None
    if case.confirmed_at is None:
        return FIRST
    return SECOND if Appeal.objects.filter(case=case, decided_at=None).exists() else None


def is_free(key: Key, about: Concerned) -> bool:
    """Say whether whose turn it is can still turn this key: it does not concern them, and they still hold one."""
    if key.is_coordinator:
        return True
    holds = Holder.objects.filter(network=key.case.network_id, person=key.person_id, until=None, member__left_at=None)
    if not holds.filter(member__delegates__person=F("person")).exists():
        return False
    return key.person_id not in about.people and key.member_id not in about.members


def waits_for_coordinators(case: Case, about: Concerned) -> bool:
    """Say whether the first key is kept for the coordinators: for three days, if it is not about all of them."""
    in_time = case.opened_at + ANSWER_WITHIN > timezone.now()
    return look_of(case) == FIRST and in_time and bool(free_coordinators(case, about))


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
    """Say whether these are somebody's words: who wrote them; of what nobody wrote here, the people of that member."""
    if not isinstance(viewer, Person) or case.text.current is None:
        return False
    if case.text.current.author_id is not None:
        return case.text.current.author_id == viewer.pk
    place, own = place_of(case.text, stream=case.network.stream_id), delegate_of(case.network, viewer)
    return place is not None and own is not None and place.party == own.member_id


def may_see(case: Case, viewer: Viewer) -> bool:
    """Say whether somebody reads what was reported: who turns a key; and once words were hidden, whose words it are."""
    return key_of(case, viewer) is not None or (case.hidden_at is not None and speaks_for(case, viewer))


def refuse_own(place: Placed, by: Actor) -> None:
    """Raise Refused for reporting one's own words."""
    if place.author is not None and place.author == by.account.pk:
        raise Refused(_("These are your own words. You can take them back where you wrote them."))


def refuse_seen(text: Text, reason: str) -> None:
    """Raise Refused for what two people looked at already: the same words, for the same reason."""
    seen = Case.objects.filter(text=text, version=text.commit or "", reason=reason)
    if seen.filter(end__in=[Case.End.KEPT, Case.End.SECOND_LOOK]).exists():
        raise Refused(_("These words were looked at for this reason already, and they stay."))


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

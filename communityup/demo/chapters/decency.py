"""Words that were reported in the network of the demo: some hidden by two keys, one stays, one waits for both."""

from typing import Any

from communityup.network.decency import actions as decency
from communityup.network.members.models import Member
from communityup.network.offers import actions as offers
from communityup.people.actors import Actor


def look_together(inside: dict[str, Member], told: dict[str, Any]) -> None:
    """Let members hold a key, write and report words, and let two people hide what is told."""
    for name in told["holders"]:
        decency.hold_key(inside[name].network, by=_actor_for(inside[name]))
    for one in told["words"]:
        writes = inside[one["member"]]
        what = {name: one[name] for name in ("direction", "what", "words")}
        text = offers.make_offer(writes, **what, by=_actor_for(writes)).words
        reporter = _actor_for(inside[one["reporter"]])
        case = decency.report(writes.network, text, reason=one["reason"], words=one["said"], by=reporter)
        coordinator = writes.network.coordinators.select_related("person").filter(until=None)[0].person
        if one.get("stays"):
            decency.turn_key(case, wish="show", by=Actor.of(coordinator))
        if one["hidden"]:
            second = case.keys.select_related("person").exclude(person=None)[0].person
            for person in (coordinator, second):
                if person is not None:
                    decency.turn_key(case, wish="hide", by=Actor.of(person))


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)

"""Who is stuck in the network of the demo: what they ask, who thinks along, and the steps they took together."""

from typing import Any

from communityup.network.members.models import Member
from communityup.network.stuck import actions as stuck
from communityup.network.stuck.models import HelpRequest
from communityup.people.actors import Actor


def think_along(inside: dict[str, Member], told: dict[str, Any]) -> None:
    """Let members offer to think along, ask what they are stuck on, and go through one case as far as is told."""
    for name in told["peers"]:
        stuck.be_peer(inside[name].network, wants=True, by=_actor_for(inside[name]))
    for one in told["questions"]:
        asks = inside[one["member"]]
        request = stuck.ask_peers(
            asks.network,
            words=one["words"],
            audience=one["audience"],
            is_named=False,
            keep_days=30,
            by=_actor_for(asks),
        )
        for offer in one.get("offers", []):
            along = _actor_for(inside[offer["member"]])
            stuck.offer_to_think_along(request, words=offer["words"], by=along)
        for offer in one.get("offers", []):
            if offer.get("accepted"):
                made = request.offers.get(person=_actor_for(inside[offer["member"]]).person)
                stuck.accept_offer(made, by=_actor_for(asks))
        if "consultation" in one:
            _go_through(request, inside, one["consultation"])


def _go_through(request: HelpRequest, inside: dict[str, Member], told: dict[str, Any]) -> None:
    """Let the group plan its consultation, and go through the steps that are told."""
    leads = _actor_for(inside[told["leader"]])
    leader = request.offers.get(person=leads.person)
    stuck.plan_consultation(request, leader=leader, where=told["where"], pace="long", by=leads)
    for number, step in enumerate(told["steps"]):
        stuck.next_step(request, after=number, by=leads)
        for note in step:
            stuck.write_note(request, words=note["words"], by=_actor_for(inside[note["member"]]))


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)

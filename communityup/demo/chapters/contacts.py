"""Who is who in the network of the demo, in roles only, and what people of members wrote to each other."""

from typing import Any

from communityup.network.contacts import actions as contacts
from communityup.network.members.models import Member
from communityup.people.actors import Actor


def find_each_other(inside: dict[str, Member], told: dict[str, Any]) -> None:
    """Let people of members be found and write to each other; one shows a message to who coordinates."""
    found = {
        one["member"]: contacts.be_found(
            inside[one["member"]].network, role=one["role"], about=one["about"], by=_actor_for(inside[one["member"]])
        )
        for one in told["found"]
    }
    for one in told["conversations"]:
        first, other = _actor_for(inside[one["from"]]), _actor_for(inside[one["to"]])
        message = contacts.write_to(found[one["to"]], words=one["words"], shares=False, by=first)
        for number, words in enumerate(one["replies"]):
            contacts.reply(message, words=words, shares=False, by=first if number % 2 else other)
        if one.get("shown"):
            contacts.report(message, by=other)


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)

"""The practices of the demo network: written by a member, read over by another, with a yes of every voice."""

from typing import Any

from communityup.base.documents import read
from communityup.demo import queries
from communityup.network.adaptations import actions as adaptations
from communityup.network.enclosures import actions as enclosures
from communityup.network.library import actions as library
from communityup.network.library.models import Account, Practice
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.people.actors import Actor
from communityup.portal.actions import practice_from
from communityup.workspace.challenges.models import Challenge

ACCOUNT = (
    "place", "size", "mode", "contact_role", "context", "did", "why", "stumbling", "conditions", "stumbles", "themes",
)  # fmt: skip


def write_down(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let members write practices down; all but those that are still being written are published."""
    for one in told:
        writes = _actor_for(inside[one["member"]])
        practice = library.begin_practice(inside[one["member"]], title=one["title"], by=writes)
        words = {name: one[name] for name in ACCOUNT if name in one}
        library.write_practice(practice, account=Account(title=one["title"], **words), by=writes)
        for voice in one["voices"]:
            emails = [queries.address_of(one) for one in (voice["person"], *voice.get("also", []))]
            library.name_voice(practice, label=voice["label"], emails=emails, quote=voice.get("quote", ""), by=writes)
        for file in one.get("files", []):
            document = read(file["words"].encode())
            enclosures.add_file(practice, title=file["title"], document=document, by=writes)
        library.ask_review(practice, by=writes)
        if reader := one.get("read_by"):
            _finish(practice, one["voices"], _actor_for(inside[reader]), writes)


def use_again(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let other members tell how they used a practice, and what they changed."""
    for one in told:
        for use in one.get("used", []):
            practice = inside[one["member"]].practices.get(title=one["title"])
            words = {name: use[name] for name in ("place", "changed", "happened")}
            adaptations.tell_adaptation(practice, **words, by=_actor_for(inside[use["member"]]))


def make_of_challenges(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let who sits at the table of a challenge of the demo act for a member too, and begin a practice from it."""
    for one in told:
        challenge = Challenge.objects.filter(slug=one["challenge"]).first()
        if challenge is None:
            continue
        member, person = inside[one["member"]], queries.person(one["person"])
        asked = members.invite_delegate(member, email=person.email, by=_actor_for(member))
        members.begin(asked, by=Actor.of(person))
        practice_from(challenge, member=member, title=one["title"], by=Actor.of(person))


def _finish(practice: Practice, voices: list[dict[str, Any]], reader: Actor, writes: Actor) -> None:
    for voice in practice.voices.all():
        told = next(one for one in voices if one["label"] == voice.label)
        by = Actor.of(queries.person(told["person"]))
        library.answer_voice(voice, yes=True, quote=told.get("quote", ""), by=by)
    library.review(practice, good=True, by=reader)
    library.publish(practice, by=writes)


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)

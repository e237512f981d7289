"""The programme of the next session in the demo, with a proposal that waits; and what members agreed for the year."""

import datetime as dt
from typing import Any

from django.utils import timezone

from communityup.demo import queries
from communityup.network.accords import actions as accords
from communityup.network.members.models import Member
from communityup.network.programme import actions as programme
from communityup.people.actors import Actor


def prepare(inside: dict[str, Member], told: list[dict[str, Any]], coordinator: str) -> None:
    """Let the coordinator make a programme, and members bring something and answer what they are asked."""
    by = Actor.of(queries.person(coordinator))
    for one in told:
        host = inside[one["host"]]
        session = host.network.sessions.get(gathering__title=one["session"])
        programme.name_host(session, member=host, by=by)
        for part in one["parts"]:
            about = _about(part, inside, host)
            if part.get("proposed"):
                programme.propose(session, about=about, by=_actor_for(inside[part["member"]]))
                continue
            made = programme.put_in(session, about=about, by=by)
            if "answers" in part:
                programme.answer(made, **part["answers"], by=_actor_for(inside[part["member"]]))


def agree(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let members agree on something, with the day on which they look at it again."""
    for one in told:
        first, *others = (inside[name] for name in one["members"])
        day = timezone.localdate() + dt.timedelta(days=one["days"])
        made = accords.propose_accord(first.network, words=one["words"], review_on=day, by=_actor_for(first))
        for other in others:
            accords.answer_accord(made, wants=True, by=_actor_for(other))


def _about(part: dict[str, Any], inside: dict[str, Member], host: Member) -> programme.About:
    told = {name: part[name] for name in ("title", "minutes", "words", "who") if name in part}
    theme, title = part.get("question"), part.get("practice")
    return programme.About(
        **told,
        member=inside.get(part.get("member", "")),
        question=host.network.learning_questions.filter(theme=theme).first() if theme else None,
        practice=host.network.practices.filter(title=title, state="published").first() if title else None,
    )


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)

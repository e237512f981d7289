"""The programme of the next session in the demo: parts in order, one answered beforehand, and a proposal that waits."""

from typing import Any

from communityup.demo import queries
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

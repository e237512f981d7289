"""The visits of the demo network: asked, offered, matched and agreed, and what the guests told of one."""

from typing import Any

from communityup.demo import queries
from communityup.demo.chapters.network import moment_of
from communityup.network.impressions import actions as impressions
from communityup.network.impressions.permissions import edition_of
from communityup.network.members.models import Member
from communityup.network.positions import actions as positions
from communityup.network.visits import actions as visits
from communityup.network.visits.models import Form, Visit, Wish
from communityup.people.actors import Actor


def stand(inside: dict[str, Member], told: list[dict[str, Any]]) -> None:
    """Let members note for themselves where they stand."""
    for one in told:
        member = inside[one["member"]]
        positions.note_positions(member, stands=one["stands"], may_match=one["may_match"], by=_actor_for(member))


def visit_each_other(inside: dict[str, Member], told: list[dict[str, Any]], coordinator: str) -> None:
    """Let members ask and offer; some were put together, some of these said yes, and some told what came of it."""
    for one in told:
        ask = _wish(inside[one["guest"]], one["ask"], one["form"]) if "ask" in one else None
        offer = _wish(inside[one["host"]], one["offer"], one["form"]) if "offer" in one else None
        if ask is None or offer is None:
            continue
        proposal = visits.propose(ask, offer, by=Actor.of(queries.person(coordinator)))
        if not one.get("agreed"):
            continue
        visits.answer(proposal, yes=True, reason="", by=_actor_for(ask.member))
        visit = visits.answer(proposal, yes=True, reason="", by=_actor_for(offer.member))
        if visit is not None:
            _go(visit, one)


def _wish(member: Member, told: dict[str, Any], form: str) -> Wish:
    make = visits.ask_visit if "question" in told else visits.offer_visit
    return make(member, card=visits.Card(form=form, **told), by=_actor_for(member))


def _go(visit: Visit, told: dict[str, Any]) -> None:
    """Prepare a visit, let it take place, and tell in public what came of it."""
    guest, host = _actor_for(visit.guest), _actor_for(visit.host)
    if visit.form == Form.VISIT:
        visits.tell_delegation(visit, numbers=told["delegation"], reason="", by=guest)
        visits.set_date(visit, moment=moment_of(told), by=host)
    searched = visit.network.learning_questions.filter(theme=told.get("searched")).first()
    words = {name: told.get(name, "") for name in ("question", "programme", "practical")}
    visit = visits.prepare(visit, words=words, links=visits.Links(searched=searched), by=host)
    writer, reader = (guest, host) if visit.form == Form.VISIT else (host, guest)
    impressions.write_impression(visit, words={"question": told["question"], **told["report"]}, by=writer)
    shown = impressions.show(visit, by=writer)
    impressions.answer(visit, agrees=True, remark="", seen=edition_of(shown), by=reader)
    impressions.publish(visit, by=writer)


def _actor_for(member: Member) -> Actor:
    return Actor.of(member.delegates.select_related("person")[0].person)

"""What the overview of a challenge shows: where we are, what waits on whom, and what one can do now."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communityup.log.models import Line
from communityup.people.models import Person
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.queries import latest, with_status
from communityup.workspace.agreements.queries import rows as agreements
from communityup.workspace.challenges.models import Challenge, Facilitator, Invitation, Kind, Party, Phase
from communityup.workspace.challenges.permissions import Viewer, inviting_parties, oldest_invitation
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import facilitators_of, holds_key
from communityup.workspace.facilitation.queries import other_key, waiting_act
from communityup.workspace.goals.queries import shared_goals
from communityup.workspace.phases import queries as phases
from communityup.workspace.reach.queries import contacts, poster
from communityup.workspace.silence.queries import sleeping, things, waits_of
from communityup.workspace.subchallenges.queries import whole_of
from communityup.workspace.tracks.queries import agenda

# What lines of the log say of who brings something in, who works on it, and who takes it on. Thoughts are left out:
# their lines name no party (R12).
RAISED = frozenset(
    {
        "agreements.agreement_proposed",
        "facts.fact_asked",
        "frames.frame_added",
        "goals.goal_proposed",
        "goals.interest_added",
        "history.entry_told",
        "tracks.track_registered",
    }
)
SHAPED = frozenset(
    {
        "agreements.agreement_renegotiated",
        "agreements.agreement_reworded",
        "consent.consent_answered",
        "facts.fact_answered",
        "facts.fact_summarised",
        "frames.frame_loosened",
        "frames.frame_question_answered",
        "frames.frame_questioned",
        "goals.goal_agreed",
        "goals.goal_not_yet",
        "goals.goal_shared",
        "goals.interest_asked_on",
        "goals.interest_question_answered",
        "history.reading_laid",
        "tracks.item_settled",
        "tracks.overlap_found",
    }
)
CARRIES = frozenset(
    {
        "agreements.agreement_confirmed",
        "agreements.agreement_kept",
        "mandates.commitment_confirmed",
        "mandates.commitment_made",
    }
)
DEEDS = {**dict.fromkeys(RAISED, "raised"), **dict.fromkeys(SHAPED, "shaped"), **dict.fromkeys(CARRIES, "carries")}
# What parties bring in to be theirs together; with one kind of party alone it is done for others.
TOGETHER = frozenset({"agreements.agreement_proposed", "goals.goal_proposed"})
# What fits on two sheets of paper, with the words of everybody at their longest.
MOST_ON_PAPER = 8
CONFIRMED = (Agreement.State.AGREED, Agreement.State.KEPT, Agreement.State.NOT_KEPT)
LEAVE_LEAD_IN, GO_PUBLIC = phases.about(Phase.INTERESTS), "go_public"


Offer = Callable[[Challenge, list[dict[str, Any]]], dict[str, Any] | None]
"""Gives what an app above offers who takes part, by the agreements that the overview shows: `label`, `url`."""

_OFFERS: list[Offer] = []


def register_offer(source: Offer) -> None:
    """Let an app above offer something to who takes part; called in AppConfig.ready."""
    if source not in _OFFERS:
        _OFFERS.append(source)


def agreed(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return the agreements of the overview, and what apps above offer then to people of a party that takes part."""
    shown = latest(challenge)
    sources = _OFFERS if own is not None and own.state == Party.State.ACTIVE else []
    offered = [source(challenge, shown) for source in sources]
    return {"agreements": shown, "offers": [one for one in offered if one is not None]}


def of_parties(rows: list[dict[str, Any]], own: Party | None) -> dict[str, Any]:
    """Return what the overview draws from its parties: who is waited for, and whether one's own can agree something.

    Who is alone still reads little: what asks for a second party shows when that is there (the first evening). As long
    as nobody else was asked either, inviting a party comes first.
    """
    present = len([row for row in rows if row["state"] == Party.State.ACTIVE])
    return {
        "present": present,
        "alone": present == 1,
        "asks_others": own is not None and present == 1 and not any(row["waits"] for row in rows),
        "waits": [row for row in rows if row["waits"]],
        "can_agree": own is not None and several_at_table(rows),
        "elsewhere": held_elsewhere(rows),
    }


def several_at_table(rows: list[dict[str, Any]]) -> bool:
    """Say whether two parties or more take part: an agreement needs a second one."""
    return len([row for row in rows if row["state"] == Party.State.ACTIVE]) > 1


def held_elsewhere(rows: list[dict[str, Any]]) -> bool:
    """Say whether no party takes part here itself: then the conversation was brought in and there is nothing to do."""
    return all(row["invented"] for row in rows)


def steps(challenge: Challenge, viewer: Viewer, rows: list[dict[str, Any]], own: Party | None) -> dict[str, Any]:
    """Return the steps that can be proposed now, and whether this viewer is offered them and has to give a reason."""
    offered = may_propose(challenge, viewer, own)
    return {
        "possible": possible_steps(challenge, viewer, rows),
        "may_propose": offered,
        "needs_reason": offered and needs_reason(challenge),
    }


def possible_steps(challenge: Challenge, viewer: Viewer, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps that can be proposed now; none where no party takes part.

    Who guards the process proposes the next phase (E7), and no other step; the parties propose the rest.
    """
    if held_elsewhere(rows):
        return []
    alone = len({row["kind"] for row in rows if row["state"] == Party.State.ACTIVE}) < phases.KINDS_NEEDED
    here = {
        LEAVE_LEAD_IN: challenge.phase == Phase.LEAD_IN,
        GO_PUBLIC: challenge.public_at is None and not challenge.practice,
    }
    asked = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN, about__in=here)
    waiting = set(asked.values_list("about", flat=True))
    guards = facilitators_of(challenge)
    own = any(guard.person_id == viewer.pk for guard in guards)
    holds = own or (len(guards) == 1 and here[LEAVE_LEAD_IN] and holds_key(challenge, viewer))
    prepared = waiting_act(challenge, f"{phases.STEP}:{Phase.INTERESTS}") if holds and here[LEAVE_LEAD_IN] else None
    return [
        {
            "step": step,
            "label": label(step),
            "why": why(step),
            "blocked": _blocked(step, alone=alone, guards=[] if holds else guards),
            "prepared": _prepared(prepared, guards, viewer) if step == LEAVE_LEAD_IN else "",
        }
        for step, possible in here.items()
        if possible and step not in waiting and (step == LEAVE_LEAD_IN or not own)
    ]


def beside(challenge: Challenge, viewer: Viewer) -> dict[str, Any]:
    """Return what stands beside this challenge: the whole it is a part of, and other plans to talk about together."""
    return {"whole": whole_of(challenge, viewer), "agenda": [] if "tracks" in challenge.off else agenda(challenge)}


def factsheet(challenge: Challenge) -> dict[str, Any]:
    """Return what stands on the factsheet (A43): what is agreed and whom to ask, as far as the log goes now.

    The number of the last line of the log is its version, so that two prints can be told apart. Where everybody reads
    along it says where to find it; a closed challenge leads nowhere.
    """
    last = Line.objects.filter(stream=challenge.stream_id).order_by("-n").only("n", "time").first()
    confirmed = with_status(agreements(challenge).filter(state__in=CONFIRMED)[: MOST_ON_PAPER + 1])
    goals = shared_goals(challenge)
    return {
        "version": 0 if last is None else last.n,
        "printed_at": timezone.now(),
        "goals": goals[:MOST_ON_PAPER],
        "more_goals": max(len(goals) - MOST_ON_PAPER, 0),
        "agreements": confirmed[:MOST_ON_PAPER],
        "more_agreements": len(confirmed) > MOST_ON_PAPER,
        "contacts": list(contacts(challenge)[:MOST_ON_PAPER]),
        **(poster(challenge) if challenge.public_at is not None else {"parties": active_parties(challenge)}),
    }


def without_a_place(challenge: Challenge, viewer: Viewer, around: dict[str, Any]) -> dict[str, Any]:
    """Return how somebody without a place at this table stands, and what is theirs to do: follow it, or a code.

    Asks one thing more of the database, for who is signed in and has no place.
    """
    if around["takes_part_for"] is not None or around["guards_process"]:
        return {}
    if not isinstance(viewer, Person):
        return {"may_sign_in": challenge.public_at is not None}
    found = challenge.readers.filter(person=viewer).order_by().values_list("role", flat=True).first()
    may_follow = found is None and challenge.public_at is not None and not viewer.is_guest
    return {"reads_as": found or "", "may_follow": may_follow}


def needs_reason(challenge: Challenge) -> bool:
    """Say whether the parties leave the lead-in only with a reason, because something is not there yet."""
    return challenge.phase == Phase.LEAD_IN and bool(phases.still_open(challenge))


def may_propose(challenge: Challenge, viewer: Viewer, own: Party | None) -> bool:
    """Say whether this viewer is offered steps to propose: people of a party, and who guards the process."""
    return own is not None or holds_key(challenge, viewer)


def label(step: str) -> str:
    """Return the name of a step."""
    return _("Leave the lead-in") if step == LEAVE_LEAD_IN else _("Let everybody read along")


def why(step: str) -> str:
    """Return in one sentence what a step is about."""
    if step == LEAVE_LEAD_IN:
        return _("Do we know each other and the question well enough to go on?")
    return _(
        "Until then only the invited parties see this challenge. After it everybody reads what was said and decided, "
        "with the log. Words of who left stay closed until they say yes themselves."
    )


def _prepared(act: Act | None, guards: list[Facilitator], viewer: Viewer) -> str:
    """Return what waits for the second yes of two, if anything: one's own first yes shows (E7)."""
    if act is None:
        return ""
    who = other_key(guards, viewer)
    if any(turn.person_id == viewer.pk for turn in act.turns.all()):
        return _("You said yes. The parties are asked as soon as %(who)s says yes too.") % {"who": who}
    return _("%(who)s said yes. With yours too the parties are asked.") % {"who": capfirst(who)}


def _blocked(step: str, *, alone: bool, guards: list[Facilitator]) -> str:
    if step == LEAVE_LEAD_IN and alone:
        return _("First a party of another kind takes part.")
    if step == LEAVE_LEAD_IN and len(guards) == 1:
        return _("The facilitator proposes this with somebody at the table, when the parties are ready.")
    if step == LEAVE_LEAD_IN and guards:
        return _("Who guards the process proposes this, when the parties are ready.")
    return ""


def for_and_with(challenge: Challenge) -> dict[str, Any]:
    """Return per kind of party how often it raised, shaped and took on something, as the log tells; in two queries.

    And how many goals and agreements more kinds of parties had a hand in: the others were done by one for the rest.
    """
    kinds = dict(challenge.parties.order_by("number").values_list("public_id", "kind"))
    labels = dict(Kind.choices)
    counts: dict[str, dict[str, Any]] = {
        kind: {"kind": labels[kind], "raised": 0, "shaped": 0, "carries": 0} for kind in kinds.values()
    }
    hands: dict[str, set[str]] = {}
    lines = Line.objects.filter(stream=challenge.stream_id, type__in=DEEDS, party__in=kinds).order_by("n")
    for type_, about, party in lines.values_list("type", "object", "party"):
        counts[kinds[party]][DEEDS[type_]] += 1
        if type_ in TOGETHER:
            hands.setdefault(about, set())
        if about in hands:
            hands[about].add(kinds[party])
    return {
        "kinds": list(counts.values()),
        "things": len(hands),
        "with_others": sum(len(found) > 1 for found in hands.values()),
    }


def own_invitations(own: Party | None) -> list[dict[str, Any]]:
    """Return the invitations of one's own party that wait for an answer; only that party sees these addresses."""
    if own is None:
        return []
    waiting, oldest = own.invitations.filter(answer=Invitation.Answer.NONE), oldest_invitation()
    rows = waiting.order_by("sent_at").values("pk", "email", "sent_at")
    return [{**row, "too_old": row["sent_at"] < oldest} for row in rows]


def with_silence(challenge: Challenge, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parties, each with since when it sleeps; asks nothing when none does."""
    asleep = sleeping(challenge) if any(row["state"] == Party.State.ASLEEP for row in rows) else {}
    return [{**row, "asleep_since": asleep.get(row["id"])} for row in rows]


def with_waiting(challenge: Challenge, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parties, each with since when its answer is waited for and on what; the same for everybody (X15)."""
    waits = waits_of(challenge)
    named = things(challenge, waits)
    since = {key: found.since for key, found in waits.items()}
    return [{**row, "waits_since": since.get(row["id"]), "waits_on": named.get(row["id"], [])} for row in rows]


def with_inviter(challenge: Challenge, rows: list[dict[str, Any]], own: Party | None) -> list[dict[str, Any]]:
    """Return the parties, each with the name of the other party that alone can send its waiting invitation again."""
    names = {row["public_id"]: row["name"] for row in rows if row["state"] == Party.State.ACTIVE}
    if own is None:
        return rows
    names.pop(own.public_id, None)
    inviters = inviting_parties(challenge)
    return [{**row, "inviter": names.get(inviters.get(row["public_id"], ""), "")} for row in rows]

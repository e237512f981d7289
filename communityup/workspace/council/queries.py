"""What do we show in the council's window; the same for everybody, but for what one can do oneself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Clock, Facilitator, Party, Reader
from communityup.workspace.challenges.permissions import oldest_invitation
from communityup.workspace.challenges.queries import active_parties, clock, was_paused
from communityup.workspace.consent.models import Round
from communityup.workspace.council.models import FreedItem, Milestone, ObserverInvitation, PublicAnswer, PublicQuestion
from communityup.workspace.tasks.queries import Asked, Task, due_day

OBSERVER, OBSERVER_END = "observer", "observer_end"
QUESTIONS_ON_A_PAGE = 20

To = PublicQuestion.To


def observers(challenge: Challenge) -> list[dict[str, Any]]:
    """Return for whom somebody reads along now, by name, and for whom somebody was proposed or invited."""
    reading = challenge.readers.exclude(role=Reader.Role.FOLLOWER).select_related("person").order_by("since", "pk")
    ends = Round.objects.filter(challenge=challenge, about__startswith=f"{OBSERVER_END}:", outcome=Round.Outcome.OPEN)
    asked_to_end = dict(ends.values_list("about", "public_id"))
    rows = [_reading_observer(one, asked_to_end.get(ending(one), "")) for one in reading]
    waiting = challenge.observer_invitations.filter(answer=ObserverInvitation.Answer.NONE).exclude(
        round__outcome=Round.Outcome.WITHDRAWN
    )
    asked = waiting.select_related("who__current", "round").order_by("pk")
    return rows + [_asked_observer(one) for one in asked if one.sent_at is None or one.sent_at >= oldest_invitation()]


def ending(reader: Reader) -> str:
    """Return by which name all parties are asked to end somebody's reading along; one question at a time."""
    return f"{OBSERVER_END}:{reader.pk}"


def _reading_observer(reader: Reader, end: str) -> dict[str, Any]:
    return {
        "who": str(reader.person),
        "role": reader.get_role_display(),
        "state": _("reads along; all parties are asked to end that") if end else _("reads along"),
        "round": end,
    }


def _asked_observer(invitation: ObserverInvitation) -> dict[str, Any]:
    proposed = invitation.sent_at is None
    return {
        "who": str(invitation.who),
        "role": invitation.get_watches_display(),
        "state": _("all parties are asked") if proposed else _("invited, no answer yet"),
        "round": invitation.round.public_id if proposed else "",
    }


def question_of(challenge: Challenge, public_id: str) -> PublicQuestion:
    """Return a question asked in public in this challenge; raises Http404 for another's."""
    found = PublicQuestion.objects.select_related("challenge__stream", "party", "person", "words__current", "taken_in")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def still_asked(question: PublicQuestion, active: Sequence[Party]) -> list[Party | None]:
    """Return of whom an answer is still waited for; None stands for who keeps the process.

    When the one party that was asked takes part no more, one answer of any other is enough.
    """
    said = {answer.party_id for answer in question.answers.all()}
    if question.to == To.PROCESS:
        return [] if None in said else [None]
    if question.to == To.ALL:
        return [party for party in active if party.pk not in said]
    return [] if said else [question.party]


def questions_of(challenge: Challenge, person: Person) -> list[PublicQuestion]:
    """Return what this observer asked or offered and somebody is still asked about."""
    found = PublicQuestion.objects.filter(challenge=challenge, person=person, closed_at=None)
    active = active_parties(challenge)
    related = found.select_related("party", "words__current").prefetch_related("answers")
    return [one for one in related if still_asked(one, active)]


def asked_before(
    waiting: Sequence[PublicQuestion], *, kind: str, to: str, party: Party | None, words: str
) -> PublicQuestion | None:
    """Return the same question that waits already, so that asking twice is asking once."""
    same = (one for one in waiting if (one.kind, one.to, one.party) == (kind, to, party))
    return next((one for one in same if str(one.words) == words), None)


def questions(challenge: Challenge, own: Party | None, page: str | int = 1) -> dict[str, Any]:
    """Return the questions that wait, the oldest first, and a page of those that were answered, the newest first."""
    found = (
        PublicQuestion.objects.filter(challenge=challenge)
        .select_related("party", "person", "words__current", "taken_in")
        .prefetch_related("answers__party", "answers__words__current")
    )
    active, running = active_parties(challenge), clock(challenge)
    rows = [
        _question(one, active, own, running.day(one.due, since=one.asked_at))
        for one in found.filter(closed_at=None).order_by("asked_at", "pk")
    ]
    chosen = Paginator(
        found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk"), QUESTIONS_ON_A_PAGE
    ).get_page(page)
    return {"open_questions": rows, "answered": chosen}


def detail(question: PublicQuestion, own: Party | None) -> dict[str, Any]:
    """Return one question as the page shows it."""
    day = clock(question.challenge).day(question.due, since=question.asked_at)
    return _question(question, active_parties(question.challenge), own, day)


def _question(
    question: PublicQuestion, active: Sequence[Party], own: Party | None, day: dt.date | None
) -> dict[str, Any]:
    """Return one question with what is waited for; `day` is its day on the clock of the challenge, None in a pause."""
    waits = still_asked(question, active) if question.closed_at is None else []
    gone = question.party is not None and question.party.state != Party.State.ACTIVE
    return {
        "question": question,
        "waits": [party for party in waits if party is not None],
        "waits_for_process": None in waits,
        "gone": gone and bool(waits),
        "day": day,
        "can_take_in": own is not None
        and question.words.readable
        and question.kind == PublicQuestion.Kind.OFFER
        and getattr(question, "taken_in", None) is None,
        "since": day if day is not None and day < timezone.localdate() else None,
        "mine": own is not None and (own in waits or (gone and bool(waits))),
    }


def freed(challenge: Challenge) -> dict[str, list[FreedItem]]:
    """Return what is left free now, the oldest first, and what was and is no more."""
    found = FreedItem.objects.filter(challenge=challenge).select_related(
        "party", "words__current", "origin__current", "end_reason__current"
    )
    items = list(found.annotate(read=Count("readings")).order_by("told_at", "pk"))
    return {"freed": [one for one in items if one.ended_at is None], "ended": [one for one in items if one.ended_at]}


def freed_of(challenge: Challenge, public_id: str) -> FreedItem:
    """Return one thing that is left free in this challenge; raises Http404 for another's."""
    return _freed_item.or_404(challenge.pk, public_id)


@prepared
def _freed_item(challenge: int, public_id: str) -> QuerySet[FreedItem]:
    found = FreedItem.objects.select_related(
        "challenge__stream", "party", "words__current", "origin__current", "end_reason__current", "offer__person"
    )
    return found.filter(challenge=challenge, public_id=public_id)


def freed_detail(item: FreedItem, own: Party | None) -> dict[str, Any]:
    """Return the versions of what is left free, the newest first, each with where it was said and how it is read."""
    origins = {version.number: version.body for version in item.origin.versions.all()}
    readings = list(item.readings.select_related("party", "words__current"))
    versions: list[dict[str, Any]] = [
        {
            "number": version.number,
            "body": version.body,
            "written_at": version.written_at,
            "origin": origins.get(version.number, ""),
            "readings": [reading for reading in readings if reading.version == version.number],
        }
        for version in item.words.versions.order_by("-number")
    ]
    newest = versions[0]["number"] if versions else 0
    read = own is not None and any((one.party_id, one.version) == (own.pk, newest) for one in readings)
    keeps = own is not None and (own.pk == item.party_id or item.party.state != Party.State.ACTIVE)
    return {"item": item, "versions": versions, "may_read": own is not None and not read, "keeps_item": keeps}


def milestones(challenge: Challenge, own: Party | None) -> list[dict[str, Any]]:
    """Return the milestones in the order of their days, and whether one's own party can move each."""
    found = Milestone.objects.filter(challenge=challenge).select_related("party", "what__current")
    return [
        {
            "milestone": one,
            "moves": own is not None and (own.pk == one.party_id or one.party.state != Party.State.ACTIVE),
        }
        for one in found
    ]


def milestone_of(challenge: Challenge, public_id: str) -> Milestone:
    """Return a milestone of this challenge; raises Http404 for another's."""
    found = Milestone.objects.select_related("challenge__stream", "party__challenge", "what__current")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def state(challenge: Challenge) -> str:
    """Return in a few words how the council's window stands, for the page of the lead-in."""
    waiting = PublicQuestion.objects.filter(challenge=challenge, closed_at=None).count()
    free = FreedItem.objects.filter(challenge=challenge, ended_at=None).count()
    if waiting:
        return ngettext("%(n)d question waits for an answer", "%(n)d questions wait for an answer", waiting) % {
            "n": waiting
        }
    if free:
        return ngettext("%(n)d thing is left free", "%(n)d things are left free", free) % {"n": free}
    return ""


def tasks(asked: Asked) -> list[Task]:
    """Return the public questions that these parties did not answer yet, and who is asked to read along.

    What is asked of who keeps the process is for the facilitators, and without any for every party (R16); what is asked
    of one party that does not take part now is for all.
    """
    rows = [*_of_parties(asked.parties), *_of_guards(asked.emails)]
    running = Clock.of_each({row["challenge"] for row in rows if row["paused"]})
    return [_question_task(row, running.get(row["challenge"])) for row in rows] + _invitation_tasks(asked)


@prepared
def _of_parties(parties: frozenset[int]) -> QuerySet[PublicQuestion, dict[str, Any]]:
    said = PublicAnswer.objects.filter(question=OuterRef("pk"), party=OuterRef("waits_for"))
    found = PublicQuestion.objects.filter(closed_at=None).annotate(waits_for=F("challenge__parties"))
    guards = Facilitator.objects.filter(challenge=OuterRef("challenge"), until=None)
    one_party = Q(to=To.PARTY) & (Q(party=F("waits_for")) | ~Q(party__state=Party.State.ACTIVE))
    asks = Q(to=To.ALL) | one_party | Q(~Exists(guards), to=To.PROCESS)
    return _rows(found.filter(~Exists(said), asks, waits_for__in=parties), "waits_for")


@prepared
def _of_guards(emails: frozenset[str]) -> QuerySet[PublicQuestion, dict[str, Any]]:
    process = PublicQuestion.objects.filter(closed_at=None, to=To.PROCESS)
    found = process.filter(challenge__facilitators__until=None, challenge__facilitators__person__email__in=emails)
    return _rows(found.annotate(guard=F("challenge__facilitators__person__email")), "guard")


def _rows(waiting: QuerySet[PublicQuestion], whose: str) -> QuerySet[PublicQuestion, dict[str, Any]]:
    named = ("words__current__body", "challenge", "challenge__title", "challenge__slug")
    shown: Any = waiting.annotate(paused=was_paused()).order_by("pk")
    found: QuerySet[PublicQuestion, dict[str, Any]] = shown.values(
        "public_id", "kind", "asked_at", "due", "paused", whose, *named
    )
    return found


def _question_task(row: dict[str, Any], running: Clock | None) -> Task:
    offered = row["kind"] == PublicQuestion.Kind.OFFER
    return Task(
        asks=(
            _("An observer tells what is left free. Do you put it under Council and executive, or say something back?")
            if offered
            else _("Can you answer this question of an observer?")
        ),
        about=row["words__current__body"] or "",
        url=reverse("council:question", args=[row["challenge__slug"], row["public_id"]]),
        challenge=row["challenge__title"],
        since=row["asked_at"],
        due=due_day(row["due"], row["asked_at"], running),
        party=row.get("waits_for"),
        email=row.get("guard", ""),
    )


def _invitation_tasks(asked: Asked) -> list[Task]:
    return [
        Task(
            asks=_("Do you want to read along?"),
            about=one.get_watches_display(),
            url=reverse("council:own_invitation", args=[one.challenge.slug, one.public_id]),
            challenge=one.challenge.title,
            since=one.sent_at or one.round.opened_at,
            email=one.email,
        )
        for one in _invitations(asked.emails, oldest_invitation())
    ]


@prepared
def _invitations(emails: frozenset[str], oldest: dt.datetime) -> QuerySet[ObserverInvitation]:
    unanswered = ObserverInvitation.objects.filter(answer=ObserverInvitation.Answer.NONE, email__in=emails)
    return unanswered.filter(sent_at__gte=oldest).select_related("challenge")


def observer_label(asked: Round) -> str:
    """Return whom all parties are asked to let read along."""
    found: ObserverInvitation | None = asked.thing
    if found is None:
        return _("Let somebody read along")
    return _("Let %(who)s read along: %(role)s") % {"who": found.who, "role": found.get_watches_display()}


def window_url(asked: Round) -> str:
    """Return where the council's window is."""
    return reverse("council:page", args=[asked.challenge.slug])


def same_freedom(party: Party, *, words: str, origin: str, **about: str) -> FreedItem | None:
    """Return what this party put down already in exactly these words as left free, if it still stands."""
    standing = FreedItem.objects.filter(party=party, ended_at=None, **about)
    return standing.filter(words__current__body=words, origin__current__body=origin).first()

"""What can one do to visit each other: ask or offer, propose and answer, say who comes and when, prepare, stop."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings import actions as gatherings
from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Change, Moment
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.members.permissions import own_delegate
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.peers.models import LearningQuestion
from communityup.network.visits import events, notices, permissions, queries
from communityup.network.visits.models import Form, Guests, Proposal, Role, Visit, Wish
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text, Version

Answer, Direction = Proposal.Answer, Wish.Direction
PARTS = ("question", "programme", "practical", "contacts")
# So long a reason for a no is kept, and contacts of a guest story that nobody told.
REASONS_KEPT, STORY_KEPT = dt.timedelta(days=90), dt.timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a member asks or offers, in its own words."""

    words: str
    question: str = ""
    theme: str = ""
    roughly: str = ""
    form: str = Form.VISIT
    people: int | None = None
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Links:
    """With what a visit goes together, where its members chose so."""

    session: Session | None = None
    searched: LearningQuestion | None = None


@transaction.atomic
def ask_visit(member: Member, *, card: Card, by: Actor) -> Wish:
    """Ask for a visit or a guest story, with a learning question. Only who is matched and the coordinators read it."""
    question = clean_words(card.question)
    return _make(member, Direction.ASK, replace(card, question=question, times=1), by)


@transaction.atomic
def offer_visit(member: Member, *, card: Card, by: Actor) -> Wish:
    """Offer a visit or a guest story, so many times. Only who is matched and the coordinators read it."""
    return _make(member, Direction.OFFER, replace(card, question=""), by)


@transaction.atomic
def take_back(wish: Wish, *, by: Actor) -> Wish:
    """Take back what one's member asked or offered: its words go, and what was proposed with it. Twice is once."""
    own_delegate(wish.member, by)
    network = _held(wish.member.network)
    locked = Wish.objects.select_related("member").get(pk=wish.pk)
    if locked.taken_back_at is None:
        locked.taken_back_at, locked.theme, locked.roughly = timezone.now(), "", ""
        locked.save(update_fields=["taken_back_at", "theme", "roughly"])
        _erase([locked.question_id, locked.words_id])
        Proposal.objects.filter(Q(ask=locked) | Q(offer=locked), ended_at=None, visit=None).update(
            ended_at=locked.taken_back_at
        )
        _record_quietly(events.WishTakenBack(object=network.stream.public_id), network, by)
    return locked


@transaction.atomic
def propose(ask: Wish, offer: Wish, *, by: Actor) -> Proposal:
    """Put a question and an offer to both members. Twice is once; refuses what does not fit any more."""
    network = ask.member.network
    own_coordinator(network, by)
    _held(network)
    if again := Proposal.objects.filter(ask=ask, offer=offer, ended_at=None).first():
        return again
    if (ask.public_id, offer.public_id) not in queries.possible(network):
        raise Refused(_("This match is not possible any more. Look at the list again."))
    made = Proposal.objects.create(ask=ask, offer=offer, proposed_at=timezone.now())
    _record_quietly(events.VisitProposed(object=made.public_id), network, by)
    return made


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Actor) -> Proposal:
    """Take a proposal back as a coordinator, before both said yes. Twice is once."""
    network = proposal.ask.member.network
    own_coordinator(network, by)
    _held(network)
    locked = _proposal(proposal)
    if locked.ended_at is None:
        _refuse_agreed(locked)
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        _record_quietly(events.ProposalTakenBack(object=locked.public_id), network, by)
    return locked


@transaction.atomic
def answer(proposal: Proposal, *, yes: bool, reason: str, by: Actor) -> Visit | None:
    """Say yes or no to a proposal for one's member; with a yes of both it is a visit, which is returned.

    A reason for a no is for the coordinators alone. Clicking twice changes nothing.
    """
    side, network = permissions.own_answer(proposal, by), _held(proposal.ask.member.network)
    locked, said = _proposal(proposal), Answer.YES if yes else Answer.NO
    if getattr(locked, f"{side}_answer") == said:
        return Visit.objects.filter(proposal=locked).first()
    if locked.ended_at is not None:
        raise Refused(_("This proposal is not there any more."))
    _refuse_agreed(locked)
    setattr(locked, f"{side}_answer", said)
    if not yes:
        locked.ended_at = timezone.now()
        setattr(locked, f"{side}_reason", write(reason, by=by) if reason.strip() else None)
    locked.save()
    if (locked.guest_answer, locked.host_answer) == (Answer.YES, Answer.YES):
        return _agree(locked, network, by)
    _record_quietly(events.ProposalAnswered(object=locked.public_id), network, by)
    return None


@transaction.atomic
def tell_delegation(visit: Visit, *, numbers: Mapping[str, int], reason: str, by: Actor) -> Visit:
    """Say in which roles people come along: in two at least, or with the reason for one (T12). Twice is once."""
    permissions.own_side(visit, by, only=permissions.GUEST)
    locked, told = _locked(visit), {Role(role).value: number for role, number in numbers.items() if number > 0}
    permissions.refuse_stopped(locked)
    permissions.gathering_of(locked)
    permissions.refuse_one_role(len(told), reason)
    permissions.refuse_too_many(sum(told.values()), locked.proposal.offer.people)
    why = reason if len(told) == 1 else ""
    changed = told != dict(locked.guests.values_list("role", "number"))
    if not (_set_part(locked, "one_role_reason", why, by) | changed):
        return locked
    locked.roles = len(told)
    locked.save()
    locked.guests.all().delete()
    order = [role for role in Role.values if role in told]
    Guests.objects.bulk_create(Guests(visit=locked, role=role, number=told[role]) for role in order)
    _record(events.DelegationTold(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def set_date(visit: Visit, *, moment: Moment, by: Actor) -> Visit:
    """Choose when and where; both hear it once, with the file for a calendar. The same again changes nothing."""
    permissions.own_side(visit, by)
    locked = _locked(visit)
    permissions.refuse_stopped(locked)
    gathering = permissions.gathering_of(locked)
    if moment.begins_at is not None:
        permissions.refuse_without_delegation(locked)
    locked.gathering, change = gatherings.set_moment(gathering, moment=moment)
    if change is not Change.NOTHING:
        locked.reminded_at = None
        locked.save(update_fields=["reminded_at"])
        _record(events.VisitDated(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def prepare(visit: Visit, *, words: Mapping[str, str], links: Links, by: Actor) -> Visit:
    """Word the question again, make the programme, say how one gets in and whom to call; both sides may (N17).

    The same again changes nothing.
    """
    permissions.own_side(visit, by)
    locked = _locked(visit)
    permissions.refuse_stopped(locked)
    clean_words(words["question"])
    linked = (locked.session, locked.searched) != (links.session, links.searched)
    if [name for name in PARTS if _set_part(locked, name, words.get(name, ""), by)] or linked:
        locked.session, locked.searched = links.session, links.searched
        locked.save()
        _record(events.VisitPrepared(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def stop(visit: Visit, *, reason: str, by: Actor) -> Visit:
    """Say that a visit does not go on, as either side, with the reason for the other. Twice is once."""
    permissions.own_side(visit, by)
    locked = _locked(visit)
    if locked.stopped_at is None:
        if locked.gathering is not None:
            gatherings.cancel_gathering(locked.gathering)
        locked.stopped_at, locked.reason = timezone.now(), write(reason, by=by)
        locked.save()
        Proposal.objects.filter(pk=locked.proposal_id).update(ended_at=locked.stopped_at)
        _record(events.VisitStopped(object=locked.public_id), locked, by)
    return locked


def tell_due() -> int:
    """Write the letters about visits whose day changed and rested a minute; return how many."""
    waiting = Visit.objects.filter(gathering__in=gathered.untold()).order_by("pk")
    return sum(_tell(visit) for visit in waiting)


@transaction.atomic
def _tell(visit: Visit) -> int:
    locked = _locked(visit)
    gathering = gathered.untold().filter(visit=locked).first()
    if gathering is None:
        return 0
    readers = notices.people_of(locked) if gathered.has_news(gathering) else []
    for person in readers:
        notices.tell(locked, person)
    gatherings.note_told(gathering, everybody=True)
    return len(readers)


def remind_due() -> int:
    """Remind both members of a visit that is a few days ahead; return how many visits."""
    now = timezone.now()
    near = Visit.objects.filter(gathering__begins_at__range=(now, now + permissions.NEAR))
    return sum(_remind(visit) for visit in near.filter(stopped_at=None, reminded_at=None).order_by("pk"))


@transaction.atomic
def _remind(visit: Visit) -> bool:
    locked = _locked(visit)
    if locked.reminded_at is not None or locked.stopped_at is not None:
        return False
    locked.reminded_at = timezone.now()
    locked.save(update_fields=["reminded_at"])
    _record(events.VisitNear(object=locked.public_id), locked, Actor.job("visits.remind"))
    return True


@transaction.atomic
def forget_due() -> int:
    """Erase what has done its work: contacts after a visit, reasons for a no, wishes of who left; return how many."""
    now = timezone.now()
    over = Q(gathering__ends_at__lt=now - permissions.KEPT) | Q(stopped_at__lt=now - permissions.KEPT)
    visits = Visit.objects.filter(over | Q(form=Form.STORY, agreed_at__lt=now - STORY_KEPT))
    answered = Proposal.objects.filter(ended_at__lt=now - REASONS_KEPT)
    left = Wish.objects.filter(member__left_at__isnull=False)
    kept = [
        *visits.values_list("contacts", "practical"),
        *answered.values_list("guest_reason", "host_reason"),
        *left.values_list("question", "words"),
    ]
    return _erase((text for row in kept for text in row), taken_back=False)


def _make(member: Member, direction: str, card: Card, by: Actor) -> Wish:
    own_delegate(member, by)
    network = _held(member.network)
    found = member.visit_wishes.filter(direction=direction, form=Form(card.form), taken_back_at=None, met_at=None)
    if before := found.select_related("words__current", "question__current").first():
        if str(before.words) == clean_words(card.words) and str(before.question or "") == card.question:
            return before
        raise Refused(_("You have one open already. Take it back first, so that everybody finds a place once."))
    made = Wish.objects.create(
        member=member,
        direction=direction,
        form=Form(card.form),
        theme=_line(card.theme),
        question=write(card.question, by=by) if card.question else None,
        words=write(card.words, by=by),
        roughly=_line(card.roughly),
        people=card.people if card.form == Form.VISIT else None,
        times=card.times,
        made_at=timezone.now(),
    )
    _record_quietly(events.WishMade(object=network.stream.public_id), network, by)
    return made


def _agree(proposal: Proposal, network: Network, by: Actor) -> Visit:
    """Make the visit that both said yes to; the asker's question goes along as theirs."""
    ask, offer, now = proposal.ask, proposal.offer, timezone.now()
    gathering = None
    if ask.form == Form.VISIT:
        rough = ask.roughly or offer.roughly or _("the day has still to be chosen")
        title = _("Visit: %(host)s") % {"host": offer.member.name}
        gathering = gatherings.make_gathering(title=title, moment=Moment(rough=rough, where=offer.member.place))
    visit = Visit.objects.create(
        network=network, form=ask.form, proposal=proposal, guest=ask.member, host=offer.member, gathering=gathering,
        question=_again(ask.question), agreed_at=now,
    )  # fmt: skip
    Wish.objects.filter(pk=ask.pk).update(met_at=now)
    _record(events.VisitAgreed(object=visit.public_id), visit, by)
    return visit


def _again(text: Text | None) -> Text:
    """Return the same words as a new text of the same author."""
    author = None if text is None or text.current is None else text.current.author
    return write(str(text), by=Actor.job("visits.agree") if author is None else Actor.of(author))


def _set_part(visit: Visit, name: str, words: str, by: Actor) -> bool:
    """Keep other words of one part, or none; return whether they are others."""
    before: Text | None = getattr(visit, name)
    if not words.strip():
        setattr(visit, name, None)
        if before is not None:
            _erase([before.pk])
        return before is not None
    if before is None:
        setattr(visit, name, write(words, by=by))
        return True
    if str(before) == clean_words(words):
        return False
    revise(before, words, by=by)
    return True


def _erase(texts: Iterable[int | None], *, taken_back: bool = True) -> int:
    found = Version.objects.filter(text__in=[one for one in texts if one is not None], erased_at=None)
    return erase(found, taken_back=taken_back)


def _refuse_agreed(proposal: Proposal) -> None:
    if Visit.objects.filter(proposal=proposal).exists():
        raise Refused(_("Both said yes already. On the page of the visit you can say that it does not go on."))


def _line(words: str) -> str:
    return " ".join(clean_words(words).split()) if words.strip() else ""


def _held(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _proposal(proposal: Proposal) -> Proposal:
    words = ("ask__question__current__author", "ask__member", "offer__member")
    return Proposal.objects.select_related(*words).get(pk=proposal.pk)


def _locked(visit: Visit) -> Visit:
    _held(visit.network)
    words = [f"{name}__current" for name in (*PARTS, "one_role_reason")]
    more = ("network__stream", "gathering", "guest", "host", "proposal__offer", "session", "searched")
    return Visit.objects.select_related(*words, *more).get(pk=visit.pk)


def _record(event: Event, visit: Visit, by: Actor) -> None:
    _record_quietly(event, visit.network, by)


def _record_quietly(event: Event, network: Network, by: Actor) -> None:
    """Record without a way to who did it: what is asked and prepared stays between who it is about (T7)."""
    record(event, stream=network.stream, by=replace(by, nameless=True))

"""What one can do at the start: describe a challenge, invite, answer an invitation, join one's own party."""

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Unpack

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.codes.queries import new_token, token_hash
from communityup.log.actions import open_stream, record
from communityup.log.events import Event
from communityup.organisations import actions as organisations
from communityup.organisations.models import Organisation
from communityup.organisations.permissions import membership_of, named_organisation
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.permissions import is_flooded
from communityup.texts.actions import clean_words, write
from communityup.workspace.challenges import events, notices, permissions, queries
from communityup.workspace.challenges.models import (
    Challenge,
    Invitation,
    InvitationQuestion,
    Party,
    Ring,
    Seat,
    SetUp,
    Template,
)

# Questions that wait for their answer, of one invitation: nobody is buried under mail (X6).
OPEN_QUESTIONS = 3

_ADMISSIONS: list[Callable[[Party, Actor], None]] = []
_RETURNS: list[tuple[Callable[[Party, Party], None], Callable[[Invitation, Actor], Party]]] = []


def register_admission(ask: Callable[[Party, Actor], None]) -> None:
    """Say what asks the parties whether one more takes part; called in AppConfig.ready of the app that does."""
    if ask not in _ADMISSIONS:
        _ADMISSIONS.append(ask)


def register_return(tell: Callable[[Party, Party], None], choose: Callable[[Invitation, Actor], Party]) -> None:
    """Say who hears that a party that left is invited again, and as which party somebody then takes part (X3)."""
    if (tell, choose) not in _RETURNS:
        _RETURNS.append((tell, choose))


@transaction.atomic
def start_challenge(
    *,
    title: str,
    place: str,
    why: str,
    kind: str,
    party_name: str = "",
    organisation: Organisation | None = None,
    slug: str = "",
    by: Actor,
    **chosen: Unpack[SetUp],
) -> Challenge:
    """Describe a question that nobody can solve alone; one's own party is its first. There is no owner (E23)."""
    challenge = open_challenge(title=title, place=place, why=why, slug=slug, by=by, **chosen)
    if organisation is not None:
        party_name, kind = organisation.name, organisation.kind
    name = party_name or permissions.suggested_name(kind, challenge.place)
    party = Party.objects.create(challenge=challenge, number=1, name=name, kind=kind, state=Party.State.ACTIVE)
    speak_for(party, organisation, by=by)
    Seat.objects.create(challenge=challenge, party=party, person=by.account, since=challenge.started_at, rules=1)
    started = events.ChallengeStarted(object=challenge.public_id, commit=challenge.opening.commit)
    record(started, stream=challenge.stream, by=by, party=party.public_id)
    return challenge


def open_challenge(
    *, title: str, place: str, why: str, by: Actor, slug: str = "", **chosen: Unpack[SetUp]
) -> Challenge:
    """Make a challenge with its words and the usual working agreement. Part of other actions."""
    title, place, template = clean_words(title), clean_words(place), chosen.get("template") or Template.LIGHT
    return Challenge.objects.create(
        stream=open_stream("practice" if chosen.get("practice") else "challenge"),
        practice=chosen.get("practice", False),
        slug=permissions.free_slug(slug or title),
        title=title,
        place=place,
        opening=write(f"{title}\n{place}\n\n{clean_words(why)}", by=by),
        template=template,
        sketch=chosen.get("sketch", False),
        rules_text=write(queries.usual_rules(template), by=by),
        started_at=timezone.now(),
    )


@transaction.atomic
def name_party(party: Party, *, name: str, kind: str, by: Actor) -> Party:
    """Give one's own party another name or kind; only in the lead-in."""
    if permissions.own_seat(party.challenge, by).party_id != party.pk:
        raise NotAllowed(_("Only people of this party can change its name."))
    if not permissions.may_name_party(party):
        raise Refused(_("After the lead-in a party keeps its name."))
    old, party.name, party.kind = party.name, permissions.free_name(party.challenge, name, besides=party), kind
    new = party.name != old and not party.challenge.practice
    other = named_organisation(party.name, besides=party.organisation, by=by) if new else None
    party.save(update_fields=["name", "kind"])
    if other is not None:
        party.organisation = other
        speak_for(party, None, by=by)
    elif party.organisation is not None:
        organisations.follow_name(party.organisation, old=old, name=party.name, kind=kind, by=by)
    record(events.PartyRenamed(object=party.public_id), stream=party.challenge.stream, by=by, party=party.public_id)
    return party


@transaction.atomic
def invite_party(
    challenge: Challenge,
    *,
    name: str,
    kind: str,
    email: str,
    respond_by: date | None = None,
    colleague: str = "",
    by: Actor,
) -> Party:
    """Invite another party by the address of a contact; silence stays visible as silence. Six weeks unless chosen.

    Somebody else of one's own party can be invited with it: then both letters go out, or none.
    """
    seat = permissions.own_seat(challenge, by)
    permissions.refuse_known_address(_locked(challenge), email)
    respond_by = permissions.response_day(respond_by)
    party = add_party(challenge, name=name, kind=kind, respond_by=respond_by)
    send_invitation(party, email, inviter=seat.party, by=by)
    invited = events.PartyInvited(object=party.public_id, respond_by=respond_by.isoformat())
    record(invited, stream=challenge.stream, by=by, party=seat.party.public_id)
    if colleague:
        invite_colleague(seat.party, email=colleague, by=by)
    return party


def add_party(
    challenge: Challenge, *, name: str, kind: str, state: str = Party.State.INVITED, respond_by: date | None = None
) -> Party:
    """Add a party that does not take part yet. Part of other actions."""
    locked = _locked(challenge)
    number = (locked.parties.aggregate(highest=Max("number"))["highest"] or 0) + 1
    free = permissions.free_name(locked, name)
    return Party.objects.create(
        challenge=locked, number=number, name=free, kind=kind, state=state, respond_by=respond_by
    )


@transaction.atomic
def invite_again(party: Party, *, email: str, respond_by: date | None = None, by: Actor) -> Invitation:
    """Send the invitation of a party that does not take part (now) again, perhaps to a better address.

    The link sent before no longer works; questions that were asked by it stay, and so does an earlier reason.
    """
    locked = _locked_party(party.pk)
    seat = permissions.inviters_seat(locked, by)
    if locked.state == Party.State.ACTIVE:
        raise Refused(_("This party already takes part."))
    if locked.state == Party.State.ASLEEP:
        raise Refused(_("This party sleeps. Its own people wake it."))
    if locked.state == Party.State.WAITING:
        raise Refused(_("This party asks to take part. Answer that question for your party."))
    locked.state, locked.respond_by = Party.State.INVITED, permissions.response_day(respond_by)
    locked.save(update_fields=["state", "respond_by"])
    waiting = locked.invitations.filter(answer=Invitation.Answer.NONE).order_by("pk")
    invitation = send_invitation(locked, email, inviter=seat.party, by=by, again=waiting.last())
    event = events.InvitationSentAgain(object=locked.public_id)
    record(event, stream=locked.challenge.stream, by=by, party=seat.party.public_id)
    for tell, _choose in _RETURNS if locked.left_at else ():
        tell(locked, seat.party)
    return invitation


@transaction.atomic
def invite_colleague(party: Party, *, email: str, by: Actor) -> Invitation:
    """Invite one more person of one's own party."""
    if permissions.own_seat(party.challenge, by).party_id != party.pk:
        raise NotAllowed(_("Only people of this party can invite somebody for it."))
    permissions.refuse_known_address(party.challenge, email)
    old = party.invitations.filter(email=normalised(email), answer=Invitation.Answer.NONE).last()
    invitation = send_invitation(party, email, inviter=party, by=by, again=old)
    record(events.ColleagueInvited(object=party.public_id), stream=party.challenge.stream, by=by, party=party.public_id)
    return invitation


@transaction.atomic
def take_back_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Take back the invitation of one more person of one's own party, for instance sent to a wrong address."""
    locked = locked_invitation(invitation)
    party = locked.party
    if permissions.own_seat(party.challenge, by).party_id != party.pk:
        raise NotAllowed(_("Only people of this party can take this invitation back."))
    permissions.refuse_answered(locked, however_old=True)
    answer(locked, Invitation.Answer.WITHDRAWN)
    event = events.ColleagueInvitationTakenBack(object=party.public_id)
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, organisation: Organisation | None = None, colleague: str = "", by: Actor
) -> Seat:
    """Take part for the invited party from now on, and perhaps invite a colleague: both or none. Twice is once.

    The first person of a party says for which organisation it speaks; the others join that one. Where several parties
    take part already, they are all asked first; until the last yes the party waits (E21).
    """
    _locked(invitation.party.challenge)
    locked, person = locked_invitation(invitation), by.account
    for _tell, choose in _RETURNS if locked.party.left_at else ():
        locked.party = choose(locked, by)
    party, challenge = locked.party, locked.party.challenge
    if (present := _place_for(party, by)) is not None:
        return present
    if not locked.can_become_yes:
        permissions.refuse_answered(locked)
    is_first = party.state not in {Party.State.ACTIVE, Party.State.WAITING}
    waits = permissions.needs_consent(party)
    beside = list(party.seats.values_list("person_id", flat=True))
    seat = take_place(party, person)
    answer(locked, Invitation.Answer.ACCEPTED)
    if party.organisation is not None and beside:
        organisations.join_beside(party.organisation, people=beside, by=by)
    elif is_first:
        speak_for(party, organisation, by=by)
    event = _begin(party, by, waits=waits) if is_first else events.ColleagueJoined
    record(event(object=party.public_id), stream=challenge.stream, by=by, party=party.public_id)
    if colleague and not waits:
        invite_colleague(party, email=colleague, by=by)
    return seat


def _place_for(party: Party, by: Actor) -> Seat | None:
    """Return the place somebody has for this party; raises Refused for who sits for another: it never answers (E5)."""
    if by.person is None:
        return None
    present = party.challenge.seats.select_related("party").filter(person=by.person).first()
    if present is not None and present.party_id != party.pk:
        words = _("You already take part for %(party)s. One person sits for one party.")
        raise Refused(words % {"party": present.party})
    return present


def _begin(party: Party, by: Actor, *, waits: bool) -> type[Event]:
    party.state = Party.State.WAITING if waits else Party.State.ACTIVE
    party.save(update_fields=["state"])
    for ask in _ADMISSIONS if waits else ():
        ask(party, by)
    return events.InvitationTaken if waits else events.InvitationAccepted


def take_place(party: Party, person: Person) -> Seat:
    """Give an invited person a place: at the table as long as the party has one free, otherwise around it (E6, R31).

    Who accepts an invitation accepts the working agreement shown with it; the place of who guards the process is kept.
    """
    challenge = party.challenge
    permissions.refuse_guard(challenge, Actor.of(person))
    ring = Ring.TABLE if queries.free_places(party) > 0 else Ring.CONTRIBUTOR
    return challenge.seats.create(party=party, person=person, since=timezone.now(), ring=ring, rules=challenge.rules)


def speak_for(party: Party, organisation: Organisation | None, *, by: Actor) -> None:
    """Say for which organisation a party speaks; without a choice that is the one of its name. Part of other actions.

    An organisation that takes part already is refused: one organisation is one party, whatever its departments (E5).
    """
    if party.challenge.practice:
        return
    if organisation is not None and membership_of(organisation, by.known) is None:
        raise NotAllowed(_("You can only choose an organisation that you speak for."))
    chosen = party.organisation or organisation
    if chosen is None:
        chosen = organisations.speak_for(party.name, kind=party.kind, place=party.challenge.place, by=by)
    organisations.take_name(chosen, by=by)
    party.organisation = chosen
    try:
        with transaction.atomic():
            party.save(update_fields=["organisation"])
    except IntegrityError:
        there = _("%(name)s takes part already; join there. One organisation is one party.")
        raise Refused(there % {"name": chosen}) from None


@transaction.atomic
def decline_invitation(invitation: Invitation, *, reason: str = "", by: Actor) -> Party:
    """Say no for the invited party, with a reason for everybody to read if one likes; the link is enough for it.

    Until the day around which an answer was expected the same link can still accept. A no is never too late.
    """
    locked = locked_invitation(invitation)
    party = locked.party
    _place_for(party, by)
    permissions.refuse_answered(locked, however_old=True)
    answer(locked, Invitation.Answer.DECLINED)
    there = party.state in {Party.State.ACTIVE, Party.State.WAITING, Party.State.ASLEEP}
    # Whoever holds the link of a party that left says nothing in its name: it stays as it left (E2, X3).
    words = write(reason, by=by) if reason and party.left_at is None and not there else None
    if not there:
        party.state = Party.State.DECLINED if party.left_at is None else Party.State.LEFT
        party.reason = words or party.reason
        party.save(update_fields=["state", "reason"])
    declined = events.InvitationDeclined(object=party.public_id, commit=words.commit if words else None)
    event = events.ColleagueDeclined(object=party.public_id) if there else declined
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return party


@transaction.atomic
def ask_before_answering(invitation: Invitation, *, question: str, by: Actor) -> InvitationQuestion:
    """Ask the inviting parties something first, with the link alone if one likes; the invitation stays open."""
    locked = locked_invitation(invitation)
    _place_for(locked.party, by)
    permissions.refuse_answered(locked)
    if locked.questions.filter(reply=None).count() >= OPEN_QUESTIONS:
        raise Refused(_("Your earlier questions wait for an answer first. You hear back by mail."))
    words, party = write(question, by=by), locked.party
    asked = InvitationQuestion.objects.create(invitation=locked, question=words, asked_at=timezone.now())
    event = events.InvitationQuestioned(object=party.public_id, commit=asked.question.commit)
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return asked


@transaction.atomic
def answer_question(asked: InvitationQuestion, *, reply: str, by: Actor) -> InvitationQuestion:
    """Answer a question of an invited party; the first answer stands."""
    party = asked.invitation.party
    seat = permissions.own_seat(party.challenge, by)
    locked = InvitationQuestion.objects.select_for_update().get(pk=asked.pk)
    if locked.reply_id is not None:
        raise Refused(_("Somebody already answered this question."))
    locked.reply = write(reply, by=by)
    locked.save(update_fields=["reply"])
    event = events.InvitationQuestionAnswered(object=party.public_id, commit=locked.reply.commit)
    record(event, stream=party.challenge.stream, by=by, party=seat.party.public_id)
    notices.tell_reply(locked)
    return locked


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update().get(pk=challenge.pk)


def locked_invitation(invitation: Invitation) -> Invitation:
    """Return it with its party, locked too, so that two answers at the same moment come one after the other."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    locked.party = _locked_party(locked.party_id)
    return locked


def _locked_party(pk: int) -> Party:
    found = Party.objects.select_for_update(of=("self",))
    return found.select_related("challenge__stream", "organisation__stream").get(pk=pk)


def answer(invitation: Invitation, given: Invitation.Answer) -> None:
    """Keep what came back on an invitation, and when; of one taken back no address stays. Part of other actions."""
    invitation.answer, invitation.answered_at = given, timezone.now()
    if given == Invitation.Answer.WITHDRAWN:
        invitation.email, invitation.came_from = "", None
    invitation.save(update_fields=["answer", "answered_at", "email", "came_from"])


def send_invitation(
    party: Party,
    email: str,
    *,
    inviter: Party,
    by: Actor,
    again: Invitation | None = None,
    passes_on: Invitation | None = None,
) -> Invitation:
    """Mail a link of its own; sent again, an earlier link only tells that it was replaced. Part of other actions."""
    token, address = new_token(), normalised(email)
    if is_flooded(address):
        message = _("The address for %(party)s already got several invitations today. Try again tomorrow.")
        raise Refused(message % {"party": party.name})
    invitation, worn = again or Invitation(party=party), copy(again)
    invitation.came_from = passes_on
    invitation.party, invitation.email, invitation.token_hash = party, address, token_hash(token)
    speaker = passes_on if passes_on is not None and by.person is None else by.known
    invitation.language, invitation.sent_at = speaker.language, timezone.now()
    invitation.reminded_at, invitation.reminder_hash = None, ""
    invitation.save()
    if worn is not None:
        worn.pk, worn.email, worn.came_from = None, "", None
        worn.answer, worn.answered_at = Invitation.Answer.REPLACED, invitation.sent_at
        worn.save()
    notices.send_invitation(invitation, token, inviter=inviter, passed_on=passes_on is not None)
    return invitation

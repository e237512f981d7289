"""What one can do to reach people: pass an invitation on, make a short address, be the contact of one's party,
begin a challenge with the set-up of another.

And what happens by itself: one reminder of an invitation.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.codes.queries import ALPHABET, new_token, token_hash
from communityup.log.actions import forget_practice, record
from communityup.log.models import Stream
from communityup.organisations.models import Organisation
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.texts.actions import clean_words, leave_no_trace
from communityup.workspace.challenges.actions import answer, locked_invitation, send_invitation, start_challenge
from communityup.workspace.challenges.models import Challenge, Invitation, Party
from communityup.workspace.challenges.permissions import inviters_seat, inviting_parties, own_seat, too_old
from communityup.workspace.reach import events, notices, permissions, queries
from communityup.workspace.reach.models import SHORT_LENGTH, Contact, ShortAddress
from communityup.workspace.rules.actions import begin_with

SHORT_DAYS = 365


@transaction.atomic
def forward_invitation(invitation: Invitation, *, email: str, by: Actor) -> Invitation:
    """Pass an invitation on to the right colleague, who gets a link of their own; the old link stays readable.

    Holding the link is enough for it, as for a no. Who invited sees that it was passed on, not to whom. The day around
    which an answer is expected stays the same.
    """
    locked = locked_invitation(invitation)
    permissions.refuse_forwarding(locked, by)
    permissions.refuse_receiver(locked, email, by)
    party = locked.party
    if party.answer_day != party.respond_by:
        party.respond_by = party.answer_day
        party.save(update_fields=["respond_by"])
    answer(locked, Invitation.Answer.FORWARDED)
    inviter = party.challenge.parties.get(public_id=inviting_parties(party.challenge)[party.public_id])
    sent = send_invitation(party, email, inviter=inviter, passes_on=locked, by=by)
    event = events.InvitationForwarded(object=party.public_id)
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return sent


@transaction.atomic
def take_back_forward(invitation: Invitation, *, by: Actor) -> None:
    """Take back that an invitation was passed on, for instance to a wrong address: the old link answers again."""
    locked = locked_invitation(invitation)
    permissions.refuse_other_party(locked, by)
    sent = Invitation.objects.filter(came_from=locked, answer=Invitation.Answer.NONE).first()
    if locked.answer != Invitation.Answer.FORWARDED or sent is None:
        raise Refused(_("This can no longer be taken back: it was answered, or sent elsewhere."))
    answer(sent, Invitation.Answer.WITHDRAWN)
    locked.answer, locked.answered_at = Invitation.Answer.NONE, None
    locked.save(update_fields=["answer", "answered_at"])
    event = events.ForwardTakenBack(object=locked.party.public_id)
    record(event, stream=locked.party.challenge.stream, by=by, party=locked.party.public_id)


@transaction.atomic
def take_party_back(party: Party, *, by: Actor) -> Party:
    """Take back that a party was invited, before it answers: by who invited it; every link to it ends with a letter."""
    locked = Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=party.pk)
    seat = inviters_seat(locked, by)
    if locked.state != Party.State.INVITED:
        raise Refused(_("Only an invitation without an answer can be taken back."))
    for sent in locked.invitations.filter(answer__in=(Invitation.Answer.NONE, Invitation.Answer.FORWARDED)):
        if sent.answer == Invitation.Answer.NONE:
            notices.tell_taken_back(sent, inviter=seat.party)
        answer(sent, Invitation.Answer.WITHDRAWN)
    locked.state = Party.State.RECALLED if locked.left_at is None else Party.State.LEFT
    locked.save(update_fields=["state"])
    event = events.PartyInvitationTakenBack(object=locked.public_id)
    record(event, stream=locked.challenge.stream, by=by, party=seat.party.public_id)
    return locked


@transaction.atomic
def ask_anew(invitation: Invitation, *, by: Actor) -> None:
    """Ask for a new invitation in the place of one that is too old; asked once it is heard, also when asked again."""
    locked = locked_invitation(invitation)
    permissions.refuse_other_party(locked, by)
    if not too_old(locked):
        raise Refused(_("This invitation can be answered as it is. Or it was answered already."))
    if queries.asked_anew(locked):
        return
    event = events.NewInvitationAsked(object=locked.party.public_id)
    record(event, stream=locked.party.challenge.stream, by=by, party=locked.party.public_id)


@transaction.atomic
def remind_invited(invitation: Invitation, *, by: Actor) -> bool:
    """Remind an invited party once, before the day around which an answer is expected; return whether that was due.

    The reminder has a link of its own; the one in the first letter keeps working.
    """
    if by.role != "job":
        raise NotAllowed(_("Reminders go out by themselves."))
    locked = locked_invitation(invitation)
    party = locked.party
    if not queries.due(locked):
        return False
    token = new_token()
    locked.reminded_at, locked.reminder_hash = timezone.now(), token_hash(token)
    locked.save(update_fields=["reminded_at", "reminder_hash"])
    notices.send_reminder(locked, token)
    event = events.InvitationReminded(object=party.public_id, respond_by=str(party.answer_day))
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return True


@transaction.atomic
def make_short_address(challenge: Challenge, *, by: Actor) -> ShortAddress:
    """Make a short address that works for a year, or return the one that works now. One that ended is replaced."""
    seat = own_seat(challenge, by)
    locked = _locked(challenge)
    permissions.refuse_closed(locked)
    found, now = queries.short_address(locked), timezone.now()
    if found is not None:
        return found
    locked.short_addresses.filter(revoked_at=None).update(revoked_at=now)
    made = ShortAddress.objects.create(
        challenge=locked, made_by=seat.party, code=_free_code(), made_at=now, ends_at=now + timedelta(days=SHORT_DAYS)
    )
    event = events.ShortAddressMade(object=locked.public_id, last_day=timezone.localdate(made.ends_at).isoformat())
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return made


@transaction.atomic
def take_back_short_address(challenge: Challenge, *, by: Actor) -> None:
    """Take the short address back; any party at the table does, because it is everybody's. Twice is once."""
    seat = own_seat(challenge, by)
    locked = _locked(challenge)
    if locked.short_addresses.filter(revoked_at=None).update(revoked_at=timezone.now()):
        event = events.ShortAddressTakenBack(object=locked.public_id)
        record(event, stream=locked.stream, by=by, party=seat.party.public_id)


@transaction.atomic
def be_contact(challenge: Challenge, *, name: str, phone: str, email: str, hours: str, by: Actor) -> Contact:
    """Be the one whom everybody may ask for one's own party, or change that. Nobody does it for another."""
    seat = permissions.contacts_seat(challenge, by)
    locked = _locked(challenge)
    words = {"name": clean_words(name), "phone": phone, "email": email, "hours": clean_words(hours)}
    found, _made = Contact.objects.update_or_create(
        party=seat.party, defaults={**words, "challenge": locked, "seat": seat}
    )
    event = events.ContactTold(object=seat.party.public_id)
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return found


@transaction.atomic
def stop_contact(contact: Contact, *, by: Actor) -> None:
    """Take a contact away: name, telephone and address are gone at once."""
    challenge, party = contact.challenge, contact.party
    permissions.refuse_stopping(challenge, contact, by)
    contact.delete()
    event = events.ContactGone(object=party.public_id)
    record(event, stream=challenge.stream, by=by, party=party.public_id)


@transaction.atomic
def copy_set_up(
    source: Challenge,
    *,
    title: str,
    place: str,
    why: str,
    kind: str,
    organisation: Organisation | None = None,
    practice: bool = False,
    by: Actor,
) -> Challenge:
    """Start a challenge with the template and the working agreement of another; never its people, thoughts or answers.

    The one line is that of the start: where the set-up came from stands nowhere, because that may be closed.
    """
    permissions.refuse_copying(source, by)
    challenge = start_challenge(
        title=title, place=place, why=why, kind=kind, organisation=organisation, practice=practice, by=by
    )
    begin_with(challenge, like=source, by=by)
    return challenge


@transaction.atomic
def throw_away(challenge: Challenge, *, by: Actor) -> int:
    """Throw a practice challenge away with all that belongs to it, the words and the log too; return how many rows.

    The one act without a line: the stream that would hold it goes as well (decision 0013). Waiting letters go too; the
    other parties hear it by one.
    """
    seat = permissions.throwers_seat(challenge, by)
    locked = _locked(challenge)
    found = queries.belongs_to(locked)
    notices.tell_thrown_away(locked, parts=found[Challenge], thrown_by=seat)
    for one in found.get(Invitation, ()):
        Mail.objects.filter(key__startswith=f"invitation:{one}:").delete()
    # A letter with news of several challenges, that did not go out yet, still goes.
    waits = Q(key__startswith="notices:", sent_at=None)
    for slug in Challenge.objects.filter(pk__in=found[Challenge]).values_list("slug", flat=True):
        Mail.objects.exclude(waits).filter(text__contains=f"/opgaven/{slug}/").delete()
    queries.codes_of(found).delete()
    streams = list(Stream.objects.filter(pk__in=found[Stream], kind=Stream.Kind.PRACTICE).order_by("pk"))
    count = 0
    for model, keys in found.items():
        if not model.__module__.startswith("communityup.log."):
            rows: QuerySet[Model] = QuerySet(model).filter(pk__in=keys)
            # In any order: the database looks at what points where once all of it is gone. All rows were found before.
            count += rows._raw_delete(rows.db)  # noqa: SLF001 - without a cascade
    count += sum(forget_practice(stream) for stream in streams)
    transaction.on_commit(leave_no_trace)
    return count


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(SHORT_LENGTH))
        if not ShortAddress.objects.filter(code=code).exists():
            return code

"""What can one do when one is stuck: ask peers, think along or not, accept, end; and delete for good what was said."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.stuck import events, permissions, queries
from communityup.network.stuck.models import Consultation, HelpRequest, Note, Offer, Peer, Step
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import clean_words, delete_forever, leave_no_trace, write

State = HelpRequest.State


@transaction.atomic
def be_peer(network: Network, *, wants: bool, by: Actor) -> None:
    """Offer to think along with who is stuck, or not any more. Clicking twice changes nothing."""
    own = acts_in(network, by)
    held = _held(network)
    if wants:
        given = {"network": held, "person": own.person}
        changed = Peer.objects.get_or_create(**given, defaults={"since": timezone.now()})[1]
    else:
        changed = bool(Peer.objects.filter(network=held, person=own.person_id).delete()[0])
    if changed:
        _record(events.PeersChanged(object=held.public_id, choice="yes" if wants else "no"), held, by)


@transaction.atomic
def ask_peers(network: Network, *, words: str, audience: str, is_named: bool, keep_days: int, by: Actor) -> HelpRequest:
    """Ask peers to think along (A8). The same words again, while that question waits, ask nothing new."""
    own, held = acts_in(network, by), _held(network)
    waiting = held.help_requests.filter(person=own.person_id, state=State.OPEN)
    if again := waiting.filter(words__current__body=clean_words(words)).first():
        return again
    made = HelpRequest.objects.create(
        network=held,
        member=own.member,
        person=own.person,
        words=write(words, by=by),
        audience=HelpRequest.Audience(audience),
        is_named=is_named,
        keep_days=keep_days,
        asked_at=timezone.now(),
    )
    _record(events.HelpAsked(object=made.public_id, commit=made.words.commit), held, by)
    return made


@transaction.atomic
def offer_to_think_along(request: HelpRequest, *, words: str, by: Actor) -> Offer:
    """Offer to think along with who is stuck. Clicking twice changes nothing."""
    locked = _locked(request)
    if by.person is not None and (made := locked.offers.filter(person=by.person).first()) is not None:
        return made
    person = permissions.refuse_offering(locked, by)
    kept = write(words, by=by) if words.strip() else None
    made = Offer.objects.create(request=locked, person=person, words=kept, offered_at=timezone.now())
    commit = None if kept is None else kept.commit
    _record(events.HelpOffered(object=locked.public_id, commit=commit), locked.network, by)
    return made


@transaction.atomic
def take_back_offer(request: HelpRequest, *, by: Actor) -> None:
    """Do not think along after all, as long as the offer was not accepted. Clicking twice changes nothing."""
    acting, locked = acts_in(request.network, by), _locked(request)
    own = locked.offers.filter(person=acting.person_id).first()
    if own is None:
        return
    if own.accepted_at is not None:
        permissions.refuse_ended(locked)
    _step_out(locked, own, by)


def _step_out(locked: HelpRequest, own: Offer, by: Actor) -> None:
    """Delete an offer; when nobody thinks along any more, the question waits for peers again."""
    _delete_offer(own)
    Consultation.objects.filter(request=locked, facilitator=own.person_id).update(facilitator=None)
    if locked.state == State.MATCHED and not locked.offers.filter(accepted_at__isnull=False).exists():
        locked.state, locked.matched_at = State.OPEN, None
        locked.save(update_fields=["state", "matched_at"])
    _record(events.OfferTakenBack(object=locked.public_id), locked.network, by)


@transaction.atomic
def accept_offer(offer: Offer, *, by: Actor) -> HelpRequest:
    """Let somebody think along; from then on only the group reads it. More than one can. Clicking twice is once."""
    locked = _locked(offer.request)
    permissions.own_request(locked, by)
    permissions.refuse_ended(locked)
    accepted = Offer.objects.get(pk=offer.pk)
    if accepted.accepted_at is None:
        accepted.accepted_at = timezone.now()
        accepted.save(update_fields=["accepted_at"])
        locked.state, locked.matched_at = State.MATCHED, locked.matched_at or accepted.accepted_at
        locked.save(update_fields=["state", "matched_at"])
        _record(events.HelpMatched(object=accepted.public_id), locked.network, by)
    return locked


@transaction.atomic
def end_help(request: HelpRequest, *, by: Actor) -> HelpRequest:
    """End thinking along; after the agreed term everything is deleted. Clicking twice changes nothing."""
    locked = _locked(request)
    permissions.own_request(locked, by)
    if locked.state != State.ENDED:
        permissions.refuse_unmatched(locked)
        _end(locked)
        _record(events.HelpEnded(object=locked.public_id, days=locked.keep_days), locked.network, by)
    return locked


@transaction.atomic
def delete_help(request: HelpRequest, *, by: Actor) -> None:
    """Delete at once all that was said about what one asked oneself; nothing comes back."""
    locked = _locked(request)
    permissions.own_request(locked, by)
    _delete(locked, "asker", by)


@transaction.atomic
def plan_consultation(request: HelpRequest, *, leader: Offer, where: str, pace: str, by: Actor) -> Consultation:
    """Say when and where the group comes together, and who leads it (N18); until it is done that can change."""
    locked = _locked(request)
    permissions.of_group(locked, by)
    permissions.refuse_unmatched(locked)
    permissions.refuse_leading(locked, leader.person)
    line = " ".join(clean_words(where).split())
    said = {"facilitator": leader.person, "where": line, "pace": Consultation.Pace(pace)}
    before = queries.consultation_of(locked)
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return before
    made, _new = Consultation.objects.update_or_create(request=locked, defaults=said)
    _record(events.ConsultationPlanned(object=locked.public_id), locked.network, by)
    return made


@transaction.atomic
def next_step(request: HelpRequest, *, after: int, by: Actor) -> Consultation:
    """Go on to the next step, as who leads it; `after` is the step that was shown, so that two clicks are one step.

    After the last one the consultation is done, and the agreed term begins after which everything is deleted.
    """
    locked = _locked(request)
    permissions.of_group(locked, by)
    consultation = queries.planned(locked)
    permissions.refuse_no_facilitator(consultation, by)
    if consultation.step != after or consultation.step == Step.DONE:
        return consultation
    permissions.refuse_unmatched(locked)
    consultation.step, consultation.step_began_at = after + 1, timezone.now()
    consultation.save(update_fields=["step", "step_began_at"])
    if consultation.step == Step.DONE:
        _end(locked)
    _record(events.StepBegan(object=locked.public_id, step=consultation.step), locked.network, by)
    return consultation


@transaction.atomic
def write_note(request: HelpRequest, *, words: str, step: int | None = None, by: Actor) -> Note:
    """Write a note in the step that is on, for the group alone. The same again writes nothing new.

    `step` is the one that the page showed: what was written for it lands in no other one unseen.
    """
    locked = _locked(request)
    person = permissions.of_group(locked, by)
    permissions.refuse_unmatched(locked)
    consultation = queries.planned(locked)
    permissions.refuse_writing(consultation, person)
    permissions.refuse_other_step(consultation, shown=step)
    own = consultation.notes.filter(person=person, step=consultation.step)
    if again := own.filter(words__current__body=clean_words(words)).first():
        return again
    kept = write(words, by=by)
    made = Note.objects.create(
        consultation=consultation, step=consultation.step, person=person, words=kept, written_at=timezone.now()
    )
    _record(events.NoteWritten(object=locked.public_id, commit=kept.commit), locked.network, by)
    return made


@transaction.atomic
def remove_note(request: HelpRequest, note: Note, *, by: Actor) -> None:
    """Remove one's own note for good. Clicking twice changes nothing."""
    locked = _locked(request)
    person = permissions.of_group(locked, by)
    found = Note.objects.filter(pk=note.pk, person=person).first()
    if found is not None:
        found.delete()
        delete_forever([found.words_id])
        _record(events.NoteRemoved(object=locked.public_id), locked.network, by)


def tell_unanswered() -> int:
    """Let coordinators know of questions that nobody answered for seven days, each once (A8); return how many."""
    return sum(_tell_unanswered(pk) for pk in list(queries.unanswered().values_list("pk", flat=True)))


@transaction.atomic
def _tell_unanswered(pk: int) -> bool:
    locked = _locked(HelpRequest.objects.get(pk=pk))
    if not queries.unanswered().filter(pk=pk).exists():
        return False
    locked.unanswered_at = timezone.now()
    locked.save(update_fields=["unanswered_at"])
    event = events.Unanswered(object=locked.public_id)
    record(event, stream=locked.network.stream, by=Actor.job("stuck.tell_unanswered"))
    return True


def delete_due() -> int:
    """Delete for good what is over since the agreed term, or half a year old; return how many. Killed, it goes on."""
    count = sum(_delete_one(pk, why) for pk, why in queries.to_delete().items())
    leave_no_trace()
    return count


@transaction.atomic
def _delete_one(pk: int, why: str) -> bool:
    found = HelpRequest.objects.filter(pk=pk).first()
    if found is None:
        return False
    _delete(_locked(found), why, Actor.job("stuck.delete"))
    return True


@transaction.atomic
def forget_person(person: Person) -> None:
    """Delete what somebody who leaves the platform asked, offered and wrote here."""
    for request in HelpRequest.objects.filter(person=person):
        _delete(_locked(request), "asker", Actor.visitor())
    for offer in Offer.objects.filter(person=person).exclude(request__state=State.ENDED).select_related("request"):
        _step_out(_locked(offer.request), offer, Actor.visitor())
    for offer in Offer.objects.filter(person=person):
        _delete_offer(offer)
    notes = list(Note.objects.filter(person=person).values_list("words_id", flat=True))
    Note.objects.filter(person=person).delete()
    delete_forever(notes)
    Peer.objects.filter(person=person).delete()
    Consultation.objects.filter(facilitator=person).update(facilitator=None)


def _delete(request: HelpRequest, why: str, by: Actor) -> None:
    """Delete a question, its offers, its consultation and all words; the log keeps that it happened."""
    texts, about, network = queries.texts_of(request), request.public_id, request.network
    request.delete()
    delete_forever(texts)
    _record(events.HelpDeleted(object=about, why=why), network, by)


def _delete_offer(offer: Offer) -> None:
    texts = [one for one in (offer.words_id,) if one is not None]
    offer.delete()
    delete_forever(texts)


def _end(request: HelpRequest) -> None:
    request.state, request.ended_at = State.ENDED, timezone.now()
    request.save(update_fields=["state", "ended_at"])


def _held(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _locked(request: HelpRequest) -> HelpRequest:
    """Return a question under the lock of its network; raises Refused for one that was deleted meanwhile."""
    Network.objects.select_for_update(of=("self",)).get(pk=request.network_id)
    found = HelpRequest.objects.select_related("network__stream", "words__current", "person", "member")
    locked = found.filter(pk=request.pk).first()
    if locked is None:
        raise Refused(_("This was deleted meanwhile."))
    return locked


def _record(event: Event, network: Network, by: Actor) -> None:
    """Record what happened; no line leads to anybody (T7)."""
    record(event, stream=network.stream, by=by if by.person is None else replace(by, nameless=True))

"""What can one do: say what one may promise oneself, and for one's party what it puts in and who stands behind it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.permissions import is_flooded
from communityup.texts.actions import clean_words, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Phase, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.mandates import events, notices
from communityup.workspace.mandates.models import Commitment, Mandate, SponsorAddress


@transaction.atomic
def state_mandate(
    challenge: Challenge,
    *,
    alone: str,
    back: str = "",
    whom: str = "",
    weeks: int | None = None,
    role: str = "",
    by: Actor,
) -> Mandate:
    """Say what one may promise oneself here, and what goes back first, to whom and how long that takes.

    There is no way to say so for somebody else. Each time is a new version; the same again changes nothing.
    """
    seat = _locked_seat(challenge, by)
    goes_back = (bool(back.strip()), bool(whom.strip()), weeks is not None)
    if any(goes_back) and not all(goes_back):
        raise Refused(_("Say what goes back, to whom, and how many weeks that takes; or leave all three empty."))
    now = Mandate.objects.filter(party=seat.party, person=by.known, ended_at=None).first()
    if now is not None and _said(now) == (_plain(alone), _plain(back), _plain(whom), weeks, _plain(role)):
        return now
    _end(now)
    mandate = Mandate.objects.create(
        party=seat.party,
        person=by.known,
        alone=write(alone, by=by),
        back=_optional(back, by),
        whom=_optional(whom, by),
        weeks=weeks,
        role=_optional(role, by),
        stated_at=timezone.now(),
    )
    event = events.MandateStated(
        object=mandate.public_id,
        commit=mandate.alone.commit,
        weeks=weeks,
        back_commit=_commit(mandate.back),
        whom_commit=_commit(mandate.whom),
        role_commit=_commit(mandate.role),
    )
    _record(event, seat, by)
    return mandate


@transaction.atomic
def commit_party(
    challenge: Challenge, *, time: str, sponsor: str, means: str = "", change: str = Commitment.Change.SAME, by: Actor
) -> Commitment:
    """Say what one's own party puts in and in which role somebody stands behind that; a new version each time (B16).

    Less than before is allowed and visible. The same words in the same phase again change nothing.
    """
    seat = _locked_seat(challenge, by)
    now = _commitment_now(seat.party)
    said = (_plain(time), _plain(means), _plain(sponsor))
    if now is not None and now.phase == seat.challenge.phase and _put_in(now) == said:
        return now
    kind = Commitment.Change.FIRST if now is None else _change(change)
    made = _new_commitment(
        seat,
        now,
        change=kind,
        time=write(time, by=by),
        means=_optional(means, by),
        sponsor=write(sponsor, by=by),
    )
    _record(_committed(made), seat, by)
    return made


@transaction.atomic
def confirm_commitment(challenge: Challenge, *, by: Actor) -> Commitment:
    """Confirm in the phase that is now that what one's own party puts in still holds. Twice is once."""
    seat = _locked_seat(challenge, by)
    now = _commitment_now(seat.party)
    if now is None:
        raise Refused(_("Your party did not say yet what it puts in. Fill that in first."))
    if now.phase == seat.challenge.phase:
        return now
    same = {"time": now.time, "means": now.means, "sponsor": now.sponsor}
    made = _new_commitment(seat, now, change=Commitment.Change.SAME, **same)
    _record(events.CommitmentConfirmed(object=made.public_id, number=made.number, phase=made.phase), seat, by)
    return made


@transaction.atomic
def give_sponsor_address(challenge: Challenge, *, email: str, by: Actor) -> SponsorAddress:
    """Give the address of whoever stands behind one's own party. They get one letter that says so, with a way out."""
    seat, address = _locked_seat(challenge, by), normalised(email)
    known = SponsorAddress.objects.filter(party=seat.party).first()
    if known is not None and known.email == address:
        return known
    if is_flooded(address):
        raise Refused(_("This address already got several letters today. Try again tomorrow."))
    if known is not None:
        known.delete()
    given = SponsorAddress.objects.create(
        party=seat.party, email=address, language=by.known.language, given_at=timezone.now()
    )
    notices.tell_sponsor(given)
    _record(events.SponsorReachable(object=given.public_id), seat, by)
    return given


@transaction.atomic
def take_away_sponsor_address(challenge: Challenge, *, by: Actor) -> None:
    """Take the address of whoever stands behind one's own party away. Twice is once."""
    seat = _locked_seat(challenge, by)
    known = SponsorAddress.objects.filter(party=seat.party).first()
    if known is not None:
        known.delete()
        _record(events.SponsorUnreachable(object=known.public_id), seat, by)


@transaction.atomic
def stop_letters(given: SponsorAddress) -> None:
    """Take the address away as its reader, by the link in the letter; nobody has to sign in for that."""
    party = Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=given.party_id)
    if SponsorAddress.objects.filter(pk=given.pk).delete()[0]:
        event = events.SponsorUnreachable(object=given.public_id)
        record(event, stream=party.challenge.stream, by=Actor(role="sponsor"), party=party.public_id)


def forget_sponsor(party: Party) -> None:
    """Forget where who stands behind a party that goes reads letters. Part of other actions."""
    SponsorAddress.objects.filter(party=party).delete()


@transaction.atomic
def forget_mandates(person: Person) -> None:
    """End the mandates of somebody who leaves the platform, and forget whose they were and where they read mail."""
    Mandate.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())
    Mandate.objects.filter(person=person).update(person=None)
    SponsorAddress.objects.filter(email=person.email).delete()
    SponsorAddress.objects.filter(party__state=Party.State.LEFT).delete()


def _locked_seat(challenge: Challenge, by: Actor) -> Seat:
    """Lock the challenge, so that two clicks at the same moment come one after the other."""
    seat = own_seat(challenge, by)
    seat.challenge = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    if seat.challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    return seat


def _commitment_now(party: Party) -> Commitment | None:
    return Commitment.objects.filter(party=party, ended_at=None).first()


def _new_commitment(seat: Seat, before: Commitment | None, *, change: str, **said: Text | None) -> Commitment:
    _end(before)
    return Commitment.objects.create(
        party=seat.party,
        number=1 if before is None else before.number + 1,
        phase=seat.challenge.phase,
        rules=seat.challenge.rules,
        change=change,
        committed_at=timezone.now(),
        **said,
    )


def _committed(made: Commitment) -> Event:
    """Return what happened: a party that puts in less says so with an event of its own."""
    less = made.change == Commitment.Change.LESS
    return (events.CommitmentLowered if less else events.CommitmentMade)(
        object=made.public_id,
        commit=made.time.commit,
        number=made.number,
        phase=made.phase,
        change=made.change,
        means_commit=_commit(made.means),
        sponsor_commit=_commit(made.sponsor),
    )


def _end(version: Mandate | Commitment | None) -> None:
    if version is not None:
        version.ended_at = timezone.now()
        version.save(update_fields=["ended_at"])


def _change(change: str) -> Commitment.Change:
    """Return how a later version compares; it is never the first."""
    found = Commitment.Change(change)
    return Commitment.Change.SAME if found == Commitment.Change.FIRST else found


def _said(mandate: Mandate) -> tuple[str, str, str, int | None, str]:
    return (str(mandate.alone), _words(mandate.back), _words(mandate.whom), mandate.weeks, _words(mandate.role))


def _put_in(commitment: Commitment) -> tuple[str, str, str]:
    return (str(commitment.time), _words(commitment.means), str(commitment.sponsor))


def _words(text: Text | None) -> str:
    return "" if text is None else str(text)


def _plain(words: str) -> str:
    return clean_words(words) if words.strip() else ""


def _optional(words: str, by: Actor) -> Text | None:
    return write(words, by=by) if words.strip() else None


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)

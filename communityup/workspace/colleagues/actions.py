"""What colleagues can do for each other: ask somebody to come along, hand places over, say for whom a party speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.organisations import actions as organisations
from communityup.organisations.models import Membership, Organisation
from communityup.organisations.permissions import insiders, own_inside
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.permissions import is_flooded
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges import events as of_challenges
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.colleagues import events, notices, permissions
from communityup.workspace.colleagues.models import ColleagueInvitation
from communityup.workspace.former.actions import remember


@dataclass
class Handover:
    """What came of handing over: parties whose place went over, and challenges where it could not, with the reason."""

    given: list[Party] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def ask_colleague(
    organisation: Organisation, *, email: str, parties: Sequence[Party], by: Actor
) -> ColleagueInvitation:
    """Ask somebody to join one's organisation, and per challenge its party; it is one letter and one answer."""
    own_inside(organisation, by)
    for party in parties:
        permissions.own_party_of(organisation, party, by)
    address = normalised(email)
    if organisation.memberships.filter(person__email=address).exists() and not parties:
        raise Refused(_("This person speaks for %(name)s already.") % {"name": organisation})
    if is_flooded(address):
        raise Refused(_("This address already got several invitations today. Try again tomorrow."))
    asked = ColleagueInvitation(organisation=organisation, inviter=by.known, email=address, sent_at=timezone.now())
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise Refused(_("An invitation already waits for this address. Take it back first.")) from None
    asked.parties.set(parties)
    record(events.ColleagueAsked(object=asked.public_id), stream=organisation.stream, by=by)
    for party in parties:
        _record(of_challenges.ColleagueInvited(object=party.public_id), party, by)
    notices.ask(asked, parties, language=by.known.language)
    return asked


@transaction.atomic
def take_back(invitation: ColleagueInvitation, *, by: Actor) -> None:
    """Take the invitation of a colleague back, for instance sent to a wrong address."""
    locked = _open(invitation)
    own_inside(locked.organisation, by)
    parties = list(locked.parties.select_related("challenge__stream"))
    event = events.ColleagueNoLongerAsked(object=locked.public_id)
    locked.delete()
    record(event, stream=locked.organisation.stream, by=by)
    for party in parties:
        _record(of_challenges.ColleagueInvitationTakenBack(object=party.public_id), party, by)


@transaction.atomic
def join_colleagues(invitation: ColleagueInvitation, *, by: Actor) -> list[Seat]:
    """Join the organisation that asked, and its parties; a challenge where one sits already stays as it is."""
    if invitation.email != by.known.email:
        raise NotAllowed(_("Sign in with the address to which the invitation was sent."))
    locked = _open(invitation)
    beside = [] if locked.inviter_id is None else [locked.inviter_id]
    organisations.join_beside(locked.organisation, people=beside, by=by)
    seats = []
    for asked in locked.parties.order_by("challenge", "pk"):
        Challenge.objects.select_for_update().get(pk=asked.challenge_id)
        party = Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=asked.pk)
        taken = Seat.objects.filter(challenge=party.challenge, person=by.known).exists()
        if party.state == Party.State.ACTIVE and not taken:
            seats.append(challenges.take_place(party, by.known))
            _record(of_challenges.ColleagueJoined(object=party.public_id), party, by)
    locked.joined_at = timezone.now()
    locked.save(update_fields=["joined_at"])
    return seats


@transaction.atomic
def hand_over_places(organisation: Organisation, *, to: Membership, by: Actor) -> Handover:
    """Hand all one's places for an organisation over to a colleague at once; each challenge gets its own line.

    The colleague reads and accepts the working agreement before deciding. Where the colleague has a place
    already, or somebody guards the process, the place stays as it is, with the reason.
    """
    if to.organisation_id != organisation.pk or to.pk not in {row.pk for row in insiders([organisation.pk])}:
        raise NotAllowed(_("Only to somebody of whom your organisation confirmed that they speak for it."))
    if to.person_id == by.known.pk:
        raise Refused(_("Choose somebody else than yourself."))
    own = Seat.objects.filter(person=by.known, party__organisation=organisation)
    list(Challenge.objects.select_for_update().filter(seats__in=own).order_by("pk"))
    seats = list(own.select_related("party__challenge__stream", "party__organisation").order_by("challenge", "pk"))
    if not seats:
        raise Refused(_("You have no places for %(name)s now.") % {"name": organisation})
    done = Handover()
    for seat in seats:
        _hand_over(seat, to.person, done, by)
    if done.given:
        notices.handed_over(to.person, done.given, giver=by.known, key=f"handed-over:{new_id()}")
    return done


@transaction.atomic
def link_party(party: Party, *, organisation: Organisation | None, by: Actor) -> Party:
    """Say for which organisation one's own party speaks, when it did not say so yet."""
    if own_seat(party.challenge, by).party_id != party.pk:
        raise NotAllowed(_("Only people of this party can say for which organisation it speaks."))
    found = Party.objects.select_for_update(of=("self",)).select_related("challenge__stream", "organisation__stream")
    locked = found.get(pk=party.pk)
    if locked.organisation is not None:
        raise Refused(_("This party already speaks for %(name)s.") % {"name": locked.organisation})
    challenges.speak_for(locked, organisation, by=by)
    _record(events.PartyLinked(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def forget_invitations(person: Person) -> None:
    """Forget the address of somebody who leaves the platform, wherever colleagues asked for them."""
    ColleagueInvitation.objects.filter(email=person.email).delete()


def _hand_over(seat: Seat, colleague: Person, done: Handover, by: Actor) -> None:
    title = seat.party.challenge.title
    theirs = Seat.objects.filter(challenge=seat.challenge_id, person=colleague).select_related("party").first()
    if Facilitator.objects.filter(challenge=seat.challenge_id, person=by.known, until=None).exists():
        done.kept.append((title, _("you guard the process there")))
        return
    if theirs is not None and theirs.party_id != seat.party_id:
        words = {"name": colleague, "party": theirs.party}
        done.kept.append((title, _("%(name)s sits for %(party)s there") % words))
        return
    if theirs is not None and (seat.ring, theirs.ring) != (Ring.TABLE, Ring.CONTRIBUTOR):
        words = {"name": colleague}
        done.kept.append((title, _("%(name)s has a place there already, and one person has one place") % words))
        return
    if theirs is None:
        seat.person, seat.since, seat.rules = colleague, timezone.now(), None
        if seat.substitute_id == colleague.pk:
            seat.substitute = seat.substitute_at = None
        seat.save(update_fields=["person", "since", "rules", "substitute", "substitute_at"])
    else:
        seat.delete()
        theirs.ring = Ring.TABLE
        theirs.save(update_fields=["ring"])
    remember([Seat(party=seat.party, person=by.known)], timezone.now())
    done.given.append(seat.party)
    _record(events.PlaceHandedOver(object=seat.party.public_id), seat.party, by)


def _open(invitation: ColleagueInvitation) -> ColleagueInvitation:
    found = ColleagueInvitation.objects.select_for_update(of=("self",)).select_related("organisation__stream")
    locked = found.filter(pk=invitation.pk, joined_at=None).first()
    if locked is None:
        raise Refused(_("This invitation was already answered or taken back."))
    return locked


def _record(event: Event, party: Party, by: Actor) -> None:
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)

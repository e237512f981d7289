"""Who may see a challenge, and who acts in it for which party. No kind of party appears here (E4)."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import prepared
from communityup.codes.queries import token_hash
from communityup.log.models import Line
from communityup.organisations.models import lookalike
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.texts.actions import clean_words
from communityup.workspace.challenges import events
from communityup.workspace.challenges.models import (
    NAME_LENGTH,
    Challenge,
    Facilitator,
    Invitation,
    Kind,
    Party,
    Pause,
    Phase,
    Reader,
    Ring,
    Seat,
)

Viewer = Person | AnonymousUser
# Longer than the six weeks to answer, because silence is no refusal; not for ever, because addresses change hands.
INVITATION_DAYS = 90
# Time to answer: six weeks unless chosen; never so short that it presses, nor longer than the link works.
RESPONSE_DAYS, FEWEST_DAYS = 42, 3
# Two parties start lightly: one invites, the other accepts. From then on they decide together who joins.
ENOUGH_FOR_CONSENT = 2
PRESENT = (Party.State.ACTIVE, Party.State.ASLEEP)
_ABSENCES: list[Callable[[Seat], bool]] = []
_LAPSES: list[Callable[[Challenge, Seat], bool]] = []
_LASTING: list[Callable[[str], bool]] = []


def may_see(challenge: Challenge, person: Viewer) -> bool:
    """A public challenge is for everybody; before that only for who has a part in it and who is invited (R20)."""
    if challenge.public_at is not None:
        return True
    if not isinstance(person, Person):
        return False
    placed = seat_of(challenge, person) is not None or reads_along(challenge, person)
    return placed or is_invited(challenge, person) or waiting_seat(challenge, person) is not None


def takes_part(challenge: Challenge, person: Viewer) -> bool:
    """Say whether this person is in a challenge: with a place, reading along, or guarding the process."""
    return isinstance(person, Person) and (seat_of(challenge, person) is not None or reads_along(challenge, person))


def seen_by(person: Viewer) -> QuerySet[Challenge]:
    """Return all challenges that this person may see: `may_see`, asked of all at once."""
    public = Q(public_at__isnull=False)
    if not isinstance(person, Person):
        return Challenge.objects.filter(public)
    invited = Invitation.objects.filter(
        email=person.email, answer=Invitation.Answer.NONE, sent_at__gte=oldest_invitation()
    ).values("party__challenge")
    own = Q(pk__in=joined_by(person).values("pk")) | waits_for(person.pk) | Q(pk__in=invited)
    return Challenge.objects.filter(public | own)


def joined_by(person: Viewer) -> QuerySet[Challenge]:
    """Return all challenges this person is in: `takes_part`, asked of all at once."""
    if not isinstance(person, Person):
        return Challenge.objects.none()
    return Challenge.objects.filter(in_it(person.pk))


def in_it(person: int) -> Q:
    """Return for a query of challenges which ones somebody (by key) is in: with a place, reading along, or guarding."""
    seats = Seat.objects.filter(person=person).exclude(party__state=Party.State.WAITING).values("challenge")
    readers = Reader.objects.filter(person=person).values("challenge")
    return Q(pk__in=seats) | Q(pk__in=readers) | Q(pk__in=_guarded_by(person).values("challenge"))


def waits_for(person: int) -> Q:
    """Return for a query of challenges in which ones somebody (by key) gets a place once the others agree (E21)."""
    waiting = Seat.objects.filter(person=person, party__state=Party.State.WAITING)
    return Q(pk__in=waiting.values("challenge"))


def roles_of(person: int) -> dict[str, Subquery | Exists]:
    """Return for a query of challenges in which ring somebody (by key) is, how they read along, whether they guard."""
    here = {"challenge": OuterRef("pk")}
    return {
        "ring": Subquery(Seat.objects.filter(**here, person=person).values("ring")[:1]),
        "reads": Subquery(Reader.objects.filter(**here, person=person).values("role")[:1]),
        "guards": Exists(_guarded_by(person).filter(**here)),
    }


def _guarded_by(person: int) -> QuerySet[Facilitator]:
    return Facilitator.objects.filter(Q(person=person) | Q(substitute=person), until=None)


def reads_along(challenge: Challenge, person: Person) -> bool:
    """Say whether this person follows, observes, or guards the process from outside, also as a substitute."""
    return bool(_along(challenge.pk, person.pk))


@prepared
def _along(challenge: int, person: int) -> QuerySet[Any, int]:
    readers = Reader.objects.filter(challenge=challenge, person=person).order_by().values_list("pk", flat=True)
    stands = Q(person=person) | Q(substitute=person)
    guards = Facilitator.objects.filter(stands, challenge=challenge, until=None).order_by()
    return readers.union(guards.values_list("pk", flat=True), all=True)


def is_invited(challenge: Challenge, person: Person) -> bool:
    """Say whether an invitation to this challenge waits for the address of this person, and is not too old."""
    return Invitation.objects.filter(
        party__challenge=challenge, email=person.email, answer=Invitation.Answer.NONE, sent_at__gte=oldest_invitation()
    ).exists()


def oldest_invitation() -> datetime:
    """Return the moment from which on an invitation that was sent still opens the door."""
    return timezone.now() - timedelta(days=INVITATION_DAYS)


def seat_of(challenge: Challenge, person: Viewer) -> Seat | None:
    """Return the place this person has in this challenge, if any; none while the party waits for the others' yes."""
    if not isinstance(person, Person):
        return None
    return _seats.first(challenge.pk, person.pk)


@prepared
def _seats(challenge: int, person: int) -> QuerySet[Seat]:
    here = Seat.objects.select_related("party").filter(challenge=challenge, person=person)
    return here.exclude(party__state=Party.State.WAITING)


def waiting_seat(challenge: Challenge, person: Person) -> Seat | None:
    """Return the place somebody gets once the other parties agree that their party takes part (E21)."""
    kept = Seat.objects.select_related("party").filter(challenge=challenge, person=person)
    return kept.filter(party__state=Party.State.WAITING).first()


def needs_consent(party: Party) -> bool:
    """Say whether the parties that take part are asked before this one does: from the third party on (E21)."""
    if party.state in PRESENT:
        return False
    others = party.challenge.parties.filter(state__in=PRESENT).exclude(pk=party.pk)
    return others.count() >= ENOUGH_FOR_CONSENT


def own_place(challenge: Challenge, by: Actor) -> Seat:
    """Return the place from which somebody brings something in, at the table or around it.

    Raises NotAllowed for who has none at a party that takes part, and for who guards the process (E7).
    """
    seat = None if by.person is None else seat_of(challenge, by.person)
    if seat is not None and seat.party.state == Party.State.ASLEEP:
        raise NotAllowed(_("Your party sleeps: the others go on without it. Wake it first, then you can do this."))
    if seat is None or seat.party.state != Party.State.ACTIVE:
        raise NotAllowed(_("Only people of a party that takes part in this challenge can do this."))
    if seat.ring == Ring.ASIDE:
        raise NotAllowed(_("You guard the process now. Somebody else of your party can do this."))
    return seat


def any_place(challenge: Challenge, by: Actor) -> Seat:
    """Return the place somebody has in whatever ring, also while the party sleeps; raises NotAllowed without one."""
    seat = None if by.person is None else seat_of(challenge, by.person)
    if seat is None:
        raise NotAllowed(_("You have no place in this challenge."))
    return seat


def register_absence(source: Callable[[Seat], bool]) -> None:
    """Say when the holder of a place is not there; called in AppConfig.ready of an app above."""
    if source not in _ABSENCES:
        _ABSENCES.append(source)


def register_lapse(source: Callable[[Challenge, Seat], bool]) -> None:
    """Say when what somebody accepted for a place no longer counts; called in AppConfig.ready of an app above."""
    if source not in _LAPSES:
        _LAPSES.append(source)


def absent(held: Seat) -> bool:
    """Say whether the holder of this place is not there now, so that the substitute acts."""
    return any(source(held) for source in _ABSENCES)


def stands_in(place: Seat) -> bool:
    """Say whether the person around the table on this place acts now for somebody of their party who is not there."""
    held = Seat.objects.select_related("person", "challenge").filter(
        party=place.party_id, ring=Ring.TABLE, substitute=place.person_id, substitute_at__isnull=False
    )
    return any(absent(seat) for seat in held)


def acts(place: Seat) -> bool:
    """Say whether one acts for a party from this place: at the table, or for who is not there now (B17)."""
    return place.ring == Ring.TABLE or stands_in(place)


def own_seat(challenge: Challenge, by: Actor) -> Seat:
    """Return the place from which somebody acts for a party; raises NotAllowed for everybody else.

    That is a place at the table, or of the substitute of who is not there. It counts after its person accepted the
    working agreement, and for a known time after another version came into force (A34). Only the ring decides (B17).
    """
    seat = own_place(challenge, by)
    if not acts(seat):
        raise NotAllowed(_("Only people at the table can do this. Ask them, or ask for a place at the table."))
    if seat.rules is None:
        raise NotAllowed(_("First read and accept the working agreement of this challenge. Then you can do this."))
    if seat.rules < challenge.rules and any(lapsed(challenge, seat) for lapsed in _LAPSES):
        raise NotAllowed(_("The working agreement changed. Read and accept the new version; then your place counts."))
    return seat


def inviting_parties(challenge: Challenge) -> dict[str, str]:
    """Return by which party each party was invited last (ids), as the log tells."""
    types = (events.PartyInvited.type, events.InvitationSentAgain.type)
    lines = Line.objects.filter(stream=challenge.stream_id, type__in=types).order_by("n")
    return dict(lines.values_list("object", "party"))


def inviters_seat(party: Party, by: Actor) -> Seat:
    """Return the place of somebody who may send this invitation again, perhaps to another address.

    An invitation that waits belongs to the party that sent it: no other party leads it elsewhere (E5). Once that party
    is gone, and after a refusal, every party may invite again.
    """
    seat = own_seat(party.challenge, by)
    inviter = inviting_parties(party.challenge).get(party.public_id)
    if party.state != Party.State.INVITED or inviter in {None, seat.party.public_id}:
        return seat
    other = party.challenge.parties.filter(public_id=inviter, state=Party.State.ACTIVE).first()
    if other is not None:
        raise NotAllowed(
            _("%(party)s sent this invitation. Ask them to send it again, or to another address.") % {"party": other}
        )
    return seat


def paused(path: str = "pk") -> Exists:
    """Return for a query whether a step back lasts in the challenge of each row; `path` leads there."""
    return Exists(Pause.objects.filter(challenge=OuterRef(path), ended_at=None))


def stands_still(challenge: Challenge) -> bool:
    """Say whether a step back lasts."""
    return challenge.pauses.filter(ended_at=None).exists()


def refuse_while_paused(challenge: Challenge) -> None:
    """Raise Refused while a step back lasts: nothing is decided, closed or late then; reading and writing go on."""
    if stands_still(challenge):
        raise Refused(
            _("This challenge takes a step back. This can be done again when all parties go on."),
            read_on=(reverse("pace:page", args=[challenge.slug]), _("What stays possible")),
        )


def refuse_while_off(challenge: Challenge, part: str) -> None:
    """Raise Refused for what belongs to a part of the platform that is off in this challenge (A5)."""
    if part and part in challenge.off:
        raise Refused(_("This part is off in this challenge. All parties together can switch it on again."))


def register_lasting(lasts: Callable[[str], bool]) -> None:
    """Say at which addresses something can still be done in a closed challenge; called in AppConfig.ready."""
    if lasts not in _LASTING:
        _LASTING.append(lasts)


def shut(challenge: Challenge, url_name: str) -> bool:
    """Say whether this address is only read here, because all parties closed the challenge."""
    return challenge.phase == Phase.CLOSED and not any(lasts(url_name) for lasts in _LASTING)


def guards(challenge: Challenge, person: Viewer, seat: Seat | None) -> bool:
    """Say whether somebody guards the process now: from the place kept for them, or from outside."""
    if seat is not None or not isinstance(person, Person):
        return seat is not None and seat.ring == Ring.ASIDE
    return challenge.facilitators.filter(person=person, until=None).exists()


def refuse_guard(challenge: Challenge, by: Actor) -> None:
    """Raise NotAllowed for who guards the process: no say on content meanwhile, wherever they come from (E7)."""
    if by.person is not None and _guards(challenge.pk, by.person.pk):
        raise NotAllowed(_("You guard the process now, so you bring in nothing yourself. You can stop first."))


@prepared
def _guards(challenge: int, person: int) -> QuerySet[Facilitator, int]:
    return Facilitator.objects.filter(challenge=challenge, person=person, until=None).values_list("pk", flat=True)


def keeps_process(challenge: Challenge, by: Actor) -> bool:
    """Say whether this person keeps the process: a facilitator, or without any everybody at the table (R16)."""
    if by.person is None:
        return False
    guards = list(challenge.facilitators.filter(until=None).values_list("person_id", flat=True))
    if guards:
        return by.person.pk in guards
    seat = seat_of(challenge, by.person)
    return seat is not None and seat.party.state == Party.State.ACTIVE and seat.ring == Ring.TABLE


def may_name_party(party: Party) -> bool:
    """A party changes its name and kind only in the lead-in, before others build on it."""
    return party.challenge.phase == Phase.LEAD_IN


def free_name(challenge: Challenge, name: str, *, besides: Party | None = None) -> str:
    """Return a name on one line; raises Refused when a reader could take it for a party or organisation here (E5)."""
    words = " ".join(clean_words(name).split())
    others = challenge.parties.exclude(pk=besides.pk) if besides else challenge.parties.all()
    taken = {lookalike(one) for names in others.values_list("name", "organisation__name") for one in names if one}
    if lookalike(words) in taken:
        raise Refused(_("%(name)s already takes part or is invited. One organisation is one party.") % {"name": words})
    return words


def suggested_name(kind: str, place: str) -> str:
    """Return the name a party gets when nobody typed one."""
    label = {Kind.RESIDENTS: _("Residents of %(place)s"), Kind.MUNICIPALITY: _("Municipality of %(place)s")}
    return (label.get(Kind(kind), "%(kind)s %(place)s") % {"place": place, "kind": Kind(kind).label})[:NAME_LENGTH]


def free_slug(title: str) -> str:
    """Return an address for a challenge that no other has."""
    wanted = slugify(title)[:60].strip("-") or "opgave"
    if wanted not in {"nieuw", "uitnodiging"} and not Challenge.objects.filter(slug=wanted).exists():
        return wanted
    return f"{wanted}-{secrets.token_hex(3)}"


def invitations() -> QuerySet[Invitation]:
    """Return invitations with what their pages show."""
    return Invitation.objects.select_related(
        "party__challenge__opening__current", "party__challenge__stream", "party__challenge__rules_text__current"
    )


def invitation_of_link(token: str) -> Invitation:
    """Return the invitation to which a link leads, the first one or that of the reminder; raises Http404."""
    kept = token_hash(token)
    return get_object_or_404(invitations(), Q(token_hash=kept) | Q(reminder_hash=kept))


def too_old(invitation: Invitation) -> bool:
    """Say whether an invitation that waits can no longer be accepted; a no is never too late."""
    return invitation.answer == Invitation.Answer.NONE and invitation.sent_at < oldest_invitation()


def refuse_answered(invitation: Invitation, *, however_old: bool = False) -> None:
    """Raise Refused for an invitation that was answered, or is too old."""
    if invitation.answer != Invitation.Answer.NONE:
        raise Refused(_("This invitation was already answered."))
    if too_old(invitation) and not however_old:
        raise Refused(_("This invitation is too old. Ask the people who invited you for a new one."))


def response_day(chosen: date | None) -> date:
    """Return the day around which an answer is expected; raises Refused for one that is too soon or too far away."""
    today = timezone.localdate()
    if chosen is None:
        return today + timedelta(days=RESPONSE_DAYS)
    if not today + timedelta(days=FEWEST_DAYS) <= chosen <= today + timedelta(days=INVITATION_DAYS):
        raise Refused(
            _("Choose a day from %(fewest)s to %(most)s days from now. Everybody needs some time to talk about it.")
            % {"fewest": FEWEST_DAYS, "most": INVITATION_DAYS}
        )
    return chosen


def refuse_known_address(challenge: Challenge, email: str) -> None:
    """Raise Refused for an address whose person takes part already, or was asked and did not answer yet."""
    address = normalised(email)
    if challenge.seats.filter(person__email=address).exists():
        raise Refused(_("This person already takes part in this challenge."))
    waits = {"email": address, "answer": Invitation.Answer.NONE, "sent_at__gte": oldest_invitation()}
    if Invitation.objects.filter(party__challenge=challenge, **waits).exists():
        raise Refused(_("An invitation for this challenge already waits for this address."))

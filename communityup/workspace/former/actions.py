"""What one can do when a party comes back: its own people as that party, others as a party of their own."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.organisations.models import lookalike
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.actions import add_party
from communityup.workspace.challenges.models import NAME_LENGTH, Invitation, Party, Seat
from communityup.workspace.former import notices, permissions
from communityup.workspace.former.models import Former


def remember(seats: list[Seat], until: dt.datetime) -> None:
    """Remember who had these places, and until when. Part of leaving."""
    for seat in seats:
        Former.objects.update_or_create(party=seat.party, person=seat.person, defaults={"until": until})


def gone(party: Party, state: str, now: dt.datetime) -> None:
    """Let a party be gone with all its people, who are remembered: only they come back as it. Part of leaving."""
    remember(list(party.seats.select_related("party", "person")), now)
    party.state, party.left_at = state, now
    party.save(update_fields=["state", "left_at"])


def who_takes_part(invitation: Invitation, by: Actor) -> Party:
    """Return as which party somebody takes part who accepts the invitation of a party that left (E2, X3).

    Its own people come back as that party. With anybody else a new party of the same organisation begins, without the
    words, agreements and yes of the old one, which stays as it left. Part of accepting.
    """
    party = invitation.party
    if not permissions.comes_back(party, by.account):
        return _others(invitation, by)
    people, party.left_at = notices.others_of(party, by), None
    try:
        with transaction.atomic():
            party.save(update_fields=["left_at"])
    except IntegrityError:
        there = _("Meanwhile other people take part for %(name)s. One organisation is one party: join them there.")
        raise Refused(there % {"name": party.organisation}) from None
    notices.tell_back(party, people, by=by.account)
    return party


def forget(person: Person) -> None:
    """Forget where somebody had places who leaves the platform."""
    Former.objects.filter(person=person).delete()


def move(guest: Person, account: Person) -> None:
    """Forget of a guest what their account remembers already."""
    here = Former.objects.filter(person=account).values("party")
    Former.objects.filter(person=guest, party__in=here).delete()


def _others(invitation: Invitation, by: Actor) -> Party:
    old = invitation.party
    new = add_party(old.challenge, name=_free_name(old), kind=old.kind, respond_by=old.respond_by)
    people = notices.others_of(old, by)
    old.state, old.respond_by = Party.State.LEFT, None
    old.save(update_fields=["state", "respond_by"])
    invitation.party = new
    invitation.save(update_fields=["party"])
    notices.tell_others_came(old, new, people)
    new.organisation = old.organisation
    return new


def _free_name(old: Party) -> str:
    """Return the name of a party that left with a number behind it: nobody takes the one for the other."""
    taken = {lookalike(name) for name in old.challenge.parties.values_list("name", flat=True)}
    named = (f"{old.name[: NAME_LENGTH - 5]} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in named if lookalike(name) not in taken)

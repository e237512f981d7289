"""What one can do after leaving: come back as that party, and say whether everybody may read what one said."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record, record_hidden, record_shown
from communityup.organisations.models import lookalike
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts import actions as texts
from communityup.texts.models import CLOSED, Text
from communityup.texts.places import place_of
from communityup.workspace.challenges.actions import add_party
from communityup.workspace.challenges.models import NAME_LENGTH, Challenge, Invitation, Party, Seat
from communityup.workspace.former import events, notices, permissions, queries
from communityup.workspace.former.models import ClosedWords, Former


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
    people = notices.others_of(party, by)
    party.state, party.left_at = Party.State.INVITED, None
    try:
        with transaction.atomic():
            party.save(update_fields=["state", "left_at"])
    except IntegrityError:
        there = _("Meanwhile other people take part for %(name)s. One organisation is one party: join them there.")
        raise Refused(there % {"name": party.organisation}) from None
    notices.tell_back(party, people, by=by.account)
    return party


def close_words(challenge: Challenge, *, by: Actor, person: Person | None = None) -> None:
    """Lay aside what was said by who left, before everybody reads along, until they say yes. Part of going public."""
    for row in queries.words_of_who_left(challenge, person):
        text = Text.objects.get(pk=row.text)
        for commit in texts.hide(text, reason=CLOSED):
            record_hidden(commit, by=_nobody(by))
        ClosedWords.objects.create(challenge=challenge, text=text)
        row.kind.changed(text)


@transaction.atomic
def let_read(challenge: Challenge, *, everybody: bool, by: Actor) -> bool:
    """Say as who left whether everybody may read what one said here, now or once it is public. Twice is once (R20)."""
    person = by.account
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    here = Former.objects.filter(party__challenge=locked, person=person).order_by("-until")
    last = here.select_related("party__challenge").first()
    if last is None or not permissions.decides_on_words(last):
        raise NotAllowed(_("Only who left before everybody could read along is asked this."))
    if (last.open_at is not None) == everybody:
        return everybody
    here.update(open_at=timezone.now() if everybody else None)
    if locked.public_at is not None and everybody:
        _open_words(locked, person, by)
    elif locked.public_at is not None:
        close_words(locked, by=by, person=person)
    event = events.WordsOpened if everybody else events.WordsClosed
    record(event(object=locked.public_id), stream=locked.stream, by=by, party=last.party.public_id)
    return everybody


def _open_words(challenge: Challenge, person: Person, by: Actor) -> None:
    for closed in ClosedWords.objects.filter(challenge=challenge, text__current__author=person).select_related("text"):
        place, text = place_of(closed.text, stream=challenge.stream_id), closed.text
        closed.delete()
        for commit in texts.show(text):
            record_shown(commit, by=_nobody(by))
        if place is not None:
            place.kind.changed(text)


def _nobody(by: Actor) -> Actor:
    return by if by.person is None else Actor.of(by.person, nameless=True)


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

"""Who leads a round about being ready, and who sees it. No kind of party appears here (E4)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.questionnaires.queries import has_answered, waiting_words
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import Viewer, own_place, own_seat, seat_of
from communityup.workspace.facilitation.permissions import ActingAs, acting_as, facilitators_of, own_key
from communityup.workspace.readiness.models import Check, Outcome

# Steps of the process that need both facilitators where there are any (E7).
OPEN_CHECK, CLOSE_CHECK, END_CHECK = "open_check", "close_check", "end_check"
# So long two parties close a round without facilitators; after that one person does.
TIME_TO_ANSWER = dt.timedelta(days=3)


def may_see(check: Check, person: Viewer) -> bool:
    """A round of one party is for its own people alone; one of all parties for everybody who sees the challenge."""
    if check.party_id is None:
        return True
    seat = seat_of(check.challenge, person)
    return seat is not None and seat.party_id == check.party_id


def refuse_to_lead(challenge: Challenge, by: Actor, *, party: Party | None) -> None:
    """Raise NotAllowed for who does not lead a round.

    Who guards the process leads one of all parties, both together (E7); without facilitators everybody at the table
    does (R16). A party's own round is led by its own people.
    """
    if party is None:
        own_key(challenge, by)
    else:
        _own(challenge, by, party)


def leading_as(check: Check, by: Actor) -> ActingAs:
    """Return as whom a line tells what who leads a round did."""
    if check.party is None:
        return acting_as(check.challenge, by)
    return ActingAs(party=check.party.public_id, role=None)


def own_voice(check: Check, by: Actor) -> Seat:
    """Return the place from which somebody speaks for a party in this round; raises NotAllowed for all others."""
    return _own(check.challenge, by, check.party)


def answering_place(check: Check, by: Actor) -> Seat:
    """Return the place from which somebody answers privately, at the table or around it."""
    seat = own_place(check.challenge, by)
    _refuse_other(seat, check.party)
    return seat


def refuse_no_words(check: Check, by: Actor) -> None:
    """Raise NotAllowed for who has no words of their own that wait here, and is not asked either.

    Also who gave up their place meanwhile, or guards the process by now, takes back what they wrote (R12, E22).
    """
    if not waiting_words(check.asked, by.known):
        answering_place(check, by)


def refuse_no_answers(check: Check, by: Actor) -> None:
    """Raise NotAllowed for who answered nothing here, and is not asked either."""
    if not has_answered(check.asked, by.known):
        answering_place(check, by)


def refuse_ended(check: Check) -> None:
    """Raise Refused for a round that ended."""
    if check.ended_at is not None:
        raise Refused(_("This round ended. You can begin a new one."))


def refuse_sealed(check: Check) -> None:
    """Raise Refused once nobody answers any more: whoever would, has read what the others said."""
    if not check.asked.is_open:
        read_on = (reverse("readiness:check", args=[check.challenge.slug, check.public_id]), _("Back to the round"))
        raise Refused(_("This round is closed: the answers are sealed."), read_on=read_on)


def alone_from(check: Check) -> dt.datetime | None:
    """Return from when on one person closes a round of all parties; None when that is so, or facilitators close it.

    Without facilitators somebody of another party says yes too: nobody is shut out before others could answer (E2).
    Whoever does not say it holds up the round for three days at most. Who answered tells nobody anything here.
    """
    moment = check.asked.opened_at + TIME_TO_ANSWER
    if check.party_id is not None or timezone.now() >= moment or facilitators_of(check.challenge):
        return None
    return moment


def refuse_unsealed(check: Check) -> None:
    """Raise Refused while people still answer."""
    if check.asked.is_open:
        raise Refused(_("People still answer. First close the round; then you talk about it."))


def mark_of(told: Outcome | None) -> str:
    """Return what a page sends along of what the party said before, that it shows (E6)."""
    return "silent" if told is None else f"{told.told_at.timestamp()}"


def refuse_unseen(told: Outcome | None, seen: str) -> None:
    """Raise Refused for who would turn what a colleague said for the party, that their page did not show (E6)."""
    if told is None or seen == mark_of(told):
        return
    choice = told.get_choice_display()
    raise Refused(
        _(
            "Your party said this meanwhile: %(said)s. Yours was not kept yet. "
            "Do you want to change it? Then send it once more."
        )
        % {"said": choice if told.words is None else f"{choice}, “{str(told.words).rstrip(' .')}”"},
        once_more=OnceMore(about="", label=_("Save"), along={"seen": mark_of(told)}),
    )


def _own(challenge: Challenge, by: Actor, party: Party | None) -> Seat:
    seat = own_seat(challenge, by)
    _refuse_other(seat, party)
    return seat


def _refuse_other(seat: Seat, party: Party | None) -> None:
    if party is not None and seat.party_id != party.pk:
        raise NotAllowed(_("This is the own round of another party."))


def leads(check: Check, person: Viewer) -> bool:
    """Say whether somebody can close or end this round now."""
    if not isinstance(person, Person):
        return False
    try:
        refuse_to_lead(check.challenge, Actor.of(person), party=check.party)
    except NotAllowed:
        return False
    return True

"""Who sits at the table at once, who asks a party, and who says yes to others. No kind of party appears here (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.organisations.permissions import is_inside
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat, refuse_guard, seat_of
from communityup.workspace.pace.queries import keeps
from communityup.workspace.rings.models import PartAsked, PlaceAsked


def let_in(place: Seat) -> bool:
    """Say whether somebody may come to the table of their party without asking (X7).

    That is who was invited by name, sat there or stood in before: they accepted a working agreement. And who belongs to
    the organisation of the party, confirmed. Who came by a code that anybody can hold asks first.
    """
    if place.rules is not None or PlaceAsked.objects.filter(seat=place, agrees=True).exists():
        return True
    return place.party.organisation is not None and is_inside(place.party.organisation, place.person)


def has_table(party: Party) -> bool:
    """Say whether somebody of this party sits at the table, who can let others in."""
    return party.seats.filter(ring=Ring.TABLE, person__is_guest=False).exists()


def refuse_no_answer(asked: PlaceAsked, by: Actor) -> None:
    """Raise NotAllowed for who does not answer this: the party's own table does, without one who keeps the process."""
    refuse_no_host(asked.seat.party, by)


def refuse_no_host(party: Party, by: Actor) -> None:
    """Raise NotAllowed for who lets nobody in for this party: its table does, without one who keeps the process."""
    if not has_table(party):
        if not keeps(party.challenge, by):
            raise NotAllowed(
                _("Nobody of %(party)s sits at the table, so who keeps the process answers.") % {"party": party}
            )
        return
    if own_seat(party.challenge, by).party_id != party.pk:
        raise NotAllowed(_("People of %(party)s at the table answer this.") % {"party": party})


def mark_of(asked: PlaceAsked | PartAsked) -> str:
    """Return what a page sends along of the party's answer that it shows (E6)."""
    return "silent" if asked.answered_at is None else f"{asked.answered_at.timestamp()}"


def refuse_unseen(asked: PlaceAsked | PartAsked, seen: str) -> None:
    """Raise Refused for who would turn an answer of a colleague that their page did not show (E6).

    Without a mark one answers what nobody answered yet.
    """
    now = mark_of(asked)
    if seen == now or (asked.answered_at is None and not seen):
        return
    said = _("yes") if asked.agrees else _("not now")
    raise Refused(
        _(
            "This was answered meanwhile: %(said)s. Yours was not kept yet. "
            "Do you want to change that answer? Then send it once more."
        )
        % {"said": f"{said}, “{str(asked.words).rstrip(' .')}”" if asked.words is not None else said},
        once_more=OnceMore(about="", label=_("Save"), along={"seen": now}),
    )


def refuse_no_follower(party: Party, by: Actor) -> None:
    """Raise for who cannot ask this party to contribute with it: who does not follow, has a place, or guards (E7)."""
    challenge = party.challenge
    refuse_guard(challenge, by)
    if seat_of(challenge, by.account) is not None:
        raise Refused(_("You already take part here. One person sits for one party."))
    if not challenge.readers.filter(person=by.account, role=Reader.Role.FOLLOWER).exists():
        raise NotAllowed(_("First follow this challenge. Then you can ask a party to contribute with it."))
    if party.state != Party.State.ACTIVE:
        raise Refused(_("%(party)s does not take part now. You can ask another party.") % {"party": party})

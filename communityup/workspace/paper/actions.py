"""What can one do with paper: print forms and take them back, and come in online with the code of a form.

Whoever is helped is a guest: somebody without an account, whose words and answers count as anybody's.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.codes import actions as codes
from communityup.codes.models import Code
from communityup.log.actions import record
from communityup.people.actions import become, make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Seat
from communityup.workspace.challenges.permissions import own_seat, refuse_guard, seat_of
from communityup.workspace.joining.actions import give_place
from communityup.workspace.joining.permissions import refuse_open_conversation
from communityup.workspace.paper import events, permissions, queries
from communityup.workspace.paper.models import PURPOSE, Form, Kind, Pile, Printed

# As long as the code of a form works: a form may lie in a drawer for a while.
CODE_LIFE = dt.timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class WithCode:
    """A form with the code on its strip, at the one moment at which anybody can read it."""

    form: Form
    code: str


@transaction.atomic
def print_forms(
    challenge: Challenge, *, public_id: str, kind: str, number: int, for_all: bool = False, by: Actor
) -> list[WithCode]:
    """Make forms for one's own party or for the open conversation, and return them to be printed.

    `public_id` comes with the empty page, so that sending it twice makes one pile; the codes show once.
    """
    seat, locked = own_seat(challenge, by), _locked(challenge)
    if Pile.objects.filter(public_id=public_id).exists():
        raise Refused(
            _("These forms were made already, and show only once. Did you lose them? Take them back and make new ones.")
        )
    if for_all:
        refuse_open_conversation(locked)
    permissions.refuse_pile(locked, seat.party, number=number)
    pile = Pile.objects.create(
        public_id=public_id,
        challenge=locked,
        party=None if for_all else seat.party,
        made_by=seat.party,
        kind=Kind(kind),
        made_at=timezone.now(),
    )
    if pile.kind == Kind.ANSWERS:
        _print_thoughts(pile)
    first = _next_number(locked)
    forms = Form.objects.bulk_create(
        Form(challenge=locked, pile=pile, number=place, kind=pile.kind, party=pile.party)
        for place in range(first, first + number)
    )
    event = events.FormsPrinted(object=pile.public_id, kind=pile.kind, number=number)
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return [_with_code(form) for form in forms]


@transaction.atomic
def revoke_pile(pile: Pile, *, by: Actor) -> Pile:
    """Take back the forms of a pile that were not entered; what was entered stays. Twice is once."""
    seat = permissions.revokers_seat(pile, by)
    locked = Pile.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=pile.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        event = events.FormsRevoked(object=locked.public_id)
        record(event, stream=locked.challenge.stream, by=by, party=seat.party.public_id)
    return locked


@transaction.atomic
def come_in(code: Code, *, language: str, by: Actor | None) -> Person:
    """Take part online with the code of a form: as who filled it in, or instead of filling it in.

    Without an account (`by` None) this device then acts as the guest of the form; everything of that guest comes to
    somebody who has an account (then it counts once). The code is used up.
    """
    form = _locked_form(queries.opens(code))
    permissions.refuse_gone(form)
    if form.state == Form.State.WAITING:
        raise Refused(_("What you wrote waits for %(party)s. Come back in a few days.") % {"party": form.party})
    if by is not None:
        _refuse_other_place(form, by)
    if not codes.use(code):
        raise Refused(_("This code was just used. Every code of a form works once."))
    person = _person_of(form, language=language, by=by)
    form.claimed_at = timezone.now()
    form.save(update_fields=["author", "claimed_at", "state"])
    record(
        events.CameByForm(object=form.public_id),
        stream=form.challenge.stream,
        by=Actor.of(person, nameless=True),
        party=form.party.public_id if form.party else None,
    )
    return person


@transaction.atomic
def forget_helped(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and forms: those they entered, and those they wrote."""
    Form.objects.filter(entered_by=person).update(entered_by=None)
    Form.objects.filter(author=person).update(author=None)


def _person_of(form: Form, *, language: str, by: Actor | None) -> Person:
    """Return who comes in with a form: its guest, or an account to which everything of that guest comes."""
    if form.author is None:
        form.author = make_guest(language=language) if by is None else by.known
        form.state = Form.State.ONLINE if form.state == Form.State.BLANK else form.state
        give_place(form.challenge, form.party, form.author)
        return form.author
    if by is None or by.known == form.author:
        return form.author
    become(form.author, by.account)
    form.author = by.account
    return form.author


def _refuse_other_place(form: Form, by: Actor) -> None:
    """Raise Refused for who already takes part for another party: one person sits for one party (R33)."""
    refuse_guard(form.challenge, by)
    seat: Seat | None = seat_of(form.challenge, by.known)
    if seat is not None and form.party is not None and form.party_id != seat.party_id:
        raise Refused(
            _("You already take part for %(party)s. One person sits for one party; ask them to enter this form.")
            % {"party": seat.party}
        )


def _print_thoughts(pile: Pile) -> None:
    """Keep which thoughts stand on the forms of a pile: of the open round, in an order that ranks nobody (E16)."""
    found = queries.thoughts_to_print(pile)
    if not found:
        raise Refused(_("There are no thoughts to answer now."))
    Printed.objects.bulk_create(
        Printed(pile=pile, place=place, statement_id=key) for place, key in enumerate(found, start=1)
    )


def _with_code(form: Form) -> WithCode:
    (code,) = codes.make_codes(purpose=PURPOSE, about=form.public_id, number=1, ends_at=timezone.now() + CODE_LIFE)
    return WithCode(form=form, code=code)


def _next_number(challenge: Challenge) -> int:
    """Return the number of the next form; under the lock of the challenge."""
    return (Form.objects.filter(challenge=challenge).aggregate(last=Max("number"))["last"] or 0) + 1


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked_form(form: Form) -> Form:
    related = Form.objects.select_for_update(of=("self",)).select_related(
        "challenge__stream", "challenge__opening__current", "party", "pile", "author", "entered_by", "words__current"
    )
    return related.get(pk=form.pk)

"""Who may print forms, and who may help. The same for every kind of party (E4)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Phase, Seat
from communityup.workspace.challenges.permissions import guards, own_place, own_seat, refuse_guard, seat_of
from communityup.workspace.joining.permissions import refuse_open_conversation
from communityup.workspace.paper.models import FOR_A_PARTY, Form, Kind, Pile

MOST_AT_ONCE = 50
# Forms of one party in one challenge that are out, together: nobody fills a conversation by themselves (X7).
MOST_OUT = 1000
# Forms that the helpers of one party type in on one day, for whomever.
MOST_A_DAY = 200
# As long as a helper can put a slip of their own right; after that only who wrote it takes it back, with the code.
UNDO = dt.timedelta(minutes=30)
# What was typed in and is held still: shared, or with its words for the party that says whose they are.
KEPT = frozenset({Form.State.ENTERED, Form.State.WAITING, Form.State.DECLINED})


def revokers_seat(pile: Pile, by: Actor) -> Seat:
    """Return the place of who may take forms back: of the party that printed them, or any for the open conversation."""
    seat = own_seat(pile.challenge, by)
    if pile.party_id is not None and pile.made_by_id != seat.party_id:
        raise NotAllowed(_("Only the party that printed these forms can take them back."))
    return seat


def refuse_pile(challenge: Challenge, party: Party, *, number: int) -> None:
    """Raise Refused for too many forms, and for a challenge that is closed."""
    if challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    if not 1 <= number <= MOST_AT_ONCE:
        raise Refused(_("Choose a number from 1 to %(most)s.") % {"most": MOST_AT_ONCE})
    out = Form.objects.filter(pile__challenge=challenge, pile__made_by=party, pile__revoked_at=None, state="blank")
    if out.count() + number > MOST_OUT:
        raise Refused(
            _("Your party already has %(most)s forms out. Enter or take back some of them first.") % {"most": MOST_OUT}
        )


def refuse_gone(form: Form) -> None:
    """Raise Refused for a form with which nobody comes in: taken back, not of that party, or not looked at yet."""
    if form.state == Form.State.BLANK and form.pile is not None and form.pile.revoked_at is not None:
        raise Refused(_("This form was taken back. Ask the people who gave it to you for a new one."))
    if form.state == Form.State.WAITING:
        raise Refused(_("What you wrote waits for %(party)s. Come back in a few days.") % {"party": form.party})
    if form.state == Form.State.DECLINED:
        raise Refused(
            _("%(party)s says that this is not from one of its people. Ask who typed it in to put that right.")
            % {"party": form.party}
        )
    if form.state == Form.State.TAKEN_BACK:
        raise Refused(_("Nothing of this form is entered."))


def refuse_other_place(form: Form, by: Actor) -> None:
    """Raise Refused for who already takes part for another party: one person sits for one party (R33)."""
    refuse_guard(form.challenge, by)
    seat = seat_of(form.challenge, by.known)
    if seat is not None and form.party is not None and form.party_id != seat.party_id:
        raise Refused(
            _("You already take part for %(party)s. One person sits for one party; ask them to enter this form.")
            % {"party": seat.party}
        )


def refuse_other_party(form: Form, party: Party | None, by: Actor) -> None:
    """Raise NotAllowed for who did not type in a form that a party says is not theirs, Refused for that same party."""
    if form.entered_by_id is None or form.entered_by_id != by.known.pk:
        raise NotAllowed(_("Only the helper who typed this in can put it right."))
    if form.party == party:
        raise Refused(
            _("%(party)s says that this is not from one of its people. Choose another party.") % {"party": form.party}
        )
    if party is None and form.kind in FOR_A_PARTY:
        raise Refused(_("This cannot be entered without a form."))


def helping_party(challenge: Challenge, by: Actor) -> Party | None:
    """Return for which party somebody types in for others; None for who guards the process, who helps for no party.

    That is anybody with an account and a place at or around the table. Who guards the process has no say on content
    (E7) and brings nothing in by it: what they type in waits for the party that it is for, their own included.
    """
    person = by.account
    if guards(challenge, person, seat_of(challenge, person)):
        return None
    return own_place(challenge, Actor.of(person)).party


def readers_form(form: Form, by: Actor) -> Form:
    """Return a form for whose author somebody prints what happened: its helper, or who sits there for its party.

    Raises NotAllowed for all others, and Refused once its author reads along on a device of their own, or has left.
    """
    helping_party(form.challenge, by)
    if form.entered_by_id != by.known.pk and (form.party is None or not sits_for(form.party, by)):
        raise NotAllowed(_("Only the helper who typed this in, or somebody at the table of its party, prints this."))
    if form.author is None or form.state not in {Form.State.ENTERED, Form.State.WAITING}:
        raise Refused(_("Nothing of this form is entered."))
    if form.claimed_at is not None:
        raise Refused(_("Who wrote this takes part on a device of their own now, and reads it there."))
    return form


def sits_for(party: Party, by: Actor) -> bool:
    """Say whether somebody sits at the table for this party now, so that what they enter for it is the party's word."""
    try:
        return own_seat(party.challenge, by).party_id == party.pk
    except NotAllowed:
        return False


def deciders_seat(form: Form, by: Actor) -> Seat:
    """Return the place of who says whether a form is from somebody of their party; for no other party (E2)."""
    seat = own_seat(form.challenge, by)
    if form.party_id != seat.party_id:
        raise NotAllowed(_("Only the party for which this form is can say whether it is from one of its people."))
    return seat


def refuse_entry(form: Form, helps: Party | None, *, agreed: bool, by: Actor) -> None:
    """Raise Refused for a form that is not blank, and without the yes of who wrote it; NotAllowed for whom it is not.

    Private answers are typed in at their own party's table: nobody else reads crosses (R9). In their own name people
    take part by the door that all parties opened (R14).
    """
    if not agreed:
        raise Refused(_("Enter this only when the person who wrote or said it agreed to that."))
    if form.state not in {Form.State.BLANK, Form.State.DECLINED}:
        raise Refused(
            _("Form %(number)s was entered already. Is this a copy, of another person? Then enter it without a number.")
            % {"number": form.number}
        )
    if form.state == Form.State.BLANK:
        refuse_gone(form)
    if form.challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    if form.party is None:
        own_seat(form.challenge, by)
        refuse_open_conversation(form.challenge)
    elif form.kind == Kind.ANSWERS and not sits_for(form.party, by):
        raise NotAllowed(
            _("Crosses are private. Only somebody at the table for %(party)s types them in.") % {"party": form.party}
        )
    _refuse_flood(form, helps, by)


def refuse_undo(form: Form, by: Actor) -> None:
    """Raise NotAllowed for everybody but the helper who typed it in; Refused once it is out of their hands (E2)."""
    if form.entered_by_id is None or form.entered_by_id != by.known.pk:
        raise NotAllowed(_("Only the helper who typed this in can undo that. Who wrote it can take it back."))
    if form.state not in KEPT:
        raise Refused(_("This form is not entered now."))
    if form.state == Form.State.DECLINED:
        return
    late = form.entered_at is None or form.entered_at + UNDO < timezone.now()
    said_theirs = form.state == Form.State.ENTERED and form.party_id not in {None, form.helping_party_id}
    if late or said_theirs or form.claimed_at is not None:
        raise Refused(
            _(
                "Half an hour is over, or it is in other hands now. "
                "Who wrote it can take it back, with the code on the strip."
            )
        )


def may_add_to(earlier: Form, form: Form, by: Actor) -> bool:
    """Say whether a form can be of who wrote an earlier one of the same helper; not once they came online."""
    author = earlier.author
    if author is None or not author.is_guest or earlier.entered_by_id != by.known.pk:
        return False
    alike = earlier.challenge_id == form.challenge_id and earlier.party_id == form.party_id
    return alike and not Form.objects.filter(author=author, claimed_at__isnull=False).exists()


def _refuse_flood(form: Form, helps: Party | None, by: Actor) -> None:
    morning = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    today = Form.objects.filter(challenge=form.challenge, helping_party=helps, entered_at__gte=morning)
    if helps is None and today.filter(entered_by=by.known).count() >= MOST_A_DAY:
        raise Refused(_("You typed in %(most)s forms today. Go on tomorrow.") % {"most": MOST_A_DAY})
    if helps is not None and today.count() >= MOST_A_DAY:
        raise Refused(_("Your party typed in %(most)s forms today. Go on tomorrow.") % {"most": MOST_A_DAY})

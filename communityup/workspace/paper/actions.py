"""What can one do with paper: print forms, type in what came back or was said, put that right, and come in online.

Whoever is helped is a guest: somebody without an account, whose words and answers count as anybody's.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.codes import actions as codes
from communityup.codes.models import Code
from communityup.log.actions import record
from communityup.people.actions import become, make_guest
from communityup.people.actors import Actor, Entry
from communityup.people.models import Person
from communityup.texts import actions as texts
from communityup.workspace.acquaintance.actions import erase_introduction, introduce
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.dialogue.actions import answer_thought, share_thought, withdraw_thought
from communityup.workspace.dialogue.permissions import short_place
from communityup.workspace.goals.actions import add_interest, withdraw_interest
from communityup.workspace.joining.actions import give_place
from communityup.workspace.joining.permissions import refuse_open_conversation
from communityup.workspace.paper import events, permissions, queries
from communityup.workspace.paper.models import DECLINED_KEPT, FOR_A_PARTY, PURPOSE, Form, Kind, Pile, Printed, Source
from communityup.workspace.paper.queries import Told, WithCode

# As long as the code of a form works: a form may lie in a drawer for a while.
CODE_LIFE = dt.timedelta(days=365)


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
    if by is not None:
        permissions.refuse_other_place(form, by)
    if not codes.use(code):
        raise Refused(_("This code was just used. Every code of a form works once."))
    person = _person_of(form, language=language, by=by)
    form.claimed_at = timezone.now()
    form.save(update_fields=["author", "claimed_at", "state"])
    event, who = events.CameByForm(object=form.public_id), Actor.of(person, nameless=True)
    record(event, stream=form.challenge.stream, by=who, party=form.party.public_id if form.party else None)
    return person


@transaction.atomic
def enter_form(form: Form, *, told: Told, party: Party | None = None, by: Actor) -> Form:
    """Type in a printed form for who wrote it; theirs it is and their turn, never the helper's.

    It counts at once when somebody at the table of its own party enters it. Entered by others it waits until that party
    says that it is from one of its people: nobody puts words into the mouth of another party (E2). A form of which a
    party said that it is not, its helper enters once more, for `party` (None: in their own name).
    """
    helps, locked = permissions.helping_party(form.challenge, by), _locked_form(form)
    if locked.state == Form.State.DECLINED:
        permissions.refuse_other_party(locked, party, by)
        locked.party = party
        if locked.words or locked.at_stake:
            _take_waiting(locked)
    _enter(locked, helps, told, by)
    return locked


@transaction.atomic
def enter_without_form(
    challenge: Challenge, *, public_id: str, kind: str, party: Party | None, told: Told, by: Actor
) -> WithCode:
    """Type in what somebody said, or wrote on any paper; it gets a number, and a code to hand to its author.

    `public_id` comes with the empty page, so that sending it twice enters it once; the code shows once.
    """
    helps, locked = permissions.helping_party(challenge, by), _locked(challenge)
    if Form.objects.filter(public_id=public_id).exists():
        raise Refused(_("This was entered already; its code shows only once."))
    if kind == Kind.ANSWERS or (kind in FOR_A_PARTY and party is None):
        raise Refused(_("This cannot be entered without a form."))
    form = Form.objects.create(
        public_id=public_id, challenge=locked, number=_next_number(locked), kind=Kind(kind), party=party
    )
    _enter(form, helps, told, by)
    return _with_code(form)


@transaction.atomic
def confirm_form(form: Form, *, by: Actor) -> Form:
    """Say for one's own party that a form is from one of its people: from now on it counts. Twice is once.

    Also after it said no, as long as nobody brought the words in otherwise or took them back.
    """
    locked = _locked_form(form)
    permissions.deciders_seat(locked, by)
    if locked.state == Form.State.ENTERED:
        return locked
    waited = _take_waiting(locked)
    locked.state = Form.State.ENTERED
    _bring_in(locked, waited, by)
    locked.save()
    return locked


@transaction.atomic
def decline_form(form: Form, *, by: Actor) -> Form:
    """Say for one's own party that a form is not from one of its people: it does not count, and was never shared.

    Its words stay with who wrote them and who typed them in: no party erases what another wrote (E2).
    """
    locked = _locked_form(form)
    seat = permissions.deciders_seat(locked, by)
    if locked.state == Form.State.DECLINED:
        return locked
    if locked.state != Form.State.WAITING:
        raise Refused(_("This form no longer waits."))
    if locked.author is None:
        _take_waiting(locked)
    locked.state, locked.declined_at = Form.State.DECLINED, timezone.now()
    locked.save()
    event = events.FormDeclined(object=locked.public_id)
    record(event, stream=locked.challenge.stream, by=by, party=seat.party.public_id)
    return locked


@transaction.atomic
def undo_form(form: Form, *, by: Actor) -> Form:
    """Undo what one just typed in, within half an hour: a printed form is blank again, to be entered anew."""
    locked = _locked_form(form)
    permissions.refuse_undo(locked, by)
    _take_out(locked, by)
    locked.state = Form.State.TAKEN_BACK
    if locked.pile is not None:
        locked.state, locked.source, locked.agreed = Form.State.BLANK, "", False
        locked.entered_at = locked.entered_by = locked.helping_party = None
    locked.save()
    return locked


@transaction.atomic
def take_back(code: Code) -> Form:
    """Take back what one wrote or said, as who holds the code of the form, also without a device of one's own (E22).

    Twice changes nothing. An interest is the party's once the party entered it; the party takes it back.
    """
    locked = _locked_form(queries.opens(code))
    if locked.state == Form.State.TAKEN_BACK:
        return locked
    if locked.state not in permissions.KEPT or locked.author is None:
        raise Refused(_("Nothing of this form is entered."))
    if locked.interest is not None:
        raise Refused(_("This is an interest of %(party)s now. Ask them to take it back.") % {"party": locked.party})
    _take_out(locked, Actor.of(locked.author))
    locked.state = Form.State.TAKEN_BACK
    locked.save()
    return locked


@transaction.atomic
def forget_declined() -> int:
    """Erase words that a party said are not of its people and nobody brought in otherwise since; return of how many."""
    since = timezone.now() - DECLINED_KEPT
    return _let_go(Form.objects.filter(queries.HOLDS_WORDS, state=Form.State.DECLINED, declined_at__lt=since))


@transaction.atomic
def forget_helped(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and forms: those they entered, and those they wrote."""
    _let_go(Form.objects.filter(queries.HOLDS_WORDS, author=person))
    Form.objects.filter(entered_by=person).update(entered_by=None)
    Form.objects.filter(author=person).update(author=None)


def _let_go(held: QuerySet[Form]) -> int:
    """Erase the words that these forms hold; return how many there were."""
    found = list(held.select_for_update(of=("self",)).select_related("words", "at_stake", "place"))
    for form in found:
        _take_waiting(form)
        form.state = Form.State.TAKEN_BACK
        form.save(update_fields=["state", "words", "at_stake", "place"])
    return len(found)


def _enter(form: Form, helps: Party | None, told: Told, by: Actor) -> None:
    """Keep what a helper typed in: shared or answered at once, or waiting for the party that it is for."""
    permissions.refuse_entry(form, helps, agreed=told.agreed, by=by)
    form.author = _author(form, told, by)
    form.source, form.agreed, form.shows_party = Source(told.source), told.agreed, told.shows_party
    form.entered_at, form.entered_by, form.helping_party = timezone.now(), by.known, helps
    if form.party is None or permissions.sits_for(form.party, by):
        form.state = Form.State.ENTERED
        _bring_in(form, told, by)
    else:
        form.state = Form.State.WAITING
        typing, required = by.typing(_entry(form, by)), "" if told.at_stake.strip() else "words"
        said = {"words": told.words, "at_stake": told.at_stake, "place": short_place(told.place)}
        for name, words in said.items():
            setattr(form, name, texts.write(words, by=typing) if words.strip() or name == required else None)
        _record_waits(form, helps, by)
    form.save()


def _record_waits(form: Form, helps: Party | None, by: Actor) -> None:
    event = events.FormWaitsFromGuard if helps is None else events.FormWaits
    who = {"role": "facilitator"} if helps is None else {"party": helps.public_id}
    record(event(object=form.public_id, kind=form.kind), stream=form.challenge.stream, by=by, **who)


def _author(form: Form, told: Told, by: Actor) -> Person:
    """Return the guest who wrote a form: that of an earlier form of the same person, so that nobody counts twice."""
    if told.same is None:
        return form.author or make_guest(language=by.known.language)
    earlier = Form.objects.select_related("author").filter(challenge=form.challenge, number=told.same).first()
    if earlier is None or earlier.author is None or not permissions.may_add_to(earlier, form, by):
        raise Refused(
            _("Form %(number)s cannot be of the same person: you did not type it in, or it is in their own hands now.")
            % {"number": told.same}
        )
    return earlier.author


def _bring_in(form: Form, told: Told, by: Actor) -> None:
    """Let what stands on a form count as anybody's who does it themselves: same place, turn and length (E15)."""
    if form.kind == Kind.INTEREST:
        form.interest = add_interest(form.challenge, words=told.words, by=by.typing(_entry(form, by)))
        return
    author = Actor.of(_writer(form))
    give_place(form.challenge, form.party, author.known)
    typing = author.typing(_entry(form, by))
    if form.kind == Kind.INTRODUCTION:
        form.introduction = introduce(form.challenge, brings=told.words, at_stake=told.at_stake, by=typing)
        return
    if form.kind == Kind.THOUGHT:
        form.statement = share_thought(
            form.challenge, body=told.words, place=told.place, show_party=told.shows_party, by=typing
        )
        return
    for row in queries.answerable(form):
        if row.place in told.answers:
            answer_thought(row.statement, value=told.answers[row.place], by=author)


def _take_out(form: Form, by: Actor) -> None:
    """Take out what a form brought in; the thought leaves a tombstone, answers no longer count."""
    if form.words or form.at_stake:
        _take_waiting(form)
        stream, nameless = form.challenge.stream, Actor.of(by.known, nameless=True)
        record(events.FormTakenBack(object=form.public_id), stream=stream, by=nameless)
    elif form.statement is not None:
        withdraw_thought(form.statement, by=Actor.of(_writer(form)))
        form.statement = None
    elif form.interest is not None:
        withdraw_interest(form.interest, by=by)
        form.interest = None
    elif form.introduction is not None:
        erase_introduction(form.challenge, by=Actor.of(_writer(form)))
        form.introduction = None
    else:
        for statement in queries.answered(form):
            answer_thought(statement, value=None, by=Actor.of(_writer(form)))


def _take_waiting(form: Form) -> Told:
    """Return what waited for a party, and keep its words no longer; Refused when nothing waits."""
    if form.words is None and form.at_stake is None:
        raise Refused(_("This form no longer waits."))
    held = {"words": form.words, "at_stake": form.at_stake, "place": form.place}
    said = {name: "" if text is None else texts.own_words(text) for name, text in held.items()}
    for text in held.values():
        texts.erase([] if text is None else text.versions.filter(erased_at=None))
    form.words = form.at_stake = form.place = None
    words, at_stake, place = said.values()
    return Told(
        source=form.source, agreed=True, words=words, at_stake=at_stake, place=place, shows_party=form.shows_party
    )


def _entry(form: Form, by: Actor) -> Entry:
    """Return whose words a form holds and who typed them in, as words remember it."""
    source = "paper" if form.source == Source.PAPER else "speech"
    return Entry(author=_writer(form), helper=form.entered_by or by.known, source=source)


def _writer(form: Form) -> Person:
    if form.author is None:
        raise Refused(_("Who wrote this is no longer here."))
    return form.author


def _person_of(form: Form, *, language: str, by: Actor | None) -> Person:
    """Return who comes in with a form: its guest, or an account to which everything of that guest comes."""
    if form.author is None:
        form.author = make_guest(language=language) if by is None else by.known
        form.state = Form.State.ONLINE if form.state == Form.State.BLANK else form.state
        give_place(form.challenge, form.party, form.author)
        return form.author
    if by is not None and by.known == form.author:
        return form.author
    if not form.author.is_guest:
        raise Refused(_("Who wrote this has an account now. Sign in to see it."))
    if by is None:
        return form.author
    become(form.author, by.account)
    form.author = by.account
    return form.author


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
    """Return a form as it is now, locked; its challenge first, as everywhere, so that no two wait for each other."""
    _locked(form.challenge)
    related = Form.objects.select_for_update(of=("self",)).select_related(
        "challenge__stream", "challenge__opening__current", "party", "pile", "author", "entered_by", "words__current",
        "at_stake__current", "place__current", "introduction__brings", "introduction__at_stake",
    )  # fmt: skip
    return related.get(pk=form.pk)

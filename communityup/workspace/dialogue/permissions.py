"""Who may take part in a dialogue, and who may see what. No kind of party appears here (E4)."""

from datetime import date, timedelta
from typing import Any, NoReturn

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import is_id
from communityup.base.prepared import prepared
from communityup.methods.nearly import first_like
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Reader, Seat
from communityup.workspace.challenges.permissions import Viewer, may_see, refuse_guard, refuse_while_paused, seat_of
from communityup.workspace.dialogue.models import PLACE_LENGTH, Answer, Dialogue, Participant, Statement, fingerprint_of

SMALL_PARTY = 5
THOUGHTS_EACH = 3
# A thought is compared with this many of the newest in its round.
COMPARED = 200
# One party alone can set or move the end of a round, so each leaves the others time to answer, or to move it again.
DAYS_TO_ANSWER = 3
# Steps of the process that need both facilitators where there are any (E7).
OPEN_ROUND, ROUND_END = "open_round", "round_end"
_TAKEN_BACK = gettext_lazy("This thought was taken back.")
_OF_ANSWER = ["id", "dialogue_id", "participant_id", "statement_id", "value", "number", "answered_on", "dealt_by"]


def active_party_of(challenge: Challenge, person: Person) -> int | None:
    """Return the key of the party for which this person takes part, if any."""
    return _active_parties.first(challenge.pk, person.pk)


@prepared
def _active_parties(challenge: int, person: int) -> QuerySet[Seat, int]:
    seats = Seat.objects.filter(challenge=challenge, person=person, party__state=Party.State.ACTIVE)
    return seats.values_list("party", flat=True)


def party_acted_for(challenge: Challenge, by: Actor) -> int | None:
    """Return the key of the party for which somebody acts, or None; raises NotAllowed for who guards the process.

    One question tells both of who has a place: this is what a whole hall does at once.
    """
    seat = _seats_to_act.first(challenge.pk, by.known.pk)
    if seat is None or seat[1]:
        refuse_guard(challenge, by)
        refuse_clerk(challenge, by)
    return None if seat is None else seat[0]


def refuse_clerk(challenge: Challenge, by: Actor) -> None:
    """Raise NotAllowed for the clerk, who records formal decisions and nothing else (R22)."""
    if by.person is not None and _clerks.first(challenge.pk, by.person.pk) is not None:
        raise NotAllowed(_("You record the formal decisions here, and nothing else. You can stop with that first."))


@prepared
def _clerks(challenge: int, person: int) -> QuerySet[Reader, int]:
    return Reader.objects.filter(challenge=challenge, person=person, role=Reader.Role.CLERK).values_list(
        "pk", flat=True
    )


@prepared
def _seats_to_act(challenge: int, person: int) -> QuerySet[Seat, tuple[int, bool]]:
    seats = Seat.objects.filter(challenge=challenge, person=person, party__state=Party.State.ACTIVE)
    guards = Facilitator.objects.filter(challenge=OuterRef("challenge"), person=OuterRef("person"), until=None)
    return seats.annotate(guards=Exists(guards)).values_list("party", "guards")


def participant_of(dialogue: Dialogue, person: Viewer) -> Participant | None:
    """Return this person in this round, if they took part."""
    return _participants.first(dialogue.pk, person.pk) if isinstance(person, Person) else None


@prepared
def _participants(dialogue: int, person: int) -> QuerySet[Participant]:
    return Participant.objects.filter(dialogue=dialogue, person=person)


def readable_statement(slug: str, public_id: str, person: Viewer) -> Statement | None:
    """Return a thought of a challenge that this person may see, with the challenge; never one that was set aside."""
    found = _statements.first(slug, public_id) if is_id(public_id) else None
    return found if found is not None and may_see(found.dialogue.challenge, person) else None


@prepared
def _statements(slug: str, public_id: str) -> QuerySet[Statement]:
    related = Statement.objects.select_related("dialogue__challenge", "author", "text__current")
    found = related.filter(dialogue__challenge__slug=slug, public_id=public_id)
    return found.exclude(state=Statement.State.MODERATED)


def statement_to_answer(slug: str, public_id: str, person: Viewer) -> Statement | None:
    """Return the same, with only what answering asks: this is what a whole hall does at once."""
    found = _statements_to_answer.first(slug, public_id) if is_id(public_id) else None
    return found if found is not None and may_see(found.dialogue.challenge, person) else None


@prepared
def _statements_to_answer(slug: str, public_id: str) -> QuerySet[Statement]:
    readable = Statement.objects.exclude(state=Statement.State.MODERATED).select_related("dialogue__challenge")
    found = readable.filter(dialogue__challenge__slug=slug, public_id=public_id)
    return found.only("public_id", "author", "dialogue__challenge__public_at")


def refuse_gone(statement: Statement) -> None:
    """Raise Refused for a thought that was taken back since it was on the screen; asked again under the lock."""
    if not Statement.objects.filter(pk=statement.pk, state=Statement.State.SHOWN).exists():
        raise Refused(_TAKEN_BACK)


def answer_to(statement: Statement, participant: Participant) -> Answer | None:
    """Return what a participant answered to a thought, perhaps taken back; None when they did not; nobody else gets it.

    Raises Refused as refuse_gone does: one question tells both, because this is what a whole hall does at once.
    """
    found = _shown_with_answer.first(statement.pk, participant.pk)
    if found is None:
        raise Refused(_TAKEN_BACK)
    return None if found[0] is None else Answer.from_db(DEFAULT_DB_ALIAS, _OF_ANSWER, found)


@prepared
def _shown_with_answer(statement: int, participant: int) -> QuerySet[Statement, tuple[Any, ...]]:
    shown = Statement.objects.filter(pk=statement, state=Statement.State.SHOWN)
    own = FilteredRelation("answers", condition=Q(answers__participant=participant))
    return shown.annotate(own=own).values_list(*(f"own__{name}" for name in _OF_ANSWER))


def may_join_in_own_name(challenge: Challenge, person: Viewer) -> bool:
    """On a public challenge anybody with an account may take part without a party (R14), but for who guards it (E7).

    Nor does the clerk (R22). A guest comes by a code for this challenge.
    """
    if not isinstance(person, Person) or person.is_guest or challenge.public_at is None:
        return False
    if seat_of(challenge, person) is not None or _clerks.first(challenge.pk, person.pk) is not None:
        return False
    return not challenge.facilitators.filter(person=person, until=None).exists()


def own_statement(statement: Statement, person: Viewer) -> bool:
    """Say whether this person wrote the thought."""
    return isinstance(person, Person) and statement.author is not None and statement.author.person_id == person.pk


def may_see_figures(dialogue: Dialogue, *, answered: bool) -> bool:
    """While a round is open, what others think shows only after one's own answer (R10)."""
    return answered or not dialogue.is_open


def answering_people(dialogue: Dialogue, party: Party) -> int:
    """Return how many people of a party have given an answer in this round."""
    people = Participant.objects.filter(dialogue=dialogue, party=party)
    given = Answer.objects.filter(dialogue=dialogue, value__isnull=False)
    return people.filter(pk__in=given.values("participant")).count()


def is_small(dialogue: Dialogue, party: Party) -> bool:
    """A party with fewer than five answering people gives one open answer per thought (R6)."""
    return answering_people(dialogue, party) < SMALL_PARTY


def refuse_visitor(challenge: Challenge) -> NoReturn:
    """Raise NotAllowed for who has no place in the dialogue and did not say to take part in their own name."""
    if challenge.public_at is None:
        raise NotAllowed(_("Only people of a party that takes part in this challenge can do this."))
    raise NotAllowed(_("First say that you take part in your own name."))


def thoughts_of(author: Participant) -> int:
    """Return how many thoughts somebody shared and did not take back."""
    return Statement.objects.filter(author=author).exclude(state=Statement.State.WITHDRAWN).count()


def must_wait_for_others(dialogue: Dialogue, author: Participant, *, turns: int) -> bool:
    """Say whether somebody at the table shared and passed fewer times than this (E15)."""
    if turns == 0:
        return False
    seats = Seat.objects.filter(challenge=dialogue.challenge_id, party__state=Party.State.ACTIVE)
    seats = seats.filter(person__is_guest=False)
    others = set(seats.exclude(person=author.person).values_list("person", flat=True))
    spoken = Participant.objects.filter(dialogue=dialogue, person__in=others).annotate(shared=Count("statements"))
    had = spoken.values_list("person", "shared", "passes")
    return bool(others - {person for person, shared, passes in had if shared + passes >= turns})


def nearly_the_same(challenge: Challenge, words: str) -> Statement | None:
    """Return the thought in the open round that says nearly the same as these words, if one of the newest does (X3)."""
    here = Statement.objects.filter(dialogue__challenge=challenge, dialogue__closed_at=None)
    shown = here.filter(state=Statement.State.SHOWN, text__current__isnull=False).order_by("-pk")[:COMPARED]
    found = first_like(words, shown.values_list("pk", "text__current__body"))
    return None if found is None else Statement.objects.select_related("text__current").get(pk=found)


def resembled(challenge: Challenge, dialogue: Dialogue, words: str) -> int | None:
    """Return the first of the thoughts with which these words are answered as one; Refused for the very same words."""
    if Statement.objects.filter(dialogue=dialogue, fingerprint=fingerprint_of(words)).exists():
        raise Refused(_("This thought is already on the table, in the same words. Answer it, or say it your own way."))
    found = nearly_the_same(challenge, words)
    return None if found is None else found.resembles_id or found.pk


def refuse_turn(dialogue: Dialogue, author: Participant) -> None:
    """Raise Refused for who had their say: three thoughts each, or one before the others where all take turns (E15)."""
    shared = thoughts_of(author)
    if not dialogue.everyone_once:
        if shared >= THOUGHTS_EACH:
            raise Refused(
                _("You shared %(count)s thoughts in this round; now others have their say.") % {"count": THOUGHTS_EACH}
            )
        return
    if must_wait_for_others(dialogue, author, turns=shared + author.passes):
        raise Refused(_("Everyone once before anyone twice: not everybody has shared a thought or passed yet."))


def refuse_soon(ends_on: date | None) -> None:
    """Raise Refused for a last day of a round that leaves no time to answer."""
    if ends_on is not None and ends_on < timezone.localdate() + timedelta(days=DAYS_TO_ANSWER):
        sentence = _("Choose a day at least %(days)s days from now, so that every party still has time.")
        raise Refused(sentence % {"days": DAYS_TO_ANSWER})


def refuse_before_end(dialogue: Dialogue) -> None:
    """Raise Refused for closing a round whose last day is not over, or during a step back (E12)."""
    refuse_while_paused(dialogue.challenge)
    if dialogue.last_day is None or dialogue.last_day >= timezone.localdate():
        raise Refused(_("A round closes after its end date. Set an end date first, then everybody knows."))


def short_place(place: str) -> str:
    """Return the words for a place on one line; raises Refused for more than a place needs."""
    words = " ".join(place.split())
    if len(words) > PLACE_LENGTH:
        raise Refused(_("Say the place in at most %(limit)s characters.") % {"limit": PLACE_LENGTH})
    return words

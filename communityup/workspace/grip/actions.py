"""What one can do about holding and letting go: add a subject, and say for one's own party what it does with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.goals.models import Goal
from communityup.workspace.grip import events, permissions
from communityup.workspace.grip.models import MOST_SUBJECTS, Stance, Subject


@transaction.atomic
def add_subject(challenge: Challenge, *, words: str, by: Actor) -> Subject:
    """Put a subject on the table, about which each party says what it does with it; every party may.

    The same words are one subject. One party has at most twenty, the same number for each.
    """
    seat, locked = own_seat(challenge, by), _locked(challenge)
    here = Subject.objects.filter(challenge=locked, goal=None, withdrawn_at=None)
    same = here.filter(words__current__body=clean_words(words)).first()
    if same is not None:
        return same
    if here.filter(party=seat.party).count() >= MOST_SUBJECTS:
        raise Refused(
            _("Your party has %(count)s subjects here, as many as any party can have. First take one of these back.")
            % {"count": MOST_SUBJECTS}
        )
    added = Subject.objects.create(
        challenge=locked, party=seat.party, words=write(words, by=by), added_at=timezone.now()
    )
    commit = None if added.words is None else added.words.commit
    _record(events.SubjectAdded(object=added.public_id, commit=commit), seat, by)
    return added


@transaction.atomic
def take_subject_back(subject: Subject, *, by: Actor) -> Subject:
    """Take back a subject of one's own party, as long as no other party said anything about it. Twice is once."""
    seat = permissions.adders_seat(subject, by)
    _locked(subject.challenge)
    found = Subject.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=subject.pk)
    if found.withdrawn_at is not None:
        return found
    if found.stances.exclude(party=seat.party).exists():
        raise Refused(_("Another party said what it does with this subject, so it stays on the table."))
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    _record(events.SubjectTakenBack(object=found.public_id), seat, by)
    return found


@transaction.atomic
def take_stance(thing: Subject | Goal, *, party: Party, choice: str, why: str = "", by: Actor) -> Stance:
    """Say for one's own party whether it holds a subject or goal, shares it or lets it go (A38).

    What it said before stays readable with its days. The same twice is once.
    """
    seat = permissions.seat_of_party(party, by)
    _refuse_elsewhere(thing, seat)
    _locked(seat.challenge)
    subject = _subject(thing)
    before = subject.stances.select_related("why__current").filter(party=seat.party, until=None).first()
    said = clean_words(why) if why.strip() else ""
    if before is not None and (before.choice, str(before.why or "")) == (choice, said):
        return before
    now = timezone.now()
    if before is not None:
        before.until = max(now, before.set_at)
        before.save(update_fields=["until"])
    taken = Stance.objects.create(
        subject=subject,
        party=seat.party,
        choice=Stance.Choice(choice),
        why=write(said, by=by) if said else None,
        set_at=now,
    )
    event = events.StanceTaken(
        object=thing.public_id,
        commit=None if taken.why is None else taken.why.commit,
        choice=str(taken.choice),
        before=None if before is None else before.choice,
    )
    _record(event, seat, by)
    return taken


def _subject(thing: Subject | Goal) -> Subject:
    """Return the subject on the table; for a goal it is kept from the first time that a party says something."""
    if isinstance(thing, Goal):
        goal = Goal.objects.select_related("challenge").get(pk=thing.pk)
        if goal.state != Goal.State.SHARED:
            raise Refused(_("This goal is no longer on the table."))
        kept, _new = Subject.objects.get_or_create(
            goal=goal, defaults={"challenge": goal.challenge, "added_at": timezone.now()}
        )
        return kept
    found = Subject.objects.get(pk=thing.pk)
    if found.withdrawn_at is not None:
        raise Refused(_("This subject was taken back."))
    return found


def _refuse_elsewhere(thing: Subject | Goal, seat: Seat) -> None:
    if thing.challenge_id != seat.challenge_id:
        raise Refused(_("This subject stands in another challenge."))


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)

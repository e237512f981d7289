"""What can one do with thoughts that say nearly the same: let one be answered by itself, and take that back."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.workspace.challenges.permissions import refuse_while_off
from communityup.workspace.dialogue.models import Dialogue, Statement
from communityup.workspace.echoes import events
from communityup.workspace.echoes.queries import APART, set_apart_lately
from communityup.workspace.facilitation.actions import both
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import acting_as, own_key


@transaction.atomic
def set_apart(statement: Statement, *, by: Actor) -> bool:
    """Let a thought be answered and counted by itself, because it says something else; False while a yes is missing.

    Both who guard the process do so, or without them two people at the table of two parties: nobody lets words of
    one's own count twice (X3). Clicking twice changes nothing.
    """
    challenge, locked = statement.dialogue.challenge, _locked(statement, by)
    if locked.resembles is None:
        return True
    facts = {"resembles": locked.resembles.public_id}
    if not both(challenge, f"{APART}:{locked.public_id}", facts=facts, by=by):
        return False
    _join(locked, None)
    event = events.ThoughtSetApart(object=locked.public_id)
    record(event, stream=challenge.stream, by=by, **acting_as(challenge, by))
    return True


@transaction.atomic
def take_together(statement: Statement, *, by: Actor) -> None:
    """Take back within a day that a thought says something else, as one of those who said so: it counts along again.

    Setting apart takes two, so it ends with either of them; nothing that anybody answered is lost. Twice is once (X3).
    """
    challenge, locked = statement.dialogue.challenge, _locked(statement, by)
    if locked.resembles is not None:
        return
    act = set_apart_lately(challenge).get(locked.public_id)
    if act is None:
        raise Refused(_("This was set apart more than a day ago. What people answered since then stays by itself."))
    if not act.turns.filter(person=by.known).exists():
        raise NotAllowed(_("Who set this thought apart can take that back. You can ask them."))
    other = Statement.objects.get(dialogue=locked.dialogue, public_id=act.facts["resembles"])
    first = other.resembles or other
    # What was said since then in nearly the same words goes along.
    locked.echoes.update(resembles=first)
    _join(locked, first)
    event = events.ThoughtTakenTogether(object=locked.public_id)
    record(event, stream=challenge.stream, by=by, **acting_as(challenge, by))


def _locked(statement: Statement, by: Actor) -> Statement:
    """Lock a thought for who guards the process, in a round that is open."""
    challenge = statement.dialogue.challenge
    own_key(challenge, by)
    refuse_while_off(challenge, "dialogue")
    if not Dialogue.objects.select_for_update().get(pk=statement.dialogue_id).is_open:
        raise Refused(_("This round is closed. What was said in it stays as it is."))
    return Statement.objects.select_related("dialogue__challenge__stream", "resembles").get(pk=statement.pk)


def _join(statement: Statement, first: Statement | None) -> None:
    """Let a thought be answered with another, or by itself; figures are made again."""
    statement.resembles = first
    statement.save(update_fields=["resembles"])
    Dialogue.objects.filter(pk=statement.dialogue_id).update(last_number=F("last_number") + 1)


def set_prepared_apart(act: Act, by: Actor) -> None:
    """Set a thought apart, with the yes of the other who guards the process."""
    public_id = act.about.partition(":")[2]
    found = Statement.objects.select_related("dialogue__challenge__stream")
    set_apart(found.get(dialogue__challenge=act.challenge, public_id=public_id), by=by)

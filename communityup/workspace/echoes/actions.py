"""What can one do with thoughts that say nearly the same: let one that says something else be answered by itself."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.workspace.challenges.permissions import refuse_while_off
from communityup.workspace.dialogue.models import Dialogue, Statement
from communityup.workspace.echoes import events
from communityup.workspace.facilitation.actions import both
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import acting_as, own_key

APART = "set_apart"


@transaction.atomic
def set_apart(statement: Statement, *, by: Actor) -> bool:
    """Let a thought be answered and counted by itself, because it says something else; False while a yes is missing.

    Both who guard the process do so, or without them two people at the table of two parties: nobody lets words of
    one's own count twice (X3). Clicking twice changes nothing.
    """
    challenge = statement.dialogue.challenge
    own_key(challenge, by)
    refuse_while_off(challenge, "dialogue")
    dialogue = Dialogue.objects.select_for_update().get(pk=statement.dialogue_id)
    locked = Statement.objects.select_related("dialogue__challenge__stream").get(pk=statement.pk)
    if not dialogue.is_open:
        raise Refused(_("This round is closed. What was said in it stays as it is."))
    if locked.resembles_id is None:
        return True
    if not both(challenge, f"{APART}:{locked.public_id}", by=by):
        return False
    locked.resembles = None
    locked.save(update_fields=["resembles"])
    # Figures are made again.
    Dialogue.objects.filter(pk=dialogue.pk).update(last_number=F("last_number") + 1)
    event = events.ThoughtSetApart(object=locked.public_id)
    record(event, stream=challenge.stream, by=by, **acting_as(challenge, by))
    return True


def set_prepared_apart(act: Act, by: Actor) -> None:
    """Set a thought apart, with the yes of the other who guards the process."""
    public_id = act.about.partition(":")[2]
    found = Statement.objects.select_related("dialogue__challenge__stream")
    set_apart(found.get(dialogue__challenge=act.challenge, public_id=public_id), by=by)

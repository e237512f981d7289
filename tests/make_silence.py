"""Silences made through the real actions and the job."""

from collections.abc import Callable

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.silence import jobs
from tests import make, make_facilitators
from tests.worlds import built_once

Later = Callable[[float], None]


@built_once
def of_three(*, helper: bool = True) -> tuple[Challenge, Round, Party]:
    """Return a challenge of Amina, Bram and Hans, a question that only Hans does not answer, and the party of Hans."""
    challenge, amina, bram = make.challenge_of_two()
    silent = make.join(challenge, make.person("Hans"), "Woningcorporatie Thuisgroep", "housing_association")
    if helper:
        make_facilitators.outsider(
            challenge, make.person("Femke"), proposer=amina, others=[bram, make.person("Hans")], role="helper"
        )
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    respond(asked, agrees=True, by=Actor.of(bram))
    return challenge, asked, silent


def silent_for(later: Later) -> None:
    """Let the whole term pass, with the reminders at their moments, and three days after word to the sponsor."""
    for days in (21, 11, 10.5):
        later(days)
        assert jobs.follow_silences() == 1
    later(3.1)

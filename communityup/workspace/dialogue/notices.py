"""Who hears about the rounds of a dialogue: everybody in the challenge, and who takes part in their own name (R14)."""

from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.workspace.challenges.notices import everybody, page, register_without_a_place, tell_everybody
from communityup.workspace.dialogue import events
from communityup.workspace.dialogue.models import Participant
from communityup.workspace.formal.notices import register_contributors
from communityup.workspace.moderation.notices import keepers


def own_name_people(happening: Happening) -> set[int]:
    """Who takes part in the dialogue in their own name, without a party."""
    own_name = Participant.objects.filter(
        dialogue__challenge__stream_id=happening.stream, party=None, person__isnull=False
    )
    return set(own_name.values_list("person_id", flat=True))


def everybody_in_dialogue(happening: Happening) -> set[int]:
    """Everybody with a place, who follows, who guards the process, or who takes part in their own name."""
    return everybody(happening) | own_name_people(happening)


def register() -> None:
    """Say who hears about a dialogue; called in AppConfig.ready."""
    register_contributors(own_name_people)
    register_without_a_place(own_name_people)
    tell_everybody(events.RoundOpened, url=page("dialogue:page"), hearers=everybody_in_dialogue, urgent=True)
    tell_everybody(events.RoundEndSet, events.RoundClosed, url=page("dialogue:round"), hearers=everybody_in_dialogue)
    register_hearers(events.ThoughtResembled, hearers=keepers, url=page("echoes:page"))
    register_nobody(
        events.ThoughtShared, why="A message for each thought would be a flood, and thoughts are dealt in turn to each."
    )
    register_nobody(
        events.PartyAnswered, why="Nobody hears an answer before their own (R10); the thought shows it afterwards."
    )
    register_nobody(
        events.OwnNameJoined, events.TurnPassed, why="It asks nothing of anybody, and points to one person."
    )

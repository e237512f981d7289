"""Who hears about a formal decision: everybody, and also who contributed in their own name, at the same moment."""

from collections.abc import Callable, Collection

from communityup.notices.queries import Happening
from communityup.workspace.challenges.notices import everybody, page, tell_everybody
from communityup.workspace.formal import events

_CONTRIBUTORS: list[Callable[[Happening], Collection[int]]] = []


def register_contributors(people: Callable[[Happening], Collection[int]]) -> None:
    """Let an app above say who contributed without a place (by key); called in AppConfig.ready."""
    if people not in _CONTRIBUTORS:
        _CONTRIBUTORS.append(people)


def all_who_contributed(happening: Happening) -> set[int]:
    """Everybody in the challenge, in every ring, and who contributed without a place."""
    return everybody(happening).union(*(people(happening) for people in _CONTRIBUTORS))


def register() -> None:
    """Say who hears about formal decisions; called in AppConfig.ready."""
    decision = page("formal:decision", of_object=True)
    tell_everybody(
        events.DecisionRecorded,
        events.OtherwiseDecided,
        events.OtherwiseDecidedAfterClosing,
        events.DecisionCorrected,
        url=decision,
        hearers=all_who_contributed,
        urgent=True,
    )

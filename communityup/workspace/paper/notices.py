"""Who hears about paper: everybody hears that forms are printed and taken back; who comes, the counts show."""

from communityup.notices.queries import Happening, register_hearers, register_housekeeping, register_nobody
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.paper import events
from communityup.workspace.paper.models import Form


def helper(happening: Happening) -> set[int]:
    """Who typed in a form, as long as a party says that it is not from one of its people."""
    found = Form.objects.filter(public_id=happening.object, state=Form.State.DECLINED, entered_by__isnull=False)
    return set(found.values_list("entered_by", flat=True))


def register() -> None:
    """Say who hears about paper; called in AppConfig.ready."""
    tell_everybody(events.FormsPrinted, events.FormsRevoked, url=page("paper:page"))
    register_housekeeping(events.FormsPrinted, events.FormsRevoked)
    register_hearers(events.FormDeclined, hearers=helper, url=page("paper:enter"))
    register_nobody(
        events.FormWaits,
        events.FormTakenBack,
        why="It is a task of the party that it waits for; the page of paper counts for everybody what waits.",
    )
    register_nobody(events.CameByForm, why="One person at a time goes on online; the page of paper counts them.")

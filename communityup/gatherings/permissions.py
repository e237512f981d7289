"""What may not be done any more, whoever asks. Who may plan is for the app above."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings.models import Gathering, Registration, Way

LONGEST = dt.timedelta(days=7)


def is_over(gathering: Gathering) -> bool:
    """Say whether it has been; what has no date lies ahead."""
    return gathering.ends_at is not None and gathering.ends_at <= timezone.now()


def refuse_gone(gathering: Gathering) -> None:
    """Raise Refused for changing what has been or was cancelled: people were told, and that stays as it was."""
    if gathering.cancelled_at is not None:
        raise Refused(_("This was cancelled. Plan a new one instead."))
    if is_over(gathering):
        raise Refused(_("This has been already. You cannot change this any more."))


def refuse_late(gathering: Gathering) -> None:
    """Raise Refused to who comes or would, for what has been or was cancelled."""
    if gathering.cancelled_at is not None:
        raise Refused(_("This does not go on, so there is nothing to register for or to change."))
    if is_over(gathering):
        raise Refused(_("This has been already. You cannot register or change anything any more."))


def takes_registrations(gathering: Gathering) -> bool:
    """Say whether one can register: there is a moment, and it is still to come."""
    return gathering.is_dated and gathering.cancelled_at is None and not is_over(gathering)


def gives_places(gathering: Gathering) -> bool:
    """Say whether a place that is free goes to who waits: until it begins, because then there is no time to answer."""
    begins_at = gathering.begins_at
    return takes_registrations(gathering) and begins_at is not None and begins_at > timezone.now()


def refuse_registering(gathering: Gathering) -> None:
    """Raise Refused while there is no date, and for what has been or was cancelled."""
    refuse_late(gathering)
    if not gathering.is_dated:
        raise Refused(_("There is no date yet. Ask to hear by mail when there is one."))


def why_shut(gathering: Gathering) -> str:
    """Return why nobody can register, as a sentence; nothing when one can."""
    try:
        refuse_registering(gathering)
    except Refused as why:
        return str(why)
    return ""


def takes_presence(gathering: Gathering) -> bool:
    """Say whether one can note who is there: from the day itself."""
    begins_at = gathering.begins_at
    return begins_at is not None and timezone.localdate(begins_at) <= timezone.localdate()


def refuse_early(gathering: Gathering) -> None:
    """Raise Refused for noting that somebody is there before the day itself, or at what was cancelled."""
    if gathering.cancelled_at is not None:
        raise Refused(_("This does not go on, so nobody is ticked off."))
    if not takes_presence(gathering):
        raise Refused(_("From the day itself you can tick off who is there."))


def refuse_before_others(gathering: Gathering, registration: Registration) -> None:
    """Raise Refused for a seat at the door to who waits, as long as free ones go in the order of the waiting list."""
    if registration.seat is None and gives_places(gathering):
        raise Refused(_("Until it begins, free places go in the order of the waiting list."))


def refuse_taking(registration: Registration) -> None:
    """Raise Refused for taking a place that is not offered to somebody, or not any more, with what is true of it."""
    refuse_late(registration.gathering)
    if registration.state == Registration.State.WAITING:
        raise Refused(_("No place is free for you now. When one comes free, you get a mail."))
    if registration.is_offer_over:
        raise Refused(_("You did not take the place in time, so it is not kept for you any more."))


def can_switch(gathering: Gathering, registration: Registration) -> bool:
    """Say whether somebody can come online instead of to the place, or the other way round: until they are there."""
    return takes_registrations(gathering) and gathering.way == Way.BOTH and registration.came_at is None


def refuse_switching(gathering: Gathering, registration: Registration) -> None:
    """Raise Refused for coming another way when there is one way only, it has been, or they are there."""
    refuse_late(gathering)
    if not can_switch(gathering, registration):
        raise Refused(_("You cannot choose any more whether you come to the place or online."))


def refuse_past(gathering: Gathering, *, begins_at: dt.datetime, ends_at: dt.datetime, way: str) -> None:
    """Raise Refused for moving something to a moment that is past.

    What began and keeps its beginning can still get another end and another place, and is held as it is.
    """
    now = timezone.now()
    if begins_at > now:
        return
    if begins_at != gathering.begins_at:
        raise Refused(_("Choose a moment that is still to come."), at="day")
    if ends_at <= now:
        raise Refused(_("Choose an end that is still to come."), at="ends")
    if way != gathering.way:
        raise Refused(_("This has begun. How people come together stays as it is."), at="way")


def refuse_length(begins_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Raise Refused for what ends before it begins, or lasts longer than a week."""
    if not begins_at < ends_at <= begins_at + LONGEST:
        raise Refused(_("It ends after it begins, and within a week."), at="ends")

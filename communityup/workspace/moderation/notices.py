"""Who hears: reports go to who keeps the process; what is hidden, and comes back, everybody hears with who wrote it."""

from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.workspace.challenges.models import Facilitator, Party, Ring, Seat
from communityup.workspace.challenges.notices import everybody, page, tell_everybody
from communityup.workspace.moderation import events
from communityup.workspace.moderation.models import Hiding
from communityup.workspace.moderation.permissions import judges_of


def keepers(happening: Happening) -> set[int]:
    """Who keeps the process: the facilitators and their substitutes, without any everybody at the table."""
    here = {"challenge__stream_id": happening.stream}
    guards = Facilitator.objects.filter(**here, until=None)
    found = set(guards.values_list("person_id", flat=True))
    found |= set(guards.filter(substitute__isnull=False).values_list("substitute_id", flat=True))
    if found:
        return found
    seats = Seat.objects.filter(**here, ring=Ring.TABLE, party__state=Party.State.ACTIVE)
    return set(seats.values_list("person_id", flat=True))


def judges(happening: Happening) -> set[int]:
    """Who judges these words: facilitators and their substitutes, and tables of other parties while one is missing."""
    related = Hiding.objects.select_related("challenge", "text__current__author")
    hiding = related.filter(public_id=happening.object).first()
    if hiding is None:
        return set()
    judging = judges_of(hiding.challenge, hiding.text)
    guarding = {person for guard in judging.guards for person in (guard.person_id, guard.substitute_id)}
    table = Seat.objects.filter(party__in=judging.parties, ring=Ring.TABLE).values_list("person_id", flat=True)
    return {person for person in [*guarding, *table] if person is not None}


def everybody_and_author(happening: Happening) -> set[int]:
    """Everybody in the challenge, and who wrote the words, also in their own name."""
    authors = Hiding.objects.filter(public_id=happening.object, text__current__author__isnull=False)
    return everybody(happening) | set(authors.values_list("text__current__author_id", flat=True))


def register() -> None:
    """Say who hears about moderation; called in AppConfig.ready."""
    case = page("moderation:case", of_object=True)
    register_hearers(events.Reported, hearers=keepers, url=page("moderation:reports"), urgent=True)
    register_hearers(events.HidingAsked, hearers=judges, url=case, urgent=True)
    register_hearers(events.VoiceGiven, hearers=judges, url=case)
    tell_everybody(events.WordsHidden, events.Appealed, url=case, hearers=everybody_and_author, urgent=True)
    tell_everybody(
        events.HidingConfirmed,
        events.FoundPersonal,
        events.WordsBack,
        events.RemovalAgreed,
        events.WordsRemoved,
        events.AppealAnswered,
        url=case,
        hearers=everybody_and_author,
    )
    register_nobody(events.ReportSeen, events.HidingDropped, why="Nothing changes by it for anybody.")
    register_nobody(
        events.WordsTakenBack,
        events.EarlierVersionsErased,
        why="It asks nothing of anybody, and points to who took them back.",
    )

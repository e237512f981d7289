"""Who hears: whose turn it is, and whose words are hidden. Nobody hears who reported them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.decency import events, permissions
from communityup.network.decency.models import Case, Key, Report
from communityup.notices.queries import Happening, register_hearers, register_nobody


def keys(happening: Happening) -> set[int]:
    """Those whose turn it is: whom a key was given, and without one the coordinators whom it does not concern."""
    case = _case(happening)
    look = None if case is None else permissions.look_of(case)
    if case is None or look is None:
        return set()
    here = Key.objects.filter(case=case, look=look, passed_at=None)
    waiting = set(here.filter(given_at=None, person__isnull=False).values_list("person_id", flat=True))
    if look == 1 and not here.filter(place=1).exists():
        about = permissions.concerned(case)
        waiting |= {one.person_id for one in permissions.free_coordinators(case, about)}
    return waiting


def whose(happening: Happening) -> set[int]:
    """Whose words these are: who wrote them; of what nobody wrote here, the people of that member."""
    case = _case(happening)
    return set() if case is None else permissions.speakers_by([case])[case.pk]


def whose_and_keys(happening: Happening) -> set[int]:
    """Whose words these are, and whose turn it is."""
    return whose(happening) | keys(happening)


def reporters(happening: Happening) -> set[int]:
    """Who reported words that stay: they can ask two others to look."""
    case = _case(happening)
    if case is None or case.end not in permissions.STAYS:
        return set()
    found = Report.objects.filter(case__in=permissions.both_looks(case), person__isnull=False).order_by()
    return set(found.values_list("person_id", flat=True))


def whose_and_reporters(happening: Happening) -> set[int]:
    """Whose words these are, and who reported them when they came back by themselves."""
    return whose(happening) | reporters(happening)


def register() -> None:
    """Say who hears about reported words; called in AppConfig.ready."""
    asked = _("Words in this network were reported: do you look at it?")
    for event in (events.WordsReported, events.AnotherLookAsked, events.OthersAsked, events.KeyPassedOn):
        register_hearers(event, hearers=keys, url=_address, urgent=True, sentence=asked)
    register_hearers(events.WordsHidden, hearers=whose_and_keys, url=_address, urgent=True)
    for told in (events.HidingConfirmed, events.StaysHidden):
        register_hearers(told, hearers=whose, url=_address)
    register_hearers(events.WordsBack, hearers=whose_and_reporters, url=_address)
    stays = _("Words that you reported were looked at, and they stay")
    register_hearers(events.CaseEnded, hearers=reporters, url=_address, sentence=stays)
    register_nobody(events.KeyTurned, why="For whose words it is, nothing changes by it.")
    register_nobody(events.KeyHolderBegan, events.KeyHolderStopped, why="The page says how many there are.")


def _case(happening: Happening) -> Case | None:
    found = Case.objects.select_related("network__stream", "text__current__author")
    return found.filter(public_id=happening.object).first()


def _address(slug: str, happening: Happening) -> str:
    return reverse("decency:case", args=[slug, happening.object])

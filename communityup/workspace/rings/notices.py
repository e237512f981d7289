"""Who hears about rings and places: the number of places concerns everybody; who sits where, the page shows.

Who is asked to stand in gets a letter of their own: the line in the log does not say who that is.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.people.models import Person
from communityup.workspace.challenges.models import Ring, Seat
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.moderation.notices import keepers
from communityup.workspace.rings import events
from communityup.workspace.rings.models import PartAsked, PlaceAsked
from communityup.workspace.tasks.notices import address, mail, moment, no_longer


def who_answer(happening: Happening) -> set[int]:
    """The people at the table of the party for which somebody asks; without them who keeps the process."""
    asked = PlaceAsked.objects.select_related("seat").filter(public_id=happening.object).first()
    if asked is None:
        return set()
    table = Seat.objects.filter(party=asked.seat.party_id, ring=Ring.TABLE, person__is_guest=False)
    return set(table.values_list("person_id", flat=True)) or keepers(happening)


def who_asked(happening: Happening) -> set[int]:
    """The one who asked for a place at the table."""
    return set(PlaceAsked.objects.filter(public_id=happening.object).values_list("seat__person_id", flat=True))


def who_let_in(happening: Happening) -> set[int]:
    """The people at the table of the party that somebody asks; without them who keeps the process."""
    asked = PartAsked.objects.filter(public_id=happening.object).first()
    if asked is None:
        return set()
    table = Seat.objects.filter(party=asked.party_id, ring=Ring.TABLE, person__is_guest=False)
    return set(table.values_list("person_id", flat=True)) or keepers(happening)


def who_wanted(happening: Happening) -> set[int]:
    """The one who asked to contribute with a party."""
    return set(PartAsked.objects.filter(public_id=happening.object).values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about places and substitutes; called in AppConfig.ready."""
    tell_everybody(events.PlacesAgreed, url=page("rings:page"))
    register_hearers(events.PlaceAskedFor, hearers=who_answer, url=page("rings:answer", of_object=True), urgent=True)
    for answered in (events.PlaceGiven, events.PlaceNotGiven):
        register_hearers(answered, hearers=who_asked, url=page("rings:page"), urgent=True)
    here = page("rings:answer_part", of_object=True)
    register_hearers(events.PartAskedFor, hearers=who_let_in, url=here, urgent=True)
    for said in (events.PartGiven, events.PartNotGiven):
        register_hearers(said, hearers=who_wanted, url=page("rings:page"), urgent=True)
    register_nobody(events.PartAskTakenBack, why="Then it no longer stands between the tasks of those who were asked.")
    register_nobody(events.PlaceAskTakenBack, why="Then it no longer stands between the tasks of those who were asked.")
    register_nobody(
        events.CameToTable, events.LeftTable, why="It asks nothing of anybody; the page of who takes part shows it."
    )
    register_nobody(
        events.SubstituteNamed,
        events.SubstituteAccepted,
        events.SubstituteEnded,
        why="It is a party's own matter; who was named gets a letter, and finds it between their tasks.",
    )


def ask(held: Seat, substitute: Person) -> None:
    """Mail somebody that they are asked to stand in for a place at the table; they read what that is, and answer."""
    with override(substitute.language):
        words = _words(held, "rings:stand_in")
        text = _(
            '%(name)s asks you to stand in at the table of "%(title)s", for %(party)s. You then act when %(name)s is '
            "not there for a while, or when something has waited for your party for three days.\n\n"
            "Read more and say yes or no:\n%(link)s"
        )
        key = f"stand-in:{held.pk}:{moment(timezone.now())}"
        mail(substitute, subject=_("Will you stand in for %(name)s?") % words, text=text % words, key=key)


def let_go(held: Seat, substitute: Person) -> None:
    """Mail who was asked to stand in for a place, or said yes, that nothing is asked of them any more."""
    with override(substitute.language):
        words = _words(held, "rings:page")
        text = _('%(name)s does not ask you any more to stand in at the table of "%(title)s".\n\n%(link)s') % words
        key = f"stand-in-over:{held.pk}:{moment(timezone.now())}"
        mail(substitute, subject=no_longer(words), text=text, key=key)


def _words(held: Seat, link: str) -> dict[str, str]:
    challenge = held.challenge
    return {
        "name": str(held.person),
        "party": held.party.name,
        "title": challenge.title,
        "link": address(link, challenge.slug),
    }

"""What one can do: not take part for a while, with somebody who stands in, and be there again.

No line in any log says who is away: that is for one's own party alone.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.tasks import notices, permissions, queries
from communityup.workspace.tasks.models import Absence

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def go_away(*, until: dt.date, substitute: Person | None = None, by: Actor) -> Absence:
    """Say "not for a while": until a day, with somebody who may decide for one's own party and stands in.

    Without anybody who may, one says so alone; one's own party sees it. Who stands in from now on gets a letter, once,
    and so does who does not any more.
    """
    today, people = timezone.localdate(), permissions.may_stand_in(by.known)
    if not today < until <= today + LONGEST:
        raise Refused(_("Choose a day after today and within a year."), at="until")
    if substitute is not None and substitute not in people:
        raise NotAllowed(_("Only somebody who may decide for your party can stand in for you."))
    if substitute is not None and substitute.pk in queries.away([substitute.pk]):
        told = _("%(name)s is not there for a while either. Choose somebody else.") % {"name": substitute}
        raise Refused(told, at="substitute")
    if substitute is None and queries.offered(by.known):
        raise Refused(_("Choose who stands in for you."))
    Person.objects.select_for_update(of=("self",)).get(pk=by.known.pk)
    before = queries.absence_of(by.known)
    knows = queries.who_stands_in(before) if before else {}
    kept, _made = Absence.objects.update_or_create(
        person=by.known, defaults={"substitute": substitute, "until": until, "since": timezone.now()}
    )
    _tell(kept, knows, same_day=before is not None and before.until == until)
    return kept


@transaction.atomic
def come_back(*, by: Actor) -> None:
    """Be there again; saying it twice changes nothing. Before the day, who stood in gets a letter."""
    Person.objects.select_for_update(of=("self",)).get(pk=by.known.pk)
    absence = queries.absence_of(by.known)
    if absence is not None:
        for person in queries.who_stands_in(absence):
            notices.tell_is_back(person, absence)
    Absence.objects.filter(person=by.known).delete()


@transaction.atomic
def forget_absences(person: Person) -> None:
    """Forget when somebody who leaves the platform was away, and for whom they stood in."""
    Absence.objects.filter(person=person).delete()
    Absence.objects.filter(substitute=person).update(substitute=None)


def _tell(absence: Absence, told: queries.StandsIn, *, same_day: bool) -> None:
    """Mail who stands in, unless they know already until that day and where; and who was let go."""
    found = queries.who_stands_in(absence)
    for person, titles in found.items():
        if not same_day or told.get(person) != titles:
            notices.tell_stands_in(person, absence, titles)
    for person in told.keys() - found.keys():
        notices.tell_let_go(person, absence)

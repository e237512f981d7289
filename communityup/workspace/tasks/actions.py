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
from communityup.workspace.tasks import permissions, queries
from communityup.workspace.tasks.models import Absence

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def go_away(*, until: dt.date, substitute: Person | None = None, by: Actor) -> Absence:
    """Say "not for a while": until a day, with somebody who may decide for one's own party and stands in.

    Without anybody who may, one says so alone; one's own party sees it.
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
    kept, _made = Absence.objects.update_or_create(
        person=by.known, defaults={"substitute": substitute, "until": until, "since": timezone.now()}
    )
    return kept


@transaction.atomic
def come_back(*, by: Actor) -> None:
    """Be there again; saying it twice changes nothing."""
    Absence.objects.filter(person=by.known).delete()


@transaction.atomic
def forget_absences(person: Person) -> None:
    """Forget when somebody who leaves the platform was away, and for whom they stood in."""
    Absence.objects.filter(person=person).delete()
    Absence.objects.filter(substitute=person).update(substitute=None)

"""Who adds, reads and takes away the files of a practice: as its words, and for every member the same (E4)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.library.models import Enclosure, Practice
from communityup.network.library.permissions import SHOWN, may_read
from communityup.network.members.permissions import Viewer
from communityup.people.models import Person

# So many go with one edition, and so many one member adds in a day.
MOST, MOST_A_DAY = 5, 20


def may_take_along(practice: Practice, person: Viewer) -> bool:
    """Say whether somebody may read the files of an edition: everybody once published, till then who reads its words.

    Who was asked for a yes reads them before they answer.
    """
    if practice.state in SHOWN or may_read(practice, person):
        return True
    return isinstance(person, Person) and practice.approvers.filter(email=person.email).exclude(email="").exists()


def refuse_more(practice: Practice) -> None:
    """Raise Refused when there are as many files as there can be, with this edition or of this member today."""
    if practice.enclosures.filter(removed_at=None).count() >= MOST:
        raise Refused(_("Five files go with a practice at most. Take one away first."))
    today = Enclosure.objects.filter(practice__member=practice.member_id, added_at__gt=timezone.now() - timedelta(1))
    if today.count() >= MOST_A_DAY:
        raise Refused(_("You added many files today. Go on tomorrow."))

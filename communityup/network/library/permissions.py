"""Who writes, reads and answers for a practice. No kind of member appears here (E4)."""

import re

from django.http import Http404
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.library.models import ORIGIN_LENGTH, Practice, Voice
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import Viewer, acts_in, delegate_of
from communityup.network.networks.permissions import coordinator_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.queries import letters_today, site_address

State = Practice.State
SHOWN = (State.PUBLISHED, State.EARLIER)
WRITTEN = (State.DRAFT, State.REVIEW, State.REVIEWED)
LETTER_KEY, LETTERS_A_DAY = "form:voice:", 3
FORMS = "form:"
_PATH = re.compile("(/[A-Za-z0-9_-]+)+/")


def may_read(practice: Practice, person: Viewer) -> bool:
    """Say whether somebody may read an edition that is not published: the network does, and whose voice is in it."""
    if not isinstance(person, Person):
        return False
    inside = delegate_of(practice.network, person) or coordinator_of(practice.network, person)
    return inside is not None or practice.voices.filter(person=person).exists()


def own_writer(practice: Practice, by: Actor) -> Delegate:
    """Return how somebody acts for the member that writes this practice; raises NotAllowed for everybody else."""
    own = acts_in(practice.network, by)
    if own.member_id != practice.member_id:
        raise NotAllowed(_("Only people of the member that writes this practice can do this."))
    return own


def own_reviewer(practice: Practice, by: Actor) -> Delegate:
    """Return how somebody acts for a member that may read this practice over; raises NotAllowed for who wrote it.

    A member of the same organisation under another name is not another organisation.
    """
    own = acts_in(practice.network, by)
    if practice.member is None:
        raise NotAllowed(_("This practice came from another site. It is changed there."))
    same = own.member.organisation_id is not None and own.member.organisation_id == practice.member.organisation_id
    if own.member_id == practice.member_id or same or writes_too(practice, own):
        raise NotAllowed(_("Somebody of another organisation reads this practice over."))
    return own


def writes_too(practice: Practice, own: Delegate) -> bool:
    """Say whether this person also acts for the member that writes the practice."""
    return practice.member is not None and practice.member.delegates.filter(person=own.person_id).exists()


def own_voice(voice: Voice, by: Actor) -> Voice:
    """Return this voice for whose it is: by the address that was asked, or the account that answered; else Http404."""
    asked = bool(voice.email) and voice.email == by.account.email
    if not asked and voice.person_id != by.account.pk:
        raise Http404
    return voice


def refuse_more_letters(address: str) -> None:
    """Raise Refused for an address that got so many letters because of forms today that it gets no more (R32)."""
    if letters_today(address, FORMS) >= LETTERS_A_DAY:
        raise Refused(_("This address already got several letters today. Try again tomorrow."))


def refuse_not_written(practice: Practice) -> None:
    """Raise Refused for an edition that is not being written any more."""
    if practice.state not in WRITTEN:
        raise Refused(_("This version is not being written any more. Begin a new version to change it."))


def refuse_other_site(origin: str) -> None:
    """Raise Refused for a place where a practice began that is no plain address of this site."""
    here = site_address()
    plain = origin.startswith(f"{here}/") and _PATH.fullmatch(origin[len(here) :]) is not None
    if origin and not (plain and len(origin) <= ORIGIN_LENGTH):
        raise Refused(_("A practice can only begin at an address of this site."))

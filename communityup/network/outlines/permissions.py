"""Who puts a sketch before a network, whose it is, and who reacts: every member the same, and who coordinates (E4)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members.models import Member
from communityup.network.members.permissions import Viewer, delegate_of, own_delegate
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of, own_coordinator
from communityup.network.outlines.models import Outline
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version

# Sketches of one member that are open at the same time; as many of who coordinates.
MOST_OPEN = 10


@dataclass(frozen=True, kw_only=True)
class Voice:
    """For whom somebody speaks in a network: for their member, or else as who coordinates."""

    member: Member | None

    @property
    def role(self) -> str:
        """Return the role that stands in the log."""
        return "coordinator" if self.member is None else "member"


def voice_of(network: Network, viewer: Viewer) -> Voice | None:
    """Return for whom somebody speaks here; None for everybody who only reads."""
    own = delegate_of(network, viewer)
    if own is not None:
        return Voice(member=own.member)
    return None if coordinator_of(network, viewer) is None else Voice(member=None)


def own_voice(network: Network, by: Actor) -> Voice:
    """Return for whom somebody speaks here; raises NotAllowed for everybody else."""
    found = None if by.person is None else voice_of(network, by.person)
    if found is None:
        raise NotAllowed(_("Only members of this network and who coordinates it can do this."))
    return found


def is_own(outline: Outline, viewer: Viewer) -> bool:
    """Say whether this is a sketch of somebody's own: of the member they act for, or of who coordinates."""
    if outline.member_id is None:
        return coordinator_of(outline.network, viewer) is not None
    own = delegate_of(outline.network, viewer)
    return own is not None and own.member_id == outline.member_id


def own_outline(outline: Outline, by: Actor) -> Voice:
    """Return for whom somebody changes this sketch; raises NotAllowed for a sketch of others."""
    if outline.member is None:
        own_coordinator(outline.network, by)
        return Voice(member=None)
    return Voice(member=own_delegate(outline.member, by).member)


def is_open(outline: Outline) -> bool:
    """Say whether one can react: it is a sketch, and whose it is did not leave."""
    return outline.state == Outline.State.SKETCH and (outline.member is None or outline.member.left_at is None)


def refuse_ended(outline: Outline) -> None:
    """Raise Refused for what is no longer a sketch, and for a sketch of a member that left."""
    if outline.state != Outline.State.SKETCH:
        raise Refused(_("This is no longer a first sketch. All versions and reactions stay to be read."))
    if not is_open(outline):
        raise Refused(_("The member whose sketch this is left the network. It stays as it is, to be read."))


def opens_again(outline: Outline) -> bool:
    """Say whether who ended a sketch can open it again: it is ended, and whose it is did not leave."""
    return outline.state != Outline.State.SKETCH and (outline.member is None or outline.member.left_at is None)


def refuse_not_ended(outline: Outline) -> None:
    """Raise Refused for a sketch that did not end: there is nothing to open again."""
    if outline.state == Outline.State.SKETCH:
        raise Refused(_("This is a first sketch already. Members can react to it."))


def last_version(outline: Outline, number: int) -> Version:
    """Return the last version of a sketch; raises Refused when this number is not that one (any more)."""
    last = outline.words.current
    if last is None or last.number != number:
        raise Refused(_("There is a newer version. Read that one first, then say what you want to say."))
    return last


def refuse_more(network: Network, voice: Voice) -> None:
    """Raise Refused for more open sketches of one member, or of who coordinates, than anybody can react to."""
    here = network.outlines.filter(member=voice.member, state=Outline.State.SKETCH)
    if here.count() >= MOST_OPEN:
        raise Refused(_("You have %(count)d open sketches already. End one of them first.") % {"count": MOST_OPEN})


def refuse_words_of_others(author: int | None, by: Actor) -> Person:
    """Return who takes words back; raises NotAllowed for words of others."""
    if by.person is None or author != by.person.pk:
        raise NotAllowed(_("Only the one who wrote this can take it back."))
    return by.person

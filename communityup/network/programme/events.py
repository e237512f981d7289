"""What can happen to the programme of a session."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class HostNamed(Event):
    """A coordinator said which member receives a session, or that none does any more; `member` is that one."""

    type: ClassVar = "programme.host_named"
    sentence: ClassVar = _("A coordinator said who receives a session: {named}")
    labels: ClassVar = {"yes": _("a member of the network"), "no": _("nobody any more")}
    session: str
    named: str
    member: str


@dataclass(frozen=True, kw_only=True)
class PartPlanned(Event):
    """A part was put in the programme of a session."""

    type: ClassVar = "programme.part_planned"
    sentence: ClassVar = _("A part was put in the programme of a session")
    session: str


@dataclass(frozen=True, kw_only=True)
class PartProposed(Event):
    """A member proposed a part for the programme of a session."""

    type: ClassVar = "programme.part_proposed"
    sentence: ClassVar = _("A member proposed a part for the programme of a session")
    session: str


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(Event):
    """A member took a proposal for the programme back."""

    type: ClassVar = "programme.proposal_withdrawn"
    sentence: ClassVar = _("A member took a proposal for the programme of a session back")
    session: str


@dataclass(frozen=True, kw_only=True)
class PartTakenIn(Event):
    """A part that a member proposed went into the programme."""

    type: ClassVar = "programme.part_taken_in"
    sentence: ClassVar = _("A part that a member proposed went into the programme of a session")
    session: str


@dataclass(frozen=True, kw_only=True)
class PartDeclined(Event):
    """A part that a member proposed does not fit in the programme, with the reason."""

    type: ClassVar = "programme.part_declined"
    sentence: ClassVar = _("A part that a member proposed did not go into the programme of a session, with the reason")
    session: str


@dataclass(frozen=True, kw_only=True)
class PartChanged(Event):
    """The words about a part, its length or what it treats changed."""

    type: ClassVar = "programme.part_changed"
    sentence: ClassVar = _("A part of the programme of a session was changed")
    session: str


@dataclass(frozen=True, kw_only=True)
class PartMoved(Event):
    """A part changed places with the one before or after it."""

    type: ClassVar = "programme.part_moved"
    sentence: ClassVar = _("A part of the programme of a session was moved: {direction}")
    labels: ClassVar = {"earlier": _("earlier"), "later": _("later")}
    session: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class PartRemoved(Event):
    """A part was taken out of the programme; it can be put back."""

    type: ClassVar = "programme.part_removed"
    sentence: ClassVar = _("A part was taken out of the programme of a session")
    session: str


@dataclass(frozen=True, kw_only=True)
class PartPutBack(Event):
    """A part that was taken out was put back where it stood."""

    type: ClassVar = "programme.part_put_back"
    sentence: ClassVar = _("A part was put back in the programme of a session")
    session: str


@dataclass(frozen=True, kw_only=True)
class Answered(Event):
    """Who brings a part answered the three questions beforehand, or answered them anew."""

    type: ClassVar = "programme.answered"
    sentence: ClassVar = _("A member answered the questions before a session")
    session: str
    second_commit: str | None
    third_commit: str | None


@dataclass(frozen=True, kw_only=True)
class AnswersTakenAway(Event):
    """Who brings a part took the answers away; the words are gone."""

    type: ClassVar = "programme.answers_taken_away"
    sentence: ClassVar = _("A member took its answers before a session away")
    session: str

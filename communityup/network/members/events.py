"""What can happen to the members of a network."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationSent(Event):
    """Somebody asked to join the network; who and why only coordinators read."""

    type: ClassVar = "members.application_sent"
    sentence: ClassVar = _("Somebody asked to join this network")
    learns_commit: str | None
    brings_commit: str | None


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenBack(Event):
    """Who asked to join took that back; the words are gone."""

    type: ClassVar = "members.application_taken_back"
    sentence: ClassVar = _("Somebody who asked to join took that back")


@dataclass(frozen=True, kw_only=True)
class MemberAccepted(Event):
    """A coordinator let a new member in; `buddy` is the member that helps it in, if there was one to ask."""

    type: ClassVar = "members.member_accepted"
    sentence: ClassVar = _("A new member joined this network")
    buddy: str | None


@dataclass(frozen=True, kw_only=True)
class MemberAcceptedOtherwise(Event):
    """A coordinator let a new member in under another name or as another kind than it asked; the letter says it too."""

    type: ClassVar = "members.member_accepted_otherwise"
    sentence: ClassVar = _("A new member joined this network; a coordinator changed {what} with which it asked")
    labels: ClassVar = {"name": _("the name"), "kind": _("the kind"), "both": _("the name and the kind")}
    buddy: str | None
    what: str
    name_before_commit: str | None
    name_after_commit: str | None


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(Event):
    """A coordinator did not let somebody in, with a reason that this one reads."""

    type: ClassVar = "members.application_declined"
    sentence: ClassVar = _("Somebody who asked to join got a no, with the reason")


@dataclass(frozen=True, kw_only=True)
class DelegateInvited(Event):
    """Somebody of a member was asked to act for it too."""

    type: ClassVar = "members.delegate_invited"
    sentence: ClassVar = _("Somebody was asked to act for a member")


@dataclass(frozen=True, kw_only=True)
class DelegateBegan(Event):
    """One more person acts for a member."""

    type: ClassVar = "members.delegate_began"
    sentence: ClassVar = _("One more person acts for a member")


@dataclass(frozen=True, kw_only=True)
class DelegateStopped(Event):
    """A person no longer acts for a member."""

    type: ClassVar = "members.delegate_stopped"
    sentence: ClassVar = _("A person no longer acts for a member")


@dataclass(frozen=True, kw_only=True)
class BuddyMet(Event):
    """A new member and its buddy met."""

    type: ClassVar = "members.buddy_met"
    sentence: ClassVar = _("A new member and its buddy got to know each other")


@dataclass(frozen=True, kw_only=True)
class MemberIntroduced(Event):
    """A member changed what it tells of itself."""

    type: ClassVar = "members.member_introduced"
    sentence: ClassVar = _("A member changed what it tells of itself")
    learns_commit: str | None
    brings_commit: str | None


@dataclass(frozen=True, kw_only=True)
class MemberCorrected(Event):
    """A member corrected its name or kind, perhaps with what it tells of itself: from what to what."""

    type: ClassVar = "members.member_corrected"
    version: ClassVar = 2
    sentence: ClassVar = _("A member corrected its name or what kind of member it is")
    learns_commit: str | None
    brings_commit: str | None
    name_before_commit: str | None
    name_after_commit: str | None
    kind_before: str
    kind_after: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A member left the network."""

    type: ClassVar = "members.member_left"
    sentence: ClassVar = _("A member left this network")


@dataclass(frozen=True, kw_only=True)
class CoreCommitted(Event):
    """A member committed to the core for a year."""

    type: ClassVar = "members.core_committed"
    sentence: ClassVar = _("A member belongs to the core from {starts} until {ends}")
    starts: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class SubstituteNamed(Event):
    """A member said during its year in the core who comes when its person cannot, or that nobody does yet."""

    type: ClassVar = "members.substitute_named"
    sentence: ClassVar = _("A member of the core changed who comes when its person cannot")


@dataclass(frozen=True, kw_only=True)
class CoreStopped(Event):
    """A member stopped belonging to the core before its year was over."""

    type: ClassVar = "members.core_stopped"
    sentence: ClassVar = _("A member no longer belongs to the core")

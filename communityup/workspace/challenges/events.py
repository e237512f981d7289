"""What can happen to a challenge, its parties and its invitations."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ChallengeStarted(Event):
    """Somebody described a question that nobody can solve alone."""

    type: ClassVar = "challenges.challenge_started"
    sentence: ClassVar = _("{party} started this challenge")


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(Event):
    """The operator opened a public challenge for an imported conversation."""

    type: ClassVar = "challenges.conversation_opened"
    sentence: ClassVar = _("This challenge was opened for an imported conversation")


@dataclass(frozen=True, kw_only=True)
class PartyRenamed(Event):
    """A party gave itself another name or kind."""

    type: ClassVar = "challenges.party_renamed"
    sentence: ClassVar = _("{party} changed its own name")


@dataclass(frozen=True, kw_only=True)
class PartyInvited(Event):
    """A party invited another party."""

    type: ClassVar = "challenges.party_invited"
    sentence: ClassVar = _("{party} invited another party; an answer is expected around {respond_by}")
    respond_by: str


@dataclass(frozen=True, kw_only=True)
class InvitationSentAgain(Event):
    """The invitation of a silent party was sent again, perhaps to another address."""

    type: ClassVar = "challenges.invitation_sent_again"
    sentence: ClassVar = _("{party} sent an invitation again")


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """An invited party takes part from now on."""

    type: ClassVar = "challenges.invitation_accepted"
    sentence: ClassVar = _("{party} accepted the invitation and takes part")


@dataclass(frozen=True, kw_only=True)
class InvitationTaken(Event):
    """An invited party wants to take part; the parties that do are asked now."""

    type: ClassVar = "challenges.invitation_taken"
    sentence: ClassVar = _("{party} accepted the invitation; the parties are asked whether it takes part")


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(Event):
    """An invited party said no, with its reason if it gave one."""

    type: ClassVar = "challenges.invitation_declined"
    sentence: ClassVar = _("{party} declined the invitation")


@dataclass(frozen=True, kw_only=True)
class InvitationQuestioned(Event):
    """An invited party asked a question before answering."""

    type: ClassVar = "challenges.invitation_questioned"
    sentence: ClassVar = _("{party} asked a question before answering the invitation")


@dataclass(frozen=True, kw_only=True)
class InvitationQuestionAnswered(Event):
    """A party that takes part answered the question of an invited party."""

    type: ClassVar = "challenges.invitation_question_answered"
    sentence: ClassVar = _("{party} answered a question about the invitation")


@dataclass(frozen=True, kw_only=True)
class ColleagueInvited(Event):
    """A party invited one more person of its own."""

    type: ClassVar = "challenges.colleague_invited"
    sentence: ClassVar = _("{party} invited one more person of its own")


@dataclass(frozen=True, kw_only=True)
class ColleagueInvitationTakenBack(Event):
    """A party took an invitation of its own people back."""

    type: ClassVar = "challenges.colleague_invitation_taken_back"
    sentence: ClassVar = _("{party} took an invitation of its own back")


@dataclass(frozen=True, kw_only=True)
class ColleagueDeclined(Event):
    """Somebody whom their own party invited said no; the party takes part as before."""

    type: ClassVar = "challenges.colleague_declined"
    sentence: ClassVar = _("Somebody whom {party} invited of its own said no")


@dataclass(frozen=True, kw_only=True)
class ColleagueJoined(Event):
    """One more person takes part for a party."""

    type: ClassVar = "challenges.colleague_joined"
    sentence: ClassVar = _("One more person takes part for {party}")


@dataclass(frozen=True, kw_only=True)
class SeatLeft(Event):
    """A person gave up the place for a party."""

    type: ClassVar = "challenges.seat_left"
    sentence: ClassVar = _("A person of {party} left")


@dataclass(frozen=True, kw_only=True)
class PartyLeft(Event):
    """The last person of a party left the platform, and the party with it."""

    type: ClassVar = "challenges.party_left"
    sentence: ClassVar = _("The last person of {party} left, so this party no longer takes part")

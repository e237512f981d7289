"""What can happen to frames: what is fixed, negotiable or open."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FrameAdded(Event):
    """A party said of something how settled it is, and for what is fixed by which rule."""

    type: ClassVar = "frames.frame_added"
    sentence: ClassVar = _("{party} said what is fixed, negotiable or open for it")
    frame: str
    origin: str
    basis_commit: str | None


@dataclass(frozen=True, kw_only=True)
class FrameFixedLate(Event):
    """A party fixed something after the lead-in, with its reason; `touches` is how much is asked anew (E13)."""

    type: ClassVar = "frames.frame_fixed_late"
    sentence: ClassVar = _("{party} fixed something after the lead-in. What it touches is asked anew: {touches}")
    origin: str
    touches: int
    reason_commit: str | None
    basis_commit: str | None
    nothing_commit: str | None


@dataclass(frozen=True, kw_only=True)
class FrameFixed(Event):
    """In the lead-in a party fixed something that it had called negotiable or open."""

    type: ClassVar = "frames.frame_fixed"
    sentence: ClassVar = _("{party} fixed something that was negotiable or open")
    was: str
    origin: str
    basis_commit: str | None


@dataclass(frozen=True, kw_only=True)
class FrameLoosened(Event):
    """A party made something less settled than it was."""

    type: ClassVar = "frames.frame_loosened"
    sentence: ClassVar = _("{party} made something less fixed than it was")
    was: str
    became: str


@dataclass(frozen=True, kw_only=True)
class FrameReworded(Event):
    """In the lead-in a party put a frame of its own in other words; the earlier ones stay."""

    type: ClassVar = "frames.frame_reworded"
    sentence: ClassVar = _("{party} put what is fixed, negotiable or open in other words")


@dataclass(frozen=True, kw_only=True)
class BasisMarked(Event):
    """A party said more precisely by which rule something is fixed."""

    type: ClassVar = "frames.basis_marked"
    sentence: ClassVar = _("{party} said by which rule something is fixed")
    origin: str


@dataclass(frozen=True, kw_only=True)
class FrameWithdrawn(Event):
    """A party took a frame of its own back; that it was there stays readable."""

    type: ClassVar = "frames.frame_withdrawn"
    sentence: ClassVar = _("{party} took back what it had said to be fixed, negotiable or open")


@dataclass(frozen=True, kw_only=True)
class TouchPointed(Event):
    """A party pointed at one more thing that a late fixed frame touches; that is asked anew."""

    type: ClassVar = "frames.touch_pointed"
    sentence: ClassVar = _("{party} pointed at something else that was touched by what was fixed late")


@dataclass(frozen=True, kw_only=True)
class StandsAgain(Event):
    """With the last yes all parties agreed that something touched by a late fixed frame still stands."""

    type: ClassVar = "frames.stands_again"
    sentence: ClassVar = _("With the yes of {party} all parties agreed that it still stands, with what was fixed later")


@dataclass(frozen=True, kw_only=True)
class FrameQuestioned(Event):
    """A party asked another in public about something it calls fixed, negotiable or open."""

    type: ClassVar = "frames.frame_questioned"
    sentence: ClassVar = _("{party} asked about what another party calls fixed, negotiable or open")


@dataclass(frozen=True, kw_only=True)
class FrameQuestionAnswered(Event):
    """A party answered a question about a frame of its own, in public."""

    type: ClassVar = "frames.frame_question_answered"
    sentence: ClassVar = _("{party} answered a question about what is fixed, negotiable or open")

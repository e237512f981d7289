"""What is personal here: which lines somebody heard about, and how often they want mail. It goes when they leave."""

from communityup.notices.actions import forget_person
from communityup.people.privacy import register_erasure


def register() -> None:
    """Let leaving the platform take the notices along; called in AppConfig.ready."""
    register_erasure(forget_person)

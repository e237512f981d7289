"""What do we remember of learning questions in sessions: that one was treated there."""

from typing import ClassVar

from django.db import models

from communityup.network.meetings.models import Session
from communityup.network.peers.models import LearningQuestion


class Treated(models.Model):
    """A learning question was treated in a session of its network, or will be (B9)."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="treated_in")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="treats")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["said_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "session"], name="question_treated_once_in_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.question}"

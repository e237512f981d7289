"""What do we remember of learning questions: words, who searches along, how it ended, what members experienced."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text

THEME_LENGTH = 80
QUESTION_LENGTH, WORDS_LENGTH = 300, 1000


class LearningQuestion(models.Model):
    """A question that members of a network carry along until it is answered or let go (leervraag, A2 and B9)."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        DROPPED = "dropped", _("dropped")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="learning_questions")
    theme = models.CharField(max_length=THEME_LENGTH)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closing = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", closing=None, closed_at=None)
                | Q(state__in=["answered", "dropped"], closing__isnull=False, closed_at__isnull=False),
                name="learning_question_closes_with_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Owner(models.Model):
    """A member that searches along on a question, was asked to, or stopped; all that search may do the same."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="owners")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="owns_questions")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["question", "asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "member"], name="one_owner_per_member_per_question"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__gte=F("asked_at")),
                name="owner_accepts_after_the_question",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(stopped_at=None), name="owner_searches_along_or_stopped"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class Ending(models.Model):
    """How a question ended before somebody who searches along opened it again: nobody takes these words away (E2)."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.PROTECT, related_name="endings")
    outcome = models.CharField(max_length=8, choices=LearningQuestion.State)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["question", "-reopened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["answered", "dropped"], reopened_at__gte=F("closed_at")),
                name="question_ended_before_it_was_reopened",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Experience(models.Model):
    """What a member did around a question, and what happened then; an answer is never an opinion alone (A4)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    question = models.ForeignKey(LearningQuestion, on_delete=models.PROTECT, related_name="experiences")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="experiences")
    did = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    happened = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["question", "told_at", "pk"]

    def __str__(self) -> str:
        return str(self.did)

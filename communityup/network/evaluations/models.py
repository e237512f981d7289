"""What do we remember of looking back on a session: answers until it closes, and after that counts alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.gatherings.models import Registration
from communityup.network.meetings.models import Session

WORDS_LENGTH = 600


class Worth(models.IntegerChoices):
    """The four words with which each question is answered, from no to yes; none is in the middle."""

    NO = 0, _("no")
    RATHER_NOT = 1, _("rather no than yes")
    RATHER = 2, _("rather yes than no")
    YES = 3, _("yes")


class Evaluation(models.Model):
    """That who was at a session was asked how it was, until when, and what of it may be told.

    `counts` holds for each question how many gave each answer, or null where that is kept back (`methods.spreads`). It
    is made once, when it closes; pages read this and never the answers.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="evaluation")
    opened_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counts = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, counts__isnull=True)
                | Q(closed_at__isnull=False, counts__isnull=False),
                name="evaluation_counts_when_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.opened_at}"


class Answer(models.Model):
    """What somebody with a place answered, for their own eyes; it is gone when the evaluation closes.

    Its words stand in the row itself, without versions or a writer, so that nothing else leads to who wrote them. When
    somebody was asked or answered is not kept either.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="answers")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    worth = models.PositiveSmallIntegerField(null=True, choices=Worth)
    got = models.PositiveSmallIntegerField(null=True, choices=Worth)
    equal = models.PositiveSmallIntegerField(null=True, choices=Worth)
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "registration"], name="one_evaluation_answer_per_place"),
            models.CheckConstraint(
                condition=(Q(worth=None) | Q(worth__in=Worth.values))
                & (Q(got=None) | Q(got__in=Worth.values))
                & (Q(equal=None) | Q(equal__in=Worth.values)),
                name="evaluation_answers_in_four_words",
            ),
            models.CheckConstraint(
                condition=Q(worth__isnull=False) | Q(got__isnull=False) | Q(equal__isnull=False) | ~Q(words=""),
                name="evaluation_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}"


class Said(models.Model):
    """What somebody wants otherwise next time, for coordinators and speakers; without a name, in an order by lot."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="said")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=WORDS_LENGTH)

    class Meta:
        ordering: ClassVar = ["evaluation", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "place"], name="one_thing_said_per_place_of_an_evaluation"),
            models.CheckConstraint(condition=~Q(words=""), name="evaluation_said_something"),
        ]

    def __str__(self) -> str:
        return self.words

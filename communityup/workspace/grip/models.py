"""What do we remember of holding and letting go: subjects, and what each party does with each, with all of before."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.goals.models import Goal

SUBJECT_LENGTH = 120
WHY_LENGTH = 280
# As many subjects of its own as one party can have on the table, the same number for each.
MOST_SUBJECTS = 20


class Subject(models.Model):
    """Something that a party can hold or let go: a goal of all, or what a party added in its own words."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="grip_subjects")
    goal = models.OneToOneField(Goal, null=True, on_delete=models.PROTECT, related_name="+")
    # Who added it, and in which words; a goal has its own.
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False, party=None, words=None)
                | Q(goal=None, party__isnull=False, words__isnull=False),
                name="grip_subject_is_a_goal_or_has_words",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(goal=None), name="a_goal_is_not_taken_back_as_a_subject"
            ),
        ]

    def __str__(self) -> str:
        return str(self.words if self.goal is None else self.goal.text)


class Stance(models.Model):
    """What one party does with one subject: holds, shares or lets go (A38). Another choice is a new row beside it."""

    class Choice(models.TextChoices):
        """Three ways, none better than another; not said yet is the absence of a row."""

        HOLD = "hold", _("hold")
        SHARE = "share", _("share")
        LET_GO = "let_go", _("let go")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="stances")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=6, choices=Choice)
    why = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    # Until when it counted; empty for what counts now.
    until = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "party"], condition=Q(until=None), name="one_stance_per_party_and_subject_now"
            ),
            models.CheckConstraint(condition=Q(choice__in=["hold", "share", "let_go"]), name="grip_choice_is_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("set_at")), name="a_stance_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()

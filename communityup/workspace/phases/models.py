"""What do we remember of going from one phase to another: what was still open, why, and what parties take along."""

from typing import ClassVar

from django.db import models

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.consent.models import Round

WORDS_LENGTH = 1000


class Change(models.Model):
    """A proposal to go to another phase; all parties agree, or it stays open until they do (B26, B27).

    `still_open` holds the keys of the checklist that were not there yet when it was proposed; the reason says why the
    parties can go on without them, and whoever agrees, agrees with that too.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="phase_changes")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="phase_change")
    before = models.CharField(max_length=12, choices=Phase)
    after = models.CharField(max_length=12, choices=Phase)
    still_open = models.JSONField(default=list)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(before__in=Phase.values, after__in=Phase.values), name="changed_phases_are_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="a_change_goes_to_another_phase"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Reflection(models.Model):
    """What one party takes along from the phase that ends, in its own words (B24)."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="reflections")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "party"], name="one_reflection_per_party_per_change"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.change}"

"""What do we remember of a slip of the pen: which words became which, who protested, and why."""

from typing import ClassVar

from django.db import models

from communityup.base.ids import new_id
from communityup.texts.models import Text, Version
from communityup.workspace.challenges.models import Challenge, Party

REASON_LENGTH = 280


class Correction(models.Model):
    """A correction of words that others agreed with: answers and consents stay, unless the table protests (R24).

    `about` says what the words are of, with a prefix and an id. After a protest the words of before are back.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="corrections")
    about = models.CharField(max_length=60)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    protested_at = models.DateTimeField(null=True)
    protested_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(protested_at=None, protested_by=None, reason=None)
                | models.Q(protested_at__isnull=False, protested_by__isnull=False, reason__isnull=False),
                name="a_protest_has_its_party_and_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="a_correction_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.party}"

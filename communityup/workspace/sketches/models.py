"""What do we remember of the words of a challenge: proposals of other words, and reactions to a sketch."""

from typing import ClassVar

from django.db import models

from communityup.base.ids import new_id
from communityup.texts.models import Text, Version
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round

REACTION_LENGTH = 280
WHY_LENGTH = 1000


class Proposal(models.Model):
    """Other words for the question of a challenge, and whether they still are a first sketch; all parties decide."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="wordings")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="wording")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    sketch = models.BooleanField()

    def __str__(self) -> str:
        return str(self.words)


class Reaction(models.Model):
    """What somebody says to one version of a first sketch, in the name of a party; it stays with that version (A9)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="reactions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["said_at", "pk"]

    def __str__(self) -> str:
        return str(self.words)

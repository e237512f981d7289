"""What do we remember of who had a place: for which party, and until when. It goes with the person."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party


class Former(models.Model):
    """Somebody who had a place for a party, until they or their party left. No place: nothing is decided by it."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="former")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="had_places")
    until = models.DateTimeField()
    # Since when everybody may read what they said there, also once the challenge is public: their own yes (R20).
    open_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "person"], name="one_last_day_per_person_of_a_party"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.party})"


class ClosedWords(models.Model):
    """Words of who left before everybody could read along, laid aside until they say yes: silence never is (E8)."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="closed_words")
    text = models.OneToOneField(Text, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.text)

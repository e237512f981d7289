"""What do we remember of codes on paper, and of how often somebody tried."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Code(models.Model):
    """A code that opens one thing until it ends: once (a letter), or for many (a poster in a hall).

    Only its keyed hash is kept. `purpose` and `about` (a random id) say what it opens, and never change.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    about = models.CharField(max_length=32)
    most = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about"], name="code_about")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(uses__lte=F("most")), name="code_is_used_at_most_so_often"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.uses}/{self.most}"


class Counter(models.Model):
    """How often something was tried in one minute, shared by all web processes; the key is a keyed hash."""

    key_hash = models.CharField(max_length=64)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key_hash", "minute"], name="one_counter_per_key_and_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.minute}: {self.count}"

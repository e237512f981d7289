"""What do we remember of who is not there for a while ("even niet"): until when, and who stands in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """Somebody who does not take part for a while. Only their own parties know; nobody else sees it, nor the log."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absence")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="stands_in_for"
    )
    until = models.DateField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("person")), name="nobody_stands_in_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.until}"

"""What do we remember of where a member stands: for each condition for success how far it is, by its own account."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import Member
from communityup.network.networks.models import Condition


class Position(models.Model):
    """How far a member is on one condition (waar sta ik, N13). Only its own people read it; there is no total (B3)."""

    class Stand(models.TextChoices):
        """How far one is, in words."""

        SEARCHING = "searching", _("we are searching for this")
        UNDERWAY = "underway", _("we are on our way")
        EXPERIENCED = "experienced", _("we have experience with this, also with what went wrong")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="positions")
    condition = models.CharField(max_length=10, choices=Condition)
    stand = models.CharField(max_length=11, choices=Stand)
    # Whether it may be used to find somebody who is further, or who is not that far yet.
    may_match = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["member", "condition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "condition"], name="one_position_per_member_per_condition"),
            models.CheckConstraint(condition=Q(condition__in=Condition.values), name="position_is_on_a_condition"),
            models.CheckConstraint(
                condition=Q(stand__in=["searching", "underway", "experienced"]), name="position_stand_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()}: {self.get_stand_display()}"

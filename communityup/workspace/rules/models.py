"""What do we remember of a working agreement: its versions, and the question to all parties that each waits for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Template
from communityup.workspace.consent.models import Round

STEPS_BACK, MOST_STEPS_BACK = 2, 10
SILENT_DAYS, FEWEST_SILENT_DAYS, MOST_SILENT_DAYS = 42, 14, 180
# So many days of running time a place that accepted an earlier version counts, after another came into force (A34).
ACCEPT_DAYS = 14
READING_DAYS, FEWEST_READING_DAYS, MOST_READING_DAYS = 3, 1, 60


class Version(models.Model):
    """One version of the working agreement of a challenge (spelregels). The first comes with the template.

    A later one has the question to all parties (`asked`); it counts from `in_force_at`, never before.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="rules_versions")
    number = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=7, choices=Template)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # How often a party calls a step back by itself in one phase (E12).
    steps_back = models.PositiveSmallIntegerField(_("step backs"), default=STEPS_BACK)
    # After how many days of silence the others may let a party sleep (R15).
    silent_days = models.PositiveSmallIntegerField(default=SILENT_DAYS)
    # Days of running time in which everybody can read before all parties are asked about what rests on it (E17).
    reading_days = models.PositiveSmallIntegerField(default=READING_DAYS)
    proposed_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    asked = models.OneToOneField(Round, null=True, on_delete=models.PROTECT, related_name="+")
    applies_from = models.DateField(null=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="rules_number_once_per_challenge"),
            models.CheckConstraint(
                condition=Q(number=1, asked=None, in_force_at__isnull=False) | Q(number__gt=1),
                name="only_the_first_rules_come_without_asking",
            ),
            models.CheckConstraint(condition=Q(template__in=Template.values), name="rules_template_is_known"),
            models.CheckConstraint(condition=Q(steps_back__lte=MOST_STEPS_BACK), name="rules_step_backs_in_range"),
            models.CheckConstraint(
                condition=Q(silent_days__range=(FEWEST_SILENT_DAYS, MOST_SILENT_DAYS)), name="rules_silence_in_range"
            ),
            models.CheckConstraint(
                condition=Q(reading_days__range=(FEWEST_READING_DAYS, MOST_READING_DAYS)),
                name="rules_reading_time_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.number}"

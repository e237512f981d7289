"""What do we remember of codes to take part: the sheet they stand on, and who came by it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.workspace.challenges.models import Challenge, Party

PURPOSE = "joining"


class Sheet(models.Model):
    """Codes that were made at one moment for one party, or for the open conversation of all parties (party None).

    The codes themselves are hashes in `codes`, bound to this sheet by its id; nobody can print them a second time.
    """

    class Source(models.TextChoices):
        """Where somebody finds the code; it stays beside whoever comes by it (R36)."""

        LETTER = "letter", _("Letters, each with its own code")
        HALL = "hall", _("One code in a hall")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="sheets")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=6, choices=Source)
    # Letters: how many there are. A hall: how many people can come by its one code.
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    last_day = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__in=["letter", "hall"]), name="sheet_source_is_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sheet_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(party=None) | Q(party=models.F("made_by")), name="party_makes_codes_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_source_display()}"


class Arrival(models.Model):
    """Somebody who came by a sheet: kept to count them once and to know from where, shown nowhere (None: left)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="arrivals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    came_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "person"], name="one_arrival_per_person_and_sheet"),
        ]

    def __str__(self) -> str:
        return str(self.sheet)

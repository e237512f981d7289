"""What do we remember to reach people: short addresses on paper, and who can be asked about a challenge."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from communityup.workspace.challenges.models import NAME_LENGTH, Challenge, Party, Seat

SHORT_LENGTH = 6
PHONE_LENGTH, HOURS_LENGTH = 30, 120


class ShortAddress(models.Model):
    """A short address of a public challenge, to say aloud and to print; it ends by itself or is taken back."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="short_addresses")
    made_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=SHORT_LENGTH, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge"], condition=Q(revoked_at=None), name="one_short_address_per_challenge"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("made_at")), name="short_address_ends_later"),
        ]

    def __str__(self) -> str:
        return self.code


class Contact(models.Model):
    """Somebody of a party whom everybody may ask, by their own act. It goes at once, and with their place."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="contacts")
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="contact")
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=NAME_LENGTH)
    phone = models.CharField(max_length=PHONE_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=HOURS_LENGTH)

    class Meta:
        ordering: ClassVar = ["party__number"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="contact_can_be_reached"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(hours=""), name="contact_says_who_and_when"),
        ]

    def __str__(self) -> str:
        return self.name

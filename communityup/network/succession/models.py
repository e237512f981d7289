"""What do we remember of who offers to coordinate when nobody does: who it is, and which members say yes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.network.networks.models import Network


class Candidate(models.Model):
    """Somebody of a member who offers to coordinate a network in which nobody answers now."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="candidates")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    # When it was taken back, or somebody was chosen.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "person"], condition=Q(ended_at=None), name="offers_to_coordinate_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="offer_to_coordinate_ends_after_it"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Support(models.Model):
    """The yes of a member to somebody of another one as coordinator; each member says it once, by any of its people."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="supports")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["candidate", "said_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "member"], name="one_yes_of_a_member_to_who_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.said_at}"

"""What do we remember of agreements of a network: words, who is in them, when they are looked at again; core years."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.members.models import CoreMembership, Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text

WORDS_LENGTH = 600


class Accord(models.Model):
    """Something members agreed among themselves (afspraak van het netwerk, N23): in it is who said yes, nobody else."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="accords")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # The agreement in whose place it was proposed: that one holds until all who are in it are in this one.
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    review_on = models.DateField()
    # For which day people were told that it is time to look at it again.
    told_for = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "review_on", "pk"]

    def __str__(self) -> str:
        return str(self.words)


class Yes(models.Model):
    """The yes of one member to the words as they are, and what it wants once it is time to look again."""

    class Wish(models.TextChoices):
        """What a member wants when an agreement is looked at again; nothing said is nothing wanted."""

        NONE = "", _("did not say yet")
        KEEP = "keep", _("keep it as it is")
        END = "end", _("end it")

    accord = models.ForeignKey(Accord, on_delete=models.CASCADE, related_name="yeses")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="accords")
    said_at = models.DateTimeField()
    wish = models.CharField(max_length=4, choices=Wish, blank=True, default=Wish.NONE)

    class Meta:
        ordering: ClassVar = ["said_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["accord", "member"], name="one_yes_of_a_member"),
            models.CheckConstraint(condition=Q(wish__in=["", "keep", "end"]), name="wish_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.accord_id}"


class CoreAsked(models.Model):
    """A member was asked whether its year in the core, that ends soon, is followed by another. Once for each year."""

    year = models.OneToOneField(CoreMembership, on_delete=models.CASCADE, related_name="asked_anew")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)

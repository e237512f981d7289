"""What do we remember of adaptations: which member used which practice, what it changed, and what happened."""

from typing import ClassVar

from django.db import models

from communityup.base.ids import new_id
from communityup.network.library.models import Practice
from communityup.network.members.models import Member
from communityup.texts.models import Text

PLACE_LENGTH, WORDS_LENGTH = 80, 1000


class Adaptation(models.Model):
    """A member that used a practice of others and changed something in it (hergebruik, N20): told, never counted."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    # The edition that was used.
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adaptations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="adaptations")
    place = models.CharField(max_length=PLACE_LENGTH)
    changed = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    happened = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["practice", "told_at", "pk"]

    def __str__(self) -> str:
        return str(self.changed)

"""What do we remember of reading over: which member takes a practice on, and since when."""

import datetime as dt
from typing import ClassVar

from django.db import models

from communityup.network.library.models import Practice
from communityup.network.members.models import Member

# So long others leave it to this member. Then it waits for everybody again, so that no practice waits for one party.
READS_FOR = dt.timedelta(days=7)


class Reading(models.Model):
    """A member that said it reads a practice over. The others may do so too: it is an offer, and no claim."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="reading")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="readings")
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["practice"]

    def __str__(self) -> str:
        return str(self.member)

    @property
    def until(self) -> dt.datetime:
        """Return until when the others leave it to this member."""
        return self.since + READS_FOR

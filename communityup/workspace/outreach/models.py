"""What do we remember of who is missing: perspectives, how they were reached, and parties that ask to take part.

Perspectives are words about how somebody looks at the question. Nothing here holds a trait of a person.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round

PERSPECTIVE_LENGTH = 120
WORDS_LENGTH = 500


class Perspective(models.Model):
    """A way to look at the question that nobody at the table has yet (wie ontbreekt); no person and no trait.

    Without a party somebody who follows or guards the process named it.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="perspectives")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    # Since when this perspective has a voice here; None: its chair is empty.
    heard_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "named_at", "pk"]

    def __str__(self) -> str:
        return str(self.words)


class Attempt(models.Model):
    """One time somebody reached out for a perspective: how, when, and later what came of it.

    Whoever knows what came of it tells that, for `result_party` (None: who is here for no party); nobody else changes
    these words (E2).
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    perspective = models.ForeignKey(Perspective, on_delete=models.PROTECT, related_name="attempts")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    how = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    result = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    result_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["perspective", "day", "pk"]

    def __str__(self) -> str:
        return str(self.how)


class Newcomer(models.Model):
    """A party that wants to take part, and the question to the parties that do (E21).

    It says for whom it speaks and how it knows (X3). Until the last yes it sits on the open chair: it reads all,
    hears all, and says from there what the others should know.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="asked_to_join")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="newcomer")
    speaks_for = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    known_by = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What who guards the process sees when a party is not let in yet: is somebody shut out?
    look = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party", "asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(joined_at=None, ended_at=None), name="a_party_asks_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(joined_at=None) | Q(ended_at=None), name="joined_or_ended_not_both"),
            models.CheckConstraint(
                condition=Q(speaks_for=None, known_by=None) | Q(speaks_for__isnull=False, known_by__isnull=False),
                name="for_whom_and_how_one_knows_together",
            ),
            models.CheckConstraint(
                condition=Q(look=None, looked_at=None) | Q(look__isnull=False, looked_at__isnull=False),
                name="a_look_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    @property
    def waits(self) -> bool:
        """Say whether the parties are still asked."""
        return self.joined_at is None and self.ended_at is None

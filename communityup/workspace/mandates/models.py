"""What do we remember of mandates and commitment: what each representative may promise, what each party puts in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Party, Phase

WORDS_LENGTH = 500
SHORT_LENGTH = 80
LONGEST_WEEKS = 104


class Mandate(models.Model):
    """What one person at the table may promise, in that person's own words: one version (Wat mag ik toezeggen?).

    `alone` is what needs nobody else; `back` is what goes back first, to `whom`, for about `weeks`. A new version ends
    the one before. No name is shown, at most the role. Without `person` it is of somebody who left.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    alone = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    back = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    whom = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField(null=True)
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__number", "stated_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "person"], condition=Q(ended_at=None), name="one_mandate_per_person_counts"
            ),
            models.CheckConstraint(
                condition=Q(back=None, whom=None, weeks=None)
                | Q(
                    back__isnull=False, whom__isnull=False, weeks__isnull=False, weeks__gte=1, weeks__lte=LONGEST_WEEKS
                ),
                name="what_goes_back_says_to_whom_and_how_long",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(ended_at__isnull=False), name="mandate_without_person_is_over"
            ),
        ]

    def __str__(self) -> str:
        return str(self.alone)


class Commitment(models.Model):
    """What one party puts in, and who stands behind that: one version, confirmed anew in each phase (B16).

    `sponsor` is a role, never a name. `rules` is the version of the working agreement that counted then. A party may
    put in less than before: `change` says so in its own words, and the version before stays beside it.
    """

    class Change(models.TextChoices):
        """How it compares with the version before, as the party itself sees it."""

        FIRST = "first", pgettext_lazy("what a party puts in", "for the first time")
        SAME = "same", pgettext_lazy("what a party puts in", "the same as before")
        MORE = "more", pgettext_lazy("what a party puts in", "more than before")
        LESS = "less", pgettext_lazy("what a party puts in", "less than before")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12, choices=Phase)
    rules = models.PositiveSmallIntegerField()
    change = models.CharField(max_length=5, choices=Change)
    time = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    means = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__number", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "number"], name="commitment_number_once_per_party"),
            models.UniqueConstraint(
                fields=["party"], condition=Q(ended_at=None), name="one_commitment_per_party_counts"
            ),
            models.CheckConstraint(
                condition=Q(change__in=["first", "same", "more", "less"]), name="commitment_change_is_known"
            ),
            models.CheckConstraint(
                condition=Q(number=1, change="first") | Q(number__gt=1) & ~Q(change="first"),
                name="first_commitment_compares_with_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.time)


class SponsorAddress(models.Model):
    """Where the one who stands behind a party gets a letter when that party stays silent; only that party sees it.

    The reader of the letters can take it away. It goes when the party leaves.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="sponsor_address")
    email = models.EmailField()
    language = models.CharField(max_length=2, default="nl")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.party)

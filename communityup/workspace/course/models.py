"""What do we remember of the course: routes, each in versions that wait for all parties, and when one looks again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round
from communityup.workspace.goals.models import Goal

NAME_LENGTH = 80
WORDS_LENGTH = 2000
REASON_LENGTH = 500
LINK_LENGTH = 200


class Route(models.Model):
    """One way to get where the goals point (route). Several may stand side by side; none of them touches a goal."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="routes")
    number = models.PositiveSmallIntegerField()
    name = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # The goal it leads to; None: all of them.
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="routes")
    # The version all parties agreed to last; None as long as there is none. When that one `ends`, the route ended.
    current = models.OneToOneField("course.Version", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["challenge", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="route_number_once_per_challenge"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Version(models.Model):
    """One version of a route, proposed by a party; it counts from `in_force_at`, after the yes of all parties.

    With `ends` it is the decision to end the route, which has a version like any other: who knows more reopens it.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    ends = models.BooleanField(default=False)
    # How we want to get there; nothing for the end of a route.
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What changes, and why.
    why = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # What a party knows now that it did not know then, and where one can read it (B29).
    fact = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=LINK_LENGTH, blank=True, default="")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # The day on which all look at it again; no decision goes without (B29).
    review_on = models.DateField()
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="course_version")
    in_force_at = models.DateTimeField(null=True)
    # When all were told that it is time to look again.
    review_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["route", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "number"], name="course_version_number_once_per_route"),
            models.CheckConstraint(
                condition=Q(ends=True, words=None) | Q(ends=False, words__isnull=False),
                name="a_route_has_words_until_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(ends=False, fact=None), name="a_route_begins_before_it_changes"
            ),
            models.CheckConstraint(condition=Q(link="") | Q(fact__isnull=False), name="only_a_fact_has_its_link"),
            models.CheckConstraint(
                condition=Q(review_told_at=None) | Q(in_force_at__isnull=False),
                name="only_what_counts_is_looked_at_again",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words or self.why)

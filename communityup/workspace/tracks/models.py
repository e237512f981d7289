"""What do we remember of parallel tracks: other plans in the same place, what they touch, and what one talks about."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.goals.models import Goal

WHAT_LENGTH = 280
SHORT_LENGTH = 120
WORDS_LENGTH = 1_000
LINK_LENGTH = 500


class Track(models.Model):
    """Another plan, policy or cut in the same place, that any party can register (parallel spoor, A26).

    Who runs it is a party here (`runs`), or somebody else in the words of who registered it (`runner`).
    """

    class Kind(models.TextChoices):
        """What runs beside this challenge."""

        PROJECT = "project", _("a project")
        POLICY = "policy", _("a policy or a rule")
        CUT = "cut", _("a cut in the budget")
        PAPER = "paper", _("a paper for the council or the executive")
        OTHER = "other", _("something else")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="tracks")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    what = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    runs = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    runner = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=LINK_LENGTH, blank=True)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["challenge", "registered_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["project", "policy", "cut", "paper", "other"]), name="track_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(runs__isnull=False, runner=None) | Q(runs=None, runner__isnull=False),
                name="track_says_who_runs_it",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending=None) | Q(ended_at__isnull=False, ending__isnull=False),
                name="ended_track_says_what_came_of_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)

    @property
    def running_party(self) -> int:
        """Return the party (key) that answers for it here: who runs it, otherwise who registered it."""
        return self.runs_id or self.party_id


class Overlap(models.Model):
    """A goal of this challenge that a track touches too."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="overlaps")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "goal"], name="track_touches_a_goal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.goal}"


class AgendaItem(models.Model):
    """Something about a track that all parties talk about; open until somebody writes what came out of it.

    Without words it stands there because the track overlaps a goal; with words it is a friction that a party raised.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="agenda")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Who wrote the outcome down; None: a facilitator from outside.
    settled_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["track"], condition=Q(words=None, settled_at=None), name="one_open_item_about_the_overlap"
            ),
            models.UniqueConstraint(
                fields=["track", "party"],
                condition=Q(words__isnull=False, settled_at=None, withdrawn_at=None),
                name="one_open_friction_per_party_and_track",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome=None) | Q(settled_at__isnull=False, outcome__isnull=False),
                name="settled_item_says_what_came_out",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(words__isnull=False, settled_at=None),
                name="only_an_open_friction_is_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words or self.track)

    @property
    def is_open(self) -> bool:
        """Say whether one still has to talk about it."""
        return self.settled_at is None and self.withdrawn_at is None

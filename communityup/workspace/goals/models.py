"""What do we remember of interests and goals: interests of one party, goals of all, and how each touches the other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round

INTEREST_LENGTH = 280
VOICE_LENGTH = 120
QUESTION_LENGTH = 280
GOAL_LENGTH = 160
REASON_LENGTH = 280


class Interest(models.Model):
    """The reason behind a position: what a party needs to be met (belang). Only that party changes it."""

    class Horizon(models.TextChoices):
        """How far ahead an interest looks; empty as long as the party did not say."""

        NOW = "now", _("now or this year")
        YEARS = "years", _("the coming years")
        LONG = "long", _("the long term, also for who comes after us")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="interests")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    horizon = models.CharField(max_length=5, choices=Horizon, blank=True, default="")
    # Who speaks for it, where the interest outlives the people at the table (B6): a role or a group in one's own words.
    voice = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(horizon__in=["", "now", "years", "long"]), name="interest_horizon_is_known"
            ),
            models.CheckConstraint(
                condition=Q(voice=None) | Q(horizon="long"), name="only_the_long_term_needs_somebody_to_speak_for_it"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


class Question(models.Model):
    """A question of somebody else to an interest: what lies behind it? Its own party answers (doorvragen, S14)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="questions")
    # None: somebody who keeps the process asked, and does not speak for a party.
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["interest", "asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interest", "party"],
                condition=Q(answer=None, party__isnull=False),
                name="one_open_question_per_party_and_interest",
            ),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None) | Q(answer__isnull=False, answered_at__isnull=False),
                name="answered_question_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Goal(models.Model):
    """A goal that counts for all once every party has agreed to it (gemeenschappelijk doel)."""

    class State(models.TextChoices):
        """Where a goal stands. A goal about whose end is asked is still shared until all agree to end it."""

        PROPOSED = "proposed", _("proposed")
        SHARED = "shared", _("shared by all parties")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RETIRED = "retired", _("let go by all parties")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="shared_goals")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["shared_at", "proposed_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["challenge", "state"], name="goal_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "shared", "withdrawn", "retired"]), name="goal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], shared_at=None)
                | Q(state__in=["shared", "retired"], shared_at__isnull=False),
                name="goal_has_its_time_of_sharing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "shared"], ended_at=None)
                | Q(state__in=["withdrawn", "retired"], ended_at__isnull=False),
                name="goal_has_its_time_of_ending",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def open_retirement(self) -> "Retirement | None":
        """Return the question to let this goal go that waits for answers, if any."""
        return self.retirements.select_related("round").filter(closed_at=None).first()


class Retirement(models.Model):
    """The question whether all parties let a shared goal go, with the reason of the party that asks."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="retirements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["goal"], condition=Q(closed_at=None), name="one_open_question_about_the_end_of_a_goal"
            ),
        ]

    def __str__(self) -> str:
        return str(self.reason)


class Relation(models.Model):
    """One cell of the matrix: what a goal does to an interest, in the eyes of the party whose interest it is."""

    class Effect(models.TextChoices):
        """What a goal does to an interest; not answered yet is the absence of a row."""

        HELPS = "helps", _("helps")
        STRAINS = "strains", _("strains")
        NONE = "none", _("no effect")

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="relations")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="relations")
    effect = models.CharField(max_length=7, choices=Effect)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interest", "goal"], name="one_cell_per_interest_and_goal"),
            models.CheckConstraint(condition=Q(effect__in=["helps", "strains", "none"]), name="cell_effect_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_effect_display()

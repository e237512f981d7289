"""What do we remember of frames: what is fixed and by which rule, what is negotiable or open, and what it touches."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.consent.models import Round

WORDS_LENGTH = 500
BASIS_LENGTH = 280


class Kind(models.TextChoices):
    """How settled something is. Less settled is a step that a party takes alone; more settled has conditions (E13)."""

    FIXED = "fixed", pgettext_lazy("a frame", "fixed")
    NEGOTIABLE = "negotiable", pgettext_lazy("a frame", "negotiable")
    OPEN = "open", pgettext_lazy("a frame", "open")


class Origin(models.TextChoices):
    """Where a fixed frame comes from."""

    LAW = "law", _("a law or regulation")
    COUNCIL = "council", _("a decision of the council")
    EXECUTIVE = "executive", _("a decision of an executive or board")
    CONTRACT = "contract", _("a contract")
    BUDGET = "budget", _("a budget")
    SAFETY = "safety", _("a safety rule")
    MEMBERS = "members", _("a decision of members or residents")
    OTHER = "other", _("something else")


class Frame(models.Model):
    """One thing of which a party says how settled it is, with the rule behind it (Wat staat al vast?).

    `late` says that it was fixed after the lead-in; then `reason` says why only now, and it touches something, or
    `nothing` says why it touches nothing. Only its own party changes it, and it leaves a trace when it goes.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="frames")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="frames")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=9, choices=Origin, blank=True)
    basis = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(blank=True)
    late = models.BooleanField(default=False)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    nothing = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__number", "added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="frame_kind_is_known"),
            models.CheckConstraint(condition=Q(origin__in=["", *Origin.values]), name="frame_origin_is_known"),
            models.CheckConstraint(
                condition=~Q(kind="fixed") | Q(basis__isnull=False) & ~Q(origin=""), name="fixed_frame_has_its_rule"
            ),
            models.CheckConstraint(condition=Q(late=False) | Q(reason__isnull=False), name="late_frame_has_its_reason"),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Shift(models.Model):
    """A frame that became more or less settled than it was; the words before and the day stay readable."""

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="shifts")
    was = models.CharField(max_length=10, choices=Kind)
    became = models.CharField(max_length=10, choices=Kind)
    phase = models.CharField(max_length=12, choices=Phase)
    shifted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["frame", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(was__in=Kind.values, became__in=Kind.values) & ~Q(was=models.F("became")),
                name="frame_shifts_to_another_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frame}: {self.get_was_display()} → {self.get_became_display()}"


class Touch(models.Model):
    """Something decided, or on the table, that a late fixed frame touches; it is asked of those it concerns anew (E13).

    `about` names the thing ("goal:" and its id, as apps register them). `round` is the question to all parties, if
    that is how it is asked. Any party can point at one more.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="touches")
    about = models.CharField(max_length=60)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    pointed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["frame", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frame", "about"], name="frame_touches_a_thing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.frame}: {self.about}"


class Question(models.Model):
    """A question of another party about a frame, in public, and the answer of the party whose frame it is."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="questions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["frame", "asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None) | Q(answer__isnull=False, answered_at__isnull=False),
                name="answered_question_about_a_frame_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

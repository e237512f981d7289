"""What do we remember of moderation: reports, words that are hidden and what those who guard say of it, appeals."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Reason, Text
from communityup.workspace.challenges.models import Challenge, Facilitator, Party

WORDS_LENGTH = 500
PASSAGE_LENGTH = 200
# Hours on the wall: a step back never makes hiding last longer (decision 0009).
TERM = dt.timedelta(hours=72)


class Report(models.Model):
    """Somebody tells who keeps the process that something is wrong; of words, or without (B22).

    `person` is kept so that one person reports something once, `party` so that it does not decide about an appeal;
    nobody reads either, and `person` goes when the report was looked at.
    """

    UNSAFE = "unsafe"
    REASONS: ClassVar = [*Reason.choices, (UNSAFE, _("I do not feel safe here"))]

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="reports")
    text = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=11, choices=REASONS)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "reported_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__in=[*Reason.values, "unsafe"]), name="report_reason_is_known"),
            models.CheckConstraint(
                condition=Q(text__isnull=False) | Q(reason="unsafe"), name="only_unsafe_is_about_nothing_in_particular"
            ),
            models.UniqueConstraint(
                fields=["text", "reason", "person"], condition=Q(seen_at=None), name="one_open_report_per_person"
            ),
            models.UniqueConstraint(
                fields=["text", "reason"],
                condition=Q(seen_at=None, person=None, party=None),
                name="one_open_report_of_visitors",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Hiding(models.Model):
    """Words of somebody that are hidden, or that somebody asked to hide again; from asking until its end."""

    class End(models.TextChoices):
        """How it ended."""

        TERM = "term", _("nobody confirmed it within 72 hours; the words are back")
        AGREED = "agreed", _("who keeps the process put the words back together")
        APPEAL = "appeal", _("the parties that were not involved put the words back")
        REMOVED = "removed", _("personal data were taken away")
        TAKEN_BACK = "taken_back", _("who wrote the words took them back")
        NOT_HIDDEN = "not_hidden", _("the second did not agree to hide it again")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="hidings")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=11, choices=Reason)
    by_operator = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    # When the words come back by themselves; None: not before two agree.
    back_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # What is to be taken away once two agreed; empty: all words. Emptied at the end.
    passage = models.CharField(max_length=PASSAGE_LENGTH, blank=True)
    removal_agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        ordering: ClassVar = ["challenge", "asked_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["back_at"], condition=Q(ended_at=None), name="hiding_ends")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["text"], condition=Q(ended_at=None), name="words_are_hidden_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="hiding_reason_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False, passage="") & ~Q(end=""),
                name="ended_hiding_says_how_and_keeps_no_passage",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def is_hidden(self) -> bool:
        """Say whether the words are hidden by this now."""
        return self.hidden_at is not None and self.ended_at is None


class Voice(models.Model):
    """What one who keeps the process wants with words that are hidden; changeable, and two alike count."""

    class Wish(models.TextChoices):
        """What one wants."""

        HIDE = "hide", _("stays hidden")
        BACK = "back", _("put it back")
        REMOVE = "remove", _("take the personal data away")

    hiding = models.ForeignKey(Hiding, on_delete=models.PROTECT, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(Facilitator, null=True, on_delete=models.SET_NULL, related_name="+")
    wish = models.CharField(max_length=6, choices=Wish)
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hiding", "person"], name="one_voice_per_person_and_hiding"),
            models.CheckConstraint(condition=Q(wish__in=["hide", "back", "remove"]), name="voice_wish_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_wish_display()


class Appeal(models.Model):
    """The author asks the parties that were not involved to look at it; once per hiding."""

    hiding = models.OneToOneField(Hiding, on_delete=models.PROTECT, related_name="appeal")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    parties = models.ManyToManyField(Party, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.hiding)


class AppealAnswer(models.Model):
    """The one answer of a party that was not involved."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    back = models.BooleanField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appeal", "party"], name="one_answer_per_party_and_appeal"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.back}"

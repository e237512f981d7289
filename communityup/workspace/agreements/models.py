"""What do we remember of agreements: who promises what to whom, in versions, who confirmed which, and how it went.

There is no score and no count per person or party here, and there never will be (E20).
"""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Clock, Party

WORDS_LENGTH = 280


class Agreement(models.Model):
    """A mutual promise between two parties (afspraak): one side does something, both confirm it, both may change it."""

    class State(models.TextChoices):
        """Where an agreement stands; the same road for every kind of party."""

        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", pgettext_lazy("of an agreement", "agreed")
        KEPT = "kept", _("kept")
        NOT_KEPT = "not_kept", _("not kept")
        ENDED = "ended", _("ended together")
        WITHDRAWN = "withdrawn", _("withdrawn")
        # After one of the two sides left the challenge: the other lets it end, or a third party takes it over (E22).
        LET_GO = "let_go", _("ended after a party left")
        TAKEN_OVER = "taken", _("taken over by another party")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="agreements")
    promised_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    promised_to = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    standing = models.ForeignKey("agreements.Terms", null=True, on_delete=models.PROTECT, related_name="+")
    pending = models.ForeignKey("agreements.Terms", null=True, on_delete=models.PROTECT, related_name="+")
    # How often the calendar entry changed since it was first sent (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    proposed_at = models.DateTimeField()
    # Whose place this one takes once both confirm it: of an agreement of which a side left.
    takes_over = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="taken_over_by")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["challenge", "state"], name="agreement_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["proposed", "agreed", "kept", "not_kept", "ended", "withdrawn", "let_go", "taken"]
                ),
                name="agreement_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], standing=None)
                | Q(state__in=["agreed", "kept", "not_kept", "ended"], standing__isnull=False)
                | Q(state__in=["let_go", "taken"]),
                name="agreement_stands_only_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "agreed"]) | Q(pending=None),
                name="finished_agreement_waits_for_nobody",
            ),
            models.CheckConstraint(condition=~Q(promised_by=F("promised_to")), name="agreement_has_two_sides"),
            models.CheckConstraint(
                condition=Q(takes_over=None) | ~Q(takes_over=F("id")), name="no_agreement_takes_over_itself"
            ),
            models.UniqueConstraint(
                fields=["takes_over"], condition=~Q(state="withdrawn"), name="one_agreement_takes_over_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.standing or self.pending or "")

    @property
    def gone(self) -> list[Party]:
        """Return which of its two sides left the challenge, perhaps invited again since (E22)."""
        return [side for side in (self.promised_by, self.promised_to) if side.left_at is not None]

    @property
    def was_left(self) -> bool:
        """Say whether a side left and that is open, or was dealt with."""
        return self.state in {self.State.LET_GO, self.State.TAKEN_OVER} or bool(self.gone)


class Terms(models.Model):
    """One version of an agreement, or the question to end it; confirmations belong to one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    ends = models.BooleanField(default=False)
    # The same words, asked of both sides anew because something came to light that touches them (E13).
    renews = models.BooleanField(default=False)
    what = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    # The day on which both sides look whether it still fits (B29); None only in versions from before there was one.
    review_on = models.DateField(null=True)
    # What somebody knows now and did not know then, when that is why they ask anew; or, in the version with which the
    # side that is still there lets it end after the other left, why it does.
    news = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="terms_number_once_per_agreement"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(withdrawn_at=None), name="terms_are_agreed_or_withdrawn_not_both"
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__lte=F("due")),
                name="one_looks_again_before_it_is_done",
            ),
            models.CheckConstraint(
                condition=Q(news=None) | Q(number__gt=1, renews=False),
                name="something_new_changes_what_was_there",
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)


class Confirmation(models.Model):
    """The yes of one side to one version; a new version needs a new one."""

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="confirmations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["terms", "party"], name="one_confirmation_per_party_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.terms}"


class Outcome(models.Model):
    """How it went, in the words of the side that promised; the reading of the other side stands beside it."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="outcome")
    kept = models.BooleanField()
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    reading = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kept=True) | Q(words__isnull=False), name="not_kept_has_its_own_explanation"
            ),
            models.CheckConstraint(
                condition=Q(reading=None, read_at=None) | Q(reading__isnull=False, read_at__isnull=False),
                name="reading_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words or "")


class Reminder(models.Model):
    """A reminder that is due once for one version, for all people of both sides at the same moment."""

    class Kind(models.TextChoices):
        """When: on the day to look again, a week before the date, or the day after it."""

        REVIEW = "review", _("the day to look again")
        BEFORE = "before", _("a week before")
        AFTER = "after", _("the day after")

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=6, choices=Kind)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="reminder_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["terms", "kind"], name="one_reminder_of_each_kind_per_version"),
            models.CheckConstraint(condition=Q(kind__in=["review", "before", "after"]), name="reminder_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.terms}: {self.get_kind_display()}"

    def moment(self, running: Clock) -> dt.datetime | None:
        """Return when it goes out, on the clock of its challenge; None during a step back."""
        return None if running.stands_still else running.moment(self.due_at, since=self.terms.proposed_at)

"""What do we remember of what went before: each account in its teller's words, and the readings of others beside it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party

WORDS_LENGTH = 2_000
WHEN_LENGTH = 80


class Entry(models.Model):
    """Something that went before, as its teller tells it (voorgeschiedenis); nobody else ever changes it (A13, E2).

    Without a party it was told without a name (B8). `concerns` is the party that promised something, or that the
    distrust is about; without it that is somebody who does not take part here, and the words say who.
    """

    class Kind(models.TextChoices):
        """What somebody tells; a promise from the past and distrust have a follow-up."""

        EVENT = "event", _("what happened")
        PROMISE = "promise", _("a promise from the past")
        DISTRUST = "distrust", _("what makes us distrust")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="history")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    when = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # The first year that `when` names: the list follows what happened, not who told it first (E16).
    year = models.PositiveSmallIntegerField(null=True)
    concerns = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    # Since when it stands in other words: what others said before that is about the earlier ones.
    reworded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "year", "told_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["event", "promise", "distrust"]), name="history_entry_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | Q(kind="distrust"), name="only_distrust_is_told_without_a_name"
            ),
            models.CheckConstraint(
                condition=Q(concerns=None) | ~Q(kind="event"), name="what_happened_is_no_promise_of_a_party"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def has_follow_up(self) -> bool:
        """Say whether each side can say how it stands now."""
        return self.kind != self.Kind.EVENT

    def said_before(self, reading: "Reading") -> bool:
        """Say whether a reading is about earlier words: it says nothing about those of now (E2)."""
        return self.reworded_at is not None and reading.told_at < self.reworded_at


class Reading(models.Model):
    """How one party sees an entry of history, beside the teller's words; for a promise also how it stands now.

    Without a party it is the teller who gave no name. It is changed by new versions of its text only.
    """

    class Stand(models.TextChoices):
        """How a promise or distrust stands in the eyes of one party: never a score, and nothing is added up (E20)."""

        NONE = "", ""
        OPEN = "open", _("still open")
        KEPT = "kept", _("kept")
        NOT_KEPT = "not_kept", _("not kept")
        DONE = "done", _("something was done about it")
        SETTLED = "settled", _("for us this is settled")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="readings")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    stand = models.CharField(max_length=8, choices=Stand, default=Stand.NONE, blank=True)
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "party"], name="one_reading_per_party_per_entry"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(party=None), name="one_reading_without_a_name_per_entry"
            ),
            models.CheckConstraint(
                condition=Q(stand__in=["", "open", "kept", "not_kept", "done", "settled"]),
                name="reading_stand_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


STANDS: dict[str, tuple[Reading.Stand, ...]] = {
    Entry.Kind.EVENT: (Reading.Stand.NONE,),
    Entry.Kind.PROMISE: (
        Reading.Stand.OPEN,
        Reading.Stand.KEPT,
        Reading.Stand.NOT_KEPT,
        Reading.Stand.SETTLED,
    ),
    Entry.Kind.DISTRUST: (Reading.Stand.OPEN, Reading.Stand.DONE, Reading.Stand.SETTLED),
}

"""What do we remember of messages: which lines were told, one notice per person and line, and each person's rhythm.

A notice holds no words: what it says is made from its line when somebody reads it, if they may still see it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.log.models import Line, Stream

HASH_LENGTH = 64


class Rhythm(models.TextChoices):
    """How often somebody wants mail; the facts are the same in each (B24)."""

    AT_ONCE = "at_once", _("At once, when something happens")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week, on Monday")
    MONTHLY = "monthly", _("Once a month, on the first day")
    PHASE = "phase", _("Each time a challenge goes on to its next phase")
    SITE = "site", _("No mail: I read it here or on paper")


class Listener(models.Model):
    """Somebody who hears, in the rhythm of their choice.

    Without a choice that is once a day, and for who observes for a council once per phase.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="listener")
    rhythm = models.CharField(max_length=7, choices=Rhythm, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rhythm__in=["", "at_once", "daily", "weekly", "monthly", "phase", "site"]),
                name="rhythm_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.rhythm


class Followed(models.Model):
    """How many lines of a stream were told: where that is less than there are, some wait. Locked while telling."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="followed")
    told = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stream_id}: {self.told}"


class Told(models.Model):
    """The mark of one line: everybody who hears about it has a notice now."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, primary_key=True, related_name="told")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.line_id}"


class Notice(models.Model):
    """That somebody hears about one line. All who hear about it get theirs at the same moment (E29)."""

    class Letter(models.TextChoices):
        """Where the mail about it stands."""

        NONE = "none", "none"
        PHASE = "phase", "waits for the end of a phase"
        DUE = "due", "due"
        WRITTEN = "written", "written"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=7, choices=Letter, default=Letter.NONE)
    due_at = models.DateTimeField(null=True)
    # A line that asks for an answer does not wait for the day of a weekly or monthly letter.
    urgent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "line"], name="one_notice_per_person_and_line"),
            models.CheckConstraint(
                condition=Q(letter__in=["due", "written"], due_at__isnull=False)
                | Q(letter__in=["none", "phase"], due_at=None),
                name="letter_about_notice_has_its_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["due_at", "person"], condition=Q(letter="due"), name="notice_letter_due"),
            models.Index(fields=["stream"], condition=Q(letter="phase"), name="notice_waits_for_phase"),
            models.Index(fields=["at"], name="notice_at"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.line_id}"


class Uninvited(models.Model):
    """An address whose owner wants no invitations by mail. Only a keyed hash: nobody can tell whose it is."""

    address_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d}"

"""What do we remember of a recording: where it is, in words what was said, for whom it is, and who speaks in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.gatherings.models import LINK_LENGTH, NAME_LENGTH
from communityup.network.meetings.models import Session
from communityup.texts.models import Text

SUMMARY_LENGTH, REASON_LENGTH, TRANSCRIPT_LENGTH = 600, 300, 300_000


class Recording(models.Model):
    """The recording of a session (opname, N08): a link to a video service, opened once every speaker said yes (E30).

    The code that opens it for who was not registered is kept by `codes`, as a hash, and never stands here.
    """

    class Audience(models.TextChoices):
        """For whom it is."""

        PARTICIPANTS = "participants", _("who was registered")
        PUBLIC = "public", _("everybody")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="recording")
    link = models.URLField(max_length=LINK_LENGTH)
    summary = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # In words what was said stands in its parts; or here why that is not there.
    has_transcript = models.BooleanField()
    no_transcript = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PARTICIPANTS)
    # Goes up with every change: the speakers say yes to what it is now.
    edition = models.PositiveSmallIntegerField(default=1)
    kept_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(has_transcript=True, no_transcript=None)
                | Q(has_transcript=False, no_transcript__isnull=False),
                name="recording_has_a_transcript_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["participants", "public"]), name="recording_is_for_a_known_audience"
            ),
            models.CheckConstraint(condition=Q(link__startswith="https://"), name="recording_has_a_safe_link"),
        ]

    def __str__(self) -> str:
        return str(self.session)


class Right(models.Model):
    """The right of somebody who was registered to watch a recording, kept when their name and address were forgotten.

    It is the secret of their link and nothing more: nobody can tell whose it is. It is there as long as the recording.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="rights")
    ticket = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(ticket=""), name="right_opens_with_a_ticket")]

    def __str__(self) -> str:
        return str(self.recording)


class Part(models.Model):
    """A part of what was said, in words: one text is not long enough for a whole session."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["recording", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recording", "number"], name="part_of_a_transcript_once"),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Speaker(models.Model):
    """Somebody who speaks in a recording, and how far they let it be seen (E30)."""

    class Answer(models.TextChoices):
        """How far somebody lets it be seen."""

        NONE = "none", _("no answer yet")
        NO = "no", _("nobody may see it")
        PARTICIPANTS = "participants", _("who was there may see it")
        CODES = "codes", _("who was there may see it, and who gets a code")
        PUBLIC = "public", _("everybody may see it")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="speakers")
    # Both empty once somebody left the platform; their voice is still in it, so the row stays, as a no.
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, default="nl")
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.NONE)
    named_at = models.DateTimeField()
    # When they were asked last: at first, anew, or once more because they did not answer.
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["recording", "named_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recording", "email"], condition=~Q(email=""), name="speaker_once_in_a_recording"
            ),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | Q(answer__in=["no", "participants", "codes", "public"], answered_at__isnull=False),
                name="speaker_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("somebody who left"))

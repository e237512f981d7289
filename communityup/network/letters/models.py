"""What do we remember of letters: their words, how far they are, and what came back; never who read them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.networks.models import Network
from communityup.network.newsletter.models import Subscription, Topic
from communityup.post.models import Mail
from communityup.texts.models import Text

TITLE_LENGTH, INTRO_LENGTH, WORDS_LENGTH = 120, 600, 12_000
PARTS = ("intro", "words")
# A comparison with nothing is not false to a database, so it is said that there is something.
_BEGUN = Q(planned_for__isnull=False, begun_at__isnull=False, begun_at__gte=F("planned_for"))


class Letter(models.Model):
    """A letter of a network about one topic (nieuwsbrief, N10)."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("being written")
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="letters")
    topic = models.CharField(max_length=12, choices=Topic)
    title = models.CharField(max_length=TITLE_LENGTH)
    intro = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField()
    planned_for = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Who came after `last_reader` gets nothing; up to `reached` everybody was written to. Both are keys of readers.
    last_reader = models.PositiveBigIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    # How many would get it when it began, how many got it, and how many the mail server refused.
    readers = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # How many came back afterwards, and how many addresses were deleted for it.
    came_back = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", planned_for=None, begun_at=None, ended_at=None)
                | Q(state="planned", planned_for__isnull=False, begun_at=None, ended_at=None)
                | Q(_BEGUN, state="sending", ended_at=None)
                | Q(_BEGUN, state="sent", ended_at__isnull=False, ended_at__gte=F("begun_at")),
                name="letter_is_planned_before_it_is_sent",
            ),
            models.CheckConstraint(condition=Q(reached__lte=F("last_reader")), name="letter_reaches_no_later_reader"),
        ]

    def __str__(self) -> str:
        return self.title


class Copy(models.Model):
    """That one reader gets this letter: once, whatever dies. Gone when the letter is sent."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    reader = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    mail = models.OneToOneField(Mail, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whether we know what became of it.
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "reader"], name="letter_goes_once_to_a_reader"),
        ]
        # The few that are under way are asked for every other second, beside the very many that left.
        indexes: ClassVar = [
            models.Index(fields=["letter"], condition=Q(is_told=False), name="letter_copy_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: one copy"


class Return(models.Model):
    """A letter came back from a reader: for good, or for now. Gone when they stop."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="returns")
    reader = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    is_final = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "reader"], name="letter_comes_back_once_from_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: came back"

"""What do we remember of first sketches of a network: their words in versions, and the reactions to each of these."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text, Version

TITLE_LENGTH, WORDS_LENGTH, ASKS_LENGTH, DONE_LENGTH, REACTION_LENGTH = 120, 6000, 300, 1000, 1000


class Outline(models.Model):
    """Something put before a network while it is not final yet (eerste schets, A9): of a member, or of who coordinates.

    Title and words are one text, so that every version has both, and hiding hides both.
    """

    class State(models.TextChoices):
        """What became of it."""

        SKETCH = "sketch", _("first sketch")
        FINAL = "final", _("no longer a sketch")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="outlines")
    # Whose it is; None: of who coordinates the network.
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="outlines")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.SKETCH)
    ended_at = models.DateTimeField(null=True)
    # What became of it, in the words of whose it is.
    closing = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-shown_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sketch", ended_at=None, closing=None)
                | Q(state__in=["final", "withdrawn"], ended_at__isnull=False),
                name="outline_ends_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words).partition("\n")[0]


class Edition(models.Model):
    """What whose sketch it is says beside one version: what they want to hear, what they did with the reactions."""

    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="editions")
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="edition")
    asks = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    done = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.version)


class Reaction(models.Model):
    """What somebody says to one version of a sketch; it stays with that version (A9)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    outline = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="reactions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    # For whom somebody speaks; None: as who coordinates.
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["said_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person"], name="one_reaction_of_a_person_to_a_version"),
        ]

    def __str__(self) -> str:
        return str(self.words)

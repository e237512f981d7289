"""What do we remember of themes: who proposed them, which members choose them, and to which session one went."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.meetings.models import THEME_LENGTH, Session
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text

WHY_LENGTH = 300


class Theme(models.Model):
    """A theme that a member proposed: about the approach, or about a subject (B40)."""

    class Kind(models.TextChoices):
        """What kind of theme it is; the same words as of a session."""

        APPROACH = "approach", _("the approach: how we work together")
        CONTENT = "content", _("a subject we work on")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="themes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=THEME_LENGTH)
    kind = models.CharField(max_length=8, choices=Kind)
    why = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # The session it went to; then it is chosen and done.
    session = models.OneToOneField(Session, null=True, on_delete=models.PROTECT, related_name="chosen_theme")

    class Meta:
        ordering: ClassVar = ["network", "proposed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["approach", "content"]), name="theme_kind_is_known"),
            models.UniqueConstraint(
                fields=["network", "title"], condition=Q(session=None), name="open_theme_once_per_network"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """A member that wants to talk about a theme; each member as many themes as it likes, each once."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="choices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "member"], name="member_chooses_a_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.member}"

"""What do we remember of the programme of a session: its parts, who brings each, their answers, and who receives us."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.network.library.models import Practice
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.peers.models import LearningQuestion
from communityup.texts.models import Text

TITLE_LENGTH, WORDS_LENGTH, WHO_LENGTH, ANSWER_LENGTH, REASON_LENGTH, PLACE_LENGTH = 100, 600, 120, 600, 300, 120
SHORTEST, LONGEST = 5, 480


class Host(models.Model):
    """The member that receives a session (gastheer). Its people keep the programme as who coordinates does."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="host")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="receives")

    def __str__(self) -> str:
        return f"{self.session}: {self.member}"


class Part(models.Model):
    """A part of the programme of a session (programmaonderdeel). When it begins follows from what goes before.

    Its bringer answers three questions beforehand, as in a community of practice: what are you busy with, what succeeds
    and why, where are you stuck and need help.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("proposed")
        IN = "in", pgettext_lazy("part of a programme", "in the programme")
        DECLINED = "declined", pgettext_lazy("part of a programme", "not in the programme")
        REMOVED = "removed", pgettext_lazy("part of a programme", "taken out")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="programme")
    state = models.CharField(max_length=8, choices=State)
    # Its order; what was taken out keeps it, and comes back where it stood.
    place = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    minutes = models.PositiveSmallIntegerField()
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Who speaks or leads, in words; and the member that brings it.
    who = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="brings_parts")
    # What it treats. A challenge is an address on this site, that is not read here.
    question = models.ForeignKey(LearningQuestion, null=True, on_delete=models.SET_NULL, related_name="programmed")
    practice = models.ForeignKey(Practice, null=True, on_delete=models.SET_NULL, related_name="programmed")
    challenge = models.CharField(max_length=PLACE_LENGTH, blank=True)
    # The bringer's own people wrote it: then nobody else changes its words (E2).
    own_words = models.BooleanField(default=False)
    busy = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    succeeds = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    stuck = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Why it does not fit.
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["session", "place", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["in", "removed"], place__isnull=False, reason=None)
                | Q(state="proposed", place=None, reason=None, member__isnull=False)
                | Q(state="declined", place=None, reason__isnull=False, member__isnull=False),
                name="part_has_a_place_or_a_proposer",
            ),
            models.UniqueConstraint(fields=["session", "place"], name="one_part_for_each_place"),
            models.CheckConstraint(condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="part_lasts_a_while"),
            models.CheckConstraint(
                condition=Q(busy=None, succeeds=None, stuck=None, own_words=False) | Q(member__isnull=False),
                name="only_a_bringer_answers_beforehand",
            ),
        ]

    def __str__(self) -> str:
        return self.title

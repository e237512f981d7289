"""What do we remember of a report: its sections in the house order, where it stands, and remarks of who was there."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.gatherings.models import Registration
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.texts.models import Text

SUMMARY_LENGTH, SECTION_LENGTH, REMARK_LENGTH, TIP_LENGTH, LINK_LENGTH = 600, 6000, 1000, 300, 300
# The sections in the order of the house template (B46), with their headings; a short summary stands above them (B13).
SECTIONS = (
    ("steering", _("How do we steer?")),
    ("questions", _("Questions")),
    ("conditions", _("Experience and conditions for success")),
    ("onwards", _("What next?")),
    ("next_meeting", _("Next session, and about the network")),
)
PARTS = ("summary", *(name for name, _heading in SECTIONS))


class Report(models.Model):
    """The report of a session, at its number (verslag, N09)."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("is being written")
        CORRECTING = "correcting", _("who was there reads it")
        PUBLIC = "public", _("public")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    summary = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    steering = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    questions = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    conditions = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    onwards = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    next_meeting = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    sent_round_at = models.DateTimeField(null=True)
    correct_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # Since when it waits for a remark that nobody dealt with; and whether one was still open when it became public.
    waits_since = models.DateTimeField(null=True)
    left_open = models.BooleanField(default=False)

    class Meta:
        # A comparison with nothing is not false to a database, so it is said that there is something.
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_round_at=None, correct_until=None, published_at=None)
                | Q(
                    state="correcting", summary__isnull=False, sent_round_at__isnull=False,
                    correct_until__isnull=False, correct_until__gte=F("sent_round_at"), published_at=None,
                )
                | Q(
                    state="public", summary__isnull=False, sent_round_at__isnull=False, correct_until__isnull=False,
                    published_at__isnull=False, published_at__gte=F("correct_until"),
                ),
                name="report_is_public_after_its_correction",
            ),
            models.CheckConstraint(
                condition=Q(left_open=False) | Q(state="public"), name="report_leaves_a_remark_open_when_it_is_public"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.session)


class Remark(models.Model):
    """What somebody who was there says of a report before it is public; it stands beside it for who may read that."""

    class Outcome(models.TextChoices):
        """What who writes the report did with it."""

        OPEN = "open", _("not dealt with yet")
        CHANGED = "changed", _("the report was changed")
        STAYS = "stays", _("the report stays as it is")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="remarks")
    # Whose it is; the remark stays without a name when their address is forgotten.
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="remarks")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.OPEN)
    # Why it stays as it is.
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["report", "said_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "changed"], reason=None) | Q(outcome="stays", reason__isnull=False),
                name="remark_stays_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Tip(models.Model):
    """A tip, a link or an offer that somebody gave during a session; it stands in the report (B5)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="tips")
    # For whom it was given; nobody, when who has a place is of no member, or who coordinates takes notes.
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="tips")
    # By whose place it was given without a member; it stays without that when their place is forgotten.
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="tips")
    # Whether the report says which member gave it: only when it chose so.
    is_named = models.BooleanField(default=False)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=LINK_LENGTH, blank=True)
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    # A coordinator leaves it out of the report.
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["session", "given_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_named=False) | Q(member__isnull=False), name="tip_is_named_after_a_member"
            ),
            models.CheckConstraint(condition=Q(member=None) | Q(registration=None), name="tip_is_given_by_one"),
        ]

    def __str__(self) -> str:
        return str(self.words)

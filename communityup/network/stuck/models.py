"""What do we remember of who is stuck: the question, who thinks along, notes of a consultation; not for long."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text

WORDS_LENGTH, OFFER_LENGTH, NOTE_LENGTH, WHERE_LENGTH = 1500, 300, 1500, 200
PERSON = settings.AUTH_USER_MODEL
# So many days after the end everything is deleted, unless the one who asks chose otherwise.
KEPT_DAYS = 30


class Step(models.IntegerChoices):
    """The steps of a consultation (intervisie by the incident method, N18), before it begins and after it."""

    PLANNED = 0, _("planned")
    CASE = 1, _("The case")
    QUESTIONS = 2, _("Questions")
    ANALYSIS = 3, _("Analysis")
    ADVICE = 4, _("Advice")
    TAKE = 5, _("What I take along")
    DONE = 6, _("done")


class Peer(models.Model):
    """Somebody who offered themselves to think along with who is stuck."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="peers")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "person"], name="peer_once_per_network"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.person_id}"


class HelpRequest(models.Model):
    """Somebody is stuck and asks peers to think along (ik loop vast, A8). Never public (T7)."""

    class Audience(models.TextChoices):
        """Who reads it until somebody thinks along; after that only they do."""

        PEERS = "peers", _("only people who offered to think along")
        MEMBERS = "members", _("everybody who acts for a member of this network")

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("of a question of who is stuck", "waits for peers")
        MATCHED = "matched", pgettext_lazy("of a question of who is stuck", "peers think along")
        ENDED = "ended", pgettext_lazy("of a question of who is stuck", "ended")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="help_requests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.PEERS)
    # Whether the name stands with it before somebody thinks along.
    is_named = models.BooleanField(default=False)
    keep_days = models.PositiveSmallIntegerField(default=KEPT_DAYS)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    # When the coordinators heard that nobody offered to think along.
    unanswered_at = models.DateTimeField(null=True)
    matched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(audience__in=["peers", "members"]), name="help_audience_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", matched_at=None, ended_at=None)
                | Q(state="matched", matched_at__isnull=False, ended_at=None)
                | Q(state="ended", matched_at__isnull=False, ended_at__isnull=False),
                name="help_request_is_matched_before_it_ends",
            ),
            models.CheckConstraint(condition=Q(keep_days__gte=1, keep_days__lte=90), name="help_is_not_kept_for_long"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Offer(models.Model):
    """Somebody offers to think along; the one who is stuck accepts it, or not."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="offers")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["offered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "person"], name="one_offer_to_think_along"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Consultation(models.Model):
    """The group goes through the case together, in five steps with a time for each (intervisie, N18)."""

    class Pace(models.TextChoices):
        """How long the steps take."""

        SHORT = "short", _("three quarters of an hour")
        LONG = "long", _("an hour and a half")

    request = models.OneToOneField(HelpRequest, on_delete=models.CASCADE, related_name="consultation")
    facilitator = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    where = models.CharField(max_length=WHERE_LENGTH)
    pace = models.CharField(max_length=5, choices=Pace, default=Pace.LONG)
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.PLANNED)
    step_began_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step=0, step_began_at=None) | Q(step__gte=1, step__lte=6, step_began_at__isnull=False),
                name="consultation_step_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(pace__in=["short", "long"]), name="consultation_pace_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.step}"


class Note(models.Model):
    """What somebody of the group wrote in a step; only the group reads it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="notes")
    step = models.PositiveSmallIntegerField(choices=Step)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["consultation", "step", "written_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=5), name="note_stands_in_a_step"),
        ]

    def __str__(self) -> str:
        return self.public_id

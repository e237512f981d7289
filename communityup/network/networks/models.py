"""What do we remember of a learning network: its words, who coordinates it, and who was asked to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.log.models import Stream
from communityup.texts.models import Text

NAME_LENGTH = 80
SLUG_LENGTH = 60
WORDS_LENGTH = 1000
# Two people at most coordinate a network: one answers while the other is away.
PLACES = (1, 2)


class Condition(models.TextChoices):
    """The seven conditions for success (B13, R35)."""

    CLARITY = "clarity", _("Clarity")
    COMMITMENT = "commitment", _("Commitment")
    TRUST = "trust", _("Trust and equality")
    SAFETY = "safety", _("Safety")
    ALONG = "along", _("Taking each other along")
    TIME = "time", pgettext_lazy("condition", "Time")
    ROOM = "room", _("Room for something else")


class Network(models.Model):
    """A learning network (leernetwerk). Its pages are open to everybody from the start."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT)
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    theme = models.CharField(max_length=NAME_LENGTH, blank=True)
    purpose = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # How one joins, in a few sentences; without them the page says whom to ask.
    joining = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # In whose name letters of the network are sent, and where somebody answers.
    sender = models.CharField(max_length=NAME_LENGTH)
    contact = models.EmailField()
    # The version of all this, as the factsheet shows it with its date.
    edition = models.PositiveSmallIntegerField(default=1)
    changed_at = models.DateTimeField()
    started_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(edition__gte=1), name="network_edition_counts_from_one"),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("started_at")), name="network_changes_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Coordinator(models.Model):
    """Somebody who keeps a network going (netwerkcoördinator): a task, with no more rights over people than others."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="coordinators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coordinates")
    place = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    # Up to and including which day this coordinator does not answer.
    away_until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__in=PLACES), name="at_most_two_places_for_coordinators"),
            models.UniqueConstraint(
                fields=["network", "place"], condition=Q(until=None), name="one_coordinator_for_each_place"
            ),
            models.UniqueConstraint(
                fields=["network", "person"], condition=Q(until=None), name="nobody_coordinates_a_network_twice"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="coordinator_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_away(self) -> bool:
        """Say whether this coordinator does not answer today; a day that is past says nothing any more."""
        return self.away_until is not None and self.away_until >= timezone.localdate()


class CoordinatorInvitation(models.Model):
    """The question to somebody whether they will coordinate; the address is kept until it was answered."""

    class Answer(models.TextChoices):
        """What came back."""

        NONE = "none", _("no answer yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="coordinator_invitations")
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="nl")
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "email"], condition=Q(answer="none") & ~Q(email=""), name="asked_once_to_coordinate"
            ),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | Q(answer__in=["accepted", "declined", "taken_back"], answered_at__isnull=False, email=""),
                name="answered_question_to_coordinate_keeps_no_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.get_answer_display()}"

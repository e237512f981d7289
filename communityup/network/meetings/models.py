"""What do we remember of the sessions of a network: number, address, theme, what each is for and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.gatherings.models import Gathering
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text

# yyMM, with a letter from the second in a month (R29).
NUMBER_LENGTH, SLUG_LENGTH, THEME_LENGTH = 5, 80, 80
PURPOSE_LENGTH, WORDS_LENGTH = 600, 2000
# So many sessions can come back in one plan.
MOST_IN_SERIES = 24


class Series(models.Model):
    """Sessions that come back, planned at once (reeks). Each is a session like any other."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="series")
    planned_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["network", "pk"]

    def __str__(self) -> str:
        return self.public_id


class Session(models.Model):
    """A session of a network (bijeenkomst, N07): its gathering says when and where."""

    class Kind(models.TextChoices):
        """About what kind of theme it is (B40)."""

        OPEN = "open", _("not chosen yet")
        APPROACH = "approach", _("the approach: how we work together")
        CONTENT = "content", _("a subject we work on")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sessions")
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="session")
    # Empty until there is a date; the same number is never given twice.
    number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    slug = models.SlugField(max_length=SLUG_LENGTH)
    theme = models.CharField(max_length=THEME_LENGTH, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OPEN)
    purpose = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # What one reads before one registers (B2).
    house_rules = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Why it does not go on.
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What came of it, and what its next step is (A45).
    outcomes = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    next_step = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    # Only who is invited sees it (B2). So from its planning on, for good: what was open, people heard of.
    is_closed = models.BooleanField(default=False)
    # One of several that come back, and which one.
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="sessions")
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "slug"], name="session_address_once_per_network"),
            models.UniqueConstraint(
                fields=["network", "number"], condition=~Q(number=""), name="session_number_once_per_network"
            ),
            models.CheckConstraint(condition=Q(kind__in=["open", "approach", "content"]), name="session_kind_is_known"),
            models.CheckConstraint(
                condition=Q(outcomes=None, next_step=None) | Q(outcomes__isnull=False, next_step__isnull=False),
                name="session_outcomes_lead_to_a_next_step",
            ),
            models.UniqueConstraint(fields=["series", "place"], name="one_session_for_each_place_in_a_series"),
            models.CheckConstraint(
                condition=Q(series=None, place=None)
                | Q(
                    series__isnull=False, place__isnull=False, place__gte=1, place__lte=MOST_IN_SERIES, is_closed=False
                ),
                name="session_has_a_place_in_its_series",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.gathering.title) if part)

    @property
    def month(self) -> str:
        """The month with which its number begins; empty while it has no date."""
        begins_at = self.gathering.begins_at
        return "" if begins_at is None else f"{timezone.localtime(begins_at):%y%m}"

    @property
    def day(self) -> str | None:
        """Its day as it stands in a line, if it has one."""
        begins_at = self.gathering.begins_at
        return None if begins_at is None else timezone.localtime(begins_at).date().isoformat()


class Invitation(models.Model):
    """Somebody whom a coordinator invites to a closed session, by their address; whoever holds it may come (B2)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    # For whom they come, when they were invited as somebody of a member; then coordinators do not read the address.
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, default="nl")
    # Who is invited at once gets one message together.
    batch = models.CharField(max_length=32)
    invited_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["session", "invited_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "email"], name="invited_once_to_a_session"),
            models.CheckConstraint(condition=~Q(email=""), name="invited_at_an_address"),
        ]

    def __str__(self) -> str:
        return self.email if self.member is None else self.member.name


class Address(models.Model):
    """An address that leads to a session, for good: its number, its title at the time, and every earlier one."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="session_addresses")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "slug"], name="address_leads_to_one_session"),
        ]

    def __str__(self) -> str:
        return self.slug

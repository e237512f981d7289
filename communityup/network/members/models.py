"""What do we remember of members: applications, members and their people, buddies, the core."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.networks.models import Network
from communityup.organisations.models import Kind as OrganisationKind
from communityup.organisations.models import Organisation
from communityup.texts.models import Text

NAME_LENGTH = 80
WORDS_LENGTH = 600

# A member is an organisation of any kind, or a person (R28).
PERSON = "person"
KINDS = [*OrganisationKind.choices, (PERSON, _("In my own name"))]


class Application(models.Model):
    """Somebody who asks to join, without an account (aanmelding). Only coordinators read it, until it is accepted."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="applications")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    place = models.CharField(max_length=NAME_LENGTH, blank=True)
    theme = models.CharField(max_length=NAME_LENGTH, blank=True)
    does = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    learns = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    brings = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["network", "sent_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[value for value, _label in KINDS]), name="application_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) & ~Q(email="")
                | Q(state__in=["accepted", "declined", "taken_back"], ended_at__isnull=False, email=""),
                name="ended_application_keeps_no_address",
            ),
            models.UniqueConstraint(
                fields=["network", "email"], condition=Q(state="waiting"), name="one_waiting_application_per_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A member of a network: an organisation of any kind, or a person (lid, R28)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=NAME_LENGTH)
    # The form of the name in which two cannot be mistaken for each other (E5).
    name_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=KINDS)
    place = models.CharField(max_length=NAME_LENGTH, blank=True)
    theme = models.CharField(max_length=NAME_LENGTH, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="network_members")
    # The names it had, in versions to the one of now, once it has another than it came with.
    called = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    does = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    learns = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    brings = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    # An earlier member of another organisation who helps this one in (maatje).
    buddy = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="helps")
    met_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["network", "name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[value for value, _label in KINDS]), name="member_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["network", "name_key"], condition=Q(left_at=None), name="member_name_once_per_network"
            ),
            # However it is called here: one organisation is one member, as it is one party (E5).
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(left_at=None, organisation__isnull=False),
                name="one_member_per_organisation",
            ),
            models.CheckConstraint(condition=Q(buddy=None) | ~Q(buddy=F("pk")), name="nobody_is_their_own_buddy"),
            models.CheckConstraint(condition=Q(met_at=None) | Q(buddy__isnull=False), name="only_a_buddy_meets"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("since")), name="member_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delegate(models.Model):
    """A person who acts for a member. All of them may do the same."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="delegates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acts_for_members")
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["member", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "person"], name="one_delegate_per_person_per_member"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Welcome(models.Model):
    """The letter by which a person begins to act for a member; the address is kept until they did."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="welcomes")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "email"], condition=Q(used_at=None) & ~Q(email=""), name="welcomed_once_per_address"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(email=""), name="used_welcome_keeps_no_address"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.sent_at}"


class CoreMembership(models.Model):
    """A member that is there every time for a year, with the same person and a named substitute (vaste kern, B39)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="core")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["member", "starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="core_membership_has_a_length"),
            models.CheckConstraint(
                condition=Q(substitute=None) | Q(person=None) | ~Q(substitute=F("person")),
                name="core_substitute_is_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["member", "starts_on"], condition=Q(stopped_at=None), name="one_core_membership_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.starts_on} - {self.ends_on}"

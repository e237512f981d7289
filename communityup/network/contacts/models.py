"""What do we remember of who can be found, what two people write to each other, and whom one bars. Not for long."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import Text

ROLE_LENGTH, ABOUT_LENGTH, WORDS_LENGTH = 80, 400, 1500
PERSON = settings.AUTH_USER_MODEL


class Profile(models.Model):
    """Somebody of a member who chose to be found: in which role, and what one can ask them. Off by default."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="profiles")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="profiles")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=ROLE_LENGTH)
    about = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["network", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "person"], name="profile_once_per_network"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Message(models.Model):
    """A message to somebody who can be found, and what follows. Only these two read it; it goes after a while."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    sender = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    # Gone when who wrote it took it back; the row then stays for a day, because it counts as one of three.
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Whether the other one sees the address of who wrote this, once there is an answer; and of who got it.
    shares = models.BooleanField(default=False)
    receiver_shares = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    # When who got it wrote back for the first time.
    answered_at = models.DateTimeField(null=True)
    # When who wrote it took it back; that is possible as long as there is no answer.
    taken_back_at = models.DateTimeField(null=True)
    # When one of the two showed it to the coordinators, and who of them did.
    reported_at = models.DateTimeField(null=True)
    sender_reports = models.BooleanField(default=False)
    receiver_reports = models.BooleanField(default=False)
    # When that was over: since then no coordinator reads it.
    closed_at = models.DateTimeField(null=True)
    # Under which id the log tells of the report: who wrote the message knows its own id, and must not find it there.
    report = models.CharField(max_length=32, null=True, unique=True, editable=False)  # noqa: DJ001 - nobody asks for ""

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="nobody_writes_to_themselves"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(receiver_shares=False, sender_reports=False),
                name="nothing_of_an_answer_before_it",
            ),
            models.CheckConstraint(
                condition=Q(report=None, reported_at=None, sender_reports=False, receiver_reports=False)
                | Q(report__isnull=False, reported_at__isnull=False)
                & (Q(sender_reports=True) | Q(receiver_reports=True)),
                name="report_has_its_moment_and_who",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(answered_at=None), name="only_an_unanswered_message_is_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(words__isnull=False) | Q(taken_back_at__isnull=False), name="words_stay_until_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(reported_at__isnull=False), name="only_a_report_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Reply(models.Model):
    """What one of the two wrote back, in the conversation that a message began."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["message", "sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.sent_at}"


class Block(models.Model):
    """Somebody takes no messages from somebody else in this network."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "person", "blocked"], name="blocked_once"),
            models.CheckConstraint(condition=~Q(person=F("blocked")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.since}"

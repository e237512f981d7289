"""What do we remember of formal requests: the request itself, its deadlines with their source, and the answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party

WORDS_LENGTH = 2_000
SHORT_LENGTH = 160


class Request(models.Model):
    """A request by the formal door (formele deur): what one party asks of a body that decides by law.

    That body is a party here (`addressed_to`), or another in the words of who asks (`addressee`). What was sent stays
    as it was sent, also when it is taken back: the other side has it too.
    """

    class Kind(models.TextChoices):
        """By which door."""

        ORDINANCE = "ordinance", _("participation ordinance")
        CHALLENGE = "challenge", _("right to challenge")
        PLANNING = "planning", _("procedure of the Environment and Planning Act")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="formal_requests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    addressed_to = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    addressee = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    asks = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    why = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    needs = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What an ordinance is about: it covers carrying out and looking back too, not only preparing.
    preparing = models.BooleanField(default=False)
    carrying_out = models.BooleanField(default=False)
    evaluating = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "-written_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["ordinance", "challenge", "planning"]), name="formal_request_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(addressed_to__isnull=False, addressee=None) | Q(addressed_to=None, addressee__isnull=False),
                name="formal_request_has_one_addressee",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(sent_on__isnull=False, received_on__gte=F("sent_on")),
                name="formal_request_is_received_after_sending",
            ),
            models.CheckConstraint(
                condition=~Q(addressed_to=F("party")), name="nobody_asks_oneself_by_the_formal_door"
            ),
        ]

    def __str__(self) -> str:
        return str(self.asks)


class Deadline(models.Model):
    """Until when the law gives the addressed body to answer, and by which rule; a change is a new one beside it.

    It is a date of the law: it does not move and does not stop during a step back.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="deadlines")
    day = models.DateField()
    source = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(replaced_by=None), name="one_deadline_counts_per_request"
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


class Answer(models.Model):
    """What came back on a request, as it was recorded; the last one counts, earlier ones stay readable."""

    class Outcome(models.TextChoices):
        """What was answered; a refusal has its reason."""

        CONSIDERING = "considering", _("in consideration")
        ACCEPTED = "accepted", _("granted")
        REFUSED = "refused", _("refused")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=11, choices=Outcome)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["considering", "accepted"]) | Q(outcome="refused", words__isnull=False),
                name="formal_refusal_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

"""What do we remember of the council's window: who reads along, public questions, what is left free, milestones."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round

WORDS_LENGTH = 500


class Watch(models.TextChoices):
    """For whom somebody reads along (the same values as the roles of a `Reader`)."""

    EXECUTIVE = "executive", _("observer for the executive")
    COUNCIL = "council", _("observer for the council")
    CLERK = "clerk", _("clerk of the council")


class ObserverInvitation(models.Model):
    """Somebody for whom one party asked a place to read along; the letter leaves when all parties agreed.

    `who` is what all parties read about this person; the address is shown to nobody, and goes when it is not needed.
    """

    class Answer(models.TextChoices):
        """What came back; nothing yet is an answer that stays visible too."""

        NONE = "none", _("no answer yet")
        ACCEPTED = "accepted", _("reads along")
        DECLINED = "declined", _("declined")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="observer_invitations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    watches = models.CharField(max_length=9, choices=Watch)
    who = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, default="nl")
    sent_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(watches__in=Watch.values), name="observer_watches_for_a_known_body"),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | ~Q(answer="none") & Q(answered_at__isnull=False, sent_at__isnull=False, email=""),
                name="answered_observer_was_asked_and_left_no_address",
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="observer_token_once"),
        ]

    def __str__(self) -> str:
        return str(self.who)


class PublicQuestion(models.Model):
    """A question that an observer asks in public, of somebody, with a day around which an answer is hoped for.

    An offer is the observer's own words about what their body leaves free; a party takes it into the window.
    """

    class Kind(models.TextChoices):
        """What an observer says in public."""

        QUESTION = "question", _("I ask something")
        OFFER = "offer", _("I tell what we leave free")

    class To(models.TextChoices):
        """Of whom an answer is asked."""

        PARTY = "party", _("one party")
        ALL = "all", _("all parties")
        PROCESS = "process", _("who keeps the process")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="public_questions")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.QUESTION)
    watches = models.CharField(max_length=9, choices=Watch)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.CharField(max_length=7, choices=To)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField()
    # Set when nothing is waited for any more: all who were asked answered.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["challenge", "closed_at"], name="public_question_waits")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to="party", party__isnull=False) | Q(to__in=["all", "process"], party=None),
                name="question_is_to_somebody",
            ),
            models.CheckConstraint(condition=Q(watches__in=["executive", "council"]), name="no_clerk_asks_in_public"),
            models.CheckConstraint(condition=Q(kind__in=["question", "offer"]), name="public_question_kind_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.words)


class PublicAnswer(models.Model):
    """The one answer of a party, or of who keeps the process (no party), to a question asked in public."""

    question = models.ForeignKey(PublicQuestion, on_delete=models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["answered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "party"], name="one_public_answer_per_party"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(party=None), name="one_public_answer_of_who_keeps_the_process"
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class FreedItem(models.Model):
    """One thing that council or executive leaves free (loslaat-afspraak), as a party put it down, in versions.

    `origin` says where the body said so, so that everybody can look it up; other parties put their reading beside it.
    """

    class Body(models.TextChoices):
        """Who leaves it free."""

        COUNCIL = "council", _("the council")
        EXECUTIVE = "executive", _("the executive")

    class Topic(models.TextChoices):
        """What is left free."""

        PLANNING = "planning", _("the planning")
        RESULT = "result", _("the end result")
        BUDGET = "budget", _("how the money is spent")
        WAY = "way", _("the way of working")
        OTHER = "other", _("something else")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="freed_items")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=9, choices=Body)
    topic = models.CharField(max_length=8, choices=Topic)
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    offer = models.OneToOneField(PublicQuestion, null=True, on_delete=models.PROTECT, related_name="taken_in")
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(body__in=["council", "executive"]), name="freed_by_a_known_body"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason=None) | Q(ended_at__isnull=False, end_reason__isnull=False),
                name="freedom_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)


class FreedReading(models.Model):
    """How one party reads what is left free, beside the words themselves."""

    item = models.ForeignKey(FreedItem, on_delete=models.PROTECT, related_name="readings")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["party__number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "party", "version"], name="one_reading_per_party_and_version"),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Milestone(models.Model):
    """A moment at which council or executive is taken along (mijlpaal); when it moves, the day before stays beside."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="milestones")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    what = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    earlier = models.DateField(null=True)
    told_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.day}"

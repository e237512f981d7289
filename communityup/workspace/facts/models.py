"""What do we remember of facts: questions with source and answer, documents of parties, and what rests on them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import Round

QUESTION_LENGTH = 280
ROLE_LENGTH = 120
ANSWER_LENGTH = 2_000
SUMMARY_LENGTH = 600
REASON_LENGTH = 280
TITLE_LENGTH = 120
LINK_LENGTH = 500
# As many questions as one party can have open at a time, the same number for each (X1).
MOST_OPEN = 5


class Card(models.Model):
    """One question of fact through all its versions (feitenkaart); its number is how people speak of it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="fact_cards")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["challenge", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="fact_number_once_per_challenge"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.number}"


class Source(models.Model):
    """Who answers a question of fact, as one party proposed it: a role, never a name (A24).

    All parties are asked (`asked`). Through `party` the answer comes in; `reader` reads it along and explains it.
    """

    version = models.ForeignKey("facts.Version", on_delete=models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="fact_source")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.role)


class Summary(models.Model):
    """What an answer means in plain words, as one party says it; another party publishes it (A24)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    version = models.ForeignKey("facts.Version", on_delete=models.PROTECT, related_name="summaries")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "party"], name="one_summary_of_a_fact_per_party"),
        ]

    def __str__(self) -> str:
        return str(self.words)


class Version(models.Model):
    """One time that a question of fact was asked: its source, its answer, and what that means in plain words.

    Asked again, with a reason, is the next version; what was published before stays readable as it was.
    """

    class State(models.TextChoices):
        """How far it is; worked out from what is there, never kept."""

        ASKED = "asked", _("asked")
        AGREED = "agreed", _("source agreed")
        ANSWERED = "answered", _("answered")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken back")

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # Why a published answer is not enough, from the second version on.
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # The source that all parties agreed on.
    source = models.OneToOneField(Source, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # A document on which the answer rests: its title, and its address on the next line.
    link = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What was published, and since when: reading time begins then.
    summary = models.OneToOneField(Summary, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["card", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "number"], name="fact_version_number_once"),
            models.UniqueConstraint(
                fields=["card"], condition=Q(published_at=None, withdrawn_at=None), name="one_open_version_of_a_fact"
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason=None) | Q(number__gt=1, reason__isnull=False),
                name="fact_asked_again_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None)
                | Q(answer__isnull=False, answered_at__isnull=False, source__isnull=False),
                name="answer_comes_from_the_agreed_source",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, summary=None)
                | Q(published_at__isnull=False, summary__isnull=False, answer__isnull=False),
                name="published_fact_has_plain_words",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(answer=None, published_at=None),
                name="only_an_unanswered_question_is_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)

    @property
    def state(self) -> str:
        """Return how far this version is."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.published_at is not None:
            return self.State.PUBLISHED
        if self.answer_id is not None:
            return self.State.ANSWERED
        return self.State.ASKED if self.source_id is None else self.State.AGREED

    @property
    def is_open(self) -> bool:
        """Say whether something is still to be done."""
        return self.published_at is None and self.withdrawn_at is None


class Document(models.Model):
    """A document of one party, by its title and address; nothing is uploaded here.

    It counts as shared information once its party says in plain words what it holds, and everybody could read (E17).
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="shared_documents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    # The title, and on the next line the address: one text, so that both are hidden or gone together.
    link = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    summary = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    # Since when the present plain words stand there: reading time begins then.
    summarised_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "shared_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(summary=None, summarised_at=None) | Q(summary__isnull=False, summarised_at__isnull=False),
                name="plain_words_of_a_document_have_their_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.link).partition("\n")[0]


class Reference(models.Model):
    """A published answer or a document on which something rests about which all parties are asked.

    `about` names that thing, as a kind and an id, for the app that refers.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="fact_references")
    about = models.CharField(max_length=60)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="references")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="references")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["challenge", "about"], name="fact_reference_by_thing")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "version"], name="one_reference_per_thing_and_fact"),
            models.UniqueConstraint(fields=["about", "document"], name="one_reference_per_thing_and_document"),
            models.CheckConstraint(
                condition=Q(version__isnull=False, document=None) | Q(version=None, document__isnull=False),
                name="reference_is_to_a_fact_or_a_document",
            ),
        ]

    def __str__(self) -> str:
        return self.about

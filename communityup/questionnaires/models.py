"""What do we remember of a round of questions: the questions, who was asked, private answers, and what was released."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.log.models import Stream
from communityup.texts.models import Text

KEY_LENGTH = 40
NAME_LENGTH = 80
QUESTION_LENGTH = 200
HASH_LENGTH = 64
SECRET_BYTES = 32


class Kind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("five steps")
    THREE = "three", _("yes, not yet, no")
    WORDS = "words", _("in one's own words")


CHOICES = {
    Kind.SCALE: (_("not at all"), _("a bit not"), _("in between"), _("a bit"), _("completely")),
    Kind.THREE: (_("no"), _("not yet"), _("yes")),
    Kind.WORDS: (),
}
MOST_CHOICES = max(len(choices) for choices in CHOICES.values())


class Round(models.Model):
    """One time that the same questions are asked of everybody; answers are private and change until it closes.

    Rounds of one `series` ask the same people about the same thing again: what one shows is judged beside the others,
    so that nobody can be worked out from two of them (X12).
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=80)
    # Of the questions as they were asked: it stands in the log before the first answer.
    questions_hash = models.CharField(max_length=HASH_LENGTH)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # From when on everybody reads what was said in one's own words; until then its writer can take it back (R12).
    words_at = models.DateTimeField(null=True)
    words_shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("opened_at")),
                name="a_round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, words_at=None) | Q(words_at__gte=models.F("closed_at")),
                name="words_go_out_after_a_round_closed",
            ),
            models.CheckConstraint(
                condition=Q(words_shared=False) | Q(words_at__isnull=False), name="no_words_of_an_open_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.opened_at}"

    @property
    def is_open(self) -> bool:
        """Say whether answers can still be given and changed."""
        return self.closed_at is None


class Question(models.Model):
    """One question of a round, in both languages; `key` is the same when it is asked again."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="questions")
    key = models.CharField(max_length=KEY_LENGTH)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind)
    dutch = models.CharField(max_length=QUESTION_LENGTH)
    english = models.CharField(max_length=QUESTION_LENGTH)

    class Meta:
        ordering: ClassVar = ["round", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="a_question_once_per_round"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="question_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.dutch

    @property
    def size(self) -> int:
        """Return how many answers there are to choose from."""
        return len(CHOICES[Kind(self.kind)])


class Side(models.Model):
    """One set of people that is asked, such as a party; `key` is its random id."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sides")
    key = models.CharField(max_length=KEY_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["round", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "key"], name="a_side_once_per_round")]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """Somebody who answers in a round, for the side where they stood when they began; shown to nobody."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participants")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    secret = models.BinaryField(max_length=SECRET_BYTES)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "person"], name="somebody_answers_once_per_round"),
        ]

    def __str__(self) -> str:
        return f"{self.side}"


class Answer(models.Model):
    """What one person answered to one question; no answer is no row. Shown to that person alone."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField(null=True)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "question"], name="one_answer_per_person_per_question"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, value__lt=MOST_CHOICES, words=None) | Q(value=None),
                name="an_answer_is_a_choice_or_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}"


class OpenAnswer(models.Model):
    """What a small side answers openly, in its own name (R6); it counts as its position and reveals nobody."""

    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="open_answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["side", "question"], name="one_open_answer_per_side_per_question"),
            models.CheckConstraint(condition=Q(value__lt=MOST_CHOICES), name="an_open_answer_is_a_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.question}"


class Release(models.Model):
    """What everybody may see of a closed round: pages read this and never the answers.

    `published` holds the spread of each side and question, or null where it is kept back. `rows` and `root` seal all
    answers; people who gave none have a row too, so that the count does not tell who answered.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="release")
    made_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    root = models.CharField(max_length=HASH_LENGTH)
    published = models.JSONField()

    def __str__(self) -> str:
        return f"{self.round}"


class Said(models.Model):
    """Words that everybody reads since the release, in random order: without name, side or time."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="said")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["question", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "place"], name="one_thing_said_per_place"),
            models.UniqueConstraint(fields=["question", "words"], name="words_are_said_once"),
        ]

    def __str__(self) -> str:
        return str(self.words)

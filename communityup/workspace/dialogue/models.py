"""What do we remember of a dialogue: rounds, who takes part, thoughts, private answers, and what was released."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Clock, Party

THOUGHT_LENGTH = 280
PLACE_LENGTH = 80
SECRET_BYTES = 32


def new_secret() -> bytes:
    """Return random bytes that only this platform knows."""
    return secrets.token_bytes(SECRET_BYTES)


def fingerprint_of(words: str) -> str:
    """Return what the words come down to, whatever their capitals and spaces."""
    return hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()


class View(models.IntegerChoices):
    """The four answers to a thought (R3); the numbers are those of METHODS.md, 2 counts there as not seen."""

    SAME = 1, _("I see it this way too")
    DIFFERENT = -1, _("I understand it, I see it differently")
    UNCLEAR = 2, _("I do not understand it yet")
    PASS = 0, _("Skip")


class Kind(models.TextChoices):
    """What a thought is about; a help to the writer, never a rank."""

    EXPERIENCE = "experience", _("experience")
    VALUE = "value", _("value")
    WORRY = "worry", _("worry")
    WISH = "wish", _("wish")
    IDEA = "idea", _("idea")
    LOCAL_KNOWLEDGE = "local_knowledge", _("local knowledge")
    FACT = "fact", _("fact")


class Dialogue(models.Model):
    """One round of the dialogue in a challenge (dialoogronde)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="dialogues")
    number = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_on = models.DateField(null=True)
    # When that day was set: a step back after it moves the day (E12).
    ends_set_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Said before the first answer and never changed: may rows without names leave the platform (R11)?
    open_data = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    # Everyone once before anyone twice (R18); otherwise three thoughts for each person.
    everyone_once = models.BooleanField(default=False)
    # The number of the latest answer; given under this row's lock, so that whoever read up to it missed nothing.
    last_number = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["challenge", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="dialogue_number_once_per_challenge"),
            models.CheckConstraint(
                condition=models.Q(imported=False) | models.Q(closed_at__isnull=False, open_data=True),
                name="imported_dialogue_is_closed_open_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge} ({self.number})"

    @property
    def is_open(self) -> bool:
        """Say whether one can share and answer now."""
        return self.closed_at is None

    @property
    def last_day(self) -> date | None:
        """Return the last day of the round; a step back moves it, and while one lasts that is at least."""
        if self.ends_on is None:
            return None
        running = Clock.of(self.challenge_id).resumed()
        return running.day(self.ends_on, since=self.ends_set_at or self.opened_at)


class Participant(models.Model):
    """Somebody in one round: for a party, or in one's own name (party empty, R14), or a row of an import."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=80, null=True)  # noqa: DJ001 - unique where it is there, so empty is no value
    # Seeds the dealing, and salts this person's rows in the sealed count.
    secret = models.BinaryField(max_length=SECRET_BYTES, default=new_secret)
    passes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dialogue", "person"], name="person_once_per_dialogue"),
            models.UniqueConstraint(fields=["dialogue", "external_id"], name="imported_participant_once_per_dialogue"),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.party or '-'}"

    @classmethod
    def last_signs(cls, parties: Collection[Party]) -> dict[int, datetime]:
        """Return per party when its people last shared, or the end of the day of an answer: no line tells it (R12)."""
        shared = Statement.objects.filter(party__in=parties).order_by().values_list("party")
        answered = Answer.objects.filter(participant__party__in=parties).order_by().values_list("participant__party")
        found = {party: at for party, at in shared.annotate(models.Max("shared_at")) if at is not None}
        for party, day in answered.annotate(models.Max("answered_on")):
            at = timezone.make_aware(datetime.combine(day, time.max))
            found[party] = max(at, found.get(party, at))
        return found


class Statement(models.Model):
    """One thought of one author (gedachte); never a reply, at most built on another thought."""

    class State(models.TextChoices):
        """Whether a thought is dealt and shown."""

        SHOWN = "shown", _("shown")
        WITHDRAWN = "withdrawn", _("taken back")
        HIDDEN = "hidden", _("hidden for now")
        MODERATED = "moderated", _("set aside by the moderators of the imported conversation")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="statements")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind, blank=True)
    # Where it is, in the author's words; never asked (A19).
    place = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="statements")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    show_name = models.BooleanField(default=False)
    built_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="built")
    state = models.CharField(max_length=9, choices=State, default=State.SHOWN)
    shared_at = models.DateTimeField()
    external_id = models.CharField(max_length=80, null=True)  # noqa: DJ001 - unique where it is there, so empty is no value
    # What the words come down to, so that the same thought is not asked twice; emptied when the words go.
    fingerprint = models.CharField(max_length=64, null=True)  # noqa: DJ001 - unique where it is there
    # The first thought of this round that says nearly the same (X3): people answer them as one, while either shows.
    resembles = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="echoes")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=["", *Kind.values]), name="statement_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["shown", "withdrawn", "hidden", "moderated"]),
                name="statement_state_is_known",
            ),
            models.UniqueConstraint(fields=["dialogue", "external_id"], name="imported_statement_once_per_dialogue"),
            models.UniqueConstraint(fields=["dialogue", "fingerprint"], name="same_thought_once_per_dialogue"),
            models.CheckConstraint(
                condition=models.Q(resembles__isnull=True) | ~models.Q(resembles=models.F("id")),
                name="no_thought_resembles_itself",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @classmethod
    def leading(cls) -> Combinable:
        """For a query of thoughts: those that stand for all that say nearly the same, the earliest that shows (X3)."""
        return models.Q(resembles__isnull=True) | ~models.Exists(cls._earlier())

    @classmethod
    def once_per_party(cls) -> Combinable:
        """For a query of thoughts: of those of one party that say nearly the same, the earliest that shows (X3)."""
        earlier = cls._earlier().alias(side=Coalesce("party", 0))
        return models.Q(resembles__isnull=True) | ~models.Exists(earlier.filter(side=Coalesce(OuterRef("party"), 0)))

    @classmethod
    def _earlier(cls) -> models.QuerySet["Statement"]:
        same = models.Q(pk=OuterRef("resembles")) | models.Q(resembles=OuterRef("resembles"))
        return cls.objects.filter(same, state=cls.State.SHOWN, pk__lt=OuterRef("pk"))

    @property
    def together(self) -> "list[Statement]":
        """Return the thoughts that show and are answered as one with this one, the one that is answered first (X3)."""
        root = self.resembles_id or self.pk
        found = Statement.objects.filter(models.Q(pk=root) | models.Q(resembles=root), state=self.State.SHOWN)
        return list(found.select_related("text__current").order_by("pk"))

    @property
    def gone(self) -> bool:
        """Say whether its words went for good."""
        return self.text.current is None or self.text.current.erased_at is not None

    @property
    def state_by_words(self) -> str:
        """Return the state that follows from its words: gone, hidden for now, or there."""
        if self.gone:
            return self.State.WITHDRAWN
        if self.state == self.State.MODERATED:
            return self.state
        return self.State.SHOWN if self.text.readable else self.State.HIDDEN


class Answer(models.Model):
    """One person's private answer to one thought: the latest counts, empty means taken back."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="answers", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="answers", db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="answers")
    value = models.SmallIntegerField(choices=View, null=True)
    number = models.BigIntegerField()
    answered_on = models.DateField()
    # The release by which this thought was dealt, so that the dealing can be audited (METHODS.md, 3).
    dealt_by = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_answer_per_person_and_thought"),
            models.UniqueConstraint(fields=["dialogue", "number"], name="answer_number_once_per_dialogue"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__in=View.values), name="answer_is_one_of_four"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.value}"


class PartyAnswer(models.Model):
    """The one open answer of a small party to one thought, in the party's name (partijantwoord, R6)."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="party_answers")
    value = models.SmallIntegerField(choices=View)
    number = models.BigIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "statement"], name="one_party_answer_per_thought"),
            models.CheckConstraint(condition=models.Q(value__in=View.values), name="party_answer_is_one_of_four"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.value}"


class Snapshot(models.Model):
    """All answers of a round up to a number, packed for fast counting; can always be made again from the answers."""

    dialogue = models.OneToOneField(Dialogue, on_delete=models.CASCADE, related_name="snapshot")
    last_number = models.BigIntegerField()
    packed = models.BinaryField()
    # Up to which number a release was tried, and which answers each published cell has counted; never shown.
    tried_number = models.BigIntegerField(default=0)
    ledgers = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"{self.dialogue} <= {self.last_number}"


class Release(models.Model):
    """Figures as they were published; pages, data and dealing read these and nothing else (SECURITY.md)."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    last_number = models.BigIntegerField()
    answers = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    published = models.TextField()
    # Never shown: what places one's own dot and deals thoughts.
    model = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["dialogue", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="release_number_once_per_dialogue"),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue}: {self.number}"

"""What do we remember of what people wrote: immutable versions, each with its own salt and commitment."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id

STEM_LENGTH, KIND_LENGTH = 40, 100
SOURCES = [("web", "web"), ("paper", "paper"), ("speech", "speech"), ("import", "import")]
# What stands in the place of words that are not there. Words never hold control characters (`clean_words`).
TAKEN_BACK, TAKEN_AWAY, HIDDEN = "\x18", "\x7f", "\x1a"


class Reason(models.TextChoices):
    """Why words are hidden or taken away: what one agrees on beforehand, and nothing else."""

    PERSONAL = "personal", _("personal data of somebody else")
    INSULT = "insult", _("an insult, or words that hurt a group")
    THREAT = "threat", _("a threat")
    ADVERTISING = "advertising", _("advertising")


# Said for who takes part alone, by somebody who left before everybody could read along and did not say yes to that.
CLOSED = "closed"


def hidden_for(reason: str) -> str:
    """Return what stands in the place of hidden words: a mark, with the reason when it is told in that place."""
    return HIDDEN + reason


# Every stand-in for words that lie aside.
HIDDEN_MARKS = (HIDDEN, *map(hidden_for, [*Reason.values, CLOSED]))


def stand_in(kept: str) -> str | None:
    """Return what everybody reads where words are not there, in the active language; None for words."""
    if kept == TAKEN_BACK:
        return gettext("[taken back by who wrote it]")
    if kept == TAKEN_AWAY:
        return gettext("[words taken away]")
    if not kept.startswith(HIDDEN):
        return None
    reason = kept.removeprefix(HIDDEN)
    if reason == CLOSED:
        return gettext("[not made public by who left]")
    return gettext("[hidden: %(reason)s]") % {"reason": Reason(reason).label} if reason else gettext("[hidden]")


class WordsField(models.TextField):  # type: ignore[type-arg]  # its stub takes two types, the class takes none
    """Words, or a stand-in that says why they are not there.

    Every page, list, letter and export reads words through this field, so nobody can forget to ask whether they are
    hidden or gone: whoever shows them shows the stand-in.
    """

    def from_db_value(self, value: str | None, *_about: Any) -> str | None:
        """Return the words, or the stand-in for them."""
        return value if value is None else stand_in(value) or value


class Level(models.TextChoices):
    """Who may read something. Fixed per kind of object (T2), never per object and never by who asks."""

    PUBLIC = "public", _("everybody, once all parties made the challenge public; until then who takes part")
    CHALLENGE = "challenge", _("who takes part in the challenge")
    TABLE = "table", _("the table: who sits there or keeps the process")
    AUTHOR = "author", _("who wrote it, and those for whom it is meant")


class Text(models.Model):
    """One human text; its words stand in its versions."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    current = models.ForeignKey("texts.Version", null=True, on_delete=models.PROTECT, related_name="+")
    # Whether its stems are those of the words that can be read now; a job makes them.
    indexed = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["id"], condition=Q(indexed=False), name="texts_to_index")]

    def __str__(self) -> str:
        return str(self.current or "")

    @property
    def commit(self) -> str | None:
        """Return the commitment of the current words, as it stands in the log."""
        return None if self.current is None else self.current.commit

    @property
    def entered_from(self) -> str:
        """Return from where a helper typed the current words in for their author: "paper" or "speech"; else nothing."""
        return "" if self.current is None or self.current.entered_by_id is None else self.current.source

    @property
    def readable(self) -> bool:
        """Say whether its words are there for others to read: not hidden and not gone."""
        return self.current is not None and self.current.hidden_at is None and self.current.erased_at is None


class Version(models.Model):
    """One version of a text: never changed, only withdrawn by its author, hidden for a while, or erased."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body: "models.TextField[str, str]" = WordsField()
    salt = models.BinaryField(max_length=32, null=True)
    commit = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=6, choices=SOURCES, default="web")
    # Who typed them in for the author, from paper or from what was said; None: the author.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    # Since when its words lie aside; only who wrote them reads them then.
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="text_version_number_once"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(body__in=[TAKEN_BACK, TAKEN_AWAY], salt=None, hidden_at=None),
                name="erased_version_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | Q(body__in=HIDDEN_MARKS),
                name="hidden_version_shows_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.body


class Stem(models.Model):
    """One word of a text that can be read, in the form under which one finds it, and of which kind the text is.

    It goes in the same transaction in which the words are hidden, revised or erased (decision 0021).
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="stems", db_index=False)
    stem = models.CharField(max_length=STEM_LENGTH)
    kind = models.CharField(max_length=KIND_LENGTH)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stem", "kind", "text"], name="texts_by_stem")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["text", "stem"], name="text_has_a_stem_once")]

    def __str__(self) -> str:
        return self.stem


class SetAside(models.Model):
    """The words of a version that is hidden: kept for who wrote them, and for when they come back."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="set_aside")
    body = models.TextField()
    # The reason, when the stand-in tells it.
    reason = models.CharField(max_length=11, choices=Reason, blank=True)

    def __str__(self) -> str:
        return str(self.version)

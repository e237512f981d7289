"""What do we remember of practices: their editions, by what one finds them, and whose voices are in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.files.models import File
from communityup.methods.dutch import LONGEST as STEM_LENGTH
from communityup.network.members.models import Member
from communityup.network.networks.models import Condition, Network
from communityup.people.models import Person
from communityup.texts.models import Text

TITLE_LENGTH, NAME_LENGTH, LABEL_LENGTH, ORIGIN_LENGTH, SOURCE_LENGTH = 120, 80, 80, 200, 200
WORDS_LENGTH, QUOTE_LENGTH, THEMES = 4000, 600, 5
# So many people can say yes for one voice, the same for each (A42).
MOST_APPROVERS = 5


class Stumble(models.TextChoices):
    """What kinds of things trip people up (B4)."""

    MONEY = "money", _("Money")
    RULES = "rules", _("Rules and procedures")
    PACE = "pace", _("Pace and patience")
    PEOPLE = "people", _("People who leave")
    POWER = "power", _("Who decides")
    SUPPORT = "support", _("Too few who join in")
    WORDS = "words", _("Not understanding each other")
    OTHER = "other", _("Something else")


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """With what a practice begins: where, its address on this site, and who is in it, with who says yes for them."""

    origin: str = ""
    place: str = ""
    voices: Sequence[tuple[str, Sequence[Person]]] = ()


FROM_NOTHING = Beginning()


class Practice(models.Model):
    """One edition of an account of an approach, to use again elsewhere (praktijk, A42).

    Editions of one practice share `series`, the id of its address. What was published is not changed any more: a new
    edition is written beside it, and takes its place once every voice in it said yes again.
    """

    class State(models.TextChoices):
        """How far an edition is."""

        DRAFT = "draft", _("being written")
        REVIEW = "review", _("waits for who reads it over")
        REVIEWED = "reviewed", _("was read by another member")
        PUBLISHED = "published", _("published")
        EARLIER = "earlier", _("an earlier version")
        TAKEN_BACK = "taken_back", _("taken back")

    class Mode(models.TextChoices):
        """From which side one worked (A16)."""

        TOP_DOWN = "top_down", _("Top-down")
        BOTTOM_UP = "bottom_up", _("Bottom-up")
        COMMUNITY_UP = "community_up", _("Community-up")

    class Size(models.TextChoices):
        """How many people live in the municipality."""

        UNKNOWN = "", _("does not matter")
        SMALL = "small", _("up to 25,000 inhabitants")
        MIDDLE = "middle", _("25,000 to 50,000 inhabitants")
        LARGE = "large", _("50,000 to 100,000 inhabitants")
        CITY = "city", _("more than 100,000 inhabitants")

    class Licence(models.TextChoices):
        """What others may do with it."""

        BY = "CC-BY-4.0", "CC BY 4.0"
        BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
        ZERO = "CC0-1.0", "CC0 1.0"

    LICENCE_TEXTS: ClassVar = {
        "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
        "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
        "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    }

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    series = models.CharField(max_length=32, editable=False)
    edition = models.PositiveSmallIntegerField(default=1)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="practices")
    # The member that writes it; nobody here, when it came from another site.
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="practices")
    # Of what came from another site: its address there, by which it is known, from whom we have it, and who wrote it.
    source_id = models.CharField(max_length=SOURCE_LENGTH, blank=True)
    source_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    source_author = models.CharField(max_length=NAME_LENGTH, blank=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    place = models.CharField(max_length=NAME_LENGTH, blank=True)
    size = models.CharField(max_length=6, choices=Size, blank=True, default=Size.UNKNOWN)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.COMMUNITY_UP)
    context = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    did = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    stumbling = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # In which role somebody answers questions; never a name.
    contact_role = models.CharField(max_length=NAME_LENGTH, blank=True)
    licence = models.CharField(max_length=12, choices=Licence, default=Licence.BY)
    # Where it began, as an address on this site that is not read here.
    origin = models.CharField(max_length=ORIGIN_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    changed_at = models.DateTimeField()
    # Which other member read it, and what that one said when it was not good enough yet.
    reviewer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="reviewed_practices")
    remark = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-published_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-published_at", "-id"], name="practices_newest_first"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "edition"], name="practice_edition_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state="published"), name="one_edition_of_a_practice_is_published"
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(state__in=["draft", "review", "reviewed"]),
                name="one_edition_of_a_practice_is_written",
            ),
            models.CheckConstraint(condition=Q(edition__gte=1), name="practice_edition_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "earlier"])
                | Q(
                    published_at__isnull=False,
                    context__isnull=False,
                    did__isnull=False,
                    why__isnull=False,
                    stumbling__isnull=False,
                )
                & (Q(reviewer__isnull=False) | ~Q(source_id="")),
                name="published_practice_is_complete_with_stumbling_blocks",
            ),
            models.CheckConstraint(
                condition=Q(source_id="", source_name="", source_author="", member__isnull=False)
                | ~Q(source_id="") & ~Q(source_name="") & Q(member=None, reviewer=None, origin=""),
                name="practice_is_of_a_member_or_from_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["network", "source_id"],
                condition=Q(state="published") & ~Q(source_id=""),
                name="practice_from_elsewhere_once_per_network",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | Q(member=None) | ~Q(reviewer=models.F("member")),
                name="nobody_reviews_their_own_practice",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def licence_text(self) -> str:
        """Return where the licence stands in full."""
        return self.LICENCE_TEXTS.get(self.licence, "")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What stands in a practice, as far as it was written."""

    title: str
    place: str = ""
    size: str = ""
    mode: str = Practice.Mode.COMMUNITY_UP
    contact_role: str = ""
    licence: str = Practice.Licence.BY
    context: str = ""
    did: str = ""
    why: str = ""
    stumbling: str = ""
    conditions: Sequence[str] = ()
    stumbles: Sequence[str] = ()
    themes: Sequence[str] = ()

    @property
    def ticked(self) -> set[tuple[str, str, str]]:
        """Return the conditions and kinds of stumbling blocks, as they are kept in facets."""
        return {("condition", one, "") for one in self.conditions} | {("stumble", one, "") for one in self.stumbles}


class Facet(models.Model):
    """By what one finds a practice: a condition for success, a kind of stumbling block, a theme."""

    class Kind(models.TextChoices):
        """What it says."""

        CONDITION = "condition", _("Condition for success")
        STUMBLE = "stumble", _("Stumbling block")
        THEME = "theme", _("Theme")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=9, choices=Kind)
    # A code, or the slug of a theme; `words` are those of a theme as somebody typed it.
    value = models.SlugField(max_length=NAME_LENGTH)
    words = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        ordering: ClassVar = ["practice", "kind", "pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "value", "practice"], name="practices_by_facet")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "kind", "value"], name="practice_has_a_facet_once"),
            models.CheckConstraint(
                condition=Q(kind="condition", value__in=Condition.values, words="")
                | Q(kind="stumble", value__in=Stumble.values, words="")
                | Q(kind="theme") & ~Q(value="") & ~Q(words=""),
                name="facet_says_something_known",
            ),
        ]

    def __str__(self) -> str:
        labels = {self.Kind.CONDITION.value: Condition, self.Kind.STUMBLE.value: Stumble}
        return str(labels[self.kind](self.value).label) if self.kind in labels else self.words


class Voice(models.Model):
    """Somebody who is quoted in a practice or took part in it, and who says yes to that (A42, E30).

    `label` says as what, never a name. Up to five people answer for it, of whom one yes is enough; a no of one of them
    holds until they change it (`decided`). Who was asked, or is a party of the challenge where the practice began
    (`stays_named`), is left out in sight only: what is published says that it is without their consent (X17).
    """

    class Answer(models.TextChoices):
        """What they said, or that who wrote it left them out."""

        NONE = "none", _("no answer yet")
        YES = "yes", _("said yes")
        NO = "no", _("said no")
        TAKEN_BACK = "taken_back", _("took their words back")
        LEFT_OUT = "left_out", _("left out by who wrote it")

    # Whose words are not in it any more.
    GONE: ClassVar = (Answer.TAKEN_BACK, Answer.LEFT_OUT)

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="voices")
    label = models.CharField(max_length=LABEL_LENGTH, blank=True)
    quote = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NONE)
    stays_named = models.BooleanField(default=False)
    # A party of a public challenge: all know that it took part. Others are named in public with their yes alone (E30).
    of_party = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["practice", "asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None) | ~Q(answer="none") & Q(answered_at__isnull=False),
                name="voice_that_answered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(answer="taken_back", label="") | ~Q(answer="taken_back") & ~Q(label=""),
                name="voice_that_took_its_words_back_has_no_label",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def decided(answers: Collection[str]) -> str:
        """Return what a voice says by what its people say: one no holds, else one yes counts; silence is neither."""
        return next((one for one in ("no", "yes") if one in answers), "none")


class Approver(models.Model):
    """Somebody who says yes or no for a voice (A42, E30); all who do so for one voice can do the same.

    The address is kept until they answered, were left out, or it is published; then the account stands there, or
    nothing. No page but that of the voice tells who. Who was left out can answer for another voice.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="approvers")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="approvers")
    email = models.EmailField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=10, choices=Voice.Answer, default=Voice.Answer.NONE)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["voice", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "email"], condition=~Q(email=""), name="one_voice_per_address_and_practice"
            ),
            models.UniqueConstraint(
                fields=["practice", "person"],
                condition=~Q(answer="left_out"),
                name="one_voice_per_person_and_practice",
            ),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | Q(answer__in=["yes", "no", "left_out"], answered_at__isnull=False, email=""),
                name="approver_who_answered_keeps_no_address",
            ),
        ]

    def __str__(self) -> str:
        return str(_("somebody who was asked")) if self.person is None else str(self.person)

    @property
    def address(self) -> str:
        """Return where a letter reaches them: the address that was asked, or that of the account; else nothing."""
        return self.email or ("" if self.person is None else self.person.email)


def left_out_of(voices: Sequence[Voice]) -> list[str]:
    """Return who of these was left out: a party by its name, others as somebody; who is in it all the same is not."""
    inside = {one.label for one in voices if one.answer not in Voice.GONE}
    gone = {one.label: one for one in voices if one.answer == Voice.Answer.LEFT_OUT and one.label not in inside}
    return [label if one.of_party else str(_("somebody who was asked")) for label, one in gone.items()]


class Enclosure(models.Model):
    """A file that goes with an edition of a practice, by its title; of one from another site only its address (A42).

    It is part of what every voice says yes to. Who wrote the practice takes it away at any moment, bytes and all: that
    a file was there stays to be seen.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="enclosures")
    # Its title, and on the next line its SHA-256: so the log proves which file it was, and both are hidden together.
    words = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=SOURCE_LENGTH, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["practice", "added_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "file"], name="practice_has_a_file_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None, file__isnull=False, address="")
                | Q(removed_at=None, file=None) & ~Q(address="")
                | Q(removed_at__isnull=False, file=None, address=""),
                name="enclosure_is_here_or_elsewhere_or_gone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words).partition("\n")[0]

    @property
    def can_be_read(self) -> bool:
        """Say whether it is there for others: not taken away, and its title not hidden."""
        return self.removed_at is None and self.words.readable


class Stem(models.Model):
    """One word of a practice that is published, in the form under which one finds it (decision 0016)."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="stems", db_index=False)
    stem = models.CharField(max_length=STEM_LENGTH)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stem", "practice", "weight"], name="practices_by_stem")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "stem"], name="practice_has_a_stem_once"),
        ]

    def __str__(self) -> str:
        return self.stem

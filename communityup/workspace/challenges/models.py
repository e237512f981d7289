"""What do we remember about a challenge, its parties, the people who sit for them, and invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from typing import ClassVar, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.log.models import Stream
from communityup.methods import running_time
from communityup.organisations import models as organisations
from communityup.texts.models import Text

TITLE_LENGTH, NAME_LENGTH = 120, 80
Kind = organisations.Kind


class Phase(models.TextChoices):
    """The named stages of a challenge; their order is advice, leaving one goes by consent."""

    LEAD_IN = "lead_in", _("Lead-in")
    INTERESTS = "interests", _("Interests")
    DIALOGUE = "dialogue", _("Dialogue")
    PUZZLE = "puzzle", _("Puzzle")
    DECIDING = "deciding", _("Decisions")
    CARRYING_OUT = "carrying_out", _("Carrying out")
    LEARNING = "learning", _("Looking back")
    CLOSED = "closed", _("Closed")


class Template(models.TextChoices):
    """How heavy the way of working is; the equality rules hold in all three (DESIGN, "Light by default")."""

    LIGHT = "light", _("light: days, two or three parties")
    REGULAR = "regular", _("regular: months")
    HEAVY = "heavy", _("heavy: years, property, the council")

    @property
    def weight(self) -> int:
        """Return the place in the order from light to heavy."""
        return list(Template).index(self)


class SetUp(TypedDict, total=False):
    """How a challenge begins, besides its words: light, no sketch and no practice when nothing is said."""

    template: str
    sketch: bool
    practice: bool


class Ring(models.TextChoices):
    """How close somebody stands: all rings read the same, only deciding differs (B17)."""

    TABLE = "table", _("at the table")
    CONTRIBUTOR = "contributor", _("contributes")
    ASIDE = "aside", _("guards the process")


class Challenge(models.Model):
    """A question that no party can solve alone (opgave)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    place = models.CharField(max_length=NAME_LENGTH)
    opening = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.LEAD_IN)
    template = models.CharField(max_length=7, choices=Template, default=Template.LIGHT)
    # A challenge to try things in: never public, and it can be thrown away (oefenopgave).
    practice = models.BooleanField(default=False)
    # Of which challenge this is a part (deelopgave); who may not see that one is not told.
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # The working agreement that counts now (spelregels) and its version; the first comes with the template.
    rules_text = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    rules = models.PositiveSmallIntegerField(default=1)
    # Places at the table for each party, when the parties agreed on another number than the usual one (R31).
    places = models.PositiveSmallIntegerField(null=True)
    # Parts of the platform that all parties switched off here, and parts of the start they skipped (keys).
    off = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    # Whether its words are a first sketch yet, to which others react before it is final (A9).
    sketch = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    public_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="challenge_phase_is_known"),
            models.CheckConstraint(condition=Q(template__in=Template.values), name="challenge_template_is_known"),
            models.CheckConstraint(condition=Q(practice=False) | Q(public_at=None), name="practice_is_never_public"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def why(self) -> str:
        """Return what is going on and whom it touches, in the starter's words."""
        words, parted, why = str(self.opening).partition("\n\n")
        return why if parted else words


class Party(models.Model):
    """One side at the table, with one voice in consent (partij)."""

    class State(models.TextChoices):
        """Where a party stands: silence after an invitation stays visible as silence."""

        INVITED = "invited", _("invited")
        ACTIVE = "active", _("takes part")
        DECLINED = "declined", _("declined")
        LEFT = "left", _("has left")
        ASLEEP = "asleep", _("asleep")
        WAITING = "waiting", _("asks to take part")
        RECALLED = "recalled", _("the invitation was taken back")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="parties")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.INVITED)
    respond_by = models.DateField(null=True)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Since when its people are gone. Only they come back as this party: what it said and agreed is theirs (E2, X3).
    left_at = models.DateTimeField(null=True)
    invented = models.BooleanField(default=False)
    # For which organisation this party speaks; the same one is one party, whatever its departments (E5).
    organisation = models.ForeignKey(
        organisations.Organisation, null=True, on_delete=models.PROTECT, related_name="parties"
    )

    class Meta:
        ordering: ClassVar = ["challenge", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="party_number_once_per_challenge"),
            models.UniqueConstraint("challenge", Lower("name"), name="party_name_once_per_challenge"),
            models.UniqueConstraint(
                fields=["challenge", "organisation"], condition=Q(left_at=None), name="organisation_once_per_challenge"
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False)
                | Q(state__in=["active", "asleep", "waiting", "recalled"], left_at=None)
                | Q(state__in=["invited", "declined"]),
                name="only_a_party_that_is_not_there_left",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="party_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answer_day(self) -> date | None:
        """Return around which day its answer is expected; a step back moves it, and while it lasts that is at least."""
        sent = self.invitations.order_by("-sent_at").values_list("sent_at", flat=True).first()
        if self.respond_by is None or sent is None:
            return self.respond_by
        return Clock.of(self.challenge_id).resumed().day(self.respond_by, since=sent)


class Seat(models.Model):
    """A person's place for a party; one person sits for one party per challenge.

    At the table one decides once one accepted the working agreement (`rules` is the version that was accepted).
    A substitute is somebody of the same party around the table, who said yes to that at `substitute_at`.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="seats")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    since = models.DateTimeField()
    ring = models.CharField(max_length=11, choices=Ring, default=Ring.TABLE)
    rules = models.PositiveSmallIntegerField(null=True)
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="substitute_for"
    )
    substitute_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "person"], name="one_seat_per_person_per_challenge"),
            models.CheckConstraint(condition=Q(ring__in=Ring.values), name="seat_ring_is_known"),
            models.UniqueConstraint(fields=["challenge", "substitute"], name="one_place_per_substitute_per_challenge"),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=models.F("person")), name="nobody_is_their_own_substitute"
            ),
            models.CheckConstraint(
                condition=Q(substitute_at=None) | Q(substitute__isnull=False), name="only_a_named_substitute_says_yes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.party})"


class Reader(models.Model):
    """Somebody who reads along without a place: a follower, or an observer of a board, a council or its clerk."""

    class Role(models.TextChoices):
        """Why somebody reads along; the same page for all (E3, E24)."""

        FOLLOWER = "follower", _("follower")
        EXECUTIVE = "executive", _("observer for the executive")
        COUNCIL = "council", _("observer for the council")
        CLERK = "clerk", _("clerk of the council")

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reads_along")
    role = models.CharField(max_length=9, choices=Role, default=Role.FOLLOWER)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "person"], name="one_reader_per_person_per_challenge"),
            models.CheckConstraint(
                condition=Q(role__in=["follower", "executive", "council", "clerk"]), name="reader_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Facilitator(models.Model):
    """Somebody who guards the process and has no say on content meanwhile (procesbegeleider); party None: external."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="facilitators")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facilitates")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="facilitates_for"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "person"], condition=Q(until=None), name="facilitator_once_per_challenge"
            ),
            models.UniqueConstraint(
                fields=["challenge", "party"], condition=Q(until=None), name="facilitators_of_different_parties"
            ),
            models.UniqueConstraint(
                fields=["challenge"], condition=Q(until=None, party=None), name="one_external_facilitator"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="facilitator_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.party or '-'})"


class Pause(models.Model):
    """A time in which the clock of a challenge stands still; the last one is open while the challenge is paused."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "began_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge"], condition=Q(ended_at=None), name="one_open_pause_per_challenge"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")), name="pause_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.began_at}"


@dataclass(frozen=True)
class Clock:
    """The running time of one challenge: it stands still during a step back, and so does every deadline."""

    pauses: tuple[running_time.Pause, ...]

    @classmethod
    def of(cls, challenge: int) -> "Clock":
        """Return the clock of a challenge (by key), in one query."""
        return cls.told_by(Pause.objects.filter(challenge=challenge).order_by("began_at"))

    @classmethod
    def told_by(cls, pauses: Iterable[Pause]) -> "Clock":
        """Return the clock that stood still during these pauses, given in their order."""
        moments = ((one.began_at, one.ended_at) for one in pauses)
        return cls(tuple((began.timestamp(), None if ended is None else ended.timestamp()) for began, ended in moments))

    @classmethod
    def of_each(cls, challenges: Iterable[int]) -> "dict[int, Clock]":
        """Return the clocks of challenges (by key), in one query or, without any, in none."""
        found: dict[int, list[Pause]] = {key: [] for key in challenges}
        for pause in Pause.objects.filter(challenge__in=list(found)).order_by("began_at") if found else ():
            found[pause.challenge_id].append(pause)
        return {key: cls.told_by(pauses) for key, pauses in found.items()}

    @property
    def stands_still(self) -> bool:
        """Say whether the challenge is paused now."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def resumed(self) -> "Clock":
        """Return the clock as it is when the challenge goes on now: what it tells comes at that day or later."""
        now = timezone.now().timestamp()
        return Clock(tuple((began, max(began, now) if ended is None else ended) for began, ended in self.pauses))

    def deadline(self, start: datetime, duration: timedelta) -> datetime | None:
        """Return when so much running time has passed since the start; None while a pause makes that unknown."""
        moment = running_time.deadline(start.timestamp(), duration.total_seconds(), self.pauses)
        return None if moment == inf else datetime.fromtimestamp(moment, tz=UTC)

    def moment(self, moment: datetime, *, since: datetime) -> datetime | None:
        """Return to when a moment moved that was set at `since`; None while a pause makes that unknown."""
        return self.deadline(since, moment - since) if moment > since else moment

    def day(self, day: date, *, since: datetime) -> date | None:
        """Return the day to which a date moved that was set at `since`; None while a pause makes that unknown."""
        end = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        moved = self.moment(end, since=since)
        return None if moved is None else timezone.localdate(moved)


class Invitation(models.Model):
    """An invitation by mail: for a new party, or for one more person of a party that takes part."""

    class Answer(models.TextChoices):
        """What came back; nothing yet is an answer that stays visible too."""

        NONE = "none", _("no answer yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        FORWARDED = "forwarded", pgettext_lazy("an invitation", "passed on within this party")
        REPLACED = "replaced", pgettext_lazy("an invitation", "replaced by a newer one")
        WITHDRAWN = "withdrawn", pgettext_lazy("an invitation", "taken back")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    came_from = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="went_to")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="nl")
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    # One reminder, with a link of its own beside the first: of a link only a hash is kept.
    reminded_at = models.DateTimeField(null=True)
    reminder_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reminded_at=None, reminder_hash="") | Q(reminded_at__isnull=False) & ~Q(reminder_hash=""),
                name="reminder_has_its_time_and_link",
            ),
            models.UniqueConstraint(
                fields=["reminder_hash"], condition=~Q(reminder_hash=""), name="reminder_link_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None) | ~Q(answer="none") & Q(answered_at__isnull=False),
                name="answered_invitation_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_answer_display()}"

    @property
    def can_become_yes(self) -> bool:
        """Say whether a no can still be changed: until the day around which an answer was expected."""
        no = self.answer == self.Answer.DECLINED and self.party.state == Party.State.DECLINED
        return no and self.party.answer_day is not None and timezone.localdate() <= self.party.answer_day


class InvitationQuestion(models.Model):
    """A question that somebody invited asks before answering, and what the inviting parties said."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="questions")
    question = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.question)

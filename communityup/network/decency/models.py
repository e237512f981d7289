"""What do we remember of words that were reported: what two people with a key each say of them, and a second look."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.texts.models import KIND_LENGTH, Reason, Text

WORDS_LENGTH, COMMIT_LENGTH = 500, 64
# Hours on the wall: a step back never makes hiding last longer.
URGENT = (Reason.PERSONAL, Reason.THREAT)
HIDDEN_BY_ONE = dt.timedelta(hours=48)
# Who does not turn a key in this time passes it on to another.
ANSWER_WITHIN = dt.timedelta(hours=72)
# So long one can ask for another look; and so long it may take before words come back without it.
ASK_WITHIN, SECOND_LOOK = dt.timedelta(days=28), dt.timedelta(days=14)
KEYS, FIRST, SECOND = (1, 2), 1, 2


class Holder(models.Model):
    """Somebody of a member who agreed to look at reported words when it is their turn (sleutelhouder)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="key_holders")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="key_holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    # When it was last their turn: whoever waited longest is next.
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = [F("asked_at").asc(nulls_first=True), "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "person"], condition=Q(until=None), name="one_key_holder_per_person_and_network"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class Case(models.Model):
    """Words that were reported, from the first report until the end. They stay visible until two agree to hide them."""

    class End(models.TextChoices):
        """How it ended."""

        KEPT = "kept", _("one of the two said that the words stay")
        TERM = "term", _("nobody confirmed it within 48 hours; the words are back")
        SECOND_LOOK = "second_look", _("two others put the words back")
        NO_SECOND_LOOK = "no_second_look", _("nobody looked again in time; the words are back")
        GONE = "gone", _("who wrote the words took them back")
        NO_OTHERS = "no_others", _("two others did not look in time; the words stay")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="reported_words")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # Whether only some read them; such a case stands in no public list.
    is_for_few = models.BooleanField(default=False)
    # Of which sort they are, and the commitment of what they said when they were reported.
    kind = models.CharField(max_length=KIND_LENGTH)
    version = models.CharField(max_length=COMMIT_LENGTH)
    reason = models.CharField(max_length=11, choices=Reason)
    opened_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    # When words come back that one key hid; empty once two agreed.
    back_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=14, choices=End, blank=True)
    # The case that two others look at again, because its words stayed and somebody who reports sees that differently.
    again_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="again")

    class Meta:
        ordering: ClassVar = ["network", "-opened_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["back_at"], condition=Q(ended_at=None), name="reported_words_return")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["text"], condition=Q(ended_at=None), name="reported_words_are_looked_at_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="case_reason_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="ended_case_says_how",
            ),
            # Hidden is by two for good, or by one until a moment: never by one alone for good.
            models.CheckConstraint(
                condition=Q(hidden_at=None, back_at=None, confirmed_at=None)
                | Q(hidden_at__isnull=False, back_at__isnull=False, confirmed_at=None)
                | Q(hidden_at__isnull=False, back_at=None, confirmed_at__isnull=False)
                | Q(hidden_at__isnull=False, back_at=None, ended_at__isnull=False),
                name="one_key_hides_for_a_while_only",
            ),
            models.CheckConstraint(
                condition=Q(again_of=None) | ~Q(again_of=F("id")), name="looked_at_again_is_another"
            ),
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(reason__in=["personal", "threat"]), name="one_key_hides_what_is_urgent"
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def is_hidden(self) -> bool:
        """Say whether the words are hidden by this now."""
        return self.hidden_at is not None and self.ended_at is None


class Report(models.Model):
    """That somebody reported these words, and what they say of it. Nobody reads who; that goes at the end."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=11, choices=Reason)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["case", "reported_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="words_are_reported_once_per_person"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="reported_reason_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Key(models.Model):
    """One of the two keys of a look: whose turn it is, and what they want with the words."""

    class Wish(models.TextChoices):
        """What one wants."""

        HIDE = "hide", _("hide these words")
        SHOW = "show", _("let these words be read")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="keys")
    look = models.PositiveSmallIntegerField(default=FIRST)
    place = models.PositiveSmallIntegerField()
    is_coordinator = models.BooleanField(default=False)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    wish = models.CharField(max_length=4, choices=Wish, blank=True)
    given_at = models.DateTimeField(null=True)
    # When it went on to another, because there was no answer or somebody stopped.
    passed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["case", "look", "place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "look", "place"], condition=Q(passed_at=None), name="one_turn_for_each_key"
            ),
            models.UniqueConstraint(fields=["case", "member"], name="a_member_turns_one_key_of_a_case"),
            models.UniqueConstraint(fields=["case", "person"], name="a_person_turns_one_key_of_a_case"),
            models.CheckConstraint(condition=Q(place__in=KEYS, look__in=KEYS), name="two_keys_and_two_looks"),
            models.CheckConstraint(
                condition=Q(wish="", given_at=None) | Q(wish__in=["hide", "show"], given_at__isnull=False),
                name="turned_key_says_what",
            ),
            models.CheckConstraint(
                condition=Q(is_coordinator=True, look=FIRST) | Q(is_coordinator=False, member__isnull=False),
                name="key_of_a_member_unless_of_a_coordinator",
            ),
        ]

    def __str__(self) -> str:
        return self.get_wish_display()


class Appeal(models.Model):
    """Whose words are hidden says what they think of it, and asks two others to look; once per case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="appeal")
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.case)

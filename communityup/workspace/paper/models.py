"""What do we remember of paper: piles of forms that were printed, and what came back on each."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.acquaintance.models import Introduction
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.models import Statement
from communityup.workspace.goals.models import Interest

# What the code on the strip of a form opens: what was entered from it, and nothing else.
PURPOSE = "paper"
# So long somebody can bring in otherwise what a party says is not from its people; then the words go.
DECLINED_KEPT = dt.timedelta(days=180)


class Kind(models.TextChoices):
    """What one fills in on a form."""

    THOUGHT = "thought", _("a thought")
    INTEREST = "interest", _("an interest")
    ANSWERS = "answers", _("answers to thoughts")
    INTRODUCTION = "introduction", _("an introduction")


# What somebody brings in for a party, never in their own name: a card stands with the people of a party.
FOR_A_PARTY = (Kind.INTEREST, Kind.INTRODUCTION)


class Source(models.TextChoices):
    """How the words came to the helper who typed them in."""

    PAPER = "paper", _("on paper")
    SPOKEN = "spoken", _("spoken, face to face")
    PHONE = "phone", _("by phone")


class Pile(models.Model):
    """Forms that were printed at one moment for one party, or for the open conversation of all parties (party None)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="piles")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="pile_kind_is_known"),
            models.CheckConstraint(
                condition=Q(party=None) | Q(party=models.F("made_by")), name="party_prints_forms_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_kind_display()}"


class Printed(models.Model):
    """One thought that stands on the forms of a pile, so that each can tick an answer beside it."""

    pile = models.ForeignKey(Pile, on_delete=models.CASCADE, related_name="thoughts")
    place = models.PositiveSmallIntegerField()
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pile", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pile", "place"], name="one_thought_on_each_place_of_a_pile"),
            models.UniqueConstraint(fields=["pile", "statement"], name="thought_once_in_a_pile"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.statement}"


class Form(models.Model):
    """One form with its number, blank or entered; what was said without a form gets a number when it is entered.

    The author is a guest: somebody without an account, who can come with the code of the form. `agreed` is the tick of
    the helper that the author wants this entered; nothing is entered without it.
    """

    class State(models.TextChoices):
        """Where a form stands."""

        BLANK = "blank", _("not entered yet")
        WAITING = "waiting", _("waits for its party")
        ENTERED = "entered", _("entered")
        ONLINE = "online", _("done online instead")
        TAKEN_BACK = "taken_back", _("taken back")
        DECLINED = "declined", _("not ours, says the party")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="forms")
    pile = models.ForeignKey(Pile, null=True, on_delete=models.PROTECT, related_name="forms")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.BLANK)
    source = models.CharField(max_length=6, choices=Source, blank=True, default="")
    agreed = models.BooleanField(default=False)
    shows_party = models.BooleanField(default=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    helping_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Since when the author takes part on a device of their own: from then on only they change what is theirs.
    claimed_at = models.DateTimeField(null=True)
    # The words as long as the party they are for did not say that they are from one of its people. Did it say no, then
    # they stay with who wrote them and the helper, who can bring them in otherwise or take them back.
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # The second answer of an introduction: what must not go wrong.
    at_stake = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)
    statement = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="+")
    interest = models.ForeignKey(Interest, null=True, on_delete=models.PROTECT, related_name="+")
    # Who wrote it can erase it for good, so the form does not hold on to it.
    introduction = models.ForeignKey(Introduction, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["challenge", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["challenge", "number"], name="form_number_once_per_challenge"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="form_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["blank", "waiting", "entered", "online", "taken_back", "declined"]),
                name="form_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(source="", entered_at=None, state__in=["blank", "online"])
                | Q(source__in=["paper", "spoken", "phone"], entered_at__isnull=False, agreed=True),
                name="form_is_entered_with_a_source_and_a_yes_of_its_author",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", party__isnull=False) & (Q(words__isnull=False) | Q(at_stake__isnull=False))
                | Q(state="declined")
                | ~Q(state="waiting") & Q(words=None, place=None, at_stake=None),
                name="only_a_waiting_form_holds_words",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=False) | ~Q(state="declined"), name="declined_form_says_since_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.number}"

    @property
    def kept_until(self) -> dt.datetime | None:
        """Return until when the words of a declined form are kept for who wrote them and who typed them in."""
        return None if self.declined_at is None else self.declined_at + DECLINED_KEPT

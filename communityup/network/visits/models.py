"""What do we remember of visits: who asks for one or offers one, who is proposed to whom, and the visit itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.gatherings.models import Gathering
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.peers.models import LearningQuestion
from communityup.texts.models import Text

THEME_LENGTH, ROUGH_LENGTH = 80, 120
QUESTION_LENGTH, WORDS_LENGTH, REASON_LENGTH, LONG_LENGTH = 300, 1000, 600, 3000
MOST_PEOPLE, MOST_VISITS = 200, 20


class Form(models.TextChoices):
    """In which form an experience goes from one place to another."""

    VISIT = "visit", _("a visit: people come and look")
    STORY = "story", _("a guest story: in words only")


class Role(models.TextChoices):
    """As what somebody comes along; never who."""

    RESIDENT = "resident", _("residents")
    OFFICER = "officer", _("civil servants")
    COUNCILLOR = "councillor", _("councillors")
    EXECUTIVE = "executive", _("members of the executive")
    PROFESSIONAL = "professional", _("professionals of an organisation")
    ENTREPRENEUR = "entrepreneur", _("entrepreneurs")
    OTHER = "other", _("others")


class Wish(models.Model):
    """A member asks for a visit or a guest story, or offers one (N14).

    Only its own people, who is matched with it and the coordinators know of it (B36, T7). It can be taken back at any
    moment, and its words go then. A member has one open question and one open offer of each form, so that everybody
    finds a place before anybody finds two.
    """

    class Direction(models.TextChoices):
        """Which way."""

        ASK = "ask", _("asks")
        OFFER = "offer", _("offers")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="visit_wishes")
    direction = models.CharField(max_length=5, choices=Direction)
    form = models.CharField(max_length=5, choices=Form, default=Form.VISIT)
    theme = models.CharField(max_length=THEME_LENGTH, blank=True)
    # What one wants to learn; who offers has none.
    question = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # What one hopes to see, or what there is to see.
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    roughly = models.CharField(max_length=ROUGH_LENGTH, blank=True)
    # How many come along, or at most can; nothing for a story.
    people = models.PositiveSmallIntegerField(null=True)
    # How many visits or stories a host has time for.
    times = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    # A question that became a visit.
    met_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["member", "-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(direction="ask", question__isnull=False, times=1)
                | Q(direction="offer", question=None, met_at=None),
                name="asking_for_a_visit_needs_a_learning_question",
            ),
            models.CheckConstraint(
                condition=Q(form="visit", people__isnull=False, people__gte=1) | Q(form="story", people=None),
                name="visit_has_people",
            ),
            models.CheckConstraint(condition=Q(times__gte=1), name="wish_counts_from_one"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(theme="", roughly=""), name="wish_taken_back_keeps_no_words"
            ),
            models.UniqueConstraint(
                fields=["member", "direction", "form"],
                condition=Q(taken_back_at=None, met_at=None),
                name="one_open_wish_of_a_kind_per_member",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question or self.words)


class Proposal(models.Model):
    """A question and an offer put to both members (N15); it becomes a visit with a yes of both.

    Who said no, and why, is for the coordinators alone. To the other one it just is no longer there.
    """

    class Answer(models.TextChoices):
        """What a member says."""

        NONE = "", _("no answer yet")
        YES = "yes", _("yes")
        NO = "no", _("not now")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    ask = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="proposals")
    offer = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="proposed_to")
    proposed_at = models.DateTimeField()
    guest_answer = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    host_answer = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    guest_reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    host_reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # A no, taken back by a coordinator, or gone with the question or the offer.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ask", "offer"], name="proposed_once_to_each_other"),
            models.UniqueConstraint(
                fields=["ask"], condition=Q(ended_at=None), name="one_proposal_at_a_time_for_a_question"
            ),
            models.CheckConstraint(
                condition=Q(guest_answer__in=["", "yes", "no"], host_answer__in=["", "yes", "no"]),
                name="proposal_answer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False)
                | Q(guest_answer__in=["", "yes"], host_answer__in=["", "yes"], guest_reason=None, host_reason=None),
                name="a_no_ends_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Visit(models.Model):
    """A visit, or a guest story, that both members said yes to (werkbezoek, N17). Both prepare it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="visits")
    form = models.CharField(max_length=5, choices=Form)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="visit")
    guest = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="goes_visiting")
    host = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="has_visitors")
    # When and where; a story has none.
    gathering = models.OneToOneField(Gathering, null=True, on_delete=models.PROTECT, related_name="visit")
    question = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # How one gets there and in, also with a wheelchair; and whom to call. Both go a month after the visit.
    practical = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    contacts = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # How many different roles come along; with one alone the guests say why (T12).
    roles = models.PositiveSmallIntegerField(default=0)
    one_role_reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="visits")
    searched = models.ForeignKey(LearningQuestion, null=True, on_delete=models.PROTECT, related_name="visits")
    agreed_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-agreed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(form="visit", gathering__isnull=False) | Q(form="story", gathering=None, roles=0),
                name="visit_has_a_gathering_and_a_story_none",
            ),
            models.CheckConstraint(
                condition=Q(roles=0, one_role_reason=None)
                | Q(roles=1, one_role_reason__isnull=False)
                | Q(roles__gte=2, one_role_reason=None),
                name="delegation_is_mixed_or_says_why_not",
            ),
            models.CheckConstraint(condition=~Q(guest=models.F("host")), name="nobody_visits_themselves"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, reason=None) | Q(stopped_at__isnull=False, reason__isnull=False),
                name="visit_stops_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)


class Guests(models.Model):
    """How many come along in one role. No names: who comes is for the people of the visit to tell each other."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="guests")
    role = models.CharField(max_length=12, choices=Role)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["visit", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "role"], name="one_number_per_role_in_a_delegation"),
            models.CheckConstraint(condition=Q(number__gte=1), name="guests_are_somebody"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_of_guests_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_role_display()}"

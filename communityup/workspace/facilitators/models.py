"""What do we remember of who guards the process: who was asked, who said yes, and requests for another."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.models import KEYS

WORDS_LENGTH = 500


class Candidacy(models.Model):
    """Somebody who is asked to guard the process, to stand in, or to help from outside.

    It counts once they said yes, and all parties where `asked` is there. `party` None is somebody from outside, asked
    by `email` until they answer; `words` say to all who that is.
    """

    class Role(models.TextChoices):
        """For what somebody is asked."""

        FACILITATOR = "facilitator", _("facilitator")
        SUBSTITUTE = "substitute", _("substitute of a facilitator")
        HELPER = "helper", _("helper from outside")

    class State(models.TextChoices):
        """How it stands."""

        ASKED = "asked", _("asked")
        SERVES = "serves", _("takes part")
        ENDED = "ended", _("ended")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="candidacies")
    role = models.CharField(max_length=11, choices=Role)
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="candidacies"
    )
    email = models.EmailField(blank=True)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.OneToOneField(Round, null=True, on_delete=models.PROTECT, related_name="+")
    # The facilitator whose key it is about: whom one stands in for, or takes over from.
    of = models.ForeignKey(Facilitator, null=True, on_delete=models.SET_NULL, related_name="+")
    # Beside whose candidacy somebody from outside is asked to stand in, as long as that one did not begin (R16).
    beside = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="stand_ins")
    # The silent party about which somebody helps, and about nothing else: the others alone say yes to them (R15).
    without = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    # What came of it: the time in which one guards, with which of the two keys, and the ring to which one returns.
    facilitator = models.OneToOneField(Facilitator, null=True, on_delete=models.SET_NULL, related_name="candidacy")
    key = models.PositiveSmallIntegerField(null=True)
    ring = models.CharField(max_length=11, choices=Ring, blank=True)
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "asked_at", "pk"]
        verbose_name_plural = "candidacies"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "key"],
                condition=Q(state="serves", role="facilitator"),
                name="each_key_has_one_facilitator",
            ),
            models.CheckConstraint(
                condition=~Q(state="serves", role="facilitator") | Q(key__in=(1, KEYS)), name="there_are_two_keys"
            ),
            models.CheckConstraint(
                condition=~Q(state="serves") | Q(accepted_at__isnull=False), name="nobody_serves_unasked"
            ),
            models.CheckConstraint(
                condition=Q(without=None) | Q(role="helper"), name="only_a_helper_comes_without_a_party"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at=None),
                name="ended_candidacy_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_state_display()}"

    @property
    def stands_in_for(self) -> str:
        """Return the name of whom somebody stands in for, also when that one did not begin yet; nothing otherwise."""
        guard = self.of or self.beside
        return "" if guard is None or guard.person is None else str(guard.person)


class Replacement(models.Model):
    """A request of one party that another guards the process, with its reason; the facilitators have no say (X10)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    facilitator = models.ForeignKey(Facilitator, null=True, on_delete=models.SET_NULL, related_name="replacements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    asked = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.reason)

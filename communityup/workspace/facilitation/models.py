"""What do we remember of guarding the process: acts that need two keys, and who turned one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Facilitator, Party

ABOUT_LENGTH = 80
KEYS = 2


class Act(models.Model):
    """An act that one alone cannot do (E7): it waits until the second key is turned, is taken back, or lapses.

    `about` names what it does, for the app that registered it; `facts` and `words` are what it does it with.
    """

    class State(models.TextChoices):
        """How an act stands."""

        WAITS = "waits", _("waits for the second yes")
        DONE = "done", _("done")
        TAKEN_BACK = "taken_back", _("taken back")
        LAPSED = "lapsed", _("lapsed without a second yes")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="process_acts")
    about = models.CharField(max_length=ABOUT_LENGTH)
    facts = models.JSONField(default=dict)
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITS)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["challenge", "asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["challenge", "about"], condition=Q(state="waits"), name="one_waiting_act_about_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(state="waits", ended_at=None) | ~Q(state="waits") & Q(ended_at__isnull=False),
                name="ended_act_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_state_display()}"


class Turn(models.Model):
    """One key that was turned: a facilitator's, or that of a party as long as a facilitator is missing."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="turns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(Facilitator, null=True, on_delete=models.SET_NULL, related_name="+")
    substitute = models.BooleanField(default=False)
    turned_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["act", "turned_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "person"], name="one_key_per_person_per_act"),
            models.UniqueConstraint(fields=["act", "facilitator"], name="one_turn_per_key_per_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.party or '-'}"

"""What do we remember of somebody who asks for a network: three fields, and what came of it; not for long."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.ids import new_id
from communityup.network.networks.models import NAME_LENGTH, Network

PURPOSE_LENGTH, REASON_LENGTH = 600, 300


class NetworkRequest(models.Model):
    """Somebody asks for a learning network on this site. Only they and the operator read it."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for an answer")
        GRANTED = "granted", pgettext_lazy("of a network", "is there")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="asked_networks")
    name = models.CharField(max_length=NAME_LENGTH)
    purpose = models.CharField(max_length=PURPOSE_LENGTH)
    # Who would coordinate it; gone once there is an answer.
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    network = models.ForeignKey(Network, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, reason="") & ~Q(email="")
                | Q(state="declined", answered_at__isnull=False, email="") & ~Q(reason="")
                | Q(state__in=["granted", "taken_back"], answered_at__isnull=False, email="", reason=""),
                name="network_request_is_answered_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["person", "name"], condition=Q(state="waiting"), name="network_asked_once_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name

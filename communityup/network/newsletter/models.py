"""What do we remember of who stays informed by mail: what was asked, what was confirmed, and who wants none of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.network.networks.models import Network

HASH_LENGTH = 64


class Topic(models.TextChoices):
    """About what one can stay informed; the value is also the name of the field that says so."""

    DEVELOPMENTS = "developments", _("News of this network: what it does and what came of it")
    ONLINE = "online", _("The online environment: what is new on this site")
    SESSIONS = "sessions", _("Future sessions: when the next one is, and how to join")


ANY_TOPIC = Q(developments=True) | Q(online=True) | Q(sessions=True)


class Choice(models.Model):
    """An address of a network with the topics it chose, and the proof of that: which words it read, when and where."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="nl")
    developments = models.BooleanField(default=False)
    online = models.BooleanField(default=False)
    sessions = models.BooleanField(default=False)
    # The exact words beside the form and of the ticked boxes, and the address of that form.
    wording = models.TextField()
    form_address = models.CharField(max_length=300)
    asked_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def topics(self) -> list[Topic]:
        """Return the chosen topics, in their order."""
        return [topic for topic in Topic if getattr(self, topic.value)]


class Ask(Choice):
    """Somebody filled in the form with this address; whose address it is did not say yes yet. Gone after seven days."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="letters_asked")
    address_hash = models.CharField(max_length=HASH_LENGTH, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "email"], name="letters_asked_once_for_an_address"),
            models.CheckConstraint(condition=ANY_TOPIC, name="letters_asked_about_something"),
        ]

    def __str__(self) -> str:
        return f"{self.network}: asked"


class Subscription(Choice):
    """Whose address it is said yes, by the link in a letter. Only these get letters; the row goes when they stop."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="subscriptions")
    # Which question they said yes to, so that a second click on the same link finds them.
    asked_as = models.CharField(max_length=32, unique=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "email"], name="one_subscription_for_an_address"),
            models.CheckConstraint(condition=ANY_TOPIC, name="subscription_is_about_something"),
            models.CheckConstraint(condition=Q(confirmed_at__gte=F("asked_at")), name="confirmed_after_it_was_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.network}: confirmed"


class Suppression(models.Model):
    """An address whose owner said “that was not me”: nobody can let mail of this form come there. Only a keyed hash."""

    address_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d}"


class AskedByList(models.Model):
    """An address of an earlier list that was asked once whether it wants letters of a network. Only a keyed hash."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="asked_by_list")
    address_hash = models.CharField(max_length=HASH_LENGTH)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "address_hash"], name="asked_once_by_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.network}: asked by a list"


def fields_of(topics: list[str]) -> dict[str, Any]:
    """Return the fields of a choice for these topics; raises ValueError for one that does not exist."""
    chosen = {Topic(topic) for topic in topics}
    return {topic.value: topic in chosen for topic in Topic}

"""What do we remember of other sites: which a network follows, how the last time went, and what came from each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.base.fetching import LONGEST
from communityup.base.ids import new_id
from communityup.network.library.models import NAME_LENGTH, SOURCE_LENGTH, Practice
from communityup.network.networks.models import Network


class Feed(models.Model):
    """The practices of another site, that a network follows (praktijken van elders)."""

    class State(models.TextChoices):
        """How far it is: the first time a coordinator looks before anything shows here."""

        NEW = "new", _("is looked up")
        WAITS = "waits", _("waits for your look")
        FOLLOWED = "followed", _("is followed")
        STOPPED = "stopped", pgettext_lazy("the practices of another site", "is no longer followed")

    class Problem(models.TextChoices):
        """Why the last time did not work."""

        NONE = "", ""
        FORBIDDEN = "forbidden", _("This address may not be opened: it is not on the open internet.")
        UNREACHABLE = "unreachable", _("There is no answer from this address.")
        REFUSED = "refused", _("The other site says that there is nothing here.")
        REDIRECTS = "redirects", _("This address leads on and on to other addresses.")
        SLOW = "slow", _("The answer takes too long.")
        BIG = "big", _("The answer is too big: at most ten parts are read, of five megabytes each.")
        KIND = "kind", _("This address gives no list of practices.")

    class Refusal(models.TextChoices):
        """Why a practice could not be taken."""

        INCOMPLETE = "incomplete", _("something is missing that every practice has")
        LONG = "long", _("something in it is longer than a practice here may be")
        LICENCE = "licence", _("its licence is not CC BY, CC BY-SA or CC0")
        PARTS = "parts", _("its voices or files are too many, or not as they should be")
        HIDDEN = "hidden", _("words in it were hidden or taken away there")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="feeds")
    address = models.CharField(max_length=LONGEST)
    # What it calls itself.
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    started_at = models.DateTimeField()
    # The next time; the last time that it worked; how often it did not work since, and why.
    next_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=11, choices=Problem, blank=True, default=Problem.NONE)
    etag = models.CharField(max_length=LONGEST, blank=True)
    modified = models.CharField(max_length=LONGEST, blank=True)
    # What was found: how many practices, the first titles, and how many could not be taken.
    found = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    titles = models.JSONField(default=list)
    # The first of those that could not be taken: title, and which of the reasons it is.
    refused = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["network", "started_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "next_at"], name="feeds_by_next_time")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "address"], condition=~Q(state="stopped"), name="network_follows_an_address_once"
            ),
            models.CheckConstraint(
                condition=Q(failures=0, problem="") | Q(failures__gte=1) & ~Q(problem=""),
                name="feed_that_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "stopped"]) | Q(fetched_at__isnull=False), name="feed_was_found_before"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address

    @property
    def not_taken(self) -> list[tuple[str, str]]:
        """Return the titles of what could not be taken, each with why not."""
        return [(title, str(self.Refusal(why).label)) for title, why in self.refused if title]


class Arrival(models.Model):
    """A practice that came by a feed: which it became here, and what it was, to see when it changes."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="arrivals")
    source_id = models.CharField(max_length=SOURCE_LENGTH)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feed", "source_id"], name="practice_arrives_once_by_a_feed"),
        ]

    def __str__(self) -> str:
        return self.source_id

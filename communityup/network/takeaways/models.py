"""What do we remember of what somebody takes along from a session: own words, and later what they did with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from communityup.base.ids import new_id
from communityup.gatherings.models import NAME_LENGTH, Registration
from communityup.network.meetings.models import Session
from communityup.texts.models import Text

WORDS_LENGTH, STORY_LENGTH = 600, 2000


class Round(models.Model):
    """That everybody with a place at a session was asked, at its end, what they take along; never twice."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.session_id}: {self.asked_at}"


class Takeaway(models.Model):
    """What somebody takes along from a session (neem ik mee, B37), and after a while what came of it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="takeaways")
    # Whose it is: the place they have, until addresses are forgotten; and their account, when they have one.
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="takeaways")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="takeaways")
    words = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # Others who have a place read it only when its writer chose so, with this name under it or none.
    is_shared = models.BooleanField(default=False)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    told_at = models.DateTimeField()
    # When the question what they did with it went out; never twice.
    asked_at = models.DateTimeField(null=True)
    story = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    # Everybody reads the story on the page of the session, when its writer chose so.
    story_is_shown = models.BooleanField(default=False)
    story_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["session", "told_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(taken_back_at=None), name="one_takeaway_per_place"
            ),
            models.CheckConstraint(
                condition=Q(story=None, story_at=None, story_is_shown=False)
                | Q(story__isnull=False, story_at__isnull=False),
                name="story_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(is_shared=False, story_is_shown=False, name=""),
                name="what_was_taken_back_is_shown_to_nobody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.words)

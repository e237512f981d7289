"""What do we remember of what people wrote: immutable versions, each with its own salt and commitment."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from communityup.base.ids import new_id

SOURCES = [("web", "web"), ("paper", "paper"), ("speech", "speech"), ("import", "import")]


class Text(models.Model):
    """One human text; its words stand in its versions."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    current = models.ForeignKey("texts.Version", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.current or "")

    @property
    def commit(self) -> str | None:
        """Return the commitment of the current words, as it stands in the log."""
        return None if self.current is None else self.current.commit


class Version(models.Model):
    """One version of a text: never changed, only withdrawn by its author or erased."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    salt = models.BinaryField(max_length=32, null=True)
    commit = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=6, choices=SOURCES, default="web")
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="text_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(body="", salt=None), name="erased_version_has_no_words"
            ),
        ]

    def __str__(self) -> str:
        return self.body

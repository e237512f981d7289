"""What do we remember of files: what they are, and apart from that their bytes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.documents import LARGEST, MEDIA_TYPES

KIND_LENGTH, DIGEST_LENGTH = 4, 64


class File(models.Model):
    """A document that somebody added. Whoever holds it says who may read it; its title is theirs too."""

    class Kind(models.TextChoices):
        """What it is, by what is in it."""

        PDF = "pdf", _("PDF")
        TEXT = "txt", _("plain text")
        ODT = "odt", _("OpenDocument text")
        ODS = "ods", _("OpenDocument spreadsheet")
        ODP = "odp", _("OpenDocument slides")
        DOCX = "docx", _("Word document")
        XLSX = "xlsx", _("Excel spreadsheet")
        PPTX = "pptx", _("PowerPoint slides")

    kind = models.CharField(max_length=KIND_LENGTH, choices=Kind)
    size = models.PositiveIntegerField()
    # SHA-256 of its bytes, so that the same is kept once, and anybody can say that it is still the same.
    digest = models.CharField(max_length=DIGEST_LENGTH)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["pdf", "txt", "odt", "ods", "odp", "docx", "xlsx", "pptx"]),
                name="file_is_of_a_known_kind",
            ),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=LARGEST), name="file_is_neither_empty_nor_big"),
        ]

    def __str__(self) -> str:
        return self.digest

    @property
    def media_type(self) -> str:
        """Return its kind as a browser is told."""
        return MEDIA_TYPES[self.kind]


class Content(models.Model):
    """The bytes of a file: in a table of their own, so that no list ever reads them."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="content")
    body = models.BinaryField()

    def __str__(self) -> str:
        return str(self.file_id)

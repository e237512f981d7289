"""What does the log remember? Streams of lines, the one tree that seals them, and pseudonyms that can be forgotten.

The bytes of a line are written once and never computed again; triggers refuse to change or delete lines and leaves.
The other columns of a line repeat what stands in its bytes, to search by. Nothing here points to another app.
"""

from functools import cached_property
from typing import ClassVar

from django.db import models

from communityup.base.ids import new_id
from communityup.methods import canonical

ID_LENGTH = 32
HASH_LENGTH = 64


class Tree(models.Model):
    """The one tree of this site; its row is locked by whoever seals."""

    ONLY = 1

    site = models.CharField(max_length=ID_LENGTH, default=new_id, editable=False)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="log_one_tree")]

    def __str__(self) -> str:
        return f"{self.site}: {self.size}"


class Stream(models.Model):
    """The lines of one challenge, organisation or network, or of the site; its owner judges who may read them."""

    class Kind(models.TextChoices):
        """What a stream is about."""

        SITE = "site", "site"
        CHALLENGE = "challenge", "challenge"
        # Never sealed and never handed out: it goes as a whole when the practice challenge is thrown away.
        PRACTICE = "practice", "practice"
        ORGANISATION = "organisation", "organisation"
        NETWORK = "network", "network"

    public_id = models.CharField(max_length=ID_LENGTH, unique=True, default=new_id, editable=False)
    site = models.CharField(max_length=ID_LENGTH, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    last_n = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=HASH_LENGTH, blank=True, default="")
    last_time = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="site"), name="log_one_site_stream"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Line(models.Model):
    """One thing that happened: its exact RFC 8785 bytes, and their SHA-256."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveBigIntegerField()
    bytes = models.BinaryField()
    hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    time = models.BigIntegerField()
    type = models.CharField(max_length=100)
    object = models.CharField(max_length=ID_LENGTH, db_index=True)
    party = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    role = models.CharField(max_length=40, blank=True, default="")
    actor = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    commit = models.CharField(max_length=HASH_LENGTH, blank=True, default="", db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "n"], name="log_line_number_once")]
        indexes: ClassVar = [models.Index(fields=["stream", "type", "n"], name="log_line_of_type")]

    def __str__(self) -> str:
        return f"{self.stream_id}:{self.n} {self.type}"

    @cached_property
    def content(self) -> dict[str, canonical.Value]:
        """Return what stands in the bytes."""
        return canonical.decode(bytes(self.bytes))


class FurtherCommitment(models.Model):
    """A commitment that a line holds beside its own `commit`: a fact whose name ends in `_commit`."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="further_commitments")
    value = models.CharField(max_length=HASH_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.value


class Leaf(models.Model):
    """The place of one line in the tree, given by the sealer."""

    index = models.PositiveBigIntegerField(unique=True)
    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="leaf")
    hash = models.CharField(max_length=HASH_LENGTH)

    def __str__(self) -> str:
        return f"{self.index}: {self.hash}"


class SealedUpTo(models.Model):
    """Up to which line a stream is in the tree. Only the sealer writes it, so sealing never holds up a stream."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="sealed_up_to")
    n = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.stream_id}: {self.n}"


class Pseudonym(models.Model):
    """Who stands behind a random name in one stream. Deleting the row forgets it; the line stays."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="pseudonyms")
    person_key = models.CharField(max_length=64, db_index=True)
    value = models.CharField(max_length=ID_LENGTH, unique=True, default=new_id, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "person_key"], name="log_pseudonym_once_per_stream"),
        ]

    def __str__(self) -> str:
        return self.value

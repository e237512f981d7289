"""Keep files, and let them go: parts of other actions, whose events tell of it."""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from communityup.base.documents import Document
from communityup.files.models import Content, File
from communityup.texts.actions import leave_no_trace


@transaction.atomic
def keep(document: Document) -> File:
    """Keep a document that was judged (`DocumentField`)."""
    digest = hashlib.sha256(document.content).hexdigest()
    size = len(document.content)
    made = File.objects.create(kind=document.kind, size=size, digest=digest, kept_at=timezone.now())
    Content.objects.create(file=made, body=document.content)
    return made


@transaction.atomic
def forget(files: Collection[int]) -> None:
    """Let these files (by key) go for good, bytes and all; whoever calls this holds them no more."""
    File.objects.filter(pk__in=files).delete()
    transaction.on_commit(leave_no_trace)

"""What do we remember about mail: every letter is a row before it is sent, so none dies with a process."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

KEY_LENGTH = 200
SUBJECT_LENGTH = 200


class Mail(models.Model):
    """One letter to one address. Its key says what it is about, so the same letter is never written twice."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    # Each a {"name", "type", "content"} with the content in base64.
    attachments = models.JSONField(default=list)
    message_id = models.CharField(max_length=200, unique=True)
    written_at = models.DateTimeField(default=timezone.now, db_index=True)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(given_up_at__isnull=True),
                name="mail_is_sent_or_given_up_not_both",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_due",
            ),
            models.Index(fields=["to"], name="mail_to"),
        ]

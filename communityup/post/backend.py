"""Django's own way of mailing (the sign-in library uses it) also ends in the outbox."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from communityup.post.actions import send


class OutboxBackend(BaseEmailBackend):
    """Writes each message to the outbox, one letter per reader, in the transaction of whoever mails."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages to the outbox and return how many."""
        for message in email_messages:
            for reader in message.recipients():
                self._write(message, reader)
        return len(email_messages)

    @staticmethod
    def _write(message: EmailMessage, reader: str) -> None:
        alternatives = getattr(message, "alternatives", [])
        html = next((str(part[0]) for part in alternatives if part[1] == "text/html"), None)
        send(
            to=reader,
            subject=str(message.subject),
            text=str(message.body),
            html=html,
            key=f"message:{uuid.uuid4().hex}",
            headers={name: value for name, value in message.extra_headers.items() if name.lower() != "message-id"},
        )

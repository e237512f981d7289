"""How much of a file that somebody sends is kept while it comes in: a little more than the largest we ever take."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

# No form takes more than two megabytes; its own sentence says so when it sees that there was more.
MOST = 3 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Stands before those that keep a file, and throws away what comes after the most: no disk fills up with it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on what still fits."""
        return raw_data if start < MOST else None

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002 — the next one makes the file of what it got
        """Leave the file to the next one."""
        return None

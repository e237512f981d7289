"""Keeps what opens a door out of the server's own log: the token or code in an address."""

import logging
import re

_TOKEN = re.compile(r"(/(?:uitnodiging|berichten/stop|nieuwsbrief/(?:bevestigen|keuze|afmelden|niet-ik)|o)/)[\w.-]{8,}")


class MaskTokens(logging.Filter):
    """Replaces tokens in addresses by three dots; Django writes the address of every answer from 400 up."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message; every record passes."""
        message = record.getMessage()
        masked = _TOKEN.sub(r"\1…", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True

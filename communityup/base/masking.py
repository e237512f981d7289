"""Keeps what opens a door out of the server's own log: the token or code in an address."""

import logging
import re

# The word before a token: `tests/base/test_masking.py` looks whether every address with a token is among these.
_BEFORE = (
    "uitnodiging|stop|bevestigen|keuze|afmelden|niet-ik|plek|binnen|meenemen|meegenomen|terugblik|ontmoeten|brief|aanmelding|"
    "welkom|verslag|tips|erachter|mijn/agenda|o"
)
_TOKEN = re.compile(rf"(/(?:{_BEFORE})/)[\w.-]{{8,}}")


class MaskTokens(logging.Filter):
    """Replaces tokens in addresses by three dots; Django writes the address of every answer from 400 up."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message; every record passes."""
        message = record.getMessage()
        masked = _TOKEN.sub(r"\1…", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True

"""Random names of things that the outside may see; never a primary key."""

import re
import secrets

ID = re.compile(r"[0-9a-f]{32}")
NUL = "\0"  # in no name


def new_id() -> str:
    """Return a random 128-bit id as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def is_id(text: str) -> bool:
    """Say whether a text has the form of such an id."""
    return ID.fullmatch(text) is not None

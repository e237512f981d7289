"""What buttons send is known: a page that refuses gives it back to nobody as words of their own."""

import re
from pathlib import Path

from communityup.base.middleware import BUTTONS

BUTTON = re.compile(r'\{% button [^%]*"[a-z_]+" "([a-z_]+)" %\}')
KINDS = {"primary", "secondary", "subtle"}


def test_the_words_that_buttons_send_are_known() -> None:
    pages = Path("communityup").rglob("templates/**/*.html")
    sent = {word for page in pages for word in BUTTON.findall(page.read_text(encoding="utf-8"))} - KINDS
    assert len(sent) > 10
    assert sent - BUTTONS == set()

"""Another site beside the one that is tested."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.make_feeds import Site, serving, trust


@pytest.fixture(name="site")
def a_site(settings: Any) -> Iterator[Site]:
    """A site that we may fetch from, as on the open internet."""
    with serving() as made:
        trust(settings, made)
        yield made

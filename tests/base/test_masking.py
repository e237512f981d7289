"""The token of an invitation never reaches the server's own log."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from communityup.base.masking import MaskTokens


@pytest.mark.django_db
def test_the_log_of_the_server_masks_tokens(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(MaskTokens())
    with caplog.at_level(logging.WARNING):
        Client().get("/opgaven/uitnodiging/abcdefghij-KLMNOP_1234/")
    assert "uitnodiging/…" in caplog.text
    assert "KLMNOP" not in caplog.text


def test_the_settings_use_the_mask_for_everything_that_is_written() -> None:
    from django.conf import settings

    assert all("mask_tokens" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


@pytest.mark.django_db
def test_reading_an_address_that_only_takes_forms_gives_a_page_with_a_way_back() -> None:
    answer = Client().get("/opgaven/uitnodiging/abcdefghij/aannemen/")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "<main" in answer.content.decode()


def tokens_in_addresses() -> list[str]:
    """Return every address of the site that holds a token, with a token in its place."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for one in patterns:
            place = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, place)
            elif "<str:token>" in place:
                yield "/" + place.replace("<str:token>", f"{'0f' * 16}.abc-KLMNOP_1234")

    return sorted(set(walk(get_resolver().url_patterns, "")))


def test_every_address_with_a_token_is_masked() -> None:
    found = tokens_in_addresses()
    assert "/mijn/agenda/" + f"{'0f' * 16}.abc-KLMNOP_1234/agenda.ics" in found
    for place in found:
        line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (place,), None)
        MaskTokens().filter(line)
        assert "KLMNOP" not in line.getMessage(), place

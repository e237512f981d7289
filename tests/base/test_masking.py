"""The token of an invitation never reaches the server's own log."""

import logging

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

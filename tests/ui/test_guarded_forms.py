"""A54: a form that everybody may send tells people from programs, and people notice nothing of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.codes.actions import brake
from communityup.codes.models import Counter
from communityup.ui.forms import GuardedForm, form_markup, written_moment


class Asking(GuardedForm):
    """One field to fill in."""

    name = forms.CharField(label="Naam")


def sent(monkeypatch: pytest.MonkeyPatch, after: float = 10, **said: Any) -> Asking:
    moment = written_moment()
    now = timezone.now().timestamp() + after
    monkeypatch.setattr("communityup.ui.forms.time.time", lambda: now)
    form = Asking({"name": "Amina", "rest_7": "", "moment": moment, **said})
    assert form.is_valid()
    return form


def test_a54_person_passes_and_only_what_they_wrote_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    form = sent(monkeypatch)
    assert not form.trapped
    assert form.words == {"name": "Amina"}


@pytest.mark.parametrize(
    "said", [{"rest_7": "koop nu"}, {"moment": ""}, {"moment": "1764100000:verzonnen"}, {"moment": "x" * 10_000}]
)
def test_a54_program_is_caught(monkeypatch: pytest.MonkeyPatch, said: dict[str, str]) -> None:
    assert sent(monkeypatch, 10, **said).trapped


def test_a54_nobody_fills_in_a_form_within_a_blink(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent(monkeypatch, after=1).trapped
    assert not sent(monkeypatch, after=3).trapped


def test_page_that_was_open_for_days_still_counts_as_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sent(monkeypatch, after=timedelta(days=3).total_seconds()).trapped


def test_a54_trap_stays_out_of_the_way_of_keyboard_browser_and_screen_reader() -> None:
    html = form_markup(Asking())
    trap = re.search(r'<div class="visually-hidden">(.*?)</div>', html, re.DOTALL)
    assert trap is not None
    assert 'tabindex="-1"' in trap[1]
    assert 'autocomplete="off"' in trap[1]
    assert "veld niet in" in trap[1].lower()
    assert '<label for="id_rest_7"' in trap[1]
    assert "required" not in trap[1]
    assert html.index("id_name") < html.index("id_rest_7"), "it comes last"


@pytest.mark.django_db
def test_brake_counts_each_key_and_says_to_wait() -> None:
    for _turn in range(3):
        brake({"network:a": 3, "site": 10}, purpose="apply")
    with pytest.raises(Refused, match="kwartier"):
        brake({"network:a": 3, "site": 10}, purpose="apply")
    brake({"network:b": 3, "site": 10}, purpose="apply")
    brake({"network:a": 3}, purpose="other")
    assert "network:a" not in str(list(Counter.objects.values_list("key_hash", flat=True)))

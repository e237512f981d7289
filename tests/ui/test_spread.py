"""A spread shows every answer with its number, in words too, and draws no average."""

import re

from django.template import Context, Template


def drawn(counts: list[int], labels: list[str]) -> str:
    return Template("{% load ui %}{% spread counts labels %}").render(Context({"counts": counts, "labels": labels}))


def test_a_spread_tells_all_answers_with_their_numbers() -> None:
    svg = drawn([0, 2, 5], ["nee", "nog niet", "<ja>"])
    assert 'aria-label="nee: 0, nog niet: 2, &lt;ja&gt;: 5"' in svg
    assert [int(number) for number in re.findall(r'class="spread-number"[^>]*>(\d+)<', svg)] == [0, 2, 5]
    assert "style=" not in svg


def test_the_bars_of_a_spread_are_as_high_as_their_numbers_and_stay_inside() -> None:
    heights = [float(one) for one in re.findall(r'<rect [^>]*height="([\d.]+)"', drawn([0, 10, 20], ["a", "b", "c"]))]
    assert heights == [2, 21, 40]
    assert len(re.findall("<rect", drawn([0, 0], ["a", "b"]))) == 2

"""The look is tested by itself: pages of its own under a small set of addresses."""

from collections.abc import Callable, Iterator

import pytest
from django.forms import BaseForm
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


@pytest.fixture
def dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def draw() -> Callable[..., str]:
    """Draw a piece of template with the tags of the look."""

    def _draw(source: str, **facts: object) -> str:
        return Template("{% load ui %}" + source).render(Context(facts))

    return _draw


@pytest.fixture
def form_drawn(rf: RequestFactory) -> Callable[[BaseForm], str]:
    def _draw(form: BaseForm) -> str:
        return Template("{% load ui %}{% form_body form 'Deel' %}").render(
            Context({"form": form, "csrf_token": "t0k3n"})
        )

    return _draw

"""What does one fill in to say where something is: a place one can choose, and any other one as it was typed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communityup.organisations import queries
from communityup.organisations.models import NAME_LENGTH

# The name of the hidden field that says: this stood here already, so do not ask about it again.
SEEN = "-seen"


class Typed(str):
    """A place as it was sent, and whether the page asked about it already."""

    __slots__ = ("seen",)
    seen: bool


class PlaceInput(forms.TextInput):
    """A text field with the known places to choose from; it works without scripts, and takes everything."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return what was typed, with whether exactly that stood there before."""
        typed = super().value_from_datadict(data, files, name)
        if not isinstance(typed, str):
            return typed
        value = Typed(typed)
        value.seen = data.get(f"{name}{SEEN}") == typed
        return value

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the field, the list that it offers, and what stood in it."""
        around = {**(attrs or {}), "list": f"{(attrs or {}).get('id', name)}-places"}
        told = queries.places().offered
        rows = [(spot.name, "") for spot in told]
        rows += [(other, spot.name) for spot in told for other in spot.also]
        seen = format_html('<input type="hidden" name="{}" value="{}">', f"{name}{SEEN}", value) if value else ""
        return format_html(
            '{}<datalist id="{}">{}</datalist>{}',
            super().render(name, value, around, renderer),
            around["list"],
            format_html_join("", '<option value="{}">{}</option>', rows),
            seen,
        )


class PlaceField(forms.CharField):
    """A place: written as it is called when it is known; asked about once when it is not, or when two are called so."""

    widget = PlaceInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=NAME_LENGTH, **options)

    def clean(self, value: Any) -> str:
        """Return the name of the place; raises ValidationError with those that could be meant, once."""
        words = " ".join(super().clean(value).split())
        known = queries.places()
        found = known.named(words)
        if len(found) == 1:
            return found[0][1]
        meant = [name for _spot, name in found] or known.like(words)
        if not words or not meant or getattr(value, "seen", False):
            return words
        raise forms.ValidationError(
            _("Do you mean %(names)s? Write it so. Or send “%(words)s” once more, and it stays as it is.")
            % {"names": pgettext("between names of places", " or ").join(meant), "words": words},
            code="which_place",
        )

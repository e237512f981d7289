"""What does one fill in about the working agreement."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Template
from communityup.workspace.rules.models import (
    FEWEST_READING_DAYS,
    FEWEST_SILENT_DAYS,
    MOST_READING_DAYS,
    MOST_SILENT_DAYS,
    MOST_STEPS_BACK,
)

TITLE_LENGTH, BODY_LENGTH = 80, 1500


class RulesForm(forms.Form):
    """Every part of the present agreement, one more if one likes, and the numbers that go with it."""

    new_title = forms.CharField(label=_("Title of a new part"), max_length=TITLE_LENGTH, required=False)
    new_body = forms.CharField(
        label=_("New part"), max_length=BODY_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    template = forms.ChoiceField(label=_("Way of working"), choices=Template.choices)
    steps_back = forms.IntegerField(
        label=_("How often may a party take a step back by itself in one phase?"),
        min_value=0,
        max_value=MOST_STEPS_BACK,
    )
    silent_days = forms.IntegerField(
        label=_("After how many days of silence may the others let a party sleep?"),
        min_value=FEWEST_SILENT_DAYS,
        max_value=MOST_SILENT_DAYS,
    )
    reading_days = forms.IntegerField(
        label=_("How many days does everybody get to read a fact or a document, before you are asked about it?"),
        min_value=FEWEST_READING_DAYS,
        max_value=MOST_READING_DAYS,
        help_text=_("Counts for what is shared from then on. What is being read keeps the days it began with."),
    )
    applies_from = forms.DateField(
        label=_("From which day on?"),
        required=False,
        help_text=_("Empty: as soon as every party agrees."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, parts: Sequence[dict[str, str]], **kwargs: Any) -> None:
        """Put a field for each part of the present agreement before the others."""
        super().__init__(*args, **kwargs)
        self.titles = [part["title"] for part in parts]
        own = {
            f"part_{place}": forms.CharField(
                label=part["title"],
                initial=part["body"],
                required=False,
                max_length=BODY_LENGTH,
                widget=forms.Textarea(attrs={"rows": 4, "maxlength": BODY_LENGTH}),
            )
            for place, part in enumerate(parts)
        }
        self.fields = {**own, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Give the parts as (title, body); a new part needs both."""
        cleaned = super().clean() or {}
        parts = [(title, cleaned.pop(f"part_{place}", "")) for place, title in enumerate(self.titles)]
        title, body = cleaned.pop("new_title", "").strip(), cleaned.pop("new_body", "").strip()
        if bool(title) != bool(body):
            self.add_error("new_body" if title else "new_title", _("A new part needs a title and words."))
        if not any(words.strip() for _title, words in [*parts, (title, body)]):
            self.add_error(None, _("Leave at least one part."))
        return {**cleaned, "parts": [*parts, (title, body)]}

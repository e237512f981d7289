"""What does one choose: a session for a question, or a question for a session."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ChooseForm(forms.Form):
    """One of these."""

    chosen = forms.ChoiceField(label=_("Which one?"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["chosen"]
        field.label = label
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose one")), *choices]

"""What does one fill in after a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.evaluations.models import WORDS_LENGTH, Worth
from communityup.network.evaluations.queries import QUESTIONS


def _question(key: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=QUESTIONS[key],
        choices=Worth.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class AnswerForm(forms.Form):
    """Three questions with four words each, and room for one thing."""

    worth = _question("worth")
    got = _question("got")
    equal = _question("equal")
    words = forms.CharField(
        label=_("What should be otherwise next time?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Only who coordinates and who spoke read this, without your name. Name nobody else either."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that something was answered."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) not in (None, "") for name in self.fields):
            raise forms.ValidationError(_("Answer at least one question. The others you can leave open."))
        return data

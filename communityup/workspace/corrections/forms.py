"""What does one fill in to correct a slip of the pen, or to protest against it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.corrections.models import REASON_LENGTH


class CorrectionForm(forms.Form):
    """The words as they should have been."""

    words = forms.CharField(label=_("The words as they should be"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.CharField(
            label=self.fields["words"].label,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": longest}),
        )
        self.fields["words"] = field


class ProtestForm(forms.Form):
    """Why this is no slip of the pen."""

    reason = forms.CharField(
        label=_("Why is this more than a slip of the pen?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
        help_text=_("Everybody in this challenge can read this."),
    )

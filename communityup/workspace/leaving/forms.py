"""What does one fill in when a party or an observer goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS_LENGTH = 500


class PartyGoesForm(forms.Form):
    """Why one's party should go, if one wants to say so, and that this is meant."""

    words = forms.CharField(
        label=_("Why do you go?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_(
            "You do not have to say it. Your own party reads it now. Once you go, everybody in this challenge reads it."
        ),
    )
    sure = forms.BooleanField(label=_("Yes, I want our whole party to go: nobody of us takes part after that."))


class ObserverEndForm(forms.Form):
    """Whose reading along should end, and why."""

    reader = forms.ChoiceField(label=_("Who no longer reads along?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody who can see this challenge reads this, and so does the person it is about."),
    )

    def __init__(self, *args: Any, readers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer who reads along for executive or council now."""
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = readers  # type: ignore[attr-defined]  # a field of choices

"""What does one fill in when a party goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS_LENGTH = 500


class PartyGoesForm(forms.Form):
    """Why one's party goes, if it wants to say so, and that this is meant."""

    words = forms.CharField(
        label=_("Why do you go?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("You do not have to say it. What you write here, everybody in this challenge reads."),
    )
    sure = forms.BooleanField(label=_("Yes, our whole party goes: nobody of us takes part after this."))

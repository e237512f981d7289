"""What does one fill in about the challenge as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NotYetForm(forms.Form):
    """What is needed before one's own party says yes."""

    reason = forms.CharField(
        label=_("What is needed first?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )


class LogFilterForm(forms.Form):
    """Which lines of the log one wants to see."""

    party = forms.ChoiceField(label=_("Party"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

"""What does one fill in about the challenge as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LogFilterForm(forms.Form):
    """Which lines of the log one wants to see."""

    party = forms.ChoiceField(label=_("Party"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

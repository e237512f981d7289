"""What does one fill in about the challenge as a whole."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _


class LogFilterForm(forms.Form):
    """Which lines of the log one wants to see."""

    summary_heading = _("This choice cannot be shown, so you see all lines.")

    party = forms.ChoiceField(label=_("Party"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_until(self) -> dt.date | None:
        """Refuse an end before the beginning: no line can lie between them."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if since is not None and until is not None and until < since:
            raise forms.ValidationError(_("This day is before the day from which you want to see lines."))
        return until  # type: ignore[no-any-return]  # a DateField gives a date or None

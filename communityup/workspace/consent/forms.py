"""What does one fill in when one's own party does not agree yet."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NotYetForm(forms.Form):
    """What is needed before one's own party says yes; `seen` is the mark of its answer that the page shows (E6)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What is needed first?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )

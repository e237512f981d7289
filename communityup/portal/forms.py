"""What does one fill in to search the whole site."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 120


class SearchForm(forms.Form):
    """The words somebody looks for."""

    words = forms.CharField(
        label=_("What are you looking for?"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=_("All words have to be there; another form of a word is found too. For example: keys of the hall."),
        error_messages={"required": _("Type a word first.")},
    )

"""What does one fill in: how often one wants mail, and that one has read what was shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.notices.models import Rhythm


class RhythmForm(forms.Form):
    """One choice; the same facts in each."""

    rhythm = forms.ChoiceField(label=_("How often do you want mail?"), choices=Rhythm.choices, widget=forms.RadioSelect)


class ReadForm(forms.Form):
    """Up to which line somebody was shown; nobody types it."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

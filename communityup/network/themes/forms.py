"""What does one fill in about themes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.meetings.models import THEME_LENGTH
from communityup.network.themes.models import WHY_LENGTH, Theme


class ThemeForm(forms.Form):
    """A theme for a session."""

    title = forms.CharField(label=_("Which theme?"), max_length=THEME_LENGTH)
    kind = forms.ChoiceField(label=_("What kind of theme is it?"), choices=Theme.Kind.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why this theme?"),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WHY_LENGTH}),
        help_text=_("What do you want to know or be able to do? Everybody reads this."),
    )

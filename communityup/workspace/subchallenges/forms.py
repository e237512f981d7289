"""What does one fill in to split a part off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import NAME_LENGTH, TITLE_LENGTH

WHY_LENGTH = 1000


class SplitForm(forms.Form):
    """A part in the three fields of every challenge; the parties come along by themselves."""

    title = forms.CharField(label=_("Which part is a question by itself?"), max_length=TITLE_LENGTH)
    place = forms.CharField(label=_("Where?"), max_length=NAME_LENGTH)
    why = forms.CharField(
        label=_("Why split it off, and whom does it touch?"),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WHY_LENGTH}),
    )

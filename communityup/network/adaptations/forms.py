"""What does one fill in about using a practice of others."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.adaptations.models import PLACE_LENGTH, WORDS_LENGTH


class AdaptationForm(forms.Form):
    """Where a member used a practice, what it changed, and what happened."""

    place = forms.CharField(label=_("Where did you use it?"), max_length=PLACE_LENGTH)
    changed = forms.CharField(
        label=_("What did you change?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("Nothing works the same everywhere. Everybody reads this: no names of people."),
    )
    happened = forms.CharField(
        label=_("What happened then?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("Also what went wrong, or is not clear yet."),
    )

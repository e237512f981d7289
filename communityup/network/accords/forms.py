"""What does one fill in: what members agree on, and when it is looked at again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.accords.models import WORDS_LENGTH


class AccordForm(forms.Form):
    """An agreement among members."""

    words = forms.CharField(
        label=_("What do we agree?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("For example: each of us brings somebody new this year. Everybody reads this."),
    )
    review_on = forms.DateField(
        label=_("When do we look at it again?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

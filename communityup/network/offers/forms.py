"""What does one fill in about offers and wishes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.offers.models import WORDS_LENGTH, Offer


class OfferForm(forms.Form):
    """What a member offers or looks for."""

    direction = forms.ChoiceField(
        label=_("Do you offer it, or look for it?"), choices=Offer.Direction.choices, widget=forms.RadioSelect
    )
    what = forms.ChoiceField(label=_("What is it about?"), choices=Offer.What.choices)
    words = forms.CharField(
        label=_("Tell it in one or two sentences"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody reads this."),
    )


class FilterForm(forms.Form):
    """How one finds what others offer and look for."""

    summary_heading = _("This choice cannot be shown, so you see everything.")
    direction = forms.ChoiceField(
        label=_("Which way?"), choices=[("", _("all")), *Offer.Direction.choices], required=False
    )
    what = forms.ChoiceField(label=_("What about?"), choices=[("", _("all")), *Offer.What.choices], required=False)
    words = forms.CharField(label=_("Words"), max_length=80, required=False)

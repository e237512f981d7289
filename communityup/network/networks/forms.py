"""What does one fill in about a network."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.networks.models import NAME_LENGTH, WORDS_LENGTH


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


class AboutForm(forms.Form):
    """What a network says of itself."""

    name = forms.CharField(label=_("What is the network called?"), max_length=NAME_LENGTH)
    theme = forms.CharField(label=_("What is it about, in a few words?"), max_length=NAME_LENGTH, required=False)
    purpose = _words(_("What is it for?"), hint=_("Two or three sentences. Everybody reads this."))
    joining = _words(_("How does one join?"), required=False, hint=_("Leave it empty when writing to you is enough."))
    sender = forms.CharField(
        label=_("In which name do letters go out?"),
        max_length=NAME_LENGTH,
        help_text=_("Readers see this name above every letter of the network."),
    )
    contact = forms.EmailField(
        label=_("Where do people reach you?"),
        help_text=_("An e-mail address that everybody may see. Preferably not your own, but one of the network."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AskForm(forms.Form):
    """Whom one asks to coordinate."""

    email = forms.EmailField(label=_("What is the e-mail address of this person?"))


class AwayForm(forms.Form):
    """Until when a coordinator does not answer."""

    until = forms.DateField(
        label=_("Up to and including which day are you away?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty when you are back. Everybody reads this on the page of the network."),
    )

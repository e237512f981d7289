"""What does one fill in to ask for a network: three fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.founding.models import PURPOSE_LENGTH
from communityup.network.networks.models import NAME_LENGTH


class RequestForm(forms.Form):
    """A network that somebody asks for."""

    name = forms.CharField(label=_("What is the network called?"), max_length=NAME_LENGTH)
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": PURPOSE_LENGTH}),
        help_text=_("Two or three sentences. Everybody reads them once the network is there."),
    )
    email = forms.EmailField(
        label=_("Who coordinates it? An e-mail address"),
        help_text=_("It may be your own. This person gets a letter with the question, and says yes or no."),
    )

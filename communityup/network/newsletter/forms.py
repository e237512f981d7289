"""What does one fill in to stay informed. Nothing is ticked beforehand (A53)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.newsletter.models import Topic
from communityup.network.newsletter.queries import YES
from communityup.ui.forms import GuardedForm

ADDRESS_LENGTH = 254


def _topics() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("About what do you want to hear?"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one topic at least.")},
    )


class SignUpForm(GuardedForm):
    """Ask for letters, without an account."""

    topics = _topics()
    email = forms.EmailField(
        label=_("What is your e-mail address?"),
        max_length=ADDRESS_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get one mail there, with a link to confirm."),
    )
    consent = forms.BooleanField(
        label=YES, error_messages={"required": _("Tick this box: without your yes we may not write to you.")}
    )


class TopicsForm(forms.Form):
    """Choose other topics."""

    topics = _topics()

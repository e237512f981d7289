"""What does one fill in to be asked: who, how and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import NAME_LENGTH
from communityup.workspace.reach.models import HOURS_LENGTH, PHONE_LENGTH


class ContactForm(forms.Form):
    """How one can be reached oneself; a name or a role, a telephone number or an address, and when."""

    name = forms.CharField(label=_("Your name or role"), max_length=NAME_LENGTH)
    phone = forms.RegexField(
        label=_("Telephone number"),
        regex=r"^[0-9+() .-]{6,}$",
        max_length=PHONE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"invalid": _("Use only digits and signs such as + and -.")},
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    hours = forms.CharField(
        label=_("When can people reach you?"),
        max_length=HOURS_LENGTH,
        help_text=_("For instance: Tuesday and Thursday from 10 to 12."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a contact without any way to reach them."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data["phone"] and not data["email"]:
            raise forms.ValidationError(
                _("Fill in a telephone number or an e-mail address, so that people can ask you.")
            )
        return data

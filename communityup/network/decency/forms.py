"""What does one fill in: a report, what should happen with reported words, and what one thinks of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.decency.models import WORDS_LENGTH, Key
from communityup.texts.models import Reason

SEARCH_LENGTH = 100  # a few words; a database refuses to look for very many at once


def searched(typed: str) -> str:
    """Return what somebody looks for, as a database can look for it."""
    return typed.replace("\0", "").strip()[:SEARCH_LENGTH]


def _words(label: Any, hint: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, help_text=hint, required=False)


class ReportForm(forms.Form):
    """What is wrong with these words."""

    reason = forms.ChoiceField(
        label=_("What is wrong with these words?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with these words."),
            "invalid_choice": _("Choose what is wrong with these words."),
        },
    )
    words = _words(_("Do you want to explain it?"), _("Only the two who look at it read this. You can leave it empty."))


class KeyForm(forms.Form):
    """What should happen with reported words."""

    wish = forms.ChoiceField(
        label=_("What should happen with these words?"),
        choices=Key.Wish.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what should happen with these words."),
            "invalid_choice": _("Choose what should happen with these words."),
        },
    )


class AgainForm(forms.Form):
    """What whose words these are thinks of it."""

    words = _words(
        _("What do you think of it?"), _("Only the two who look at it again read this. You can leave it empty.")
    )

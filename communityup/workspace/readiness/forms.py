"""What does one fill in about being ready, beside the questions themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.readiness.models import WORDS_LENGTH, Outcome


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


class OutcomeForm(forms.Form):
    """What one's own party makes of a round; `seen` is the mark of what it said before."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("Is your party ready to go on together?"),
        choices=Outcome.Choice.choices,
        widget=forms.RadioSelect,
        help_text=_("Only your own party sees what you choose. The others see what all parties say together."),
    )
    words = _words(
        _("What do you want to say about it?"), required=False, hint=_("Everybody in this round reads these words.")
    )


class StepForm(forms.Form):
    """What one's own party will do."""

    words = _words(_("What will your party do because of this round?"), hint=_("One thing that is small and near."))


class EndForm(forms.Form):
    """Why there is deliberately no step; asked only while there is none."""

    no_step = _words(
        _("Why do you deliberately do nothing now?"), hint=_("That may be a good choice. Everybody reads why.")
    )

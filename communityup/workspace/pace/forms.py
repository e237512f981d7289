"""What does one fill in about the pace."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.pace.models import WORDS_LENGTH, Signal

WHAT_LENGTH = 160


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


class StepBackForm(forms.Form):
    """Why one's own party wants to look together first."""

    reason = _words(_("What happened, or what worries you?"))

    def __init__(self, *args: Any, days: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = _(
            "Everybody in this challenge reads this. You go on when all agree; after %(days)s days all parties are "
            "asked by itself."
        ) % {"days": days}


class MomentForm(forms.Form):
    """How one's own party saw what happened."""

    words = _words(_("How did your party see this moment?"), hint=_("Only what you saw and felt yourselves."))


class SignalForm(forms.Form):
    """A sign that the pace does not fit."""

    kind = forms.ChoiceField(label=_("What do you notice?"), choices=Signal.Kind.choices, widget=forms.RadioSelect)
    words = _words(_("What would help?"), required=False, hint=_("Nobody sees who wrote this."))


class AnswerForm(forms.Form):
    """The answer of who keeps the process."""

    words = _words(_("Your answer"))


class OutsideDateForm(forms.Form):
    """A date that was set outside the table."""

    what = forms.CharField(label=_("What must be ready?"), max_length=WHAT_LENGTH)
    day = forms.DateField(label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    origin = forms.CharField(label=_("Who set this date, and why?"), max_length=WHAT_LENGTH)


class MoveForm(forms.Form):
    """The new day of a date from outside."""

    day = forms.DateField(label=_("Which day is it now?"), widget=forms.DateInput(attrs={"type": "date"}))
    origin = forms.CharField(label=_("Who moved this date, and why?"), max_length=WHAT_LENGTH)

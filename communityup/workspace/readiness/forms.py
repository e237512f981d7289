"""What does one fill in about being ready, beside the questions themselves."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.questionnaires.forms import AnswerForm
from communityup.workspace.readiness.models import WORDS_LENGTH, Outcome


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


class Answers(AnswerForm):
    """The answers to a round; with nothing filled in there is nothing to keep, but who answered can empty it again."""

    def __init__(self, *args: Any, given: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, given=given, **kwargs)
        self.before = bool(given)

    @property
    def filled(self) -> bool:
        """Say whether at least one question is answered."""
        return any(value not in {None, ""} for value in self.given.values())

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing is filled in, unless it empties what was there."""
        if not self.errors and not self.before and not self.filled:
            raise forms.ValidationError(_("Nothing is filled in yet. Answer at least one question."))
        return self.cleaned_data


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

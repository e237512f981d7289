"""What does the clerk fill in about a formal decision."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communityup.workspace.formal.models import REFERENCE_LENGTH, WORDS_LENGTH, FormalDecision
from communityup.workspace.formal.queries import Outcome

Beside = FormalDecision.Beside


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


class DecisionForm(forms.Form):
    """What was decided, by whom, when, and how that stands beside what the table decided."""

    body = forms.ChoiceField(label=_("Who decided?"), choices=FormalDecision.Body.choices, widget=forms.RadioSelect)
    day = forms.DateField(label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(
        label=_("Link or number of the decision"), max_length=REFERENCE_LENGTH, help_text=_("So everybody can find it.")
    )
    words = _words(_("What was decided?"), hint=_("As it was decided, without an opinion."))
    beside = forms.ChoiceField(
        label=_("How does it stand beside what the table decided?"),
        choices=FormalDecision.Beside.choices,
        widget=forms.RadioSelect,
    )
    about = forms.MultipleChoiceField(
        label=_("Which outcomes of the table is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _words(
        _("Why otherwise than the table?"),
        required=False,
        hint=_("Only for a decision otherwise than the table. Everybody reads this reason."),
    )
    reason_link = forms.URLField(
        label=_("Where can one read more about the reason? (a link)"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, known: Iterable[Outcome], **kwargs: Any) -> None:
        """Offer what the table decided; without anything there is nothing to choose."""
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.label} ({one.state})") for one in known]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            self.fields["about"].widget = forms.MultipleHiddenInput()

    def clean_day(self) -> dt.date:
        """Say that a decision has a day that is not to come."""
        day: dt.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("A decision is recorded after it was taken. Choose today or earlier."))
        return day

    def clean(self) -> dict[str, Any]:
        """Say what a comparison with the table still lacks."""
        given = super().clean() or {}
        if given.get("beside") in {Beside.AS_TABLE, Beside.OTHERWISE} and not given.get("about"):
            self.add_error("about" if self.fields["about"].choices else "beside", gettext("Choose at least one."))  # type: ignore[attr-defined]
        if given.get("beside") == Beside.OTHERWISE and not given.get("reason"):
            self.add_error("reason", gettext("Write the reason: everybody may know why it is otherwise."))
        return given

"""What does one fill in about codes: what kind and how many, and the code from a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import is_id
from communityup.codes.queries import LENGTH, normalised
from communityup.workspace.joining.models import Sheet
from communityup.workspace.joining.permissions import MOST_IN_A_HALL

OWN, ALL = "own", "all"


class SheetForm(forms.Form):
    """Codes to print: for a letter box or for a hall."""

    public_id = forms.CharField(widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label=_("Where do people find the code?"), choices=Sheet.Source, widget=forms.RadioSelect
    )
    whose = forms.ChoiceField(label=_("For whom do they take part?"), widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("For how many people?"),
        min_value=1,
        max_value=MOST_IN_A_HALL,
        help_text=_(
            "Letters: as many letters as you need, at most 200 at a time. Hall: at most so many people, up to 500."
        ),
    )
    last_day = forms.DateField(
        label=_("Until which day do the codes work?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("It stands on the paper. Letters: at most 90 days. Hall: at most 31 days."),
    )

    def __init__(self, *args: Any, party: str, opened: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = (OWN, _("%(party)s: they think along") % {"party": party})
        everybody = (ALL, _("The open conversation: everybody in their own name"))
        self.fields["whose"].choices = [mine, everybody] if opened else [mine]  # type: ignore[attr-defined]

    def clean_public_id(self) -> str:
        """Return the id that came with the empty form."""
        value: str = self.cleaned_data["public_id"]
        if not is_id(value):
            raise forms.ValidationError(_("Open this page again: the form was not complete."))
        return value

    def clean(self) -> dict[str, Any]:
        """Say for whom in the words of the action."""
        cleaned = super().clean() or {}
        cleaned["for_all"] = cleaned.pop("whose", OWN) == ALL
        return cleaned


class CodeForm(forms.Form):
    """The code from a letter; capitals, spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("The code from your letter"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the code in its one form."""
        code = normalised(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(_("A code has ten letters and digits, such as BCDFG-23456. Look again."))
        return code

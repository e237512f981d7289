"""What does one fill in about paper: which forms to print, and the code on the strip of a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import is_id
from communityup.codes.queries import LENGTH, normalised
from communityup.workspace.paper.models import Kind
from communityup.workspace.paper.permissions import MOST_AT_ONCE

OWN, ALL = "own", "all"
SIZES = [("a4", _("large: one form on each A4")), ("a5", _("small: A5"))]


class PileForm(forms.Form):
    """Forms to print and hand out."""

    public_id = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What do people fill in?"), choices=Kind, widget=forms.RadioSelect)
    whose = forms.ChoiceField(label=_("For whom do they take part?"), widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("How many forms?"), min_value=1, max_value=MOST_AT_ONCE, help_text=_("At most 50 at a time.")
    )
    size = forms.ChoiceField(label=_("How large?"), choices=SIZES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, party: str, opened: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = (OWN, _("%(party)s: they think along") % {"party": party})
        everybody = (ALL, _("The open conversation: everybody in their own name"))
        self.fields["whose"].choices = [mine, everybody] if opened else [mine]  # type: ignore[attr-defined]

    def clean_public_id(self) -> str:
        """Return the id that came with the empty page."""
        value: str = self.cleaned_data["public_id"]
        if not is_id(value):
            raise forms.ValidationError(_("Open this page again: the form was not complete."))
        return value

    def clean(self) -> dict[str, Any]:
        """Say for whom in the words of the action; an interest is a party's, nobody has one in their own name."""
        cleaned = super().clean() or {}
        cleaned["for_all"] = cleaned.pop("whose", OWN) == ALL
        if cleaned["for_all"] and cleaned.get("kind") == Kind.INTEREST:
            self.add_error("whose", _("An interest is of a party. In their own name people share thoughts."))
        return cleaned


class CodeForm(forms.Form):
    """The code on the strip of a form; capitals, spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("The code on the strip of your form"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the code in its one form."""
        code = normalised(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(_("A code has ten letters and digits, such as BCDFG-23456. Look again."))
        return code

"""What does one fill in about where one stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.networks.models import Condition
from communityup.network.positions.models import Position


class PositionsForm(forms.Form):
    """How far one is on each condition, and what may be used to match."""

    may_match = forms.MultipleChoiceField(
        label=_("What may we use to find a match for a visit?"),
        choices=Condition.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Then a match can say: they are further in this than you. Only who is matched reads that, and only when "
            "the other chose it too."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        last = self.fields.pop("may_match")
        for one in Condition:
            self.fields[one.value] = forms.ChoiceField(
                label=one.label,
                choices=[*Position.Stand.choices, ("", _("we leave this open"))],
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["may_match"] = last

    @property
    def stands(self) -> dict[str, str]:
        """Return what was chosen for each condition."""
        return {one.value: self.cleaned_data[one.value] for one in Condition}

"""What does one fill in to close a challenge or to open it again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Party
from communityup.workspace.endings.models import WORDS_LENGTH, Outcome


class ClosingForm(forms.Form):
    """What came of the challenge, who goes on with it if somebody does, and why you close it."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Outcome, widget=forms.RadioSelect)
    taken_over_by = forms.ChoiceField(
        label=_("Which party goes on with it?"),
        required=False,
        help_text=_("Only when one party goes on with it. That party says yes itself, like all others."),
    )
    reason = forms.CharField(
        label=_("Why do you want to close it?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody who can see this challenge reads this, also later. All parties decide on it."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        """Offer the parties that take part now."""
        super().__init__(*args, **kwargs)
        self.parties = {party.public_id: party for party in parties}
        choices = [("", _("nobody alone")), *((key, party.name) for key, party in self.parties.items())]
        self.fields["taken_over_by"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """Ask for the party when one goes on with it, and only then."""
        found: dict[str, Any] = super().clean() or {}
        outcome, party = found.get("outcome"), self.parties.get(found.get("taken_over_by", ""))
        if outcome == Outcome.TAKEN_OVER and party is None:
            self.add_error("taken_over_by", _("Say which party goes on with it."))
        if outcome and outcome != Outcome.TAKEN_OVER and party is not None:
            self.add_error("taken_over_by", _("Leave this open, or choose above that one party goes on with it."))
        return {**found, "taken_over_by": party}


class ReopeningForm(forms.Form):
    """Why the challenge should be open again."""

    reason = forms.CharField(
        label=_("Why do you want to open it again?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody who can see this challenge reads this, also later. All parties decide on it."),
    )

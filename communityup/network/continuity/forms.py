"""What does one fill in to introduce oneself before a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.continuity.models import BRIEFED_LENGTH, BRINGS_LENGTH


class IntroductionForm(forms.Form):
    """A card for the others who come."""

    brings = forms.CharField(
        label=_("What do you bring along?"),
        max_length=BRINGS_LENGTH,
        help_text=_("What you are busy with, what you know, or a question. Others who have a place read it."),
    )
    is_substitute = forms.BooleanField(label=_("I come in the place of somebody else"), required=False)
    briefed = forms.CharField(
        label=_("Who told you what happened so far?"),
        max_length=BRIEFED_LENGTH,
        required=False,
        help_text=_("Only when you come in the place of somebody else. A role is enough, such as: my colleague."),
    )
    is_new = forms.BooleanField(label=_("I come for the first time"), required=False)

    def clean(self) -> dict[str, Any]:
        """Check that a substitute says how they were briefed (B38)."""
        data = super().clean() or {}
        if data.get("is_substitute") and not data.get("briefed") and "briefed" not in self.errors:
            self.add_error(
                "briefed",
                _("Say who told you what happened so far. Did nobody do that? Ask it before the session."),
            )
        return data

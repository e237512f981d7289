"""What does one fill in to go to another phase, or to look back on one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Challenge
from communityup.workspace.phases import queries
from communityup.workspace.phases.models import WORDS_LENGTH


class ChangeForm(forms.Form):
    """To which phase, and why one can go on although not everything is there."""

    asks_all = True  # all parties are asked, which waits during a step back

    to = forms.ChoiceField(label=_("To which phase?"))
    reason = forms.CharField(
        label=_("Why can you go on without what is not there yet?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Every party reads this and decides on it too."),
    )

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.challenge = challenge
        choices = [(phase.value, phase.label) for phase in queries.possible(challenge)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if not queries.still_open(challenge):
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason on the way forward only: going back leaves nothing open."""
        found: dict[str, Any] = super().clean() or {}
        ahead = queries.goes_on(self.challenge, found.get("to", ""))
        if ahead and "reason" in self.fields and not found.get("reason", "").strip():
            self.add_error("reason", _("Say in a sentence why you can go on."))
        return found


class ReflectionForm(forms.Form):
    """What one's own party takes along."""

    words = forms.CharField(
        label=_("What went well, what was hard, and what do you take along?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("The other parties read this when all looked back, or when you go on."),
    )

"""What does one fill in about themes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.meetings.models import THEME_LENGTH, Session
from communityup.network.themes.models import WHY_LENGTH, Theme


class ThemeForm(forms.Form):
    """A theme for a session."""

    title = forms.CharField(label=_("Which theme?"), max_length=THEME_LENGTH)
    kind = forms.ChoiceField(label=_("What kind of theme is it?"), choices=Theme.Kind.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why this theme?"),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WHY_LENGTH}),
        help_text=_("What do you want to know or be able to do? Everybody reads this."),
    )


class SessionForm(forms.Form):
    """To which session a theme goes."""

    session = forms.ChoiceField(
        label=_("To which session?"),
        help_text=_("Coming sessions without a theme. You can take it off again as long as the session is ahead."),
    )

    def __init__(self, *args: Any, sessions: Sequence[tuple[Session, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {one.public_id: one for one, _words in sessions}
        choices = [(one.public_id, words) for one, words in sessions]
        self.fields["session"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean_session(self) -> Session:
        """Return the session that was chosen."""
        return self.sessions[self.cleaned_data["session"]]

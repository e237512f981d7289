"""What does one fill in to search the whole site."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.library.models import TITLE_LENGTH
from communityup.network.members.models import Delegate

LONGEST = 120


class MakePracticeForm(forms.Form):
    """For which network a practice is begun from a challenge, and what it is called."""

    member = forms.ChoiceField(label=_("In which network, and for whom?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("What will the practice be called?"),
        max_length=TITLE_LENGTH,
        help_text=_("Say what you did together. You can change this until it is published."),
    )

    def __init__(self, *args: Any, own: Sequence[Delegate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(one.member_id): one.member for one in own}
        choices = [(key, f"{one.network.name} ({one.name})") for key, one in self.own.items()]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]
        self.fields["member"].initial = choices[0][0] if choices else None

    def clean_member(self) -> Any:
        """Return the member, of those for which this person acts."""
        return self.own[self.cleaned_data["member"]]


class SearchForm(forms.Form):
    """The words somebody looks for."""

    summary_heading = _("Nothing was looked for yet.")
    words = forms.CharField(
        label=_("What are you looking for?"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=_("All words have to be there; another form of a word is found too. For example: keys of the hall."),
        error_messages={"required": _("Type a word first.")},
    )

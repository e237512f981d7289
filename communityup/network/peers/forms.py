"""What does one fill in about learning questions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import Member
from communityup.network.peers.models import QUESTION_LENGTH, THEME_LENGTH, WORDS_LENGTH, LearningQuestion

State = LearningQuestion.State


def _words(label: Any, *, limit: int = WORDS_LENGTH, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


class WordsForm(forms.Form):
    """The words of a question."""

    words = _words(_("What do you want to find out?"), limit=QUESTION_LENGTH, hint=_("Everybody reads this."))


class AskForm(WordsForm):
    """A question, and with whom one searches."""

    field_order = ("theme", "words", "along")
    theme = forms.CharField(label=_("Around which theme?"), max_length=THEME_LENGTH)
    along = forms.MultipleChoiceField(
        label=_("With whom do you want to search?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They get a message. Who says yes can change the question too."),
    )

    def __init__(self, *args: Any, members: Sequence[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {one.public_id: one for one in members}
        choices = [
            (key, " · ".join(part for part in (one.name, one.theme) if part)) for key, one in self.members.items()
        ]
        self.fields["along"].choices = choices  # type: ignore[attr-defined]  # it is a MultipleChoiceField
        if not choices:
            del self.fields["along"]

    @property
    def asked(self) -> list[Member]:
        """Return the members that were ticked."""
        return [self.members[key] for key in dict.fromkeys(self.cleaned_data.get("along", []))]


class CloseForm(forms.Form):
    """How a question ends."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(one.value, one.label) for one in (State.ANSWERED, State.DROPPED)],
        widget=forms.RadioSelect,
    )
    words = _words(_("What do you take along, or why do you let it go?"), hint=_("Everybody reads this."))


class ExperienceForm(forms.Form):
    """What a member did and what happened."""

    did = _words(_("What did you do?"), hint=_("What you did yourselves, not what others should do."))
    happened = _words(_("What happened then?"), required=False, hint=_("Also what went wrong, or is not clear yet."))


class FilterForm(forms.Form):
    """How one finds a question."""

    summary_heading = _("This choice cannot be shown, so you see all learning questions.")
    theme = forms.CharField(label=_("Theme or words"), max_length=THEME_LENGTH, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *State.choices], required=False)

"""What does one fill in about interests and goals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.facts.queries import Usable
from communityup.workspace.goals.models import (
    GOAL_LENGTH,
    INTEREST_LENGTH,
    QUESTION_LENGTH,
    REASON_LENGTH,
    VOICE_LENGTH,
    Interest,
    Relation,
)


def _words(label: Any, length: int, *, rows: int = 3, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": length})
    return forms.CharField(label=label, max_length=length, widget=widget, help_text=hint)


class InterestForm(forms.Form):
    """One interest of one's own party."""

    words = _words(_("What does your party need?"), INTEREST_LENGTH, hint=_("Not the solution, but why it matters."))


class HorizonForm(forms.Form):
    """How far ahead an interest looks, and who speaks for the long term."""

    horizon = forms.ChoiceField(
        label=_("How far ahead does it look?"), choices=Interest.Horizon.choices, widget=forms.RadioSelect
    )
    voice = forms.CharField(
        label=_("Who speaks for it at the table?"),
        max_length=VOICE_LENGTH,
        required=False,
        help_text=_("Only for the long term, for instance for children or for who lives here later. A role, no name."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for somebody to speak only where the long term is at stake."""
        given = super().clean() or {}
        if given.get("voice") and given.get("horizon") != Interest.Horizon.LONG:
            self.add_error("voice", _("Only an interest for the long term needs somebody who speaks for it."))
        return given


class AskOnForm(forms.Form):
    """What lies behind an interest of another party."""

    words = _words(
        _("What would you like to know?"),
        QUESTION_LENGTH,
        hint=_("For instance: why does this matter to you? What happens if it does not work out?"),
    )


class AnswerForm(forms.Form):
    """What lies behind an interest of one's own party."""

    words = _words(_("What lies behind it?"), QUESTION_LENGTH)


class GoalForm(forms.Form):
    """A goal that all parties could share."""

    words = _words(_("What do you want to reach together?"), GOAL_LENGTH, rows=2)

    def __init__(self, *args: Any, facts: Sequence[Usable] = (), **kwargs: Any) -> None:
        """Offer what it can rest on, with what does not count yet and why."""
        super().__init__(*args, **kwargs)
        if facts:
            self.fields["rests_on"] = forms.MultipleChoiceField(
                label=_("Which facts and documents does it rest on?"),
                choices=[(one.key, f"{one.label} ({one.note})" if one.note else one.label) for one in facts],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("Only what has plain words and what everybody could read counts."),
            )


class ReasonForm(forms.Form):
    """Why not yet; an open reason, for all to read. `seen` is the mark of the answer that the page shows (E6)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = _words(_("Not yet, because …"), REASON_LENGTH, hint=_("Everybody in this challenge can read this."))


class RetirementForm(forms.Form):
    """Why a shared goal could be let go."""

    reason = _words(_("Why can this goal go?"), REASON_LENGTH)


class RelationForm(forms.Form):
    """What a goal does to an interest: one of three."""

    goal = forms.CharField(max_length=32)
    effect = forms.ChoiceField(choices=Relation.Effect.choices)

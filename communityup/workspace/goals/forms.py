"""What does one fill in about interests and goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.goals.models import GOAL_LENGTH, INTEREST_LENGTH, REASON_LENGTH, Relation


def _words(label: Any, length: int, *, rows: int = 3, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": length})
    return forms.CharField(label=label, max_length=length, widget=widget, help_text=hint)


class InterestForm(forms.Form):
    """One interest of one's own party."""

    words = _words(_("What does your party need?"), INTEREST_LENGTH, hint=_("Not the solution, but why it matters."))


class GoalForm(forms.Form):
    """A goal that all parties could share."""

    words = _words(_("What do you want to reach together?"), GOAL_LENGTH, rows=2)


class ReasonForm(forms.Form):
    """Why not yet; an open reason, for all to read."""

    reason = _words(_("Not yet, because …"), REASON_LENGTH, hint=_("Everybody in this challenge can read this."))


class RetirementForm(forms.Form):
    """Why a shared goal could be let go."""

    reason = _words(_("Why can this goal go?"), REASON_LENGTH)


class RelationForm(forms.Form):
    """What a goal does to an interest: one of three."""

    goal = forms.CharField(max_length=32)
    effect = forms.ChoiceField(choices=Relation.Effect.choices)

"""What does one fill in about parallel tracks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Party
from communityup.workspace.goals.models import Goal
from communityup.workspace.tracks.models import LINK_LENGTH, SHORT_LENGTH, WHAT_LENGTH, WORDS_LENGTH, Track


class Link(forms.URLField):
    """An address of a page: http or https, nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"])]


def _words(label: Any, hint: Any = "", *, length: int = WORDS_LENGTH, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint)


class RewordForm(forms.Form):
    """What runs, when, and where one reads about it."""

    what = _words(_("What runs beside this challenge?"), length=WHAT_LENGTH, rows=3)
    period = forms.CharField(
        label=_("When?"),
        max_length=SHORT_LENGTH,
        required=False,
        help_text=_('As far as you know, for instance "council in March, start after the summer".'),
    )
    link = Link(
        label=_("Where can one read about it? (a link)"), max_length=LINK_LENGTH, required=False, assume_scheme="https"
    )


class TrackForm(RewordForm):
    """A plan in the same place: what it is, who runs it, and which goals it touches."""

    field_order = ("kind", "what", "runs", "runner", "period", "link", "goals")
    kind = forms.ChoiceField(label=_("What kind of plan is it?"), choices=Track.Kind.choices)
    runner = forms.CharField(
        label=_("Who is that?"),
        max_length=SHORT_LENGTH,
        required=False,
        help_text=_("Only when no party here does. Name an organisation, not a person."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.number): party for party in parties}
        self.goals = {goal.public_id: goal for goal in goals}
        names = [(number, party.name) for number, party in self.parties.items()]
        self.fields["runs"] = forms.ChoiceField(
            label=_("Who runs it?"), choices=[("", _("Somebody who does not take part here")), *names], required=False
        )
        if goals:
            self.fields["goals"] = forms.MultipleChoiceField(
                label=_("Which of our goals does it touch?"),
                choices=[(goal.public_id, str(goal.text)) for goal in goals],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("Then it is on the agenda of all parties, until somebody writes what came out of it."),
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Turn numbers and ids into parties and goals; somebody runs it."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["runs"] = self.parties.get(cleaned.get("runs", ""))
        cleaned["goals"] = [self.goals[chosen] for chosen in cleaned.get("goals", ())]
        if cleaned["runs"] is None and not cleaned.get("runner") and "runner" not in self.errors:
            self.add_error("runner", _("Choose a party above, or say here who runs it."))
        return cleaned


class FrictionForm(forms.Form):
    """Where a plan rubs with what one does together here."""

    words = _words(_("Where does it rub?"), _("What does this plan do to our goals, or to your party?"))


class OutcomeForm(forms.Form):
    """What came out of talking about it."""

    waits = True  # nothing leaves the agenda during a step back

    outcome = _words(
        _("What came out of it?"),
        _("What did you agree, or where do you still differ? With this it leaves the agenda. Everybody reads it."),
    )


class EndForm(forms.Form):
    """What came of a plan that no longer runs."""

    waits = True  # nothing leaves the agenda during a step back

    words = _words(_("What came of this plan?"))


class OverlapForm(forms.Form):
    """One more goal that a plan touches."""

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {goal.public_id: goal for goal in goals}
        choices = [(goal.public_id, str(goal.text)) for goal in goals]
        self.fields["goal"] = forms.ChoiceField(
            label=_("Which goal does it touch too?"), choices=choices, widget=forms.RadioSelect
        )

    def clean_goal(self) -> Goal:
        """Turn an id into the goal."""
        return self.goals[self.cleaned_data["goal"]]

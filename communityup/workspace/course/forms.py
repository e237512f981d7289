"""What does one fill in for a route, a change of course, something new, or the end of a route."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.course import queries
from communityup.workspace.course.models import LINK_LENGTH, NAME_LENGTH, REASON_LENGTH, WORDS_LENGTH
from communityup.workspace.goals.models import Goal


def _words(label: Any, *, rows: int, most: int, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=hint)


class EndForm(forms.Form):
    """Why, and when one looks at it again."""

    why = _words(_("Why do we end this route?"), rows=3, most=REASON_LENGTH)
    review_on = forms.DateField(
        label=_("When do we look at it again?"),
        input_formats=["%Y-%m-%d"],
        initial=queries.usual_review,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day all parties get a message. Until then it just counts."),
    )

    def clean_review_on(self) -> dt.date:
        """Only a day that comes, and not too far away."""
        day: dt.date = self.cleaned_data["review_on"]
        if problem := queries.wrong_day(day):
            raise forms.ValidationError(problem)
        return day


class ChangeForm(EndForm):
    """Other words for a route, and why."""

    words = _words(_("How do we want to get there?"), rows=8, most=WORDS_LENGTH)
    why = _words(_("What changes, and why?"), rows=3, most=REASON_LENGTH)
    field_order: Sequence[str] = ("words", "why", "review_on")


class ReopenForm(ChangeForm):
    """What one knows now, what that means for the route, and why."""

    fact = _words(
        _("What do we know now that we did not know then?"),
        rows=3,
        most=REASON_LENGTH,
        hint=_("A fact, an experience or an insight. Everybody in this challenge can read this."),
    )
    link = forms.URLField(
        label=_("Where can one read it?"), required=False, assume_scheme="https", max_length=LINK_LENGTH, empty_value=""
    )
    why = _words(_("What does that mean for this route?"), rows=3, most=REASON_LENGTH)
    field_order = ("fact", "link", "words", "why", "review_on")


class RouteForm(ChangeForm):
    """A first version of a route. Without shared goals one does not choose where it leads."""

    name = forms.CharField(
        label=_("What do you call this route?"),
        max_length=NAME_LENGTH,
        help_text=_("A few words, to tell it from other routes."),
    )
    why = _words(_("Why this route?"), rows=3, most=REASON_LENGTH)
    field_order = ("name", "goal", "words", "why", "review_on")

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {goal.public_id: goal for goal in goals}
        if goals:
            choices = [("", _("all our goals")), *((key, str(goal)) for key, goal in self.goals.items())]
            self.fields["goal"] = forms.ChoiceField(label=_("Where does it lead?"), choices=choices, required=False)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Give the goal itself, or None for all of them."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {**cleaned, "goal": self.goals.get(cleaned.get("goal", ""))}

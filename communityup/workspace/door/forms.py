"""What does one fill in for a formal request."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Party
from communityup.workspace.door.actions import Asked
from communityup.workspace.door.models import SHORT_LENGTH, WORDS_LENGTH, Answer, Request

QUESTIONS: dict[str, Any] = {
    Request.Kind.ORDINANCE: _("In what do you want to take part, and how?"),
    Request.Kind.CHALLENGE: _("Which task do you want to take over?"),
    Request.Kind.PLANNING: _("What do you ask, and in which procedure?"),
}
REASONS: dict[str, Any] = {
    Request.Kind.ORDINANCE: _("Why is that needed?"),
    Request.Kind.CHALLENGE: _("Why can you do it as well or better, and who carries it with you?"),
    Request.Kind.PLANNING: _("Why, and whom did you talk with about it?"),
}
NEEDS: dict[str, Any] = {
    Request.Kind.ORDINANCE: _("What do you need to take part?"),
    Request.Kind.CHALLENGE: _("Which means do you ask with it: money, space, people?"),
    Request.Kind.PLANNING: _("Number or name of the procedure, and papers that belong to it"),
}


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=hint,
    )


class RewordForm(forms.Form):
    """What a request says; the questions are those of its kind."""

    field_order: Sequence[str] = ("addressed_to", "addressee", "asks", "preparing", "carrying_out", "evaluating", "why")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["asks"] = _words(QUESTIONS[kind])
        if kind == Request.Kind.ORDINANCE:
            for name, label in (
                ("preparing", _("in preparing")),
                ("carrying_out", _("in carrying out")),
                ("evaluating", _("in looking back")),
            ):
                self.fields[name] = forms.BooleanField(label=label, required=False)
        self.fields["why"] = _words(REASONS[kind])
        self.fields["needs"] = _words(NEEDS[kind], required=False)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Gather what the request says; one of the three parts of the work at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        parts = ("preparing", "carrying_out", "evaluating")
        if self.kind == Request.Kind.ORDINANCE and not any(cleaned.get(name) for name in parts):
            self.add_error("preparing", _("Choose at least one: preparing, carrying out or looking back."))
        said = {name: cleaned.pop(name) for name in ("asks", "why", "needs", *parts) if name in cleaned}
        if not self.errors:
            cleaned["asked"] = Asked(**said)
        return cleaned


class RequestForm(RewordForm):
    """A new request, with whom one asks."""

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.number): party for party in parties}
        names = [(number, party.name) for number, party in self.parties.items()]
        self.fields["addressed_to"] = forms.ChoiceField(
            label=_("Whom do you ask?"),
            choices=[("", _("Somebody who does not take part here")), *names],
            required=False,
        )
        self.fields["addressee"] = forms.CharField(
            label=_("Who is that?"),
            max_length=SHORT_LENGTH,
            required=False,
            help_text=_("Only when it is no party here, for instance the board of a water authority."),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Turn a number into the party; somebody is asked."""
        cleaned = super().clean()
        cleaned["addressed_to"] = self.parties.get(cleaned.get("addressed_to", ""))
        if cleaned["addressed_to"] is None and not cleaned.get("addressee") and "addressee" not in self.errors:
            self.add_error("addressee", _("Choose a party above, or say here whom you ask."))
        return cleaned


class PastDayForm(forms.Form):
    """A day that was: of sending or of receipt."""

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = _day(label)

    def clean_day(self) -> dt.date:
        """Only today or earlier."""
        day: dt.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day


class DeadlineForm(forms.Form):
    """Until when the law gives to answer, and by which rule."""

    day = _day(_("By which day does the law ask for an answer?"))
    source = forms.CharField(
        label=_("By which rule?"),
        max_length=SHORT_LENGTH * 3,
        help_text=_("The article of the law or the ordinance, so that everybody can look it up."),
    )


class AnswerForm(forms.Form):
    """What was answered."""

    outcome = forms.ChoiceField(
        label=_("What is the answer?"), choices=Answer.Outcome.choices, widget=forms.RadioSelect
    )
    words = _words(
        _("In words"), required=False, hint=_("A refusal has its reason. Everybody in this challenge reads it.")
    )

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == Answer.Outcome.REFUSED and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say why this is refused."))
        return cleaned

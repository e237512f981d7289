"""What does one fill in for an agreement."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.workspace.agreements.models import WORDS_LENGTH
from communityup.workspace.agreements.permissions import LONGEST, wrong_review
from communityup.workspace.challenges.models import Party


def _words(label: Any, *, rows: int = 2, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], required=required, help_text=hint)


class TermsForm(forms.Form):
    """What, when, how one sees that it is done, and when both sides look whether it still fits."""

    what = _words(_("What?"))
    due = _day(_("When is it done?"))
    evidence = _words(_("How do we see that it is done?"))
    review_on = _day(
        _("When do we look again?"),
        required=False,
        hint=_("Empty: halfway, within half a year."),
    )

    def clean_due(self) -> dt.date:
        """Only days from today on, and not further than anybody can promise."""
        due: dt.date = self.cleaned_data["due"]
        today = timezone.localdate()
        if due < today:
            raise forms.ValidationError(_("Choose today or a later day."))
        if due > today + LONGEST:
            raise forms.ValidationError(_("Choose a day within fifty years."))
        return due

    def clean(self) -> dict[str, Any]:
        """A day to look again that comes before it is done, or none."""
        cleaned: dict[str, Any] = super().clean() or {}
        review_on, due = cleaned.get("review_on"), cleaned.get("due")
        if review_on is not None and due is not None and (wrong := wrong_review(review_on, due)):
            self.add_error("review_on", wrong)
        return cleaned


class ChangeForm(TermsForm):
    """Other words or another date, for exactly the version one read; and what is new, when that is why."""

    news = _words(
        _("What do we know now that we did not know then?"),
        required=False,
        hint=_("Only if something new is the reason. Everybody in this challenge can read this."),
    )
    version = forms.IntegerField(min_value=1, max_value=30_000, widget=forms.HiddenInput)


class AgreementForm(TermsForm):
    """A first agreement. With two parties at the table one does not choose with whom."""

    field_order = ("promised_by", "promised_to", "what", "due", "evidence", "review_on")

    def __init__(self, *args: Any, parties: Sequence[Party], own: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties, self.own = {str(party.number): party for party in parties}, own
        choices = [(number, party.name) for number, party in self.parties.items()]
        self.fields["promised_by"] = forms.ChoiceField(label=_("Who?"), choices=choices, initial=str(own.number))
        if len(parties) > 2:  # noqa: PLR2004 - an agreement has two sides
            first = next(number for number in self.parties if number != str(own.number))
            self.fields["promised_to"] = forms.ChoiceField(label=_("For whom?"), choices=choices, initial=first)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Turn numbers into the two parties; one's own is one of them."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "promised_by" in cleaned:
            cleaned["promised_by"] = self.parties[cleaned["promised_by"]]
        if "promised_to" in cleaned:
            cleaned["promised_to"] = self.parties[cleaned["promised_to"]]
        elif "promised_by" in cleaned and "promised_to" not in self.fields:
            cleaned["promised_to"] = next(p for p in self.parties.values() if p.pk != cleaned["promised_by"].pk)
        if {"promised_by", "promised_to"} <= cleaned.keys():
            self._refuse_sides(cleaned["promised_by"], cleaned["promised_to"])
        return cleaned

    def _refuse_sides(self, promised_by: Party, promised_to: Party) -> None:
        if promised_by.pk == promised_to.pk:
            self.add_error("promised_to", _("Choose two different parties."))
        elif self.own.pk not in {promised_by.pk, promised_to.pk}:
            self.add_error("promised_to", _("One of the two has to be your own party."))


class VersionForm(forms.Form):
    """Which version one read."""

    version = forms.IntegerField(min_value=1, max_value=30_000, widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """How it went; a promise that was not kept asks for one's own explanation."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), widget=forms.RadioSelect, choices=[("kept", _("Kept")), ("not_kept", _("Not kept"))]
    )
    words = _words(_("In your own words"), required=False, hint=_("Not kept? Then tell why."))

    def __init__(self, *args: Any, past: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not past:
            self.fields["outcome"] = forms.ChoiceField(
                choices=[("kept", _("Kept"))], initial="kept", widget=forms.HiddenInput
            )
            self.fields["words"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """An explanation for what was not kept."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == "not_kept" and not cleaned.get("words"):
            self.add_error("words", _("Tell in your own words why it did not work out."))
        return cleaned


class ReadingForm(forms.Form):
    """The reading of the other side."""

    words = _words(_("How do you see it?"))

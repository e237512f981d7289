"""What does one fill in to get to know each other."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.workspace.acquaintance.models import WORDS_LENGTH, Visit

WHERE_LENGTH, WHAT_LENGTH = 160, 500


def _words(label: Any, length: int = WORDS_LENGTH, *, required: bool = False, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, help_text=hint)


class IntroductionForm(forms.Form):
    """Two questions for everybody, the same space for all (A37)."""

    brings = _words(_("What brings you here?"))
    at_stake = _words(_("What must not go wrong?"))

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("brings", "at_stake")):
            self.add_error("brings", _("Answer one of the two questions; you need not answer both."))
        return data


class NoteForm(forms.Form):
    """Something to the other of one's pair."""

    words = _words(_("Write to each other"), required=True, hint=_("Only the two of you read this."))


class VisitForm(forms.Form):
    """When, where and what of a visit, on the clock of the site."""

    day = forms.DateField(label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    where = forms.CharField(label=_("Where?"), max_length=WHERE_LENGTH)
    what = _words(
        _("What is there to see, and what should people bring?"),
        WHAT_LENGTH,
        required=True,
        hint=_("Say it too when a place is hard to get into, for a wheelchair for example."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the two moments as the action takes them."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["ends"] <= data["begins"]:
            self.add_error("ends", _("A visit ends after it begins."))
            return data
        begins_at, ends_at = (_moment(data["day"], data[name]) for name in ("begins", "ends"))
        return {"what": data["what"], "where": data["where"], "begins_at": begins_at, "ends_at": ends_at}


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def of_visit(visit: Visit) -> dict[str, Any]:
    """Return with what the form to change a visit begins."""
    begins, ends = timezone.localtime(visit.begins_at), timezone.localtime(visit.ends_at)
    moments = {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
    return {"what": str(visit.what), "where": str(visit.where), **moments}


class CancelForm(forms.Form):
    """Why a visit is cancelled, if one likes."""

    reason = _words(_("Why?"), hint=_("Everybody who takes part reads this."))

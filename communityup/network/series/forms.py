"""What does one fill in about sessions that come back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.gatherings.models import WHERE_LENGTH, Way
from communityup.methods import recurring
from communityup.network.meetings.forms import AboutForm
from communityup.network.meetings.models import MOST_IN_SERIES, PURPOSE_LENGTH, Session
from communityup.network.series.actions import Hours
from communityup.network.series.permissions import LONGEST
from communityup.network.series.queries import days_of

MOST_STEPS, LEAST = 12, 2
RULES = [
    (recurring.WEEKS, gettext_lazy("every so many weeks, on the same weekday")),
    (
        recurring.NTH,
        gettext_lazy(
            "every so many months, on the same weekday, such as the second Tuesday; a month without a fifth one has "
            "its last"
        ),
    ),
    (recurring.LAST, gettext_lazy("every so many months, on the last such weekday, such as the last Tuesday")),
    (
        recurring.DATE,
        gettext_lazy("every so many months, on the same date; a month without a 31st, say, has its last day"),
    ),
]


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=hint)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class HoursForm(forms.Form):
    """A day with its times, and where."""

    day = _day(gettext_lazy("Which day?"))
    begins, ends = _time(gettext_lazy("From what time?")), _time(gettext_lazy("Until what time?"))
    way = forms.ChoiceField(
        label=gettext_lazy("How do people come together?"), choices=Way.choices, widget=forms.RadioSelect
    )
    where = forms.CharField(
        label=gettext_lazy("In which place?"),
        max_length=WHERE_LENGTH,
        required=False,
        help_text=gettext_lazy("Everybody reads this, so put no link to an online meeting here."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it begins, is still to come, and can be found."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["ends"] <= data["begins"]:
            self.add_error("ends", _("It ends after it begins."))
        if data["way"] != Way.ONLINE and not data["where"]:
            self.add_error("where", _("Say where it is, so that people can find it."))
        if data["day"] <= timezone.localdate():
            self.add_error("day", _("Choose a day that is still to come."))
        return data

    @property
    def hours(self) -> Hours:
        """Return the times and the place, as the actions take them."""
        return Hours(**{name: self.cleaned_data[name] for name in ("begins", "ends", "way", "where")})


class SeriesForm(AboutForm, HoursForm):
    """Sessions that come back: what they are about, the first day, and by which rule."""

    day = _day(gettext_lazy("What is the first day?"))
    rule = forms.ChoiceField(
        label=gettext_lazy("How do they come back?"), choices=RULES, widget=forms.RadioSelect, initial=recurring.WEEKS
    )
    every = forms.IntegerField(
        label=gettext_lazy("Every how many weeks or months?"), min_value=1, max_value=MOST_STEPS, initial=1
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many times?"), min_value=LEAST, max_value=MOST_IN_SERIES, required=False
    )
    until = _day(
        gettext_lazy("Or until which day?"),
        required=False,
        hint=gettext_lazy(
            "Fill in how many times, until which day, or both. You see all days before anything is planned."
        ),
    )
    field_order = (
        "title", "purpose", "theme", "kind", "day", "begins", "ends", "way", "where", "rule", "every", "number",
        "until",
    )  # fmt: skip
    days: list[dt.date]

    def clean(self) -> dict[str, Any]:
        """Check that the first day fits, and that there are more."""
        data = super().clean() or {}
        self.days = []
        if self.errors:
            return data
        if data["number"] is None and data["until"] is None:
            self.add_error("number", _("Say how many times, or until which day."))
        elif not recurring.fits(data["day"].toordinal(), data["rule"]):
            self.add_error("day", _("This day is not the last of its weekday in the month. Choose one that is."))
        else:
            self._find_days(data)
        return data

    def _find_days(self, data: dict[str, Any]) -> None:
        most = data["number"] or MOST_IN_SERIES
        last = data["day"] + LONGEST
        until = min(data["until"] or last, last)
        self.days = days_of(data["day"], rule=data["rule"], every=data["every"], until=until, most=most)
        if len(self.days) < LEAST:
            self.add_error("until", _("That is one session at most. Choose a later day, or plan it by itself."))

    @property
    def shown(self) -> list[tuple[dt.date, bool]]:
        """Return each day, and whether it stands in for one that its month does not have."""
        first, rule = self.cleaned_data["day"].toordinal(), self.cleaned_data["rule"]
        return [(day, recurring.is_instead(day.toordinal(), first, rule)) for day in self.days]

    def chosen(self, ticked: list[str]) -> list[dt.date]:
        """Return the days that are still ticked; what is no day of this series is left aside."""
        return [day for day in self.days if day.isoformat() in ticked]

    def sent_again(self) -> list[tuple[str, str]]:
        """Return what was filled in, for the second step."""
        return [(name, self.data.get(name, "")) for name in self.fields]


class CancelForm(forms.Form):
    """Why they do not go on."""

    reason = forms.CharField(
        label=gettext_lazy("Why do they not go on?"),
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": PURPOSE_LENGTH}),
        help_text=gettext_lazy("Everybody reads this."),
    )


def of_session(session: Session) -> dict[str, Any]:
    """Return with what the form to move a session and the later ones begins."""
    gathering = session.gathering
    values: dict[str, Any] = {"way": gathering.way, "where": gathering.where}
    if gathering.begins_at is not None and gathering.ends_at is not None:
        begins, ends = timezone.localtime(gathering.begins_at), timezone.localtime(gathering.ends_at)
        values |= {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
    return values

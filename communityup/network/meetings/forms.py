"""What does one fill in about sessions."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Moment
from communityup.gatherings.models import (
    LINK_LENGTH,
    LONGEST_OFFER,
    NAME_LENGTH,
    OFFER_HOURS,
    ROUGH_LENGTH,
    TITLE_LENGTH,
    WHERE_LENGTH,
    Gathering,
    Way,
)
from communityup.network.meetings.actions import About
from communityup.network.meetings.models import PURPOSE_LENGTH, THEME_LENGTH, WORDS_LENGTH, Session
from communityup.ui.forms import GuardedForm

ADDRESS_LENGTH, MOST_PLACES = 254, 5000
FIRST_YEAR, LAST_YEAR = 2000, 2099


def _words(label: Any, *, limit: int = WORDS_LENGTH, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=hint)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class MomentForm(forms.Form):
    """When and where, roughly or exactly, on the clock of the site."""

    day = forms.DateField(
        label=_("Which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave this empty while there is no date."),
    )
    begins, ends = _time(_("From what time?")), _time(_("Until what time?"))
    rough = forms.CharField(
        label=_("No date yet: when is it roughly?"),
        max_length=ROUGH_LENGTH,
        required=False,
        help_text=_("For example: after the summer, more follows."),
    )
    way = forms.ChoiceField(label=_("How do people come together?"), choices=Way.choices, widget=forms.RadioSelect)
    where = forms.CharField(
        label=_("In which place?"),
        max_length=WHERE_LENGTH,
        required=False,
        help_text=_("Who sees the session reads this, so put no link to an online meeting here."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that it is exact or rough."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["day"] is None:
            self._check_rough(data)
        else:
            self._check_day(data)
        return data

    def _check_rough(self, data: dict[str, Any]) -> None:
        if data["begins"] is not None or data["ends"] is not None:
            self.add_error("day", _("You gave a time. Give the day too, or leave the times empty."))
        elif not data["rough"]:
            self.add_error("day", _("Give a day with both times, or say below when it is roughly."))

    def _check_day(self, data: dict[str, Any]) -> None:
        if data["begins"] is None or data["ends"] is None:
            self.add_error(
                "begins" if data["begins"] is None else "ends", _("Give both times, or leave the day empty.")
            )
        elif data["ends"] <= data["begins"]:
            self.add_error("ends", _("It ends after it begins."))
        elif data["way"] != Way.ONLINE and not data["where"]:
            self.add_error("where", _("Say where it is, so that people can find it."))

    @property
    def moment(self) -> Moment:
        """Return when and where, as the action takes it."""
        data = self.cleaned_data
        place = {"way": data["way"], "where": data["where"]}
        if data["day"] is None:
            return Moment(rough=data["rough"], **place)
        begins_at, ends_at = (_moment(data["day"], data[name]) for name in ("begins", "ends"))
        return Moment(begins_at=begins_at, ends_at=ends_at, **place)


class AboutForm(forms.Form):
    """What a session is about."""

    title = forms.CharField(label=_("What is the session called?"), max_length=TITLE_LENGTH)
    purpose = _words(
        _("What is this session for?"), limit=PURPOSE_LENGTH, hint=_("What do you want to know or be able to do?")
    )
    theme = forms.CharField(label=_("What is the theme?"), max_length=THEME_LENGTH, required=False)
    kind = forms.ChoiceField(
        label=_("What kind of theme is it?"), choices=Session.Kind.choices, widget=forms.RadioSelect
    )

    @property
    def about(self) -> About:
        """Return the words, as the action takes them."""
        names = ("title", "purpose", "theme", "kind", "closed")
        return About(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class PlanForm(AboutForm, MomentForm):
    """A new session, or one that was."""

    closed = forms.BooleanField(
        label=_("This is a closed session: only who you invite sees it"),
        required=False,
        help_text=_("It stays so. Its report is public once who was there read it over."),
    )
    field_order = ("title", "purpose", "theme", "kind", "closed", "day", "begins", "ends", "rough", "way", "where")


class CancelForm(forms.Form):
    """Why it does not go on."""

    reason = _words(_("Why does it not go on?"), limit=PURPOSE_LENGTH, hint=_("Everybody reads this."))

    def __init__(self, *args: Any, closed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if closed:
            self.fields["reason"].help_text = _("Who is invited reads this.")


class OutcomesForm(forms.Form):
    """What came of it, and what is next."""

    outcomes = _words(_("What came of it?"), hint=_("In a few sentences, without names. Everybody reads this."))
    next_step = _words(_("What is the next step?"), hint=_("Who does what, or what the next session is about."))

    def __init__(self, *args: Any, closed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if closed:
            self.fields["outcomes"].help_text = _("In a few sentences, without names. Who is invited reads this.")


class PlacesForm(forms.Form):
    """How many can come, and what one should know before."""

    capacity = forms.IntegerField(
        label=_("How many people can come?"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Leave this empty when there is no limit. Who comes online beside a place does not count."),
    )
    offer_hours = forms.IntegerField(
        label=_("How many hours does a place that came free wait for the next on the list?"),
        min_value=1,
        max_value=LONGEST_OFFER,
        initial=OFFER_HOURS,
    )
    online_url = forms.URLField(
        label=_("What is the link to the online meeting?"),
        max_length=LINK_LENGTH,
        required=False,
        assume_scheme="https",
        help_text=_("Only who has a place sees it."),
    )
    house_rules = forms.CharField(
        label=_("What are the house rules?"),
        max_length=PURPOSE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": PURPOSE_LENGTH}),
        help_text=_("For example: what is said here stays here. One reads them before one registers."),
    )


class RegisterForm(GuardedForm):
    """Say that one comes; without an account with one's address."""

    name = forms.CharField(
        label=_("What is your name?"),
        max_length=NAME_LENGTH,
        help_text=_("It stands on the list for who prepares the session, and nowhere else."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("What is your e-mail address?"),
        max_length=ADDRESS_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get one mail there, with a link to confirm."),
    )
    how = forms.ChoiceField(
        label=_("How do you come?"),
        choices=[("place", _("I come to the place")), ("online", _("I come online"))],
        widget=forms.RadioSelect,
    )
    rules = forms.BooleanField(
        label=_("I read the house rules and keep to them"),
        error_messages={"required": _("Read the house rules and tick this box.")},
    )

    def __init__(self, *args: Any, gathering: Gathering, account: bool, rules: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.way = gathering.way
        left_out = {"email": account, "how": gathering.way != Way.BOTH, "rules": not rules}
        for name in [name for name, is_out in left_out.items() if is_out]:
            del self.fields[name]
        if gathering.way == Way.BOTH and gathered.is_full(gathering):
            choices = [("place", _("I come to the place: first on the waiting list")), ("online", _("I come online"))]
            self.fields["how"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    @property
    def online(self) -> bool:
        """Return whether somebody comes online."""
        return self.way == Way.ONLINE or self.cleaned_data.get("how") == "online"


def of_gathering(gathering: Gathering) -> dict[str, Any]:
    """Return with what the form about when and where begins."""
    values: dict[str, Any] = {"rough": gathering.rough, "way": gathering.way, "where": gathering.where}
    if gathering.begins_at is not None and gathering.ends_at is not None:
        begins, ends = timezone.localtime(gathering.begins_at), timezone.localtime(gathering.ends_at)
        values |= {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
    return values


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


class FindForm(forms.Form):
    """By what one finds a session and its report."""

    summary_heading = _("This choice cannot be shown, so you see all sessions.")
    words = forms.CharField(
        label=_("Words of the title, a number or a theme"),
        max_length=THEME_LENGTH,
        required=False,
        help_text=_("For example 2605: the sessions of May 2026."),
    )
    theme = forms.CharField(label=pgettext_lazy("of a session", "Theme"), max_length=THEME_LENGTH, required=False)
    year = forms.IntegerField(label=_("In which year?"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    when = forms.ChoiceField(
        label=_("Which sessions?"),
        choices=[("", _("all")), ("coming", _("that come")), ("past", _("that were"))],
        required=False,
    )
    report = forms.BooleanField(label=_("Only those with a report"), required=False)

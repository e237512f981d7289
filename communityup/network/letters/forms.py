"""What does one fill in to write a letter and to plan it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.network.letters.models import INTRO_LENGTH, TITLE_LENGTH, WORDS_LENGTH
from communityup.network.letters.permissions import LONGEST_AHEAD, day_of
from communityup.network.newsletter.actions import Listed
from communityup.network.newsletter.forms import ListError, read_list, topics_field
from communityup.network.newsletter.models import Topic
from communityup.network.newsletter.permissions import LONGEST_LIST
from communityup.post.queries import after_quiet_hours, in_quiet_hours
from communityup.ui.templatetags.ui import long_date

# Between “now” and the first mail, so that one can still take a letter back.
GRACE = dt.timedelta(minutes=5)
# As large as an earlier list can be, in bytes and so in characters.
LARGEST_LIST = 1_000_000


class LetterForm(forms.Form):
    """The words of a letter."""

    title = forms.CharField(
        label=_("What is the title?"), max_length=TITLE_LENGTH, help_text=_("This is the subject of the mail too.")
    )
    topic = forms.ChoiceField(
        label=_("Which topic is it about?"),
        choices=Topic.choices,
        widget=forms.RadioSelect,
        help_text=_("Only who asked for this topic gets it."),
    )
    intro = forms.CharField(
        label=_("How does it begin?"),
        max_length=INTRO_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": INTRO_LENGTH}),
        help_text=_("In two or three sentences: what is the news?"),
    )
    words = forms.CharField(
        label=_("What do you tell?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "maxlength": WORDS_LENGTH}),
        help_text=_(
            "An empty line begins a new paragraph. Begin a line with ## for a heading and with - for a list. "
            "A link is [words](https://address)."
        ),
    )

    def clean_title(self) -> str:
        """Return the title on one line, as it stands in the subject of the mail."""
        return " ".join(self.cleaned_data["title"].split())


class PlanForm(forms.Form):
    """When a letter goes out: in a moment, or later on the clock of Amsterdam."""

    when = forms.ChoiceField(
        label=_("When does it go out?"),
        choices=[("now", _("Now, in five minutes")), ("later", _("Later, at the moment below"))],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=_("Which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Between 21.00 and 8.00 no news goes out: then it goes at 8.00."),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, taken: set[dt.date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = taken
        if ahead := sorted(day for day in taken if day >= timezone.localdate()):
            days = ", ".join(long_date(day) for day in ahead)
            self.fields["day"].help_text = _("Another letter goes out on: %(days)s. One a day at most.") % {
                "days": days
            }
        if not self.is_bound and day_of(after_quiet_hours(timezone.now() + GRACE)) in taken:
            # What would be refused is not offered: the first day that is free stands there.
            self.fields["when"].choices = self.fields["when"].choices[1:]  # type: ignore[attr-defined]  # a choice
            free = timezone.localdate()
            while free in taken:
                free += dt.timedelta(days=1)
            self.initial.update({"when": "later", "day": free})

    def clean(self) -> dict[str, Any]:
        """Check that the moment is to come, on a day without another letter."""
        data = super().clean() or {}
        if self.errors:
            return data
        now, later = timezone.now(), data["when"] == "later"
        if later and (data["day"] is None or data["time"] is None):
            name = "day" if data["day"] is None else "time"
            self.add_error(name, _("Give the day and the time, or choose “now”."))
        elif later and not now <= self.chosen <= now + LONGEST_AHEAD:
            self.add_error("day", _("Choose a moment that is still to come, within a year."))
        elif day_of(self.moment) in self.taken:
            sentence = _("On that day a letter of this network goes out already. Choose another day.")
            self.add_error("day" if later else "when", sentence)
        return data

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what somebody chose, as the form of the second step sends it again."""
        return [(name, self[name].data or "") for name in ("when", "day", "time")]

    @property
    def chosen(self) -> dt.datetime:
        """Return the moment that somebody chose."""
        data = self.cleaned_data
        if data["when"] == "now":
            return timezone.now() + GRACE
        return timezone.make_aware(dt.datetime.combine(data["day"], data["time"]))

    @property
    def moment(self) -> dt.datetime:
        """Return the moment at which it goes out: the chosen one, or the end of the quiet hours."""
        return after_quiet_hours(self.chosen)

    @property
    def waits(self) -> bool:
        """Say whether the chosen moment lies in the quiet hours."""
        return in_quiet_hours(self.chosen)


class AddressesForm(forms.Form):
    """An earlier list of addresses: as a file to look at it, and as its words to bring it in after that."""

    topics = topics_field(_("About what are the letters they get?"))
    file = forms.FileField(
        label=_("The list"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file with the list.")},
        help_text=_("A CSV file of at most 1 MB and 2,000 lines. It is looked at first; nothing is brought in yet."),
    )
    words = forms.CharField(strip=False, widget=forms.HiddenInput, max_length=2 * LARGEST_LIST)
    rows: list[Listed]
    problems: list[tuple[int, str]]

    def __init__(self, *args: Any, looks: bool, **kwargs: Any) -> None:
        """Ask for the file to look at it, and for its words to bring it in."""
        super().__init__(*args, **kwargs)
        self.source = "file" if looks else "words"
        del self.fields["words" if looks else "file"]

    def clean_file(self) -> str:
        """Return the words in a file."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_LIST:
            raise forms.ValidationError(_("This file is larger than 1 MB. Cut the list in parts."))
        try:
            words: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("We cannot read this file. Save it as CSV in UTF-8.")) from None
        return words

    def clean(self) -> dict[str, Any]:
        """Read the list; ask for another when there is nothing to bring in."""
        data = super().clean() or {}
        if self.errors:
            return data
        data["words"] = data[self.source]
        if not data["words"].strip():
            raise forms.ValidationError({self.source: _("Choose a file with the list.")})
        try:
            self.rows, self.problems = read_list(data["words"])
        except ListError as problem:
            raise forms.ValidationError({self.source: str(problem)[:1].upper() + str(problem)[1:]}) from None
        if len(self.rows) > LONGEST_LIST:
            raise forms.ValidationError(
                {self.source: _("Bring in at most 2,000 lines at once. Cut the list in parts.")}
            )
        return data

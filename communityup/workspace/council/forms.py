"""What does one fill in in the council's window."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Party
from communityup.workspace.council.models import WORDS_LENGTH, FreedItem, PublicQuestion, Watch

WHO_LENGTH = 120
USUAL_DAYS, MOST_DAYS = 14, 365


def words_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


def day_field(label: Any, *, hint: Any = "") -> forms.DateField:
    """Return a field for one day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), help_text=hint)


class ObserverForm(forms.Form):
    """Who could read along."""

    asks_all = True  # all parties are asked, which waits during a step back

    watches = forms.ChoiceField(label=_("For whom?"), choices=Watch.choices, widget=forms.RadioSelect)
    who = forms.CharField(
        label=_("Who is it?"),
        max_length=WHO_LENGTH,
        help_text=_("All parties read this and agree first. For example: Jan, member of the council for the quarter."),
    )
    email = forms.EmailField(label=_("Mail address"), help_text=_("Nobody sees this address."))


class QuestionForm(forms.Form):
    """A question in public: what, of whom, and around when."""

    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=PublicQuestion.Kind.choices,
        widget=forms.RadioSelect,
        initial=PublicQuestion.Kind.QUESTION,
    )
    words = words_field(
        _("Your question, or what you leave free"),
        hint=_("Everybody who can see this challenge reads this, with your name and for whom you watch."),
    )
    to = forms.ChoiceField(
        label=_("Of whom do you ask this?"),
        initial="all",
        help_text=_("One party when only that one knows. What you leave free you always tell to all parties."),
    )
    due = day_field(
        _("Around which day would you like an answer?"),
        hint=_("Who is asked has it as a task for that day. It may come later: nothing happens by itself then."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        """Offer the parties that take part now."""
        super().__init__(*args, **kwargs)
        choices = [("all", gettext("All parties")), ("process", gettext("Who keeps the process"))]
        self.fields["to"].choices = [*choices, *((p.public_id, p.name) for p in parties)]  # type: ignore[attr-defined]
        self.fields["due"].initial = (timezone.localdate() + dt.timedelta(days=USUAL_DAYS)).isoformat()

    def clean_due(self) -> dt.date:
        """Say that an answer needs a day that is still to come."""
        day: dt.date = self.cleaned_data["due"]
        if not timezone.localdate() < day <= timezone.localdate() + dt.timedelta(days=MOST_DAYS):
            raise forms.ValidationError(gettext("Choose a day after today, within a year."))
        return day


class WordsForm(forms.Form):
    """An answer, or a reading, in a few sentences."""

    words = words_field(_("Your answer"), hint=_("Everybody who can see this challenge reads this."))


class FreedomForm(forms.Form):
    """What is left free, by whom, and where that was said."""

    body = forms.ChoiceField(label=_("Who leaves it free?"), choices=FreedItem.Body.choices, widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("What is it about?"), choices=FreedItem.Topic.choices)
    words = words_field(_("What is left free?"), hint=_("In the words of council or executive, as they said it."))
    origin = forms.CharField(
        label=_("Where and when did they say so?"),
        max_length=WHO_LENGTH,
        help_text=_("For example a meeting with its date, a link, or a number."),
    )


class RewordForm(forms.Form):
    """Other words for what is left free."""

    words = words_field(_("What is left free now?"), hint=_("The earlier words stay readable."))
    origin = forms.CharField(label=_("Where and when did they say so?"), max_length=WHO_LENGTH)


class ReasonForm(forms.Form):
    """Why something is no longer left free."""

    words = words_field(_("Who no longer leaves this free, and why?"), hint=_("What was left free stays readable."))


class ReadingForm(forms.Form):
    """How one's own party reads it."""

    words = words_field(_("How does your party read this?"), hint=_("It stands beside the words themselves."))


class MilestoneForm(forms.Form):
    """A moment at which council or executive is taken along."""

    what = forms.CharField(label=_("What happens then?"), max_length=WHO_LENGTH)
    day = day_field(_("Around which day?"))


class MoveForm(forms.Form):
    """The new day of a milestone."""

    day = day_field(_("Around which day is it now?"))

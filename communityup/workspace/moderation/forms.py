"""What does one fill in: a report, a reason to hide, what should happen with hidden words, an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Reason
from communityup.workspace.moderation.models import PASSAGE_LENGTH, WORDS_LENGTH, Report, Voice

SEARCH_LENGTH = 100  # a few words; a database refuses to look for very many at once


def searched(typed: str) -> str:
    """Return what somebody looks for, as a database can look for it."""
    return typed.replace("\0", "").strip()[:SEARCH_LENGTH]


def _words(label: Any, hint: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, help_text=hint, required=False)


class ToKeepersForm(forms.Form):
    """What somebody writes to who keeps the process, and who that is: two people, or without these the table (R16)."""

    def __init__(self, *args: Any, read_by_table: bool, **options: Any) -> None:
        """Say so before somebody writes what not everybody should read."""
        super().__init__(*args, **options)
        if read_by_table:
            self.fields["words"].help_text = _(
                "Here no two people keep the process together yet, so people at the table can read this. You can leave "
                "it empty."
            )


class ReportForm(ToKeepersForm):
    """What is wrong with these words."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong."), "invalid_choice": _("Choose what is wrong.")},
    )
    words = _words(_("Do you want to say more?"), _("Only who keeps the process reads this. You can leave it empty."))


class UnsafeForm(ToKeepersForm):
    """That one does not feel safe, about nothing in particular that was written."""

    words = _words(_("What happened?"), _("Only who keeps the process reads this. You can leave it empty."))


class HideForm(forms.Form):
    """Why words are hidden."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )


class VoiceForm(forms.Form):
    """What should happen with hidden words."""

    wish = forms.ChoiceField(
        label=_("What should happen?"),
        choices=Voice.Wish.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should happen."), "invalid_choice": _("Choose what should happen.")},
    )
    passage = forms.CharField(
        label=_("Only this passage"),
        max_length=PASSAGE_LENGTH,
        required=False,
        strip=False,
        help_text=_("Only for taking away. Copy the personal data exactly; the rest stays. Empty: all words go."),
    )

    def __init__(self, *args: Any, may_remove: bool = True, **options: Any) -> None:
        """Offer to take something away only where two can agree on that."""
        super().__init__(*args, **options)
        if not may_remove:
            del self.fields["passage"]
            kept = [choice for choice in Voice.Wish.choices if choice[0] != Voice.Wish.REMOVE]
            self.fields["wish"].choices = kept  # type: ignore[attr-defined]

    def clean_passage(self) -> str:
        """Return the passage, or nothing when only spaces were typed."""
        typed: str = self.cleaned_data["passage"]
        return typed if typed.strip() else ""


class AppealForm(forms.Form):
    """Why the words should come back."""

    words = _words(_("Why should your words come back?"), _("Only those who decide read this. You can leave it empty."))


class AnswerForm(forms.Form):
    """The answer of a party that was not involved; `seen` is the mark of the one that the page shows."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    back = forms.TypedChoiceField(
        label=_("What does your party say?"),
        choices=[("1", _("These words can come back")), ("0", _("These words stay hidden"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )

"""What does one fill in about reports."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import Refused
from communityup.network.reports.models import (
    LINK_LENGTH,
    PARTS,
    REMARK_LENGTH,
    SECTION_LENGTH,
    SECTIONS,
    SUMMARY_LENGTH,
    TIP_LENGTH,
    Remark,
)

HINTS = {
    "steering": _("How do you work together, and who decides what? What changed in that?"),
    "questions": _("Which questions did people bring, and which remain?"),
    "conditions": _("What was experienced, and what made it work or not? In short at the end."),
    "onwards": _("What do people do now, and with whom?"),
    "next_meeting": _("When is the next one, about what, and how does one join?"),
}


def _words(label: Any, *, limit: int, rows: int, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=hint, required=False)


class ReportForm(forms.Form):
    """The parts of a report in the order of the house; when a name stands in it, one looks again.

    `refuse` raises Refused for words that cannot be kept.
    """

    summary = _words(
        _("Short summary"),
        limit=SUMMARY_LENGTH,
        rows=4,
        hint=_("What happened and what it brought. Needed to publish."),
    )
    looked = forms.BooleanField(label=_("I looked: these words are no names of persons"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        names_in: Callable[[Mapping[str, str]], list[str]],
        refuse: Callable[[Mapping[str, str]], None],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.names_in, self.refuse = names_in, refuse
        for name, heading in SECTIONS:
            self.fields[name] = _words(heading, limit=SECTION_LENGTH, rows=6, hint=HINTS[name])
        self.fields["looked"] = self.fields.pop("looked")
        if not self.is_bound:
            self.fields["looked"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Warn when a name of who was there stands in the words, and when what is needed does not."""
        data = super().clean() or {}
        try:
            self.refuse(data)
        except Refused as problem:
            self.add_error(None, str(problem))
        looked = data.pop("looked", False)
        names = self.names_in({name: words for name, words in data.items() if name != "seen"})
        if names and not looked:
            sentence = _(
                "Here stands: %(names)s. A report names nobody. Take it out, or tick below that it is no name."
            )
            self.add_error(None, sentence % {"names": ", ".join(names)})
        elif not names:
            self.fields["looked"].widget = forms.HiddenInput()
        return data

    @property
    def told(self) -> dict[str, Any]:
        """Return the words and the mark of those it began with, as the action takes them."""
        return {"words": {name: self.cleaned_data[name] for name in PARTS}, "seen": self.cleaned_data["seen"]}


class SendForm(forms.Form):
    """That a report goes round; `seen` is the mark of the words that were read on the page."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    """What is not right."""

    words = forms.CharField(
        label=_("What is not right, or missing?"),
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": REMARK_LENGTH}),
        help_text=_("Who writes the report reads this, and who else was there. It goes when the report is public."),
    )


class DealForm(forms.Form):
    """What became of a remark."""

    outcome = forms.ChoiceField(
        label=_("What did you do with it?"),
        choices=[
            (Remark.Outcome.CHANGED.value, _("I changed the report")),
            (Remark.Outcome.STAYS.value, _("The report stays as it is")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("When it stays: why?"),
        max_length=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REMARK_LENGTH}),
        help_text=_("Who made the remark gets this by mail, and who was there reads it. Name nobody."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask why, when it stays."""
        data = super().clean() or {}
        if data.get("outcome") == Remark.Outcome.STAYS and not data.get("reason"):
            self.add_error("reason", _("Say why the report stays as it is. Who made the remark reads it."))
        return data


class TipForm(forms.Form):
    """A tip, a link or an offer."""

    words = forms.CharField(
        label=_("Which tip, link or offer do you have?"),
        max_length=TIP_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": TIP_LENGTH}),
        help_text=_("It stands in the report, so name no persons."),
    )
    link = forms.URLField(label=_("With a link?"), max_length=LINK_LENGTH, required=False, assume_scheme="https")
    is_named = forms.BooleanField(label=_("Say in the report that it comes from us"), required=False)

    def __init__(self, *args: Any, of_member: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not of_member:
            del self.fields["is_named"]

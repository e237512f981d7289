"""What does one fill in about what came of a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.impressions.models import PART_LENGTH, QUESTION_LENGTH, REMARK_LENGTH


def _words(label: Any, *, limit: int = PART_LENGTH, rows: int = 6, required: bool = False, hint: Any = "") -> Any:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


class QuestionForm(forms.Form):
    """With which question one went there."""

    question = _words(_("With which question did you go there?"), limit=QUESTION_LENGTH, rows=3, required=True)


class VisitForm(QuestionForm):
    """The three questions after a visit."""

    saw = _words(_("What did we see?"), hint=_("In what roles, not by name: “a volunteer told us …”."))
    takes = _words(_("What do we take along?"))
    noticed = _words(_("What struck us for you, the host?"), hint=_("Your host reads this first."))


class StoryForm(QuestionForm):
    """The story of a host."""

    question = _words(_("Which question do you answer?"), limit=QUESTION_LENGTH, rows=3, required=True)
    told = _words(
        _("What did you do, and what happened then?"),
        rows=10,
        hint=_("Also what went wrong. In roles, not by name. The other reads this first."),
    )


class AnswerForm(forms.Form):
    """Whether it may be public."""

    agrees = forms.ChoiceField(
        label=_("May everybody read this?"),
        choices=[("yes", _("Yes, with both our names as members")), ("no", _("Not yet"))],
        widget=forms.RadioSelect,
    )
    remark = _words(_("What should change first?"), limit=REMARK_LENGTH, rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=PART_LENGTH)

    def clean(self) -> dict[str, Any]:
        """Check that a "not yet" says what should change."""
        data = super().clean() or {}
        if data.get("agrees") == "no" and not (data.get("remark") or "").strip() and "remark" not in self.errors:
            self.add_error("remark", _("Say what should change, so that they can do something with it."))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """Return the answer, as the action takes it."""
        data = self.cleaned_data
        return {"agrees": data["agrees"] == "yes", "remark": data["remark"], "seen": data["seen"]}

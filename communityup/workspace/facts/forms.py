"""What does one fill in to find facts together."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Party
from communityup.workspace.facts.models import (
    ANSWER_LENGTH,
    LINK_LENGTH,
    QUESTION_LENGTH,
    REASON_LENGTH,
    ROLE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
)


class Link(forms.URLField):
    """An address of a page that is read safely: https, nothing else."""

    default_validators = [
        URLValidator(schemes=["https"], message=_("Type an address that begins with https://")),
    ]


def _words(label: Any, length: int, *, rows: int = 3, hint: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": length})
    return forms.CharField(label=label, max_length=length, widget=widget, help_text=hint, required=required)


class QuestionForm(forms.Form):
    """A question of fact."""

    question = _words(
        _("What do we need to find out?"),
        QUESTION_LENGTH,
        hint=_("Something that can be found out, for instance: what does it cost to heat the building?"),
    )


class AgainForm(QuestionForm):
    """The same question again, with a reason."""

    reason = _words(_("Why is the answer that stands there not enough?"), REASON_LENGTH, rows=2)


class SourceForm(forms.Form):
    """Who answers a question."""

    asks_all = True  # all parties are asked, which waits during a step back

    role = forms.CharField(
        label=_("Who can answer this?"),
        max_length=ROLE_LENGTH,
        help_text=_('A role, no name. For instance "a structural engineer whom both sides choose".'),
    )
    reader = forms.CharField(
        label=_("Who reads it along and explains it?"),
        max_length=ROLE_LENGTH,
        required=False,
        help_text=_("A role, no name. You can leave this empty."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.number): party for party in parties}
        self.fields["party"] = forms.ChoiceField(
            label=_("Through which party does the answer come?"),
            choices=[(number, party.name) for number, party in self.parties.items()],
            widget=forms.RadioSelect,
            help_text=_("That party asks, and brings the answer in here."),
        )

    def clean_party(self) -> Party:
        """Turn a number into the party."""
        return self.parties[self.cleaned_data["party"]]


class _LinkForm(forms.Form):
    title = forms.CharField(label=_("Title of the document"), max_length=TITLE_LENGTH)
    address = Link(
        label=_("Address of the document"),
        max_length=LINK_LENGTH,
        assume_scheme="https",
        help_text=_("A link that everybody here can open. Nothing is uploaded."),
    )


class AnswerForm(forms.Form):
    """What the agreed source says."""

    words = _words(_("What is the answer?"), ANSWER_LENGTH, rows=8, hint=_("As the source gave it. Write no names."))
    title = forms.CharField(label=_("Title of a document that goes with it"), max_length=TITLE_LENGTH, required=False)
    address = Link(
        label=_("Address of that document"),
        max_length=LINK_LENGTH,
        required=False,
        assume_scheme="https",
        help_text=_("A link that everybody here can open. You can leave this empty."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for title and address together."""
        given: dict[str, Any] = super().clean() or {}
        title, address = given.get("title", ""), given.get("address", "")
        if address and not title:
            self.add_error("title", _("Give the document a title too."))
        if title and not address and "address" not in self.errors:
            self.add_error("address", _("Give the address of the document too."))
        return given


class PlainForm(forms.Form):
    """What an answer means, in plain words."""

    words = _words(
        _("What does this mean, in plain words?"),
        SUMMARY_LENGTH,
        rows=4,
        hint=_("Short sentences, so that everybody in this challenge can follow it."),
    )


class SummaryForm(forms.Form):
    """What a document holds, in plain words."""

    summary = _words(
        _("What does it say, in plain words?"),
        SUMMARY_LENGTH,
        rows=4,
        hint=_("Short sentences, so that everybody in this challenge can follow it."),
    )


class DocumentForm(_LinkForm):
    """A document of one's own party."""

    summary = _words(
        _("What does it say, in plain words?"),
        SUMMARY_LENGTH,
        rows=4,
        required=False,
        hint=_("Without this the document does not count as shared information yet. You can add it later."),
    )

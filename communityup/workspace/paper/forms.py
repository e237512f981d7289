"""What does one fill in about paper: which forms to print, and the code on the strip of a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import is_id
from communityup.codes.queries import LENGTH, normalised
from communityup.workspace.challenges.models import Party
from communityup.workspace.dialogue.models import PLACE_LENGTH, THOUGHT_LENGTH, View
from communityup.workspace.paper.models import Kind, Printed, Source
from communityup.workspace.paper.permissions import MOST_AT_ONCE
from communityup.workspace.paper.queries import Again, Told

OWN, ALL = "own", "all"
ROW = "r"
PARTY, NOBODY = "party", "nobody"
SHOWS = [(PARTY, _("the party")), (NOBODY, _("not even the party"))]
SIZES = [("a4", _("large: one form on each A4")), ("a5", _("small: A5"))]


class PileForm(forms.Form):
    """Forms to print and hand out."""

    public_id = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What do people fill in?"), choices=Kind, widget=forms.RadioSelect)
    whose = forms.ChoiceField(label=_("For whom do they take part?"), widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("How many forms?"), min_value=1, max_value=MOST_AT_ONCE, help_text=_("At most 50 at a time.")
    )
    size = forms.ChoiceField(label=_("How large?"), choices=SIZES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, party: str, opened: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = (OWN, _("%(party)s: they think along") % {"party": party})
        everybody = (ALL, _("The open conversation: everybody in their own name"))
        self.fields["whose"].choices = [mine, everybody] if opened else [mine]  # type: ignore[attr-defined]

    def clean_public_id(self) -> str:
        """Return the id that came with the empty page."""
        return _id(self.cleaned_data["public_id"])

    def clean(self) -> dict[str, Any]:
        """Say for whom in the words of the action; an interest is a party's, nobody has one in their own name."""
        cleaned = super().clean() or {}
        cleaned["for_all"] = cleaned.pop("whose", OWN) == ALL
        if cleaned["for_all"] and cleaned.get("kind") == Kind.INTEREST:
            self.add_error("whose", _("An interest is of a party. In their own name people share thoughts."))
        if cleaned["for_all"] and cleaned.get("kind") == Kind.INTRODUCTION:
            self.add_error("whose", _("An introduction stands with the people of a party. Choose your own party."))
        return cleaned


class NumberForm(forms.Form):
    """The number on a form, at the top right."""

    summary_heading = _("No form was looked up yet.")
    nummer = forms.IntegerField(
        label=_("Number of the form"), min_value=1, max_value=2**31 - 1, help_text=_("It stands at the top right.")
    )


class EntryForm(forms.Form):
    """What stands on a form, typed in by a helper; or what somebody said, with `parties` for whom it can be."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        party: bool,
        rows: Sequence[Printed] = (),
        parties: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if parties:
            self.fields["public_id"] = forms.CharField(widget=forms.HiddenInput)
            self.fields["party"] = forms.ChoiceField(label=_("For whom do they take part?"), choices=parties)
        self.kind = kind
        self.fields |= _answers(rows) if kind == Kind.ANSWERS else _what_was_told(kind)
        if kind == Kind.THOUGHT:
            self.fields["place"] = forms.CharField(label=_("Where is that?"), max_length=PLACE_LENGTH, required=False)
        if kind == Kind.THOUGHT and party:
            self.fields["shows"] = forms.ChoiceField(
                label=_("What may others see?"), choices=SHOWS, initial=PARTY, widget=forms.RadioSelect
            )
        self.fields |= _about_the_author(spoken=bool(parties))

    def clean_public_id(self) -> str:
        """Return the id that came with the empty page."""
        return _id(self.cleaned_data["public_id"])

    def clean(self) -> dict[str, Any]:
        """Return what was told as the action takes it."""
        data = super().clean() or {}
        if self.kind == Kind.INTRODUCTION and not self.errors and not data["words"] and not data["at_stake"]:
            self.add_error("words", _("One of the two questions is answered on the form, or both."))
        given = {int(name[1:]): int(data[name]) for name in self.fields if name[:1] == ROW and data.get(name)}
        if not self.errors:
            data["told"] = Told(
                source=data["source"],
                agreed=data["agreed"],
                words=data.get("words", ""),
                at_stake=data.get("at_stake", ""),
                place=data.get("place", ""),
                answers=given,
                shows_party=data.get("shows", PARTY) == PARTY,
                same=data.get("same"),
            )
        return data


def _id(value: str) -> str:
    if not is_id(value):
        raise forms.ValidationError(_("Open this page again: the form was not complete."))
    return value


def _what_was_told(kind: str) -> dict[str, forms.Field]:
    """Return the fields for words: one, or of an introduction two, of which one is enough."""
    if kind != Kind.INTRODUCTION:
        return {"words": _words(_("The words as they were written or said"))}
    asked = {"words": _("What brings them here"), "at_stake": _("What must not go wrong")}
    return {name: _words(label, required=False) for name, label in asked.items()}


def _words(label: Any, *, required: bool = True) -> forms.Field:
    return forms.CharField(
        label=label,
        required=required,
        max_length=THOUGHT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Word for word. Leave out names and what tells who somebody is."),
        error_messages={"required": _("Type in the words first.")},
    )


def _answers(rows: Sequence[Printed]) -> dict[str, forms.Field]:
    choices = [("", _("no cross")), *((str(value), label) for value, label in View.choices)]
    return {
        f"{ROW}{row.place}": forms.ChoiceField(
            label=f"{row.place}. {row.statement.text}", choices=choices, required=False, widget=forms.RadioSelect
        )
        for row in rows
    }


def _about_the_author(*, spoken: bool) -> dict[str, forms.Field]:
    first = Source.SPOKEN if spoken else Source.PAPER
    return {
        "source": forms.ChoiceField(
            label=_("How did it come to you?"), choices=Source, initial=first, widget=forms.RadioSelect
        ),
        "same": forms.IntegerField(
            label=_("Number of an earlier form of the same person"),
            required=False,
            min_value=1,
            max_value=2**31 - 1,
            help_text=_("Only when you just typed one in for this person. Then they count once."),
        ),
        "agreed": forms.BooleanField(
            label=_("Who wrote or said this agrees that I type it in"),
            error_messages={"required": _("Enter this only when the person who wrote or said it agreed to that.")},
        ),
    }


def parties_to_choose(parties: Sequence[Party], *, opened: bool) -> list[tuple[str, str]]:
    """Return for whom somebody can be helped: each party that takes part, and perhaps nobody but themselves."""
    found = [(party.public_id, party.name) for party in parties]
    return [*found, (ALL, str(_("Nobody: in their own name")))] if opened else found


def once_more(again: Again | None) -> dict[str, Any]:
    """Return what the form to type in a form gets when its helper brings the words in otherwise."""
    if again is None:
        return {}
    choices = parties_to_choose(again.helped.found, opened=again.helped.opened)
    return {"parties": choices, "initial": again.typed}


class CodeForm(forms.Form):
    """The code on the strip of a form; capitals, spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("The code on the strip of your form"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the code in its one form."""
        code = normalised(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(_("A code has ten letters and digits, such as BCDFG-23456. Look again."))
        return code

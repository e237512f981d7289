"""What does one fill in about frames: what is fixed and by which rule; of what comes late why and what it touches."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.frames.actions import Fixing
from communityup.workspace.frames.models import BASIS_LENGTH, WORDS_LENGTH, Kind, Origin
from communityup.workspace.frames.queries import Thing


def _words(label: Any, *, required: bool = True, hint: Any = "", length: int = WORDS_LENGTH) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": length})
    return forms.CharField(label=label, max_length=length, widget=widget, required=required, help_text=hint)


class FixingForm(forms.Form):
    """By which rule something is fixed; after the lead-in also why only now and what it touches."""

    origin = forms.ChoiceField(label=_("Where does this come from?"), choices=[("", _("Choose")), *Origin.choices])
    basis = _words(
        _("Which rule or decision is it?"),
        hint=_("Name it so that somebody else can find it, for instance the article or the date."),
        length=BASIS_LENGTH,
    )
    link = forms.URLField(
        label=_("Where can one read it?"), required=False, assume_scheme="https", max_length=200, empty_value=""
    )
    reason = _words(
        _("Why is this fixed only now?"),
        hint=_("The lead-in is over. Everybody hears of this at the same moment, with your reason."),
    )
    touches = forms.MultipleChoiceField(
        label=_("What does this touch?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you choose is asked anew of all it concerns."),
    )
    nothing = _words(_("Or: it touches nothing, because …"), required=False, length=BASIS_LENGTH)

    def __init__(self, *args: Any, late: bool, choices: Sequence[Thing], **kwargs: Any) -> None:
        """Ask for a reason and what is touched only after the lead-in."""
        super().__init__(*args, **kwargs)
        if not late:
            for name in ("reason", "touches", "nothing"):
                del self.fields[name]
        elif choices:
            self.fields["touches"].choices = [(thing.key, thing.words) for thing in choices]  # type: ignore[attr-defined]
        else:
            del self.fields["touches"]

    def clean(self) -> dict[str, Any]:
        """Let what comes late either touch something or nothing, with the reason."""
        cleaned = super().clean() or {}
        if "nothing" in self.fields and "touches" not in self.errors:
            touches, nothing = cleaned.get("touches"), str(cleaned.get("nothing") or "").strip()
            if not touches and not nothing:
                self.add_error("nothing", _("Choose what this touches, or say why it touches nothing."))
            elif touches and nothing:
                self.add_error("nothing", _("You chose what it touches. Then leave this empty."))
        return cleaned

    def fixing(self) -> Fixing:
        """Return what was filled in."""
        given = self.cleaned_data
        return Fixing(
            origin=given["origin"],
            basis=given["basis"],
            link=given["link"],
            reason=given.get("reason", ""),
            touches=tuple(given.get("touches", ())),
            nothing=given.get("nothing", ""),
        )


class FixedForm(FixingForm):
    """Something that is fixed, with its rule."""

    words = _words(_("Describe it in a few words"), hint=_("One thing at a time, in plain words."))
    field_order = ("words", "origin", "basis", "link", "reason", "touches", "nothing")


class WordsForm(forms.Form):
    """Something that is negotiable or open, or other words for a frame of one's own party."""

    words = _words(_("Describe it in a few words"), hint=_("One thing at a time, in plain words."))


class BasisForm(forms.Form):
    """By which rule something is fixed, more precisely."""

    origin = forms.ChoiceField(label=_("Where does this come from?"), choices=Origin.choices)
    basis = _words(
        _("Which rule or decision is it?"),
        hint=_("Name it so that somebody else can find it, for instance the article or the date."),
        length=BASIS_LENGTH,
    )
    link = forms.URLField(
        label=_("Where can one read it?"), required=False, assume_scheme="https", max_length=200, empty_value=""
    )


class LooserForm(forms.Form):
    """How settled something is from now on."""

    kind = forms.ChoiceField(label=_("How settled is it?"), choices=[(Kind.NEGOTIABLE, ""), (Kind.OPEN, "")])


class QuestionForm(forms.Form):
    """A question about a frame of another party."""

    words = _words(_("What do you want to know?"), hint=_("Everybody in this challenge reads this, and the answer."))


class AnswerForm(forms.Form):
    """The answer of the party whose frame it is."""

    words = _words(_("Your answer"), hint=_("Everybody in this challenge reads this."))


class TouchForm(forms.Form):
    """One more thing that something fixed late touches."""

    about = forms.ChoiceField(label=_("What does this touch too?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[Thing], **kwargs: Any) -> None:
        """Offer what can be touched now."""
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(thing.key, thing.words) for thing in choices]  # type: ignore[attr-defined]

"""What does one fill in about a first sketch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.outlines.models import (
    ASKS_LENGTH,
    DONE_LENGTH,
    REACTION_LENGTH,
    TITLE_LENGTH,
    WORDS_LENGTH,
    Outline,
)

State = Outline.State


def _words(label: Any, *, limit: int, rows: int = 4, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


class SketchForm(forms.Form):
    """A first sketch, and what one would like to hear."""

    title = forms.CharField(
        label=_("What is your sketch about?"), max_length=TITLE_LENGTH, help_text=_("A title of a few words.")
    )
    words = _words(
        _("Your sketch"), limit=WORDS_LENGTH, rows=12, hint=_("It need not be finished. Everybody can read it.")
    )
    asks = _words(
        _("What would you like to hear from the others?"), limit=ASKS_LENGTH, rows=3, required=False,
        hint=_("For instance: what do we forget? Would this work where you are?"),
    )  # fmt: skip


class VersionForm(SketchForm):
    """A next version; who got reactions says what they did with them."""

    field_order = ("title", "words", "done", "asks")
    done = _words(
        _("What did you do with the reactions?"), limit=DONE_LENGTH, rows=4,
        hint=_("What you changed, and what you did not change and why. It stands beside the new version."),
    )  # fmt: skip
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, reacted: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["done"].required = reacted
        if not reacted:
            self.fields["done"].label = _("What did you change, and why?")
            self.fields["done"].help_text = _("It stands beside the new version.")


class EndForm(forms.Form):
    """How a sketch ends."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            (State.FINAL.value, _("It is no longer a sketch: the last version counts")),
            (State.WITHDRAWN.value, _("We take it back")),
        ],
        widget=forms.RadioSelect,
        help_text=_("After this nobody can react any more. You can open it again later."),
    )
    words = _words(
        _("What do you want to say about it?"), limit=DONE_LENGTH, required=False,
        hint=_("For instance what happens with it now, or why you stop. Everybody can read it."),
    )  # fmt: skip

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def said(self) -> dict[str, str]:
        """Return how it ends, as the action takes it and as the second step sends it again."""
        return {name: self.cleaned_data[name] for name in ("outcome", "words")}

    @property
    def chosen(self) -> Any:
        """Return in words what becomes of it; only of a form that is valid."""
        return dict(self.fields["outcome"].choices)[self.cleaned_data["outcome"]]  # type: ignore[attr-defined]  # a choice


class ReactionForm(forms.Form):
    """What one thinks of this version."""

    words = _words(
        _("What do you think of this version?"), limit=REACTION_LENGTH, rows=6,
        hint=_("Everybody can read this. You can change it until there is a new version, and always take it back."),
    )  # fmt: skip

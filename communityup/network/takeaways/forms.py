"""What does one fill in about what one takes along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.gatherings.models import NAME_LENGTH
from communityup.network.takeaways.models import STORY_LENGTH, WORDS_LENGTH


def _words(label: Any, *, limit: int, hint: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=hint)


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Which name may stand under it?"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Leave this empty when you want no name under it. When only you read it, no name is kept."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class TakeawayForm(forms.Form):
    """What somebody takes along, and who reads it."""

    words = _words(
        _("What do you take along?"),
        limit=WORDS_LENGTH,
        rows=4,
        hint=_("In a few sentences: what inspired you, and what do you want to do with it?"),
    )
    is_shared = forms.BooleanField(
        label=_("Others who had a place at this session may read it"),
        required=False,
        help_text=_("Without a tick only you read it."),
    )
    name = _name()


class StoryForm(forms.Form):
    """What came of it."""

    story = _words(
        _("What did you do with it?"),
        limit=STORY_LENGTH,
        rows=6,
        hint=_(
            "What did you try, what came of it, and what would you do otherwise? It can be that it did not work out."
        ),
    )
    is_shown = forms.BooleanField(
        label=_("Everybody may read this on the page of the session"),
        required=False,
        help_text=_("Without a tick only you read it. You can change this later."),
    )
    name = _name()

    def __init__(self, *args: Any, closed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if closed:
            self.fields["is_shown"].label = _("Who is invited may read this on the page of the session")

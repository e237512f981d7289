"""What does one fill in to give the question other words, or to react to a sketch."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import TITLE_LENGTH
from communityup.workspace.sketches.models import REACTION_LENGTH, WHY_LENGTH


class WordsForm(forms.Form):
    """The question, what is going on, and whether it is a sketch yet."""

    title = forms.CharField(label=_("Which question can nobody solve alone?"), max_length=TITLE_LENGTH)
    why = forms.CharField(
        label=_("What is going on, and whom does it touch?"),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WHY_LENGTH}),
    )
    sketch = forms.BooleanField(
        label=_("This is a first sketch"), required=False, help_text=_("Others can react before it is final.")
    )


class ReactionForm(forms.Form):
    """What one thinks of this version."""

    words = forms.CharField(
        label=_("What do you think of this version?"),
        max_length=REACTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REACTION_LENGTH}),
        help_text=_("Everybody in this challenge can read this."),
    )

"""What does one fill in to mail who comes to a session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.circulars.models import TITLE_LENGTH, WORDS_LENGTH, Message


class MessageForm(forms.Form):
    """A message, and who gets it."""

    to = forms.ChoiceField(
        label=_("Who gets it?"), choices=Message.To.choices, widget=forms.RadioSelect, initial="places"
    )
    title = forms.CharField(label=_("What is the subject?"), max_length=TITLE_LENGTH)
    words = forms.CharField(
        label=_("What do you want to say?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": WORDS_LENGTH}),
        help_text=_("For example what to bring, or how to get in. It is only for who registered."),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        """Return the subject on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def ask_again(self) -> "MessageForm":
        """Return the same, of which nobody is sure any more: it is looked at once more before it goes."""
        self.data = {**{name: self.data.get(name) for name in self.fields}, "sure": ""}
        return self

    @property
    def said(self) -> dict[str, str]:
        """Return the message, as the action takes it and as the second step sends it again."""
        return {name: self.cleaned_data[name] for name in ("to", "title", "words")}

"""What does one fill in to be found, and to write to somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.contacts.models import ABOUT_LENGTH, ROLE_LENGTH, WORDS_LENGTH


def _words(label: Any, *, limit: int, rows: int, hint: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=hint)


class FoundForm(forms.Form):
    """What others find of somebody."""

    role = forms.CharField(
        label=_("What do you do at your member?"),
        max_length=ROLE_LENGTH,
        help_text=_("For instance: caretaker of the neighbourhood house."),
    )
    about = _words(
        _("What can others ask you?"),
        limit=ABOUT_LENGTH,
        rows=3,
        hint=_("Members and coordinators of this network read it, with your name. You can stop at any moment."),
    )


class WriteForm(forms.Form):
    """A message."""

    words = _words(
        _("What do you want to say or ask?"),
        limit=WORDS_LENGTH,
        rows=6,
        hint=_("Only the two of you read it. It is deleted after ninety days."),
    )
    shares = forms.BooleanField(
        label=_("Show my e-mail address as soon as there is an answer"),
        required=False,
        help_text=_("Without a tick your address stays hidden."),
    )


class ReplyForm(forms.Form):
    """What one writes back."""

    words = _words(_("What do you write back?"), limit=WORDS_LENGTH, rows=5, hint=_("Only the other one reads it."))
    shares = forms.BooleanField(
        label=_("Show my e-mail address with it"),
        required=False,
        help_text=_("Then you can go on by mail. Without a tick your address stays hidden."),
    )

    def __init__(self, *args: Any, shares_already: bool = False, **kwargs: Any) -> None:
        """Ask nothing about the address of who shares it already."""
        super().__init__(*args, **kwargs)
        if shares_already:
            del self.fields["shares"]


class WhoForm(forms.Form):
    """How one finds somebody."""

    summary_heading = _("This choice cannot be shown, so you see everybody.")
    words = forms.CharField(label=_("Name, role or words"), max_length=ROLE_LENGTH, required=False)

"""What does one fill in when a party or an observer goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.agreements.forms import TermsForm
from communityup.workspace.agreements.models import WORDS_LENGTH as AGREEMENT_WORDS
from communityup.workspace.challenges.models import Party

WORDS_LENGTH = 500


class PartyGoesForm(forms.Form):
    """Why one's party should go, if one wants to say so, and that this is meant."""

    words = forms.CharField(
        label=_("Why do you go?"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_(
            "You do not have to say it. Your own party reads it now. Once you go, everybody in this challenge reads it."
        ),
    )
    sure = forms.BooleanField(label=_("Yes, I want our whole party to go: nobody of us takes part after that."))


class LetGoForm(forms.Form):
    """Why an agreement ends of which the other side left."""

    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=AGREEMENT_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": AGREEMENT_WORDS}),
        help_text=_("Everybody who can see this challenge reads this."),
    )


class TakeOverForm(TermsForm):
    """Who takes the place of the side that left, and what is agreed then; the words that stood are filled in."""

    field_order = ("party", "what", "due", "evidence", "review_on")

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        """Ask which party takes over; who does it for their own party is not asked."""
        super().__init__(*args, **kwargs)
        self.parties = {str(party.number): party for party in parties}
        if len(parties) > 1:
            choices = [(number, party.name) for number, party in self.parties.items()]
            label = _("Which party takes it over?")
            self.fields["party"] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Return the party itself."""
        cleaned = super().clean()
        if "party" not in self.fields:
            cleaned["party"] = next(iter(self.parties.values()))
        elif "party" in cleaned:
            cleaned["party"] = self.parties[cleaned["party"]]
        return cleaned


class ObserverEndForm(forms.Form):
    """Whose reading along should end, and why."""

    reader = forms.ChoiceField(label=_("Who no longer reads along?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody who can see this challenge reads this, and so does the person it is about."),
    )

    def __init__(self, *args: Any, readers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer who reads along for executive or council now."""
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = readers  # type: ignore[attr-defined]  # a field of choices

"""What does one fill in: a thought, an answer, a round. Forms own wrong shape, actions wrong moment."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.dialogue.models import PLACE_LENGTH, THOUGHT_LENGTH, Kind, Statement, View, fingerprint_of
from communityup.workspace.dialogue.permissions import nearly_the_same

TAKE_BACK = "terug"
ANSWERS = {str(value) for value in View.values}
SHOWS = [
    ("party", _("my party")),
    ("name", _("my name")),
    ("nobody", _("neither")),
]
QUESTION_LENGTH = 200
MOST_RELEASES = 2**31 - 1


class ShowsField(forms.ChoiceField):
    """What others see with a thought; nothing chosen means one's party and no name."""

    def clean(self, value: Any) -> Any:
        """Return the choice."""
        return super().clean(value or "party")


class ThoughtForm(forms.Form):
    """One thought at a time."""

    body = forms.CharField(
        label=_("One thought at a time, at most 280 characters"),
        max_length=THOUGHT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your thought first.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of thought is it?"), required=False, choices=[("", _("I leave it open")), *Kind.choices]
    )
    place = forms.CharField(
        label=_("Where is that?"),
        max_length=PLACE_LENGTH,
        required=False,
        help_text=_("A street, a corner, a building. Not your own address."),
    )
    shows = ShowsField(label=_("Others see"), choices=SHOWS, initial="party", widget=forms.RadioSelect)
    beside = forms.CharField(required=False, max_length=32)

    def __init__(
        self, *args: Any, challenge: Challenge | None = None, guest: Person | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.challenge = challenge
        if guest is not None:
            # A guest has no name to show.
            self.fields["shows"].choices = [one for one in SHOWS if one[0] != "name"]  # type: ignore[attr-defined]
        self.near: Statement | None = None

    def seen_by(self, party: Party | None) -> "ThoughtForm":
        """Offer to who takes part in their own name no party to show; return the form."""
        if party is None:
            shows = self.fields["shows"]
            shows.choices = [one for one in shows.choices if one[0] != "party"]  # type: ignore[attr-defined]
            shows.initial = "nobody"
        return self

    def clean(self) -> dict[str, Any]:
        """Return what shows as the action takes it; nothing chosen means one's party and no name.

        One that says nearly the same as another is asked about once: its author shares it beside that one, or not.
        """
        data = super().clean() or self.cleaned_data
        self._look_beside(data.get("body", ""), data.pop("beside", ""))
        shows = data.pop("shows", "party")
        return {**data, "show_name": shows == "name", "show_party": shows != "nobody"}

    def _look_beside(self, body: str, beside: str) -> None:
        near = nearly_the_same(self.challenge, body) if self.challenge is not None and body else None
        same = near is not None and fingerprint_of(str(near)) == fingerprint_of(body)
        if near is not None and not same and near.together[0].public_id != beside:
            self.near = near.together[0]
            self.add_error("body", _("Nearly the same is on the table already. You read it below, and you choose."))


class PartyAnswerForm(forms.Form):
    """One of the four answers, in the name of one's party."""

    value = forms.TypedChoiceField(choices=View.choices, coerce=int)


class EndForm(forms.Form):
    """The day on which a round closes."""

    ends_on = forms.DateField(
        label=_("Last day of this round"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At least three days from now. The day can be moved later."),
    )


class RoundForm(forms.Form):
    """A next round with its own question."""

    question = forms.CharField(
        label=_("The question of this round"), max_length=QUESTION_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    ends_on = forms.DateField(
        label=_("Last day of this round"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    everyone_once = forms.BooleanField(label=_("Everyone once before anyone twice"), required=False)


def typed_answer(sent: Mapping[str, str]) -> dict[str, int | None] | None:
    """Return the answer a button sent, and the release by which the thought was dealt; None for what no button sends.

    No form: the buttons stand in the template, and a form costs a twelfth of what answering costs a whole hall.
    """
    value, dealt_by = sent.get("value", "").strip(), sent.get("dealt_by", "").strip()
    if value != TAKE_BACK and value not in ANSWERS:
        return None
    if dealt_by and not (re.fullmatch(r"[0-9]{1,10}", dealt_by) and int(dealt_by) <= MOST_RELEASES):
        return None
    return {"value": None if value == TAKE_BACK else int(value), "dealt_by": int(dealt_by) if dealt_by else None}

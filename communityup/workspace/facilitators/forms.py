"""What does one fill in about who guards the process."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communityup.people.forms import PersonField
from communityup.people.models import Person
from communityup.workspace.facilitators.models import WORDS_LENGTH, Candidacy


class PersonForm(forms.Form):
    """One person of one's own party."""

    person = PersonField(label=_("Who?"), widget=forms.Select)
    asks_all = False

    def __init__(
        self, *args: Any, people: QuerySet[Person], looked_for: str = "", label: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.who: PersonField = self.fields["person"]  # type: ignore[assignment]
        self.who.offer(people, looked_for)
        self.who.label = label or self.who.label


class OutsiderForm(forms.Form):
    """Somebody from outside, by address."""

    asks_all = True  # all parties are asked, which waits during a step back
    role = forms.ChoiceField(
        label=_("What do you ask?"),
        choices=[
            (Candidacy.Role.FACILITATOR.value, _("To guard the process, together with one of us")),
            (Candidacy.Role.HELPER.value, _("To help when we get stuck, or when a party stays silent")),
        ],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Nobody else sees this address."))
    words = forms.CharField(
        label=_("Who is this, and why this person?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("All parties read this before they answer."),
    )


class AddressForm(forms.Form):
    """Somebody from outside who stands in for somebody from outside."""

    asks_all = True
    email = forms.EmailField(
        label=_("E-mail address of who stands in for you"),
        help_text=_("Somebody who takes part for no party here. Nobody else sees this address."),
    )
    words = forms.CharField(
        label=_("Who is this, and why this person?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("All parties read this before they answer."),
    )


class ReasonForm(forms.Form):
    """Why another should guard the process."""

    asks_all = True
    reason = forms.CharField(
        label=_("Why do you ask for another facilitator?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody in this challenge reads this. Say what happened, not how somebody is."),
    )

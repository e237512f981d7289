"""What does one fill in about who guards the process."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.people.models import Person
from communityup.workspace.facilitators.models import WORDS_LENGTH, Candidacy


class PersonForm(forms.Form):
    """One person of one's own party."""

    person = forms.ChoiceField(label=_("Who?"))

    def __init__(self, *args: Any, people: list[Person], label: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(person.pk): person for person in people}
        field = self.fields["person"]
        field.choices = [(key, str(person)) for key, person in self.known.items()]  # type: ignore[attr-defined]
        field.label = label or field.label

    def clean_person(self) -> Person:
        """Return the person who was chosen."""
        return self.known[self.cleaned_data["person"]]


class OutsiderForm(forms.Form):
    """Somebody from outside, by address."""

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
    """The address of somebody from outside who stands in."""

    email = forms.EmailField(
        label=_("E-mail address of your substitute"), help_text=_("Somebody who takes part for no party here.")
    )


class ReasonForm(forms.Form):
    """Why another should guard the process."""

    reason = forms.CharField(
        label=_("Why do you ask for another facilitator?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody in this challenge reads this. Say what happened, not how somebody is."),
    )

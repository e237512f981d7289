"""What does one fill in to be away for a while."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.people.models import Person


class AwayForm(forms.Form):
    """Until when, and who stands in; only a day where nobody can."""

    until = forms.DateField(label=_("Until and including"), widget=forms.DateInput(attrs={"type": "date"}))
    substitute = forms.ChoiceField(label=_("Who stands in for you?"))

    def __init__(self, *args: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        if not people:
            del self.fields["substitute"]
            return
        self.fields["substitute"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    def clean_substitute(self) -> Person:
        """Return the person who was chosen."""
        return self.people[self.cleaned_data["substitute"]]

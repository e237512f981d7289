"""What does one fill in about rings: another number of places, and who stands in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communityup.people.forms import PersonField
from communityup.people.models import Person
from communityup.workspace.rings.models import WORDS_LENGTH
from communityup.workspace.rings.queries import MOST_PLACES


class PlacesForm(forms.Form):
    """How many places at the table each party has."""

    asks_all = True  # all parties are asked, which waits during a step back

    places = forms.IntegerField(
        label=_("How many places for each party?"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("The same number for every party. It counts when all parties agree."),
    )


class AnswerForm(forms.Form):
    """Whether somebody of one's party comes to the table, and a word with it; `seen` is the mark of what was said."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    agrees = forms.TypedChoiceField(
        label=_("What do you say?"),
        choices=[("yes", _("Yes, come and sit with us")), ("no", _("Not now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word with it"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": WORDS_LENGTH}),
        help_text=_("Only who asked and the people of that party at the table read it."),
    )


class PartForm(forms.Form):
    """Whether somebody contributes with one's party; a no says why. `seen` is the mark of what was said."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    agrees = forms.TypedChoiceField(
        label=_("What do you say?"),
        choices=[("yes", _("Yes, contribute with us")), ("no", _("Not now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word with it"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": WORDS_LENGTH}),
        help_text=_("With a no: say why. Only who asked and the people of your party at the table read it."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the answer; a no without a reason is not one."""
        data = super().clean() or self.cleaned_data
        if data.get("agrees") is False and not data.get("words", "").strip():
            self.add_error("words", _("Say why not now, in a few words. Who asked reads it."))
        return data


class SubstituteForm(forms.Form):
    """Who acts when one is not there oneself."""

    substitute = PersonField(label=_("Who stands in for you?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: QuerySet[Person], looked_for: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        self.who: PersonField = self.fields["substitute"]  # type: ignore[assignment]
        self.who.offer(people, looked_for)

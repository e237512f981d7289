"""What does one fill in for one's organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.organisations.forms import PlaceField
from communityup.organisations.models import NAME_LENGTH, WORDS_LENGTH, Kind, Membership, Organisation
from communityup.workspace.challenges.models import Party


class ColleagueForm(forms.Form):
    """Who is asked, and for which challenges."""

    email = forms.EmailField(label=_("E-mail address of your colleague"))
    parties = forms.MultipleChoiceField(
        label=_("In which challenges does your colleague take part too?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, parties: list[Party], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {party.public_id: party for party in parties}
        if not parties:
            del self.fields["parties"]
            return
        choices = [(key, f"{party.challenge.title} ({party.name})") for key, party in self.known.items()]
        self.fields["parties"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the address and the chosen parties, none when there is nothing to choose."""
        data = super().clean() or self.cleaned_data
        data["parties"] = [self.known[key] for key in data.get("parties", [])]
        return data


class HandOverForm(forms.Form):
    """To whom, and a tick so that nobody hands over by accident."""

    to = forms.ChoiceField(label=_("To which colleague?"))
    sure = forms.BooleanField(
        label=_("I hand all these places over"), error_messages={"required": _("Tick this if you are sure.")}
    )

    def __init__(self, *args: Any, people: list[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {row.public_id: row for row in people}
        self.fields["to"].choices = [(key, str(row.person)) for key, row in self.known.items()]  # type: ignore[attr-defined]

    def clean_to(self) -> Membership:
        """Return the colleague who was chosen."""
        return self.known[self.cleaned_data["to"]]


class ForWhomForm(forms.Form):
    """On whose behalf, and how anybody can know; open to everybody."""

    words = forms.CharField(
        label=_("On whose behalf do you speak, and how does anybody know that?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("Everybody who sees your party can read this. For instance: the street chose me on 3 March."),
    )


class OrganisationForm(forms.Form):
    """Name, kind and place."""

    name = forms.CharField(label=_("Name of your organisation"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=Kind.choices)
    place = PlaceField(label=_("Where?"), required=False)


class LinkForm(forms.Form):
    """For which organisation a party speaks: one of one's own, or one with the name of the party."""

    organisation = forms.ChoiceField(label=_("For which organisation does this party speak?"), required=False)

    def __init__(self, *args: Any, own: list[Organisation], party: Party, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {one.public_id: one for one in own}
        choices = [*((key, one.name) for key, one in self.known.items()), ("", party.name)]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation | None:
        """Return the organisation that was chosen; None means the one with the name of the party."""
        return self.known.get(self.cleaned_data["organisation"])

"""What does one fill in about what went before."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import Party
from communityup.workspace.history.models import STANDS, WHEN_LENGTH, WORDS_LENGTH, Reading

OWN_NAME, NO_NAME = "party", "nameless"


def _words(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, help_text=hint)


class EntryForm(forms.Form):
    """What happened, in own words."""

    words = _words(
        _("What happened?"),
        _("Tell it as you saw it. Everybody in this challenge reads it; nobody else can change it. Name no people."),
    )
    when = forms.CharField(
        label=_("When was that?"),
        max_length=WHEN_LENGTH,
        required=False,
        help_text=_('As precise as you know, for instance "spring 2019".'),
    )


class AboutForm(EntryForm):
    """An account that concerns a party, or somebody who does not take part here."""

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.number): party for party in parties}
        names = [(number, party.name) for number, party in self.parties.items()]
        self.fields["concerns"] = forms.ChoiceField(
            label=self.about, choices=[("", self.nobody), *names], required=False, help_text=self.about_hint
        )

    about: Any = ""
    about_hint: Any = ""
    nobody: Any = ""

    def clean_concerns(self) -> Party | None:
        """Turn a number into the party."""
        return self.parties.get(self.cleaned_data["concerns"])


class PromiseForm(AboutForm):
    """A promise from the past."""

    about = _("Who promised this?")
    about_hint = _("This party is asked how it sees it now.")
    nobody = _("Somebody who does not take part here")
    field_order = ("words", "concerns", "when")
    words = _words(
        _("What was promised, and to whom?"),
        _("As it was said or written then. Everybody in this challenge reads it; nobody else can change it."),
    )


class DistrustForm(AboutForm):
    """What makes one distrust, for one's own party or without a name."""

    about = _("Whom is this about?")
    about_hint = _("This party is asked what it does with it.")
    nobody = _("Nobody in particular")
    field_order = ("words", "concerns", "when", "name")
    words = _words(
        _("What makes you distrust, and why?"),
        _("What you say here counts as how it is for you. Everybody in this challenge reads it. Name no people."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], nameless: bool, **kwargs: Any) -> None:
        super().__init__(*args, parties=parties, **kwargs)
        if nameless:
            self.fields["name"] = forms.ChoiceField(
                label=_("Whose name stands with it?"),
                choices=[(OWN_NAME, _("That of my party")), (NO_NAME, _("No name"))],
                widget=forms.RadioSelect,
                initial=OWN_NAME,
                help_text=_(
                    "Without a name nobody sees who you are, also not in the log. "
                    "Mind your words: they can give you away."
                ),
            )
        self.order_fields(self.field_order)


class RewordForm(forms.Form):
    """The same account in other words."""

    words = _words(
        _("In other words"),
        _("Your earlier words stay readable. What others said beside them stays with those: they are asked anew."),
    )


class ReadingForm(forms.Form):
    """How one's own party sees an account; for a promise also how it stands now; `seen` is the mark of before."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    words = _words(
        _("How does your party see this?"),
        _("Say how it was or is for you; you need not agree with what was told."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(stand.value, stand.label) for stand in STANDS[kind] if stand != Reading.Stand.NONE]
        if choices:
            self.fields["stand"] = forms.ChoiceField(
                label=_("How does it stand, in your eyes?"),
                choices=choices,
                widget=forms.RadioSelect,
                help_text=_("It counts as settled together once all who are involved say so."),
            )
            self.order_fields(("seen", "stand", "words"))

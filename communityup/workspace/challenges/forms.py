"""What does one fill in at the start, and when inviting or answering."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.organisations.models import Organisation
from communityup.organisations.queries import may_be_one
from communityup.people.models import normalised
from communityup.workspace.challenges.models import NAME_LENGTH, TITLE_LENGTH, Challenge, Kind, Party, Template

# The value of the choice for an organisation that is not one's own yet.
OTHER = "other"


def _text(label: Any, length: int, *, rows: int = 3, hint: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": length})
    return forms.CharField(label=label, max_length=length, widget=widget, help_text=hint, required=required)


class _ForOrganisation(forms.Form):
    """Asks for which organisation, only of who speaks for one already: a first evening has no field more."""

    def __init__(self, *args: Any, own: Sequence[Organisation] = (), other: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.own = {one.public_id: one for one in own}
        if self.own:
            choices = [(key, one.name) for key, one in self.own.items()]
            choices += [(OTHER, other)] if other else []
            self.fields["organisation"] = forms.ChoiceField(
                label=_("For which organisation?"), choices=choices, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        """Return the organisation that was chosen; None means a new one, with the name of the party."""
        data = super().clean() or self.cleaned_data
        data["organisation"] = self.own.get(data.get("organisation", OTHER))
        return data


class StartForm(_ForOrganisation):
    """A challenge in three fields; the fourth says for whom one takes part and is filled in already."""

    folded: tuple[str, ...] = ("template", "sketch", "practice")
    title = forms.CharField(label=_("Which question can nobody solve alone?"), max_length=TITLE_LENGTH)
    place = forms.CharField(label=_("Where?"), max_length=NAME_LENGTH)
    why = _text(_("What is going on, and whom does it touch?"), 1000)
    kind = forms.ChoiceField(label=_("You take part for"), choices=Kind.choices, initial=Kind.RESIDENTS)
    template = forms.ChoiceField(
        label=_("How big is it?"),
        choices=Template.choices,
        initial=Template.LIGHT,
        required=False,
        help_text=_("You can change this later together. Light is enough for most."),
    )
    sketch = forms.BooleanField(
        label=_("This is a first sketch"), required=False, help_text=_("Others can react before it is final.")
    )
    practice = forms.BooleanField(
        label=_("This is only to practise"),
        required=False,
        help_text=_("It never becomes public, and you can throw all of it away."),
    )

    def clean_template(self) -> str:
        """Return the template that was chosen; nothing is light."""
        return self.cleaned_data["template"] or Template.LIGHT


class CopyForm(StartForm):
    """The same for a challenge that begins with the set-up of another, whose template it takes."""

    folded = ("practice",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("template", "sketch"):
            del self.fields[name]


def _respond_by() -> forms.DateField:
    return forms.DateField(
        label=_("Around when do you expect an answer?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Without a day it is in six weeks. One reminder goes out before it."),
    )


def perhaps_of(challenge: Challenge, name: str, email: str = "", *, besides: Party | None = None) -> Party | None:
    """Return the party here to which another of this name or address may belong: of every kind alike (E4, E5)."""
    gone = (Party.State.DECLINED, Party.State.LEFT, Party.State.RECALLED)
    here = challenge.parties.exclude(state__in=gone).select_related("organisation")
    others = [one for one in here.prefetch_related("organisation__domains") if one != besides]
    return next((one for one in others if may_be_one(one.name, one.organisation, name=name, email=email)), None)


class InviteForm(forms.Form):
    """Who is invited, and the address of a contact."""

    folded = ("respond_by",)

    name = forms.CharField(label=_("Which party?"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("Kind of party"), choices=Kind.choices, initial=Kind.MUNICIPALITY)
    email = forms.EmailField(label=_("E-mail address of a contact"))
    colleague = forms.EmailField(label=_("E-mail address of somebody else of your own party"), required=False)
    respond_by = _respond_by()
    apart = forms.BooleanField(label=_("No, this is another organisation. Invite it as a party."), required=False)

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        """Ask whether it belongs to a party that is there only when it may."""
        super().__init__(*args, **options)
        name, email = str(self["name"].value() or ""), str(self["email"].value() or "")
        self.perhaps_of = perhaps_of(challenge, name, email) if self.is_bound else None
        if self.perhaps_of is None:
            del self.fields["apart"]

    def clean(self) -> dict[str, Any]:
        """Return who is invited, once it is no part of another party."""
        data = super().clean() or self.cleaned_data
        if not data.pop("apart", True):
            words = {"party": self.perhaps_of}
            ask = _(
                "Does this belong to %(party)s? One organisation is one party, with all its departments: invite a "
                "colleague there."
            )
            self.add_error("name", ask % words)
        return data

    def clean_colleague(self) -> str:
        """Refuse one address for both: a person sits for one party."""
        colleague: str = self.cleaned_data["colleague"]
        if colleague and normalised(colleague) == normalised(self.cleaned_data.get("email", "")):
            raise forms.ValidationError(_("This is the address of the contact too. One person sits for one party."))
        return colleague


class AcceptForm(_ForOrganisation):
    """Taking part, with the address of somebody else of the same party if one likes."""

    colleague = forms.EmailField(label=_("E-mail address of somebody else who takes part"), required=False)


class AddressForm(forms.Form):
    """One e-mail address."""

    email = forms.EmailField(label=_("E-mail address"))


class AgainForm(AddressForm):
    """Where an invitation goes again, and until when one waits."""

    folded = ("respond_by",)
    respond_by = _respond_by()


class PartyForm(forms.Form):
    """The name and kind of one's own party."""

    name = forms.CharField(label=_("Name of your party"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("Kind of party"), choices=Kind.choices)


class DeclineForm(forms.Form):
    """A reason for saying no, if one likes; open to everybody in the challenge."""

    reason = _text(_("Why not?"), 500, hint=_("Everybody in this challenge can read your reason."), required=False)

    def __init__(self, *args: Any, says_why: bool = True, **options: Any) -> None:
        """Ask no reason for a party that left: its words are its own people's, and a link proves nothing (E2)."""
        super().__init__(*args, **options)
        if not says_why:
            del self.fields["reason"]


class QuestionForm(forms.Form):
    """A question before answering an invitation."""

    question = _text(_("What do you want to know first?"), 500)


class ReplyForm(forms.Form):
    """The answer to a question of an invited party."""

    reply = _text(_("Your answer"), 500)

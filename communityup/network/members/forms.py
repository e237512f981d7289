"""What does one fill in to join a network, and as its member."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import KINDS, NAME_LENGTH, PERSON, WORDS_LENGTH
from communityup.organisations.forms import PlaceField
from communityup.people.models import Person, normalised
from communityup.ui.forms import GuardedForm


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


class CardForm(forms.Form):
    """What a member tells of itself."""

    does = _words(_("What do you do already?"))
    learns = _words(_("What do you want to learn?"))
    brings = _words(_("What can you bring?"), required=False, hint=_("Time, knowledge, a room, people you know."))
    theme = forms.CharField(
        label=_("Around which theme?"), max_length=NAME_LENGTH, required=False, help_text=_("Others find you by it.")
    )
    place = PlaceField(label=_("In which municipality?"), required=False)

    @property
    def card(self) -> dict[str, str]:
        """Return what was told, without who tells it."""
        return {name: self.cleaned_data[name] for name in ("does", "learns", "brings", "theme", "place")}


class MemberForm(CardForm):
    """Who a member is, and what it tells of itself."""

    field_order = ("name", "kind", "does", "learns", "brings", "theme", "place")
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(
        label=_("You join as"),
        choices=KINDS,
        help_text=_(
            "When you change the name or this, the coordinators hear it too. Members and coordinators can read the "
            "earlier name."
        ),
    )

    @property
    def who(self) -> dict[str, str]:
        """Return the name and the kind."""
        return {name: self.cleaned_data[name] for name in ("name", "kind")}


class ApplicationForm(CardForm, GuardedForm):
    """Somebody who asks to join, without an account."""

    field_order = ("name", "kind", "place", "does", "learns", "brings", "theme", "email")
    name = forms.CharField(
        label=_("Who are you?"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("The name of your organisation or group. Or your own name, if you join by yourself."),
    )
    kind = forms.ChoiceField(label=_("You join as"), choices=[("", _("Choose …")), *KINDS])
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For the answer, and for your buddy to get in touch. It stands on no public page."),
    )

    def clean_email(self) -> str:
        """Return the address in its one form."""
        return normalised(self.cleaned_data["email"])


class AcceptForm(forms.Form):
    """As whom somebody is let in, and who is the buddy."""

    name = forms.CharField(label=_("Name among the members"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=KINDS,
        help_text=_(
            "Is something not right? Correct it before you let them in. They read in the letter what they asked and "
            "what you made of it, and the log says that you changed it."
        ),
    )
    buddy = forms.ChoiceField(
        label=_("Which member is the buddy?"),
        help_text=_(
            "Above stand those who help the fewest newcomers now, the longest member first. Who came in the last three "
            "months stands here only when there is nobody else. They get a task, you choose."
        ),
    )

    def __init__(self, *args: Any, buddies: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["buddy"].choices = [("", _("Choose …")), *buddies]  # type: ignore[attr-defined]  # it is a ChoiceField
        if not buddies:
            del self.fields["buddy"]


class DeclineForm(forms.Form):
    """Why somebody is not let in."""

    reason = _words(_("Why not now?"), hint=_("Only this person reads it, in a letter. Be kind and clear."))


class InviteForm(forms.Form):
    """Whom one asks to act for one's own member too."""

    email = forms.EmailField(label=_("What is the e-mail address of this person?"))


class SubstituteForm(forms.Form):
    """Who comes to the core when somebody cannot."""

    substitute = forms.ChoiceField(
        label=_("Who comes when you cannot?"),
        required=False,
        help_text=_("Somebody who acts for your member too. You bring this person up to date yourself."),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("nobody yet")), *((key, str(one)) for key, one in self.people.items())]
        self.fields["substitute"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean_substitute(self) -> Person | None:
        """Return the person who was chosen."""
        return self.people.get(self.cleaned_data["substitute"])


class CoreForm(SubstituteForm):
    """A year in the core, with a substitute."""

    field_order = ("starts_on", "substitute")
    starts_on = forms.DateField(
        label=_("From which day?"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("It lasts a year.")
    )


class FilterForm(forms.Form):
    """How one finds members."""

    summary_heading = _("This choice cannot be shown, so you see all members.")
    words = forms.CharField(label=_("Name, theme or words"), max_length=NAME_LENGTH, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    offers = forms.ChoiceField(label=_("Offers"), required=False)

    def __init__(
        self,
        *args: Any,
        places: Sequence[str],
        provinces: Sequence[str],
        offers: Sequence[tuple[str, Any]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        alone = {PERSON: _("Person in their own name")}
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [(str(value), alone.get(value, label)) for value, label in KINDS],
            "province": [(one, one) for one in provinces],
            "place": [(one, one) for one in places],
            "offers": list(offers),
        }
        for name, found in choices.items():
            self.fields[name].choices = [("", _("all")), *found]  # type: ignore[attr-defined]
            if not found:
                del self.fields[name]

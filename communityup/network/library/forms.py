"""What does one fill in about a practice."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.network.library.models import (
    LABEL_LENGTH,
    MOST_APPROVERS,
    NAME_LENGTH,
    QUOTE_LENGTH,
    THEMES,
    TITLE_LENGTH,
    WORDS_LENGTH,
    Practice,
    Stumble,
)
from communityup.network.networks.models import Condition
from communityup.people.models import normalised

# What looks like an address or a number to call: a practice stays for years, and people change.
PERSONAL = re.compile(r"@|\d[\d\s-]{7,}")
_IS_ADDRESS = forms.EmailField(max_length=254)


def _words(label: Any, *, limit: int = WORDS_LENGTH, hint: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


def _ticks(label: Any, choices: list[tuple[str, Any]], hint: Any = "") -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=False, help_text=hint)


class TitleForm(forms.Form):
    """With what a practice begins."""

    title = forms.CharField(
        label=_("What is it called?"),
        max_length=TITLE_LENGTH,
        help_text=_("Say what you did, for example: first a year of programming, then the keys."),
    )


class PracticeForm(TitleForm):
    """All that stands in a practice. One can keep it half done."""

    place = forms.CharField(label=_("Where was it?"), max_length=NAME_LENGTH, required=False)
    size = forms.ChoiceField(label=_("How big is the municipality?"), choices=Practice.Size.choices, required=False)
    mode = forms.ChoiceField(
        label=_("From which side did you work?"), choices=Practice.Mode.choices, widget=forms.RadioSelect
    )
    context = _words(_("What was going on?"), hint=_("For whom, since when, and what was already there."))
    did = _words(_("What did you do?"))
    why = _words(_("Why did it work, or did it not?"))
    stumbling = _words(
        _("Where did you stumble?"), hint=_("Others learn most from this. Without it a practice is not published.")
    )
    stumbles = _ticks(_("What kind of stumbling blocks were these?"), Stumble.choices)
    conditions = _ticks(_("Which conditions for success mattered most?"), Condition.choices)
    themes = forms.CharField(
        label=_("Around which themes?"),
        max_length=THEMES * (NAME_LENGTH + 2),
        required=False,
        help_text=_("One to five, with a comma between them."),
    )
    contact_role = forms.CharField(
        label=_("In which role does somebody answer questions?"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("For example: the area manager of the municipality. No name, no address."),
    )
    licence = forms.ChoiceField(
        label=_("What may others do with it?"),
        choices=[
            (Practice.Licence.BY, _("use it and change it, with your name beside it (CC BY 4.0)")),
            (Practice.Licence.BY_SA, _("the same, if they share it in the same way (CC BY-SA 4.0)")),
            (Practice.Licence.ZERO, _("everything, without any condition (CC0 1.0)")),
        ],
        initial=Practice.Licence.BY,
    )

    def clean_themes(self) -> list[str]:
        """Return the themes, each once."""
        found = [" ".join(one.split()) for one in self.cleaned_data["themes"].split(",") if one.strip()]
        if len(found) > THEMES:
            raise forms.ValidationError(_("Choose five themes at most."))
        if any(len(one) > NAME_LENGTH for one in found):
            raise forms.ValidationError(_("One of these themes is too long. Put a comma between themes."))
        return found

    def clean_contact_role(self) -> str:
        """Return the role; an address or a number is refused."""
        role: str = self.cleaned_data["contact_role"]
        if PERSONAL.search(role):
            raise forms.ValidationError(_("Write a role here, without an address or a number."))
        return role


class VoiceForm(forms.Form):
    """Who is in a practice."""

    label = forms.CharField(
        label=_("As what are they in it?"),
        max_length=LABEL_LENGTH,
        help_text=_("For example: residents of the Lindenstraat. Everybody reads this: no names of people."),
    )
    emails = forms.CharField(
        label=_("The addresses of who say yes for them"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "One to five, each on a line of its own. They get a letter. One yes is enough, and a no of one of them "
            "holds. An address is forgotten once they answered or it is published, and stands on no page."
        ),
    )
    quote = _words(
        _("What do they say in it?"), limit=QUOTE_LENGTH, hint=_("They can change this. Empty if they only took part.")
    )

    def clean_emails(self) -> list[str]:
        """Return the addresses in their one form, each once; says which one is no address."""
        typed = re.split(r"[\s,;]+", self.cleaned_data["emails"].strip())
        found = list(dict.fromkeys(normalised(one) for one in typed))
        if len(found) > MOST_APPROVERS:
            raise forms.ValidationError(_("Give five addresses at most."))
        for one in found:
            try:
                _IS_ADDRESS.clean(one)
            except forms.ValidationError:
                raise forms.ValidationError(_("“%(one)s” is no address. Mend it.") % {"one": one[:80]}) from None
        return found


class AnswerForm(forms.Form):
    """A yes or a no of who is in a practice, and their own words."""

    quote = _words(
        _("Your own words"), limit=QUOTE_LENGTH, hint=_("Change them as you like. Empty: you are named without words.")
    )
    answer = forms.ChoiceField(
        label=_("May it be published like this?"),
        choices=[("yes", _("Yes, this is right")), ("no", _("No, not like this"))],
        widget=forms.RadioSelect,
    )


class ReviewForm(forms.Form):
    """What somebody of another organisation says who read a practice over."""

    outcome = forms.ChoiceField(
        label=_("Is it good to publish?"),
        choices=[
            ("good", _("Yes: I understand what they did and where they stumbled")),
            ("back", _("Not yet: something is missing or not clear")),
        ],
        widget=forms.RadioSelect,
    )
    remark = _words(_("What is missing or not clear?"), limit=QUOTE_LENGTH, hint=_("Only when you say not yet."))

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; a not yet needs its reason."""
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("outcome") == "back" and not filled.get("remark", "").strip():
            self.add_error("remark", _("Say what is missing, so that they can mend it."))
        return filled


class FilterForm(forms.Form):
    """How one finds a practice."""

    words = forms.CharField(
        label=_("Words"), max_length=TITLE_LENGTH, required=False, help_text=_("For example: keys, quarrel, council.")
    )
    condition = forms.ChoiceField(
        label=_("Condition for success"), choices=[("", _("all")), *Condition.choices], required=False
    )
    stumble = forms.ChoiceField(label=_("Stumbling block"), choices=[("", _("all")), *Stumble.choices], required=False)
    theme = forms.CharField(label=_("Theme"), max_length=NAME_LENGTH, required=False)
    mode = forms.ChoiceField(
        label=_("From which side"), choices=[("", _("all")), *Practice.Mode.choices], required=False
    )
    size = forms.ChoiceField(
        label=_("Municipality"),
        choices=[("", _("all")), *((value, label) for value, label in Practice.Size.choices if value)],
        required=False,
    )
    place = forms.CharField(label=_("Where"), max_length=NAME_LENGTH, required=False)

    @property
    def chosen(self) -> list[str]:
        """Return in words what one chose; only of a form that is valid."""
        labels = {name: dict(getattr(field, "choices", ())) for name, field in self.fields.items()}
        return [str(labels[name].get(value, value)) for name, value in self.cleaned_data.items() if value]

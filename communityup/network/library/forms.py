"""What does one fill in about a practice."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communityup.network.library.models import (
    LABEL_LENGTH,
    MOST_APPROVERS,
    NAME_LENGTH,
    QUOTE_LENGTH,
    THEMES,
    TITLE_LENGTH,
    WORDS_LENGTH,
    Approver,
    Facet,
    Practice,
    Stumble,
    Voice,
)
from communityup.network.library.queries import SHORT, WORDS, names_of
from communityup.network.networks.models import Condition
from communityup.people.models import normalised

# What looks like an address or a number to call: a practice stays for years, and people change.
PERSONAL = re.compile(r"@|\d[\d\s-]{7,}")
_IS_ADDRESS = forms.EmailField(max_length=254)
# Of all themes as many are offered as one looks over: those of most practices.
MOST_THEMES = 15
Answer = Voice.Answer


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


def account_of(practice: Practice) -> dict[str, Any]:
    """Return with what the form about a practice begins."""
    facets = list(practice.facets.all())
    kinds = Facet.Kind
    return {
        **{name: getattr(practice, name) for name in SHORT},
        **{name: str(getattr(practice, name) or "") for name in WORDS},
        "conditions": [one.value for one in facets if one.kind == kinds.CONDITION],
        "stumbles": [one.value for one in facets if one.kind == kinds.STUMBLE],
        "themes": ", ".join(one.words for one in facets if one.kind == kinds.THEME),
    }


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


def answer_of(voice: Voice, approver: Approver) -> dict[str, str]:
    """Return with what the form of a voice begins: its words, and the answer of this one when there is one."""
    answered = approver.answer in {Answer.YES, Answer.NO}
    return {"quote": str(voice.quote or ""), "answer": str(approver.answer) if answered else ""}


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


class ThemesField(forms.MultipleChoiceField):
    """Themes as they are known, or as somebody typed them: one that nothing has finds nothing, and is no fault."""

    def clean(self, value: Any) -> list[str]:
        """Return the themes, each once."""
        return list(dict.fromkeys(slug for slug in map(slugify, super().clean(value)) if slug))

    def valid_value(self, value: str) -> bool:
        """Take every theme."""
        return len(value) <= NAME_LENGTH


def _facet(label: Any, choices: Sequence[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class FilterForm(forms.Form):
    """How one finds a practice: by words, and by one or more of what practices have, each with how many have it."""

    summary_heading = _("This choice cannot be shown, so you see all practices.")
    words = forms.CharField(
        label=_("Words"), max_length=TITLE_LENGTH, required=False, help_text=_("For example: keys, quarrel, council.")
    )
    theme = ThemesField(label=_("Theme"), required=False, widget=forms.CheckboxSelectMultiple)
    stumble = _facet(_("Stumbling block"), Stumble.choices)
    condition = _facet(_("Condition for success"), Condition.choices)
    mode = _facet(_("From which side"), Practice.Mode.choices)
    size = _facet(_("Size of the municipality"), [one for one in Practice.Size.choices if one[0]])
    place = forms.CharField(label=_("Where"), max_length=NAME_LENGTH, required=False)

    @property
    def filters(self) -> dict[str, Any]:
        """Return what was chosen; nothing when nothing was sent, or something in it is not right."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    def offer(self, told: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        """Offer of each kind what leads somewhere, with how many one then finds; and what is chosen already."""
        self.labels: dict[str, dict[str, str]] = {}
        for name, rows in told.items():
            counts, chosen = dict(rows), self.filters.get(name, [])
            labels = {str(value): str(label) for value, label in self._choices(name)}
            if name == Facet.Kind.THEME:
                labels = names_of([*list(counts)[:MOST_THEMES], *chosen])
            self.labels[name] = {**labels, **{one: one for one in chosen if one not in labels}}
            shown = [one for one in self.labels[name].items() if one[0] in counts or one[0] in chosen]
            self.fields[name].choices = [(value, f"{label} ({counts.get(value, 0)})") for value, label in shown]  # type: ignore[attr-defined]  # each of these is a choice

    @property
    def facets(self) -> list[forms.BoundField]:
        """Return the fields in which there is something to choose."""
        return [self[name] for name in self.fields if name in self.labels and self._choices(name)]

    @property
    def chosen(self) -> list[dict[str, str]]:
        """Return in words what one chose, each with the address at which all else stays chosen."""
        told = [
            (name, one)
            for name, value in self.filters.items()
            for one in ([value] if isinstance(value, str) else value)
        ]
        return [
            {"words": self.labels.get(name, {}).get(one, one), "without": self._address(told, (name, one))}
            for name, one in told
            if one
        ]

    def _choices(self, name: str) -> list[tuple[str, Any]]:
        return list(getattr(self.fields[name], "choices", ()))

    @staticmethod
    def _address(told: Sequence[tuple[str, str]], but: tuple[str, str]) -> str:
        kept = QueryDict(mutable=True)
        for name, one in told:
            if one and (name, one) != but:
                kept.appendlist(name, one)
        return f"?{kept.urlencode()}"

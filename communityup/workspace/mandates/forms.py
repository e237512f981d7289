"""What does one fill in about what one may promise, and about what one's party puts in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.mandates.models import LONGEST_WEEKS, SHORT_LENGTH, WORDS_LENGTH, Commitment


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


def _short(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=SHORT_LENGTH, required=required, help_text=hint)


class MandateForm(forms.Form):
    """What somebody at the table may promise, and what goes back first."""

    alone = _words(_("What can you promise here yourself?"), hint=_("Everybody in this challenge reads this."))
    back = _words(_("What must you take back first?"), required=False, hint=_("Leave this empty if that is nothing."))
    whom = _short(_("To whom?"), required=False, hint=_('For instance "the council" or "our members".'))
    weeks = forms.IntegerField(
        label=_("About how many weeks does that take?"), min_value=1, max_value=LONGEST_WEEKS, required=False
    )
    role = _short(_("In which role do you sit here?"), required=False, hint=_("A role, no name."))

    def clean(self) -> dict[str, Any]:
        """Let what goes back be said whole: what, to whom and how long; or nothing of it."""
        cleaned = super().clean() or {}
        given = {name: bool(self.data.get(self.add_prefix(name), "").strip()) for name in ("back", "whom", "weeks")}
        if any(given.values()):
            missing = {
                "back": _("Say what you must take back."),
                "whom": _("Say to whom you take it back."),
                "weeks": _("Say about how many weeks that takes."),
            }
            for name, sentence in missing.items():
                if not given[name]:
                    self.add_error(name, sentence)
        return cleaned


class CommitmentForm(forms.Form):
    """What a party puts in, and who stands behind that."""

    time = _words(
        _("How much time does your party make for this?"), hint=_("For instance: two people, an evening a month.")
    )
    means = _words(_("What else do you put in?"), required=False, hint=_("People, money, a room, knowledge."))
    sponsor = _short(
        _("Who stands behind this for your party?"),
        hint=_('A role, no name. For instance "alderman for housing", "chair" or "all our members".'),
    )
    change = forms.ChoiceField(
        label=_("Compared with before"),
        choices=[choice for choice in Commitment.Change.choices if choice[0] != Commitment.Change.FIRST],
        widget=forms.RadioSelect,
        help_text=_("Less is allowed. Everybody sees what you said before."),
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        """Ask how it compares only when there is something to compare with."""
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["change"]


class SponsorAddressForm(forms.Form):
    """Where the one who stands behind a party reads mail."""

    email = forms.EmailField(
        label=_("E-mail address of who stands behind your party"),
        help_text=_("Only your party sees it. A letter goes there when your party stays silent for long."),
    )

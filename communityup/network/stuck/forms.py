"""What does one fill in when one is stuck, thinks along, or goes through a case together."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communityup.network.stuck.models import (
    KEPT_DAYS,
    NOTE_LENGTH,
    OFFER_LENGTH,
    WHERE_LENGTH,
    WORDS_LENGTH,
    Consultation,
    HelpRequest,
)

Audience = HelpRequest.Audience


def _words(label: Any, *, limit: int, rows: int = 4, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


class AskForm(forms.Form):
    """On what one is stuck, and who may read it."""

    words = _words(
        _("On what are you stuck?"),
        limit=WORDS_LENGTH,
        rows=6,
        hint=_("What happened, what did you try, and what do you want to get clear? Name no other people."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read this?"),
        choices=HelpRequest.Audience.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "The coordinators read it too. Once you accept an offer, only who thinks along and the coordinators do."
        ),
    )
    is_named = forms.BooleanField(
        label=_("My name may stand with it"),
        required=False,
        help_text=_("Without a tick only who thinks along and the coordinators see who you are."),
    )
    keep_days = forms.TypedChoiceField(
        label=_("How long after the end is it kept?"),
        choices=[(7, _("a week")), (30, _("30 days")), (90, _("90 days"))],
        coerce=int,
        initial=KEPT_DAYS,
        widget=forms.RadioSelect,
        help_text=_("Then all of it is deleted for good, also what others wrote."),
    )

    def __init__(self, *args: Any, peers: int, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = ngettext("%(count)d person", "%(count)d people", peers) % {"count": peers}
        # When nobody offered to think along, asking only those would ask nobody.
        asked = [(Audience.PEERS.value, f"{Audience.PEERS.label} ({offered})")] if peers else []
        self.fields["audience"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            *asked, (Audience.MEMBERS.value, Audience.MEMBERS.label),
        ]  # fmt: skip
        self.fields["audience"].initial = (Audience.PEERS if peers else Audience.MEMBERS).value


class OfferForm(forms.Form):
    """What somebody who thinks along says with it."""

    words = _words(
        _("What do you want to say with it?"),
        limit=OFFER_LENGTH,
        rows=2,
        required=False,
        hint=_("For example: we had this too. Only who asked reads it."),
    )


class PlanForm(forms.Form):
    """When and where a group comes together, and who leads it."""

    where = forms.CharField(
        label=_("When and where do you come together?"),
        max_length=WHERE_LENGTH,
        help_text=_("A day with a time, and a place or a link to an online meeting. Only your group reads it."),
    )
    pace = forms.ChoiceField(
        label=_("How long do you take?"), choices=Consultation.Pace.choices, widget=forms.RadioSelect
    )
    leader = forms.ChoiceField(
        label=_("Who leads it?"),
        widget=forms.RadioSelect,
        help_text=_("Who leads it keeps an eye on the time and takes the group to the next step."),
    )

    def __init__(self, *args: Any, leaders: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leader"].choices = leaders  # type: ignore[attr-defined]  # it is a ChoiceField


class NoteForm(forms.Form):
    """A note in the step that is on; `step` is the one that the page showed."""

    step = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = _words(_("What do you want to write down?"), limit=NOTE_LENGTH, hint=_("Only your group reads it."))

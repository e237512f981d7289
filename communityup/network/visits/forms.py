"""What does one fill in about visits."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.errors import Refused
from communityup.network.meetings.forms import MomentForm
from communityup.network.networks.models import Network
from communityup.network.visits import permissions
from communityup.network.visits.actions import Card, Links
from communityup.network.visits.models import (
    LONG_LENGTH,
    MOST_PEOPLE,
    MOST_VISITS,
    QUESTION_LENGTH,
    REASON_LENGTH,
    ROUGH_LENGTH,
    THEME_LENGTH,
    WORDS_LENGTH,
    Form,
    Proposal,
    Role,
)

MOST_CHOICES = 50


def _words(label: Any, *, limit: int, required: bool = True, hint: Any = "", rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


class WishForm(forms.Form):
    """What asking and offering have in common."""

    form = forms.ChoiceField(label=_("In which form?"), choices=Form.choices, widget=forms.RadioSelect)
    theme = forms.CharField(
        label=_("Around which theme?"),
        max_length=THEME_LENGTH,
        required=False,
        help_text=_("For example: letting go of buildings. We look for the same theme with others."),
    )
    roughly = forms.CharField(
        label=_("When, roughly?"),
        max_length=ROUGH_LENGTH,
        required=False,
        help_text=_("For example: in spring, on a Thursday or Friday."),
    )
    people = forms.IntegerField(min_value=1, max_value=MOST_PEOPLE, required=False)

    def __init__(self, *args: Any, taken: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        left = [(value, label) for value, label in Form.choices if value not in taken]
        self.fields["form"].choices = left  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["form"].initial = left[0][0] if left else None
        if taken:
            self.fields["form"].help_text = _("What is not here, your member has open already. You can take that back.")

    def clean(self) -> dict[str, Any]:
        """Check that a visit says for how many people."""
        data = super().clean() or {}
        if data.get("form") == Form.VISIT and "people" not in self.errors and data.get("people") is None:
            self.add_error("people", _("For a visit, say with how many people."))
        return data

    @property
    def card(self) -> Card:
        """Return the words, as the action takes them."""
        return Card(**self.cleaned_data)


class AskForm(WishForm):
    """Ask for a visit or a guest story."""

    field_order = ("form", "question", "words", "theme", "people", "roughly")
    question = _words(
        _("What do you want to learn?"),
        limit=QUESTION_LENGTH,
        rows=3,
        hint=_("One question with which you go there. For example: how did you deal with the overdue maintenance?"),
    )
    words = _words(_("What do you hope to see, or whom to speak?"), limit=WORDS_LENGTH)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].label = _("With how many people do you want to come?")
        self.fields["people"].help_text = _(
            "For a visit. Come mixed: for example two civil servants, two residents and a councillor."
        )


class OfferForm(WishForm):
    """Offer a visit or a guest story."""

    field_order = ("form", "words", "theme", "people", "times", "roughly")
    words = _words(
        _("What is there to see with you, or to tell?"),
        limit=WORDS_LENGTH,
        hint=_("Also what went wrong: others learn most from that."),
    )
    times = forms.IntegerField(
        label=_("How many visits or stories do you have time for?"), min_value=1, max_value=MOST_VISITS, initial=1
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].label = _("How many people can come at a time?")
        self.fields["people"].help_text = _("For a visit.")


class MatchForm(forms.Form):
    """Which question and which offer go together; its page fills it in."""

    ask = forms.CharField(max_length=32)
    offer = forms.CharField(max_length=32)


class AnswerForm(forms.Form):
    """Yes, or not now, to a proposal."""

    answer = forms.ChoiceField(choices=[(one.value, one.label) for one in Proposal.Answer if one.value])
    reason = _words(
        _("Do you want to tell the coordinators why?"),
        limit=REASON_LENGTH,
        required=False,
        rows=2,
        hint=_("You do not have to. The other member does not read it."),
    )


class StopForm(forms.Form):
    """Why a visit does not go on."""

    reason = _words(
        _("Why does it not go on?"), limit=REASON_LENGTH, hint=_("The other member and the coordinators read it.")
    )


class DelegationForm(forms.Form):
    """In which roles people come along."""

    def __init__(self, *args: Any, room: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.room = room
        for role in Role:
            self.fields[role.value] = forms.IntegerField(
                label=_("How many: %(role)s") % {"role": role.label}, min_value=0, max_value=MOST_PEOPLE, required=False
            )
        self.fields["reason"] = _words(
            _("Do all have one role? Then say why."),
            limit=REASON_LENGTH,
            required=False,
            rows=3,
            hint=_("From two roles on you can leave this empty."),
        )

    def clean(self) -> dict[str, Any]:
        """Say what is wrong beside what was typed; the action asks the same again."""
        data = super().clean() or {}
        if not self.errors:
            told = [number for number in self.numbers.values() if number]
            try:
                permissions.refuse_one_role(len(told), data["reason"])
                permissions.refuse_too_many(sum(told), self.room)
            except Refused as refused:
                self.add_error(None, str(refused))
        return data

    @property
    def numbers(self) -> dict[str, int]:
        """Return how many come along in each role."""
        return {role.value: self.cleaned_data[role.value] or 0 for role in Role}


class DayForm(MomentForm):
    """When and where a visit is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["where"].help_text = _("Only the two members read this.")


class PrepareForm(forms.Form):
    """Prepare a visit or a story together."""

    question = _words(_("What is the question of this visit?"), limit=QUESTION_LENGTH, rows=3)
    programme = _words(
        _("What is the programme?"),
        limit=LONG_LENGTH,
        required=False,
        rows=6,
        hint=_("For example: walk around, talk with who does the work, look back together."),
    )
    practical = _words(
        _("How does one get there and in?"),
        limit=WORDS_LENGTH,
        required=False,
        hint=_("Also with a wheelchair, with a guide dog, or when one needs a break or quiet room."),
    )
    contacts = _words(
        _("Whom can one call?"),
        limit=REASON_LENGTH,
        required=False,
        rows=2,
        hint=_("Only the two members and the coordinators read it. It goes a month after the visit."),
    )
    session = forms.ChoiceField(label=_("Does it go with a session?"), required=False)
    searched = forms.ChoiceField(label=_("Does it go with a learning question of the network?"), required=False)

    def __init__(self, *args: Any, network: Network, **options: Any) -> None:
        super().__init__(*args, **options)
        own = Q(public_id=(self.initial or {}).get("session", ""))
        goes_on = network.sessions.filter(Q(gathering__cancelled_at=None) | own, is_closed=False)
        sessions = goes_on.select_related("gathering").order_by("-number", "-pk")
        questions = network.learning_questions.select_related("words__current")[:MOST_CHOICES]
        self.known: dict[str, dict[str, Any]] = {
            "session": {one.public_id: one for one in sessions[:MOST_CHOICES]},
            "searched": {one.public_id: one for one in questions},
        }
        for name, found in self.known.items():
            choices = [("", _("no")), *((key, str(one)) for key, one in found.items())]
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    @property
    def words(self) -> dict[str, str]:
        """Return the words, as the action takes them."""
        return {name: self.cleaned_data[name] for name in ("question", "programme", "practical", "contacts")}

    @property
    def links(self) -> Links:
        """Return with what it goes together."""
        return Links(**{name: found.get(self.cleaned_data[name]) for name, found in self.known.items()})

"""What does one fill in about who is missing, and when asking to join."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import NAME_LENGTH, Kind
from communityup.workspace.outreach.models import PERSPECTIVE_LENGTH, WORDS_LENGTH


def _words(label: Any, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": WORDS_LENGTH})
    return forms.CharField(label=label, max_length=WORDS_LENGTH, widget=widget, required=required, help_text=hint)


def _speaks_for() -> forms.CharField:
    return _words(_("For whom do you speak?"), hint=_("For example: the people with a shop on the square."))


def _known_by() -> forms.CharField:
    return _words(_("How do you know that?"), hint=_("For example: we met with twenty of them and they asked us."))


class PerspectiveForm(forms.Form):
    """A perspective that is missing."""

    words = forms.CharField(
        label=_("Which view on this question is missing?"),
        max_length=PERSPECTIVE_LENGTH,
        help_text=_(
            "Name a view, not a person: “who works here at night”. "
            "Write nothing about anybody's origin, belief or health."
        ),
    )


class AttemptForm(forms.Form):
    """How somebody reached out."""

    how = _words(
        _("How did you reach out?"), hint=_("For example: a walk past the shops. Write no names of people you met.")
    )
    day = forms.DateField(label=_("When?"), widget=forms.DateInput(attrs={"type": "date"}), initial=timezone.localdate)
    result = _words(_("What came of it?"), required=False, hint=_("You can also tell this later."))


class ResultForm(forms.Form):
    """What came of reaching out."""

    result = _words(_("What came of it?"))


class JoinForm(forms.Form):
    """Asking to take part with a party."""

    name = forms.CharField(label=_("Name of your party"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("Kind of party"), choices=Kind.choices, initial=Kind.RESIDENTS)
    speaks_for = _speaks_for()
    known_by = _known_by()


class ExplainForm(forms.Form):
    """Telling anew for whom one speaks."""

    speaks_for = _speaks_for()
    known_by = _known_by()


class ChairForm(forms.Form):
    """What somebody says from the open chair."""

    words = _words(_("What should the parties know?"), hint=_("Everybody who reads this challenge can read it."))


class LookForm(forms.Form):
    """What who keeps the process sees."""

    words = _words(
        _("What do you see?"),
        hint=_("Is there a reason about the question itself, or is somebody shut out? Everybody reads this."),
    )

"""What does one fill in about holding and letting go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.grip.models import SUBJECT_LENGTH, WHY_LENGTH, Stance


class SubjectForm(forms.Form):
    """One more subject."""

    words = forms.CharField(
        label=_("Which subject do you add?"),
        max_length=SUBJECT_LENGTH,
        help_text=_('For instance "the programme", "the keys", "large repairs" or "who decides about money".'),
    )


class StanceForm(forms.Form):
    """What one's own party does with a subject."""

    choice = forms.ChoiceField(
        label=_("What does your party do with it?"), choices=Stance.Choice.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=WHY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": WHY_LENGTH}),
        help_text=_("One sentence for the others. You can leave this empty."),
    )

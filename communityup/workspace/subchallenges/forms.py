"""What does one fill in to split a part off, or to put two challenges together."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from communityup.workspace.challenges.models import NAME_LENGTH, TITLE_LENGTH

WHY_LENGTH = 1000


class SplitForm(forms.Form):
    """A part in the three fields of every challenge; the parties come along by themselves."""

    title = forms.CharField(label=_("Which part is a question by itself?"), max_length=TITLE_LENGTH)
    place = forms.CharField(label=_("Where?"), max_length=NAME_LENGTH)
    why = forms.CharField(
        label=_("Why split it off, and whom does it touch?"),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": WHY_LENGTH}),
    )


class LinkForm(forms.Form):
    """With which challenge, and which of the two is the whole."""

    address = forms.CharField(
        label=_("The address of the other challenge"),
        max_length=300,
        help_text=_("Open that challenge and copy what stands in the address bar."),
    )
    as_part = forms.TypedChoiceField(
        label=_("Which is the whole?"),
        choices=[("yes", _("The other: ours becomes a part of it")), ("no", _("Ours: the other becomes a part of it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def clean_address(self) -> str:
        """Return the name in the address of a challenge, whatever stands around it."""
        typed: str = self.cleaned_data["address"].strip()
        found = re.search(r"/opgaven/([-\w]+)", typed)
        name = found.group(1) if found else typed.strip("/")
        if not re.fullmatch(r"[-\w]+", name):
            raise forms.ValidationError(_("This is no address of a challenge here. It begins with /opgaven/."))
        return name

"""What does one fill in about invitations."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from communityup.network.invitations.queries import members_of
from communityup.network.members.models import Member
from communityup.network.networks.models import Network

MOST_AT_ONCE, ADDRESS_LENGTH, WORDS_LENGTH = 50, 254, 8000


class InviteForm(forms.Form):
    """Whom one invites: members, and addresses of others."""

    members: "forms.ModelMultipleChoiceField[Member]" = forms.ModelMultipleChoiceField(
        queryset=Member.objects.none(), label=_("Which members?"), required=False, to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple, help_text=_("Everybody who acts for them gets an invitation."),
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Which others, by their e-mail address?"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": WORDS_LENGTH}),
        help_text=_("One address on each line, at most fifty at once."),
    )

    def __init__(self, *args: Any, network: Network, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["members"].queryset = members_of(network)  # type: ignore[attr-defined]

    def clean_addresses(self) -> list[str]:
        """Return the addresses; say which one is none."""
        found = [one for one in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if one]
        for one in found:
            try:
                validate_email(one)
            except ValidationError:
                raise ValidationError(_("“%(one)s” is no e-mail address.") % {"one": one[:ADDRESS_LENGTH]}) from None
            if len(one) > ADDRESS_LENGTH:
                raise ValidationError(_("One of these addresses is too long."))
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(_("These are more than fifty. Invite them in parts."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for somebody to invite."""
        data = super().clean() or {}
        if not self.errors and not data["addresses"] and not data["members"]:
            raise ValidationError(_("Choose a member or give an address."))
        return data

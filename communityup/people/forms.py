"""What does one fill in for an account: an address, a code, a name."""

import re
import struct
import unicodedata
from typing import Any

from allauth.mfa import app_settings as mfa
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from communityup.people.models import GUESTS, LANGUAGES, NAME_LENGTH, Person, normalised

MOST_OFFERED = 30


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the stubs know it by its model
    """One of a number of people. Of many only the first by name are offered, or those whose name one looks for."""

    looked_for, many = "", False

    def __init__(self, **options: Any) -> None:
        super().__init__(Person.objects.none(), **options)

    def offer(self, people: QuerySet[Person], looked_for: str = "") -> None:
        """Say who can be chosen. Whoever is among them can be sent, also when another name was looked for since."""
        self.queryset, self.looked_for = people, looked_for.strip()[:NAME_LENGTH]
        found = people.filter(display_name__icontains=self.looked_for) if self.looked_for else people
        shown = list(found.order_by(Lower("display_name"), "pk")[: MOST_OFFERED + 1])
        self.many = bool(self.looked_for) or len(shown) > MOST_OFFERED
        self.widget.choices = [(one.pk, str(one)) for one in shown[:MOST_OFFERED]]


class AddressField(forms.EmailField):
    """An e-mail address in its one form: lower case, the domain in ASCII."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Your e-mail address"))
        options.setdefault("max_length", 254)
        options.setdefault(
            "error_messages",
            {
                "required": _("Fill in your e-mail address."),
                "invalid": _("This is not a complete e-mail address. It looks like name@example.nl."),
                "max_length": _("This address is too long."),
            },
        )
        super().__init__(**options)
        self.widget.attrs.update({"autocomplete": "email", "inputmode": "email", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        """Return the address in its one form."""
        address: str = super().clean(value)
        name, _at, domain = address.rpartition("@")
        try:
            plain = normalised(f"{name}@{punycode(domain)}")
            plain.encode("ascii")
        except UnicodeError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if plain.endswith(GUESTS):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return plain


class NameField(forms.CharField):
    """The name others see: one line, without characters that hide or turn text round."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("How may we call you?"))
        options.setdefault("help_text", _("Others see this name when you write something. A first name is fine."))
        options.setdefault("max_length", NAME_LENGTH)
        options.setdefault(
            "error_messages",
            {
                "required": _("Fill in a name."),
                "max_length": _("Use at most %(limit_value)d characters; you typed %(show_value)d."),
            },
        )
        super().__init__(**options)
        self.widget.attrs.update({"autocomplete": "name", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        """Return the name on one line and without hidden characters."""
        line = " ".join(unicodedata.normalize("NFC", super().to_python(value) or "").split())
        return "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()


class SignInForm(forms.Form):
    """The one entrance: an address, known or not; and whether to stay signed in here."""

    email = AddressField()
    own_device = forms.BooleanField(
        label=_("This is my own device"), help_text=_("You then stay signed in here for 90 days."), required=False
    )


class CodeForm(forms.Form):
    """The digits that came by mail; spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        error_messages={"required": _("Fill in the code from the mail."), "max_length": _("The code has 6 digits.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """Return the six digits."""
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("The code has 6 digits."), code="invalid")
        return digits


class SignUpForm(forms.Form):
    """The only question to somebody new: a name."""

    display_name = NameField()


class AccountForm(forms.Form):
    """One's own name and language."""

    display_name = NameField(label=_("Your name"))
    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=LANGUAGES, widget=forms.RadioSelect)


class NewAddressForm(forms.Form):
    """The address to change to."""

    email = AddressField(label=_("Your new e-mail address"))


class LeaveForm(forms.Form):
    """A tick, so that nobody leaves by accident."""

    sure = forms.BooleanField(
        label=_("I understand this and want to leave"),
        error_messages={"required": _("Tick this if you are sure that you want to leave.")},
    )


def _code_box() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"})


# What the library raises on credentials that no browser makes.
# No credential of a browser holds a larger number.
LARGEST_NUMBER = 65_536
_MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error, InvalidSignature)


def _refuse_malformed() -> ValidationError:
    return ValidationError(_("This passkey could not be read. Try again, or use a code."), code="malformed")


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A new passkey: a name to recognise it by; it always can enter by itself."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("For yourself, such as: my phone."),
        required=False,
        max_length=NAME_LENGTH,
    )
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=True)

    def clean_credential(self) -> dict[str, Any]:
        """Refuse what is no credential at all: the library takes `false` for one that needs no check."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict) or _largest_number(credential) > LARGEST_NUMBER:
            raise _refuse_malformed()
        return credential

    def clean(self) -> dict[str, Any]:
        """Let the library check the credential; what it trips over is refused in words."""
        try:
            return dict(super().clean() or {})
        except _MALFORMED:
            raise _refuse_malformed() from None


def _largest_number(value: object) -> float:
    """Return the largest number anywhere in a credential.

    Where the library expects bytes it takes a number for a length, and makes that many: gigabytes on request.
    """
    if isinstance(value, dict):
        return max(map(_largest_number, value.values()), default=0)
    if isinstance(value, list):
        return max(map(_largest_number, value), default=0)
    return value if isinstance(value, int | float) else 0


class _UsePasskey:
    """Lets the library check the credential; what it trips over is refused in words."""

    def clean_credential(self) -> object:
        """Return the key that was used."""
        if _largest_number(self.cleaned_data["credential"]) > LARGEST_NUMBER:  # type: ignore[attr-defined]
            raise _refuse_malformed()
        try:
            return super().clean_credential()  # type: ignore[misc]  # mixed into forms of the library
        except _MALFORMED:
            raise _refuse_malformed() from None


class EnterWithPasskeyForm(_UsePasskey, LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in with a passkey alone."""


class SecondStepPasskeyForm(_UsePasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the code."""


class ConfirmWithPasskeyForm(_UsePasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before something that matters."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # the library has no types
    """The first code of a new app."""

    code = forms.CharField(label=_("Code from the app"), max_length=20, widget=_code_box())


class _UseOnce:
    """Takes a code of an app once; the library forgets that it was used while a later step still takes it."""

    def clean_code(self) -> str:
        """Return the code (RFC 6238, 5.2: the same one a second time is refused as long as it is valid)."""
        typed: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        digits = "".join(filter(str.isalnum, typed)).lower()
        key = f"people.code-of-app:{self.user.pk}:{digits}"  # type: ignore[attr-defined]
        valid = (2 * mfa.TOTP_TOLERANCE + 1) * mfa.TOTP_PERIOD
        code: str = "" if cache.get(key) else super().clean_code()  # type: ignore[misc]  # mixed into the library's
        if not (code and cache.add(key, "used", valid)):
            raise ValidationError(_("This code was used already. Wait until your app shows a new one."), code="used")
        return code


class SecondStepForm(_UseOnce, AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """A code from the app, or a recovery code, after the code by mail."""

    code = forms.CharField(label=_("Code from your app, or a recovery code"), max_length=20, widget=_code_box())


class ConfirmWithAppForm(_UseOnce, ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """The same once more, before something that matters."""

    code = forms.CharField(label=_("Code from your app, or a recovery code"), max_length=20, widget=_code_box())


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=NAME_LENGTH)

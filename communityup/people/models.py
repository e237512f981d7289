"""What do we remember about people: an address to reach them, the name they chose, their language."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id

NAME_LENGTH = 60
# What stands in the place of the address of a guest: nobody can ever read mail there.
GUESTS = "@guest.invalid"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


def normalised(email: str) -> str:
    """Return an e-mail address in the one form in which we keep and compare it."""
    return email.strip().casefold()


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their normalised address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by address, whatever its capitals."""
        return self.get(email=normalised(username or ""))


class Person(AbstractBaseUser):
    """Somebody with an account, or a guest. There are no staff or superuser flags: nobody has a back-office (E25)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=NAME_LENGTH)
    language = models.CharField(_("language"), max_length=2, default="nl", choices=LANGUAGES)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Somebody who takes part with a code and without an account, on one device: no address, no name, no mail.
    is_guest = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    # Somebody who left keeps an empty row, so that what was agreed still points somewhere; nothing in it tells who.
    left_at = models.DateTimeField(null=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(is_guest=True, email__endswith=GUESTS)
                | models.Q(is_guest=False) & ~models.Q(email__endswith=GUESTS),
                name="guest_has_no_address",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or (gettext("guest") if self.is_guest else gettext("somebody who left"))

    def get_full_name(self) -> str:
        """Return the name this person chose."""
        return str(self)

    def has_usable_password(self) -> bool:
        """Nobody has a password here, however the row was made."""
        return False

    def get_short_name(self) -> str:
        """Return the name this person chose."""
        return str(self)

    def clean(self) -> None:
        """Bring the address to its one form."""
        super().clean()
        self.email = normalised(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address in its one form, however the sign-in library wrote it."""
        self.email = normalised(self.email)
        super().save(*args, **kwargs)


class Code(models.Model):
    """A code sent to an address, to prove that somebody reads it. Single use, for one purpose and one browser.

    The address and the code are kept as keyed hashes: an address that never joins leaves nothing readable here.
    """

    class Purpose(models.TextChoices):
        """What the code is good for; a code for one is worth nothing for another."""

        ENTER = "enter"
        CONFIRM = "confirm"
        NEW_ADDRESS = "new_address"

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose)
    address_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    # The nth code of one day for one address; the constraint keeps the limit when many ask at once.
    day = models.DateField()
    turn = models.PositiveSmallIntegerField()
    known_browser = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "person"], name="code_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address_hash", "day", "known_browser", "turn"], name="code_turn_once_per_address_per_day"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["enter", "confirm", "new_address"]), name="code_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(proved_at__isnull=False),
                name="code_is_used_after_it_is_proved",
            ),
        ]

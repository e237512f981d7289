"""What do we remember about people: an address to reach them, the name they chose, their language."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 60


def normalised(email: str) -> str:
    """Return an e-mail address in the one form in which we keep and compare it."""
    return email.strip().casefold()


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their normalised address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by address, whatever its capitals."""
        return self.get(email=normalised(username or ""))


class Person(AbstractBaseUser):
    """Somebody with an account. There are no staff or superuser flags: nobody has a back-office (E25)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=NAME_LENGTH)
    language = models.CharField(_("language"), max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """Return the name this person chose."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the name this person chose."""
        return self.display_name

    def clean(self) -> None:
        """Bring the address to its one form."""
        super().clean()
        self.email = normalised(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address in its one form, however the sign-in library wrote it."""
        self.email = normalised(self.email)
        super().save(*args, **kwargs)

"""Who acts: a person, a guest with a code, a job that runs by itself, or the operator at the command line."""

from dataclasses import dataclass, replace
from typing import Self

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Words that a helper types in for somebody who spoke them or wrote them on paper; never the helper's own."""

    author: Person
    helper: Person
    source: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody or something that does an action; every action takes one as `by`."""

    role: str
    person: Person | None = None
    nameless: bool = False
    name: str = ""
    entry: Entry | None = None

    @classmethod
    def of(cls, person: Person, *, nameless: bool = False) -> Self:
        """Return the actor for a person; nameless when the act must not lead to them in the log.

        Who takes part with a code and without an account acts as a guest; a nameless act does not tell that either.
        """
        return cls(role="guest" if person.is_guest and not nameless else "person", person=person, nameless=nameless)

    @classmethod
    def operator(cls) -> Self:
        """Return the actor for an act at the command line of the server."""
        return cls(role="operator")

    @classmethod
    def visitor(cls) -> Self:
        """Return the actor for somebody who is not signed in."""
        return cls(role="visitor")

    @classmethod
    def job(cls, name: str) -> Self:
        """Return the actor for something that happens by itself."""
        return cls(role="job", name=name)

    @property
    def person_key(self) -> str | None:
        """Return what the log turns into a pseudonym; None for jobs and the operator."""
        return None if self.person is None else f"person:{self.person.pk}"

    def typing(self, entry: Entry) -> Self:
        """Return the same actor, whose words in this act are those of somebody else, typed in by a helper."""
        return replace(self, entry=entry)

    @property
    def author(self) -> Person | None:
        """Return whose words these are: one's own, unless a helper types them in for somebody else."""
        return self.person if self.entry is None else self.entry.author

    @property
    def account(self) -> Person:
        """Return the person, who has an account; raises NotAllowed for a guest, who has no address to reach them."""
        if self.known.is_guest:
            raise NotAllowed(_("For this you need an account. Make one: what you shared so far comes with you."))
        return self.known

    @property
    def known(self) -> Person:
        """Return the person; raises TypeError for acts that only a person can do."""
        if self.person is None:
            message = f"This act needs a person, not a {self.role}."
            raise TypeError(message)
        return self.person

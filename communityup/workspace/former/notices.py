"""Who hears that a party that left is invited again, and what came of it: who was of it, by letter."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.post.queries import after_quiet_hours
from communityup.workspace.challenges.models import Invitation, Party
from communityup.workspace.former.queries import people_of


def others_of(party: Party, by: Actor) -> list[Person]:
    """Return who was of a party when it left, besides who does this."""
    return [person for person in people_of(party) if person != by.person]


def tell_invited_back(party: Party, inviter: Party) -> None:
    """Mail who was of a party that it is invited again, once a day; who was asked has a letter of their own."""
    asked = party.invitations.filter(answer=Invitation.Answer.NONE).values_list("email", flat=True)
    for person in people_of(party):
        if person.email in set(asked):
            continue
        with override(person.language):
            text = _(
                'Hello %(name)s,\n\n%(inviter)s invites %(party)s again for the challenge "%(title)s". You were of '
                "%(party)s when it left.\n\nThe invitation went to another address. Only who was of %(party)s then, or "
                "was confirmed to speak for it, comes back as this party. Others begin as a party of their own: what "
                "you said stays yours, and nobody changes it.\n\nDo you want to come back yourself? Then ask "
                "%(inviter)s for an invitation."
            ) % {**_words(party), "name": person, "inviter": inviter}
            subject = _("Your party is invited again: %(title)s") % _words(party)
            _send(party, person, subject, text, f"invited:{timezone.localdate()}")


def tell_back(party: Party, people: Iterable[Person], *, by: Person) -> None:
    """Mail who was of a party that somebody comes back as it, so that nobody speaks for them unheard."""
    for person in people:
        with override(person.language):
            text = _(
                "Hello %(name)s,\n\n%(who)s accepted the invitation of %(party)s for the challenge "
                '"%(title)s", and comes back as the party of which you were too. What you said together is theirs to '
                "go on with.\n\nDo you want to take part again too? Ask %(who)s for an invitation. Is this not "
                "right? Then tell the parties."
            ) % {**_words(party), "name": person, "who": by}
            subject = _("Your party comes back: %(title)s") % _words(party)
            _send(party, person, subject, text, f"back:{timezone.now().isoformat()}")


def tell_others_came(party: Party, new: Party, people: Iterable[Person]) -> None:
    """Mail who was of a party that others accepted, who begin as a party of their own."""
    for person in people:
        with override(person.language):
            text = _(
                'Hello %(name)s,\n\nOther people accepted the invitation of %(party)s for the challenge "%(title)s". '
                "They begin as a party of their own, %(new)s. What %(party)s said and agreed stays as it was, and "
                "is not theirs."
            ) % {**_words(party), "name": person, "new": new}
            subject = _("Others come in the place of your party: %(title)s") % _words(party)
            _send(party, person, subject, text, f"others:{new.pk}")


def _words(party: Party) -> dict[str, object]:
    return {"party": party, "title": party.challenge.title}


def _send(party: Party, person: Person, subject: str, text: str, kind: str) -> None:
    send(
        to=person.email,
        subject=subject,
        text=text,
        why=_("You get this because you took part in this challenge for a party."),
        key=f"former:{party.pk}:{person.pk}:{kind}",
        due_at=after_quiet_hours(timezone.now()),
    )

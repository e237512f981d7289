"""Who hears that a party that left is invited again, and what came of it: who was of it, by letter."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.queries import register_nobody
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.post.queries import after_quiet_hours, site_address
from communityup.workspace.challenges.models import Challenge, Invitation, Party
from communityup.workspace.former import events
from communityup.workspace.former.queries import people_of


def register() -> None:
    """Say who hears what somebody decides about their own words; called in AppConfig.ready."""
    why = "It asks nothing of anybody; the words themselves say it."
    register_nobody(events.WordsOpened, events.WordsClosed, why=why)


def tell_going_public(challenge: Challenge) -> None:
    """Mail who left that the parties are asked to let everybody read along, and that one's own words wait for a yes."""
    people = Person.objects.filter(is_guest=False, left_at=None, had_places__party__challenge=challenge)
    for person in people.exclude(seats__challenge=challenge).distinct().order_by("pk"):
        with override(person.language):
            words = {"title": challenge.title, "name": person, "link": site_address() + own_words_url(challenge)}
            text = _(
                "Hello %(name)s,\n\nThe parties are asked whether everybody may read along in the challenge "
                '"%(title)s", in which you took part. What you said there was for who takes part. If it becomes '
                "public, your words stay closed until you say yes yourself. What all parties agreed on then becomes "
                "public.\n\nRead your words, let everybody read them, or take them back:\n%(link)s"
            )
            subject = _("May everybody read what you said? %(title)s") % words
            _send(challenge, person, subject, text % words, f"public:{timezone.localdate()}")


def own_words_url(challenge: Challenge) -> str:
    """Return the page where somebody finds their own words, also after leaving."""
    return reverse("moderation:mine", args=[challenge.slug])


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
            _send(party.challenge, person, subject, text, f"invited:{party.pk}:{timezone.localdate()}")


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
            _send(party.challenge, person, subject, text, f"back:{party.pk}:{timezone.now().isoformat()}")


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
            _send(party.challenge, person, subject, text, f"others:{new.pk}")


def _words(party: Party) -> dict[str, object]:
    return {"party": party, "title": party.challenge.title}


def _send(challenge: Challenge, person: Person, subject: str, text: str, kind: str) -> None:
    send(
        to=person.email,
        subject=subject,
        text=text,
        why=_("You get this because you took part in this challenge for a party."),
        key=f"former:{challenge.pk}:{person.pk}:{kind}",
        due_at=after_quiet_hours(timezone.now()),
    )

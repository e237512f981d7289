"""Who hears that they stand in: who was chosen, by a letter of their own, since no log says who is away.

One click stops it like all other mail; on the site it stands among their tasks. In the quiet hours it waits.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import send_besides
from communityup.people.models import Person
from communityup.post.queries import after_quiet_hours
from communityup.workspace.tasks.models import Absence

Words = dict[str, str]


def tell_stands_in(person: Person, absence: Absence, titles: Iterable[str]) -> None:
    """Mail somebody that they stand in from now on, in which challenges, and until when."""
    with override(person.language):
        words = {**_words(absence), "titles": "\n".join(f"- {title}" for title in titles)}
        text = _(
            "%(name)s is not there for a while, until %(date)s. Until then you act in their place in:\n%(titles)s\n\n"
            "What waits for your party there shows among your tasks too:\n%(link)s\n\n"
            "Can you not do it? Tell %(name)s: then somebody else can be chosen."
        )
        mail(person, subject=_("You stand in for %(name)s") % words, text=text % words, key=_key("away", absence))


def tell_is_back(person: Person, absence: Absence) -> None:
    """Mail who stood in that it is over before the day: who was away is there again."""
    with override(person.language):
        words = _words(absence)
        text = _("%(name)s is there again, earlier than %(date)s. You do not stand in any more.\n\n%(link)s") % words
        mail(person, subject=_("%(name)s is there again") % words, text=text, key=_key("back", absence))


def tell_let_go(person: Person, absence: Absence) -> None:
    """Mail who stood in that somebody else was chosen, or nobody, before the day."""
    with override(person.language):
        words = _words(absence)
        text = _("%(name)s is still not there, and you do not stand in any more.\n\n%(link)s") % words
        mail(person, subject=no_longer(words), text=text, key=_key("let-go", absence))


def no_longer(words: Words) -> str:
    """Return the subject of a letter to who does not stand in any more."""
    return _("You do not stand in for %(name)s any more") % words


def mail(person: Person, *, subject: str, text: str, key: str) -> None:
    """Write a letter to who stands in for a colleague, in the language that is active; the key and the reader say once.

    Whoever stopped their mail gets none, and reads it among their tasks.
    """
    why = _("You get this because somebody of your party chose you to stand in.")
    at = after_quiet_hours(timezone.now())
    send_besides(person, subject=subject, text=text, why=why, key=f"{key}:{person.pk}", due_at=at)


def address(name: str, *arguments: str) -> str:
    """Return the whole address of a page."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse(name, args=arguments)


def moment(at: dt.datetime) -> str:
    """Return a moment as a part of a key, so that what happens again is told again."""
    return f"{at:%Y%m%dT%H%M%S.%f}"


def _words(absence: Absence) -> Words:
    date = date_format(absence.until, "j F Y")
    return {"name": str(absence.person), "date": date, "link": address("tasks:page")}


def _key(what: str, absence: Absence) -> str:
    return f"{what}:{absence.pk}:{moment(absence.since)}"

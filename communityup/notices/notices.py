"""Who hears about the apps below, and the words of the letter that brings notices by mail.

A letter says the same to everybody who hears the same (B24): only its language and the link that stops it differ.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from communityup.log.events import Erased, Hidden, Shown
from communityup.log.models import Line
from communityup.notices import permissions, queries
from communityup.notices.models import Listener
from communityup.organisations import events as organisations
from communityup.post.queries import Letter, around, site_address

MOST_IN_A_LETTER = 100


def register() -> None:
    """Say who hears about the apps below this one; called in AppConfig.ready."""
    queries.register_nobody(Erased, why="Words that are gone are nobody's news; the page shows that they were there.")
    queries.register_nobody(Hidden, Shown, why="The line of the act itself tells it once; these tell it per text.")
    queries.register_nobody(
        organisations.OrganisationNamed,
        organisations.OrganisationRenamed,
        organisations.MemberJoined,
        organisations.SpeakerProved,
        organisations.SpeakerToldForWhom,
        organisations.ContactNamed,
        organisations.MemberLeft,
        organisations.PlacesImported,
        why="It is an organisation's own matter; its page shows it.",
    )


@dataclasses.dataclass
class Words:
    """The words of letters about these places; what many readers share is made once."""

    places: Mapping[int, queries.Place]
    _made: dict[tuple[str, tuple[int, ...]], dict[str, Any]] = dataclasses.field(default_factory=dict)

    def letter(self, reader: Listener, lines: Sequence[Line]) -> Letter:
        """Return the letter that tells somebody these lines, in their language."""
        language = reader.person.language
        with override(language):
            about = (language, tuple(line.pk for line in lines))
            if about not in self._made:
                self._made[about] = self._make(lines)
            made = self._made[about]
            words = {**made, **around(made["subject"]), **_own(reader)}
            text = render_to_string("notices/mail/letter.txt", words).strip() + "\n"
            return Letter(made["subject"], text, render_to_string("notices/mail/letter.html", words))

    def _make(self, lines: Sequence[Line]) -> dict[str, Any]:
        shown: dict[int, list[dict[str, Any]]] = {}
        titles = queries.titles_of(lines[-MOST_IN_A_LETTER:])
        for line in lines[-MOST_IN_A_LETTER:]:
            row = queries.row(line, self.places[line.stream_id])
            told = {**row, "url": site_address() + row["url"], "about": titles.get(line.pk, "")}
            shown.setdefault(line.stream_id, []).append(told)
        about = [{"place": self.places[stream], "rows": rows} for stream, rows in shown.items()]
        subject = _subject([self.places[stream] for stream in shown], len(lines))
        return {"subject": subject, "about": about, "more": max(0, len(lines) - MOST_IN_A_LETTER)}


def _subject(places: Sequence[queries.Place], count: int) -> str:
    if len(places) == 1:
        words = {"count": count, "title": places[0].title}
        return ngettext("%(count)d message: %(title)s", "%(count)d messages: %(title)s", count) % words
    return _("%(count)d messages about %(places)d challenges") % {"count": count, "places": len(places)}


def _own(reader: Listener) -> dict[str, str]:
    return {
        "stop_url": stop_address(reader),
        "settings_url": site_address() + reverse("notices:settings"),
        "messages_url": site_address() + reverse("notices:list"),
    }


def stop_address(reader: Listener) -> str:
    """Return the address in a letter that stops the mail of its reader, without signing in."""
    return site_address() + reverse("notices:stop", args=[permissions.stop_token(reader)])


def uninvited_address(email: str) -> str:
    """Return the address in a letter that stops invitations to whom it was sent, without signing in."""
    return site_address() + reverse("notices:stop_invitations", args=[permissions.invitations_token(email)])


def headers(reader: Listener) -> dict[str, str]:
    """Return the headers by which a mail program shows its own stop button (RFC 2369, 2919 and 8058)."""
    by_mail = f"mailto:{settings.CONTACT_EMAIL}?subject={quote('stop ' + permissions.stop_token(reader))}"
    host = urlsplit(site_address()).hostname or "localhost"
    return {
        "List-Id": f"<notices.{host}>",
        "List-Unsubscribe": f"<{stop_address(reader)}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }

"""The letter as mail, with each reader's own links; coordinators hear what is planned."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.network.letters import events, permissions, queries
from communityup.network.letters.models import Letter
from communityup.network.networks.notices import coordinators, page
from communityup.network.newsletter import notices as newsletter
from communityup.network.newsletter.models import Subscription
from communityup.network.newsletter.permissions import own_key
from communityup.network.newsletter.queries import own_links
from communityup.notices.queries import register_hearers, register_nobody
from communityup.post.actions import Copy
from communityup.post.queries import Letter as Words
from communityup.post.queries import around, site_address

# A copy that comes back holds this header; by it we know from whom (RFC 3464 lets servers send the headers along).
MARK = "X-Communityup-Letter"
LINKS = ("choose_url", "stop_url")


@dataclass(frozen=True)
class Pattern:
    """A letter in one language, with a mark where each reader's own links come."""

    words: Words
    marks: dict[str, str]

    def filled(self, links: dict[str, str]) -> Words:
        """Return the letter with these links."""
        text, html = self.words.text, self.words.html
        for name, mark in self.marks.items():
            text, html = text.replace(mark, links[name]), html.replace(mark, escape(links[name]))
        return Words(self.words.subject, text, html)


def register() -> None:
    """Say who hears about letters; called in AppConfig.ready."""
    for event in (events.LetterPlanned, events.LetterTakenBack):
        register_hearers(event, hearers=coordinators, url=page("letters:overview"))
    register_nobody(
        events.LetterWritten,
        events.LetterDropped,
        why="Who coordinates sees it in the overview of letters.",
    )
    register_nobody(
        events.LetterBegan,
        events.LetterSent,
        why="Who asked for letters gets it by mail; everybody can read it on the site.",
    )


def pattern(letter: Letter, language: str) -> Pattern:
    """Write a letter as mail in the language of its reader; the words of the network stay as they are."""
    marks = {name: f"https://{secrets.token_hex(16)}.invalid/" for name in LINKS}
    with override(language):
        why = _("You get this because you said yes to letters of “%(name)s” about: %(topic)s.")
        about = queries.page_of(letter)
        told = why % {"name": letter.network.name, "topic": about["topic"]}
        words = {**around(letter.title, why=told, reply_to=letter.network.contact), **about, **marks}
        text = render_to_string("letters/mail/letter.txt", words).strip() + "\n"
        return Pattern(Words(words["subject"], text, render_to_string("letters/mail/letter.html", words)), marks)


def copies(letter: Letter, readers: Iterable[Subscription]) -> list[Copy]:
    """Return a copy of a letter for each of these readers."""
    patterns: dict[str, Pattern] = {}
    made = []
    for reader in readers:
        if reader.language not in patterns:
            patterns[reader.language] = pattern(letter, reader.language)
        made.append(
            Copy(
                to=reader.email,
                key=f"{own_key(reader, letter.topic)}{letter.public_id}",
                words=patterns[reader.language].filled(own_links(reader)),
                headers={
                    **newsletter.headers(letter.network, reader),
                    "Reply-To": letter.network.contact,
                    MARK: permissions.return_token(letter, reader),
                },
            )
        )
    return made


def test_mail(letter: Letter, language: str) -> Words:
    """Return a letter as its reader would get it, for who writes it: its links lead to the form."""
    form = site_address() + reverse("newsletter:sign_up", args=[letter.network.slug])
    words = pattern(letter, language).filled(dict.fromkeys(LINKS, form))
    with override(language):
        return Words(_("Test: %(title)s") % {"title": words.subject}, words.text, words.html)

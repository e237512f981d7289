"""Who hears that a party or an observer goes: everybody, at the same moment; an observer also by letter."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.queries import Happening
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.post.queries import framed
from communityup.workspace.challenges.notices import everybody, page, tell_everybody
from communityup.workspace.council.queries import window_url
from communityup.workspace.leaving import events
from communityup.workspace.leaving.models import ObserverEnd


def everybody_and_whom_it_is_about(happening: Happening) -> set[int]:
    """Everybody in the challenge, and the observer whose reading along it is about: not only at the next phase."""
    asked = ObserverEnd.objects.filter(public_id=happening.object, reader__isnull=False)
    return everybody(happening) | set(asked.values_list("reader__person_id", flat=True))


def register() -> None:
    """Say who hears that a party or an observer goes; called in AppConfig.ready."""
    tell_everybody(events.PartyWent, url=page("leaving:gone"), urgent=True)
    window = page("council:page")
    tell_everybody(events.ObserverEndAsked, url=window, hearers=everybody_and_whom_it_is_about, urgent=True)
    tell_everybody(events.ObserverEnded, url=window)


def tell_observer(end: ObserverEnd, person: Person) -> None:
    """Mail an observer that all parties ended the reading along, and why: the page may be closed to them now."""
    with override(person.language):
        words = {
            "title": end.challenge.title,
            "role": end.get_watches_display(),
            "party": end.party,
            "reason": end.reason,
            "link": settings.SITE_ADDRESS + window_url(end.round),
        }
        text = _(
            'Hello %(name)s,\n\nAll parties in the challenge "%(title)s" agreed that you no longer read along '
            "as %(role)s.\n\n%(party)s asked this, with this reason:\n%(reason)s\n\n"
            "What you asked in public stays there, with the answers. While the challenge is public you can read "
            "it like everybody:\n%(link)s"
        ) % {**words, "name": person}
        why = _("You get this because you read along in a challenge.")
        letter = framed(_("You no longer read along: %(title)s") % words, text, why=why)
        send(
            to=person.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            key=f"observer_end:{end.pk}",
        )

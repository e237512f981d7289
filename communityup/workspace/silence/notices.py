"""Who hears about a silence: its own people of a reminder, in their own rhythm; of all else everybody at once (E29)."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.queries import Happening
from communityup.post.actions import send
from communityup.post.queries import site_address
from communityup.workspace.challenges.models import Seat
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.challenges.queries import sponsor_of
from communityup.workspace.facilitators.events import HelperAboutSilenceProposed
from communityup.workspace.silence import events
from communityup.workspace.silence.models import Silence


def own_people(happening: Happening) -> set[int]:
    """The people of the party for whose answer is waited."""
    seats = Seat.objects.filter(challenge__stream_id=happening.stream, party__public_id=happening.party)
    return set(seats.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears about silences; called in AppConfig.ready."""
    here = page("silence:page")
    tell_everybody(events.PartyReminded, url=here, hearers=own_people)
    tell_everybody(
        events.SponsorTold,
        HelperAboutSilenceProposed,
        events.SleepAsked,
        events.PartyFellAsleep,
        events.PartyWoke,
        url=here,
        urgent=True,
    )
    tell_everybody(events.SleepAgreed, events.SleepHelped, events.PartyIsHere, url=here)


def tell_sponsor(silence: Silence) -> int:
    """Mail who stands behind a silent party, if it gave an address; return how many letters that were."""
    party, sponsor = silence.party, sponsor_of(silence.party)
    if sponsor is None or not sponsor.email:
        return 0
    link = site_address() + reverse("silence:page", args=[party.challenge.slug])
    with override(sponsor.language):
        words = {
            "party": party.name,
            "title": party.challenge.title,
            "day": date_format(silence.since, "j F Y"),
            "link": link,
            "stop": sponsor.stop_url,
        }
        text = _(
            'Hello,\n\nIn the challenge "%(title)s" an answer of %(party)s is waited for since %(day)s. '
            "That may have a good reason. Can you ask, or help?\n\n%(link)s\n\n"
            "When nobody of %(party)s reacts, the others can go on without it for now. One tap brings it back."
        )
        if sponsor.stop_url:
            text += "\n\n" + _("No letters to this address any more:\n%(stop)s")
        why = _("You get this because %(party)s said that you stand behind it.") % words
        subject = _("An answer is waited for: %(title)s") % words
        send(to=sponsor.email, subject=subject, text=text % words, why=why, key=f"silence:{silence.public_id}")
    return 1

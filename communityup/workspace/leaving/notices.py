"""Who hears that a party or an observer goes: everybody at the same moment, and by letter whom it is about."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.queries import Happening, register_hearers
from communityup.people.models import Person
from communityup.post.actions import send
from communityup.post.queries import after_quiet_hours, framed, site_address
from communityup.workspace.challenges.models import Party, Seat
from communityup.workspace.challenges.notices import everybody, page, tell_everybody
from communityup.workspace.council.queries import window_url
from communityup.workspace.leaving import events
from communityup.workspace.leaving.models import Departure, ObserverEnd
from communityup.workspace.leaving.permissions import DAYS


def everybody_and_whom_it_is_about(happening: Happening) -> set[int]:
    """Everybody in the challenge, and the observer whose reading along it is about: not only at the next phase."""
    asked = ObserverEnd.objects.filter(public_id=happening.object, reader__isnull=False)
    return everybody(happening) | set(asked.values_list("reader__person_id", flat=True))


def of_the_party(happening: Happening) -> set[int]:
    """Everybody of that party, in whatever ring: it is about all of them, and others hear it when it goes."""
    seats = Seat.objects.filter(challenge__stream_id=happening.stream, party__public_id=happening.party)
    return set(seats.values_list("person_id", flat=True))


def register() -> None:
    """Say who hears that a party or an observer goes; called in AppConfig.ready."""
    for event in (events.GoingAsked, events.GoingTakenBack):
        register_hearers(event, hearers=of_the_party, url=page("leaving:party"), urgent=True)
    tell_everybody(events.PartyWent, url=page("leaving:gone"), urgent=True)
    tell_everybody(events.AgreementLetGo, url=page("agreements:agreement", of_object=True))
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


def own_people(party: Party) -> list[Person]:
    """Return everybody of a party whom a letter reaches, in whatever ring."""
    found = Person.objects.filter(seats__party=party, is_guest=False, left_at=None)
    return list(found.order_by("pk"))


def tell_own_people(departure: Departure) -> None:
    """Mail everybody else of the party at once that one of them wants it to go, and what each of them can do."""
    for person in own_people(departure.party):
        if person.pk == departure.asked_by_id:
            continue
        with override(person.language):
            text = _going_asked(departure) % {**_words(departure), "name": person}
            subject = _("Does your party go? %(title)s") % _words(departure)
            _send(departure, person, subject, text, "asked")


def tell_who_went(departure: Departure, people: Iterable[Person], *, besides: Person | None) -> None:
    """Mail everybody who sat for a party that it went: they have no place any more by which they would hear it."""
    for person in people:
        if person == besides:
            continue
        with override(person.language):
            text = _(
                'Hello %(name)s,\n\n%(party)s no longer takes part in the challenge "%(title)s", and so you have no '
                "place there now.\n\nWhat you said stays. Your party can come back when the parties agree.\n\n"
                "Your own words you find here, to read, to copy or to take back:\n%(gone)s"
            ) % {**_words(departure), "name": person}
            subject = _("Your party no longer takes part: %(title)s") % _words(departure)
            _send(departure, person, subject, text, "went")


def _going_asked(departure: Departure) -> str:
    if departure.alone:
        return _(
            "Hello %(name)s,\n\n%(asker)s wants %(party)s to stop taking part in the challenge "
            '"%(title)s".%(words)s\n\n'
            "Nobody else of your party sits at the table. That is why it goes after %(days)s days, unless one of you "
            "takes it back. Until then you take part as before.\n\nSee it, or take it back:\n%(link)s"
        )
    return _(
        'Hello %(name)s,\n\n%(asker)s wants %(party)s to stop taking part in the challenge "%(title)s".%(words)s\n\n'
        "It goes only when a second person of your party at the table says yes to it. Until then you take part as "
        "before, and each of you can take it back.\n\nSee it, say yes, or take it back:\n%(link)s"
    )


def _words(departure: Departure) -> dict[str, object]:
    slug, said = departure.party.challenge.slug, departure.words
    return {
        "title": departure.party.challenge.title,
        "party": departure.party,
        "asker": departure.asked_by or "",
        "words": "" if said is None else f'\n\n"{said}"',
        "days": DAYS,
        "link": site_address() + reverse("leaving:party", args=[slug]),
        "gone": site_address() + reverse("moderation:mine", args=[slug]),
    }


def _send(departure: Departure, person: Person, subject: str, text: str, kind: str) -> None:
    send(
        to=person.email,
        subject=subject,
        text=text,
        why=_("You get this because you take part in this challenge for a party."),
        key=f"departure_{kind}:{departure.pk}:{person.pk}",
        due_at=after_quiet_hours(timezone.now()),
    )

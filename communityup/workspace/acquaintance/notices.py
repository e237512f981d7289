"""Who hears about getting to know each other.

Everybody hears of cards and visits; of a draw who was in it. With whom one was drawn, and what the other wrote, comes
in a letter of one's own: a name on the platform and never an address. A visit comes by mail at once, because a calendar
cannot wait for a digest.
"""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.notices.actions import send_besides
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.people.models import Person
from communityup.ui.templatetags.ui import long_datetime
from communityup.workspace.acquaintance import events, exports, queries
from communityup.workspace.acquaintance.models import CoffeeNote, CoffeeRound, Lot, Visit
from communityup.workspace.challenges.models import Challenge, Facilitator, Seat
from communityup.workspace.challenges.notices import page, tell_everybody

Words = dict[str, str]


def register() -> None:
    """Say who hears about cards, coffee and visits; called in AppConfig.ready."""
    tell_everybody(events.IntroductionWritten, url=page("acquaintance:page"))
    register_nobody(
        events.IntroductionChanged,
        events.IntroductionErased,
        why="It asks nothing of anybody; the page of cards shows what is there now.",
    )
    register_hearers(events.CoffeeDrawn, hearers=in_the_draw, url=page("acquaintance:coffee"))
    visit = page("acquaintance:visit", of_object=True)
    tell_everybody(events.VisitOffered, events.VisitChanged, events.VisitCancelled, url=visit)


def in_the_draw(happening: Happening) -> set[int]:
    """Everybody who was in this draw of coffee, also who was left over."""
    return set(Lot.objects.filter(round__public_id=happening.object).values_list("person_id", flat=True))


def tell_pairs(drawn: CoffeeRound, *, at: dt.datetime) -> None:
    """Mail each who was in a draw with whom they drink coffee, or kindly that there was nobody this time."""
    lots = Lot.objects.filter(round=drawn).select_related("person", "party", "pair", "round__challenge")
    for lot in lots.prefetch_related("pair__lots__person", "pair__lots__party").order_by("pk"):
        other = None if lot.pair is None else queries.other_of(lot.pair, lot.person)
        with override(lot.person.language):
            words = _of_challenge(drawn.challenge)
            subject, text = _left_over(words) if other is None or lot.pair is None else _with(words, lot, other)
            _mail(lot.person, subject, text, words, key=f"coffee:{drawn.public_id}:{lot.person_id}", at=at)


def tell_note(note: CoffeeNote, *, at: dt.datetime) -> None:
    """Mail the other of a pair that something was written to them; the words stay on the platform."""
    writer = note.pair.lots.get(person=note.person)
    other = queries.other_of(note.pair, note.person)
    if other is None:
        return
    with override(other.person.language):
        challenge = note.pair.round.challenge
        words = {**_of_challenge(challenge), "name": str(writer.person), "party": writer.party.name}
        words["link"] = _address("acquaintance:pair", challenge.slug, note.pair.public_id)
        subject = _("%(name)s wrote to you about coffee") % words
        text = (
            _("%(name)s (%(party)s) wrote to you about having coffee together.\n\nRead and answer:\n%(link)s") % words
        )
        _mail(other.person, subject, text, words, key=f"coffee-note:{note.public_id}:{other.person_id}", at=at)


def tell_visit(visit: Visit, *, at: dt.datetime) -> None:
    """Mail everybody with a place, and who guards the process, that a visit is planned, changed or cancelled."""
    for person in _people(visit.challenge):
        with override(person.language):
            words = {
                **_of_challenge(visit.challenge),
                "party": visit.host.name,
                "what": str(visit.what),
                "where": str(visit.where),
                "when": long_datetime(visit.begins_at),
                "reason": str(visit.reason or ""),
                "link": exports.address(visit),
            }
            subject, text = _visit(visit, words)
            cancelled = visit.cancelled_at is not None
            send_besides(
                person,
                subject=subject,
                text=text,
                why=_why(words),
                key=f"visit:{visit.public_id}:{visit.sequence}:{person.pk}",
                attachments=[(exports.FILE_NAME, exports.calendar(visit), exports.MAIL_TYPE[cancelled])],
                due_at=at,
            )


def _people(challenge: Challenge) -> list[Person]:
    """Return whom letters about a visit reach: with a place in whatever ring, or guarding from outside; no guests."""
    seats = Seat.objects.filter(challenge=challenge).values_list("person", flat=True)
    guards = Facilitator.objects.filter(challenge=challenge, until=None).values_list("person", flat=True)
    return list(Person.objects.filter(pk__in={*seats, *guards}, is_active=True, is_guest=False).order_by("pk"))


def _with(words: Words, lot: Lot, other: Lot) -> tuple[str, str]:
    found = {**words, "name": str(other.person), "party": other.party.name}
    if lot.pair is not None:
        found["link"] = _address("acquaintance:pair", lot.round.challenge.slug, lot.pair.public_id)
    text = _(
        "You were drawn together with %(name)s (%(party)s) to have coffee, or whatever you like to drink.\n\n"
        "Agree on a moment with each other, here:\n%(link)s\n\n"
        "Whether you meet and what you talk about stays with the two of you. Nobody keeps a list."
    )
    return _("Coffee with %(name)s") % found, text % found


def _left_over(words: Words) -> tuple[str, str]:
    text = _(
        "Pairs were drawn for coffee with somebody of another party. This time it did not work out evenly, "
        "so there is nobody for you yet. Next time you go first.\n\n%(link)s"
    )
    return _("Coffee: next time you go first"), text % words


def _visit(visit: Visit, words: Words) -> tuple[str, str]:
    facts = _("When: %(when)s\nWhere: %(where)s\n%(what)s\n\nDo you come? Say so here:\n%(link)s") % words
    if visit.cancelled_at is not None:
        opening = _("%(party)s cancels this visit. It leaves your calendar.") % words
        parts = (opening, words["reason"], _("When: %(when)s\n%(link)s") % words)
        return _("Cancelled: visit to %(party)s") % words, "\n\n".join(filter(None, parts))
    if visit.sequence:
        opening = _("%(party)s changed this visit. The new moment for your calendar is attached.") % words
        return _("Changed: visit to %(party)s") % words, f"{opening}\n\n{facts}"
    opening = _("%(party)s invites you to its place. The moment for your calendar is attached.") % words
    return _("Invitation: visit to %(party)s") % words, f"{opening}\n\n{facts}"


def _mail(person: Person, subject: str, text: str, words: Words, *, key: str, at: dt.datetime) -> None:
    send_besides(person, subject=subject, text=text, why=_why(words), key=key, due_at=at)


def _of_challenge(challenge: Challenge) -> Words:
    return {"title": challenge.title, "link": _address("acquaintance:coffee", challenge.slug)}


def _why(words: Words) -> str:
    return _('You get this because you take part in "%(title)s".') % words


def _address(name: str, *arguments: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + reverse(name, args=arguments)

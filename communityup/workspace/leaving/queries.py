"""What do we show when somebody goes or takes a place over: what is open with a party, and a briefing."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.queries import agreement_of, day_of, open_of
from communityup.workspace.challenges.models import Challenge, Party, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import stands_in
from communityup.workspace.challenges.queries import active_parties, clock
from communityup.workspace.consent.models import Round
from communityup.workspace.goals.queries import shared_goals
from communityup.workspace.leaving import permissions
from communityup.workspace.leaving.models import Departure, ObserverEnd
from communityup.workspace.rings.queries import briefing as of_the_place
from communityup.workspace.tasks.queries import Asked, Task


def held(party: Party) -> list[dict[str, Any]]:
    """Return the open agreements in which a party is one of the two sides, by date."""
    return open_of([party.pk])


def gone(challenge: Challenge) -> list[dict[str, Any]]:
    """Return the parties that left, each with its words and with the agreements that are still open with it."""
    parties = list(challenge.parties.filter(left_at__isnull=False).select_related("reason__current").order_by("number"))
    agreements = open_of([party.pk for party in parties]) if parties else []
    return [
        {
            "party": party,
            "held": [row for row in agreements if party.pk in {row["promised_by"], row["promised_to"]}],
        }
        for party in parties
    ]


def agreement(challenge: Challenge, public_id: str) -> Agreement:
    """Return an agreement of this challenge; raises Http404 for another's."""
    found = agreement_of(challenge, public_id)
    if found is None:
        raise Http404
    return found


def who_can_take_over(agreement: Agreement, stays: Party, own: Party) -> list[Party]:
    """Return who can take the place of the side that left: for one's own party only that, else every other party."""
    if own != stays:
        return [own]
    return [party for party in active_parties(agreement.challenge) if party != stays]


def as_it_stands(agreement: Agreement) -> dict[str, Any]:
    """Return the words of an agreement to begin with, and its day as far as that is still to come."""
    terms = agreement.standing or agreement.pending
    if terms is None:
        return {}
    due = day_of(terms, clock(agreement.challenge))
    return {"what": str(terms.what), "evidence": str(terms.evidence), "due": max(due, timezone.localdate())}


def open_departures() -> QuerySet[Departure]:
    """Return the questions of parties to their own people whether they go, the oldest first."""
    found = Departure.objects.filter(went_at=None, taken_back_at=None).order_by("asked_at", "pk")
    return found.select_related("party__challenge__stream", "words__current", "asked_by")


def open_departure(party: Party) -> Departure | None:
    """Return the question whether this party goes, if somebody of it asked that."""
    return open_departures().filter(party=party).first()


def departure_of(challenge: Challenge, public_id: str) -> Departure:
    """Return a question of a party of this challenge; raises Http404 for another's."""
    found = Departure.objects.select_related("party__challenge__stream")
    return get_object_or_404(found, party__challenge=challenge, public_id=public_id)


def party_page(place: Seat) -> dict[str, Any]:
    """Return what somebody of a party sees of its going: what is open with it, and the question when one waits."""
    party, departure = place.party, open_departure(place.party)
    shown = {"party": party, "held": held(party), "guards": permissions.guarding(party), "departure": departure}
    at_table = {seat.person_id: str(seat.person) for seat in permissions.at_table(party).select_related("person")}
    decides = place.person_id in at_table or (place.rules is not None and stands_in(place))
    if departure is None:
        others = [name for person, name in at_table.items() if person != place.person_id]
        only = permissions.is_only_one(place)
        return {**shown, "decides": decides or only, "only": only, "others": others, "days": permissions.DAYS}
    asker = departure.asked_by_id
    others = [name for person, name in at_table.items() if person != asker]
    return {
        **shown,
        "only": permissions.is_only_one(place),
        "others": others,
        "days": permissions.DAYS,
        "own": asker == place.person_id,
        "decides": decides and asker != place.person_id,
        "lapsed": not permissions.still_decides(departure) or not (others or departure.alone),
        "goes_at": permissions.goes_at(departure),
        "stands_still": clock(party.challenge).stands_still,
    }


def tasks(asked: Asked) -> list[Task]:
    """Return the questions whether their party goes, for who decides for it beside who asked; one query."""
    return [
        Task(
            asks=_("Does your party go?"),
            about=one.party.name,
            url=reverse("leaving:party", args=[one.party.challenge.slug]),
            challenge=one.party.challenge.title,
            since=one.asked_at,
            email=one.mail,
        )
        for one in _asked_of(asked.emails)
        if one.reader != one.asked_by_id
    ]


@prepared
def _asked_of(emails: frozenset[str]) -> QuerySet[Departure, Any]:
    decides = {"party__seats__ring": Ring.TABLE, "party__seats__rules__isnull": False}
    found = open_departures().filter(**decides, party__seats__person__email__in=emails)
    return found.annotate(reader=F("party__seats__person"), mail=F("party__seats__person__email"))


def briefing(seat: Seat) -> dict[str, Any]:
    """Return what somebody needs who takes this place over: goals, agreements, what waits, the log, the rules (S36)."""
    return {
        **of_the_place(seat),
        "seat": seat,
        "shared": shared_goals(seat.challenge),
        "held": held(seat.party),
        "must_accept": seat.rules is None,
        "beside": [str(one.person) for one in seat.party.seats.exclude(pk=seat.pk).select_related("person")],
    }


def seat_with_all(seat: Seat) -> Seat:
    """Return the place with its challenge, for the briefing."""
    return Seat.objects.select_related("party", "person", "challenge__stream", "challenge__rules_text__current").get(
        pk=seat.pk
    )


def observers(challenge: Challenge) -> QuerySet[Reader]:
    """Return who reads along for executive or council, and the clerk, in the order in which they came."""
    found = Reader.objects.filter(challenge=challenge).exclude(role=Reader.Role.FOLLOWER)
    return found.select_related("person", "challenge__stream").order_by("since", "pk")


def observer_choices(challenge: Challenge) -> list[tuple[str, str]]:
    """Return who reads along now, to choose from."""
    return [(str(one.pk), str(one)) for one in observers(challenge)]


def observer_of(challenge: Challenge, key: str) -> Reader:
    """Return an observer of this challenge; raises Http404 for another's, and for who stopped meanwhile."""
    found = observers(challenge).filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None:
        raise Http404
    return found


def observer_ends() -> QuerySet[ObserverEnd]:
    """Return the wishes that an observer reads along no more, with what the question to all parties tells of them."""
    return ObserverEnd.objects.select_related("reader__person", "reason__current", "party")


def observer_end_label(asked: Round) -> str:
    """Return whose reading along all parties are asked to end; without a name once that person reads along no more."""
    end: ObserverEnd | None = asked.thing
    if end is None or end.reader is None:
        return _("End the reading along of an observer")
    return _("End the reading along of %(who)s: %(role)s") % {
        "who": end.reader.person,
        "role": end.get_watches_display(),
    }


def observer_end_why(asked: Round) -> str:
    """Return why a party asks to end it, in its words, and what stays."""
    end: ObserverEnd | None = asked.thing
    if end is None:
        return ""
    return _('%(party)s: "%(reason)s". Questions that were asked in public stay.') % {
        "party": end.party,
        "reason": end.reason,
    }

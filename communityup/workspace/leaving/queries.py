"""What do we show when somebody goes or takes a place over: what is open with a party, and a briefing."""

from typing import Any

from communityup.workspace.agreements.queries import open_of
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Seat
from communityup.workspace.goals.queries import shared_goals
from communityup.workspace.rings.queries import briefing as of_the_place


def held(party: Party) -> list[dict[str, Any]]:
    """Return the open agreements in which a party is one of the two sides, by date."""
    return open_of([party.pk])


def gone(challenge: Challenge) -> list[dict[str, Any]]:
    """Return the parties that left, each with its words and with the agreements that are still open with it."""
    parties = list(
        challenge.parties.filter(state=Party.State.LEFT).select_related("reason__current").order_by("number")
    )
    agreements = open_of([party.pk for party in parties]) if parties else []
    return [
        {
            "party": party,
            "held": [row for row in agreements if party.pk in {row["promised_by"], row["promised_to"]}],
        }
        for party in parties
    ]


def guarding(party: Party) -> bool:
    """Say whether somebody of this party guards the process now."""
    return Facilitator.objects.filter(party=party, until=None).exists()


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

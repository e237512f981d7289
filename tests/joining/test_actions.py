"""Codes in letters and halls: equal for every party, bound to one conversation, counted without names."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.codes.actions import look_up
from communityup.codes.models import Code
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.actions import accept_invitation, invite_colleague, start_challenge
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Phase, Ring, Seat
from communityup.workspace.challenges.permissions import may_see, own_seat
from communityup.workspace.consent.actions import respond
from communityup.workspace.dialogue.actions import share_thought, take_part_in_own_name
from communityup.workspace.dialogue.models import Participant
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.joining import actions, permissions
from communityup.workspace.joining.models import PURPOSE, Arrival, Sheet
from communityup.workspace.joining.queries import Printed, page
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.rings.actions import come_to_table
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make, make_notices

pytestmark = pytest.mark.django_db


def by(person: Person) -> Actor:
    return Actor.of(person)


def sheet(challenge: Challenge, person: Person, *, number: int = 3, days: int = 7, **more: object) -> Printed:
    facts = {"source": "letter", "public_id": new_id(), **more}
    last_day = timezone.localdate() + dt.timedelta(days=days)
    return actions.make_sheet(challenge, number=number, last_day=last_day, by=by(person), **facts)  # type: ignore[arg-type]


def code_of(written: str) -> Code:
    found = look_up(written, purpose=PURPOSE, limits={"browser:test": 50})
    assert found is not None
    return found


def come(written: str, person: Person | None = None) -> Person:
    return actions.come_in(code_of(written), language="nl", by=by(person) if person else None)


def opened(challenge: Challenge) -> None:
    respond(actions.ask_open_codes(challenge, by=by(make.amina())), agrees=True, by=by(make.bram()))


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="joining.").order_by("n")
    return list(found.values_list("type", flat=True))


def test_a_guest_comes_with_a_letter_around_the_table_of_the_party_and_shares_a_thought() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    printed = sheet(challenge, amina)
    guest = come(printed.codes[0])
    seat = Seat.objects.get(person=guest)
    assert (seat.ring, seat.party.number, seat.rules) == (Ring.CONTRIBUTOR, 1, None)
    assert (guest.is_guest, guest.display_name, str(guest)) == (True, "", "gast")
    assert may_see(challenge, guest)
    thought = share_thought(challenge, body="De achterdeur klemt.", by=by(guest))
    assert thought.party == seat.party
    assert thought.text.current is not None
    assert thought.text.current.author == guest
    assert types(challenge) == ["joining.codes_made", "joining.came_by_code"]
    line = Line.objects.get(type="joining.came_by_code")
    assert (line.role, line.content["source"]) == ("guest", "letter")


def test_a_code_lets_one_person_in_once() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (written, *_others) = sheet(challenge, amina).codes
    code = code_of(written)
    come(written)
    with pytest.raises(Refused, match="net gebruikt"):
        actions.come_in(code, language="nl", by=None)
    assert Seat.objects.filter(challenge=challenge).count() == 3
    assert Person.objects.filter(is_guest=True).count() == 1


def test_r36_the_code_of_a_hall_is_for_many_until_it_is_full_and_both_are_told_apart() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    (written,) = sheet(challenge, amina, source="hall", number=2).codes
    come(written)
    come(written)
    assert look_up(written, purpose=PURPOSE, limits={"browser:x": 5}) is None
    sheet(challenge, amina)
    rows = {row["sheet"].source: row["used"] for row in page(challenge, None)["rows"]}
    assert rows == {"hall": 2, "letter": 0}


def test_a_code_of_another_challenge_opens_only_its_own() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    other = make.challenge_of_one(title="Een andere opgave")
    guest = come(sheet(other, amina).codes[0])
    assert may_see(other, guest)
    assert not may_see(challenge, guest)
    with pytest.raises(NotAllowed):
        share_thought(challenge, body="Mag dit?", by=by(guest))


def test_a_guest_does_not_take_part_elsewhere_in_their_own_name() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    other = make.challenge_of_one(title="Een andere opgave")
    guest = come(sheet(other, amina).codes[0])
    with pytest.raises(NotAllowed):
        take_part_in_own_name(challenge, by=by(guest))


def test_x7_a_guest_decides_nothing_starts_nothing_and_comes_to_no_table() -> None:
    challenge, amina, bram = make.challenge_of_two()
    guest = come(sheet(challenge, amina).codes[0])
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by(bram))
    with pytest.raises(NotAllowed):
        respond(asked, agrees=True, by=by(guest))
    with pytest.raises(NotAllowed, match="account"):
        come_to_table(challenge, by=by(guest))
    with pytest.raises(NotAllowed, match="account"):
        start_challenge(title="Van mij", place="Hier", why="Daarom", kind="residents", by=by(guest))
    waiting = invite_colleague(challenge.parties.get(number=1), email="nieuw@example.org", by=by(amina))
    with pytest.raises(NotAllowed, match="account"):
        accept_invitation(waiting, by=by(guest))


def test_x7_e7_a_guest_does_not_guard_the_process() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    guest = come(sheet(challenge, amina).codes[0])
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    with pytest.raises(Refused, match="account"):
        facilitators.propose_own(challenge, person=guest, by=by(amina))
    asked = facilitators.propose_own(challenge, person=amina, by=by(amina))
    with pytest.raises(Refused, match="account"):
        facilitators.accept(asked, substitute=guest, by=by(amina))


def test_a_party_of_guests_alone_does_not_stay_behind() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    guest = come(sheet(challenge, amina).codes[0])
    with pytest.raises(Refused, match="enige"):
        leave_seat(challenge, by=by(amina))
    leave_seat(challenge, by=by(guest))


def test_one_person_sits_for_one_party_and_the_code_still_works_for_another() -> None:
    challenge, amina, bram = make.challenge_of_two()
    (written, *_others) = sheet(challenge, amina).codes
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        come(written, bram)
    assert come(written, amina) == amina
    assert code_of(written).uses == 0
    assert come(written, make.chris()) == make.chris()
    assert Seat.objects.get(person=make.chris()).ring == Ring.CONTRIBUTOR
    assert not Person.objects.filter(is_guest=True).exists()


def test_e7_who_guards_the_process_does_not_come_in_by_a_code() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    Facilitator.objects.create(challenge=challenge, person=make.dilek(), since=timezone.now())
    with pytest.raises(NotAllowed):
        come(sheet(challenge, amina).codes[0], make.dilek())


def test_codes_for_the_open_conversation_take_the_consent_of_all_parties() -> None:
    challenge, amina, bram = make.challenge_of_two()
    with pytest.raises(Refused, match="alle partijen"):
        sheet(challenge, amina, for_all=True)
    opened(challenge)
    with pytest.raises(Refused):
        actions.ask_open_codes(challenge, by=by(amina))
    (written,) = sheet(challenge, bram, source="hall", number=5, for_all=True).codes
    guest = come(written)
    assert not Seat.objects.filter(person=guest).exists()
    assert Participant.objects.get(person=guest).party is None
    assert share_thought(challenge, body="Ik woon hiernaast.", by=by(guest)).party is None
    assert come(written, guest) == guest
    assert code_of(written).uses == 1
    assert types(challenge) == ["joining.codes_opened", "joining.codes_made", "joining.came_by_code"]


def test_r20_no_open_conversation_before_everybody_may_read_along() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    opened(challenge)
    with pytest.raises(Refused, match="meelezen"):
        sheet(challenge, amina, for_all=True)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"number": 0}, "1 tot en met 200"),
        ({"number": 201}, "1 tot en met 200"),
        ({"number": 501, "source": "hall"}, "1 tot en met 500"),
        ({"days": -1}, "90 dagen"),
        ({"days": 91}, "90 dagen"),
        ({"days": 32, "source": "hall"}, "31 dagen"),
    ],
)
def test_an_impossible_sheet_is_refused_with_a_sentence(facts: dict[str, object], says: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match=says):
        sheet(challenge, amina, **facts)  # type: ignore[arg-type]
    assert not Sheet.objects.exists()
    assert not Code.objects.exists()


def test_x7_a_party_has_codes_out_for_two_thousand_people_at_most() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first, *_others = [sheet(challenge, amina, source="hall", number=500) for _sheet in range(4)]
    with pytest.raises(Refused, match="2000"):
        sheet(challenge, amina, number=1)
    sheet(challenge, bram, number=1)
    actions.revoke_sheet(first.sheet, by=by(amina))
    assert permissions.open_places(challenge, challenge.parties.get(number=1)) == 1500
    sheet(challenge, amina, number=1)


def test_the_same_form_twice_makes_one_sheet() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    key = new_id()
    sheet(challenge, amina, public_id=key)
    with pytest.raises(Refused, match="al gemaakt"):
        sheet(challenge, amina, public_id=key)
    assert Code.objects.count() == 3


def test_taken_back_codes_end_and_whoever_came_stays() -> None:
    challenge, amina, bram = make.challenge_of_two()
    printed = sheet(challenge, amina)
    guest = come(printed.codes[0])
    with pytest.raises(NotAllowed):
        actions.revoke_sheet(printed.sheet, by=by(bram))
    actions.revoke_sheet(printed.sheet, by=by(amina))
    actions.revoke_sheet(printed.sheet, by=by(amina))
    assert look_up(printed.codes[1], purpose=PURPOSE, limits={"browser:x": 5}) is None
    assert Seat.objects.filter(person=guest).exists()
    assert types(challenge).count("joining.codes_revoked") == 1


def test_any_party_takes_back_codes_for_the_open_conversation() -> None:
    challenge, amina, bram = make.challenge_of_two()
    opened(challenge)
    printed = sheet(challenge, amina, for_all=True)
    actions.revoke_sheet(printed.sheet, by=by(bram))
    assert types(challenge)[-1] == "joining.codes_revoked"


def test_only_the_table_makes_codes() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    guest = come(sheet(challenge, amina).codes[0])
    for person in (guest, make.chris()):
        with pytest.raises(NotAllowed):
            sheet(challenge, person)
        with pytest.raises(NotAllowed):
            actions.ask_open_codes(challenge, by=by(person))


@pytest.mark.parametrize("kind", ["residents", "municipality", "housing_association", "institution", "other"])
def test_e23_every_kind_of_party_makes_codes_alike(kind: str) -> None:
    challenge = make.challenge_of_one(kind=kind)
    make.join(challenge, make.bram(), "De anderen", "municipality" if kind != "municipality" else "residents")
    assert len(sheet(challenge, make.amina()).codes) == len(sheet(challenge, make.bram()).codes) == 3
    own_seat(challenge, by(make.bram()))


def test_a_code_opens_nothing_in_a_closed_challenge_or_for_a_party_that_left() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    printed = sheet(challenge, amina)
    Party.objects.filter(challenge=challenge, number=1).update(state=Party.State.LEFT, left_at=timezone.now())
    with pytest.raises(Refused, match="doet nu niet mee"):
        come(printed.codes[0])
    assert code_of(printed.codes[0]).uses == 0
    assert not Person.objects.filter(is_guest=True).exists()
    Party.objects.filter(challenge=challenge, number=1).update(state=Party.State.ACTIVE, left_at=None)
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match=r"afgesloten|gesloten"):
        come(printed.codes[0])
    with pytest.raises(Refused, match=r"afgesloten|gesloten"):
        sheet(Challenge.objects.get(pk=challenge.pk), amina)


def test_a_letter_works_through_its_last_day() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    first, second, _third = sheet(challenge, amina, days=0).codes
    end = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(23, 59)))
    with make_notices.at(end):
        come(first)
    with make_notices.at(end + dt.timedelta(minutes=2)):
        assert look_up(second, purpose=PURPOSE, limits={"browser:x": 5}) is None


def test_a_follower_who_comes_by_a_code_takes_part_and_follows_no_more() -> None:
    from communityup.workspace.rings.actions import follow

    challenge, amina, _bram = make.challenge_of_two()
    follow(challenge, by=by(make.chris()))
    come(sheet(challenge, amina).codes[0], make.chris())
    assert not challenge.readers.exists()
    assert Arrival.objects.get().person == make.chris()

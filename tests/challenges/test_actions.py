"""Describe, invite, answer: each rule, each refusal, recorded once."""

import pytest
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges import actions
from communityup.workspace.challenges.models import Challenge, Kind, Party, Seat
from communityup.workspace.imports.actions import open_conversation
from communityup.workspace.leaving.actions import leave_seat
from tests import make
from tests.make_notices import own, told

pytestmark = pytest.mark.django_db


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@pytest.mark.parametrize("kind", Kind.values)
def test_e23_any_kind_of_party_starts_a_challenge_and_gets_no_other_right(kind: str) -> None:
    challenge = make.challenge_of_one(kind=kind)
    party = challenge.parties.get()
    assert (party.number, party.kind, party.state) == (1, kind, Party.State.ACTIVE)
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    with pytest.raises(NotAllowed):
        actions.name_party(challenge.parties.get(number=2), name="Anders", kind=kind, by=Actor.of(make.amina()))
    school = actions.invite_party(
        challenge, name="School", kind="institution", email="s@example.org", by=Actor.of(make.bram())
    )
    assert school.number == 3


def test_starting_is_one_line_and_keeps_the_words() -> None:
    challenge = make.challenge_of_one()
    assert lines(challenge) == ["challenges.challenge_started"]
    assert challenge.why.startswith("Het gebouw is oud.")
    assert challenge.public_at is None


def test_a22_residents_invite_the_municipality_and_silence_stays_visible() -> None:
    challenge = make.challenge_of_one(kind="residents")
    party = actions.invite_party(
        challenge, name="Gemeente Lindeveen", kind="municipality", email="Bram@Example.org", by=Actor.of(make.amina())
    )
    assert (party.state, party.number) == (Party.State.INVITED, 2)
    assert party.respond_by is not None
    assert (party.respond_by - challenge.started_at.date()).days in {41, 42, 43}
    mail = Mail.objects.get(to="bram@example.org")
    assert "/opgaven/uitnodiging/" in mail.text
    assert lines(challenge)[-1] == "challenges.party_invited"


def test_accepting_twice_gives_one_seat_and_one_line() -> None:
    challenge = make.challenge_of_one()
    party = actions.invite_party(
        challenge, name="Gemeente", kind="municipality", email="bram@example.org", by=Actor.of(make.amina())
    )
    invitation = make.invitation_of(party)
    first = actions.accept_invitation(invitation, by=Actor.of(make.bram()))
    assert actions.accept_invitation(invitation, by=Actor.of(make.bram())) == first
    assert lines(challenge).count("challenges.invitation_accepted") == 1
    told()
    assert own(make.amina()).count("challenges.invitation_accepted") == 1


def test_an_answered_invitation_lets_nobody_else_in() -> None:
    challenge = make.challenge_of_one()
    party = actions.invite_party(
        challenge, name="Gemeente", kind="municipality", email="bram@example.org", by=Actor.of(make.amina())
    )
    invitation = make.invitation_of(party)
    actions.accept_invitation(invitation, by=Actor.of(make.bram()))
    with pytest.raises(Refused):
        actions.accept_invitation(invitation, by=Actor.of(make.chris()))
    with pytest.raises(Refused):
        actions.decline_invitation(invitation, reason="Te laat", by=Actor.of(make.chris()))


def test_one_person_sits_for_one_party() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    party = actions.invite_party(
        challenge, name="School", kind="institution", email="s@example.org", by=Actor.of(amina)
    )
    with pytest.raises(Refused, match="Bewoners Molenwijk"):
        actions.accept_invitation(make.invitation_of(party), by=Actor.of(amina))
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(challenge=challenge, party=party, person=amina, since=challenge.started_at)


def test_e5_one_organisation_is_one_party() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(Refused, match="GEMEENTE LINDEVEEN"):
        actions.invite_party(
            challenge, name="GEMEENTE LINDEVEEN", kind="municipality", email="x@example.org", by=Actor.of(amina)
        )


def test_declining_keeps_its_reason_and_tells_the_others() -> None:
    challenge = make.challenge_of_one()
    party = actions.invite_party(
        challenge, name="Gemeente", kind="municipality", email="bram@example.org", by=Actor.of(make.amina())
    )
    declined = actions.decline_invitation(make.invitation_of(party), reason="Niet dit jaar", by=Actor.of(make.bram()))
    assert (declined.state, str(declined.reason)) == (Party.State.DECLINED, "Niet dit jaar")
    told()
    assert own(make.amina())[-1] == "challenges.invitation_declined"
    assert lines(challenge)[-1] == "challenges.invitation_declined"
    again = actions.invite_again(declined, email="bram@example.org", by=Actor.of(make.amina()))
    actions.accept_invitation(again, by=Actor.of(make.bram()))
    declined.refresh_from_db()
    assert declined.state == Party.State.ACTIVE


def test_a_question_before_answering_is_answered_once_and_mailed() -> None:
    challenge = make.challenge_of_one()
    party = actions.invite_party(
        challenge, name="Gemeente", kind="municipality", email="bram@example.org", by=Actor.of(make.amina())
    )
    asked = actions.ask_before_answering(
        make.invitation_of(party), question="Hoe lang duurt dit?", by=Actor.of(make.bram())
    )
    told()
    assert own(make.amina())[-1] == "challenges.invitation_questioned"
    actions.answer_question(asked, reply="Een jaar", by=Actor.of(make.amina()))
    assert "Een jaar" in Mail.objects.filter(to="bram@example.org").latest("pk").text
    with pytest.raises(Refused):
        actions.answer_question(asked, reply="Twee jaar", by=Actor.of(make.amina()))
    with pytest.raises(NotAllowed):
        actions.answer_question(asked, reply="Twee jaar", by=Actor.of(make.chris()))


def test_outsiders_can_do_nothing() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    chris, before = Actor.of(make.chris()), lines(challenge)
    party = challenge.parties.get(number=1)
    for act in (
        lambda: actions.invite_party(challenge, name="X", kind="other", email="x@example.org", by=chris),
        lambda: actions.invite_colleague(party, email="x@example.org", by=chris),
        lambda: actions.name_party(party, name="X", kind="other", by=chris),
        lambda: actions.invite_again(party, email="x@example.org", by=chris),
        lambda: leave_seat(challenge, by=chris),
        lambda: open_conversation(title="X", place="Y", why="Z", by=chris),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert lines(challenge) == before


def test_a_colleague_joins_the_same_party() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    party = challenge.parties.get(number=1)
    make.colleague(party, make.dilek(), inviter=amina)
    assert set(party.seats.values_list("person__display_name", flat=True)) == {"Amina", "Dilek"}
    assert lines(challenge)[-2:] == ["challenges.colleague_invited", "challenges.colleague_joined"]


def test_e22_leaving_is_free_but_not_for_the_last_of_a_party() -> None:
    challenge, amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(Refused) as refused:
        leave_seat(challenge, by=Actor.of(amina))
    assert refused.value.read_on == (f"/opgaven/{challenge.slug}/weggaan/partij/", "Onze partij gaat weg")
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    leave_seat(challenge, by=Actor.of(amina))
    assert lines(challenge)[-1] == "challenges.seat_left"


def test_a_party_keeps_its_name_after_the_lead_in() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    party = challenge.parties.get(number=1)
    actions.name_party(party, name="Buurtgroep", kind="residents", by=Actor.of(amina))
    make.step(challenge, "phase:interests", amina, bram)
    party.refresh_from_db()
    with pytest.raises(Refused):
        actions.name_party(party, name="Nog anders", kind="residents", by=Actor.of(amina))


@pytest.mark.parametrize(
    ("title", "slug"), [("nieuw", "nieuw-"), ("???", "opgave"), ("Ünïcode straat", "unicode-straat")]
)
def test_addresses_are_readable_and_free(title: str, slug: str) -> None:
    assert make.challenge_of_one(title=title).slug.startswith(slug)

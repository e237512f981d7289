"""Who is asked to guard the process may leave, take a place or be asked twice meanwhile; then nobody begins by it."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY
from communityup.workspace.challenges.actions import accept_invitation, invite_colleague
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.facilitators import actions, queries
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.leaving.actions import leave_seat
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
ROLE = Candidacy.Role


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def of_two_each() -> Challenge:
    """Return a challenge of Amina and Dilek (1), and Bram and Gerrit (2)."""
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    make.colleague(challenge.parties.get(number=2), make.person("Gerrit"), inviter=bram)
    return challenge


def from_outside(challenge: Challenge, name: str, role: str = ROLE.FACILITATOR) -> Candidacy:
    email = make.person(name).email
    return actions.propose_outsider(challenge, role=role, email=email, words=f"{name}.", by=by("Amina"))


def refused_yes(asked: Candidacy, says: str) -> None:
    """Let the last party say yes, see it refused, and see that nothing was written with it."""
    before = types(asked.challenge)
    assert asked.asked is not None
    with pytest.raises(Refused, match=says):
        respond(asked.asked, agrees=True, by=by("Bram"))
    assert facilitators_of(asked.challenge) == []
    assert types(asked.challenge) == before
    asked.asked.refresh_from_db()
    assert asked.asked.outcome == Round.Outcome.OPEN


def test_e22_who_is_asked_and_leaves_the_platform_leaves_no_open_question_behind() -> None:
    challenge = of_two_each()
    own = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    outside = from_outside(challenge, "Femke")
    for name, asked in (("Dilek", own), ("Femke", outside)):
        leave_platform(make.person(name), by=by(name))
        asked.refresh_from_db()
        assert (asked.state, asked.person, asked.email) == (Candidacy.State.ENDED, None, "")
    assert not Round.objects.filter(outcome=Round.Outcome.OPEN).exists()
    assert not queries.open_candidacies(challenge).exists()


def test_nobody_is_asked_twice_for_the_same() -> None:
    challenge = of_two_each()
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    before = types(challenge)
    with pytest.raises(Refused, match="al gevraagd"):
        actions.propose_own(challenge, person=make.dilek(), by=by("Dilek"))
    assert list(queries.open_candidacies(challenge)) == [asked]
    assert types(challenge) == before


def test_e7_who_gave_up_the_place_of_the_party_does_not_begin_by_the_last_yes() -> None:
    challenge = of_two_each()
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    actions.accept(asked, substitute=make.amina(), by=by("Dilek"))
    leave_seat(challenge, by=by("Dilek"))
    refused_yes(asked, "doet niet meer mee voor die partij")


def test_e7_who_came_to_sit_for_a_party_does_not_begin_as_somebody_from_outside() -> None:
    challenge = of_two_each()
    asked = from_outside(challenge, "Femke")
    make_facilitators.accept_from_outside(asked, make.person("Femke"))
    invitation = invite_colleague(challenge.parties.get(number=2), email="femke@example.org", by=by("Bram"))
    accept_invitation(invitation, by=by("Femke"))
    refused_yes(asked, "doet intussen mee voor een partij")


def test_e7_two_from_outside_do_not_guard_the_process_together() -> None:
    challenge = of_two_each()
    first, second = from_outside(challenge, "Femke"), from_outside(challenge, "Hans")
    for asked, name in ((first, "Femke"), (second, "Hans")):
        actions.accept(asked, email=f"bij{name.lower()}@example.org", words="Van elders.", by=by(name))
    make_facilitators.agree(first, make.bram())
    assert second.asked is not None
    with pytest.raises(Refused, match="komt al van buiten"):
        respond(second.asked, agrees=True, by=by("Bram"))
    with pytest.raises(Refused, match="komt al van buiten"):
        from_outside(challenge, "Ine")
    assert [guard.person for guard in facilitators_of(challenge)] == [make.person("Femke")]
    assert not Mail.objects.filter(to="ine@example.org").exists()


def test_x6_nobody_is_buried_under_letters_that_ask_to_guard_or_help() -> None:
    challenge = of_two_each()
    for _time in range(LETTERS_A_DAY):
        actions.give_up(from_outside(challenge, "Femke", ROLE.HELPER), by=by("Amina"))
    with pytest.raises(Refused, match="morgen"):
        from_outside(challenge, "Femke", ROLE.HELPER)
    assert Mail.objects.filter(to="femke@example.org").count() == LETTERS_A_DAY


def test_a_visitor_answers_for_nobody_who_is_asked() -> None:
    challenge = of_two_each()
    asked = from_outside(challenge, "Femke", ROLE.HELPER)
    before = types(challenge)
    for answer in (actions.accept, actions.give_up):
        with pytest.raises(NotAllowed):
            answer(asked, by=Actor.visitor())
    asked.refresh_from_db()
    assert (asked.state, asked.accepted_at, types(challenge)) == (Candidacy.State.ASKED, None, before)


def test_r16_when_who_hands_over_stops_first_the_question_to_take_over_ends() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    asked = actions.hand_over(challenge, by=by("Dilek"))
    actions.accept(asked, substitute=make.amina(), by=by("Els"))
    make_facilitators.agree(asked, make.amina())
    actions.stop(challenge, by=by("Dilek"))
    assert asked.asked is not None
    with pytest.raises(Refused, match="niet meer open"):
        respond(asked.asked, agrees=True, by=by("Bram"))
    asked.refresh_from_db()
    assert (asked.state, asked.asked.agreed) == (Candidacy.State.ENDED, False)
    assert [guard.person for guard in facilitators_of(challenge)] == [make.person("Femke")]
    assert actions.propose_own(challenge, person=make.person("Els"), by=by("Amina")).state == Candidacy.State.ASKED


def test_x10_a_last_yes_that_crosses_with_stopping_ends_nothing_twice() -> None:
    challenge, first, _second = make_facilitators.guarded()
    request = actions.ask_replacement(first, reason="Te snel.", by=by("Bram"))
    crossing = request.asked
    actions.stop(challenge, by=by("Dilek"))
    before = types(challenge)
    with pytest.raises(Refused, match="bewaakt het proces niet meer"):
        actions.replace(crossing, by("Amina"))
    assert types(challenge) == before

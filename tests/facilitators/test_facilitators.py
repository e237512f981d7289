"""Who guards the process: proposed by parties, accepted by all and by themselves, replaced without their say."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges.actions import accept_invitation, invite_colleague
from communityup.workspace.challenges.models import Challenge, Facilitator, Invitation, Ring, Seat
from communityup.workspace.challenges.permissions import keeps_process, may_see, own_seat
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.facilitation.permissions import acts_as_facilitator, facilitators_of
from communityup.workspace.facilitators import actions, permissions, queries
from communityup.workspace.facilitators.models import Candidacy, Replacement
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
ROLE = Candidacy.Role


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def of_three() -> Challenge:
    """Return a challenge of Amina, Dilek and Els (1), and Bram and Gerrit (2)."""
    challenge, amina, bram = make.challenge_of_two()
    for name in ("Dilek", "Els"):
        make.colleague(challenge.parties.get(number=1), make.person(name), inviter=amina)
    make.colleague(challenge.parties.get(number=2), make.person("Gerrit"), inviter=bram)
    return challenge


def ring(challenge: Challenge, name: str) -> str:
    return Seat.objects.get(challenge=challenge, person=make.person(name)).ring


def test_e7_a_facilitator_begins_when_they_and_all_parties_said_yes_and_the_place_is_kept() -> None:
    challenge = of_three()
    before = types(challenge)
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    assert types(challenge) == [*before, "facilitators.facilitator_proposed"]
    make_facilitators.agree(asked, make.bram())
    assert types(challenge)[-1] == "facilitators.candidate_agreed"
    assert facilitators_of(challenge) == []
    actions.accept(asked, substitute=make.person("Els"), by=by("Dilek"))
    actions.accept(asked, substitute=make.person("Els"), by=by("Dilek"))
    assert types(challenge).count("facilitators.facilitator_began") == 1
    (guard,) = facilitators_of(challenge)
    assert (guard.person, guard.substitute, guard.party) == (
        make.dilek(),
        make.person("Els"),
        challenge.parties.get(number=1),
    )
    assert ring(challenge, "Dilek") == Ring.ASIDE
    with pytest.raises(NotAllowed):
        own_seat(challenge, by("Dilek"))
    actions.stop(challenge, by=by("Dilek"))
    assert types(challenge)[-1] == "facilitators.facilitator_stopped"
    assert own_seat(challenge, by("Dilek")).ring == Ring.TABLE
    with pytest.raises(NotAllowed):
        actions.stop(challenge, by=by("Dilek"))


def test_e7_the_yes_of_the_last_party_lets_a_facilitator_begin_who_said_yes_before() -> None:
    challenge = of_three()
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Dilek"))
    actions.accept(asked, substitute=make.amina(), by=by("Dilek"))
    assert types(challenge)[-1] == "facilitators.candidate_accepted"
    make_facilitators.agree(asked, make.bram())
    assert types(challenge)[-1] == "facilitators.facilitator_began"


def test_e7_two_facilitators_come_from_two_parties_or_one_from_outside() -> None:
    challenge = of_three()
    make_facilitators.of_party(challenge, make.dilek(), proposer=make.amina(), others=[make.bram()])
    with pytest.raises(Refused):
        actions.propose_own(challenge, person=make.person("Els"), by=by("Amina"))
    make_facilitators.outsider(challenge, make.person("Femke"), proposer=make.amina(), others=[make.bram()])
    with pytest.raises(Refused):
        actions.propose_own(challenge, person=make.person("Gerrit"), by=by("Bram"))
    assert [candidacy.key for candidacy in Candidacy.objects.filter(role=ROLE.FACILITATOR).order_by("key")] == [1, 2]
    party = challenge.parties.get(number=1)
    for values in ({"party": party}, {"party": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Facilitator.objects.create(challenge=challenge, person=make.chris(), since=timezone.now(), **values)


def test_e7_of_two_candidates_of_one_party_only_one_begins() -> None:
    challenge = of_three()
    first = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    second = actions.propose_own(challenge, person=make.person("Els"), by=by("Amina"))
    for asked, name in ((first, "Dilek"), (second, "Els")):
        actions.accept(asked, substitute=make.amina(), by=by(name))
    make_facilitators.agree(first, make.bram())
    with pytest.raises(Refused):
        make_facilitators.agree(second, make.bram())
    assert [guard.person for guard in facilitators_of(challenge)] == [make.dilek()]


def test_a_party_proposes_only_its_own_people_and_keeps_somebody_who_decides() -> None:
    challenge = of_three()
    with pytest.raises(NotAllowed):
        actions.propose_own(challenge, person=make.bram(), by=by("Amina"))
    with pytest.raises(NotAllowed):
        actions.propose_own(challenge, person=make.dilek(), by=by("Chris"))
    Seat.objects.filter(person__in=[make.amina(), make.person("Els")]).update(ring=Ring.CONTRIBUTOR)
    with pytest.raises(Refused):
        actions.propose_own(challenge, person=make.dilek(), by=by("Dilek"))


def test_r16_a_substitute_is_somebody_else_of_the_own_party() -> None:
    challenge = of_three()
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    for wrong in (None, make.dilek()):
        with pytest.raises(Refused):
            actions.accept(asked, substitute=wrong, by=by("Dilek"))
    with pytest.raises(NotAllowed):
        actions.accept(asked, substitute=make.bram(), by=by("Dilek"))
    with pytest.raises(NotAllowed):
        actions.accept(asked, substitute=make.person("Els"), by=by("Amina"))
    assert Candidacy.objects.get().accepted_at is None


def test_somebody_from_outside_gets_a_letter_reads_what_it_is_about_and_says_yes(client: Client) -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    femke = make.person("Femke")
    asked = actions.propose_outsider(
        challenge, role=ROLE.FACILITATOR, email="Femke@Example.org", words="Bemiddelaar.", by=by("Amina")
    )
    letter = Mail.objects.get(key__startswith="candidate:")
    address = f"/opgaven/{challenge.slug}/procesbegeleiders/gevraagd/{asked.public_id}/"
    assert address in letter.text
    assert (letter.to, may_see(challenge, femke)) == (femke.email, False)
    client.force_login(make.chris())
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(femke)
    assert "Zo praten we" in client.get(address).content.decode()
    assert [task.url for task in my_tasks(femke)] == [address]
    assert client.post(address).status_code == 422
    assert client.post(address, {"email": "yara@example.org", "words": "Yara."}).status_code == 302
    assert my_tasks(femke) == []
    assert Candidacy.objects.get(role=ROLE.FACILITATOR).email == ""
    make_facilitators.agree(asked, bram)
    assert may_see(challenge, femke)
    assert keeps_process(challenge, Actor.of(femke))
    assert femke in permissions.helpers_of(challenge)
    client.force_login(amina)
    shown = client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/").content.decode()
    assert "Femke" in shown
    assert "femke@example.org" not in shown


def test_nobody_of_a_party_is_somebody_from_outside_before_or_after() -> None:
    challenge = of_three()
    with pytest.raises(Refused):
        actions.propose_outsider(challenge, role=ROLE.HELPER, email="bram@example.org", words="Hij.", by=by("Amina"))
    asked = actions.propose_outsider(
        challenge, role=ROLE.FACILITATOR, email="femke@example.org", words="Zij.", by=by("Amina")
    )
    with pytest.raises(Refused):
        actions.propose_outsider(challenge, role=ROLE.HELPER, email="femke@example.org", words="Zij.", by=by("Bram"))
    with pytest.raises(NotAllowed):
        actions.propose_outsider(challenge, role=ROLE.SUBSTITUTE, email="x@example.org", words="X.", by=by("Bram"))
    residents = challenge.parties.get(number=1)
    make.colleague(residents, make.person("Femke"), inviter=make.amina())
    with pytest.raises(Refused):
        actions.accept(asked, by=by("Femke"))


def test_e7_who_guards_from_outside_takes_no_place_for_a_party() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    invitation = invite_colleague(challenge.parties.get(number=2), email="femke@example.org", by=by("Bram"))
    with pytest.raises(NotAllowed):
        accept_invitation(invitation, by=by("Femke"))
    actions.stop(challenge, by=by("Femke"))
    accept_invitation(Invitation.objects.get(pk=invitation.pk), by=by("Femke"))
    assert make.person("Femke") not in permissions.helpers_of(challenge)


def test_who_is_asked_says_no_and_the_party_that_proposed_takes_back_and_nobody_else() -> None:
    challenge = of_three()
    for name in ("Dilek", "Amina"):
        asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
        for wrong in ("Bram", "Chris"):
            with pytest.raises(NotAllowed):
                actions.give_up(asked, by=by(wrong))
        actions.give_up(asked, by=by(name))
        assert types(challenge)[-1] == "facilitators.candidacy_ended"
        assert asked.asked is not None
        with pytest.raises(Refused):
            respond(asked.asked, agrees=True, by=by("Bram"))
        with pytest.raises(Refused):
            actions.accept(asked, substitute=make.amina(), by=by("Dilek"))


def test_a_question_that_was_taken_back_lets_nobody_begin() -> None:
    challenge = of_three()
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    assert asked.asked is not None
    take_back(asked.asked, by=by("Amina"))
    assert list(queries.open_candidacies(challenge)) == []
    with pytest.raises(Refused):
        actions.accept(asked, substitute=make.amina(), by=by("Dilek"))


def test_r16_a_facilitator_hands_over_to_the_substitute_with_the_yes_of_all() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    asked = actions.hand_over(challenge, by=by("Dilek"))
    assert actions.hand_over(challenge, by=by("Dilek")) == asked
    assert types(challenge)[-1] == "facilitators.handover_asked"
    actions.accept(asked, substitute=make.amina(), by=by("Els"))
    make_facilitators.agree(asked, make.amina(), make.bram())
    assert types(challenge)[-1] == "facilitators.facilitator_handed_over"
    assert {guard.person for guard in facilitators_of(challenge)} == {make.person("Els"), make.person("Femke")}
    assert (ring(challenge, "Dilek"), ring(challenge, "Els")) == (Ring.TABLE, Ring.ASIDE)


def test_r16_somebody_from_outside_names_a_substitute_who_counts_with_the_yes_of_all_and_can_stop() -> None:
    challenge, _first, second = make_facilitators.guarded()
    with pytest.raises(Refused):
        actions.hand_over(challenge, by=by("Femke"))
    actions.name_substitute(challenge, email="gerrit@example.org", words="Gerrit.", by=by("Femke"))
    (asked,) = queries.open_candidacies(challenge)
    nine_days_ago = timezone.now() - dt.timedelta(days=9)
    actions.accept(asked, by=by("Gerrit"))
    assert types(challenge)[-1] == "facilitators.candidate_accepted"
    assert not Facilitator.objects.filter(substitute=make.person("Gerrit")).exists()
    assert not acts_as_facilitator(challenge, by("Gerrit"), since=nine_days_ago)
    make_facilitators.agree(asked, make.amina(), make.bram())
    assert types(challenge)[-1] == "facilitators.substitute_accepted"
    second.refresh_from_db()
    assert second.substitute == make.person("Gerrit")
    actions.stop_standing_in(challenge, by=by("Gerrit"))
    actions.stop_standing_in(challenge, by=by("Gerrit"))
    assert types(challenge).count("facilitators.substitute_ended") == 1


def test_a_facilitator_names_another_substitute_of_the_party() -> None:
    challenge, first, _second = make_facilitators.guarded()
    actions.name_substitute(challenge, person=make.amina(), by=by("Dilek"))
    actions.name_substitute(challenge, person=make.amina(), by=by("Dilek"))
    assert types(challenge).count("facilitators.substitute_named") == 1
    first.refresh_from_db()
    assert first.substitute == make.amina()
    for name in ("Els", "Bram", "Chris"):
        with pytest.raises(NotAllowed):
            actions.name_substitute(challenge, person=make.amina(), by=by(name))


def test_x10_any_party_asks_for_another_facilitator_and_the_parties_decide_without_the_facilitators() -> None:
    challenge, first, _second = make_facilitators.guarded()
    request = actions.ask_replacement(first, reason="De verslagen noemen ons niet.", by=by("Bram"))
    assert types(challenge)[-1] == "facilitators.replacement_asked"
    for name in ("Dilek", "Femke"):
        for agrees in (True, False):
            with pytest.raises(NotAllowed):
                respond(request.asked, agrees=agrees, reason="Onzin.", by=by(name))
        with pytest.raises(NotAllowed):
            take_back(request.asked, by=by(name))
        with pytest.raises(NotAllowed):
            actions.ask_replacement(first, reason="Ik ook.", by=by(name))
    with pytest.raises(Refused):
        actions.ask_replacement(first, reason="Nog eens.", by=by("Amina"))
    respond(request.asked, agrees=True, by=by("Amina"))
    assert types(challenge)[-1] == "facilitators.facilitator_replaced"
    assert [guard.person for guard in facilitators_of(challenge)] == [make.person("Femke")]
    assert own_seat(challenge, by("Dilek")).ring == Ring.TABLE
    with pytest.raises(Refused):
        actions.ask_replacement(first, reason="Te laat.", by=by("Bram"))


def test_x10_where_only_the_facilitator_is_left_of_a_party_the_others_decide() -> None:
    challenge, first, _second = make_facilitators.guarded()
    make.join(challenge, make.person("Hans"), "Woningcorporatie", "housing_association")
    Seat.objects.filter(party=first.party, ring=Ring.TABLE).update(ring=Ring.CONTRIBUTOR)
    request = actions.ask_replacement(first, reason="Er luistert niemand.", by=by("Bram"))
    respond(request.asked, agrees=True, by=by("Hans"))
    assert types(challenge)[-1] == "facilitators.facilitator_replaced"


def test_x10_a_facilitator_who_stops_ends_the_request_and_the_question() -> None:
    challenge, first, _second = make_facilitators.guarded()
    request = actions.ask_replacement(first, reason="Te snel.", by=by("Bram"))
    actions.stop(challenge, by=by("Dilek"))
    with pytest.raises(Refused):
        respond(request.asked, agrees=True, by=by("Amina"))


def test_a_step_back_stops_the_choice_of_facilitators_too() -> None:
    challenge, first, _second = make_facilitators.guarded()
    call_step_back(challenge, reason="Even kijken.", by=by("Bram"))
    with pytest.raises(Refused):
        actions.ask_replacement(first, reason="Te snel.", by=by("Bram"))
    assert not Replacement.objects.exists()


def test_a_helper_begins_and_stops_and_is_nobody_of_a_party() -> None:
    challenge = of_three()
    helper = make_facilitators.outsider(
        challenge, make.person("Femke"), proposer=make.amina(), others=[make.bram()], role=ROLE.HELPER
    )
    assert types(challenge)[-1] == "facilitators.helper_began"
    assert permissions.helpers_of(challenge) == [make.person("Femke")]
    assert facilitators_of(challenge) == []
    for name in ("Amina", "Chris"):
        assert make.person(name) not in permissions.helpers_of(challenge)
        with pytest.raises(NotAllowed):
            actions.stop_helping(helper, by=by(name))
    actions.stop_helping(helper, by=by("Femke"))
    actions.stop_helping(helper, by=by("Femke"))
    assert types(challenge).count("facilitators.helper_stopped") == 1
    assert permissions.helpers_of(challenge) == []


def test_who_leaves_the_platform_guards_nothing_and_their_address_is_gone() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    actions.name_substitute(challenge, email="gerrit@example.org", words="Gerrit.", by=by("Femke"))
    for name in ("Femke", "Dilek", "Els", "Gerrit"):
        leave_platform(make.person(name), by=by(name))
    assert facilitators_of(challenge) == []
    assert not Candidacy.objects.exclude(email="").exists()
    assert not Candidacy.objects.filter(state=Candidacy.State.SERVES).exists()
    assert types(challenge).count("facilitators.facilitator_stopped") == 2


def test_e29_everybody_hears_of_a_proposal_at_the_same_moment() -> None:
    challenge = of_three()
    tell()
    actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    tell()
    told = list(Notice.objects.filter(line__type="facilitators.facilitator_proposed").select_related("person"))
    assert {notice.person.display_name for notice in told} >= {"Bram", "Dilek", "Els", "Gerrit"}
    assert len({notice.at for notice in told}) == 1

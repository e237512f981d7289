"""A new party joins by consent: it says for whom it speaks, no refusal is without a reason, and it has a chair."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Party, Reader, Seat
from communityup.workspace.challenges.permissions import may_see, own_seat, seat_of
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.outreach import actions
from communityup.workspace.outreach.actions import Speaking
from communityup.workspace.outreach.models import Newcomer
from communityup.workspace.rings.actions import follow
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_facilitators
from tests.make_leaving import party_goes

pytestmark = pytest.mark.django_db
SPEAKING = Speaking("De winkeliers aan het plein", "We spraken er vijftien; elf vroegen ons dit.")


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def asks(
    challenge: Challenge, name: str = "Winkeliers", person: str = "Chris", kind: str = "entrepreneurs"
) -> Newcomer:
    return actions.ask_to_join(challenge, name=name, kind=kind, speaking=SPEAKING, by=by(person))


def invited(challenge: Challenge, person: str = "Chris", name: str = "Winkeliers") -> Seat:
    party = challenges.invite_party(
        challenge, name=name, kind="entrepreneurs", email=make.person(person).email, by=by("Amina")
    )
    return challenges.accept_invitation(make.invitation_of(party), by=by(person))


def test_e21_two_parties_start_lightly_and_the_third_joins_with_the_yes_of_both() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    assert not Round.objects.exists(), "the second party joined at once, as in a first evening"
    before = lines(challenge)
    seat = invited(challenge)
    assert seat.party.state == Party.State.WAITING
    assert lines(challenge)[len(before) :] == ["challenges.party_invited", "challenges.invitation_taken"]
    newcomer = Newcomer.objects.get()
    with pytest.raises(NotAllowed):
        own_seat(challenge, by("Chris"))
    with pytest.raises(NotAllowed):
        propose_goal(challenge, words="Meer klanten", by=by("Chris"))
    with pytest.raises(NotAllowed):
        respond(newcomer.asked, agrees=True, by=by("Chris"))
    assert may_see(challenge, make.chris()), "who waits reads everything"
    respond(newcomer.asked, agrees=True, by=Actor.of(amina))
    seat.party.refresh_from_db()
    assert seat.party.state == Party.State.WAITING
    respond(newcomer.asked, agrees=True, by=Actor.of(bram))
    seat.party.refresh_from_db()
    newcomer.refresh_from_db()
    assert (seat.party.state, newcomer.waits) == (Party.State.ACTIVE, False)
    assert lines(challenge)[-2:] == ["consent.consent_answered", "outreach.party_joined"]
    assert own_seat(challenge, by("Chris")).party == seat.party


def test_e21_of_two_invited_by_a_first_party_the_one_that_comes_last_needs_the_yes_of_the_other() -> None:
    challenge = make.challenge_of_one()
    parties = [
        challenges.invite_party(challenge, name=name, kind="other", email=f"{name}@example.org", by=by("Amina"))
        for name in ("Koor", "Kerk")
    ]
    seats = [challenges.accept_invitation(make.invitation_of(party), by=by(str(party))) for party in reversed(parties)]
    assert [seat.party.state for seat in seats] == [Party.State.ACTIVE, Party.State.WAITING]


def test_b18_the_question_about_a_third_party_says_how_large_the_table_becomes() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{asks(challenge).party.number}/"
    few = Client().get(page).content.decode()
    assert "er 12 plekken aan tafel, 4 voor elke partij" in few
    assert "Nog niet verteld wat zij hier mogen toezeggen" in few, (
        "what parties may promise stands beside every decision (A21)"
    )
    assert "werkbaar" not in few
    Challenge.objects.filter(pk=challenge.pk).update(places=6)
    many = Client().get(page).content.decode()
    assert "er 18 plekken aan tafel, 6 voor elke partij" in many
    assert "meer dan 12, waarmee een tafel werkbaar blijft" in many


def test_e21_anybody_may_ask_and_says_for_whom_it_speaks_and_how_it_knows() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before = lines(challenge)
    newcomer = asks(challenge)
    assert lines(challenge) == [*before, "outreach.asked_to_join"]
    assert newcomer.party.state == Party.State.WAITING
    page = Client().get(f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{newcomer.party.number}/").content.decode()
    for words in ("Winkeliers", SPEAKING.speaks_for, SPEAKING.known_by, "nog geen antwoord"):
        assert words in page
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert SPEAKING.speaks_for not in str(line.content)
    assert line.content["commit"]
    assert line.content["known_by_commit"]


@pytest.mark.parametrize("speaking", [Speaking(), Speaking("Iedereen", " "), Speaking("", "Zomaar")])
def test_x3_a_party_that_does_not_say_for_whom_and_how_it_knows_is_not_asked_about(speaking: Speaking) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before = lines(challenge)
    with pytest.raises(Refused, match=r"namens wie|for whom"):
        actions.ask_to_join(challenge, name="Winkeliers", kind="other", speaking=speaking, by=by("Chris"))
    assert (lines(challenge), Newcomer.objects.count()) == (before, 0)


def test_e21_refusing_without_a_reason_is_an_error_and_the_reason_is_open_to_all() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    newcomer = asks(challenge)
    with pytest.raises(Refused):
        respond(newcomer.asked, agrees=False, reason=" ", by=Actor.of(bram))
    respond(newcomer.asked, agrees=False, reason="Wij willen eerst weten wie jullie zijn.", by=Actor.of(bram))
    newcomer.refresh_from_db()
    assert newcomer.waits, "no answer of a party ends the question: it stays open"
    page = Client().get(f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{newcomer.party.number}/").content.decode()
    assert "Wij willen eerst weten wie jullie zijn." in page
    with pytest.raises(NotAllowed):
        take_back(newcomer.asked, by=by("Amina"))


def test_e21_the_open_chair_is_offered_and_what_is_said_from_it_is_read_by_all() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    newcomer = asks(challenge)
    assert not my_tasks(make.chris()), "nobody refused yet"
    respond(newcomer.asked, agrees=False, reason="Het is vol.", by=Actor.of(bram))
    assert [task.url for task in my_tasks(make.chris())] == [
        f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{newcomer.party.number}/lege-stoel/"
    ]
    assert not [task for task in my_tasks(make.dilek()) if "lege-stoel" in task.url]
    before = lines(challenge)
    actions.speak_from_chair(newcomer, words="Zonder laadplek gaan drie zaken dicht.", by=by("Chris"))
    assert lines(challenge) == [*before, "outreach.spoken_from_chair"]
    assert not my_tasks(make.chris())
    for address in ("", f"partij/{newcomer.party.number}/"):
        page = Client().get(f"/opgaven/{challenge.slug}/wie-ontbreekt/{address}").content.decode()
        assert "Zonder laadplek gaan drie zaken dicht." in page
    with pytest.raises(NotAllowed):
        actions.speak_from_chair(newcomer, words="Wij ook", by=by("Amina"))
    with pytest.raises(NotAllowed):
        actions.speak_from_chair(newcomer, words="Wij ook", by=Actor.operator())


def test_e21_both_facilitators_are_asked_to_look_whether_somebody_is_shut_out() -> None:
    challenge, first, second = make_facilitators.guarded()
    newcomer = asks(challenge, person="Nieuw")
    about = f"/wie-ontbreekt/partij/{newcomer.party.number}/blik/"

    def looks(person: Person) -> bool:
        return any(task.url.endswith(about) for task in my_tasks(person))

    with pytest.raises(Refused):
        actions.look_for_exclusion(newcomer, words="Niets", by=Actor.of(first.person))
    respond(newcomer.asked, agrees=False, reason="Het is vol.", by=by("Bram"))
    assert looks(first.person)
    assert looks(second.person)
    assert not looks(make.amina())
    with pytest.raises(NotAllowed):
        actions.look_for_exclusion(newcomer, words="Wij zien niets", by=by("Amina"))
    before = lines(challenge)
    actions.look_for_exclusion(newcomer, words="De reden gaat niet over de opgave.", by=Actor.of(first.person))
    assert lines(challenge) == [*before, "outreach.looked_for_exclusion"]
    assert not looks(first.person)
    assert not looks(second.person)
    page = Client().get(f"/opgaven/{challenge.slug}/wie-ontbreekt/partij/{newcomer.party.number}/").content.decode()
    assert "De reden gaat niet over de opgave." in page
    seen = make.seen(newcomer.asked, make.bram())
    respond(newcomer.asked, agrees=False, reason="En wij kennen ze niet.", seen=seen, by=by("Bram"))
    assert looks(second.person), "a later reason is looked at anew"


def test_e21_without_facilitators_everybody_at_the_table_looks() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    newcomer = asks(challenge)
    respond(newcomer.asked, agrees=False, reason="Het is vol.", by=Actor.of(bram))
    actions.look_for_exclusion(newcomer, words="Er is nog plek.", by=by("Amina"))
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert line.party == challenge.parties.get(number=1).public_id


def test_x3_who_waits_tells_more_and_the_parties_answer_on_the_new_words() -> None:
    challenge, amina, bram = make.challenge_of_two()
    newcomer = asks(challenge)
    respond(newcomer.asked, agrees=True, by=Actor.of(amina))
    before = lines(challenge)
    with pytest.raises(Refused):
        actions.explain(newcomer, speaking=Speaking("Allemaal"), by=by("Chris"))
    actions.explain(newcomer, speaking=Speaking("Acht winkels", "Wij zijn hun vereniging."), by=by("Chris"))
    assert lines(challenge) == [*before, "outreach.newcomer_explained"]
    respond(newcomer.asked, agrees=True, by=Actor.of(bram))
    newcomer.refresh_from_db()
    assert newcomer.waits, "the yes to the earlier words no longer counts"
    with pytest.raises(NotAllowed):
        actions.explain(newcomer, speaking=SPEAKING, by=by("Bram"))
    respond(newcomer.asked, agrees=True, by=Actor.of(amina))
    newcomer.refresh_from_db()
    assert newcomer.joined_at is not None
    with pytest.raises(Refused):
        actions.explain(newcomer, speaking=SPEAKING, by=by("Chris"))


def test_x4_two_residents_parties_each_keep_a_consent() -> None:
    challenge, amina, bram = make.challenge_of_two()
    newcomer = asks(challenge, "Bewoners Molenwijk-Noord", kind="residents")
    for person in (amina, bram):
        respond(newcomer.asked, agrees=True, by=Actor.of(person))
    goal = propose_goal(challenge, words="Een plein zonder auto's", by=Actor.of(bram))
    third = asks(challenge, "School", "Dilek", kind="institution")
    respond(third.asked, agrees=True, by=Actor.of(amina))
    respond(third.asked, agrees=True, by=Actor.of(bram))
    third.refresh_from_db()
    assert third.waits, "one residents' party does not speak for the other"
    respond(third.asked, agrees=True, by=by("Chris"))
    third.refresh_from_db()
    assert third.joined_at is not None
    assert goal.pk


def test_e22_a_party_that_left_comes_back_by_consent() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.join(challenge, make.chris(), "School", "institution")
    school = party_goes(challenge, make.chris())
    challenges.invite_again(school, email="directie@example.org", by=Actor.of(amina))
    seat = challenges.accept_invitation(make.invitation_of(school), by=by("Chris"))
    assert (seat.party, seat.party.state) == (school, Party.State.WAITING)
    make.let_in(school)
    school.refresh_from_db()
    assert school.state == Party.State.ACTIVE
    assert bram.pk


def test_a_second_yes_to_an_invitation_changes_nothing_while_one_waits() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    seat = invited(challenge)
    before = lines(challenge)
    again = challenges.accept_invitation(seat.party.invitations.get(), by=by("Chris"))
    assert (again, lines(challenge)) == (seat, before)
    with pytest.raises(Refused):
        challenges.invite_again(seat.party, email="anders@example.org", by=by("Amina"))
    with pytest.raises(Refused):
        challenges.decline_invitation(seat.party.invitations.get(), reason="Toch niet", by=by("Chris"))


def test_who_waits_takes_the_question_back_and_can_ask_again() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    newcomer = asks(challenge)
    respond(newcomer.asked, agrees=True, by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.take_back_asking(newcomer, by=Actor.of(amina))
    before = lines(challenge)
    for _twice in range(2):
        actions.take_back_asking(newcomer, by=by("Chris"))
    assert lines(challenge) == [*before, "outreach.asking_taken_back"]
    newcomer.refresh_from_db()
    newcomer.asked.refresh_from_db()
    assert newcomer.asked.outcome == Round.Outcome.WITHDRAWN
    assert not Seat.objects.filter(person=make.chris()).exists()
    with pytest.raises(NotAllowed):
        actions.speak_from_chair(newcomer, words="Nog iets", by=by("Chris"))
    assert asks(challenge, "Winkels van het plein").waits


def test_who_leaves_the_platform_while_waiting_takes_the_question_along() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    newcomer = asks(challenge)
    leave_platform(make.chris(), by=by("Chris"))
    newcomer.refresh_from_db()
    newcomer.asked.refresh_from_db()
    newcomer.party.refresh_from_db()
    assert newcomer.ended_at is not None
    assert newcomer.asked.outcome == Round.Outcome.WITHDRAWN
    assert newcomer.party.state == Party.State.LEFT


def test_who_followed_no_longer_follows_once_all_agreed() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    follow(challenge, by=by("Chris"))
    newcomer = asks(challenge)
    make.let_in(newcomer.party)
    assert not Reader.objects.filter(person=make.chris()).exists()
    assert seat_of(challenge, make.chris()) is not None


def _closed(challenge: Challenge) -> Actor:
    Challenge.objects.filter(pk=challenge.pk).update(public_at=None)
    return by("Vreemde")


def _observer(challenge: Challenge) -> Actor:
    make.observer(challenge, make.dilek())
    return by("Dilek")


def _guard(challenge: Challenge) -> Actor:
    make_facilitators.outsider(
        challenge, make.person("Femke"), proposer=make.amina(), others=[make.bram()], role="facilitator"
    )
    return by("Femke")


@pytest.mark.parametrize("who", [_closed, _observer, _guard])
def test_e21_who_may_not_see_observes_or_guards_does_not_ask(who: Callable[[Challenge], Actor]) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    asker = who(challenge)
    challenge.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.ask_to_join(challenge, name="Nieuw", kind="other", speaking=SPEAKING, by=asker)


def test_e5_who_takes_part_waits_or_takes_anothers_name_does_not_ask() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match=r"één partij|one party"):
        asks(challenge, person="Amina")
    with pytest.raises(Refused):
        asks(challenge, name="Gemeente  lindeveen")
    asks(challenge)
    with pytest.raises(Refused, match=r"al|already"):
        asks(challenge, name="Anders")
    alone = make.challenge_of_one(make.dilek(), title="Alleen")
    follow_of_alone = make.chris()
    Reader.objects.create(challenge=alone, person=follow_of_alone, since=alone.started_at)
    with pytest.raises(Refused, match=r"uitnodiging|invitation"):
        asks(alone, name="Nog een")
    Challenge.objects.filter(pk=challenge.pk).update(phase="closed")
    challenge.refresh_from_db()
    with pytest.raises(Refused):
        asks(challenge, name="Te laat", person="Laat")


def test_what_can_never_be_true_of_a_newcomer_is_refused_by_the_database() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    newcomer = asks(challenge)
    now = newcomer.asked_at
    for wrong in ({"joined_at": now, "ended_at": now}, {"known_by": None}, {"looked_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Newcomer.objects.filter(pk=newcomer.pk).update(**wrong)


def test_e21_who_joined_does_not_stand_as_silent_on_the_question_about_itself() -> None:
    challenge, amina, bram = make.challenge_of_two()
    seat = invited(challenge)
    asked = Round.objects.get(about__startswith="join")
    for one in (amina, bram):
        respond(asked, agrees=True, by=Actor.of(one))
    seat.party.refresh_from_db()
    assert seat.party.state == Party.State.ACTIVE
    client = Client()
    client.force_login(make.chris())
    shown = client.get(f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/").content.decode()
    assert "Winkeliers wil meedoen" in shown
    assert "nog geen antwoord" not in shown

"""A whole party goes with two of its people, or after three days when it has one at the table; each takes it back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.endings.permissions import LASTING
from communityup.workspace.facilitators.actions import stop
from communityup.workspace.leaving import actions, events, queries
from communityup.workspace.leaving.jobs import follow_departures
from communityup.workspace.leaving.models import Departure
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.rings.actions import leave_table
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_facilitators
from tests.make_facilitators import guarded
from tests.make_notices import at, own, told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DAY, NOW = dt.timedelta(days=1), timezone.now()
WORDS = "Wij hebben geen mensen meer voor deze opgave."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@built_once
def of_two_people() -> Challenge:
    """Return a challenge whose municipality has Bram and Els at the table, and Femke around it."""
    challenge, _amina, bram = make.challenge_of_two()
    for name in ("Els", "Femke"):
        make.colleague(challenge.parties.get(number=2), make.person(name), inviter=bram)
    Seat.objects.filter(person=make.person("Femke")).update(ring=Ring.CONTRIBUTOR)
    Seat.objects.filter(person=make.person("Els")).update(rules=1)
    return challenge


def state(challenge: Challenge) -> str:
    return challenge.parties.get(number=2).state


def asked(challenge: Challenge, who: str = "Bram") -> Departure:
    return actions.ask_to_go(challenge, words=WORDS, by=by(who))


def after(days: float) -> int:
    with at(timezone.now() + days * DAY):
        return follow_departures()


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="leaving.").order_by("n")
    return list(found.values_list("type", flat=True))


def test_e22_one_person_at_the_table_does_not_let_the_whole_party_go() -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    assert after(30) == 0
    assert state(challenge) == Party.State.ACTIVE
    assert own_seat(challenge, by("Els")).party.number == 2
    with pytest.raises(NotAllowed, match="tweede"):
        actions.agree_to_go(departure, by=by("Bram"))
    assert types(challenge) == ["leaving.going_asked"]


def test_e22_with_the_yes_of_a_second_person_it_goes_with_its_words() -> None:
    challenge = of_two_people()
    party = actions.agree_to_go(asked(challenge), by=by("Els"))
    assert (party.state, str(party.reason), state(challenge)) == (Party.State.LEFT, WORDS, Party.State.LEFT)
    assert types(challenge) == ["leaving.going_asked", "leaving.party_went"]
    assert not Seat.objects.filter(party=party).exists()
    assert Departure.objects.get().words is None


def test_e8_the_silence_of_the_second_person_is_never_a_yes() -> None:
    challenge = of_two_people()
    asked(challenge)
    assert (after(365), state(challenge)) == (0, Party.State.ACTIVE)


def test_e22_a_party_with_one_person_at_the_table_goes_after_three_days_and_not_before() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    asked(challenge)
    assert (after(2.99), state(challenge)) == (0, Party.State.ACTIVE)
    assert (after(3.01), state(challenge)) == (1, Party.State.LEFT)
    assert types(challenge) == ["leaving.going_asked", "leaving.party_went"]
    assert after(4) == 0


def test_e12_the_days_stand_still_during_a_step_back() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    asked(challenge)
    call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(amina))
    assert (after(9), state(challenge)) == (0, Party.State.ACTIVE)
    page = client_of(make.bram()).get(f"/opgaven/{challenge.slug}/weggaan/partij/").content.decode()
    assert "staan ook de dagen stil" in page


def test_who_came_to_the_table_meanwhile_is_asked_too() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    departure = asked(challenge)
    make.colleague(challenge.parties.get(number=2), make.person("Els"), inviter=bram)
    Seat.objects.filter(person=make.person("Els")).update(ring=Ring.TABLE, rules=1)
    assert (after(9), state(challenge)) == (0, Party.State.ACTIVE)
    actions.agree_to_go(departure, by=by("Els"))
    assert state(challenge) == Party.State.LEFT


@pytest.mark.parametrize("who", ["Bram", "Els", "Femke"])
def test_each_of_its_people_takes_it_back_and_the_words_are_erased(who: str) -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    actions.take_back_going(departure, by=by(who))
    assert types(challenge) == ["leaving.going_asked", "leaving.going_taken_back"]
    assert not Version.objects.filter(body=WORDS).exists()
    for act in (actions.agree_to_go, actions.take_back_going):
        with pytest.raises(Refused, match="voorbij"):
            act(departure, by=by("Els"))
    assert state(challenge) == Party.State.ACTIVE
    assert asked(challenge, "Els").pk != departure.pk


@pytest.mark.parametrize("act", [actions.agree_to_go, actions.take_back_going])
@pytest.mark.parametrize("who", ["Amina", "Chris"])
def test_e1_no_other_party_says_yes_or_takes_it_back(act: Callable[..., object], who: str) -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    with pytest.raises(NotAllowed):
        act(departure, by=by(who))
    assert types(challenge) == ["leaving.going_asked"]


def test_who_stands_around_the_table_asks_nothing_and_says_no_yes() -> None:
    challenge = of_two_people()
    with pytest.raises(NotAllowed):
        asked(challenge, "Femke")
    with pytest.raises(NotAllowed):
        actions.agree_to_go(asked(challenge), by=by("Femke"))


def test_over_http_who_stands_around_the_table_reads_the_page_and_sends_nothing() -> None:
    challenge = of_two_people()
    client, address = client_of(make.person("Femke")), f"/opgaven/{challenge.slug}/weggaan/partij/"
    assert "Alleen mensen van je partij aan tafel" in client.get(address).content.decode()
    for data in ({}, {"sure": "on"}):
        assert client.post(address, data).status_code == 403
    assert types(challenge) == []


def test_asking_twice_is_once_and_a_second_question_is_refused() -> None:
    challenge = of_two_people()
    assert asked(challenge).pk == asked(challenge).pk
    with pytest.raises(Refused, match="al gevraagd"):
        asked(challenge, "Els")
    assert types(challenge) == ["leaving.going_asked"]


def test_e8_when_who_asked_is_gone_the_question_ends_and_the_party_stays() -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    actions.leave_seat(challenge, by=by("Bram"))
    with pytest.raises(Refused, match="beslist niet meer"):
        actions.agree_to_go(departure, by=by("Els"))
    assert (after(4), state(challenge)) == (1, Party.State.ACTIVE)
    assert types(challenge) == ["leaving.going_asked", "leaving.going_taken_back"]
    assert follow_departures() == 0


def test_e22_when_the_second_person_is_gone_it_is_asked_anew_before_it_goes_alone() -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    actions.leave_seat(challenge, by=by("Els"))
    assert (after(30), state(challenge)) == (0, Party.State.ACTIVE)
    page = client_of(make.bram()).get(f"/opgaven/{challenge.slug}/weggaan/partij/").content.decode()
    assert "kan zo niet verder" in page
    actions.take_back_going(departure, by=by("Bram"))
    assert asked(challenge).alone
    assert (after(3.1), state(challenge)) == (1, Party.State.LEFT)


def test_e7_nobody_goes_by_itself_while_somebody_of_the_party_guards_the_process() -> None:
    challenge, first, _second = guarded()
    speaker = Seat.objects.filter(party=first.party, ring=Ring.TABLE, rules__isnull=False).first()
    assert speaker is not None
    with pytest.raises(Refused, match="bewaakt het proces"):
        actions.ask_to_go(challenge, by=Actor.of(speaker.person))


def test_e7_a_party_does_not_go_by_itself_once_somebody_of_it_came_to_guard_the_process() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    leave_table(challenge, by=by("Dilek"))
    assert asked(challenge).alone
    make_facilitators.of_party(challenge, make.dilek(), proposer=bram, others=[amina])
    assert (after(4), state(challenge)) == (0, Party.State.ACTIVE)
    stop(challenge, by=by("Dilek"))
    assert (after(4), state(challenge)) == (1, Party.State.LEFT)


def test_e22_what_was_taken_back_since_the_worker_saw_it_does_not_go() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    seen_by_the_worker = actions.ask_to_go(challenge, by=by("Bram"))
    actions.take_back_going(seen_by_the_worker, by=by("Bram"))
    before = types(challenge)
    with at(timezone.now() + 4 * DAY):
        assert actions.follow_departure(seen_by_the_worker, by=Actor.job("leaving")) is False
    assert (state(challenge), types(challenge)) == (Party.State.ACTIVE, before)


def test_over_http_a_question_that_is_over_is_not_asked_of_the_second() -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    actions.take_back_going(departure, by=by("Bram"))
    address = f"/opgaven/{challenge.slug}/weggaan/partij/{departure.public_id}/akkoord/"
    for sent in (client_of(make.person("Els")).get(address), client_of(make.person("Els")).post(address)):
        assert (sent.status_code, "Deze vraag is voorbij" in sent.content.decode()) == (409, True)
    assert state(challenge) == Party.State.ACTIVE


def test_a_job_alone_lets_a_party_go_by_itself() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    departure = asked(challenge)
    with pytest.raises(NotAllowed), at(timezone.now() + 4 * DAY):
        actions.follow_departure(departure, by=by("Bram"))


def test_everybody_of_the_party_hears_it_at_once_and_others_when_it_goes() -> None:
    challenge = of_two_people()
    told()
    told(lambda: asked(challenge))
    letters = {mail.to: mail for mail in Mail.objects.filter(key__startswith="departure_asked:")}
    assert set(letters) == {"els@example.org", "femke@example.org"}
    one = letters["els@example.org"]
    for words in ("Bram", "Gemeente Lindeveen", WORDS, f"/opgaven/{challenge.slug}/weggaan/partij/"):
        assert words in one.text
    assert all("leaving.going_asked" in own(make.person(name)) for name in ("Bram", "Els", "Femke"))
    assert "leaving.going_asked" not in own(make.amina())
    told(lambda: actions.agree_to_go(Departure.objects.get(), by=by("Els")))
    assert "leaving.party_went" in own(make.amina())
    gone = set(Mail.objects.filter(key__startswith="departure_went:").values_list("to", flat=True))
    assert gone == {"bram@example.org", "femke@example.org"}


def test_the_second_person_finds_it_between_their_tasks_and_who_asked_does_not() -> None:
    challenge = of_two_people()
    asked(challenge)
    urls = {name: [task.url for task in my_tasks(make.person(name))] for name in ("Bram", "Els", "Femke", "Amina")}
    address = f"/opgaven/{challenge.slug}/weggaan/partij/"
    assert {name: address in found for name, found in urls.items()} == {
        "Bram": False, "Els": True, "Femke": False, "Amina": False,
    }  # fmt: skip
    assert urls["Els"].count(address) == 1


def test_e3_until_it_goes_nothing_changes_for_others_and_nobody_else_reads_why() -> None:
    challenge = of_two_people()
    parties = f"/opgaven/{challenge.slug}/partijen/"
    before = client_of(make.amina()).get(parties).content
    asked(challenge)
    assert client_of(make.amina()).get(parties).content.count(b"Lindeveen") == before.count(b"Lindeveen")
    address = f"/opgaven/{challenge.slug}/weggaan/partij/"
    assert WORDS in client_of(make.person("Femke")).get(address).content.decode()
    amina = client_of(make.amina()).get(address).content.decode()
    assert WORDS not in amina
    log = client_of(make.amina()).get(f"/opgaven/{challenge.slug}/logboek/").content.decode()
    assert "denkt erover om niet meer mee te doen" in log
    assert WORDS not in log


def test_over_http_the_second_says_yes_and_who_may_not_gets_a_clear_sentence() -> None:
    challenge = of_two_people()
    departure = asked(challenge)
    base = f"/opgaven/{challenge.slug}/weggaan/partij/{departure.public_id}"
    assert client_of(make.bram()).post(f"{base}/akkoord/").status_code == 403
    assert client_of(make.amina()).post(f"{base}/blijven/").status_code == 403
    assert client_of(make.bram()).get(f"{base}/akkoord/").status_code == 403
    assert client_of(make.person("Els")).get(f"{base}/blijven/").status_code == 405
    asks = client_of(make.person("Els")).get(f"{base}/akkoord/").content.decode()
    assert WORDS in asks
    assert state(challenge) == Party.State.ACTIVE
    elsewhere = make.challenge_of_one(make.chris(), title="Elders")
    assert client_of(make.chris()).post(
        f"/opgaven/{elsewhere.slug}/weggaan/partij/{departure.public_id}/blijven/"
    ).status_code == 404  # fmt: skip
    page = client_of(make.person("Els")).get(f"/opgaven/{challenge.slug}/weggaan/partij/").content.decode()
    assert f"{base}/akkoord/" in page
    assert client_of(make.person("Els")).post(f"{base}/akkoord/").status_code == 302
    assert state(challenge) == Party.State.LEFT


@pytest.mark.parametrize(
    "wrong",
    [
        {"went_at": NOW, "words": None},
        {"agreed_by_id": "asker"},
        {"went_at": NOW, "agreed_at": NOW, "words": None, "taken_back_at": NOW},
        {"went_at": NOW, "agreed_at": NOW},
    ],
)
def test_the_database_knows_no_party_that_went_without_a_second_yes(wrong: dict[str, object]) -> None:
    departure = asked(of_two_people())
    values = {field: departure.asked_by_id if value == "asker" else value for field, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Departure.objects.filter(pk=departure.pk).update(**values)


def test_in_a_closed_challenge_a_party_still_goes() -> None:
    assert {events.GoingAsked.type, events.GoingTakenBack.type, events.PartyWent.type} <= LASTING


def test_e22_the_working_agreement_says_how_a_party_goes() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = Client().get(f"/opgaven/{challenge.slug}/spelregels/").content.decode()
    assert "als twee van haar mensen aan tafel dat willen" in page
    assert queries.open_departure(challenge.parties.get(number=1)) is None


def test_e22_who_leaves_the_platform_leaves_no_open_question_behind() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    asked(challenge)
    actions.leave_all_seats(bram)
    assert state(challenge) == Party.State.LEFT
    assert list(queries.open_departures()) == []
    assert after(4) == 0


@pytest.mark.parametrize("standing", [{"ring": Ring.CONTRIBUTOR}, {"rules": None}, {}])
def test_e22_the_only_one_of_a_party_lets_it_go_from_wherever_and_reads_what_happens(standing: dict[str, Any]) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    Seat.objects.filter(person=bram).update(since=NOW, **standing)
    base, client = f"/opgaven/{challenge.slug}/weggaan/", client_of(bram)
    assert client.get(base).headers["Location"] == f"{base}partij/"
    page = client.get(f"{base}partij/").content.decode()
    assert "Ja, onze partij gaat over 3 dagen weg" in page
    assert "Vraag het aan mijn partij" not in page
    assert client.post(f"{base}partij/", {"sure": "on"}).status_code == 302
    assert "tenzij je het intrekt" in client.get(f"{base}partij/").content.decode()
    assert (after(3.01), state(challenge)) == (1, Party.State.LEFT)


def test_e22_the_only_one_of_a_party_that_sleeps_lets_it_go_too() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    Party.objects.filter(number=2).update(state=Party.State.ASLEEP)
    actions.ask_to_go(challenge, by=Actor.of(bram))
    assert (after(3.01), state(challenge)) == (1, Party.State.LEFT)


def test_who_is_around_the_table_beside_others_does_not_let_the_party_go() -> None:
    challenge = of_two_people()
    with pytest.raises(NotAllowed):
        actions.ask_to_go(challenge, by=by("Femke"))

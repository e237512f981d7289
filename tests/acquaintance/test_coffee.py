"""B23: coffee across parties is a free choice, never within one party, and nobody keeps who met."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform, make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from communityup.workspace.acquaintance import actions, jobs, queries
from communityup.workspace.acquaintance.models import CoffeeNote, CoffeeRound, CoffeeWish, Lot, Pair
from communityup.workspace.challenges.models import Challenge, Facilitator, Phase, Ring, Seat
from communityup.workspace.joining.actions import give_place
from communityup.workspace.leaving.actions import leave_seat
from communityup.workspace.tasks.models import Absence
from tests import make
from tests.make_acquaintance import drawn, lines, people_of, want
from tests.make_notices import told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/kennismaken/koffie/"


@built_once
def table_of_five() -> tuple[Challenge, list[Person]]:
    """Return Amina, Eva and Fatma of one party, Bram and Gerard of the other; all want coffee."""
    challenge, amina, bram = make.challenge_of_two()
    people = [amina, *people_of(challenge, 1, "Eva Fatma"), bram, *people_of(challenge, 2, "Gerard")]
    want(challenge, *people)
    return challenge, people


def stop_link(mail: Mail) -> str:
    return str(mail.headers["List-Unsubscribe"].split(">")[0].removeprefix("<"))


def pair_of(challenge: Challenge, one: Person) -> Pair:
    return Pair.objects.get(round=challenge.coffee_rounds.first(), lots__person=one)


def test_b23_pairs_are_never_of_one_party_and_only_of_who_chose_to() -> None:
    challenge, people = table_of_five()
    people_of(challenge, 2, "Hans")
    made = drawn(challenge, people[0])
    lots = list(Lot.objects.filter(round=made).select_related("party", "person"))
    assert {lot.person for lot in lots} == set(people)
    assert (made.pairs_made, Pair.objects.count()) == (2, 2)
    for pair in Pair.objects.all():
        assert len(set(pair.lots.values_list("party", flat=True))) == 2
    assert lines(challenge) == ["coffee_drawn"]
    line = Line.objects.get(type="acquaintance.coffee_drawn")
    assert (line.content["pairs"], line.content["left"]) == (2, 1)


def test_b23_the_database_itself_refuses_a_pair_of_one_party_and_two_lots_in_one_draw() -> None:
    challenge, people = table_of_five()
    made = drawn(challenge, people[0])
    lot = Lot.objects.filter(round=made, pair__isnull=False).first()
    left = Lot.objects.get(round=made, pair=None)
    assert lot is not None
    for faults in (
        {"person": people_of(challenge, 1, "Ine")[0], "pair": lot.pair, "party": lot.party},
        {"person": left.person, "pair": None, "party": left.party},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lot.objects.create(round=made, **faults)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.filter(pk=left.pk).update(shows_address=True)


def test_b23_nothing_measures_whether_somebody_met() -> None:
    kept = {field.name for model in (CoffeeWish, CoffeeRound, Pair, Lot) for field in model._meta.concrete_fields}
    assert kept == {
        "id",
        "public_id",
        "seat",
        "since",
        "challenge",
        "seed",
        "pairs_made",
        "drawn_at",
        "round",
        "person",
        "party",
        "pair",
        "shows_address",
    }
    challenge, people = table_of_five()
    made = drawn(challenge, people[0])
    before = Line.objects.count()
    pair = pair_of(challenge, people[3])
    one, other = (lot.person for lot in pair.lots.all())
    actions.write_note(pair, words="Dinsdag om tien uur?", by=Actor.of(one))
    actions.show_address(pair, shows=True, by=Actor.of(other))
    actions.stop_coffee(challenge, by=Actor.of(one))
    actions.want_coffee(challenge, by=Actor.of(one))
    assert Line.objects.count() == before, "no line tells what the two do"
    outsider = next(person for person in people if person not in {one, other})
    html = signed_in(outsider).get(page(challenge)).content.decode()
    assert "2 paren" in html
    assert f"/koffie/{pair.public_id}/" not in html
    assert str(made.seed) not in html


def test_b23_taking_part_is_a_choice_and_one_stops_at_any_time() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client = signed_in(amina)
    for _twice in range(2):
        assert client.post(page(challenge) + "meedoen/").status_code == 302
    assert CoffeeWish.objects.count() == 1
    assert "Je doet mee met de volgende loting" in client.get(page(challenge)).content.decode()
    assert "Stoppen met koffie" not in signed_in(bram).get(page(challenge)).content.decode()
    for _twice in range(2):
        assert client.post(page(challenge) + "stoppen/").status_code == 302
    assert not CoffeeWish.objects.exists()
    with pytest.raises(NotAllowed):
        actions.want_coffee(challenge, by=Actor.of(make.chris()))
    Challenge.objects.update(phase=Phase.CLOSED)
    challenge.refresh_from_db()
    with pytest.raises(Refused):
        actions.want_coffee(challenge, by=Actor.of(amina))


def test_a_guest_without_an_address_is_asked_for_an_account_first() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    guest = make_guest(language="nl")
    give_place(challenge, challenge.parties.get(number=1), guest)
    with pytest.raises(NotAllowed, match="account"):
        actions.want_coffee(challenge, by=Actor.of(guest))


def test_pairs_need_people_of_two_parties_who_are_there() -> None:
    challenge, amina, bram = make.challenge_of_two()
    want(challenge, amina, *people_of(challenge, 1, "Eva"))
    with pytest.raises(Refused, match="twee partijen"):
        drawn(challenge, amina)
    want(challenge, bram)
    Absence.objects.create(person=bram, until=timezone.localdate(), since=timezone.now())
    with pytest.raises(Refused, match="twee partijen"):
        drawn(challenge, amina)
    Absence.objects.all().delete()
    drawn(challenge, amina)
    assert lines(challenge) == ["coffee_drawn"]


def test_a_draw_is_at_most_once_a_week_and_not_in_a_closed_challenge() -> None:
    challenge, people = table_of_five()
    drawn(challenge, people[0])
    with pytest.raises(Refused, match="nog geen week"):
        actions.draw_coffee(challenge, by=Actor.of(people[3]))
    html = signed_in(people[3]).get(page(challenge)).content.decode()
    assert "Opnieuw loten kan vanaf" in html
    assert "Nu loten" not in html
    drawn(challenge, people[3])
    assert challenge.coffee_rounds.count() == 2
    Challenge.objects.update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="gesloten"):
        drawn(challenge, people[0])


def test_r16_without_facilitators_anybody_at_the_table_draws_and_with_them_they_do() -> None:
    challenge, people = table_of_five()
    amina, eva, _fatma, bram, gerard = people
    Seat.objects.filter(person=eva).update(ring=Ring.CONTRIBUTOR)
    for one in (eva, make.chris()):
        with pytest.raises(NotAllowed):
            actions.draw_coffee(challenge, by=Actor.of(one))
    assert "Nu loten" in signed_in(bram).get(page(challenge)).content.decode()
    assert "Nu loten" not in signed_in(eva).get(page(challenge)).content.decode()
    Facilitator.objects.create(challenge=challenge, party=bram.seats.get().party, person=gerard, since=timezone.now())
    for one in (amina, bram):
        with pytest.raises(NotAllowed):
            drawn(challenge, one)
    assert signed_in(gerard).post(page(challenge) + "loten/").status_code == 302
    assert challenge.coffee_rounds.count() == 1


def test_each_hears_with_whom_by_name_alone_and_who_is_left_over_kindly() -> None:
    challenge, people = table_of_five()
    Person.objects.filter(display_name="Eva").update(language="en")
    made = drawn(challenge, people[0])
    mails = {mail.to: mail for mail in Mail.objects.filter(key__startswith="coffee:")}
    assert [mail.to for mail in mails.values() if stop_link(mail) not in mail.text] == []
    assert set(mails) == {person.email for person in people}
    assert len({mail.due_at for mail in mails.values()}) == 1
    for lot in Lot.objects.filter(round=made).select_related("person", "pair"):
        mail = mails[lot.person.email]
        others = {person.email for person in people} - {lot.person.email}
        assert not any(address in mail.text + mail.html for address in others)
        if lot.pair is None:
            english = lot.person.language == "en"
            assert ("you go first" if english else "de volgende keer ga jij voor") in mail.subject
        else:
            other = queries.other_of(lot.pair, lot.person)
            assert other is not None
            assert str(other.person) in mail.subject
            assert f"/koffie/{lot.pair.public_id}/" in mail.text
    told()
    heard = Notice.objects.filter(line__type="acquaintance.coffee_drawn").values_list("person", flat=True)
    assert sorted(heard) == sorted(person.pk for person in people)


def test_b23_who_was_left_over_goes_first_next_time_and_nobody_meets_the_same_while_others_are_possible() -> None:
    challenge, people = table_of_five()
    seen: set[frozenset[int]] = set()
    left: set[int] = set()
    for _turn in range(3):
        made = drawn(challenge, people[0])
        lots = list(Lot.objects.filter(round=made))
        pairs = {
            frozenset(lot.person_id for lot in lots if lot.pair_id == pk)
            for pk in {lot.pair_id for lot in lots if lot.pair_id}
        }
        assert pairs.isdisjoint(seen)
        seen |= pairs
        now = {lot.person_id for lot in lots if lot.pair_id is None}
        assert now.isdisjoint(left)
        left = now
    assert len(seen) == 6


def test_who_was_left_over_twice_in_a_row_waited_twice_and_a_pair_ends_it() -> None:
    challenge, people = table_of_five()
    party = people[0].seats.get().party
    for place, pairs in enumerate([[people[0]], [], [people[1]]]):
        made = CoffeeRound.objects.create(challenge=challenge, seed=str(place), pairs_made=1, drawn_at=timezone.now())
        pair = Pair.objects.create(round=made)
        for one in people[:2]:
            Lot.objects.create(round=made, person=one, party=party, pair=pair if one in pairs else None)
    assert queries.waited(challenge) == {str(people[0].pk): 2}
    assert queries.met(challenge) == {}, "a pair of whom one left is nobody's repeat"


def test_only_the_two_read_and_write_and_the_other_gets_a_letter_without_the_words() -> None:
    challenge, people = table_of_five()
    drawn(challenge, people[0])
    pair = pair_of(challenge, people[3])
    one, other = (lot.person for lot in pair.lots.all())
    address = page(challenge) + f"{pair.public_id}/"
    assert signed_in(one).post(address, {"words": " "}).status_code == 422
    assert signed_in(one).post(address, {"words": "Dinsdag om tien uur?"}).status_code == 302
    html = signed_in(other).get(address).content.decode()
    assert "Dinsdag om tien uur?" in html
    mail = Mail.objects.get(key__startswith="coffee-note:")
    assert stop_link(mail) in mail.text
    assert mail.to == other.email
    assert "Dinsdag" not in mail.text + mail.html
    assert one.email not in mail.text + mail.html
    for outsider in {*people, make.chris()} - {one, other}:
        assert signed_in(outsider).get(address).status_code == 404
        assert signed_in(outsider).post(address, {"words": "Mag ik mee?"}).status_code == 404
        assert signed_in(outsider).post(address + "adres/", {"shows": "yes"}).status_code == 404
    assert Client().get(address).status_code == 302
    other_challenge = make.challenge_of_one(people[0], title="Een andere opgave")
    assert (
        signed_in(people[0]).get(f"/opgaven/{other_challenge.slug}/kennismaken/koffie/{pair.public_id}/").status_code
        == 404
    )


def test_an_address_shows_only_when_both_agreed_and_no_longer_when_one_stops() -> None:
    challenge, people = table_of_five()
    drawn(challenge, people[0])
    pair = pair_of(challenge, people[3])
    one, other = (lot.person for lot in pair.lots.all())
    address = page(challenge) + f"{pair.public_id}/"
    for person in (one, other):
        assert other.email not in signed_in(one).get(address).content.decode()
        assert one.email not in signed_in(other).get(address).content.decode()
        assert signed_in(person).post(address + "adres/", {"shows": "yes"}).status_code == 302
    assert other.email in signed_in(one).get(address).content.decode()
    assert one.email in signed_in(other).get(address).content.decode()
    assert signed_in(other).post(address + "adres/", {"shows": "no"}).status_code == 302
    assert other.email not in signed_in(one).get(address).content.decode()
    actions.show_address(pair, shows=True, by=Actor.of(other))
    actions.stop_coffee(challenge, by=Actor.of(one))
    assert one.email not in signed_in(other).get(address).content.decode()


def test_who_stops_gets_no_notes_any_more_and_a_pair_writes_so_much_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, people = table_of_five()
    drawn(challenge, people[0])
    pair = pair_of(challenge, people[3])
    one, other = (lot.person for lot in pair.lots.all())
    monkeypatch.setattr("communityup.workspace.acquaintance.permissions.MOST_NOTES", 1)
    actions.write_note(pair, words="Dinsdag?", by=Actor.of(one))
    with pytest.raises(Refused, match="veel"):
        actions.write_note(pair, words="Of woensdag?", by=Actor.of(one))
    actions.stop_coffee(challenge, by=Actor.of(other))
    with pytest.raises(Refused, match="doet niet meer mee"):
        actions.write_note(pair, words="Of donderdag?", by=Actor.of(one))
    assert "doet niet meer mee" in signed_in(one).get(page(challenge) + f"{pair.public_id}/").content.decode()
    Challenge.objects.update(phase=Phase.CLOSED)
    pair = Pair.objects.get(pk=pair.pk)
    with pytest.raises(Refused, match="gesloten"):
        actions.write_note(pair, words="Nog iets", by=Actor.of(one))


@pytest.mark.parametrize("whole_platform", [True, False])
def test_who_goes_takes_the_notes_of_their_pairs_along(*, whole_platform: bool) -> None:
    challenge, people = table_of_five()
    eva, fatma = people[1:3]
    drawn(challenge, people[0])
    gone = next(person for person in (eva, fatma) if Lot.objects.get(person=person).pair is not None)
    pair = pair_of(challenge, gone)
    other = next(lot.person for lot in pair.lots.all() if lot.person != gone)
    actions.write_note(pair, words="Ik neem koek mee", by=Actor.of(other))
    assert queries.pair_page(pair, pair.lots.get(person=other))["goes_on"]
    if whole_platform:
        leave_platform(gone, by=Actor.of(gone))
    else:
        leave_seat(challenge, by=Actor.of(gone))
        assert jobs.forget_who_left() == 1
    assert not CoffeeNote.objects.exists()
    assert not Version.objects.filter(body="Ik neem koek mee").exists()
    assert not Lot.objects.filter(person=gone).exists()
    assert "de ander is hier niet meer" not in signed_in(other).get(page(challenge)).content.decode().lower()
    letter = signed_in(other).get(page(challenge) + f"{pair.public_id}/", follow=True)
    assert letter.redirect_chain == [(page(challenge), 302)], "the link in the letter of the draw leads to a page"
    assert "De ander is hier niet meer." in letter.content.decode()
    late = signed_in(other).post(page(challenge) + f"{pair.public_id}/", {"words": "Ik neem ook taart mee"})
    assert (late.status_code, "Ik neem ook taart mee" in late.content.decode()) == (409, True), "nothing typed is lost"
    make.observer(challenge, make.dilek())
    for nobody in (make.chris(), make.dilek()):
        assert signed_in(nobody).get(page(challenge) + f"{pair.public_id}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_coffee_asks_as_many_questions_for_one_draw_as_for_three(
    number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    challenge, people = table_of_five()
    for _turn in range(number):
        drawn(challenge, people[0])
    with django_assert_num_queries(8):  # type: ignore[operator]
        queries.coffee(challenge, people[3])


def test_get_never_writes_and_a_visitor_signs_in_first() -> None:
    challenge, people = table_of_five()
    for last in ("meedoen/", "stoppen/", "loten/"):
        assert signed_in(people[0]).get(page(challenge) + last).status_code == 405
        assert Client().post(page(challenge) + last).status_code == 302
    assert signed_in(make.chris()).post(page(challenge) + "meedoen/").status_code == 403
    for last in ("loten/", "stoppen/"):
        assert signed_in(make.chris()).post(page(challenge) + last).status_code == 403
    assert (CoffeeWish.objects.count(), CoffeeRound.objects.count()) == (5, 0)


def test_when_it_is_off_nothing_is_drawn_and_who_takes_part_can_still_stop() -> None:
    challenge, people = table_of_five()
    Challenge.objects.filter(pk=challenge.pk).update(off=["acquaintance"])
    assert signed_in(people[0]).post(page(challenge) + "loten/").status_code == 409
    assert signed_in(people[0]).post(page(challenge) + "stoppen/").status_code == 302
    assert CoffeeWish.objects.count() == 4
    html = signed_in(people[1]).get(page(challenge)).content.decode()
    assert "Nu loten" not in html
    assert "Stoppen met koffie" in html


def test_drawing_is_offered_once_a_pair_is_possible_and_before_that_the_page_says_what_it_needs() -> None:
    challenge, amina, bram = make.challenge_of_two()
    want(challenge, amina, *people_of(challenge, 1, "Eva"))
    alone = signed_in(amina).get(page(challenge)).content.decode()
    assert "/koffie/loten/" not in alone
    assert "Loten kan zodra mensen van twee partijen koffie willen drinken" in alone
    want(challenge, bram)
    assert "/koffie/loten/" in signed_in(amina).get(page(challenge)).content.decode()
    Absence.objects.create(person=bram, until=timezone.localdate(), since=timezone.now())
    assert "/koffie/loten/" not in signed_in(amina).get(page(challenge)).content.decode()

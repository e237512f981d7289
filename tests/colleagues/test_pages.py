"""The pages of one's organisation over HTTP: the same for every kind, closed for others, and never broken by input."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook

from communityup.organisations import actions as organisations
from communityup.organisations.models import Kind, Membership, Organisation
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.actions import invite_party, start_challenge
from communityup.workspace.challenges.models import Challenge, Party, Ring, Seat
from communityup.workspace.challenges.queries import rules_now
from communityup.workspace.colleagues import queries
from communityup.workspace.colleagues.models import ColleagueInvitation
from communityup.workspace.goals.actions import propose_goal
from tests import make, make_agreements

pytestmark = pytest.mark.django_db
TOWN = "Gemeente Lindeveen"
NOWHERE = "0" * 32


def town() -> Organisation:
    return Organisation.objects.get(name=TOWN)


def base(organisation: Organisation | None = None) -> str:
    return f"/mijn/organisatie/{(organisation or town()).public_id}/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def with_dilek() -> tuple[Challenge, Client, Client]:
    """Return a challenge with Bram and Dilek for the municipality, and their browsers."""
    challenge, _amina, bram = make.challenge_of_two(title="Het dak")
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    return challenge, signed_in(bram), signed_in(make.dilek())


def member(person: Person) -> str:
    return Membership.objects.get(organisation=town(), person=person).public_id


@pytest.mark.parametrize("kind", Kind.values)
def test_e4_every_kind_of_party_has_the_same_page_with_challenges_promises_people_and_inbox(kind: str) -> None:
    challenge = make.challenge_of_one(title="Het dak")
    make.join(challenge, make.bram(), "Onze groep", kind)
    propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(make.amina()))
    make_agreements.proposed(challenge, make.amina(), make.bram())
    client = signed_in(make.bram())
    page = words(client.get("/mijn/organisatie/"))
    own = base(Organisation.objects.get(name="Onze groep"))
    for text in ("Onze groep", "Het dak", "Een dak dat niet lekt", make_agreements.WHAT):
        assert text in page
    for act in ("collega/", "overdragen/", "namens/", "naam/", "organisatie.xlsx"):
        assert f'href="{own}{act}"' in page
    assert make_agreements.WHAT in words(client.get(f"{own}toezeggingen/"))
    assert "Bram" in words(client.get(f"{own}mensen/"))


def test_the_places_of_a_colleague_are_those_at_the_table_alone() -> None:
    challenge, bram, _dilek = with_dilek()
    at_table = f"Plekken aan tafel: {challenge.title}"
    assert words(bram.get(f"{base()}mensen/")).count(at_table) == 2
    Seat.objects.filter(person=make.dilek()).update(ring=Ring.CONTRIBUTOR)
    shown = words(bram.get(f"{base()}mensen/"))
    assert "Dilek" in shown
    assert shown.count(at_table) == 1


@pytest.mark.parametrize("person", [make.amina, make.bram])
def test_e25_the_spreadsheet_has_the_same_sheets_for_residents_and_municipality(person: Callable[[], Person]) -> None:
    challenge, amina, bram = make.challenge_of_two(title="=1+1 Het dak")
    propose_goal(challenge, words="@Een dak", by=Actor.of(amina if person is make.bram else bram))
    make_agreements.proposed(challenge, amina, bram)
    mine = person()
    own = Organisation.objects.get(memberships__person=mine)
    answer = signed_in(mine).get(f"{base(own)}organisatie.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert 'filename="organisatie.xlsx"' in answer["Content-Disposition"]
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Opgaven", "Postvak", "Toezeggingen"]
    challenges, inbox, promises = ([[cell.value for cell in row] for row in sheet.rows] for sheet in book)
    assert challenges[0] == ["Opgave", "Waar", "Fase", "Onze partij", "Stand", "Onze mensen"]
    assert challenges[1] == ["'=1+1 Het dak", "Molenwijk", "Aanloop", own.name, "doet mee", 1]
    assert "'@Een dak" in [row[1] for row in inbox]
    assert promises[1][0] == make_agreements.WHAT
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
    assert not any("Amina" in str(value) or "Bram" in str(value) for row in [*challenges, *promises] for value in row)


def test_who_has_no_organisation_is_told_how_one_comes_there() -> None:
    page = words(signed_in(make.chris()).get("/mijn/organisatie/"))
    assert "Nog geen organisatie" in page
    assert 'href="/opgaven/nieuw/"' in page


def test_every_page_is_closed_for_others_and_reading_changes_nothing() -> None:
    challenge, bram, _dilek = with_dilek()
    pages = ["", "toezeggingen/", "mensen/", "collega/", "overdragen/", "namens/", "naam/", "organisatie.xlsx"]
    posts = ["bevestigen/", f"mensen/{member(make.dilek())}/bevestigen/", f"mensen/{member(make.dilek())}/contact/"]
    before = Membership.objects.count(), ColleagueInvitation.objects.count()
    for address in pages:
        assert bram.get(base() + address).status_code == 200
        assert signed_in(make.chris()).get(base() + address).status_code == 404
        assert signed_in(make.amina()).get(base() + address).status_code == 404
        assert Client().get(base() + address).status_code == 302
    for address in posts:
        assert bram.get(base() + address).status_code == 405
        assert signed_in(make.chris()).post(base() + address).status_code == 404
        assert Client().post(base() + address).status_code == 302
    assert (Membership.objects.count(), ColleagueInvitation.objects.count()) == before
    for address in (f"mensen/{NOWHERE}/weg/", "mensen/%00/weg/", "mensen/geen-id/weg/"):
        assert bram.get(base() + address).status_code == 404
    assert bram.get(f"/mijn/organisatie/{NOWHERE}/").status_code == 404
    assert bram.get("/mijn/organisatie/collega/geen-id/").status_code == 404
    assert Client().get(f"/opgaven/{challenge.slug}/partijen/9/namens/").status_code == 404


def test_a_colleague_is_asked_and_joins_without_javascript() -> None:
    _challenge, _amina, bram = make.challenge_of_two(title="Het dak")
    client, dilek = signed_in(bram), signed_in(make.dilek())
    party = Party.objects.get(name=TOWN)
    wrong = client.post(f"{base()}collega/", {"email": "geen adres", "parties": party.public_id})
    assert wrong.status_code == 422
    assert "geen adres" in words(wrong)
    assert client.post(f"{base()}collega/", {"email": "x@example.org", "parties": NOWHERE}).status_code == 422
    sent = client.post(f"{base()}collega/", {"email": "dilek@example.org", "parties": party.public_id}, follow=True)
    assert "dilek@example.org" in words(sent)
    assert client.post(f"{base()}collega/", {"email": "dilek@example.org"}).status_code == 409
    asked = ColleagueInvitation.objects.get()
    address = f"/mijn/organisatie/collega/{asked.public_id}/"
    assert client.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert address in words(dilek.get("/mijn/taken/"))
    assert "Het dak" in words(dilek.get(address))
    assert not party.seats.filter(person=make.dilek()).exists()
    assert "Je spreekt nu namens" in words(dilek.post(address, follow=True))
    assert party.seats.filter(person=make.dilek()).exists()
    assert "Je doet al mee" in words(dilek.get(address))


def test_a34_who_is_asked_along_reads_the_working_agreement_of_each_challenge_before_joining() -> None:
    challenge, _amina, bram = make.challenge_of_two(title="Het dak")
    party = Party.objects.get(name=TOWN)
    signed_in(bram).post(f"{base()}collega/", {"email": "dilek@example.org", "parties": party.public_id})
    asked = ColleagueInvitation.objects.get()
    page = words(signed_in(make.dilek()).get(f"/mijn/organisatie/collega/{asked.public_id}/"))
    for article in rules_now(challenge):
        assert escape(article["title"]) in page


def test_an_invitation_is_taken_back_on_the_page() -> None:
    _challenge, bram, _dilek = with_dilek()
    bram.post(f"{base()}collega/", {"email": "ellen@example.org"})
    pk = ColleagueInvitation.objects.get().pk
    assert signed_in(make.amina()).post(f"{base()}collega/{pk}/intrekken/").status_code == 404
    assert bram.get(f"{base()}collega/{pk}/intrekken/").status_code == 405
    assert "ingetrokken" in words(bram.post(f"{base()}collega/{pk}/intrekken/", follow=True))
    assert bram.post(f"{base()}collega/{pk}/intrekken/").status_code == 404


def test_all_places_are_handed_over_after_a_tick_and_what_stays_is_told() -> None:
    challenge, _amina, bram = make.challenge_of_two(title="Het dak")
    client = signed_in(bram)
    assert "nog geen collega" in words(client.get(f"{base()}overdragen/"))
    other = make.challenge_of_two(title="Het plein")[0]
    organisations.join_beside(town(), people=[bram.pk], by=Actor.of(make.dilek()))
    make.join(other, make.dilek(), "Woonstichting", "housing_association")
    page = words(client.get(f"{base()}overdragen/"))
    assert "Het dak" in page
    assert "Het plein" in page
    to = member(make.dilek())
    unsure = client.post(f"{base()}overdragen/", {"to": to})
    assert unsure.status_code == 422
    assert "Kruis dit aan als je het zeker weet." in words(unsure)
    done = words(client.post(f"{base()}overdragen/", {"to": to, "sure": "on"}, follow=True))
    assert "1 plek ging over naar Dilek." in done
    assert "Je plek in Het plein blijft van jou: Dilek zit daar al aan tafel namens Woonstichting." in done
    assert challenge.seats.get(party__name=TOWN).person == make.dilek()
    assert client.post(f"{base()}overdragen/", {"to": to, "sure": "on"}).status_code == 302


def test_who_is_not_confirmed_reads_no_name_of_a_colleague_where_places_are_handed_over() -> None:
    challenge, _amina, bram = make.challenge_of_two(title="Het dak")
    make.colleague(challenge.parties.get(name=town().name), make.dilek(), inviter=bram)
    other = make.challenge_of_one(make.person("Gijs"), title="Elders")
    make.join(other, make.chris(), town().name, "municipality", inviter=make.person("Gijs"))
    page = words(signed_in(make.chris()).get(f"{base()}overdragen/"))
    assert "Zodra je bevestigd bent" in page
    assert "Bram" not in page
    assert "Dilek" not in page


def test_who_has_only_unconfirmed_colleagues_reads_whom_to_confirm_first() -> None:
    _challenge, _amina, bram = make.challenge_of_two(title="Het dak")
    client = signed_in(bram)
    organisations.take_name(town(), by=Actor.of(make.dilek()))
    page = words(client.get(f"{base()}overdragen/"))
    assert "nog geen collega" not in page
    assert "Bevestig eerst een collega" in page
    assert "Dilek hoort bij ons" in page
    assert f"mensen/{member(make.dilek())}/bevestigen/" in page
    client.post(f"{base()}mensen/{member(make.dilek())}/bevestigen/")
    assert 'name="to"' in words(client.get(f"{base()}overdragen/"))


def test_x3_one_tells_for_whom_one_speaks_everybody_reads_it_and_another_party_confirms_it() -> None:
    challenge, _bram, _dilek = with_dilek()
    amina = signed_in(make.amina())
    group = Organisation.objects.get(name="Bewoners Molenwijk")
    address = f"/opgaven/{challenge.slug}/partijen/1/namens/"
    assert "nog niet bevestigd" in words(Client().get(address))
    assert amina.post(f"{base(group)}namens/", {"words": ""}).status_code == 422
    amina.post(f"{base(group)}namens/", {"words": "De straat koos mij <b>op 3 maart</b>."})
    assert "De straat koos mij &lt;b&gt;op 3 maart" in words(Client().get(address))
    assert "De straat koos mij" in words(amina.get(f"{base(group)}namens/"))
    mine = Membership.objects.get(organisation=group, person=make.amina())
    button = f"{address}{mine.public_id}/"
    assert button not in words(amina.get(address))
    assert button not in words(Client().get(address))
    bram = signed_in(make.bram())
    assert button in words(bram.get(address))
    assert amina.post(button).status_code == 403
    assert signed_in(make.chris()).post(button).status_code == 403
    assert Client().post(button).status_code == 302
    assert bram.get(button).status_code == 405
    assert bram.post(f"{address}{NOWHERE}/").status_code == 404
    assert "Iedereen ziet nu" in words(bram.post(button, follow=True))
    assert f"bevestigd door iemand van {TOWN}" in words(Client().get(address))


def test_one_proves_by_the_confirmed_mail_domain() -> None:
    _challenge, bram, _dilek = with_dilek()
    assert "example.org" in words(bram.get(f"{base()}namens/"))
    assert "Bevestigd met je e-mailadres" in words(bram.post(f"{base()}bevestigen/", follow=True))
    assert "bevestigd met een e-mailadres van example.org" in words(bram.get(f"{base()}mensen/"))


def test_a_contact_confirms_names_a_contact_and_ends_it_on_the_page() -> None:
    _challenge, bram, dilek = with_dilek()
    of = f"{base()}mensen/{member(make.dilek())}/"
    assert dilek.post(f"{base()}mensen/{member(make.bram())}/bevestigen/").status_code == 403
    bram.post(f"{base()}bevestigen/")
    assert "bevestigd door iemand van de organisatie" in words(bram.post(f"{of}bevestigen/", follow=True))
    bram.post(f"{of}contact/")
    assert Membership.objects.get(public_id=member(make.dilek())).contact
    assert "Dilek" in words(bram.get(f"{of}weg/"))
    assert Membership.objects.filter(person=make.dilek(), organisation=town()).exists()
    assert bram.post(f"{of}weg/").status_code == 302
    assert not Membership.objects.filter(person=make.dilek(), organisation=town()).exists()


def test_one_no_longer_speaks_for_it_after_a_question() -> None:
    _challenge, _bram, dilek = with_dilek()
    own = f"{base()}mensen/{member(make.dilek())}/weg/"
    assert "Je plekken aan tafel houd je" in words(dilek.get(own))
    assert "spreekt niet meer namens" in words(dilek.post(own, follow=True))


def test_the_name_changes_on_the_page_and_a_lookalike_is_refused() -> None:
    _challenge, bram, dilek = with_dilek()
    good = {"name": "Gemeente Lindeveen Noord", "kind": "municipality", "place": ""}
    assert bram.post(f"{base()}naam/", {**good, "name": ""}).status_code == 422
    assert bram.post(f"{base()}naam/", {**good, "kind": "koning"}).status_code == 422
    assert bram.post(f"{base()}naam/", {**good, "name": "bewoners molenwijk"}).status_code == 409
    assert dilek.post(f"{base()}naam/", good).status_code == 403
    own = base()
    assert bram.post(f"{own}naam/", good).status_code == 302
    assert "Gemeente Lindeveen Noord" in words(bram.get(own))


def test_a_party_of_before_organisations_is_linked_on_the_page() -> None:
    make.challenge_of_two(title="Het dak")
    Membership.objects.filter(person=make.bram()).delete()
    Party.objects.filter(name=TOWN).update(organisation=None)
    party, client = Party.objects.get(name=TOWN), signed_in(make.bram())
    address = f"/mijn/organisatie/partij/{party.public_id}/"
    assert address in words(client.get("/mijn/organisatie/"))
    assert signed_in(make.amina()).get(address).status_code == 404
    assert client.get(address).status_code == 200
    assert client.post(address, {"organisation": NOWHERE}).status_code == 422
    assert client.post(address, {"organisation": ""}).status_code == 302
    party.refresh_from_db()
    assert party.organisation == town()
    assert client.get(address).status_code == 404
    assert "nog niet bevestigd" in words(Client().get(f"/opgaven/{party.challenge.slug}/partijen/2/namens/"))


def test_who_only_took_the_name_sees_their_own_places_and_no_more() -> None:
    _challenge, _bram, _dilek = with_dilek()
    organisations.take_name(town(), by=Actor.of(make.chris()))
    chris = signed_in(make.chris())
    page = words(chris.get(base()))
    assert "Nog niemand van Gemeente Lindeveen heeft bevestigd" in page
    assert "Het dak" not in page
    people = words(chris.get(f"{base()}mensen/"))
    assert "Bram" not in people
    assert chris.post(f"{base()}collega/", {"email": "ellen@example.org"}).status_code == 403
    assert chris.get(f"{base()}mensen/{member(make.bram())}/weg/").status_code == 404


def test_a_closed_challenge_shows_no_title_to_colleagues_who_take_no_part_in_it() -> None:
    _challenge, bram, _dilek = with_dilek()
    closed = start_challenge(
        title="Geheim",
        place="Ergens",
        why="Nog besloten.",
        kind="municipality",
        party_name=TOWN,
        by=Actor.of(make.chris()),
    )
    page = words(bram.get(base()))
    assert "Een besloten opgave" in page
    assert "Geheim" not in page
    assert closed.slug not in page


def test_an_invitation_at_a_colleagues_address_is_in_the_inbox_with_who_has_it() -> None:
    _challenge, bram, _dilek = with_dilek()
    other = make.challenge_of_one(make.chris(), title="De brug")
    invite_party(other, name=TOWN, kind="municipality", email=make.dilek().email, by=Actor.of(make.chris()))
    page = words(bram.get(base()))
    assert "gestuurd aan Dilek" in page
    assert "Doe je mee?" in page


def test_the_page_asks_the_same_number_of_questions_for_one_and_three_challenges() -> None:
    counted = []
    for number in range(3):
        make.challenge_of_two(title=f"Opgave {number}")
        own = queries.own_organisation(make.bram())
        assert own is not None
        with CaptureQueriesContext(connection) as asked:
            rows = queries.challenges_of(own)
        assert (len(rows), len(asked)) == (number + 1, 3)
        with CaptureQueriesContext(connection) as asked:
            queries.inbox(own, rows)
            queries.promises(rows)
            queries.people(own, rows)
        counted.append(len(asked))
    assert len(set(counted)) == 1, counted


def test_of_a_crowd_who_sits_at_the_table_comes_first_and_the_rest_is_paged() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    party, now = challenge.parties.get(number=1), timezone.now()
    crowd = Person.objects.bulk_create(
        Person(email=f"mens{one}@example.org", display_name=f"Mens {one:03}") for one in range(60)
    )
    Seat.objects.bulk_create(
        Seat(challenge=challenge, party=party, person=one, since=now - dt.timedelta(days=9), ring=Ring.CONTRIBUTOR)
        for one in crowd
    )
    client = Client()
    client.force_login(amina)
    address = f"/opgaven/{challenge.slug}/partijen/1/namens/"
    with CaptureQueriesContext(connection) as few:
        first = client.get(address).content.decode()
    assert first.index("<h2>Amina</h2>") < first.index("<h2>Mens 000</h2>")
    assert (first.count("<h2>Mens"), "page=2" in first) == (49, True)
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"{address}?page=2").content.decode().count("<h2>Mens") == 11
    assert len(many) == len(few)

"""The pages about what went before: for every role over HTTP, with bad input, and in a constant number of queries."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.history import actions
from communityup.workspace.history.models import Entry, Reading
from communityup.workspace.leaving.actions import leave_seat
from tests import make
from tests.nasty import some

pytestmark = pytest.mark.django_db
NOWHERE = "0" * 32


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/voorgeschiedenis/"


def told(challenge: Challenge, person: Person, words: str = "In 2019 bleef het open.", kind: str = "event") -> Entry:
    return actions.tell(challenge, kind=kind, words=words, by=Actor.of(person))


def seen(client: Client, entry: str) -> str:
    """Return the mark that the form of a reading sends along."""
    found = re.search(r'name="seen" value="([^"]*)"', client.get(f"{entry}lezing/").content.decode())
    assert found
    return found[1]


def enough_people(challenge: Challenge) -> None:
    one = challenge.parties.get(number=1)
    for name in ("Eva", "Fatima", "Gijs"):
        make.colleague(one, make.person(name), inviter=make.amina())


def test_each_role_reads_and_writes_only_what_it_may_and_reading_never_writes() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    own, other = told(challenge, amina), told(challenge, bram, "Dat gold voor één begroting.")
    actions.lay_reading(own, words="Zo zagen wij het.", by=Actor.of(bram))
    entry = f"{base(challenge)}{own.public_id}/"
    expected = {
        # address: anonymous, outsider, wrong party, right one
        base(challenge): (404, 404, 200, 200),
        entry: (404, 404, 200, 200),
        f"{base(challenge)}vertellen/": (302, 404, 200, 200),
        f"{base(challenge)}toezegging/": (302, 404, 200, 200),
        f"{base(challenge)}wantrouwen/": (302, 404, 200, 200),
        f"{entry}andere-woorden/": (302, 404, 403, 200),
        f"{entry}terugnemen/": (302, 404, 403, 200),
        f"{base(challenge)}{other.public_id}/lezing/": (302, 404, 200, 200),
        f"{base(challenge)}{other.public_id}/lezing/terugnemen/": (302, 404, 404, 404),
        f"{entry}stand/terugnemen/": (302, 404, 403, 404),
        f"{base(challenge)}{NOWHERE}/": (404, 404, 404, 404),
        f"{base(challenge)}niets/lezing/": (302, 404, 404, 404),
    }
    before = Line.objects.count()
    clients = [client_of(person) for person in (None, make.chris(), bram, amina)]
    for address, statuses in expected.items():
        assert tuple(client.get(address).status_code for client in clients) == statuses, address
    assert client_of(bram).get(f"{entry}lezing/terugnemen/").status_code == 200
    assert Line.objects.count() == before


def test_e2_no_other_role_changes_or_takes_back_anything_over_http() -> None:
    challenge, amina, bram = make.challenge_of_two()
    own = told(challenge, amina)
    actions.lay_reading(own, words="Zo zagen wij het.", by=Actor.of(bram))
    entry, before = f"{base(challenge)}{own.public_id}/", Line.objects.count()
    for person, status in ((None, 403), (make.chris(), 403), (bram, 403)):
        for piece in ("andere-woorden/", "terugnemen/"):
            assert client_of(person).post(entry + piece, {"words": "Anders"}).status_code == status
    for person, status in ((None, 302), (make.chris(), 403), (amina, 404)):
        assert client_of(person).post(f"{entry}lezing/terugnemen/").status_code == status
    assert Line.objects.count() == before


def test_one_tells_rewords_and_takes_back_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = client_of(amina), client_of(bram)
    answer = client.post(f"{base(challenge)}vertellen/", {"words": "In 2019 bleef het open.", "when": "2019"})
    entry = f"{base(challenge)}{Entry.objects.get().public_id}/"
    assert answer.headers["Location"] == entry
    assert client.post(f"{entry}andere-woorden/", {"words": "Open, zeiden ze."}).status_code == 302
    assert other.post(f"{entry}lezing/", {"words": "Voor één begroting."}).status_code == 302
    page = client_of(None).get(entry).content.decode()
    assert "Open, zeiden ze." in page
    assert "In 2019 bleef het open." in page.split("<details>")[1]
    assert "Voor één begroting." in page
    assert client.post(f"{entry}terugnemen/").status_code == 302
    page = client_of(None).get(base(challenge)).content.decode()
    assert "Open, zeiden ze." not in page
    assert "Voor één begroting." in page
    assert other.post(f"{entry}lezing/terugnemen/").status_code == 302
    assert "Voor één begroting." not in client_of(None).get(entry).content.decode()


def test_b8_a_promise_is_put_on_the_table_and_each_side_says_how_it_stands() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = client_of(amina), client_of(bram)
    typed = {"words": "Het buurthuis blijft open.", "concerns": "2", "when": ""}
    assert client.post(f"{base(challenge)}toezegging/", typed).status_code == 302
    entry = f"{base(challenge)}{Entry.objects.get().public_id}/"
    assert "nog geen reactie" in client.get(entry).content.decode()
    assert other.post(f"{entry}lezing/", {"words": "Nagekomen tot 2020", "stand": "kept"}).status_code == 302
    for one in (client, other):
        assert "samen afgerond" not in re.sub(r"<p class=.note.>.*?</p>", "", one.get(entry).content.decode())
        sent = {"words": "Uitgesproken", "stand": "settled", "seen": seen(one, entry)}
        assert one.post(f"{entry}lezing/", sent).status_code == 302
    assert '<span class="tag tag--ok">samen afgerond</span>' in client.get(entry).content.decode()


def test_b8_distrust_without_a_name_shows_no_name_to_anybody_and_few_people_get_no_such_choice() -> None:
    challenge, amina, bram = make.challenge_of_two()
    address = f"{base(challenge)}wantrouwen/"
    typed = {"words": "De lijst lag al klaar.", "concerns": "2", "when": "", "name": "nameless"}
    assert 'value="nameless"' not in client_of(amina).get(address).content.decode()
    enough_people(challenge)
    assert 'value="nameless"' in client_of(amina).get(address).content.decode()
    assert client_of(amina).post(address, typed).status_code == 302
    entry = f"{base(challenge)}{Entry.objects.get().public_id}/"
    for person in (None, make.chris(), bram, make.person("Eva")):
        shown = client_of(person).get(entry).content.decode().split("<h1>")[1].split("</section>")[0]
        assert "Zonder naam" in shown
        assert "Bewoners Molenwijk" not in shown
        assert client_of(person).get(f"{entry}stand/").status_code == (302 if person is None else 403)
    assert client_of(amina).post(f"{entry}stand/", {"words": "Nog niets", "stand": "open"}).status_code == 302
    assert "Nog niets" in client_of(bram).get(entry).content.decode()
    assert client_of(amina).post(f"{entry}stand/terugnemen/").status_code == 302
    assert client_of(amina).post(address, {**typed, "words": "Met naam", "name": "party"}).status_code == 302
    assert Entry.objects.exclude(party=None).get().party == challenge.parties.get(number=1)


@pytest.mark.parametrize("role", ["amina", "bram", "chris"])
def test_e3_every_role_reads_the_same_but_for_what_it_can_do(role: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    own = told(challenge, amina, kind="promise")
    actions.lay_reading(own, words="Zo zagen wij het.", stand="kept", by=Actor.of(bram))

    def words(person: Person | None) -> str:
        page = client_of(person).get(base(challenge)).content.decode()
        content = page.split("<h1>")[1].split('<div class="aside">')[0]
        return re.sub(r"\s+", "", re.sub(r"<a [^>]*utrecht-button.*?</a>|<[^>]+>", "", content))

    assert words(make.person(role.capitalize())) == words(None)


@pytest.mark.parametrize("word", some(__name__))
def test_no_form_breaks_on_bad_input_or_writes_half(word: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    entry = f"{base(challenge)}{told(challenge, amina, kind='promise').public_id}/"
    forms = [
        (amina, f"{base(challenge)}vertellen/", {"words": "Goed", "when": "2019"}),
        (amina, f"{base(challenge)}toezegging/", {"words": "Goed", "when": "2019", "concerns": "2"}),
        (amina, f"{base(challenge)}wantrouwen/", {"words": "Goed", "when": "2019", "concerns": "", "name": "party"}),
        (bram, f"{entry}lezing/", {"words": "Goed", "stand": "open"}),
        (amina, f"{entry}andere-woorden/", {"words": "Goed"}),
        (amina, f"{entry}stand/", {"words": "Goed", "stand": "open"}),
    ]
    for person, address, right in forms:
        for name in right:
            before = (Line.objects.count(), Version.objects.count())
            typed = {**right, name: word.encode("utf-8", "replace").decode()}
            status = client_of(person).post(address, typed).status_code
            assert status < 500
            if status >= 400:
                assert (Line.objects.count(), Version.objects.count()) == before


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client = client_of(amina)
    answer = client.post(f"{base(challenge)}vertellen/", {"words": "", "when": "voorjaar 2019"})
    assert answer.status_code == 422
    assert "voorjaar 2019" in answer.content.decode()
    entry = f"{base(challenge)}{told(challenge, amina, kind='promise').public_id}/"
    answer = client_of(bram).post(f"{entry}lezing/", {"words": "Bewaar mij", "stand": "done"})
    assert answer.status_code == 422
    assert "Bewaar mij" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_number_of_queries_for_one_and_for_three(count: int) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for number in range(count):
        entry = told(challenge, amina, f"Verhaal {number}", kind="promise")
        actions.lay_reading(entry, words="Zo zagen wij het.", stand="open", by=Actor.of(bram))
    client = client_of(bram)
    client.get(base(challenge))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(base(challenge)).status_code == 200
    assert len(asked) == 12
    assert Reading.objects.count() == count


def test_the_lead_in_offers_it_and_says_how_much_was_told() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    address = f"/opgaven/{challenge.slug}/aanloop/"
    assert "keer iets verteld" not in client_of(None).get(address).content.decode()
    told(challenge, amina)
    page = client_of(None).get(address).content.decode()
    assert base(challenge) in page
    assert "1 keer iets verteld" in page


def test_e6_who_has_an_older_page_turns_no_reading_of_a_colleague_unseen() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.dilek(), inviter=bram)
    own = actions.tell(
        challenge, kind="promise", words="Het bleef open.", concerns=challenge.parties.get(number=2), by=Actor.of(amina)
    )
    entry = f"{base(challenge)}{own.public_id}/"
    first, late = client_of(bram), client_of(make.dilek())
    old = {client: seen(client, entry) for client in (first, late)}
    said = {"words": "Dat lukte niet.", "stand": "not_kept", "seen": old[first]}
    assert first.post(f"{entry}lezing/", said).status_code == 302
    answer = late.post(f"{entry}lezing/", {"words": "Alles ging goed.", "stand": "kept", "seen": old[late]})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Jouw partij zei intussen dit: niet nagekomen, “Dat lukte niet”." in html
    assert "Alles ging goed." in html, "what was typed is kept"
    assert Reading.objects.get().stand == "not_kept"
    assert late.post(f"{entry}lezing/", {**said, "seen": old[late]}).status_code == 302, "the same again is once"
    now = re.search(r'name="seen" value="([^"]*)"', html)
    assert now
    again = {"words": "Alles ging goed.", "stand": "kept", "seen": now[1]}
    assert late.post(f"{entry}lezing/", again).status_code == 302
    assert Reading.objects.get().stand == "kept"


def test_b8_who_told_it_without_a_name_changes_how_it_stands_and_types_nothing_twice() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    enough_people(challenge)
    entry = actions.tell_without_name(challenge, words="Wij horen niets.", by=Actor.of(amina))
    address = f"{base(challenge)}{entry.public_id}/stand/"
    assert client_of(amina).post(address, {"words": "Nu een brief.", "stand": "open"}).status_code == 302
    assert "Nu een brief." in client_of(amina).get(address).content.decode()
    assert client_of(amina).post(address, {"words": "Nu een brief.", "stand": "done"}).status_code == 302
    assert Reading.objects.get().stand == "done"


def test_e2_the_page_says_which_readings_are_about_earlier_words() -> None:
    challenge, amina, bram = make.challenge_of_two()
    own = told(challenge, amina, kind="promise")
    actions.lay_reading(own, words="Zo was het.", stand="kept", by=Actor.of(bram))
    entry = f"{base(challenge)}{own.public_id}/"
    assert "Gezegd naast de eerdere woorden" not in client_of(None).get(entry).content.decode()
    actions.reword(own, words="Er was beloofd dat alles gratis bleef.", by=Actor.of(amina))
    page = client_of(None).get(entry).content.decode()
    assert "Zo was het." in page
    assert "Gezegd naast de eerdere woorden, niet over deze." in page
    assert ">nagekomen</span>" not in page


def test_e2_who_told_it_and_is_of_another_party_now_rewords_nothing_of_the_first_and_takes_it_back() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    mover = make.dilek()
    make.colleague(challenge.parties.get(number=1), mover, inviter=amina)
    own = told(challenge, mover)
    leave_seat(challenge, by=Actor.of(mover))
    make.colleague(challenge.parties.get(number=2), mover, inviter=make.bram())
    entry = f"{base(challenge)}{own.public_id}/"
    page = client_of(mover).get(entry).content.decode()
    assert f"{entry}andere-woorden/" not in page
    assert f"{entry}terugnemen/" in page
    assert client_of(mover).get(f"{entry}andere-woorden/").status_code == 403
    assert client_of(mover).post(f"{entry}andere-woorden/", {"words": "De gemeente had gelijk."}).status_code == 403
    own.refresh_from_db()
    assert str(own.text) == "In 2019 bleef het open."
    assert client_of(mover).post(f"{entry}terugnemen/").status_code == 302

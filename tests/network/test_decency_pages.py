"""The pages about reported words: who sees them, who does what there, and that looking changes nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communityup.log.models import Line
from communityup.network.decency import actions, queries
from communityup.network.decency.models import Case, Holder
from communityup.network.decency.notices import keys, whose
from communityup.network.decency.permissions import REPORTS_A_DAY
from communityup.network.networks.models import Network
from communityup.notices.queries import Happening
from communityup.people.models import Person
from communityup.texts.models import Text, Version
from tests import make
from tests.make_decency import WORDS, asked, by, hidden, reported, turn, world, written
from tests.make_network import browser

pytestmark = pytest.mark.django_db


def place(network: Network, name: str, *more: str) -> str:
    return reverse(f"decency:{name}", args=[network.slug, *more])


def status(person: Person | None, address: str, data: dict[str, str] | None = None) -> int:
    client = browser(person)
    return (client.get(address) if data is None else client.post(address, data)).status_code


def happening(network: Network, case: Case) -> Happening:
    line = Line.objects.filter(stream=network.stream, object=case.public_id).order_by("-n")[0]
    return Happening(type=line.type, stream=line.stream_id, object=line.object, party="", content={})


def test_everybody_reads_what_is_hidden_and_only_who_signed_in_reports() -> None:
    network, _coordinator, members, text = world()
    assert status(None, place(network, "hidden")) == 200
    for name, more in (("choose", ()), ("report", (text.public_id,))):
        assert status(None, place(network, name, *more)) == 302
        assert status(make.chris(), place(network, name, *more)) == 200
    assert WORDS in browser(make.chris()).get(place(network, "choose"), {"zoek": "kanarie"}).content.decode()
    assert WORDS not in browser(make.chris()).get(place(network, "choose"), {"zoek": "olifant"}).content.decode()
    address = place(network, "report", text.public_id)
    assert status(None, address, {"reason": "insult"}) == 403
    assert status(make.chris(), address, {"reason": ""}) == 422
    assert status(make.chris(), address, {"reason": "mening"}) == 422
    assert status(make.chris(), address, {"reason": "insult", "words": "x" * 501}) == 422
    assert not Case.objects.exists()
    assert status(make.chris(), address, {"reason": "insult", "words": "Zo niet."}) == 302
    assert Case.objects.count() == 1
    assert status(members[0][1], address, {"reason": "insult"}) == 422
    for wrong in ("x" * 32, "nee", Text.objects.exclude(pk=text.pk).order_by("pk")[0].public_id + "a"):
        assert status(make.chris(), place(network, "report", wrong)) == 404


def test_who_looks_and_whose_words_are_hidden_alone_see_the_case() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1], words="Kijk eens.")
    address, [second] = place(network, "case", case.public_id), asked(case)
    assert status(None, address) == 302
    for person in (members[0][1], members[1][1], make.chris()):
        assert status(person, address) == 404
    for person in (coordinator, second):
        page = browser(person).get(address).content.decode()
        assert WORDS in page
        assert "Kijk eens." in page
        assert members[1][1].display_name not in page
    turn(case, coordinator)
    turn(case, second)
    page = browser(members[0][1]).get(address).content.decode()
    assert WORDS in page, "whose words they are reads them while they are hidden"
    assert "Kijk eens." not in page
    for person in (coordinator, members[1][1], make.chris()):
        assert status(person, address) == 404


def test_words_are_never_those_of_a_visitor_also_when_nobody_is_known_to_have_written_them() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    Version.objects.filter(text=text).update(author=None)
    for viewer in (AnonymousUser(), make.chris()):
        with pytest.raises(Http404):
            queries.case_of(network, case.public_id, viewer)
    assert queries.case_of(network, case.public_id, members[0][1]) == case, "the people of the member speak for them"


def test_a_key_is_turned_by_who_has_one_and_by_nobody_else() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    address, [second] = place(network, "turn", case.public_id), asked(case)
    assert status(second, address) == 405
    assert status(None, address, {"wish": "hide"}) == 403
    for person in (members[0][1], members[1][1], make.chris()):
        assert status(person, address, {"wish": "hide"}) == 404
    assert status(second, address, {}) == 422
    for person in (second, second, coordinator):
        assert status(person, address, {"wish": "hide"}) == 302
    assert Case.objects.get().confirmed_at is not None
    assert status(second, address, {"wish": "hide"}) == 404


def test_whose_words_are_hidden_asks_again_and_nobody_else_does() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    address = place(network, "again", case.public_id)
    assert status(members[0][1], address) == 405
    assert status(None, address, {}) == 302
    for person in (coordinator, members[1][1], make.chris()):
        assert status(person, address, {}) == 404
    assert status(members[0][1], address, {"words": "x" * 501}) == 422
    assert status(members[0][1], address, {"words": "Het is mijn eigen nummer."}) == 302
    first, _second = asked(case)
    assert status(first, address, {}) == 403
    assert "Het is mijn eigen nummer." in browser(first).get(place(network, "case", case.public_id)).content.decode()


def test_people_of_members_hold_a_key_and_give_it_back() -> None:
    network, coordinator, members, _text = world()
    address = place(network, "hold")
    assert status(members[0][1], address) == 405
    assert status(None, address, {"wants": "yes"}) == 403
    for person in (make.chris(), coordinator):
        assert status(person, address, {"wants": "yes"}) == 403
    assert status(members[0][1], address, {"wants": "yes"}) == 302
    assert Holder.objects.filter(person=members[0][1], until=None).exists()
    assert status(members[0][1], address, {"wants": "no"}) == 302
    assert not Holder.objects.filter(person=members[0][1], until=None).exists()


def test_looking_at_the_pages_changes_nothing() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    lines = Line.objects.count()
    addresses = [place(network, "hidden"), place(network, "choose"), place(network, "report", text.public_id)]
    for person in (coordinator, members[0][1], make.chris()):
        for address in (*addresses, place(network, "case", case.public_id)):
            browser(person).get(address)
    assert Line.objects.count() == lines


def test_the_page_of_hidden_words_asks_as_often_for_one_as_for_three() -> None:
    network, coordinator, members, text = world()
    found = []
    for number in (1, 3):
        for more in range(number if number == 1 else number - 1):
            words = text if number == 1 else written(*members[0], words=f"Woord {more}")
            hidden(network, coordinator, words, members[1][1])
        with CaptureQueriesContext(connection) as queries:
            browser().get(place(network, "hidden"))
        found.append(len(queries))
    assert found[0] == found[1]


def test_who_hears_of_it_is_whose_turn_it_is_and_whose_words_they_are() -> None:
    network, coordinator, members, text = world()
    case = reported(network, text, members[1][1])
    [second] = asked(case)
    assert keys(happening(network, case)) == {coordinator.pk, second.pk}
    turn(case, coordinator)
    assert keys(happening(network, case)) == {second.pk}
    turn(case, second)
    assert whose(happening(network, case)) == {members[0][1].pk}
    assert keys(happening(network, case)) == set()
    actions.ask_again(case, by=by(members[0][1]))
    assert keys(happening(network, case)) == {person.pk for person in asked(case)}


def test_words_that_nobody_wrote_here_are_of_the_people_of_their_member() -> None:
    network, coordinator, members, _text = world()
    case = hidden(network, coordinator, members[0][0].does, members[1][1])
    assert whose(happening(network, case)) == {members[0][1].pk}
    assert status(members[0][1], place(network, "case", case.public_id)) == 200
    actions.ask_again(case, by=by(members[0][1]))
    assert len(asked(case)) == 2


def test_who_reported_words_reads_that_they_are_looked_at_and_what_became_of_it() -> None:
    network, coordinator, members, text = world()
    chris, other = make.chris(), members[2][1]
    mine, looked = place(network, "hidden"), "twee mensen kijken ernaar"
    address = place(network, "report", text.public_id)
    browser(chris).post(address, {"reason": "insult"})
    case = Case.objects.get()
    assert looked in browser(chris).get(mine).content.decode()
    for who in (other, coordinator, None):
        assert looked not in browser(who).get(mine).content.decode(), "nobody else reads who reported it"
    again = browser(chris).get(address).content.decode()
    assert "Je hebt deze woorden gemeld." in again
    assert 'name="reason"' not in again
    assert 'name="reason"' in browser(other).get(address).content.decode()
    [second] = asked(case)
    for who in (coordinator, second):
        turn(case, who)
    assert "twee mensen waren het eens, en de woorden zijn verborgen" in browser(chris).get(mine).content.decode()


def test_who_is_not_signed_in_reads_that_reporting_asks_for_that() -> None:
    network, _coordinator, _members, _text = world()
    words = "Hiervoor log je in."
    assert words in browser().get(place(network, "hidden")).content.decode()
    assert words not in browser(make.chris()).get(place(network, "hidden")).content.decode()


def test_report_of_who_reported_very_much_today_is_told_at_the_form_with_what_was_typed() -> None:
    network, _coordinator, members, text = world()
    for number in range(REPORTS_A_DAY):
        reported(network, written(*members[0], words=f"Kanarie nummer {number} zit daar."), make.chris())
    answer = browser(make.chris()).post(place(network, "report", text.public_id), {"reason": "insult", "words": "Zo."})
    page = answer.content.decode()
    assert (answer.status_code, "Je hebt vandaag al veel gemeld" in page, ">\nZo.</textarea>" in page) == (
        422,
        True,
        True,
    )

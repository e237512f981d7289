"""Using a practice of others: who did, and what they changed (N20); told with the practice, never counted."""

from typing import Any

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.adaptations import actions, queries
from communityup.network.adaptations.models import Adaptation
from communityup.network.library import actions as library
from communityup.network.library import notices
from communityup.network.library.models import Practice
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from tests import make
from tests.make_network import browser, last, lines, of_the_demo
from tests.make_practice import shown, waiting
from tests.nasty import CORPUS

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
CHANGED = "Wij deden er een half jaar over."


def by(person: Person) -> Actor:
    return Actor.of(person)


def reader() -> Person:
    return make.person("Lezer")


def told(practice: Practice, person: Person, changed: str = CHANGED, happened: str = "Het lukte.") -> Adaptation:
    return actions.tell_adaptation(practice, place="Lindeveen", changed=changed, happened=happened, by=by(person))


def page(practice: Practice, person: Person | None = None) -> str:
    return browser(person).get(f"/praktijken/{practice.series}/").content.decode()


def test_n20_another_member_tells_what_it_changed_and_everybody_reads_it_with_the_practice() -> None:
    made, practice, _voice = shown()
    place = f"{HERE}{practice.public_id}/hergebruik/"
    assert place in page(practice, reader())
    assert place not in page(practice, make.amina())
    assert place not in page(practice)
    form = {"place": "Lindeveen", "changed": CHANGED, "happened": "Het lukte."}
    assert browser(reader()).post(place, form).headers["Location"] == f"/praktijken/{practice.series}/"
    html = page(practice)
    for words in ("<h3>Gemeente Lindeveen</h3>", CHANGED, "Het lukte.", "Wie dit gebruikten, en wat zij veranderden"):
        assert words in html
    one = Adaptation.objects.get()
    assert one.happened is not None
    assert (last(made).type, last(made).commit) == ("adaptations.adaptation_told", one.changed.commit)
    assert last(made).content["happened_commit"] == one.happened.commit
    assert set(notices.writers(happening_of(last(made)))) == {make.amina().pk}


def test_same_adaptation_told_twice_is_one_and_it_stands_with_later_editions() -> None:
    made, practice, _voice = shown()
    assert told(practice, reader(), happened="") == told(practice, reader(), happened="")
    assert lines(made).count("adaptations.adaptation_told") == 1
    second = library.begin_edition(practice, by=by(make.amina()))
    library.leave_out(second.voices.get(), by=by(make.amina()))
    library.ask_review(second, by=by(make.amina()))
    library.review(second, good=True, by=by(reader()))
    library.publish(second, by=by(make.amina()))
    assert CHANGED in page(practice)
    practice.refresh_from_db()
    with pytest.raises(Refused, match="versie van nu"):
        told(practice, reader(), "Iets anders.")


def test_who_wrote_it_and_who_is_no_member_tell_nothing() -> None:
    _made, practice, _voice = shown()
    with pytest.raises(Refused, match="nieuwe versie"):
        told(practice, make.amina())
    for person in (make.bram(), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            told(practice, person)
    assert not Adaptation.objects.exists()


def test_practice_that_is_being_written_is_not_used_yet() -> None:
    _made, practice, _voice = waiting()
    with pytest.raises(Refused, match="niet gepubliceerd"):
        told(practice, reader())


def test_member_takes_back_what_it_told_and_the_words_are_gone() -> None:
    made, practice, _voice = shown()
    one = told(practice, reader())
    place = f"{HERE}hergebruik/{one.public_id}/terugnemen/"
    assert place in page(practice, reader())
    assert place not in page(practice, make.amina())
    for person in (make.amina(), make.chris(), make.dilek()):
        assert browser(person).post(place).status_code == 403
    for _twice in range(2):
        assert browser(reader()).post(place).status_code == 302
    assert CHANGED not in page(practice)
    assert CHANGED not in str(list(Version.objects.values_list("body", flat=True)))
    assert lines(made).count("adaptations.adaptation_taken_back") == 1
    assert told(practice, reader()) != one


def test_addresses_are_for_members_and_reading_writes_nothing() -> None:
    made, practice, _voice = shown()
    one = told(practice, reader())
    before = lines(made)
    tell = f"{HERE}{practice.public_id}/hergebruik/"
    assert browser().get(tell).status_code == 302
    assert browser(make.chris()).get(tell).status_code == 403
    assert browser(make.dilek()).post(tell, {}).status_code == 403
    assert browser(make.amina()).get(tell).status_code == 409
    assert browser(reader()).get(tell).status_code == 200
    assert browser(reader()).get(f"{HERE}{'0' * 32}/hergebruik/").status_code == 404
    back = f"{HERE}hergebruik/{one.public_id}/terugnemen/"
    assert browser(reader()).get(back).status_code == 405
    assert browser().post(back).status_code == 302
    assert lines(made) == before


@pytest.mark.parametrize("words", ["", " ", "\x00", "x" * 1001])
def test_form_says_what_is_wrong_and_keeps_what_was_typed(words: str) -> None:
    assert words == "x" * 1001 or words in CORPUS
    _made, practice, _voice = shown()
    answer = browser(reader()).post(
        f"{HERE}{practice.public_id}/hergebruik/", {"place": "Lindeveen", "changed": words, "happened": "Dit blijft."}
    )
    assert answer.status_code == 422
    assert "Dit blijft." in answer.content.decode()
    assert not Adaptation.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_practice_asks_the_same_with_one_and_with_three(count: int, django_assert_num_queries: Any) -> None:
    _made, practice, _voice = shown()
    for number in range(count):
        told(practice, reader(), f"Anders, {number}.")
    with django_assert_num_queries(1):
        assert len(queries.told_about(practice, None)["rows"]) == count
    with django_assert_num_queries(6):
        browser().get(f"/praktijken/{practice.series}/")


def test_demo_tells_of_one() -> None:
    of_the_demo()
    assert Adaptation.objects.count() == 1

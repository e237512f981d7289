"""Learning questions that members search for together, each as the trace says how it shows (A2, A4, B9)."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.peers import actions, notices, queries
from communityup.network.peers.models import Experience, LearningQuestion, Owner
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_network import browser, coordinated, last, lines, member, network, of_the_demo
from tests.nasty import some
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AT = "/netwerken/community-up/"
HERE = f"{AT}leervragen/"
DID = "Wij gaven eerst de programmering uit handen."


def by(person: Person) -> Actor:
    return Actor.of(person)


@built_once
def three() -> tuple[Network, Member, Member, Member]:
    """Return a network with the members of Amina, Bram and Griet; Chris is nobody there."""
    made, _dilek = coordinated()
    first = member(made, "De Schakel", make.amina(), theme="Gebouwen loslaten")
    second = member(made, "Gemeente Lindeveen", make.bram(), kind="municipality", theme="Gebouwen loslaten")
    return made, first, second, member(made, "Buurttuin", make.person("Griet"), theme="Groen")


def asked(first: Member, *along: Member, words: str = "Durven we los te laten?") -> LearningQuestion:
    return actions.ask_question(first, theme="Gebouwen loslaten", words=words, along=along, by=by(make.amina()))


@built_once
def joint() -> tuple[Network, LearningQuestion]:
    """Return a network and a question that Amina and Bram carry together."""
    made, first, second, _third = three()
    return made, actions.accept_question(asked(first, second), by=by(make.bram()))


def told(question: LearningQuestion, person: Person, did: str = DID, happened: str = "Het lukte.") -> Experience:
    return actions.tell_experience(question, did=did, happened=happened, by=by(person))


def html(place: str, person: Person | None = None, **given: str) -> str:
    return browser(person).get(place, given).content.decode()


def hearers(line: Line, heard: Any) -> set[int]:
    found: set[int] = heard(happening_of(line))
    return found


def page_of(question: LearningQuestion) -> str:
    return f"{HERE}{question.public_id}/"


# A2: search together


def test_a2_member_finds_others_by_theme_and_starts_a_question_that_both_own_and_both_change() -> None:
    _made, _first, second, third = three()
    client, other = browser(make.amina()), browser(make.bram())
    directory = client.get(f"{AT}leden/", {"words": "loslaten"}).content.decode()
    found = re.search(r'href="([^"]+)">Samen zoeken<', directory)
    assert found is not None
    ask = found[1].replace("&amp;", "&")
    form = client.get(ask).content.decode()
    assert 'value="loslaten"' in form
    assert second.public_id in form
    assert third.public_id not in form, "the theme of the filter is kept"
    said = {"theme": "Gebouwen loslaten", "words": "Durven we los te laten?", "along": [second.public_id]}
    place = client.post(ask, said).headers["Location"]
    question = LearningQuestion.objects.get()
    assert place == page_of(question)
    assert "gevraagd, nog geen antwoord" in html(place)
    assert "Ja, wij zoeken mee" in other.get(place).content.decode()
    assert other.post(f"{place}meezoeken/").status_code == 302
    assert question.owners.filter(accepted_at__isnull=False).count() == 2
    assert {one.name for one in queries.page_of(question, None)["owners"]} == {"De Schakel", "Gemeente Lindeveen"}
    assert "gevraagd, nog geen antwoord" not in html(place)
    for number, each in enumerate((client, other)):
        assert each.post(f"{place}verwoorden/", {"words": f"Durven we dit, versie {number}?"}).status_code == 302
    shown = html(place)
    assert "<h1>Durven we dit, versie 1?</h1>" in shown
    assert "De Schakel, Gemeente Lindeveen" in html(HERE)


def test_a2_who_is_asked_hears_it_and_finds_a_task_until_they_answer() -> None:
    made, first, second, _third = three()
    question = asked(first, second)
    assert (last(made).type, last(made).commit) == ("peers.question_asked", question.words.commit)
    assert last(made).content["along"] == 1
    assert hearers(last(made), notices.asked) == {make.bram().pk}
    assert hearers(last(made), notices.owners) == {make.amina().pk}
    waits = [one for one in my_tasks(make.bram()) if one.about == "Durven we los te laten?"]
    assert [one.url for one in waits] == [page_of(question)]
    assert not [one for one in my_tasks(make.amina()) if one.url == page_of(question)]
    for _twice in range(2):
        actions.accept_question(question, by=by(make.bram()))
    assert lines(made).count("peers.question_accepted") == 1
    assert last(made).content["member"] == second.public_id
    assert not [one for one in my_tasks(make.bram()) if one.url == page_of(question)]


def test_member_that_declines_owns_nothing_and_clicks_twice_without_harm() -> None:
    made, first, second, _third = three()
    question = asked(first, second)
    for _twice in range(2):
        actions.decline_question(question, by=by(make.bram()))
    assert lines(made).count("peers.question_declined") == 1
    assert list(question.owners.values_list("member", flat=True)) == [first.pk]
    with pytest.raises(NotAllowed, match="niet gevraagd"):
        actions.accept_question(question, by=by(make.bram()))
    with pytest.raises(Refused, match="zoeken al mee"):
        actions.decline_question(question, by=by(make.amina()))


def test_same_question_asked_twice_is_one() -> None:
    made, first, second, _third = three()
    assert asked(first, second) == asked(first, second)
    assert lines(made).count("peers.question_asked") == 1
    assert asked(first, words="Iets anders?") != asked(first)


def test_only_other_present_members_are_asked_each_once() -> None:
    _made, first, second, third = three()
    members.leave(third, by=by(make.person("Griet")))
    for along in ((first,), (third,), (second, second)):
        with pytest.raises(Refused, match="elk lid één keer"):
            asked(first, *along)
    with pytest.raises(NotAllowed):
        actions.ask_question(second, theme="T", words="W?", along=(), by=by(make.amina()))
    assert not LearningQuestion.objects.exists()


def test_only_who_searches_along_words_it_again_and_closes_it() -> None:
    _made, first, second, _third = three()
    question = asked(first, second)
    for person in (make.bram(), make.person("Griet"), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.reword(question, words="Anders?", by=by(person))
        with pytest.raises(NotAllowed):
            actions.close_question(question, outcome="answered", words="Klaar.", by=by(person))
    with pytest.raises(NotAllowed):
        told(question, make.chris())


# A4: answer with an experience


def test_a4_answer_asks_what_we_did_and_the_page_lists_experiences_per_member() -> None:
    _made, question = joint()
    client = browser(make.person("Griet"))
    answer = client.post(f"{page_of(question)}ervaring/", {"did": " ", "happened": "Ik vind dat het moet."})
    assert answer.status_code == 422
    assert "Wat deden jullie?" in answer.content.decode()
    assert "Ik vind dat het moet." in answer.content.decode(), "what was typed is not lost"
    assert not Experience.objects.exists()
    assert client.post(f"{page_of(question)}ervaring/", {"did": "We plantten eerst één boom."}).status_code == 302
    told(question, make.amina(), "Eerst alleen de sleutels.", "Het slot klemde.")
    told(question, make.person("Griet"), "Daarna een hele haag.")
    shown = html(page_of(question))
    assert "Wat deden wij" in shown
    parts = ["<h3>Buurttuin</h3>", "We plantten", "Daarna een", "<h3>De Schakel</h3>", "Eerst alleen", "Het slot"]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places), "by the name of the member, then by time"
    assert shown.count("<h3>Buurttuin</h3>") == 1


def test_a4_without_what_we_did_there_is_no_experience() -> None:
    _made, question = joint()
    with pytest.raises(Refused):
        told(question, make.amina(), did=" ")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Experience.objects.filter(pk=told(question, make.amina()).pk).update(did=None)


def test_experience_is_told_once_and_both_its_words_are_in_its_one_line() -> None:
    made, question = joint()
    assert told(question, make.bram()) == told(question, make.bram())
    assert lines(made).count("peers.experience_told") == 1
    one = Experience.objects.get()
    assert one.happened is not None
    assert (last(made).commit, last(made).content["happened_commit"]) == (one.did.commit, one.happened.commit)
    assert hearers(last(made), notices.owners_of_its_question) == {make.amina().pk, make.bram().pk}
    told(question, make.amina(), happened="")
    assert last(made).content["happened_commit"] is None


def test_experience_that_is_taken_back_leaves_no_words_and_no_mark() -> None:
    made, question = joint()
    one, short = told(question, make.bram()), told(question, make.amina(), "Kort.", "")
    with pytest.raises(NotAllowed):
        actions.take_back_experience(one, by=by(make.amina()))
    actions.close_question(question, outcome="dropped", words="Te vroeg.", by=by(make.amina()))
    for _twice in range(2):
        actions.take_back_experience(one, by=by(make.bram()))
    actions.take_back_experience(short, by=by(make.amina()))
    assert lines(made).count("peers.experience_taken_back") == 2
    assert not Version.objects.filter(body__in=[DID, "Het lukte.", "Kort."]).exists()
    shown = html(page_of(question))
    assert "Wat deden wij" not in shown
    assert "Nog niemand vertelde een ervaring." in shown


def test_what_a_member_that_left_told_stands_there_no_more() -> None:
    _made, question = joint()
    told(question, make.bram())
    members.leave(Member.objects.get(name="Gemeente Lindeveen"), by=by(make.bram()))
    assert DID not in html(page_of(question))
    assert "Gemeente Lindeveen" not in html(page_of(question))
    members.leave(Member.objects.get(name="De Schakel"), by=by(make.amina()))
    assert "Wie meezocht, is weg uit het netwerk." in html(page_of(question))


# B9: followed until it is answered or dropped


def test_b9_every_version_is_read_and_the_question_ends_with_its_closing_text() -> None:
    made, question = joint()
    for person, words in ((make.amina(), "Hoe durven we?"), (make.bram(), "Hoe durven we samen?")):
        for _twice in range(2):
            actions.reword(question, words=words, by=by(person))
    assert lines(made).count("peers.question_reworded") == 2
    assert hearers(last(made), notices.owners) == {make.amina().pk, make.bram().pk}
    shown = html(page_of(question))
    assert "<h1>Hoe durven we samen?</h1>" in shown
    assert shown.index("Hoe durven we?") < shown.index("Durven we los te laten?"), "the newest version first"
    assert "Versie 1, " in shown
    assert "Versie 2, " in shown
    assert "open" in html(HERE, state="open")
    assert "Hoe durven we samen?" not in html(HERE, state="answered")
    told(question, make.person("Griet"))
    client = browser(make.bram())
    assert client.post(f"{page_of(question)}afronden/", {"outcome": "answered"}).status_code == 422
    said = {"outcome": "answered", "words": "Stap voor stap, met een terugweg."}
    for _twice in range(2):
        assert client.post(f"{page_of(question)}afronden/", said).status_code == 302
    assert lines(made).count("peers.question_closed") == 1
    assert last(made).content["outcome"] == "answered"
    everybody = {make.amina().pk, make.bram().pk, make.person("Griet").pk}
    assert hearers(last(made), notices.everybody_on_it) == everybody
    shown = html(page_of(question))
    assert "Stap voor stap, met een terugweg." in shown
    assert "beantwoord" in shown
    assert "Hoe durven we samen?" in html(HERE, state="answered")
    assert "Hoe durven we samen?" not in html(HERE, state="open")


def test_b9_closed_question_takes_nothing_more() -> None:
    _made, first, second, _third = three()
    question = asked(first, second)
    with pytest.raises(Refused, match="Kies of"):
        actions.close_question(question, outcome="open", words="Nee.", by=by(make.amina()))
    actions.close_question(question, outcome="dropped", words="Nu niet.", by=by(make.amina()))
    for late in (
        lambda: actions.accept_question(question, by=by(make.bram())),
        lambda: actions.reword(question, words="Toch?", by=by(make.amina())),
        lambda: actions.close_question(question, outcome="answered", words="Toch.", by=by(make.amina())),
        lambda: told(question, make.bram()),
    ):
        with pytest.raises(Refused, match="afgerond"):
            late()
    assert not [one for one in my_tasks(make.bram()) if one.url == page_of(question)]
    assert "Je kunt nu" not in html(page_of(question), make.bram())


def test_b9_closing_without_words_cannot_be_kept() -> None:
    _made, question = joint()
    with transaction.atomic(), pytest.raises(IntegrityError):
        LearningQuestion.objects.filter(pk=question.pk).update(state="answered")


def test_member_owns_a_question_once() -> None:
    _made, question = joint()
    owner = Owner.objects.filter(question=question)[0]
    with transaction.atomic(), pytest.raises(IntegrityError):
        Owner.objects.create(question=question, member=owner.member, asked_at=owner.asked_at)


# The pages


def test_list_is_found_by_theme_words_and_state_and_says_when_it_is_empty() -> None:
    _made, first, _second, _third = three()
    assert "Er zijn nog geen leervragen" in html(HERE)
    asked(first, words="Wie doet het licht uit?")
    for given in ({"theme": "GEBOUWEN"}, {"theme": "licht"}, {"state": "open"}, {}):
        assert "Wie doet het licht uit?" in html(HERE, None, **given)
    assert "Geen vraag past bij deze keuze." in html(HERE, theme="Groen")


STATUSES = [
    ("", "get", (200, 200, 200, 200)),
    ("nieuw/", "get", (302, 403, 200, 200)),
    ("nieuw/", "post", (302, 403, 422, 422)),
    ("{q}/", "get", (200, 200, 200, 200)),
    ("{q}/verwoorden/", "get", (302, 403, 403, 200)),
    ("{q}/verwoorden/", "post", (302, 403, 403, 422)),
    ("{q}/afronden/", "get", (302, 403, 403, 200)),
    ("{q}/afronden/", "post", (302, 403, 403, 422)),
    ("{q}/ervaring/", "get", (302, 403, 200, 200)),
    ("{q}/ervaring/", "post", (302, 403, 422, 422)),
    ("{q}/meezoeken/", "get", (405, 405, 405, 405)),
    ("{q}/meezoeken/", "post", (302, 403, 403, 302)),
    ("{q}/niet-meezoeken/", "get", (405, 405, 405, 405)),
    ("{q}/niet-meezoeken/", "post", (302, 403, 302, 409)),
    ("ervaringen/{e}/terugnemen/", "get", (405, 405, 405, 405)),
    ("ervaringen/{e}/terugnemen/", "post", (302, 403, 403, 302)),
    ("{x}/", "get", (404, 404, 404, 404)),
    ("{x}/verwoorden/", "post", (302, 403, 404, 404)),
    ("ervaringen/{x}/terugnemen/", "post", (302, 403, 404, 404)),
]


@pytest.mark.parametrize(("place", "method", "statuses"), STATUSES)
def test_visitor_outsider_member_and_owner_get_what_is_theirs(
    place: str, method: str, statuses: tuple[int, ...]
) -> None:
    _made, question = joint()
    told_ = told(question, make.bram())
    path = HERE + place.format(q=question.public_id, e=told_.public_id, x="0" * 32)
    before = Line.objects.count()
    for person, status in zip((None, make.chris(), make.person("Griet"), make.bram()), statuses, strict=True):
        answer = getattr(browser(person), method)(path, {"sent": "1"})
        assert answer.status_code == status, (person, path)
        if person is None and status == 302:
            assert "/inloggen/" in answer.headers["Location"]
    written = 1 if (place.endswith("terugnemen/") and "{e}" in place and method == "post") else 0
    assert Line.objects.count() == before + written, "reading writes nothing"


def test_names_of_people_stand_on_no_page_of_questions() -> None:
    _made, question = joint()
    told(question, make.bram())
    for place in (HERE, page_of(question)):
        for name in ("Amina", "Bram"):
            assert name not in html(place)


def test_question_of_another_network_is_not_found() -> None:
    _made, question = joint()
    other = network("elders")
    assert Client().get(f"/netwerken/{other.slug}/leervragen/{question.public_id}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, first, second, _third = three()
    for number in range(count):
        question = asked(first, second, words=f"Vraag {number}?")
        actions.accept_question(question, by=by(make.bram()))
    for number in range(count):
        actions.reword(question, words=f"Anders {number}?", by=by(make.amina()))
        told(question, make.bram(), f"Wij deden {number}.")
    with django_assert_num_queries(5):
        browser().get(HERE)
    with django_assert_num_queries(8):
        browser().get(page_of(question))


@pytest.mark.parametrize("words", some(__name__))
def test_bad_input_gets_a_sentence(words: str) -> None:
    _made, question = joint()
    client = browser(make.amina())
    assert client.post(f"{HERE}nieuw/", dict.fromkeys(("theme", "words", "along"), words)).status_code == 422
    ended = client.post(f"{page_of(question)}afronden/", {"outcome": words, "words": words})
    assert ended.status_code == 422
    for name in ("theme", "state", "page"):
        assert browser().get(HERE, {name: words}).status_code == 200
    for name in ("words", "kind", "place"):
        assert client.get(f"{HERE}nieuw/", {name: words}).status_code == 200


def test_demo_has_a_question_of_two_members() -> None:
    made = of_the_demo()
    question = made.learning_questions.get(theme="Gebouwen loslaten")
    assert question.owners.filter(accepted_at__isnull=False).count() == 2
    assert "Durven we vastgoed los te laten, en wat hebben we daarvoor nodig?" in html(page_of(question))

"""A38: each party says for itself what it holds, shares and lets go; all see it, and every change stays readable."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Kind, Ring, Seat
from communityup.workspace.goals.actions import agree_to_retire, ask_to_retire
from communityup.workspace.goals.models import Goal
from communityup.workspace.grip import actions, queries
from communityup.workspace.grip.models import MOST_SUBJECTS, Stance, Subject
from tests import make
from tests.make_goals import WORDS, proposed_goal, shared_goal
from tests.make_leaving import party_goes
from tests.nasty import some

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE, REFUSED, UNPROCESSABLE = 200, 302, 403, 404, 405, 409, 422
WHY = "Tot de begroting rond is."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/grip/"


def html(person: Person | None, address: str) -> str:
    return client_of(person).get(address).content.decode()


def take(thing: Subject | Goal, name: str, choice: str, why: str = "", *, number: int | None = None) -> Stance:
    """Let somebody say it for a party: their own unless said otherwise."""
    own = number or {"Amina": 1, "Bram": 2}[name]
    party = thing.challenge.parties.get(number=own)
    return actions.take_stance(thing, party=party, choice=choice, why=why, by=by(name))


def keys(challenge: Challenge, words: str = "De sleutels", name: str = "Amina") -> Subject:
    return actions.add_subject(challenge, words=words, by=by(name))


def cells(challenge: Challenge) -> list[list[str]]:
    return [[cell["choice"] for cell in row["cells"]] for row in queries.table(challenge, "1", None)["rows"]]


def test_a38_each_party_says_it_for_a_goal_and_for_an_added_subject_and_all_see_one_table() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal, before = shared_goal(challenge, amina, bram), len(lines(challenge))
    subject = keys(challenge)
    take(goal, "Amina", "share")
    take(goal, "Bram", "hold", WHY)
    take(subject, "Bram", "let_go")
    assert lines(challenge)[before:] == ["grip.subject_added", *["grip.stance_taken"] * 3]
    assert cells(challenge) == [["share", "hold"], ["", "let_go"]]
    for person in (None, make.chris(), amina, bram):
        shown = html(person, base(challenge))
        table = shown[shown.index("<table") : shown.index("</table>")]
        for words in (WORDS, "De sleutels", WHY, "vasthouden", "delen", "loslaten", "Bewoners Molenwijk"):
            assert words in table, words


def test_a38_nobody_says_it_on_behalf_of_another_party_not_over_http_either() -> None:
    challenge, amina, bram = make.challenge_of_two()
    subject, before = keys(challenge), Line.objects.count()
    for name, number in (("Amina", 2), ("Bram", 1)):
        with pytest.raises(NotAllowed, match="zelf zegt wat ze vasthoudt"):
            take(subject, name, "let_go", number=number)
        address = f"{base(challenge)}{subject.public_id}/{number}/kiezen/"
        client = client_of(make.person(name))
        assert client.get(address).status_code == FORBIDDEN
        assert client.post(address, {"choice": "let_go", "why": ""}).status_code == FORBIDDEN
    assert (Stance.objects.count(), Line.objects.count()) == (0, before)
    for person, number in ((amina, 1), (bram, 2)):
        address = f"{base(challenge)}{subject.public_id}/{number}/kiezen/"
        assert client_of(person).post(address, {"choice": "let_go", "why": ""}).status_code == FOUND
    assert cells(challenge) == [["let_go", "let_go"]]


@pytest.mark.parametrize("kind", Kind.values)
def test_e4_the_same_holds_for_every_kind_of_party(kind: str) -> None:
    challenge = make.challenge_of_one()
    party = make.join(challenge, make.bram(), "De ander", kind)
    subject = keys(challenge, name="Bram")
    assert actions.take_stance(subject, party=party, choice="hold", by=by("Bram")).choice == "hold"
    with pytest.raises(NotAllowed):
        take(subject, "Bram", "hold", number=1)


def test_a38_a_change_is_logged_with_what_was_said_before_and_the_history_of_the_cell_stays() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    subject = keys(challenge)
    take(subject, "Bram", "hold", WHY)
    before = len(lines(challenge))
    for _click in range(2):
        take(subject, "Bram", "let_go", "De begroting is rond.")
    assert lines(challenge)[before:] == ["grip.stance_taken"]
    told = Line.objects.filter(type="grip.stance_taken").order_by("n")
    assert [(line.content["before"], line.content["choice"]) for line in told] == [(None, "hold"), ("hold", "let_go")]
    page = html(None, f"{base(challenge)}{subject.public_id}/2/")
    assert page.index("De begroting is rond.") < page.index(WHY)
    assert "vasthouden" in page
    assert "nog niet wat ze hiermee doet" in html(None, f"{base(challenge)}{subject.public_id}/1/")
    take(subject, "Bram", "let_go")
    assert [(one["choice"], one["why"]) for one in queries.stances(subject, challenge.parties.get(number=2))] == [
        ("let_go", ""),
        ("let_go", "De begroting is rond."),
        ("hold", WHY),
    ]
    assert "zei wat ze met een onderwerp doet: loslaten" in html(bram, f"/opgaven/{challenge.slug}/logboek/")


def test_a38_there_is_no_count_no_score_and_no_order_among_the_choices() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = shared_goal(challenge, amina, bram)
    take(goal, "Amina", "hold")
    take(goal, "Bram", "let_go")
    shown = html(None, base(challenge))
    table = shown[shown.index("<table") : shown.index("</table>")]
    assert "mark--" not in table
    assert "tag--ok" not in table
    assert "%" not in table
    assert set(queries.table(challenge, "1", None)) == {"parties", "rows", "choices"}


def test_only_a_shared_goal_is_in_the_table_and_one_that_all_let_go_leaves_it_with_its_history() -> None:
    challenge, amina, bram = make.challenge_of_two()
    assert cells(challenge) == []
    with pytest.raises(Refused, match="op tafel"):
        take(proposed_goal(challenge, amina, "Nog niet gedeeld"), "Amina", "hold")
    goal = shared_goal(challenge, amina, bram)
    take(goal, "Amina", "hold")
    assert "1 onderwerp" in html(None, f"/opgaven/{challenge.slug}/aanloop/")
    agree_to_retire(ask_to_retire(goal, reason="Bereikt.", by=by("Amina")).goal, by=by("Bram"))
    assert cells(challenge) == []
    with pytest.raises(Refused, match="niet meer op tafel"):
        take(goal, "Bram", "hold")
    assert queries.earlier(challenge) == [{"words": WORDS, "goal": True}]
    assert "geen gemeenschappelijk doel meer" in html(None, base(challenge))
    assert html(None, f"{base(challenge)}{goal.public_id}/1/").count("vasthouden") >= 1


def test_a_subject_is_added_once_and_taken_back_only_before_another_party_said_something() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before = len(lines(challenge))
    subject = keys(challenge)
    assert keys(challenge) == subject
    assert keys(challenge, name="Bram") == subject
    take(subject, "Amina", "hold")
    with pytest.raises(NotAllowed, match="toevoegde"):
        actions.take_subject_back(subject, by=by("Bram"))
    for _click in range(2):
        actions.take_subject_back(subject, by=by("Amina"))
    assert lines(challenge)[before:] == ["grip.subject_added", "grip.stance_taken", "grip.subject_taken_back"]
    with pytest.raises(Refused, match="ingetrokken"):
        take(subject, "Bram", "hold")
    other = keys(challenge, "Groot onderhoud")
    take(other, "Bram", "hold")
    with pytest.raises(Refused, match="blijft het op tafel"):
        actions.take_subject_back(other, by=by("Amina"))


def test_every_party_can_add_as_many_subjects() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for name in ("Amina", "Bram"):
        for number in range(MOST_SUBJECTS):
            keys(challenge, f"{name} {number}", name)
        with pytest.raises(Refused, match="Meer kan geen enkele partij"):
            keys(challenge, f"{name} te veel", name)
    assert len(queries.table(challenge, "1", None)["rows"].object_list) == 2 * MOST_SUBJECTS


def test_who_has_no_place_at_the_table_and_who_is_elsewhere_says_nothing() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    subject, party = keys(challenge), challenge.parties.get(number=1)
    neighbour = make.person("Buurvrouw")
    make.colleague(party, neighbour, inviter=amina)
    Seat.objects.filter(challenge=challenge, person=neighbour).update(ring=Ring.CONTRIBUTOR)
    for name in ("Buurvrouw", "Chris"):
        with pytest.raises(NotAllowed):
            actions.take_stance(subject, party=party, choice="hold", by=by(name))
        with pytest.raises(NotAllowed):
            keys(challenge, "Iets", name)
    elsewhere = make.challenge_of_one(make.dilek(), title="Elders")
    own = elsewhere.parties.get()
    with pytest.raises(Refused, match="andere opgave"):
        actions.take_stance(subject, party=own, choice="hold", by=by("Dilek"))
    with pytest.raises(Http404):
        queries.thing_of(elsewhere, subject.public_id)
    with pytest.raises(Http404):
        queries.party_of(elsewhere, 9)


def test_e22_what_a_party_said_stays_in_the_table_after_it_left() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "Basisschool", "institution")
    subject = keys(challenge)
    actions.take_stance(subject, party=challenge.parties.get(number=3), choice="share", by=by("Dilek"))
    party_goes(challenge, make.dilek())
    assert cells(challenge) == [["", "", "share"]]
    assert "is weggegaan" in html(bram, base(challenge))


@pytest.mark.parametrize(
    ("who", "read", "form", "send"),
    [(None, OK, FOUND, FORBIDDEN), ("Chris", OK, FORBIDDEN, FORBIDDEN), ("Bram", OK, OK, FOUND)],
)
def test_the_addresses_answer_each_role(who: str | None, read: int, form: int, send: int) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    subject = keys(challenge, name="Bram")
    client = client_of(None if who is None else make.person(who))
    cell, before = f"{base(challenge)}{subject.public_id}/2/", Line.objects.count()
    assert client.get(base(challenge)).status_code == read
    assert client.get(f"{base(challenge)}afdrukken/").status_code == read
    assert client.get(cell).status_code == read
    assert client.post(cell).status_code == NOT_HERE
    assert client.get(f"{cell}kiezen/").status_code == form
    assert client.get(f"{base(challenge)}onderwerp/").status_code == form
    assert client.get(f"{base(challenge)}{subject.public_id}/terugnemen/").status_code == NOT_HERE
    assert client.get(f"{base(challenge)}{subject.public_id}/9/").status_code == NOT_FOUND
    assert Line.objects.count() == before
    assert client.post(f"{cell}kiezen/", {"choice": "share", "why": WHY}).status_code == send
    assert client.post(f"{base(challenge)}onderwerp/", {"words": "Het geld"}).status_code == send
    assert client.post(f"{base(challenge)}{subject.public_id}/terugnemen/").status_code == (send if who else FOUND)
    assert Line.objects.count() == before + 3 * int(who == "Bram")


def test_a_closed_challenge_shows_its_table_to_nobody_else() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    subject = keys(challenge)
    for address in ("", "afdrukken/", f"{subject.public_id}/1/"):
        for person in (None, make.chris()):
            assert client_of(person).get(f"{base(challenge)}{address}").status_code == NOT_FOUND


def test_a_goal_is_not_taken_back_as_a_subject() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = shared_goal(challenge, amina, bram)
    assert client_of(amina).post(f"{base(challenge)}{goal.public_id}/terugnemen/").status_code == NOT_FOUND


def test_the_form_keeps_what_stands_there_and_says_what_is_missing() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    subject = keys(challenge)
    address, client = f"{base(challenge)}{subject.public_id}/2/kiezen/", client_of(bram)
    missing = client.post(address, {"choice": "", "why": WHY})
    assert missing.status_code == UNPROCESSABLE
    assert WHY in missing.content.decode()
    assert client.post(address, {"choice": "share", "why": WHY}).status_code == FOUND
    assert WHY in client.get(address).content.decode()
    assert client.post(f"{base(challenge)}onderwerp/", {"words": "  "}).status_code == UNPROCESSABLE


def test_the_table_prints_whole_with_its_day() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    take(keys(challenge), "Bram", "hold", WHY)
    printed = html(None, f"{base(challenge)}afdrukken/")
    assert all(words in printed for words in ("De sleutels", WHY, challenge.title, "sheet-page"))
    assert "/kiezen/" not in printed
    empty = make.challenge_of_one(make.dilek(), title="Leeg")
    assert "Nog niets in de tabel" in html(make.dilek(), f"{base(empty)}afdrukken/")


@pytest.mark.parametrize("word", some(__name__))
def test_no_form_breaks_on_bad_input_or_writes_half(word: str) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    subject, client = keys(challenge), client_of(bram)
    typed = word.encode("utf-8", "replace").decode()
    forms: list[tuple[str, dict[str, Any]]] = [
        (f"{base(challenge)}onderwerp/", {"words": typed}),
        (f"{base(challenge)}{subject.public_id}/2/kiezen/", {"choice": typed, "why": ""}),
        (f"{base(challenge)}{subject.public_id}/2/kiezen/", {"choice": "hold", "why": typed}),
    ]
    for address, data in forms:
        before = (Line.objects.count(), Version.objects.count())
        status = client.post(address, data).status_code
        assert status in {FOUND, UNPROCESSABLE, REFUSED}
        if status != FOUND:
            assert (Line.objects.count(), Version.objects.count()) == before
    assert client.get(base(challenge), {"page": typed}).status_code == OK


def test_what_can_never_be_true_is_refused_by_the_database() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal, subject = shared_goal(challenge, amina, bram), keys(challenge)
    of_goal, kept = take(goal, "Bram", "hold").subject, take(subject, "Bram", "hold")
    assert (str(of_goal), str(subject), str(kept)) == (WORDS, "De sleutels", "vasthouden")
    now = timezone.now()
    wrong: list[Callable[[], object]] = [
        lambda: Stance.objects.create(subject=subject, party=kept.party, choice="share", set_at=now),
        lambda: Stance.objects.filter(pk=kept.pk).update(choice="own"),
        lambda: Stance.objects.filter(pk=kept.pk).update(until=challenge.started_at),
        lambda: Subject.objects.filter(pk=of_goal.pk).update(withdrawn_at=now),
        lambda: Subject.objects.filter(pk=subject.pk).update(goal=goal),
        lambda: Subject.objects.create(challenge=challenge, added_at=now),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_the_same_for_one_and_three(number: int, django_assert_num_queries: Any) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for which in range(number):
        take(keys(challenge, f"Onderwerp {which}"), "Bram", "hold", WHY)
        take(shared_goal(challenge, amina, bram, words=f"Doel {which}"), "Amina", "share")
    with django_assert_num_queries(5):
        assert len(queries.table(challenge, "1", None)["rows"].object_list) == 2 * number
    with django_assert_num_queries(1):
        assert queries.earlier(challenge) == []

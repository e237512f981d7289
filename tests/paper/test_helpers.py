"""Who guards the process types in for others too, for no party; and a helper prints what happened for its author."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring, Seat
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.paper import actions, permissions
from communityup.workspace.paper.models import Form, Kind
from communityup.workspace.reach.actions import be_contact
from tests import make
from tests.make_notices import TUESDAY, at, told
from tests.make_paper import WORDS, around, blank, code_of, entered, lines, open_conversation, printed, spoken, two

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE, REFUSED = 200, 302, 403, 404, 405, 409
NEWS = "Een warme plek voor de winter"


def from_outside(challenge: Challenge, party: Party | None = None) -> Person:
    """Return who guards the process from outside."""
    guard = make.person("Wacht")
    Facilitator.objects.create(challenge=challenge, party=party, person=guard, since=timezone.now())
    return guard


def of_a_party(challenge: Challenge) -> Person:
    """Return who guards the process and comes from the party of Amina."""
    party = challenge.parties.get(number=1)
    make.colleague(party, make.person("Wacht"), inviter=make.amina())
    Seat.objects.filter(person=make.person("Wacht")).update(ring=Ring.ASIDE)
    return from_outside(challenge, party)


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.parametrize("who", [from_outside, of_a_party])
@pytest.mark.parametrize("kind", [Kind.THOUGHT, Kind.INTEREST, Kind.INTRODUCTION])
@pytest.mark.parametrize("number", [1, 2])
def test_e7_a19_what_who_guards_the_process_types_in_waits_for_its_party_with_source_helper_and_consent(
    who: Callable[[Challenge], Person], kind: str, number: int
) -> None:
    challenge, _amina, _bram, _residents, _town = two()
    guard, party = who(challenge), challenge.parties.get(number=number)
    before = len(lines(challenge))
    form = spoken(challenge, guard, party, kind=kind, words=WORDS).form
    assert (form.state, form.source, form.agreed, form.entered_by) == (Form.State.WAITING, "spoken", True, guard)
    assert (form.helping_party, form.party) == (None, party)
    assert lines(challenge)[before:] == ["paper.form_waits_from_guard"]
    line = Line.objects.get(type="paper.form_waits_from_guard")
    assert (line.party, line.role) == ("", "facilitator")
    decider = make.amina() if number == 1 else make.bram()
    kept = actions.confirm_form(form, by=Actor.of(decider))
    assert kept.state == Form.State.ENTERED
    assert not Seat.objects.filter(person=guard).exclude(ring=Ring.ASIDE).exists(), "nothing of it is the guard's own"


@pytest.mark.parametrize("kind", [Kind.THOUGHT, Kind.INTEREST, Kind.INTRODUCTION])
def test_a19_who_guards_the_process_needs_the_yes_of_the_author_too(kind: str) -> None:
    challenge, _amina, _bram, residents, _town = two()
    guard = from_outside(challenge)
    with pytest.raises(Refused, match="goed vindt"):
        spoken(challenge, guard, residents, kind=kind, words=WORDS, agreed=False)
    assert not Form.objects.exists()


def test_e7_crosses_and_the_open_conversation_stay_with_the_tables_and_so_does_printing() -> None:
    challenge, amina, _bram, _residents, _town = two()
    guard = of_a_party(challenge)
    open_conversation(challenge)
    with pytest.raises(NotAllowed):
        spoken(challenge, guard, None, words=WORDS)
    with pytest.raises(NotAllowed):
        printed(challenge, guard)
    with pytest.raises(NotAllowed):
        add_interest(challenge, words=NEWS, by=Actor.of(guard))
    form = blank(challenge, amina)
    Form.objects.filter(pk=form.pk).update(kind=Kind.ANSWERS)
    form.refresh_from_db()
    with pytest.raises(NotAllowed, match="Kruisjes zijn privé"):
        entered(form, guard)


def test_x7_who_guards_the_process_types_in_as_many_a_day_as_a_party(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, _bram, residents, town = two()
    guard = from_outside(challenge)
    monkeypatch.setattr(permissions, "MOST_A_DAY", 1)
    spoken(challenge, guard, town, words=WORDS)
    with pytest.raises(Refused, match="Je voerde vandaag 1 formulieren in"):
        spoken(challenge, guard, residents, words=WORDS)
    spoken(challenge, amina, residents, words=WORDS)
    with pytest.raises(Refused, match="Je partij voerde"):
        spoken(challenge, amina, residents, words="Nog een.")


def test_e7_the_pages_of_typing_in_open_to_who_guards_the_process() -> None:
    challenge, amina, bram, _residents, _town = two()
    guard, base = of_a_party(challenge), f"/opgaven/{challenge.slug}/papier/"
    form = blank(challenge, amina)
    client = client_of(guard)
    page = client.get(base).content.decode()
    assert f"{base}invoeren/" in page
    assert f"{base}maken/" not in page
    for path in ("invoeren/", f"invoeren/{form.public_id}/", "zonder-formulier/thought/"):
        assert client.get(base + path).status_code == OK, path
    assert client.get(f"{base}maken/").status_code == FORBIDDEN
    typed = {"shows": "party", "source": "paper", "agreed": "on", "words": WORDS}
    assert client.post(f"{base}invoeren/{form.public_id}/", typed).status_code == FOUND
    form.refresh_from_db()
    assert form.state == Form.State.WAITING
    assert "ingevoerd door een procesbegeleider" in client_of(amina).get(base).content.decode()
    assert "ingevoerd door een procesbegeleider" not in client_of(bram).get(base).content.decode()


def news_of(form: Form, person: Person | None) -> tuple[int, str]:
    answer = client_of(person).get(f"/opgaven/{form.challenge.slug}/papier/formulier/{form.public_id}/nieuws/")
    return answer.status_code, answer.content.decode()


def test_a19_b24_a_helper_prints_for_who_is_not_online_the_same_facts_as_everybody_gets() -> None:
    challenge, amina, bram, residents, _town = two()
    with at(TUESDAY):
        form = spoken(challenge, amina, residents, words=WORDS).form
        told(lambda: add_interest(challenge, words=NEWS, by=Actor.of(bram)))
        before = Line.objects.count()
        status, page = news_of(form, amina)
        assert status == OK
        assert "Gemeente Lindeveen" in page.split("<main")[1]
        assert f"<q>{NEWS}</q>" in page, "the words, not only that there are some"
        assert "Waar kun je terecht" in page
        assert f"Voor wie formulier {form.number} schreef" in page
        alone = Notice.objects.filter(person=form.author).order_by("-line_id")[0]
        Notice.objects.filter(line=alone.line).exclude(person=form.author).delete()
        assert news_of(form, amina)[1].count('class="when"') < page.count('class="when"'), "what only its author hears"
    assert Line.objects.count() == before


def test_e2_news_is_printed_by_the_helper_and_the_own_table_alone_and_no_longer_once_the_author_is_online() -> None:
    challenge, amina, bram, residents, town = two()
    made = spoken(challenge, bram, residents, words=WORDS)
    form = made.form
    assert "nog niet gezegd" in news_of(form, bram)[1], "before its party knows the author there is nothing to read"
    actions.confirm_form(form, by=Actor.of(amina))
    people = (None, make.chris(), around(challenge, town, bram), amina, bram)
    assert [news_of(form, one)[0] for one in people] == [FOUND, NOT_FOUND, FORBIDDEN, OK, OK]
    assert (
        client_of(amina).post(f"/opgaven/{challenge.slug}/papier/formulier/{form.public_id}/nieuws/").status_code
        == NOT_HERE
    )
    assert (
        f"{form.public_id}/nieuws/"
        in client_of(bram).get(f"/opgaven/{challenge.slug}/papier/invoeren/").content.decode()
    )
    assert news_of(blank(challenge, amina), amina)[0] == REFUSED, "a blank form has no author"
    actions.come_in(code_of(made.code), language="nl", by=None)
    status, page = news_of(form, bram)
    assert status == REFUSED
    assert "eigen apparaat" in page


def test_t2_on_paper_stands_only_whom_its_reader_may_ask_now() -> None:
    challenge, amina, bram, _residents, town = two()
    be_contact(challenge, name="Balie", phone="06 - 12 34 56 78", email="", hours="Overdag", by=Actor.of(bram))
    form = spoken(challenge, amina, town, words=WORDS).form
    make.step(challenge, "go_public", amina, bram)
    assert "06 - 12 34 56 78" in news_of(form, amina)[1], "everybody reads it once all let everybody read along"
    Challenge.objects.filter(pk=challenge.pk).update(public_at=None)
    page = news_of(form, amina)[1]
    assert "nog niet gezegd" in page
    assert "06 - 12 34 56 78" not in page
    assert "Waar kun je terecht" not in page, "who wrote it sees nothing of this challenge yet"
    actions.confirm_form(form, by=Actor.of(bram))
    form.refresh_from_db()
    assert "06 - 12 34 56 78" in news_of(form, amina)[1]
    Seat.objects.filter(person=form.author).delete()
    assert "06 - 12 34 56 78" not in news_of(form, amina)[1], "who wrote it has no place any more"


@pytest.mark.parametrize("number", [1, 3])
def test_printing_news_costs_the_same_for_one_line_and_three(number: int, django_assert_num_queries: object) -> None:
    from communityup.workspace.paper import queries

    challenge, amina, bram, residents, _town = two()
    with at(TUESDAY):
        form = spoken(challenge, amina, residents, words=WORDS).form
        for which in range(number):
            told(lambda which=which: add_interest(challenge, words=f"{NEWS} {which}", by=Actor.of(bram)))  # type: ignore[misc]
        queries.news(form, amina)
        with django_assert_num_queries(26):  # type: ignore[operator]
            shown = queries.news(form, amina)
    assert sum(len(one["rows"]) for day in shown["days"] for one in day["places"]) >= number

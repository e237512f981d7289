"""A19, E2, E6, E15: what a helper types in is its author's, asked before, and counts as anybody's."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Phase, Seat
from communityup.workspace.dialogue.models import Participant, Statement
from communityup.workspace.dialogue.queries import shown_statements
from communityup.workspace.goals.models import Interest
from communityup.workspace.goals.permissions import lacking_interests
from communityup.workspace.paper import actions, permissions, queries
from communityup.workspace.paper.models import DECLINED_KEPT, Form, Pile
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_paper
from tests.make_dialogue import thoughts
from tests.make_notices import own
from tests.make_notices import told as told_so_far
from tests.make_paper import WORDS, around, blank, code_of, entered, last, lines, printed, spoken, told, two

pytestmark = pytest.mark.django_db


def seen(person: Person | None, page: str) -> str:
    """Return a page as somebody reads it."""
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a19_paper_is_entered_with_source_helper_and_consent_and_is_its_authors() -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    since = last(challenge)
    kept = entered(form, amina, words=WORDS)
    assert (kept.state, kept.source, kept.agreed, kept.entered_by) == (Form.State.ENTERED, "paper", True, amina)
    thought = kept.statement
    assert thought is not None
    assert thought.party == residents
    version = thought.text.current
    assert version is not None
    assert version.author is not None
    assert (version.source, version.entered_by, version.author.is_guest, str(version)) == ("paper", amina, True, WORDS)
    assert thought.author is not None
    assert thought.author.person == kept.author != amina
    assert lines(challenge, since) == ["dialogue.round_opened", "dialogue.thought_shared"]
    line = Line.objects.get(type="dialogue.thought_shared")
    assert (line.party, line.role) == ("", "person") or line.party is None
    assert not Participant.objects.filter(person=amina).exists()


def test_a19_without_the_tick_nothing_is_entered_not_even_past_the_action() -> None:
    challenge, amina, _bram, _residents, _town = two()
    form = blank(challenge, amina)
    with pytest.raises(Refused, match="goed vindt"):
        entered(form, amina, words=WORDS, agreed=False)
    assert not Version.objects.filter(body=WORDS).exists()
    assert Form.objects.get().state == Form.State.BLANK
    with pytest.raises(IntegrityError), transaction.atomic():
        Form.objects.update(state="entered", source="paper", entered_at=timezone.now(), agreed=False)


@pytest.mark.parametrize(("source", "kept"), [("paper", "paper"), ("spoken", "speech"), ("phone", "speech")])
def test_a19_paper_and_speech_come_with_their_source(source: str, kept: str) -> None:
    challenge, amina, _bram, residents, _town = two()
    made = spoken(challenge, amina, residents, words=WORDS, source=source)
    assert made.form.source == source
    assert made.form.statement is not None
    assert made.form.statement.text.current is not None
    assert made.form.statement.text.current.source == kept
    assert made.form.number == 1
    assert code_of(made.code).about == made.form.public_id


def test_e15_what_is_entered_is_the_authors_turn_and_never_the_helpers() -> None:
    challenge, amina, _bram, _residents, _town = two()
    for number in range(4):
        entered(blank(challenge, amina), amina, words=f"Gedachte {number}")
    own = thoughts(challenge, amina)
    assert len(own) == 3
    assert shown_statements(own[0].dialogue).count() == 7


def test_e15_one_author_has_as_many_thoughts_and_as_many_words_as_anybody() -> None:
    challenge, amina, _bram, _residents, _town = two()
    first = entered(blank(challenge, amina), amina, words="Een")
    for words in ("Twee", "Drie"):
        assert entered(blank(challenge, amina), amina, words=words, same=first.number).author == first.author
    with pytest.raises(Refused, match="3 gedachten"):
        entered(blank(challenge, amina), amina, words="Vier", same=first.number)
    with pytest.raises(Refused, match="280"):
        entered(blank(challenge, amina), amina, words="x" * 281)


def test_an_author_may_hide_even_the_party() -> None:
    challenge, amina, _bram, _residents, _town = two()
    kept = entered(blank(challenge, amina), amina, words=WORDS, shows_party=False)
    assert kept.statement is not None
    assert (kept.statement.party, kept.statement.show_name) == (None, False)


def test_a19_place_is_optional_on_paper_too_and_waits_with_its_words() -> None:
    challenge, amina, bram, residents, town = two()
    without = entered(blank(challenge, amina), amina, words="Zonder plek").statement
    with_place = spoken(challenge, amina, residents, words=WORDS, place="Bushalte Wiekstraat").form.statement
    assert without is not None
    assert without.place is None
    assert with_place is not None
    assert with_place.place is not None
    assert with_place.place.current is not None
    assert (str(with_place.place), with_place.place.current.entered_by) == ("Bushalte Wiekstraat", amina)
    waits = spoken(challenge, amina, town, words="Over de bel", place="Achterdeur").form
    with pytest.raises(Refused, match="80"):
        spoken(challenge, amina, town, words="Te lang", place="x" * 81)
    kept = actions.confirm_form(waits, by=Actor.of(bram))
    assert kept.place is None
    assert kept.statement is not None
    assert str(kept.statement.place) == "Achterdeur"
    assert Version.objects.filter(body="Achterdeur").count() == 1


def test_r14_in_their_own_name_people_are_helped_by_the_door_that_all_parties_opened() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused):
        spoken(challenge, amina, None, words=WORDS)
    make_paper.open_conversation(challenge)
    made = spoken(challenge, amina, None, words=WORDS)
    assert made.form.statement is not None
    assert made.form.statement.author is not None
    assert (made.form.statement.party, made.form.statement.author.party) == (None, None)
    helper = around(challenge, challenge.parties.get(number=1), amina)
    with pytest.raises(NotAllowed):
        spoken(challenge, helper, None, words="Nog iets.")


@pytest.mark.parametrize("kind", ["thought", "interest"])
def test_e2_nobody_puts_words_into_another_party_until_it_says_they_are_of_its_people(kind: str) -> None:
    challenge, amina, _bram, _residents, town = two()
    since = last(challenge)
    form = spoken(challenge, amina, town, kind, words=WORDS).form
    assert form.state == Form.State.WAITING
    assert lines(challenge, since) == ["paper.form_waits"]
    assert Line.objects.get(type="paper.form_waits").party == challenge.parties.get(number=1).public_id
    assert not Statement.objects.exists()
    assert not Interest.objects.exists()
    assert town in lacking_interests(challenge)
    assert not Seat.objects.filter(person=form.author).exists()
    for other in (amina, make.chris()):
        with pytest.raises(NotAllowed):
            actions.confirm_form(form, by=Actor.of(other))
        with pytest.raises(NotAllowed):
            actions.decline_form(form, by=Actor.of(other))


@pytest.mark.parametrize("kind", ["thought", "interest"])
def test_e2_with_the_yes_of_its_own_party_a_form_counts_once_and_keeps_its_author(kind: str) -> None:
    challenge, amina, bram, _residents, town = two()
    form = spoken(challenge, amina, town, kind, words=WORDS).form
    since = last(challenge)
    for _time in range(2):
        actions.confirm_form(form, by=Actor.of(bram))
    kept = Form.objects.get(pk=form.pk)
    assert (kept.state, kept.words) == (Form.State.ENTERED, None)
    held = kept.statement or kept.interest
    assert held is not None
    assert held.party == town
    assert str(held) == WORDS
    version = held.text.current
    assert version is not None
    assert (version.author, version.entered_by, version.source) == (kept.author, amina, "speech")
    ends = {"thought": "dialogue.thought_shared", "interest": "goals.interest_added"}
    assert [one for one in lines(challenge, since) if one != "dialogue.round_opened"] == [ends[kind]]
    assert Version.objects.filter(body=WORDS).count() == 1


def test_e2_a_party_that_does_not_know_the_author_says_so_and_erases_nobodys_words() -> None:
    challenge, amina, bram, _residents, town = two()
    made = spoken(challenge, amina, town, words=WORDS)
    told_so_far()
    since = last(challenge)
    for _time in range(2):
        actions.decline_form(made.form, by=Actor.of(bram))
    assert lines(challenge, since) == ["paper.form_declined"]
    assert Version.objects.filter(body=WORDS).exists()
    assert not Statement.objects.exists()
    told_so_far()
    assert "paper.form_declined" in own(amina), "who typed it in hears it"
    (task,) = [task for task in my_tasks(amina) if "papier" in task.url]
    assert task.url == f"/opgaven/{challenge.slug}/papier/invoeren/"
    assert not [task for task in my_tasks(bram) if "papier" in task.url]
    with pytest.raises(Refused, match="zegt dat dit niet van"):
        actions.come_in(code_of(made.code), language="nl", by=None)
    assert queries.slip(Form.objects.get(pk=made.form.pk))["may_take_back"]


def test_a_party_turns_its_no_as_long_as_the_words_were_not_brought_in_otherwise() -> None:
    challenge, amina, bram, _residents, town = two()
    made = spoken(challenge, amina, town, words=WORDS)
    actions.decline_form(made.form, by=Actor.of(bram))
    actions.confirm_form(made.form, by=Actor.of(bram))
    assert Statement.objects.get().party == town
    with pytest.raises(Refused, match="wacht niet meer"):
        actions.decline_form(made.form, by=Actor.of(bram))


def test_e2_the_helper_brings_declined_words_in_for_another_party_and_nobody_else_does() -> None:
    challenge, amina, bram, residents, town = two()
    form = spoken(challenge, amina, town, words=WORDS).form
    actions.decline_form(form, by=Actor.of(bram))
    with pytest.raises(NotAllowed):
        actions.enter_form(form, told=told(words=WORDS), party=residents, by=Actor.of(bram))
    with pytest.raises(Refused, match="andere partij"):
        actions.enter_form(form, told=told(words=WORDS), party=town, by=Actor.of(amina))
    kept = actions.enter_form(form, told=told(words=WORDS), party=residents, by=Actor.of(amina))
    assert (kept.state, kept.party, kept.words) == (Form.State.ENTERED, residents, None)
    said = Statement.objects.get()
    assert (str(said), said.party, said.author and said.author.person) == (WORDS, residents, form.author)
    assert Version.objects.filter(body=WORDS).count() == 1
    with pytest.raises(NotAllowed):
        actions.confirm_form(form, by=Actor.of(bram))


def test_declined_words_that_nobody_brings_in_otherwise_go_after_half_a_year_and_all_pages_say_when() -> None:
    challenge, amina, bram, residents, town = two()
    made = spoken(challenge, amina, town, words=WORDS)
    other = spoken(challenge, amina, town, words="Een bankje bij de halte")
    waits = spoken(challenge, amina, town, words="Minder auto's")
    for one in (made, other):
        actions.decline_form(one.form, by=Actor.of(bram))
    actions.enter_form(other.form, told=told(words="Een bankje bij de halte"), party=residents, by=Actor.of(amina))
    made.form.refresh_from_db()
    assert made.form.kept_until is not None
    day = date_format(timezone.localtime(made.form.kept_until), "j F Y")
    here = f"/opgaven/{challenge.slug}/papier/"
    for person, page in ((amina, f"{here}invoeren/"), (bram, here), (None, f"/papier/{made.code}/")):
        assert day in seen(person, page)
    assert WORDS in seen(amina, f"{here}invoeren/")
    Form.objects.update(declined_at=F("declined_at") - DECLINED_KEPT + dt.timedelta(minutes=1))
    assert actions.forget_declined() == 0
    Form.objects.update(declined_at=F("declined_at") - dt.timedelta(minutes=2))
    before = Line.objects.count()
    assert actions.forget_declined() == 1
    assert actions.forget_declined() == 0
    assert Line.objects.count() == before
    made.form.refresh_from_db()
    assert (made.form.state, made.form.words) == (Form.State.TAKEN_BACK, None)
    assert not Version.objects.filter(body=WORDS).exists()
    assert Version.objects.filter(body__in=["Een bankje bij de halte", "Minder auto's"]).count() == 2
    assert WORDS not in seen(amina, f"{here}invoeren/")
    assert Form.objects.get(pk=waits.form.pk).state == Form.State.WAITING


def test_undoing_a_declined_form_makes_its_number_free_also_after_half_an_hour() -> None:
    challenge, amina, _bram, residents, _town = two()
    helper = around(challenge, residents, amina)
    form = entered(blank(challenge, amina), helper, words=WORDS)
    Form.objects.filter(pk=form.pk).update(entered_at=timezone.now() - 2 * permissions.UNDO)
    with pytest.raises(Refused):
        actions.undo_form(form, by=Actor.of(helper))
    actions.decline_form(form, by=Actor.of(amina))
    assert actions.undo_form(form, by=Actor.of(helper)).state == Form.State.BLANK
    assert not Version.objects.filter(body=WORDS).exists()


def test_an_interest_of_ones_own_party_counts_at_once_only_from_the_table() -> None:
    challenge, amina, bram, residents, _town = two()
    helper = around(challenge, residents, amina)
    form = entered(blank(challenge, amina, "interest"), helper, words="Rust in huis")
    assert form.state == Form.State.WAITING
    actions.confirm_form(form, by=Actor.of(amina))
    assert Interest.objects.get().party == residents
    at_once = entered(blank(challenge, bram, "interest"), bram, words="Een plan dat klopt")
    assert at_once.interest is not None
    assert lacking_interests(challenge) == []


def test_a_waiting_form_is_a_task_of_the_table_it_is_for() -> None:
    challenge, amina, bram, _residents, town = two()
    spoken(challenge, amina, town, words=WORDS)
    assert [task.party for task in my_tasks(bram) if "papier" in task.url] == [town.pk]
    assert [task for task in my_tasks(amina) if "papier" in task.url] == []


def test_e24_helping_is_for_who_has_a_place_and_an_account() -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    make.observer(challenge, make.person("Raadslid"))
    guest = actions.come_in(code_of(printed(challenge, amina, number=1)[0].code), language="nl", by=None)
    for one in (make.chris(), make.person("Raadslid"), guest):
        with pytest.raises(NotAllowed):
            entered(form, one, words=WORDS)
        with pytest.raises(NotAllowed):
            spoken(challenge, one, residents, words=WORDS)
    assert not Version.objects.filter(body=WORDS).exists()


def test_a_form_is_entered_once_and_a_copy_gets_its_own_number() -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    entered(form, amina, words=WORDS)
    with pytest.raises(Refused, match="Formulier 1 is al ingevoerd"):
        entered(form, amina, words="Iets anders")
    assert spoken(challenge, amina, residents, words="Iets anders", source="paper").form.number == 2


def test_what_cannot_be_entered_now_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, _bram, residents, _town = two()
    form = blank(challenge, amina)
    public_id = new_id()
    facts = {"public_id": public_id, "kind": "thought", "party": residents, "by": Actor.of(amina)}
    actions.enter_without_form(challenge, told=told(words=WORDS), **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="maar één keer"):
        actions.enter_without_form(challenge, told=told(words="Nog eens"), **facts)  # type: ignore[arg-type]
    for kind, party in (("answers", residents), ("interest", None)):
        with pytest.raises(Refused, match="zonder formulier"):
            spoken(challenge, amina, party, kind, words=WORDS)
    monkeypatch.setattr(permissions, "MOST_A_DAY", 1)
    with pytest.raises(Refused, match="vandaag"):
        entered(form, amina, words="Te veel")
    monkeypatch.undo()
    assert form.pile is not None
    actions.revoke_pile(form.pile, by=Actor.of(amina))
    with pytest.raises(Refused, match="ingetrokken"):
        entered(Form.objects.get(pk=form.pk), amina, words="Te laat")
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="gesloten"):
        entered(blank_again(form), amina, words="Te laat")


def blank_again(form: Form) -> Form:
    """Return a form whose pile was not taken back after all, with its challenge as it is now."""
    Pile.objects.update(revoked_at=None)
    return Form.objects.select_related("challenge").get(pk=form.pk)

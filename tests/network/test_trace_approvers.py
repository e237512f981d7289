"""Up to five people answer for one voice in a practice: one yes is enough, one no holds, and all hear it (A42, E30)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404

from communityup.base.errors import Refused
from communityup.network.library import actions, notices, permissions, queries
from communityup.network.library.models import Approver, Practice, Voice
from communityup.people.actions import leave_platform
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_network import browser, last, lines
from tests.make_practice import ACCOUNT, QUOTE, TITLE, at, by, hearers, page, reader, two, written

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
LABEL = "bewoners van de Lindenstraat"
NOT_YET = "nobody@example.org"


def sam() -> Person:
    return make.person("Sam")


def asked(*people: Person, more: tuple[str, ...] = ()) -> tuple[Practice, Voice]:
    """Return a practice that waits for one voice, for which these people answer, and who has these addresses."""
    _made, first, _second = two()
    practice = written(first, make.amina())
    emails = [*(one.email for one in people), *more]
    voice = actions.name_voice(practice, label=LABEL, emails=emails, quote=QUOTE, by=by(make.amina()))
    actions.ask_review(practice, by=by(make.amina()))
    practice.refresh_from_db()
    return practice, voice


def say(voice: Voice, person: Person, *, yes: bool = True, quote: str = QUOTE) -> Voice:
    return actions.answer_voice(voice, yes=yes, quote=quote, by=by(person))


def publish(practice: Practice) -> Practice:
    practice.refresh_from_db()
    if practice.state == Practice.State.REVIEW:
        actions.review(practice, good=True, by=by(reader()))
    return actions.publish(practice, by=by(make.amina()))


def place(voice: Voice) -> str:
    return f"{HERE}stemmen/{voice.public_id}/"


# One yes, one no


def test_a42_each_of_the_named_gets_a_letter_and_any_of_them_gives_the_yes() -> None:
    practice, voice = asked(make.bram(), make.chris(), sam())
    for person in (make.bram(), make.chris(), sam()):
        assert place(voice) in Mail.objects.get(to=person.email, key__contains="voice:").text
        assert browser(person).get(place(voice)).status_code == 200
        assert [one.about for one in my_tasks(person) if one.url == place(voice)] == [TITLE]
    with pytest.raises(Refused, match=LABEL):
        publish(practice)
    answer = browser(make.chris()).post(place(voice), {"quote": QUOTE, "answer": "yes"})
    assert answer.status_code == 302
    voice.refresh_from_db()
    assert str(voice.answer) == "yes"
    assert not [one for one in my_tasks(sam()) if one.url == place(voice)], "one yes is enough"
    html = page(publish(practice))
    assert LABEL in html
    for name in ("Bram", "Chris", "Sam"):
        assert name not in html, "the label, never a name"


def test_a42_no_of_one_of_them_holds_until_that_one_changes_it() -> None:
    practice, voice = asked(make.bram(), make.chris())
    say(voice, make.bram())
    assert str(say(voice, make.chris(), yes=False).answer) == "no"
    assert str(say(voice, make.bram()).answer) == "no", "saying yes again does not set a no aside"
    with pytest.raises(Refused, match=LABEL):
        publish(practice)
    assert str(say(voice, make.chris()).answer) == "yes"
    publish(practice)


def test_a42_who_said_yes_takes_it_back_before_it_is_published() -> None:
    practice, voice = asked(make.bram(), make.chris())
    say(voice, make.bram())
    actions.review(practice, good=True, by=by(reader()))
    assert str(say(voice, make.bram(), yes=False).answer) == "no"
    assert browser(make.amina()).post(at(practice, "publiceren/")).status_code == 409


def test_e30_yes_to_other_words_lapses_and_a_no_does_not() -> None:
    practice, voice = asked(make.bram(), make.chris(), sam())
    say(voice, make.bram())
    say(voice, sam(), yes=False)
    assert str(say(voice, make.chris(), quote="Andere woorden.").answer) == "no"
    said = {str(one.person): str(one.answer) for one in voice.approvers.select_related("person")}
    assert said == {"Bram": "none", "Chris": "yes", "Sam": "no"}
    say(voice, sam(), quote="Andere woorden.")
    assert str(Voice.objects.get(pk=voice.pk).answer) == "yes"
    publish(practice)
    assert "Andere woorden." in page(practice)


@pytest.mark.parametrize(
    ("answers", "decided"),
    [
        ((), "none"), (("none", "none"), "none"), (("none", "yes"), "yes"), (("no", "yes"), "no"),
        (("yes", "none", "no"), "no"), (("yes", "yes"), "yes"),
    ],
)  # fmt: skip
def test_a42_silence_is_never_a_yes_and_counts_for_nothing(answers: tuple[str, ...], decided: str) -> None:
    assert Voice.decided(answers) == decided


def test_writing_again_asks_all_of_them_anew_and_nobody_twice_in_a_round() -> None:
    practice, voice = asked(make.bram(), make.chris())
    say(voice, make.bram())
    say(voice, make.chris(), yes=False)
    before = Mail.objects.filter(key__contains="voice:").count()
    told = {name: getattr(ACCOUNT, name) for name in ("title", "place", "size", "contact_role", "why", "stumbling")}
    anew = type(ACCOUNT)(
        **told, context="Anders.", did="Anders.", conditions=("time",), stumbles=("rules",), themes=("Beheer",)
    )
    actions.write_practice(practice, account=anew, by=by(make.amina()))
    assert set(Approver.objects.values_list("answer", flat=True)) == {"none"}
    for _twice in range(2):
        actions.ask_review(practice, by=by(make.amina()))
    assert Mail.objects.filter(key__contains="voice:").count() == before + 2


# Equal, and nobody else


def test_a42_all_who_answer_for_a_voice_can_do_the_same_and_nobody_else_can() -> None:
    _practice, voice = asked(make.bram(), make.chris())
    for person in (make.amina(), reader(), make.dilek(), sam()):
        assert browser(person).get(place(voice)).status_code == 404
        with pytest.raises(Http404):
            say(voice, person)
        with pytest.raises(Http404):
            actions.take_words_back(voice, by=by(person))
    forms = [browser(one).get(place(voice)).content.decode() for one in (make.bram(), make.chris())]
    assert [one.count("<form") for one in forms] == [forms[0].count("<form")] * 2


def test_a42_they_see_of_each_other_what_was_said_and_nobody_else_does() -> None:
    practice, voice = asked(make.bram(), make.chris(), more=(NOT_YET,))
    say(voice, make.bram())
    html = browser(make.chris()).get(place(voice)).content.decode()
    for words in ("Wie hier nog meer voor antwoorden", "Bram", "zei ja", "iemand die gevraagd is", "nog geen antwoord"):
        assert words in html
    assert NOT_YET not in html, "an address stands on no page"
    draft = browser(make.amina()).get(at(practice)).content.decode()
    assert (LABEL in draft, "Bram" in draft, NOT_YET in draft) == (True, False, False)


def test_who_answers_alone_reads_nothing_about_others() -> None:
    _practice, voice = asked(make.bram())
    assert "Wie hier nog meer voor antwoorden" not in browser(make.bram()).get(place(voice)).content.decode()


def test_a42_all_of_them_hear_what_was_said_on_the_site_or_by_letter() -> None:
    practice, voice = asked(make.bram(), make.chris(), more=(NOT_YET,))
    say(voice, make.bram())
    say(voice, make.chris(), yes=False)
    heard = hearers(last(practice.network), notices.with_voice)
    assert heard == {make.amina().pk, make.bram().pk, make.chris().pk}
    letters = [one.text for one in Mail.objects.filter(to=NOT_YET, key__endswith=":told").order_by("pk")]
    assert ["zei: ja" in letters[0], "zei: nee" in letters[1]] == [True, True]
    assert place(voice) in letters[1]
    assert "Bram" not in "".join(letters)
    say(voice, make.chris())
    assert Mail.objects.filter(to=NOT_YET, key__startswith="form:").count() == LETTERS_A_DAY, "R32"


# Taking back


def test_a42_each_of_them_takes_the_words_back_for_all_after_publishing() -> None:
    practice, voice = asked(make.bram(), make.chris())
    for person in (make.bram(), make.chris()):
        say(voice, person)
    publish(practice)
    assert QUOTE in page(practice)
    for _twice in range(2):
        assert browser(make.chris()).post(f"{place(voice)}terugnemen/").status_code == 302
    html = page(practice)
    assert (QUOTE in html, LABEL in html) == (False, False)
    assert lines(practice.network).count("library.voice_taken_back") == 1
    assert "Je trok je woorden in" in browser(make.bram()).get(place(voice)).content.decode()


def test_who_was_asked_and_never_answered_takes_the_words_back_and_their_address_goes() -> None:
    practice, voice = asked(make.bram(), make.chris(), more=(NOT_YET,))
    say(voice, make.bram())
    actions.take_words_back(voice, by=by(make.chris()))
    assert not Approver.objects.exclude(email="").exists()
    assert Mail.objects.filter(to=NOT_YET, key__endswith=":told", text__contains="woorden weg").count() == 1
    assert browser(make.chris()).get(place(voice)).status_code == 200
    assert LABEL not in browser(make.amina()).get(at(practice)).content.decode()


def test_address_of_who_never_answered_goes_when_it_is_published() -> None:
    practice, voice = asked(make.bram(), more=(NOT_YET,))
    say(voice, make.bram())
    publish(practice)
    assert [str(one.person) for one in voice.approvers.select_related("person")] == ["Bram"]


def test_next_edition_asks_all_who_answered_before() -> None:
    practice, voice = asked(make.bram(), make.chris())
    for person in (make.bram(), make.chris()):
        say(voice, person)
    second = actions.begin_edition(publish(practice), by=by(make.amina()))
    said = [(str(one.person), str(one.answer)) for one in second.approvers.select_related("person")]
    assert said == [("Bram", "none"), ("Chris", "none")]
    actions.take_words_back(voice, by=by(make.bram()))
    assert set(Voice.objects.values_list("answer", flat=True)) == {"taken_back"}


def test_who_leaves_the_platform_answers_no_more_and_the_others_still_do() -> None:
    practice, voice = asked(make.bram(), make.chris(), sam())
    say(voice, make.bram())
    for person in (make.bram(), make.chris()):
        leave_platform(person, by=by(person))
    assert [one.person for one in voice.approvers.exclude(answer="none")] == [None]
    assert voice.approvers.count() == 2
    say(voice, sam())
    publish(practice)
    assert QUOTE in page(practice)


# What is typed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a@example.org b@example.org c@example.org d@example.org e@example.org f@example.org", "hoogstens vijf"),
        ("a@example.org\ngeen adres", "“geen” is geen mailadres"),
        ("<script>@x", "is geen mailadres"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.nl", "is geen mailadres"),
        (" \n ", "Vul dit nog in"),
    ],
)
def test_addresses_that_are_none_or_too_many_get_a_sentence_and_stay_typed(typed: str, sentence: str) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    given = {"label": LABEL, "emails": typed, "quote": QUOTE}
    answer = browser(make.amina()).post(at(practice, "stem/"), given)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert (LABEL in html, QUOTE in html, Approver.objects.count()) == (True, True, 0)


def test_five_addresses_in_any_form_are_five_people_and_the_same_twice_is_one() -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    typed = "A@example.org, b@example.org;c@example.org\r\n d@example.org\te@example.org a@EXAMPLE.org"
    given = {"label": LABEL, "emails": typed, "quote": ""}
    assert browser(make.amina()).post(at(practice, "stem/"), given).status_code == 302
    assert [one.email[0] for one in Approver.objects.order_by("pk")] == list("abcde")
    for wrong in ([], [f"{number}@example.org" for number in range(6)]):
        with pytest.raises(Refused, match="Eén tot vijf"):
            actions.name_voice(practice, label="X", emails=wrong, quote="", by=by(make.amina()))
    with pytest.raises(Refused, match="Eén persoon spreekt voor één stem"):
        actions.name_voice(
            practice, label="X", emails=["x@example.org", "c@example.org"], quote="", by=by(make.amina())
        )
    assert Voice.objects.count() == 1


def test_database_holds_nobody_who_answers_twice_or_keeps_an_address_after_it() -> None:
    practice, voice = asked(make.bram(), make.chris())
    say(voice, make.bram())
    own = Approver.objects.get(person=make.bram())
    for wrong in ({"email": make.bram().email}, {"answered_at": None}, {"answer": "taken_back"}):
        with transaction.atomic(), pytest.raises(IntegrityError):
            Approver.objects.filter(pk=own.pk).update(**wrong)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Approver.objects.create(practice=practice, voice=voice, person=make.bram())
    with transaction.atomic(), pytest.raises(IntegrityError):
        Approver.objects.create(practice=practice, voice=voice, email=make.chris().email)


@pytest.mark.parametrize("count", [1, 5])
def test_page_of_a_voice_asks_the_same_with_one_and_with_five(count: int, django_assert_num_queries: Any) -> None:
    bram = make.bram()
    practice, voice = asked(bram, *(make.person(f"Buur {number}") for number in range(count - 1)))
    mine = permissions.own_approver(voice, by(bram))
    with django_assert_num_queries(1):
        assert len(queries.together(voice, mine)) == count - 1
    with django_assert_num_queries(1):
        assert len(queries.tasks([bram.email])) == 1
    assert practice.approvers.count() == count


# From one to several


def moved_to(step: str) -> None:
    MigrationExecutor(connection).migrate([("library", step)])


def moved_to_the_end() -> None:
    """Take every step again, of the apps above too: what came after the library went with it on the way back."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def kept_of(voice: Voice) -> tuple[int | None, str]:
    """Return who and which address stood with a voice, when there was one of each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, email FROM library_voice WHERE id = %s", [voice.pk])
        found: tuple[int | None, str] = cursor.fetchone()
    return found


@pytest.mark.django_db(transaction=True)
def test_who_answered_alone_is_the_first_of_several_and_the_only_one_again_on_the_way_back() -> None:
    practice, voice = asked(make.bram(), make.chris())
    other = actions.name_voice(practice, label="anderen", emails=[NOT_YET], quote="", by=by(make.amina()))
    actions.ask_review(practice, by=by(make.amina()))
    say(voice, make.chris())
    tables = connection.introspection.table_names()
    try:
        moved_to("0004_enclosures")
        assert (kept_of(voice), kept_of(other)) == ((make.chris().pk, ""), (None, NOT_YET))
    finally:
        moved_to_the_end()
    assert connection.introspection.table_names() == tables
    kept = [(one.person_id, one.email, str(one.answer)) for one in Approver.objects.order_by("voice")]
    assert kept == [(make.chris().pk, "", "yes"), (None, NOT_YET, "none")]

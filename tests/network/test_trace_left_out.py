"""Who was asked about a practice is not left out unseen: its page tells of whom it is without consent (E30, X17)."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from communityup.base.errors import Refused
from communityup.network.library import actions, notices
from communityup.network.library.models import Approver, Beginning, Practice, Voice
from communityup.notices.queries import happening_of, hearings
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make
from tests.make_network import browser, last, lines
from tests.make_practice import (
    ACCOUNT,
    QUOTE,
    TITLE,
    at,
    by,
    hearers,
    page,
    reader,
    shown,
    two,
    waiting,
    writer,
    written,
)

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
NOBODY = "Alleen van wie het opschreef: er is niemand anders gevraagd."
WITHOUT = "Zonder akkoord van: iemand die gevraagd is."
NOT_YET = "nobody@example.org"


def leave_out(voice: Voice) -> Practice:
    return actions.leave_out(voice, by=by(make.amina()))


def publish(practice: Practice) -> Practice:
    """Publish what is written; all that waits for a yes has to have it."""
    actions.ask_review(practice, by=by(make.amina()))
    for one in practice.voices.exclude(answer__in=Voice.GONE):
        actions.answer_voice(one, yes=True, quote="Ja.", by=by(make.chris()))
    actions.review(practice, good=True, by=by(reader()))
    return actions.publish(practice, by=by(make.amina()))


def refused() -> tuple[Practice, Voice]:
    """Return a published practice, out of which Bram was left after his no."""
    _made, practice, voice = waiting()
    actions.answer_voice(voice, yes=False, quote=QUOTE, by=by(make.bram()))
    leave_out(voice)
    return publish(practice), Voice.objects.get(pk=voice.pk)


def place(voice: Voice) -> str:
    return f"{HERE}stemmen/{voice.public_id}/"


def own_page(voice: Voice, person: Person | None = None) -> str:
    return browser(person or make.bram()).get(place(voice)).content.decode()


def as_json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(browser().get(f"{HERE}praktijken.json").content)["practices"][0]
    return found


# What everybody reads


def test_x17_who_said_no_and_is_left_out_is_told_of_on_every_page_of_the_practice() -> None:
    practice, voice = refused()
    for name in ("", "factsheet/", "versie/1/"):
        html = browser().get(f"/praktijken/{practice.series}/{name}").content.decode()
        assert (WITHOUT in html, NOBODY in html, QUOTE in html) == (True, False, False)
    assert (str(voice.answer), voice.quote) == ("left_out", None)
    assert QUOTE not in str(list(Version.objects.values_list("body", flat=True)))
    assert not practice.stems.filter(stem__startswith="bewoner").exists(), "no part of it, so not found by it"


def test_x17_who_never_answered_is_told_of_too() -> None:
    _made, practice, voice = waiting()
    leave_out(voice)
    assert WITHOUT in page(publish(practice))


def test_x17_party_of_the_challenge_that_was_never_asked_is_told_of_too() -> None:
    _made, first, _second = two()
    begun = Beginning(voices=[("Gemeente Lindeveen", [make.bram()]), ("Vereniging Lang Weg", [])])
    practice = actions.begin_practice(first, title=TITLE, begun=begun, by=by(make.amina()))
    actions.write_practice(practice, account=ACCOUNT, by=by(make.amina()))
    for one in practice.voices.all():
        leave_out(one)
    assert "Zonder akkoord van: Gemeente Lindeveen, Vereniging Lang Weg." in page(publish(practice))


def test_e30_who_was_never_asked_leaves_no_trace_and_hears_nothing() -> None:
    made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    voice = practice.voices.get()
    leave_out(voice)
    assert not Voice.objects.exists()
    assert hearers(last(made), notices.of_voice) == set()
    assert not Mail.objects.filter(key__endswith=":out").exists()
    html = page(publish(practice))
    assert (NOBODY in html, "Zonder akkoord" in html) == (True, False)


def test_x17_new_version_carries_it_on_and_asks_nothing_of_who_is_left_out() -> None:
    practice, voice = refused()
    second = actions.begin_edition(practice, by=by(make.amina()))
    carried = second.voices.get()
    assert (str(carried.answer), carried.answered_at) == ("left_out", voice.answered_at)
    actions.write_practice(second, account=replace(ACCOUNT, did="Anders."), by=by(make.amina()))
    assert str(second.voices.get().answer) == "left_out", "writing again asks nobody who is left out"
    Mail.objects.all().delete()
    publish(second)
    assert not Mail.objects.filter(to=make.bram().email, key__contains="voice:").exists()
    assert WITHOUT in page(practice)
    assert browser(make.bram()).get(place(carried)).status_code == 200


def test_x17_who_is_in_one_version_and_left_out_of_the_next_is_told_of_there() -> None:
    _made, practice, _voice = shown()
    second = actions.begin_edition(practice, by=by(make.amina()))
    leave_out(second.voices.get())
    html = page(publish(second))
    assert (WITHOUT in html, NOBODY in html) == (True, False)


def test_x17_data_names_who_is_left_out_beside_the_voices() -> None:
    refused()
    assert (as_json()["voices"], as_json()["leftOut"]) == ([], ["iemand die gevraagd is"])
    assert "iemand die gevraagd is" in browser().get(f"{HERE}praktijken.csv").content.decode()


def test_e30_as_what_somebody_was_named_who_gave_no_yes_is_told_to_nobody_else() -> None:
    practice, voice = refused()
    Voice.objects.filter(pk=voice.pk).update(label="De man van nummer vier")
    for address in ("", "praktijken.json", "praktijken.csv", "feed.atom"):
        assert "nummer vier" not in browser().get(f"{HERE}{address}").content.decode(), address
    assert "nummer vier" not in page(practice)
    assert "nummer vier" in browser(make.bram()).get(place(voice)).content.decode()


# Who is left out


def test_e30_who_has_an_account_gets_a_notice_that_leads_to_their_page_and_who_has_none_a_letter() -> None:
    made, first, _second = two()
    practice = written(first, make.amina())
    emails = [make.bram().email, make.chris().email, NOT_YET]
    voice = actions.name_voice(practice, label="bewoners", emails=emails, quote=QUOTE, by=by(make.amina()))
    actions.ask_review(practice, by=by(make.amina()))
    actions.answer_voice(voice, yes=False, quote=QUOTE, by=by(make.chris()))
    for _twice in range(2):
        leave_out(voice)
    line = last(made)
    assert lines(made).count("library.voice_left_out") == 1
    assert hearers(line, hearings()[line.type].hearers) == {make.bram().pk, make.chris().pk}
    assert hearings()[line.type].url("community-up", happening_of(line)) == place(voice)
    letter = Mail.objects.get(key__endswith=":out")
    assert (letter.to, TITLE in letter.text, "bewoners" in letter.text) == (NOT_YET, True, True)
    assert "Je woorden staan er niet in" in letter.text
    assert "zonder jouw akkoord" in letter.text
    assert f"/praktijken/{practice.series}/" in letter.text
    assert not Approver.objects.exclude(email="").exists()


def test_r32_who_got_too_many_letters_today_gets_none_about_being_left_out() -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    voice = actions.name_voice(practice, label="bewoners", emails=[NOT_YET], quote="", by=by(make.amina()))
    for number in range(3):
        actions.write_practice(practice, account=replace(ACCOUNT, did=f"Stap {number}."), by=by(make.amina()))
        actions.ask_review(practice, by=by(make.amina()))
    leave_out(voice)
    assert Mail.objects.filter(to=NOT_YET).count() == 3
    assert WITHOUT in browser(make.amina()).get(at(practice)).content.decode()


def test_e30_who_is_left_out_reads_that_and_answers_no_more() -> None:
    _made, practice, voice = waiting()
    leave_out(voice)
    html = own_page(voice)
    assert "schreef dit op en liet je weg" in html
    assert "staat dat die zonder jouw akkoord is" in html
    assert 'name="answer"' not in html
    assert "Je bent hieruit weggelaten" in browser(make.bram()).get(at(practice)).content.decode()
    actions.ask_review(practice, by=by(make.amina()))
    with pytest.raises(Refused, match="liet je weg"):
        actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    answer = browser(make.bram()).post(place(voice), {"quote": QUOTE, "answer": "yes"})
    assert (answer.status_code, "liet je weg" in answer.content.decode()) == (409, True)
    assert str(Voice.objects.get(pk=voice.pk).answer) == "left_out"


def test_a42_who_took_their_words_back_answers_no_more_and_is_not_left_out_after_it() -> None:
    _made, practice, voice = waiting()
    actions.take_words_back(voice, by=by(make.bram()))
    leave_out(voice)
    assert str(Voice.objects.get(pk=voice.pk).answer) == "taken_back"
    with pytest.raises(Refused, match="Je trok je woorden in"):
        actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    assert "Iemand trok de eigen woorden in" in page(publish(practice))


def test_e30_who_is_left_out_takes_away_how_they_are_named_in_all_versions() -> None:
    practice, voice = refused()
    second = actions.begin_edition(practice, by=by(make.amina()))
    for _twice in range(2):
        assert browser(make.bram()).post(f"{place(voice)}terugnemen/").status_code == 302
    html = page(practice)
    assert ("Zonder akkoord" in html, "bewoners" in html, NOBODY in html) == (False, False, False)
    assert "Iemand trok de eigen woorden in op" in html
    assert set(second.voices.values_list("answer", "label")) == {("taken_back", "")}
    assert as_json()["leftOut"] == []
    assert "Je trok je woorden in" in own_page(voice)


# Asked again after all


def test_e30_same_person_is_named_again_and_answers_for_that_voice() -> None:
    _made, practice, voice = waiting()
    actions.answer_voice(voice, yes=False, quote=QUOTE, by=by(make.bram()))
    leave_out(voice)
    again = actions.name_voice(practice, label="buren", emails=[make.bram().email], quote="", by=by(make.amina()))
    actions.write_practice(practice, account=replace(ACCOUNT, did="Anders."), by=by(make.amina()))
    actions.ask_review(practice, by=by(make.amina()))
    with pytest.raises(Refused, match="Gaf nog geen akkoord: buren"):
        actions.publish(practice, by=by(make.amina()))
    actions.answer_voice(again, yes=True, quote="Zo klopt het.", by=by(make.bram()))
    actions.review(practice, good=True, by=by(reader()))
    actions.publish(practice, by=by(make.amina()))
    html = page(practice, make.bram())
    assert ("Zo klopt het." in html, WITHOUT in html, place(again) in html) == (True, True, True)
    assert "Je bent hieruit weggelaten" not in html
    actions.begin_edition(practice, by=by(make.amina()))
    actions.take_words_back(again, by=by(make.bram()))
    assert set(Voice.objects.values_list("answer", flat=True)) == {"taken_back"}


def test_a42_who_was_left_out_and_takes_back_what_they_were_named_as_next_still_reads_that_page() -> None:
    _made, practice, voice = waiting()
    leave_out(voice)
    again = actions.name_voice(practice, label="buren", emails=[make.bram().email], quote="", by=by(make.amina()))
    actions.take_words_back(again, by=by(make.bram()))
    for one in (voice, again):
        assert "Je trok je woorden in" in own_page(one)


def test_x17_label_that_is_in_it_after_all_is_not_told_as_left_out() -> None:
    _made, practice, voice = waiting()
    leave_out(voice)
    again = actions.name_voice(practice, label="bewoners", emails=[make.chris().email], quote="", by=by(make.amina()))
    assert "zonder jouw akkoord" not in own_page(voice)
    html = page(publish(practice))
    assert ("Zonder akkoord" in html, "Ja." in html) == (False, True)
    assert as_json()["leftOut"] == []
    actions.take_words_back(again, by=by(make.chris()))
    assert WITHOUT in page(practice)


# Who writes it


def test_x17_who_writes_it_reads_beforehand_what_leaving_out_tells() -> None:
    _made, first, _second = two()
    practice = written(first, make.amina(), voice=make.bram())
    told = "Na het publiceren staat op de pagina dat dit zonder hun akkoord is."
    assert told not in browser(make.amina()).get(at(practice)).content.decode(), "nobody was asked yet"
    actions.ask_review(practice, by=by(make.amina()))
    assert told in browser(make.amina()).get(at(practice)).content.decode()
    answer = browser(make.amina()).post(f"{place(practice.voices.get())}weglaten/", follow=True)
    html = answer.content.decode()
    assert "Op de pagina staat dat dit zonder hun akkoord is." in html
    assert WITHOUT in html


def test_r32_who_got_too_many_letters_today_is_named_to_who_asks() -> None:
    _made, practice, _voice = waiting()
    actions.name_voice(practice, label="de gemeente", emails=[NOT_YET], quote="", by=by(make.amina()))
    for number in range(2):
        actions.write_practice(practice, account=replace(ACCOUNT, did=f"Stap {number}."), by=by(make.amina()))
        actions.ask_review(practice, by=by(make.amina()))
    actions.write_practice(practice, account=ACCOUNT, by=by(make.amina()))
    answer = browser(make.amina()).post(at(practice, "laten-lezen/"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "kreeg vandaag al meer berichten: bewoners." in html
    assert "iemand anders die voor hen antwoordt" in html
    assert "de gemeente" not in html, "only whose address got too many"


# What was there before


@pytest.mark.django_db(transaction=True)
def test_x17_who_was_asked_before_this_was_kept_stays_named() -> None:
    _made, practice, voice = waiting()
    draft = actions.begin_practice(writer(practice), title="Nog niet gevraagd", by=by(make.amina()))
    new = actions.name_voice(draft, label="anderen", emails=[NOT_YET], quote="", by=by(make.amina()))
    begun = Beginning(voices=[("Gemeente Lindeveen", [make.bram()])])
    party = actions.begin_practice(writer(practice), title="Begonnen", begun=begun, by=by(make.amina()))
    out = actions.name_voice(practice, label="buren", emails=[make.chris().email], quote="", by=by(make.amina()))
    actions.ask_review(practice, by=by(make.amina()))
    leave_out(out)
    actions.ask_review(practice, by=by(make.amina()))
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("library", "0006_one_voice_of_several")])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    kept = dict(Voice.objects.values_list("pk", "stays_named"))
    assert kept == {voice.pk: True, new.pk: False, party.voices.get().pk: True}

"""The practice library, each as the trace says how it shows (A42, A43, A16, B4, B13), and voices (E30, X17)."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.network.library import actions, queries
from communityup.network.library.models import Facet, Practice, Voice
from communityup.network.members.models import Member
from communityup.network.networks.models import Condition
from communityup.organisations.actions import speak_for
from communityup.post.models import Mail
from communityup.texts.models import SetAside, Version
from tests import make
from tests.make_network import browser, last, lines
from tests.make_practice import (
    ACCOUNT,
    QUOTE,
    TITLE,
    at,
    by,
    page,
    reader,
    shown,
    texts,
    two,
    waiting,
    written,
)

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/praktijken/"
State, Answer = Practice.State, Voice.Answer


# A42, E30: published with the yes of every voice, readable by everybody


def test_a42_practice_is_written_agreed_read_over_and_then_read_by_everybody_with_its_licence() -> None:
    made, first, _second = two()
    amina, bram, other = browser(make.amina()), browser(make.bram()), browser(reader())
    begun = amina.post(f"{HERE}nieuw/", {"title": TITLE})
    assert begun.status_code == 302
    practice = Practice.objects.get()
    said = {
        **texts(practice), "title": TITLE, "place": "Oeverstad", "size": "middle", "mode": "community_up",
        "contact_role": "de gebiedsregisseur", "licence": "CC-BY-4.0", "conditions": ["trust"], "stumbles": ["rules"],
        "themes": "Gebouwen loslaten, Beheer",
    }  # fmt: skip
    assert amina.post(begun.headers["Location"], said).headers["Location"] == at(practice)
    voice = {"label": "bewoners", "emails": " BRAM@example.org ", "quote": QUOTE}
    voice["emails"] = f" {make.bram().email.upper()} "
    assert amina.post(at(practice, "stem/"), voice).status_code == 302
    assert amina.post(at(practice, "laten-lezen/")).status_code == 302
    assert browser().get(f"/praktijken/{practice.series}/").status_code == 404
    link = next(word for word in Mail.objects.get(to=make.bram().email).text.split() if "/stemmen/" in word)
    place = link.partition("//")[2].partition("/")[2]
    assert bram.post(f"/{place}", {"quote": QUOTE, "answer": "yes"}).status_code == 302
    assert other.post(at(practice, "nalezen/"), {"outcome": "good"}).status_code == 302
    assert amina.post(at(practice, "publiceren/")).headers["Location"] == f"/praktijken/{practice.series}/"
    answer = browser().get(f"/praktijken/{practice.series}/")
    html = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        TITLE,
        QUOTE,
        "bewoners",
        "CC BY 4.0",
        "Gemeente Lindeveen",
        "Community-up",
        *texts(practice).values(),
    ):
        assert words in html
    assert TITLE in browser().get("/praktijken/").content.decode()
    assert TITLE in browser().get(HERE).content.decode()
    assert lines(made)[-6:] == [
        "library.practice_written", "library.voice_named", "library.review_asked", "library.voice_answered",
        "library.practice_reviewed", "library.practice_published",
    ]  # fmt: skip
    assert first.practices.get().licence == "CC-BY-4.0"


def test_e30_publishing_without_one_voice_is_refused_and_says_who_x17() -> None:
    made, practice, voice = waiting()
    actions.review(practice, good=True, by=by(reader()))
    before = lines(made)
    answer = browser(make.amina()).post(at(practice, "publiceren/"))
    assert answer.status_code == 409
    assert "Gaf nog geen akkoord: bewoners." in answer.content.decode()
    actions.answer_voice(voice, yes=False, quote=QUOTE, by=by(make.bram()))
    assert browser(make.amina()).post(at(practice, "publiceren/")).status_code == 409
    assert lines(made) == [*before, "library.voice_answered"]
    actions.leave_out(voice, by=by(make.amina()))
    practice.refresh_from_db()
    assert practice.state == State.DRAFT, "without a voice it is another practice: it is read over again"
    assert QUOTE not in str(list(Version.objects.values_list("body", flat=True)))


def test_practice_is_not_published_before_somebody_of_another_organisation_read_it() -> None:
    _made, practice, voice = waiting()
    actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    with pytest.raises(Refused, match="andere organisatie moet"):
        actions.publish(practice, by=by(make.amina()))
    for person in (make.amina(), make.bram(), make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.review(practice, good=True, by=by(person))


def test_member_of_the_same_organisation_under_another_name_does_not_read_it_over() -> None:
    made, first, second = two()
    practice = written(first, make.amina())
    actions.ask_review(practice, by=by(make.amina()))
    organisation = speak_for("Stichting Een", kind="residents", place="", by=by(make.amina()))
    offered = 'href="' + at(practice, "nalezen/")
    assert offered in browser(reader()).get(at(practice)).content.decode()
    # It left, and came back under another name.
    Member.objects.filter(pk=first.pk).update(organisation=organisation, left_at=timezone.now())
    assert offered in browser(reader()).get(at(practice)).content.decode()
    Member.objects.filter(pk=second.pk).update(organisation=organisation)
    assert offered not in browser(reader()).get(at(practice)).content.decode()
    with pytest.raises(NotAllowed, match="andere organisatie leest"):
        actions.review(practice, good=True, by=by(reader()))
    assert "library.practice_reviewed" not in lines(made)


def test_reader_sends_it_back_with_a_remark_that_the_network_reads() -> None:
    made, practice, _voice = waiting()
    client = browser(reader())
    empty = client.post(at(practice, "nalezen/"), {"outcome": "back", "remark": " "})
    assert empty.status_code == 422
    assert "Zeg wat er ontbreekt" in empty.content.decode()
    assert client.post(at(practice, "nalezen/"), {"outcome": "back", "remark": "Wie betaalde?"}).status_code == 302
    practice.refresh_from_db()
    assert (practice.state, str(practice.remark), practice.reviewer) == (State.DRAFT, "Wie betaalde?", None)
    assert (last(made).type, last(made).content["outcome"]) == ("library.practice_reviewed", "back")
    assert practice.remark is not None
    assert last(made).commit == practice.remark.commit
    assert "Wie betaalde?" in browser(make.amina()).get(at(practice)).content.decode()
    with pytest.raises(Refused, match="wacht niet op iemand"):
        actions.review(practice, good=True, by=by(reader()))


def test_writing_again_asks_every_voice_and_the_reader_anew_and_the_same_words_change_nothing() -> None:
    made, practice, voice = waiting()
    actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    actions.review(practice, good=True, by=by(reader()))
    before = lines(made)
    actions.write_practice(practice, account=ACCOUNT, by=by(make.amina()))
    practice.refresh_from_db()
    assert (practice.state, lines(made)) == (State.REVIEWED, before)
    actions.write_practice(practice, account=replace(ACCOUNT, did="Anders."), by=by(make.amina()))
    practice.refresh_from_db()
    voice.refresh_from_db()
    assert (str(practice.state), practice.reviewer, str(voice.answer)) == ("draft", None, "none")
    assert practice.did is not None
    assert last(made).content["did_commit"] == practice.did.commit
    with pytest.raises(Refused, match="wacht nu niet op je antwoord"):
        actions.answer_voice(voice, yes=True, quote=QUOTE, by=by(make.bram()))
    Mail.objects.all().delete()
    for _twice in range(2):
        actions.ask_review(practice, by=by(make.amina()))
    assert Mail.objects.filter(to=make.bram().email).count() == 1, "asked again, by the account that answered"
    assert lines(made).count("library.review_asked") == 2


# E30: one's own words


def test_e30_voice_words_its_own_words_and_only_the_one_who_was_asked_answers() -> None:
    made, practice, voice = waiting()
    place = f"{HERE}stemmen/{voice.public_id}/"
    for person in (make.amina(), make.chris(), reader()):
        assert browser(person).get(place).status_code == 404
        with pytest.raises(Http404):
            actions.answer_voice(voice, yes=True, quote="Mooi.", by=by(person))
    shown = browser(make.bram()).get(place).content.decode()
    assert QUOTE in shown
    assert ACCOUNT.stumbling in shown, "one reads the whole practice first"
    missing = browser(make.bram()).post(place, {"quote": "Het was zwaar."})
    assert missing.status_code == 422
    assert "Het was zwaar." in missing.content.decode()
    for _twice in range(2):
        actions.answer_voice(voice, yes=True, quote="Het was zwaar.", by=by(make.bram()))
    voice.refresh_from_db()
    (one,) = voice.approvers.all()
    assert (str(voice.quote), one.email, one.person) == ("Het was zwaar.", "", make.bram())
    assert voice.quote is not None
    assert lines(made).count("library.voice_answered") == 1
    assert last(made).commit == voice.quote.commit
    assert last(made).content["answer"] == "yes"
    actions.answer_voice(voice, yes=True, quote=" ", by=by(make.bram()))
    assert Voice.objects.filter(pk=voice.pk, quote=None).exists()
    assert practice.voices.count() == 1


def test_a42_voice_takes_its_own_words_back_after_publishing_and_the_rest_stands() -> None:
    made, practice, voice = shown()
    assert QUOTE in page(practice)
    before = lines(made)
    place = f"{HERE}stemmen/{voice.public_id}/terugnemen/"
    for person in (make.amina(), reader(), make.chris()):
        assert browser(person).post(place).status_code == 404
    for _twice in range(2):
        assert browser(make.bram()).post(place).status_code == 302
    html = page(practice)
    assert QUOTE not in html
    assert "bewoners" not in html
    assert "Iemand trok de eigen woorden in op" in html
    assert ACCOUNT.did in html
    assert lines(made) == [*before, "library.voice_taken_back"]
    assert QUOTE not in str(list(Version.objects.values_list("body", flat=True)))
    assert not SetAside.objects.exists()
    assert "Je trok je woorden in" in browser(make.bram()).get(f"{HERE}stemmen/{voice.public_id}/").content.decode()


def test_voice_takes_its_words_back_in_all_editions_and_a_new_one_is_published_without_them() -> None:
    _made, practice, voice = shown()
    second = actions.begin_edition(practice, by=by(make.amina()))
    actions.take_words_back(voice, by=by(make.bram()))
    assert set(Voice.objects.values_list("answer", flat=True)) == {"taken_back"}
    actions.ask_review(second, by=by(make.amina()))
    actions.review(second, good=True, by=by(reader()))
    actions.publish(second, by=by(make.amina()))
    assert QUOTE not in page(practice)


def test_writer_takes_its_words_back_and_what_others_said_stays() -> None:
    made, practice, _voice = shown()
    for person in (reader(), make.bram(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.take_back(practice, by=by(person))
    for _twice in range(2):
        actions.take_back(practice, by=by(make.amina()))
    html = page(practice)
    assert "trok de eigen woorden in" in html
    assert ACCOUNT.did not in html
    assert QUOTE in html
    assert TITLE not in browser().get("/praktijken/").content.decode()
    assert lines(made).count("library.practice_taken_back") == 1


def test_draft_thrown_away_goes_with_every_word_and_address() -> None:
    made, practice, voice = waiting()
    assert browser(make.amina()).post(at(practice, "terugnemen/")).status_code == 302
    kept = str(list(Version.objects.values_list("body", flat=True)))
    assert [one.email for one in voice.approvers.all()] == [""]
    assert QUOTE not in kept
    assert ACCOUNT.context not in kept
    assert browser().get(f"/praktijken/{practice.series}/").status_code == 404
    with pytest.raises(Refused, match="niet meer geschreven"):
        actions.write_practice(practice, account=ACCOUNT, by=by(make.amina()))
    assert last(made).type == "library.practice_taken_back"


# B4, B13, A16: what has to be there


def test_b4_practice_without_stumbling_blocks_is_not_read_over_nor_published() -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    for gone in (replace(ACCOUNT, stumbling=" "), replace(ACCOUNT, stumbles=())):
        actions.write_practice(practice, account=gone, by=by(make.amina()))
        with pytest.raises(Refused, match="struikel"):
            actions.ask_review(practice, by=by(make.amina()))
        with pytest.raises(Refused, match="struikel"):
            actions.publish(practice, by=by(make.amina()))
    assert "waar jullie over struikelden" not in browser(make.amina()).get(at(practice)).content.decode()
    actions.write_practice(practice, account=replace(ACCOUNT, stumbling=""), by=by(make.amina()))
    assert "waar jullie over struikelden" in browser(make.amina()).get(at(practice)).content.decode()


def test_b4_database_holds_no_published_practice_without_stumbling_blocks() -> None:
    _made, practice, _voice = shown()
    with transaction.atomic(), pytest.raises(IntegrityError):
        Practice.objects.filter(pk=practice.pk).update(stumbling=None)


@pytest.mark.parametrize("field", ["place", "context", "did", "why", "contact_role", "conditions", "themes"])
def test_practice_is_read_over_only_when_everything_is_there(field: str) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    emptied = replace(ACCOUNT, **{field: () if field in {"conditions", "themes"} else ""})  # type: ignore[arg-type]  # as its field
    actions.write_practice(practice, account=emptied, by=by(make.amina()))
    with pytest.raises(Refused, match="Dit ontbreekt nog"):
        actions.ask_review(practice, by=by(make.amina()))


def test_b13_conditions_are_the_seven_and_nothing_else_stands_in_the_database() -> None:
    _made, practice, _voice = shown()
    assert len(Condition.values) == 7
    assert "Vertrouwen en gelijkwaardigheid" in page(practice)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Facet.objects.create(practice=practice, kind="condition", value="macht")


def test_a16_mode_is_one_of_three_and_stands_on_the_page_and_in_the_list() -> None:
    _made, practice, _voice = shown()
    assert [str(label) for label in Practice.Mode.labels] == ["Top-down", "Bottom-up", "Community-up"]
    assert "Community-up" in page(practice)
    assert "Community-up" in queries.practices({}, "1").object_list[0]["note"]


# A43: on paper


def test_a43_factsheet_has_date_and_version_without_signing_in() -> None:
    _made, practice, _voice = shown()
    html = browser().get(f"/praktijken/{practice.series}/factsheet/").content.decode()
    assert "Factsheet, versie 1, " in html
    for words in (TITLE, QUOTE, "CC BY 4.0", *texts(practice).values()):
        assert words in html

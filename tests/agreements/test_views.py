"""The pages of agreements: few words, few fields, the same for everybody, bad input gets a sentence."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements import actions
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.models import Challenge
from tests import make, make_agreements

pytestmark = pytest.mark.django_db

POSTS = ("confirm", "withdraw", "end", "tell", "read", "change")


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def words_in_main(html: str) -> int:
    main = html[html.index("<main") : html.index("</main>")]
    return len(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL).split())


def address(name: str, challenge: Challenge, made: Agreement | None = None) -> str:
    return reverse(f"agreements:{name}", args=[challenge.slug, made.public_id] if made else [challenge.slug])


def day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def fields(**changed: str) -> dict[str, str]:
    return {
        "promised_by": "1",
        "what": make_agreements.WHAT,
        "due": day(30),
        "evidence": make_agreements.EVIDENCE,
        **changed,
    }


def test_a_change_that_changes_nothing_says_so_in_the_form_and_keeps_what_was_typed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made, now = make_agreements.agreed(challenge, amina, bram), Agreement.objects.get().standing
    assert now is not None
    typed = {"version": "1", "what": str(now.what), "evidence": str(now.evidence), "due": now.due.isoformat()}
    form = signed_in(bram).post(address("change", challenge, made), typed)
    assert form.status_code == 422
    assert "Dit is hetzelfde als het nu is." in form.content.decode()
    assert str(now.evidence) in form.content.decode()


def test_a15_the_list_says_so_as_long_as_one_party_promises_everything() -> None:
    challenge, amina, bram = make.challenge_of_two()
    page, warning = address("page", challenge), "Alles wat tot nu toe is afgesproken, doet Bewoners Molenwijk."
    make_agreements.proposed(challenge, amina, bram)
    assert warning not in Client().get(page).content.decode(), "nothing is agreed yet"
    make_agreements.agreed(challenge, amina, bram)
    assert warning in Client().get(page).content.decode()
    make_agreements.agreed(challenge, amina, bram)
    assert warning in Client().get(page).content.decode()
    make_agreements.agreed(challenge, bram, amina)
    assert "doet Bewoners Molenwijk" not in Client().get(page).content.decode()


def test_two_parties_make_an_agreement_in_four_fields_and_two_screens_and_may_choose_when_to_look_again() -> None:
    challenge, amina, bram = make.challenge_of_two()
    page = signed_in(amina).get(address("propose", challenge)).content.decode()
    form = page[page.index("<main") : page.index("</main>")]
    assert len(re.findall(r"<(?:textarea|select|input type=\"date\")", form)) == 5
    assert len(re.findall(r"<(?:textarea|select|input type=\"date\")[^>]* required", form)) == 3
    response = signed_in(amina).post(address("propose", challenge), fields())
    made = Agreement.objects.get()
    assert (response.status_code, response["Location"]) == (302, address("agreement", challenge, made))
    assert (made.promised_by.number, made.promised_to.number) == (1, 2)
    html = signed_in(bram).get(address("agreement", challenge, made)).content.decode()
    assert address("confirm", challenge, made) in html
    assert "wacht op Gemeente Lindeveen" in html
    signed_in(bram).post(address("confirm", challenge, made), {"version": "1"})
    made.refresh_from_db()
    assert made.state == Agreement.State.AGREED


def test_the_propose_screen_is_short() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    assert words_in_main(signed_in(amina).get(address("propose", challenge)).content.decode()) <= 70


def test_the_empty_list_is_short_and_says_what_one_can_do() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    html = signed_in(amina).get(address("page", challenge)).content.decode()
    assert words_in_main(html) <= 70
    assert address("propose", challenge) in html


def test_with_three_parties_one_chooses_with_whom() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    client = signed_in(amina)
    assert 'name="promised_to"' in client.get(address("propose", challenge)).content.decode()
    for wrong in ({"promised_to": "1"}, {"promised_by": "2", "promised_to": "3"}, {"promised_to": "9"}, {}):
        assert client.post(address("propose", challenge), fields(**wrong)).status_code == 422
    assert client.post(address("propose", challenge), fields(promised_to="3")).status_code == 302
    assert Agreement.objects.get().promised_to.name == "Huurders van de zalen"


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"what": "x" * 281},
        {"what": "\x00"},
        {"what": "\u200b"},
        {"evidence": ""},
        {"evidence": "x" * 281},
        {"due": ""},
        {"due": "31-12-2026"},
        {"due": "2026-02-30"},
        {"due": "1999-01-01"},
        {"due": "9999-12-31"},
        {"due": "\x00"},
        {"promised_by": "0"},
        {"promised_by": ""},
        {"promised_by": "1 OR 1=1"},
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_nothing(wrong: dict[str, str]) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    before = Line.objects.count()
    response = signed_in(amina).post(address("propose", challenge), fields(**wrong))
    assert response.status_code in {409, 422}
    assert not Agreement.objects.exists()
    assert Line.objects.count() == before


def test_what_was_typed_stays_after_a_mistake() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    html = signed_in(amina).post(address("propose", challenge), fields(due="1999-01-01")).content.decode()
    assert make_agreements.WHAT in html
    assert make_agreements.EVIDENCE in html
    assert 'value="1999-01-01"' in html


def test_alone_at_the_table_there_is_nobody_to_agree_with() -> None:
    challenge = make.challenge_of_one()
    client = signed_in(make.amina())
    assert address("propose", challenge) not in client.get(address("page", challenge)).content.decode()
    assert client.get(address("propose", challenge)).status_code == 409


def test_outsiders_read_a_public_agreement_and_cannot_act() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    before = Line.objects.count()
    data = {"version": "1", "outcome": "kept", "words": "Iets", **fields()}
    for person in (make.chris(), make.dilek()):
        client = signed_in(person)
        html = client.get(address("agreement", challenge, made)).content.decode()
        assert make_agreements.WHAT in html
        assert "<textarea" not in html
        for name in POSTS:
            assert client.post(address(name, challenge, made), data).status_code == 403, name
    assert signed_in(make.chris()).post(address("propose", challenge), fields()).status_code == 403
    assert signed_in(bram).post(address("tell", challenge, made), data).status_code == 403
    assert signed_in(amina).post(address("read", challenge, made), data).status_code == 403
    assert Line.objects.count() == before


def test_a_closed_challenge_is_not_there_for_outsiders() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram)
    for client in (signed_in(make.chris()), Client()):
        for name in ("agreement", "calendar"):
            assert client.get(address(name, challenge, made)).status_code == 404
        assert client.get(address("page", challenge)).status_code == 404
    for name in POSTS:
        assert signed_in(make.chris()).post(address(name, challenge, made), {"version": "1"}).status_code == 404


@pytest.mark.parametrize("public_id", ["0" * 32, "x", "%00", "..", "a" * 300])
def test_an_unknown_or_foreign_agreement_is_not_there(public_id: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    other = make.challenge_of_one(title="Iets anders")
    client = signed_in(amina)
    assert client.get(f"{address('page', challenge)}{public_id}/").status_code == 404
    assert client.get(f"{address('page', challenge)}{public_id}/agenda.ics").status_code == 404
    assert client.get(f"{address('page', other)}{made.public_id}/").status_code == 404


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "99999999999999999999", "1.5", "\x00"])
@pytest.mark.parametrize("name", ["confirm", "withdraw", "end"])
def test_a_broken_version_confirms_nothing(name: str, version: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    assert signed_in(bram).post(address(name, challenge, made), {"version": version}).status_code == 422
    made.refresh_from_db()
    assert made.state == Agreement.State.PROPOSED


def test_looking_changes_nothing_and_buttons_need_a_post() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    before, client = Line.objects.count(), signed_in(bram)
    for name in ("confirm", "withdraw", "end", "tell", "read"):
        assert client.get(address(name, challenge, made)).status_code == 405
    for name in ("agreement", "change"):
        assert client.get(address(name, challenge, made)).status_code == 200
    assert client.post(address("agreement", challenge, made)).status_code == 405
    assert Line.objects.count() == before
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bram)
    assert strict.post(address("confirm", challenge, made), {"version": "1"}).status_code == 403


def test_a_change_needs_the_version_one_read() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    client = signed_in(bram)
    assert 'name="version" value="1"' in client.get(address("change", challenge, made)).content.decode()
    changed = fields(what="Iets anders", version="1")
    assert client.post(address("change", challenge, made), changed).status_code == 302
    refused = client.post(address("change", challenge, made), changed)
    assert refused.status_code == 422
    assert "Iets anders</textarea>" in refused.content.decode()
    html = client.get(address("agreement", challenge, made)).content.decode()
    assert "Iets anders" in html
    assert make_agreements.WHAT in html


def test_e3_both_sides_and_a_visitor_read_the_same() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.changed(make_agreements.agreed(challenge, amina, bram), amina, days=60)
    seen = set()
    for person in (amina, bram, make.chris(), None):
        html = signed_in(person).get(address("agreement", challenge, made)).content.decode()
        content = html[html.index('<div class="content">') : html.index('<div class="aside">')]
        seen.add(re.sub(r"<[^>]+>|\s+", "", content.partition('<section class="card card--cool">')[0]))
    assert len(seen) == 1


def test_a41_telling_how_it_went_through_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.agreed(challenge, amina, bram, days=5)
    client = signed_in(amina)
    early = client.post(address("tell", challenge, made), {"outcome": "not_kept", "words": "Nee"})
    assert early.status_code == 422
    # Sessions have a clock too: signing in again is part of the later day.
    make_agreements.clock(monkeypatch)(dt.timedelta(days=7))
    client = signed_in(amina)
    html = client.get(address("agreement", challenge, made)).content.decode()
    assert "bericht van Bewoners Molenwijk verwacht rond" in html
    for wrong in ({}, {"outcome": "not_kept"}, {"outcome": "not_kept", "words": " "}, {"outcome": "never"}):
        response = client.post(address("tell", challenge, made), wrong)
        assert response.status_code == 422
        assert "id_words-wrong" in response.content.decode() or "id_outcome" in response.content.decode()
    data = {"outcome": "not_kept", "words": "De aannemer viel uit"}
    assert client.post(address("tell", challenge, made), data).status_code == 302
    other = signed_in(bram)
    assert other.post(address("read", challenge, made), {"words": ""}).status_code == 422
    assert other.post(address("read", challenge, made), {"words": "Wij hadden het graag gehoord"}).status_code == 302
    html = Client().get(address("agreement", challenge, made)).content.decode()
    assert "De aannemer viel uit" in html
    assert "Wij hadden het graag gehoord" in html
    assert "te laat" not in html


def test_e19_one_sided_words_get_a_hint_that_all_see() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(
        challenge, amina, bram, what="Wij beheren het. De gemeente kan zonder reden opzeggen"
    )
    for person in (amina, bram, make.chris(), None):
        html = signed_in(person).get(address("agreement", challenge, made)).content.decode()
        assert "lijkt één kant alleen te kunnen stoppen" in html


def test_the_calendar_file_downloads_once_it_is_agreed() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    client = signed_in(amina)
    assert client.get(address("calendar", challenge, made)).status_code == 404
    actions.confirm_agreement(made, version=1, by=Actor.of(bram))
    response = client.get(address("calendar", challenge, made))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="afspraak.ics"'
    assert response.content.startswith(b"BEGIN:VCALENDAR")


def test_no_page_adds_up_how_often_a_party_kept_its_word() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for number in range(3):
        actions.tell_kept(make_agreements.agreed(challenge, amina, bram, what=f"Iets {number}"), by=Actor.of(amina))
    make_agreements.agreed(challenge, amina, bram)
    html = signed_in(bram).get(address("page", challenge)).content.decode()
    main = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")])
    assert not re.search(r"\d+\s*%|\b\d+\s*(van|of|/)\s*(de\s*)?\d+|\b[34]\s*(keer|afspraken|agreements)\b", main)


def test_the_list_asks_as_much_for_three_rows_as_for_one() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, counts = signed_in(amina), []
    for number in range(3):
        made = make_agreements.agreed(challenge, amina, bram, what=f"Iets {number}")
        if number == 1:
            continue
        with CaptureQueriesContext(connection) as found:
            client.get(address("page", challenge))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12
    with CaptureQueriesContext(connection) as found:
        client.get(address("agreement", challenge, made))
    assert len(found) <= 13  # one of them for what a competent body decided about it


def test_words_are_shown_as_words_never_as_markup() -> None:
    challenge, amina, bram = make.challenge_of_two()
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    made = make_agreements.agreed(challenge, amina, bram, what=evil)
    for url in (address("page", challenge), address("agreement", challenge, made)):
        html = Client().get(url).content.decode()
        assert evil not in html
        assert "&lt;script&gt;alert(1)" in html

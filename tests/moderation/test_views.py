"""Pages of moderation for every role, closed levels, one's own words, and thoughts that name nobody."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from communityup.cli import main
from communityup.log import exports
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.jobs import index
from communityup.texts.models import Reason, Text
from communityup.workspace.acquaintance.actions import introduce
from communityup.workspace.challenges.models import Challenge, Seat
from communityup.workspace.dialogue.actions import open_first_round, share_thought, withdraw_thought
from communityup.workspace.dialogue.models import Statement, View
from communityup.workspace.goals.actions import add_interest, change_interest, propose_goal, say_not_yet
from communityup.workspace.moderation import actions, queries
from communityup.workspace.moderation.models import Hiding, Report
from communityup.workspace.pace.actions import signal_pace
from communityup.workspace.phases.actions import propose, reflect
from communityup.workspace.rules.actions import propose_rules
from tests import make
from tests.crawl import pages
from tests.make_dialogue import answer
from tests.make_figures import camps, imported
from tests.make_moderation import CANARY, by, four_parties, guarded, hidden, thought
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
ROLES = ["", "Chris", "Amina", "Eva", "Dilek"]


def client_of(name: str) -> Client:
    client = Client()
    if name:
        client.force_login(make.person(name))
    return client


def address(challenge: Challenge, rest: str) -> str:
    return f"/opgaven/{challenge.slug}/{rest}"


def test_pages_for_every_role_and_none_writes_on_get() -> None:
    challenge = guarded()
    text = thought(challenge).text
    told = actions.report(challenge, text=text, reason=Reason.INSULT, by=by("Chris"))
    begun = hidden(challenge, text, "Dilek")
    expected = {
        "melden/": (200, 200, 200, 200, 200),
        f"melden/{text.public_id}/": (200, 200, 200, 200, 200),
        "melden/" + "0" * 32 + "/": (404, 404, 404, 404, 404),
        "meldingen/": (302, 403, 403, 403, 200),
        "verborgen/": (200, 200, 200, 200, 200),
        f"verborgen/{begun.public_id}/": (200, 200, 200, 200, 200),
        "verborgen/" + "0" * 32 + "/": (404, 404, 404, 404, 404),
        "mijn-woorden/": (302, 200, 200, 200, 200),
        f"mijn-woorden/{text.public_id}/terugnemen/": (302, 404, 200, 404, 404),
        f"melden/{text.public_id}/verbergen/": (405,) * 5,
        f"meldingen/{told.public_id}/gezien/": (405,) * 5,
        f"verborgen/{begun.public_id}/stem/": (405,) * 5,
        f"verborgen/{begun.public_id}/opnieuw-bekijken/": (405,) * 5,
        f"verborgen/{begun.public_id}/antwoord/": (405,) * 5,
        f"mijn-woorden/{text.public_id}/eerdere-versies/": (405,) * 5,
        f"mijn-woorden/{text.public_id}/wissen/": (405,) * 5,
    }
    before = Line.objects.count()
    found = {
        rest: tuple(client_of(name).get(address(challenge, rest)).status_code for name in ROLES) for rest in expected
    }
    assert found == expected
    assert Line.objects.count() == before


def test_posts_for_every_role() -> None:
    challenge = guarded()
    text = thought(challenge).text
    told = actions.report(challenge, text=text, reason=Reason.INSULT, by=by("Chris"))
    begun = hidden(challenge, text, "Dilek")
    other = thought(challenge, "Bram", "Iets anders").text
    asked = [
        (f"melden/{other.public_id}/verbergen/", {"reason": "insult"}, (403, 403, 403, 403, 302)),
        (f"meldingen/{told.public_id}/gezien/", {}, (302, 403, 403, 403, 302)),
        (f"verborgen/{begun.public_id}/stem/", {"wish": "back"}, (403, 403, 403, 403, 302)),
        (f"verborgen/{begun.public_id}/antwoord/", {"back": "1"}, (302, 404, 404, 404, 404)),
        (f"mijn-woorden/{text.public_id}/eerdere-versies/", {}, (302, 404, 302, 404, 404)),
        (f"mijn-woorden/{text.public_id}/wissen/", {}, (302, 404, 404, 404, 404)),
        (f"mijn-woorden/{text.public_id}/terugnemen/", {}, (302, 404, 302, 404, 404)),
    ]
    for rest, data, expected in asked:
        found = tuple(client_of(name).post(address(challenge, rest), data).status_code for name in ROLES)
        assert found == expected, rest


def test_closed_challenge_has_none_of_these_pages_for_outsiders() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    text = add_interest(challenge, words=CANARY, by=by("Amina")).text
    for rest in ("melden/", f"melden/{text.public_id}/", "meldingen/", "verborgen/", "mijn-woorden/"):
        assert client_of("Chris").get(address(challenge, rest)).status_code == 404
        assert client_of("").get(address(challenge, rest)).status_code in {302, 404}
        assert client_of("").post(address(challenge, rest)).status_code in {302, 404, 405}


def test_report_form_says_what_is_missing_and_keeps_what_was_typed() -> None:
    challenge = guarded()
    text = thought(challenge).text
    page = client_of("").post(address(challenge, f"melden/{text.public_id}/"), {"words": "Dit klopt niet"})
    assert page.status_code == 422
    assert "Dit klopt niet" in page.content.decode()
    assert Report.objects.count() == 0
    for name in ROLES[:2]:
        sent = {"reason": "personal", "words": "Dit ben ik"}
        assert client_of(name).post(address(challenge, f"melden/{text.public_id}/"), sent).status_code == 302
    assert Report.objects.count() == 2
    for rest, data in (
        (f"melden/{text.public_id}/verbergen/", {}),
        (f"melden/{text.public_id}/verbergen/", {"reason": "x"}),
    ):
        assert client_of("Dilek").post(address(challenge, rest), data).status_code == 422
    begun = hidden(challenge, text, "Dilek")
    for rest in ("stem/", "antwoord/"):
        assert client_of("Dilek").post(address(challenge, f"verborgen/{begun.public_id}/{rest}"), {}).status_code == 422
    too_long = {"words": "x" * 501}
    appeal = address(challenge, f"verborgen/{begun.public_id}/opnieuw-bekijken/")
    assert client_of("Amina").post(appeal, too_long).status_code == 422
    assert client_of("Amina").post(appeal, {"words": ""}).status_code == 302


def test_e2_hidden_words_are_read_by_their_author_and_who_decides_and_by_nobody_else(tmp_path: Path) -> None:
    challenge = guarded()
    said = thought(challenge)
    begun = hidden(challenge, said.text, "Dilek")
    case = address(challenge, f"verborgen/{begun.public_id}/")
    seen = {name: CANARY in client_of(name).get(case).content.decode() for name in ROLES}
    assert seen == {"": False, "Chris": False, "Amina": True, "Eva": False, "Dilek": True}
    assert CANARY in client_of("Amina").get(address(challenge, "mijn-woorden/")).content.decode()
    actions.appeal(begun, words="waarom-kanarie", by=by("Amina"))
    assert CANARY in client_of("Eva").get(case).content.decode()
    exports.write(tmp_path / "log.zip", everything=True)
    assert CANARY.encode() not in (tmp_path / "log.zip").read_bytes()


def test_e2_t2_x14_no_visitor_or_outsider_sees_hidden_words_those_of_a_closed_level_or_an_address(
    tmp_path: Path,
) -> None:
    challenge = guarded()
    text = thought(challenge).text
    actions.report(challenge, text=text, reason=Reason.INSULT, words="kanarie-melding", by=by("Bram"))
    begun = hidden(challenge, text, "Dilek")
    actions.appeal(begun, words="kanarie-waarom", by=by("Amina"))
    closed = make.challenge_of_one(title="Besloten opgave kanarie-titel")
    add_interest(closed, words="kanarie-besloten", by=by("Amina"))
    for name in ("", "Chris"):
        read = {address: text for address, _status, _kind, text in pages(client_of(name))}
        own = ["mijn-woorden/"] if name else []
        for rest in ("melden/", "verborgen/", f"verborgen/{begun.public_id}/", *own):
            assert address(challenge, rest) in read, "the walk reaches the pages it speaks for"
        found = "\n".join(read.values())
        assert "verborgen" in found
        assert "kanarie" not in found
        assert "@example.org" not in found.replace("chris@example.org", "")
    exports.write(tmp_path / "log.zip")
    assert b"kanarie" not in (tmp_path / "log.zip").read_bytes()
    assert "kanarie-melding" in client_of("Dilek").get(address(challenge, "meldingen/")).content.decode()


def test_own_words_show_no_marks_of_headings_and_neither_do_the_pages_to_report_and_take_them_back() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    parts = [("Zo praten we", "Eerst luisteren. ## is hier geen kop."), ("Zo stoppen we", "Samen.")]
    version = propose_rules(challenge, parts=parts, by=Actor.of(amina))
    assert str(version.words).startswith("## Zo praten we")
    for rest in ("mijn-woorden/", "melden/", f"melden/{version.words.public_id}/"):
        page = client_of("Amina").get(address(challenge, rest)).content.decode()
        assert "Zo praten we" in page
        assert "## Zo" not in page
        assert "## is hier geen kop" in page


def test_own_words_page_lists_what_one_brought_and_takes_it_back_for_good() -> None:
    challenge = four_parties()
    interest = add_interest(challenge, words=f"Eerst {CANARY}", by=by("Amina"))
    change_interest(interest, words="Nu zonder", by=by("Amina"))
    signal_pace(challenge, kind="fast", words="Te snel voor mij", by=by("Amina"))
    said = thought(challenge, body="Mijn gedachte")
    page = client_of("Amina").get(address(challenge, "mijn-woorden/")).content.decode()
    for words in ("Nu zonder", "Te snel voor mij", "Mijn gedachte", "Het gebouw is oud"):
        assert words in page
    assert "Mijn gedachte" not in client_of("Bram").get(address(challenge, "mijn-woorden/")).content.decode()
    client = client_of("Amina")
    client.post(address(challenge, f"mijn-woorden/{interest.text.public_id}/eerdere-versies/"))
    assert [version.erased_at is None for version in interest.text.versions.order_by("number")] == [False, True]
    signal = challenge.pace_signals.get().words
    assert signal is not None
    for text in (interest.text, said.text, signal):
        sent = client.post(address(challenge, f"mijn-woorden/{text.public_id}/terugnemen/"))
        assert sent.status_code == 302
        assert not Text.objects.get(pk=text.pk).readable
        assert client.post(address(challenge, f"mijn-woorden/{text.public_id}/terugnemen/")).status_code == 302
    interest.refresh_from_db()
    said.refresh_from_db()
    assert interest.withdrawn_at is not None
    assert said.state == Statement.State.WITHDRAWN
    kinds = list(Line.objects.filter(type="moderation.words_taken_back").values_list("actor", "party"))
    assert kinds == [("", "")]


def test_e22_tombstones_stay_and_links_of_others_survive() -> None:
    challenge = four_parties()
    first = thought(challenge, body="De eerste gedachte")
    share_thought(challenge, body="Bouwt daarop voort", built_on=first, by=by("Bram"))
    withdraw_thought(first, by=by("Amina"))
    page = client_of("Bram").get(address(challenge, f"dialoog/gedachte/{first.public_id}/"))
    assert page.status_code == 200
    built = Statement.objects.get(built_on=first)
    shown = client_of("Eva").get(address(challenge, f"dialoog/gedachte/{built.public_id}/")).content.decode()
    assert f"gedachte/{first.public_id}/" in shown
    assert "De eerste gedachte" not in shown
    assert "[ingetrokken door wie het schreef]" in shown


def test_agreed_words_are_not_taken_back_and_the_page_says_what_to_do() -> None:
    challenge = four_parties()
    goal = propose_goal(challenge, words="Open op zondag", by=by("Amina"))
    page = client_of("Amina").post(address(challenge, f"mijn-woorden/{goal.text.public_id}/terugnemen/"))
    assert page.status_code == 409
    assert Text.objects.get(pk=goal.text_id).readable


def test_words_that_another_answer_replaced_are_found_and_erased() -> None:
    challenge = four_parties()
    goal = propose_goal(challenge, words="Open op zondag", by=by("Amina"))
    say_not_yet(goal, reason=f"Vraag het {CANARY}", by=by("Bram"))
    say_not_yet(goal, reason="Liever zaterdag", seen=make.seen(goal.round, make.bram()), by=by("Bram"))
    page = client_of("Bram").get(address(challenge, "mijn-woorden/")).content.decode()
    assert CANARY in page
    assert CANARY not in client_of("Eva").get(address(challenge, "mijn-woorden/")).content.decode()
    (loose,) = [text for text in Text.objects.all() if CANARY in str(text)]
    assert client_of("Eva").post(address(challenge, f"mijn-woorden/{loose.public_id}/wissen/")).status_code == 404
    assert client_of("Bram").post(address(challenge, f"mijn-woorden/{loose.public_id}/wissen/")).status_code == 302
    assert not Text.objects.get(pk=loose.pk).readable
    before = Line.objects.count()
    actions.erase_loose(challenge, loose, by=by("Bram"))
    assert Line.objects.count() == before, "a second click that crossed with the first erases nothing twice"


@pytest.mark.parametrize(
    ("shows", "sees"), [("name", {"Amina", "Bewoners Molenwijk"}), ("party", {"Bewoners Molenwijk"}), ("nobody", set())]
)
def test_b22_author_chooses_what_others_see_after_their_own_answer(shows: str, sees: set[str]) -> None:
    challenge = four_parties()
    client_of("Amina").post(address(challenge, "dialoog/delen/"), {"body": "Een gedachte", "kind": "", "shows": shows})
    said = Statement.objects.get()
    page = address(challenge, f"dialoog/gedachte/{said.public_id}/")
    card = client_of("Eva").get(page).content.decode().split("<section")[2].split("</section>")[0]
    assert not {"Amina", "Bewoners Molenwijk"} & {name for name in ("Amina", "Bewoners Molenwijk") if name in card}
    answer(said, make.person("Eva"), View.SAME)
    card = client_of("Eva").get(page).content.decode().split("<section")[2].split("</section>")[0]
    assert {name for name in ("Amina", "Bewoners Molenwijk") if name in card} == sees


def test_b22_contribution_without_name_leads_to_its_author_nowhere(tmp_path: Path) -> None:
    """No page on which the thought stands, for any role, names its author; nor does the whole log."""
    challenge = four_parties()
    residents = challenge.parties.get(number=1)
    make.colleague(residents, make.person("Zoe"), inviter=make.amina())
    Person.objects.filter(email="zoe@example.org").update(display_name="Zoetrope Uniek")
    opened = open_first_round(challenge)
    share_thought(challenge, body="Zonder naam gezegd", show_party=False, by=by("Zoe"))
    said = Statement.objects.get()
    for name in ("Amina", "Bram", "Eva", "Finn"):
        answer(said, make.person(name), View.SAME)
    # The reader of her own party comes nearest to her name; another party's sees no more than that one.
    for name in ("", "Chris", "Amina", "Bram", "Eva") if FULL else ("", "Chris", "Amina"):
        read = [text for _address, _status, _kind, text in pages(client_of(name))]
        seen = [text for text in read if "Zonder naam gezegd" in text]
        assert seen
        assert "Zoetrope" not in "".join(seen if name in {"Amina", "Bram", "Eva"} else read)
    (line,) = Line.objects.filter(stream=challenge.stream, type="dialogue.thought_shared")
    assert (line.content["actor"], line.content["party"]) == (None, None)
    exports.write(tmp_path / "log.zip", everything=True)
    raw = (tmp_path / "log.zip").read_bytes()
    seat = Seat.objects.get(person=make.person("Zoe"))
    assert b"Zoetrope" not in raw
    assert b"zoe@" not in raw
    about = [json.loads(bytes(one.bytes)) for one in Line.objects.filter(object=said.public_id)]
    assert {(row["actor"], row["party"]) for row in about} == {(None, None)}
    assert seat.party_id == residents.pk
    assert opened.is_open


def test_operator_hides_at_the_command_line_and_the_log_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    challenge = guarded()
    text = thought(challenge).text
    assert main(["moderate", "hide", challenge.slug, text.public_id, "--reason", "threat"]) == 0
    assert Hiding.objects.get().by_operator
    assert not Text.objects.get(pk=text.pk).readable
    assert main(["moderate", "hide", challenge.slug, text.public_id, "--reason", "threat"]) == 1
    assert main(["moderate", "hide", "bestaat-niet", text.public_id, "--reason", "threat"]) == 2
    with pytest.raises(SystemExit):
        main(["moderate", "hide", challenge.slug, text.public_id, "--reason", "mening"])
    assert Line.objects.get(type="moderation.words_hidden").role == "operator"
    assert "UTC" in capsys.readouterr().out


def test_report_list_shows_open_words_only_and_finds_them_by_a_few(client: Client) -> None:
    challenge = guarded()
    text = thought(challenge, body="Een zoekbare zin over de achterdeur").text
    actions.report(challenge, text=text, reason=Reason.INSULT, words="kanarie-melding", by=by("Bram"))
    index()
    found = client.get(address(challenge, "melden/?zoek=achterdeur")).content.decode()
    assert f"melden/{text.public_id}/" in found
    assert f"melden/{challenge.opening.public_id}/" not in found
    assert "kanarie-melding" not in client.get(address(challenge, "melden/?zoek=kanarie")).content.decode()
    told = Report.objects.get().words
    assert told is not None
    assert client.get(address(challenge, f"melden/{told.public_id}/")).status_code == 404
    assert Actor.visitor().person is None


def test_words_of_a_moment_ago_are_found_to_report_before_the_index_knows_them(client: Client) -> None:
    challenge = guarded()
    thought(challenge, body="Iets anders over de voordeur")
    index()
    text = thought(challenge, body="Een zin over de achterdeur van zonet").text
    hidden_text = thought(challenge, "Eva", "Nog een achterdeur").text
    hidden(challenge, hidden_text, "Dilek")
    found = client.get(address(challenge, "melden/?zoek=achterdeur zonet")).content.decode()
    assert f"melden/{text.public_id}/" in found
    assert (
        f"melden/{hidden_text.public_id}/"
        not in client.get(address(challenge, "melden/?zoek=achterdeur")).content.decode()
    )
    assert "Niets gevonden" in client.get(address(challenge, "melden/?zoek=achterdeur voordeur")).content.decode()
    index()
    again = client.get(address(challenge, "melden/?zoek=achterdeur")).content.decode()
    assert again.count(f"melden/{text.public_id}/") == 1


def test_b24_what_a_party_takes_along_is_not_found_to_report_before_all_told_it(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    change = propose(challenge, to="interests", reason="Wij zijn zover.", by=by("Amina"))
    assert change is not None
    reflect(change, words="kanarie-terugblik van Amina", by=by("Amina"))
    for _time in range(2):
        for search in ("melden/", "melden/?zoek=terugblik"):
            assert "kanarie-terugblik" not in client.get(address(challenge, search)).content.decode()
        index()
    reflect(change, words="Wij namen de tijd.", by=by("Bram"))
    for _time in range(2):
        for search in ("melden/", "melden/?zoek=terugblik"):
            assert "kanarie-terugblik" in client.get(address(challenge, search)).content.decode()
        index()


@pytest.mark.parametrize("wanted", ["", "gedachte"])
def test_the_list_to_report_reads_as_little_for_two_hundred_words_as_for_one(
    wanted: str, django_assert_num_queries: Any
) -> None:
    shown, visitor = [], AnonymousUser()
    for number in (1, 3, 200):
        challenge = imported(camps(6, number), slug=f"gesprek-{number}").dialogue.challenge
        index()
        queries.to_report(challenge, visitor, wanted=wanted, page="1")
        with django_assert_num_queries(3 if wanted else 2):
            shown.append(queries.to_report(challenge, visitor, wanted=wanted, page="1"))
    counts = [page["page_obj"].paginator.count for page in shown]
    assert counts[1] == counts[0] + 2
    assert counts[2] == queries.MOST_TO_REPORT, "no more rows are read, however many words there are"
    assert [page["more"] for page in shown] == [False, False, True]


def test_r12_who_does_not_take_part_finds_no_words_for_who_does(client: Client) -> None:
    challenge = guarded()
    introduce(challenge, brings="Een geheimzinnige speeltuin", at_stake="", by=by("Bram"))
    index()
    for search in ("melden/?zoek=speeltuin", "melden/"):
        assert "speeltuin</span>" not in client.get(address(challenge, search)).content.decode()
        client.force_login(make.bram())
        assert "speeltuin" in client.get(address(challenge, search)).content.decode()
        client.logout()


def test_a_search_for_far_too_much_looks_for_its_beginning(client: Client) -> None:
    challenge = guarded()
    client.force_login(make.bram())
    answer = client.get(address(challenge, "melden/"), {"zoek": "x" * 100_000})
    assert answer.status_code == 200
    assert f'value="{"x" * 100}"' in answer.content.decode()

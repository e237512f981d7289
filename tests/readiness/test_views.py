"""The pages about being ready: who gets in, what they say, and that reading writes nothing."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from communityup.log import exports
from communityup.log.actions import seal
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.questionnaires.models import Participant
from communityup.workspace.challenges.models import Challenge, Seat
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.readiness import actions
from communityup.workspace.readiness.models import Check, Outcome
from tests import make
from tests.forms_on_pages import filled
from tests.make_facilitators import guarded
from tests.make_readiness import KEYS, answered, closed, neighbours, opened, sent, waited

pytestmark = pytest.mark.django_db
FORMS = ("antwoorden", "namens-je-partij", "sluiten", "uitkomst", "stap", "afronden")
SEALED = ("antwoorden", "namens-je-partij", "sluiten")
CHOICES = dict.fromkeys(KEYS, "unknown")


def beside(who: str, challenge: Challenge, path: str) -> str:
    """Return another page of the challenge as somebody reads it."""
    client = Client()
    client.force_login(make.person(who))
    answer = client.get(f"/opgaven/{challenge.slug}/{path}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_anonymous_outsider_and_party_at_every_address() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = closed(challenge)
    lines = Line.objects.count()
    for path in FORMS:
        place = f"{check.public_id}/{path}/"
        assert sent(None, challenge, place).status_code == 302
        assert sent("Chris", challenge, place).status_code == 403
        assert sent("Chris", challenge, place, {"words": "x"}).status_code == 403
        # This round is closed: nobody answers or closes it any more, so no form for that is shown.
        assert sent("Amina", challenge, place).status_code == (409 if path in SEALED else 200)
    for path in ("", f"{check.public_id}/", f"{check.public_id}/verloop/"):
        assert {sent(who, challenge, path).status_code for who in (None, "Chris", "Amina")} == {200}
        assert sent("Amina", challenge, path, {}).status_code == 405
    for path in ("vragen/", "eigen/", f"{check.public_id}/woorden-terugnemen/"):
        assert sent("Amina", challenge, path).status_code == 405
        assert sent(None, challenge, path, {}).status_code == 302
        assert sent("Chris", challenge, path, {}).status_code == 403
    assert sent("Amina", challenge, "f" * 32 + "/").status_code == 404
    assert Line.objects.count() == lines


def test_b35_b20_a_partys_own_round_is_not_there_for_anybody_else() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = actions.ask_own(challenge, by=Actor.of(make.amina()))
    places = ["", "verloop/", "logboek/", *(f"{path}/" for path in FORMS)]
    for who in ("Bram", "Chris"):
        assert {sent(who, challenge, f"{check.public_id}/{place}").status_code for place in places} == {404}
        assert sent(who, challenge, f"{check.public_id}/woorden-terugnemen/", {}).status_code == 404
        assert check.public_id not in sent(who, challenge).content.decode()
    assert sent(None, challenge, f"{check.public_id}/").status_code == 404
    page = sent("Amina", challenge, f"{check.public_id}/").content.decode()
    assert "alleen van je eigen partij" in page
    assert f"{check.public_id}/logboek/" in page
    assert check.public_id in sent("Amina", challenge).content.decode()
    other, _amina, _bram = make.challenge_of_two(title="Een andere opgave")
    assert sent("Amina", other, f"{check.public_id}/").status_code == 404


def test_b35_b20_lines_of_a_partys_own_round_are_read_by_its_people_and_elsewhere_only_their_proof(
    tmp_path: Path,
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.person("Nora"), inviter=amina)
    check = actions.ask_own(challenge, by=Actor.of(amina))
    answered(check, [amina], words="Ik ben moe.")
    actions.close(check, by=Actor.of(amina))
    actions.tell_outcome(check, choice="not_yet", words="Wij zijn met te weinig.", by=Actor.of(amina))
    lines, place = Line.objects.count(), f"{check.public_id}/logboek/"
    for who in ("Amina", "Nora"):
        page = sent(who, challenge, place).content.decode()
        assert "Bewoners Molenwijk zei wat ze van de ronde" in page
        assert page.count('class="hash"') == Line.objects.filter(stream=check.asked.stream).count() == 3
    assert sent("Bram", challenge, place).status_code == 404
    assert sent("Amina", challenge, place, {}).status_code == 405
    assert "ronde" not in beside("Bram", challenge, "logboek").split("<main")[1]
    assert Line.objects.count() == lines
    seal()
    exports.write(tmp_path / "log.zip")
    with zipfile.ZipFile(tmp_path / "log.zip") as archive:
        handed_out = b"".join(archive.read(name) for name in archive.namelist())
    for line in Line.objects.filter(stream=check.asked.stream).select_related("leaf"):
        assert line.leaf.hash.encode() in handed_out, "the tree proves it"
        assert line.hash.encode() not in handed_out
        assert bytes(line.bytes) not in handed_out
    assert b"Wij zijn met te weinig." not in handed_out


def test_e6_who_has_an_older_page_turns_nothing_that_a_colleague_said_for_the_party_unseen() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.person("Nora"), inviter=amina)
    check = closed(challenge)
    place = f"{check.public_id}/uitkomst/"
    old = {who: filled(sent(who, challenge, place).content.decode())["seen"] for who in ("Amina", "Nora")}
    first = {"choice": "not_yet", "words": "Eerst het dak.", "seen": old["Amina"]}
    assert sent("Amina", challenge, place, first).status_code == 302
    late = sent("Nora", challenge, place, {"choice": "go", "words": "Wij kunnen!", "seen": old["Nora"]})
    html = late.content.decode()
    assert late.status_code == 422
    assert "Jouw partij zei intussen dit: nog niet, “Eerst het dak”." in html
    assert "Wij kunnen!" in html, "what was typed is kept"
    assert check.outcomes.get().choice == "not_yet"
    assert sent("Nora", challenge, place, {**first, "seen": old["Nora"]}).status_code == 302, "the same again is once"
    again = {"choice": "go", "words": "Wij kunnen!", "seen": filled(html)["seen"]}
    assert sent("Nora", challenge, place, again).status_code == 302
    assert check.outcomes.get().choice == "go"


def test_the_log_of_a_round_of_all_is_the_log_of_the_challenge() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    answer = sent("Amina", challenge, f"{closed(challenge).public_id}/logboek/")
    assert (answer.status_code, answer["Location"]) == (302, f"/opgaven/{challenge.slug}/logboek/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_of_an_own_round_costs_the_same_for_one_line_and_more(
    number: int, django_assert_num_queries: Any
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    check = actions.ask_own(challenge, by=Actor.of(amina))
    for which in range(number - 1):
        actions.answer_openly(check, given={KEYS[0]: which}, by=Actor.of(amina))
    client = Client()
    client.force_login(amina)
    client.get(f"/opgaven/{challenge.slug}/klaar/{check.public_id}/logboek/")
    with django_assert_num_queries(10):
        page = client.get(f"/opgaven/{challenge.slug}/klaar/{check.public_id}/logboek/").content.decode()
    assert page.count('class="hash"') == number


def test_b35_not_yet_leads_to_help_for_that_party_and_together_for_all() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = closed(challenge)
    place, help_words = f"{check.public_id}/", "Wat nu kan helpen"
    sent("Amina", challenge, f"{place}uitkomst/", {"choice": "not_yet", "words": ""})
    assert help_words in sent("Amina", challenge, place).content.decode()
    for who in ("Bram", "Chris", None):
        page = sent(who, challenge, place).content.decode()
        assert help_words not in page
        assert "Je partij koos" not in page
    sent("Bram", challenge, f"{place}uitkomst/", {"choice": "go", "words": "Wij wachten op jullie."})
    for who in ("Bram", "Chris", None):
        page = sent(who, challenge, place).content.decode()
        assert "Samen: nog niet" in page
        assert "kijken op een plek waar mensen dit eerder deden" in page
        assert "Wij wachten op jullie." in page


def test_a_whole_round_over_the_pages() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert sent("Amina", challenge, "vragen/", {}).status_code == 302
    place = f"{waited(Check.objects.get()).public_id}/"
    bad = sent("Amina", challenge, f"{place}antwoorden/", {"O1": "Mijn woorden"})
    assert bad.status_code == 422
    assert "Mijn woorden" in bad.content.decode()
    assert "‘weet ik niet’ mag ook" in bad.content.decode()
    assert sent("Amina", challenge, f"{place}antwoorden/", {**CHOICES, "H2": "3"}).status_code == 302
    assert 'value="3"' in sent("Amina", challenge, f"{place}antwoorden/").content.decode()
    assert "Je hebt geantwoord" in sent("Amina", challenge, place).content.decode()
    assert sent("Bram", challenge, f"{place}namens-je-partij/", {**CHOICES, "H2": "1"}).status_code == 302
    assert sent("Bram", challenge, f"{place}namens-je-partij/", {"H2": "9"}).status_code == 422
    assert ">openlijk<" not in sent("Bram", challenge, place).content.decode()
    assert sent("Bram", challenge, f"{place}sluiten/", {}).status_code == 302
    _talk_and_end(challenge, place)


def _talk_and_end(challenge: Challenge, place: str) -> None:
    assert ">openlijk<" in sent("Chris", challenge, place).content.decode()
    assert sent("Amina", challenge, f"{place}antwoorden/", CHOICES).status_code == 409
    assert sent("Amina", challenge, f"{place}uitkomst/", {"words": "Zomaar"}).status_code == 422
    for who in ("Amina", "Bram"):
        assert sent(who, challenge, f"{place}uitkomst/", {"choice": "go", "words": ""}).status_code == 302
    assert "checked" in sent("Amina", challenge, f"{place}uitkomst/").content.decode()
    assert sent("Amina", challenge, f"{place}stap/", {"words": ""}).status_code == 422
    assert sent("Amina", challenge, f"{place}afronden/", {"no_step": ""}).status_code == 422
    assert sent("Amina", challenge, f"{place}stap/", {"words": "Wij bellen."}).status_code == 302
    assert sent("Amina", challenge, f"{place}afronden/", {}).status_code == 302
    page = sent("Chris", challenge, place).content.decode()
    assert "Samen: we kunnen verder" in page
    assert "Wij bellen." in page
    assert Outcome.objects.count() == 2


def test_r6_the_page_of_a_closed_round_offers_no_answer_in_the_name_of_a_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    check = opened(challenge)
    place = f"{check.public_id}/"
    assert "namens-je-partij" in sent("Bram", challenge, place).content.decode()
    actions.close(check, by=Actor.of(amina))
    for one in (amina, bram):
        actions.tell_outcome(check, choice="go", by=Actor.of(one))
    page = sent("Bram", challenge, place).content.decode()
    assert "/afronden/" in page
    assert "namens-je-partij" not in page
    late = sent("Bram", challenge, f"{place}namens-je-partij/", {**CHOICES, "H2": "1"})
    assert late.status_code == 409
    assert "de antwoorden zijn verzegeld" in late.content.decode()
    assert f'href="/opgaven/{challenge.slug}/klaar/{place}"' in late.content.decode()


def test_e7_pages_tell_that_a_step_waits_for_the_second_yes_and_who_asks() -> None:
    challenge, first, second = guarded()
    one, other = str(first.person), str(second.person)
    page = sent("Amina", challenge).content.decode()
    assert "vragen/" not in page
    assert "Wie het proces begeleidt, vraagt het iedereen" in page
    assert "Je beslist dit samen" in sent(one, challenge).content.decode()
    assert sent(one, challenge, "vragen/", {})["Location"] == f"/opgaven/{challenge.slug}/klaar/"
    for who in (one, other, "Amina"):
        page = sent(who, challenge).content.decode()
        assert "Er is een eerste ja om het iedereen te vragen" in page
        assert "/klaar/vragen/" not in page
    assert "Iedereen vragen of we er klaar voor zijn" in beside(other, challenge, "procesbegeleiders")
    actions.ask_all(challenge, by=Actor.of(second.person))
    place = f"{Check.objects.get().public_id}/"
    assert "Je beslist dit samen" in sent(one, challenge, f"{place}sluiten/").content.decode()
    assert sent(one, challenge, f"{place}sluiten/", {}).status_code == 302
    page = sent(other, challenge, place).content.decode()
    assert "Er is een eerste ja om deze ronde te sluiten" in page
    assert "/sluiten/" not in page
    assert "antwoorden/" in sent("Amina", challenge, place).content.decode()
    assert sent(other, challenge, f"{place}sluiten/", {}).status_code == 302
    for name in ("Amina", "Bram"):
        actions.tell_outcome(Check.objects.get(), choice="go", by=Actor.of(make.person(name)))
    assert sent(one, challenge, f"{place}afronden/", {"no_step": "Het loopt."}).status_code == 302
    assert "Er is een eerste ja om deze ronde af te ronden" in sent("Chris", challenge, place).content.decode()
    assert "bewust zonder stap: Het loopt." in beside(other, challenge, "procesbegeleiders")


def test_e12_pages_offer_no_asking_closing_or_ending_while_a_step_back_lasts() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    assert "/klaar/vragen/" in sent("Amina", challenge).content.decode()
    other, _amina, _bram = make.challenge_of_two(title="Een andere opgave")
    place = f"{opened(other).public_id}/"
    for one in (challenge, other):
        call_step_back(one, reason="Even wachten.", by=Actor.of(bram))
    page = sent("Amina", challenge).content.decode()
    assert "/klaar/vragen/" not in page
    assert "/klaar/eigen/" in page
    page = sent("Amina", other, place).content.decode()
    assert "/sluiten/" not in page
    assert "antwoorden/" in page
    own = f"{actions.ask_own(other, by=Actor.of(bram)).public_id}/"
    assert "/sluiten/" in sent("Bram", other, own).content.decode()


def test_who_did_not_accept_the_rules_yet_is_not_told_that_somebody_else_asks() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    Seat.objects.filter(person=make.amina()).update(rules=None)
    assert "Wie het proces begeleidt" not in sent("Amina", challenge).content.decode()
    assert "/klaar/vragen/" in sent("Amina", challenge).content.decode()


def main(page: str) -> str:
    """Return what stands in the middle of a page."""
    return page.split("<main")[1].split("</main", maxsplit=1)[0]


def test_who_answered_reads_so_alone_and_can_change_it_until_the_round_closes() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.person("Nora"), inviter=amina)
    place = f"{opened(challenge).public_id}/"
    before = main(sent("Amina", challenge, place).content.decode())
    assert "Beantwoord de vragen" in before
    assert before.count("utrecht-button--primary-action") == 1, "one thing to do first on a page"
    sent("Amina", challenge, f"{place}antwoorden/", {**CHOICES, "H2": "3"})
    page = main(sent("Amina", challenge, place).content.decode())
    assert "Je hebt geantwoord. Alleen jij ziet wat." in page
    assert "Verander je antwoorden" in page
    assert "Beantwoord de vragen" not in page
    for who in ("Nora", "Bram", "Chris"):
        assert "Je hebt geantwoord" not in sent(who, challenge, place).content.decode()
    actions.close(Check.objects.get(), by=Actor.of(amina))
    assert "Wat je antwoordde, is verzegeld" in sent("Amina", challenge, place).content.decode()
    assert "is verzegeld" not in main(sent("Nora", challenge, place).content.decode())


def test_r6_that_a_party_answered_openly_its_own_people_read_on_the_page() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.person("Nora"), inviter=bram)
    place = f"{opened(challenge).public_id}/"
    sent("Bram", challenge, f"{place}namens-je-partij/", {**CHOICES, "H2": "1"})
    for who in ("Bram", "Nora"):
        page = sent(who, challenge, place).content.decode()
        assert "Je partij heeft in eigen naam geantwoord" in page
    assert "Verander het antwoord van je partij" in sent("Bram", challenge, place).content.decode()
    for who in ("Amina", "Chris"):
        assert "heeft in eigen naam geantwoord" not in sent(who, challenge, place).content.decode()
    assert "Antwoord namens je partij" in sent("Amina", challenge, place).content.decode()


@pytest.mark.parametrize(("path", "who"), [("antwoorden", "Amina"), ("namens-je-partij", "Bram")])
def test_with_nothing_filled_in_nothing_is_kept_but_what_was_there_can_be_emptied(path: str, who: str) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    place, lines = f"{check.public_id}/{path}/", Line.objects.count()
    empty = sent(who, challenge, place, CHOICES)
    assert empty.status_code == 422
    assert "Er is nog niets ingevuld" in empty.content.decode()
    assert (Participant.objects.count(), Line.objects.count()) == (0, lines)
    assert sent(who, challenge, place, {**CHOICES, "H2": "0"}).status_code == 302, "the first choice is an answer"
    assert "geantwoord." in main(sent(who, challenge, f"{check.public_id}/").content.decode())
    client = Client()
    client.force_login(make.person(who))
    page = client.post(f"/opgaven/{challenge.slug}/klaar/{place}", CHOICES, follow=True).content.decode()
    assert "Wat er was ingevuld is weg" in page
    assert "geantwoord." not in main(page)
    assert 'value="0" checked' not in sent(who, challenge, place).content.decode()


def test_a_party_that_came_later_reads_that_it_is_asked_in_the_next_round() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    place = f"{opened(challenge).public_id}/"
    make.join(challenge, make.dilek(), "School", "institution")
    page = sent("Dilek", challenge, place).content.decode()
    assert "Bij de volgende ronde doe je mee" in page
    assert "/antwoorden/" not in page
    assert "namens-je-partij" not in page


def test_words_can_be_taken_back_on_the_page_and_only_their_writer_sees_them_before() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    check = opened(challenge)
    answered(check, [amina], words="Geheim tot morgen")
    actions.close(check, by=Actor.of(amina))
    place = f"{check.public_id}/"
    assert "Geheim tot morgen" in sent("Amina", challenge, place).content.decode()
    assert "Geheim tot morgen" not in sent("Bram", challenge, place).content.decode()
    assert sent("Amina", challenge, f"{place}woorden-terugnemen/", {}).status_code == 302
    assert "Geheim tot morgen" not in sent("Amina", challenge, place).content.decode()


def test_r9_the_page_shows_spreads_of_five_and_more_and_who_answered_nowhere() -> None:
    challenge, amina, bram = make.challenge_of_two()
    people = [amina, *neighbours(challenge, 4)]
    check = opened(challenge)
    answered(check, [*people, bram])
    actions.answer_openly(check, given={"H2": 4}, by=Actor.of(bram))
    actions.close(check, by=Actor.of(amina))
    page = sent("Bram", challenge, f"{check.public_id}/").content.decode()
    assert page.count('class="spread"') == len(KEYS)
    assert page.count("niet getoond") >= len(KEYS) - 1, "all but the one that its party answered openly"
    assert "Buur 1" not in page
    assert Participant.objects.count() == 6
    trend = sent(None, challenge, f"{check.public_id}/verloop/").content.decode()
    assert trend.count(">openlijk<") == 1
    assert trend.count('class="spread"') == len(KEYS)


def test_pages_cost_the_same_queries_for_one_and_three_rounds(django_assert_num_queries: Any) -> None:
    for rounds in (1, 3):
        challenge, amina, bram = make.challenge_of_two(title=f"Opgave {rounds}")
        for _round in range(rounds):
            check = closed(challenge, amina)
            for one in (amina, bram):
                actions.tell_outcome(check, choice="go", words="Ja", by=Actor.of(one))
            for _step in range(rounds):
                actions.tell_step(check, words="Iets", by=Actor.of(amina))
            actions.end(check, by=Actor.of(amina))
        # Without a round that runs too: who guards the process (twice), one's own place there, and the step that waits.
        for path, number in (("", 12), (f"{check.public_id}/", 18), (f"{check.public_id}/verloop/", 11)):
            client = Client()
            client.force_login(bram)
            address = f"/opgaven/{challenge.slug}/klaar/{path}"
            client.get(address)
            with django_assert_num_queries(number):
                assert client.get(address).status_code == 200

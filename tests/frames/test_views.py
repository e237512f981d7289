"""The pages of what is fixed: the same for everybody, in place where it touches, and forms that keep what was typed."""

import pytest
from django.test import Client

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.frames import actions
from communityup.workspace.frames.actions import Fixing
from communityup.workspace.frames.models import Frame, Question, Touch
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make, make_agreements
from tests.make_frames import LATE, NOTHING, ROOF, RULE, begun, by_amina, by_bram, fixed_late, shared_goal

pytestmark = pytest.mark.django_db

GETS = ("vast/", "woorden/", "regel/")
BUTTONS = ("losser/", "intrekken/")


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/kaders/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_s08_e3_everybody_reads_the_same_in_three_groups_with_the_rule() -> None:
    challenge, amina, bram = make.challenge_of_two()
    assert "Nog niets verteld" in read(Client(), base(challenge))
    link = "https://wetten.overheid.nl/BWBR0041297"
    fixed = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE, link=link), by=by_bram())
    assert "Dan is dit informeren." in read(Client(), base(challenge))
    actions.add_frame(challenge, kind="negotiable", words="De huurprijs", by=by_bram())
    actions.add_frame(challenge, kind="open", words="Wat er gebeurt", by=by_amina())
    actions.ask_about(fixed, words="Waar staat dat?", by=by_amina())
    for client in (Client(), signed_in(make.chris()), signed_in(amina), signed_in(bram)):
        page = read(client, base(challenge))
        places = [page.index(f">{words}<") for words in (ROOF, "De huurprijs", "Wat er gebeurt")]
        assert places == sorted(places)
        for words in ("Een wet of verordening", RULE["basis"], "1 vraag", "wacht op antwoord"):
            assert words in page
        assert "Dan is dit informeren." not in page
        one = read(client, f"{base(challenge)}{fixed.public_id}/")
        for words in (ROOF, RULE["basis"], link, "Waar staat dat?"):
            assert words in one
    assert "1 vast, 1 bespreekbaar, 1 open" in read(Client(), f"/opgaven/{challenge.slug}/aanloop/")


def test_a17_e13_the_mark_stands_in_place_and_leads_to_the_question() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    agreement = make_agreements.agreed(challenge, make.amina(), make.bram())
    frame = fixed_late(challenge, [key, f"agreement:{agreement.public_id}"])
    client = signed_in(make.amina())
    start = f"/opgaven/{challenge.slug}/"
    for place in ("doelen/", f"afspraken/{agreement.public_id}/"):
        page = read(client, start + place)
        assert "legde later vast: Het dak moet voor 2028 brandveilig zijn." in page, place
        assert f"/kaders/{frame.public_id}/" in page
    page = read(client, f"{base(challenge)}{frame.public_id}/")
    asked = Touch.objects.exclude(round=None).get().round
    assert asked is not None
    for words in (
        "De brandweer kwam vorige week kijken.",
        f"/akkoord/{asked.public_id}/",
        "stapje-terug",
        "opnieuw gevraagd",
    ):
        assert words in page
    question = read(client, f"{start}akkoord/{asked.public_id}/")
    assert "Geldt dit nog? De Schakel blijft open" in question
    assert "intrekken" not in question
    assert client.post(f"{start}akkoord/{asked.public_id}/intrekken/").status_code == 403
    assert client.post(f"{start}akkoord/{asked.public_id}/ja/").status_code == 302
    assert "Geldt dit nog?" in read(client, f"{start}afspraken/{agreement.public_id}/")


def test_x2_every_party_is_offered_a_step_back_on_what_came_late() -> None:
    challenge = begun()
    frame = fixed_late(challenge)
    for person in (make.amina(), make.bram()):
        assert "/tempo/stapje-terug/" in read(signed_in(person), f"{base(challenge)}{frame.public_id}/")
    page = read(Client(), f"{base(challenge)}{frame.public_id}/") if challenge.public_at else ""
    assert "/tempo/stapje-terug/" not in page


def test_a_form_in_the_lead_in_asks_no_reason_and_keeps_what_was_typed() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    client = signed_in(bram)
    address = f"{base(challenge)}nieuw/vast/"
    assert 'name="reason"' not in read(client, address)
    typed = {"words": "Bewaar mij"}
    answer = client.post(address, typed)
    content = answer.content.decode()
    assert answer.status_code == 422
    assert "Bewaar mij" in content
    for field in ("origin", "basis"):
        assert f'href="#id_{field}"' in content
    wrong = [
        {**RULE, "words": "x" * 10_000},
        {**typed, **RULE, "origin": "fate"},
        {**typed, **RULE, "link": "javascript:alert(1)"},
        {**typed, "origin": "law", "basis": "x" * 10_000},
    ]
    for data in wrong:
        assert client.post(address, data).status_code == 422
    assert not Frame.objects.exists()
    assert client.post(address, {**typed, **RULE}).status_code == 302
    for kind in ("open", "bespreekbaar"):
        assert client.post(f"{base(challenge)}nieuw/{kind}/", {"words": ""}).status_code == 422
        assert client.post(f"{base(challenge)}nieuw/{kind}/", {"words": "Alles daarbinnen"}).status_code == 302
    assert client.get(f"{base(challenge)}nieuw/anders/").status_code == 404
    assert set(Frame.objects.values_list("kind", flat=True)) == {"fixed", "open", "negotiable"}


def test_a_form_after_the_lead_in_asks_why_and_what_it_touches() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    client = signed_in(make.bram())
    address = f"{base(challenge)}nieuw/vast/"
    page = read(client, address)
    assert key in page
    fixed = {"words": ROOF, **RULE}
    content = client.post(address, fixed).content.decode()
    assert 'href="#id_reason"' in content
    assert "Kies wat dit raakt, of vertel waarom het niets raakt." in content
    late = {**fixed, "reason": LATE["reason"]}
    assert (
        "Je koos al wat dit raakt." in client.post(address, {**late, "touches": key, "nothing": "x"}).content.decode()
    )
    assert client.post(address, {**late, "touches": "goal:weg"}).status_code == 422
    assert client.post(f"{base(challenge)}nieuw/open/", {"words": "Zonder reden"}).status_code == 302
    assert not Touch.objects.exists()
    assert client.post(address, {**late, "touches": key}).status_code == 302
    assert Touch.objects.count() == 1
    assert client.post(address, {**fixed, "words": "Nog iets", "reason": "Nu pas", "nothing": "Los"}).status_code == 302


def test_the_whole_way_works_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = signed_in(bram), signed_in(amina)
    frame = actions.add_frame(challenge, kind="negotiable", words="De huur", by=by_bram())
    one = f"{base(challenge)}{frame.public_id}/"
    assert client.post(f"{one}woorden/", {"words": ""}).status_code == 422
    assert client.post(f"{one}woorden/", {"words": "De huurprijs"}).status_code == 302
    assert client.post(f"{one}regel/", {"origin": "contract", "basis": ""}).status_code == 422
    assert client.post(f"{one}regel/", {"origin": "contract", "basis": "Huurcontract 2024"}).status_code == 302
    assert client.post(f"{one}vast/", {"origin": ""}).status_code == 422
    assert client.post(f"{one}vast/", RULE).status_code == 302
    assert other.post(f"{one}vraag/", {"words": " "}).status_code == 422
    assert other.post(f"{one}vraag/", {"words": "Mag het anders?"}).status_code == 302
    asked = Question.objects.get()
    assert client.post(f"{one}vraag/{asked.public_id}/antwoord/", {"words": ""}).status_code == 422
    assert client.post(f"{one}vraag/{asked.public_id}/antwoord/", {"words": "Ja, samen"}).status_code == 302
    assert client.post(f"{one}losser/", {"kind": "fixed"}).status_code == 302
    assert client.post(f"{one}losser/", {"kind": "open"}).status_code == 302
    page = read(Client(), one)
    for words in ("De huurprijs", "Ja, samen", "vast → open", "bespreekbaar → vast"):
        assert words in page
    assert client.post(f"{one}intrekken/").status_code == 302
    assert "Ingetrokken" in read(Client(), one)
    assert "De huurprijs" in read(Client(), base(challenge))


def test_any_party_points_at_what_else_is_touched_on_the_page() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    frame = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=NOTHING, by=by_bram())
    client = signed_in(make.amina())
    one = f"{base(challenge)}{frame.public_id}/"
    assert "Er was nog niets over besloten." in read(client, one)
    assert client.post(f"{one}raakt/", {"about": "goal:weg"}).status_code == 422
    assert client.post(f"{one}raakt/", {"about": key}).status_code == 302
    assert "aangewezen door Bewoners Molenwijk" in read(client, one)


def test_who_may_not_gets_a_clear_answer_and_reading_changes_nothing() -> None:
    challenge, amina, bram = make.challenge_of_two()
    frame = actions.add_frame(challenge, kind="negotiable", words="De huur", by=by_bram())
    asked = actions.ask_about(frame, words="Hoezo?", by=by_amina())
    one, answer = f"{base(challenge)}{frame.public_id}/", f"vraag/{asked.public_id}/antwoord/"
    for place in (*GETS, answer):
        assert Client().get(one + place).status_code == 302
        assert signed_in(amina).get(one + place).status_code == 403
        assert signed_in(make.chris()).post(one + place, {"words": "x", **RULE}).status_code == 403
        assert signed_in(bram).get(one + place).status_code == 200
    for place in BUTTONS:
        assert Client().post(one + place).status_code == 302
        assert signed_in(amina).post(one + place, {"kind": "open"}).status_code == 403
        assert signed_in(bram).get(one + place).status_code == 405
    assert signed_in(bram).get(f"{one}vraag/").status_code == 403
    assert signed_in(make.chris()).get(f"{base(challenge)}nieuw/vast/").status_code == 403
    assert Client().get(f"{base(challenge)}nieuw/vast/").status_code == 302
    assert Client().get(f"{base(challenge)}{'0' * 32}/").status_code == 404
    frame.refresh_from_db()
    assert (frame.kind, str(frame.words), frame.withdrawn_at) == ("negotiable", "De huur", None)


def test_a_frame_of_a_closed_challenge_is_nobody_elses_and_of_another_challenge_neither() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    frame = actions.add_frame(challenge, kind="open", words="Alles", by=by_bram())
    other = make.challenge_of_one(amina, title="Iets anders")
    assert signed_in(make.chris()).get(base(challenge)).status_code == 404
    assert Client().get(f"{base(challenge)}{frame.public_id}/").status_code == 404
    assert signed_in(amina).get(f"{base(other)}{frame.public_id}/").status_code == 404
    assert signed_in(bram).get(f"{base(challenge)}{frame.public_id}/").status_code == 200
    make.step(challenge, LEAVE_LEAD_IN, amina, bram)
    assert 'name="reason"' in read(signed_in(bram), f"{base(challenge)}nieuw/vast/")

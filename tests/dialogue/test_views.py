import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Party
from communityup.workspace.dialogue import actions
from communityup.workspace.dialogue.models import Answer, Dialogue, PartyAnswer, Statement, View
from tests.make import challenge_of_two, chris, closed_challenge_of_two, join
from tests.make_dialogue import THOUGHTS, answer, dialogue_of_two, on_own_name, people, thoughts

pytestmark = pytest.mark.django_db

TAGS = re.compile(r"<(script|style|details)\b.*?</\1>|<[^>]+>", re.DOTALL)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def content_of(page: str) -> str:
    """Return the page below the frame of the challenge."""
    return main_of(page)[main_of(page).rindex("</nav>") :]


def words(markup: str) -> list[str]:
    return TAGS.sub(" ", markup).split()


def ids_of(markup: str) -> list[str]:
    return re.findall(r"/gedachte/([0-9a-f]{32})/", markup)


def test_dialogue_page_of_a_newcomer_has_at_most_sixty_words(seen: Callable[..., str]) -> None:
    challenge, _amina, bram, _statements = dialogue_of_two()
    page = content_of(seen(bram, "page", challenge.slug))
    thought = next(text for text in THOUGHTS if text in page)
    assert len(words(page.replace(thought, ""))) <= 60


def test_four_answers_are_four_equal_buttons(seen: Callable[..., str]) -> None:
    challenge, _amina, bram, _statements = dialogue_of_two()
    buttons = re.findall(
        r'<button type="submit" class="([^"]*)" name="value" value="(-?\d)"', seen(bram, "page", challenge.slug)
    )
    assert [value for _kind, value in buttons] == ["1", "-1", "2", "0"]
    assert {kind for kind, _value in buttons} == {"answer"}


def test_party_shows_after_ones_own_answer_only(seen: Callable[..., str], client: Client) -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    before = content_of(seen(bram, "thought", challenge.slug, first.public_id))
    assert "Bewoners Molenwijk" not in before
    client.force_login(bram)
    sent = client.post(reverse("dialogue:answer", args=[challenge.slug, first.public_id]), {"value": "1"}, follow=True)
    assert "Bewoners Molenwijk" in content_of(sent.content.decode())
    assert "Bewoners Molenwijk" in content_of(seen(bram, "thought", challenge.slug, first.public_id))


def test_name_shows_only_when_the_author_chose_so(seen: Callable[..., str]) -> None:
    challenge, amina, bram = challenge_of_two()
    hidden = actions.share_thought(challenge, body="Zonder naam.", by=Actor.of(amina))
    shown = actions.share_thought(challenge, body="Met naam.", show_name=True, by=Actor.of(amina))
    for statement in (hidden, shown):
        answer(statement, bram, View.SAME)
    assert "Amina" not in content_of(seen(bram, "thought", challenge.slug, hidden.public_id))
    assert "Amina" in content_of(seen(bram, "thought", challenge.slug, shown.public_id))


def test_r7_after_the_last_thought_one_always_gets_something_back(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, second, third) = dialogue_of_two()
    answer(first, bram, View.SAME)
    assert "2 van 2" in seen(bram, "page", challenge.slug)
    answer(second, bram, View.UNCLEAR)
    page = content_of(seen(bram, "page", challenge.slug))
    assert "Dank je wel" in page
    assert first.text.current.body not in page  # type: ignore[union-attr]
    for person in (amina, bram):
        actions.give_party_answer(first, value=View.SAME, by=Actor.of(person))
    actions.give_party_answer(third, value=View.SAME, by=Actor.of(bram))
    page = content_of(seen(bram, "page", challenge.slug))
    assert str(first) in page
    assert str(third) not in page


def test_r10_no_answer_of_others_shows_before_ones_own(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    actions.give_party_answer(first, value=View.DIFFERENT, by=Actor.of(amina))
    label = "samen:"
    pages = [
        seen(person, name, challenge.slug, *rest)
        for person in (bram, chris(), None)
        for name, *rest in (("page",), ("side_by_side",), ("thought", first.public_id))
    ]
    assert not [page for page in pages if label in page]
    answer(first, bram, View.SAME)
    assert label in seen(bram, "thought", challenge.slug, first.public_id)
    Dialogue.objects.update(closed_at=timezone.now())
    assert label in seen(None, "thought", challenge.slug, first.public_id)


def test_b25_columns_of_all_parties_stay_visible_also_when_empty(seen: Callable[..., str]) -> None:
    challenge, amina, _bram = challenge_of_two()
    join(challenge, chris(), "Welzijn Lindeveen", "institution")
    thoughts(challenge, amina)
    page = seen(amina, "side_by_side", challenge.slug)
    for name in ("Bewoners Molenwijk", "Gemeente Lindeveen", "Welzijn Lindeveen"):
        assert name in content_of(page)
    assert page.count("De stoel blijft open") == 3


def test_e16_order_of_columns_turns_per_viewer_and_never_by_answers(seen: Callable[..., str]) -> None:
    challenge, amina, bram, _statements = dialogue_of_two()
    join(challenge, chris(), "Welzijn Lindeveen", "institution")
    viewers = [amina, bram, chris(), *on_own_name(challenge, 6)]
    orders = {
        tuple(re.findall(r"</i>([^<]+)</span></h2>", seen(one, "side_by_side", challenge.slug))) for one in viewers
    }
    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset(next(iter(orders)))}


def test_a36_order_of_thoughts_differs_per_viewer_and_day() -> None:
    from datetime import date

    from communityup.workspace.dialogue.queries import shuffled

    person, rows = chris(), [{"pk": number} for number in range(7)]
    orders = {
        tuple(row["pk"] for row in shuffled(rows, viewer=person, day=date(2026, 11, day))) for day in range(1, 15)
    }
    assert len(orders) > 7  # more than turning seven could give: who stand side by side differs too
    assert all(sorted(order) == list(range(7)) for order in orders)
    first = date(2026, 11, 1)
    assert shuffled(rows, viewer=person, day=first) == shuffled(rows[::-1], viewer=person, day=first)


def test_r12_an_empty_column_never_tells_whose_an_unanswered_thought_is(seen: Callable[..., str]) -> None:
    challenge, amina, bram = challenge_of_two()
    leaver = Person.objects.create(email="weg@example.org", display_name="Weg")
    left = join(challenge, leaver, "School", "institution")
    for number, person in enumerate((amina, leaver)):
        actions.share_thought(challenge, body=f"Gedachte {number}", kind="experience", by=Actor.of(person))
    Party.objects.filter(pk=left.pk).update(state=Party.State.LEFT, left_at=timezone.now())
    for viewer in (bram, chris(), None):
        page = content_of(seen(viewer, "side_by_side", challenge.slug))
        assert page.index("Gedachte 0") < page.index('class="columns"'), (
            "what one can answer comes before empty columns"
        )
        told = re.findall(r'<p class="note">([^<]+)</p>', page.split('class="columns"')[1])
        assert len(told) == 3, told
        assert len(set(told)) == 1, told
        assert "School" not in page
    Dialogue.objects.update(closed_at=timezone.now())
    page = content_of(seen(bram, "side_by_side", challenge.slug))
    assert "School" in page


def test_a_thought_that_moderators_set_aside_is_not_readable_by_its_address(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, second, *_rest) = dialogue_of_two()
    Statement.objects.filter(pk=first.pk).update(state=Statement.State.MODERATED)
    client = Client()
    for person in (None, amina, bram):
        if person is not None:
            client.force_login(person)
        for name in ("thought", "build_on", "withdraw") if person else ("thought",):
            assert client.get(reverse(f"dialogue:{name}", args=[challenge.slug, first.public_id])).status_code == 404
    assert str(second) in seen(bram, "thought", challenge.slug, second.public_id)


def test_e3_page_is_the_same_for_every_party(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, second, third) = dialogue_of_two()
    answer(first, bram, View.SAME)
    answer(second, bram, View.SAME)
    answer(third, amina, View.SAME)
    for public_id in (first.public_id, second.public_id, third.public_id):
        for_amina, for_bram = (content_of(seen(one, "thought", challenge.slug, public_id)) for one in (amina, bram))
        strip = re.compile(r'<form method="post".*?</form>|<ul class="links"[^>]*>.*?</ul>', re.DOTALL)
        assert strip.sub("", for_amina).split() == strip.sub("", for_bram).split()


def test_a37_a_thought_of_every_kind_of_party_looks_the_same(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, _second, third) = dialogue_of_two()
    answer(first, bram, View.SAME)
    answer(third, amina, View.SAME)

    def card(person: Person, statement: Statement) -> str:
        page = content_of(seen(person, "thought", challenge.slug, statement.public_id))
        for known in (
            str(statement),
            statement.public_id,
            statement.text.public_id,
            "Bewoners Molenwijk",
            "Gemeente Lindeveen",
        ):
            page = page.replace(known, "")
        return re.sub(r"(shape|tone)-\d|[BG](?=</i>)|value=\"[^\"]{30,}\"", "", page)

    assert card(bram, first) == card(amina, third)


def test_mine_shows_ones_own_thoughts_and_answers_to_oneself(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    answer(first, bram, View.UNCLEAR)
    page = content_of(seen(bram, "mine", challenge.slug))
    assert THOUGHTS[2] in page
    assert THOUGHTS[0] in page
    assert "Ik begrijp het nog niet" in page
    assert THOUGHTS[2] not in content_of(seen(amina, "mine", challenge.slug))


def test_answer_changes_and_is_taken_back_on_ones_own_page(client: Client) -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    client.force_login(bram)
    address = reverse("dialogue:answer", args=[challenge.slug, first.public_id])
    for value, kept in (("1", 1), ("-1", -1), ("terug", None)):
        response = client.post(address, {"value": value, "to": "mine"})
        assert response.headers["Location"] == reverse("dialogue:mine", args=[challenge.slug])
        assert Answer.objects.get().value == kept


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"value": ""},
        {"value": "3"},
        {"value": "\x00"},
        {"value": "1", "dealt_by": "x"},
        {"value": "1", "dealt_by": "-1"},
        {"value": "1", "dealt_by": "²"},
        {"value": "1", "dealt_by": str(2**31)},
        {"value": "1", "dealt_by": "9" * 5000},
    ],
)
def test_wrong_answer_gets_the_page_again_and_writes_nothing(client: Client, sent: dict[str, str]) -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    client.force_login(bram)
    response = client.post(reverse("dialogue:answer", args=[challenge.slug, first.public_id]), sent)
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_too_long_thought_keeps_what_was_typed(client: Client) -> None:
    challenge, amina, _bram, _statements = dialogue_of_two()
    client.force_login(amina)
    response = client.post(reverse("dialogue:share", args=[challenge.slug]), {"body": "Lang. " * 60, "kind": "worry"})
    assert response.status_code == 422
    assert "Lang. Lang." in response.content.decode()
    assert Statement.objects.count() == 3


def test_sharing_and_building_on_by_form(client: Client) -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    client.force_login(bram)
    client.post(reverse("dialogue:share", args=[challenge.slug]), {"body": "Een nieuwe.", "kind": "wish"})
    address = reverse("dialogue:build_on", args=[challenge.slug, first.public_id])
    assert THOUGHTS[0] in client.get(address).content.decode()
    assert client.post(address, {"body": ""}).status_code == 422
    client.post(address, {"body": "Verder gedacht.", "shows": "name"})
    new, built = Statement.objects.order_by("pk")[3:]
    assert (new.kind, new.built_on, built.built_on, built.show_name) == ("wish", None, first, True)


def test_party_answer_by_form(client: Client) -> None:
    challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    client.force_login(bram)
    assert THOUGHTS[0] in client.get(reverse("dialogue:for_party", args=[challenge.slug])).content.decode()
    address = reverse("dialogue:party_answer", args=[challenge.slug, first.public_id])
    assert client.post(address, {"value": "terug"}).status_code == 422
    assert client.post(address, {"value": "-1"}).status_code == 302
    assert PartyAnswer.objects.get().value == View.DIFFERENT


def test_large_party_reads_that_no_answer_together_is_needed(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (*_rest, third) = dialogue_of_two()
    for one in [amina, *people(Party.objects.get(challenge=challenge, number=1), amina, 4, stem="Buur")]:
        answer(third, one, View.SAME)
    page = content_of(seen(amina, "for_party", challenge.slug))
    assert 'name="value"' not in page
    assert 'name="value"' in content_of(seen(bram, "for_party", challenge.slug))


def test_withdrawing_asks_first(client: Client) -> None:
    challenge, amina, bram, (first, *_rest) = dialogue_of_two()
    address = reverse("dialogue:withdraw", args=[challenge.slug, first.public_id])
    client.force_login(bram)
    assert client.post(address).status_code == 403
    client.force_login(amina)
    assert client.get(address).status_code == 200
    client.post(address)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    page = client.get(reverse("dialogue:thought", args=[challenge.slug, first.public_id])).content.decode()
    assert THOUGHTS[0] not in page
    assert "ingetrokken" in page


def test_own_name_joins_by_one_button(client: Client) -> None:
    challenge, *_rest = dialogue_of_two()
    client.force_login(chris())
    address = reverse("dialogue:page", args=[challenge.slug])
    assert 'class="answer"' not in client.get(address).content.decode()
    client.post(reverse("dialogue:own_name", args=[challenge.slug]))
    assert 'class="answer"' in client.get(address).content.decode()


def test_rounds_are_ended_closed_and_opened_by_form(client: Client) -> None:
    challenge, amina, *_rest = dialogue_of_two()
    client.force_login(amina)
    assert client.post(reverse("dialogue:set_end", args=[challenge.slug]), {"ends_on": "morgen"}).status_code == 422
    assert client.post(reverse("dialogue:set_end", args=[challenge.slug]), {"ends_on": "2019-01-01"}).status_code == 409
    client.post(reverse("dialogue:set_end", args=[challenge.slug]), {"ends_on": "2099-01-01"})
    assert client.post(reverse("dialogue:close", args=[challenge.slug])).status_code == 409
    Dialogue.objects.update(ends_on="2020-01-01")
    client.post(reverse("dialogue:close", args=[challenge.slug]))
    assert not Dialogue.objects.get().is_open
    assert client.post(reverse("dialogue:open", args=[challenge.slug]), {"question": ""}).status_code == 422
    client.post(reverse("dialogue:open", args=[challenge.slug]), {"question": "Wat nu?", "everyone_once": "on"})
    assert Dialogue.objects.latest("number").everyone_once
    assert client.get(reverse("dialogue:round", args=[challenge.slug])).status_code == 200


def test_closed_challenge_is_a_404_for_others(client: Client) -> None:
    challenge, amina, _bram = closed_challenge_of_two()
    (statement,) = thoughts(challenge, amina, THOUGHTS[:1])
    client.force_login(chris())
    names = ["page", "side_by_side", "mine", "for_party", "round"]
    addresses = [reverse(f"dialogue:{name}", args=[challenge.slug]) for name in names]
    addresses.append(reverse("dialogue:thought", args=[challenge.slug, statement.public_id]))
    assert [client.get(address).status_code for address in addresses] == [404] * 6
    posts = [reverse(f"dialogue:{name}", args=[challenge.slug]) for name in ("share", "own_name", "set_end", "open")]
    posts.append(reverse("dialogue:answer", args=[challenge.slug, statement.public_id]))
    assert [client.post(address, {"body": "x", "value": "1"}).status_code for address in posts] == [404] * 5


def test_thought_of_another_challenge_is_a_404(client: Client) -> None:
    challenge, amina, _bram, _statements = dialogue_of_two()
    other = challenge_of_two("Nog een vraag")[0]
    (elsewhere,) = thoughts(other, amina, ["Ergens anders."])
    for public_id in (elsewhere.public_id, "0" * 32, "x"):
        assert client.get(reverse("dialogue:thought", args=[challenge.slug, public_id])).status_code == 404


def test_reading_changes_nothing(client: Client) -> None:
    challenge, amina, _bram = challenge_of_two()
    client.force_login(amina)
    for name in ("page", "side_by_side", "mine", "for_party", "round"):
        assert client.get(reverse(f"dialogue:{name}", args=[challenge.slug])).status_code == 200
    assert not Dialogue.objects.exists()


WORDS = "Wie klust mee op zaterdag? <b>Ik</b> wel."


def without_what_differs(page: str, slug: str) -> str:
    """Return a page without its own address and its tokens."""
    return re.sub(r'(nonce|value)="[^"]{20,}"', "", page).replace(slug, "SLUG")


def test_words_sent_to_a_closed_challenge_come_back_and_tell_nothing_of_it(client: Client) -> None:
    challenge, _amina, _bram = closed_challenge_of_two()
    client.force_login(chris())
    pages = [
        (slug, client.post(reverse("dialogue:share", args=[slug]), {"body": WORDS, "code": "geheim-7"}))
        for slug in (challenge.slug, "bestaat-nergens")
    ]
    shown = [without_what_differs(page.content.decode(), slug) for slug, page in pages]
    assert [page.status_code for _slug, page in pages] == [404, 404]
    assert shown[0] == shown[1]
    assert "Wie klust mee op zaterdag? &lt;b&gt;Ik&lt;/b&gt; wel." in shown[0]
    assert "geheim-7" not in shown[0]
    assert challenge.title not in shown[0]
    asked = client.get(reverse("dialogue:page", args=[challenge.slug]) + f"?body={WORDS}").content.decode()
    assert "Wat je typte" not in asked


def test_words_sent_after_the_session_ended_come_back_with_a_way_to_sign_in(client: Client) -> None:
    challenge, _amina, _bram = closed_challenge_of_two()
    before = f"http://testserver/opgaven/{challenge.slug}/dialoog/"
    pages = [
        client.post(reverse("dialogue:share", args=[slug]), {"body": WORDS}, headers={"Referer": before})
        for slug in (challenge.slug, "bestaat-nergens")
    ]
    assert [page.status_code for page in pages] == [403, 403]
    shown = pages[0].content.decode()
    assert "Wie klust mee op zaterdag? &lt;b&gt;Ik&lt;/b&gt; wel." in shown
    assert f"{reverse('account_login')}?next=/opgaven/{challenge.slug}/dialoog/" in shown
    assert challenge.title not in shown
    assert without_what_differs(shown, challenge.slug) == without_what_differs(
        pages[1].content.decode(), challenge.slug
    ).replace("bestaat-nergens", "SLUG")
    for nothing in ({"body": " "}, {"value": "1", "object": "0" * 32}):
        sent = client.post(reverse("dialogue:share", args=[challenge.slug]), nothing)
        assert sent.status_code == 302, "who typed nothing goes on to sign in"

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.actions import give_party_answer
from communityup.workspace.dialogue.models import Dialogue, View
from tests.make import challenge_of_two, chris, closed_challenge_of_two
from tests.make_dialogue import answer, dialogue_of_two, thoughts
from tests.make_figures import DIFFERENT, SAME, answer_all, camps, imported, release, round_of

pytestmark = pytest.mark.django_db
PERCENTAGE = re.compile(r"\d\s*(%|procent|percent)")


@pytest.fixture
def seen(client: Client) -> Callable[..., str]:
    """Return the map page as somebody sees it."""

    def get(challenge: Challenge, person: Person | None = None, query: str = "") -> str:
        if person:
            client.force_login(person)
        else:
            client.logout()
        response = client.get(reverse("opinions:map", args=[challenge.slug]) + query)
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_a14_bridges_come_first_and_nothing_is_for_or_against(seen: Callable[..., str]) -> None:
    done = imported(camps(60, 12, parties=True))
    release(done.dialogue)
    page = seen(done.dialogue.challenge)
    main = page[page.index("<main") :]
    bridges, differences, table = (
        main.index(words) for words in ("vinden partijen", "lopen we uiteen", "Hetzelfde als tabel")
    )
    assert bridges < differences < table
    rows = main[table:]
    first = re.search(r'<th scope="row"><a[^>]*>([^<]+)', rows)
    assert first is not None
    assert first[1] in main[bridges:differences]
    assert not re.search(r"voorstander|tegenstander|\bvoor\b[^<]{0,20}\btegen\b", main)
    assert not PERCENTAGE.search(re.sub(r"<[^>]+>", " ", main))


def test_map_of_a_real_conversation_shows_groups_sizes_and_words(seen: Callable[..., str]) -> None:
    done = imported(camps(60, 12, parties=True))
    release(done.dialogue)
    page = seen(done.dialogue.challenge)
    assert page.count('class="map-contour"') == 2 * page.count("<svg viewBox") or "map-contour" in page
    assert re.search(r"groep 1 · \d+[05]", page)
    assert "Wat dit beeld niet kan zeggen" in page
    assert "Het beeld in woorden" in page
    assert "map-own" not in page
    assert "verzonnen partij" in page


def test_r9_drawing_has_no_mark_per_person(seen: Callable[..., str]) -> None:
    done = imported(camps(60, 12, parties=True))
    release(done.dialogue)
    page = seen(done.dialogue.challenge)
    for drawing in re.findall(r'<svg viewBox="0 0 \d+ \d+" role="img".*?</svg>', page, re.DOTALL):
        assert len(re.findall(r"<(circle|ellipse|path)\b", drawing)) <= 2 + 2 * 3


def test_no_groups_is_said_plainly(seen: Callable[..., str]) -> None:
    from dataclasses import replace

    import numpy as np

    chance = np.random.default_rng(2)
    noise = camps(60, 12)
    noise = replace(noise, values=chance.choice([-1, 1], len(noise.values)).astype(np.int8))
    done = imported(noise)
    release(done.dialogue)
    page = seen(done.dialogue.challenge)
    assert "Geen meningsgroepen gevonden" in page
    assert "map-contour" not in page


def test_r7_small_table_is_never_an_empty_page(seen: Callable[..., str]) -> None:
    challenge, amina, bram, (first, second, third) = dialogue_of_two()
    empty = seen(challenge, amina)
    for words in ("Wat iedereen herkent", "Wat nog niet begrepen is", "Wat je elkaar nu kunt vragen"):
        assert words in empty
    for statement, mine, theirs in ((first, 1, 1), (second, 1, -1), (third, 2, 1)):
        give_party_answer(statement, value=mine, by=Actor.of(amina))
        give_party_answer(statement, value=theirs, by=Actor.of(bram))
    answer(third, amina, View.SAME)
    page = seen(challenge, amina)
    parts = re.split(r"<h3>|<h2>", page)
    assert str(first) in next(part for part in parts if part.startswith("Wat iedereen"))
    assert str(second) in next(part for part in parts if part.startswith("Wat je elkaar"))
    assert str(third) in next(part for part in parts if part.startswith("Wat nog niet"))
    assert "samen:" in page


def test_r10_while_a_round_is_open_only_answered_thoughts_show(seen: Callable[..., str]) -> None:
    challenge, residents, municipality, shared = round_of(7)
    for one in [*residents[1:], *municipality]:
        answer_all(shared, one, [SAME, DIFFERENT, SAME])
    release(shared[0].dialogue)
    newcomer = residents[0]
    page = seen(challenge, newcomer)
    mine = [own for own in shared if own.author.person_id == newcomer.pk]  # type: ignore[union-attr]
    for statement in shared:
        assert (str(statement) in page) == (statement in mine)
    assert "zodra je er zelf antwoord op gaf" in page
    assert not [other for other in shared if str(other) in seen(challenge)]
    waiting = next(other for other in shared if other not in mine)
    answer(waiting, newcomer, View.PASS)
    assert str(waiting) in seen(challenge, newcomer)
    Dialogue.objects.update(closed_at="2026-11-21T12:00Z")
    assert all(str(other) in seen(challenge) for other in shared)


def test_own_ring_shows_to_oneself_only(seen: Callable[..., str]) -> None:
    challenge, residents, municipality, shared = round_of(16, thoughts=8)
    for one in residents:
        answer_all(shared, one, [SAME, DIFFERENT] * 4)
    for one in municipality:
        answer_all(shared, one, [DIFFERENT, SAME] * 4)
    release(shared[0].dialogue)
    assert "map-own" in seen(challenge, residents[5])
    assert "map-own" not in seen(challenge)
    assert "map-own" not in seen(challenge, chris())


def test_e3_map_is_the_same_for_every_role_after_the_round(seen: Callable[..., str]) -> None:
    done = imported(camps(60, 12, parties=True))
    release(done.dialogue)
    challenge = done.dialogue.challenge
    # What is left beside one's own links.
    around = r"(?s)^.*<main|\s*<li data-own>.*?</li>\s*|\s+"
    pages = [re.sub(r" +", " ", re.sub(around, " ", seen(challenge, one))) for one in (None, chris())]
    assert pages[0].replace(" </ul>", "</ul>") == pages[1].replace(" </ul>", "</ul>")


def test_list_of_releases_says_what_was_published_when(client: Client) -> None:
    challenge, residents, municipality, shared = round_of(6)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME] * 3)
    made = release(shared[0].dialogue)
    assert made is not None
    address = reverse("opinions:releases", args=[challenge.slug])
    (entry,) = client.get(address).json()["rounds"][0]["releases"]
    assert (entry["number"], entry["answers"], entry["root"]) == (1, made.answers, made.root)
    whole = client.get(address, {"ronde": "1", "uitgave": "1"}).json()["rounds"][0]["releases"][0]
    assert "published" not in whole, "no figures while the round is open"
    assert set(whole["cells"]) == {one.public_id for one in shared}
    Dialogue.objects.update(closed_at="2026-11-21T12:00Z")
    whole = client.get(address, {"ronde": "1", "uitgave": "1"}).json()["rounds"][0]["releases"][0]
    assert whole["published"]["table"]
    assert not PERCENTAGE.search(client.get(address).content.decode())


@pytest.mark.parametrize(
    "query", ["?ronde=x", "?ronde=99999999", "?ronde=-1", "?page=x", "?toon=zomaar", "?ronde=%00", "?page=9999999"]
)
def test_odd_addresses_give_the_page(seen: Callable[..., str], client: Client, query: str) -> None:
    challenge, *_rest = dialogue_of_two()
    assert seen(challenge, None, query)
    assert client.get(reverse("opinions:releases", args=[challenge.slug]) + query).status_code == 200


def test_closed_challenge_hides_map_and_releases(client: Client) -> None:
    challenge, amina, _bram = closed_challenge_of_two()
    thoughts(challenge, amina, ["Alleen voor ons."])
    client.force_login(chris())
    for name in ("map", "releases"):
        assert client.get(reverse(f"opinions:{name}", args=[challenge.slug])).status_code == 404


def test_page_before_the_first_thought_exists(seen: Callable[..., str]) -> None:
    challenge, amina, _bram = challenge_of_two()
    assert "naast elkaar" in seen(challenge, amina)
    assert not Dialogue.objects.exists()


def test_number_of_questions_to_the_database_is_constant_in_rows(client: Client) -> None:
    counts = []
    for width, slug in ((3, "klein"), (9, "groter")):
        done = imported(camps(40, width), slug)
        release(done.dialogue)
        client.force_login(chris())
        address = reverse("opinions:map", args=[slug])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] <= counts[1] <= 14

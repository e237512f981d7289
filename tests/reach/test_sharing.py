"""Sharing a public challenge: preview, poster, short address. And of a closed one nothing goes outside (R20)."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup import ui
from communityup.base.errors import NotAllowed, Refused
from communityup.codes.queries import ALPHABET
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges.actions import invite_party
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.joining.urls import urlpatterns as joining
from communityup.workspace.reach import actions
from communityup.workspace.reach.models import ShortAddress
from communityup.workspace.room.queries import GO_PUBLIC
from tests import make
from tests.make_notices import at
from tests.make_table import client_of

pytestmark = pytest.mark.django_db
CANARY = "Kanarievraag"
META = re.compile(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">')


def preview(html: str) -> dict[str, str]:
    return dict(META.findall(html))


def closed_with_a_canary() -> Challenge:
    challenge = make.challenge_of_one(title=f"{CANARY} over het plein?")
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    return challenge


def short_of(challenge: Challenge) -> ShortAddress:
    return actions.make_short_address(challenge, by=Actor.of(make.amina()))


def test_a_public_challenge_shows_its_title_and_question_where_its_link_is_shared(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    address = f"/opgaven/{challenge.slug}/"
    found = preview(client.get(address).content.decode())
    assert found["og:title"] == challenge.title
    assert found["og:description"].startswith("Het gebouw is oud.")
    assert found["og:url"] == settings.SITE_ADDRESS + address
    assert found["og:image"].startswith(settings.SITE_ADDRESS + "/")
    assert found["og:image"].endswith(".png")


def test_the_picture_of_a_preview_is_a_png_of_the_told_size_and_light_enough_for_a_chat() -> None:
    picture = (Path(ui.__file__).parent / "static/ui/preview.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1200, 630)
    assert len(picture) < 300_000


def test_words_in_a_preview_cannot_become_markup(client: Client) -> None:
    challenge = make.challenge_of_one(title='"><script>x</script>')
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    make.step(challenge, GO_PUBLIC, make.amina(), make.bram())
    page = client.get(f"/opgaven/{challenge.slug}/").content.decode()
    assert "<script>x" not in page
    assert 'content="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"' in page


def test_r20_a_closed_challenge_has_no_preview_and_asks_search_engines_to_stay_away_until_it_is_public() -> None:
    challenge = closed_with_a_canary()
    places = ("", "partijen/", "aanloop/", "delen/", "contact/", "dialoog/", "logboek/")
    for place in places:
        page = client_of(make.bram()).get(f"/opgaven/{challenge.slug}/{place}").content.decode()
        assert '<meta name="robots" content="noindex">' in page, place
        assert preview(page) == {}, place
    make.step(challenge, GO_PUBLIC, make.amina(), make.bram())
    for place in places:
        page = Client().get(f"/opgaven/{challenge.slug}/{place}").content.decode()
        assert "noindex" not in page, place
        assert preview(page)["og:title"] == challenge.title, place


@pytest.mark.parametrize("who", [None, "Chris"])
def test_isolation_a_closed_challenge_reveals_nothing_by_its_link_poster_or_preview(who: str | None) -> None:
    challenge = closed_with_a_canary()
    client = client_of(make.person(who) if who else None)
    for place in ("", "delen/", "delen/poster/", "contact/"):
        answer = client.get(f"/opgaven/{challenge.slug}/{place}")
        nothing = client.get(f"/opgaven/bestaat-niet-{CANARY.lower()}/{place}")
        assert (answer.status_code, nothing.status_code) == (404, 404), place
        assert CANARY not in answer.content.decode(), place
        assert preview(answer.content.decode()) == {}, place
    for place in ("/", "/opgaven/"):
        assert CANARY not in client.get(place).content.decode()


def test_isolation_the_preview_of_an_invitation_tells_no_title_in_a_group_chat(client: Client) -> None:
    challenge = closed_with_a_canary()
    invite_party(challenge, name="School", kind="institution", email="s@example.org", by=Actor.of(make.amina()))
    link = re.search(r"/opgaven/uitnodiging/[^/\s]+/", Mail.objects.get(to="s@example.org").text)
    assert link is not None
    found = preview(client.get(link[0]).content.decode())
    assert found["og:title"] == "Uitnodiging"
    assert not any(CANARY.lower() in words.lower() for words in found.values())


def test_r20_at_the_table_of_a_closed_challenge_nothing_is_handed_out_either() -> None:
    challenge = closed_with_a_canary()
    client = client_of(make.bram())
    page = client.get(f"/opgaven/{challenge.slug}/delen/")
    assert page.status_code == 200
    assert "share-link" not in page.content.decode()
    assert "wa.me" not in page.content.decode()
    assert client.get(f"/opgaven/{challenge.slug}/delen/poster/").status_code == 409
    assert client.post(f"/opgaven/{challenge.slug}/delen/kort/").status_code == 409
    assert not ShortAddress.objects.exists()
    with pytest.raises(Refused):
        short_of(challenge)


def test_the_share_page_gives_link_chat_and_mail_without_asking_anybody_else(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = client.get(f"/opgaven/{challenge.slug}/delen/").content.decode()
    link = f"{settings.SITE_ADDRESS}/opgaven/{challenge.slug}/"
    assert f'value="{link}"' in page
    assert 'rel="noopener noreferrer"' in page
    assert "https://wa.me/?text=Denk%20mee" in page
    assert 'href="mailto:?subject=Denk%20mee' in page
    asked = re.findall(r'(?:src|action|data-src)="(https?:)?//', page)
    assert asked == [], "only links that somebody presses lead elsewhere"


def test_a_short_address_leads_to_the_challenge_in_capitals_or_not(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    code = short_of(challenge).code
    assert len(code) == 6
    for typed in (code, code.lower()):
        answer = client.get(f"/o/{typed}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/opgaven/{challenge.slug}/")
    assert client.post(f"/o/{code}/").status_code == 405


def test_a_short_address_is_one_line_and_made_once_for_whoever_asks() -> None:
    challenge, amina, bram = make.challenge_of_two()
    before = Line.objects.count()
    first = actions.make_short_address(challenge, by=Actor.of(amina))
    assert actions.make_short_address(challenge, by=Actor.of(bram)).pk == first.pk
    assert [line.type for line in Line.objects.order_by("pk")[before:]] == ["reach.short_address_made"]


def test_a_short_address_that_ended_leads_nowhere_and_makes_room_for_a_new_one(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    old = short_of(challenge)
    with at(old.ends_at + dt.timedelta(seconds=1)):
        assert client.get(f"/o/{old.code}/").status_code == 404
        new = short_of(challenge)
        assert client.get(f"/o/{new.code}/").status_code == 302
        assert client.get(f"/o/{old.code}/").status_code == 404
    assert new.code != old.code


def test_no_two_short_addresses_are_the_same_also_when_few_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    few = ALPHABET[:16]
    monkeypatch.setattr(actions, "ALPHABET", few)
    monkeypatch.setattr(actions, "SHORT_LENGTH", 1)
    for _one in few:
        short_of(challenge)
        actions.take_back_short_address(challenge, by=Actor.of(amina))
    assert set(ShortAddress.objects.values_list("code", flat=True)) == set(few)


def test_any_party_takes_the_short_address_back_with_one_line_and_twice_is_once(client: Client) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    code = short_of(challenge).code
    before = Line.objects.count()
    for _click in range(2):
        actions.take_back_short_address(challenge, by=Actor.of(bram))
    assert [line.type for line in Line.objects.order_by("pk")[before:]] == ["reach.short_address_taken_back"]
    assert client.get(f"/o/{code}/").status_code == 404


def test_isolation_an_unknown_ended_or_closed_short_address_gives_the_same_page(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two(title=f"{CANARY} over het plein?")
    code = short_of(challenge).code
    # No act makes a public challenge closed again; should one ever come, its short address must not tell of it.
    Challenge.objects.filter(pk=challenge.pk).update(public_at=None)
    unknown = next(other for other in (f"{sign * 6}" for sign in ALPHABET) if other != code)
    pages = [client.get(f"/o/{one}/") for one in (code, unknown)]
    assert [page.status_code for page in pages] == [404, 404]
    assert CANARY not in pages[0].content.decode()
    one, other = (re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()) for page in pages)
    assert one.replace(code, "") == other.replace(unknown, "")
    assert client_of(make.bram()).get(f"/o/{code}/").status_code == 302, "who takes part is led on"


def test_a_code_to_take_part_keeps_its_own_page(client: Client) -> None:
    assert joining[1].name == "by_code"
    page = client.get("/o/BCDFGHJKMN/")
    assert page.status_code == 404
    assert "Deze code werkt niet" in page.content.decode()


def test_only_people_at_the_table_make_or_take_back_a_short_address() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for act in (actions.make_short_address, actions.take_back_short_address):
        with pytest.raises(NotAllowed):
            act(challenge, by=Actor.of(make.chris()))
    address = f"/opgaven/{challenge.slug}/delen/kort/"
    for client, status in ((client_of(make.chris()), 403), (client_of(make.bram()), 302)):
        assert client.post(address).status_code == status
        assert client.post(f"{address}terug/").status_code == status
        assert client.get(address).status_code == 405
    ShortAddress.objects.all().delete()
    for place in (address, f"{address}terug/"):
        assert Client().post(place).headers["Location"].startswith("/account/inloggen/")
    assert not ShortAddress.objects.exists()


def test_the_poster_has_title_parties_square_and_the_shortest_address(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    address = f"/opgaven/{challenge.slug}/delen/poster/"
    typed = settings.SITE_ADDRESS.partition("://")[2]
    page = client.get(address).content.decode()
    assert f"<strong>{typed}/opgaven/{challenge.slug}</strong>" in page
    code = short_of(challenge).code
    page = client.get(address).content.decode()
    assert f"<strong>{typed}/o/{code}</strong>" in page
    for words in (challenge.title, "Bewoners Molenwijk", "Gemeente Lindeveen", '<svg class="qr"'):
        assert words in page


def test_the_poster_says_whom_one_can_ask_and_asks_for_somebody_first(client: Client) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    address = f"/opgaven/{challenge.slug}/delen/poster/"
    page = client.get(address).content.decode()
    assert "Elke partij kan eerst iemand noemen" in page
    assert f'href="/opgaven/{challenge.slug}/contact/"' in page
    assert "Vragen?" not in page
    told = {"name": "Balie Wonen", "phone": "0123 - 45 67 89", "email": "", "hours": "Elke ochtend"}
    actions.be_contact(challenge, **told, by=Actor.of(amina))
    page = client.get(address).content.decode()
    assert "Vragen? Bewoners Molenwijk: Balie Wonen, 0123 - 45 67 89. Elke ochtend" in page
    assert "Elke partij kan eerst iemand noemen" not in page


def test_one_short_address_works_at_a_time_and_ends_after_it_began() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    first, now = short_of(challenge), timezone.now()
    for made in (
        ShortAddress(challenge=challenge, made_by=first.made_by, code="BBBBBB", made_at=now, ends_at=first.ends_at),
        ShortAddress(
            challenge=challenge, made_by=first.made_by, code="CCCCCC", made_at=now, ends_at=now, revoked_at=now
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save()

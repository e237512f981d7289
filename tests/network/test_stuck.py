"""Asking peers and thinking along: who may what over HTTP, bad forms, many at once, and what the database keeps."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.log.models import Line
from communityup.network.stuck import actions, queries
from communityup.network.stuck.models import HelpRequest, Offer, Peer
from tests import make
from tests.at_once import together
from tests.make_network import browser, lines
from tests.make_stuck import HERE, STUCK, asked, by, four, offered, older

pytestmark = pytest.mark.django_db


def page(request: HelpRequest, more: str = "") -> str:
    return f"{HERE}{request.public_id}/{more}"


def test_statuses_over_http_and_looking_writes_nothing() -> None:
    made, dilek = four()
    request = asked(made, make.amina())
    offer, before = offered(request, "Bram"), Line.objects.count()
    posts = [f"{HERE}meedenken/", *(page(request, name) for name in ("meedenken/", "afronden/", "verwijderen/"))]
    posts += [page(request, "niet-meedenken/"), f"{HERE}aanbod/{offer.public_id}/aannemen/"]
    for address in posts:
        assert Client().post(address).status_code == 302
        assert browser(make.amina()).get(address).status_code == 405
        assert browser(make.chris()).post(address).status_code == 403
        assert browser(dilek).post(address).status_code == 403
    for address, expected in ((f"{HERE}vragen/", 403), (page(request), 200)):
        assert Client().get(address).status_code == 302
        assert browser(dilek).get(address).status_code == expected
        assert browser(make.amina()).get(address).status_code == 200
    for wrong in (f"{HERE}niets/", f"{HERE}aanbod/niets/aannemen/"):
        assert browser(make.amina()).post(wrong).status_code in {404, 405}
        assert browser(make.amina()).get(wrong).status_code in {404, 405}
    assert Line.objects.count() == before


@pytest.mark.parametrize("wrong", [{"words": ""}, {"words": "x" * 1501}, {"audience": "x"}, {"keep_days": "5"}])
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    made, _dilek = four()
    actions.be_peer(made, wants=True, by=by("Bram"))
    said = {"words": STUCK, "audience": "peers", "keep_days": "30", **wrong}
    answer = browser(make.amina()).post(f"{HERE}vragen/", said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert STUCK in answer.content.decode() or "words" in wrong
    assert not HelpRequest.objects.exists()
    request = asked(made, make.amina())
    answer = browser(make.bram()).post(page(request, "meedenken/"), {"words": "x" * 301})
    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_offer_once_and_jobs_at_once_tell_and_delete_once() -> None:
    made, _dilek = four()
    request = asked(made, make.amina())
    older(request, 8)
    told = together(*[actions.tell_unanswered] * 4)
    assert sum(one for one in told if isinstance(one, int)) == 1, told
    given = together(*[lambda: offered(request, "Bram")] * 4)
    assert all(isinstance(one, Offer) for one in given), given
    assert lines(made).count("stuck.help_offered") == 1
    older(request, 180)
    gone = together(*[actions.delete_due] * 4)
    assert lines(made).count("stuck.help_deleted") == 1, gone


def test_database_keeps_states_in_their_order() -> None:
    made, _dilek = four()
    request = asked(made, make.amina())
    offered(request, "Bram")
    wrong: list[Any] = [
        lambda: HelpRequest.objects.update(state="ended"),
        lambda: HelpRequest.objects.update(matched_at=timezone.now()),
        lambda: HelpRequest.objects.update(audience="iets"),
        lambda: HelpRequest.objects.update(keep_days=0),
        lambda: Offer.objects.create(request=request, person=make.bram(), offered_at=timezone.now()),
        lambda: Peer.objects.bulk_create([Peer(network=made, person=make.bram(), since=timezone.now())] * 2),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a8_who_is_no_member_reads_how_to_join_and_who_is_one_does_not() -> None:
    _made, dilek = four()
    join = '/netwerken/community-up/leden/meedoen/"'
    for viewer in (None, make.chris()):
        page_ = browser(viewer).get(HERE).content.decode()
        assert f'href="{join}' in page_, viewer
        assert "Doe mee" in page_
        assert ("/account/inloggen/?next=" in page_.partition("Doe je nog niet mee")[2]) == (viewer is None)
    for viewer in (make.amina(), dilek):
        page_ = browser(viewer).get(HERE).content.decode()
        assert join not in page_
        assert "Doe je nog niet mee" not in page_


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = four()
    for number in range(count):
        request = asked(made, make.amina(), f"Vraag {number}")
    for offer in [offered(request, name, "Ja.") for name in ("Bram", "Griet", "Hugo")[:count]]:
        actions.accept_offer(offer, by=by("Amina"))
    visitor, amina, coordinator = Client(), browser(make.amina()), browser(dilek)
    for client in (amina, coordinator):
        client.get("/")
    with django_assert_num_queries(2):
        assert visitor.get(HERE).status_code == 200
    with django_assert_num_queries(10):
        assert amina.get(HERE).status_code == 200
    with django_assert_num_queries(11):
        assert amina.get(page(request)).status_code == 200
    both = [make.amina().email, dilek.email]
    with django_assert_num_queries(2):
        queries.tasks(both)

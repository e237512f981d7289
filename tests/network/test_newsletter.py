"""Staying informed: what each link does and does not, what goes by itself, bad input, and who reads what."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.base.masking import _TOKEN
from communityup.network.newsletter import actions, permissions
from communityup.network.newsletter.jobs import JOBS
from communityup.network.newsletter.models import Ask, Subscription, Suppression
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.post.actions import forget_old, send_due
from communityup.post.models import Mail
from tests import make, make_network
from tests.make_network import browser, coordinated, last, lines, path
from tests.make_newsletter import filled, letters, link, sign_up, subscriber
from tests.nasty import some

pytestmark = pytest.mark.django_db
VISITOR = Actor.visitor()
QUERIES_OF_A_COORDINATOR = 6


# Saying yes


def test_second_click_leads_to_ones_own_page_and_changes_nothing() -> None:
    made = make_network.network()
    sign_up(made)
    address = link(letters()[0])
    first = Client().post(address)
    before = lines(made)
    for answer in (Client().post(address), Client().get(address)):
        assert answer.headers["Location"] == first.headers["Location"]
    assert lines(made) == before
    assert (last(made).role, last(made).actor) == ("visitor", "")


def test_two_clicks_at_once_find_one_yes() -> None:
    made = make_network.network()
    sign_up(made)
    asked = Ask.objects.get()
    first = actions.confirm(asked, by=VISITOR)
    assert actions.confirm(asked, by=VISITOR) == first
    assert lines(made).count("newsletter.subscribed") == 1


def test_who_is_known_confirms_another_choice_and_nobody_else_changes_it() -> None:
    made = make_network.network()
    subscriber(made, topics=["sessions"])
    Mail.objects.update(written_at=timezone.now() - timedelta(days=2))
    sign_up(made, topics=["online"])
    assert [topic.value for topic in Subscription.objects.get().topics] == ["sessions"]
    Client().post(link(letters()[-1]))
    assert [topic.value for topic in Subscription.objects.get().topics] == ["online"]
    assert lines(made)[-1] == "newsletter.choice_changed"


def test_after_seven_days_a_link_works_no_more_and_the_address_is_gone() -> None:
    made = make_network.network()
    sign_up(made)
    address, asked = link(letters()[0]), Ask.objects.get()
    Ask.objects.update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
    answer = Client().post(address)
    assert answer.status_code == 410
    assert "werkt niet meer" in answer.content.decode()
    with pytest.raises(Refused):
        actions.confirm(asked, by=VISITOR)
    assert not Subscription.objects.exists()
    assert [job.run() for job in JOBS] == [1]
    assert not Ask.objects.exists()
    assert actions.forget_unconfirmed() == 0


def test_job_leaves_what_is_six_days_old() -> None:
    sign_up(make_network.network())
    Ask.objects.update(asked_at=timezone.now() - timedelta(days=6))
    assert actions.forget_unconfirmed() == 0
    assert Ask.objects.exists()


def test_letter_to_confirm_leaves_the_outbox_after_seven_days() -> None:
    sign_up(make_network.network())
    Mail.objects.update(sent_at=timezone.now(), written_at=timezone.now() - timedelta(days=6))
    assert forget_old() == 0
    Mail.objects.update(written_at=timezone.now() - timedelta(days=7, hours=1))
    assert forget_old() == 1


def test_letter_to_confirm_leaves_at_once_and_says_both_ways() -> None:
    sign_up(make_network.network())
    mail = letters()[0]
    send_due()
    mail.refresh_from_db()
    assert mail.sent_at is not None
    for words in ("Community-up werken", "zeven dagen", "Was jij dit niet?"):
        assert words in mail.text
        assert words in mail.html
    assert link(mail, "niet-ik") in mail.html
    assert link(mail) in mail.html


def test_letter_is_in_the_language_of_the_page() -> None:
    made = make_network.network()
    client = Client()
    client.cookies["language"] = "en"
    client.post(reverse("newsletter:sign_up", args=[made.slug]), filled())
    assert "Was that you?" in letters()[0].text
    assert "[x] Yes, keep me informed" in Ask.objects.get().wording


# One's own link


def test_own_link_changes_the_topics_and_the_same_again_changes_nothing() -> None:
    made = make_network.network()
    said = subscriber(made)
    address = reverse("newsletter:choose", args=[permissions.choice_token(said)])
    html = Client().get(address).content.decode()
    assert html.count("checked") == 1
    for _click in range(2):
        assert Client().post(address, {"topics": ["online", "developments"]}).status_code == 302
    said.refresh_from_db()
    assert [topic.value for topic in said.topics] == ["developments", "online"]
    assert lines(made).count("newsletter.choice_changed") == 1
    answer = Client().post(address, {})
    assert answer.status_code == 422
    assert "minstens één onderwerp" in answer.content.decode()


def test_own_link_of_who_stopped_says_so() -> None:
    said = subscriber(make_network.network())
    address = reverse("newsletter:choose", args=[permissions.choice_token(said)])
    actions.stop_letters(said, by=VISITOR)
    assert Client().get(address).status_code == 410
    with pytest.raises(Refused):
        actions.choose_topics(said, topics=["online"], by=VISITOR)
    assert Client().get(link(letters()[0])).status_code == 410, "the old link brings nobody back"


def test_stopping_takes_along_what_waits_and_leaves_other_networks() -> None:
    made, other = make_network.network(), make_network.network("ander")
    said = subscriber(made)
    subscriber(other)
    sign_up(made, topics=["online"])
    actions.stop_letters(said, by=VISITOR)
    actions.stop_letters(said, by=VISITOR)
    assert not Ask.objects.exists()
    assert Subscription.objects.get().network == other
    assert lines(made).count("newsletter.unsubscribed") == 1


def test_letter_that_comes_back_after_somebody_stopped_changes_nothing_any_more() -> None:
    made = make_network.network()
    said = subscriber(made)
    actions.stop_letters(said, by=VISITOR)
    actions.stop_unreachable(said, by=Actor.job("bounces"))
    assert lines(made)[-1] == "newsletter.unsubscribed"
    assert "newsletter.unreachable" not in lines(made)


@pytest.mark.parametrize("name", ["confirm", "choose", "stop", "not_me"])
def test_token_opens_one_thing_and_a_made_up_one_nothing(name: str) -> None:
    said = subscriber(make_network.network())
    purposes = {"confirm": permissions.CONFIRM, "choose": permissions.CHOOSE, "stop": permissions.STOP}
    others = [permissions.token(purpose, said.public_id) for kind, purpose in purposes.items() if kind != name]
    for token in [*others, "x" * 43, f"{said.public_id}.{'A' * 43}", said.public_id]:
        for method in ("get", "post"):
            assert getattr(Client(), method)(reverse(f"newsletter:{name}", args=[token])).status_code == 404
    assert (Subscription.objects.count(), Suppression.objects.count()) == (1, 0)


def test_pages_behind_a_link_are_kept_out_of_search_engines_caches_and_logs() -> None:
    sign_up(make_network.network())
    for name in ("bevestigen", "niet-ik"):
        address = link(letters()[0], name)
        answer = Client().get(address)
        assert "noindex" in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
        assert _TOKEN.sub(r"\1…", address) == f"/nieuwsbrief/{name}/…/"
    for name in ("keuze", "afmelden"):
        assert _TOKEN.sub(r"\1…", f"/nieuwsbrief/{name}/{'a' * 40}.b/") == f"/nieuwsbrief/{name}/…/"


def test_buttons_behind_links_need_the_token_of_a_page_but_for_one_click() -> None:
    made = make_network.network()
    sign_up(made)
    client = Client(enforce_csrf_checks=True)
    for name in ("bevestigen", "niet-ik"):
        assert client.post(link(letters()[0], name)).status_code == 403
    assert lines(made) == ["networks.network_started"]


# Leaving


def test_who_leaves_the_platform_gets_no_letters_and_no_line_leads_to_them() -> None:
    made, amina = make_network.network(), make.amina()
    subscriber(made, amina.email)
    sign_up(make_network.network("ander"), amina.email)
    leave_platform(amina, by=Actor.of(amina))
    assert (Subscription.objects.count(), Ask.objects.count()) == (0, 0)
    assert (last(made).type, last(made).actor) == ("newsletter.unsubscribed", "")


def test_guest_without_an_address_leaves_the_letters_of_others() -> None:
    subscriber(make_network.network())
    guest = make.person("Gast")
    guest.email = ""
    actions.forget_person(guest)
    assert Subscription.objects.exists()


# What the database holds to


@pytest.mark.parametrize("model", [Ask, Subscription])
def test_database_refuses_a_choice_of_nothing_and_an_address_twice(model: type[Ask | Subscription]) -> None:
    made = make_network.network()
    subscriber(made, "een@example.org")
    sign_up(made, "twee@example.org")
    row = model.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(developments=False, online=False, sessions=False)
    row.pk, row.public_id = None, "0" * 32
    if isinstance(row, Subscription):
        row.asked_as = "1" * 32
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_database_refuses_a_yes_before_the_question() -> None:
    said = subscriber(make_network.network())
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.update(confirmed_at=said.asked_at - timedelta(seconds=1))


def test_migrations_say_all() -> None:
    call_command("makemigrations", "newsletter", check=True, dry_run=True, verbosity=0)


# Pages


def test_way_to_the_form_stands_on_the_network_and_on_paper() -> None:
    made = make_network.network()
    form = reverse("newsletter:sign_up", args=[made.slug])
    assert f'href="{form}"' in Client().get(path(made, "page")).content.decode()
    assert "per mail, zonder account" in Client().get(path(made, "factsheet")).content.decode()


def test_short_address_leads_to_the_form_or_to_a_choice() -> None:
    assert "nog geen netwerk" in Client().get("/nieuwsbrief/aanmelden/").content.decode()
    made = make_network.network()
    assert Client().get("/nieuwsbrief/aanmelden/").headers["Location"] == f"/nieuwsbrief/aanmelden/{made.slug}/"
    make_network.network("ander")
    assert "/nieuwsbrief/aanmelden/ander/" in Client().get("/nieuwsbrief/aanmelden/").content.decode()


@pytest.mark.parametrize("name", ["start", "sign_up", "asked"])
def test_everybody_reads_and_may_send_the_form_alone(name: str) -> None:
    made, dilek = coordinated()
    before = lines(made)
    address = reverse(f"newsletter:{name}", args=[] if name == "start" else [made.slug])
    for person in (None, make.amina(), dilek):
        assert browser(person).get(address).status_code == (302 if name == "start" else 200)
        assert browser(person).post(address).status_code == (422 if name == "sign_up" else 405)
    assert lines(made) == before
    assert browser().get("/nieuwsbrief/aanmelden/onbekend/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_form_asks_the_database_as_often_for_one_reader_as_for_three(
    count: int, django_assert_num_queries: Any
) -> None:
    made, dilek = coordinated()
    for number in range(count):
        subscriber(made, f"x{number}@example.org")
    address, client = reverse("newsletter:sign_up", args=[made.slug]), Client()
    with django_assert_num_queries(2):
        client.get(address)
    coordinator = browser(dilek)
    coordinator.get(address)
    with django_assert_num_queries(QUERIES_OF_A_COORDINATOR):
        coordinator.get(address)


@pytest.mark.parametrize("words", some(__name__))
def test_bad_input_gets_a_sentence_and_changes_nothing(words: str) -> None:
    made = make_network.network()
    said = subscriber(made)
    before = lines(made)
    wrong: tuple[dict[str, Any], ...] = ({"email": words}, {"topics": [words]}, {"consent": ""})
    for changes in wrong:
        said_so: dict[str, Any] = {"email": "ander@example.org", **changes}
        answer = sign_up(made, **said_so)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert sign_up(made, "ander@example.org", moment=words, rest_7=words).status_code in {302, 422}
    own = reverse("newsletter:choose", args=[permissions.choice_token(said)])
    assert Client().post(own, {"topics": [words]}).status_code == 422
    assert lines(made) == before
    assert not letters("ander@example.org")

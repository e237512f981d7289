"""Who is signed in is asked anew for each page: an ended session and a closed account count at once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from communityup.people.sessions import SessionStore
from tests import make
from tests.signed_in import AS_DJANGO_DOES

pytestmark = pytest.mark.django_db
OWN_PAGE = "/mijn/"


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(make.amina())
    assert client.get(OWN_PAGE).status_code == 200
    return client


def test_a_session_that_was_ended_elsewhere_counts_at_once(signed_in: Client) -> None:
    Session.objects.all().delete()
    assert signed_in.get(OWN_PAGE).status_code == 302


def test_a_session_that_is_over_counts_no_more(signed_in: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in.get(OWN_PAGE).status_code == 302


def test_an_account_that_is_closed_counts_at_once(signed_in: Client) -> None:
    person = make.amina()
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert signed_in.get(OWN_PAGE).status_code == 302


def test_a_key_that_leads_nowhere_is_forgotten_and_never_taken_over(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    store = SessionStore("a-key-that-somebody-made-up-themselves")
    with django_assert_num_queries(1):
        assert store.get("something") is None
    assert store.session_key is None


def test_the_short_way_of_the_tests_to_sign_in_leaves_the_same_session_as_that_of_django(client: Client) -> None:
    as_django, person = Client(), make.amina()
    client.force_login(person)
    AS_DJANGO_DOES(as_django, person, settings.AUTHENTICATION_BACKENDS[0])
    assert dict(client.session.items()) == dict(as_django.session.items()) != {}
    assert client.cookies.keys() == as_django.cookies.keys()
    assert as_django.get(OWN_PAGE).status_code == client.get(OWN_PAGE).status_code == 200

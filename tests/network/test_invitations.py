"""Invitations to closed sessions: who invites whom, when, and what goes when one is taken back or somebody leaves."""

from typing import Any

import pytest
from django.db.models import F
from django.http import Http404
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.actions import Who
from communityup.gatherings.models import Gathering, Registration
from communityup.network.continuity.queries import last_time
from communityup.network.invitations import actions
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Invitation, Session
from communityup.network.themes.permissions import without_theme
from communityup.network.visits.forms import PrepareForm
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make, make_meetings
from tests.make_invitations import HERE, closed, invite, letters, own, planned
from tests.make_meetings import DAY
from tests.make_network import browser, lines, member

pytestmark = pytest.mark.django_db


def test_only_who_coordinates_invites_and_only_to_what_is_closed_ready_and_still_to_come() -> None:
    made, dilek, session = closed()
    inside = member(made, "De Schakel", make.amina())
    before = len(lines(made))
    place = f"{HERE}{session.public_id}/uitnodigen/"
    for who, status in ((None, 302), (make.amina(), 403), (make.chris(), 403)):
        for method in ("get", "post"):
            assert getattr(browser(who), method)(place).status_code == status
            assert browser(who).post(f"{place}terugnemen/").status_code == status
    with pytest.raises(NotAllowed):
        invite(session, make.amina(), "een@example.org")
    open_one = make_meetings.planned(made, dilek, make_meetings.in_days(9), title="Open")
    unready, was = planned(made, dilek, capacity=None, title="Kaal"), planned(made, dilek, days=-3, capacity=None)
    no_rules = planned(made, dilek, rules="", title="Zonder")
    for one, sentence in ((open_one, "open"), (unready, "hoeveel"), (no_rules, "huisregels"), (was, "geweest")):
        with pytest.raises(Refused, match=sentence):
            invite(one, dilek, "een@example.org")
        assert (
            browser(dilek).post(f"{HERE}{one.public_id}/uitnodigen/", {"addresses": "a@example.org"}).status_code == 409
        )
    assert lines(made)[before:].count("invitations.people_invited") == 0
    answer = browser(dilek).post(
        place, {"members": [inside.public_id], "addresses": "eva@example.org\nnoor@example.org"}
    )
    assert answer.status_code == 302
    assert session.invitations.count() == 3
    assert lines(made)[-1] == "invitations.people_invited"
    html = browser(dilek).get(place).content.decode()
    assert "De Schakel" in html
    assert make.amina().email not in html, "who comes for a member is not told by their address"


def test_invitation_that_is_taken_back_frees_the_place_and_hides_the_session() -> None:
    made, dilek, session = closed()
    inside = member(made, "De Schakel", make.amina())
    [invitation] = invite(session, dilek, members=[inside])
    meetings.register(session, name="Amina", online=False, by=Actor.of(make.amina()))
    client, place = browser(dilek), f"{HERE}{session.public_id}/uitnodigen/terugnemen/"
    assert client.get(place).status_code == 405
    assert client.post(place, {"who": "niets"}).status_code == 404
    assert client.post(place, {"who": invitation.public_id}).status_code == 302
    actions.take_back(invitation, by=Actor.of(dilek))
    assert lines(made).count("invitations.taken_back") == 1
    assert not session.gathering.registrations.exists()
    assert browser(make.amina()).get(f"{HERE}{session.slug}/").status_code == 404
    assert Client().get(own(invitation)).status_code == 410
    with pytest.raises(NotAllowed):
        actions.take_back(invitation, by=Actor.of(make.amina()))


def test_who_is_invited_already_gets_nothing_again_and_one_who_did_not_answer_is_taken_back() -> None:
    made, dilek, session = closed()
    [invitation] = invite(session, dilek, "eva@example.org")
    assert invite(session, dilek, "EVA@example.org") == []
    assert len(letters("eva@example.org")) == 1
    assert lines(made).count("invitations.people_invited") == 1
    comes_too = invite(session, dilek, "bo@example.org")[0]
    actions.come(comes_too, name="Bo", online=False, by=Actor.visitor())
    actions.take_back(invitation, by=Actor.of(dilek))
    assert lines(made)[-1] == "invitations.taken_back"
    assert Client().get(own(invitation)).status_code == 410
    assert [str(one.name) for one in session.gathering.registrations.all()] == ["Bo"], "nobody else loses a place"


def test_who_coordinates_and_is_not_invited_is_offered_no_place_at_a_closed_session() -> None:
    _made, dilek, session = closed()
    page = f"{HERE}{session.slug}/"
    assert "Ik kom" not in browser(dilek).get(page).content.decode()
    invite(session, dilek, dilek.email)
    assert "Ik kom" in browser(dilek).get(page).content.decode()


def test_nobody_registers_for_a_closed_session_without_an_invitation() -> None:
    _made, _dilek, session = closed()
    with pytest.raises(Http404):
        meetings.register(session, name="Chris", online=False, by=Actor.of(make.chris()))
    with pytest.raises(Http404):
        meetings.ask_to_register(session, who=Who(email="chris@example.org", name="Chris"))
    assert not Registration.objects.exists()
    assert not Mail.objects.filter(to="chris@example.org").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Kies een lid"),
        ({"addresses": "geen adres"}, "geen e-mailadres"),
        ({"addresses": " ".join(f"a{number}@example.org" for number in range(51))}, "meer dan vijftig"),
        ({"members": ["niets"]}, "Selecteer"),
    ],
)
def test_bad_form_gives_a_sentence_and_invites_nobody(wrong: dict[str, Any], sentence: str) -> None:
    _made, dilek, session = closed()
    answer = browser(dilek).post(f"{HERE}{session.public_id}/uitnodigen/", wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert sentence in answer.content.decode() or sentence == "Selecteer"
    assert not Invitation.objects.exists()


def test_one_address_gets_three_such_letters_a_day() -> None:
    made, dilek, session = closed()
    for number in range(2):
        invite(planned(made, dilek, days=20 + number, title=f"Nog {number}"), dilek, "eva@example.org")
    invite(session, dilek, "eva@example.org")
    with pytest.raises(Refused, match="morgen"):
        invite(planned(made, dilek, days=30, title="Te veel"), dilek, "eva@example.org")
    assert len(letters("eva@example.org")) == 3


def test_invitation_goes_with_who_leaves_and_a_hundred_days_after_the_session() -> None:
    _made, dilek, session = closed()
    invite(session, dilek, "eva@example.org", make.chris().email)
    meetings.forget_person(make.chris())
    assert list(session.invitations.values_list("email", flat=True)) == ["eva@example.org"]
    Gathering.objects.update(begins_at=F("begins_at") - 120 * DAY, ends_at=F("ends_at") - 120 * DAY)
    meetings.forget_due()
    assert not Invitation.objects.exists()


def test_theme_goes_to_an_open_session_and_figures_tell_nothing_of_a_closed_one() -> None:
    made, dilek, session = closed()
    Session.objects.update(theme="")
    assert not without_theme(made).exists()
    later = make_meetings.planned(made, dilek, make_meetings.in_days(20), title="Open", theme="")
    assert list(without_theme(made)) == [later]
    assert list(PrepareForm(network=made).known["session"].values()) == [later], "a visit goes with an open one"
    assert last_time(later) is None
    assert session.is_closed


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, dilek, session = closed()
    made = invite(session, dilek, *(f"a{number}@example.org" for number in range(count)))
    client, visitor = browser(dilek), Client()
    client.get(HERE)
    with django_assert_num_queries(10):
        assert client.get(f"{HERE}{session.public_id}/uitnodigen/").status_code == 200
    with django_assert_num_queries(5):
        assert visitor.get(own(made[0])).status_code == 200

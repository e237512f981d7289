"""With which session a visit goes: one that goes on, and the one that was chosen before."""

import pytest

from communityup.network.meetings.actions import cancel_session
from communityup.network.meetings.models import Session
from communityup.network.visits.models import Visit
from communityup.people.actors import Actor
from tests import make
from tests.make_meetings import held, in_days, planned
from tests.make_network import browser
from tests.make_visits import HERE, agreed

pytestmark = pytest.mark.django_db


def chosen(visit: Visit) -> str:
    return browser(make.amina()).get(f"{HERE}{visit.public_id}/voorbereiden/").content.decode()


def test_cancelled_session_is_not_offered_to_a_visit_and_one_chosen_before_stays() -> None:
    made, visit = agreed()
    dilek = make.dilek()
    goes, stops = planned(made, dilek, in_days(9), title="Gaat door"), planned(made, dilek, in_days(10), title="Stopt")
    was = held(made, dilek, title="Was al")
    place = f"{HERE}{visit.public_id}/voorbereiden/"
    told = {"question": "Hoe?", "programme": "", "practical": "", "contacts": "", "searched": ""}
    cancel_session(stops, reason="Ziek.", by=Actor.of(dilek))
    page = chosen(visit)
    assert [one.gathering.title for one in (goes, was) if f'value="{one.public_id}"' not in page] == []
    assert f'value="{stops.public_id}"' not in page
    assert browser(make.amina()).post(place, {**told, "session": stops.public_id}).status_code == 422
    browser(make.amina()).post(place, {**told, "session": goes.public_id})
    cancel_session(Session.objects.get(pk=goes.pk), reason="Ook.", by=Actor.of(dilek))
    assert f'value="{goes.public_id}" selected' in chosen(visit)
    browser(make.amina()).post(place, {**told, "session": goes.public_id})
    assert Visit.objects.get().session_id == goes.pk

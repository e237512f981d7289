"""What still goes on, and what pages promise, while no coordinator of a network answers."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.network.networks import actions as networks
from communityup.network.networks.models import Network
from communityup.network.own.queries import joining
from communityup.network.stuck import actions as stuck
from communityup.network.stuck.models import HelpRequest
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make, make_decency, make_network, make_stuck, make_visits
from tests.make_network import application, browser, coordinated

pytestmark = pytest.mark.django_db
AWAY = "is_away"
STOPPED = "stopped"


def gone(network: Network, coordinator: Person, how: str) -> None:
    """Let the only coordinator stop, or be away for a week."""
    if how == STOPPED:
        networks.stop_coordinating(network, by=Actor.of(coordinator))
    else:
        networks.be_away(network, until=timezone.localdate() + dt.timedelta(days=7), by=Actor.of(coordinator))


@pytest.mark.parametrize(("how", "more"), [(STOPPED, set()), (AWAY, {"Dilek"})])
def test_a8_who_was_asked_to_think_along_hears_it_once_more_after_a_week(how: str, more: set[str]) -> None:
    made, dilek = make_stuck.four()
    request = make_stuck.asked(made, make.amina())
    at = f"{make_stuck.HERE}{request.public_id}/"
    gone(made, dilek, how)
    assert "horen ze het na een week nog eens" in browser(make.amina()).get(at).content.decode()
    HelpRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=8))
    assert stuck.tell_unanswered() == 1
    tell()
    heard = Notice.objects.filter(line__type="stuck.unanswered").values_list("person__display_name", flat=True)
    assert set(heard) == {"Bram", "Griet", "Hugo"} | more
    page = browser(make.amina()).get(at).content.decode()
    assert "Degenen die je vroeg, hoorden het nog eens." in page
    assert "De coördinatoren weten" not in page
    assert "Er is nu geen coördinator die iemand zoekt." in browser().get(make_stuck.HERE).content.decode()


@pytest.mark.parametrize("how", [STOPPED, AWAY])
def test_e2_two_members_who_hold_a_key_finish_a_report_at_once(how: str) -> None:
    network, coordinator, found, text = make_decency.world()
    gone(network, coordinator, how)
    case = make_decency.reported(network, text, found[1][1])
    asked = make_decency.asked(case)
    assert [person.display_name for person in asked] == ["Eerste", "Tweede"]
    for person in asked:
        make_decency.turn(case, person)
    assert make_decency.fresh(case).is_hidden
    page = browser().get("/netwerken/community-up/woorden/").content.decode()
    assert "Daarom kijken nu twee mensen van verschillende leden die een sleutel hebben." in page


def test_own_page_promises_who_asked_to_join_no_answer_of_nobody() -> None:
    made, dilek = coordinated()
    chris = make.chris()
    application(made, "Chris", kind="person", email=chris.email)
    assert "de coördinatoren antwoorden per mail" in joining(chris)[0]["note"]
    gone(made, dilek, AWAY)
    assert "het duurt langer" in joining(chris)[0]["note"]
    make_network.coordinator(made, make.bram())
    assert "de coördinatoren antwoorden per mail" in joining(chris)[0]["note"]


def test_n14_who_asks_for_a_visit_reads_that_nobody_looks_for_a_match_now() -> None:
    made, one, _two, _three = make_visits.three()
    make_visits.ask(one)
    amina, at = make_visits.person_of(one), "/netwerken/community-up/werkbezoeken/mijn/"
    said = "Er is nu geen coördinator die vragen en aanbod bij elkaar brengt."
    assert said not in browser(amina).get(at).content.decode()
    gone(made, made.coordinators.get(until=None).person, STOPPED)
    assert said in browser(amina).get(at).content.decode()

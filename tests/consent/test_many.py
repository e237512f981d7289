"""What waits for all parties is asked of the database at once: three questions cost as many queries as one."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.notices.actions import tell
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Phase, Reader
from communityup.workspace.consent import jobs
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.council.actions import propose_observer
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.formal.queries import outcomes
from communityup.workspace.frames import actions as frames
from communityup.workspace.frames.actions import Fixing
from communityup.workspace.frames.queries import touchable
from communityup.workspace.goals.actions import ask_to_retire
from communityup.workspace.leaving.actions import ask_to_end_observing
from communityup.workspace.outreach.actions import Speaking, ask_to_join
from communityup.workspace.setup.actions import propose_off
from communityup.workspace.subchallenges.actions import ask_to_loosen, propose_link, split_off
from tests import make, make_course, make_facilitators, make_facts, make_frames, make_goals, make_notices

pytestmark = pytest.mark.django_db
OFF = ("course", "facts", "grip", "tracks", "door", "council", "history")
Ask = Callable[[Challenge, int], object]


def amina() -> Actor:
    return Actor.of(make.amina())


def goal(challenge: Challenge, number: int) -> None:
    make_goals.proposed_goal(challenge, make.amina(), words=f"Doel {number} voor ons allen")


def end_of_a_goal(challenge: Challenge, number: int) -> None:
    shared = make_goals.shared_goal(challenge, make.amina(), make.bram(), words=f"Doel {number} voor ons allen")
    ask_to_retire(shared, reason=f"Doel {number} is bereikt", by=amina())


def observer(challenge: Challenge, number: int) -> Round:
    who, email = f"Raadslid {number}", f"raadslid{number}@example.org"
    return propose_observer(challenge, watches="council", who=who, email=email, by=amina()).round


def end_of_reading(challenge: Challenge, number: int) -> None:
    person = make.person(f"Raadslid{number}")
    make.observer(challenge, person)
    ask_to_end_observing(Reader.objects.get(challenge=challenge, person=person), reason="Zij ging weg", by=amina())


def source(challenge: Challenge, number: int) -> None:
    version = make_facts.asked_fact(challenge, make.amina(), question=f"Hoe oud is dak {number}?")
    make_facts.sourced(version, make.amina())


def route(challenge: Challenge, number: int) -> None:
    make_course.proposed(challenge, make.amina(), name=f"Route {number}")


def long_route(challenge: Challenge, number: int) -> None:
    make_course.proposed(challenge, make.amina(), name=f"Route {number}", words="Eerst het dak. " * 150)


def fixed_late(challenge: Challenge, number: int) -> None:
    shared = make_goals.shared_goal(challenge, make.amina(), make.bram(), words=f"Doel {number} voor ons allen")
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.INTERESTS)
    challenge.refresh_from_db()
    fixing = Fixing(**make_frames.LATE, touches=(f"goal:{shared.public_id}",))
    frames.add_frame(challenge, kind="fixed", words=f"Vast {number}", fixing=fixing, by=amina())


def helper(challenge: Challenge, number: int) -> None:
    person, role = make.person(f"Helper{number}"), Candidacy.Role.HELPER
    make_facilitators.outsider(challenge, person, proposer=make.amina(), others=[], role=role)


def newcomer(challenge: Challenge, number: int) -> None:
    speaking = Speaking("De winkeliers", "We spraken er vijftien.")
    person = Actor.of(make.person(f"Winkelier{number}"))
    ask_to_join(challenge, name=f"Winkeliers {number}", kind="entrepreneurs", speaking=speaking, by=person)


def link(challenge: Challenge, number: int) -> None:
    other, _amina, _bram = make.challenge_of_two(title=f"Hoe blijft plein {number} groen?")
    propose_link(challenge, other, as_part=False, by=amina())


def loosening(challenge: Challenge, number: int) -> None:
    words = {"title": f"Wie beheert tuin {number}?", "place": "Molenwijk", "why": "De tuin vraagt andere mensen."}
    ask_to_loosen(challenge, split_off(challenge, **words, by=amina()), by=amina())


def off(challenge: Challenge, number: int) -> None:
    propose_off(challenge, key=OFF[number], by=amina())


def fits_still(challenge: Challenge, number: int) -> None:
    make_goals.shared_goal(challenge, make.amina(), make.bram(), words=f"Doel {number} voor ons allen")
    with later():
        jobs.look_again()


def later() -> AbstractContextManager[None]:
    return make_notices.at(timezone.localtime() + dt.timedelta(days=183))


def asked(page: str, person: Person, *, warm: bool = True) -> int:
    client = Client()
    client.force_login(person)
    if warm:
        client.get(page)  # whatever is asked once in a process is asked now
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def costs(challenge: Challenge, moment: AbstractContextManager[None], *, warm: bool = True) -> dict[str, int]:
    """Return how often each page that lists what waits asks the database, for who did not answer."""
    here = f"/opgaven/{challenge.slug}"
    pages = (
        f"{here}/",
        f"{here}/partijen/",
        f"{here}/stilte/",
        f"{here}/akkoord/",
        f"{here}/afsluiten/voorstellen/",
        "/mijn/",
    )
    with moment:
        return {page: asked(page, make.bram(), warm=warm) for page in pages}


def waiting(challenge: Challenge) -> int:
    return Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN).count()


@pytest.mark.parametrize(
    ("ask", "many"),
    [
        (goal, 3), (end_of_a_goal, 3), (observer, 3), (end_of_reading, 3), (route, 3), (long_route, 3), (source, 3),
        (fixed_late, 3), (helper, 3), (newcomer, 3), (link, 2), (loosening, 2), (off, 3), (fits_still, 3),
    ],
)  # fmt: skip
def test_x15_what_waits_costs_as_many_queries_for_many_as_for_one(ask: Ask, many: int) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    moment = later if ask is fits_still else nullcontext
    ask(challenge, 0)
    assert waiting(challenge) == 1
    for_one = costs(challenge, moment())
    for number in range(1, many):
        ask(challenge, number)
    assert waiting(challenge) == many
    assert costs(challenge, moment(), warm=False) == for_one


@pytest.mark.parametrize("ask", [observer, off, source])
def test_what_ended_costs_as_many_queries_for_five_as_for_one_wherever_it_is_named(ask: Ask) -> None:
    challenge, _amina, bram = make.challenge_of_two()
    found = list[list[int]]()
    for numbers in ((0,), (1, 2, 3, 4)):
        for number in numbers:
            ask(challenge, number)
            respond(Round.objects.latest("pk"), agrees=True, by=Actor.of(bram))
        while tell():
            pass
        found.append([asked(f"/opgaven/{challenge.slug}/akkoord/", bram), asked("/mijn/berichten/papier/", bram)])
        # One made it public; what is fixed late touches what still counts, and no question that is over (E13).
        for names, many in ((outcomes, numbers[-1] + 2), (touchable, numbers[-1] + 1 if ask is source else 0)):
            with CaptureQueriesContext(connection) as caught:
                assert len(names(challenge)) == many
            found[-1].append(len(caught))
    assert found[1] == found[0]

"""X14: who gathers the open pages of a challenge finds no name of who guards the process, stands in or helps."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitators import actions
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.formal.actions import Decided, record_decision
from communityup.workspace.room.actions import propose_phase
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_facilitators
from tests.crawl import pages
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NAME = re.compile(r"Noor\d+Jansen")
WHO = "Zij werkt bij de praktijk aan de haven."
ALL = 50  # more than there are pages of one kind here
LEAST = 60


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


@built_once
def asked_all() -> Challenge:
    """Return a public challenge with two facilitators, a substitute, a helper, a step that waits, and open questions.

    Asked are: whether Els takes over from Dilek, whether Yara stands in for Femke, whether Gijs helps too, and whether
    somebody else guards the process instead of each of the two. Inez was asked to help as well, and did not want to.
    A formal decision is about the question with which Dilek began. Everybody has a name that stands nowhere else.
    """
    challenge, first, second = make_facilitators.guarded()
    actions.hand_over(challenge, by=by("Dilek"))
    actions.name_substitute(challenge, email="yara@example.org", words=WHO, by=by("Femke"))
    actions.accept(Candidacy.objects.get(email="yara@example.org"), by=by("Yara"))
    make_facilitators.outsider(
        challenge, make.person("Hans"), proposer=make.amina(), others=[make.bram()], role=Candidacy.Role.HELPER
    )
    for name in ("Gijs", "Inez"):
        asked = actions.propose_outsider(
            challenge, role="helper", email=make.person(name).email, words=WHO, by=by("Amina")
        )
        actions.accept(asked, by=by(name))
    actions.give_up(asked, by=by("Inez"))
    for guard in (first, second):
        actions.ask_replacement(guard, reason="Het verslag kwam te laat.", by=by("Bram"))
    assert propose_phase(challenge, LEAVE_LEAD_IN, by=by("Dilek")) is None
    make.observer(challenge, make.person("Griffie"), "clerk")
    began = first.candidacy.asked
    assert began is not None
    decided = Decided(
        body="council", day=timezone.localdate(), reference="2027-014", words="Wij lazen het.", beside="as_table",
        about=[f"consent:{began.public_id}"],
    )  # fmt: skip
    record_decision(challenge, decided=decided, by=by("Griffie"))
    make.observer(make.challenge_of_two(title="Het plein")[0], make.chris())
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(display_name=f"Noor{person.pk}Jansen")
    return challenge


def client_of(name: str) -> Client:
    client = Client()
    if name:
        client.force_login(make.person(name))
    return client


def shown(name: str, challenge: Challenge, place: str) -> str:
    """Return the main part of one page of a challenge: around it stands one's own name."""
    page = client_of(name).get(f"/opgaven/{challenge.slug}/{place}").content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def names(*people: str) -> set[str]:
    return {make.person(one).display_name for one in people}


@pytest.mark.parametrize("name", ["", "Nieuw", "Chris"])
def test_x14_who_is_outside_finds_no_name_of_a_facilitator_substitute_candidate_or_helper_on_any_page(
    name: str,
) -> None:
    challenge = asked_all()
    start = f"/opgaven/{challenge.slug}/"
    read = {address: text for address, *_rest, text in pages(client_of(name), start, alike=ALL, within=start)}
    # Who observes for the council has a public task here; one's own name stands above every page.
    known = names("Griffie", *([name] if name else []))
    assert {place: found for place, text in read.items() if (found := set(NAME.findall(text)) - known)} == {}
    assert [place for place, text in read.items() if WHO in text] == []
    questions = {f"{start}akkoord/{one}/" for one in Round.objects.values_list("public_id", flat=True)}
    assert len(questions & read.keys()) == Round.objects.filter(challenge=challenge).count()
    page = read[f"{start}procesbegeleiders/"]
    assert "De procesbegeleider van Bewoners Molenwijk" in page
    assert "De procesbegeleider van buiten" in page
    assert "Na drie dagen kan een vervanger het doen" in page
    assert "Bewoners Molenwijk, van buiten" in read[f"{start}aanloop/"]
    assert len(read) > LEAST


@pytest.mark.parametrize("name", ["Bram", "Griffie", "Femke", "Els", "Hans"])
def test_x14_who_takes_part_reads_by_name_who_guards_stands_in_is_asked_and_helps(name: str) -> None:
    challenge = asked_all()
    page = shown(name, challenge, "procesbegeleiders/")
    assert set(NAME.findall(page)) == names("Dilek", "Els", "Femke", "Yara", "Gijs", "Hans")
    assert WHO in page
    for one in ("Els", "Yara", "Gijs"):
        candidacy = Candidacy.objects.get(person=make.person(one), state=Candidacy.State.ASKED)
        assert candidacy.asked is not None
        question = shown(name, challenge, f"akkoord/{candidacy.asked.public_id}/")
        assert names(one) <= set(NAME.findall(question))


def test_x14_who_is_asked_from_outside_reads_what_is_their_own_and_no_other_name() -> None:
    page = shown("Gijs", asked_all(), "procesbegeleiders/")
    assert set(NAME.findall(page)) == names("Gijs")
    assert page.count(WHO) == 1


def test_x14_questions_say_of_which_party_it_is_and_to_who_takes_part_who_it_is() -> None:
    challenge = asked_all()
    outside, inside = (shown(name, challenge, "akkoord/") for name in ("", "Bram"))
    for page in (outside, inside):
        assert "in plaats van de procesbegeleider van Bewoners Molenwijk" in page
        assert "in plaats van de procesbegeleider van buiten" in page
        assert "Iemand van Bewoners Molenwijk bewaakt het proces" in page
    assert names("Dilek", "Femke", "Els", "Yara", "Gijs", "Hans") <= set(NAME.findall(inside))
    assert f"vervangt {make.person('Femke')}" in inside
    assert NAME.findall(outside) == []


def test_the_task_about_a_facilitator_leads_to_the_question_and_the_overview_says_about_whom() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    asked = actions.propose_own(challenge, person=make.dilek(), by=Actor.of(amina)).asked
    assert asked is not None
    (task,) = my_tasks(bram)
    assert task.url == f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/"
    client = Client()
    assert "Dilek" not in client.get(f"/opgaven/{challenge.slug}/").content.decode(), "no name for a visitor (X14)"
    client.force_login(bram)
    assert '<span class="note">Dilek</span>' in client.get(f"/opgaven/{challenge.slug}/").content.decode()
    shown = client.get(task.url).content.decode()
    assert ">Akkoord<" in shown
    assert f'href="/opgaven/{challenge.slug}/procesbegeleiders/"' in shown

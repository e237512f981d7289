"""The learning network of the demo is made through the real actions."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from communityup.demo import actions, queries
from communityup.demo.actions import load_demo, load_network
from communityup.demo.chapters import places
from communityup.demo.chapters.network import moment_of
from communityup.network.meetings.models import Session
from communityup.network.members.models import CoreMembership
from communityup.organisations.models import Place
from communityup.organisations.queries import built_in
from communityup.portal.queries import network_tasks
from communityup.workspace.tasks.queries import Asked
from tests.make_letters import run
from tests.make_network import browser, of_the_demo, path
from tests.make_notices import TUESDAY, at

pytestmark = pytest.mark.django_db


def test_network_of_the_demo_can_be_read() -> None:
    made = of_the_demo()
    html = browser().get(path(made, "page")).content.decode()
    assert "Leernetwerk Community-up werken" in html
    assert "Netwerkcoördinator" in html
    members = browser().get(f"{path(made, 'page')}leden/").content.decode()
    assert "Platform Dorpshuizen Oost" in members
    assert "Buurttuin" not in members, "it waits for an answer"


def test_roles_of_the_demo_stay_informed() -> None:
    made = of_the_demo()
    assert made.subscriptions.count() == 3
    assert made.subscriptions.filter(sessions=True).count() == 3


def test_demo_has_a_letter_that_went_out_and_one_that_is_written() -> None:
    with at(TUESDAY):
        made = load_network(queries.network())
        assert [one.state for one in made.letters.order_by("pk")] == ["sending", "draft"]
        run()
    sent = made.letters.get(state="sent")
    assert (sent.readers, sent.sent) == (3, 3)
    html = browser().get(reverse("letters:letter", args=[made.slug, sent.public_id])).content.decode()
    assert "<h2>Wat opviel</h2>" in html


def test_b9_demo_follows_a_question_from_its_first_words_to_the_answer() -> None:
    made = of_the_demo()
    lists = browser().get(f"{path(made, 'page')}leervragen/").content.decode()
    assert "Durven we vastgoed los te laten" in lists
    closed = made.learning_questions.get(theme="Dezelfde mensen aan tafel")
    page = browser().get(f"{path(made, 'page')}leervragen/{closed.public_id}/").content.decode()
    for words in ("beantwoord", "Een vervanger die al een keer meekwam", "Eerste sessie: wat is community-up?"):
        assert words in page


def test_demo_has_a_visit_and_a_story_told_a_proposal_that_waits_and_an_open_question() -> None:
    made = of_the_demo()
    html = browser().get(f"{path(made, 'page')}werkbezoeken/").content.decode()
    assert "Hoe regelden jullie het achterstallig onderhoud bij de overdracht?" in html
    assert "Gastverhaal: Platform Dorpshuizen Oost vertelde aan Gemeente Oeverstad" in html
    for discreet in ("Hoe neem je de raad mee", "Hoe begin je met huurders"):
        assert discreet not in html
    host = browser(queries.person("Adviseur dorpshuizen")).get(f"{path(made, 'page')}werkbezoeken/mijn/")
    assert "Hoe neem je de raad mee zonder alles vast te prikken?" in host.content.decode()
    coordinator = browser(queries.person("Netwerkcoördinator")).get(f"{path(made, 'page')}werkbezoeken/voorstellen/")
    assert "Hoe begin je met huurders aan een tuin die blijft?" in coordinator.content.decode()


def test_demo_draws_its_members_on_a_map_and_says_that_the_borders_are_invented() -> None:
    made = of_the_demo()
    places.draw(queries.places())
    html = browser().get(f"{path(made, 'page')}leden/kaart/").content.decode()
    drawn, _figure, told = html.partition("</figure>")
    assert drawn.count('class="places-here"') == 3
    assert "Grenzen: verzonnen voor deze demonstratie" in drawn
    assert all(name in told for name in ("Oeverstad", "Lindeveen", "Heidelo", "Verzonnen provincie"))
    assert queries.has_places()
    assert Place.objects.count() == len(built_in()) + 6, "who types a real place is understood as before"


def test_invented_places_fit_together_and_are_nowhere() -> None:
    told = queries.places()
    lines = Counter(frozenset(line) for one in told["places"] for line in pairwise([*one["border"], one["border"][0]]))
    inner = {line: count for line, count in lines.items() if not all(len(point) > 1 for point in line)}
    open_ends = {line for line, count in inner.items() if count != 2}
    assert open_ends == set(), "a line between two places is the border of both"
    assert {point for line in lines for point in line} == set(told["points"])
    assert {one["name"] for one in told["places"]}.isdisjoint(spot.name for spot in built_in())


def test_list_of_places_of_the_operator_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    Place.objects.create(code="GM0114", name="Emmen")
    monkeypatch.setattr(queries, "content", list)
    monkeypatch.setattr(actions, "load_network", lambda _told: None)
    list(load_demo())
    assert list(Place.objects.values_list("name", flat=True)) == ["Emmen"]


def test_b38_b39_demo_tells_who_comes_again_and_names_the_substitutes_of_the_core() -> None:
    made = of_the_demo()
    sessions = {one.gathering.title: one for one in made.sessions.select_related("gathering")}
    figures = sessions["Spreekuur: wat mag in je eigen buurthuis?"].continuity
    assert (figures.people, figures.again, figures.core, figures.core_members) == (6, 5, 2, 2)
    years = CoreMembership.objects.filter(member__network=made).order_by("member__name")
    assert [one.substitute.display_name for one in years if one.substitute is not None] == [
        "Sleutelbeheerder De Schakel",
        "Collega-gebiedsregisseur Oeverstad",
    ]
    next_one = sessions["De raad meenemen zonder vast te prikken"].gathering
    card = next_one.registrations.get(name="Collega-gebiedsregisseur Oeverstad").introduction
    assert card.is_substitute
    assert "de vorige keren" in card.briefed


def test_b46_first_sessions_of_the_demo_have_a_report_and_one_is_with_who_was_there() -> None:
    made = of_the_demo()
    states = dict(made.sessions.exclude(report=None).values_list("gathering__title", "report__state"))
    assert states == {
        "Eerste sessie: wat is community-up?": "public",
        "Loslaten in de praktijk: drie buurthuizen": "public",
        "Samen beheren: wie doet wat als het tegenzit?": "correcting",
    }


def test_b46_b4_demo_has_something_that_waits_of_every_kind_for_who_keeps_the_network_going() -> None:
    load_network(queries.network())

    def waits(role: str) -> list[str]:
        found = network_tasks(Asked(emails=frozenset({queries.address_of(role)})))
        return sorted(one.about for one in found)

    session = "De raad meenemen zonder vast te prikken"
    number, written = Session.objects.filter(report__state="correcting").values_list("number", "gathering__title")[0]
    next_one = Session.objects.get(gathering__title=session).number
    assert waits("Netwerkcoördinator") == [
        "1 aanmelding",
        "1 bericht",
        f"1 opmerking: {number} {written}",
        f"1 voorstel: {next_one} {session}",
    ]
    assert waits("Bestuurslid De Schakel") == ["1 praktijk: Eerst koffie in het portiek, dan pas een plan"]
    assert waits("Projectleider Heidelo") == [f"1 voorstel: {next_one} {session}", "2 praktijken"]


@pytest.mark.parametrize("day", range(7))
def test_nobody_of_the_demo_meets_in_a_weekend(day: int) -> None:
    with at(TUESDAY + dt.timedelta(days=day)):
        for ahead in (-20, 25):
            told = moment_of({"days": ahead}).begins_at
            assert told is not None
            assert timezone.localtime(told).weekday() < 5
            assert abs((told - timezone.now()).days - ahead) <= 3


def test_evening_of_the_demo_comes_back_on_tuesdays() -> None:
    evenings = of_the_demo().sessions.filter(series__isnull=False).values_list("gathering__begins_at", flat=True)
    assert [timezone.localtime(one).weekday() for one in evenings] == [1, 1, 1]


def test_who_looks_at_the_demo_reads_why_the_log_has_one_day() -> None:
    here = {"user": AnonymousUser(), "request": RequestFactory().get("/"), "roles": [], "next": "/"}
    for template in ("demo/_bar.html", "demo/roles.html"):
        assert "Daarom staat in het logboek die dag." in render_to_string(template, here)

"""The same people again at a session: figures that name nobody, and substitutes who were briefed (B38)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering, Registration
from communityup.log.models import Line
from communityup.network.continuity import actions, permissions, queries
from communityup.network.continuity.models import Figures, Introduction
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_meetings import DAY, in_days, planned
from tests.make_network import browser, coordinated, delegate, lines, member
from tests.make_registrations import HERE, comes, place_of, set_places

pytestmark = pytest.mark.django_db
SIX = ("Amina", "Bram", "Eva", "Fatma", "Griet", "Hugo")
WORDS = "Wij zoeken een dak."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def held_with(made: Network, dilek: Person, *names: str, days: int = 30) -> Session:
    """Return a session so many days ago, for which these people registered."""
    session = set_places(planned(made, dilek, in_days(9), title=f"Was {days}"), dilek, None)
    for name in names:
        comes(session, name)
    begins_at = timezone.now() - days * DAY
    Gathering.objects.filter(pk=session.gathering.pk).update(begins_at=begins_at, ends_at=begins_at + DAY / 12)
    session.gathering.refresh_from_db()
    return session


def coming(made: Network, dilek: Person) -> Session:
    return set_places(planned(made, dilek, in_days(9), title="Komt"), dilek, None)


def in_core(made: Network, name: str, person: str, substitute: str) -> Member:
    """Let a member join the core, with somebody as named substitute."""
    joined = member(made, name, make.person(person))
    members.invite_delegate(joined, email=make.person(substitute).email, by=by(person))
    delegate(joined, make.person(substitute))
    members.commit_to_core(joined, starts_on=timezone.localdate(), substitute=make.person(substitute), by=by(person))
    return joined


def introduced(session: Session, place: Registration, **said: Any) -> Introduction:
    told = {"is_substitute": False, "briefed": "", "brings": WORDS, "is_new": False, **said}
    who = Actor.visitor() if place.person is None else Actor.of(place.person)
    return actions.introduce(session, place, **told, by=who)


def page(place: Registration, more: str = "") -> str:
    return f"{HERE}ontmoeten/{permissions.meet_token(place)}/{more}"


def test_b38_session_page_shows_how_many_are_there_again_and_how_much_of_the_core() -> None:
    made, dilek = coordinated()
    for number, name in enumerate(("Eva", "Fatma")):
        in_core(made, f"Lid {number}", name, f"Vervanger{number}")
    held_with(made, dilek, *SIX, days=90)
    held_with(made, dilek, *SIX[1:], "Ivo", days=30)
    session = coming(made, dilek)
    for name in (*SIX, "Vervanger0"):
        comes(session, name)
    assert "Dezelfde mensen?" not in Client().get(f"{HERE}{session.slug}/").content.decode()
    assert actions.count_due() == 1
    assert actions.count_due() == 0, "nothing changed since"
    for reader in (Client(), browser(make.chris()), browser(dilek)):
        html = reader.get(f"{HERE}{session.slug}/").content.decode()
        for words in ("Dezelfde mensen?", "<dd>7</dd>", "5 van de 7", "2 van de 2 zijn erbij"):
            assert words in html
        assert "Fatma" not in html
    Gathering.objects.filter(pk=session.gathering_id).update(
        begins_at=timezone.now() - DAY, ends_at=timezone.now() - DAY / 2
    )
    html = Client().get(f"{HERE}{session.slug}/").content.decode()
    assert "2 van de 2 waren erbij" in html
    assert "zijn erbij" not in html


def test_b38_substitute_is_asked_for_a_briefing_and_shows_a_card_to_who_comes() -> None:
    made, dilek = coordinated()
    in_core(made, "De Schakel", "Eva", "Ivo")
    session = coming(made, dilek)
    other = comes(session, "Bram")
    client = browser(make.person("Ivo"))
    answer = client.post(f"{HERE}{session.slug}/aanmelden/", {"name": "Ivo van De Schakel"})
    assert "Je komt als vervanger: wie praatte je bij?" in client.get(answer.headers["Location"]).content.decode()
    ivo = Registration.objects.get(email=make.person("Ivo").email)
    asked = client.get(page(ivo)).content.decode()
    assert "checked" in asked, "it is known that he is the named substitute"
    unbriefed = client.post(page(ivo), {"brings": "Een vraag over het dak.", "is_substitute": "on", "briefed": ""})
    assert unbriefed.status_code == 422
    assert "Een vraag over het dak." in unbriefed.content.decode()
    assert not Introduction.objects.exists()
    said = {"brings": "Een vraag over het dak.", "is_substitute": "on", "briefed": "Eva, onze voorzitter"}
    assert client.post(page(ivo), said).status_code == 302
    shown = browser(make.person("Bram")).get(page(other)).content.decode()
    for words in ("Ivo van De Schakel", "vervanger", "vaste kern: De Schakel", *list(said.values())[::2]):
        assert words in shown
    for reader in (Client(), browser(dilek), browser(make.chris())):
        assert "Een vraag over het dak." not in reader.get(f"{HERE}{session.slug}/").content.decode()


def test_of_fewer_than_five_nothing_is_told_and_of_a_small_part_no_number() -> None:
    made, dilek = coordinated()
    held_with(made, dilek, "Amina", days=30)
    session = coming(made, dilek)
    for name in SIX[:4]:
        comes(session, name)
    actions.count_due()
    assert queries.told(session) == []
    comes(session, "Ivo")
    actions.count_due()
    [block] = queries.told(session)
    assert [value for _label, value in block["facts"]] == ["5", "minder dan vijf van de 5"]
    Figures.objects.update(again=0)
    assert queries.told(session)[0]["facts"][1][1] == "niemand van de 5"


def test_first_session_of_a_network_has_no_last_time_and_without_a_date_nothing_is_counted() -> None:
    made, dilek = coordinated()
    session = coming(made, dilek)
    assert actions.count_due() == 0, "nobody comes yet"
    for name in SIX:
        comes(session, name)
    rough = planned(made, dilek, title="Ooit")
    assert queries.last_time(rough) is None
    held_with(made, dilek, days=30)
    assert actions.count_due() == 1
    assert Figures.objects.get().again is None, "nobody knows who came the last time"
    assert len(queries.told(session)[0]["facts"]) == 1


def test_who_was_ticked_off_at_the_door_counts_and_else_who_had_a_place() -> None:
    made, dilek = coordinated()
    last = held_with(made, dilek, *SIX, days=30)
    for one in last.gathering.registrations.filter(name__in=SIX[:2]):
        meetings.note_presence(last, one, came=True, by=Actor.of(dilek))
    assert len(queries.came(last)) == 2
    session = coming(made, dilek)
    for name in SIX:
        comes(session, name)
    actions.count_due()
    assert Figures.objects.get(session=session).again == 2


def test_figures_stay_when_addresses_are_forgotten_and_introductions_go() -> None:
    made, dilek = coordinated()
    session = coming(made, dilek)
    places = [comes(session, name) for name in SIX]
    introduced(session, places[0])
    actions.count_due()
    long_ago = timezone.now() - 101 * DAY
    Gathering.objects.filter(pk=session.gathering.pk).update(begins_at=long_ago, ends_at=long_ago + DAY / 12)
    assert meetings.forget_due()
    assert not session.gathering.registrations.exists()
    assert not Introduction.objects.exists()
    assert actions.count_due() == 0
    assert queries.told(session)[0]["facts"][0][1] == "6"


def test_cards_say_who_is_core_was_there_and_is_new_by_their_own_choice() -> None:
    made, dilek = coordinated()
    held_with(made, dilek, "Bram", days=30)
    session = coming(made, dilek)
    bram, eva, _silent = (comes(session, name) for name in ("Bram", "Eva", "Fatma"))
    introduced(session, bram, is_new=True)
    introduced(session, eva, is_new=True, brings="Ik kijk eerst.")
    cards = queries.meeting(session, eva)["cards"]
    assert [(card["name"], card["marks"]) for card in cards] == [
        ("Bram", ["was er vorige keer ook"]),
        ("Eva", ["voor het eerst"]),
    ]
    assert "Fatma" not in Client().get(page(eva)).content.decode()


def test_each_act_is_one_line_that_names_nobody_and_the_same_again_is_none() -> None:
    made, dilek = coordinated()
    session = coming(made, dilek)
    eva = comes(session, "Eva")
    for _click in range(2):
        introduced(session, eva)
    introduced(session, eva, is_substitute=True, briefed="Mijn collega")
    for _click in range(2):
        assert browser(make.person("Eva")).post(page(eva, "terugnemen/")).headers["Location"] == page(eva)
    assert [one for one in lines(made) if one.startswith("continuity.")] == [
        *["continuity.introduced"] * 2,
        "continuity.introduction_taken_back",
    ]
    assert not Line.objects.filter(type__startswith="continuity.").exclude(actor="").exists()
    assert not Introduction.objects.exists()


def test_only_who_has_a_place_introduces_themselves_and_only_before_a_session() -> None:
    made, dilek = coordinated()
    session, other = coming(made, dilek), planned(made, dilek, title="Anders")
    eva = comes(session, "Eva")
    with pytest.raises(NotAllowed):
        introduced(other, eva)
    with pytest.raises(Refused, match="bijpraatte"):
        introduced(session, eva, is_substitute=True, briefed=" ")
    Registration.objects.filter(pk=eva.pk).update(state="waiting", seat=None)
    eva.refresh_from_db()
    with pytest.raises(NotAllowed):
        introduced(session, eva)
    assert queries.for_who_comes(session, eva) == []
    assert Client().get(page(eva)).status_code == 403
    Registration.objects.filter(pk=eva.pk).update(state="seat")
    eva.refresh_from_db()
    Gathering.objects.filter(pk=session.gathering.pk).update(begins_at=timezone.now() - DAY, ends_at=timezone.now())
    session.gathering.refresh_from_db()
    with pytest.raises(Refused, match="vóór een bijeenkomst"):
        introduced(session, eva)
    assert queries.for_who_comes(session, eva) == []
    assert Client().get(page(eva)).status_code == 200
    assert Client().post(page(eva), {"brings": WORDS}).status_code == 409


def test_link_opens_one_place_and_looking_writes_nothing() -> None:
    made, dilek = coordinated()
    session = coming(made, dilek)
    eva, before = comes(session, "Eva"), Line.objects.count()
    assert page(eva) in browser(make.person("Eva")).get(place_of(eva)).content.decode()
    for client in (Client(), browser(make.chris()), browser(dilek)):
        assert client.get(page(eva)).status_code == 200
        assert client.get(page(eva, "terugnemen/")).status_code == 405
        assert client.get(f"{HERE}ontmoeten/{'x' * 43}/").status_code == 404
    assert Line.objects.count() == before
    meetings.withdraw(session, eva, by=by("Eva"))
    assert Client().get(page(eva)).status_code == 410
    assert Client().post(page(eva, "terugnemen/")).status_code == 410


@pytest.mark.parametrize("wrong", [{"brings": ""}, {"brings": "x" * 301}, {"briefed": "x" * 201}])
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    made, dilek = coordinated()
    eva = comes(coming(made, dilek), "Eva")
    said = {"brings": WORDS, "briefed": "Mijn collega", "is_substitute": "on", **wrong}
    answer = Client().post(page(eva), said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_database_keeps_a_substitute_briefed_and_parts_smaller_than_the_whole() -> None:
    made, dilek = coordinated()
    session = coming(made, dilek)
    introduced(session, comes(session, "Eva"))
    actions.count_due()
    wrong: list[Any] = [
        lambda: Introduction.objects.update(is_substitute=True),
        lambda: Introduction.objects.update(brings=""),
        lambda: Figures.objects.update(again=9),
        lambda: Figures.objects.update(core=9),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = coordinated()
    held_with(made, dilek, *SIX, days=30)
    session = coming(made, dilek)
    for number in range(count):
        in_core(made, f"Lid {number}", f"Mens{number}", f"Ander{number}")
        place = comes(session, f"Mens{number}")
        introduced(session, place)
    actions.count_due()
    with django_assert_num_queries(1):
        queries.told(session)
    with django_assert_num_queries(15):
        assert Client().get(page(place)).status_code == 200

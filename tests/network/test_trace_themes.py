"""Themes for sessions: members propose and choose, and the chosen one goes to the next session (B40)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.meetings.actions import cancel_session, describe_session
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.themes import actions
from communityup.network.themes.models import Choice, Theme
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.at_once import together
from tests.make_meetings import DAY, about, held, in_days, planned
from tests.make_network import browser, coordinated, lines, member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
SESSIONS = "/netwerken/community-up/bijeenkomsten/"
HERE = f"{SESSIONS}themas/"


def by(person: Person) -> Actor:
    return Actor.of(person)


@built_once
def three() -> tuple[Network, Person]:
    """Return a network with the members of Amina, Bram and Griet, and who coordinates it; Chris is nobody there."""
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    member(made, "Gemeente Lindeveen", make.bram(), kind="municipality")
    member(made, "Buurttuin", make.person("Griet"))
    return made, dilek


def proposed(made: Network, person: Person, title: str = "Loslaten", kind: str = "content") -> Theme:
    return actions.propose_theme(made, title=title, kind=kind, why="Daar lopen wij vast.", by=by(person))


def give(theme: Theme, session: Session, person: Person) -> Theme:
    return actions.attach_theme(theme, session=session, by=by(person))


def test_b40_members_propose_and_choose_and_the_chosen_theme_goes_to_the_next_session() -> None:
    made, dilek = three()
    held(made, dilek, title="Was")
    planned(made, dilek, in_days(30), title="Verder", theme="")
    following = planned(made, dilek, in_days(9), title="Eerst", theme="")
    client, other = browser(make.amina()), browser(make.bram())
    assert f'href="{HERE}"' in Client().get(SESSIONS).content.decode()
    said = {"title": "Hoe we sturen", "kind": "approach", "why": "Wie beslist er eigenlijk?"}
    assert client.post(f"{HERE}voorstellen/", said).headers["Location"] == HERE
    proposed(made, make.person("Griet"), "Groen")
    html = Client().get(HERE).content.decode()
    for words in (*said.values(), "de aanpak", "De Schakel", "1 lid wil dit"):
        assert words in html or words == "approach"
    theme = Theme.objects.get(title="Hoe we sturen")
    for _click in range(2):
        assert other.post(f"{HERE}{theme.public_id}/kiezen/", {"wants": "yes"}).status_code == 302
    assert "2 leden willen dit" in Client().get(HERE).content.decode()
    for _click in range(2):
        answer = browser(dilek).post(f"{HERE}{theme.public_id}/meegeven/", {"session": following.public_id})
        assert answer.status_code == 302
    following.refresh_from_db()
    assert (following.theme, following.kind) == ("Hoe we sturen", "approach")
    page = Client().get(f"{SESSIONS}{following.slug}/").content.decode()
    assert "Hoe we sturen" in page
    assert "de aanpak" in page
    line = Line.objects.get(type="themes.theme_attached")
    assert (line.content["count"], line.content["session"]) == (2, following.public_id)
    assert lines(made).count("themes.theme_chosen") == 1


def test_coordinator_gives_no_other_theme_than_most_members_chose() -> None:
    made, dilek = three()
    session = planned(made, dilek, in_days(9), theme="")
    less, more = proposed(made, make.amina(), "Minder"), proposed(made, make.bram(), "Meer")
    actions.choose_theme(more, wants=True, by=by(make.person("Griet")))
    with pytest.raises(Refused, match="meer leden"):
        give(less, session, dilek)
    for who in (make.bram(), make.person("Griet")):
        actions.choose_theme(more, wants=False, by=by(who))
    actions.choose_theme(less, wants=False, by=by(make.amina()))
    with pytest.raises(Refused):
        give(more, session, dilek)
    actions.choose_theme(less, wants=True, by=by(make.amina()))
    assert give(less, session, dilek).session == session


def test_choice_of_a_member_that_left_counts_no_more() -> None:
    made, dilek = three()
    session = planned(made, dilek, in_days(9), theme="")
    first, second = proposed(made, make.amina(), "Een"), proposed(made, make.bram(), "Twee")
    Member.objects.filter(name="De Schakel").update(left_at=F("since"))
    with pytest.raises(Refused):
        give(first, session, dilek)
    give(second, session, dilek)


def test_without_a_session_that_needs_one_no_theme_is_given() -> None:
    made, dilek = three()
    first, second = proposed(made, make.amina(), "Een"), proposed(made, make.bram(), "Twee")
    was, off = held(made, dilek, title="Was", theme=""), planned(made, dilek, in_days(9), title="Af", theme="")
    cancel_session(off, reason="Storm.", by=by(dilek))
    assert "elke komende open bijeenkomst heeft al een thema" in browser(dilek).get(HERE).content.decode()
    for session in (was, off):
        with pytest.raises(Refused, match="heeft al een thema, of komt niet meer"):
            give(first, session, dilek)
    once = planned(made, dilek, title="Ooit", theme="")
    assert give(first, once, dilek).session == once
    with pytest.raises(Refused, match="heeft al een thema"):
        give(second, once, dilek)
    with pytest.raises(Refused, match="al naar een bijeenkomst"):
        actions.choose_theme(first, wants=False, by=by(make.amina()))
    assert "Ging naar een bijeenkomst" in Client().get(HERE).content.decode()


def test_b40_theme_that_somebody_wrote_stays_and_the_page_names_where_one_can_go() -> None:
    made, dilek = three()
    theme = proposed(made, make.amina(), "Hoe we sturen", "approach")
    written = planned(made, dilek, in_days(3), title="Sleuteldag", theme="Sleutels delen")
    planned(made, dilek, in_days(9), title="Dan", theme="")
    later = planned(made, dilek, in_days(30), title="Later", theme="")
    page = browser(dilek).get(HERE).content.decode()
    assert ("Sleuteldag" in page, f"{later} · " in page, "Dan · " in page) == (False, True, True)
    assert "Aan welke bijeenkomst?" not in browser(make.amina()).get(HERE).content.decode()
    with pytest.raises(Refused, match="heeft al een thema"):
        give(theme, written, dilek)
    for wrong in ({"session": written.public_id}, {"session": "niets"}, {}):
        answer = browser(dilek).post(f"{HERE}{theme.public_id}/meegeven/", wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    written.refresh_from_db()
    assert written.theme == "Sleutels delen"
    answer = browser(dilek).post(f"{HERE}{theme.public_id}/meegeven/", {"session": later.public_id}, follow=True)
    assert f"Het is nu het thema van “{later}”." in answer.content.decode()
    later.refresh_from_db()
    assert (later.theme, later.kind) == ("Hoe we sturen", "approach")


def test_b40_theme_is_taken_off_again_as_long_as_its_session_is_ahead() -> None:
    made, dilek = three()
    theme, session = proposed(made, make.amina()), planned(made, dilek, in_days(9), theme="")
    give(theme, session, dilek)
    assert "Haal “Loslaten” er weer af" in browser(dilek).get(HERE).content.decode()
    assert "er weer af" not in browser(make.amina()).get(HERE).content.decode()
    assert browser(make.amina()).post(f"{HERE}{theme.public_id}/meegeven/", {"gives": "no"}).status_code == 403
    for _click in range(2):
        answer = browser(dilek).post(f"{HERE}{theme.public_id}/meegeven/", {"gives": "no"}, follow=True)
        assert "Het thema wacht weer bij de andere." in answer.content.decode()
    theme.refresh_from_db()
    session.refresh_from_db()
    assert (theme.session, session.theme, session.kind) == (None, "", "open")
    assert lines(made).count("themes.theme_taken_off") == 1
    give(theme, session, dilek)
    Gathering.objects.update(begins_at=F("begins_at") - 20 * DAY, ends_at=F("ends_at") - 20 * DAY)
    assert "er weer af" not in browser(dilek).get(HERE).content.decode()
    with pytest.raises(Refused, match="is geweest"):
        actions.take_off(theme, by=by(dilek))


def test_theme_taken_off_leaves_other_words_and_waits_not_twice() -> None:
    made, dilek = three()
    theme, session = proposed(made, make.amina()), planned(made, dilek, in_days(9), theme="")
    give(theme, session, dilek)
    describe_session(session, about=about(theme="Eigen woorden", kind="content"), by=by(dilek))
    again = proposed(made, make.bram())
    with pytest.raises(Refused, match="opnieuw voor"):
        actions.take_off(theme, by=by(dilek))
    with pytest.raises(NotAllowed):
        actions.take_off(theme, by=by(make.amina()))
    Theme.objects.filter(pk=again.pk).update(title="Anders")
    actions.take_off(theme, by=by(dilek))
    session.refresh_from_db()
    assert session.theme == "Eigen woorden"


def test_same_theme_twice_is_once_and_after_a_session_it_can_come_back() -> None:
    made, dilek = three()
    for who in (make.amina(), make.amina(), make.bram()):
        theme = proposed(made, who, " Loslaten ")
    assert Theme.objects.count() == 1
    assert lines(made).count("themes.theme_proposed") == 1
    give(theme, planned(made, dilek, in_days(9), theme=""), dilek)
    assert proposed(made, make.bram()) != theme


def test_only_members_propose_and_choose_and_only_a_coordinator_gives() -> None:
    made, dilek = three()
    session = planned(made, dilek, in_days(9), theme="")
    theme = proposed(made, make.amina())
    before = Line.objects.count()
    for who in (make.chris(), dilek):
        with pytest.raises(NotAllowed):
            proposed(made, who, "Nieuw")
        with pytest.raises(NotAllowed):
            actions.choose_theme(theme, wants=True, by=by(who))
        assert browser(who).get(f"{HERE}voorstellen/").status_code == 403
        assert browser(who).post(f"{HERE}voorstellen/").status_code == 403
        assert browser(who).post(f"{HERE}{theme.public_id}/kiezen/").status_code == 403
    for who in (make.chris(), make.amina()):
        with pytest.raises(NotAllowed):
            give(theme, session, who)
        assert browser(who).post(f"{HERE}{theme.public_id}/meegeven/").status_code == 403
    for name in ("kiezen", "meegeven"):
        assert browser().post(f"{HERE}{theme.public_id}/{name}/").status_code == 302
        assert browser(dilek).get(f"{HERE}{theme.public_id}/{name}/").status_code == 405
    assert browser(make.amina()).post(f"{HERE}niets/kiezen/").status_code == 404
    assert browser().get(f"{HERE}voorstellen/").status_code == 302
    for reader in (None, make.chris(), make.amina(), dilek):
        assert browser(reader).get(HERE).status_code == 200
    assert Line.objects.count() == before


@pytest.mark.parametrize("wrong", [{"title": ""}, {"kind": "iets"}, {"why": ""}, {"title": "x" * 81}])
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    three()
    said = {"title": "Loslaten", "kind": "content", "why": "Daarom niet.", **wrong}
    answer = browser(make.amina()).post(f"{HERE}voorstellen/", said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "Loslaten" in answer.content.decode() or "title" in wrong
    assert not Theme.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_member_that_clicks_many_times_at_once_chooses_once() -> None:
    made, _dilek = three()
    theme = proposed(made, make.amina())
    given = together(*[lambda: actions.choose_theme(theme, wants=True, by=by(make.bram()))] * 6)
    assert all(isinstance(one, Theme) for one in given), given
    assert Choice.objects.filter(theme=theme).count() == 2
    assert lines(made).count("themes.theme_chosen") == 1


def test_database_keeps_a_theme_and_a_choice_once() -> None:
    made, _dilek = three()
    theme = proposed(made, make.amina())
    other = proposed(made, make.bram(), "Anders")
    wrong: list[Any] = [
        lambda: Theme.objects.filter(pk=other.pk).update(title=theme.title),
        lambda: Theme.objects.filter(pk=other.pk).update(kind="iets"),
        lambda: Choice.objects.create(theme=theme, member=theme.member),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = three()
    for number in range(count):
        proposed(made, make.amina(), f"Thema {number}")
    with django_assert_num_queries(5):
        assert Client().get(HERE).status_code == 200

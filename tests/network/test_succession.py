"""When nobody coordinates a network: members hear it at once, and choose somebody of them (N01, E4)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members import actions as members
from communityup.network.networks import actions as networks
from communityup.network.networks.models import Coordinator, Network
from communityup.network.networks.queries import coordinators_of
from communityup.network.succession import actions
from communityup.network.succession.models import Candidate, Support
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make, make_network
from tests.make_network import application, browser, coordinated, last, lines, member
from tests.make_succession import HERE, left_alone, offered

pytestmark = pytest.mark.django_db
AT = "/netwerken/community-up/"
WEEK = dt.timedelta(days=7)


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def heard(sentence: str) -> set[str]:
    """Return who heard of lines that lead to this event."""
    tell()
    return set(Notice.objects.filter(line__type=sentence).values_list("person__display_name", flat=True))


def keepers(network: Network) -> list[str]:
    return [str(one) for one in coordinators_of(network)]


def text(person: Person | None, at: str) -> str:
    return browser(person).get(at).content.decode()


# That somebody stopped


def test_only_coordinator_can_stop_and_all_members_hear_it_at_once() -> None:
    made = left_alone()
    assert last(made).type == "networks.last_coordinator_stopped"
    assert lines(made).count("networks.coordinator_stopped") == 0
    assert heard("networks.last_coordinator_stopped") == {"Amina", "Bram", "Griet"}


def test_one_of_two_coordinators_stops_and_members_need_not_hear_it() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    make_network.coordinator(made, make.bram())
    networks.stop_coordinating(made, by=Actor.of(dilek))
    assert last(made).type == "networks.coordinator_stopped"
    assert heard("networks.coordinator_stopped") == {"Bram"}


def test_members_hear_also_when_the_only_coordinator_leaves_the_platform() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    leave_platform(dilek, by=Actor.of(dilek))
    assert heard("networks.last_coordinator_stopped") == {"Amina"}


def test_members_hear_that_the_only_coordinator_is_away_and_not_that_one_of_two_is() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    networks.be_away(made, until=timezone.localdate() + WEEK, by=Actor.of(dilek))
    assert heard("networks.coordinator_away") == {"Dilek", "Amina"}
    Notice.objects.all().delete()
    networks.be_away(made, until=None, by=Actor.of(dilek))
    make_network.coordinator(made, make.bram())
    networks.be_away(made, until=timezone.localdate() + WEEK, by=Actor.of(dilek))
    assert heard("networks.coordinator_away") == {"Dilek", "Bram"}


# What the pages say


def test_page_says_to_everybody_that_there_is_no_coordinator_and_leads_members_on() -> None:
    made = left_alone()
    for person in (None, make.chris(), make.amina()):
        page = text(person, AT)
        assert "Dit netwerk heeft nu geen coördinator" in page
        assert f'href="{HERE}"' in page
    assert "Nog niemand biedt het aan" in text(make.amina(), HERE)
    make_network.coordinator(made, make.dilek())
    assert "heeft nu geen coördinator" not in text(make.amina(), AT)
    assert f'href="{HERE}"' not in text(make.amina(), AT)
    page = text(make.amina(), HERE)
    assert "Dilek is coördinator van dit netwerk." in page
    assert "Wie wordt coördinator" not in page
    assert "Ik wil wel coördinator worden" not in page


def test_page_is_for_members_and_coordinators() -> None:
    left_alone()
    assert browser().get(HERE).status_code == 302
    assert browser(make.chris()).get(HERE).status_code == 403
    for where in ("aanbieden/", "intrekken/"):
        assert browser(make.chris()).post(f"{HERE}{where}").status_code == 403
        assert browser(make.amina()).get(f"{HERE}{where}").status_code == 405
    assert not Candidate.objects.exists()


def test_who_is_the_only_one_reads_before_stopping_what_then_happens() -> None:
    _made, dilek = coordinated()
    page = text(dilek, f"{AT}coordinatoren/")
    assert "Alle leden horen het meteen" in page
    assert "de beheerder" not in page.partition("Stoppen als")[2].partition("</details>")[0]


def test_form_to_join_promises_no_answer_of_coordinators_who_are_not_there() -> None:
    made = left_alone()
    form, sent = text(None, f"{AT}leden/meedoen/"), text(None, f"{AT}leden/meedoen/verstuurd/")
    for page in (form, sent):
        assert "Zodra er weer een coördinator is" in page
        assert "Alleen de coördinatoren lezen het" not in page
    Mail.objects.all().delete()
    application(made, "Nieuw", email="nieuw@example.org")
    letter = Mail.objects.get().text
    assert "Zodra er weer een coördinator is" in letter
    assert "coördinatoren lezen het en antwoorden" not in letter
    make_network.coordinator(made, make.dilek())
    assert "Zodra er weer" not in text(None, f"{AT}leden/meedoen/")


def test_form_to_join_says_until_when_the_only_coordinator_is_away() -> None:
    made, dilek = coordinated()
    networks.be_away(made, until=dt.date(2036, 3, 12), by=Actor.of(dilek))
    for where in ("", "leden/meedoen/", "leden/meedoen/verstuurd/"):
        assert "afwezig tot en met woensdag 12 maart 2036" in text(None, f"{AT}{where}")
    application(made, "Nieuw", email="nieuw@example.org")
    assert "afwezig tot en met woensdag 12 maart 2036" in Mail.objects.get(to="nieuw@example.org").text


# Choosing


def test_e4_somebody_offers_and_two_other_members_say_yes() -> None:
    made = left_alone()
    mine = offered(made, make.amina())
    assert (last(made).type, last(made).role) == ("succession.candidate_offered", "member")
    assert heard("succession.candidate_offered") == {"Amina", "Bram", "Griet"}
    assert actions.say_yes(mine, by=by("Bram")) is False
    assert last(made).type == "succession.support_changed"
    assert keepers(made) == []
    assert actions.say_yes(mine, by=by("Griet")) is True
    assert keepers(made) == ["Amina"]
    assert last(made).type == "succession.coordinator_chosen"
    assert last(made).content["coordinator"] == Coordinator.objects.get(until=None).public_id
    assert heard("succession.coordinator_chosen") == {"Amina", "Bram", "Griet"}
    assert "heeft nu geen coördinator" not in text(make.bram(), AT)


def test_e6_member_says_yes_once_whoever_of_its_people_does() -> None:
    made, dilek = coordinated()
    for name in ("Amina", "Bram", "Griet"):
        joined = member(made, f"Lid van {name}", make.person(name))
    colleague = make.person("Collega")
    members.invite_delegate(joined, email=colleague.email, by=by("Griet"))
    make_network.delegate(joined, colleague)
    networks.stop_coordinating(made, by=Actor.of(dilek))
    mine = offered(made, make.amina())
    actions.say_yes(mine, by=by("Griet"))
    before = lines(made)
    assert actions.say_yes(mine, by=Actor.of(colleague)) is False
    assert lines(made) == before
    assert keepers(made) == []
    with transaction.atomic(), pytest.raises(IntegrityError):
        Support.objects.create(candidate=mine, member=joined, said_at=timezone.now())


def test_e6_yes_of_ones_own_member_counts_for_nobody() -> None:
    made = left_alone()
    with pytest.raises(Refused):
        actions.say_yes(offered(made, make.amina()), by=by("Amina"))
    assert not Support.objects.exists()


def test_yes_can_be_taken_back_until_somebody_was_chosen() -> None:
    made = left_alone()
    mine = offered(made, make.amina())
    actions.say_yes(mine, by=by("Bram"))
    actions.take_yes_back(mine, by=by("Bram"))
    actions.take_yes_back(mine, by=by("Bram"))
    assert lines(made)[-2:] == ["succession.support_changed"] * 2
    assert actions.say_yes(mine, by=by("Griet")) is False
    assert actions.say_yes(mine, by=by("Bram")) is True
    with pytest.raises(Refused):
        actions.take_yes_back(mine, by=by("Bram"))


@pytest.mark.parametrize("others", [0, 1])
def test_in_a_very_small_network_all_the_others_say_yes(others: int) -> None:
    made, dilek = coordinated()
    member(made, "Lid van Amina", make.amina())
    if others:
        member(made, "Lid van Bram", make.bram())
    # A member for which nobody began to act can say nothing.
    members.accept(application(made, "Stil"), buddy=made.members.order_by("pk")[0], by=Actor.of(dilek))
    networks.stop_coordinating(made, by=Actor.of(dilek))
    mine = offered(made, make.amina())
    assert keepers(made) == ([] if others else ["Amina"])
    if others:
        actions.say_yes(mine, by=by("Bram"))
    assert keepers(made) == ["Amina"]
    assert lines(made)[-1] == "succession.coordinator_chosen"


def test_offering_twice_is_once_and_can_be_taken_back() -> None:
    made = left_alone()
    assert offered(made, make.amina()) == offered(made, make.amina())
    actions.withdraw(made, by=by("Amina"))
    actions.withdraw(made, by=by("Amina"))
    assert lines(made)[-2:] == ["succession.candidate_offered", "succession.candidate_withdrew"]
    with pytest.raises(Refused):
        actions.say_yes(Candidate.objects.get(), by=by("Bram"))
    again = offered(made, make.amina())
    assert (Candidate.objects.count(), again.ended_at) == (2, None)


def test_nobody_is_chosen_while_somebody_coordinates() -> None:
    made = left_alone()
    mine = offered(made, make.amina())
    make_network.coordinator(made, make.dilek())
    for act in (lambda: offered(made, make.bram()), lambda: actions.say_yes(mine, by=by("Bram"))):
        with pytest.raises(Refused):
            act()
    assert "wil coördinator worden" not in text(make.bram(), HERE)


def test_beside_the_only_coordinator_who_is_away_a_second_is_chosen_and_no_third() -> None:
    made = left_alone()
    make_network.coordinator(made, make.dilek())
    networks.be_away(made, until=timezone.localdate() + WEEK, by=by("Dilek"))
    assert "Jullie kunnen er iemand naast kiezen." in text(make.amina(), HERE)
    mine, other = offered(made, make.amina()), offered(made, make.person("Griet"))
    for name in ("Bram", "Griet"):
        actions.say_yes(mine, by=by(name))
    assert keepers(made) == ["Dilek", "Amina"]
    other.refresh_from_db()
    assert other.ended_at is not None
    networks.be_away(made, until=timezone.localdate() + WEEK, by=by("Amina"))
    assert f'href="{HERE}"' not in text(make.bram(), AT)
    with pytest.raises(Refused):
        offered(made, make.person("Griet"))


def test_coordinator_who_is_away_says_to_be_back_and_offers_nothing() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", dilek)
    networks.be_away(made, until=timezone.localdate() + WEEK, by=Actor.of(dilek))
    assert "Ik wil wel coördinator worden" not in text(dilek, HERE)
    with pytest.raises(Refused):
        offered(made, dilek)


def test_what_somebody_offered_a_month_ago_or_for_a_member_that_left_is_over() -> None:
    made = left_alone()
    mine = offered(made, make.amina())
    Candidate.objects.update(since=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(Refused):
        actions.say_yes(mine, by=by("Bram"))
    again = offered(made, make.amina())
    members.leave(again.member, by=by("Amina"))
    with pytest.raises(Refused):
        actions.say_yes(again, by=by("Bram"))


def test_who_is_no_member_neither_offers_nor_answers() -> None:
    made = left_alone()
    mine = offered(made, make.amina())
    chris = Actor.of(make.chris())
    for act in (
        lambda: actions.offer(made, by=chris),
        lambda: actions.withdraw(made, by=chris),
        lambda: actions.say_yes(mine, by=chris),
        lambda: actions.take_yes_back(mine, by=chris),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert browser(make.chris()).post(f"{HERE}{mine.public_id}/zeggen/", {"say": "yes"}).status_code == 403
    assert browser(make.bram()).post(f"{HERE}{mine.public_id}/zeggen/", {"say": "perhaps"}).status_code == 404
    assert browser(make.bram()).post(f"{HERE}{'x' * 32}/zeggen/", {"say": "yes"}).status_code == 404


def test_members_choose_on_the_page() -> None:
    made = left_alone()
    amina, bram, griet = (browser(make.person(name)) for name in ("Amina", "Bram", "Griet"))
    assert amina.post(f"{HERE}aanbieden/").status_code == 302
    page = amina.get(HERE).content.decode()
    assert "Amina van Lid van Amina wil coördinator worden." in page
    assert "Er is nog het ja van 2 andere leden nodig." in page
    assert "Wij zeggen ja tegen" not in page
    assert "Ik bied het niet meer aan" in page
    at = f"{HERE}{Candidate.objects.get().public_id}/zeggen/"
    assert "Wij zeggen ja tegen Amina" in bram.get(HERE).content.decode()
    bram.post(at, {"say": "yes"})
    page = griet.get(HERE).content.decode()
    assert "<dd>Lid van Bram" in page
    assert "Er is nog het ja van 1 ander lid nodig." in page
    bram.post(at, {"say": "no"})
    griet.post(at, {"say": "yes"})
    assert "Amina is nu coördinator van dit netwerk." in bram.post(at, {"say": "yes"}, follow=True).content.decode()
    assert keepers(made) == ["Amina"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made = left_alone()
    for name in ("Amina", "Bram", "Griet")[:count]:
        offered(made, make.person(name))
    client = browser(make.bram())
    client.get(HERE)
    with django_assert_num_queries(11):
        assert client.get(HERE).content.decode().count("wil coördinator worden.") == count


def test_who_leaves_the_platform_offers_nothing_any_more() -> None:
    left_alone()
    amina = make.amina()
    offered(Network.objects.get(), amina)
    leave_platform(amina, by=Actor.of(amina))
    assert not Candidate.objects.exists()

"""A network: made by the operator, described by its coordinators, read by everybody (B45), with its own log."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup import cli
from communityup.base.errors import NotAllowed, Refused
from communityup.network.networks import actions, events, queries
from communityup.network.networks.jobs import JOBS
from communityup.network.networks.models import Coordinator, CoordinatorInvitation, Network
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make, make_network
from tests.make_network import ABOUT, browser, coordinated, last, lines, path

pytestmark = pytest.mark.django_db
OPERATOR = Actor.operator()


def by(person: Person) -> Actor:
    return Actor.of(person)


def described(**changes: str) -> actions.About:
    return actions.About(**{**ABOUT.__dict__, **changes})


def asked(network: Network, email: str = "nieuw@example.org", who: Actor = OPERATOR) -> CoordinatorInvitation:
    return actions.ask_coordinator(network, email=email, by=who)


# Making one


def test_operator_makes_a_network_with_one_line_in_its_own_log() -> None:
    made = make_network.network()
    assert lines(made) == ["networks.network_started"]
    assert last(made).commit == made.purpose.commit
    assert last(made).role == "operator"
    assert made.stream.kind == "network"


def test_only_the_operator_makes_a_network() -> None:
    with pytest.raises(NotAllowed):
        actions.start_network(slug="van-mij", about=ABOUT, by=by(make.amina()))
    assert not Network.objects.exists()


def test_address_of_a_network_is_given_once() -> None:
    make_network.network()
    with pytest.raises(Refused):
        make_network.network()


def test_command_makes_a_network_and_asks_its_coordinator_by_mail(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--name", "Leren", "--purpose", "Van elkaar.", "--contact", "leren@example.org"]
    assert cli.main(["network", "start", "leren", *words, "--coordinator", "dilek@example.org"]) == 0
    made = Network.objects.get(slug="leren")
    assert lines(made) == ["networks.network_started", "networks.coordinator_asked"]
    assert made.sender == "Leren"
    assert Mail.objects.get().to == "dilek@example.org"
    assert "/netwerken/leren/" in capsys.readouterr().out
    assert cli.main(["network", "start", "leren", *words, "--coordinator", "dilek@example.org"]) == 1
    assert cli.main(["network", "ask", "leren", "bram@example.org"]) == 0
    assert cli.main(["network", "ask", "onbekend", "bram@example.org"]) == 1
    assert cli.main(["network", "ask", "leren", "geen-adres"]) == 2
    assert len(lines(made)) == 3


def test_command_leaves_nothing_behind_when_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--name", "Leren", "--purpose", " ", "--contact", "leren@example.org"]
    assert cli.main(["network", "start", "leren", *words, "--coordinator", "dilek@example.org"]) == 1
    assert "Write something" in capsys.readouterr().err
    assert not Network.objects.exists()


# Describing it


def test_coordinator_changes_the_words_and_the_factsheet_gets_a_new_version() -> None:
    made, dilek = coordinated()
    words = described(purpose="Leren van wat lukt en wat niet.", joining="Kom een keer langs.", name="Samen leren")
    after = actions.describe_network(made, about=words, edition=1, by=by(dilek))
    assert (after.edition, after.name, str(after.purpose)) == (2, "Samen leren", "Leren van wat lukt en wat niet.")
    assert last(made).type == "networks.network_described"
    assert last(made).commit == after.purpose.commit
    assert last(made).content["joining_commit"] == after.joining.commit  # type: ignore[union-attr]
    assert last(made).role == "coordinator"
    again = actions.describe_network(made, about=words, edition=1, by=by(dilek))
    assert again.edition == 2
    assert lines(made).count("networks.network_described") == 1


def test_way_to_join_can_be_changed_and_taken_away() -> None:
    made, dilek = coordinated()
    actions.describe_network(made, about=described(joining="Bel ons."), edition=1, by=by(dilek))
    second = actions.describe_network(made, about=described(joining="Mail ons."), edition=2, by=by(dilek))
    assert str(second.joining) == "Mail ons."
    third = actions.describe_network(made, about=described(joining=" "), edition=3, by=by(dilek))
    assert third.joining is None
    assert last(made).content["joining_commit"] is None


def test_way_to_join_that_stays_the_same_has_no_other_version_when_the_rest_changes() -> None:
    made, dilek = coordinated()
    before = actions.describe_network(made, about=described(joining="Bel ons."), edition=1, by=by(dilek)).joining
    after = actions.describe_network(made, about=described(joining="Bel ons.", name="Anders"), edition=2, by=by(dilek))
    assert (after.name, after.joining, after.edition) == ("Anders", before, 3)
    assert before is not None
    assert before.versions.count() == 1
    assert last(made).content["joining_commit"] == before.commit


def test_two_who_write_at_once_overwrite_nothing() -> None:
    made, dilek = coordinated()
    actions.describe_network(made, about=described(name="Eén"), edition=1, by=by(dilek))
    with pytest.raises(Refused):
        actions.describe_network(made, about=described(name="Twee"), edition=1, by=by(dilek))
    assert Network.objects.get().name == "Eén"


def test_others_do_not_describe_a_network() -> None:
    made, _dilek = coordinated()
    with pytest.raises(NotAllowed):
        actions.describe_network(made, about=described(name="Anders"), edition=1, by=by(make.amina()))
    with pytest.raises(NotAllowed):
        actions.describe_network(made, about=described(name="Anders"), edition=1, by=OPERATOR)


# Coordinating


def test_who_is_asked_gets_a_letter_with_a_link_and_begins_with_one_line() -> None:
    made = make_network.network()
    asked(made, "Dilek@Example.org ")
    letter = Mail.objects.get()
    assert letter.to == "dilek@example.org"
    client = browser(make.dilek())
    link = make_network.link_in(letter)
    assert client.get(link).status_code == 200
    assert client.post(link, {"answer": "accept"}).status_code == 302
    assert lines(made)[-2:] == ["networks.coordinator_asked", "networks.coordinator_began"]
    assert CoordinatorInvitation.objects.get().email == ""
    assert [str(one) for one in queries.coordinators_of(made)] == ["Dilek"]
    assert client.post(link, {"answer": "accept"}).status_code == 302
    assert lines(made).count("networks.coordinator_began") == 1


def test_who_says_no_leaves_no_address_behind() -> None:
    made = make_network.network()
    question = asked(made, "dilek@example.org")
    link = make_network.link_in(Mail.objects.get())
    assert browser(make.dilek()).post(link, {"answer": "decline"}).status_code == 302
    actions.decline_coordinating(question, by=by(make.dilek()))
    assert lines(made).count("networks.coordinator_declined") == 1
    assert last(made).role == "person"
    question.refresh_from_db()
    assert (question.answer, question.email) == ("declined", "")
    with pytest.raises(Refused):
        actions.accept_coordinating(question, by=by(make.dilek()))


def test_question_is_only_for_the_address_it_went_to() -> None:
    made = make_network.network()
    question = asked(made, "dilek@example.org")
    for answer in (actions.accept_coordinating, actions.decline_coordinating):
        with pytest.raises(NotAllowed):
            answer(question, by=by(make.chris()))
    link = make_network.link_in(Mail.objects.get())
    assert browser(make.chris()).post(link, {"answer": "accept"}).status_code == 403
    assert browser().post(link, {"answer": "accept"}).status_code == 200
    assert browser().get(path(made, "invitation", "x" * 32)).status_code == 404
    assert lines(made)[-1] == "networks.coordinator_asked"


def test_question_ends_after_thirty_days_and_its_address_is_forgotten() -> None:
    made = make_network.network()
    question = asked(made, "dilek@example.org")
    CoordinatorInvitation.objects.update(sent_at=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(Refused):
        actions.accept_coordinating(question, by=by(make.dilek()))
    assert queries.open_questions(made) == []
    again = asked(made, "dilek@example.org")
    assert (JOBS[0].run(), JOBS[0].run()) == (0, 0)
    CoordinatorInvitation.objects.update(sent_at=timezone.now() - dt.timedelta(days=31))
    assert JOBS[0].run() == 1
    again.refresh_from_db()
    assert again.email == ""


def test_two_coordinate_at_most_also_with_a_question_open() -> None:
    made, dilek = coordinated()
    question = asked(made, "bram@example.org", by(dilek))
    with pytest.raises(Refused):
        asked(made, "chris@example.org", by(dilek))
    actions.accept_coordinating(question, by=by(make.bram()))
    assert [str(one) for one in queries.coordinators_of(made)] == ["Dilek", "Bram"]
    with pytest.raises(Refused):
        asked(made, "chris@example.org", by(dilek))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Coordinator.objects.create(network=made, person=make.chris(), place=2, since=timezone.now())


def test_third_person_does_not_begin_although_a_question_to_them_is_open() -> None:
    made, dilek = coordinated()
    question = asked(made, "bram@example.org", by(dilek))
    Coordinator.objects.create(network=made, person=make.chris(), place=2, since=timezone.now())
    with pytest.raises(Refused):
        actions.accept_coordinating(question, by=by(make.bram()))


def test_same_person_or_address_is_not_asked_twice() -> None:
    made, dilek = coordinated()
    with pytest.raises(Refused):
        asked(made, dilek.email, by(dilek))
    asked(made, "bram@example.org", by(dilek))
    with pytest.raises(Refused):
        asked(made, "bram@example.org", by(dilek))


def test_address_gets_three_of_these_letters_a_day_at_most() -> None:
    made, dilek = coordinated()
    for _turn in range(3):
        actions.take_back_question(asked(made, who=by(dilek)), by=by(dilek))
    with pytest.raises(Refused):
        asked(made, who=by(dilek))
    assert Mail.objects.filter(to="nieuw@example.org").count() == 3


def test_question_is_taken_back_once() -> None:
    made, dilek = coordinated()
    question = asked(made, who=by(dilek))
    with pytest.raises(NotAllowed):
        actions.take_back_question(question, by=by(make.amina()))
    actions.take_back_question(question, by=by(dilek))
    actions.take_back_question(question, by=by(dilek))
    assert lines(made).count("networks.coordinator_question_taken_back") == 1
    done = CoordinatorInvitation.objects.filter(answer="accepted").get()
    with pytest.raises(Refused):
        actions.take_back_question(done, by=by(dilek))


def test_others_ask_nobody_to_coordinate() -> None:
    made, _dilek = coordinated()
    with pytest.raises(NotAllowed):
        asked(made, who=by(make.amina()))


def test_coordinator_is_away_and_back_for_everybody_to_read() -> None:
    made, dilek = coordinated()
    day = timezone.localdate() + dt.timedelta(days=9)
    for _twice in range(2):
        actions.be_away(made, until=day, by=by(dilek))
    assert last(made).content["day"] == day.isoformat()
    assert lines(made).count("networks.coordinator_away") == 1
    assert "afwezig tot en met" in browser().get(path(made, "page")).content.decode()
    actions.be_away(made, until=None, by=by(dilek))
    assert lines(made)[-1] == "networks.coordinator_back"
    with pytest.raises(Refused):
        actions.be_away(made, until=timezone.localdate() - dt.timedelta(days=1), by=by(dilek))
    with pytest.raises(NotAllowed):
        actions.be_away(made, until=None, by=by(make.amina()))


def test_absence_that_is_past_says_nothing_any_more() -> None:
    made, dilek = coordinated()
    actions.be_away(made, until=timezone.localdate(), by=by(dilek))
    Coordinator.objects.update(away_until=timezone.localdate() - dt.timedelta(days=1))
    assert "afwezig tot en met" not in browser().get(path(made, "page")).content.decode()


def test_coordinator_stops_and_the_network_goes_on_without_one() -> None:
    made, dilek = coordinated()
    actions.stop_coordinating(made, by=by(dilek))
    actions.stop_coordinating(made, by=by(dilek))
    assert lines(made).count("networks.last_coordinator_stopped") == 1
    with pytest.raises(NotAllowed):
        actions.stop_coordinating(made, by=by(make.amina()))
    assert "Dit netwerk heeft nu geen coördinator" in browser().get(path(made, "page")).content.decode()
    make_network.coordinator(made, dilek)
    assert queries.coordinators_of(made)[0].person == dilek


def test_who_leaves_the_platform_coordinates_nothing_and_leaves_no_address() -> None:
    made, dilek = coordinated()
    other = make_network.network("ander")
    asked(other, dilek.email)
    leave_platform(dilek, by=by(dilek))
    assert queries.coordinators_of(made) == []
    assert lines(made)[-1] == "networks.last_coordinator_stopped"
    assert not CoordinatorInvitation.objects.exclude(email="").exists()


def test_coordinators_hear_what_happens_and_nobody_else_does() -> None:
    made, _dilek = coordinated()
    make_network.coordinator(made, make.bram())
    while tell():
        pass
    hearers = Notice.objects.filter(stream=made.stream).values_list("person__display_name", "line__type")
    assert set(hearers) == {
        ("Dilek", events.CoordinatorBegan.type),
        ("Bram", events.CoordinatorBegan.type),
    }

"""Parallel tracks: what touches a goal is on the agenda of all, and only words about the outcome take it off."""

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Ring, Seat
from communityup.workspace.goals.actions import agree_to_goal, ask_to_retire, propose_goal, withdraw_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.tasks.queries import Asked, tasks_for
from communityup.workspace.tracks import actions, queries
from communityup.workspace.tracks.models import AgendaItem, Track
from tests import make, make_notices

pytestmark = pytest.mark.django_db
PAPER = "Raadsstuk: het buurthuis op de verkooplijst"


def of(person: Person) -> Actor:
    return Actor.of(person)


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def shared_goal(challenge: Challenge, words: str = "Het buurthuis blijft open") -> Goal:
    goal = propose_goal(challenge, words=words, by=of(make.amina()))
    return agree_to_goal(goal, by=of(make.bram()))


def registered(
    challenge: Challenge, person: Person, *goals: Goal, runs: Party | None = None, what: str = PAPER
) -> Track:
    return actions.register_track(
        challenge,
        kind="paper",
        what=what,
        runs=runs,
        runner="" if runs else "De gemeenteraad",
        period="in maart naar de raad",
        link="https://example.org/stuk",
        goals=goals,
        by=of(person),
    )


def asked_of(party: Party) -> list[str]:
    return [task.about for task in tasks_for(Asked(parties=frozenset({party.pk}))) if "parallelle" in task.url]


@pytest.mark.parametrize(("kind", "other"), make.BESIDE)
def test_a26_a_track_that_touches_a_goal_is_on_the_agenda_of_all_until_somebody_writes_what_came_out(
    kind: str, other: str
) -> None:
    challenge = make.challenge_of_one(kind=kind)
    second = make.join(challenge, make.bram(), "Partij Twee", other)
    track = registered(challenge, make.bram(), shared_goal(challenge), runs=second)
    item = track.agenda.get()
    assert lines(challenge)[-1] == "tracks.overlap_registered"
    for party in challenge.parties.all():
        assert asked_of(party) == [PAPER]
    assert [row["items"] for row in queries.agenda(challenge)] == [[item]]
    for empty in ("", "  "):
        with pytest.raises(Refused):
            actions.settle_item(item, outcome=empty, by=of(make.amina()))
    with pytest.raises(Refused):
        actions.end_track(track, words="Klaar", by=of(make.bram()))
    with pytest.raises(NotAllowed):
        actions.settle_item(item, outcome="Besproken", by=of(make.bram()))
    settled = actions.settle_item(item, outcome="Het stuk wacht tot wij eruit zijn.", by=of(make.amina()))
    assert (str(settled.outcome), settled.settled_by) == (
        "Het stuk wacht tot wij eruit zijn.",
        challenge.parties.get(number=1),
    )
    assert lines(challenge)[-1] == "tracks.item_settled"
    assert queries.agenda(challenge) == []
    assert [asked_of(party) for party in challenge.parties.all()] == [[], []]
    assert actions.end_track(track, words="Ingetrokken.", by=of(make.bram())).ended_at is not None
    assert lines(challenge)[-1] == "tracks.track_ended"


def test_a26_a_track_without_a_goal_is_told_and_is_not_on_the_agenda_until_somebody_sees_that_it_touches_one() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = shared_goal(challenge)
    track = registered(challenge, bram)
    assert lines(challenge)[-1] == "tracks.track_registered"
    assert queries.agenda(challenge) == []
    item = actions.find_overlap(track, goal, by=of(amina))
    assert lines(challenge)[-1] == "tracks.overlap_found"
    assert [row["items"] for row in queries.agenda(challenge)] == [[item]]
    with pytest.raises(Refused):
        actions.find_overlap(track, goal, by=of(bram))
    second = shared_goal(challenge, "Iedereen kan er terecht")
    assert actions.find_overlap(track, second, by=of(amina)) == item
    actions.settle_item(item, outcome="Besproken.", by=of(amina))
    third = shared_goal(challenge, "Wie beslist, draagt ook")
    assert actions.find_overlap(track, third, by=of(bram)) != item


def test_a26_any_party_raises_a_friction_on_a_track_and_it_is_on_the_agenda() -> None:
    challenge, amina, bram = make.challenge_of_two()
    track = registered(challenge, amina, runs=challenge.parties.get(number=2))
    item = actions.raise_friction(track, words="Dit haalt de zaal weg.", by=of(amina))
    assert actions.raise_friction(track, words="Dit haalt de zaal weg.", by=of(amina)) == item
    with pytest.raises(Refused):
        actions.raise_friction(track, words="En nog iets.", by=of(amina))
    assert lines(challenge).count("tracks.friction_raised") == 1
    with pytest.raises(NotAllowed):
        actions.raise_friction(track, words="Ik ook.", by=of(make.chris()))
    assert [row["items"] for row in queries.agenda(challenge)] == [[item]]
    with pytest.raises(NotAllowed):
        actions.settle_item(item, outcome="Valt mee.", by=of(bram))
    actions.settle_item(item, outcome="De zaal blijft.", by=of(amina))
    assert actions.raise_friction(track, words="Toch weer.", by=of(amina)) != item


def test_b11_a_track_that_touches_a_goal_and_rubs_stands_on_the_agenda_once_with_both_reasons() -> None:
    challenge, amina, bram = make.challenge_of_two()
    track = registered(challenge, amina)
    touches = actions.find_overlap(track, shared_goal(challenge), by=of(bram))
    rubs = actions.raise_friction(track, words="Dit haalt de zaal weg.", by=of(bram))
    assert [row["items"] for row in queries.agenda(challenge)] == [[touches, rubs]]
    for party in challenge.parties.all():
        assert asked_of(party) == [PAPER]
    client = Client()
    client.force_login(amina)
    page = client.get(f"/opgaven/{challenge.slug}/").content.decode()
    assert page.count("Praat er samen over") == 1
    assert "vertelde dat het onze doelen raakt" in page
    assert "zegt waar het wringt" in page


def test_a_friction_is_taken_back_by_its_party_only_and_not_after_something_came_out() -> None:
    challenge, amina, bram = make.challenge_of_two()
    track = registered(challenge, bram)
    item = actions.raise_friction(track, words="Dit haalt de zaal weg.", by=of(amina))
    with pytest.raises(NotAllowed):
        actions.take_friction_back(item, by=of(bram))
    for _click in range(2):
        actions.take_friction_back(item, by=of(amina))
    assert lines(challenge)[-2:] == ["tracks.friction_taken_back", "texts.erased"]
    assert not Version.objects.filter(body__contains="de zaal weg").exists()
    with pytest.raises(Refused):
        actions.settle_item(item, outcome="Klaar.", by=of(amina))
    other = actions.raise_friction(track, words="Te laat gehoord.", by=of(amina))
    actions.settle_item(other, outcome="Voortaan belt de gemeente eerst.", by=of(amina))
    with pytest.raises(Refused):
        actions.take_friction_back(other, by=of(amina))
    overlap = actions.find_overlap(track, shared_goal(challenge), by=of(amina))
    with pytest.raises(NotAllowed):
        actions.take_friction_back(overlap, by=of(amina))


@pytest.mark.parametrize("kind", make.KINDS)
def test_x2_a_late_paper_is_told_to_all_at_once_offers_a_step_back_and_who_runs_it_never_closes_it_alone(
    kind: str,
) -> None:
    challenge = make.challenge_of_one()
    second = make.join(challenge, make.bram(), "Partij Twee", kind)
    make.join(challenge, make.dilek(), "Welzijn", "institution")
    goal = agree_to_goal(shared_goal(challenge), by=of(make.dilek()))
    make_notices.told()
    track = registered(challenge, make.bram(), goal, runs=second)
    make_notices.told()
    heard = Notice.objects.filter(line__type="tracks.overlap_registered")
    assert {notice.person for notice in heard} == {make.amina(), make.bram(), make.dilek()}
    assert len({notice.at for notice in heard}) == 1
    assert all(notice.urgent for notice in heard)
    item = track.agenda.get()
    with pytest.raises(NotAllowed):
        actions.settle_item(item, outcome="Besproken.", by=of(make.bram()))
    assert call_step_back(challenge, reason="Dit stuk komt te laat.", by=of(make.amina())).pause is not None
    with pytest.raises(Refused):
        actions.settle_item(item, outcome="Besproken.", by=of(make.amina()))
    item.refresh_from_db()
    assert item.is_open


def test_x2_a_paper_of_the_council_that_the_municipality_tells_of_is_closed_by_another_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    item = registered(challenge, bram, shared_goal(challenge)).agenda.get()
    with pytest.raises(NotAllowed):
        actions.settle_item(item, outcome="Besproken.", by=of(bram))
    assert actions.settle_item(item, outcome="De raad wacht.", by=of(amina)).settled_at is not None


def test_e7_a_facilitator_writes_the_outcome_down_but_not_for_a_plan_of_its_own_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    one, two = challenge.parties.order_by("number")
    track = registered(challenge, bram, runs=two)
    item = actions.raise_friction(track, words="Dit wringt.", by=of(amina))
    make.colleague(two, make.dilek(), inviter=bram)
    for party, person in ((two, make.dilek()), (one, make.person("Eva"))):
        if party == one:
            make.colleague(one, person, inviter=amina)
        Facilitator.objects.create(challenge=challenge, party=party, person=person, since=timezone.now())
        Seat.objects.filter(person=person).update(ring=Ring.ASIDE)
    with pytest.raises(NotAllowed):
        actions.settle_item(item, outcome="Opgelost.", by=of(make.dilek()))
    with pytest.raises(NotAllowed):
        actions.raise_friction(track, words="Ik ook.", by=of(make.dilek()))
    assert actions.settle_item(item, outcome="Opgelost.", by=of(make.person("Eva"))).settled_by == one


def test_e7_a_party_that_did_not_raise_a_friction_leaves_the_outcome_to_who_did_or_to_the_facilitators() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "Welzijn", "institution")
    track = registered(challenge, bram, runs=challenge.parties.get(number=2))
    item = actions.raise_friction(track, words="Dit wringt.", by=of(amina))
    Facilitator.objects.create(challenge=challenge, party=None, person=make.person("Eva"), since=timezone.now())
    with pytest.raises(NotAllowed):
        actions.settle_item(item, outcome="Opgelost.", by=of(make.dilek()))
    assert actions.settle_item(item, outcome="Opgelost.", by=of(amina)).settled_at is not None


def test_a_facilitator_from_outside_writes_the_outcome_down_for_no_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    item = actions.raise_friction(registered(challenge, bram), words="Dit wringt.", by=of(amina))
    Facilitator.objects.create(challenge=challenge, party=None, person=make.dilek(), since=timezone.now())
    assert actions.settle_item(item, outcome="Opgelost.", by=of(make.dilek())).settled_by is None
    assert Line.objects.filter(stream=challenge.stream).latest("n").party == ""


def test_e2_only_the_party_that_told_of_a_track_changes_its_words_and_earlier_ones_stay() -> None:
    challenge, amina, bram = make.challenge_of_two()
    track = registered(challenge, bram)
    with pytest.raises(NotAllowed):
        actions.reword_track(track, what="Iets anders", by=of(amina))
    with pytest.raises(NotAllowed):
        actions.end_track(track, words="Weg ermee", by=of(amina))
    link = "https://example.org/stuk"
    actions.reword_track(track, what=PAPER, period="in maart naar de raad", link=link, by=of(bram))
    assert lines(challenge)[-1] == "tracks.track_registered"
    actions.reword_track(track, what="Verkooplijst in de raad", period="in april", link=link, by=of(bram))
    assert lines(challenge)[-1] == "tracks.track_reworded"
    found = queries.track_of(challenge, track.public_id)
    assert (str(found.what), str(found.period)) == ("Verkooplijst in de raad", "in april")
    assert queries.detail(found, own=None, viewer=amina)["earlier"] == [PAPER]


def test_the_same_track_twice_is_one_and_the_same_outcome_twice_is_one() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = shared_goal(challenge)
    assert registered(challenge, bram, goal) == registered(challenge, bram, goal)
    item = AgendaItem.objects.get()
    for _click in range(2):
        actions.settle_item(item, outcome="Besproken.", by=of(amina))
    with pytest.raises(Refused):
        actions.settle_item(item, outcome="Iets anders.", by=of(amina))
    assert lines(challenge).count("tracks.item_settled") == 1


def test_a_track_says_who_runs_it_and_touches_only_goals_on_the_table_of_this_challenge() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused):
        actions.register_track(challenge, kind="cut", what="Minder subsidie", by=of(amina))
    elsewhere = make.challenge_of_one(make.dilek(), title="Elders")
    with pytest.raises(Refused):
        registered(challenge, amina, runs=elsewhere.parties.get())
    gone = propose_goal(challenge, words="Weg", by=of(amina))
    withdraw_goal(gone, by=of(amina))
    for goal in (gone, propose_goal(elsewhere, words="Daar", by=of(make.dilek()))):
        with pytest.raises(Refused):
            registered(challenge, amina, Goal.objects.get(pk=goal.pk))
    assert not Track.objects.exists()


def test_an_ended_track_is_left_alone_and_ending_twice_is_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = shared_goal(challenge)
    ask_to_retire(goal, reason="Niet nodig", by=of(amina))
    track = registered(challenge, bram)
    for _click in range(2):
        actions.end_track(track, words="Ingetrokken.", by=of(bram))
    assert lines(challenge).count("tracks.track_ended") == 1
    for refused in (
        lambda: actions.raise_friction(track, words="Toch", by=of(amina)),
        lambda: actions.find_overlap(track, goal, by=of(amina)),
        lambda: actions.reword_track(track, what="Anders", by=of(bram)),
    ):
        with pytest.raises(Refused):
            refused()


def test_a_step_back_lets_one_tell_and_raise_but_end_nothing() -> None:
    challenge, amina, bram = make.challenge_of_two()
    track = registered(challenge, bram)
    call_step_back(challenge, reason="Even kijken.", by=of(amina))
    actions.raise_friction(track, words="Dit wringt.", by=of(amina))
    other = registered(challenge, bram, what="Nog een stuk")
    with pytest.raises(Refused):
        actions.end_track(other, words="Klaar.", by=of(bram))

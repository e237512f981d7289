"""A step back stops all clocks (E12): every row of its table is tried, and afterwards every day moved along."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.agreements import actions as agreements
from communityup.workspace.agreements import exports as calendar
from communityup.workspace.agreements import jobs as reminders
from communityup.workspace.agreements.models import Agreement, Reminder
from communityup.workspace.agreements.queries import rows, things, with_status
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Seat
from communityup.workspace.challenges.queries import party_rows
from communityup.workspace.consent.actions import respond
from communityup.workspace.council import actions as council
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.dialogue.jobs import close_ended_rounds
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.door import actions as door
from communityup.workspace.door.models import Request
from communityup.workspace.door.queries import deadline_of
from communityup.workspace.frames.actions import add_frame
from communityup.workspace.goals.actions import add_interest, agree_to_goal, propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.history.actions import tell
from communityup.workspace.leaving import actions as leaving
from communityup.workspace.leaving.jobs import follow_departures
from communityup.workspace.pace import actions as pace
from communityup.workspace.pace.queries import paused_table
from communityup.workspace.reach import actions as reach
from communityup.workspace.reach.queries import waiting
from communityup.workspace.readiness import actions as readiness
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.rules import actions as rules
from communityup.workspace.rules.jobs import bring_into_force
from communityup.workspace.tasks.queries import Asked, tasks_for
from tests import make, make_agreements, make_goals
from tests.make_agreements import agreed, proposed
from tests.make_notices import at
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LAW = "formele-deur"


def by_amina() -> Actor:
    return Actor.of(make.amina())


def by_bram() -> Actor:
    return Actor.of(make.bram())


def in_days(days: int) -> dt.date:
    return timezone.localdate() + days * DAY


@built_once
def with_dates() -> Challenge:
    """Return a challenge in which everything that has a day has one within ten days."""
    challenge, amina, bram = make.challenge_of_two()
    dialogue.share_thought(challenge, body="De achterdeur is de echte ingang.", by=by_amina())
    dialogue.set_end_date(Dialogue.objects.get(), ends_on=in_days(5), by=by_amina())
    agreed(challenge, amina, bram, days=9)
    proposed(challenge, amina, bram, days=9, what="De verlichting brandt")
    propose_goal(challenge, words="Een dak dat niet lekt", by=by_amina())
    version = rules.propose_rules(
        challenge, parts=[("Zo praten we", "Eerst luisteren.")], applies_from=in_days(4), by=by_amina()
    )
    assert version.asked is not None
    respond(version.asked, agrees=True, by=by_bram())
    challenges.invite_party(
        challenge,
        name="Waterschap",
        kind="institution",
        email="water@example.org",
        respond_by=in_days(9),
        by=by_amina(),
    )
    make.observer(challenge, make.chris())
    council.ask_in_public(challenge, words="Wanneer?", to="all", due=in_days(5), by=Actor.of(make.chris()))
    asked = door.Asked(asks="Het beheer.", why="Wij zijn er elke dag.", needs="Budget", evaluating=True)
    sent = door.write_request(
        challenge, kind="challenge", asked=asked, addressed_to=challenge.parties.get(number=2), addressee="",
        by=by_amina(),
    )  # fmt: skip
    door.record_receipt(door.send_request(sent, day=in_days(0), by=by_amina()), day=in_days(0), by=by_bram())
    door.set_deadline(sent, day=in_days(3), source="Artikel 4:13", by=by_bram())
    return challenge


def paused() -> Challenge:
    """Return the same challenge in a step back."""
    challenge = with_dates()
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by_bram())
    return challenge


def resumed(challenge: Challenge) -> None:
    respond(pace.ask_to_go_on(challenge, by=by_amina()), agrees=True, by=by_bram())


def roof(state: str = "agreed") -> Agreement:
    return Agreement.objects.get(state=state)


def asked_of(challenge: Challenge) -> dict[str, dt.date | None]:
    """Return what waits for both parties and the invited one, with its day."""
    parties = frozenset(challenge.parties.values_list("pk", flat=True))
    return {task.url: task.due for task in tasks_for(Asked(parties=parties, emails=frozenset({"water@example.org"})))}


def bram_reads() -> Client:
    client = Client()
    client.force_login(make.bram())
    return client


def reads(challenge: Challenge) -> None:
    client = bram_reads()
    for part in ("", "dialoog/", "dialoog/ronde/", "afspraken/", "tempo/", "spelregels/"):
        assert client.get(f"/opgaven/{challenge.slug}/{part}").status_code == 200, part
    for made in Agreement.objects.all():
        page = client.get(f"/opgaven/{challenge.slug}/afspraken/{made.public_id}/").content.decode()
        assert "de klok staat nu stil" in page
        assert "/bevestigen/" not in page


def shares(challenge: Challenge) -> None:
    thought = dialogue.share_thought(challenge, body="Zes vrijwilligers dragen nu alles.", by=by_bram())
    dialogue.answer_thought(thought, value=1, by=by_amina())
    dialogue.share_thought(challenge, body="Begin met beheer op proef.", built_on=thought, by=by_amina())


def writes(challenge: Challenge) -> None:
    add_interest(challenge, words="Schrijven gaat door", by=by_amina())
    tell(challenge, kind="event", words="Toen ging het mis.", when="In 2019", by=by_amina())
    add_frame(challenge, kind="open", words="De kleur van de gevel", by=by_amina())


def tells(challenge: Challenge) -> None:
    del challenge
    agreements.withdraw_proposal(roof("proposed"), version=1, by=by_amina())
    assert agreements.tell_kept(roof(), by=by_amina()).state == "kept"


def leaves(challenge: Challenge) -> None:
    make.colleague(challenge.parties.get(number=2), make.person("Els"), inviter=make.bram())
    Seat.objects.filter(person=make.person("Els")).update(rules=1)
    asked = leaving.ask_to_go(challenge, by=by_bram())
    assert leaving.agree_to_go(asked, by=Actor.of(make.person("Els"))).state == Party.State.LEFT


def thinks_alone(challenge: Challenge) -> None:
    asked = leaving.ask_to_go(challenge, by=by_bram())
    assert asked.alone
    with at(timezone.now() + 40 * DAY):
        assert follow_departures() == 0
    assert challenge.parties.get(number=2).state == Party.State.ACTIVE


def goes_on(challenge: Challenge) -> None:
    resumed(challenge)
    assert not challenge.pauses.filter(ended_at=None).exists(), "and silence on it: tests/silence/test_step_back.py"


def asks_all(challenge: Challenge) -> None:
    with pytest.raises(Refused):
        agree_to_goal(Goal.objects.get(), by=by_bram())
    with pytest.raises(Refused):
        rules.propose_rules(challenge, parts=[("Zo praten we", "Anders.")], by=by_amina())


def agrees(challenge: Challenge) -> None:
    with pytest.raises(Refused):
        proposed(challenge, make.amina(), make.bram(), what="Nog iets")
    with pytest.raises(Refused):
        agreements.confirm_agreement(roof("proposed"), version=1, by=by_bram())
    with pytest.raises(Refused):
        make_agreements.changed(roof(), make.amina(), days=20)
    with pytest.raises(Refused):
        agreements.propose_end(roof(), version=1, by=by_bram())


def closes(challenge: Challenge) -> None:
    first = Dialogue.objects.get()
    assert close_ended_rounds() == 0
    for by in (by_amina(), Actor.job("dialogue")):
        with pytest.raises(Refused):
            dialogue.close_round(first, by=by)
    with pytest.raises(Refused):
        dialogue.set_end_date(first, ends_on=in_days(9), by=by_amina())
    with pytest.raises(Refused):
        propose_step(challenge, LEAVE_LEAD_IN, by=by_amina())
    Dialogue.objects.update(closed_at=timezone.now())
    with pytest.raises(Refused):
        dialogue.open_round(challenge, question="En nu?", by=by_amina())
    with pytest.raises(Refused):
        readiness.ask_all(challenge, by=by_amina())


def counts(challenge: Challenge) -> None:
    assert bring_into_force() == 0
    challenge.refresh_from_db()
    assert challenge.rules == 1


def is_late(challenge: Challenge) -> None:
    before = Mail.objects.count()
    assert reminders.send_reminders() == 0
    assert not any(agreements.remind(one, by=Actor.job("agreement_reminders")) for one in Reminder.objects.all())
    assert waiting() == []
    assert Mail.objects.count() == before
    assert not any(row["overdue"] for row in with_status(rows(challenge)))
    assert not any(row["late"] for row in party_rows(challenge))
    assert {url.split("/")[3] for url, due in asked_of(challenge).items() if due} == {LAW}
    assert not any("/afspraken/" in url for url in asked_of(challenge))


def law(challenge: Challenge) -> None:
    deadline = deadline_of(Request.objects.get(challenge=challenge))
    assert deadline is not None
    assert deadline.day < timezone.localdate()


TRIED: dict[str, Callable[[Challenge], None]] = {
    "Reading everything": reads,
    "Sharing, answering and building on thoughts": shares,
    "Writing interests, history and frames": writes,
    "Telling how an agreement went, and taking a proposal back": tells,
    "Leaving, and letting one's party go with the yes of a second person": leaves,
    "Asking to go on, and deciding about a party that stays silent on that": goes_on,
    "Asking all parties to agree, and answering that": asks_all,
    "Proposing, confirming, changing and ending agreements": agrees,
    "Opening or closing a round, setting its last day, and closing the challenge": closes,
    "Agreed rules that would come into force": counts,
    "The days after which a party of one person goes": thinks_alone,
    "Dates, reminders, and being late": is_late,
    "Deadlines of the law, of a formal request": law,
}


def test_e12_every_row_of_the_table_of_a_step_back_is_tried() -> None:
    with override("en"):
        assert [label for label, _goes_on in paused_table()] == list(TRIED)


@pytest.mark.parametrize("row", TRIED)
def test_e12_a_step_back_keeps_each_promise_of_its_table_long_after_every_day_passed(
    row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenge = paused()
    make_agreements.clock(monkeypatch)(40 * DAY)
    TRIED[row](challenge)


def test_e12_after_a_step_back_every_day_moved_along_and_everything_happens_on_its_new_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, first, let_pass = paused(), timezone.localdate(), make_agreements.clock(monkeypatch)
    let_pass(40 * DAY)
    resumed(challenge)
    assert (close_ended_rounds(), bring_into_force(), reminders.send_reminders(), waiting()) == (0, 0, 0, [])
    due = {row["what"]: row["due"] for row in with_status(rows(challenge))}
    assert set(due.values()) == {first + 49 * DAY}
    assert all(thing.open for thing in things(challenge))
    due_days = {due for url, due in asked_of(challenge).items() if due and LAW not in url}
    assert due_days == {first + 45 * DAY, first + 49 * DAY}
    assert next(row for row in party_rows(challenge) if row["waits"])["respond_by"] == first + 49 * DAY
    agreements.confirm_agreement(roof("proposed"), version=1, by=by_bram())
    let_pass(44 * DAY)
    assert bring_into_force() == 1
    assert (reminders.send_reminders(), len(waiting())) == (2, 1)
    assert reach.remind_invited(waiting()[0], by=Actor.job("reach"))
    let_pass(45 * DAY)
    assert close_ended_rounds() == 0
    let_pass(46 * DAY)
    assert close_ended_rounds() == 1
    with pytest.raises(Refused):
        agreements.tell_not_kept(Agreement.objects.order_by("pk")[0], words="Het lukte niet.", by=by_amina())
    let_pass(50 * DAY)
    assert [row["overdue"] for row in with_status(rows(challenge))] == [True, True]
    assert next(row for row in party_rows(challenge) if row["waits"])["late"]


def test_e12_what_is_asked_anew_in_a_step_back_and_the_calendar_keep_the_days_that_were_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, first, let_pass = paused(), timezone.localdate(), make_agreements.clock(monkeypatch)
    made = roof()
    before = calendar.calendar(made)
    assert f"DTSTART;VALUE=DATE:{first + 9 * DAY:%Y%m%d}".encode() in before
    let_pass(10 * DAY)
    agreements.ask_both_about(challenge, f"agreement:{made.public_id}", "", challenge.parties.get(number=1))
    let_pass(30 * DAY)
    resumed(challenge)
    made.refresh_from_db()
    after = calendar.calendar(made)
    assert f"DTSTART;VALUE=DATE:{first + 39 * DAY:%Y%m%d}".encode() in after
    assert sequence(after) > sequence(before)
    agreements.confirm_agreement(made, version=2, by=by_amina())
    agreements.confirm_agreement(made, version=2, by=by_bram())
    made.refresh_from_db()
    last = calendar.calendar(made)
    assert f"DTSTART;VALUE=DATE:{first + 39 * DAY:%Y%m%d}".encode() in last
    assert sequence(last) > sequence(after)


def sequence(file: bytes) -> int:
    return next(int(line.partition(b":")[2]) for line in file.splitlines() if line.startswith(b"SEQUENCE"))


def test_e12_an_invitation_that_is_passed_on_after_a_step_back_keeps_its_moved_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    challenge, first, let_pass = paused(), timezone.localdate(), make_agreements.clock(monkeypatch)
    let_pass(40 * DAY)
    resumed(challenge)
    invited = Invitation.objects.get(party__state=Party.State.INVITED)
    reach.forward_invitation(invited, email="ander@example.org", by=Actor.of(make.person("Water")))
    assert Party.objects.get(pk=invited.party_id).answer_day == first + 49 * DAY


def test_e12_what_was_late_before_the_step_back_waits_meanwhile_and_stays_over(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, let_pass = with_dates(), make_agreements.clock(monkeypatch)
    let_pass(12 * DAY)
    assert any(row["overdue"] for row in with_status(rows(challenge)))
    assert any(row["late"] for row in party_rows(challenge))
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by_bram())
    let_pass(13 * DAY)
    assert reminders.send_reminders() == 0
    assert not any(row["overdue"] for row in with_status(rows(challenge)))
    assert not any(row["late"] for row in party_rows(challenge))
    with pytest.raises(Refused):
        dialogue.close_round(Dialogue.objects.get(), by=by_amina())
    let_pass(20 * DAY)
    resumed(challenge)
    assert close_ended_rounds() == 1
    assert reminders.send_reminders() == 2
    assert any(row["late"] for row in party_rows(challenge))


def test_e12_during_a_step_back_no_answer_is_awaited_but_to_what_can_be_answered_then() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    propose_goal(challenge, words="Een zaal die open blijft", by=by_amina())
    propose_step(challenge, LEAVE_LEAD_IN, by=by_amina())
    client = Client()
    client.force_login(bram)
    pages = [f"/opgaven/{challenge.slug}/", f"/opgaven/{challenge.slug}/akkoord/"]
    awaited = "jouw antwoord wordt verwacht"
    assert [client.get(page).content.decode().count(awaited) for page in pages] == [2, 1]
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by_amina())
    assert [client.get(page).content.decode().count(awaited) for page in pages] == [0, 0]
    pace.ask_to_go_on(challenge, by=by_amina())
    assert awaited in client.get(pages[0]).content.decode(), "whether all go on is asked now"


def test_e12_the_form_of_an_agreement_is_not_offered_during_a_step_back_and_keeps_what_was_typed_meanwhile() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    client, address = Client(), f"/opgaven/{challenge.slug}/afspraken/nieuw/"
    client.force_login(bram)
    assert 'name="what"' in client.get(address).content.decode()
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by_amina())
    page = client.get(address).content.decode()
    assert 'name="what"' not in page
    assert "zodra alle partijen verdergaan" in page
    late = client.post(address, {"what": "Wij maken de zaal schoon"}).content.decode()
    assert "Wij maken de zaal schoon" in late, "who was typing when it began loses nothing"


def test_e12_forms_of_goals_are_not_offered_during_a_step_back_and_keep_what_was_typed_meanwhile() -> None:
    challenge, amina, bram = make.challenge_of_two()
    shared = make_goals.shared_goal(challenge, amina, bram, words="Een zaal voor iedereen")
    client, goals = Client(), f"/opgaven/{challenge.slug}/doelen/"
    client.force_login(bram)
    retire = reverse("goals:retire", args=[challenge.slug, shared.public_id])
    offered = f'href="{retire}"'
    page = client.get(goals).content.decode()
    assert offered in page
    assert 'name="words"' in page
    assert "<textarea" in client.get(retire).content.decode()
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by_amina())
    page = client.get(goals).content.decode()
    assert offered not in page
    assert 'name="words"' not in page
    assert "zodra alle partijen verdergaan" in page
    assert "<textarea" not in client.get(retire).content.decode()
    late = client.post(goals, {"words": "Een dak dat niet lekt"}).content.decode()
    assert "Een dak dat niet lekt" in late, "who was typing when it began loses nothing"

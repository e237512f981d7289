"""An agreement of which a side left is a task of the side that stays: it ends with a reason, or another takes over."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.agreements import actions as agreements
from communityup.workspace.agreements.jobs import send_reminders
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges import actions as challenges
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.leaving import actions
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_agreements import EVIDENCE, WHAT, agreed, proposed
from tests.make_leaving import party_goes
from tests.make_notices import at
from tests.make_table import client_of

pytestmark = pytest.mark.django_db
WHY = "Zonder de gemeente kan dit dak niet."
State = Agreement.State


def sanne() -> Person:
    return make.person("Sanne")


def left(*, promised_by_who_left: bool = True) -> tuple[Challenge, Agreement]:
    """Return a challenge of residents and a school, and an agreement with the municipality, which left."""
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, sanne(), "School", "institution")
    make.colleague(make.party_of(challenge, bram), make.person("Els"), inviter=bram)
    made = agreed(challenge, bram, amina) if promised_by_who_left else agreed(challenge, amina, bram)
    party_goes(challenge, bram, second=make.person("Els"))
    return challenge, Agreement.objects.get(pk=made.pk)


def asked(person: Person) -> list[str]:
    return [task.asks for task in my_tasks(person)]


def over(agreement: Agreement, by: Person) -> Agreement:
    party = make.party_of(agreement.challenge, sanne())
    due = timezone.localdate() + dt.timedelta(days=40)
    return actions.take_over(agreement, party=party, what=WHAT, evidence=EVIDENCE, due=due, by=Actor.of(by))


def page(agreement: Agreement, person: Person | None = None) -> str:
    client = Client() if person is None else client_of(person)
    address = f"/opgaven/{agreement.challenge.slug}/afspraken/{agreement.public_id}/"
    return client.get(address).content.decode()


ASKS = "Een partij ging weg. Wie neemt dit over, of stopt het?"


def test_e22_s35_an_agreement_with_a_party_that_left_is_a_task_of_the_side_that_stays() -> None:
    _challenge, agreement = left()
    assert ASKS in asked(make.amina())
    assert ASKS not in asked(sanne())
    for person in (None, make.amina(), sanne()):
        assert "Gemeente Lindeveen doet sinds" in page(agreement, person)
    with pytest.raises(Refused, match="Gemeente Lindeveen ging weg"):
        agreements.propose_end(agreement, version=1, by=Actor.of(make.amina()))


def test_e22_s35_the_side_that_stays_lets_it_end_with_a_reason_and_the_words_stay() -> None:
    challenge, agreement = left()
    before = Line.objects.filter(stream=challenge.stream).count()
    for who in (sanne(), make.bram()):
        with pytest.raises(NotAllowed):
            actions.let_go(agreement, reason=WHY, by=Actor.of(who))
    with pytest.raises(Refused):
        actions.let_go(agreement, reason=" ", by=Actor.of(make.amina()))
    actions.let_go(agreement, reason=WHY, by=Actor.of(make.amina()))
    actions.let_go(agreement, reason=WHY, by=Actor.of(make.amina()))
    lines = Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True)
    assert list(lines)[before:] == ["leaving.agreement_let_go"]
    agreement.refresh_from_db()
    assert (agreement.state, agreement.pending, str(agreement.standing)) == (State.LET_GO, None, WHAT)
    assert WHY in page(agreement)
    assert WHAT in page(agreement)
    assert ASKS not in asked(make.amina())


def test_e22_a_proposal_that_waits_for_who_left_ends_too() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = proposed(challenge, bram, amina)
    party_goes(challenge, bram)
    ended = actions.let_go(Agreement.objects.get(pk=made.pk), reason=WHY, by=Actor.of(amina))
    assert (ended.state, ended.standing) == (State.LET_GO, None)


@pytest.mark.parametrize("promised_by_who_left", [True, False])
def test_s35_another_party_takes_over_once_it_confirms_and_takes_the_same_side(*, promised_by_who_left: bool) -> None:
    challenge, agreement = left(promised_by_who_left=promised_by_who_left)
    new = over(agreement, make.amina())
    school, residents = make.party_of(challenge, sanne()), make.party_of(challenge, make.amina())
    sides = (school, residents) if promised_by_who_left else (residents, school)
    assert (new.promised_by, new.promised_to) == sides
    agreement.refresh_from_db()
    assert agreement.state == State.AGREED, "until the school confirms it nothing changes"
    assert ASKS not in asked(make.amina())
    assert over(agreement, make.amina()) == new, "twice is once"
    agreements.confirm_agreement(new, version=1, by=Actor.of(sanne()))
    agreement.refresh_from_db()
    assert agreement.state == State.TAKEN_OVER
    assert "School nam het over" in page(agreement)
    assert "komt in de plaats van een afspraak" in page(new)


def test_s35_a_party_offers_itself_and_the_side_that_stays_confirms() -> None:
    _challenge, agreement = left()
    new = over(agreement, sanne())
    agreements.confirm_agreement(new, version=1, by=Actor.of(make.amina()))
    agreement.refresh_from_db()
    assert agreement.state == State.TAKEN_OVER


def test_e22_who_came_back_meanwhile_keeps_the_agreement() -> None:
    challenge, agreement = left()
    new = over(agreement, make.amina())
    town = agreement.promised_by
    challenges.invite_again(town, email="bram@example.org", by=Actor.of(make.amina()))
    challenges.accept_invitation(make.invitation_of(town), by=Actor.of(make.bram()))
    make.let_in(town)
    agreements.confirm_agreement(new, version=1, by=Actor.of(sanne()))
    agreement.refresh_from_db()
    assert agreement.state == State.AGREED
    assert not agreement.gone
    assert challenge.agreements.count() == 2


def test_s35_only_who_is_there_takes_over_and_only_from_who_left() -> None:
    challenge, agreement = left()
    other = agreed(challenge, sanne(), make.amina(), what="De school opent haar plein")
    with pytest.raises(Refused, match="één van de twee kanten wegging"):
        over(other, make.amina())
    due, town = timezone.localdate() + dt.timedelta(days=9), agreement.promised_by
    with pytest.raises(Refused):
        actions.take_over(agreement, party=town, what=WHAT, evidence=EVIDENCE, due=due, by=Actor.of(make.amina()))


def test_nobody_is_waited_for_or_reminded_about_an_agreement_of_which_a_side_left() -> None:
    challenge, _agreement = left()
    with at(timezone.now() + dt.timedelta(days=32)):
        send_reminders()
        listed = Client().get(f"/opgaven/{challenge.slug}/afspraken/").content.decode()
    assert not Line.objects.filter(stream=challenge.stream, type="agreements.both_reminded").exists()
    assert "Gemeente Lindeveen ging weg; wie neemt dit over" in listed
    assert "verwacht rond" not in listed
    assert "Eén partij belooft alles" not in listed


def test_over_http_it_ends_or_goes_over_with_what_was_typed_kept() -> None:
    challenge, agreement = left()
    base, client = f"/opgaven/{challenge.slug}/weggaan/afspraak/{agreement.public_id}/", client_of(make.amina())
    assert client_of(make.chris()).get(f"{base}beeindigen/").status_code == 403
    assert client.post(f"{base}beeindigen/", {"reason": ""}).status_code == 422
    form = client.get(f"{base}overnemen/").content.decode()
    assert (WHAT in form, "School" in form, "Gemeente Lindeveen" in form) == (True, True, False)
    wrong = client.post(f"{base}overnemen/", {"what": "Anders gezegd", "evidence": EVIDENCE, "due": ""})
    assert (wrong.status_code, "Anders gezegd" in wrong.content.decode()) == (422, True)
    due = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    sent = client.post(f"{base}overnemen/", {"what": WHAT, "evidence": EVIDENCE, "due": due})
    assert sent.status_code == 302
    assert challenge.agreements.filter(takes_over=agreement).count() == 1
    assert client.post(f"{base}beeindigen/", {"reason": WHY}).status_code == 302

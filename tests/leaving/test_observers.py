"""Parties end the reading along of an observer together, with a reason that the observer hears too."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.challenges.models import Challenge, Reader
from communityup.workspace.challenges.permissions import may_see
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import asked_now
from communityup.workspace.council.actions import stop_observing
from communityup.workspace.council.permissions import watches
from communityup.workspace.leaving import actions
from communityup.workspace.leaving.models import ObserverEnd
from communityup.workspace.pace.actions import call_step_back
from tests import make
from tests.make_notices import own, told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, REFUSED, UNPROCESSABLE = 200, 302, 403, 404, 409, 422
REASON = "Chris zit niet meer in de raad."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def watched() -> tuple[Challenge, Reader]:
    """Return a closed challenge of Amina and Bram in which Chris reads along for the council."""
    challenge, _amina, _bram = make.closed_challenge_of_two()
    make.observer(challenge, make.chris())
    return challenge, Reader.objects.select_related("challenge__stream", "person").get(person=make.chris())


def test_e24_parties_end_the_place_of_an_observer_by_consent_with_a_reason_and_the_observer_hears_it() -> None:
    challenge, reader = watched()
    before = len(lines(challenge))
    end = actions.ask_to_end_observing(reader, reason=REASON, by=by("Amina"))
    assert watches(challenge, make.chris()) == "council", "one party sends nobody away"
    assert may_see(challenge, make.chris())
    (question,) = asked_now(challenge, None)["questions"]
    assert question["label"] == "Laat het meekijken van Chris stoppen: meekijker van de raad"
    assert REASON in question["why"]
    respond(end.round, agrees=True, by=by("Bram"))
    assert lines(challenge)[before:] == ["leaving.observer_end_asked", "leaving.observer_ended"]
    assert not Reader.objects.exists()
    assert not may_see(challenge, make.chris())
    end.refresh_from_db()
    assert (end.reader, end.ended_at is not None) == (None, True)
    (letter,) = Mail.objects.filter(key__startswith="observer_end:")
    assert letter.to == make.chris().email
    assert letter.subject == f"Je kijkt niet meer mee: {challenge.title}"
    assert REASON in letter.text


def test_e24_nothing_ends_while_one_party_says_not_yet_or_says_nothing() -> None:
    challenge, reader = watched()
    end = actions.ask_to_end_observing(reader, reason=REASON, by=by("Amina"))
    respond(end.round, agrees=False, reason="Eerst zelf vragen.", by=by("Bram"))
    assert watches(challenge, make.chris()) == "council"
    assert not Mail.objects.filter(key__startswith="observer_end:").exists()
    take_back(end.round, by=by("Amina"))
    assert actions.ask_to_end_observing(reader, reason="Toch.", by=by("Bram")).party.number == 2


def test_e24_the_observer_hears_at_once_that_the_parties_are_asked() -> None:
    _challenge, reader = watched()
    told(lambda: actions.ask_to_end_observing(reader, reason=REASON, by=by("Amina")))
    asked = "leaving.observer_end_asked"
    for person in (make.chris(), make.bram()):
        assert asked in own(person), person
        notice = Notice.objects.get(person=person, line__type=asked)
        assert notice.letter != Notice.Letter.PHASE, "it does not wait for the end of a phase"


def test_only_who_sits_for_a_party_asks_it_with_a_reason_once_and_not_during_a_step_back() -> None:
    challenge, reader = watched()
    before = len(lines(challenge))
    for person in (make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.ask_to_end_observing(reader, reason=REASON, by=Actor.of(person))
    with pytest.raises(Refused, match="Zeg waarom"):
        actions.ask_to_end_observing(reader, reason="  ", by=by("Amina"))
    assert lines(challenge)[before:] == []
    actions.ask_to_end_observing(reader, reason=REASON, by=by("Amina"))
    with pytest.raises(Refused, match="al open"):
        actions.ask_to_end_observing(reader, reason=REASON, by=by("Bram"))
    call_step_back(challenge, reason="Even kijken.", by=by("Bram"))
    with pytest.raises(Refused):
        respond(Round.objects.get(about=f"observer_end:{reader.pk}"), agrees=True, by=by("Bram"))
    assert Reader.objects.count() == 1


def test_who_stops_meanwhile_leaves_no_question_behind() -> None:
    challenge, reader = watched()
    end = actions.ask_to_end_observing(reader, reason="Het past niet meer.", by=by("Amina"))
    stop_observing(challenge, by=Actor.of(make.chris()))
    end.round.refresh_from_db()
    assert end.round.outcome == Round.Outcome.WITHDRAWN
    assert asked_now(challenge, None)["questions"] == []
    with pytest.raises(Refused, match="stopte al"):
        actions.end_observing(end.round, by("Bram"))
    assert "leaving.observer_ended" not in lines(challenge)
    page = client_of(make.amina()).get(f"/opgaven/{challenge.slug}/akkoord/{end.round.public_id}/")
    assert page.status_code == OK
    assert "Chris" not in page.content.decode()


def test_an_ended_place_never_comes_back_by_itself() -> None:
    challenge, reader = watched()
    end = actions.ask_to_end_observing(reader, reason=REASON, by=by("Amina"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ObserverEnd.objects.filter(pk=end.pk).update(ended_at=reader.since)
    respond(end.round, agrees=True, by=by("Bram"))
    make.observer(challenge, make.chris(), "executive")
    assert watches(challenge, make.chris()) == "executive", "the parties can ask the same person again"


def test_the_page_asks_all_parties_and_answers_each_role() -> None:
    challenge, reader = watched()
    address, window = f"/opgaven/{challenge.slug}/weggaan/meekijker/", f"/opgaven/{challenge.slug}/raad/"
    people = (None, make.dilek(), make.amina(), make.chris())
    assert [client_of(one).get(address).status_code for one in people] == [FOUND, NOT_FOUND, OK, FORBIDDEN]
    assert [client_of(one).post(address, {"reader": ""}).status_code for one in people] == [
        FOUND, NOT_FOUND, UNPROCESSABLE, FORBIDDEN,
    ]  # fmt: skip
    client = client_of(make.amina())
    assert address in client.get(window).content.decode()
    assert address not in client_of(make.chris()).get(window).content.decode()
    assert not ObserverEnd.objects.exists(), "looking changes nothing"
    other = str(reader.pk + 1000)
    for wrong in ({"reader": other, "reason": REASON}, {"reader": "x", "reason": REASON}, {"reader": str(reader.pk)}):
        answer = client.post(address, wrong)
        assert answer.status_code == UNPROCESSABLE
        assert wrong.get("reason", "") in answer.content.decode(), "nothing typed is lost"
    long = client.post(address, {"reader": str(reader.pk), "reason": "w" * 501})
    assert long.status_code == UNPROCESSABLE
    assert client.post(address, {"reader": str(reader.pk), "reason": REASON}).status_code == FOUND
    assert client.post(address, {"reader": str(reader.pk), "reason": REASON}).status_code == REFUSED
    shown = client.get(window).content.decode()
    assert "alle partijen zijn gevraagd om dat te beëindigen" in shown
    make.observer(challenge, make.dilek(), "clerk")
    stop_observing(challenge, by=Actor.of(make.chris()))
    stop_observing(challenge, by=Actor.of(make.dilek()))
    assert "kijkt nu niemand mee" in client.get(address).content.decode()

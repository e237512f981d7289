"""A helper from outside is found once a party is silent: by the others, about that silence alone (R15)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.actions import respond
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.facilitators.permissions import helpers_about, helpers_of
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.silence import actions, jobs, queries
from communityup.workspace.silence.models import Silence
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_silence import Later, of_three, silent_for

pytestmark = pytest.mark.django_db
WORDS = "Femke bemiddelt vaker in de streek."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def read(challenge: Challenge, name: str, part: str = "stilte/") -> str:
    client = Client()
    client.force_login(make.person(name))
    return client.get(f"/opgaven/{challenge.slug}/{part}").content.decode()


def helper_label(silent: Party) -> str:
    return f"Iemand van buiten helpt ons kiezen of {silent.name} voorlopig slaapt"


def asked_helper() -> Candidacy:
    """Let Amina ask Femke about the silence that is kept."""
    email = make.person("Femke").email
    return actions.ask_helper(Silence.objects.get(), email=email, words=WORDS, by=by("Amina"))


def test_r15_a_party_that_is_silent_before_any_helper_is_asked_is_set_asleep_by_the_others(later: Later) -> None:
    challenge, asked, silent = of_three(helper=False)
    silent_for(later)
    assert "Iemand van buiten vragen" in read(challenge, "Amina")
    helper = asked_helper()
    assert types(challenge)[-1] == "facilitators.helper_about_silence_proposed"
    assert helper.asked is not None
    with pytest.raises(NotAllowed, match=r"lang stil|silent for long"):
        respond(helper.asked, agrees=False, reason="Liever niet.", by=by("Hans"))
    question = f"akkoord/{helper.asked.public_id}/"
    for name, asks in (("Hans", False), ("Bram", True)):
        assert (">Akkoord<" in read(challenge, name, question)) is asks, "no button that is then refused"
        assert ("jouw antwoord wordt verwacht" in read(challenge, name, "").partition(helper_label(silent))[2]) is asks
    respond(helper.asked, agrees=True, by=by("Bram"))
    assert helpers_about(silent) == [], "not before they say yes themselves"
    facilitators.accept(helper, by=by("Femke"))
    assert helpers_about(silent) == [make.person("Femke")]
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Bram"))
    assert [task.about for task in my_tasks(make.person("Femke"))] == [silent.name]
    respond(sleep, agrees=True, by=by("Amina"))
    assert "Ik ben akkoord dat deze partij voorlopig slaapt" in read(challenge, "Femke")
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert queries.sleeping(challenge).keys() == {silent.pk}
    assert respond(asked, agrees=True, by=by("Bram")).agreed
    actions.wake(challenge, by=by("Hans"))
    silent.refresh_from_db()
    assert (silent.state, helpers_about(silent)) == (Party.State.ACTIVE, []), "who helped to that end stops"


def test_r15_without_every_other_party_that_is_awake_nobody_helps_about_a_silence(later: Later) -> None:
    challenge, _asked, silent = of_three(helper=False)
    make.join(challenge, make.person("Ine"), "Winkeliers", "entrepreneurs")
    silent_for_all(later)
    actions.wake(challenge, by=by("Ine"))
    helper = actions.ask_helper(silence_of(silent), email="femke@example.org", words=WORDS, by=by("Amina"))
    assert helper.asked is not None
    facilitators.accept(helper, by=by("Femke"))
    respond(helper.asked, agrees=True, by=by("Bram"))
    assert helpers_about(silent) == []
    with pytest.raises(Refused):
        actions.ask_sleep(silence_of(silent), by=by("Amina"))


def test_r15_two_parties_that_vanished_do_not_keep_each_other_awake(later: Later) -> None:
    challenge, _asked, first = of_three()
    seat = make.join(challenge, make.person("Ine"), "Winkeliers", "entrepreneurs")
    silent_for_all(later)
    for party in (first, seat):
        sleep = actions.ask_sleep(silence_of(party), by=by("Amina"))
        respond(sleep, agrees=True, by=by("Bram"))
        actions.help_sleep(silence_of(party), by=by("Femke"))
        party.refresh_from_db()
        assert party.state == Party.State.ASLEEP
    assert queries.sleeping(challenge).keys() == {first.pk, seat.pk}


def test_r15_who_is_there_again_is_asked_about_another_silence_too(later: Later) -> None:
    challenge, _asked, first = of_three()
    second = make.join(challenge, make.person("Ine"), "Winkeliers", "entrepreneurs")
    silent_for_all(later)
    sleep = actions.ask_sleep(silence_of(first), by=by("Amina"))
    actions.help_sleep(silence_of(first), by=by("Femke"))
    actions.wake(challenge, by=by("Ine"))
    respond(sleep, agrees=True, by=by("Bram"))
    assert queries.sleeping(challenge) == {}, second.name
    respond(sleep, agrees=True, by=by("Ine"))
    assert queries.sleeping(challenge).keys() == {first.pk}


def silence_of(party: Party) -> Silence:
    return Silence.objects.select_related("party__challenge").get(party=party, ended_at=None)


def silent_for_all(later: Later) -> None:
    """Let the whole term pass for every party that is silent."""
    for days in (22, 11, 11):
        later(days)
        jobs.follow_silences()
    later(3.1)


def test_r15_who_helps_about_one_silence_helps_with_nothing_else(later: Later) -> None:
    challenge, _asked, silent = of_three(helper=False)
    silent_for(later)
    helper = asked_helper()
    assert helper.asked is not None
    facilitators.accept(helper, by=by("Femke"))
    respond(helper.asked, agrees=True, by=by("Bram"))
    bram = make.party_of(challenge, make.bram())
    assert (helpers_of(challenge), helpers_about(bram)) == ([], [])
    assert f"alleen over {silent.name}, die stil blijft" in read(challenge, "Amina", "procesbegeleiders/")
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.filter(pk=helper.pk).update(role="facilitator", key=1)


def test_r15_a_sign_of_life_ends_the_question_about_the_helper_too(later: Later) -> None:
    challenge, _asked, _silent = of_three(helper=False)
    silent_for(later)
    helper = asked_helper()
    tell()
    heard = Notice.objects.filter(line__type="facilitators.helper_about_silence_proposed").select_related("person")
    assert {one.person.display_name for one in heard} >= {"Bram", "Hans"}, "the silent party hears of it"
    assert "Wij zijn er" in read(challenge, "Hans")
    actions.wake(challenge, by=by("Hans"))
    helper.refresh_from_db()
    assert helper.state == Candidacy.State.ENDED
    assert helper.asked is not None
    assert helper.asked.outcome == "withdrawn"


def test_asking_a_helper_about_a_silence_over_http(later: Later, client: Client) -> None:
    challenge, _asked, _silent = of_three(helper=False)
    later(21.1)
    jobs.follow_silences()
    address = reverse("silence:ask_helper", args=[challenge.slug, Silence.objects.get().public_id])
    client.force_login(make.amina())
    assert client.get(address).status_code == 409, "two reminders and word to the sponsor come first"
    for days in (11, 10.5, 3.1):
        later(days)
        jobs.follow_silences()
    for name, status in (("Chris", 403), ("Hans", 403), ("Amina", 200)):
        client.force_login(make.person(name))
        assert client.get(address).status_code == status, name
    assert "nergens anders mee" in client.get(address).content.decode()
    shown = client.post(address, {"email": "geen adres", "words": WORDS})
    assert (shown.status_code, WORDS in shown.content.decode()) == (422, True)
    assert client.post(address, {"email": "femke@example.org", "words": WORDS}).status_code == 302
    page = read(challenge, "Bram")
    assert "Er is iemand van buiten gevraagd" in page
    assert "antwoordde nog niet" in page
    assert "Iemand anders van buiten vragen" in page


def test_r15_of_two_parties_nobody_can_go_on_alone_and_the_page_says_so(later: Later) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    propose_step(challenge, LEAVE_LEAD_IN, by=by("Amina"))
    silent_for(later)
    page = read(challenge, "Amina")
    assert "Jullie kunnen voorlopig zonder deze partij door" not in page
    assert "Jullie kunnen niet zonder deze partij verder" in page
    assert "iemand-van-buiten/" not in page
    with pytest.raises(Refused, match=r"twee andere partijen|two other parties"):
        asked_helper()

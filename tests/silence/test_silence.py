"""A silent party is reminded twice, sleeps only by all others and a helper, and wakes with one tap (R15, X15)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.mandates.actions import give_sponsor_address
from communityup.workspace.pace.actions import ask_to_go_on, call_step_back
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.rules.actions import propose_rules
from communityup.workspace.silence import actions, jobs, queries
from communityup.workspace.silence.models import Silence
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_facilitators
from tests.make_silence import Later, of_three, silent_for

pytestmark = pytest.mark.django_db


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def test_r15_two_reminders_and_word_to_the_sponsor_come_at_their_moments_and_once(later: Later) -> None:
    challenge, _asked, silent = of_three()
    give_sponsor_address(challenge, email="directeur@example.org", by=by("Hans"))
    before = len(types(challenge))
    later(20.9)
    assert jobs.follow_silences() == 0
    for days, event in ((0.2, "party_reminded"), (10.6, "party_reminded"), (10.6, "sponsor_told")):
        later(days)
        assert jobs.follow_silences() == 1
        assert types(challenge)[before:][-1] == f"silence.{event}"
        assert jobs.follow_silences() == 0
    letter = Mail.objects.get(key__startswith="silence:")
    assert letter.to == "directeur@example.org"
    assert "Woningcorporatie Thuisgroep" in letter.text
    assert Silence.objects.get(ended_at=None).party == silent
    later(100)
    assert jobs.follow_silences() == 0


def test_r15_a_reminder_goes_to_the_people_of_the_party_and_word_to_the_sponsor_to_everybody(later: Later) -> None:
    _challenge, _asked, _silent = of_three()
    tell()
    later(22)
    jobs.follow_silences()
    tell()
    reminded = Notice.objects.filter(line__type="silence.party_reminded").select_related("person")
    assert {notice.person.display_name for notice in reminded} == {"Hans"}
    assert not any(notice.urgent for notice in reminded), "in one's own rhythm"
    later(11)
    jobs.follow_silences()
    later(11)
    jobs.follow_silences()
    tell()
    told = Notice.objects.filter(line__type="silence.sponsor_told").select_related("person")
    assert {notice.person.display_name for notice in told} >= {"Amina", "Bram", "Hans"}
    assert len({notice.at for notice in told}) == 1


def test_r15_after_an_idle_worker_three_days_lie_between_the_steps(later: Later) -> None:
    _challenge, _asked, _silent = of_three()
    later(90)
    assert [jobs.follow_silences() for _time in range(3)] == [1, 0, 0]
    later(3.1)
    assert [jobs.follow_silences() for _time in range(3)] == [1, 0, 0]
    later(2.9)
    assert jobs.follow_silences() == 0
    later(0.2)
    assert jobs.follow_silences() == 1


def test_r15_without_a_question_that_waits_nobody_is_silent(later: Later) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    later(400)
    assert jobs.follow_silences() == 0
    assert not Silence.objects.exists()
    assert queries.waits_since(challenge) == {}


@pytest.mark.parametrize("sign", ["interest", "thought", "answer", "tap"])
def test_r15_any_act_of_the_party_ends_the_silence(later: Later, sign: str) -> None:
    challenge, asked, silent = of_three()
    later(22)
    jobs.follow_silences()
    if sign == "interest":
        add_interest(challenge, words="Huurders die blijven", by=by("Hans"))
    elif sign == "thought":
        share_thought(challenge, body="Een kraan op elk portiek.", by=by("Hans"))
    elif sign == "answer":
        respond(asked, agrees=False, reason="Eerst met de huurders.", by=by("Hans"))
    else:
        actions.wake(challenge, by=by("Hans"))
        assert types(challenge)[-1] == "silence.party_is_here"
    later(11)
    assert jobs.follow_silences() == 0
    assert queries.open_silence(silent) is None
    if sign != "answer":
        later(12)
        assert jobs.follow_silences() == 1, "and it counts anew from that sign on"


def test_r15_the_agreed_term_of_the_rules_counts(later: Later) -> None:
    challenge, _asked, _silent = of_three()
    version = propose_rules(challenge, parts=[("Zo praten we", "Kort.")], silent_days=14, by=by("Amina"))
    assert version.asked is not None
    for name in ("Bram", "Hans"):
        respond(version.asked, agrees=True, by=by(name))
    later(7.1)
    assert jobs.follow_silences() == 1


def test_r15_a_step_back_stops_the_terms_too(later: Later) -> None:
    challenge, _asked, silent = of_three()
    later(20)
    call_step_back(challenge, reason="Even samen kijken.", by=by("Amina"))
    later(30)
    assert jobs.follow_silences() == 0
    going = ask_to_go_on(challenge, by=by("Amina"))
    respond(going, agrees=True, by=by("Bram"))
    assert jobs.follow_silences() == 0, "the pause ended for nobody yet"
    respond(going, agrees=True, by=by("Hans"))
    later(20.9)
    assert jobs.follow_silences() == 0, "from the yes of Hans on it counts anew"
    later(0.2)
    assert jobs.follow_silences() == 1
    call_step_back(challenge, reason="Nog eens.", by=by("Bram"))
    later(60)
    assert jobs.follow_silences() == 0
    silence = queries.open_silence(silent)
    assert silence is not None
    with pytest.raises(Refused):
        actions.ask_sleep(silence, by=by("Amina"))


def test_r15_the_others_and_a_helper_let_a_party_sleep_and_then_consent_counts_the_awake(later: Later) -> None:
    challenge, asked, silent = of_three()
    silent_for(later)
    silence = Silence.objects.get()
    sleep = actions.ask_sleep(silence, by=by("Amina"))
    assert types(challenge)[-1] == "silence.sleep_asked"
    respond(sleep, agrees=True, by=by("Bram"))
    assert types(challenge)[-1] == "silence.sleep_agreed"
    silent.refresh_from_db()
    assert silent.state == Party.State.ACTIVE, "not without somebody from outside"
    assert [task.about for task in my_tasks(make.person("Femke"))] == [silent.name]
    actions.help_sleep(silence, by=by("Femke"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert types(challenge).count("silence.party_fell_asleep") == 1
    silent.refresh_from_db()
    assert silent.state == Party.State.ASLEEP
    assert my_tasks(make.person("Femke")) == []
    assert respond(asked, agrees=True, by=by("Bram")).agreed
    challenge.refresh_from_db()
    assert challenge.phase == "interests"


def test_r15_the_helper_may_come_first_and_the_last_yes_lets_it_sleep(later: Later) -> None:
    challenge, _asked, silent = of_three()
    silent_for(later)
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert types(challenge)[-1] == "silence.sleep_helped"
    respond(sleep, agrees=True, by=by("Bram"))
    assert types(challenge)[-1] == "silence.party_fell_asleep"
    assert queries.sleeping(challenge).keys() == {silent.pk}


def test_r15_one_tap_of_any_of_its_people_wakes_it_and_nothing_is_gone(later: Later) -> None:
    challenge, _asked, silent = of_three()
    add_interest(challenge, words="Huurders die blijven", by=by("Hans"))
    make.colleague(silent, make.person("Ine"), inviter=make.person("Hans"))
    silent_for(later)
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    respond(sleep, agrees=True, by=by("Bram"))
    for act in (lambda: own_seat(challenge, by("Hans")), lambda: add_interest(challenge, words="Meer", by=by("Hans"))):
        with pytest.raises(NotAllowed, match=r"slaapt|sleeps"):
            act()
    for name in ("Amina", "Chris"):
        if name == "Chris":
            with pytest.raises(NotAllowed):
                actions.wake(challenge, by=by(name))
        else:
            assert actions.wake(challenge, by=by(name)).state == Party.State.ACTIVE
    silent.refresh_from_db()
    assert silent.state == Party.State.ASLEEP, "nobody of another party wakes it"
    actions.wake(challenge, by=by("Ine"))
    actions.wake(challenge, by=by("Hans"))
    assert types(challenge).count("silence.party_woke") == 1
    assert own_seat(challenge, by("Hans")).party == silent
    assert "Huurders die blijven" in [str(one.text) for one in silent.interests.all()]
    assert jobs.follow_silences() == 0


def test_r15_nobody_sleeps_before_two_reminders_and_the_whole_term(later: Later) -> None:
    challenge, _asked, _silent = of_three()
    for days in (21, 11, 10.5):
        later(days)
        jobs.follow_silences()
        with pytest.raises(Refused):
            actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
        with pytest.raises(Refused):
            actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert not Round.objects.filter(about__startswith="sleep").exists()
    assert queries.sleeping(challenge) == {}
    for wrong in ({"asleep_at": timezone.now()}, {"reminded_again_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Silence.objects.update(**wrong)


@pytest.mark.parametrize("with_second", [False, True])
def test_r15_one_party_alone_and_two_of_one_kind_let_nobody_sleep(later: Later, with_second: bool) -> None:
    challenge, amina, bram = make.challenge_of_two()
    others = [bram]
    if with_second:
        make.join(challenge, make.dilek(), "Bewoners Zuid", "residents")
        others.append(make.dilek())
    make_facilitators.outsider(challenge, make.person("Femke"), proposer=amina, others=others, role="helper")
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=by("Amina"))
    for other in others[1:]:
        respond(asked, agrees=True, by=Actor.of(other))
    silent_for(later)
    with pytest.raises(Refused, match=r"twee|two"):
        actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    bram_party = challenge.parties.get(number=2)
    bram_party.refresh_from_db()
    assert bram_party.state == Party.State.ACTIVE


def test_r15_without_a_helper_nobody_is_asked_and_the_party_itself_does_not_answer(later: Later) -> None:
    challenge, _asked, silent = of_three(helper=False)
    silent_for(later)
    with pytest.raises(Refused, match=r"buiten|outside"):
        actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    make_facilitators.outsider(
        challenge, make.person("Femke"), proposer=make.amina(), others=[make.bram()], role="helper"
    )
    assert queries.open_silence(silent) is not None


def test_r15_the_silent_party_and_people_of_the_table_are_no_helper(later: Later) -> None:
    _challenge, _asked, _silent = of_three()
    silent_for(later)
    with pytest.raises(NotAllowed):
        actions.ask_sleep(Silence.objects.get(), by=by("Hans"))
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    with pytest.raises(Refused):
        actions.ask_sleep(Silence.objects.get(), by=by("Bram"))
    for name in ("Amina", "Bram", "Hans", "Chris"):
        with pytest.raises(NotAllowed):
            actions.help_sleep(Silence.objects.get(), by=by(name))
    with pytest.raises(NotAllowed):
        respond(sleep, agrees=False, reason="Wij zijn er.", by=by("Hans"))


def test_r15_a_party_that_wakes_just_before_the_last_yes_stays_awake(later: Later) -> None:
    challenge, _asked, silent = of_three()
    silent_for(later)
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    add_interest(challenge, words="Toch iets van ons", by=by("Hans"))
    with pytest.raises(Refused):
        respond(sleep, agrees=True, by=by("Bram"))
    actions.wake(challenge, by=by("Hans"))
    with pytest.raises(Refused):
        respond(sleep, agrees=True, by=by("Bram"))
    silent.refresh_from_db()
    assert silent.state == Party.State.ACTIVE
    assert Silence.objects.get().asleep_at is None


def test_r15_a_helper_from_outside_lets_nobody_sleep_before_a_party_asked_it_or_after_it_took_that_back(
    later: Later,
) -> None:
    challenge, _asked, silent = of_three()
    silent_for(later)
    before = types(challenge)
    with pytest.raises(Refused, match="andere partijen"):
        actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert types(challenge) == before
    take_back(actions.ask_sleep(Silence.objects.get(), by=by("Amina")), by=by("Amina"))
    with pytest.raises(Refused, match="andere partijen"):
        actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    assert Silence.objects.get().helper is None
    silent.refresh_from_db()
    assert silent.state == Party.State.ACTIVE


def test_r15_who_woke_meanwhile_is_not_asked_about(later: Later) -> None:
    challenge, _asked, _silent = of_three()
    silent_for(later)
    actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    on_the_screen = actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    actions.wake(challenge, by=by("Hans"))
    before = types(challenge)
    for act, name in ((actions.ask_sleep, "Amina"), (actions.help_sleep, "Femke")):
        with pytest.raises(Refused, match="niet meer stil"):
            act(on_the_screen, by=by(name))
    assert types(challenge) == before
    assert not Round.objects.filter(about__startswith="sleep", outcome=Round.Outcome.OPEN).exists()


def test_r15_a_party_that_sleeps_is_reminded_of_nothing(later: Later) -> None:
    challenge, _asked, silent = of_three()
    silent_for(later)
    sleep = actions.ask_sleep(Silence.objects.get(), by=by("Amina"))
    actions.help_sleep(Silence.objects.get(), by=by("Femke"))
    respond(sleep, agrees=True, by=by("Bram"))
    later(100)
    before = types(challenge)
    assert actions.follow(silent, by=Actor.job("silence")) is False
    assert types(challenge) == before
    assert queries.sleeping(challenge).keys() == {silent.pk}, "it sleeps until one of its people is there"


def test_only_the_job_takes_steps_by_itself() -> None:
    _challenge, _asked, silent = of_three()
    with pytest.raises(NotAllowed):
        actions.follow(silent, by=by("Amina"))

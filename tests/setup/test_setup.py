"""What a challenge uses: parts go off and are skipped by consent of all, and what makes parties equals stays on."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import start_challenge
from communityup.workspace.challenges.models import Challenge, Phase, Template
from communityup.workspace.challenges.queries import parts
from communityup.workspace.consent import queries as consent
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import Subject
from communityup.workspace.council.actions import propose_observer
from communityup.workspace.dialogue.actions import open_first_round, set_end_date, share_thought, withdraw_thought
from communityup.workspace.dialogue.models import Answer, Statement
from communityup.workspace.facilitation import queries as facilitation
from communityup.workspace.facilitation.actions import confirm
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.queries import Step
from communityup.workspace.goals.actions import add_interest
from communityup.workspace.phases import actions as phases
from communityup.workspace.phases.queries import ORDER, checklist, still_open
from communityup.workspace.setup import actions, queries
from tests import make, make_facilitators
from tests.make_table import url_names

pytestmark = pytest.mark.django_db
OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE, CONFLICT = 200, 302, 403, 404, 405, 409
FOLD = '<details class="folded">'
REASON = "Dat hebben wij hier niet nodig."


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def client_of(name: str | None) -> Client:
    client = Client()
    if name is not None:
        client.force_login(make.person(name))
    return client


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def off(challenge: Challenge, *keys: str) -> None:
    for key in keys:
        respond(actions.propose_off(challenge, key=key, by=by("Amina")), agrees=True, by=by("Bram"))
    challenge.refresh_from_db()


def skipped(challenge: Challenge, key: str) -> None:
    respond(actions.propose_skip(challenge, key=key, by=by("Amina")), agrees=True, by=by("Bram"))
    challenge.refresh_from_db()


def weighed(template: str) -> Challenge:
    challenge = start_challenge(
        title="Wat doen we met de haven?", place="Molenwijk", why="Hij slibt dicht.", kind="residents",
        party_name="Bewoners", template=template, by=by("Amina"),
    )  # fmt: skip
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    make.step(challenge, "go_public", make.amina(), make.bram())
    return challenge


def test_a5_a_challenge_with_every_module_off_still_reaches_the_last_phase() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    keys = [row["key"] for row in queries.page(challenge)["modules"]]
    assert {"dialogue", "opinions", "history", "council", "tracks", "door"} <= set(keys)
    off(challenge, *keys)
    for name in ("Amina", "Bram"):
        add_interest(challenge, words=f"Een warme plek voor {name}", by=by(name))
    for phase in ORDER[1:]:
        change = phases.propose(challenge, to=phase, reason=REASON, by=by("Amina"))
        assert change is not None
        respond(change.asked, agrees=True, by=by("Bram"))
        challenge.refresh_from_db()
    assert challenge.phase == Phase.LEARNING == ORDER[-1]


def test_a5_a_part_is_off_when_all_parties_agree_and_not_before() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before = len(lines(challenge))
    asked = actions.propose_off(challenge, key="history", by=by("Amina"))
    challenge.refresh_from_db()
    assert challenge.off == []
    with pytest.raises(Refused, match="al open"):
        actions.propose_off(challenge, key="history", by=by("Bram"))
    respond(asked, agrees=True, by=by("Bram"))
    challenge.refresh_from_db()
    assert challenge.off == ["history"]
    assert lines(challenge)[before:] == ["consent.consent_asked", "setup.module_switched_off"]
    with pytest.raises(Refused, match="uit"):
        actions.propose_off(challenge, key="history", by=by("Amina"))
    with pytest.raises(NotAllowed):
        actions.propose_on(challenge, key="history", by=by("Chris"))


def test_a5_a_part_comes_back_with_what_was_written_when_all_agree() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match="aan"):
        actions.propose_on(challenge, key="dialogue", by=by("Amina"))
    share_thought(challenge, body="Een bankje bij de deur", by=by("Amina"))
    off(challenge, "dialogue")
    page = f"/opgaven/{challenge.slug}/dialoog/"
    bram, overview = client_of("Bram"), client_of("Bram").get(f"/opgaven/{challenge.slug}/").content.decode()
    assert f'href="{page}"' not in overview
    assert bram.get(page).status_code == OK
    assert "staat uit" not in overview
    assert "zetten dit onderdeel uit" in bram.get(page).content.decode()
    assert "Een bankje bij de deur" in client_of("Amina").get(f"{page}mijn/").content.decode()
    before = len(lines(challenge))
    respond(actions.propose_on(challenge, key="dialogue", by=by("Bram")), agrees=True, by=by("Amina"))
    challenge.refresh_from_db()
    assert challenge.off == []
    assert lines(challenge)[before:] == ["consent.consent_asked", "setup.module_switched_on"]
    assert f'href="{page}"' in bram.get(f"/opgaven/{challenge.slug}/").content.decode()


def test_a5_nothing_can_be_sent_to_a_part_that_is_off_at_any_of_its_addresses() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    keys = [row["key"] for row in queries.page(challenge)["modules"]]
    client, tried = client_of("Amina"), 0
    off(challenge, *keys)
    before = lines(challenge)
    for name, parameters in url_names().items():
        key = name.partition(":")[0]
        if key not in keys:
            continue
        words = ["challenge" if one == "str:kind" else "0" * 32 for one in parameters]
        answer = client.post(reverse(name, args=[challenge.slug, *words]), {"body": "Een bankje"})
        allowed = {FOUND, FORBIDDEN, NOT_FOUND, NOT_HERE} if name in queries.staying(key) else {CONFLICT}
        assert answer.status_code in allowed, name
        tried += 1
    assert tried > 50
    assert lines(challenge) == before
    assert not Statement.objects.exists()
    assert "staat uit in deze opgave" in client.post(f"/opgaven/{challenge.slug}/dialoog/delen/").content.decode()


def test_a5_a_private_answer_is_refused_too_and_own_words_can_still_be_taken_back() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    thought = share_thought(challenge, body="Een bankje bij de deur", by=by("Amina"))
    off(challenge, "dialogue")
    address = f"/opgaven/{challenge.slug}/dialoog/gedachte/{thought.public_id}/"
    assert client_of("Bram").post(f"{address}antwoord/", {"value": "1"}).status_code == CONFLICT
    assert not Answer.objects.exists()
    assert client_of("Amina").post(f"{address}terugnemen/").status_code == FOUND
    thought.refresh_from_db()
    assert thought.state == Statement.State.WITHDRAWN
    assert withdraw_thought(thought, by=by("Amina")).state == Statement.State.WITHDRAWN


def test_a5_a_closed_challenge_does_not_tell_an_outsider_that_a_part_is_off() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    off(challenge, "door")
    address = f"/opgaven/{challenge.slug}/formele-deur/nieuw/challenge/"
    assert client_of("Chris").post(address).status_code == NOT_FOUND
    assert client_of("Amina").post(address).status_code == CONFLICT
    assert client_of("Amina").post("/opgaven/bestaat-niet/formele-deur/nieuw/challenge/").status_code == NOT_FOUND


def test_a5_a_question_that_was_open_is_not_carried_out_while_its_part_is_off() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    propose_observer(challenge, watches="council", who="Raadslid", email="raadslid@example.org", by=by("Amina"))
    asked = Round.objects.get(challenge=challenge, outcome=Round.Outcome.OPEN)
    off(challenge, "council")
    before = lines(challenge)
    for name, agrees in (("Bram", True), ("Amina", True), ("Bram", False)):
        with pytest.raises(Refused, match="staat uit"):
            respond(asked, agrees=agrees, reason="" if agrees else REASON, by=by(name))
    assert lines(challenge) == before
    respond(actions.propose_on(challenge, key="council", by=by("Amina")), agrees=True, by=by("Bram"))
    assert respond(asked, agrees=True, by=by("Bram")).agreed


def test_a5_a_step_of_the_process_that_waited_is_not_done_while_its_part_is_off() -> None:
    challenge, _first, _second = make_facilitators.guarded()
    day = timezone.localdate() + dt.timedelta(days=21)
    set_end_date(open_first_round(challenge), ends_on=day, by=by("Dilek"))
    act = Act.objects.get(challenge=challenge)
    Challenge.objects.filter(pk=challenge.pk).update(off=["dialogue"])
    with pytest.raises(Refused, match="staat uit"):
        confirm(act, by=by("Femke"))
    act.refresh_from_db()
    assert act.state == Act.State.WAITS
    Challenge.objects.filter(pk=challenge.pk).update(off=[])
    assert confirm(act, by=by("Femke")).state == Act.State.DONE


def test_a5_every_question_and_step_of_a_part_that_can_be_off_says_to_which_part_it_belongs() -> None:
    kinds: list[Subject | Step] = [*consent._SUBJECTS.values(), *facilitation._STEPS.values()]
    apps = {kind.prefix: kind.carry_out.__module__.split(".")[2] for kind in kinds}
    wanted = {prefix: app for prefix, app in apps.items() if queries.can_be_off(app)}
    assert len(wanted) > 4
    assert {kind.prefix: kind.part for kind in kinds if kind.prefix in wanted} == wanted


@pytest.mark.parametrize(
    "key", ["consent", "log", "goals", "rules", "moderation", "frames", "mandates", "facilitators", "pace", "formal"]
)
def test_a5_what_makes_parties_equals_cannot_be_off(key: str) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    before = len(lines(challenge))
    assert client_of("Amina").post(f"/opgaven/{challenge.slug}/opzet/{key}/uit/").status_code == NOT_FOUND
    assert len(lines(challenge)) == before
    challenge.refresh_from_db()
    assert challenge.off == []


def test_r21_a_light_challenge_is_offered_less_from_the_start_than_a_heavy_one() -> None:
    def offered(challenge: Challenge) -> set[str]:
        return {row["key"] for row in parts(challenge) if not row["later"]}

    light, regular, heavy = (offered(weighed(template)) for template in Template.values)
    assert light < regular < heavy
    assert "rules" in light
    assert {"mandates", "facilitators"} <= regular - light
    assert {"council", "door"} <= heavy - regular


def test_r21_what_a_light_challenge_is_not_offered_yet_stands_folded_with_its_why() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = client_of("Amina").get(f"/opgaven/{challenge.slug}/aanloop/")
    now, _fold, later = page.content.decode().partition("Meer, als je het nodig hebt")
    assert "/mandaat/" not in now
    assert "/mandaat/" in later
    assert "/spelregels/" in now


def test_r21_a_part_is_skipped_by_consent_and_taken_up_by_one_party() -> None:
    challenge = weighed(Template.REGULAR)
    assert "mandates" in still_open(challenge)
    before = len(lines(challenge))
    skipped(challenge, "mandates")
    assert challenge.skipped == ["mandates"]
    assert lines(challenge)[before:] == ["consent.consent_asked", "setup.part_skipped"]
    assert "mandates" not in still_open(challenge)
    page = client_of("Bram").get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()
    assert "/mandaat/" in page.partition("Samen overgeslagen")[2]
    assert "/mandaat/" not in page.partition("Samen overgeslagen")[0]
    with pytest.raises(Refused, match="overgeslagen"):
        actions.propose_skip(challenge, key="mandates", by=by("Bram"))
    with pytest.raises(NotAllowed):
        actions.take_up(challenge, key="mandates", by=by("Chris"))
    for _click in range(2):
        assert actions.take_up(challenge, key="mandates", by=by("Bram")).skipped == []
    challenge.refresh_from_db()
    assert lines(challenge)[before + 2 :] == ["setup.part_taken_up"]
    assert "mandates" in still_open(challenge)


@pytest.mark.parametrize("key", ["rules", "goals", "pace", "nothing"])
def test_r21_what_holds_the_rules_of_equality_is_not_skipped(key: str) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert client_of("Amina").post(f"/opgaven/{challenge.slug}/opzet/{key}/overslaan/").status_code == NOT_FOUND
    assert client_of("Amina").post(f"/opgaven/{challenge.slug}/opzet/{key}/oppakken/").status_code == NOT_FOUND


def test_a_part_that_is_off_helps_no_phase_and_is_not_offered() -> None:
    challenge = weighed(Template.HEAVY)
    assert {"history", "council"} <= {row["key"] for row in checklist(challenge)}
    off(challenge, "history", "council")
    assert not {"history", "council"} & {row["key"] for row in checklist(challenge)}
    assert not {"history", "council"} & {row["key"] for row in parts(challenge)}
    assert "2 onderdelen staan uit" in client_of("Amina").get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()


@pytest.mark.parametrize(
    ("who", "closed", "read", "send"),
    [
        (None, False, OK, FOUND),
        ("Chris", False, OK, FORBIDDEN),
        ("Chris", True, NOT_FOUND, NOT_FOUND),
        ("Amina", True, OK, FOUND),
    ],
)
def test_the_page_is_read_and_used_by_who_may(who: str | None, *, closed: bool, read: int, send: int) -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two() if closed else make.challenge_of_two()
    client, page = client_of(who), f"/opgaven/{challenge.slug}/opzet/"
    before = len(lines(challenge))
    assert client.get(page).status_code == read
    assert len(lines(challenge)) == before
    assert client.get(f"{page}history/uit/").status_code == NOT_HERE
    sends = [client.post(f"{page}{what}/") for what in ("history/uit", "mandates/overslaan", "mandates/oppakken")]
    assert {answer.status_code for answer in sends} == {send}
    assert client.post(f"{page}history/anders/").status_code == (FOUND if who is None else NOT_FOUND)


@pytest.mark.parametrize("keys", [("door",), ("door", "history", "council")])
def test_the_page_shows_what_is_asked_now_in_one_query(keys: tuple[str, ...], django_assert_num_queries: Any) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for key in keys:
        actions.propose_off(challenge, key=key, by=by("Amina"))
    page = client_of("Bram").get(f"/opgaven/{challenge.slug}/opzet/").content.decode()
    assert page.count("alle partijen zijn gevraagd") == len(keys)
    with django_assert_num_queries(1):
        queries.page(challenge)


def test_a_challenge_starts_light_and_can_start_heavier() -> None:
    client = client_of("Amina")
    page = client.get("/opgaven/nieuw/").content.decode()
    assert page.index(FOLD) < page.index('name="template"')
    typed = {
        "title": "Hoe houden we de haven open?",
        "place": "Lindeveen",
        "why": "Hij slibt dicht.",
        "kind": "residents",
    }
    client.post("/opgaven/nieuw/", typed)
    client_of("Bram").post("/opgaven/nieuw/", {**typed, "title": "En de sluis?", "template": "heavy"})
    assert list(Challenge.objects.order_by("pk").values_list("template", flat=True)) == ["light", "heavy"]
    heavy = Challenge.objects.get(template="heavy")
    assert str(heavy.rules_text) != str(Challenge.objects.get(template="light").rules_text)
    refused = client_of("Chris").post("/opgaven/nieuw/", {**typed, "template": "enormous"})
    assert refused.status_code == 422
    assert f"{FOLD[:-1]} open>" in refused.content.decode()
    assert client_of("Chris").post("/opgaven/nieuw/", {**typed, "template": ""}).status_code == FOUND

"""Peers go through a case in five steps, and all that was written is gone after the agreed term (N18)."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.stuck import actions, permissions, queries
from communityup.network.stuck.models import Consultation, HelpRequest, Note, Offer, Step
from tests import make, make_notices
from tests.at_once import together
from tests.make_network import browser, lines
from tests.make_stuck import HERE, STUCK, at_step, by, matched, older, planned

pytestmark = pytest.mark.django_db
SECRET = "Zeventien sleutelhangers en een kapotte ketel."


def page(request: HelpRequest, more: str = "") -> str:
    return f"{HERE}{request.public_id}/intervisie/{more}"


def seen(request: HelpRequest, name: str) -> str:
    answer = browser(make.person(name)).get(page(request))
    assert answer.status_code == 200
    return answer.content.decode()


def note(request: HelpRequest, name: str, words: str = SECRET) -> Note:
    return actions.write_note(request, words=words, by=by(name))


def test_n18_note_of_a_step_that_is_over_lands_in_no_other_one_unseen_and_is_not_lost() -> None:
    _made, _dilek, request = matched("Bram", "Griet")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    client = browser(make.person("Griet"))
    assert '<input type="hidden" name="step" value="2"' in seen(request, "Griet")
    actions.next_step(request, after=2, by=by("Bram"))
    refused = client.post(page(request), {"words": SECRET, "step": "2"})
    assert refused.status_code == 409
    told = refused.content.decode()
    assert "De groep ging intussen verder, naar “Analyse”." in told
    assert SECRET in told
    assert not Note.objects.exists()
    again = {"words": SECRET, "step": "3"}
    assert 'name="step" value="3"' in told
    assert client.post(page(request), again).status_code == 302
    assert Note.objects.get().step == Step.ANALYSIS


def test_n18_group_goes_through_five_steps_and_the_bringer_does_not_reply_in_the_analysis() -> None:
    _made, _dilek, request = matched("Bram", "Griet")
    leads = browser(make.bram())
    plan = {"where": "Vrijdag 14.00, online", "pace": "short", "leader": request.offers.order_by("pk")[0].public_id}
    assert leads.post(page(request, "plannen/"), plan).headers["Location"] == page(request)
    assert "Begin met de casus" in leads.get(page(request)).content.decode()
    everybody = ("Amina", "Bram", "Griet")
    writers = {1: ("Amina",), 2: everybody, 3: ("Bram", "Griet"), 4: everybody, 5: everybody}
    for step, names in writers.items():
        assert leads.post(page(request, "verder/"), {"after": str(step - 1)}).status_code == 302
        for name in everybody:
            answer = browser(make.person(name)).post(page(request), {"words": f"{name} in stap {step}"})
            assert answer.status_code == (302 if name in names else 409), (step, name)
        html = seen(request, "Griet")
        assert [name for name in everybody if f"{name} in stap {step}" in html] == list(names)
    html = seen(request, "Amina")
    for label in ("De casus", "Vragen", "Analyse", "Advies", "Wat ik meeneem"):
        assert label in html
    assert leads.post(page(request, "verder/"), {"after": "5"}).status_code == 302
    request.refresh_from_db()
    assert request.state == "ended"
    assert "Deze intervisie is klaar" in seen(request, "Amina")


def test_n18_in_the_analysis_the_bringer_sees_no_field_and_is_told_to_listen() -> None:
    _made, _dilek, request = matched("Bram")
    planned(request, "Bram")
    at_step(request, "Bram", 3)
    html = seen(request, "Amina")
    assert "Nu luister je" in html
    assert "<textarea" not in html
    assert "<textarea" in seen(request, "Bram")
    with pytest.raises(Refused, match="luister je"):
        note(request, "Amina")


def test_n18_each_step_says_until_when_it_lasts_and_that_its_time_is_over() -> None:
    _made, _dilek, request = matched("Bram")
    planned(request, "Bram")
    moment = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0)
    with make_notices.at(moment):
        at_step(request, "Bram", 2)
        assert "Deze stap duurt tot 14.10 uur, nog 10 minuten." in seen(request, "Amina")
    with make_notices.at(moment + dt.timedelta(minutes=9, seconds=1)):
        assert "nog 1 minuut." in seen(request, "Amina")
    with make_notices.at(moment + dt.timedelta(minutes=10)):
        html = seen(request, "Amina")
        assert "om 14.10 uur voorbij" in html
        assert f'href="{page(request)}"' in html, "it works by looking again, without scripts"


def test_n18_page_that_asks_gets_an_answer_only_when_the_group_went_on_or_wrote_something() -> None:
    _made, _dilek, request = matched("Bram", "Griet")
    planned(request, "Bram")
    at_step(request, "Bram", 2)

    def asked() -> str:
        return seen(request, "Griet").partition('hx-get="')[2].partition('"')[0]

    def status(place: str) -> int:
        return browser(make.person("Griet")).get(place).status_code

    for changes in (
        lambda: note(request, "Bram"),
        lambda: actions.remove_note(request, Note.objects.get(), by=by("Bram")),
        lambda: actions.next_step(request, after=2, by=by("Bram")),
        lambda: planned(request, "Griet"),
    ):
        place = asked()
        assert place.startswith(f"{page(request)}?gezien=")
        assert status(place) == 204
        changes()
        assert status(place) == 200
    assert browser(make.person("Hugo")).get(asked()).status_code == 404, "nobody else learns that it goes on"
    assert status(f"{page(request)}?gezien=") == 200
    for after in (3, 4, 5):
        actions.next_step(request, after=after, by=by("Griet"))
    assert not asked(), "what is done asks no more"


def test_n18_after_the_agreed_term_no_word_is_left_anywhere_and_the_log_keeps_that_it_happened() -> None:
    made, _dilek, request = matched("Bram", keep_days=30)
    planned(request, "Bram")
    at_step(request, "Bram", 4)
    for name in ("Amina", "Bram"):
        note(request, name, f"{SECRET} {name}")
    at_step_from(request, 4)
    assert everything_holds("sleutelhangers")
    assert everything_holds("beheerder wil weg")
    older(request, 29.9)
    assert actions.delete_due() == 0
    older(request, 0.2)
    assert actions.delete_due() == 1
    for words in ("sleutelhangers", "beheerder wil weg", "Vrijdag 14.00"):
        assert not everything_holds(words), words
    assert not Consultation.objects.exists()
    kept = lines(made)
    assert kept.count("stuck.step_began") == 6
    assert kept.count("stuck.note_written") == 2
    assert kept[-1] == "stuck.help_deleted"
    assert browser(make.amina()).get(page(request)).status_code == 404


def at_step_from(request: HelpRequest, step: int) -> None:
    """Let Bram take the group from this step to the end."""
    for after in range(step, 6):
        actions.next_step(request, after=after, by=by("Bram"))


def everything_holds(words: str) -> bool:
    """Say whether any row of any table holds these words: versions, letters, notices, stems of the search."""
    for model in apps.get_models():
        for row in model._base_manager.values():
            if any(words in str(value) for value in row.values()):
                return True
    return False


def test_notes_are_read_by_the_group_alone_and_by_no_coordinator() -> None:
    _made, dilek, request = matched("Bram")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    note(request, "Bram")
    for name, status in (("Dilek", 404), ("Griet", 404), ("Chris", 403)):
        for more in ("", "plannen/"):
            assert browser(make.person(name)).get(page(request, more)).status_code == status
        assert browser(make.person(name)).post(page(request, "verder/"), {"after": "2"}).status_code == status
    assert Client().get(page(request)).status_code == 302
    assert SECRET not in browser(dilek).get(f"{HERE}{request.public_id}/").content.decode()
    with pytest.raises(Http404):
        note(request, "Dilek")


def test_who_leads_takes_the_group_on_one_step_for_each_click_on_the_same_page() -> None:
    made, _dilek, request = matched("Bram", "Griet")
    planned(request, "Bram")
    with pytest.raises(NotAllowed, match="begeleidt"):
        actions.next_step(request, after=0, by=by("Griet"))
    for _click in range(3):
        actions.next_step(request, after=0, by=by("Bram"))
    assert Consultation.objects.get().step == 1
    assert lines(made).count("stuck.step_began") == 1
    for wrong in ("", "x", "99", "-1", "²"):
        assert browser(make.bram()).post(page(request, "verder/"), {"after": wrong}).status_code == 302
    assert Consultation.objects.get().step == 1
    at_step_from(request, 1)
    actions.next_step(request, after=6, by=by("Bram"))
    assert lines(made).count("stuck.step_began") == 6
    with pytest.raises(Refused, match="afgerond"):
        note(request, "Bram")


def test_leader_thinks_along_and_another_takes_over_when_they_step_out() -> None:
    made, _dilek, request = matched("Bram", "Griet")
    bring = Offer(request=request, person=make.amina())
    with pytest.raises(Refused, match="niet wie de casus inbrengt"):
        actions.plan_consultation(request, leader=bring, where="Hier", pace="long", by=by("Amina"))
    for _click in range(2):
        planned(request, "Bram")
    assert lines(made).count("stuck.consultation_planned") == 1
    actions.take_back_offer(request, by=by("Bram"))
    assert "Nu niemand. Kies iemand." in seen(request, "Griet")
    planned(request, "Griet")
    at_step(request, "Griet", 1)
    assert queries.plan_of(request)["leader"] == request.offers.get(person=make.person("Griet")).public_id


def test_without_a_plan_there_is_nothing_and_without_peers_no_plan() -> None:
    made, _dilek, request = matched("Bram")
    assert browser(make.bram()).get(page(request)).status_code == 404
    with pytest.raises(Http404):
        actions.next_step(request, after=0, by=by("Bram"))
    planned(request, "Bram")
    with pytest.raises(Refused, match="nog niet begonnen"):
        note(request, "Bram")
    at_step(request, "Bram", 1)
    with pytest.raises(Refused, match="alleen wie de casus inbrengt"):
        note(request, "Bram")
    actions.take_back_offer(request, by=by("Bram"))
    assert browser(make.amina()).get(page(request, "plannen/")).status_code == 409
    with pytest.raises(Refused, match="nog niemand mee"):
        note(request, "Amina")
    assert lines(made)[-1] == "stuck.offer_taken_back"


def test_own_note_is_removed_for_good_and_nobody_elses() -> None:
    made, _dilek, request = matched("Bram")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    own = note(request, "Bram")
    assert note(request, "Bram") == own
    away = f"{HERE}notities/{own.public_id}/weghalen/"
    assert browser(make.amina()).post(away).status_code == 404
    assert Client().post(away).status_code == 302
    assert browser(make.chris()).post(away).status_code == 403
    assert browser(make.bram()).get(away).status_code == 405
    assert browser(make.bram()).post(away).headers["Location"] == page(request)
    actions.remove_note(request, own, by=by("Bram"))
    assert lines(made).count("stuck.note_removed") == 1
    assert not everything_holds("sleutelhangers")


def test_who_leaves_the_platform_takes_their_notes_and_leads_no_more() -> None:
    _made, _dilek, request = matched("Bram", "Griet")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    note(request, "Bram")
    actions.forget_person(make.bram())
    assert not everything_holds("sleutelhangers")
    assert Consultation.objects.get().facilitator is None
    assert "Nu niemand" in seen(request, "Griet")


@pytest.mark.parametrize("wrong", [{"where": ""}, {"where": "x" * 201}, {"pace": "x"}, {"leader": "0" * 32}])
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    _made, _dilek, request = matched("Bram")
    said = {"where": "Bij ons", "pace": "long", "leader": request.offers.get().public_id, **wrong}
    answer = browser(make.amina()).post(page(request, "plannen/"), said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "Bij ons" in answer.content.decode() or "where" in wrong
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    assert browser(make.amina()).post(page(request), {"words": "x" * 1501}).status_code == 422
    assert not Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_are_one_step() -> None:
    made, _dilek, request = matched("Bram")
    planned(request, "Bram")
    given = together(*[lambda: actions.next_step(request, after=0, by=by("Bram"))] * 5)
    assert all(isinstance(one, Consultation) for one in given), given
    assert lines(made).count("stuck.step_began") == 1


def test_times_of_the_steps_add_up_to_what_the_form_says() -> None:
    sums = {pace: sum(minutes.values()) for pace, minutes in permissions.MINUTES.items()}
    assert sums == {"short": 45, "long": 90}


def test_database_keeps_steps_within_their_bounds() -> None:
    _made, _dilek, request = matched("Bram")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    note(request, "Bram")
    wrong: list[Any] = [
        lambda: Consultation.objects.update(step=7),
        lambda: Consultation.objects.update(step=0),
        lambda: Consultation.objects.update(pace="x"),
        lambda: Note.objects.update(step=0),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, _dilek, request = matched("Bram", "Griet")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    for number in range(count):
        note(request, "Bram", f"Vraag {number}")
    client = browser(make.amina())
    client.get("/")
    with django_assert_num_queries(11):
        assert client.get(page(request)).status_code == 200


def test_no_line_leads_to_who_wrote() -> None:
    _made, _dilek, request = matched("Bram")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    note(request, "Bram")
    found = Line.objects.filter(type__startswith="stuck.")
    assert not found.exclude(actor="").exists()
    text = b"".join(bytes(line.bytes) for line in found)
    assert b"sleutelhangers" not in text
    assert STUCK.encode() not in text

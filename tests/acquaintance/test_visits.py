"""A party invites the others to its place; everybody hears at once when that changes, and calendars follow."""

import base64
import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actions import make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from communityup.workspace.acquaintance import actions, queries
from communityup.workspace.acquaintance.models import Guest, Visit
from communityup.workspace.challenges.models import Challenge, Facilitator, Phase, Reader, Ring, Seat
from communityup.workspace.joining.actions import give_place
from communityup.workspace.leaving.actions import leave_seat
from tests import make
from tests.make_acquaintance import DAY, lines, people_of, visit

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(one: Visit) -> str:
    return f"/opgaven/{one.challenge.slug}/kennismaken/bezoek/{one.public_id}/"


def letters(sequence: int = 0) -> dict[str, Mail]:
    return {mail.to: mail for mail in Mail.objects.filter(key__contains=f":{sequence}:", key__startswith="visit:")}


def entry(content: bytes) -> tuple[Any, Any]:
    file = Calendar.from_ical(content)
    return file, next(iter(file.walk("VEVENT")))


def attached(mail: Mail) -> tuple[Any, Any]:
    return entry(base64.b64decode(mail.attachments[0]["content"]))


def said(one: Visit, **more: object) -> dict[str, Any]:
    return {"what": str(one.what), "where": str(one.where), "begins_at": one.begins_at, "ends_at": one.ends_at, **more}


def filled(**more: str) -> dict[str, str]:
    day = (timezone.localdate() + 20 * DAY).isoformat()
    return {"day": day, "begins": "19:30", "ends": "21:00", "where": "Buurthuis", "what": "Soep.", **more}


def over(one: Visit, *, days: int = 20) -> None:
    Visit.objects.filter(pk=one.pk).update(begins_at=one.begins_at - days * DAY, ends_at=one.ends_at - days * DAY)


def test_b23_a_party_invites_everybody_to_its_place_at_the_same_moment_with_the_day_for_their_calendar() -> None:
    challenge, amina, bram = make.challenge_of_two()
    [eva] = people_of(challenge, 2, "Eva")
    Person.objects.filter(pk=eva.pk).update(language="en")
    Facilitator.objects.create(challenge=challenge, party=None, person=make.dilek(), since=timezone.now())
    give_place(challenge, challenge.parties.get(number=1), make_guest(language="nl"))
    made = visit(challenge, amina)
    found = letters()
    assert set(found) == {amina.email, bram.email, eva.email, make.dilek().email}
    assert len({mail.due_at for mail in found.values()}) == 1
    assert found[bram.email].subject == "Uitnodiging: op bezoek bij Bewoners Molenwijk"
    assert found[eva.email].subject == "Invitation: visit to Bewoners Molenwijk"
    assert page(made) in found[bram.email].text
    assert "Molenweg 3" in found[bram.email].text
    file, event = attached(found[bram.email])
    assert str(file["METHOD"]) == "PUBLISH"
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Amsterdam"
    assert event["DTSTART"].dt == made.begins_at
    assert event["DTEND"].dt == made.ends_at
    assert (str(event["LOCATION"]), int(event["SEQUENCE"]), str(event["STATUS"])) == ("Molenweg 3", 0, "CONFIRMED")
    assert not {"ORGANIZER", "ATTENDEE"} & set(event)
    assert lines(challenge) == ["visit_offered"]
    assert Line.objects.get(type="acquaintance.visit_offered").content["commit"] is None


def test_changing_tells_everybody_at_once_with_the_same_uid_and_a_higher_sequence_and_the_same_again_tells_nobody() -> (
    None
):
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    changed = actions.change_visit(
        made, **said(made, where="Molenweg 5", begins_at=made.begins_at + dt.timedelta(minutes=30)), by=Actor.of(amina)
    )
    assert changed.sequence == 1
    assert set(letters(1)) == {amina.email, bram.email}
    (file, event), (_first, before) = attached(letters(1)[bram.email]), attached(letters()[bram.email])
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (str(before["UID"]), 1)
    assert (str(file["METHOD"]), str(event["LOCATION"])) == ("PUBLISH", "Molenweg 5")
    assert event["DTSTART"].dt == made.begins_at + dt.timedelta(minutes=30)
    assert not Version.objects.filter(body="Molenweg 3").exists()
    assert actions.change_visit(changed, **said(changed), by=Actor.of(amina)).sequence == 1
    assert lines(challenge) == ["visit_offered", "visit_changed"]
    assert Mail.objects.filter(key__startswith="visit:").count() == 4


def test_cancelling_tells_everybody_at_once_and_takes_it_out_of_their_calendar_and_twice_is_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    for _twice in range(2):
        actions.cancel_visit(made, reason="De zaal lekt.", by=Actor.of(amina))
    mail = letters(1)[bram.email]
    file, event = attached(mail)
    assert (str(file["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)
    assert mail.attachments[0]["type"].endswith("method=CANCEL")
    assert "De zaal lekt." in mail.text
    assert lines(challenge) == ["visit_offered", "visit_cancelled"]
    for act in (
        lambda: actions.change_visit(made, **said(made, where="Elders"), by=Actor.of(amina)),
        lambda: actions.answer_visit(made, comes=True, by=Actor.of(bram)),
    ):
        with pytest.raises(Refused, match="afgezegd"):
            act()
    shown = signed_in(bram).get(page(made)).content.decode()
    assert "De zaal lekt." in shown
    assert [words for words in ("Wie komt er", "Voor je agenda") if words in shown] == []


def test_a_visit_is_cancelled_without_a_reason_too() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    assert signed_in(amina).get(page(made) + "afzeggen/").status_code == 200
    assert signed_in(amina).post(page(made) + "afzeggen/", {"reason": "a" * 300}).status_code == 422
    assert signed_in(amina).post(page(made) + "afzeggen/", {}).status_code == 302
    assert Visit.objects.get().reason is None
    assert "Afgezegd" in letters(1)[bram.email].subject


def test_e2_only_the_party_that_invites_changes_or_cancels_and_only_at_the_table() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    [eva] = people_of(challenge, 1, "Eva")
    Seat.objects.filter(person=eva).update(ring=Ring.CONTRIBUTOR)
    for one in (bram, eva, make.chris()):
        for last in ("wijzigen/", "afzeggen/"):
            assert signed_in(one).get(page(made) + last).status_code == 403
            assert signed_in(one).post(page(made) + last, filled()).status_code == 403
        with pytest.raises(NotAllowed):
            actions.change_visit(made, **said(made), by=Actor.of(one))
        with pytest.raises(NotAllowed):
            actions.cancel_visit(made, by=Actor.of(one))
    assert signed_in(eva).post(f"/opgaven/{challenge.slug}/kennismaken/bezoek/nieuw/", filled()).status_code == 403
    with pytest.raises(NotAllowed):
        visit(challenge, make.chris())
    assert lines(challenge) == ["visit_offered"]


def test_what_was_stays_readable_and_is_no_longer_changed_cancelled_or_answered() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    actions.answer_visit(made, comes=True, by=Actor.of(bram))
    over(made)
    assert signed_in(amina).get(page(made) + "wijzigen/").status_code == 409
    for act in (
        lambda: actions.change_visit(made, **said(made, where="Elders"), by=Actor.of(amina)),
        lambda: actions.cancel_visit(made, by=Actor.of(amina)),
        lambda: actions.answer_visit(made, comes=False, by=Actor.of(bram)),
    ):
        with pytest.raises(Refused, match="begonnen of voorbij"):
            act()
    html = signed_in(bram).get(page(made)).content.decode()
    assert "Kijk mee op het dak" in html
    assert "Dit bezoek is geweest" in html
    shown = queries.visits(challenge, "")
    assert (shown["coming"], list(shown["page_obj"])) == ([], [made])


def test_a_visit_is_at_a_moment_to_come_within_a_year_and_ends_after_it_begins() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    begins = timezone.now() + DAY
    wrong = [
        (timezone.now() - DAY, timezone.now() + DAY),
        (begins + 500 * DAY, begins + 501 * DAY),
        (begins, begins),
        (begins, begins + 3 * DAY),
    ]
    for one, other in wrong:
        with pytest.raises(Refused):
            actions.offer_visit(challenge, what="Kijk", where="Hier", begins_at=one, ends_at=other, by=Actor.of(amina))
    made = visit(challenge, amina)
    with pytest.raises(Refused):
        actions.change_visit(made, **said(made, begins_at=begins - 2 * DAY), by=Actor.of(amina))
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=made.pk).update(ends_at=made.begins_at)
    assert lines(challenge) == ["visit_offered"]


def test_a_party_has_five_visits_to_come_at_most_and_none_in_a_closed_challenge() -> None:
    challenge, amina, bram = make.challenge_of_two()
    first = visit(challenge, amina)
    for days in range(11, 15):
        visit(challenge, amina, days=days)
    with pytest.raises(Refused, match="5 bezoeken"):
        visit(challenge, amina)
    visit(challenge, bram)
    actions.cancel_visit(first, by=Actor.of(amina))
    visit(challenge, amina)
    Challenge.objects.update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="gesloten"):
        visit(challenge, bram)


def test_each_says_for_themselves_whether_they_come_and_who_takes_part_reads_the_names() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    before = Line.objects.count()
    assert signed_in(bram).post(page(made) + "kom-ik/", {"comes": "yes"}).status_code == 302
    assert signed_in(amina).post(page(made) + "kom-ik/", {"comes": "no"}).status_code == 302
    shown = queries.visit_page(made, bram)
    assert ([one["name"] for one in shown["come"]], [one["name"] for one in shown["stay"]]) == (["Bram"], ["Amina"])
    assert shown["own_answer"] is True
    assert signed_in(bram).post(page(made) + "kom-ik/", {"comes": "no"}).status_code == 302
    assert Guest.objects.count() == 2
    assert not Guest.objects.filter(comes=True).exists()
    assert Line.objects.count() == before
    for one in (make.chris(), make.person("Volger")):
        with pytest.raises(NotAllowed):
            actions.answer_visit(made, comes=True, by=Actor.of(one))


def test_who_leaves_the_challenge_is_no_guest_any_more() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    made = visit(challenge, amina)
    [eva] = people_of(challenge, 1, "Eva")
    actions.answer_visit(made, comes=True, by=Actor.of(eva))
    leave_seat(challenge, by=Actor.of(eva))
    assert queries.visit_page(made, amina)["come"] == []


def test_only_who_takes_part_reads_where_a_visit_is_and_gets_the_calendar() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    Reader.objects.create(challenge=challenge, person=make.person("Volger"), since=timezone.now())
    listed = f"/opgaven/{challenge.slug}/kennismaken/bezoek/"
    for one in (amina, bram, make.person("Volger")):
        assert "Molenweg 3" in signed_in(one).get(listed).content.decode()
        assert "Molenweg 3" in signed_in(one).get(page(made)).content.decode()
        answer = signed_in(one).get(page(made) + "agenda.ics")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert int(entry(answer.content)[1]["SEQUENCE"]) == 0
    for last in ("", "agenda.ics"):
        assert signed_in(make.chris()).get(page(made) + last).status_code == 404
        assert Client().get(page(made) + last).status_code == 302
    assert "Molenweg 3" not in Client().get(listed).content.decode()
    assert "Molenweg 3" not in signed_in(make.chris()).get(listed).content.decode()


def test_the_form_says_what_is_wrong_keeps_what_was_typed_and_begins_with_what_stands() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client, new = signed_in(amina), f"/opgaven/{challenge.slug}/kennismaken/bezoek/nieuw/"
    wrong = client.post(new, filled(ends="18:00"))
    assert wrong.status_code == 422
    assert "eindigt nadat het begint" in wrong.content.decode()
    assert "Buurthuis" in wrong.content.decode()
    assert client.post(new, filled(day="gisteren")).status_code == 422
    assert client.post(new, filled(what="")).status_code == 422
    assert client.get(new).status_code == 200
    assert not Visit.objects.exists()
    assert client.post(new, filled()).status_code == 302
    made = Visit.objects.get()
    html = client.get(page(made) + "wijzigen/").content.decode()
    assert 'value="19:30"' in html
    assert f'value="{(timezone.localdate() + 20 * DAY).isoformat()}"' in html
    assert client.post(page(made) + "wijzigen/", filled(begins="20:00")).status_code == 302
    assert timezone.localtime(Visit.objects.get().begins_at).hour == 20


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_visits_asks_as_many_questions_for_one_as_for_three(
    number: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for place in range(number):
        visit(challenge, amina, days=10 + place)
        over(visit(challenge, bram, days=10 + place))
    with django_assert_num_queries(3):  # type: ignore[operator]
        shown = queries.visits(challenge, "")
        assert [str(one.where) for one in [*shown["coming"], *shown["page_obj"]]] == ["Molenweg 3"] * 2 * number


def test_visit_that_was_says_who_would_come_and_who_could_not() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = visit(challenge, amina)
    actions.answer_visit(made, comes=True, by=Actor.of(bram))
    shown = signed_in(bram).get(page(made)).content.decode()
    assert "Wie komt er" in shown
    assert "Wie zei te komen" not in shown
    over(made)
    shown = signed_in(bram).get(page(made)).content.decode()
    assert "Wie zei te komen" in shown
    assert "Wie komt er" not in shown
    Guest.objects.update(comes=False)
    shown = signed_in(bram).get(page(made)).content.decode()
    assert "Niemand zei dat." in shown
    assert "Wie niet kon komen" in shown

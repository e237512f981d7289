"""What cannot be now stands at its field, with the form filled in; and who is who on lists, badges and invitations."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from communityup.gatherings.models import Gathering
from communityup.network.accords.actions import propose_accord
from communityup.network.accords.models import Accord
from communityup.network.invitations.actions import invite
from communityup.network.library.models import Practice
from communityup.network.members.actions import invite_delegate
from communityup.network.members.models import Member
from communityup.network.networks.actions import ask_coordinator
from communityup.network.networks.models import Network
from communityup.network.recordings.actions import close_recording
from communityup.people.actors import Actor
from communityup.post.actions import send
from tests import make, make_recordings
from tests.make_invitations import closed
from tests.make_network import browser, coordinated, member
from tests.make_practice import written
from tests.make_registrations import HERE, comes, with_places
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def test_past_date_is_told_at_the_day_and_the_form_stays_filled_in() -> None:
    _made, dilek, session = with_places()
    before = Gathering.objects.get().begins_at
    day = (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    filled = {"day": day, "begins": "14:00", "ends": "16:00", "way": "place", "where": "De Nieuwe Zaal"}
    answer = browser(dilek).post(f"{HERE}{session.public_id}/datum/", filled)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies een moment dat nog moet komen" in page
    assert page.count('aria-invalid="true"') == 1
    for value in (day, "De Nieuwe Zaal", "14:00"):
        assert f'value="{value}"' in page
    assert Gathering.objects.get().begins_at == before


def test_fewer_places_than_people_is_told_at_the_number_and_the_form_stays_filled_in() -> None:
    _made, dilek, session = with_places(3)
    for name in ("Eva", "Cas"):
        comes(session, name)
    filled = {"capacity": "1", "offer_hours": "24", "house_rules": "Wat hier gezegd wordt, blijft hier."}
    answer = browser(dilek).post(f"{HERE}{session.public_id}/plaatsen/", filled)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 mensen hebben een plek" in page
    assert 'value="1"' in page
    assert "blijft hier" in page
    assert page.count('aria-invalid="true"') == 1
    found = Gathering.objects.get()
    assert (found.capacity, found.offer_hours) == (3, 48)


def test_list_badges_and_spreadsheet_name_the_organisation_for_which_somebody_acts_here() -> None:
    made, dilek, session = with_places(3)
    member(made, "De Schakel", make.person("Eva"))
    for name in ("Eva", "Cas"):
        comes(session, name)
    client, here = browser(dilek), f"{HERE}{session.public_id}/deelnemers/"
    assert "Eva · De Schakel" in client.get(here).content.decode()
    badges = client.get(f"{here}badges/").content.decode()
    assert '<p class="letter__name"><strong>Eva</strong></p><p class="letter__organisation">De Schakel</p>' in badges
    assert badges.count("letter__organisation") == 1
    sheet: Any = load_workbook(BytesIO(client.get(f"{here}lijst.xlsx").content)).active
    found = [[cell.value or "" for cell in row][:2] for row in sheet.iter_rows()]
    assert [row for row in found if row[0] in {"Eva", "Cas"}] == [["Cas", ""], ["Eva", "De Schakel"]]


def test_b2_who_is_invited_for_a_member_stands_with_a_name_and_others_with_their_address_alone() -> None:
    made, dilek, session = closed(5)
    joined = member(made, "Gemeente Hartkamp", make.person("Eva"))
    make.person("Cas")
    invite(session, addresses=[make.person("Cas").email], members=[joined], by=Actor.of(dilek))
    page = browser(dilek).get(f"{HERE}{session.public_id}/uitnodigen/").content.decode()
    assert "Eva · Gemeente Hartkamp" in page
    assert make.person("Eva").email not in page
    assert f"<span>{make.person('Cas').email}<br>" in page


@built_once
def around() -> tuple[Network, Member, Practice, Accord]:
    """Return a network with the member of Amina, an agreement that it made, and a practice that it writes."""
    made, _dilek = coordinated()
    one = member(made, "De Schakel", make.amina())
    day = timezone.localdate() + dt.timedelta(days=40)
    accord = propose_accord(made, words="Wij bellen.", review_on=day, by=Actor.of(make.amina()))
    return made, one, written(one, make.amina(), voice=make.bram()), accord


def wrong(name: str, client: Client, told: dict[str, Any], sentence: str) -> str:
    """Send a form that cannot be, and return its page: the sentence stands once at a field, and once in the summary."""
    answer = client.post(f"/netwerken/community-up/{name}", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(sentence) == 2
    assert page.count('aria-invalid="true"') == 1
    return page


PAST = "2020-01-01"


def test_day_of_review_that_is_past_is_told_at_the_day_of_an_agreement_and_of_other_words_for_it() -> None:
    accord, client = around()[3], browser(make.amina())
    told = {"words": "Samen de sleutel.", "review_on": PAST}
    for name in ("afspraken/voorstellen/", f"afspraken/{accord.public_id}/anders/"):
        page = wrong(name, client, told, "Kies een dag na vandaag")
        assert "Samen de sleutel." in page
        assert f'value="{PAST}"' in page
    assert Accord.objects.get() == accord


def test_day_of_coming_back_that_is_past_is_told_at_that_day() -> None:
    around()
    page = wrong("coordinatoren/afwezig/", browser(make.dilek()), {"until": PAST}, "Deze dag is voorbij")
    assert f'value="{PAST}"' in page


def test_address_that_was_asked_already_is_told_at_the_address() -> None:
    made, one, _practice, _accord = around()
    told = {"email": "nog@example.org"}
    ask_coordinator(made, by=Actor.of(make.dilek()), **told)
    invite_delegate(one, by=Actor.of(make.amina()), **told)
    for name, who in (("coordinatoren/", make.dilek()), ("leden/mijn/", make.amina())):
        assert 'value="nog@example.org"' in wrong(name, browser(who), told, "Dit adres is al gevraagd")


def test_day_on_which_a_year_in_the_core_cannot_begin_is_told_at_that_day() -> None:
    around()
    page = wrong("leden/mijn/kern/", browser(make.amina()), {"starts_on": PAST}, "Kies een dag binnen drie maanden")
    assert f'value="{PAST}"' in page


def test_b4_address_that_is_in_a_practice_already_is_told_at_the_addresses_and_the_quote_stays() -> None:
    practice = around()[2]
    told = {"label": "bewoners", "emails": make.bram().email, "quote": "Wij deden het zelf."}
    name = f"praktijken/{practice.public_id}/stem/"
    page = wrong(name, browser(make.amina()), told, "Een adres staat al bij deze praktijk")
    assert "Wij deden het zelf." in page


def test_label_of_a_field_says_once_that_it_may_stay_empty() -> None:
    _made, dilek, session = with_places()
    page = browser(dilek).get(f"{HERE}{session.public_id}/programma/onderdeel/").content.decode()
    assert page.count("(mag leeg blijven)") == page.count('class="optional"') > 2


# Letters of one day


def test_speaker_whose_address_got_enough_letters_is_told_at_the_address() -> None:
    _made, dilek, session = make_recordings.was("Eva")
    recording = make_recordings.kept(session, dilek)
    for number in range(3):
        send(to="sanne@example.org", subject="Vraag", text="Vraag.", key=f"form:test:{number}")
    name = make_recordings.at(recording, "beheren").removeprefix("/netwerken/community-up/")
    page = wrong(name, browser(dilek), {"name": "Sanne", "email": "sanne@example.org"}, "kreeg vandaag al een paar")
    assert 'value="Sanne"' in page
    assert not recording.speakers.exists()


def test_speaker_named_for_a_recording_that_a_colleague_opened_is_told_at_the_form() -> None:
    _made, dilek, recording = make_recordings.opened("Eva")
    told = {"name": "Joris", "email": "joris@example.org"}
    answer = browser(dilek).post(make_recordings.at(recording, "beheren"), told)
    page = answer.content.decode()
    assert (answer.status_code, "Deze opname is open" in page, 'value="Joris"' in page) == (422, True, True)


def test_form_of_a_recording_that_is_open_loses_nothing_that_was_typed() -> None:
    _made, dilek, recording = make_recordings.opened("Eva")
    told = {"link": "https://video.example.org/nieuw", "summary": "Anders.", "transcript": "Alles wat gezegd is."}
    answer = browser(dilek).post(make_recordings.at(recording, "toevoegen"), told)
    page = answer.content.decode()
    assert (answer.status_code, "Deze opname is open" in page, "Alles wat gezegd is." in page) == (422, True, True)


def test_code_for_a_recording_that_a_colleague_closed_is_told_at_the_form() -> None:
    _made, dilek, recording = make_recordings.opened("Eva")
    close_recording(recording, by=Actor.of(dilek))
    answer = browser(dilek).post(make_recordings.at(recording, "nieuwe-code"), {"days": "12"})
    page = answer.content.decode()
    assert (answer.status_code, "Deze opname is niet open" in page, 'value="12"' in page) == (422, True, True)


def test_b2_invited_who_got_enough_letters_are_told_at_the_field_and_no_address_of_a_member_is() -> None:
    made, dilek, session = closed()
    inside, eva = member(made, "De Schakel", make.amina()), "eva@example.org"
    for number in range(3):
        for to in (eva, make.amina().email):
            send(to=to, subject="Vraag", text="Vraag.", key=f"form:test:{number}:{to}")
    name, client = f"bijeenkomsten/{session.public_id}/uitnodigen/", browser(dilek)
    page = wrong(name, client, {"addresses": f"{eva}\nnoor@example.org"}, f"{eva} kreeg vandaag al")
    assert "noor@example.org" in page
    answer = client.post(f"/netwerken/community-up/{name}", {"members": inside.public_id})
    page = answer.content.decode()
    assert (answer.status_code, "Iemand van De Schakel kreeg vandaag al" in page) == (422, True)
    assert make.amina().email not in page
    assert not session.invitations.exists()

"""A message one takes back, the limit of a day without a button that is refused, and reports that close again."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.contacts import actions, queries
from communityup.network.contacts.models import Message
from communityup.network.networks import actions as networks
from communityup.network.own.queries import waiting
from communityup.network.succession import actions as succession
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.post.actions import send
from communityup.texts.models import Version
from communityup.ui.templatetags.ui import long_datetime
from tests import make, make_network
from tests.make_contacts import HERE, WORDS, at, both, by, found, three, written
from tests.make_network import browser, lines, member

pytestmark = pytest.mark.django_db
NETWORK = "/netwerken/community-up/"


def text(name: str, address: str) -> str:
    return browser(make.person(name)).get(address).content.decode()


def heard(event: str) -> set[str]:
    tell()
    return set(Notice.objects.filter(line__type=event).values_list("person__display_name", flat=True))


# Three a day


def test_x6_who_wrote_three_messages_finds_no_button_but_when_one_can_write_again() -> None:
    made, _dilek = three()
    profiles = [found(made, "Bram"), found(made, "Griet")]
    member(made, "Lid van Hugo", make.person("Hugo"))
    hugo = found(made, "Hugo")
    at_bram = f"{NETWORK}leden/{made.members.get(name='Lid van Bram').public_id}/"
    assert text("Amina", HERE).count("/schrijven/") == 3
    for profile in (*profiles, hugo):
        written(profile, "Amina")
    first = Message.objects.order_by("sent_at")[0].sent_at
    said = f"Vanaf {long_datetime(first + dt.timedelta(days=1))} kun je weer schrijven."
    for address in (HERE, at_bram, f"{HERE}{hugo.public_id}/schrijven/"):
        page = text("Amina", address).partition("<main")[2]
        assert said in page
        assert "/schrijven/" not in page
        assert "<textarea" not in page
    with pytest.raises(Refused, match="Vanaf"):
        written(profiles[0], "Amina", "Nog een.")
    Message.objects.update(sent_at=first - dt.timedelta(days=1))
    assert text("Amina", HERE).count("/schrijven/") == 3


def test_x6_who_got_three_messages_or_takes_none_has_no_button_with_the_reason() -> None:
    made, _dilek = three()
    bram = found(made, "Bram")
    for number, name in enumerate(("Amina", "Amina", "Griet")):
        written(bram, name, f"Vraag {number}")
    griet = found(made, "Griet")
    actions.take_none(written(griet, "Amina"), by=by("Griet"))
    Message.objects.filter(receiver=make.person("Griet")).update(sent_at=timezone.now() - dt.timedelta(days=2))
    page = text("Amina", HERE)
    assert "/schrijven/" not in page
    assert page.count("Deze persoon kreeg vandaag genoeg berichten.") == 1
    assert page.count("Deze persoon neemt nu geen berichten aan.") == 1
    assert text("Bram", HERE).count("/schrijven/") == 1


def test_x6_letters_of_forms_that_anybody_has_sent_close_nobody_off_from_members() -> None:
    made, _dilek = three()
    profile = found(made, "Bram")
    for number in range(3):
        send(to=make.bram().email, subject="x", text="x", key=f"form:{number}")
    assert written(profile, "Amina").receiver == make.bram()


# Taken back


def test_message_without_an_answer_is_taken_back_and_its_words_are_gone() -> None:
    made, _dilek, profile, message = both()
    assert "Wil je het intrekken?" in text("Amina", at(message))
    assert "Wil je het intrekken?" not in text("Bram", at(message))
    assert browser(make.amina()).post(at(message, "intrekken/")).status_code == 302
    actions.take_back(message, by=by("Amina"))
    assert lines(made).count("contacts.message_taken_back") == 1
    assert not Version.objects.filter(body=WORDS).exists()
    for name, said in (("Amina", "Je hebt dit bericht ingetrokken."), ("Bram", "Wie dit bericht schreef, trok het in")):
        answer = browser(make.person(name)).get(at(message))
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert queries.messages_of(made, make.person(name)) == []
    # The same words can be sent anew: nothing waits any more.
    assert written(profile, "Amina") != message


def test_x6_message_taken_back_counts_as_one_of_three_and_its_row_goes_after_a_day() -> None:
    made, _dilek = three()
    profile = found(made, "Bram")
    for number in range(3):
        actions.take_back(written(profile, "Amina", f"Vraag {number}"), by=by("Amina"))
    with pytest.raises(Refused):
        written(profile, "Amina")
    assert actions.delete_due() == 0
    Message.objects.update(sent_at=timezone.now() - dt.timedelta(hours=25))
    before = lines(made)
    assert actions.delete_due() == 3
    assert not Message.objects.exists()
    assert lines(made) == before


def test_only_who_wrote_a_message_takes_it_back_and_only_before_an_answer() -> None:
    _made, _dilek, _profile, message = both()
    with pytest.raises(NotAllowed):
        actions.take_back(message, by=by("Bram"))
    for name in ("Griet", "Chris", "Dilek"):
        with pytest.raises(Http404):
            actions.take_back(message, by=by(name))
    actions.reply(message, words="Kom langs.", shares=False, by=by("Bram"))
    with pytest.raises(Refused):
        actions.take_back(message, by=by("Amina"))
    assert "Wil je het intrekken?" not in text("Amina", at(message))
    message.refresh_from_db()
    assert (message.taken_back_at, str(message.words)) == (None, WORDS)


def test_message_that_was_shown_stays_with_the_coordinators_and_its_writer_learns_nothing_of_it() -> None:
    made, dilek, _profile, message = both()
    actions.report(message, by=by("Bram"))
    before = text("Amina", at(message))
    assert "Wil je het intrekken?" in before
    actions.take_back(message, by=by("Amina"))
    assert browser(make.amina()).get(at(message)).status_code == 409
    for name in ("Dilek", "Bram"):
        assert WORDS in text(name, at(message))
    with pytest.raises(Refused):
        actions.reply(message, words="Wat?", shares=False, by=by("Bram"))
    assert at(message) in browser(dilek).get(f"{HERE}berichten/").content.decode()
    actions.close_report(message, by=by("Dilek"))
    assert not Version.objects.filter(body=WORDS).exists()
    assert lines(made)[-1] == "contacts.report_closed"
    assert browser(dilek).get(at(message)).status_code == 404


def test_coordinator_who_took_back_a_message_does_not_find_that_it_was_shown() -> None:
    made, dilek = three()
    member(made, "Lid van Dilek", dilek)
    message = written(found(made, "Bram"), "Dilek")
    actions.report(message, by=by("Bram"))
    actions.take_back(message, by=by("Dilek"))
    assert queries.reported(made, dilek) == []


# Closed again


def test_coordinator_closes_what_was_shown_and_reads_it_no_longer_and_who_showed_it_hears_that() -> None:
    made, dilek, _profile, message = both()
    actions.report(message, by=by("Bram"))
    assert len(waiting([dilek.email])) == 1
    assert browser(dilek).post(at(message, "afsluiten/")).status_code == 302
    assert browser(dilek).post(at(message, "afsluiten/")).status_code == 404
    assert lines(made).count("contacts.report_closed") == 1
    assert heard("contacts.report_closed") == {"Bram"}
    assert browser(dilek).get(at(message)).status_code == 404
    assert waiting([dilek.email]) == []
    assert message.public_id not in f"{Line.objects.get(type='contacts.report_closed').object}"
    # Both still read it, and can show it anew.
    assert WORDS in text("Amina", at(message))
    actions.report(message, by=by("Bram"))
    assert WORDS in browser(dilek).get(at(message)).content.decode()


def test_who_showed_a_message_shows_it_no_longer_and_the_coordinators_hear_that() -> None:
    _made, dilek, _profile, message = both()
    actions.report(message, by=by("Bram"))
    assert "Dit lezen het nu: Dilek." in text("Bram", at(message))
    assert browser(make.bram()).post(at(message, "afsluiten/")).status_code == 302
    assert heard("contacts.report_closed") == {"Dilek"}
    assert browser(dilek).get(at(message)).status_code == 404
    assert "Dit lezen het nu" not in text("Bram", at(message))
    for name in ("Amina", "Griet", "Chris"):
        with pytest.raises((Http404, NotAllowed)):
            actions.close_report(message, by=by(name))


def test_shown_by_both_stays_shown_by_the_other_when_one_shows_it_no_longer() -> None:
    _made, dilek, _profile, message = both()
    actions.reply(message, words="Bemoei je er niet mee.", shares=False, by=by("Bram"))
    for name in ("Amina", "Bram"):
        actions.report(message, by=by(name))
    actions.close_report(message, by=by("Bram"))
    assert WORDS in browser(dilek).get(at(message)).content.decode()
    assert "Dit lezen het nu" in text("Amina", at(message))
    assert "Dit lezen het nu" not in text("Bram", at(message))
    actions.close_report(message, by=by("Amina"))
    assert browser(dilek).get(at(message)).status_code == 404


# Who coordinates later


@pytest.mark.parametrize("closed", [True, False])
def test_new_coordinator_reads_what_is_still_shown_and_who_showed_it_hears_that(closed: bool) -> None:
    made, _dilek, _profile, message = both()
    actions.report(message, by=by("Bram"))
    if closed:
        actions.close_report(message, by=by("Dilek"))
    hugo = make.person("Hugo")
    make_network.coordinator(made, hugo)
    assert heard("networks.coordinator_began") == {"Dilek", "Hugo"} | (set() if closed else {"Bram"})
    assert browser(hugo).get(at(message)).status_code == (404 if closed else 200)
    assert ("Dit lezen het nu: Dilek, Hugo." in text("Bram", at(message))) is not closed
    assert queries.reported(made, hugo) == [] if closed else queries.reported(made, hugo)


def test_who_shows_a_message_while_nobody_coordinates_reads_that_and_hears_who_was_chosen() -> None:
    made, dilek, _profile, message = both()
    networks.stop_coordinating(made, by=Actor.of(dilek))
    assert "Zodra er weer een coördinator is, leest die alles" in text("Bram", at(message))
    actions.report(message, by=by("Bram"))
    assert "Er is nu geen coördinator die het kan lezen." in text("Bram", at(message))
    candidate = succession.offer(made, by=by("Griet"))
    for name in ("Amina", "Bram"):
        succession.say_yes(candidate, by=by(name))
    assert "Bram" in heard("succession.coordinator_chosen")
    assert "Dit lezen het nu: Griet." in text("Bram", at(message))
    assert WORDS in text("Griet", at(message))


def test_who_leaves_the_platform_leaves_nothing_of_what_they_took_back() -> None:
    _made, _dilek, _profile, message = both()
    actions.report(message, by=by("Bram"))
    actions.take_back(message, by=by("Amina"))
    leave_platform(make.amina(), by=by("Amina"))
    assert not Message.objects.exists()
    assert not Version.objects.filter(body=WORDS).exists()


@pytest.mark.parametrize("wrong", [{"words": None}, {"closed_at": timezone.now()}])
def test_database_keeps_words_until_they_are_taken_back(wrong: dict[str, Any]) -> None:
    both()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**wrong)

"""A message that somebody shows to the coordinators: who reads it, who settles it, and what its writer learns of it."""

import pytest

from communityup.base.errors import NotAllowed
from communityup.log.models import Line
from communityup.network.contacts import actions, queries
from communityup.network.contacts.models import Message
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.texts.models import Version
from tests import make
from tests.make_contacts import HERE, WORDS, at, both, by, found, three, written
from tests.make_network import browser, lines, member

pytestmark = pytest.mark.django_db


def test_message_is_shown_to_coordinators_only_when_who_got_it_does_that() -> None:
    made, dilek, _profile, message = both()
    assert browser(dilek).get(at(message)).status_code == 404
    assert browser(dilek).post(at(message, "weghalen/")).status_code == 404
    for _turn in range(2):
        actions.report(message, by=by("Bram"))
    assert lines(made).count("contacts.message_reported") == 1
    tell()
    assert Notice.objects.filter(person=dilek, line__type="contacts.message_reported").count() == 1
    assert WORDS in browser(dilek).get(at(message)).content.decode()
    assert at(message) in browser(dilek).get(f"{HERE}berichten/").content.decode()
    assert browser(make.amina()).post(at(message, "weghalen/")).status_code == 404
    assert browser(dilek).post(at(message, "weghalen/")).status_code == 302
    assert not Message.objects.exists()
    assert not Version.objects.filter(body=WORDS).exists()


def test_coordinator_who_wrote_a_message_neither_hears_of_its_report_nor_settles_it() -> None:
    made, dilek = three()
    member(made, "Lid van Dilek", dilek)
    message = written(found(made, "Bram"), "Dilek")
    actions.report(message, by=by("Bram"))
    tell()
    assert not Notice.objects.filter(person=dilek, line__type="contacts.message_reported").exists()
    assert queries.reported(made, dilek) == []
    with pytest.raises(NotAllowed):
        actions.settle(message, by=by("Dilek"))
    assert browser(dilek).post(at(message, "weghalen/")).status_code == 403
    assert Message.objects.filter(pk=message.pk).exists()


def test_who_wrote_a_message_does_not_find_in_the_log_that_it_was_reported() -> None:
    made, _dilek, _profile, message = both()
    actions.report(message, by=by("Bram"))
    told = Line.objects.get(stream=made.stream, type="contacts.message_reported")
    assert message.public_id not in f"{told.object} {told.content}"

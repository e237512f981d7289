"""A message becomes a conversation of two: who writes when, whom one bars, what one shows, and what does not stay."""

import datetime as dt
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.contacts import actions, permissions, queries
from communityup.network.contacts.models import Block, Message, Reply
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.models import Person
from communityup.texts.models import Version
from tests import make
from tests.make_contacts import HERE, WORDS, at, both, by, found, three, written
from tests.make_network import browser, lines, member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def answered() -> tuple[Network, Person, Message]:
    """Return a network, its coordinator, and a message of Amina that Bram answered."""
    made, dilek, _profile, message = both()
    return made, dilek, said(message, "Bram", "Kom langs.")


def said(message: Message, name: str, words: str, *, shares: bool = False) -> Message:
    """Let one of the two write back."""
    return actions.reply(message, words=words, shares=shares, by=by(name))


def told(person: Person, kind: str) -> int:
    return Notice.objects.filter(person=person, line__type=f"contacts.{kind}").count()


def shown(person: Person, message: Message) -> str:
    """Return the page of a conversation as somebody reads it in Dutch."""
    return str(browser(person).get(at(message), headers={"accept-language": "nl"}).content.decode())


def test_b38_two_people_write_back_and_forth_and_both_read_all_of_it() -> None:
    made, _dilek, message = answered()
    said(message, "Amina", "Graag. Dinsdag?")
    said(message, "Bram", "Dinsdag is goed.")
    for person in (make.amina(), make.bram()):
        page = shown(person, message)
        places = [page.index(words) for words in (WORDS, "Kom langs.", "Graag. Dinsdag?", "Dinsdag is goed.")]
        assert places == sorted(places)
        assert not any(one.email in page.partition("<main")[2] for one in (make.amina(), make.bram()))
    assert lines(made)[-4:] == [
        "contacts.message_sent", "contacts.message_answered", "contacts.message_went_on", "contacts.message_answered",
    ]  # fmt: skip
    tell()
    assert (told(make.amina(), "message_answered"), told(make.bram(), "message_went_on")) == (2, 1)
    for line in Line.objects.filter(stream=made.stream, type__startswith="contacts."):
        assert line.content["actor"] is None
        assert not any(word in bytes(line.bytes).decode() for word in ("Dinsdag", "Amina", "Bram", "@"))


def test_same_words_twice_are_once_and_again_later_are_another() -> None:
    _made, _dilek, message = answered()
    for _turn in range(2):
        said(message, "Amina", "Dank je.")
    said(message, "Bram", "Graag gedaan.")
    said(message, "Amina", "Dank je.")
    assert message.replies.count() == 4


def test_x6_who_gets_no_answer_writes_no_more_and_after_one_three_times_in_a_row() -> None:
    _made, _dilek, _profile, message = both()
    with pytest.raises(Refused, match=r"antwoord|answer"):
        said(message, "Amina", "Hallo?")
    said(message, "Bram", "Ja?")
    for number in range(permissions.IN_A_ROW):
        said(message, "Amina", f"Vraag {number}")
    with pytest.raises(Refused, match=r"drie|three"):
        said(message, "Amina", "Hallo?")
    assert browser(make.amina()).post(at(message), {"words": "Hallo?"}).status_code == 409
    said(message, "Bram", "Rustig.")
    said(message, "Amina", "Sorry.")


def test_conversation_does_not_grow_without_end() -> None:
    _made, _dilek, message = answered()
    one = message.replies.get()
    authors = [make.amina(), make.bram()]
    for number in range(permissions.MOST_REPLIES - 1):
        Reply.objects.create(message=message, author=authors[number % 2], words=one.words, sent_at=one.sent_at)
    with pytest.raises(Refused, match=r"vijftig|fifty"):
        said(message, "Bram", "Nog een.")


def test_who_is_barred_reads_a_neutral_sentence_and_nothing_arrives_until_it_is_undone() -> None:
    made, dilek, message = answered()
    actions.take_none(message, by=by("Bram"))
    with pytest.raises(Refused, match="neemt nu geen berichten aan"):
        said(message, "Amina", "Toch nog iets.")
    page = shown(make.amina(), message)
    assert "neemt nu geen berichten aan" in page
    assert "van jou" not in page
    assert "<textarea" not in page.partition("<main")[2]
    tell()
    assert told(make.amina(), "block_changed") + told(dilek, "block_changed") == 0
    line = Line.objects.get(stream=made.stream, type="contacts.block_changed")
    assert (line.object, line.content["actor"]) == (made.public_id, None)
    with pytest.raises(Refused, match=r"eerst|first"):
        said(message, "Bram", "Zelf ook niet.")
    actions.take_again(message, by=by("Bram"))
    said(message, "Amina", "Toch nog iets.")


def test_who_wrote_first_bars_too_once_there_is_an_answer() -> None:
    _made, _dilek, message = answered()
    for _turn in range(2):
        actions.take_none(message, by=by("Amina"))
    assert Block.objects.get().blocked == make.bram()
    with pytest.raises(Refused, match="neemt nu geen berichten aan"):
        said(message, "Bram", "Nog iets.")
    for _turn in range(2):
        actions.take_again(message, by=by("Amina"))
    assert said(message, "Bram", "Nog iets.").replies.count() == 2


def test_each_of_two_shows_what_they_got_and_the_other_does_not_see_it() -> None:
    made, dilek, message = answered()
    for _turn in range(2):
        actions.report(message, by=by("Amina"))
    assert lines(made).count("contacts.message_reported") == 1
    assert "Je liet dit gesprek" in shown(make.amina(), message)
    assert "Je liet dit gesprek" not in shown(make.bram(), message)
    assert "Kom langs." in shown(dilek, message)
    actions.report(message, by=by("Bram"))
    assert lines(made).count("contacts.message_reported") == 2
    found_again = Message.objects.get(pk=message.pk)
    assert (found_again.sender_reports, found_again.receiver_reports) == (True, True)
    ids = set(Line.objects.filter(type="contacts.message_reported").values_list("object", flat=True))
    assert ids == {found_again.report}
    assert message.public_id not in ids


def test_coordinator_who_got_a_message_neither_hears_of_its_report_nor_settles_it() -> None:
    made, dilek = three()
    member(made, "Lid van Dilek", dilek)
    message = written(found(made, "Dilek"), "Amina")
    said(message, "Dilek", "Wat een domme vraag.")
    actions.report(message, by=by("Amina"))
    tell()
    assert told(dilek, "message_reported") == 0
    assert queries.reported(made, dilek) == []
    with pytest.raises(NotAllowed):
        actions.settle(message, by=by("Dilek"))


def test_only_the_two_write_also_when_a_coordinator_reads_it() -> None:
    made, dilek, message = answered()
    member(made, "Lid van Dilek", dilek)
    actions.report(message, by=by("Bram"))
    with pytest.raises(NotAllowed):
        said(message, "Dilek", "Even rustig.")
    with pytest.raises(Http404):
        said(message, "Griet", "Ik ook.")
    posts = {"words": "Even rustig."}
    assert Client().post(at(message), posts).status_code == 403
    assert browser(dilek).post(at(message), posts).status_code == 403
    assert browser(make.person("Griet")).post(at(message), posts).status_code == 404
    assert browser(make.chris()).post(at(message), posts).status_code == 403
    assert "<textarea" not in shown(dilek, message).partition("<main")[2]
    assert message.replies.count() == 1


def test_each_shares_their_address_in_any_answer_and_is_not_asked_again() -> None:
    _made, _dilek, message = answered()
    amina, bram = make.amina(), make.bram()
    assert 'name="shares"' in shown(amina, message)
    assert browser(amina).post(at(message), {"words": "Mail me.", "shares": "on"}).status_code == 302
    assert amina.email in shown(bram, message)
    assert bram.email not in shown(amina, message).partition("<main")[2]
    assert 'name="shares"' not in shown(amina, message)
    said(message, "Bram", "Doe ik.", shares=True)
    assert bram.email in shown(amina, message)


def test_who_left_gets_and_writes_nothing_more() -> None:
    _made, _dilek, message = answered()
    members.leave(Member.objects.get(name="Lid van Bram"), by=by("Bram"))
    with pytest.raises(Refused):
        said(message, "Amina", "Ben je er nog?")
    with pytest.raises(NotAllowed):
        said(message, "Bram", "Nee.")
    assert browser(make.bram()).get(at(message)).status_code == 200


def test_deleting_takes_all_that_followed_and_so_do_ninety_days_after_the_first_word() -> None:
    _made, _dilek, message = answered()
    said(message, "Amina", "Graag. Dinsdag?")
    Message.objects.update(sent_at=message.sent_at - dt.timedelta(days=91))
    assert actions.delete_due() == 1
    assert not Reply.objects.exists()
    assert not Version.objects.filter(body__in=[WORDS, "Kom langs.", "Graag. Dinsdag?"]).exists()


def test_inbox_tells_who_wrote_last_and_puts_that_first() -> None:
    made, _dilek, message = answered()
    other = written(found(made, "Griet"), "Amina", "En jullie?")
    rows = queries.messages_of(made, make.amina())
    assert [at(one) for one in (other, message)] == [row["url"] for row in rows]
    said(message, "Amina", "Dinsdag?")
    assert [row["url"] for row in queries.messages_of(made, make.amina())] == [at(message), at(other)]
    page = browser(make.amina()).get(f"{HERE}berichten/", headers={"accept-language": "nl"}).content.decode()
    assert "jij schreef het laatst" in page
    assert "schreef terug" in browser(make.bram()).get(f"{HERE}berichten/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_conversation_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, _dilek, message = answered()
    for number in range(count - 1):
        said(message, "Amina", f"Nog {number}.")
    client = browser(make.bram())
    client.get(at(message))
    with django_assert_num_queries(17):
        client.get(at(message))


def test_message_to_one_person_waits_for_the_answer_of_that_person() -> None:
    both()
    page = browser(make.bram()).get(f"{HERE}berichten/").content.decode()
    assert "wacht op je antwoord" in page
    assert "wacht op jullie antwoord" not in page

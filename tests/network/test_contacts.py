"""Being found by choice, and writing without addresses: what is shown, what is refused, what does not stay (B38)."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.contacts import actions, permissions, queries
from communityup.network.contacts.jobs import JOBS
from communityup.network.contacts.models import Block, Message, Profile
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform
from communityup.texts.models import Version
from tests import make
from tests.at_once import together
from tests.make_contacts import ABOUT, HERE, WORDS, at, both, by, found, three, written
from tests.make_network import browser, lines

pytestmark = pytest.mark.django_db


# Being found


def test_b38_nobody_is_found_until_they_choose_it_and_at_once_no_longer_when_they_stop() -> None:
    made, dilek = three()
    assert "Bram" not in browser(dilek).get(HERE).content.decode().partition("<main")[2]
    found(made, "Bram")
    for person in (dilek, make.amina()):
        page = browser(person).get(HERE).content.decode()
        assert "Bram" in page
        assert ABOUT in page
        assert make.bram().email not in page
    actions.stop_being_found(made, by=by("Bram"))
    assert ABOUT not in browser(dilek).get(HERE).content.decode()
    assert not Version.objects.filter(body=ABOUT).exists()
    assert lines(made)[-2:] == ["contacts.found_changed"] * 2


def test_found_twice_with_the_same_words_is_one_line_and_other_words_replace_them() -> None:
    made, _dilek = three()
    first = found(made, "Bram")
    assert found(made, "Bram") == first
    assert lines(made).count("contacts.found_changed") == 1
    found(made, "Bram", about="Vraag me over sleutels.")
    assert Profile.objects.count() == 1
    assert not Version.objects.filter(body=ABOUT).exists()
    actions.stop_being_found(made, by=by("Bram"))
    actions.stop_being_found(made, by=by("Bram"))
    assert lines(made).count("contacts.found_changed") == 3


def test_who_acts_for_no_member_is_not_found_and_their_words_go() -> None:
    made, _dilek, profile, _message = both()
    members.leave(profile.member, by=by("Bram"))
    assert list(permissions.visible(made)) == []
    with pytest.raises(Refused, match=r"vinden|found"):
        written(profile, "Griet", "Nog een vraag.")
    assert actions.delete_due() == 1
    assert not Profile.objects.exists()


def test_only_people_of_members_choose_to_be_found() -> None:
    made, _dilek = three()
    for name in ("Chris", "Dilek"):
        with pytest.raises(NotAllowed):
            found(made, name)
        with pytest.raises(NotAllowed):
            actions.stop_being_found(made, by=by(name))
    assert not Profile.objects.exists()


# Writing and answering


def test_message_goes_as_one_notice_and_shows_no_address_until_both_chose_it() -> None:
    made, _dilek, _profile, message = both()
    tell()
    assert Notice.objects.filter(person=make.bram(), line__type="contacts.message_sent").count() == 1
    amina, bram = make.amina(), make.bram()
    assert amina.email not in browser(bram).get(at(message)).content.decode()
    actions.reply(message, words="Kom langs.", shares=False, by=by("Bram"))
    assert bram.email not in browser(amina).get(at(message)).content.decode().partition("<main")[2]
    assert amina.email not in browser(bram).get(at(message)).content.decode().partition("<main")[2]
    assert "Kom langs." in browser(amina).get(at(message)).content.decode()
    tell()
    assert Notice.objects.filter(person=amina, line__type="contacts.message_answered").count() == 1
    assert lines(made)[-1] == "contacts.message_answered"


def test_address_is_shown_by_the_choice_of_whose_it_is_and_after_an_answer() -> None:
    made, _dilek = three()
    message = written(found(made, "Bram"), "Amina", shares=True)
    amina, bram = make.amina(), make.bram()
    assert amina.email not in browser(bram).get(at(message)).content.decode()
    browser(bram).post(at(message), {"words": "Graag.", "shares": "on"})
    assert amina.email in browser(bram).get(at(message)).content.decode()
    assert bram.email in browser(amina).get(at(message)).content.decode()


def test_no_line_tells_who_wrote_to_whom_or_what() -> None:
    made, _dilek, _profile, message = both()
    actions.reply(message, words="Kom langs.", shares=True, by=by("Bram"))
    actions.report(message, by=by("Bram"))
    for line in Line.objects.filter(stream=made.stream, type__startswith="contacts."):
        assert line.content["actor"] is None
        told = bytes(line.bytes).decode()
        assert not any(word in told for word in (WORDS, "Kom langs", "Amina", "Bram", "@"))


def test_same_message_and_answer_twice_are_once() -> None:
    made, _dilek, profile, message = both()
    assert written(profile, "Amina") == message
    for _turn in range(2):
        actions.reply(message, words="Kom langs.", shares=False, by=by("Bram"))
    assert lines(made).count("contacts.message_sent") == 1
    assert lines(made).count("contacts.message_answered") == 1


def test_x6_nobody_writes_more_than_three_messages_a_day() -> None:
    made, _dilek = three()
    profile = found(made, "Bram")
    for number in range(3):
        written(profile, "Amina", f"Vraag {number}")
        Message.objects.update(receiver=make.person("Griet"))
    with pytest.raises(Refused, match=r"drie|three"):
        written(profile, "Amina", "Vraag 4")
    Message.objects.update(sent_at=F("sent_at") - dt.timedelta(days=1))
    assert written(profile, "Amina", "Vraag 5").sender == make.amina()


def test_x6_nobody_gets_more_than_three_messages_a_day_whoever_sends_them() -> None:
    made, _dilek = three()
    profile = found(made, "Bram")
    for number in range(3):
        written(profile, "Amina", f"Vraag {number}")
    with pytest.raises(Refused, match=r"genoeg|enough"):
        written(profile, "Griet")
    assert Message.objects.count() == 3
    # Who comes to write reads it before typing.
    page = browser(make.person("Griet")).get(f"{HERE}{profile.public_id}/schrijven/")
    assert (page.status_code, "<textarea" in page.content.decode()) == (200, False)
    assert "Vandaag niet" in page.content.decode()
    assert (
        "<textarea"
        in browser(make.person("Griet")).get(f"{HERE}{found(made, 'Amina').public_id}/schrijven/").content.decode()
    )


def test_one_writes_to_people_of_other_members_only() -> None:
    _made, _dilek, profile, _message = both()
    with pytest.raises(Refused, match=r"andere|other"):
        written(profile, "Bram")
    with pytest.raises(NotAllowed):
        written(profile, "Chris")
    with pytest.raises(NotAllowed):
        written(profile, "Dilek")


def test_who_takes_no_messages_gets_none_until_they_do_again() -> None:
    made, _dilek, profile, message = both()
    for _turn in range(2):
        actions.take_none(message, by=by("Bram"))
    with pytest.raises(Refused, match=r"geen berichten|no messages"):
        written(profile, "Amina", "Toch nog iets.")
    assert written(profile, "Griet").sender == make.person("Griet")
    for _turn in range(2):
        actions.take_again(message, by=by("Bram"))
    assert written(profile, "Amina", "Toch nog iets.").receiver == make.bram()
    assert lines(made).count("contacts.block_changed") == 2


def test_only_who_got_a_message_answers_blocks_reports_and_deletes_it() -> None:
    _made, _dilek, _profile, message = both()
    for act in (actions.take_none, actions.take_again, actions.report, actions.delete_message):
        with pytest.raises(NotAllowed):
            act(message, by=by("Amina"))
    with pytest.raises(Refused):
        actions.reply(message, words="Zelf.", shares=False, by=by("Amina"))
    for act in (actions.take_none, actions.take_again, actions.report, actions.delete_message):
        for name in ("Griet", "Chris", "Dilek"):
            with pytest.raises(Http404):
                act(message, by=by(name))
    assert not Block.objects.exists()
    assert list(Message.objects.values_list("pk", "reported_at")) == [(message.pk, None)]


def test_answer_to_who_left_is_refused_with_a_sentence() -> None:
    _made, _dilek, _profile, message = both()
    members.leave(Member.objects.get(name="Lid van Amina"), by=by("Amina"))
    with pytest.raises(Refused):
        actions.reply(message, words="Kom langs.", shares=False, by=by("Bram"))
    assert browser(make.bram()).get(at(message)).status_code == 200


def test_deleted_message_is_gone_for_both_with_its_words() -> None:
    made, _dilek, _profile, message = both()
    actions.reply(message, words="Kom langs.", shares=False, by=by("Bram"))
    actions.delete_message(message, by=by("Bram"))
    assert not Version.objects.filter(body__in=[WORDS, "Kom langs."]).exists()
    assert lines(made)[-1] == "contacts.message_deleted"
    with pytest.raises(Refused):
        actions.delete_message(message, by=by("Bram"))
    assert browser(make.amina()).get(at(message)).status_code == 404


def test_words_go_after_ninety_days() -> None:
    made, _dilek, _profile, message = both()
    Message.objects.update(sent_at=timezone.now() - dt.timedelta(days=89))
    assert JOBS[0].run() == 0
    Message.objects.update(sent_at=timezone.now() - dt.timedelta(days=91))
    assert JOBS[0].run() == 1
    assert not Version.objects.filter(body=WORDS).exists()
    assert lines(made)[-1] == "contacts.message_deleted"
    assert actions._delete_old(message.pk) is False


def test_who_leaves_the_platform_leaves_nothing_here() -> None:
    _made, _dilek, _profile, message = both()
    actions.take_none(message, by=by("Bram"))
    leave_platform(make.bram(), by=by("Bram"))
    assert not (Profile.objects.exists())
    assert not (Message.objects.exists())
    assert not (Block.objects.exists())
    assert not Version.objects.filter(body__in=[WORDS, ABOUT]).exists()


# Pages


def test_statuses_over_http_and_looking_writes_nothing() -> None:
    _made, dilek, profile, message = both()
    chris, before = make.chris(), Line.objects.count()
    for address, member, coordinator in (
        (HERE, 200, 200), (f"{HERE}ik/", 200, 403), (f"{HERE}berichten/", 200, 200), (at(message), 200, 404),
        (f"{HERE}{profile.public_id}/schrijven/", 200, 403),
    ):  # fmt: skip
        assert Client().get(address).status_code == 302
        assert browser(chris).get(address).status_code == 403
        assert browser(make.amina()).get(address).status_code == member
        assert browser(dilek).get(address).status_code == coordinator
    for name in ("geen-berichten/", "weer-berichten/", "melden/", "verwijderen/", "weghalen/"):
        assert browser(make.bram()).get(at(message, name)).status_code == 405
        assert Client().post(at(message, name)).status_code == 302
        assert browser(chris).post(at(message, name)).status_code == 403
        assert browser(make.person("Griet")).post(at(message, name)).status_code == 404
    assert browser(make.bram()).get(f"{HERE}ik/stoppen/").status_code == 405
    assert browser(make.amina()).get(f"{HERE}niemand/schrijven/").status_code == 404
    assert Line.objects.count() == before


def test_everything_is_done_over_http() -> None:
    made, _dilek = three()
    bram, amina = browser(make.bram()), browser(make.amina())
    assert bram.post(f"{HERE}ik/", {"role": "Beheerder", "about": ABOUT}).status_code == 302
    profile = Profile.objects.get()
    assert amina.post(f"{HERE}{profile.public_id}/schrijven/", {"words": WORDS}).status_code == 302
    message = Message.objects.get()
    for name in ("geen-berichten/", "weer-berichten/", "melden/"):
        assert bram.post(at(message, name)).status_code == 302
        assert bram.get(at(message)).status_code == 200
    assert bram.post(at(message), {"words": "Ja."}).status_code == 302
    assert "beantwoord" in amina.get(f"{HERE}berichten/").content.decode()
    assert bram.post(at(message, "verwijderen/")).status_code == 302
    assert bram.post(f"{HERE}ik/stoppen/").status_code == 302
    assert not Profile.objects.exists()
    assert "contacts.message_deleted" in lines(made)


def test_search_finds_role_words_member_and_name() -> None:
    made, _dilek = three()
    found(made, "Bram", role="Beheerder")
    found(made, "Griet", role="Kok", about="Vraag me over soep.")
    client = browser(make.amina())
    for words, names in (("beheer", {"Bram"}), ("soep", {"Griet"}), ("Lid van", {"Bram", "Griet"}), ("xyz", set())):
        page = client.get(HERE, {"words": words}).content.decode()
        assert {name for name in ("Bram", "Griet") if f"<strong>{name}</strong>" in page} == names


@pytest.mark.parametrize("wrong", [{"role": ""}, {"about": ""}, {"role": "x" * 81}, {"about": "x" * 401}])
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    three()
    said = {"role": "Beheerder", "about": ABOUT, **wrong}
    answer = browser(make.bram()).post(f"{HERE}ik/", said)
    assert answer.status_code == 422
    assert all(value in answer.content.decode() for value in said.values())
    assert not Profile.objects.exists()


def test_bad_message_and_answer_give_a_sentence() -> None:
    _made, _dilek, profile, message = both()
    for words in ("", "x" * 1501):
        assert browser(make.amina()).post(f"{HERE}{profile.public_id}/schrijven/", {"words": words}).status_code == 422
        assert browser(make.bram()).post(at(message), {"words": words}).status_code == 422
    assert browser(make.amina()).post(at(message), {"words": "Zelf."}).status_code == 409
    assert Message.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_who_is_who_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = three()
    for name in ("Bram", "Griet", "Amina")[:count]:
        found(made, name)
    client = browser(make.amina())
    client.get(HERE)
    with django_assert_num_queries(11):
        client.get(HERE)


def test_page_of_a_message_keeps_its_words_from_others() -> None:
    made, _dilek, _profile, message = both()
    assert browser(make.person("Griet")).get(at(message)).status_code == 404
    assert queries.messages_of(made, make.person("Griet")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"receiver": F("sender")},
        {"sender_reports": True},
        {"receiver_reports": True},
        {"receiver_shares": True},
        {"report": "x"},
    ],
)
def test_database_keeps_messages_whole(wrong: dict[str, Any]) -> None:
    both()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_many_messages_at_once_are_three() -> None:
    made, _dilek = three()
    profile = found(made, "Bram")

    def write(number: int) -> bool:
        try:
            written(profile, "Amina" if number % 2 else "Griet", f"Vraag {number}")
        except Refused:
            return False
        return True

    given = together(*[partial(write, number) for number in range(6)])
    assert given.count(True) == 3

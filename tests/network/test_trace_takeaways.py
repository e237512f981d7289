"""What people take along from a session, and what they did with it three months later (B37, N11, N21)."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering, Registration
from communityup.log.models import Line
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import place_token
from communityup.network.networks.models import Network
from communityup.network.takeaways import actions, permissions, queries
from communityup.network.takeaways.models import Takeaway
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make, make_notices
from tests.at_once import together
from tests.make_meetings import DAY, HOUR, planned
from tests.make_network import browser, last, lines
from tests.make_registrations import HERE, asked, comes, link, sign_up, with_places

pytestmark = pytest.mark.django_db
WORDS = "Eerst een jaar de programmering, dan pas de sleutels."
STORY = "We maakten een rooster met de beheerder. Na twee maanden klopte het."


def afternoon(days: int) -> dt.datetime:
    """Return two o'clock in the afternoon, so many days from today."""
    return timezone.localtime().replace(hour=14, minute=0) + days * DAY


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def moved(session: Session, ended: dt.timedelta) -> Session:
    """Let a session have ended so long ago (two hours long)."""
    ends_at = timezone.now() - ended
    Gathering.objects.filter(pk=session.gathering.pk).update(begins_at=ends_at - 2 * HOUR, ends_at=ends_at)
    session.gathering.refresh_from_db()
    return session


def was(*names: str, ended: dt.timedelta = HOUR) -> tuple[Network, Person, Session, list[Registration]]:
    """Return a session that just ended, with the places of these people."""
    made, dilek, session = with_places(None)
    places = [comes(session, name) for name in names]
    return made, dilek, moved(session, ended), places


def taken(
    session: Session, place: Registration, words: str = WORDS, *, shared: bool = False, name: str = ""
) -> Takeaway:
    who = Actor.visitor() if place.person is None else Actor.of(place.person)
    return actions.take_along(session, place, words=words, is_shared=shared, name=name, by=who)


def own(takeaway: Takeaway, more: str = "") -> str:
    return f"{HERE}meegenomen/{permissions.own_token(takeaway)}/{more}"


def test_b37_who_was_there_writes_what_they_take_along_is_asked_after_ninety_days_and_tells_on_the_page() -> None:
    _made, _dilek, session, _places = was("Amina", "Bram")
    page, client = f"{HERE}{session.slug}/", browser(make.amina())
    html = client.get(page).content.decode()
    assert "Wat neem je mee?" in html
    written = link_on(html, "meenemen")
    assert client.get(written).status_code == 200
    kept = client.post(written, {"words": WORDS})
    takeaway = Takeaway.objects.get()
    assert kept.headers["Location"] == own(takeaway)
    assert WORDS not in Client().get(page).content.decode()
    moved(session, 89 * DAY)
    assert actions.ask_due() == 0
    moved(session, 90 * DAY + HOUR)
    assert make_notices.told(actions.ask_due, moment=afternoon(1)) > 0
    [letter] = [mail for mail in make_notices.letters(afternoon(2)) if mail.to == make.amina().email]
    assert "Wat heb je ermee gedaan?" in letter.text
    asked_at = link(letter, "meegenomen")
    answer = client.post(asked_at, {"story": STORY, "is_shown": "on", "name": "Amina van de straat"})
    assert answer.status_code == 302
    for reader in (Client(), browser(make.chris())):
        shown = reader.get(page).content.decode()
        assert STORY in shown
        assert "Amina van de straat" in shown
        assert WORDS not in shown


def link_on(html: str, name: str) -> str:
    return html.split(f'href="{HERE}{name}/')[1].split('"', maxsplit=1)[0].join((f"{HERE}{name}/", ""))


def test_b37_at_the_end_of_a_session_who_was_there_is_asked_once_what_they_take_along() -> None:
    made, _dilek, session = with_places(None)
    comes(session, "Amina")
    sign_up(session)
    Client().post(link(asked()[0], "bevestigen"))
    moved(session, -HOUR / 60)
    assert actions.ask_who_came() == 0, "it is still on"
    moved(session, HOUR)
    moment = afternoon(1)
    with make_notices.at(moment.replace(hour=22)):
        moved(session, HOUR)
        assert [actions.ask_who_came(), actions.ask_who_came()] == [1, 0]
    make_notices.told(moment=afternoon(2))
    assert make_notices.own(make.amina()).count("takeaways.who_came_asked") == 1
    [letter] = Mail.objects.filter(key__endswith=":along")
    assert letter.to == "wil@example.org"
    assert timezone.localtime(letter.due_at).hour == 8
    with make_notices.at(afternoon(2)):
        assert Client().post(link(letter, "meenemen"), {"words": WORDS}).status_code == 302
    assert lines(made).count("takeaways.who_came_asked") == 1


def test_who_was_not_ticked_off_at_the_door_and_who_was_long_ago_is_not_asked() -> None:
    _made, dilek, session, [amina, _bram] = was("Amina", "Bram")
    meetings.note_presence(session, amina, came=True, by=Actor.of(dilek))
    assert [one.name for one in queries.who_was_there(session)] == ["Amina"]
    moved(session, 3 * DAY)
    assert actions.ask_who_came() == 0
    moved(session, HOUR)
    Registration.objects.all().delete()
    assert actions.ask_who_came() == 0, "nobody registered"
    assert not actions._ask_who_came(session)


def test_b37_question_comes_exactly_once_however_often_the_job_runs_or_dies() -> None:
    _made, _dilek, session, [amina, *_] = was("Amina", "Bram")
    taken(session, amina)
    moved(session, 91 * DAY)
    with mock.patch.object(actions, "record", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        actions.ask_due()
    assert Takeaway.objects.get().asked_at is None, "mark and line come together or not at all"
    assert [make_notices.told(actions.ask_due, moment=afternoon(1)) > 0, actions.ask_due(), actions.ask_due()] == [
        True,
        0,
        0,
    ]
    assert make_notices.own(make.amina()).count("takeaways.follow_up_asked") == 1
    assert Line.objects.filter(type="takeaways.follow_up_asked").count() == 1


def test_b37_who_came_without_an_account_is_asked_by_one_letter_outside_the_quiet_hours() -> None:
    _made, _dilek, session = with_places(None)
    sign_up(session)
    Client().post(link(asked()[0], "bevestigen"))
    place = Registration.objects.get(email="wil@example.org")
    moved(session, HOUR)
    visitor = Client()
    html = visitor.get(f"{HERE}plek/{place_token(place)}/").content.decode()
    assert visitor.post(link_on(html, "meenemen"), {"words": WORDS}).status_code == 302
    with make_notices.at(timezone.now()):
        moved(session, 91 * DAY)
    evening = timezone.localtime().replace(hour=22, minute=30)
    with make_notices.at(evening):
        assert [actions.ask_due(), actions.ask_due()] == [1, 0]
    [letter] = Mail.objects.filter(key__startswith="takeaway:")
    assert letter.to == "wil@example.org"
    assert timezone.localtime(letter.due_at).hour == 8
    assert WORDS in letter.text
    assert visitor.get(link(letter, "meegenomen")).status_code == 200


def test_b37_own_link_stays_when_addresses_are_forgotten() -> None:
    _made, _dilek, session, [amina] = was("Amina")
    takeaway = taken(session, amina)
    moved(session, 101 * DAY)
    assert meetings.forget_due() == 1
    takeaway.refresh_from_db()
    assert takeaway.registration is None
    assert Client().post(own(takeaway, "verhaal/"), {"story": STORY}).status_code == 302
    assert actions.ask_due() == 0, "who told it already is not asked"


def test_nobody_is_asked_who_told_took_back_or_cannot_be_reached() -> None:
    _made, _dilek, session, places = was("Amina", "Bram", "Eva")
    told, back, gone = (taken(session, place) for place in places)
    actions.tell_story(told, story=STORY, is_shown=False, name="", by=by("Amina"))
    actions.take_back(back, by=by("Bram"))
    Takeaway.objects.filter(pk=gone.pk).update(person=None, registration=None)
    moved(session, 91 * DAY)
    assert actions.ask_due() == 0
    assert not actions._ask(told.pk)


def test_own_words_are_changed_on_their_own_page_and_the_session_leads_there() -> None:
    _made, _dilek, session, [amina] = was("Amina")
    takeaway, client = taken(session, amina), browser(make.amina())
    page = client.get(f"{HERE}{session.slug}/").content.decode()
    assert f'href="{own(takeaway)}"' in page
    assert "Wat ik meeneem" in page
    assert client.post(own(takeaway), {"words": "Toch iets anders."}).headers["Location"] == own(takeaway)
    assert "Toch iets anders." in client.get(own(takeaway)).content.decode()


def test_what_one_keeps_for_oneself_is_read_by_nobody_and_what_one_shares_by_who_had_a_place() -> None:
    _made, dilek, session, [amina, bram, eva] = was("Amina", "Bram", "Eva")
    taken(session, amina, "Alleen voor mij.")
    shared = taken(session, bram, "Voor jullie allemaal.", shared=True, name=" Bram  van de gemeente ")
    other = taken(session, eva, "Ook van mij.")
    html = Client().get(own(other)).content.decode()
    assert "Voor jullie allemaal." in html
    assert "Bram van de gemeente" in html
    assert "Alleen voor mij." not in html
    for reader in (Client(), browser(make.chris()), browser(dilek)):
        page = reader.get(f"{HERE}{session.slug}/").content.decode()
        assert "Voor jullie allemaal." not in page
    unshared = actions.change_takeaway(shared, words="Toch niet.", is_shared=False, name="Bram", by=by("Bram"))
    assert unshared.name == "", "no name is kept of who keeps it for themselves"
    assert "Toch niet." not in Client().get(own(other)).content.decode()


def test_taking_back_removes_words_and_story_for_good() -> None:
    made, _dilek, session, [amina] = was("Amina")
    takeaway = taken(session, amina, shared=True)
    actions.tell_story(takeaway, story=STORY, is_shown=True, name="Amina", by=by("Amina"))
    client = browser(make.amina())
    assert client.post(own(takeaway, "terugnemen/")).headers["Location"] == f"{HERE}{session.slug}/"
    actions.take_back(takeaway, by=by("Amina"))
    assert lines(made).count("takeaways.taken_back") == 1
    assert STORY not in Client().get(f"{HERE}{session.slug}/").content.decode()
    assert not Version.objects.filter(body__in=[WORDS, STORY]).exists()
    for more in ("", "verhaal/", "terugnemen/"):
        assert client.post(own(takeaway, more), {"words": "x"}).status_code == 410
    with pytest.raises(Refused, match="ingetrokken"):
        actions.change_takeaway(takeaway, words="Nieuw", is_shared=False, name="", by=by("Amina"))
    with pytest.raises(Refused, match="ingetrokken"):
        actions.tell_story(takeaway, story="Nieuw", is_shown=False, name="", by=by("Amina"))
    assert taken(session, amina, "Opnieuw.").pk != takeaway.pk


def test_each_act_is_one_line_and_the_same_again_is_none() -> None:
    made, _dilek, session, [amina] = was("Amina")
    for _click in range(2):
        takeaway = taken(session, amina, shared=True, name="Amina")
    for _click in range(2):
        actions.change_takeaway(takeaway, words=WORDS, is_shared=False, name="", by=by("Amina"))
    for shown in (False, False, True, True):
        actions.tell_story(takeaway, story=STORY, is_shown=shown, name="", by=by("Amina"))
    actions.tell_story(takeaway, story=STORY + " En nog.", is_shown=True, name="", by=by("Amina"))
    assert [one for one in lines(made) if one.startswith("takeaways.")] == [
        "takeaways.taken_along",
        "takeaways.takeaway_changed",
        *["takeaways.story_told"] * 3,
    ]
    assert last(made).content["shown"] == "yes"
    found = b"".join(bytes(line.bytes) for line in Line.objects.filter(type__startswith="takeaways."))
    assert not Line.objects.filter(type__startswith="takeaways.").exclude(actor="").exists()
    for words in ("Amina", "rooster", "sleutels"):
        assert words.encode() not in found


def test_only_who_has_a_place_writes_and_only_in_its_time() -> None:
    made, dilek, session, [amina] = was("Amina")
    other = planned(made, dilek, title="Anders")
    with pytest.raises(NotAllowed):
        taken(other, amina)
    Registration.objects.filter(pk=amina.pk).update(state="waiting", seat=None)
    amina.refresh_from_db()
    assert queries.for_who_comes(session, amina) == []
    with pytest.raises(NotAllowed):
        taken(session, amina)
    Registration.objects.filter(pk=amina.pk).update(state="seat")
    amina.refresh_from_db()
    page = f"{HERE}meenemen/{permissions.write_token(amina)}/"
    for ended in (-9 * DAY, 43 * DAY):
        moved(session, ended)
        with pytest.raises(Refused, match="zes weken"):
            taken(session, amina)
        assert browser(make.amina()).get(page).status_code == 409
        assert queries.for_who_comes(session, amina) == []


def test_story_comes_after_the_session_and_nothing_comes_of_one_that_was_cancelled() -> None:
    made, dilek, session, [amina] = was("Amina")
    other = planned(made, dilek, title="Anders")
    moved(session, -HOUR)
    during = taken(session, amina)
    with pytest.raises(Refused, match="nog niet geweest"):
        actions.tell_story(during, story=STORY, is_shown=True, name="", by=by("Amina"))
    assert Client().get(own(during, "verhaal/")).status_code == 409
    Gathering.objects.filter(pk=session.gathering.pk).update(cancelled_at=timezone.now())
    session.gathering.refresh_from_db()
    assert not permissions.takes_takeaways(session)
    assert not permissions.takes_takeaways(other), "without a date nobody was there"


def test_links_open_one_thing_and_looking_writes_nothing() -> None:
    _made, _dilek, session, [amina, bram] = was("Amina", "Bram")
    takeaway, before = taken(session, amina), Line.objects.count()
    writing = f"{HERE}meenemen/{permissions.write_token(bram)}/"
    mine = f"{HERE}meenemen/{permissions.write_token(amina)}/"
    for client in (Client(), browser(make.chris())):
        assert client.get(writing).status_code == 200
        assert client.get(mine).headers["Location"] == own(takeaway)
        assert client.get(own(takeaway)).status_code == 200
        assert client.get(own(takeaway, "verhaal/")).status_code == 200
        assert client.get(own(takeaway, "terugnemen/")).status_code == 405
    for wrong in ("x" * 43, permissions.own_token(takeaway)):
        assert Client().get(f"{HERE}meenemen/{wrong}/").status_code == 404
    assert Client().get(f"{HERE}meegenomen/{permissions.write_token(amina)}/").status_code == 404
    meetings.withdraw(session, bram, by=by("Bram"))
    assert Client().get(writing).status_code == 410
    assert Line.objects.count() == before + 1
    assert 'content="noindex"' in Client().get(own(takeaway)).content.decode()


@pytest.mark.parametrize(("more", "wrong"), [("", {"words": ""}), ("verhaal/", {"story": "x" * 2001})])
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(more: str, wrong: dict[str, str]) -> None:
    _made, _dilek, session, [amina] = was("Amina")
    takeaway = taken(session, amina)
    answer = Client().post(own(takeaway, more), {"name": "Mijn naam", **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "Mijn naam" in answer.content.decode()


def test_who_leaves_the_platform_takes_their_words_along() -> None:
    _made, _dilek, session, [amina] = was("Amina")
    taken(session, amina)
    actions.forget_person(make.amina())
    assert not Version.objects.filter(body=WORDS).exists()
    assert not Takeaway.objects.exclude(person=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_ask_once_and_two_clicks_write_once() -> None:
    _made, _dilek, session, [amina] = was("Amina")
    given = together(*[lambda: taken(session, amina)] * 4)
    assert all(isinstance(one, Takeaway) for one in given), given
    assert Takeaway.objects.count() == 1
    moved(session, 91 * DAY)
    counts = together(*[actions.ask_due] * 4)
    assert sum(one for one in counts if isinstance(one, int)) == 1, counts
    assert Line.objects.filter(type="takeaways.follow_up_asked").count() == 1


def test_database_keeps_one_per_place_and_shows_nothing_that_was_taken_back() -> None:
    _made, _dilek, session, [amina] = was("Amina")
    takeaway = taken(session, amina)
    back = {"taken_back_at": timezone.now(), "is_shared": True}
    wrong: list[Any] = [
        lambda: Takeaway.objects.filter(pk=takeaway.pk).update(**back),
        lambda: Takeaway.objects.filter(pk=takeaway.pk).update(story_is_shown=True),
        lambda: Takeaway.objects.create(
            session=session, registration=amina, words=takeaway.words, told_at=timezone.now()
        ),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    names = [f"Mens {number}" for number in range(count)]
    _made, _dilek, session, places = was(*names)
    mine = [taken(session, place, shared=True) for place in places]
    for one, name in zip(mine, names, strict=True):
        actions.tell_story(one, story=STORY, is_shown=True, name=name, by=by(name))
    with django_assert_num_queries(1):
        assert len(queries.told(session)[0]["rows"]) == count
    with django_assert_num_queries(4):
        assert Client().get(own(mine[0])).status_code == 200

"""Searching what is in learning networks: what everybody sees, what one may watch, and one's own drafts."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communityup.gatherings.models import Gathering
from communityup.network.finding import queries as finding
from communityup.network.members.models import Member
from communityup.network.recordings.models import Part, Recording
from communityup.network.recordings.permissions import watched
from communityup.network.recordings.queries import watched_by
from communityup.network.themes.actions import propose_theme
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal import queries
from communityup.texts import actions as texts
from tests import make, make_invitations, make_letters, make_practice, make_recordings
from tests.make_meetings import DAY
from tests.make_network import browser, coordinated, member
from tests.make_registrations import comes

pytestmark = pytest.mark.django_db
CANARY = "Kanariepiet"


def found(words: str, viewer: Person | None = None) -> str:
    """Return what stands on the page of results, without the form and the title that repeat the words."""
    page = browser(viewer).get(reverse("search"), {"words": words}).content.decode()
    return re.sub(r"<(form|title)\b.*?</\1>", "", page, flags=re.DOTALL)


def test_members_are_found_by_name_place_and_theme() -> None:
    made, _dilek = coordinated()
    one = member(made, "De Trapgevel", make.amina(), place="Heidelo", theme="Gebouwen loslaten")
    place = reverse("members:member", args=[made.slug, one.public_id])
    for words in ("trapgevels", "heidelo", "gebouw loslaten"):
        assert place in found(words)
    assert place not in found("lid")
    Member.objects.filter(pk=one.pk).update(left_at=timezone.now())
    assert place not in found("trapgevels"), "who left is not found any more"


def test_themes_that_are_proposed_are_found() -> None:
    made, _dilek = coordinated()
    member(made, "De Schakel", make.amina())
    propose_theme(made, title="Stilte in de zaal", kind="approach", why="Omdat het helpt.", by=Actor.of(make.amina()))
    page = found("stiltes zalen")
    assert "Stilte in de zaal" in page
    assert "Voorgesteld thema" in page
    assert reverse("themes:list", args=[made.slug]) in page


def test_letters_are_found_once_they_went_out_and_before_by_who_coordinates_alone() -> None:
    made, dilek = coordinated()
    member(made, "De Schakel", make.amina())
    make_letters.draft(made, dilek, title=CANARY)
    for other in (make.amina(), make.chris(), None):
        assert CANARY not in found(CANARY, other)
    page = found(CANARY, dilek)
    assert "Nog niet openbaar" in page
    assert CANARY in page
    made.letters.update(state="sending", planned_for=timezone.now(), begun_at=timezone.now())
    for reader in (make.chris(), None, dilek):
        page = found(CANARY, reader)
        assert reverse("letters:letter", args=[made.slug, made.letters.get().public_id]) in page
        assert "Nog niet openbaar" not in page


def test_a_practice_that_is_written_is_found_by_who_writes_it_alone() -> None:
    made, first, _second = make_practice.two()
    member(made, "Gemeente Elders", make.bram())
    begun = make_practice.written(first, make.amina(), title=CANARY)
    assert reverse("library:draft", args=[made.slug, begun.public_id]) in found(CANARY, make.amina())
    for other in (make.bram(), make.chris(), None):
        assert CANARY not in found(CANARY, other)


def test_what_was_said_is_found_by_who_may_watch_alone() -> None:
    _made, dilek, recording = make_recordings.opened("Tom")
    watch = make_recordings.watch(recording)
    for person in (make.person("Tom"), dilek):
        page = found("sleutels", person)
        assert watch in page
        assert "sleutel is genoeg" in page
    for other in (make.chris(), make.amina(), None):
        assert "sleutel is genoeg" not in found("sleutels", other)
    assert "sleutel is genoeg" not in found("leutel", dilek), "a part of a word is no word"
    assert "sleutel is genoeg" not in found("sleutel kerk", dilek)
    texts.hide(Part.objects.get().words)
    assert "sleutel is genoeg" not in found("sleutels", dilek)


def test_what_was_said_is_found_by_nobody_before_it_is_open_and_by_everybody_when_it_is_for_all() -> None:
    _made, _dilek, recording = make_recordings.opened("Tom", audience="public")
    assert "sleutel is genoeg" in found("sleutels")
    Recording.objects.filter(pk=recording.pk).update(opened_at=None)
    for person in (make.person("Tom"), None):
        assert "sleutel is genoeg" not in found("sleutels", person)


def test_b2_what_was_said_in_a_closed_session_is_found_by_who_was_there_alone() -> None:
    _made, dilek, session = make_invitations.closed()
    tom = make.person("Tom")
    make_invitations.invite(session, dilek, tom.email)
    comes(session, "Tom")
    Gathering.objects.update(begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY)
    session.gathering.refresh_from_db()
    make_recordings.with_speaker(session, dilek, tom)
    assert "sleutel is genoeg" in found("sleutels", make.person("Tom"))
    for other in (make.person("Sanne"), make.chris(), None):
        assert "sleutel is genoeg" not in found("sleutels", other)


@pytest.mark.parametrize("audience", ["participants", "public"])
def test_who_may_watch_one_and_which_one_may_watch_say_the_same(audience: str) -> None:
    _made, dilek, recording = make_recordings.opened("Tom", audience=audience)
    sanne = make.person("Sanne")
    everybody: tuple[Person | AnonymousUser, ...] = (make.person("Tom"), sanne, dilek, make.amina(), AnonymousUser())
    for person in everybody:
        one = watched_by(recording, person, None) is not None
        assert watched(person).filter(pk=recording.pk).exists() == one
    assert watched(sanne).exists(), "who speaks in it"


def test_a_search_in_networks_asks_as_often_for_one_as_for_three() -> None:
    (made, first, _second), amina = make_practice.two(), make.amina()
    counts = []
    for number in range(3):
        make_practice.written(first, make.amina(), title=f"Trapgevel {number}")
        with CaptureQueriesContext(connection) as asked:
            rows, drafts = finding.named(amina)
            finding.transcripts(["trapgevel"], amina)
        assert len(drafts) == number + 1
        assert len(rows) == 2
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as whole:
            queries.search("trapgevel", amina, {})
    assert counts == [2, 2, 2]
    assert len(whole) <= 12
    assert made.members.count() == 2

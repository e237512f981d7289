"""Prepared questions and updates do what Django does, each time anew, and differ only in what they are given."""

import ast
import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.transaction import TransactionManagementError, atomic
from django.http import Http404
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from communityup.base.prepared import PreparedUpdate, prepared
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Seat
from tests import make

PACKAGE = Path(__file__).resolve().parents[2] / "communityup"
# What differs from one call to the next, and would stay as it was when the SQL was worked out.
MOVING = {"timezone", "datetime", "date", "time", "now", "settings", "gettext", "get_language", "_", "Value"}


@prepared
def seats(challenge: int, person: int) -> QuerySet[Seat]:
    return Seat.objects.select_related("party__challenge", "person").filter(challenge=challenge, person=person)


@prepared
def challenges(slug: str) -> QuerySet[Challenge]:
    return Challenge.objects.filter(slug=slug)


@prepared
def counted(state: str) -> QuerySet[Challenge]:
    return Challenge.objects.filter(parties__state=state).annotate(people=Count("seats", distinct=True))


@prepared
def some_columns(key: int) -> QuerySet[Challenge]:
    return Challenge.objects.only("title").filter(pk=key)


@prepared
def parties_as_rows(challenge: int) -> QuerySet[Party, Any]:
    return Party.objects.filter(challenge=challenge).order_by("number").values("name", "invented", "challenge__title")


@prepared
def parties_as_pairs(challenge: int) -> QuerySet[Party, tuple[str, bool]]:
    return Party.objects.filter(challenge=challenge).order_by("-number").values_list("name", "invented")


@prepared
def a_count_between_columns(challenge: int) -> QuerySet[Party, Any]:
    found = Party.objects.filter(challenge=challenge).annotate(places=Count("seats")).order_by("number")
    return found.values("name", "places", "challenge__title")


@prepared
def public_since(moment: dt.datetime) -> QuerySet[Challenge]:
    return Challenge.objects.filter(public_at__gte=moment)


@prepared
def names(challenge: int) -> QuerySet[Party, str]:
    return Party.objects.filter(challenge=challenge).order_by("number").values_list("name", flat=True)[:1]


@prepared
def seats_among(parties: frozenset[int]) -> QuerySet[Seat]:
    return Seat.objects.select_related("party").filter(party__in=parties).order_by("pk")


@prepared
def seats_of_others(parties: frozenset[int], addresses: frozenset[str]) -> QuerySet[Seat, Any]:
    named = Q(person__email__in=addresses)
    return Seat.objects.filter(named, challenge__parties__in=parties).exclude(party__in=parties).values_list("pk")


@prepared
def with_more_questions(key: int) -> QuerySet[Party]:
    seated = Prefetch("seats", Seat.objects.select_related("person").order_by("-pk"))
    return Party.objects.prefetch_related("challenge__parties", seated).filter(pk=key)


@prepared
def locked(key: int) -> QuerySet[Challenge]:
    return Challenge.objects.select_for_update().filter(pk=key)


def facts(row: models.Model) -> dict[str, object]:
    """Return every column of a row as Django would read it again, with its type."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_of_a_set_of_any_size_a_prepared_question_finds_what_django_finds(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    challenge, amina, bram = make.challenge_of_two()
    keys = list(Party.objects.filter(challenge=challenge).order_by("pk").values_list("pk", flat=True))
    for chosen in ([], keys[:1], keys, [*keys, 10**12]):
        with django_assert_num_queries(1):
            found = seats_among(frozenset(chosen))
        plain = list(Seat.objects.select_related("party").filter(party__in=chosen).order_by("pk"))
        assert [facts(one) for one in found] == [facts(one) for one in plain]
        assert [facts(one.party) for one in found] == [facts(one.party) for one in plain]
        emails = {amina.email, bram.email, 'quote\'s "%s"@example.org'}
        others = Seat.objects.filter(challenge__parties__in=chosen, person__email__in=emails).exclude(party__in=chosen)
        assert seats_of_others(frozenset(chosen), frozenset(emails)) == list(others.values_list("pk"))
        assert seats_of_others(frozenset(chosen), frozenset()) == []
    assert len(seats_among(frozenset(keys))) >= 2


@pytest.mark.django_db
def test_a_prepared_question_gives_the_same_objects_as_django() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for person in (amina, bram):
        (seat,) = seats(challenge.pk, person.pk)
        plain = Seat.objects.select_related("party__challenge", "person").get(challenge=challenge, person=person)
        for mine, theirs in [
            (seat, plain), (seat.party, plain.party), (seat.person, plain.person),
            (seat.party.challenge, plain.party.challenge),
        ]:  # fmt: skip
            assert facts(mine) == facts(theirs)
            assert mine == theirs
            assert not mine._state.adding
    assert facts(challenges(challenge.slug)[0]) == facts(Challenge.objects.get())
    assert challenges("elders") == []
    assert challenges.first("elders") is None


@pytest.mark.django_db
def test_a_prepared_question_follows_related_objects_without_asking_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    with django_assert_num_queries(1):
        (seat,) = seats(challenge.pk, amina.pk)
        assert seat.party.challenge.title == challenge.title
    (lean,) = some_columns(challenge.pk)
    with django_assert_num_queries(0):
        assert lean.title == challenge.title
    with django_assert_num_queries(1):
        assert lean.place == challenge.place


@pytest.mark.django_db
def test_prepared_annotations_values_and_lists_are_those_of_django() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    (found,) = set(counted("active"))
    assert vars(found)["people"] == 2
    plain = Party.objects.filter(challenge=challenge)
    assert parties_as_rows(challenge.pk) == list(
        plain.order_by("number").values("name", "invented", "challenge__title")
    )
    assert parties_as_pairs(challenge.pk) == list(plain.order_by("-number").values_list("name", "invented"))
    between = plain.annotate(places=Count("seats")).order_by("number").values("name", "places", "challenge__title")
    assert a_count_between_columns(challenge.pk) == list(between)
    assert names(challenge.pk) == [plain.order_by("number")[0].name]


@pytest.mark.django_db
@pytest.mark.parametrize("millionths", [0, 1, 500_000])
def test_a_moment_is_compared_to_the_millionth_of_a_second_in_any_zone(millionths: int) -> None:
    moment = timezone.now().replace(microsecond=millionths)
    challenge = make.challenge_of_one()
    Challenge.objects.update(public_at=moment)
    for zone in (dt.UTC, dt.timezone(dt.timedelta(hours=2)), dt.timezone(dt.timedelta(hours=-11))):
        here = moment.astimezone(zone)
        assert public_since(here) == [challenge]
        assert public_since(here + dt.timedelta(microseconds=1)) == []


@pytest.mark.django_db
def test_a_prepared_question_asks_each_time_and_sees_what_changed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert challenges(challenge.slug)[0].title != "Anders"
    Challenge.objects.update(title="Anders")
    with django_assert_num_queries(2):
        assert challenges(challenge.slug)[0].title == "Anders"
        assert challenges.first(challenge.slug) == challenge


@pytest.mark.django_db
def test_values_are_filled_in_by_the_driver_never_pasted_into_the_sql() -> None:
    make.challenge_of_two()
    assert challenges("' OR 1=1 --") == []
    assert challenges("%s") == []


@pytest.mark.django_db
@pytest.mark.parametrize("given", [(), (1,), (1, 2, 3), (1, None)])
def test_a_missing_value_and_none_are_refused(given: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match="2 values"):
        seats(*given)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_and_inside_it_works() -> None:
    challenge = make.challenge_of_one()
    for _time in range(2):
        with atomic():
            assert locked(challenge.pk) == [challenge]
        with pytest.raises(TransactionManagementError):
            locked(challenge.pk)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection() -> None:
    challenge = make.challenge_of_one()
    answers: list[list[Challenge]] = []

    def ask() -> None:
        answers.append(challenges(challenge.slug))
        connection.close()

    crowd = [threading.Thread(target=ask) for _one in range(5)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert answers == [[challenge]] * 5


def test_what_cannot_be_prepared_says_so() -> None:
    @prepared
    def by_name(email: str) -> QuerySet[Person, tuple[str, ...]]:
        return Person.objects.filter(email=email).values_list("email", named=True)

    with pytest.raises(TypeError, match="not NamedValuesListIterable"):
        by_name("amina@example.org")


def faults(source: str) -> list[str]:
    """Name the prepared functions that do more than build one queryset, or read what moves."""
    found = []
    for node in ast.walk(ast.parse(source)):
        marks = [one.id for one in getattr(node, "decorator_list", []) if isinstance(one, ast.Name)]
        if not isinstance(node, ast.FunctionDef) or "prepared" not in marks:
            continue
        read = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} - {one.arg for one in node.args.args}
        branches = [one for one in ast.walk(node) if isinstance(one, ast.If | ast.IfExp | ast.For | ast.While)]
        if branches or read & MOVING:
            found.append(node.name)
    return found


def test_prepared_functions_only_build_a_queryset() -> None:
    assert [name for path in PACKAGE.rglob("*.py") for name in faults(path.read_text(encoding="utf-8"))] == []


def test_the_scanner_sees_a_clock_and_a_branch() -> None:
    assert faults("@prepared\ndef a(key):\n    return M.objects.filter(pk=key, at=timezone.now())\n") == ["a"]
    assert faults("@prepared\ndef a(key):\n    if key:\n        return M.objects.all()\n") == ["a"]
    assert faults("@prepared\ndef a(key):\n    return M.objects.filter(pk=key)\n") == []


change = PreparedUpdate(Challenge, "title", "public_at", "places")


@pytest.mark.django_db
def test_a_prepared_update_writes_what_save_would_write() -> None:
    challenge, other = make.challenge_of_one(), make.challenge_of_one(title="Een andere vraag")
    moment = timezone.now()
    for title, public_at, places in [("Anders", moment, 4), ("Weer anders", None, None), ("'; --", moment, 0)]:
        change(challenge.pk, title, public_at, places)
        found = Challenge.objects.get(pk=challenge.pk)
        assert (found.title, found.public_at, found.places) == (title, public_at, places)
    assert Challenge.objects.get(pk=other.pk).title == "Een andere vraag"
    assert facts(Challenge.objects.get(pk=other.pk)) == facts(other)


@pytest.mark.django_db
def test_a_prepared_update_of_a_row_that_is_gone_fails_and_undoes_the_act() -> None:
    challenge = make.challenge_of_one()

    @atomic
    def act() -> None:
        Challenge.objects.update(place="Elders")
        change(challenge.pk + 1, "Anders", None, None)

    with pytest.raises(DatabaseError, match="No Challenge has this key"):
        act()
    assert Challenge.objects.get().place == challenge.place
    with pytest.raises(IntegrityError), atomic():
        change(challenge.pk, None, None, None)
    with pytest.raises(ValueError, match="zip"):
        change(challenge.pk, "Anders")


@pytest.mark.django_db
def test_a_prepared_question_has_what_is_asked_beside_it_as_django_has_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for _again in range(2):
        for key in challenge.parties.values_list("pk", flat=True):
            party = with_more_questions.or_404(key)
            with django_assert_num_queries(0):
                others, seated = list(party.challenge.parties.all()), list(party.seats.all())
                assert [one.person.pk for one in seated]
            assert others == list(Party.objects.filter(challenge=challenge))
            assert seated == list(Seat.objects.filter(party=key).order_by("-pk"))
    assert with_more_questions(0) == []


@pytest.mark.django_db
def test_of_what_is_not_there_a_prepared_question_says_so() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert challenges.or_404(challenge.slug) == challenge
    with pytest.raises(Http404):
        challenges.or_404("elders")
    assert challenges("\0") == []

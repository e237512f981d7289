"""Growth and continuity, as figures and as advice (R28, T4), and who is asked to be a buddy (A7)."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from communityup.network.accords.queries import balance, core_facts
from communityup.network.members import actions as members
from communityup.network.members.models import CoreMembership, Member
from communityup.network.members.queries import buddies, facts
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.ui.templatetags.ui import long_date
from tests import make
from tests.make_network import application, browser, coordinated, member

pytestmark = pytest.mark.django_db
AT = "/netwerken/community-up/"
NAMES = ("Amina", "Bram", "Griet", "Hugo", "Ilse", "Joost")


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def with_core(core: int, new: int = 0) -> tuple[Network, Person]:
    """Return a network with so many members in the core who came a year ago, and so many who came now."""
    made, dilek = coordinated()
    for name in NAMES[:core]:
        kept = member(made, f"Lid van {name}", make.person(name))
        Member.objects.filter(pk=kept.pk).update(since=timezone.now() - days(365))
        members.commit_to_core(kept, starts_on=timezone.localdate(), substitute=None, by=Actor.of(make.person(name)))
    for number in range(new):
        member(made, f"Nieuw {number}", make.person(f"Nieuw{number}"))
    return made, dilek


def advice(made: Network) -> str:
    return " ".join(str(words) for words in balance(made)["advice"])


# Growth


def test_r28_t4_growth_is_measured_by_the_core_and_never_refused() -> None:
    made, dilek = with_core(3, new=1)
    assert "In drie maanden kwam er 1 nieuwkomer bij, naast 3 leden in de vaste kern. Dat past" in advice(made)
    member(made, "Nieuw daarbij", make.chris())
    assert "kwamen er 2 nieuwkomers bij, naast 3 leden" in advice(made)
    assert "Jullie beslissen." in advice(made)
    # Members beside the core do not make room for newcomers.
    for number in range(4):
        kept = member(made, f"Oud {number}", make.person(f"Oud{number}"))
        Member.objects.filter(pk=kept.pk).update(since=timezone.now() - days(200))
    assert "Jullie beslissen." in advice(made)
    first = made.members.order_by("pk")[0]
    assert members.accept(application(made, "Nog een"), buddy=first, by=Actor.of(dilek)).name == "Nog een"


def test_r28_network_without_a_core_reads_what_a_core_is_for_and_a_new_network_nothing() -> None:
    made, _dilek = with_core(0, new=2)
    assert advice(made) == ""
    Member.objects.filter(name="Nieuw 0").update(since=timezone.now() - days(100))
    assert advice(made).startswith("Nu zit er niemand in de vaste kern.")


def test_r28_new_network_reads_who_stays_and_nothing_of_growth() -> None:
    made, _dilek = with_core(1)
    Member.objects.update(since=timezone.now())
    assert advice(made) == "Iedereen van de kern blijft nog minstens drie maanden."


# Continuity


def test_r28_who_stays_and_of_how_many_the_year_ends() -> None:
    made, _dilek = with_core(3)
    assert "In drie maanden kwam er niemand bij" in advice(made)
    assert "Iedereen van de kern blijft nog minstens drie maanden." in advice(made)
    ends = timezone.localdate() + days(30)
    amina, bram = (CoreMembership.objects.get(member__name=f"Lid van {name}") for name in ("Amina", "Bram"))
    for kept in (amina, bram):
        CoreMembership.objects.filter(pk=kept.pk).update(starts_on=ends - days(364), ends_on=ends)
    assert f"Van 2 leden van de kern loopt het jaar binnenkort af, bij de eerste op {long_date(ends)}" in advice(made)
    members.commit_to_core(bram.member, starts_on=ends + days(1), substitute=None, by=Actor.of(make.bram()))
    assert f"Van 1 lid van de kern loopt het jaar binnenkort af, op {long_date(ends)}" in advice(made)
    page = browser(make.person("Griet")).get(f"{AT}leden/mijn/kern/").content.decode()
    assert f"tot en met {long_date(ends)}</span>" in page
    assert f"tot en met {long_date(ends)}, en daarna nog een jaar" in page


def test_r28_every_member_reads_the_advice_and_so_does_who_reads_the_running_year() -> None:
    made, dilek = with_core(2, new=1)
    year = timezone.localdate().year
    kept = Network.objects.filter(pk=made.pk)
    kept.update(started_at=timezone.now() - days(400), changed_at=timezone.now())
    for person in (make.person("Nieuw0"), make.amina()):
        assert "naast 2 leden in de vaste kern" in browser(person).get(f"{AT}leden/mijn/kern/").content.decode()
    for address in (f"{AT}leden/aanmeldingen/", f"{AT}jaar/{year}/"):
        assert "naast 2 leden in de vaste kern" in browser(dilek).get(address).content.decode()
    assert "naast 2 leden" in browser().get(f"{AT}jaar/{year}/").content.decode()
    assert "naast 2 leden" not in browser().get(f"{AT}jaar/{year - 1}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_advice_asks_twice_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _dilek = with_core(count, new=count)
    with django_assert_num_queries(2):
        balance(made)


# The same in words on the page and on paper


@pytest.mark.parametrize(
    ("core", "again", "said"),
    [
        (1, 0, "1 lid voor een jaar, voor het eerst"),
        (1, 1, "1 lid voor een jaar, dat er eerder ook bij was"),
        (2, 0, "2 leden voor een jaar, allemaal voor het eerst"),
        (2, 1, "2 leden voor een jaar, van wie 1 er eerder ook bij was"),
        (2, 2, "2 leden voor een jaar, die er allemaal eerder ook bij waren"),
        (3, 2, "3 leden voor een jaar, van wie 2 er eerder ook bij waren"),
    ],
)
def test_b39_core_is_told_in_good_words_whoever_was_in_it_before(core: int, again: int, said: str) -> None:
    made, _dilek = with_core(core)
    today = timezone.localdate()
    for kept in made.members.order_by("pk")[:again]:
        CoreMembership.objects.create(member=kept, starts_on=today - days(400), ends_on=today - days(36))
    assert core_facts(made)[0].value == said
    for address in ("", "factsheet/"):
        assert said in browser().get(f"{AT}{address}").content.decode()


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (0, "dit jaar kwam er nog niemand bij"),
        (1, "van wie 1 dit jaar erbij kwam"),
        (2, "van wie 2 dit jaar erbij kwamen"),
    ],
)
def test_newcomers_of_the_year_are_told_in_good_words(new: int, said: str) -> None:
    made, _dilek = with_core(1, new=new)
    assert facts(made)[0].value.endswith(said)
    Member.objects.update(since=timezone.now())
    both = "die er allemaal dit jaar bij kwamen" if new else "dat er dit jaar bij kwam"
    assert facts(made)[0].value.endswith(both)


# Buddies


def names(made: Network) -> list[str]:
    return [name for _public_id, name in buddies(made)]


def test_a7_nobody_is_chosen_beforehand_as_buddy() -> None:
    made, dilek = with_core(2)
    application(made, "Nieuw")
    page = browser(dilek).get(f"{AT}leden/aanmeldingen/").content.decode()
    chosen = page.partition('name="buddy"')[2].partition("</select>")[0]
    assert '<option value="" selected>Kies …</option>' in chosen
    assert chosen.count("selected") == 1


def test_a7_longest_member_without_a_newcomer_stands_first_and_no_newcomer_is_asked() -> None:
    made, dilek = with_core(3)
    for number, name in enumerate(("Griet", "Amina", "Bram")):
        Member.objects.filter(name=f"Lid van {name}").update(since=timezone.now() - days(400 - number), buddy=None)
    fresh = member(made, "Aap, noot en mies", make.chris())
    assert names(made) == ["Lid van Griet", "Lid van Bram", "Lid van Amina"], "Amina helps the newcomer now"
    Member.objects.filter(pk=fresh.pk).update(buddy=Member.objects.get(name="Lid van Griet"))
    assert names(made) == ["Lid van Amina", "Lid van Bram", "Lid van Griet"]
    asked = application(made, "Nieuw")
    told = {"name": asked.name, "kind": asked.kind, "buddy": fresh.public_id}
    at = f"{AT}leden/aanmeldingen/{asked.public_id}/aannemen/"
    assert browser(dilek).post(at, told).status_code == 422
    Member.objects.filter(pk=fresh.pk).update(since=timezone.now() - days(91))
    assert browser(dilek).post(at, told).status_code == 302


def test_a7_in_a_network_where_all_are_new_each_can_be_a_buddy() -> None:
    made, _dilek = with_core(0, new=2)
    assert sorted(names(made)) == ["Nieuw 0", "Nieuw 1"]

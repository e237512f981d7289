"""What a member finds on the pages that call others in, and what stands on paper and of a year (B41, N22)."""

import pytest

from tests import make
from tests.make_network import browser, coordinated, member
from tests.make_practice import shown
from tests.make_visits import held, published

pytestmark = pytest.mark.django_db
AT = "/netwerken/community-up/"


def test_a0_member_sees_what_is_its_own_and_who_is_none_the_call() -> None:
    made, dilek = coordinated()
    joined = member(made, "De Schakel", make.amina())
    for person in (None, make.chris(), dilek):
        page = browser(person).get(AT).content.decode()
        assert f'href="{AT}leden/meedoen/"' in page
        assert "Jij in dit netwerk" not in page
        assert "<textarea" in browser(person).get(f"{AT}leden/meedoen/").content.decode()
    page = browser(make.amina()).get(AT).content.decode()
    assert "Jij in dit netwerk" in page
    assert f"Je treedt op voor {joined}." in page
    assert f'href="{AT}leden/meedoen/"' not in page
    for way in ("leden/mijn/", "wie-is-wie/", "vraag-en-aanbod/nieuw/"):
        assert f'href="{AT}{way}"' in page
    form = browser(make.amina()).get(f"{AT}leden/meedoen/").content.decode()
    assert "Jullie doen al mee" in form
    assert "<textarea" not in form


def test_a43_factsheet_has_no_line_that_only_leads_elsewhere() -> None:
    coordinated()
    assert "<dt>Het jaar</dt>" in browser().get(AT).content.decode()
    assert "<dt>Het jaar</dt>" not in browser().get(f"{AT}factsheet/").content.decode()


def test_a42_practice_bears_its_address_on_paper_and_leads_to_its_licence_and_the_library_to_the_data() -> None:
    _made, practice, _voice = shown()
    page = browser().get(f"/praktijken/{practice.series}/").content.decode()
    assert f"/praktijken/{practice.series}</p>" in page.partition('class="only-paper"')[2][:200]
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    library = browser().get("/praktijken/").content.decode()
    for name in ("feed.atom", "praktijken.json", "praktijken.csv"):
        assert f'href="{AT}praktijken/{name}"' in library


def test_n22_year_tells_guest_stories_beside_visits() -> None:
    _made, visit = held()
    published_at = published(visit).published_at
    assert published_at is not None
    year = published_at.year
    page = browser().get(f"{AT}jaar/{year}/").content.decode()
    assert "gastverhaal" not in page
    type(visit).objects.filter(pk=visit.pk).update(form="story", gathering=None, roles=0)
    page = browser().get(f"{AT}jaar/{year}/").content.decode()
    assert "Daarnaast werd 1 gastverhaal verteld." in page

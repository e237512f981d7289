"""Agreements of members, looked at again on their day, and years in the core that are asked for anew."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.network.accords import actions, notices, permissions
from communityup.network.accords.jobs import JOBS
from communityup.network.accords.models import Accord, Yes
from communityup.network.members import actions as members
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.at_once import just_before
from tests.make_meetings import DAY
from tests.make_network import browser, coordinated, last, lines, member, path
from tests.make_notices import at
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/afspraken/"
WORDS = "We maken de groep wat groter en stabieler."
World = tuple[Network, Member, Member]


@built_once
def world() -> World:
    """Return a network of Dilek with a member of Amina and one of Bram."""
    made, _dilek = coordinated()
    return made, member(made, "De Schakel", make.amina()), member(made, "Gemeente Heidelo", make.bram())


def by(person: Person) -> Actor:
    return Actor.of(person)


def day(number: int = 100) -> dt.date:
    return timezone.localdate() + number * DAY


def proposed(
    made: Network, person: Person | None = None, words: str = WORDS, review_on: dt.date | None = None
) -> Accord:
    return actions.propose_accord(
        made, words=words, review_on=review_on or day(), by=by(person or make.amina())
    )  # fmt: skip


def say(accord: Accord, person: Person, *, wants: bool = True) -> None:
    actions.answer_accord(accord, wants=wants, by=by(person))


def inside(accord: Accord) -> set[str]:
    return set(accord.yeses.values_list("member__name", flat=True))


def page(person: Person | None = None, more: str = "") -> str:
    return browser(person).get(f"{HERE}{more}").content.decode()


def both(made: Network) -> Accord:
    """Return an agreement that Amina proposed and in which Bram is too."""
    accord = proposed(made)
    say(accord, make.bram())
    return accord


def look(accord: Accord, person: Person, wish: str = "keep") -> Accord:
    actions.look_again(accord, wish=wish, by=by(person))
    accord.refresh_from_db()
    return accord


def test_b39_agreement_stands_on_the_network_with_who_is_in_it_and_its_day_of_review() -> None:
    made, _one, _other = world()
    accord = proposed(made)
    assert proposed(made).pk == accord.pk
    assert inside(accord) == {"De Schakel"}, "nobody is in it who did not say so"
    assert "wacht op een tweede lid" in page()
    for _again in range(2):
        say(accord, make.bram())
    shown = page()
    assert "De Schakel, Gemeente Heidelo" in shown
    assert f'datetime="{day().isoformat()}"' in shown
    assert lines(made)[-2:] == ["accords.accord_proposed", "accords.accord_joined"]
    for name in ("page", "factsheet"):
        assert "1 afspraak tussen leden" in browser().get(path(made, name)).content.decode()
    say(accord, make.bram(), wants=False)
    assert inside(accord) == {"De Schakel"}


def test_b39_agreement_is_looked_at_again_on_its_day_and_people_hear_it_once() -> None:
    made, _one, _other = world()
    accord = both(made)
    assert actions.remind_due() == 0
    with pytest.raises(Refused, match="nog geen tijd"):
        look(accord, make.amina())
    assert [job.run for job in JOBS] == [actions.remind_due, actions.ask_core_due]
    with at(timezone.now() + 100 * DAY):
        assert [actions.remind_due(), actions.remind_due()] == [1, 0]
        heard = notices.inside(happening_of(last(made)))
        assert heard == {make.amina().pk, make.bram().pk, make.dilek().pk}
        assert "Het is tijd om er opnieuw naar te kijken" in page()
        look(accord, make.amina())
        assert accord.review_on == timezone.localdate(), "the other is waited for"
        assert look(accord, make.bram()).review_on == day(365)
        assert lines(made)[-3:] == ["accords.wish_said", "accords.wish_said", "accords.accord_kept"]
        assert set(accord.yeses.values_list("wish", flat=True)) == {""}
    with at(timezone.now() + 465 * DAY):
        assert actions.remind_due() == 1


def test_e8_silence_keeps_nothing_and_ends_nothing() -> None:
    made, _one, _other = world()
    accord = both(made)
    with at(timezone.now() + 400 * DAY):
        actions.remind_due()
        look(accord, make.amina(), "end")
        assert (accord.ended_at, "zei nog niets" in page()) == (None, True)
        assert look(accord, make.bram(), "keep").ended_at is None
        assert accord.review_on < timezone.localdate(), "one wants it kept and one ended: it stays as it was"
        assert look(accord, make.bram(), "end").ended_at is not None
        assert "Afspraken die stopten" in page()
        with pytest.raises(Refused, match="is gestopt"):
            say(accord, make.bram())


def test_wish_said_twice_is_said_once_and_another_replaces_it() -> None:
    made, _one, _other = world()
    accord = both(made)
    with at(timezone.now() + 100 * DAY):
        for wish in ("keep", "keep", "end"):
            look(accord, make.amina(), wish)
    assert lines(made).count("accords.wish_said") == 2
    assert sorted(accord.yeses.values_list("wish", flat=True)) == ["", "end"]


def test_b39_another_worker_who_was_first_asks_once() -> None:
    made, one, _other = world()
    both(made)
    members.commit_to_core(one, starts_on=timezone.localdate(), substitute=None, by=by(make.amina()))
    others: list[int] = []
    for days, act in ((100, actions.remind_due), (340, actions.ask_core_due)):
        with (
            at(timezone.now() + days * DAY),
            just_before('FROM "networks_network"', partial(lambda other: others.append(other()), act)),
        ):
            assert act() == 0
    assert others == [1, 1]
    assert [lines(made).count(f"accords.{one}") for one in ("review_due", "core_year_ends")] == [1, 1]


def test_network_with_many_agreements_takes_no_more_until_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _one, _other = world()
    monkeypatch.setattr(permissions, "MOST_OPEN", 2)
    accord = both(made)
    proposed(made, words="Ieder brengt iemand mee.")
    before = lines(made)
    with pytest.raises(Refused, match="al veel afspraken"):
        proposed(made, words="En nog een.")
    with pytest.raises(Refused, match="al veel afspraken"):
        actions.reword_accord(accord, words="Anders.", review_on=day(), by=by(make.bram()))
    assert (made.accords.count(), lines(made)) == (2, before)
    for person in (make.amina(), make.bram()):
        say(accord, person, wants=False)
    assert proposed(made, words="En nog een.").ended_at is None


def test_e2_nobody_says_yes_or_no_for_another_member() -> None:
    made, _one, _other = world()
    accord = proposed(made)
    for person in (make.dilek(), make.chris()):
        with pytest.raises(NotAllowed):
            say(accord, person)
        with pytest.raises(NotAllowed):
            actions.reword_accord(accord, words="Anders.", review_on=day(), by=by(person))
    with pytest.raises(NotAllowed):
        actions.reword_accord(accord, words="Anders.", review_on=day(), by=by(make.bram()))
    own = proposed(made, make.dilek(), "Iedereen neemt iemand mee.")
    assert (inside(own), last(made).role) == (set(), "coordinator")
    with pytest.raises(NotAllowed):
        proposed(made, make.chris(), "Iets anders.")


def test_e14_other_words_bind_only_who_said_yes_to_them_and_the_agreement_holds_until_all_did() -> None:
    made, _one, _other = world()
    accord = both(made)
    told: dict[str, Any] = {"words": "Ieder brengt een nieuw lid mee.", "review_on": day(50)}
    changed = actions.reword_accord(accord, **told, by=by(make.bram()))
    assert actions.reword_accord(accord, **told, by=by(make.bram())).pk == changed.pk
    accord.refresh_from_db()
    assert (accord.ended_at, inside(accord)) == (None, {"De Schakel", "Gemeente Heidelo"})
    assert inside(changed) == {"Gemeente Heidelo"}
    assert "Die blijft gelden" in page()
    say(changed, make.amina())
    accord.refresh_from_db()
    assert accord.ended_at is not None
    assert lines(made)[-3:] == ["accords.accord_reworded", "accords.accord_joined", "accords.accord_ended"]


def test_agreement_in_which_nobody_is_any_more_ends_and_members_that_left_count_no_more() -> None:
    made, one, _other = world()
    accord = both(made)
    members.leave(one, by=by(make.amina()))
    assert "De Schakel" not in page()
    with at(timezone.now() + 100 * DAY):
        assert look(accord, make.bram()).review_on == timezone.localdate(), "one alone keeps no agreement"
        say(accord, make.bram(), wants=False)
    accord.refresh_from_db()
    assert accord.ended_at is not None


def test_b39_year_in_the_core_is_asked_for_anew_a_month_before_and_never_goes_on_by_itself() -> None:
    made, one, _other = world()
    year = members.commit_to_core(one, starts_on=timezone.localdate(), substitute=None, by=by(make.amina()))
    mine = "/netwerken/community-up/leden/mijn/"
    assert "1 lid voor een jaar" in browser().get(path(made, "page")).content.decode()
    with at(timezone.now() + 300 * DAY):
        assert actions.ask_core_due() == 0
        assert "Geef nog een jaar" in browser(make.amina()).get(mine).content.decode()
    with at(timezone.now() + 340 * DAY):
        assert [actions.ask_core_due(), actions.ask_core_due()] == [1, 0]
        assert notices.asked(happening_of(last(made))) == {make.amina().pk}
        begins = (year.ends_on + DAY).isoformat()
        assert f'value="{begins}"' in browser(make.amina()).get(f"{mine}kern/").content.decode()
    with at(timezone.now() + 380 * DAY):
        assert "1 lid voor een jaar" not in browser().get(path(made, "page")).content.decode(), "silence is no yes"
        assert one.core.count() == 1
        assert actions.ask_core_due() == 0


def test_core_is_not_asked_for_who_gave_another_year_stopped_or_left() -> None:
    made, one, other = world()
    for each, person in ((one, make.amina()), (other, make.bram())):
        members.commit_to_core(each, starts_on=timezone.localdate(), substitute=None, by=by(person))
    with at(timezone.now() + 340 * DAY):
        members.commit_to_core(one, starts_on=day(30), substitute=None, by=by(make.amina()))
        members.stop_core(other, by=by(make.bram()))
        assert actions.ask_core_due() == 0
        assert "accords.core_year_ends" not in lines(made)


def test_pages_without_javascript_refuse_what_is_not_right_and_lose_nothing() -> None:
    made, _one, _other = world()
    client = browser(make.amina())
    wrong: list[tuple[dict[str, str], int]] = [
        ({"words": WORDS, "review_on": "gisteren"}, 422),
        ({"words": "", "review_on": day().isoformat()}, 422),
        ({"words": "x" * 601, "review_on": day().isoformat()}, 422),
        ({"words": WORDS, "review_on": day(-1).isoformat()}, 422),
        ({"words": WORDS, "review_on": day(4000).isoformat()}, 422),
    ]
    for told, status in wrong:
        answer = client.post(f"{HERE}voorstellen/", told)
        assert (answer.status_code, told["words"][:20] in answer.content.decode()) == (status, True)
    assert not Accord.objects.exists()
    assert client.post(f"{HERE}voorstellen/", {"words": WORDS, "review_on": day().isoformat()}).status_code == 302
    accord = Accord.objects.get()
    saying = f"{HERE}{accord.public_id}/zeggen/"
    assert browser(make.bram()).post(saying, {"say": "yes"}).status_code == 302
    assert browser(make.bram()).post(saying, {"say": "burn"}).status_code == 404
    assert browser(make.bram()).post(saying, {"say": "keep"}).status_code == 409
    assert browser(make.chris()).post(saying, {"say": "yes"}).status_code == 403
    other = {"words": "Anders gezegd.", "review_on": day(5).isoformat()}
    assert WORDS in page(make.bram(), f"{accord.public_id}/anders/")
    assert browser(make.bram()).post(f"{HERE}{accord.public_id}/anders/", other).status_code == 302
    assert Accord.objects.count() == 2
    assert made.accords.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, _one, _other = world()
    for number in range(count):
        say(proposed(made, words=f"Afspraak {number}."), make.bram())
    client = browser()
    with django_assert_num_queries(5):
        assert client.get(HERE).status_code == 200


def test_database_refuses_a_second_yes_and_an_unknown_wish() -> None:
    made, one, _other = world()
    accord = proposed(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Yes.objects.create(accord=accord, member=one, said_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        accord.yeses.update(wish="burn")

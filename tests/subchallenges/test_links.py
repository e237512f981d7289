"""A11: two challenges that exist already are put together when both tables agree, and loosened by either."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.subchallenges import actions, queries
from communityup.workspace.subchallenges.models import Link
from tests import make, make_notices
from tests.make_goals import shared_goal
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def by(person: Person) -> Actor:
    return Actor.of(person)


@built_once
def two() -> tuple[Challenge, Challenge]:
    """Return two public challenges: of Amina and Bram, and of Dilek and Els."""
    one, _amina, _bram = make.challenge_of_two()
    other = make.challenge_of_one(make.dilek(), title="Hoe blijft het plein groen?")
    make.join(other, make.person("Els"), "Gemeente Lindeveen", "municipality", inviter=make.dilek())
    make.step(other, "go_public", make.dilek(), make.person("Els"))
    other.refresh_from_db()
    return one, other


def yes(round_: Round | None, person: Person) -> None:
    assert round_ is not None
    respond(round_, agrees=True, by=by(person))


@built_once
def linked() -> tuple[Challenge, Challenge]:
    """Return a part and its whole, put together by both tables."""
    part, whole = two()
    link = actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    yes(link.here, make.bram())
    link.refresh_from_db()
    yes(link.there, make.dilek())
    yes(link.there, make.person("Els"))
    part.refresh_from_db()
    return part, whole


def lines(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="subchallenges.").order_by("n")
    return [kind.removeprefix("subchallenges.") for kind in found.values_list("type", flat=True)]


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(challenge: Challenge, person: Person) -> str:
    return client_of(person).get(f"/opgaven/{challenge.slug}/deelopgaven/").content.decode()


def test_a11_two_challenges_are_put_together_once_all_parties_of_both_agree() -> None:
    part, whole = two()
    shared_goal(whole, make.dilek(), make.person("Els"), words="Een plein voor iedereen")
    link = actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    link.refresh_from_db()
    assert link.there is None, "the other table is not asked before one's own agreed"
    yes(link.here, make.bram())
    link.refresh_from_db()
    yes(link.there, make.dilek())
    assert not Challenge.objects.filter(pk=part.pk, parent__isnull=False).exists(), "silence is no yes (E8)"
    yes(link.there, make.person("Els"))
    part.refresh_from_db()
    assert part.parent == whole
    assert lines(part) == ["link_proposed", "link_agreed_here", "linked_there"]
    assert lines(whole) == ["link_asked", "linked"]
    assert "Een plein voor iedereen" in page(part, make.amina())
    assert part.title in page(whole, make.dilek())


def test_a11_the_whole_proposes_it_the_same_way_e4() -> None:
    whole, part = two()
    link = actions.propose_link(whole, part, as_part=False, by=by(make.bram()))
    yes(link.here, make.amina())
    link.refresh_from_db()
    yes(link.there, make.person("Els"))
    yes(link.there, make.dilek())
    part.refresh_from_db()
    assert part.parent == whole


def test_e2_nobody_answers_for_the_other_table_or_from_outside() -> None:
    part, whole = two()
    for outsider in (make.chris(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.propose_link(part, whole, as_part=True, by=by(outsider))
    link = actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    yes(link.here, make.bram())
    link.refresh_from_db()
    assert link.there is not None
    for outsider in (make.amina(), make.bram(), make.chris()):
        with pytest.raises(NotAllowed):
            respond(link.there, agrees=True, by=by(outsider))


def test_a11_what_is_closed_itself_a_part_or_above_is_refused() -> None:
    part, whole = linked()
    with pytest.raises(Refused):
        actions.propose_link(part, part, as_part=True, by=by(make.amina()))
    with pytest.raises(Refused, match=r"al een deel|already"):
        actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    with pytest.raises(Refused, match=r"van de ander|of the other"):
        actions.propose_link(whole, part, as_part=True, by=by(make.dilek()))
    closed, _amina, _bram = make.closed_challenge_of_two()
    with pytest.raises(Refused, match=r"openbaar|public"):
        actions.propose_link(closed, whole, as_part=True, by=by(make.amina()))
    with pytest.raises(Refused, match=r"openbaar|public"):
        actions.propose_link(whole, closed, as_part=False, by=by(make.dilek()))


def test_a_proposal_is_taken_back_or_no_longer_asked_and_can_come_anew() -> None:
    part, whole = two()
    link = actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    with pytest.raises(Refused):
        actions.propose_link(part, whole, as_part=True, by=by(make.bram()))
    assert link.here is not None
    take_back(link.here, by=by(make.amina()))
    assert queries.links(part) == []
    second = actions.propose_link(part, whole, as_part=True, by=by(make.bram()))
    yes(second.here, make.amina())
    for wrong in (make.dilek(), make.chris()):
        with pytest.raises(NotAllowed):
            actions.stop_asking(second, by=by(wrong))
    for _twice in range(2):
        actions.stop_asking(second, by=by(make.bram()))
    second.refresh_from_db()
    assert second.there is not None
    assert second.there.outcome == Round.Outcome.WITHDRAWN
    assert queries.links(whole) == []
    assert lines(whole) == ["link_asked", "link_dropped_there"]
    assert actions.propose_link(part, whole, as_part=True, by=by(make.amina())).pk != second.pk


def test_a_table_stops_only_what_it_asks_the_other_and_not_what_is_decided() -> None:
    part, whole = two()
    link = actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    with pytest.raises(Refused, match="eigen tafel"):
        actions.stop_asking(link, by=by(make.amina()))
    yes(link.here, make.bram())
    link.refresh_from_db()
    for person in (make.dilek(), make.person("Els")):
        yes(link.there, person)
    before = lines(part)
    with pytest.raises(Refused, match="al samengevoegd"):
        actions.stop_asking(link, by=by(make.amina()))
    part.refresh_from_db()
    assert (part.parent, lines(part)) == (whole, before)


@pytest.mark.parametrize("as_part", [True, False])
def test_a11_a_closed_challenge_is_put_together_with_no_other(as_part: bool) -> None:
    own, other = two()
    Challenge.objects.filter(pk=other.pk).update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="afgesloten"):
        actions.propose_link(own, other, as_part=as_part, by=by(make.amina()))
    assert not Link.objects.exists()


def test_e22_what_one_table_loosened_the_other_is_asked_no_more() -> None:
    part, whole = linked()
    other = actions.ask_to_loosen(whole, part, by=by(make.dilek()))
    yes(actions.ask_to_loosen(part, part, by=by(make.amina())), make.bram())
    with pytest.raises(Refused, match="niet meer open"):
        yes(other, make.person("Els"))
    before = lines(part)
    with pytest.raises(Refused, match="niet samengevoegd"):
        actions.loosen(other, by(make.person("Els")))
    assert lines(part) == before
    assert lines(whole).count("loosened_there") == 1


def test_e22_one_table_alone_loosens_a_part_and_both_go_on() -> None:
    part, whole = linked()
    with pytest.raises(NotAllowed):
        actions.ask_to_loosen(part, part, by=by(make.dilek()))
    yes(actions.ask_to_loosen(part, part, by=by(make.amina())), make.bram())
    part.refresh_from_db()
    assert part.parent is None
    assert lines(part)[-1] == "loosened"
    assert lines(whole)[-1] == "loosened_there"
    with pytest.raises(Refused):
        actions.ask_to_loosen(whole, part, by=by(make.dilek()))
    assert actions.propose_link(part, whole, as_part=True, by=by(make.amina())).pk, "and they can come together anew"


def test_e22_a_part_leaves_a_whole_that_is_closed_too() -> None:
    part, whole = linked()
    Challenge.objects.filter(pk=whole.pk).update(phase=Phase.CLOSED)
    yes(actions.ask_to_loosen(part, part, by=by(make.amina())), make.bram())
    part.refresh_from_db()
    assert part.parent is None
    assert lines(whole)[-1] == "loosened_there"


def test_e22_loosening_is_asked_on_the_page_of_either() -> None:
    part, whole = linked()
    amina, dilek = client_of(make.amina()), client_of(make.dilek())
    assert f"losmaken/{part.public_id}/" in page(part, make.amina())
    assert f"losmaken/{part.public_id}/" in page(whole, make.dilek())
    assert f"losmaken/{part.public_id}/" not in page(whole, make.amina()), "only who sits there asks it"
    assert amina.post(f"/opgaven/{part.slug}/deelopgaven/losmaken/{whole.public_id}/").status_code == 409
    assert dilek.post(f"/opgaven/{whole.slug}/deelopgaven/losmaken/{part.public_id}/").status_code == 302
    assert "los te maken" in page(whole, make.chris())


def test_a11_everybody_in_both_hears_it() -> None:
    part, whole = linked()
    make_notices.told()
    assert "subchallenges.linked_there" in make_notices.own(make.bram())
    assert {"subchallenges.link_asked", "subchallenges.linked"} <= set(make_notices.own(make.dilek()))
    assert part.parent == whole


def test_a11_one_proposes_on_a_page_and_loses_nothing_typed() -> None:
    part, whole = two()
    amina, base = client_of(make.amina()), f"/opgaven/{part.slug}/deelopgaven/"
    assert f"{base}samenvoegen/" in amina.get(base).content.decode()
    assert client_of(make.chris()).get(f"{base}samenvoegen/").status_code == 403
    for wrong in ("https://elders.example/", "/opgaven/bestaat-niet/"):
        answer = amina.post(f"{base}samenvoegen/", {"address": wrong, "as_part": "yes"})
        assert answer.status_code == 422
        assert wrong in answer.content.decode()
    sent = {"address": f"https://communityup.example/opgaven/{whole.slug}/dialoog/?x=1", "as_part": "yes"}
    assert amina.post(f"{base}samenvoegen/", sent).status_code == 302
    assert whole.title in page(part, make.chris()), "both are public, so all read the same"
    link = Link.objects.get()
    yes(link.here, make.bram())
    assert "Vraag het hun niet meer" in page(part, make.amina())
    assert "Vraag het hun niet meer" not in page(whole, make.dilek())
    assert part.title in page(whole, make.chris())
    assert amina.post(f"{base}samenvoegen/{link.public_id}/stoppen/").status_code == 302
    assert (
        client_of(make.dilek()).post(f"/opgaven/{whole.slug}/deelopgaven/losmaken/{part.public_id}/").status_code == 409
    )


def test_the_database_knows_no_part_of_itself_and_no_second_proposal() -> None:
    part, whole = two()
    link = actions.propose_link(part, whole, as_part=True, by=by(make.amina()))
    for wrong in ({"whole": part}, {"asked_in": None}, {"linked_at": link.asked_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.filter(pk=link.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(whole=whole, part=part, asked_in=part, proposed_by=link.proposed_by, asked_at=link.asked_at)


def test_a15_the_goals_of_the_whole_stay_in_view_on_every_page_of_a_part_marked_as_such() -> None:
    part, whole = linked()
    band = 'class="goals-band"'
    for place in ("", "doelen/", "partijen/", "logboek/"):
        words = Client().get(f"/opgaven/{part.slug}/{place}").content.decode().partition(band)[2]
        assert "nog geen" in words.partition("</section>")[0]
    shared_goal(whole, make.dilek(), make.person("Els"), words="Samen groen")
    for place in ("", "doelen/", "partijen/", "logboek/"):
        words = Client().get(f"/opgaven/{part.slug}/{place}").content.decode().partition(band)[2]
        shown = words.partition("</section>")[0]
        assert "Samen groen" in shown, place
        assert f'href="/opgaven/{whole.slug}/">van het geheel</a>' in shown
        assert "nog geen" not in shown
    assert "van het geheel" not in Client().get(f"/opgaven/{whole.slug}/").content.decode()


def test_a15_the_goals_of_a_closed_whole_are_in_view_only_for_who_may_see_it() -> None:
    part, whole = linked()
    shared_goal(whole, make.dilek(), make.person("Els"), words="Samen groen")
    Challenge.objects.filter(pk=whole.pk).update(public_at=None)
    client = Client()
    assert "Samen groen" not in client.get(f"/opgaven/{part.slug}/").content.decode()
    client.force_login(make.dilek())
    assert "Samen groen" in client.get(f"/opgaven/{part.slug}/").content.decode()

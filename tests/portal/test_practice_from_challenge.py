"""S39: who sits at the table of a challenge begins a practice from it; portal alone sees both (A42, X17)."""

from typing import Any

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.library import actions as library
from communityup.network.library.models import MOST_APPROVERS, Beginning, Practice
from communityup.network.members.models import Member
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal.actions import practice_from
from communityup.post.queries import site_address
from communityup.workspace.agreements.actions import tell_kept
from communityup.workspace.challenges.models import Challenge, Phase
from tests import make, make_practice
from tests.make_agreements import agreed
from tests.make_network import browser, coordinated, coordinator, lines, member
from tests.make_network import network as other_network
from tests.make_practice import ACCOUNT, at
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
TITLE = "Samen het dak op"


@built_once
def told(*, public: bool = True) -> tuple[Challenge, Member]:
    """Return a challenge with an agreement that was kept, and a member for which Amina acts; Lezer reads over."""
    challenge, amina, bram = make.challenge_of_two() if public else make.closed_challenge_of_two()
    tell_kept(agreed(challenge, amina, bram), by=Actor.of(amina))
    made, _dilek = coordinated()
    joined = member(made, "De Schakel", amina)
    member(made, "Gemeente Elders", make.person("Lezer"), kind="municipality")
    return challenge, joined


def of(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/praktijk-maken/"


def begin(challenge: Challenge, joined: Member, person: Person | None = None, title: str = TITLE) -> Any:
    return browser(person or make.amina()).post(of(challenge), {"member": str(joined.pk), "title": title})


def test_a42_challenge_becomes_a_practice_with_place_and_parties_and_no_words_of_people() -> None:
    challenge, joined = told()
    overview = browser(make.amina()).get(f"/opgaven/{challenge.slug}/").content.decode()
    assert of(challenge) in overview
    form = browser(make.amina()).get(of(challenge)).content.decode()
    assert f'value="{challenge.title}"' in form
    answer = begin(challenge, joined)
    practice = Practice.objects.get()
    assert answer.headers["Location"] == at(practice)
    assert (practice.title, practice.place, practice.state) == (TITLE, "Molenwijk", "draft")
    assert practice.origin == f"{site_address()}/herkomst/{challenge.public_id}/"
    assert [practice.context, practice.did, practice.why, practice.stumbling] == [None] * 4
    voices = [
        (one.label, [str(who) for who in one.approvers.all()], one.quote, str(one.answer))
        for one in practice.voices.all()
    ]
    assert voices == [
        ("Bewoners Molenwijk", ["Amina"], None, "none"), ("Gemeente Lindeveen", ["Bram"], None, "none"),
    ]  # fmt: skip
    assert begin(challenge, joined, title="Een andere titel").headers["Location"] == at(practice), "twice is once"
    assert lines(practice.network).count("library.practice_begun") == 1


def test_a42_of_each_party_those_who_sit_longest_at_the_table_answer_up_to_five_and_of_each_as_many() -> None:
    challenge, joined = told()
    parties = list(challenge.parties.order_by("number"))
    for party, inviter in zip(parties, (make.amina(), make.bram()), strict=True):
        for number in range(5):
            make.colleague(party, make.person(f"{party.number}{number}"), inviter=inviter)
    begin(challenge, joined)
    found = [[str(one.person) for one in voice.approvers.all()] for voice in Practice.objects.get().voices.all()]
    assert [len(one) for one in found] == [MOST_APPROVERS] * 2
    assert [one[0] for one in found] == ["Amina", "Bram"]


def test_x17_every_party_reads_along_from_the_start_and_publishing_waits_for_its_yes() -> None:
    challenge, joined = told()
    begin(challenge, joined)
    practice, amina = Practice.objects.get(), Actor.of(make.amina())
    assert browser(make.bram()).get(at(practice)).status_code == 200
    assert browser(make.chris()).get(at(practice)).status_code == 404
    library.write_practice(practice, account=ACCOUNT, by=amina)
    library.ask_review(practice, by=amina)
    own, other = practice.voices.get(approvers__person=make.amina()), practice.voices.get(approvers__person=make.bram())
    library.answer_voice(own, yes=True, quote="", by=amina)
    library.review(practice, good=True, by=Actor.of(make.person("Lezer")))
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        library.publish(practice, by=amina)
    library.answer_voice(other, yes=True, quote="Wij lieten los.", by=Actor.of(make.bram()))
    library.publish(practice, by=amina)
    shown = make_practice.page(practice)
    assert "Wij lieten los." in shown
    assert f'<a href="/opgaven/{challenge.slug}/">{challenge.title}</a>' in shown


def test_closed_challenge_gives_nothing_but_an_address_that_opens_for_who_may_see_it() -> None:
    challenge, joined = told(public=False)
    html = browser(make.amina()).get(of(challenge)).content.decode()
    assert "Deze opgave is besloten. Er gaat niets mee" in html
    assert f'value="{challenge.title}"' not in html
    begin(challenge, joined)
    practice = Practice.objects.get()
    assert (practice.place, practice.voices.count()) == ("", 0)
    assert challenge.slug not in practice.origin
    place = practice.origin.removeprefix(site_address())
    assert browser(make.bram()).get(place).headers["Location"] == f"/opgaven/{challenge.slug}/"
    for person in (None, make.chris(), make.person("Lezer")):
        assert browser(person).get(place).status_code == 404
    reader = browser(make.person("Lezer")).get(at(practice)).content.decode()
    assert challenge.title not in reader
    assert challenge.slug not in reader
    own = browser(make.amina()).get(at(practice)).content.decode()
    assert f'<p data-own>Uit deze opgave: <a href="/opgaven/{challenge.slug}/">' in own


def test_draft_begins_only_by_who_sits_at_the_table_and_acts_for_that_member() -> None:
    challenge, joined = told()
    bram, chris = make.bram(), make.chris()
    assert browser().get(of(challenge)).status_code == 302
    for person in (chris, make.person("Lezer")):
        assert browser(person).get(of(challenge)).status_code == 403
        assert begin(challenge, joined, person).status_code == 403
        with pytest.raises(NotAllowed):
            practice_from(challenge, member=joined, title=TITLE, by=Actor.of(person))
    html = browser(bram).get(of(challenge)).content.decode()
    assert "Je bent nog geen lid van een netwerk" in html
    assert '<form method="post"' not in html.partition("<main")[2].partition("Wat gaat er mee")[2]
    assert begin(challenge, joined, bram).status_code == 403
    with pytest.raises(NotAllowed):
        practice_from(challenge, member=joined, title=TITLE, by=Actor.of(bram))
    elsewhere, reader = Member.objects.exclude(pk=joined.pk).get(), Actor.of(make.person("Lezer"))
    with pytest.raises(NotAllowed, match="een partij die aan deze opgave meedoet"):
        practice_from(challenge, member=elsewhere, title=TITLE, by=reader)
    assert not Practice.objects.exists()


def test_form_lets_one_choose_of_ones_own_networks_only_and_keeps_what_was_typed() -> None:
    challenge, joined = told()
    second = other_network("tuinen")
    assert second.pk != joined.network_id
    stranger = Member.objects.exclude(pk=joined.pk).get()
    for wrong in (str(stranger.pk), "x", ""):
        answer = browser(make.amina()).post(of(challenge), {"member": wrong, "title": "Bewaard"})
        assert answer.status_code == 422
        assert 'value="Bewaard"' in answer.content.decode()
    assert begin(challenge, joined, title="x" * 121).status_code == 422
    assert not Practice.objects.exists()


def test_nothing_begins_before_an_agreement_is_kept_or_one_looks_back() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made, _dilek = coordinated()
    joined = member(made, "De Schakel", amina)
    agreed(challenge, amina, bram)
    assert of(challenge) not in browser(amina).get(f"/opgaven/{challenge.slug}/").content.decode()
    answer = begin(challenge, joined)
    assert answer.status_code == 409
    assert "zodra een afspraak is nagekomen" in answer.content.decode()
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.LEARNING)
    assert of(challenge) in browser(amina).get(f"/opgaven/{challenge.slug}/").content.decode()
    for person in (None, make.chris()):
        assert of(challenge) not in browser(person).get(f"/opgaven/{challenge.slug}/").content.decode()
    assert begin(challenge, joined).status_code == 302


def test_challenge_to_try_things_in_makes_no_practice() -> None:
    challenge, joined = told(public=False)
    Challenge.objects.filter(pk=challenge.pk).update(practice=True)
    assert of(challenge) not in browser(make.amina()).get(f"/opgaven/{challenge.slug}/").content.decode()
    assert begin(challenge, joined).status_code == 409
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    "origin",
    [
        "https://elders.example/herkomst/x/", "javascript:alert(1)", "/herkomst/x/", "{here}.evil.example/x/",
        "{here}@evil.example/x/", "{here}/../x/", "{here}/x/?next=//evil", "{here}//evil.example/", "{here}/x",
        "{here}/x/\n", "{here}/" + "a" * 200 + "/",
    ],
)  # fmt: skip
def test_origin_that_is_no_address_of_this_site_is_refused(origin: str) -> None:
    _challenge, joined = told()
    begun = Beginning(origin=origin.replace("{here}", site_address()))
    with pytest.raises(Refused, match="adres van deze site"):
        library.begin_practice(joined, title=TITLE, begun=begun, by=Actor.of(make.amina()))
    assert not Practice.objects.exists()


def test_party_without_somebody_a_letter_reaches_is_told_of_on_the_draft_and_publishing_waits() -> None:
    challenge, joined = told()
    challenge.seats.filter(person=make.bram()).update(rules=None)
    begin(challenge, joined)
    practice, amina = Practice.objects.get(), Actor.of(make.amina())
    assert "Niemand kan ja zeggen namens hen" in browser(make.amina()).get(at(practice)).content.decode()
    library.write_practice(practice, account=ACCOUNT, by=amina)
    library.ask_review(practice, by=amina)
    library.review(practice, good=True, by=Actor.of(make.person("Lezer")))
    library.answer_voice(practice.voices.get(approvers__person=make.amina()), yes=True, quote="", by=amina)
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        library.publish(practice, by=amina)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_with_one_and_with_three_networks(count: int, django_assert_num_queries: Any) -> None:
    challenge, _joined = told()
    for number in range(1, count):
        made = other_network(f"netwerk-{number}")
        coordinator(made, make.dilek())
        member(made, "De Schakel", make.amina())
    client = browser(make.amina())
    client.get(of(challenge))
    with django_assert_num_queries(9):
        client.get(of(challenge))

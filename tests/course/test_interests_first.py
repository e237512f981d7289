"""Nobody decides about a route before every party that is awake said what it needs (A12, R21)."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.consent.actions import respond
from communityup.workspace.course import actions
from communityup.workspace.course.models import Route, Version
from communityup.workspace.goals.actions import add_interest, withdraw_interest
from communityup.workspace.goals.models import Interest
from communityup.workspace.goals.queries import interests_wait
from communityup.workspace.silence.jobs import follow_silences
from communityup.workspace.silence.models import Silence
from communityup.workspace.silence.queries import waits_since
from tests import make
from tests.make_course import NAME, OTHER, WHY, WORDS, by, changed, client_of, ended, lines, page, reopened, route
from tests.make_notices import at

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def propose(challenge: Challenge) -> Version:
    return actions.propose_route(challenge, name=NAME, words=WORDS, why=WHY, by=by("Amina"))


def test_a12_no_route_is_proposed_before_every_party_said_what_it_needs_and_who_lacks_is_named() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    add_interest(challenge, words="Een warme plek", by=by("Amina"))
    before = lines(challenge)
    with pytest.raises(Refused, match=r"Gemeente Lindeveen.*eigen belangen"):
        propose(challenge)
    assert (lines(challenge), Route.objects.count()) == (before, 0)
    add_interest(challenge, words="Geen hoge kosten", by=by("Bram"))
    assert respond(propose(challenge).asked, agrees=True, by=by("Bram")).agreed


def test_a12_a_party_that_comes_meanwhile_or_took_its_interest_back_is_named_at_the_last_yes() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    for name in ("Amina", "Bram"):
        add_interest(challenge, words=f"Iets voor {name}", by=by(name))
    version = propose(challenge)
    withdraw_interest(Interest.objects.get(party__number=2), by=Actor.of(bram))
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        respond(version.asked, agrees=True, by=by("Bram"))
    version.refresh_from_db()
    assert version.in_force_at is None
    add_interest(challenge, words="Geen hoge kosten", by=by("Bram"))
    respond(version.asked, agrees=True, by=by("Bram"))
    version.refresh_from_db()
    assert version.in_force_at is not None


def test_a12_a_change_of_course_and_an_end_wait_too_and_b29_looking_again_is_asked_at_any_moment() -> None:
    challenge, amina, bram = make.challenge_of_two()
    found = route(challenge, amina, bram)
    make.join(challenge, make.dilek(), "School", "institution")
    for act in (changed, ended):
        with pytest.raises(Refused, match="School"):
            act(found, by("Amina"))
    version = reopened(found, by("Amina"))
    respond(version.asked, agrees=True, by=by("Bram"))
    with pytest.raises(Refused, match="School"):
        respond(version.asked, agrees=True, by=by("Dilek"))
    add_interest(challenge, words="Een veilige stoep", by=by("Dilek"))
    respond(version.asked, agrees=True, by=by("Dilek"))
    found.refresh_from_db()
    assert str(found.current.words) == OTHER if found.current else False


def test_a12_r15_a_party_that_sleeps_freezes_no_route() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    for name in ("Amina", "Bram"):
        add_interest(challenge, words=f"Iets voor {name}", by=by(name))
    school = make.join(challenge, make.dilek(), "School", "institution")
    with pytest.raises(Refused, match="School"):
        propose(challenge)
    Party.objects.filter(pk=school.pk).update(state=Party.State.ASLEEP)
    version = propose(challenge)
    respond(version.asked, agrees=True, by=Actor.of(bram))
    version.refresh_from_db()
    assert version.in_force_at is not None


def test_a12_nothing_that_was_typed_is_lost_when_a_party_did_not_say_what_it_needs() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    address, typed = f"/opgaven/{challenge.slug}/koers/nieuw/", "Eerst het dak en dan verder."
    form = client_of("Amina").get(address).content.decode()
    assert "Nog niet:" in form
    review = (timezone.localdate() + 90 * DAY).isoformat()
    answer = client_of("Amina").post(address, {"name": NAME, "words": typed, "why": WHY, "review_on": review})
    told = answer.content.decode()
    assert (answer.status_code, typed in told, "Eerst zegt elke partij" in told) == (422, True, True)
    assert Route.objects.count() == 0


def test_a12_e3_the_page_names_for_everybody_who_did_not_say_yet_what_it_needs() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    add_interest(challenge, words="Een warme plek", by=by("Amina"))
    for name in ("Amina", "Bram", None):
        told = page(challenge, name=name)
        assert "Nog niet:" in told
        assert f"/opgaven/{challenge.slug}/belangen/" in told
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    assert "Nog niet:" not in page(challenge), "nothing is decided there any more"
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.INTERESTS)
    add_interest(challenge, words="Geen hoge kosten", by=by("Bram"))
    assert "Nog niet:" not in page(challenge)


def test_r15_who_never_says_what_it_needs_is_reminded_like_any_other_silence() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    add_interest(challenge, words="Een warme plek", by=by("Amina"))
    assert interests_wait() == {}
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.INTERESTS)
    challenge.refresh_from_db()
    lindeveen = challenge.parties.get(number=2)
    began = Interest.objects.get().added_at
    assert interests_wait() == interests_wait(challenge) == waits_since(challenge) == {lindeveen.pk: began}
    with at(timezone.now() + 40 * DAY):
        assert follow_silences() == 1
    assert Silence.objects.get().party == lindeveen
    add_interest(challenge, words="Geen hoge kosten", by=by("Bram"))
    assert interests_wait() == {}


def test_r15_in_the_lead_in_and_after_the_end_nobody_waits_for_interests() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    add_interest(challenge, words="Een warme plek", by=by("Amina"))
    for phase in (Phase.LEAD_IN, Phase.CLOSED):
        Challenge.objects.filter(pk=challenge.pk).update(phase=phase)
        challenge.refresh_from_db()
        assert (interests_wait(), interests_wait(challenge)) == ({}, {})

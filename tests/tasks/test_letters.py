"""Who stands in for a colleague gets a letter of their own, once; and one when it is over before the day."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from communityup.log.models import Line
from communityup.notices.actions import choose_rhythm
from communityup.notices.models import Rhythm
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.post.queries import in_quiet_hours
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.rings import actions as rings
from communityup.workspace.tasks.actions import come_back, go_away
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def by(person: Person) -> Actor:
    return Actor.of(person)


def away(person: Person, substitute: Person | None, *, days: int = 7) -> None:
    go_away(until=timezone.localdate() + days * DAY, substitute=substitute, by=by(person))


def letters(person: Person) -> list[Mail]:
    """Return what was written to somebody since they were asked last; and begin anew."""
    found = list(Mail.objects.filter(to=person.email).order_by("pk"))
    Mail.objects.filter(to=person.email).delete()
    return found


def subjects(person: Person) -> list[str]:
    return [mail.subject for mail in letters(person)]


@built_once
def with_colleagues() -> tuple[Challenge, Person, Person, Person]:
    """Return a challenge in which Bram, Dilek and Eva sit for the municipality."""
    challenge, _amina, bram = make.challenge_of_two()
    eva = make.person("Eva")
    for one in (make.dilek(), eva):
        make.colleague(challenge.parties.get(number=2), one, inviter=bram)
    Mail.objects.all().delete()
    return challenge, bram, make.dilek(), eva


@built_once
def with_one_around() -> tuple[Challenge, Person, Person]:
    """Return a challenge with Amina at the table and Carla of her party around it."""
    challenge, amina, _bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(challenge.parties.get(number=1), carla, inviter=amina)
    rings.leave_table(challenge, by=by(carla))
    Mail.objects.all().delete()
    return challenge, amina, carla


def test_who_stands_in_from_now_on_gets_one_letter_with_where_and_until_when() -> None:
    challenge, bram, dilek, _eva = with_colleagues()
    before = Line.objects.count()
    away(bram, dilek)
    away(bram, dilek)
    (mail,) = letters(dilek)
    assert mail.subject == "Je vervangt Bram"
    assert f"- {challenge.title}" in mail.text
    assert re.search(r"tot en met \d+ \w+ 20\d\d", mail.text)
    assert "/mijn/taken/" in mail.text
    assert "List-Unsubscribe-Post" in mail.headers
    assert not in_quiet_hours(mail.due_at)
    assert Line.objects.count() == before, "no log says who is away"
    assert letters(bram) == []


def test_another_day_is_told_and_somebody_else_lets_the_first_go() -> None:
    _challenge, bram, dilek, eva = with_colleagues()
    away(bram, dilek)
    away(bram, dilek, days=9)
    assert subjects(dilek) == ["Je vervangt Bram"] * 2
    away(bram, eva, days=9)
    assert (subjects(dilek), subjects(eva)) == (["Je vervangt Bram niet meer"], ["Je vervangt Bram"])
    away(bram, dilek, days=9)
    assert (subjects(dilek), subjects(eva)) == (["Je vervangt Bram"], ["Je vervangt Bram niet meer"])


def test_who_is_back_before_the_day_tells_who_stood_in_and_once() -> None:
    _challenge, bram, dilek, _eva = with_colleagues()
    come_back(by=by(bram))
    assert letters(dilek) == []
    away(bram, dilek)
    letters(dilek)
    come_back(by=by(bram))
    come_back(by=by(bram))
    assert subjects(dilek) == ["Bram is er weer"]


def test_after_the_day_it_is_over_by_itself_and_no_letter_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _challenge, bram, dilek, _eva = with_colleagues()
    away(bram, dilek, days=2)
    letters(dilek)
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + 4 * DAY)
    come_back(by=by(bram))
    assert letters(dilek) == []


def test_who_stopped_their_mail_gets_none_and_who_may_not_decide_neither() -> None:
    challenge, bram, dilek, eva = with_colleagues()
    choose_rhythm(dilek, rhythm=Rhythm.SITE, by=by(dilek))
    away(bram, dilek)
    assert letters(dilek) == []
    away(bram, eva)
    letters(eva)
    rings.leave_table(challenge, by=by(eva))
    come_back(by=by(bram))
    assert letters(eva) == []


def test_who_is_asked_to_stand_in_at_the_table_gets_one_letter_and_one_when_that_is_over() -> None:
    challenge, amina, carla = with_one_around()
    for _again in range(2):
        rings.name_substitute(challenge, substitute=carla, by=by(amina))
    (mail,) = letters(carla)
    assert mail.subject == "Wil je Amina vervangen?"
    assert reverse("rings:stand_in", args=[challenge.slug]) in mail.text
    rings.drop_substitute(challenge, by=by(amina))
    assert subjects(carla) == ["Je vervangt Amina niet meer"]
    rings.name_substitute(challenge, substitute=carla, by=by(amina))
    letters(carla)
    rings.decline_substitution(challenge, by=by(carla))
    assert letters(carla) == [], "it was their own no"


def test_who_said_yes_for_a_place_hears_that_they_stand_in_from_now_on() -> None:
    challenge, amina, carla = with_one_around()
    rings.name_substitute(challenge, substitute=carla, by=by(amina))
    rings.accept_substitution(challenge, number=1, by=by(carla))
    letters(carla)
    away(amina, carla)
    assert subjects(carla) == ["Je vervangt Amina"]
    come_back(by=by(amina))
    assert subjects(carla) == ["Amina is er weer"]


def test_r16_who_stands_in_for_a_facilitator_gets_a_letter_and_who_no_longer_does() -> None:
    challenge, guard, _outside = make_facilitators.guarded()
    els, amina = make.person("Els"), make.amina()
    found = [mail for mail in letters(els) if mail.key.startswith("guard-stand-in:")]
    assert [mail.subject for mail in found] == ["Je vervangt Dilek"]
    assert f"/opgaven/{challenge.slug}/procesbegeleiders/" in found[0].text
    letters(amina)
    for _again in range(2):
        facilitators.name_substitute(challenge, person=amina, by=by(guard.person))
    assert (subjects(els), subjects(amina)) == (["Je vervangt Dilek niet meer"], ["Je vervangt Dilek"])
    facilitators.stop(challenge, by=by(guard.person))
    assert subjects(amina) == ["Je vervangt Dilek niet meer"]


def test_r16_who_takes_over_from_a_facilitator_is_not_told_that_they_no_longer_stand_in() -> None:
    challenge, guard, _outside = make_facilitators.guarded()
    els = make.person("Els")
    letters(els)
    asked = facilitators.hand_over(challenge, by=by(guard.person))
    facilitators.accept(asked, substitute=make.amina(), by=by(els))
    make_facilitators.agree(asked, make.amina(), make.bram())
    assert Facilitator.objects.filter(challenge=challenge, person=els, until=None).exists()
    assert "Je vervangt Dilek niet meer" not in subjects(els)

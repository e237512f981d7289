"""Who is missing: perspectives in words, what was done to hear them, and an open chair that all see."""

import datetime as dt
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Ring, Seat
from communityup.workspace.moderation.actions import take_back
from communityup.workspace.outreach import actions
from communityup.workspace.outreach.actions import MOST_MISSING, Speaking, mark_heard
from communityup.workspace.outreach.models import Attempt, Perspective
from communityup.workspace.rings.actions import follow
from tests import make, make_facilitators

pytestmark = pytest.mark.django_db
NIGHT = "Wie hier 's nachts werkt"
TRAITS = (
    "gender", "sex", "age", "birth", "born", "ethnic", "race", "origin_country", "nationality", "religion", "belief",
    "health", "disab", "income", "education", "marital", "geslacht", "leeftijd", "herkomst", "afkomst", "geloof",
)  # fmt: skip
NO_TRAIT = {"agenda", "message", "stage", "page", "language", "usage", "storage", "passage", "tag"}


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/wie-ontbreekt/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def named(challenge: Challenge, words: str = NIGHT, name: str = "Amina") -> Perspective:
    return actions.name_perspective(challenge, words=words, by=by(name))


def trait_fields(names: list[tuple[str, str]]) -> list[str]:
    """Return the fields whose name says that they hold a trait of a person."""
    found = []
    for model, field in names:
        parts = set(re.split(r"[._]", field.lower())) - NO_TRAIT
        if any(part.startswith(trait) for part in parts for trait in TRAITS):
            found.append(f"{model}.{field}")
    return found


def test_s16_no_field_stores_a_trait_of_a_person() -> None:
    models = [model for model in apps.get_models() if model.__module__.startswith("communityup.")]
    names = [(model._meta.label, field.name) for model in models for field in model._meta.get_fields()]
    assert len(names) > 300
    assert not trait_fields(names)
    assert trait_fields([("x", "age_group"), ("x", "gender"), ("x", "language")]) == ["x.age_group", "x.gender"]


def test_s16_everybody_in_it_names_a_view_and_the_chair_stands_open_for_it_everywhere() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert "Wie zou je willen horen" in Client().get(f"/opgaven/{challenge.slug}/").content.decode()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=make.amina())
    Seat.objects.filter(person=make.dilek()).update(ring=Ring.CONTRIBUTOR)
    follow(challenge, by=by("Volger"))
    before = lines(challenge)
    ours, followers = named(challenge, name="Dilek"), named(challenge, "Wie hier straks woont", "Volger")
    assert lines(challenge) == [*before, *["outreach.perspective_named"] * 2]
    assert (ours.party, followers.party) == (challenge.parties.get(number=1), None)
    for address in ("", "doelen/", "wie-ontbreekt/"):
        page = Client().get(f"/opgaven/{challenge.slug}/{address}").content.decode()
        assert "nachts werkt" in page, address
        assert "Wie hier straks woont" in page, address
    assert "2 blikken ontbreken" in Client().get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()


def test_s16_who_guards_the_process_names_and_reaches_out_too() -> None:
    challenge, first, _second = make_facilitators.guarded()
    inside = actions.name_perspective(challenge, words=NIGHT, by=Actor.of(first.person))
    assert inside.party is None
    line = Line.objects.filter(stream=challenge.stream).latest("n")
    assert not line.party


@pytest.mark.parametrize("who", ["Vreemde", "Raadslid"])
def test_strangers_and_observers_tell_nothing(who: str) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    make.observer(challenge, make.person("Raadslid"))
    view = named(challenge)
    tried = actions.reach_out(view, how="Langs de poort", day=timezone.localdate(), by=by("Bram"))
    before = lines(challenge)
    for act in (
        lambda: named(challenge, "Iets", who),
        lambda: actions.mark_heard(view, by=by(who)),
        lambda: actions.mark_missing(view, by=by(who)),
        lambda: actions.reach_out(view, how="Zo", day=timezone.localdate(), by=by(who)),
        lambda: actions.tell_result(tried, result="Zo", by=by(who)),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed):
        actions.mark_heard(view, by=Actor.operator())
    assert lines(challenge) == before


def test_the_log_of_reaching_out_says_which_party_how_when_and_what_came_of_it() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    view, day = named(challenge), timezone.localdate() - dt.timedelta(days=2)
    before = lines(challenge)
    tried = actions.reach_out(view, how="Twee nachten bij de poort", day=day, by=by("Bram"))
    page = Client().get(base(challenge)).content.decode()
    for words in ("Gemeente Lindeveen", "Twee nachten bij de poort", "Nog niet verteld wat het opleverde"):
        assert words in page
    actions.tell_result(tried, result="Vier mensen willen meepraten", by=by("Amina"))
    assert lines(challenge) == [*before, "outreach.reached_out", "outreach.result_told"]
    page = Client().get(base(challenge)).content.decode()
    assert "Vier mensen willen meepraten" in page
    assert "Nog niet verteld wat het opleverde" not in page
    with pytest.raises(Refused):
        actions.reach_out(view, how="Morgen", day=timezone.localdate() + dt.timedelta(days=1), by=by("Bram"))


def test_a_view_that_is_heard_no_longer_stands_at_the_chair_and_may_be_missing_again() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    view = named(challenge)
    before = lines(challenge)
    for _twice in range(2):
        actions.mark_heard(view, by=by("Bram"))
    assert "nachts werkt" not in Client().get(f"/opgaven/{challenge.slug}/").content.decode()
    assert "nachts werkt" in Client().get(base(challenge)).content.decode()
    for _twice in range(2):
        actions.mark_missing(view, by=by("Bram"))
    assert lines(challenge) == [*before, "outreach.perspective_heard", "outreach.perspective_missing"]
    assert "nachts werkt" in Client().get(f"/opgaven/{challenge.slug}/").content.decode()


def test_the_chair_stays_readable_at_most_so_many_views_are_missing() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for number in range(MOST_MISSING):
        named(challenge, f"Blik {number}")
    with pytest.raises(Refused):
        named(challenge, "Nog een")


def test_the_same_view_named_twice_by_a_party_is_one_as_long_as_it_is_missing() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for name in ("Volger", "Andere volger"):
        follow(challenge, by=by(name))
    first, before = named(challenge, "De winkels"), len(lines(challenge))
    assert named(challenge, "  De winkels ") == first
    assert len(lines(challenge)) == before
    others = [named(challenge, "De winkels", name) for name in ("Bram", "Volger", "Andere volger", "Volger")]
    assert len({first, *others}) == 4, "another party, and each who is here for none, say it for themselves"
    mark_heard(first, by=by("Amina"))
    assert named(challenge, "De winkels") != first, "what has a voice can be missing anew"


def test_the_same_view_is_one_also_when_no_more_can_be_named() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    shown = [named(challenge, f"Blik {number}") for number in range(MOST_MISSING)]
    assert named(challenge, "Blik 0") == shown[0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_and_three(count: int, django_assert_num_queries: Any) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for number in range(count):
        view = named(challenge, f"Blik {number}")
        actions.reach_out(view, how="Langs", day=timezone.localdate(), result="Iets", by=by("Bram"))
        actions.ask_to_join(
            challenge, name=f"Partij {number}", kind="other", speaking=Speaking("Ons", "Zo"), by=by(f"Nieuw{number}")
        )
    client = Client()
    client.get(base(challenge))
    with django_assert_num_queries(5):
        client.get(base(challenge))


def test_over_http_each_form_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client, view = signed_in(amina), named(challenge)
    missing = client.post(f"{base(challenge)}noemen/", {"words": ""})
    assert missing.status_code == 422
    assert client.post(f"{base(challenge)}noemen/", {"words": "Wie hier speelt"}).status_code == 302
    tried = f"{base(challenge)}perspectief/{view.public_id}/uitreiken/"
    wrong = client.post(tried, {"how": "Aan de deur", "day": "gisteren"})
    assert wrong.status_code == 422
    assert "Aan de deur" in wrong.content.decode()
    day = timezone.localdate().isoformat()
    assert client.post(tried, {"how": "Aan de deur", "day": day}).status_code == 302
    attempt = Attempt.objects.get()
    told = f"{base(challenge)}uitreiken/{attempt.public_id}/uitkomst/"
    assert client.post(told, {"result": ""}).status_code == 422
    assert client.post(told, {"result": "Twee mensen"}).status_code == 302
    assert client.post(f"{base(challenge)}perspectief/{view.public_id}/gehoord/").status_code == 302
    assert client.post(f"{base(challenge)}perspectief/{view.public_id}/ontbreekt/").status_code == 302
    assert client.post(f"{base(challenge)}perspectief/onbekend/gehoord/").status_code == 404
    assert client.get(f"{base(challenge)}perspectief/{view.public_id}/gehoord/").status_code == 405
    assert client.get(f"{base(challenge)}partij/9/").status_code == 404


def test_over_http_a_stranger_asks_to_join_speaks_from_the_chair_and_takes_it_back() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    chris, join = signed_in(make.chris()), f"{base(challenge)}meedoen/"
    assert Client().get(join).status_code == 302, "a visitor signs in first"
    assert signed_in(bram).get(join).status_code == 409
    assert "nachts" not in chris.get(join).content.decode()
    filled = {"name": "Winkeliers", "kind": "entrepreneurs", "speaks_for": "Elf winkels", "known_by": ""}
    wrong = chris.post(join, filled)
    assert (wrong.status_code, "Elf winkels" in wrong.content.decode()) == (422, True)
    assert chris.post(join, {**filled, "known_by": "Ze vroegen het"}).status_code == 302
    own = f"{base(challenge)}partij/3/"
    assert "lege-stoel" in chris.get(own).content.decode()
    assert "lege-stoel" not in Client().get(own).content.decode()
    assert chris.post(f"{own}lege-stoel/", {"words": ""}).status_code == 422
    assert chris.post(f"{own}lege-stoel/", {"words": "Denk aan het laden"}).status_code == 302
    assert chris.post(f"{own}namens/", {"speaks_for": "Elf"}).status_code == 422
    assert chris.post(f"{own}namens/", {"speaks_for": "Elf", "known_by": "Zo"}).status_code == 302


def test_over_http_only_who_keeps_the_process_looks_and_only_who_waits_speaks_for_itself() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    asked = actions.ask_to_join(
        challenge, name="Winkeliers", kind="other", speaking=Speaking("Elf", "Zo"), by=by("Chris")
    ).asked
    table, chris, own = signed_in(bram), signed_in(make.chris()), f"{base(challenge)}partij/3/"
    page = f"/opgaven/{challenge.slug}/akkoord/{asked.public_id}/"
    assert table.post(f"{page}nog-niet/", {"reason": "Het is vol"}).status_code == 302
    assert table.post(f"{own}blik/", {"words": ""}).status_code == 422
    assert table.post(f"{own}blik/", {"words": "Er is plek"}).status_code == 302
    for address in ("lege-stoel/", "namens/"):
        assert table.get(f"{own}{address}").status_code == 403
    assert chris.get(f"{own}blik/").status_code == 403
    assert table.post(f"{own}intrekken/").status_code == 403
    assert chris.post(f"{own}intrekken/").status_code == 302
    assert "vraagt niet meer" in Client().get(own).content.decode()


def test_e2_what_somebody_told_of_reaching_out_is_changed_by_their_own_party_alone() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    follow(challenge, by=by("Volger"))
    tried = actions.reach_out(named(challenge), how="Bij de poort", day=timezone.localdate(), by=by("Bram"))
    actions.tell_result(tried, result="Niemand werd gehoord", by=by("Amina"))
    before = lines(challenge)
    for other in ("Bram", "Volger"):
        with pytest.raises(NotAllowed, match="Anderen vertelden"):
            actions.tell_result(tried, result="Alles ging goed", by=by(other))
    address = f"{base(challenge)}uitreiken/{tried.public_id}/uitkomst/"
    assert signed_in(bram).get(address).status_code == 403
    assert f'href="{address}"' not in signed_in(bram).get(base(challenge)).content.decode()
    assert f'href="{address}"' in signed_in(make.dilek()).get(base(challenge)).content.decode()
    form = signed_in(make.dilek()).get(address).content.decode()
    assert "Niemand werd gehoord" in form, "one changes what is there and does not begin with an empty field"
    actions.tell_result(tried, result="Niemand werd gehoord", by=by("Dilek"))
    assert lines(challenge) == before, "the same words again change nothing"
    actions.tell_result(tried, result="Twee mensen werden gehoord", by=by("Dilek"))
    assert str(Attempt.objects.get().result) == "Twee mensen werden gehoord"
    whose = Client().get(base(challenge)).content.decode().partition("Twee mensen werden gehoord")[2][:200]
    assert challenge.parties.get(number=1).name in whose


def test_e2_who_is_here_for_no_party_changes_what_they_told_themselves_and_what_is_gone_is_told_anew() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for name in ("Volger", "Andere volger"):
        follow(challenge, by=by(name))
    tried = actions.reach_out(
        named(challenge), how="Langs", day=timezone.localdate(), result="Drie gesprekken", by=by("Volger")
    )
    with pytest.raises(NotAllowed):
        actions.tell_result(tried, result="Niets", by=by("Andere volger"))
    tried = actions.tell_result(tried, result="Vier gesprekken", by=by("Volger"))
    assert tried.result is not None
    take_back(challenge, tried.result, by=by("Volger"))
    actions.tell_result(tried, result="Er kwam een brief", by=by("Bram"))
    assert str(Attempt.objects.get().result) == "Er kwam een brief"


def test_x7_who_only_follows_names_and_reaches_out_and_takes_no_view_from_the_chair() -> None:
    challenge, first, _second = make_facilitators.guarded()
    follow(challenge, by=by("Volger"))
    view, heard = named(challenge, name="Volger"), named(challenge, "Wie hier speelt", "Bram")
    actions.mark_heard(heard, by=by("Bram"))
    for act, one in ((actions.mark_heard, view), (actions.mark_missing, heard)):
        with pytest.raises(NotAllowed, match="die meedoen"):
            act(one, by=by("Volger"))
    page = signed_in(make.person("Volger")).get(base(challenge)).content.decode()
    assert "/uitreiken/" in page
    assert "/gehoord/" not in page
    assert "/ontbreekt/" not in page
    for who in (first.person, make.bram()):
        assert "/gehoord/" in signed_in(who).get(base(challenge)).content.decode()
    assert actions.mark_heard(view, by=Actor.of(first.person)).heard_at is not None

"""A practice challenge: marked everywhere, never public, in no proof, and gone without a trace in one act."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.actions import forget_practice, open_stream, seal
from communityup.log.exports import read_ends
from communityup.log.models import Leaf, Line, Stream
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Text, Version
from communityup.workspace.challenges.actions import start_challenge
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.joining.actions import make_sheet
from communityup.workspace.reach import actions, queries
from communityup.workspace.readiness import actions as readiness
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import GO_PUBLIC
from communityup.workspace.subchallenges.actions import split_off
from tests import make
from tests.make_agreements import agreed
from tests.make_dialogue import thoughts
from tests.make_goals import shared_goal
from tests.make_notices import told
from tests.make_table import client_of

pytestmark = pytest.mark.django_db


def practised(title: str = "Oefenen met het plein") -> Challenge:
    challenge = start_challenge(
        title=title, place="Nergens", why="Om te oefenen.", kind="residents", practice=True, by=Actor.of(make.amina())
    )
    make.join(challenge, make.bram(), "Gemeente Oefenstad", "municipality")
    return challenge


def rows() -> dict[str, int]:
    """Return how many rows each table holds."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models(include_auto_created=True)}


def fill(challenge: Challenge) -> None:
    amina, bram = make.amina(), make.bram()
    shared_goal(challenge, amina, bram)
    agreed(challenge, amina, bram)
    thoughts(challenge, amina)
    actions.be_contact(challenge, name="A", phone="", email="a@example.org", hours="Nooit", by=Actor.of(amina))
    told()


def test_a_practice_leaves_no_trace_in_any_table() -> None:
    real = make.challenge_of_two(title="Een echte opgave")[0]
    make.person("Iemand")
    told()
    before, lines = rows(), Line.objects.filter(stream=real.stream).count()
    challenge = practised()
    fill(challenge)
    assert rows()["challenges.Challenge"] == before["challenges.Challenge"] + 1
    assert Notice.objects.filter(stream=challenge.stream).exists()
    actions.throw_away(challenge, by=Actor.of(make.amina()))
    connection.check_constraints()
    after = rows()
    left = {name: (before[name], count) for name, count in after.items() if count != before[name]}
    # A person's own choices about messages are the person's, not the challenge's; the letter tells that it is gone.
    assert set(left) <= {"notices.Listener", "post.Mail"}
    assert Mail.objects.filter(text__contains="Oefenen met het plein").get().subject.startswith("Weggegooid: ")
    assert Line.objects.filter(stream=real.stream).count() == lines


def test_the_words_of_a_practice_are_gone_and_those_beside_it_stay() -> None:
    real = make.challenge_of_two(title="Een echte opgave")[0]
    challenge = practised()
    fill(challenge)
    words = queries.belongs_to(challenge)[Text]
    assert words
    assert real.opening_id not in words
    actions.throw_away(challenge, by=Actor.of(make.amina()))
    assert not Version.objects.filter(text_id__in=words).exists()
    assert Version.objects.filter(text=real.opening_id).exists()
    assert not Mail.objects.filter(text__contains="Oefenen met het plein", key__startswith="invitation:").exists()
    assert {person.email for person in Person.objects.all()} >= {"amina@example.org", "bram@example.org"}


@pytest.mark.parametrize(("name", "other"), [("amina", "bram"), ("bram", "amina")])
def test_e23_each_party_throws_a_practice_away_the_others_hear_it_and_a_real_challenge_nobody(
    name: str, other: str
) -> None:
    challenge, real = practised(), make.challenge_of_two(title="Een echte opgave")[0]
    with pytest.raises(NotAllowed):
        actions.throw_away(challenge, by=Actor.of(make.chris()))
    with pytest.raises(Refused):
        actions.throw_away(real, by=Actor.of(make.person(name.title())))
    assert Challenge.objects.count() == 2
    actions.throw_away(challenge, by=Actor.of(make.person(name.title())))
    letters = Mail.objects.filter(subject__startswith="Weggegooid: ")
    assert [letter.to for letter in letters] == [f"{other}@example.org"]
    assert list(Challenge.objects.all()) == [real]


def test_a_practice_offers_nothing_that_is_refused_and_its_banner_only_what_one_may() -> None:
    challenge = practised()
    away = f"/opgaven/{challenge.slug}/oefenen/weggooien/"
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=make.amina())
    challenge.seats.filter(person=make.dilek()).update(ring="contributor")
    for person, may in ((make.amina(), True), (make.bram(), True), (make.dilek(), False)):
        client = client_of(person)
        for place in ("", "aanloop/", "delen/"):
            page = client.get(f"/opgaven/{challenge.slug}/{place}").content.decode()
            assert "Iedereen laten meelezen" not in page
            assert "Vraag alle partijen om iedereen te laten meelezen" not in page
            assert (away in page) is may
        assert client.get(away).status_code == (200 if may else 403)


def test_throwing_away_over_http_asks_first_and_is_for_who_acts_for_a_party() -> None:
    challenge = practised()
    address = f"/opgaven/{challenge.slug}/oefenen/weggooien/"
    assert Client().get(address).headers["Location"].startswith("/account/inloggen/")
    assert client_of(make.chris()).get(address).status_code == 404
    assert client_of(make.bram()).get(address).status_code == 200
    client = client_of(make.amina())
    assert "kan niet ongedaan worden gemaakt" in client.get(address).content.decode()
    assert Challenge.objects.filter(pk=challenge.pk).exists()
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    assert not Challenge.objects.filter(pk=challenge.pk).exists()


def test_a_practice_is_marked_on_every_page_in_the_list_and_in_every_invitation() -> None:
    challenge = practised()
    client = client_of(make.bram())
    for place in ("", "partijen/", "aanloop/", "dialoog/", "logboek/", "delen/"):
        page = client.get(f"/opgaven/{challenge.slug}/{place}").content.decode()
        assert "Dit is een oefenopgave." in page, place
        assert "<title>Oefening: " in page, place
    assert "oefening · Nergens" in client.get("/opgaven/").content.decode()
    letter = Mail.objects.get(to="bram@example.org")
    assert letter.subject.startswith("Oefening: ")
    assert "Dit is alleen om te oefenen." in letter.text
    real = make.challenge_of_two(title="Een echte opgave")[0]
    assert "oefenopgave" not in client.get(f"/opgaven/{real.slug}/").content.decode()


def test_a_practice_is_never_public_nor_sealed_nor_handed_out() -> None:
    challenge = practised()
    with pytest.raises(Refused):
        propose_step(challenge, GO_PUBLIC, by=Actor.of(make.amina()))
    real = make.challenge_of_one(title="Een echte opgave")
    while seal():
        pass
    assert not Leaf.objects.filter(line__stream=challenge.stream).exists()
    assert Leaf.objects.filter(line__stream=real.stream).exists()
    streams = {row["public_id"] for row in read_ends(everything=True).streams}
    assert real.stream.public_id in streams
    assert challenge.stream.public_id not in streams
    with pytest.raises(Stream.DoesNotExist):
        read_ends(challenge.stream.public_id)


def test_the_start_form_offers_practice_folded_away(client: Client) -> None:
    client.force_login(make.amina())
    page = client.get("/opgaven/nieuw/").content.decode()
    assert '<details class="folded"><summary>Meer keuzes</summary>' in page
    data = {"title": "Oefenvraag?", "place": "Nergens", "why": "Zomaar.", "kind": "residents"}
    assert client.post("/opgaven/nieuw/", {**data, "practice": "on"}).status_code == 302
    assert Challenge.objects.get().practice
    assert client.post("/opgaven/nieuw/", {**data, "title": "Echte vraag?"}).status_code == 302
    assert not Challenge.objects.get(title="Echte vraag?").practice


def test_the_database_lets_only_lines_of_a_practice_go_and_no_stream_becomes_one() -> None:
    challenge, real = practised(), make.challenge_of_one(title="Een echte opgave")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Line.objects.filter(stream=real.stream)._raw_delete("default")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Stream.objects.filter(pk=real.stream_id).update(kind=Stream.Kind.PRACTICE)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Line.objects.filter(stream=challenge.stream).update(n=99)
    with pytest.raises(ValueError, match="practice"):
        forget_practice(real.stream)
    stream = open_stream("practice")
    assert (forget_practice(stream), Stream.objects.filter(pk=stream.pk).exists()) == (0, False)
    assert Line.objects.filter(stream=real.stream).count() == 1


def test_a_practice_with_own_rounds_parts_and_codes_leaves_no_trace_either() -> None:
    make.challenge_of_two(title="Een echte opgave")
    told()
    before = rows()
    challenge, amina, bram = practised(), Actor.of(make.amina()), Actor.of(make.bram())
    readiness.answer(readiness.ask_own(challenge, by=amina), given={"H2": 1, "O1": "Dit blijft bij ons"}, by=amina)
    readiness.answer(readiness.ask_own(challenge, by=bram), given={"H2": 2}, by=bram)
    part = split_off(challenge, title="Een deel om te oefenen", place="Nergens", why="Ook om te oefenen.", by=amina)
    assert not Stream.objects.filter(kind="challenge", public_id=part.stream.public_id).exists()
    today = timezone.localdate()
    make_sheet(challenge, public_id=new_id(), source="letter", number=2, last_day=today, by=amina)
    told()
    actions.throw_away(challenge, by=amina)
    connection.check_constraints()
    left = {name for name, count in rows().items() if count != before[name]}
    assert left <= {"notices.Listener", "post.Mail"}
    assert not Version.objects.filter(body="Dit blijft bij ons").exists()
    assert not Mail.objects.filter(text__contains="Een deel om te oefenen").exists()


def test_a_code_of_a_practice_that_is_gone_does_not_work_and_a_part_goes_alone_too() -> None:
    challenge, amina = practised(), Actor.of(make.amina())
    today = timezone.localdate()
    printed = make_sheet(challenge, public_id=new_id(), source="letter", number=1, last_day=today, by=amina)
    part = split_off(challenge, title="Een deel om te oefenen", place="Nergens", why="Ook om te oefenen.", by=amina)
    actions.throw_away(part, by=amina)
    assert list(Challenge.objects.all()) == [challenge]
    actions.throw_away(challenge, by=amina)
    answer = Client().get(f"/o/{printed.codes[0]}/")
    assert (answer.status_code, "werkt niet, of niet meer" in answer.content.decode()) == (404, True)


def test_e29_everybody_in_a_practice_hears_that_it_is_gone_also_a_colleague_and_who_reads_along() -> None:
    challenge = practised()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=make.amina())
    make.observer(challenge, make.chris())
    Facilitator.objects.create(challenge=challenge, person=make.person("Femke"), since=timezone.now())
    actions.throw_away(challenge, by=Actor.of(make.amina()))
    letters = Mail.objects.filter(subject__startswith="Weggegooid: ").values_list("to", flat=True)
    assert sorted(letters) == [f"{one}@example.org" for one in ("bram", "chris", "dilek", "femke")]

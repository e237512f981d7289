"""From standpoint to interest: how far ahead it looks, who speaks for the long term, and what others ask on."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.models import TAKEN_BACK, stand_in
from communityup.workspace.challenges.models import Challenge, Facilitator, Party
from communityup.workspace.goals import actions, permissions, queries
from communityup.workspace.goals.models import Interest, Question
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_goals

pytestmark = pytest.mark.django_db
LONG = Interest.Horizon.LONG


def last_line(challenge: Challenge) -> Line:
    return Line.objects.filter(stream=challenge.stream).order_by("n").last()  # type: ignore[return-value]


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.person(name))
    return client


def test_b6_an_interest_says_how_far_it_looks_and_who_speaks_for_the_long_term() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    actions.tell_horizon(interest, horizon=LONG, voice="de jongerenraad", by=Actor.of(amina))
    assert last_line(challenge).type == "goals.interest_horizon_told"
    page = signed_in("Chris").get(f"/opgaven/{challenge.slug}/belangen/").content.decode()
    assert "de jongerenraad" in page
    count = Line.objects.count()
    actions.tell_horizon(interest, horizon=LONG, voice="de jongerenraad", by=Actor.of(amina))
    assert Line.objects.count() == count
    actions.tell_horizon(interest, horizon="years", by=Actor.of(amina))
    interest.refresh_from_db()
    assert (interest.horizon, interest.voice) == ("years", None)
    with pytest.raises(NotAllowed):
        actions.tell_horizon(interest, horizon="now", by=Actor.of(bram))


def test_only_the_long_term_has_somebody_who_speaks_for_it() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    with pytest.raises(Refused):
        actions.tell_horizon(interest, horizon="now", voice="de jongerenraad", by=Actor.of(amina))
    answer = signed_in("Amina").post(
        f"/opgaven/{challenge.slug}/belangen/{interest.public_id}/termijn/", {"horizon": "now", "voice": "de jongeren"}
    )
    assert answer.status_code == 422
    assert "de jongeren" in answer.content.decode()
    actions.tell_horizon(interest, horizon=LONG, voice="de jongerenraad", by=Actor.of(amina))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Interest.objects.update(horizon="now")


def test_a_withdrawn_interest_takes_the_words_about_who_speaks_along() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    actions.tell_horizon(interest, horizon=LONG, voice="de jongerenraad", by=Actor.of(amina))
    actions.withdraw_interest(interest, by=Actor.of(amina))
    interest.refresh_from_db()
    assert str(interest.voice) == stand_in(TAKEN_BACK)
    with pytest.raises(Refused):
        actions.tell_horizon(interest, horizon="now", by=Actor.of(amina))


def test_another_party_asks_on_and_the_own_party_answers_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    asked = actions.ask_on(interest, words="Waarom is dat belangrijk?", by=Actor.of(bram))
    assert (last_line(challenge).type, last_line(challenge).commit) == (
        "goals.interest_asked_on",
        asked.words.current.commit if asked.words.current else None,
    )
    assert [task.about for task in my_tasks(amina)] == ["Waarom is dat belangrijk?"]
    with pytest.raises(NotAllowed):
        actions.answer_question(asked, words="Ik weet het wel", by=Actor.of(bram))
    actions.answer_question(asked, words="Anders stopt het bestuur.", by=Actor.of(amina))
    assert last_line(challenge).type == "goals.interest_question_answered"
    assert my_tasks(amina) == []
    with pytest.raises(Refused):
        actions.answer_question(asked, words="Nog iets.", by=Actor.of(amina))
    page = signed_in("Chris").get(f"/opgaven/{challenge.slug}/belangen/{interest.public_id}/").content.decode()
    assert "Waarom is dat belangrijk?" in page
    assert "Anders stopt het bestuur." in page


def test_nobody_asks_on_at_an_own_or_withdrawn_interest_or_twice_at_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    with pytest.raises(NotAllowed):
        actions.ask_on(interest, words="Waarom?", by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.ask_on(interest, words="Waarom?", by=Actor.of(make.chris()))
    actions.ask_on(interest, words="Waarom?", by=Actor.of(bram))
    with pytest.raises(Refused):
        actions.ask_on(interest, words="En waarom nog?", by=Actor.of(bram))
    kept = Question.objects.get()
    with transaction.atomic(), pytest.raises(IntegrityError):
        Question.objects.create(interest=interest, party=kept.party, words=kept.words, asked_at=timezone.now())
    actions.withdraw_interest(interest, by=Actor.of(amina))
    with pytest.raises(Refused):
        actions.ask_on(interest, words="Waarom?", by=Actor.of(bram))


def test_who_guards_the_process_from_outside_asks_on_for_no_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    Facilitator.objects.create(challenge=challenge, party=None, person=make.dilek(), since=timezone.now())
    asked = actions.ask_on(interest, words="Wat als het niet lukt?", by=Actor.of(make.dilek()))
    assert asked.party is None
    assert (last_line(challenge).type, last_line(challenge).party) == ("goals.interest_asked_on_by_keeper", "")
    assert not queries.may_ask_on(interest, Actor.of(make.chris()))
    assert queries.may_ask_on(interest, Actor.of(bram))
    assert not queries.may_ask_on(interest, None)


def test_a12_who_did_not_say_what_it_needs_is_named_before_anything_is_decided() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_goals.interest(challenge, amina)
    with pytest.raises(Refused, match="Gemeente Lindeveen"):
        permissions.refuse_without_interests(challenge)
    withdrawn = make_goals.interest(challenge, bram)
    permissions.refuse_without_interests(challenge)
    actions.withdraw_interest(withdrawn, by=Actor.of(bram))
    assert [party.name for party in permissions.lacking_interests(challenge)] == ["Gemeente Lindeveen"]
    Party.objects.filter(name="Gemeente Lindeveen").update(state=Party.State.ASLEEP)
    permissions.refuse_without_interests(challenge)


@pytest.mark.parametrize("rows", [1, 3])
def test_b7_the_picture_shows_who_is_helped_and_who_is_strained(rows: int) -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    for number in range(rows):
        for person, effect in ((amina, "helps"), (bram, "strains")):
            interest = make_goals.interest(challenge, person, f"Belang {number} van {person}")
            actions.relate_interest(interest, goal, effect=effect, by=Actor.of(person))
    (one,) = queries.pulls(queries.matrix(challenge, None))
    assert (one["helps"], one["strains"]) == ([(1, "Bewoners Molenwijk")], [(2, "Gemeente Lindeveen")])
    client = signed_in("Chris")
    address = f"/opgaven/{challenge.slug}/belangen/"
    page = client.get(address).content.decode()
    assert 'class="pull"' in page
    assert "Bewoners Molenwijk" in page[page.index('class="pull"') : page.index("</svg>", page.index('class="pull"'))]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    assert len(asked) <= 12, len(asked)


@pytest.mark.parametrize(
    ("who", "statuses"),
    [("", (302, 302, 302)), ("Chris", (403, 403, 403)), ("Bram", (403, 200, 403)), ("Amina", (200, 403, 200))],
)
def test_each_page_is_for_who_may(who: str, statuses: tuple[int, int, int]) -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    asked = actions.ask_on(interest, words="Waarom?", by=Actor.of(bram))
    client = signed_in(who) if who else Client()
    count = Line.objects.count()
    base = f"/opgaven/{challenge.slug}/belangen/{interest.public_id}"
    pages = (f"{base}/termijn/", f"{base}/doorvragen/", f"{base}/vragen/{asked.public_id}/")
    assert tuple(client.get(page).status_code for page in pages) == statuses
    assert client.get(f"{base}/vragen/{'0' * 32}/").status_code in {302, 404}
    assert Line.objects.count() == count


def test_the_forms_do_the_deeds_and_keep_what_was_typed() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    base = f"/opgaven/{challenge.slug}/belangen/{interest.public_id}"
    other = signed_in("Bram")
    assert other.post(f"{base}/doorvragen/", {"words": ""}).status_code == 422
    long = other.post(f"{base}/doorvragen/", {"words": "a" * 10_000})
    assert long.status_code == 422
    assert "a" * 10_000 in long.content.decode()
    assert other.post(f"{base}/doorvragen/", {"words": "Waarom?"}).status_code == 302
    own = signed_in("Amina")
    assert own.post(f"{base}/vragen/{Question.objects.get().public_id}/", {"words": "Daarom."}).status_code == 302
    assert own.post(f"{base}/termijn/", {"horizon": "long", "voice": "de jongeren"}).status_code == 302
    interest.refresh_from_db()
    assert (str(Question.objects.get().answer), str(interest.voice)) == ("Daarom.", "de jongeren")

"""Reports reach who keeps the process and name nobody; appeals go to the parties that were not involved."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line, Pseudonym
from communityup.people.actors import Actor
from communityup.texts.models import Reason
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.actions import take_part_in_own_name
from communityup.workspace.moderation import actions, permissions, queries
from communityup.workspace.moderation.models import Appeal, Hiding, Report
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.forms_on_pages import forms_on
from tests.make_moderation import by, four_parties, guarded, hidden, hours_pass, thought
from tests.make_notices import own, told

pytestmark = pytest.mark.django_db
WORDS = "kanarie-melding: ik durf niet meer te komen"


def types(challenge: Challenge) -> list[str]:
    lines = Line.objects.filter(stream=challenge.stream, type__startswith="moderation.").order_by("n")
    return [line.type.removeprefix("moderation.") for line in lines]


def test_b22_report_of_not_feeling_safe_reaches_both_facilitators_and_nobody_else() -> None:
    challenge = guarded()
    told()
    actions.report(challenge, text=None, reason=Report.UNSAFE, words=WORDS, by=by("Amina"))
    told()
    for name in ("Dilek", "Gijs"):
        assert "moderation.reported" in own(make.person(name))
        (task,) = [task for task in my_tasks(make.person(name)) if "meldingen" in task.url]
        assert task.about == str(dict(Report.REASONS)[Report.UNSAFE])
    for name in ("Amina", "Bram", "Eva"):
        assert "moderation.reported" not in own(make.person(name))
        assert not [task for task in my_tasks(make.person(name)) if "meldingen" in task.url]


def test_b22_without_facilitators_a_report_reaches_the_table() -> None:
    challenge = four_parties()
    told()
    actions.report(challenge, text=None, reason=Report.UNSAFE, by=by("Chris"))
    told()
    for name in ("Amina", "Bram", "Eva", "Finn"):
        assert "moderation.reported" in own(make.person(name))
        assert [task for task in my_tasks(make.person(name)) if "meldingen" in task.url]
    assert own(make.chris()) == []


@pytest.mark.parametrize("name", ["Amina", "Chris", "Dilek"])
def test_x11_anybody_reports_once_in_a_line_that_names_nobody(name: str) -> None:
    challenge = guarded()
    text = thought(challenge).text
    before = Pseudonym.objects.count()
    first = actions.report(challenge, text=text, reason=Reason.INSULT, words=WORDS, by=by(name))
    assert actions.report(challenge, text=text, reason=Reason.INSULT, words=WORDS, by=by(name)) == first
    (line,) = Line.objects.filter(stream=challenge.stream, type="moderation.reported")
    told_of = (line.content["actor"], line.content["party"], line.content["commit"], line.content["role"])
    assert told_of == (None, None, None, "reporter")
    assert Pseudonym.objects.count() == before


def test_x11_visitors_report_without_an_account_and_cannot_flood() -> None:
    challenge = guarded()
    said = [thought(challenge, name, f"Gedachte van {name}") for name in ("Amina", "Bram", "Eva")]
    for _click in range(3):
        actions.report(challenge, text=said[0].text, reason=Reason.PERSONAL, by=Actor.visitor())
    assert Report.objects.count() == 1
    actions.report(challenge, text=said[0].text, reason=Reason.PERSONAL, by=by("Amina"))
    assert Report.objects.count() == 2
    rest = [(one, reason) for one in said for reason in Reason.values][1:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permissions, "MOST_OPEN_OF_VISITORS", 3)
        for one, reason in rest[:2]:
            actions.report(challenge, text=one.text, reason=reason, by=Actor.visitor())
        with pytest.raises(Refused):
            actions.report(challenge, text=rest[2][0].text, reason=rest[2][1], by=Actor.visitor())


def test_who_keeps_the_process_puts_a_report_away_and_then_nothing_tells_who_gave_it() -> None:
    challenge = guarded()
    first = actions.report(challenge, text=None, reason=Report.UNSAFE, by=by("Amina"))
    for name in ("Amina", "Bram", "Chris"):
        with pytest.raises(NotAllowed):
            actions.see_report(first, by=by(name))
    for _click in range(2):
        seen = actions.see_report(first, by=by("Gijs"))
    assert (seen.person, types(challenge)) == (None, ["reported", "report_seen"])
    assert not [task for task in my_tasks(make.dilek()) if "meldingen" in task.url]


def test_database_refuses_a_report_about_nothing_for_another_reason_than_not_feeling_safe() -> None:
    told_of = actions.report(guarded(), text=None, reason=Report.UNSAFE, by=by("Amina"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=told_of.pk).update(reason="insult")


def appealed(challenge: Challenge, reason: str = Reason.INSULT) -> tuple[Hiding, Appeal]:
    begun = hidden(challenge, thought(challenge).text, "Dilek", reason)
    return begun, actions.appeal(begun, words=WORDS, by=by("Amina"))


def test_x11_author_and_table_hear_that_words_were_hidden() -> None:
    challenge = guarded()
    take_part_in_own_name(challenge, by=by("Chris"))
    said = thought(challenge, "Chris")
    told()
    hidden(challenge, said.text, "Dilek")
    told()
    for name in ("Chris", "Amina", "Bram", "Eva", "Dilek"):
        assert "moderation.words_hidden" in own(make.person(name))


def test_appeal_goes_to_the_parties_that_were_not_involved() -> None:
    challenge = guarded()
    text = thought(challenge).text
    actions.report(challenge, text=text, reason=Reason.INSULT, by=by("Finn"))
    begun = hidden(challenge, text, "Dilek")
    asked = actions.appeal(begun, words=WORDS, by=by("Amina"))
    assert [party.name for party in asked.parties.all()] == ["Stichting Thuis"]
    assert [task.asks for task in my_tasks(make.person("Eva")) if "verborgen" in task.url]
    assert not [task for task in my_tasks(make.person("Finn")) if "verborgen" in task.url]
    for name in ("Amina", "Bram", "Finn", "Chris"):
        with pytest.raises(NotAllowed):
            actions.answer_appeal(asked, back=True, by=by(name))
    actions.answer_appeal(asked, back=True, by=by("Eva"))
    begun.refresh_from_db()
    assert (begun.end, types(challenge)[-2:]) == ("appeal", ["appeal_answered", "words_back"])


def test_appeal_is_the_authors_once_and_its_line_names_nobody() -> None:
    challenge = guarded()
    begun = hidden(challenge, thought(challenge).text, "Dilek")
    for name in ("Bram", "Dilek", "Eva", "Chris"):
        with pytest.raises(NotAllowed):
            actions.appeal(begun, by=by(name))
    assert actions.appeal(begun, words=WORDS, by=by("Amina")) == actions.appeal(begun, by=by("Amina"))
    (line,) = Line.objects.filter(stream=challenge.stream, type="moderation.appealed")
    assert (line.content["actor"], line.content["party"], line.content["commit"]) == (None, None, None)


@pytest.mark.parametrize(
    ("reason", "said", "back"),
    [
        (Reason.INSULT, {"Eva": True, "Finn": False}, True),
        (Reason.INSULT, {"Eva": False, "Finn": False}, False),
        (Reason.PERSONAL, {"Eva": True, "Finn": False}, False),
        (Reason.PERSONAL, {"Eva": True, "Finn": True}, True),
    ],
)
def test_appeal_asks_all_for_personal_data_and_keeps_other_words_hidden_only_when_all_say_so(
    reason: str, said: dict[str, bool], *, back: bool
) -> None:
    begun, asked = appealed(guarded(), reason)
    for name, answer in said.items():
        begun.refresh_from_db()
        assert begun.ended_at is None
        actions.answer_appeal(asked, back=answer, by=by(name))
    begun.refresh_from_db()
    assert (begun.ended_at is not None) is back
    if not back:
        assert hours_pass(begun, 1000) == 0
        with pytest.raises(Refused):
            actions.answer_appeal(asked, back=True, by=by("Eva"))


def test_the_same_answer_to_an_appeal_twice_is_one() -> None:
    challenge = guarded()
    _begun, asked = appealed(challenge)
    for _click in range(2):
        assert actions.answer_appeal(asked, back=False, by=by("Eva")).decided_at is None
    assert types(challenge).count("appeal_answered") == 1


def test_e6_who_has_an_older_page_turns_no_answer_of_a_colleague_to_an_appeal_unseen() -> None:
    challenge = guarded()
    begun, asked = appealed(challenge)
    make.colleague(
        challenge.parties.get(seats__person=make.person("Eva")), make.person("Gerda"), inviter=make.person("Eva")
    )
    client, place = Client(), f"/opgaven/{challenge.slug}/verborgen/{begun.public_id}/"
    client.force_login(make.person("Gerda"))

    def seen_on(page: str) -> str:
        return next(values for address, values in forms_on(page) if address.endswith("/antwoord/"))["seen"]

    old = seen_on(client.get(place).content.decode())
    actions.answer_appeal(asked, back=False, by=by("Eva"))
    late = client.post(f"{place}antwoord/", {"back": "1", "seen": old})
    html = late.content.decode()
    assert late.status_code == 422
    assert "Jouw partij gaf intussen antwoord: ‘Deze woorden blijven verborgen’." in html
    assert asked.answers.get().back is False
    assert client.post(f"{place}antwoord/", {"back": "1", "seen": seen_on(html)}).status_code == 302
    assert asked.answers.get().back is True


def test_the_term_waits_for_an_appeal_that_is_open() -> None:
    begun, asked = appealed(guarded())
    assert hours_pass(begun, 100) == 0
    actions.answer_appeal(asked, back=False, by=by("Eva"))
    actions.answer_appeal(asked, back=True, seen="hidden", by=by("Eva"))
    actions.answer_appeal(asked, back=False, by=by("Finn"))
    begun.refresh_from_db()
    assert begun.end == "appeal"


def test_where_every_party_is_involved_the_two_look_anew_and_the_hours_begin_again() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    begun = hidden(challenge, thought(challenge).text, "Bram")
    hours_pass(begun, 70)
    asked = actions.appeal(begun, by=by("Amina"))
    assert (asked.decided_at is not None, begun.voices.count()) == (True, 0)
    assert hours_pass(begun, 71) == 0
    assert hours_pass(begun, 2) == 1


def test_lists_of_reports_and_hidden_words_cost_the_same_for_one_and_three(django_assert_num_queries: object) -> None:
    challenge = guarded()

    def fill(name: str) -> None:
        text = thought(challenge, name, f"Gedachte van {name}").text
        actions.report(challenge, text=text, reason=Reason.INSULT, words=WORDS, by=by("Chris"))
        hidden(challenge, text, "Dilek")

    fill("Amina")
    amina = make.amina()
    with django_assert_num_queries(6):  # type: ignore[operator]
        queries.reports(challenge)
    with django_assert_num_queries(6):  # type: ignore[operator]
        queries.own(challenge, amina)
    fill("Bram")
    fill("Eva")
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(queries.reports(challenge)["reports"]) == 3

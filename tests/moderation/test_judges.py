"""Who judges hidden words: never who wrote them nor their party, also while a facilitator is missing (E2, R16, R17)."""

import pytest
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.models import Reason, Text
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.dialogue.actions import share_thought
from communityup.workspace.facilitators.actions import stop
from communityup.workspace.moderation import actions
from communityup.workspace.moderation.models import Hiding
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_moderation import CANARY, by, four_parties, guarded, hidden, hours_pass, thought
from tests.make_notices import own, told
from tests.worked_out import MOST_KINDS, kinds_worked_out

pytestmark = pytest.mark.django_db
ALL = ("Amina", "Ans", "Bram", "Eva", "Finn", "Dilek")


def with_a_colleague_of_amina() -> Challenge:
    """Return a challenge of four parties without facilitators, with Ans for the party of Amina."""
    challenge = four_parties()
    make.colleague(challenge.parties.get(number=1), make.person("Ans"), inviter=make.amina())
    return challenge


def with_one_facilitator() -> Challenge:
    """Return that challenge, guarded by Dilek from outside while the second facilitator is missing."""
    challenge = guarded()
    make.colleague(challenge.parties.get(number=1), make.person("Ans"), inviter=make.amina())
    stop(challenge, by=by("Gijs"))
    return challenge


def page(hiding: Hiding, name: str) -> str:
    client = Client()
    client.force_login(make.person(name))
    place = f"/opgaven/{hiding.challenge.slug}/verborgen/{hiding.public_id}/"
    return client.get(place).content.decode()


def who_read(hiding: Hiding) -> list[str]:
    return [name for name in ALL if CANARY in page(hiding, name)]


def who_are_asked(hiding: Hiding) -> list[str]:
    return [name for name in ALL if any(hiding.public_id in task.url for task in my_tasks(make.person(name)))]


def shown(hiding: Hiding) -> bool:
    return CANARY in str(Text.objects.get(pk=hiding.text_id))


@pytest.mark.parametrize("name", ["Amina", "Ans"])
def test_e2_r17_neither_the_author_nor_their_party_puts_hidden_personal_data_back(name: str) -> None:
    begun = hidden(with_a_colleague_of_amina(), thought(Challenge.objects.get()).text, "Bram", Reason.PERSONAL)
    actions.give_voice(begun, wish="back", by=by("Bram"))
    with pytest.raises(NotAllowed):
        actions.give_voice(begun, wish="back", by=by(name))
    assert not shown(begun)
    assert "/stem/" not in page(begun, name)
    assert "beslissen of ze verborgen zijn" in page(begun, name)
    actions.give_voice(begun, wish="back", by=by("Eva"))
    assert shown(begun)


def test_e2_nobody_hides_words_of_their_own_party_so_that_others_cannot_any_more() -> None:
    challenge = with_a_colleague_of_amina()
    text = thought(challenge).text
    for name in ("Amina", "Ans"):
        with pytest.raises(NotAllowed):
            hidden(challenge, text, name)
        client = Client()
        client.force_login(make.person(name))
        assert "/verbergen/" not in client.get(f"/opgaven/{challenge.slug}/melden/{text.public_id}/").content.decode()


def test_e2_hidden_words_are_read_and_judged_by_other_parties_and_then_by_who_decided() -> None:
    challenge = with_a_colleague_of_amina()
    begun = hidden(challenge, thought(challenge).text, "Bram", Reason.PERSONAL)
    assert who_read(begun) == ["Amina", "Bram", "Eva", "Finn"]
    assert who_are_asked(begun) == ["Eva", "Finn"]
    actions.give_voice(begun, wish="hide", by=by("Eva"))
    assert who_read(begun) == ["Amina", "Bram", "Eva"]
    assert who_are_asked(begun) == []
    with pytest.raises(NotAllowed):
        actions.give_voice(begun, wish="back", by=by("Finn"))


def test_r16_r17_with_one_facilitator_other_parties_are_asked_for_the_second_voice() -> None:
    challenge = with_one_facilitator()
    told()
    begun = hidden(challenge, thought(challenge).text, "Dilek", Reason.PERSONAL)
    assert who_are_asked(begun) == ["Bram", "Eva", "Finn"]
    assert who_read(begun) == ["Amina", "Bram", "Eva", "Finn", "Dilek"]
    assert hours_pass(begun, 1000) == 0
    actions.give_voice(begun, wish="back", by=by("Eva"))
    told()
    heard = [name for name in ALL if "moderation.voice_given" in own(make.person(name))]
    assert heard == ["Bram", "Eva", "Finn", "Dilek"]
    actions.give_voice(begun, wish="back", by=by("Finn"))
    assert not shown(begun), "personal data come back with the yes of the facilitator who is there"
    actions.give_voice(begun, wish="back", by=by("Dilek"))
    assert shown(begun)


def test_r16_beside_one_facilitator_two_parties_say_that_words_stay_hidden() -> None:
    challenge = with_one_facilitator()
    begun = actions.hide_as_operator(challenge, thought(challenge).text, reason=Reason.THREAT, by=Actor.operator())
    assert who_are_asked(begun) == ["Bram", "Eva", "Finn", "Dilek"]
    for name in ("Bram", "Eva"):
        assert Hiding.objects.get(pk=begun.pk).confirmed_at is None
        actions.give_voice(begun, wish="hide", by=by(name))
    assert hours_pass(begun, 1000) == 0
    assert not shown(begun)


def test_e7_a_facilitator_does_not_judge_their_own_words_and_judges_those_of_their_party() -> None:
    challenge = guarded()
    text = thought(challenge, "Bram").text
    begun = hidden(challenge, text, "Gijs", Reason.PERSONAL)
    Facilitator.objects.filter(challenge=challenge, person=make.person("Gijs")).update(person=make.bram())
    with pytest.raises(NotAllowed):
        actions.give_voice(begun, wish="back", by=by("Bram"))
    assert who_are_asked(begun) == ["Amina", "Eva", "Finn", "Dilek"]


def test_r17_where_one_is_left_to_judge_that_one_puts_the_words_back() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    begun = hidden(challenge, thought(challenge).text, "Bram", Reason.PERSONAL)
    assert not shown(begun)
    assert "alleen terugzetten" in page(begun, "Bram")
    assert 'value="back"' in page(begun, "Bram")
    assert 'value="remove"' not in page(begun, "Bram"), "a second one who wants that will never come"
    actions.give_voice(begun, wish="back", by=by("Bram"))
    assert shown(begun)


def test_r17_words_that_came_back_after_an_insult_are_hidden_at_once_for_personal_data() -> None:
    challenge = guarded()
    text = thought(challenge).text
    hours_pass(hidden(challenge, text, "Dilek"), 73)
    begun = hidden(challenge, text, "Gijs", Reason.PERSONAL)
    assert not shown(begun)
    for name in ("Dilek", "Gijs"):
        actions.give_voice(begun, wish="back", by=by(name))
    assert not hidden(challenge, text, "Gijs", Reason.PERSONAL).is_hidden, "that two put them back counts"


def test_r17_what_is_hidden_as_an_insult_and_holds_personal_data_gets_that_reason_and_comes_back_by_no_clock() -> None:
    challenge = guarded()
    insult = hidden(challenge, thought(challenge).text, "Dilek")
    client = Client()
    client.force_login(make.person("Gijs"))
    place = f"/opgaven/{challenge.slug}/verborgen/{insult.public_id}/"
    assert "Staan er persoonsgegevens in deze woorden?" in client.get(place).content.decode()
    assert client.post(f"{place}stem/", {"wish": "remove", "passage": CANARY}).status_code == 302
    insult.refresh_from_db()
    assert (insult.reason, insult.back_at) == (Reason.PERSONAL, None)
    assert "Staan er persoonsgegevens in deze woorden?" not in client.get(place).content.decode()
    assert Line.objects.filter(type="moderation.found_personal").count() == 1
    assert hours_pass(insult, 73) == 0
    assert not shown(insult)
    actions.give_voice(insult, wish="remove", passage=CANARY, by=by("Dilek"))
    assert hours_pass(insult, 1) == 1
    insult.refresh_from_db()
    assert (insult.end, shown(insult)) == (Hiding.End.REMOVED, False)


def test_r17_what_waits_for_a_second_yes_is_hidden_at_once_when_it_holds_personal_data() -> None:
    challenge = guarded()
    text = thought(challenge).text
    actions.give_voice(hidden(challenge, text, "Dilek"), wish="back", by=by("Dilek"))
    again = hidden(challenge, text, "Dilek")
    assert shown(again)
    actions.give_voice(again, wish="remove", by=by("Gijs"))
    assert not shown(again)
    assert hours_pass(again, 73) == 0
    assert not shown(again)


def test_r17_while_other_parties_look_at_a_reason_it_is_not_made_another() -> None:
    challenge = guarded()
    insult = hidden(challenge, thought(challenge).text, "Dilek")
    assert 'value="remove"' in page(insult, "Gijs")
    actions.appeal(insult, by=by("Amina"))
    assert 'value="remove"' not in page(insult, "Gijs")
    with pytest.raises(Refused):
        actions.give_voice(insult, wish="remove", by=by("Gijs"))
    insult.refresh_from_db()
    assert insult.reason == Reason.INSULT


def test_what_waits_to_be_judged_is_shown_without_working_out_a_question_about_all_kinds_of_words() -> None:
    challenge = with_a_colleague_of_amina()
    begun = hidden(challenge, thought(challenge).text, "Bram", Reason.PERSONAL)
    other = share_thought(challenge, body="Een andere gedachte", show_party=True, by=by("Amina")).text
    client = Client()
    client.force_login(make.person("Eva"))
    for place in (f"verborgen/{begun.public_id}/", f"melden/{other.public_id}/", ""):
        with kinds_worked_out() as noted:
            assert client.get(f"/opgaven/{challenge.slug}/{place}").status_code == 200
        assert len(noted) <= MOST_KINDS, place
    with kinds_worked_out() as noted:
        assert who_are_asked(begun) == ["Eva", "Finn"]
    assert noted == []


def test_b22_who_judges_words_without_a_name_tells_of_no_party_whose_they_are() -> None:
    challenge = with_a_colleague_of_amina()
    text = share_thought(challenge, body=f"Zonder naam {CANARY}", show_party=False, by=by("Amina")).text
    place = f"/opgaven/{challenge.slug}/melden/{text.public_id}/"
    for name in ("Ans", "Bram", "Eva", "Finn"):
        client = Client()
        client.force_login(make.person(name))
        assert "/verbergen/" in client.get(place).content.decode(), name
    begun = hidden(challenge, text, "Bram", Reason.PERSONAL)
    assert who_are_asked(begun) == ["Ans", "Eva", "Finn"]
    assert "Somebody of your party" not in page(begun, "Ans")
    assert "/stem/" in page(begun, "Ans")
    assert "/stem/" not in page(begun, "Amina")
    with pytest.raises(NotAllowed):
        actions.give_voice(begun, wish="back", by=by("Amina"))

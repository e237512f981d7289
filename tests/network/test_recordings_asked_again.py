"""Who did not answer is asked once more who may see a recording, at most once a week; a closed session offers less."""

import datetime as dt
from typing import Any

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.recordings import actions, notices
from communityup.network.recordings.models import Speaker
from communityup.notices.queries import happening_of
from communityup.people.actions import send_code
from communityup.people.actors import Actor
from communityup.people.models import Code
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import DAY
from tests.make_network import browser, last, lines
from tests.make_recordings import asked, at, by_letter, kept, says, speaker, was

pytestmark = pytest.mark.django_db
AGAIN = "Vraag het nog eens"


def week_ago() -> None:
    """Let the last question be a week old, and the letters of that day too."""
    Speaker.objects.update(asked_at=Speaker.objects.get().asked_at - 7 * DAY)
    Mail.objects.update(written_at=Mail.objects.latest("pk").written_at - 7 * DAY)


def setting() -> tuple[Any, Any, Any, Speaker, dict[str, str]]:
    made, dilek, session = was()
    recording = kept(session, dilek)
    one = speaker(recording, dilek)
    return made, dilek, recording, one, {"speaker": one.public_id}


def test_x6_who_did_not_answer_is_asked_once_more_at_most_once_a_week() -> None:
    made, dilek, recording, one, form = setting()
    client, place = browser(dilek), at(recording, "nog-eens-vragen")
    page = client.get(at(recording, "beheren")).content.decode()
    assert AGAIN not in page
    assert "nog eens vragen kan vanaf" in page
    said = client.post(place, form, follow=True).content.decode()
    assert "minder dan een week geleden" in said
    assert len(asked()) == 1
    week_ago()
    page = client.get(at(recording, "beheren")).content.decode()
    assert AGAIN in page
    assert "nog eens vragen kan vanaf" not in page
    for _click in range(2):
        client.post(place, form)
    assert lines(made).count("recordings.speaker_asked_again") == 1
    first, second = asked()
    assert "gaf nog geen antwoord" in second.text
    assert "gaf nog geen antwoord" not in first.text
    assert by_letter(one) in second.text
    assert AGAIN not in client.get(at(recording, "beheren")).content.decode()
    week_ago()
    says(one, "no")
    assert AGAIN not in client.get(at(recording, "beheren")).content.decode()
    assert "Er is al een antwoord" in client.post(place, form, follow=True).content.decode()
    assert len(asked()) == 2


def test_x6_asking_once_more_counts_among_the_letters_of_a_day() -> None:
    _made, dilek, _recording, one, _form = setting()
    week_ago()
    for _code in range(3):
        send_code(one.email, purpose=Code.Purpose.ENTER, language="nl")
    with pytest.raises(Refused, match="morgen"):
        actions.ask_again(one, by=Actor.of(dilek))
    assert len(asked()) == 1


def test_who_has_an_account_hears_it_on_the_site_and_no_line_tells_who() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    one = speaker(recording, dilek, "Amina", make.amina().email)
    week_ago_of(one)
    assert actions.ask_again(one, by=Actor.of(dilek))
    assert notices.asked(happening_of(last(_made))) == {make.amina().pk}
    assert b"amina" not in bytes(last(_made).bytes).lower()
    assert not asked(make.amina().email)


def week_ago_of(one: Speaker) -> None:
    Speaker.objects.filter(pk=one.pk).update(asked_at=one.asked_at - dt.timedelta(days=7))


def test_nobody_else_asks_once_more_and_who_was_taken_off_is_not_asked() -> None:
    _made, dilek, recording, one, form = setting()
    week_ago()
    with pytest.raises(NotAllowed):
        actions.ask_again(one, by=Actor.of(make.chris()))
    assert browser(make.chris()).post(at(recording, "nog-eens-vragen"), form).status_code == 403
    actions.leave_out_speaker(one, by=Actor.of(dilek))
    assert not actions.ask_again(one, by=Actor.of(dilek))
    assert browser(dilek).post(at(recording, "nog-eens-vragen"), form).status_code == 404
    assert len(asked()) == 1


def test_changed_recording_asks_anew_and_begins_the_week_again() -> None:
    _made, dilek, recording, _one, _form = setting()
    week_ago()
    kept(recording.session, dilek, summary="Anders.")
    assert AGAIN not in browser(dilek).get(at(recording, "beheren")).content.decode()
    assert len(asked()) == 2

"""Words are kept as immutable versions; they go when their author or the law asks."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.texts import actions
from communityup.texts.models import HIDDEN, TAKEN_AWAY, TAKEN_BACK, Text, Version, hidden_for, stand_in
from tests import make


@pytest.mark.django_db
def test_every_version_stays_readable_and_has_its_own_salt() -> None:
    by = Actor.of(make.amina())
    text = actions.write("Eerste", by=by)
    first = text.current
    actions.revise(text, "Tweede", by=by)
    assert [(v.number, v.body) for v in text.versions.order_by("number")] == [(1, "Eerste"), (2, "Tweede")]
    assert str(text) == "Tweede"
    assert first is not None
    assert first.salt is not None
    assert text.current is not None
    assert first.salt != text.current.salt
    assert first.commit == hmac.new(bytes(first.salt), b"Eerste", hashlib.sha256).hexdigest()


@pytest.mark.django_db
def test_e2_only_the_author_takes_words_back_and_then_they_are_gone() -> None:
    text = actions.write("Geheim", by=Actor.of(make.amina()))
    with pytest.raises(NotAllowed):
        actions.withdraw(text, by=Actor.of(make.bram()))
    actions.withdraw(text, by=Actor.of(make.amina()))
    version = text.versions.get()
    assert (version.body, version.salt) == (stand_in(TAKEN_BACK), None)
    assert version.withdrawn_at is not None
    assert len(version.commit) == 64


@pytest.mark.django_db
def test_passage_that_does_not_stand_there_takes_nothing_out() -> None:
    text = actions.write("Vraag het aan buurman Piet.", by=Actor.of(make.amina()))
    with pytest.raises(Refused, match="staat niet in de woorden"):
        actions.take_out(text, "buurman Jan")
    assert [one.body for one in text.versions.all()] == ["Vraag het aan buurman Piet."]
    actions.withdraw(text, by=Actor.of(make.amina()))
    with pytest.raises(Refused, match="staat niet in de woorden"):
        actions.take_out(text, str(stand_in(TAKEN_BACK)))
    assert text.versions.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("mark", [HIDDEN, TAKEN_AWAY, TAKEN_BACK, hidden_for("insult")])
def test_what_stands_in_the_place_of_words_is_never_kept_as_words(mark: str) -> None:
    by, words = Actor.of(make.amina()), str(stand_in(mark))
    text = actions.write("Tot dinsdag.", by=by)
    for act in (lambda: actions.write(words, by=by), lambda: actions.revise(text, words, by=by)):
        with pytest.raises(Refused, match="verborgen of weg"):
            act()
    assert [one.body for one in Version.objects.all()] == ["Tot dinsdag."]
    assert str(Text.objects.get()) == "Tot dinsdag."


@pytest.mark.parametrize("body", ["", "   ", "\x00\x01", "\ud800", "x" * (actions.LONGEST + 1)])
def test_words_that_cannot_be_kept_are_refused_with_a_sentence(body: str) -> None:
    with pytest.raises(Refused):
        actions.clean_words(body)


@given(st.text())
def test_clean_words_are_clean_and_stay_so(body: str) -> None:
    try:
        once = actions.clean_words(body)
    except Refused:
        return
    assert once
    assert once == actions.clean_words(once)
    assert "\x00" not in once
    once.encode()

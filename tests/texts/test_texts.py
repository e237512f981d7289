"""Words are kept as immutable versions; they go when their author or the law asks."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.texts import actions
from communityup.texts.models import TAKEN_BACK, stand_in
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

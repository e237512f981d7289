"""A member's name and kind put right: by itself at any moment, and by who coordinates before letting somebody in."""

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.network.members import actions
from communityup.network.members.models import Member
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.post.models import Mail
from tests import make, make_network
from tests.make_network import application, lines, member
from tests.network.test_members import CARD, by, two_members

pytestmark = pytest.mark.django_db


def test_e4_member_of_any_kind_corrects_its_name_and_kind_once_and_who_coordinates_hears_it() -> None:
    made, dilek, first, second = two_members()
    for member_, person, kind in ((first, make.amina(), "municipality"), (second, make.bram(), "residents")):
        for _twice in range(2):
            actions.introduce(member_, card=CARD, name=f" {person}  en co", kind=kind, by=by(person))
        kept = Member.objects.get(pk=member_.pk)
        assert kept.organisation is not None
        assert (kept.name, kept.kind) == (f"{person} en co", kind)
        assert (kept.organisation.name, kept.organisation.kind) == (f"{person} en co", kind)
    assert lines(made).count("members.member_corrected") == 2
    assert "members.member_introduced" not in lines(made)
    while tell():
        pass
    heard = Notice.objects.filter(line__type="members.member_corrected", read_at=None)
    assert {one.person for one in heard} == {dilek}


def test_e5_member_takes_no_name_of_another_and_only_its_own_people_correct_it() -> None:
    made, _dilek, first, second = two_members()
    before = lines(made)
    with pytest.raises(Refused, match="al een lid"):
        actions.introduce(second, card=CARD, name="bewonersbedrijf  de SCHAKEL", kind="residents", by=by(make.bram()))
    for person in (make.amina(), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.introduce(second, card=CARD, name="Iets anders", kind="residents", by=by(person))
    second.refresh_from_db()
    assert (second.name, second.kind) == ("Gemeente Lindeveen", "municipality")
    assert lines(made) == before
    actions.introduce(first, card=CARD, name="Bewonersbedrijf De schakel", kind="residents", by=by(make.amina()))


def test_r28_own_name_is_of_one_person_and_an_organisation_can_come_of_it() -> None:
    _made, _dilek, first, _second = two_members()
    letter = actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    with pytest.raises(Refused, match="eigen naam van één persoon"):
        actions.introduce(first, card=CARD, kind="person", by=by(make.amina()))
    actions.begin(letter, by=by(make.chris()))
    with pytest.raises(Refused, match="eigen naam van één persoon"):
        actions.introduce(first, card=CARD, kind="person", by=by(make.amina()))
    actions.stop_acting(first, by=by(make.chris()))
    actions.introduce(first, card=CARD, name="Amina", kind="person", by=by(make.amina()))
    first.refresh_from_db()
    assert (first.kind, first.organisation) == ("person", None)
    actions.introduce(first, card=CARD, name="Buurtkamer", kind="other", by=by(make.amina()))
    first.refresh_from_db()
    assert first.organisation is not None
    assert first.organisation.memberships.get().person == make.amina()


def test_organisation_that_is_in_another_network_too_keeps_its_name() -> None:
    _made, dilek, first, _second = two_members()
    other = make_network.network("ander")
    make_network.coordinator(other, dilek)
    member(other, "Bewonersbedrijf De Schakel", make.amina())
    actions.introduce(first, card=CARD, name="De Schakel", kind="other", by=by(make.amina()))
    first.refresh_from_db()
    assert first.name == "De Schakel"
    assert first.organisation is not None
    assert first.organisation.name == "Bewonersbedrijf De Schakel"


def test_coordinator_puts_name_and_kind_right_before_letting_somebody_in_and_the_letter_tells_it() -> None:
    made, dilek, first, _second = two_members()
    asked = application(made, "Lindeveen Gemeente", email="gemeente@example.org")
    before = len(lines(made))
    with pytest.raises(Refused):
        actions.accept(asked, buddy=first, name="Gemeente  LINDEVEEN", kind="municipality", by=by(dilek))
    joined = actions.accept(asked, buddy=first, name="Gemeente Oeverstad", kind="municipality", by=by(dilek))
    assert (joined.name, joined.kind) == ("Gemeente Oeverstad", "municipality")
    assert lines(made)[before:] == ["members.member_accepted"]
    letter = Mail.objects.filter(to="gemeente@example.org").order_by("-pk")[0]
    assert "Welkom: Gemeente Oeverstad is" in letter.text
    assert "Bij de leden staat het als: Gemeente." in letter.text

"""A member's name and kind put right: by itself at any moment, and by who coordinates before letting somebody in."""

import pytest
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.members import actions
from communityup.network.members.models import Application, Member
from communityup.network.networks.models import Network
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.organisations.actions import rename_organisation
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make, make_network
from tests.make_network import application, browser, last, lines, member
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


def known_otherwise() -> tuple[Network, Person, Member, Member]:
    """Return a network with a member whose organisation has another name elsewhere, and a second member."""
    made, dilek, first, second = two_members()
    other = make_network.network("ander")
    make_network.coordinator(other, dilek)
    member(other, "Bewonersbedrijf De Schakel", make.amina())
    return (
        made,
        dilek,
        actions.introduce(first, card=CARD, name="De Schakel", kind="other", by=by(make.amina())),
        second,
    )


def test_e5_organisation_is_one_member_of_a_network_whatever_it_is_called_there() -> None:
    made, dilek, first, _second = known_otherwise()
    asked = application(made, "Bewonersbedrijf De Schakel", email="chris@example.org")
    before = lines(made)
    with pytest.raises(Refused, match="hier al lid, onder een andere naam") as refused:
        actions.accept(asked, buddy=first, by=by(dilek))
    assert refused.value.at == "name"
    assert lines(made) == before
    actions.leave(first, by=by(make.amina()))
    buddy = made.members.get(left_at=None)
    joined = actions.accept(asked, buddy=buddy, by=by(dilek))
    make_network.delegate(joined, make.chris())
    joined.refresh_from_db()
    first.refresh_from_db()
    assert joined.organisation == first.organisation


def test_e5_who_was_let_in_meanwhile_does_not_begin_a_second_time_for_one_organisation() -> None:
    made, dilek, first, second = known_otherwise()
    joined = actions.accept(application(made, "Noord", email="chris@example.org"), buddy=first, by=by(dilek))
    assert first.organisation is not None
    rename_organisation(first.organisation, name="Noord", kind="other", place="", by=by(make.amina()))
    with pytest.raises(Refused, match="hier al lid, onder een andere naam"):
        make_network.delegate(joined, make.chris())
    joined.refresh_from_db()
    assert (joined.organisation, joined.delegates.count()) == (None, 0)
    with pytest.raises(Refused):
        actions.introduce(second, card=CARD, name="Noord", kind="other", by=by(make.bram()))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Member.objects.filter(pk=joined.pk).update(organisation=first.organisation)


def test_coordinator_puts_name_and_kind_right_before_letting_somebody_in_and_the_letter_tells_it() -> None:
    made, dilek, first, _second = two_members()
    asked = application(made, "Lindeveen Gemeente", email="gemeente@example.org")
    before = len(lines(made))
    with pytest.raises(Refused):
        actions.accept(asked, buddy=first, name="Gemeente  LINDEVEEN", kind="municipality", by=by(dilek))
    joined = actions.accept(asked, buddy=first, name="Gemeente Oeverstad", kind="municipality", by=by(dilek))
    assert (joined.name, joined.kind) == ("Gemeente Oeverstad", "municipality")
    assert lines(made)[before:] == ["members.member_accepted_otherwise"]
    letter = Mail.objects.filter(to="gemeente@example.org").order_by("-pk")[0]
    assert "Welkom: Gemeente Oeverstad is" in letter.text
    assert "De coördinator maakte daarvan: Gemeente Oeverstad (Gemeente)." in letter.text


def changed(**told: str) -> tuple[Application, Line, str]:
    """Let a coordinator let residents in otherwise than they asked; return the application, the line and the letter."""
    made, dilek, first, _second = two_members()
    asked = application(made, "Bewoners tegen de sloop", email="sloop@example.org")
    actions.accept(asked, buddy=first, **told, by=by(dilek))
    asked.refresh_from_db()
    letter = Mail.objects.filter(to="sloop@example.org").order_by("-pk")[0]
    return asked, last(made), " ".join(letter.text.split())


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"name": "Vrienden van de wethouder", "kind": "municipality"}, "both"),
        ({"name": "Vrienden van de wethouder"}, "name"),
        ({"kind": "municipality"}, "kind"),
    ],
)
def test_e2_e28_application_that_is_changed_keeps_its_words_and_line_and_letter_say_so(
    told: dict[str, str], what: str
) -> None:
    asked, line, letter = changed(**told)
    assert (asked.name, asked.kind) == ("Bewoners tegen de sloop", "residents"), "nobody changes what somebody asked"
    assert (line.type, line.content["what"]) == ("members.member_accepted_otherwise", what)
    joined = Member.objects.get(public_id=line.object)
    assert (joined.name, joined.kind) == (told.get("name", asked.name), told.get("kind", asked.kind))
    assert "Je vroeg het aan als: Bewoners tegen de sloop (Inwoners)." in letter
    assert f"De coördinator maakte daarvan: {joined.name} ({joined.get_kind_display()})." in letter
    assert "/leden/mijn/voorstellen/" in letter
    kept = [] if joined.called is None else list(joined.called.versions.order_by("number"))
    assert [one.body for one in kept] == ([asked.name, joined.name] if "name" in told else [])
    commits = [line.content["name_before_commit"], line.content["name_after_commit"]]
    assert commits == ([one.commit for one in kept] if kept else [None, None])
    assert [one.author for one in kept] == ([None, make.dilek()] if kept else [])


def test_e2_application_that_is_let_in_as_it_asked_says_nothing_of_a_change() -> None:
    _asked, line, letter = changed(name=" Bewoners  tegen de sloop ", kind="residents")
    assert line.type == "members.member_accepted"
    assert "Je vroeg het aan als" not in letter


def test_e2_who_was_let_in_otherwise_changes_it_back() -> None:
    _asked, line, _letter = changed(name="Vrienden van de wethouder", kind="municipality")
    joined, person = Member.objects.get(public_id=line.object), make.person("Sloop")
    actions.begin(joined.welcomes.get(), by=by(person))
    actions.introduce(joined, card=CARD, name="Bewoners tegen de sloop", kind="residents", by=by(person))
    joined.refresh_from_db()
    assert (joined.name, joined.kind) == ("Bewoners tegen de sloop", "residents")
    assert joined.organisation is not None
    assert joined.organisation.name == "Bewoners tegen de sloop"


def test_e2_page_of_applications_says_beforehand_that_a_change_is_told_and_refuses_at_the_field() -> None:
    made, dilek, first, _second = two_members()
    asked = application(made, "Bewoners tegen de sloop", email="sloop@example.org")
    client, place = browser(dilek), f"/netwerken/{made.slug}/leden/aanmeldingen/"
    assert "lezen in de brief wat ze vroegen en wat jij ervan maakte" in client.get(place).content.decode()
    told = {"name": "Gemeente Lindeveen", "kind": "residents", "buddy": first.public_id}
    answer = client.post(f"{place}{asked.public_id}/aannemen/", told)
    assert answer.status_code == 422
    [(_asked, form)] = answer.context["rows"]
    assert "al een lid" in str(form.errors["name"])

"""Joining a network without an account, being let in with a buddy, and acting for a member (N01–N04, R28)."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.members import actions, events, queries
from communityup.network.members.jobs import JOBS
from communityup.network.members.models import Application, Delegate, Member, Welcome
from communityup.network.networks.models import Network
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make, make_network
from tests.make_network import application, coordinated, last, lines, member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
CARD = actions.Card(does="Wij houden het buurthuis open.", learns="Hoe je loslaat.")


def by(person: Person) -> Actor:
    return Actor.of(person)


@built_once
def two_members() -> tuple[Network, Person, Member, Member]:
    """Return a network, its coordinator, and the members of Amina (residents) and Bram (municipality)."""
    made, dilek = coordinated()
    first = member(made, "Bewonersbedrijf De Schakel", make.amina())
    return made, dilek, first, member(made, "Gemeente Lindeveen", make.bram(), kind="municipality")


# Asking to join


def test_application_is_kept_with_its_words_behind_commitments_and_one_line() -> None:
    made, _dilek = coordinated()
    asked = application(made, "  Buurtgroep   Zuid ", brings="Een zaal.", place="Lindeveen")
    assert asked.name == "Buurtgroep Zuid"
    assert lines(made)[-1] == "members.application_sent"
    line = last(made)
    assert (line.commit, line.role) == (asked.does.commit, "visitor")
    assert line.content["learns_commit"] == asked.learns.commit
    assert line.content["brings_commit"] == asked.brings.commit  # type: ignore[union-attr]
    assert "Zuid" not in bytes(line.bytes).decode()


def test_second_application_of_an_address_that_waits_keeps_and_sends_nothing() -> None:
    made, _dilek = coordinated()
    application(made, "Buurtgroep Zuid", email="zuid@example.org")
    mails, before = Mail.objects.count(), lines(made)
    again = actions.ask_to_join(
        made, name="Iets anders", kind="other", email=" ZUID@example.org", card=CARD, language="nl", by=Actor.visitor()
    )
    assert again is None
    assert (Mail.objects.count(), lines(made)) == (mails, before)


def test_address_gets_three_letters_because_of_forms_a_day_at_most() -> None:
    made, _dilek = coordinated()
    for _turn in range(3):
        actions.take_back(application(made, "Zuid", email="zuid@example.org"), by=Actor.visitor())
    refused = actions.ask_to_join(
        made, name="Zuid", kind="other", email="zuid@example.org", card=CARD, language="nl", by=Actor.visitor()
    )
    assert refused is None
    assert Mail.objects.filter(to="zuid@example.org").count() == 3


def test_application_is_taken_back_with_its_words_and_address() -> None:
    made, dilek = coordinated()
    asked = application(made, "Buurtgroep Zuid", brings="Een zaal.")
    actions.take_back(asked, by=Actor.visitor())
    actions.take_back(asked, by=Actor.visitor())
    asked.refresh_from_db()
    assert (asked.state, asked.name, asked.email) == ("taken_back", "", "")
    assert not Version.objects.filter(body__contains="buurthuis open").exists()
    assert lines(made).count("members.application_taken_back") == 1
    for answer in (
        lambda: actions.accept(asked, buddy=None, by=by(dilek)),
        lambda: actions.decline(asked, reason="Nee.", by=by(dilek)),
    ):
        with pytest.raises(Refused):
            answer()


# Being let in


def test_coordinator_lets_the_first_member_in_without_a_buddy_and_sends_a_letter() -> None:
    made, dilek = coordinated()
    joined = actions.accept(application(made, "Zuid"), buddy=None, by=by(dilek))
    assert (joined.name, joined.buddy) == ("Zuid", None)
    line = last(made)
    assert (line.type, line.role, line.object) == ("members.member_accepted", "coordinator", joined.public_id)
    asked = Application.objects.get()
    assert (asked.state, asked.email) == ("accepted", "")
    assert Welcome.objects.get().email == "zuid@example.org"
    with pytest.raises(Refused):
        actions.take_back(asked, by=Actor.visitor())


def test_only_a_coordinator_answers() -> None:
    made, _dilek, first, _second = two_members()
    asked = application(made, "Zuid")
    for person in (make.amina(), make.chris()):
        with pytest.raises(NotAllowed):
            actions.accept(asked, buddy=first, by=by(person))
        with pytest.raises(NotAllowed):
            actions.decline(asked, reason="Nee.", by=by(person))


def test_newcomer_gets_a_buddy_of_this_network_as_soon_as_there_is_one() -> None:
    made, dilek, first, _second = two_members()
    asked = application(made, "Zuid")
    with pytest.raises(Refused):
        actions.accept(asked, buddy=None, by=by(dilek))
    other = make_network.network("ander")
    make_network.coordinator(other, dilek)
    stranger = member(other, "Elders", make.chris())
    with pytest.raises(Refused):
        actions.accept(asked, buddy=stranger, by=by(dilek))
    assert actions.accept(asked, buddy=first, by=by(dilek)).buddy == first
    with transaction.atomic(), pytest.raises(IntegrityError):
        Member.objects.filter(pk=first.pk).update(buddy=first)


def test_e5_two_members_never_have_names_that_look_the_same() -> None:
    made, dilek, first, _second = two_members()
    with pytest.raises(Refused):
        actions.accept(
            application(made, "bewonersbedrijf  de schakel", email="x@example.org"), buddy=first, by=by(dilek)
        )


def test_no_comes_with_its_reason_by_mail_and_is_forgotten_after_ninety_days() -> None:
    made, dilek = coordinated()
    asked = actions.decline(application(made, "Zuid"), reason="We zijn nu vol; vraag het in mei weer.", by=by(dilek))
    letter = Mail.objects.order_by("pk").last()
    assert letter is not None
    assert (letter.to, "We zijn nu vol" in letter.text) == ("zuid@example.org", True)
    assert (asked.state, asked.email) == ("declined", "")
    assert (last(made).type, last(made).commit) == ("members.application_declined", asked.reason.commit)  # type: ignore[union-attr]
    assert JOBS[0].run() == 0
    Application.objects.update(ended_at=timezone.now() - dt.timedelta(days=91))
    assert (JOBS[0].run(), JOBS[0].run()) == (1, 0)
    asked.refresh_from_db()
    assert asked.name == ""
    assert not Version.objects.filter(body__contains="nu vol").exists()


# Acting for a member


def test_person_begins_by_the_letter_and_speaks_for_the_organisation() -> None:
    made, dilek = coordinated()
    joined = actions.accept(application(made, "Zuid", email="amina@example.org"), buddy=None, by=by(dilek))
    letter = Welcome.objects.get()
    with pytest.raises(NotAllowed):
        actions.begin(letter, by=by(make.chris()))
    for _twice in range(2):
        actions.begin(letter, by=by(make.amina()))
    joined.refresh_from_db()
    assert joined.organisation is not None
    assert joined.organisation.memberships.get().person == make.amina()
    assert lines(made).count("members.delegate_began") == 1
    assert Welcome.objects.get().email == ""
    with pytest.raises(Refused):
        actions.begin(letter, by=by(make.chris()))


def test_r28_person_joins_in_their_own_name_without_an_organisation() -> None:
    made, _dilek = coordinated()
    joined = member(made, "Amina", make.amina(), kind="person")
    joined.refresh_from_db()
    assert joined.organisation is None
    with pytest.raises(Refused):
        actions.invite_delegate(joined, email="nog@example.org", by=by(make.amina()))


def test_letter_of_welcome_ends_after_sixty_days_and_one_can_be_asked_anew() -> None:
    _made, _dilek, first, _second = two_members()
    letter = actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    with pytest.raises(Refused):
        actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    Welcome.objects.filter(pk=letter.pk).update(sent_at=timezone.now() - dt.timedelta(days=61))
    with pytest.raises(Refused):
        actions.begin(letter, by=by(make.chris()))
    again = actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    Welcome.objects.filter(pk=again.pk).update(sent_at=timezone.now() - dt.timedelta(days=61))
    assert JOBS[0].run() == 1
    assert not Welcome.objects.exclude(email="").exists()


def test_member_asks_more_people_and_only_its_own_do() -> None:
    made, _dilek, first, second = two_members()
    with pytest.raises(NotAllowed):
        actions.invite_delegate(first, email="chris@example.org", by=by(make.bram()))
    with pytest.raises(Refused):
        actions.invite_delegate(first, email=make.amina().email, by=by(make.amina()))
    letter = actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    assert lines(made)[-1] == "members.delegate_invited"
    actions.begin(letter, by=by(make.chris()))
    assert [str(one) for one in queries.people_of(first)] == ["Amina", "Chris"]
    asked = actions.invite_delegate(second, email="chris@example.org", by=by(make.bram()))
    with pytest.raises(Refused):
        actions.begin(asked, by=by(make.chris()))


def test_address_gets_three_letters_of_welcome_a_day_at_most() -> None:
    made, dilek = coordinated()
    asked = [member(made, name, make.person(name)) for name in ("Een", "Twee", "Drie", "Vier")]
    for one, name in zip(asked[:3], ("Een", "Twee", "Drie"), strict=True):
        actions.invite_delegate(one, email="nog@example.org", by=by(make.person(name)))
    with pytest.raises(Refused):
        actions.invite_delegate(asked[3], email="nog@example.org", by=by(make.person("Vier")))
    assert dilek.coordinates.exists()


def test_last_person_does_not_stop_but_lets_the_member_leave() -> None:
    made, _dilek, first, second = two_members()
    with pytest.raises(Refused):
        actions.stop_acting(first, by=by(make.amina()))
    actions.begin(actions.invite_delegate(first, email="chris@example.org", by=by(make.amina())), by=by(make.chris()))
    for _twice in range(2):
        actions.stop_acting(first, by=by(make.amina()))
    assert lines(made).count("members.delegate_stopped") == 1
    with pytest.raises(NotAllowed):
        actions.leave(first, by=by(make.amina()))
    assert second.buddy_id == first.pk
    for _twice in range(2):
        actions.leave(first, by=by(make.chris()))
    assert lines(made).count("members.member_left") == 1
    assert Member.objects.get(pk=second.pk).buddy is None
    with pytest.raises(Refused):
        actions.introduce(first, card=CARD, by=by(make.chris()))
    with pytest.raises(Refused):
        actions.begin(Welcome.objects.filter(member=first)[0], by=by(make.dilek()))


def test_letter_of_a_member_that_left_opens_nothing() -> None:
    _made, _dilek, first, _second = two_members()
    letter = actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    actions.leave(first, by=by(make.amina()))
    with pytest.raises(Refused):
        actions.begin(letter, by=by(make.chris()))


def test_member_introduces_itself_and_the_same_words_again_change_nothing() -> None:
    made, _dilek, first, _second = two_members()
    with pytest.raises(NotAllowed):
        actions.introduce(first, card=CARD, by=by(make.bram()))
    for told in (
        actions.Card(does="Nu ook een tuin.", learns="Hoe je loslaat.", brings="Een zaal."),
        actions.Card(does="Nu ook een tuin.", learns="Hoe je loslaat.", brings="Twee zalen.", place="Lindeveen"),
        actions.Card(does="Nu ook een tuin.", learns="Hoe je loslaat."),
    ):
        for _twice in range(2):
            changed = actions.introduce(first, card=told, by=by(make.amina()))
        assert (str(changed.does), str(changed.brings or ""), changed.place) == (told.does, told.brings, told.place)
    assert lines(made).count("members.member_introduced") == 3
    assert last(made).content["brings_commit"] is None


def test_buddy_or_newcomer_says_that_they_met() -> None:
    made, _dilek, first, second = two_members()
    third = member(made, "Zuid", make.person("Zuid"))
    with pytest.raises(Refused):
        actions.tell_met(first, by=by(make.amina()))
    with pytest.raises(NotAllowed):
        actions.tell_met(second, by=by(make.chris()))
    with pytest.raises(NotAllowed):
        actions.tell_met(second, by=by(make.person("Zuid")))
    for person in (make.amina(), make.bram()):
        actions.tell_met(second, by=by(person))
    actions.tell_met(third, by=by(make.person("Zuid")))
    assert lines(made).count("members.buddy_met") == 2


def test_who_leaves_the_platform_acts_for_nobody_and_takes_what_waits_along() -> None:
    made, dilek = coordinated()
    alone = member(made, "Amina", make.amina(), kind="person")
    organisation = member(made, "Gemeente", make.bram(), kind="municipality")
    application(make_network.network("ander"), "Nog iets", email=make.amina().email)
    actions.invite_delegate(organisation, email=make.amina().email, by=by(make.bram()))
    for person in (make.amina(), make.bram()):
        leave_platform(person, by=by(person))
    alone.refresh_from_db()
    organisation.refresh_from_db()
    assert alone.left_at is not None
    assert organisation.left_at is None
    assert not Delegate.objects.exists()
    assert not Application.objects.filter(state="waiting").exists()
    assert not Welcome.objects.exclude(email="").exists()
    assert dilek.is_active


# Who hears


def test_only_coordinators_hear_of_an_application_and_only_the_buddy_of_its_newcomer() -> None:
    made, _dilek, _first, _second = two_members()
    application(made, "Zuid")
    while tell():
        pass
    heard = {
        kind: set(Notice.objects.filter(line__type=kind).values_list("person__display_name", flat=True))
        for kind in (events.ApplicationSent.type, events.MemberAccepted.type)
    }
    assert heard == {events.ApplicationSent.type: {"Dilek"}, events.MemberAccepted.type: {"Amina"}}


def test_every_letter_is_dutch_and_names_no_address_of_others() -> None:
    made, dilek, first, _second = two_members()
    actions.decline(application(made, "Zuid"), reason="Later.", by=by(dilek))
    actions.invite_delegate(first, email="chris@example.org", by=by(make.amina()))
    for letter in Mail.objects.all():
        assert letter.text.lstrip().split("\n")[0] not in {"", "Hello,"}
        others = set(re.findall(r"[a-z.]+@example\.org", letter.text)) - {letter.to, made.contact}
        assert not others, letter.subject
    assert Line.objects.exists()

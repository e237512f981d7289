"""One address in every form of the site: it gets three letters a day, whoever fills them in (R32, X5, X6)."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.test import Client

from communityup.base.errors import Refused
from communityup.network.meetings.models import Session
from communityup.network.members.actions import invite_delegate
from communityup.network.members.models import Member
from communityup.network.networks.actions import ask_coordinator
from communityup.network.networks.models import Network
from communityup.network.recordings.models import Recording
from communityup.organisations.models import Organisation
from communityup.people.actions import send_code
from communityup.people.actors import Actor
from communityup.people.models import Code, Person
from communityup.post.models import Mail
from communityup.post.permissions import LETTERS_A_DAY
from communityup.workspace.challenges.actions import invite_colleague
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.colleagues.actions import ask_colleague
from communityup.workspace.council.actions import invite_observer, propose_observer
from communityup.workspace.facilitators.actions import propose_outsider
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.mandates.actions import give_sponsor_address
from tests import make, make_invitations, make_newsletter, make_recordings, make_registrations
from tests.make_meetings import in_days, planned
from tests.make_network import member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WIL = "wil@example.org"
JOINING = {
    "name": "De Schakel", "kind": "residents", "place": "Oeverstad", "theme": "Buurthuizen", "brings": "",
    "does": "Wij beheren een buurthuis.", "learns": "Hoe je loslaat.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


@built_once
def site() -> Network:
    """Return a network with sessions, a recording and a member, on a site with a challenge of two parties."""
    made, dilek, session = make_recordings.was()
    make_recordings.kept(session, dilek)
    for title in ("Eerste", "Tweede"):
        planned(made, dilek, in_days(9), title=title)
    make_invitations.planned(made, dilek)
    member(made, "De Schakel", make.amina())
    make.challenge_of_two()
    return made


def open_session(title: str) -> Session:
    return Session.objects.get(gathering__title=title)


def sign_up() -> None:
    make_newsletter.sign_up(Network.objects.get(), WIL)


def register(title: str) -> None:
    make_registrations.sign_up(open_session(title), WIL)


def ask_to_join() -> None:
    form = make_newsletter.filled(WIL)
    Client().post("/netwerken/community-up/leden/meedoen/", {**JOINING, **form})


def ask_code() -> None:
    answer = Client().post("/account/inloggen/", {"email": WIL})
    assert answer.status_code in {302, 409}


def by(person: Person) -> Actor:
    return Actor.of(person)


def challenge() -> Challenge:
    return Challenge.objects.get()


def observer() -> None:
    asked = propose_observer(challenge(), watches="council", who="Raadslid", email=WIL, by=by(make.amina()))
    invite_observer(asked.round, by=by(make.amina()))


def helper() -> None:
    role = Candidacy.Role.HELPER
    propose_outsider(challenge(), role=role, email=WIL, words="Van buiten.", by=by(make.amina()))


def coordinator() -> None:
    ask_coordinator(Network.objects.get(), email=WIL, by=by(make.dilek()))


def colleague_of_organisation() -> None:
    town = Organisation.objects.get(memberships__person=make.bram())
    ask_colleague(town, email=WIL, parties=[], by=by(make.bram()))


FORMS: dict[str, Callable[[], object]] = {
    "newsletter": sign_up,
    "application": ask_to_join,
    "session": lambda: register("Eerste"),
    "other session": lambda: register("Tweede"),
    "code": ask_code,
    "coordinator": coordinator,
    "speaker": lambda: make_recordings.speaker(Recording.objects.get(), make.dilek(), "Wil", WIL),
    "closed session": lambda: make_invitations.invite(open_session(make_invitations.CANARY), make.dilek(), WIL),
    "delegate": lambda: invite_delegate(Member.objects.get(), email=WIL, by=by(make.amina())),
    "seat": lambda: invite_colleague(challenge().parties.get(number=1), email=WIL, by=by(make.amina())),
    "organisation": colleague_of_organisation,
    "observer": observer,
    "helper": helper,
    "sponsor": lambda: give_sponsor_address(challenge(), email=WIL, by=by(make.bram())),
}
FIRST = ["newsletter", "session", "seat", "coordinator"]


def letters() -> int:
    """Return how many letters can leave for the address."""
    return Mail.objects.filter(to=WIL, given_up_at=None).count()


def fill_in(*names: str) -> None:
    for name in names:
        with suppress(Refused):
            FORMS[name]()


@pytest.mark.parametrize("name", FORMS)
def test_x6_each_form_alone_sends_its_letter(name: str) -> None:
    site()
    FORMS[name]()
    assert letters() == 1


def test_x6_one_address_in_every_form_gets_three_letters_in_a_day() -> None:
    site()
    fill_in(*FORMS, *reversed(FORMS))
    assert letters() == LETTERS_A_DAY == 3


@pytest.mark.parametrize("name", FORMS)
def test_x6_no_form_sends_a_fourth_letter(name: str) -> None:
    site()
    fill_in(*[one for one in FIRST if one != name][:3], name)
    assert letters() == LETTERS_A_DAY


def test_x5_who_has_an_account_still_comes_in_and_nothing_shows_who_has_one() -> None:
    site()
    fill_in("newsletter", "session", "coordinator")
    make.amina()
    answers = []
    for address in (WIL, "amina@example.org"):
        answer = Client().post("/account/inloggen/", {"email": address}, follow=True)
        answers.append((answer.status_code, answer.redirect_chain, answer.content.decode().count("<")))
        assert "hooguit drie mails per dag" in answer.content.decode()
    assert answers[0] == answers[1]
    assert letters() == LETTERS_A_DAY
    assert Mail.objects.filter(to="amina@example.org", key__startswith="code:", given_up_at=None).count() == 1
    assert Code.objects.count() == 2


def test_x5_codes_weigh_the_same_for_an_address_with_and_without_an_account() -> None:
    """Else a coordinator learns by asking codes for it, and then inviting it, whether an address has one."""
    made = site()
    for address in (WIL, make.chris().email):
        for _time in range(LETTERS_A_DAY):
            Client().post("/account/inloggen/", {"email": address})
        with pytest.raises(Refused, match="Probeer het morgen"):
            ask_coordinator(made, email=address, by=by(make.dilek()))


def test_x6_code_for_another_address_of_ones_own_counts_too() -> None:
    site()
    fill_in("newsletter", "session", "coordinator")
    with pytest.raises(Refused):
        send_code(WIL, purpose=Code.Purpose.NEW_ADDRESS, language="nl", person=make.chris())
    assert letters() == LETTERS_A_DAY

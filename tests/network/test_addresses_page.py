"""A coordinator brings in an earlier list: looked at first, all or nothing, and nobody learns who was known already."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from communityup.log.models import Line
from communityup.network.letters import forms
from communityup.network.networks.models import Network
from communityup.network.newsletter import actions, permissions
from communityup.network.newsletter.models import Ask, AskedByList, Subscription
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.make_network import browser, coordinated, last, lines, member

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/nieuwsbrieven/adressen/"
HEAD = "email,toestemming_op,toestemming_waar,toestemming_tekst\n"
PROVED = "ja@example.org,2025-03-12,Formulier op papier,Ik wil nieuws ontvangen\n"
LIST = f"{HEAD}{PROVED}vraag@example.org,,,\n"


def look(person: Person, content: str | bytes, **more: Any) -> Any:
    """Let somebody look at a list, and return the page in Dutch."""
    file = SimpleUploadedFile("lijst.csv", content.encode() if isinstance(content, str) else content)
    sent = {"file": file, "topics": ["sessions"], **more}
    return browser(person).post(HERE, sent, headers={"accept-language": "nl"})


def bring(person: Person, words: str = LIST, **more: Any) -> Any:
    return browser(person).post(f"{HERE}erin/", {"words": words, "topics": ["sessions"], **more})


def nothing() -> bool:
    """Say whether nothing was kept, mailed or recorded of a list."""
    kept = (Subscription, Ask, AskedByList)
    asked = Mail.objects.filter(key__startswith=permissions.LETTER_KEY)
    return not any(one.objects.exists() for one in kept) and not asked.exists()


def test_list_is_looked_at_before_anything_is_brought_in() -> None:
    network, dilek = coordinated()
    before = len(lines(network))
    page = look(dilek, f"{LIST}geenadres,,,\nja@example.org,,,\n").content.decode()
    for words in ("Regel 4: dit is geen e-mailadres", "Regel 5: hetzelfde adres als in regel 2", "Zet 2 adressen erin"):
        assert words in page
    assert nothing()
    assert len(lines(network)) == before


def test_list_comes_in_with_one_line_that_holds_no_address() -> None:
    network, dilek = coordinated()
    assert bring(dilek).status_code == 302
    assert Subscription.objects.get().email == "ja@example.org"
    assert not Mail.objects.filter(to="ja@example.org").exists()
    assert Mail.objects.filter(to="vraag@example.org").count() == 1
    line = last(network)
    assert (line.type, line.content["rows"], line.content["role"]) == ("newsletter.list_given", 2, "coordinator")
    assert "example.org" not in "".join(bytes(one.bytes).decode() for one in Line.objects.all())


def test_second_time_changes_nothing_and_answers_the_same_so_that_nobody_is_found_out() -> None:
    network, dilek = coordinated()
    answers = [bring(dilek) for _turn in range(2)]
    assert [one.url for one in answers] == [answers[0].url] * 2
    assert lines(network).count("newsletter.list_given") == 1
    assert Mail.objects.filter(to="vraag@example.org").count() == 1
    known, new = look(dilek, LIST), look(dilek, LIST.replace("ja@", "nieuw@").replace("vraag@", "ook@"))
    main = [one.content.decode().partition("<dl")[2].partition("</dl")[0] for one in (known, new)]
    assert main[0] == main[1]


def test_who_wants_no_such_mail_gets_none_and_the_coordinator_does_not_hear_it() -> None:
    network, dilek = coordinated()
    actions.shield_address(network, address_hash=permissions.address_hash("ja@example.org"), by=Actor.visitor())
    bring(dilek)
    assert not Subscription.objects.exists()
    assert last(network).content["rows"] == 2


def test_only_coordinators_bring_in_a_list() -> None:
    network, dilek = coordinated()
    member(network, "De Schakel", make.amina())
    assert Client().get(HERE).status_code == 302
    assert Client().post(f"{HERE}erin/", {"words": LIST}).status_code == 403
    for person in (make.amina(), make.chris()):
        assert browser(person).get(HERE).status_code == 403
        assert look(person, LIST).status_code == 403
        assert bring(person).status_code == 403
    assert browser(dilek).get(HERE).status_code == 200
    assert browser(dilek).get(f"{HERE}erin/").status_code == 405
    assert nothing()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Kies een bestand"),
        ("naam\nJan\n", "Regel 1: er is geen kolom email."),
        ("email\né".encode("latin-1"), "UTF-8"),
        (b"x" * (forms.LARGEST_LIST + 1), "groter dan 1 MB"),
        ("email\n" + "".join(f"n{number}@example.org\n" for number in range(2001)), "hoogstens 2.000 regels"),
    ],
    ids=["empty", "no column", "not utf-8", "large", "long"],
)
def test_faulty_list_gets_a_sentence_and_leaves_nothing(content: str | bytes, sentence: str) -> None:
    _network, dilek = coordinated()
    answer = look(dilek, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert nothing()


def test_form_without_list_or_topic_gets_a_sentence() -> None:
    _network, dilek = coordinated()
    assert look(dilek, LIST, topics=[]).status_code == 422
    assert browser(dilek).post(HERE, {"topics": ["sessions"]}).status_code == 422
    assert bring(dilek, "").status_code == 422
    assert bring(dilek, "naam\nJan\n").status_code == 422
    assert "geen goede regel" in look(dilek, "email\ngeenadres\n").content.decode()
    assert nothing()


def test_list_comes_in_as_a_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    network, _dilek = coordinated()
    rows = [actions.Listed(email=f"n{number}@example.org") for number in range(3)]

    def breaks(_letters: object) -> None:
        raise OSError

    monkeypatch.setattr(actions, "send_many", breaks)
    with pytest.raises(OSError):  # noqa: PT011 - the one above
        actions.bring_in(network, rows, topics=["sessions"], by=Actor.of(make.dilek()))
    assert nothing()


def _asked(network: Network, number: int, when: dt.datetime) -> None:
    found = [AskedByList(network=network, address_hash=f"{one:064d}", asked_at=when) for one in range(number)]
    AskedByList.objects.bulk_create(found)


def test_x6_no_coordinator_lets_more_people_be_asked_in_a_day_than_a_list_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network, dilek = coordinated()
    monkeypatch.setattr(permissions, "ASKED_A_DAY", 3)
    _asked(network, 2, timezone.now())
    assert bring(dilek).status_code == 409
    AskedByList.objects.update(asked_at=timezone.now() - dt.timedelta(days=2))
    assert bring(dilek).status_code == 302
    monkeypatch.setattr(permissions, "LONGEST_LIST", 1)
    assert bring(dilek).status_code == 409

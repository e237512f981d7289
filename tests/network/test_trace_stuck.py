"""Somebody who is stuck gets peers and not silence, and is shown to nobody as weak (A8, T7)."""

import datetime as dt
from unittest import mock

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.members import actions as members
from communityup.network.stuck import actions, permissions, queries
from communityup.network.stuck.models import HelpRequest, Offer, Peer
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Text, Version
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_notices
from tests.make_meetings import DAY
from tests.make_network import browser, last, lines
from tests.make_stuck import HERE, STUCK, asked, by, four, matched, offered, older

pytestmark = pytest.mark.django_db
NOON = make_notices.TUESDAY


def page(request: HelpRequest, more: str = "") -> str:
    return f"{HERE}{request.public_id}/{more}"


def reads(request: HelpRequest, name: str) -> int:
    return browser(make.person(name)).get(page(request)).status_code


def test_a8_unanswered_after_seven_days_the_coordinator_has_a_task_and_an_accepted_offer_matches() -> None:
    with make_notices.at(NOON):
        made, dilek = four()
        asking = browser(make.amina())
        assert "Ik loop vast" in asking.get(HERE).content.decode()
        said = {"words": STUCK, "audience": "members", "keep_days": "30"}
        request = HelpRequest.objects.get(
            public_id=asking.post(f"{HERE}vragen/", said).headers["Location"].split("/")[-2]
        )
    with make_notices.at(NOON + dt.timedelta(days=7) - dt.timedelta(minutes=1)):
        assert actions.tell_unanswered() == 0
        assert not asks(dilek, request)
    with make_notices.at(NOON + dt.timedelta(days=7)):
        assert [actions.tell_unanswered(), actions.tell_unanswered()] == [1, 0]
        assert "Zoek jij iemand?" in asks(dilek, request)
        html = browser(dilek).get(page(request)).content.decode()
        assert "Nog niemand bood aan" in html
        assert STUCK in html
        offer = browser(make.bram()).post(page(request, "meedenken/"), {"words": "Dat hadden wij ook."})
        assert offer.status_code == 302
        assert not asks(dilek, request), "there is an answer now"
        assert "Neem je dat aan?" in asks(make.amina(), request)
        asking = browser(make.amina())
        assert "Dat hadden wij ook." in asking.get(page(request)).content.decode()
        for _click in range(2):
            assert asking.post(f"{HERE}aanbod/{Offer.objects.get().public_id}/aannemen/").status_code == 302
    assert HelpRequest.objects.get().state == "matched"
    assert lines(made)[-4:] == [
        f"stuck.{name}" for name in ("help_asked", "unanswered", "help_offered", "help_matched")
    ]


def asks(person: Person, request: HelpRequest) -> str:
    """Return what a task about this question asks of somebody; empty when there is none."""
    return "".join(task.asks for task in my_tasks(person) if task.url == page(request))


def test_a8_who_was_asked_hears_it_at_once_and_nobody_else() -> None:
    made, dilek = four()
    actions.be_peer(made, wants=True, by=by("Griet"))
    moment = timezone.localtime().replace(hour=14) + DAY
    make_notices.told(moment=moment)
    request = asked(made, make.amina(), audience="peers")
    make_notices.told(moment=moment)
    heard = {name for name in ("Amina", "Bram", "Griet", "Hugo", "Dilek", "Chris") if hears(name, "help_asked")}
    assert heard == {"Griet"}
    [letter] = [one for one in make_notices.letters(moment + DAY) if one.to == make.person("Griet").email]
    assert "loopt vast en vraagt of je meedenkt" in letter.text
    for words in ("Amina", "beheerder"):
        assert words not in letter.text
    offered(request, "Griet")
    make_notices.told(moment=moment)
    assert [name for name in ("Amina", "Bram", "Dilek") if hears(name, "help_offered")] == ["Amina"]
    actions.accept_offer(Offer.objects.get(), by=by("Amina"))
    make_notices.told(moment=moment)
    assert hears("Griet", "help_matched")
    other = asked(made, make.amina(), "En nog iets.")
    make_notices.told(moment=moment)
    assert {name for name in ("Bram", "Griet", "Hugo") if hears(name, "help_asked")} == {"Bram", "Griet", "Hugo"}
    older(other, 8)
    actions.tell_unanswered()
    make_notices.told(moment=moment)
    assert hears(dilek.display_name, "unanswered")


def hears(name: str, kind: str) -> bool:
    return f"stuck.{kind}" in make_notices.own(make.person(name))


def test_t7_question_is_read_by_the_chosen_audience_and_coordinators_and_then_by_the_group_alone() -> None:
    made, _dilek = four()
    actions.be_peer(made, wants=True, by=by("Griet"))
    request = asked(made, make.amina(), audience="peers")
    everybody = ("Amina", "Bram", "Griet", "Hugo", "Dilek", "Chris")
    assert [reads(request, name) for name in everybody] == [200, 404, 200, 404, 200, 403]
    assert Client().get(page(request)).status_code == 302
    wide = asked(made, make.amina(), "Iets anders.")
    assert [reads(wide, name) for name in everybody] == [200, 200, 200, 200, 200, 403]
    offer = offered(wide, "Bram")
    actions.accept_offer(offer, by=by("Amina"))
    assert [reads(wide, name) for name in everybody] == [200, 200, 404, 404, 200, 403]
    for name in ("Hugo", "Chris", "Griet"):
        html = browser(make.person(name)).get(HERE).content.decode()
        assert "Iets anders." not in html
        assert (STUCK in html) == (name == "Griet")
    for name in ("Amina", "Bram", "Dilek"):
        assert "Iets anders." in browser(make.person(name)).get(HERE).content.decode()
    public = Client().get(HERE).content.decode()
    assert "Je hoeft het niet alleen uit te zoeken." in public
    assert STUCK not in public


def test_t7_name_stands_with_it_only_when_chosen_or_for_who_thinks_along() -> None:
    made, dilek = four()
    hidden, named = asked(made, make.amina()), asked(made, make.amina(), "Met naam.", is_named=True)

    def shown(request: HelpRequest, name: str) -> bool:
        return "Lid van Amina" in browser(make.person(name)).get(page(request)).content.decode()

    assert [shown(hidden, "Bram"), shown(named, "Bram"), shown(hidden, dilek.display_name)] == [False, True, True]
    actions.accept_offer(offered(hidden, "Bram"), by=by("Amina"))
    assert shown(hidden, "Bram")


def test_t7_no_line_leads_to_who_is_stuck_or_thinks_along() -> None:
    made, _dilek, request = matched("Bram", "Griet")
    actions.take_back_offer(request, by=by("Griet"))
    actions.end_help(request, by=by("Amina"))
    found = Line.objects.filter(stream=made.stream, type__startswith="stuck.")
    assert found.count() == 7
    assert not found.exclude(actor="").exists()
    text = b"".join(bytes(line.bytes) for line in found)
    keys = [one.public_id for one in made.members.all()]
    for words in ("Amina", "Bram", "beheerder", *keys):
        assert words.encode() not in text


def test_more_than_one_can_think_along_and_who_steps_out_leaves_it_waiting_again() -> None:
    made, _dilek, request = matched("Bram", "Griet")
    assert request.offers.filter(accepted_at__isnull=False).count() == 2
    for name in ("Bram", "Griet"):
        answer = browser(make.person(name)).post(page(request, "niet-meedenken/"))
        assert answer.headers["Location"] == HERE
    actions.take_back_offer(request, by=by("Griet"))
    request.refresh_from_db()
    assert (request.state, request.matched_at) == ("open", None)
    assert lines(made).count("stuck.offer_taken_back") == 2


def test_offer_that_was_not_accepted_is_taken_back_and_its_words_are_gone() -> None:
    made, _dilek = four()
    request = asked(made, make.amina(), "Waarom " + "lang " * 40)
    offered(request, "Bram", "Bel mij maar.")
    assert "Waarom lang" in browser(make.bram()).get(HERE).content.decode()
    assert browser(make.bram()).post(page(request, "niet-meedenken/")).status_code == 302
    assert not Version.objects.filter(body="Bel mij maar.").exists()
    assert reads(request, "Bram") == 200, "it still waits for somebody"


def test_messages_lead_to_the_question_as_long_as_it_is_there() -> None:
    made, _dilek, request = matched("Bram")
    moment = timezone.localtime().replace(hour=14)
    actions.end_help(request, by=by("Amina"))
    make_notices.told(moment=moment)
    assert hears("Amina", "help_ended")
    assert hears("Bram", "help_ended")
    messages = browser(make.bram())
    assert f'href="{page(request)}"' in messages.get("/mijn/berichten/").content.decode()
    gone = asked(made, make.bram(), "Nog een vraag.")
    actions.delete_help(gone, by=by("Bram"))
    actions.delete_help(request, by=by("Amina"))
    make_notices.told(moment=moment)
    assert not hears("Griet", "help_deleted")
    assert messages.get("/mijn/berichten/").status_code == 200


def test_ended_it_is_kept_for_the_agreed_term_and_then_nothing_is_left() -> None:
    made, _dilek = four()
    request = asked(made, make.amina(), keep_days=7)
    offer = offered(request, "Bram", "Bel mij maar.")
    actions.accept_offer(offer, by=by("Amina"))
    for _click in range(2):
        assert browser(make.amina()).post(page(request, "afronden/")).status_code == 302
    assert last(made).content["days"] == 7
    assert lines(made).count("stuck.help_ended") == 1
    with pytest.raises(Refused, match="afgerond"):
        actions.take_back_offer(request, by=by("Bram"))
    with pytest.raises(Refused, match="afgerond"):
        actions.accept_offer(offer, by=by("Amina"))
    older(request, 6.9)
    assert actions.delete_due() == 0
    assert reads(request, "Bram") == 200
    older(request, 0.2)
    texts = queries.texts_of(request)
    assert len(texts) == 2
    assert [actions.delete_due(), actions.delete_due()] == [1, 0]
    assert not HelpRequest.objects.exists()
    assert not Text.objects.filter(pk__in=texts).exists()
    assert not Version.objects.filter(text__in=texts).exists()
    assert browser(make.bram()).get(page(request)).status_code == 404


def test_asker_deletes_at_once_and_what_nobody_ends_goes_after_half_a_year() -> None:
    made, _dilek, request = matched("Bram")
    assert browser(make.amina()).post(page(request, "verwijderen/")).headers["Location"] == HERE
    assert last(made).content["why"] == "asker"
    assert not Version.objects.filter(body=STUCK).exists()
    with pytest.raises(Refused, match="intussen"):
        actions.delete_help(request, by=by("Amina"))
    old = asked(made, make.amina())
    older(old, 179)
    assert actions.delete_due() == 0
    older(old, 1.1)
    assert actions.delete_due() == 1
    assert last(made).content["why"] == "old"
    assert not actions._delete_one(old.pk, "old")


def test_deleting_that_dies_half_way_deletes_nothing_and_goes_on_later() -> None:
    _made, _dilek, request = matched("Bram")
    older(request, 181)
    with mock.patch.object(actions, "record", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        actions.delete_due()
    assert Version.objects.filter(body=STUCK).exists()
    assert actions.delete_due() == 1


def test_same_question_twice_is_once_and_only_members_ask_and_think_along() -> None:
    made, dilek = four()
    request = asked(made, make.amina())
    assert asked(made, make.amina()) == request
    before = Line.objects.count()
    for who in (make.chris(), dilek):
        with pytest.raises(NotAllowed):
            asked(made, who)
        with pytest.raises(NotAllowed):
            actions.be_peer(made, wants=True, by=Actor.of(who))
        with pytest.raises(NotAllowed):
            actions.take_back_offer(request, by=Actor.of(who))
    for name in ("Amina", "Dilek"):
        with pytest.raises(NotAllowed, match="gevraagd"):
            offered(request, name)
    with pytest.raises(NotAllowed, match="vroeg"):
        actions.delete_help(request, by=by("Bram"))
    with pytest.raises(Refused, match="nog niemand mee"):
        actions.end_help(request, by=by("Amina"))
    assert Line.objects.count() == before


def test_offer_is_accepted_by_who_asked_and_after_that_nobody_else_offers() -> None:
    made, _dilek = four()
    request = asked(made, make.amina())
    offer = offered(request, "Bram")
    assert offered(request, "Bram") == offer
    with pytest.raises(NotAllowed, match="vroeg"):
        actions.accept_offer(offer, by=by("Bram"))
    actions.accept_offer(offer, by=by("Amina"))
    with pytest.raises(Refused, match="al anderen mee"):
        offered(request, "Dilek")
    with pytest.raises(Http404):
        offered(request, "Hugo")


def test_peers_offer_themselves_once_and_are_not_asked_any_more_when_they_stop() -> None:
    made, _dilek = four()
    client = browser(make.bram())
    for wants in ("yes", "yes", "no", "no"):
        assert client.post(f"{HERE}meedenken/", {"wants": wants}).headers["Location"] == HERE
        assert ("Vraag mij niet meer" in client.get(HERE).content.decode()) == (wants == "yes")
    assert lines(made).count("stuck.peers_changed") == 2
    actions.be_peer(made, wants=True, by=by("Bram"))
    members.leave(made.members.get(name="Lid van Bram"), by=by("Bram"))
    assert not queries.peers_of(made.stream_id).exists(), "who does not act for a member is not asked"


def test_as_long_as_nobody_offered_to_think_along_one_does_not_ask_only_those() -> None:
    made, _dilek = four()
    client, said = browser(make.amina()), {"words": STUCK, "audience": "peers", "keep_days": "30"}
    actions.be_peer(made, wants=True, by=by("Amina"))
    assert 'value="peers"' not in client.get(f"{HERE}vragen/").content.decode(), "oneself does not count"
    assert client.post(f"{HERE}vragen/", said).status_code == 422
    actions.be_peer(made, wants=True, by=by("Bram"))
    html = client.get(f"{HERE}vragen/").content.decode()
    assert "alleen mensen die aanboden om mee te denken (1 persoon)" in html
    assert client.post(f"{HERE}vragen/", said).status_code == 302


def test_who_does_not_act_for_a_member_any_more_reads_nothing() -> None:
    made, _dilek, request = matched("Bram")
    members.leave(made.members.get(name="Lid van Bram"), by=by("Bram"))
    assert reads(request, "Bram") == 403
    assert not permissions.may_read(request, make.bram())


def test_who_asked_can_still_delete_it_when_their_member_left() -> None:
    made, _dilek, request = matched("Bram")
    members.leave(made.members.get(name="Lid van Amina"), by=by("Amina"))
    assert reads(request, "Amina") == 200
    assert browser(make.amina()).post(page(request, "verwijderen/")).status_code == 302
    assert not HelpRequest.objects.exists()
    assert reads(request, "Amina") == 403


def test_who_leaves_the_platform_leaves_nothing_behind() -> None:
    made, _dilek, request = matched("Bram")
    actions.be_peer(made, wants=True, by=by("Bram"))
    other = asked(made, make.bram(), "Van Bram.")
    offered(other, "Amina", "Van Amina.")
    ended = asked(made, make.person("Hugo"), "Van Hugo.")
    actions.accept_offer(offered(ended, "Bram", "Bram was hier."), by=by("Hugo"))
    actions.end_help(ended, by=by("Hugo"))
    actions.forget_person(make.bram())
    assert not Version.objects.filter(body__in=["Van Bram.", "Van Amina.", "Bram was hier."]).exists()
    assert not Peer.objects.exists()
    request.refresh_from_db()
    assert request.state == "open"
    assert set(HelpRequest.objects.all()) == {request, ended}

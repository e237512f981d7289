"""What somebody typed in a report is kept whichever button is pressed, and nobody sends words that were not seen."""

import re

import pytest

from communityup.network.reports import actions
from communityup.network.reports.models import Report, Tip
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make
from tests.make_network import browser, member
from tests.network.test_trace_reports import HERE, WORDS, letters, public_page, was, write

pytestmark = pytest.mark.django_db


def test_leaving_a_tip_out_keeps_the_words_that_were_typed() -> None:
    made, dilek, session = was("Eva")
    member(made, "De Schakel", make.amina())
    write(session, dilek)
    given = actions.give_tip(session, words="Een rooster.", link="", is_named=False, by=Actor.of(make.amina()))
    client, form = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    page = client.get(form).content.decode()
    assert '<form method="post" id="report">' in page
    assert f'name="tip" value="{given.public_id}" form="report"' in page
    typed = {**WORDS, "questions": "Hoe delen wij een sleutel?", "tip": given.public_id}
    page = client.post(form, typed, follow=True).content.decode()
    assert "Hoe delen wij een sleutel?" in page
    assert "De tip staat niet meer in het verslag" in page
    assert Tip.objects.get().left_out_at is not None


def test_b2_tip_is_left_out_only_once_the_words_typed_beside_it_can_be_kept() -> None:
    made, dilek, session = was("Evalien")
    member(made, "De Schakel", make.amina())
    given = actions.give_tip(session, words="Een rooster.", link="", is_named=False, by=Actor.of(make.amina()))
    typed = {**WORDS, "questions": "Evalien vroeg het.", "tip": given.public_id}
    answer = browser(dilek).post(f"{HERE}{session.public_id}/verslag/schrijven/", typed)
    assert (answer.status_code, "Evalien vroeg het." in answer.content.decode()) == (422, True)
    assert Tip.objects.get().left_out_at is None


def test_report_is_sent_round_only_after_one_saw_the_words_that_were_typed() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek)
    client, form = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    page = client.get(form).content.decode()
    assert 'name="send" value="yes" form="report"' in page
    assert "/rondsturen/" not in page
    before = Mail.objects.count()
    answer = client.post(form, {**WORDS, "summary": "Vier buurthuizen vertelden.", "send": "yes"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(public_page(session), 302)]
    assert "Vier buurthuizen vertelden." in page
    assert "1 persoon die een plek had" in page
    assert (Report.objects.get().state, Mail.objects.count()) == (Report.State.DRAFT, before)
    [place] = re.findall(r'action="([^"]+/rondsturen/)"', page)
    assert client.post(place).status_code == 302
    assert Report.objects.get().state == Report.State.CORRECTING
    assert len(letters()) == 1


def test_words_that_a_colleague_changed_meanwhile_are_read_before_they_go_round() -> None:
    made, dilek, session = was("Eva")
    member(made, "De Schakel", make.amina())
    write(session, dilek)
    client, before = browser(dilek), Mail.objects.count()
    sent = form_of(client.get(public_page(session)).content.decode())
    write(session, dilek, conditions="Een sleutel voor iedereen.")
    given = actions.give_tip(session, words="Een rooster.", link="", is_named=False, by=Actor.of(make.amina()))
    answer = client.post(*sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "veranderd: Ervaring en voorwaarden voor succes, Tips, links en aanbod." in page
    assert "Een sleutel voor iedereen." in page
    assert "Een rooster." in page
    assert (Report.objects.get().state, Mail.objects.count()) == (Report.State.DRAFT, before)
    actions.leave_out_tip(given, by=Actor.of(dilek))
    again = client.post(*form_of(page)).content.decode()
    assert "veranderd: Tips, links en aanbod." in again
    assert client.post(*form_of(again)).status_code == 302
    assert Mail.objects.count() == before + 1
    twice = client.post(*form_of(again))
    assert twice.status_code == 422
    assert "Dit verslag is al rondgestuurd" in twice.content.decode()
    assert Mail.objects.count() == before + 1


def test_words_of_a_colleague_are_not_written_over_by_who_began_before_them() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek)
    client, form = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    [seen] = re.findall(r'name="seen" value="([^"]*)"', client.get(form).content.decode())
    write(session, dilek, conditions="Een sleutel voor iedereen.", questions="Wie belt?")
    typed = {**WORDS, "summary": "Vier buurthuizen vertelden.", "seen": seen}
    assert client.post(form, typed).status_code == 302
    kept = Report.objects.get()
    assert [str(one) for one in (kept.summary, kept.conditions, kept.questions)] == [
        "Vier buurthuizen vertelden.", "Een sleutel voor iedereen.", "Wie belt?",
    ]  # fmt: skip
    answer = client.post(form, {**typed, "conditions": "Een sleutel voor twee."})
    page = answer.content.decode()
    assert (answer.status_code, "Een sleutel voor twee." in page) == (422, True)
    assert "veranderde dit intussen ook: Ervaring en voorwaarden voor succes." in page
    assert f'href="{public_page(session)}"' in page
    assert str(Report.objects.get().conditions) == "Een sleutel voor iedereen."
    for nonsense in ("niets", "²", "9" * 40, "a.b.c.d.e.f.g"):
        assert client.post(form, {**typed, "conditions": "Een sleutel voor twee.", "seen": nonsense}).status_code == 422
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page)
    assert client.post(form, {**typed, "conditions": "Een sleutel voor twee.", "seen": seen}).status_code == 302
    assert str(Report.objects.get().conditions) == "Een sleutel voor twee."


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Return where the button "Stuur het rond" sends to, and what it sends along."""
    [place] = re.findall(r'action="([^"]+/rondsturen/)"', page)
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page)
    return place, {"seen": seen}


def test_b13_report_that_is_not_whole_is_told_in_the_form_with_what_was_typed() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek)
    answer = browser(dilek).post(
        f"{HERE}{session.public_id}/verslag/schrijven/", {"summary": "Net nieuw getypt.", "send": "yes"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Net nieuw getypt." in page
    assert "minstens één" in page
    assert str(Report.objects.get().summary) == WORDS["summary"]


def test_report_with_a_summary_alone_cannot_be_sent_from_what_readers_will_see() -> None:
    _made, dilek, session = was("Eva")
    write(session, dilek, conditions="", onwards="")
    page = browser(dilek).get(public_page(session)).content.decode()
    assert "Nog niet rondgestuurd" in page
    assert "/rondsturen/" not in page


def test_b5_page_of_tips_says_that_they_are_closed_once_the_report_went_round() -> None:
    made, dilek, session = was("Eva")
    member(made, "De Schakel", make.amina())
    client, place, closed = browser(make.amina()), f"{HERE}{session.slug}/tips/", "verzamelen we hier geen tips meer"
    page = client.get(place).content.decode()
    assert "Nog niemand gaf een tip" in page
    assert closed not in page
    write(session, dilek)
    actions.send_round(session, by=Actor.of(dilek))
    page = client.get(place).content.decode()
    assert closed in page
    assert "Nog niemand gaf een tip" not in page


def test_report_with_a_summary_alone_says_what_is_missing_and_offers_no_button_to_send() -> None:
    _made, dilek, session = was("Eva")
    client, form = browser(dilek), f"{HERE}{session.public_id}/verslag/schrijven/"
    send, saved = 'name="send" value="yes"', "Als je dat hebt bewaard, kun je het verslag rondsturen."
    empty = dict.fromkeys(WORDS, "")
    for words, sentence in (
        ({}, "Schrijf eerst een korte samenvatting."),
        ({"summary": "Drie buurthuizen vertelden."}, "Schrijf naast de samenvatting minstens één onderdeel."),
    ):
        if words:
            client.post(form, {**empty, **words})
        page = client.get(form).content.decode()
        assert send not in page
        assert sentence in page
        assert saved in page
        assert client.post(form, {**empty, **words, "send": "yes"}).status_code == 422
    client.post(form, WORDS)
    page = client.get(form).content.decode()
    assert send in page
    assert saved not in page

"""The outbox page: there for a demonstration, never on a real site."""

from typing import Any

import pytest
from django.core import checks
from django.test import Client

from communityup.post.actions import send
from communityup.post.apps import mail_goes_through_the_outbox, production_keeps_mail_private

pytestmark = pytest.mark.django_db
ICS = ("afspraak.ics", b"BEGIN:VCALENDAR", "text/calendar")


def test_every_letter_is_shown_newest_first_and_marked_as_a_demonstration() -> None:
    for number in range(25):
        send(to="a@example.org", subject=f"Brief {number}", text="https://samen.example/x", key=f"k{number}")
    page = Client().get("/postvak/").content.decode()
    assert "geen mail de computer uit" in page
    assert page.index("Brief 24") < page.index("Brief 23")
    assert 'href="https://samen.example/x"' in page
    assert "Brief 4<" not in page
    assert "Brief 4<" in Client().get("/postvak/?page=2").content.decode()


def test_an_attachment_can_be_opened() -> None:
    mail = send(to="a@example.org", subject="x", text="x", key="k", attachments=[ICS])
    answer = Client().get(f"/postvak/{mail.pk}/bijlage/0/")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer["Content-Type"] == "text/calendar"
    assert Client().get(f"/postvak/{mail.pk}/bijlage/1/").status_code == 404
    assert Client().get("/postvak/999999/bijlage/0/").status_code == 404


def test_the_name_of_an_attachment_cannot_break_the_header() -> None:
    mail = send(
        to="a@example.org", subject="x", text="x", key="k", attachments=[('a"\r\nX: y.ics', b"x", "text/calendar")]
    )
    answer = Client().get(f"/postvak/{mail.pk}/bijlage/0/")
    assert answer["Content-Disposition"] == 'attachment; filename="a-X-y.ics"'


def test_an_empty_outbox_says_so() -> None:
    assert "Nog geen mail" in Client().get("/postvak/").content.decode()


@pytest.mark.parametrize("change", [{"OUTBOX_PAGE": False}, {"MODE": "production"}])
def test_a_real_site_has_no_outbox_page(change: dict[str, Any], settings: Any) -> None:
    mail = send(to="a@example.org", subject="Geheim", text="x", key="k", attachments=[ICS])
    for name, value in change.items():
        setattr(settings, name, value)
    for path in ("/postvak/", f"/postvak/{mail.pk}/bijlage/0/"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert b"Geheim" not in answer.content


def test_the_page_takes_no_strange_numbers() -> None:
    for page in ("0", "-1", "x", "99999999999999999999", "1e9", "\x00"):
        assert Client().get("/postvak/", {"page": page}).status_code == 200


def problems(settings: Any, **change: Any) -> list[str | None]:
    for name, value in {
        "MODE": "production",
        "OUTBOX_PAGE": False,
        "MAIL_TRANSPORT": "smtp",
        "DEMO": False,
        **change,
    }.items():
        setattr(settings, name, value)
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "communityup.demo"]
    return [problem.id for problem in production_keeps_mail_private()]


def test_the_deploy_check_refuses_outbox_demo_and_kept_mail_on_a_real_site(settings: Any) -> None:
    assert problems(settings) == []
    assert problems(settings, OUTBOX_PAGE=True) == ["communityup.E001"]
    assert problems(settings, MAIL_TRANSPORT="outbox") == ["communityup.E002"]
    assert problems(settings, DEMO=True) == ["communityup.E003"]
    assert problems(settings, MODE="demo", OUTBOX_PAGE=True) == []


def test_the_demo_app_alone_is_refused_on_a_real_site(settings: Any) -> None:
    settings.MODE, settings.OUTBOX_PAGE, settings.MAIL_TRANSPORT = "production", False, "smtp"
    assert [problem.id for problem in production_keeps_mail_private()] == ["communityup.E003"]


def test_a_way_of_mailing_nobody_knows_is_refused(settings: Any) -> None:
    assert mail_goes_through_the_outbox() == []
    settings.MAIL_TRANSPORT = "pigeon"
    assert [problem.level for problem in mail_goes_through_the_outbox()] == [checks.ERROR]

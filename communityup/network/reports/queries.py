"""What do we show of reports: the public one, the form of who writes it, and what who was there reads before."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import place_token
from communityup.network.meetings.privacy import names_of
from communityup.network.meetings.queries import past_reports
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact
from communityup.network.newsletter.permissions import opened_by
from communityup.network.reports import permissions
from communityup.network.reports.models import PARTS, SECTIONS, Remark, Report, Tip
from communityup.ui.templatetags.ui import long_date

# Parts of a name that are too short to say who somebody is.
SHORTEST_NAME = 3
# So many reports stand on the page of a network; the list of its sessions has them all.
MOST_TOLD = 5
BETWEEN = frozenset({"van", "den", "der", "het", "ten", "ter", "von", "und", "del", "des", "dos", "die", "los"})
State = Report.State

Below = Callable[[Session], list[dict[str, Any]]]
"""Gives what stands below a public report: blocks with a `title`, `spreads` and a `note`."""

_BELOW: list[Below] = []


def register_below(source: Below) -> None:
    """Let an app above tell something below a report that everybody reads; called in AppConfig.ready."""
    if source not in _BELOW:
        _BELOW.append(source)


def below(report: Report) -> list[dict[str, Any]]:
    """Return what apps above tell below a report."""
    return [block for source in _BELOW for block in source(report.session)]


def report_of(session: Session) -> Report | None:
    """Return the report of a session, with its words."""
    words = [f"{name}__current" for name in PARTS]
    found = Report.objects.select_related("session__network", "session__gathering", *words)
    return found.filter(session=session).first()


def readable_report(session: Session, *, writes: bool) -> Report:
    """Return the report that everybody reads, and before that who writes it; raises Http404 when there is none."""
    found = report_of(session)
    if found is None or found.summary is None or not (writes or found.state == State.PUBLIC):
        raise Http404
    return found


def stands(session: Session) -> list[dict[str, Any]]:
    """Tell on the page of a session where its report stands while who was there reads it; the same for everybody."""
    if not is_over(session.gathering):
        return []
    remarks = Count("remarks"), Count("remarks", filter=Q(remarks__outcome=Remark.Outcome.OPEN))
    row = ("sent_round_at", "correct_until", "made", "open")
    found = Report.objects.filter(session=session, state=State.CORRECTING).annotate(made=remarks[0], open=remarks[1])
    return [_standing(*one) for one in found.values_list(*row)]


def _standing(sent_at: dt.datetime, until: dt.datetime, made: int, still_open: int) -> dict[str, Any]:
    remarks = ngettext("%(count)d remark", "%(count)d remarks", made) % {"count": made} if made else _("none yet")
    facts = [
        (_("Went round to who was there"), long_date(sent_at)),
        (_("To correct until"), long_date(until)),
        (_("Remarks"), " · ".join((remarks, _("%(count)d still open") % {"count": still_open})) if made else remarks),
    ]
    return {"title": _("The report"), "facts": facts, "note": _("After that everybody can read it."), "first": True}


def page_of(report: Report) -> dict[str, Any]:
    """Return what stands in a report: the summary, and its sections in the order of the house, without empty ones."""
    sections = [(heading, getattr(report, name)) for name, heading in SECTIONS]
    shown = [one for one in sections if one[1] is not None]
    return {"report": report, "session": report.session, "sections": shown, "tips": tips_of(report.session)}


def tips_of(session: Session) -> list[dict[str, Any]]:
    """Return the tips that stand in the report, each with the name of its member only when that chose so."""
    found = Tip.objects.filter(session=session, taken_back_at=None, left_out_at=None)
    return [
        {
            "public_id": tip.public_id,
            "words": tip.words,
            "link": tip.link,
            "giver": tip.member.name if tip.is_named and tip.member is not None else "",
            "member": tip.member_id,
            "place": tip.registration_id,
        }
        for tip in found.select_related("words__current", "member")
    ]


def gathering_tips(
    session: Session, *, own: Delegate | None = None, place: Registration | None = None
) -> dict[str, Any]:
    """Return what stands on the page where people gather tips: for a member, who coordinates, or who has a place."""
    report = report_of(session)
    state = State.DRAFT.value if report is None else report.state
    return {
        "session": session,
        "tips": tips_of(session),
        "takes": permissions.takes_tips(session, state),
        "closed": state != State.DRAFT,
        "own_member": None if own is None else own.member_id,
        "own_place": None if place is None else place.pk,
    }


def for_who_comes(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Return the way to tips on the page of somebody's own place, from the beginning of a session.

    While the report goes round, the way to it instead, as the letter has it: also on the page of the session.
    """
    if registration.state != Registration.State.SEAT or not permissions.takes_tips(session, State.DRAFT):
        return []
    found = Report.objects.filter(session=session).exclude(state=State.DRAFT).first()
    if found is not None:
        return [_reading(session, registration)] if may_remark(found) else []
    url = reverse("reports:tips_by_place", args=[session.network.slug, place_token(registration)])
    return [{"url": url, "label": _("Give a tip"), "beside": True}]


def _reading(session: Session, registration: Registration) -> dict[str, Any]:
    url = reverse("reports:correct", args=[session.network.slug, permissions.read_token(registration)])
    return {"url": url, "label": _("Read the report first and say what is not right")}


def tip_of(session: Session, public_id: str) -> Tip:
    """Return a tip of this session; raises Http404."""
    found = Tip.objects.select_related("member", "session__network__stream", "session__gathering")
    return get_object_or_404(found, session=session, public_id=public_id)


def writing(session: Session, report: Report | None) -> dict[str, Any]:
    """Return what stands beside the form: where the report stands, and the remarks of who was there."""
    state = State.DRAFT.value if report is None else report.state
    missing = permissions.missing(permissions.written(report)) if state == State.DRAFT else ""
    return {
        "session": session,
        "report": report,
        "can_send": report is not None and state == State.DRAFT and not missing,
        "missing": missing,
        "is_correcting": state == State.CORRECTING,
        "remarks": remarks(report),
        "waits_until": None if report is None or report.waits_since is None else permissions.waits_until(report),
        "tips": tips_of(session),
        "tip_names": names_in_tips(session),
        "knows_who_came": knows_who_came(session),
        "there": _there(session),
    }


def sending(session: Session, report: Report) -> dict[str, Any]:
    """Return to how many a report that is ready would be sent, and the mark of its words.

    Nothing for one that is not ready, or that went round.
    """
    if report.state != State.DRAFT or permissions.missing(permissions.written(report)):
        return {}
    return {"sends": True, "there": _there(session), "seen": permissions.mark_of(report)}


def _there(session: Session) -> int:
    return session.gathering.registrations.filter(state=Registration.State.SEAT).count()


def words_of(report: Report | None) -> dict[str, str]:
    """Return with what the form begins, and the mark of these words."""
    words = {name: str(getattr(report, name, None) or "") for name in PARTS}
    return words if report is None else {**words, "seen": permissions.mark_of(report)}


def remarks(report: Report | None) -> list[Remark]:
    """Return the remarks about a report, the first one first."""
    if report is None:
        return []
    return list(report.remarks.select_related("words__current", "reason__current"))


def remark_of(network: Network, public_id: str) -> Remark:
    """Return a remark about a report of this network; raises Http404."""
    words = ("words__current", "reason__current")
    found = Remark.objects.select_related(*words, "report__session__network__stream", "report__session__gathering")
    return get_object_or_404(found, report__session__network=network, public_id=public_id)


def for_who_was_there(network: Network, token: str) -> tuple[Report, Registration] | None:
    """Return the report that a link of who was there leads to, and who it is; None for none that is open to them.

    Raises Http404 for a link that we never signed.
    """
    public_id = opened_by(permissions.READ, token)
    if public_id is None:
        raise Http404
    found = Registration.objects.filter(public_id=public_id, gathering__session__network=network).first()
    if found is None:
        return None
    report = report_of(Session.objects.get(gathering=found.gathering_id))
    return None if report is None or report.state == State.DRAFT else (report, found)


def may_remark(report: Report) -> bool:
    """Say whether the time to make remarks is not over."""
    return (
        report.correct_until is not None and report.state == State.CORRECTING and timezone.now() < report.correct_until
    )


def names_in(session: Session, words: Mapping[str, str]) -> list[str]:
    """Return which names stand in these words: a report attributes nothing to persons (B2).

    Of who registered or speaks in the recording every part of a name counts, however it is written; of other people of
    members a part with its capital, or the whole name: otherwise every "bakker" would be one.
    """
    text = "\n".join(words.values())
    around = {part for name in names_of(session) for part in _parts(name) if _stands(part, text, re.IGNORECASE)}
    delegates = Delegate.objects.filter(member__network=session.network_id)
    people = list(delegates.values_list("person__display_name", flat=True))
    others = {part for name in people for part in _parts(name) if part[0].isupper() and _stands(part, text)}
    whole = {name for name in people if " " in name.strip() and _stands(name.strip(), text, re.IGNORECASE)}
    return sorted(around | others | whole)


def names_in_tips(session: Session) -> list[str]:
    """Return which names stand in the tips that go into the report."""
    return names_in(session, {tip["public_id"]: str(tip["words"]) for tip in tips_of(session)})


def knows_who_came(session: Session) -> bool:
    """Say whether it is still known who registered: names are forgotten some time after a session."""
    return session.gathering.registrations.exists()


def _stands(words: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text, flags) is not None


def _parts(name: str) -> Iterable[str]:
    """Return what of a name says who somebody is: its parts that are long enough, without "van" and "den"."""
    found = re.findall(r"[\w'’-]+", name)
    return (part for part in found if len(part) >= SHORTEST_NAME and part.casefold() not in BETWEEN)


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return what the page of a session offers: the public report to all, tips to members, writing to coordinators."""
    state = Report.objects.filter(session=session).values_list("state", flat=True).first()
    slug, links = session.network.slug, list[dict[str, Any]]()
    if state == State.PUBLIC:
        links.append(
            {"url": reverse("reports:report", args=[slug, session.slug]), "label": _("Read the report"), "own": False}
        )
    elif own and is_over(session.gathering) and session.gathering.cancelled_at is None:
        url = reverse("reports:write", args=[slug, session.public_id])
        sent = state == State.CORRECTING
        label = _("The report and its remarks") if sent else _("Write the report")
        links.append({"url": url, "label": label, "own": True})
    if inside and state in (None, State.DRAFT) and permissions.takes_tips(session, State.DRAFT):
        links.append(
            {
                "url": reverse("reports:tips", args=[slug, session.slug]),
                "label": _("Tips"),
                "own": False,
                "inside": True,
            }
        )
    return links


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network and on its factsheet which reports there are, the newest first (B45); one query."""
    row = ("slug", "number", "gathering__title", "gathering__begins_at")
    found = list(past_reports(network).values(*row)[: MOST_TOLD + 1])
    told = [
        (
            f"{one['number']} {one['gathering__title']} · {long_date(one['gathering__begins_at'])}",
            reverse("reports:report", args=[network.slug, one["slug"]]),
        )
        for one in found[:MOST_TOLD]
    ]
    if not told:
        return []
    if len(found) > MOST_TOLD:
        told.append((_("All reports"), f"{reverse('meetings:list', args=[network.slug])}?when=past&report=on"))
    (value, url), *more = told
    return [Fact(label=_("Reports of sessions"), value=value, url=url, more=more)]

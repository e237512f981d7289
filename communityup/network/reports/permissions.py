"""What may be done with a report when; who was there opens it by their own link. A coordinator writes it."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.base.errors import NotAllowed, OnceMore, Refused
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import acts_in, delegate_of, own_delegate
from communityup.network.networks.permissions import coordinator_of
from communityup.network.newsletter.permissions import token
from communityup.network.reports.models import PARTS, SECTIONS, Remark, Report, Tip
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words
from communityup.texts.models import Version

# So long who was there can say what is not right, before a report is public.
CORRECTION = dt.timedelta(days=10)
# When the words change later than this before the end, who was there gets so long again: nothing unseen is published.
AGAIN = dt.timedelta(days=3)
# So long a report waits for remarks that nobody dealt with; one remark does not keep a report from everybody for ever.
WAITING = dt.timedelta(days=14)
READ = "communityup.reports.read"
ONE_ID = re.compile(r"[0-9]{1,15}")
HEADINGS: dict[str, Any] = {"summary": gettext_lazy("Short summary"), **dict(SECTIONS)}


def read_token(registration: Registration) -> str:
    """Return the token by which who was there reads the report before it is public."""
    return token(READ, registration.public_id)


def refuse_before(session: Session) -> None:
    """Raise Refused for the report of a session that did not take place (yet)."""
    if session.gathering.cancelled_at is not None or not is_over(session.gathering):
        raise Refused(_("This session has not been yet. Write the report afterwards."))


def takes_tips(session: Session, state: str) -> bool:
    """Say whether one can give tips: from the beginning of a session until its report goes round."""
    begins_at = session.gathering.begins_at
    begun = begins_at is not None and begins_at <= timezone.now() and session.gathering.cancelled_at is None
    return begun and state == Report.State.DRAFT


def refuse_tips(report: Report) -> None:
    """Raise Refused for tips before a session begins, and once its report went round."""
    if not takes_tips(report.session, report.state):
        raise Refused(_("Tips are gathered from the beginning of a session until its report goes round."))


def gives_for(session: Session, by: Actor) -> Delegate | None:
    """Return for which member somebody gives a tip, or nobody for who coordinates; raises NotAllowed for others."""
    own = None if by.person is None else delegate_of(session.network, by.person)
    if own is None and (by.person is None or coordinator_of(session.network, by.person) is None):
        return acts_in(session.network, by)
    return own


def own_tip(tip: Tip, by: Actor) -> None:
    """Raise NotAllowed for a tip of another member, or of nobody's."""
    if tip.member is None:
        raise NotAllowed(_("Only who gave this tip takes it back."))
    own_delegate(tip.member, by)


def has_place(session: Session, registration: Registration) -> None:
    """Raise NotAllowed for who has no place at this session."""
    seat = registration.state == Registration.State.SEAT
    if not seat or registration.gathering_id != session.gathering_id:
        raise NotAllowed(_("Only who has a place at this session can give a tip."))


def given_by_place(tip: Tip, registration: Registration) -> None:
    """Raise NotAllowed for a tip that was not given by this place."""
    if tip.registration_id != registration.pk:
        raise NotAllowed(_("Only who gave this tip takes it back."))


def refuse_public(report: Report) -> None:
    """Raise Refused for changing a report that everybody read."""
    if report.state == Report.State.PUBLIC:
        raise Refused(_("This report is public. It stays as it is."))


def refuse_unready(report: Report) -> None:
    """Raise Refused for a report that went round, or that is not whole."""
    if report.state != Report.State.DRAFT:
        raise Refused(_("This report went round already."))
    _refuse_without(written(report))


def refuse_emptied(report: Report | None, words: Mapping[str, str], *, sends: bool = False) -> None:
    """Raise Refused for words that leave a report that went round, or is about to, without what it needs."""
    if sends or (report is not None and report.state == Report.State.CORRECTING):
        _refuse_without([name for name in PARTS if words.get(name, "").strip()])


def mark_of(report: Report) -> str:
    """Return what the page before sending sends along of the words it shows: those of each part, and which tips."""
    parts = [getattr(report, name) for name in PARTS]
    tips = Tip.objects.filter(session=report.session, taken_back_at=None, left_out_at=None).order_by("pk")
    shown = ["" if one is None else str(one.current_id) for one in parts]
    return ".".join([*shown, *(str(pk) for pk in tips.values_list("pk", flat=True))])


def beside_colleagues(report: Report, words: Mapping[str, str], seen: str) -> Mapping[str, str]:
    """Return the words of each part: those of a colleague where only they changed it since the page was read.

    Raises Refused where both did: no words of a colleague that one did not see are written over.
    """
    now = mark_of(report)
    shown = [*seen.split("."), *[""] * len(PARTS)]
    began = {name: was for name, was, is_ in zip(PARTS, shown, now.split("."), strict=False) if was != is_}
    ids = [int(was) for was in began.values() if ONE_ID.fullmatch(was)]
    bodies = {str(pk): body for pk, body in Version.objects.filter(pk__in=ids).values_list("pk", "body")}
    kept, both = {name: clean_words(said) if said.strip() else "" for name, said in words.items()}, list[str]()
    for name, was in began.items():
        current = str(getattr(report, name) or "")
        if kept[name] == bodies.get(was, ""):
            kept[name] = current
        elif kept[name] != current:
            both.append(HEADINGS[name])
    if both:
        raise Refused(
            _(
                "A colleague changed this meanwhile too: %(parts)s. Yours stands below and is not kept yet. "
                "Read theirs first. When you save once more, yours takes its place."
            )
            % {"parts": ", ".join(str(one) for one in both)},
            read_on=(
                reverse("reports:report", args=[report.session.network.slug, report.session.slug]),
                _("The report as it is now"),
            ),
            once_more=OnceMore(about="", label=_("Save"), along={"seen": now}),
        )
    return kept


def refuse_unseen(report: Report, seen: str) -> None:
    """Raise Refused for sending round what somebody changed since the page was read; it says what is other now."""
    now = mark_of(report)
    if seen == now:
        return
    shown, new = (mark.split(".") for mark in (seen, now))
    shown += [""] * (len(PARTS) - len(shown))
    other = [str(HEADINGS[name]) for name, was, is_ in zip(PARTS, shown, new, strict=False) if was != is_]
    if shown[len(PARTS) :] != new[len(PARTS) :]:
        other.append(_("Tips, links and offers"))
    raise Refused(
        _("Meanwhile this report changed: %(parts)s. Nothing is sent yet. Read it below, and then send it round.")
        % {"parts": ", ".join(other)},
        once_more=OnceMore(about="", label=_("Send it round"), along={"seen": now}),
    )


def written(report: Report | None) -> list[str]:
    """Return which parts of a report have words."""
    return [name for name in PARTS if getattr(report, name, None) is not None]


def missing(parts: Collection[str]) -> str:
    """Return what a report with these parts still needs, as a sentence: its short summary (B13), and more than that."""
    if "summary" not in parts:
        return _("Write a short summary first. Without it a report cannot be published.")
    return _("Write at least one section beside the summary.") if len(parts) == 1 else ""


def _refuse_without(parts: Collection[str]) -> None:
    """Raise Refused for a report that still needs something."""
    if sentence := missing(parts):
        raise Refused(sentence)


def refuse_late(report: Report) -> None:
    """Raise Refused for a remark when the time for it is over."""
    until = report.correct_until
    if report.state != Report.State.CORRECTING or until is None or until <= timezone.now():
        raise Refused(_("The time to make remarks is over."))


def open_remarks(report: Report) -> QuerySet[Remark]:
    """Return the remarks that nobody dealt with."""
    return report.remarks.filter(outcome=Remark.Outcome.OPEN)


def waits_until(report: Report) -> dt.datetime | None:
    """Return until when a report would wait for a remark; None for one that did not go round."""
    sent, until = report.sent_round_at, report.correct_until
    return None if sent is None or until is None else max(sent + CORRECTION + WAITING, until)


def refuse_dealing(report: Report) -> None:
    """Raise Refused for dealing with a remark while the report is not with who was there."""
    if report.state != Report.State.CORRECTING:
        raise Refused(_("This report is public. Remarks about it are gone."))


def was_there(report: Report, registration: Registration) -> None:
    """Raise NotAllowed for who was not at the session of this report."""
    has_place = registration.state == Registration.State.SEAT
    if not has_place or registration.gathering_id != report.session.gathering_id:
        raise NotAllowed(_("Only who was at this session can make a remark."))

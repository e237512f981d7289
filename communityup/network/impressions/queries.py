"""What do we show of what came of visits: the public list and pages, and to both sides where it stands."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.gatherings.queries import when
from communityup.network.impressions import permissions
from communityup.network.impressions.models import Impression
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.visits.models import Form, Visit
from communityup.network.visits.permissions import HOST
from communityup.ui.templatetags.ui import long_date

ON_A_PAGE = 50
State = Impression.State
HEADINGS = {
    "saw": gettext_lazy("What the guests saw"),
    "takes": gettext_lazy("What they take along"),
    "noticed": gettext_lazy("What struck them for the host"),
    "told": gettext_lazy("What the host did, and what happened"),
}
WORDS = ("question", "saw", "takes", "noticed", "told", "remark")


def published(network: Network, page: str) -> dict[str, Any]:
    """Return one page of what visitors told in public, the newest first; two queries, for one or for many."""
    found = Impression.objects.filter(visit__network=network, state=State.PUBLIC).order_by("-published_at", "-pk")
    rows = found.values(
        "visit__public_id", "visit__form", "visit__guest__name", "visit__host__name", "question__current__body"
    )
    chosen = Paginator(rows, ON_A_PAGE).get_page(page)
    return {"page": Page([_row(network, {**row}) for row in chosen], chosen.number, chosen.paginator)}


def _row(network: Network, row: dict[str, Any]) -> dict[str, Any]:
    names = {"guest": row["visit__guest__name"], "host": row["visit__host__name"]}
    return {
        "url": reverse("impressions:report", args=[network.slug, row["visit__public_id"]]),
        "title": row["question__current__body"],
        "note": who(row["visit__form"], names),
    }


def who(form: str, names: dict[str, str]) -> str:
    """Return who visited whom, or told whom."""
    if form == Form.STORY:
        return _("Guest story: %(host)s told %(guest)s") % names
    return _("Visit: %(guest)s went to %(host)s") % names


def impression_of(visit: Visit) -> Impression | None:
    """Return what was written about a visit, with its words."""
    found = Impression.objects.select_related(*(f"{name}__current" for name in WORDS))
    return found.filter(visit=visit).first()


def shown_to_reader(visit: Visit) -> Impression:
    """Return what the other side was shown; raises Http404 while there is nothing, Refused once it is public."""
    held = impression_of(visit)
    if held is None or held.state == State.DRAFT:
        raise Http404
    permissions.refuse_unshown(held)
    return held


def public_report(network: Network, public_id: str) -> Impression:
    """Return what everybody reads, or the place where it stood; raises Http404 for what never was public."""
    more = ("guest", "host", "gathering", "session__gathering", "searched__words__current")
    found = Impression.objects.select_related(
        *(f"visit__{name}" for name in more), *(f"{name}__current" for name in WORDS)
    )
    held = get_object_or_404(found, visit__network=network, visit__public_id=public_id)
    if held.state not in (State.PUBLIC, State.WITHDRAWN):
        raise Http404
    return held


def report_page(held: Impression) -> dict[str, Any]:
    """Return what stands on the public page; of the guests their roles, never who they were."""
    visit = held.visit
    return {
        "impression": held,
        "visit": visit,
        "who": who(visit.form, {"guest": visit.guest.name, "host": visit.host.name}),
        "when": "" if visit.gathering is None else when(visit.gathering),
        "guests": list(visit.guests.all()),
    }


def around(visit: Visit, side: str) -> dict[str, Any]:
    """Return what the page of a visit shows of what was written: to the other side once it was shown."""
    held, writes = impression_of(visit), side == permissions.writer_of(visit)
    around: dict[str, Any] = {"links": _links(visit, held, side)}
    if held is None or (held.state == State.DRAFT and not writes):
        return around
    parts = permissions.parts_of(visit)
    there = [] if held.state == State.WITHDRAWN else [(HEADINGS[name], getattr(held, name)) for name in parts]
    slug, is_public = visit.network.slug, held.state == State.PUBLIC
    return {
        **around,
        "sections": [(heading, text) for heading, text in there if text is not None],
        "says": _says(visit, held, side),
        "remark": held.remark if held.state == State.SHOWN else None,
        "public_url": reverse("impressions:report", args=[slug, visit.public_id]) if is_public else "",
        "buttons": _buttons(visit, held, side),
    }


def _says(visit: Visit, held: Impression, side: str) -> str:
    """Return where it stands, in a sentence for this side, or for who coordinates and is of neither."""
    if held.state == State.WITHDRAWN:
        day = long_date(held.withdrawn_at)
        return _("What was told here was taken back on %(day)s. The words are gone.") % {"day": day}
    if held.state == State.PUBLIC:
        return _("Everybody can read this.")
    if held.state == State.DRAFT:
        return _("Nobody else reads this yet.")
    if held.remark is not None and held.agreed_at is None:
        return _("Not public yet: something should change first")
    return _waiting(visit, side, agreed=held.agreed_at is not None)


def _waiting(visit: Visit, side: str, *, agreed: bool) -> str:
    """Return what the side that reads it first said, or has still to say: by its name, and as "you" to itself."""
    reader = permissions.reader_of(visit)
    if side == reader:
        own = _("You said yes: this may be public.")
        return own if agreed else _("Not public: you read it first and say whether it may be.")
    said = _("%(name)s said yes: this may be public.")
    sentence = said if agreed else _("Not public: %(name)s reads it first and says whether it may be.")
    return sentence % {"name": (visit.host if reader == HOST else visit.guest).name}


def _links(visit: Visit, held: Impression | None, side: str) -> list[dict[str, str]]:
    """Return the pages on which this side writes, or answers."""
    args = [visit.network.slug, visit.public_id]
    if side == permissions.writer_of(visit) and permissions.may_write(visit, held):
        label = _("Tell what you saw") if visit.form == Form.VISIT else _("Tell your story")
        return [{"url": reverse("impressions:write", args=args), "label": label}]
    if side == permissions.reader_of(visit) and held is not None and held.state == State.SHOWN:
        return [{"url": reverse("impressions:answer", args=args), "label": _("May it be public?")}]
    return []


def _buttons(visit: Visit, held: Impression, side: str) -> list[dict[str, str]]:
    """Return what this side can do at once; what cannot be undone says so first."""

    def button(name: str, label: str, warns: str = "") -> dict[str, str]:
        url = reverse(f"impressions:{name}", args=[visit.network.slug, visit.public_id])
        return {"url": url, "label": label, "warns": warns}

    writes = side == permissions.writer_of(visit)
    if writes and held.state == State.DRAFT:
        return [button("show", _("Show it to the other member"))]
    if writes and held.state == State.SHOWN and held.agreed_at is not None:
        return [button("publish", _("Make it public"))]
    if side and held.state == State.PUBLIC:
        warns = _("Each of you may, without a reason. The words go for good; that they were there stays visible.")
        return [button("withdraw", _("Take it back for good"), warns)]
    return []


def words_of(visit: Visit, held: Impression | None) -> dict[str, str]:
    """Return with what the form begins: the question is that of the visit."""
    words = {name: str(getattr(held, name, None) or "") for name in ("question", *permissions.parts_of(visit))}
    return words | {"question": words["question"] or str(visit.question)}


def of_session(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:  # noqa: ARG001 - as every source
    """Return the links to what visitors told that goes with a session."""
    found = Impression.objects.filter(visit__session=session, state=State.PUBLIC).order_by("published_at", "pk")
    rows = found.values_list("visit__public_id", "question__current__body")
    slug = session.network.slug
    return [
        {"url": reverse("impressions:report", args=[slug, public_id]), "label": question, "own": False}
        for public_id, question in rows
    ]

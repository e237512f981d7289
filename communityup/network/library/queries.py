"""What do we show of practices: the library, one practice, how far one is that is being written, and tasks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FilteredRelation, Min, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communityup.methods.dutch import stems
from communityup.network.library.models import Approver, Facet, Practice, Voice, left_out_of
from communityup.network.library.permissions import SHOWN, WRITTEN, may_read, missing_in, reads_over, whose_yes_waits
from communityup.network.meetings import queries as meetings
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate, Member
from communityup.network.members.permissions import Viewer, delegate_of
from communityup.network.networks.models import Condition, Network
from communityup.network.networks.queries import Tab
from communityup.network.peers.models import LearningQuestion
from communityup.post.queries import site_address

ON_A_PAGE, MOST_WORDS = 50, 8
# How much a word counts by where it stands (decision 0016).
IN_TITLE, IN_SHORT, IN_WORDS = 3, 2, 1
State, Answer = Practice.State, Voice.Answer
MODES: dict[str, Any] = dict(Practice.Mode.choices)
ROW = ("pk", "series", "title", "place", "mode", "network__name", "source_name")
WORDS = ("context", "did", "why", "stumbling")
OWN_FACETS = ("mode", "size")
SHORT = ("title", "place", "size", "mode", "contact_role", "licence")


Told = Callable[[Practice, Delegate | None], dict[str, Any]]
"""Gives what an app above tells on the page of a practice, and where somebody of this member can tell more."""

Origin = Callable[[str, Viewer], dict[str, Any] | None]
"""Gives the page (`url`, `title`, `open` for everybody) at which a practice began, to who may see it; else None."""

Reading = Callable[[Practice, Delegate | None], dict[str, Any]]
"""Gives who reads a practice over now, and where somebody of this member takes that on or leaves it."""

_TOLD: list[Told] = []
_READINGS: list[Reading] = []
_ORIGINS: list[Origin] = []


def register_told(source: Told) -> None:
    """Let an app above tell who used a practice; called in AppConfig.ready of the app that has it."""
    _TOLD[:] = [source]


def register_reading(source: Reading) -> None:
    """Let an app above say who reads a practice over; called in AppConfig.ready of the app that has it."""
    _READINGS[:] = [source]


def register_origin(source: Origin) -> None:
    """Say who knows the places where practices begin; called in AppConfig.ready of the app that sees both."""
    _ORIGINS[:] = [source]


def practices(filters: Mapping[str, Any], page: str, network: Network | None = None) -> Page[Any]:
    """Return one page of the published practices as rows; the newest first, or what has the words in its title.

    `filters`: words, of which all have to be there; place; and of condition, stumble, theme, mode and size one or
    several, of which each practice has one. Four queries, however many practices there are.
    """
    found = _chosen(filters) if network is None else _chosen(filters).filter(network=network)
    order = ("-rank", "-pk") if "rank" in found.query.annotations else ("-published_at", "-pk")
    return _page(Paginator(found.order_by(*order).values_list("pk", flat=True), ON_A_PAGE), page)


def facets(filters: Mapping[str, Any]) -> dict[str, list[tuple[str, int]]]:
    """Return by which one can choose further: (value, how many practices one then finds), those of most first.

    Of each kind it counts what fits all else that was chosen: three queries, and one for each kind one chose of.
    """
    told = {name: list[tuple[str, int]]() for name in (*Facet.Kind.values, *OWN_FACETS)}
    free = [kind for kind in Facet.Kind.values if not _several(filters.get(kind))]
    for kinds in (free, *([kind] for kind in Facet.Kind.values if kind not in free)):
        others = {**filters, **dict.fromkeys(kinds, ())}
        # Of what was not narrowed few are left out, and it is five times as quick to look for those.
        narrowed = any(others.values())
        within = _chosen(others) if narrowed else Practice.objects.exclude(state=State.PUBLISHED)
        asked = Q(practice__in=within.order_by().values("pk"))
        rows = Facet.objects.filter(asked if narrowed else ~asked, kind__in=kinds).values_list("kind", "value")
        for kind, value, count in rows.order_by().annotate(count=Count("pk")).order_by("-count", "value"):
            told[kind].append((value, count))
    for name in OWN_FACETS:
        found = _chosen({**filters, name: ()}).exclude(**{name: ""}).order_by().values_list(name)
        told[name] += found.annotate(count=Count("pk"))
    return told


def names_of(themes: Collection[str]) -> dict[str, str]:
    """Return how these themes are written, from A to Z; one that is in no practice is not there."""
    found = Facet.objects.filter(kind=Facet.Kind.THEME, value__in=themes).order_by().values_list("value")
    return dict(sorted(found.annotate(written=Min("words")), key=lambda one: one[1].lower()))


def _several(chosen: str | Sequence[str] | None) -> list[str]:
    return [one for one in ([chosen] if isinstance(chosen, str) else chosen or ()) if one]


def _chosen(filters: Mapping[str, Any]) -> QuerySet[Practice]:
    found = Practice.objects.filter(state=State.PUBLISHED)
    for name in OWN_FACETS:
        if values := _several(filters.get(name)):
            found = found.filter(**{f"{name}__in": values})
    if place := filters.get("place"):
        found = found.filter(place__icontains=place)
    for kind in Facet.Kind.values:
        if values := _several(filters.get(kind)):
            slugs = [slugify(one) for one in values] if kind == Facet.Kind.THEME else values
            found = found.filter(pk__in=Facet.objects.filter(kind=kind, value__in=slugs).values("practice"))
    wanted = list(dict.fromkeys(stems(filters.get("words", ""))))[:MOST_WORDS]
    return _with_words(found, wanted) if wanted else found


def _with_words(found: QuerySet[Practice], wanted: Sequence[str]) -> QuerySet[Practice]:
    """Return what has all these stems, with its rank: each is looked up apart, in the one index over stems."""
    weights: list[F] = []
    for number, stem in enumerate(wanted):
        name = f"word_{number}"
        has = FilteredRelation("stems", condition=Q(stems__stem=stem))
        found = found.annotate(**{name: has}).filter(**{f"{name}__stem": stem})
        weights.append(F(f"{name}__weight"))
    return found.annotate(rank=reduce(add, weights))


def _page(found: "Paginator[Any]", page: str) -> Page[Any]:
    chosen = found.get_page(page)
    keys = list(chosen)
    rows = Practice.objects.filter(pk__in=keys).values(*ROW)
    by_key = {row["pk"]: row for row in rows.order_by()}
    themes = defaultdict[int, list[str]](list)
    told = Facet.objects.filter(practice__in=keys, kind=Facet.Kind.THEME)
    for practice, words in told.order_by("pk").values_list("practice_id", "words"):
        themes[practice].append(words)
    shown = [_row({**by_key[key]}, themes[key]) for key in keys if key in by_key]
    return Page(shown, chosen.number, chosen.paginator)


def words_to_find(practice: Practice) -> list[tuple[str, int]]:
    """Return the words by which one finds a practice, each part with its weight; words that are hidden are left out."""
    themes = practice.facets.filter(kind=Facet.Kind.THEME).values_list("words", flat=True)
    voices = practice.voices.exclude(answer__in=Voice.GONE).select_related("quote__current")
    told = [getattr(practice, name) for name in WORDS] + [one.quote for one in voices]
    return [
        (practice.title, IN_TITLE),
        *((words, IN_SHORT) for words in (practice.place, *themes)),
        *((one.label, IN_WORDS) for one in voices),
        *((str(text), IN_WORDS) for text in told if text is not None and text.readable),
    ]


def _row(row: dict[str, Any], themes: Iterable[str]) -> dict[str, Any]:
    source = _("from %(source)s") % {"source": row["source_name"]} if row["source_name"] else ""
    parts = (row["place"], str(MODES[row["mode"]]), *themes, source or row["network__name"])
    return {
        "url": reverse("library:practice", args=[row["series"]]),
        "title": row["title"],
        "note": " · ".join(part for part in parts if part),
    }


def with_practices() -> list[dict[str, Any]]:
    """Return the networks that have practices to take along, by name."""
    shown = Practice.objects.filter(state=State.PUBLISHED).order_by().values("network")
    return [{**row} for row in Network.objects.filter(pk__in=shown).values("slug", "name")]


def themes(page: str) -> Page[Any]:
    """Return one page of the themes of published practices from A to Z: each leads somewhere (B41)."""
    shown = Facet.objects.filter(kind=Facet.Kind.THEME, practice__state=State.PUBLISHED).order_by("value")
    chosen = Paginator(shown.values("value").annotate(theme=Min("words")), ON_A_PAGE).get_page(page)
    rows = [{"url": reverse("library:theme", args=[row["value"]]), "title": row["theme"], "note": ""} for row in chosen]
    return Page(rows, chosen.number, chosen.paginator)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Something else around a theme, as rows; `theme` is how it was written there."""

    title: str | Promise
    theme: str
    rows: list[dict[str, Any]]


def _sessions_around(theme: str) -> Block:
    """Return the open sessions with this theme, the newest first."""
    written = _written(Session.objects.filter(is_closed=False), theme)
    rows = meetings.titled(Q(is_closed=False, theme__in=written))[:ON_A_PAGE] if written else []
    return Block(title=_("Sessions around this theme"), theme=next(iter(written), ""), rows=rows)


def _members_around(theme: str) -> Block:
    """Return the members that are busy with this theme, from A to Z."""
    written = _written(Member.objects.filter(left_at=None), theme)
    found = Member.objects.filter(left_at=None, theme__in=written).order_by("name", "pk")
    names = found.values_list("name", "place", "public_id", "network__slug", "network__name")[:ON_A_PAGE]
    rows = [
        {
            "url": reverse("members:member", args=[slug, public_id]),
            "title": name,
            "note": " · ".join(part for part in (place, network) if part),
        }
        for name, place, public_id, slug, network in (names if written else ())
    ]
    return Block(title=_("Members around this theme"), theme=next(iter(written), ""), rows=rows)


def _questions_around(theme: str) -> Block:
    """Return the learning questions with this theme, the newest first."""
    written = _written(LearningQuestion.objects.all(), theme)
    found = LearningQuestion.objects.filter(theme__in=written).order_by("-opened_at", "-pk")
    words = found.values_list("words__current__body", "public_id", "network__slug", "network__name")[:ON_A_PAGE]
    rows = [
        {"url": reverse("peers:question", args=[slug, public_id]), "title": body or theme, "note": network}
        for body, public_id, slug, network in (words if written else ())
    ]
    return Block(title=_("Learning questions around this theme"), theme=next(iter(written), ""), rows=rows)


def _written(found: QuerySet[Any], theme: str) -> list[str]:
    """Return how this theme was written in what was found; one query."""
    words = found.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    return [one for one in words if slugify(one) == theme]


def theme_page(theme: str) -> dict[str, Any]:
    """Return the newest practices around a theme, by each condition that mattered in them (B41), and what else is.

    Raises Http404 for a theme that nothing has. Nine queries at most.
    """
    around = Facet.objects.filter(kind=Facet.Kind.THEME, value=theme, practice__state=State.PUBLISHED)
    newest = around.order_by("-practice__published_at", "-practice").values_list("practice", "words")
    names = dict(newest[:ON_A_PAGE])
    beside = [source(theme) for source in (_sessions_around, _members_around, _questions_around)]
    if not names and not any(block.rows for block in beside):
        raise Http404
    listed = {one["pk"]: one for one in Practice.objects.filter(pk__in=names).values(*ROW).order_by()}
    by_condition = defaultdict[str, list[int]](list)
    for practice, value in Facet.objects.filter(practice__in=names, kind=Facet.Kind.CONDITION).values_list(
        "practice_id", "value"
    ):
        by_condition[value].append(practice)
    order = list(names)
    return {
        "theme": theme,
        "name": names[order[0]] if order else next(block.theme for block in beside if block.rows),
        "beside": [block for block in beside if block.rows],
        "conditions": [
            {"label": one.label, "rows": [_row({**listed[key]}, ()) for key in order if key in by_condition[one]]}
            for one in Condition
            if by_condition[one]
        ],
    }


def being_written(network: Network, person: Viewer) -> list[dict[str, Any]]:
    """Return the practices that a network is writing, as rows; the members of the network read along."""
    found = Practice.objects.filter(network=network, state__in=WRITTEN).select_related("member", "network")
    return [
        {
            "url": reverse("library:draft", args=[network.slug, one.public_id]),
            "title": one.title,
            "note": f"{one.member} · {one.get_state_display()}",
        }
        for one in found.order_by("-changed_at", "-pk")
        if may_read(one, person)
    ]


def practice_of(series: str, edition: int | None = None) -> Practice:
    """Return the practice at this address, or one edition of it; raises Http404 for what was never published."""
    found = _whole().filter(series=series, published_at__isnull=False)
    found = found.exclude(state=State.EARLIER) if edition is None else found.filter(edition=edition)
    practice = found.order_by("-edition").first()
    if practice is None:
        raise Http404
    return practice


def draft_of(network: Network, public_id: str, person: Viewer) -> Practice:
    """Return an edition with the network where it is written, for who may read it; raises Http404 for others."""
    practice = get_object_or_404(_whole(), network=network, public_id=public_id)
    if practice.state in SHOWN or may_read(practice, person):
        return practice
    raise Http404


def voice_of(network: Network, public_id: str) -> Voice:
    """Return a voice in a practice of this network by its id; raises Http404."""
    found = Voice.objects.select_related("practice__network__stream", "practice__member", "quote__current")
    return get_object_or_404(found, practice__network=network, public_id=public_id)


def _whole() -> QuerySet[Practice]:
    words = [f"{name}__current" for name in WORDS]
    return Practice.objects.select_related("network__stream", "member", "reviewer", "remark__current", *words)


def content(practice: Practice, person: Viewer) -> dict[str, Any]:
    """Return what stands on the page of a practice; six queries, however much there is, and one for each of
    its origin and what somebody said in it.
    """
    facets = defaultdict[str, list[Facet]](list)
    for one in practice.facets.all():
        facets[one.kind].append(one)
    voices = list(practice.voices.select_related("quote__current"))
    files = list(practice.enclosures.select_related("words__current", "file"))
    editions = Practice.objects.filter(series=practice.series, published_at__isnull=False).order_by("-edition")
    link = site_address() + reverse("library:practice", args=[practice.series])
    # Who was left out and named again answers for what came last.
    own = practice.voices.order_by("-asked_at", "-pk").filter(approvers__person=person.pk)
    return {
        "practice": practice,
        "origin": _ORIGINS[0](practice.origin, person) if practice.origin and _ORIGINS else None,
        "is_gone": practice.state == State.TAKEN_BACK,
        "is_written": practice.state in WRITTEN,
        "is_asked": practice.state in {State.REVIEW, State.REVIEWED},
        "conditions": facets[Facet.Kind.CONDITION],
        "stumbles": facets[Facet.Kind.STUMBLE],
        "themes": facets[Facet.Kind.THEME],
        "voices": [one for one in voices if one.answer not in Voice.GONE],
        "left_out": left_out_of(voices),
        "taken_back": [one for one in voices if one.answer == Answer.TAKEN_BACK],
        "files": [one for one in files if one.removed_at is None],
        "files_gone": [one for one in files if one.removed_at is not None],
        "own_voice": None if person.pk is None else own.first(),
        "editions": list(editions.values("edition", "published_at", "state")),
        "link": link,
        "typed": link.partition("://")[2].rstrip("/"),
    }


def around(practice: Practice, person: Viewer) -> dict[str, Any]:
    """Return for the page of a practice whether somebody acts for who wrote it, and who used it; two queries."""
    own = delegate_of(practice.network, person)
    told = _TOLD[0](practice, own) if _TOLD else {}
    return {"own_writer": own is not None and own.member_id == practice.member_id, "told": told}


def progress(practice: Practice, person: Viewer) -> dict[str, Any]:
    """Return how far a practice is that is being written, and what this person can do about it now."""
    shown = content(practice, person)
    waits = [one for one in shown["voices"] if one.answer != Answer.YES]
    own = delegate_of(practice.network, person)
    writer = own is not None and own.member_id == practice.member_id
    return {
        **shown,
        "state": practice.get_state_display(),
        "missing": missing_in(practice),
        "waits": waits,
        "reachable": set(practice.approvers.exclude(email="", person=None).values_list("voice", flat=True)),
        "is_draft": practice.state == State.DRAFT,
        "is_reviewed": practice.state == State.REVIEWED,
        "own_writer": writer,
        "may_review": own is not None and practice.state == State.REVIEW and reads_over(practice, own),
        "may_publish": practice.state == State.REVIEWED and not waits,
        "reading": _READINGS[0](practice, own) if _READINGS and practice.state == State.REVIEW else {},
    }


def together(voice: Voice, approver: Approver) -> list[dict[str, Any]]:
    """Return who else answers for a voice and what they said, for these people alone; nothing for who does so alone."""
    others = voice.approvers.exclude(pk=approver.pk).exclude(email="", person=None).select_related("person")
    return [
        {"who": str(one), "said": one.get_answer_display(), "answered_at": one.answered_at}
        for one in others.order_by("pk")
    ]


def tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return the practices that wait for the yes of somebody with one of these addresses; one query."""
    return [
        {
            "about": row["practice__title"],
            "url": reverse("library:voice", args=[row["practice__network__slug"], row["voice__public_id"]]),
            "network": row["practice__network__name"],
            "since": row["voice__asked_at"],
            "email": row["asked_of"],
        }
        for row in whose_yes_waits(frozenset(addresses))
    ]


TABS = (Tab(key="library", label=_("Practices"), url_name="library:of_network", order=27),)

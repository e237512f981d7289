"""What do we show of first sketches: the list, one version with what was said to it, and what changed in it."""

import difflib
import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from communityup.network.members.permissions import Viewer
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact, Tab
from communityup.network.outlines.models import Edition, Outline, Reaction
from communityup.network.outlines.permissions import is_open, is_own, opens_again, voice_of
from communityup.people.models import Person
from communityup.texts.models import Version

ON_A_PAGE, REACTIONS_ON_A_PAGE = 50, 50
State = Outline.State
LABELS: dict[str, Any] = dict(State.choices)
TONES = {State.SKETCH: "open", State.FINAL: "ok", State.WITHDRAWN: "plain"}
TAB = Tab(key="outlines", label=_("First sketches"), url_name="outlines:list", order=60, at_foot=True)
# A word with the space behind it.
_WORDS = re.compile(r"\S+\s*")


def parts_of(words: str) -> dict[str, str]:
    """Return the title and the words of a version; what is hidden or gone has a title alone, that says so."""
    title, _gap, rest = words.partition("\n\n")
    return {"title": title, "words": rest}


def sketches(network: Network, page: str) -> Page[Any]:
    """Return one page of the sketches as rows, those one can react to first, then the newest; two queries."""
    found = Outline.objects.filter(network=network).order_by("ended_at", "-shown_at", "-pk")
    open_ones, ended = found.filter(state=State.SKETCH), found.exclude(state=State.SKETCH)
    keys = [*open_ones.values_list("pk", flat=True), *ended.order_by("-ended_at", "-pk").values_list("pk", flat=True)]
    chosen = Paginator(keys, ON_A_PAGE).get_page(page)
    shown = Outline.objects.select_related("member", "words__current").in_bulk(list(chosen))
    return Page([_row(network, shown[key]) for key in chosen], chosen.number, chosen.paginator)


def _row(network: Network, outline: Outline) -> dict[str, Any]:
    return {
        "url": reverse("outlines:outline", args=[network.slug, outline.public_id]),
        "title": str(outline),
        "of": "" if outline.member is None else outline.member.name,
        "number": 0 if outline.words.current is None else outline.words.current.number,
        "day": outline.ended_at or outline.shown_at,
        **label_of(outline),
    }


def label_of(outline: Outline) -> dict[str, Any]:
    """Return the label that a sketch carries wherever it is shown, and its tone."""
    return {"label": LABELS[outline.state], "tone": TONES[State(outline.state)]}


def outline_of(network: Network, public_id: str) -> Outline:
    """Return a sketch of this network by its id; raises Http404."""
    found = Outline.objects.select_related("network__stream", "words__current", "member", "closing__current")
    return get_object_or_404(found, network=network, public_id=public_id)


def reaction_of(network: Network, public_id: str) -> Reaction:
    """Return a reaction to a sketch of this network by its id; raises Http404."""
    found = Reaction.objects.select_related("outline__network__stream", "version")
    return get_object_or_404(found, outline__network=network, public_id=public_id)


def address_of(reaction: Reaction) -> str:
    """Return where a reaction stands: with its own version, on the page of the list on which it is."""
    outline = reaction.outline
    here = reverse("outlines:version", args=[outline.network.slug, outline.public_id, reaction.version.number])
    before = Reaction.objects.filter(version=reaction.version_id, said_at__lt=reaction.said_at).count()
    page = "" if before < REACTIONS_ON_A_PAGE else f"?page={before // REACTIONS_ON_A_PAGE + 1}"
    return f"{here}{page}#{reaction.public_id}"


def refuse_no_version(outline: Outline, number: int) -> None:
    """Raise Http404 for a version that is not there."""
    if not Version.objects.filter(text=outline.words_id, number=number).exists():
        raise Http404


def versions(outline: Outline) -> list[Version]:
    """Return every version of a sketch, the newest first."""
    return list(Version.objects.filter(text=outline.words_id).order_by("-number"))


def edition_of(version: Version) -> Edition | None:
    """Return what was said beside a version by whose sketch it is."""
    return Edition.objects.select_related("asks__current", "done__current").filter(version=version).first()


def page_of(outline: Outline, viewer: Viewer, number: int | None, page: str) -> dict[str, Any]:
    """Return one version of a sketch (the last one unless said), what was said to it, and all versions.

    Always five queries, however many versions and reactions; raises Http404 for a version that is not there.
    """
    found = versions(outline)
    shown = next((one for one in found if number in {None, one.number}), None)
    if shown is None:
        raise Http404
    before = next((one for one in found if one.number < shown.number), None)
    said = Reaction.objects.filter(version=shown).select_related("member", "words__current")
    is_last = shown.pk == outline.words.current_id
    voice = voice_of(outline.network, viewer)
    return {
        "outline": outline,
        **label_of(outline),
        **parts_of(str(shown)),
        "version": shown,
        "is_last": is_last,
        "edition": edition_of(shown),
        "before": before,
        "difference": _difference_between(before, shown),
        "reactions": Paginator(said.order_by("said_at", "pk"), REACTIONS_ON_A_PAGE).get_page(page),
        "versions": found,
        "is_open": is_open(outline),
        "reacts": is_open(outline) and is_last and voice is not None,
        "own_reaction": own_reaction(outline, viewer) if voice is not None else None,
        "changes": is_open(outline) and is_last and is_own(outline, viewer),
        "opens_again": opens_again(outline) and is_last and is_own(outline, viewer),
    }


def own_reaction(outline: Outline, viewer: Viewer) -> Reaction | None:
    """Return what somebody said to the last version of a sketch."""
    if not isinstance(viewer, Person):
        return None
    found = Reaction.objects.filter(version=outline.words.current_id, person=viewer)
    return found.select_related("words__current").first()


def live(reactions: QuerySet[Reaction]) -> QuerySet[Reaction]:
    """Return those of these reactions that nobody took back."""
    return reactions.filter(words__current__erased_at=None)


def to_answer(outline: Outline) -> list[Reaction]:
    """Return what was said to the last version, for who makes the next one."""
    found = live(Reaction.objects.filter(version=outline.words.current_id))
    return list(found.select_related("member", "words__current").order_by("said_at", "pk"))


def has_reactions(outline: Outline) -> bool:
    """Say whether somebody said something to the last version, that is still there."""
    return live(Reaction.objects.filter(version=outline.words.current_id)).exists()


def is_said(outline: Outline, words: str, beside: tuple[str, str]) -> bool:
    """Say whether the last version says exactly this already, and this stands beside it."""
    if outline.words.current is None or str(outline.words) != words:
        return False
    edition = edition_of(outline.words.current)
    said = ("", "") if edition is None else (str(edition.asks or ""), str(edition.done or ""))
    return said == beside


def words_of(outline: Outline) -> dict[str, str]:
    """Return with what the form for a next version begins; hidden words are not among them."""
    current = outline.words.current
    edition = None if current is None else edition_of(current)
    words = parts_of(str(outline.words)) if outline.words.readable else {"title": "", "words": ""}
    return {**words, "asks": "" if edition is None or edition.asks is None else str(edition.asks)}


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network and its factsheet how many first sketches wait for reactions; one query."""
    count = network.outlines.filter(state=State.SKETCH).count()
    if not count:
        return []
    value = ngettext(
        "%(count)d first sketch, open for reactions", "%(count)d first sketches, open for reactions", count
    )
    url = reverse("outlines:list", args=[network.slug])
    return [Fact(label=gettext("First sketches"), value=value % {"count": count}, url=url)]


def difference(before: str, after: str) -> list[dict[str, str]]:
    """Return the words of two versions in order: {kind: "same" | "gone" | "new", words}.

    Words that come back all the time are no anchor, which keeps it quick, whatever somebody types.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found = []
    for _tag, start, end, begin, stop in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if old[start:end] == new[begin:stop]:
            found.append({"kind": "same", "words": "".join(new[begin:stop])})
            continue
        found.append({"kind": "gone", "words": "".join(old[start:end])})
        found.append({"kind": "new", "words": "".join(new[begin:stop])})
    return [part for part in found if part["words"]]


def _difference_between(before: Version | None, after: Version) -> list[dict[str, str]]:
    """Return what changed in a version, when both can be read."""
    if before is None or any(one.hidden_at or one.erased_at for one in (before, after)):
        return []
    return difference(before.body, after.body)

"""What of networks can be found by words, by who may see it: for everybody, for who may watch, for oneself alone.

What everybody sees are few rows, looked through by who searches (decision 0021). Words that only some read get no
stems: of what was said in recordings, only what this person may watch is looked through, first by the database.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.methods.dutch import excerpt, stems
from communityup.network.letters.models import Letter
from communityup.network.letters.queries import OUT
from communityup.network.library.models import Practice
from communityup.network.library.permissions import WRITTEN
from communityup.network.members.models import Delegate, Member
from communityup.network.members.permissions import Viewer
from communityup.network.networks.models import Coordinator
from communityup.network.outlines.models import TITLE_LENGTH, Outline
from communityup.network.outlines.queries import LABELS
from communityup.network.recordings.models import Part
from communityup.network.recordings.permissions import watched
from communityup.network.themes.models import Theme

# So many parts of what was said are looked through, for so many words.
MOST_PARTS, MOST_WORDS, EXCERPT = 100, 8, 30
OF_NETWORK = ("network__slug", "network__name")
NOTHING = Value("", output_field=CharField())
# Under these addresses stands what is not public yet.
DRAFTS = frozenset({"library:draft", "letters:manage"})


def named(viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return as rows what stands in networks under a name, and drafts that this viewer writes along with; one query.

    Everybody sees members, proposed themes, sketches and letters that went out. `place` counts besides the title.
    """
    members = Member.objects.filter(left_at=None).order_by()
    themes = Theme.objects.filter(session=None).order_by()
    letters = Letter.objects.order_by()
    found = members.values_list("name", "place", "theme", "public_id", *OF_NETWORK, Value("members:member")).union(
        _titled(themes, "themes:list"),
        _titled(letters.filter(state__in=OUT), "letters:letter"),
        _sketches(),
        _titled(_practices_of(viewer), "library:draft"),
        _titled(letters.filter(network__in=_coordinated_by(viewer)).exclude(state__in=OUT), "letters:manage"),
        all=True,
    )
    rows = [_row(one) for one in sorted(found, key=lambda row: (row[6], row[0], row[3]))]
    shown = [row for row in rows if row["name"] not in DRAFTS]
    return shown, [row for row in rows if row["name"] in DRAFTS]


def _titled(found: QuerySet[Any], name: str) -> QuerySet[Any, tuple[Any, ...]]:
    return found.values_list("title", NOTHING, NOTHING, "public_id", *OF_NETWORK, Value(name))


def _sketches() -> QuerySet[Any, tuple[Any, ...]]:
    """Return the sketches that can be read, by the first line of their words; with each what became of it."""
    found = Outline.objects.filter(words__current__hidden_at=None, words__current__erased_at=None).order_by()
    title = Left("words__current__body", TITLE_LENGTH + 1)
    name = Value("outlines:outline")
    return found.values_list(title, NOTHING, "state", "public_id", *OF_NETWORK, name)


def _practices_of(viewer: Viewer) -> QuerySet[Practice]:
    acts = Delegate.objects.filter(person=viewer.pk, member__left_at=None).order_by().values("member")
    return Practice.objects.filter(member__in=acts, state__in=WRITTEN).order_by()


def _coordinated_by(viewer: Viewer) -> QuerySet[Coordinator, Any]:
    return Coordinator.objects.filter(person=viewer.pk, until=None).order_by().values("network")


def _row(found: tuple[str, ...]) -> dict[str, Any]:
    title, place, theme, public_id, slug, network, name = found
    if name == "outlines:outline":
        title, theme = title.partition("\n")[0], str(LABELS[theme])
    said = {
        "members:member": _("Member of a network"),
        "themes:list": _("Proposed theme"),
        "letters:letter": _("Letter of a network"),
        "outlines:outline": "",
        "library:draft": _("Practice, not published yet"),
        "letters:manage": _("Letter, not sent yet"),
    }
    return {
        "name": name,
        "url": reverse(name, args=[slug] if name == "themes:list" else [slug, public_id]),
        "title": title,
        "note": " · ".join(part for part in (said[name], place, theme, network) if part),
        "place": f"{place} {theme} {network}",
    }


def transcripts(words: Sequence[str], viewer: Viewer) -> list[dict[str, Any]]:
    """Return where these words were said in a recording that this viewer may watch, the newest first; one query.

    The database looks for the words as they were typed and for their stems; then each has to be there as a word.
    """
    wanted = set(stems(" ".join(words)))
    if not wanted:
        return []
    found = Part.objects.filter(recording__in=watched(viewer).values("pk"))
    found = found.filter(words__current__hidden_at=None, words__current__erased_at=None)
    for word in list(words)[:MOST_WORDS]:
        if stem := stems(word):
            found = found.filter(_holds({word, *stem}))
    session = "recording__session__"
    row = (
        "number",
        "words__current__body",
        *(f"{session}{name}" for name in ("slug", "gathering__title", *OF_NETWORK)),
    )
    newest = found.order_by("-recording__kept_at", "-recording", "number")
    hits = dict[str, dict[str, Any]]()
    for one in newest.values(*row)[:MOST_PARTS]:
        body = one["words__current__body"]
        url = reverse("recordings:watch", args=[one[f"{session}network__slug"], one[f"{session}slug"]])
        if url not in hits and wanted <= set(stems(body)):
            note = f"{one[f'{session}gathering__title']} · {one[f'{session}network__name']}"
            hits[url] = {"url": url, "title": excerpt(body, wanted, EXCERPT), "note": note}
    return list(hits.values())


def _holds(forms: Collection[str]) -> Q:
    return Q(*(("words__current__body__icontains", form) for form in sorted(forms)), _connector=Q.OR)

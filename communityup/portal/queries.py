"""What do we show on home, on one's own page, in the word list and when somebody searches."""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata, resources
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communityup.log.models import Stream
from communityup.methods.dutch import excerpt, stems
from communityup.network.calendars.queries import webcal
from communityup.network.decency import queries as decency
from communityup.network.evaluations import queries as evaluations
from communityup.network.finding import queries as finding
from communityup.network.library import queries as library
from communityup.network.meetings import queries as meetings
from communityup.network.meetings.permissions import seen_in_all
from communityup.network.members import queries as members
from communityup.network.networks import queries as networks
from communityup.network.own import queries as own
from communityup.network.peers import queries as peers
from communityup.network.recordings import queries as recordings
from communityup.network.stuck import queries as stuck
from communityup.network.visits import queries as visits
from communityup.people.models import Person
from communityup.portal import permissions
from communityup.portal.models import CalendarLink
from communityup.post.queries import site_address
from communityup.texts.models import Level
from communityup.texts.queries import find
from communityup.workspace.agreements import queries as agreements
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges import queries as challenges
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.challenges.permissions import Viewer, joined_by, seen_by
from communityup.workspace.former.queries import places_before
from communityup.workspace.tasks.queries import Asked, Task, my_tasks

MOST_ON_HOME, MOST_TASKS = 4, 5
MOST_TITLES, MOST_WORDS, ON_A_PAGE, EXCERPT = 10, 300, 20, 30


@dataclass(frozen=True)
class Term:
    """One word of the word list, with what it means here."""

    term: str
    other: str
    meaning: str


def home() -> dict[str, Any]:
    """Return the public challenges and the networks for the home page, and whether there are more than it shows."""
    public, joined = challenges.public_challenges(), networks.first(MOST_ON_HOME + 1)
    return {
        "challenges": public[:MOST_ON_HOME],
        "more": len(public) > MOST_ON_HOME,
        "networks": joined[:MOST_ON_HOME],
        "more_networks": len(joined) > MOST_ON_HOME,
    }


def my_page(person: Person) -> dict[str, Any]:
    """Return what somebody takes part in, and what waits for them: the first tasks, and whether there are more.

    Twelve queries and those of the tasks, for little or for much.
    """
    invitations = challenges.invitations_for(person)
    shown = {reverse("challenges:accept_own", args=[one["pk"]]) for one in invitations}
    tasks = [one for one in my_tasks(person) if one.url not in shown]
    return {
        **own.page(person),
        "tasks": tasks[:MOST_TASKS],
        "more_tasks": len(tasks) > MOST_TASKS,
        "challenges": challenges.challenges_of(person),
        "before": list(places_before(person)),
        "invitations": invitations,
        "agreements": agreements.open_for(person),
    }


def own_calendar(person: Person) -> dict[str, Any]:
    """Return the address of somebody's own calendar, if they asked for one."""
    link = CalendarLink.objects.filter(person=person).first()
    if link is None:
        return {"link": None}
    here = site_address() + reverse("own_calendar_file", args=[permissions.calendar_token(link)])
    return {"link": link, "address": here, "webcal": webcal(here)}


def buddy_tasks(asked: Asked) -> list[Task]:
    """Return the newcomers in networks that wait for a buddy, as tasks of the people of that member; one query."""
    return _tasks(_("Will you help a newcomer in, as their buddy?"), members.buddy_tasks(asked.emails))


def search_tasks(asked: Asked) -> list[Task]:
    """Return the learning questions on which a member was asked to search along, as tasks of its people; one query."""
    return _tasks(_("Will you search along on this learning question?"), peers.tasks(asked.emails))


def voice_tasks(asked: Asked) -> list[Task]:
    """Return the practices that wait for the yes of whose voice is in them, as tasks of that person; one query."""
    return _tasks(_("May this practice be published, with you in it?"), library.tasks(asked.emails))


def stuck_tasks(asked: Asked) -> list[Task]:
    """Return what waits when somebody is stuck: for coordinators after a week, for who asked an offer; two queries."""
    asks = {
        "coordinator": _("Nobody answers a question to peers. Do you look for somebody?"),
        "asker": _("Somebody offers to think along with you. Do you accept?"),
    }
    return [
        Task(
            asks=asks[one["kind"]],
            about=_("I am stuck"),
            url=one["url"],
            challenge=one["network__name"],
            since=one["since"],
            email=one["email"],
        )
        for one in stuck.tasks(asked.emails)
    ]


def visit_tasks(asked: Asked) -> list[Task]:
    """Return the proposals for a visit that wait for a member's answer, as tasks of its people; one query."""
    return _tasks(_("Is this visit something for you?"), visits.tasks(asked.emails))


def evaluation_tasks(asked: Asked) -> list[Task]:
    """Return the sessions of which somebody did not yet say how it was, as tasks of that person; one query."""
    return _tasks(_("How was this session? Three short questions"), evaluations.tasks(asked.emails))


def speaker_tasks(asked: Asked) -> list[Task]:
    """Return the recordings that wait for the yes of who speaks in them, as tasks of that person; one query."""
    return _tasks(_("Who may see the recording in which you speak?"), recordings.tasks(asked.emails))


def key_tasks(asked: Asked) -> list[Task]:
    """Return the reported words that wait for a key, as tasks of who looks at them."""
    return _tasks(_("Do you look at words that were reported?"), decency.tasks(asked.emails))


def hidden_tasks(asked: Asked) -> list[Task]:
    """Return the hidden words of a network for which who wrote them can ask another look; one query when none are."""
    ask = _("Your words are hidden. Do you want two others to look at it?")
    return [replace(task, private=True) for task in _tasks(ask, decency.appeals(asked.emails))]


def network_tasks(asked: Asked) -> list[Task]:
    """Return what waits for who coordinates a network, receives a session or can read over; six queries."""
    asks = {
        "application": _("Do you answer who wants to join?"),
        "remark": _("What do you do with what was said about the report?"),
        "message": _("Do you look at a message that was shown to you?"),
        "part": _("Does this fit in the programme?"),
        "practice": _("Will you read a practice over?"),
    }
    rows = own.waiting(asked.emails)
    return [task for row in rows for task in _tasks(asks[row["kind"]], [row])]


def _tasks(asks: str, rows: Iterable[dict[str, Any]]) -> list[Task]:
    """Return rows of an app of the network as tasks that ask this; the network stands where a challenge would."""
    return [
        Task(
            asks=asks,
            about=one["about"],
            url=one["url"],
            challenge=one["network"],
            since=one["since"],
            email=one["email"],
        )
        for one in rows
    ]


def practice_offer(challenge: Challenge, shown: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the way from a challenge to a practice, once it looks back or one of the agreements shown is kept.

    Asks the database nothing: whether there is another agreement that is kept, the page itself looks up.
    """
    kept = any(one["state"] == Agreement.State.KEPT for one in shown)
    if challenge.practice or not (kept or challenge.phase in {Phase.LEARNING, Phase.CLOSED}):
        return None
    return {"label": _("Make a practice of this"), "url": reverse("make_practice", args=[challenge.slug])}


def origin_of(address: str, viewer: Viewer) -> dict[str, Any] | None:
    """Return the challenge from which a practice came, for who may see that; one query."""
    public_id = address.rstrip("/").rpartition("/")[2]
    found = seen_by(viewer).filter(public_id=public_id).values("slug", "title", "public_at").first()
    if found is None:
        return None
    url = reverse("room:overview", args=[found["slug"]])
    return {"url": url, "title": found["title"], "open": found["public_at"] is not None}


def challenges_at(places: Collection[str]) -> dict[str, str]:
    """Return the titles of the public challenges at these addresses, as a programme of a session asks; one query."""
    slugs = {place.strip("/").rpartition("/")[2] for place in places}
    found = Challenge.objects.filter(slug__in=slugs, public_at__isnull=False, practice=False)
    return {reverse("room:overview", args=[slug]): title for slug, title in found.values_list("slug", "title")}


def challenge_at(public_id: str, viewer: Viewer) -> str:
    """Return the address (slug) of the challenge with this id; raises Http404 for who may not see it."""
    return get_object_or_404(seen_by(viewer).only("slug"), public_id=public_id).slug


def glossary(language: str | None = None) -> list[Term]:
    """Return the word list in the language of the page, in the order of the alphabet."""
    nl = (language or get_language() or "nl").startswith("nl")
    terms = [
        Term(row["nl"], row["en"], row["meaning_nl"]) if nl else Term(row["en"], row["nl"], row["meaning_en"])
        for row in _words()
    ]
    return sorted(terms, key=lambda term: term.term.casefold())


@cache
def _words() -> list[dict[str, str]]:
    text = resources.files("communityup.portal").joinpath("glossary.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def version() -> str:
    """Return the version of this software, empty when it runs without being installed."""
    try:
        return metadata.version("communityup")
    except metadata.PackageNotFoundError:
        return ""


def database_answers() -> bool:
    """Say that the database answers; raises DatabaseError when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def search(words: str, viewer: Viewer, pages: Mapping[str, str]) -> dict[str, Any]:
    """Return what of this site holds these words and may be seen by this viewer: by title, by words, and practices.

    Words of people come in an order that tells neither when nor by whom (R12), and never with their party (R10).
    `pages` says which page of which list one reads: titles, of_networks, page.
    """
    wanted = set(stems(words))
    found, too_many = _words_found(words, wanted, viewer) if wanted else ([], False)
    practices = library.practices({"words": words}, "1") if wanted else []
    titles = _with_all(wanted, [*challenges.rows_of(seen_by(viewer)), *networks.named()])
    named, drafts = finding.named(viewer)
    of_networks = _with_all(wanted, [*meetings.titled(seen_in_all(viewer)), *peers.worded(), *named])
    return {
        "titles": Paginator(titles, MOST_TITLES).get_page(pages.get("titles")),
        "of_networks": Paginator(of_networks, MOST_TITLES).get_page(pages.get("of_networks")),
        "page": Paginator(found, ON_A_PAGE).get_page(pages.get("page")),
        "too_many": too_many,
        "drafts": _with_all(wanted, drafts)[:MOST_TITLES],
        "said": finding.transcripts(words.split(), viewer)[:MOST_TITLES],
        "practices": list(practices)[:MOST_TITLES],
        "more_practices": len(practices) > MOST_TITLES,
    }


def _with_all(wanted: set[str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of these rows that hold all these stems in their title, their place or what stands under it."""
    words = ((row, f"{row['title']} {row.get('place', row['note'])}") for row in rows)
    return [row for row, told in words if wanted and wanted <= set(stems(told))]


def _words_found(words: str, wanted: set[str], viewer: Viewer) -> tuple[list[dict[str, Any]], bool]:
    """Return words in networks and in the challenges one may see, and whether there is more.

    Those for who takes part only where one does; of networks only what everybody reads (`Kind.shown`).
    """
    seen = {row["stream"]: row for row in seen_by(viewer).values("stream", "slug", "title")}
    seen |= {row["stream"]: row for row in networks.by_stream()}
    joined = set(joined_by(viewer).values_list("stream", flat=True))
    streams = Stream.objects.filter(Q(pk__in=seen_by(viewer).values("stream")) | Q(network__isnull=False))
    found = find(words, most=MOST_WORDS, stream__in=streams.order_by().values("pk"))
    shown = [one for one in found if one.kind.level == Level.PUBLIC or one.stream in joined]
    shown.sort(key=lambda one: salted_hmac("portal.search", one.public_id, algorithm="sha256").digest())
    rows = [
        {
            "url": one.url(seen[one.stream]["slug"]),
            "title": excerpt(one.words, wanted, EXCERPT),
            "note": f"{one.kind.label} · {seen[one.stream]['title']}",
        }
        for one in shown
    ]
    return rows, len(found) >= MOST_WORDS


TASKS = (
    buddy_tasks, search_tasks, visit_tasks, voice_tasks, speaker_tasks, stuck_tasks, key_tasks, hidden_tasks,
    network_tasks, evaluation_tasks,
)  # fmt: skip

"""What do we tell of a year of a network: growth, continuity, sessions, visits, answered questions, re-use (N22).

Told, never ranked: no member is counted apart, and nothing stands in an order of more and less.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.network.accords.queries import balance
from communityup.network.adaptations.models import Adaptation
from communityup.network.evaluations import queries as evaluations
from communityup.network.impressions.models import Impression
from communityup.network.library.models import Practice
from communityup.network.meetings.models import Session
from communityup.network.members.models import CoreMembership
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact
from communityup.network.peers.models import LearningQuestion
from communityup.network.takeaways.models import Takeaway
from communityup.network.visits.models import Form, Visit

Row = dict[str, str]
# A year has few of each; a network that does more than this in a year is told in numbers beyond it.
MOST = 100


def years_of(network: Network) -> list[int]:
    """Return the years that can be told: from the one in which the network began until this one."""
    return list(range(timezone.localdate(network.started_at).year, timezone.localdate().year + 1))


def facts(network: Network) -> list[Fact]:
    """Lead to the newest year from the page of a network and its factsheet."""
    year = str(timezone.localdate().year)
    return [Fact(label=_("The year"), value=year, url=reverse("years:latest", args=[network.slug]), leads=True)]


def mirror(network: Network, year: int) -> dict[str, Any]:
    """Return what there is to tell of one year. Ten queries, however much was done; in the running year two more."""
    years, impressions = years_of(network), _impressions(network, year)
    return {
        "year": year,
        "running": year == years[-1],
        "before": year - 1 if year - 1 in years else None,
        "after": year + 1 if year + 1 in years else None,
        "growth": _growth(network, year),
        "core": _core(network, year),
        "advice": balance(network)["advice"] if year == years[-1] else [],
        "sessions": _sessions(network, year),
        "found": evaluations.of_year(_held(network, year)),
        "visits": _visits(network, year).count(),
        "impressions": impressions,
        "guest_stories": sum(bool(one["note"]) for one in impressions),
        "questions": _questions(network, year),
        "practices": _practices(network, year),
        "adaptations": _adaptations(network, year),
        "stories": _stories(network, year),
    }


def _growth(network: Network, year: int) -> dict[str, int]:
    """Return how many members there were when the year began and when it ended (or now), and who came and left."""
    rows = network.members.order_by().values_list("since", "left_at")
    stays = [
        (timezone.localdate(since).year, None if left is None else timezone.localdate(left).year)
        for since, left in rows
    ]
    return {
        "first": sum(came < year and (left is None or left >= year) for came, left in stays),
        "last": sum(came <= year and (left is None or left > year) for came, left in stays),
        "came": sum(came == year for came, _left in stays),
        "left": sum(left == year for _came, left in stays),
    }


def _core(network: Network, year: int) -> dict[str, int]:
    """Return how many members were in the core this year, and for how many of them the same person came as before."""
    rows = CoreMembership.objects.filter(member__network=network, starts_on__year__lte=year, person__isnull=False)
    found = rows.filter(Q(ends_on__year__gte=year - 1)).order_by().values_list("member", "person", "starts_on__year")
    own = [(member, person) for member, person, began in found if began == year]
    earlier = {(member, person) for member, person, began in found if began < year}
    return {"members": len({member for member, _person in own}), "same": len(set(own) & earlier)}


def _sessions(network: Network, year: int) -> list[Row]:
    """Return the sessions that were held and that everybody may know of, in the order of the year."""
    found = _held(network, year).order_by("gathering__begins_at", "pk")
    return [
        _row(_session_url(network, row["slug"]), " ".join(filter(None, (row["number"], row["gathering__title"]))))
        for row in found.values("slug", "number", "gathering__title")[:MOST]
    ]


def _held(network: Network, year: int) -> QuerySet[Session]:
    held = network.sessions.filter(is_closed=False, gathering__cancelled_at=None, gathering__ends_at__lt=timezone.now())
    return held.filter(gathering__begins_at__year=year)


def _visits(network: Network, year: int) -> QuerySet[Visit]:
    """Return the visits that were made: how many they were is told, never whose (T7)."""
    made = network.visits.filter(stopped_at=None, gathering__cancelled_at=None, gathering__ends_at__lt=timezone.now())
    return made.filter(gathering__begins_at__year=year)


def _impressions(network: Network, year: int) -> list[Row]:
    """Return what was published of visits and guest stories, with the yes of both sides."""
    public = Impression.objects.filter(visit__network=network, state=Impression.State.PUBLIC, published_at__year=year)
    rows = public.order_by("published_at", "pk").values(
        "visit__public_id", "visit__form", "question__current__body", "visit__host__name"
    )
    return [
        _row(
            reverse("impressions:report", args=[network.slug, row["visit__public_id"]]),
            row["question__current__body"] or row["visit__host__name"],
            note=_("guest story") if row["visit__form"] == Form.STORY else "",
        )
        for row in rows[:MOST]
    ]


def _questions(network: Network, year: int) -> list[Row]:
    """Return the learning questions that were answered."""
    answered = network.learning_questions.filter(state=LearningQuestion.State.ANSWERED, closed_at__year=year)
    return [
        _row(reverse("peers:question", args=[network.slug, row["public_id"]]), row["words__current__body"])
        for row in answered.order_by("closed_at", "pk").values("public_id", "words__current__body")[:MOST]
    ]


def _practices(network: Network, year: int) -> list[Row]:
    """Return the practices that were published for the first time."""
    shown = network.practices.filter(edition=1, source_id="", published_at__year=year).exclude(
        state=Practice.State.TAKEN_BACK
    )
    return [
        _row(reverse("library:practice", args=[row["series"]]), row["title"])
        for row in shown.order_by("published_at", "pk").values("series", "title")[:MOST]
    ]


def _adaptations(network: Network, year: int) -> list[Row]:
    """Return where a practice was used again: where, and which."""
    told = Adaptation.objects.filter(practice__network=network, taken_back_at=None, told_at__year=year)
    rows = told.filter(member__left_at=None).order_by("told_at", "pk")
    return [
        _row(
            reverse("library:practice", args=[row["practice__series"]]),
            _("%(practice)s, in %(place)s") % {"practice": row["practice__title"], "place": row["place"]},
        )
        for row in rows.values("practice__series", "practice__title", "place")[:MOST]
    ]


def _stories(network: Network, year: int) -> list[Row]:
    """Return the sessions of which somebody told what they did with it, and shows that."""
    shown = Takeaway.objects.filter(session__network=network, story_is_shown=True, taken_back_at=None)
    told = shown.filter(story_at__year=year).values("session")
    sessions = Session.objects.filter(pk__in=told, is_closed=False).order_by("gathering__begins_at", "pk")
    return [
        _row(_session_url(network, row["slug"]), row["gathering__title"])
        for row in sessions.values("slug", "gathering__title")[:MOST]
    ]


def _session_url(network: Network, slug: str) -> str:
    return reverse("meetings:session", args=[network.slug, slug])


def _row(url: str, title: str, *, note: str = "") -> Row:
    return {"url": url, "title": title, "note": note}

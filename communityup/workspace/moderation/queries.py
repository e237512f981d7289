"""What do we show: reports for who keeps the process, what is hidden and why, appeals, and one's own words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communityup.base.ids import is_id
from communityup.base.prepared import prepared
from communityup.log.models import Line
from communityup.people.models import Person
from communityup.texts.actions import own_words, set_aside_of
from communityup.texts.models import Reason, Text
from communityup.texts.places import place_of, places_of
from communityup.texts.queries import (
    Placed,
    agreed_among,
    find,
    find_fresh,
    is_agreed,
    kinds,
    nowhere,
    placed,
    plain,
    read,
)
from communityup.workspace.challenges.models import Challenge, Clock, Facilitator, Party
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.challenges.queries import clock
from communityup.workspace.facilitation.models import KEYS
from communityup.workspace.facilitation.permissions import Waiting, may_act
from communityup.workspace.moderation import permissions
from communityup.workspace.moderation.models import Appeal, Hiding, Report, Voice
from communityup.workspace.tasks.queries import Asked, Task

ON_A_PAGE = 30
FEW = 10
MOST_TO_REPORT = 100
ENDED_SHOWN = 50


def is_new(hiding: Hiding, wish: str) -> bool:
    """Say whether two want this and it was not carried out yet."""
    done = hiding.removal_agreed_at if wish == Voice.Wish.REMOVE else hiding.confirmed_at
    return done is None and permissions.two_agree(hiding, wish)


def came_back(text: Text, reason: str) -> bool:
    """Say whether words were hidden before and came back, so that hiding them again for this reason needs two.

    Words that were hidden as an insult can still hold somebody's number: for personal data only these times count.
    """
    earlier = Hiding.objects.filter(text=text).exclude(end=Hiding.End.NOT_HIDDEN).exclude(ended_at=None)
    return (earlier.filter(reason=Reason.PERSONAL) if reason == Reason.PERSONAL else earlier).exists()


def waiting(challenge: Challenge) -> list[Waiting]:
    """Return the reports and hidden words that wait for who keeps the process, without saying what about."""
    url = reverse("moderation:reports", args=[challenge.slug])
    told = Report.objects.filter(challenge=challenge, seen_at=None)
    hidings = Hiding.objects.filter(challenge=challenge, ended_at=None, confirmed_at=None)
    return [
        *(Waiting(label=_("Something was reported"), url=url, since=one.reported_at) for one in told),
        *(Waiting(label=_("Hidden words wait for a second yes"), url=url, since=one.asked_at) for one in hidings),
    ]


def readable_place(challenge: Challenge, public_id: str, viewer: Viewer) -> Placed:
    """Return words of this challenge that this person may read; 404 alike for unknown, another's and closed ones."""
    text = Text.objects.filter(public_id=public_id).first() if is_id(public_id) else None
    found = None if text is None else place_of(text, stream=challenge.stream_id)
    if found is None or found.kind.level not in permissions.levels(challenge, viewer):
        raise Http404
    return found


def own_place(challenge: Challenge, public_id: str, person: Person) -> tuple[Placed, Text]:
    """Return one's own words of this challenge; 404 alike for unknown ones and those of others."""
    text = Text.objects.select_related("current").filter(public_id=public_id).first() if is_id(public_id) else None
    found = None if text is None else place_of(text, stream=challenge.stream_id)
    if text is None or found is None or not permissions.wrote(text, person):
        raise Http404
    return found, text


def to_report(challenge: Challenge, viewer: Viewer, *, wanted: str, page: str) -> dict[str, Any]:
    """Return words that can be reported, with a search; in an order that tells neither when nor by whom (R12).

    Words for who takes part in the challenge are there for these people only. At most so many are read: with a search
    those that are new or in the index of words, without one those that come first in the order of their random ids.
    """
    # Words may stand at two places, so twice as many rows are enough to know whether there is more.
    levels, most = permissions.levels(challenge, viewer), 2 * (MOST_TO_REPORT + 1)
    if wanted:
        rows = find_fresh(wanted, most=most, levels=levels, stream=challenge.stream_id)
        fresh = {row.text for row in rows}
        known = find(wanted, most=most, levels=levels, stream=challenge.stream_id)
        rows += [row for row in known if row.text not in fresh]
    else:
        open_kinds = [kind for kind in kinds().values() if kind.level in levels]
        found = placed(chosen=open_kinds, only_shown=True, stream=challenge.stream_id, text__current__erased_at=None)
        rows = read(found.order_by("placed_public_id")[:most])
    more, rows = len(rows) > MOST_TO_REPORT, rows[:MOST_TO_REPORT]
    rows.sort(key=lambda row: salted_hmac("moderation.order", row.public_id, algorithm="sha256").digest())
    return {"wanted": wanted, "more": more, "page_obj": Paginator(rows, FEW).get_page(page)}


def about(challenge: Challenge, place: Placed, viewer: Viewer) -> dict[str, Any]:
    """Return what the page about somebody's words shows: the words or their stand-in, and whether they are hidden."""
    hiding = Hiding.objects.filter(text=place.text, ended_at=None).first()
    text = Text.objects.select_related("current__author").get(pk=place.text)
    may_hide = hiding is None and permissions.may_hide(challenge, text, viewer)
    return {"place": place, "url": place.url(challenge.slug), "hiding": hiding, "may_hide": may_hide}


def reports(challenge: Challenge) -> dict[str, Any]:
    """Return what waits for who keeps the process: reports that nobody looked at, and hidden words."""
    told = Report.objects.filter(challenge=challenge, seen_at=None).select_related("text__current", "words__current")
    found = list(told)
    places = _places(challenge, [one.text_id for one in found])
    return {
        "reports": [{"report": one, "place": places.get(one.text_id or 0)} for one in found],
        **hidden(challenge),
    }


def hidden(challenge: Challenge) -> dict[str, Any]:
    """Return what is hidden now and what was, with the reason; the same for everybody (E2)."""
    found = list(Hiding.objects.filter(challenge=challenge).order_by("-asked_at")[:ENDED_SHOWN])
    places = _places(challenge, [one.text_id for one in found])
    return {
        "now": [{"hiding": one, "place": places.get(one.text_id)} for one in found if one.ended_at is None],
        "before": [{"hiding": one, "place": places.get(one.text_id)} for one in found if one.ended_at is not None],
    }


def hiding_of(challenge: Challenge, public_id: str) -> Hiding:
    """Return one hiding of this challenge; 404 for another's."""
    return _hiding.or_404(challenge.pk, public_id)


@prepared
def _hiding(challenge: int, public_id: str) -> QuerySet[Hiding]:
    related = Hiding.objects.select_related("challenge__stream", "text__current__author")
    return related.filter(challenge=challenge, public_id=public_id)


def report_of(challenge: Challenge, public_id: str) -> Report:
    """Return one report of this challenge; 404 for another's."""
    return get_object_or_404(Report.objects.select_related("challenge"), challenge=challenge, public_id=public_id)


def appeal_of(challenge: Challenge, public_id: str) -> Appeal:
    """Return the appeal about one hiding of this challenge; 404 when there is none."""
    related = Appeal.objects.select_related("hiding__challenge")
    return get_object_or_404(related, hiding__challenge=challenge, hiding__public_id=public_id)


def case(hiding: Hiding, viewer: Viewer) -> dict[str, Any]:
    """Return all that the page of hidden words shows; words only to who may read them."""
    place = place_of(hiding.text, stream=hiding.challenge.stream_id)
    asked = Appeal.objects.filter(hiding=hiding).select_related("words__current").first()
    party, judging = permissions.decides(asked, viewer), permissions.judges_of(hiding.challenge, hiding.text)
    mine, judges = permissions.wrote(hiding.text, viewer), permissions.judges(hiding, viewer)
    open_now = hiding.ended_at is None
    involved = judges or mine or party is not None
    standing = [] if asked is None else _standing(asked)
    return {
        "hiding": hiding,
        "place": place,
        "url": "" if place is None else place.url(hiding.challenge.slug),
        "words": own_words(hiding.text) if involved and open_now else "",
        "judges": judges,
        "judging": judging,
        "may_remove": permissions.may_remove(hiding),
        "own_side": open_now and permissions.own_side(hiding, viewer),
        "mine": mine,
        "voices": list(hiding.voices.select_related("party", "facilitator").order_by("given_at")) if judges else [],
        "agreed_words": place is not None and is_agreed(place.kind, hiding.text),
        "may_appeal": mine and hiding.is_hidden and asked is None,
        "appeal": asked,
        "appeal_words": asked.words if asked is not None and involved else None,
        "deciders": standing,
        "decides": party,
        "seen": permissions.mark_of({row["party"]: row["back"] for row in standing}.get(party)),
    }


def own(challenge: Challenge, person: Person) -> list[dict[str, Any]]:
    """Return all words that somebody brought into this challenge, with what they can do with them."""
    rows = read(placed(stream=challenge.stream_id, text__current__author=person))
    keys = [row.text for row in rows]
    hidings = {one.text_id: one for one in Hiding.objects.filter(text__in=keys, ended_at=None)}
    earlier, aside, agreed = _earlier(keys, person), set_aside_of(keys), agreed_among(keys)
    shown = [
        {
            "place": row,
            "words": plain(aside.get(row.text, row.words)),
            "gone": row.erased,
            "url": row.url(challenge.slug),
            "earlier": earlier.get(row.text, 0),
            "agreed": row.text in agreed,
            "hiding": hidings.get(row.text),
        }
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row["gone"], -row["place"].text))


def own_row(place: Placed, text: Text) -> dict[str, Any]:
    """Return one's own words as one reads them oneself, also while they are hidden."""
    return {"place": place, "words": plain(own_words(text)) if place.hidden else place.words, "gone": place.erased}


def loose_of(challenge: Challenge, public_id: str, person: Person) -> Text:
    """Return one's own words that stand nowhere any more; 404 for all others."""
    found = next((text for text in loose(challenge, person) if text.public_id == public_id), None)
    if found is None:
        raise Http404
    return found


def loose(challenge: Challenge, person: Person) -> list[Text]:
    """Return one's own words that stand nowhere any more, but whose line is in the log of this challenge."""
    mine = nowhere(person)
    commits = [text.commit for text in mine if text.commit]
    here = set(Line.objects.filter(stream=challenge.stream_id, commit__in=commits).values_list("commit", flat=True))
    return [text for text in mine if text.commit in here]


def tasks(asked: Asked) -> list[Task]:
    """Return reports and hidden words that wait for who keeps the process, and appeals that wait for parties."""
    return [*_for_keepers(asked), *_for_deciders(asked)]


def _for_keepers(asked: Asked) -> list[Task]:
    """Return reports and unconfirmed hidings: for both facilitators, or without any for every party (R16).

    As long as one facilitator is missing, a hiding waits for the parties that judge it too; never for who did that.
    """
    parties = _taking_part(asked.parties)
    here = frozenset(key for key, _party in parties)
    guards = _guards(here, asked.emails)
    running = {guard.challenge_id: clock(guard.challenge) for guard in guards if _stands_by(guard, asked)}
    found: list[Task] = []
    for one in _reports(here, asked.emails):
        these = [guard for guard in guards if guard.challenge_id == one.challenge_id]
        free = [] if these else [party for key, party in parties if key == one.challenge_id]
        ask = _task(one, _("Can you look at this report?"), "moderation:reports", since=one.reported_at)
        found += [*_of_parties(ask, free), *_of_guards(ask, these, asked, running)]
    hidings = _hidings(here, asked.emails)
    prefetch_related_objects(hidings, "voices")
    authors = permissions.authors_waiting({hiding.challenge for hiding in hidings})
    for hiding in hidings:
        these = [guard for guard in guards if guard.challenge_id == hiding.challenge_id]
        author = authors.get(hiding.text_id, permissions.Author())
        ours = [party for key, party in parties if key == hiding.challenge_id and party != author.party]
        ours = [] if _is_of(hiding, asked) else ours
        judging, free = _still_judging(hiding, [one for one in these if one.person_id != author.person], ours)
        ask = _task(hiding, _("Do these words stay hidden?"), "moderation:case", since=hiding.asked_at)
        found += [*_of_parties(ask, free), *_of_guards(ask, judging, asked, running)]
    return found


@prepared
def _taking_part(parties: frozenset[int]) -> QuerySet[Party, tuple[int, int]]:
    return Party.objects.filter(pk__in=parties, state=Party.State.ACTIVE).values_list("challenge", "pk")


@prepared
def _guards(challenges: frozenset[int], emails: frozenset[str]) -> QuerySet[Facilitator]:
    found = Facilitator.objects.filter(_here(challenges, emails), until=None)
    return found.select_related("challenge", "person", "substitute")


@prepared
def _reports(challenges: frozenset[int], emails: frozenset[str]) -> QuerySet[Report]:
    return Report.objects.filter(_here(challenges, emails), seen_at=None).select_related("challenge")


@prepared
def _hidings(challenges: frozenset[int], emails: frozenset[str]) -> QuerySet[Hiding]:
    waits = Hiding.objects.filter(_here(challenges, emails), ended_at=None, confirmed_at=None)
    return waits.select_related("challenge", "text__current__author")


def _here(challenges: Any, emails: Any) -> Q:
    """Return the condition: in these challenges, or where who has one of these addresses keeps the process now."""
    stands = Facilitator.objects.filter(Q(person__email__in=emails) | Q(substitute__email__in=emails), until=None)
    return Q(challenge__in=challenges) | Q(challenge__in=stands.values("challenge"))


def _is_of(hiding: Hiding, asked: Asked) -> bool:
    """Say whether these are the tasks of who wrote the words, and of nobody else: they judge nothing of their own."""
    author = None if hiding.text.current is None else hiding.text.current.author
    return author is not None and asked.emails == {author.email}


def _still_judging(
    hiding: Hiding, judging: list[Facilitator], parties: list[int]
) -> tuple[list[Facilitator], list[int]]:
    """Return which of these facilitators and parties that judge a hiding did not say anything yet."""
    voices = list(hiding.voices.all())
    involved = {guard.party_id for guard in judging}
    involved |= {voice.party_id for voice in voices if voice.facilitator_id is None}
    said = {voice.facilitator_id for voice in voices}
    free = [] if len(judging) >= KEYS else [party for party in parties if party not in involved]
    return [guard for guard in judging if guard.pk not in said], free


def _of_parties(ask: Task, parties: list[int]) -> list[Task]:
    return [replace(ask, party=party) for party in parties]


def _stands_by(guard: Facilitator, asked: Asked) -> bool:
    return guard.substitute is not None and guard.substitute.email in asked.emails


def _of_guards(ask: Task, guards: list[Facilitator], asked: Asked, running: dict[int, Clock]) -> list[Task]:
    """Return what is asked of facilitators, and of a substitute once that waits for three days (R16)."""
    emails = {email for guard in guards for email in may_act(guard, ask.since, running.get(guard.challenge_id))}
    return [replace(ask, email=email) for email in sorted(emails & asked.emails)]


def _task(one: Report | Hiding, asks: str, address: str, *, since: dt.datetime) -> Task:
    about = [one.challenge.slug] if isinstance(one, Report) else [one.challenge.slug, one.public_id]
    back = None if isinstance(one, Report) else one.back_at
    return Task(
        asks=asks,
        about=str(one),
        url=reverse(address, args=about),
        challenge=one.challenge.title,
        since=since,
        due=None if back is None else timezone.localdate(back),
    )


def _for_deciders(asked: Asked) -> list[Task]:
    rows = _appeals(asked.parties)
    prefetch_related_objects(rows, "parties")
    return [
        Task(
            asks=_("Do these words come back?"),
            about=str(one.hiding),
            url=reverse("moderation:case", args=[one.hiding.challenge.slug, one.hiding.public_id]),
            challenge=one.hiding.challenge.title,
            since=one.asked_at,
            party=party.pk,
        )
        for one in rows
        for party in one.parties.all()
        if party.pk in asked.parties
    ]


@prepared
def _appeals(parties: frozenset[int]) -> QuerySet[Appeal]:
    waiting = Appeal.objects.filter(decided_at=None, parties__in=parties).exclude(answers__party__in=parties)
    return waiting.distinct().select_related("hiding__challenge")


def _standing(asked: Appeal) -> list[dict[str, Any]]:
    said = dict(asked.answers.values_list("party_id", "back"))
    return [{"party": party, "back": said.get(party.pk)} for party in asked.parties.order_by("number")]


def _places(challenge: Challenge, texts: Iterable[int | None]) -> dict[int, Placed]:
    wanted = [text for text in texts if text is not None]
    return {one.text: one for one in places_of(wanted, stream=challenge.stream_id)}


def _earlier(keys: list[int], person: Person) -> dict[int, int]:
    """Return how many earlier versions of one's own words are still readable, by text."""
    found: dict[int, int] = {}
    texts = Text.objects.filter(pk__in=keys, versions__author=person, versions__erased_at=None)
    for text, current, version in texts.values_list("pk", "current", "versions"):
        found[text] = found.get(text, 0) + (version != current)
    return found


def page_of(rows: list[dict[str, Any]], page: str) -> Page[dict[str, Any]]:
    """Return one page of a list."""
    return Paginator(rows, ON_A_PAGE).get_page(page)

"""What do we show of facts: cards with their versions, documents, and what counts as shared information by now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.ids import is_id
from communityup.base.prepared import prepared
from communityup.texts.models import Text
from communityup.ui.templatetags.ui import long_date
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.consent.queries import standing
from communityup.workspace.facts.models import Card, Document, Reference, Source, Summary, Version
from communityup.workspace.rules.queries import ReadingTime, reading_days, reading_time

SOURCE = "fact_source"
ON_A_PAGE = 20
HTTPS = "https://"


@dataclass(frozen=True, kw_only=True)
class Usable:
    """Something to which one can refer, and whether it counts as shared information by now (E17)."""

    key: str
    label: str
    words: str
    url: str
    said: bool
    # Until when everybody reads; None while a step back lasts, because that makes it unknown.
    until: dt.datetime | None
    days: int
    over: bool
    version: Version | None = None
    document: Document | None = None

    @property
    def counts(self) -> bool:
        """Say whether all parties can be asked about what rests on it."""
        return self.said and self.over

    @property
    def note(self) -> str:
        """Return in a few words why it does not count yet; nothing when it does."""
        if not self.said:
            return _("no plain words yet")
        return "" if self.over else _reads(self.until)


def about(card: Card) -> str:
    """Return by which name all parties are asked about the source for this question; one question at a time."""
    return f"{SOURCE}:{card.number}:{card.public_id}"


def joined(title: str, address: str) -> str:
    """Return a title and an address as one text of two lines; nothing without an address."""
    return f"{' '.join(title.split())}\n{address.strip()}" if address.strip() else ""


def link_of(text: Text | None) -> dict[str, str] | None:
    """Return title and address of a document; without an address when the words are hidden, gone or no address."""
    if text is None:
        return None
    title, _line, address = str(text).partition("\n")
    return {"title": title, "address": address if text.readable and address.startswith(HTTPS) else ""}


def newest(card: Card) -> Version:
    """Return the last version of a question."""
    found = card.versions.order_by("-number").first()
    if found is None:
        raise Http404
    return found


def page(challenge: Challenge, number: str, documents: str) -> dict[str, Any]:
    """Return a page of questions and one of documents, the newest first; the same for everybody."""
    cards = Card.objects.filter(challenge=challenge).order_by("-number").prefetch_related(_versions())
    chosen = Paginator(cards, ON_A_PAGE).get_page(number)
    shared = Document.objects.filter(challenge=challenge, withdrawn_at=None).select_related(
        "party", "link__current", "summary__current"
    )
    shown, now = Paginator(shared.order_by("-shared_at", "-pk"), ON_A_PAGE).get_page(documents), reading_time(challenge)
    return {
        "cards": Page([_row(card, now) for card in chosen], chosen.number, chosen.paginator),
        "documents": Page([document_row(one, challenge, now) for one in shown], shown.number, shown.paginator),
        "days": reading_days(challenge),
    }


def _versions() -> Any:
    found = Version.objects.select_related(
        "party", "question__current", "source__role__current", "source__party", "summary__words__current"
    )
    return Prefetch("versions", found.order_by("-number"))


def _row(card: Card, now: ReadingTime) -> dict[str, Any]:
    versions = list(card.versions.all())
    last, published = versions[0], next((one for one in versions if one.published_at is not None), None)
    return {
        "card": card,
        "last": last,
        "state": Version.State(last.state).label,
        "published": published,
        "again": published is not None and last.is_open,
        "until": None if published is None else _still_reading(published.published_at, now),
    }


def document_row(document: Document, challenge: Challenge, now: ReadingTime) -> dict[str, Any]:
    """Return what is shown of one document, and whether it counts."""
    return {"document": document, "link": link_of(document.link), "usable": _of_document(document, challenge, now)}


def card_page(card: Card, own: Party | None, place: Party | None = None, *, paused: bool = False) -> dict[str, Any]:
    """Return all that the page of one question shows: its last version, what is published, and earlier ones."""
    found = Version.objects.select_related(
        "party",
        "question__current",
        "reason__current",
        "source__role__current",
        "source__reader__current",
        "source__party",
        "source__asked",
        "answer__current",
        "link__current",
        "summary__words__current",
        "summary__party",
    )
    said = Summary.objects.select_related("party", "words__current")
    versions = list(found.filter(card=card).prefetch_related(Prefetch("summaries", said)).order_by("-number"))
    agreed, now = _agreed(version.source for version in versions), reading_time(card.challenge)
    rows = [_version_row(version, agreed, now) for version in versions]
    proposed = Source.objects.select_related("asked", "role__current", "reader__current", "party", "proposed_by")
    waiting = proposed.filter(version=versions[0], asked__outcome=Round.Outcome.OPEN).first()
    return {
        "card": card,
        "row": rows[0],
        "earlier": rows[1:],
        "waiting": waiting,
        "standing": [] if waiting is None else standing(waiting.asked),
        **_offers(versions[0], own, place, asks=waiting is None and not paused),
    }


def _offers(version: Version, own: Party | None, place: Party | None, *, asks: bool) -> dict[str, bool]:
    """Return what the reader can do now: for the party `own` at the table, for the party `place` also around it.

    `asks` says whether all parties can be asked now.
    """
    answered, here = version.answer_id is not None, own is not None and version.is_open
    through = None if version.source is None else version.source.party_id
    return {
        "may_propose": here and not answered and asks,
        "may_answer": here and own is not None and through == own.pk,
        "may_say": here and answered,
        "may_ask_again": place is not None and version.published_at is not None,
        "may_take_back": version.is_open and not answered and place is not None and version.party_id == place.pk,
    }


def _version_row(version: Version, agreed: dict[int, list[Party]], now: ReadingTime) -> dict[str, Any]:
    return {
        "version": version,
        "state": Version.State(version.state).label,
        "agreed": [] if version.source is None else agreed.get(version.source.asked_id, []),
        "link": link_of(version.link),
        "summaries": [one for one in version.summaries.all() if one.pk != version.summary_id],
        "until": _still_reading(version.published_at, now),
    }


def _agreed(sources: Iterable[Source | None]) -> dict[int, list[Party]]:
    """Return per question to all parties which parties said yes; one query."""
    rounds = [source.asked_id for source in sources if source is not None]
    found: dict[int, list[Party]] = {}
    answers = PartyConsent.objects.filter(round__in=rounds, agrees=True, lapsed_at=None).select_related("party")
    for answer in answers.order_by("party__number"):
        found.setdefault(answer.round_id, []).append(answer.party)
    return found


def card_of(challenge: Challenge, public_id: str) -> Card:
    """Return a question of this challenge; raises Http404 for another's."""
    return _question.or_404(challenge.pk, public_id)


@prepared
def _question(challenge: int, public_id: str) -> QuerySet[Card]:
    return Card.objects.select_related("challenge__stream").filter(challenge=challenge, public_id=public_id)


def open_version(card: Card) -> Version:
    """Return the last version of a question, with what an action asks of it."""
    found = Version.objects.select_related(
        "card__challenge__stream", "party", "source__party", "answer__current", "link__current", "question__current"
    )
    return found.get(pk=newest(card).pk)


def document_of(challenge: Challenge, public_id: str) -> Document:
    """Return a document of this challenge; raises Http404 for another's."""
    return _by_id.or_404(challenge.pk, public_id)


@prepared
def _by_id(challenge: int, public_id: str) -> QuerySet[Document]:
    found = Document.objects.select_related("challenge__stream", "party", "link__current", "summary__current")
    return found.filter(challenge=challenge, public_id=public_id)


def summary_of(version: Version, public_id: str) -> Summary | None:
    """Return plain words that a party gave to this version, or None."""
    found = Summary.objects.select_related("party", "words__current").filter(version=version)
    return found.filter(public_id=public_id).first() if is_id(public_id) else None


def own_summary(version: Version, party: Party) -> str:
    """Return the plain words that this party gave to this version, to change them; nothing when there are none."""
    found = Summary.objects.select_related("words__current").filter(version=version, party=party).first()
    return "" if found is None else str(found.words)


def usable(challenge: Challenge) -> list[Usable]:
    """Return all to which one can refer, with what does not count yet and why; of a fact what was published last."""
    later = Version.objects.filter(
        card=OuterRef("card"), number__gt=OuterRef("number"), published_at__isnull=False
    ).order_by()
    versions = Version.objects.filter(~Exists(later), card__challenge=challenge, published_at__isnull=False)
    documents = Document.objects.filter(challenge=challenge, withdrawn_at=None)
    now = reading_time(challenge)
    return [
        *(_of_version(one, challenge, now) for one in _with_words(versions).order_by("card__number")),
        *(
            _of_document(one, challenge, now)
            for one in documents.select_related("link__current", "summary__current").order_by("shared_at", "pk")
        ),
    ]


def resting(challenge: Challenge, prefix: str) -> dict[str, list[dict[str, str]]]:
    """Return per thing of one kind on what it rests: label, address, and what changed since; one query."""
    found = Reference.objects.filter(challenge=challenge, about__startswith=f"{prefix}:").select_related(
        "version__card", "version__question__current", "document__link__current"
    )
    later = Version.objects.filter(card=OuterRef("version__card"), number__gt=OuterRef("version__number"))
    rows: dict[str, list[dict[str, str]]] = {}
    for one in found.annotate(asked_again=Exists(later.filter(withdrawn_at=None))):
        rows.setdefault(one.about.partition(":")[2], []).append(_rests(one, challenge, again=one.asked_again))
    return rows


def _rests(one: Reference, challenge: Challenge, *, again: bool) -> dict[str, str]:
    if one.version is not None:
        url = reverse("facts:card", args=[challenge.slug, one.version.card.public_id])
        return {"label": _fact(one.version), "url": url, "note": _("asked again since") if again else ""}
    gone = one.document is not None and one.document.withdrawn_at is not None
    url = reverse("facts:page", args=[challenge.slug])
    return {"label": _document(one.document), "url": url, "note": _("taken back since") if gone else ""}


def state(challenge: Challenge) -> str:
    """Return in a few words how many facts are found, for the page of the lead-in."""
    count = Card.objects.filter(challenge=challenge, versions__published_at__isnull=False).distinct().count()
    return ngettext("%(count)d found", "%(count)d found", count) % {"count": count} if count else ""


def label_of(asked: Round) -> str:
    """Return what all parties are asked about the source of a question, without a query: many may be listed."""
    return _("Who answers fact %(number)s?") % {"number": asked.about.split(":")[1]}


def why_of(asked: Round) -> str:
    """Return the question, who was proposed, and what agreeing means."""
    proposed: Source = asked.thing
    told = {
        "question": proposed.version.question,
        "role": proposed.role,
        "party": proposed.party.name,
        "reader": proposed.reader or "",
    }
    if proposed.reader is None:
        words = _("%(question)s Proposed: %(role)s. The answer comes through %(party)s. You agree to the question too.")
    else:
        words = _(
            "%(question)s Proposed: %(role)s. Reads along: %(reader)s. The answer comes through %(party)s. "
            "You agree to the question too."
        )
    return words % told


def url_of(asked: Round) -> str:
    """Return the page of the question about whose source all parties are asked."""
    return reverse("facts:card", args=[asked.challenge.slug, asked.about.split(":")[2]])


def sources() -> QuerySet[Source]:
    """Return the sources that were proposed, with all that the question to all parties tells of them."""
    found = Source.objects.select_related("version__card", "version__question__current", "role__current", "party")
    return found.select_related("reader__current")


def source_counts(asked: Round) -> bool:
    """Say whether the answer is still to come from the source that all parties agreed on in this round."""
    version: Version = asked.thing.version
    return version.source_id == asked.thing.pk and version.answered_at is None and version.withdrawn_at is None


def _with_words(versions: Any) -> Any:
    return versions.select_related("card", "question__current", "answer__current", "summary__words__current")


def _of_version(version: Version, challenge: Challenge, now: ReadingTime) -> Usable:
    summary = None if version.summary is None else version.summary.words
    since = version.published_at or timezone.now()
    until = now.ends(since)
    return Usable(
        key=f"fact:{version.card.public_id}",
        label=_fact(version),
        words=str(summary or ""),
        url=reverse("facts:card", args=[challenge.slug, version.card.public_id]),
        said=_readable(summary) and _readable(version.answer),
        until=until,
        days=now.days(since),
        over=_is_over(until),
        version=version,
    )


def _of_document(document: Document, challenge: Challenge, now: ReadingTime) -> Usable:
    since = document.summarised_at or timezone.now()
    until = now.ends(since)
    return Usable(
        key=f"document:{document.public_id}",
        label=_document(document),
        words=str(document.summary or ""),
        url=reverse("facts:page", args=[challenge.slug]),
        said=_readable(document.summary) and document.link.readable,
        until=until,
        days=now.days(since),
        over=_is_over(until),
        document=document,
    )


def _readable(text: Text | None) -> bool:
    return text is not None and text.readable


def _fact(version: Version) -> str:
    return _("fact %(number)s: %(question)s") % {"number": version.card.number, "question": version.question}


def _document(document: Document | None) -> str:
    return _('the document "%(title)s"') % {"title": document or ""}


def _is_over(until: dt.datetime | None) -> bool:
    return until is not None and until <= timezone.now()


def _still_reading(since: dt.datetime | None, now: ReadingTime) -> str:
    """Return until when everybody reads what was published; nothing once that is over."""
    if since is None:
        return ""
    until = now.ends(since)
    return "" if _is_over(until) else _reads(until)


def _reads(until: dt.datetime | None) -> str:
    if until is None:
        return _("time to read, which stands still during the step back")
    return _("time to read until %(day)s") % {"day": long_date(until)}

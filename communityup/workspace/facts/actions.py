"""What one can do to find facts together: ask, choose the source by consent, answer, say it plainly, publish."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record, record_erasure
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import own_place, own_seat, refuse_while_paused
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about
from communityup.workspace.facts import events, permissions, queries
from communityup.workspace.facts.models import (
    MOST_OPEN,
    Card,
    Document,
    Reference,
    Source,
    Summary,
    Version,
)


@transaction.atomic
def ask_fact(challenge: Challenge, *, question: str, by: Actor) -> Version:
    """Ask something that can be found out, at the table or around it (A24). The same words twice are one question.

    One party has at most five questions open at a time, the same number for each (X1).
    """
    place, locked = own_place(challenge, by), _locked_challenge(challenge)
    running = Version.objects.filter(card__challenge=locked, published_at=None, withdrawn_at=None)
    same = running.filter(party=place.party, question__current__body=clean_words(question)).first()
    if same is not None:
        return same
    _refuse_too_many(locked, place.party)
    number = (locked.fact_cards.aggregate(highest=Max("number"))["highest"] or 0) + 1
    card = Card.objects.create(challenge=locked, number=number)
    asked = Version.objects.create(
        card=card, number=1, party=place.party, question=write(question, by=by), asked_at=timezone.now()
    )
    _record(events.FactAsked(object=card.public_id, commit=asked.question.commit, number=number), place, by)
    return asked


@transaction.atomic
def ask_again(card: Card, *, question: str, reason: str, by: Actor) -> Version:
    """Ask a published fact again, with a reason; any party may. It becomes the next version, the old one stays."""
    seat, locked = own_seat(card.challenge, by), _locked_challenge(card.challenge)
    newest = queries.newest(card)
    permissions.refuse_again(newest)
    _refuse_too_many(locked, seat.party)
    asked = Version.objects.create(
        card=card,
        number=newest.number + 1,
        party=seat.party,
        question=write(question, by=by),
        reason=write(reason, by=by),
        asked_at=timezone.now(),
    )
    event = events.FactAskedAgain(
        object=card.public_id,
        commit=asked.question.commit,
        number=card.number,
        edition=asked.number,
        reason_commit=_commit(asked.reason),
    )
    _record(event, seat, by)
    return asked


@transaction.atomic
def take_question_back(version: Version, *, by: Actor) -> Version:
    """Take back a question of one's own party that was not answered yet; a running question to all parties ends."""
    place, locked = permissions.askers_place(version, by), _locked(version)
    if locked.withdrawn_at is not None:
        return locked
    permissions.refuse_answered(locked)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    running = open_about(place.challenge, queries.about(locked.card))
    if running is not None:
        consent.drop_round(running)
    _record(events.FactTakenBack(object=locked.card.public_id, number=locked.card.number), place, by)
    return locked


@transaction.atomic
def propose_source(version: Version, *, role: str, party: Party, reader: str = "", by: Actor) -> Source:
    """Ask all parties who answers this question, and through which party the answer comes; one's own says yes (A24).

    It counts once every party agreed, never by one party alone. Until the answer is in, another can be proposed.
    """
    seat, locked = own_seat(version.card.challenge, by), _locked(version)
    permissions.refuse_source(locked)
    if party.challenge_id != seat.challenge_id or party.state != Party.State.ACTIVE:
        raise Refused(_("The answer comes through a party that takes part here."))
    asked = consent.open_round(seat.challenge, queries.about(locked.card), by=by)
    proposed = Source.objects.create(
        version=locked,
        proposed_by=seat.party,
        role=write(role, by=by),
        reader=write(reader, by=by) if reader.strip() else None,
        party=party,
        asked=asked,
    )
    event = events.SourceProposed(
        object=locked.card.public_id,
        commit=proposed.role.commit,
        number=locked.card.number,
        through=party.public_id,
        reader_commit=_commit(proposed.reader),
    )
    _record(event, seat, by)
    return proposed


def agree_on_source(asked: Round, by: Actor) -> None:
    """Let the source count that all parties chose, after the last yes."""
    proposed = Source.objects.select_related("version__card__challenge__stream").get(asked=asked)
    locked = _locked(proposed.version)
    permissions.refuse_closed(locked)
    if locked.answer_id is not None:
        raise Refused(_("The answer came in meanwhile, from the source that you chose before."))
    locked.source = proposed
    locked.save(update_fields=["source"])
    seat = own_seat(locked.card.challenge, by)
    _record(events.SourceAgreed(object=locked.card.public_id, number=locked.card.number), seat, by)


@transaction.atomic
def answer_fact(version: Version, *, words: str, title: str = "", address: str = "", by: Actor) -> Version:
    """Bring in what the agreed source says, perhaps with a document; until it is published in other words too.

    Twice the same is once. Everybody reads it beside the role of who said it, never beside a name.
    """
    place, locked = permissions.answering_place(version, by), _locked(version)
    permissions.refuse_closed(locked)
    link = queries.joined(title, address)
    if (str(locked.answer or ""), str(locked.link or "")) == (clean_words(words), link):
        return locked
    locked.answer = _say(locked.answer, words, by)
    locked.link = _say(locked.link, link, by) if link else None
    locked.answered_at = timezone.now()
    locked.save(update_fields=["answer", "link", "answered_at"])
    running = open_about(place.challenge, queries.about(locked.card))
    if running is not None:
        consent.drop_round(running)
    event = events.FactAnswered(
        object=locked.card.public_id,
        commit=_commit(locked.answer),
        number=locked.card.number,
        link_commit=_commit(locked.link),
    )
    _record(event, place, by)
    return locked


@transaction.atomic
def say_plainly(version: Version, *, words: str, by: Actor) -> Summary:
    """Say for one's own party in plain words what an answer means; each party has its own words, and changes only them.

    Twice the same is once.
    """
    place, locked = own_place(version.card.challenge, by), _locked(version)
    permissions.refuse_unanswered(locked)
    said = Summary.objects.select_related("words__current").filter(version=locked, party=place.party).first()
    if said is not None and str(said.words) == clean_words(words):
        return said
    if said is None:
        said = Summary.objects.create(
            version=locked, party=place.party, words=write(words, by=by), said_at=timezone.now()
        )
    else:
        _say(said.words, words, by)
    event = events.FactSummarised(object=locked.card.public_id, commit=_commit(said.words), number=locked.card.number)
    _record(event, place, by)
    return said


@transaction.atomic
def publish_fact(version: Version, *, summary: Summary | None, read: int = 0, by: Actor) -> Version:
    """Publish an answer with the plain words of another party than one's own: two parties stand behind it (A24).

    Without plain words nothing is published, nor with others than one read (`read` is the number of their version).
    Reading time begins now. Clicking twice changes nothing.
    """
    seat, locked = permissions.publishing_seat(version, summary, by), _locked(version)
    if locked.published_at is not None:
        return locked
    refuse_while_paused(locked.card.challenge)
    permissions.refuse_closed(locked)
    said = None if summary is None else queries.summary_of(locked, summary.public_id)
    if said is None or not said.words.readable:
        raise Refused(_("First somebody says in plain words what the answer means. Without that it is not published."))
    if said.words.current is None or said.words.current.number != read:
        raise Refused(_("These plain words were changed meanwhile. Read them first."))
    if locked.answer is None or not locked.answer.readable:
        raise Refused(_("The answer is hidden or gone. First it is brought in again."))
    locked.summary, locked.published_at = said, timezone.now()
    locked.save(update_fields=["summary", "published_at"])
    event = events.FactPublished(
        object=locked.card.public_id,
        commit=_commit(said.words),
        number=locked.card.number,
        edition=locked.number,
        words_of=said.party.public_id,
    )
    _record(event, seat, by)
    return locked


@transaction.atomic
def share_document(challenge: Challenge, *, title: str, address: str, summary: str = "", by: Actor) -> Document:
    """Share a document of one's own party by its address (E17). Without plain words it does not count yet.

    The same address twice from one party is one document.
    """
    seat, locked = own_seat(challenge, by), _locked_challenge(challenge)
    link = queries.joined(title, address)
    known = Document.objects.filter(challenge=locked, party=seat.party, withdrawn_at=None)
    same = known.filter(link__current__body=clean_words(link)).first()
    if same is not None:
        return same
    said = bool(summary.strip())
    shared = Document.objects.create(
        challenge=locked,
        party=seat.party,
        link=write(link, by=by),
        summary=write(summary, by=by) if said else None,
        shared_at=timezone.now(),
        summarised_at=timezone.now() if said else None,
    )
    event = events.DocumentShared(
        object=shared.public_id, commit=shared.link.commit, summary_commit=_commit(shared.summary)
    )
    _record(event, seat, by)
    return shared


@transaction.atomic
def summarise_document(document: Document, *, summary: str, by: Actor) -> Document:
    """Say in plain words what a document of one's own party holds; with other words the reading time begins anew."""
    seat, locked = permissions.owners_seat(document, by), _locked_document(document)
    if locked.withdrawn_at is not None:
        raise Refused(_("This document was taken back."))
    if str(locked.summary or "") == clean_words(summary):
        return locked
    locked.summary, locked.summarised_at = _say(locked.summary, summary, by), timezone.now()
    locked.save(update_fields=["summary", "summarised_at"])
    event = events.DocumentSummarised(object=locked.public_id, commit=_commit(locked.summary))
    _record(event, seat, by)
    return locked


@transaction.atomic
def take_document_back(document: Document, *, by: Actor) -> Document:
    """Take back a document of one's own party: title, address and plain words go; that it was there stays (E22)."""
    seat, locked = permissions.owners_seat(document, by), _locked_document(document)
    if locked.withdrawn_at is not None:
        return locked
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    commits = [*_take_away(locked.link), *_take_away(locked.summary)]
    _record(events.DocumentTakenBack(object=locked.public_id), seat, by)
    for commit in commits:
        record_erasure(commit, by=by)
    return locked


@transaction.atomic
def refer(challenge: Challenge, *, about: str, keys: Sequence[str], by: Actor) -> int:
    """Let something rest on published answers and documents, before all parties are asked about it. Part of others.

    Raises Refused for what has no plain words, and for what not everybody could read yet (E17).
    """
    own_place(challenge, by)
    known = {one.key: one for one in queries.usable(challenge)} if keys else {}
    for key in keys:
        if key not in known:
            raise Refused(_("This fact or document is not there any more. Choose another one."))
        permissions.refuse_uncounted(known[key])
        rests = known[key]
        Reference.objects.get_or_create(
            challenge=challenge, about=about, version=rests.version, document=rests.document
        )
    return len(keys)


def _say(text: Text | None, words: str, by: Actor) -> Text:
    """Put words in the place of earlier ones of the same kind, or write the first."""
    if text is None:
        return write(words, by=by)
    if str(text) != clean_words(words):
        revise(text, words, by=by)
    return text


def _take_away(text: Text | None) -> list[str]:
    """Let words go, and return the commitments that the log tells of."""
    versions = [] if text is None else list(text.versions.filter(erased_at=None).order_by("number"))
    erase(versions, taken_back=True)
    return [version.commit for version in versions]


def _refuse_too_many(challenge: Challenge, party: Party) -> None:
    running = Q(card__challenge=challenge, party=party, published_at=None, withdrawn_at=None)
    if Version.objects.filter(running).count() >= MOST_OPEN:
        raise Refused(
            _("Your party has %(count)s questions open, as many as any party can have. First finish one of these.")
            % {"count": MOST_OPEN}
        )


def _locked_challenge(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _locked(version: Version) -> Version:
    """Return a version that waits for nobody else; through its challenge first, as questions to all parties do."""
    Challenge.objects.select_for_update(of=("self",)).get(pk=version.card.challenge_id)
    found = Version.objects.select_for_update(of=("self",)).select_related(
        "card__challenge__stream", "party", "source__party", "answer__current", "link__current"
    )
    return found.get(pk=version.pk)


def _locked_document(document: Document) -> Document:
    found = Document.objects.select_for_update(of=("self",)).select_related(
        "challenge__stream", "party", "link__current", "summary__current"
    )
    return found.get(pk=document.pk)


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _record(event: Event, seat: Seat, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)

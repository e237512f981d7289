"""What do we show to reach people: how to share, whom to ask; and which invitations have a reminder due."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import ManyToOneRel, Model, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.codes.models import Code
from communityup.log.models import Line, Stream
from communityup.post.queries import site_address
from communityup.questionnaires.models import Round
from communityup.texts.models import Text
from communityup.ui.queries import share_links
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Seat
from communityup.workspace.challenges.permissions import Viewer, may_see
from communityup.workspace.challenges.queries import active_parties, was_paused
from communityup.workspace.reach.events import NewInvitationAsked
from communityup.workspace.reach.models import Contact, ShortAddress

# The reminder comes a week before the day around which an answer is expected; halfway when there is less time.
BEFORE = timedelta(days=7)
# Who asks for a new invitation is heard once in this time, however often it is asked (R32).
ASKED_ONCE = timedelta(days=7)


def due(invitation: Invitation) -> bool:
    """Say whether the one reminder of this invitation is due: nothing came back, and the day is near but not past.

    During a step back nobody is reminded, and it moves the day (E12).
    """
    respond_by = invitation.party.answer_day
    if respond_by is None:
        return False
    if invitation.answer != Invitation.Answer.NONE or invitation.reminded_at is not None:
        return False
    if invitation.party.state != Party.State.INVITED:
        return False
    sent, today = timezone.localdate(invitation.sent_at), timezone.localdate()
    begins = respond_by - min(BEFORE, (respond_by - sent) / 2)
    if not begins <= today <= respond_by or today == sent:
        return False
    return not invitation.party.challenge.pauses.filter(ended_at=None).exists()


def waiting() -> list[Invitation]:
    """Return the invitations of parties that did not answer and were not reminded, the day being near."""
    today = timezone.localdate()
    waits = {"answer": Invitation.Answer.NONE, "reminded_at": None, "party__state": Party.State.INVITED}
    found = Invitation.objects.filter(
        Q(party__respond_by__gte=today) | was_paused("party__challenge"),
        party__respond_by__lte=today + BEFORE,
        **waits,
    )
    return [one for one in found.select_related("party__challenge") if due(one)]


def asked_anew(invitation: Invitation) -> bool:
    """Say whether a new invitation was asked for this party not long ago."""
    asked = Line.objects.filter(stream=invitation.party.challenge.stream_id, type=NewInvitationAsked.type)
    since = int((timezone.now() - ASKED_ONCE).timestamp() * 1000)
    return asked.filter(object=invitation.party.public_id, time__gt=since).exists()


def short_address(challenge: Challenge) -> ShortAddress | None:
    """Return the short address of a challenge that works now."""
    return ShortAddress.objects.filter(challenge=challenge, revoked_at=None, ends_at__gt=timezone.now()).first()


def challenge_of(code: str, person: Viewer) -> Challenge:
    """Return where a short address leads; raises Http404 alike for unknown, ended, taken back, and not to be seen."""
    living = ShortAddress.objects.filter(code=code, revoked_at=None, ends_at__gt=timezone.now())
    found = living.select_related("challenge").first()
    if found is None or not may_see(found.challenge, person):
        raise Http404
    return found.challenge


def sharing(challenge: Challenge) -> dict[str, Any]:
    """Return how one shares a public challenge; nothing of a closed one (R20)."""
    if challenge.public_at is None:
        return {"shared": False}
    link = site_address() + reverse("room:overview", args=[challenge.slug])
    words = _("Think along: %(title)s") % {"title": challenge.title}
    short = short_address(challenge)
    return {
        "shared": True,
        **share_links(words, challenge.why, link),
        "short": short,
        "short_link": "" if short is None else site_address() + reverse("reach:short", args=[short.code]),
    }


def poster(challenge: Challenge) -> dict[str, Any]:
    """Return what stands on a poster: the address behind its square and as one types it, and who takes part."""
    shared = sharing(challenge)
    link = shared.get("short_link") or shared["link"]
    return {"link": link, "typed": link.partition("://")[2].rstrip("/"), "parties": active_parties(challenge)}


def contacts(challenge: Challenge) -> QuerySet[Contact]:
    """Return whom one can ask, by party; the same for everybody."""
    here = (Party.State.ACTIVE, Party.State.ASLEEP)
    return Contact.objects.filter(challenge=challenge, party__state__in=here).select_related("party")


def to_ask(streams: Collection[int]) -> dict[int, list[dict[str, str]]]:
    """Return whom one can ask in the challenges behind these streams, as it is printed; one query."""
    here = (Party.State.ACTIVE, Party.State.ASLEEP)
    found = Contact.objects.filter(challenge__stream__in=streams, party__state__in=here)
    rows: dict[int, list[dict[str, str]]] = {}
    for one in found.select_related("party", "challenge"):
        told = {"name": one.name, "phone": one.phone, "email": one.email, "hours": one.hours}
        rows.setdefault(one.challenge.stream_id, []).append({"party": one.party.name, **told})
    return rows


def own_contact(seat: Seat) -> dict[str, str]:
    """Return with what the form of a contact begins: what stands there, or one's own name."""
    found = Contact.objects.filter(seat=seat).first()
    if found is None:
        return {"name": str(seat.person)}
    return {"name": found.name, "phone": found.phone, "email": found.email, "hours": found.hours}


def contact_of(challenge: Challenge, number: int) -> Contact:
    """Return the contact of a party; raises Http404 when it has none."""
    related = Contact.objects.select_related("challenge__stream", "party")
    found = related.filter(challenge=challenge, party__number=number).first()
    if found is None:
        raise Http404
    return found


def state(challenge: Challenge) -> str:
    """Return in a few words whom one can ask, for the page of the lead-in."""
    return ", ".join(contacts(challenge).values_list("party__name", flat=True))


def belongs_to(challenge: Challenge) -> dict[type[Model], set[Any]]:
    """Return the keys of all that belongs to a challenge, by model: what points to it or its log, and its words.

    Found by how the models point to each other, so that a new app is never forgotten; also what stands in a log of its
    own, as the own round of a party does, and parts that were split off. People and organisations stay: they point to
    no challenge.
    """
    found: dict[type[Model], set[Any]] = {}
    waiting: list[tuple[type[Model], set[Any]]] = [(Challenge, {challenge.pk}), (Stream, {challenge.stream_id})]
    while waiting:
        model, keys = waiting.pop()
        new = keys - found.setdefault(model, set())
        if new:
            found[model] |= new
            waiting += [*_pointing_to(model, new), *_held_by(model, new)]
    return {model: keys for model, keys in found.items() if keys}


def _pointing_to(model: type[Model], keys: set[Any]) -> Iterator[tuple[type[Model], set[Any]]]:
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's documented way to ask
        if isinstance(relation, ManyToOneRel):
            other = relation.related_model
            rows: QuerySet[Model] = QuerySet(other).filter(**{f"{relation.field.name}__in": keys})
            yield other, set(rows.values_list("pk", flat=True))


def _held_by(model: type[Model], keys: set[Any]) -> Iterator[tuple[type[Model], set[Any]]]:
    """Yield the words, the rounds of questions and the practice logs to which these rows point."""
    rows: QuerySet[Model] = QuerySet(model).filter(pk__in=keys)
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented way to ask
        held = field.related_model
        if held in {Text, Round}:
            yield held, set(rows.exclude(**{field.name: None}).values_list(field.attname, flat=True))
        elif held is Stream:
            of_practice = rows.filter(**{f"{field.name}__kind": Stream.Kind.PRACTICE})
            yield held, set(of_practice.values_list(field.attname, flat=True))


def codes_of(found: Mapping[type[Model], set[Any]]) -> QuerySet[Code]:
    """Return the codes on paper for what is among these rows: no code leads to what is gone."""
    named = [model for model in found if hasattr(model, "public_id")]
    ids = {
        one
        for model in named
        for one in QuerySet(model).filter(pk__in=found[model]).values_list("public_id", flat=True)
    }
    return Code.objects.filter(about__in=ids)

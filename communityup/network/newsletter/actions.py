"""What can one do to stay informed: ask for letters, say yes by mail, choose, stop, say that it was not me.

And bring in an earlier list of addresses: with proof of a yes, or with one question by mail.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import OPERATOR
from communityup.network.newsletter import events, notices, permissions, queries
from communityup.network.newsletter.models import Ask, AskedByList, Subscription, Suppression, fields_of
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.actions import Copy, send, send_many, take_back


@transaction.atomic
def ask_for_letters(
    network: Network, *, email: str, topics: list[str], wording: str, form_address: str, language: str
) -> None:
    """Ask whose address this is, by mail, whether they want letters; and say to nobody what became of it.

    Whether the address is known, asked today, or shielded: the same words are made, and nothing is returned. There is
    no line in the log before somebody says yes, because anybody can fill in a form.
    """
    address, hashed, now = normalised(email), permissions.address_hash(email), timezone.now()
    one_at_a_time()
    known = Ask.objects.filter(network=network, email=address).first()
    ask_id = new_id() if known is None else known.public_id
    letter = notices.letter_to_confirm(network, ask_id=ask_id, hashed=hashed, language=language)
    if permissions.is_shielded(hashed):
        return
    said = {**fields_of(topics), "language": language, "wording": wording, "form_address": form_address}
    Ask.objects.update_or_create(
        network=network,
        email=address,
        defaults={**said, "asked_at": now},
        create_defaults={**said, "asked_at": now, "public_id": ask_id, "address_hash": hashed},
    )
    if permissions.may_write_to(network.public_id, address):
        key = f"{permissions.LETTER_KEY}{network.public_id}:{new_id()}"
        send(to=address, subject=letter.subject, text=letter.text, html=letter.html, key=key)


@transaction.atomic
def confirm(ask: Ask, *, by: Actor) -> Subscription:
    """Say yes to letters by the link in a letter; who has them already gets the topics that were asked now.

    Clicking twice changes nothing.
    """
    asked = Ask.objects.select_for_update(of=("self",)).select_related("network__stream").filter(pk=ask.pk).first()
    if asked is None or asked.asked_at < permissions.oldest_ask():
        said = Subscription.objects.select_related("network__stream").filter(asked_as=ask.public_id).first()
        if said is None:
            raise Refused(_("This link is too old. Fill in the form again."))
        return said
    proof = {name: getattr(asked, name) for name in ("language", "wording", "form_address", "asked_at")}
    chosen = {**fields_of([topic.value for topic in asked.topics]), **proof, "confirmed_at": timezone.now()}
    reader, made = Subscription.objects.update_or_create(
        network=asked.network, email=asked.email, defaults={**chosen, "asked_as": asked.public_id}
    )
    asked.delete()
    event = (events.Subscribed if made else events.ChoiceChanged)(object=reader.public_id)
    record(event, stream=asked.network.stream, by=by)
    return reader


@transaction.atomic
def choose_topics(reader: Subscription, *, topics: list[str], by: Actor) -> Subscription:
    """Choose other topics, by one's own link; the same topics again change nothing."""
    locked = _locked(reader)
    if locked is None:
        raise Refused(_("You stopped these letters. Fill in the form again to get them."))
    before = {topic.value for topic in locked.topics}
    if set(topics) == before:
        return locked
    for name in before - set(topics):
        take_back(locked.email, kind=permissions.own_key(locked, name))
    for name, chosen in fields_of(topics).items():
        setattr(locked, name, chosen)
    locked.save()
    record(events.ChoiceChanged(object=locked.public_id), stream=locked.network.stream, by=by)
    return locked


@transaction.atomic
def stop_letters(reader: Subscription, *, by: Actor) -> None:
    """Stop all letters of one network and delete the address, by a link in a letter. Twice changes nothing.

    What waits in the outbox does not leave any more.
    """
    if (network := _end(reader)) is not None:
        record(events.Unsubscribed(object=reader.public_id), stream=network.stream, by=by)


@transaction.atomic
def stop_unreachable(reader: Subscription, *, by: Actor) -> None:
    """Stop all letters of one network to an address from which they came back, and delete it. Twice changes nothing."""
    if (network := _end(reader)) is not None:
        record(events.Unreachable(object=reader.public_id), stream=network.stream, by=by)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An address of an earlier list: with when, where and to which words its owner said yes, or without proof."""

    email: str
    language: str = "nl"
    said_at: dt.datetime | None = None
    said_where: str = ""
    said_to: str = ""

    @property
    def is_proved(self) -> bool:
        """Say whether one can show that the owner of the address said yes."""
        return bool(self.said_at and self.said_where and self.said_to)


@transaction.atomic
def bring_in(network: Network, rows: Sequence[Listed], *, topics: list[str], by: Actor) -> dict[str, int]:
    """Bring in addresses of an earlier list; return how many were proved, asked, known, shielded or left for later.

    With proof of a yes they get letters; without, one question by mail and nothing more, ever again. Who is known
    already, asked before or shielded is left alone. One line for all; the same rows again change nothing. A coordinator
    learns of nobody whether they were known: the line says then only how long the list was.
    """
    permissions.refuse_bringing_in(network, by)
    one_at_a_time()
    if by.role != OPERATOR:
        permissions.refuse_long_list(network, len(rows))
    chosen, addresses = fields_of(topics), {normalised(row.email): row for row in rows}
    found = queries.of_a_list(network, list(addresses))
    done = {"proved": 0, "asked": 0, "later": 0, **found.counts}
    letters: list[Copy] = []
    for address in found.new:
        row, hashed = addresses[address], permissions.address_hash(address)
        if row.is_proved:
            _said_before(network, address, row, chosen)
            done["proved"] += 1
        elif hashed in found.asked:
            done["known"] += 1
        elif not permissions.may_write_to(network.public_id, address):
            done["later"] += 1
        else:
            letters.append(_asked_once(network, address, row, topics))
    send_many(letters)
    done["asked"] = len(letters)
    if done["proved"] or done["asked"]:
        event, role = _brought_in(network, done, len(rows), by)
        record(event, stream=network.stream, by=by, role=role)
    return done


def _brought_in(network: Network, done: dict[str, int], rows: int, by: Actor) -> tuple[Event, str]:
    """Return what the line says, and in which role: of a coordinator's list no more than how long it was."""
    if by.role != OPERATOR:
        return events.ListGiven(object=network.public_id, rows=rows), "coordinator"
    event = events.ListBroughtIn(object=network.public_id, proved=done["proved"], asked=done["asked"])
    return event, by.role


def _said_before(network: Network, address: str, row: Listed, chosen: dict[str, bool]) -> None:
    proof = {"wording": row.said_to, "form_address": row.said_where, "asked_at": row.said_at}
    Subscription.objects.create(
        network=network,
        email=address,
        language=row.language,
        asked_as=new_id(),
        confirmed_at=row.said_at or timezone.now(),
        **proof,
        **chosen,
    )


def _asked_once(network: Network, address: str, row: Listed, topics: list[str]) -> Copy:
    """Keep a question and that it was asked; return its letter."""
    hashed, now = permissions.address_hash(address), timezone.now()
    AskedByList.objects.create(network=network, address_hash=hashed, asked_at=now)
    asked = Ask.objects.create(
        network=network,
        email=address,
        address_hash=hashed,
        language=row.language,
        asked_at=now,
        **queries.words_of_a_list(network, topics, row.language),
        **fields_of(topics),
    )
    letter = notices.letter_to_confirm(
        network, ask_id=asked.public_id, hashed=hashed, language=row.language, name="list"
    )
    key = f"{permissions.LETTER_KEY}{network.public_id}:{new_id()}"
    return Copy(to=address, key=key, words=letter, headers={})


@transaction.atomic
def shield_address(network: Network, *, address_hash: str, written: dt.datetime | None = None, by: Actor) -> None:
    """Let no mail of forms come to an address any more: its owner said “that was not me”. Twice changes nothing.

    What the letter that was `written` then is about is taken back: in its own network, and not what was asked later,
    because letters are passed on. Letters that somebody said yes to themselves go on.
    """
    if written is not None:
        for act in queries.shielding():
            act(network, address_hash, written)
        if written >= permissions.oldest_ask():
            Ask.objects.filter(network=network, address_hash=address_hash).delete()
    _kept, made = Suppression.objects.get_or_create(address_hash=address_hash, defaults={"since": timezone.now()})
    if made:
        record(events.AddressShielded(object=network.public_id), stream=network.stream, by=by)


@transaction.atomic
def ask_to_open(network: Network, *, address_hash: str, email: str, language: str) -> None:
    """Send who reads the mail of a shielded address the link by which forms can write there again, once a day.

    To another address, or one that is not shielded, nothing goes; nobody is told which it was.
    """
    address = normalised(email)
    if permissions.address_hash(address) != address_hash or not permissions.is_shielded(address_hash):
        return
    one_at_a_time()
    if permissions.may_open(address):
        letter = notices.letter_to_open(network, hashed=address_hash, language=language)
        key = f"{permissions.OPENING_KEY}{new_id()}"
        send(to=address, subject=letter.subject, text=letter.text, html=letter.html, key=key)


@transaction.atomic
def open_address(network: Network, *, address_hash: str, by: Actor) -> None:
    """Let mail of forms come to an address again, by the link in a letter to it. Twice changes nothing."""
    deleted, _rows = Suppression.objects.filter(address_hash=address_hash).delete()
    if deleted:
        record(events.AddressOpened(object=network.public_id), stream=network.stream, by=by)


@transaction.atomic
def forget_person(person: Person) -> None:
    """Stop the letters to the address of somebody who leaves the platform; no line leads to them."""
    if person.email:
        Ask.objects.filter(email=person.email).delete()
        for reader in Subscription.objects.filter(email=person.email):
            stop_letters(reader, by=Actor.visitor())


@transaction.atomic
def forget_unconfirmed() -> int:
    """Delete what nobody said yes to within seven days; return how many."""
    return Ask.objects.filter(asked_at__lt=permissions.oldest_ask()).delete()[0]


def one_at_a_time() -> None:
    """Let one form after the other in, so that the count of letters to an address is exact over all networks.

    A part of other actions: whoever asks for a yes by mail begins with it.
    """
    Network.objects.order_by("pk").select_for_update().first()


def _end(reader: Subscription) -> Network | None:
    """Delete an address and what waits for it; return its network, or None when it is gone already."""
    locked = _locked(reader)
    if locked is None:
        return None
    Ask.objects.filter(network=locked.network, email=locked.email).delete()
    take_back(locked.email, kind=permissions.own_key(locked))
    locked.delete()
    return locked.network


def _locked(reader: Subscription) -> Subscription | None:
    found = Subscription.objects.select_for_update(of=("self",)).select_related("network__stream")
    return found.filter(pk=reader.pk).first()

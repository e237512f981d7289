"""What can one do to join a network and as its member: ask, let in, begin, introduce oneself, be a buddy, leave."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.codes.queries import new_token, token_hash
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.members import events, notices, permissions
from communityup.network.members.models import PERSON, Application, CoreMembership, Delegate, Member, Welcome
from communityup.network.networks.actions import COORDINATOR
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.newsletter.actions import one_at_a_time
from communityup.network.newsletter.permissions import address_hash
from communityup.organisations.actions import follow_name, speak_for
from communityup.organisations.models import name_key
from communityup.organisations.permissions import named_organisation
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text, Version

State = Application.State
WORDS = ("does__current", "learns__current", "brings__current")


@dataclass(frozen=True, kw_only=True)
class Card:
    """What somebody tells of a member: what it does already, wants to learn and can bring."""

    does: str
    learns: str
    brings: str = ""
    place: str = ""
    theme: str = ""


@transaction.atomic
def ask_to_join(
    network: Network, *, name: str, kind: str, email: str, card: Card, language: str, by: Actor
) -> Application | None:
    """Ask to join, without an account; a receipt goes to the address, with a way to take it back.

    None when this address cannot ask now (`may_ask`): the page says the same for all.
    """
    one_at_a_time()
    address, locked = normalised(email), _locked(network)
    if not permissions.may_ask(locked, address):
        return None
    token = new_token()
    application = Application.objects.create(
        network=locked, name=_one_line(name), kind=kind, place=_one_line(card.place), theme=_one_line(card.theme),
        does=write(card.does, by=by), learns=write(card.learns, by=by),
        brings=write(card.brings, by=by) if card.brings.strip() else None,
        email=address, language=language, token_hash=token_hash(token), sent_at=timezone.now(),
    )  # fmt: skip
    event = events.ApplicationSent(object=application.public_id, **_commits(application))
    record(event, stream=locked.stream, by=by)
    notices.send_receipt(application, token)
    return application


@transaction.atomic
def take_back(application: Application, *, by: Actor) -> Application:
    """Take an application back: its words and its address go. Clicking twice changes nothing."""
    asked = _application(application)
    if asked.state == State.TAKEN_BACK:
        return asked
    permissions.refuse_answered(asked)
    _forget_words(asked, taken_back=True)
    _end(asked, State.TAKEN_BACK)
    record(events.ApplicationTakenBack(object=asked.public_id), stream=asked.network.stream, by=by)
    return asked


@transaction.atomic
def take_back_of(network: Network, hashed: str, written: dt.datetime) -> None:
    """Take back what waits here with an address whose owner said of a letter written then “that was not me” (X6)."""
    for asked in network.applications.filter(state=State.WAITING, sent_at__lte=written).order_by("pk"):
        if address_hash(asked.email) == hashed:
            take_back(asked, by=Actor.visitor())


@transaction.atomic
def accept(application: Application, *, buddy: Member | None, name: str = "", kind: str = "", by: Actor) -> Member:
    """Let somebody in as a member, with a member of another organisation as buddy as soon as there is one (A7).

    Name and kind can be put right in the same deed; the application keeps what was asked, and line and letter say it.
    """
    own_coordinator(application.network, by)
    network, asked = _locked(application.network), _application(application)
    permissions.refuse_answered(asked)
    name, kind = _one_line(name) or asked.name, kind or asked.kind
    permissions.refuse_name(network, name)
    permissions.refuse_buddy(network, buddy)
    member = Member(
        network=network, name=asked.name, name_key=name_key(name), kind=kind, place=asked.place, theme=asked.theme,
        does=asked.does, learns=asked.learns, brings=asked.brings, since=timezone.now(), buddy=buddy,
    )  # fmt: skip
    what, renamed = permissions.changed(asked, name, kind), _renamed(member, name, by=by)
    member.name = name
    member.save()
    _welcome(member, asked.email, language=asked.language, asked=asked)
    _end(asked, State.ACCEPTED)
    about: dict[str, Any] = {"object": member.public_id, "commit": member.does.commit}
    about["buddy"] = None if buddy is None else buddy.public_id
    joined = events.MemberAcceptedOtherwise(what=what, **renamed, **about) if what else events.MemberAccepted(**about)
    record(joined, stream=network.stream, by=by, role=COORDINATOR)
    return member


@transaction.atomic
def decline(application: Application, *, reason: str, by: Actor) -> Application:
    """Say no to who asked to join, with the reason; only that person reads it, in a letter."""
    own_coordinator(application.network, by)
    asked = _application(application)
    permissions.refuse_answered(asked)
    asked.reason = write(reason, by=by)
    asked.save(update_fields=["reason"])
    notices.send_no(asked)
    _end(asked, State.DECLINED)
    event = events.ApplicationDeclined(object=asked.public_id, commit=asked.reason.commit)
    record(event, stream=asked.network.stream, by=by, role=COORDINATOR)
    return asked


@transaction.atomic
def begin(welcome: Welcome, *, by: Actor) -> Delegate:
    """Begin to act for a member, by the letter to one's own address; clicking twice changes nothing.

    Who begins for an organisation speaks for it from then on, as everywhere on this site (X3).
    """
    found = Welcome.objects.select_for_update(of=("self",)).select_related("member__network__stream")
    letter = found.get(pk=welcome.pk)
    member = letter.member
    present = permissions.delegate_of(member.network, by.account)
    if present is not None and present.member_id == member.pk:
        return present
    permissions.refuse_letter(letter, by)
    if present is not None:
        raise Refused(_("You act for another member of this network. First stop there."))
    if member.kind != PERSON:
        organisation = speak_for(member.name, kind=member.kind, place=member.place, by=by)
        permissions.refuse_second(member.network, organisation, besides=member)
        Member.objects.filter(pk=member.pk, organisation=None).update(organisation=organisation)
    began = Delegate.objects.create(member=member, person=by.account, since=timezone.now())
    letter.used_at, letter.email = timezone.now(), ""
    letter.save(update_fields=["used_at", "email"])
    _record(events.DelegateBegan(object=member.public_id), member, by=by)
    return began


@transaction.atomic
def invite_delegate(member: Member, *, email: str, by: Actor) -> Welcome:
    """Ask one more person by mail to act for one's own member, such as the substitute for the core."""
    locked, address = _member(member), normalised(email)
    permissions.own_delegate(locked, by)
    if locked.kind == PERSON:
        raise Refused(_("You take part in your own name, so nobody else acts for you."))
    if locked.delegates.filter(person__email=address).exists():
        raise Refused(_("This person already acts for your organisation."), at="email")
    if locked.welcomes.filter(email=address, used_at=None, sent_at__gte=permissions.oldest_welcome()).exists():
        raise Refused(_("This address was already asked."), at="email")
    permissions.refuse_more_letters(address)
    welcome = _welcome(locked, address, language=by.account.language)
    _record(events.DelegateInvited(object=locked.public_id), locked, by=by)
    return welcome


@transaction.atomic
def stop_acting(member: Member, *, by: Actor) -> None:
    """Stop to act for a member; the last one lets the member leave instead. Clicking twice changes nothing."""
    locked = _member(member)
    own = locked.delegates.filter(person=by.account).first()
    if own is None:
        return
    if not locked.delegates.exclude(pk=own.pk).exists() and locked.left_at is None:
        raise Refused(
            _("You are the only one who acts for this member. Ask somebody else first, or leave the network.")
        )
    own.delete()
    permissions.core_years().filter(member=locked, substitute=by.account).update(substitute=None)
    permissions.core_years().filter(member=locked, person=by.account).update(person=None)
    _record(events.DelegateStopped(object=locked.public_id), locked, by=by)


@transaction.atomic
def introduce(member: Member, *, card: Card, name: str = "", kind: str = "", by: Actor) -> Member:
    """Change what one's own member tells of itself, also its name and kind. The same words again change nothing."""
    _locked(member.network)
    locked = _member(member)
    permissions.own_delegate(locked, by)
    corrected = _correct(locked, name=_one_line(name) or locked.name, kind=kind or locked.kind, by=by)
    words = [_revised(locked.does, card.does, by=by), _revised(locked.learns, card.learns, by=by)]
    short = {"place": _one_line(card.place), "theme": _one_line(card.theme)}
    brings = clean_words(card.brings) if card.brings.strip() else ""
    changed = any(words) or brings != str(locked.brings or "") or any(getattr(locked, k) != v for k, v in short.items())
    if not (changed or corrected):
        return locked
    if not brings or locked.brings is None:
        locked.brings = write(brings, by=by) if brings else None
    else:
        _revised(locked.brings, brings, by=by)
    locked.place, locked.theme = short["place"], short["theme"]
    locked.save(update_fields=["name", "name_key", "called", "kind", "organisation", "brings", "place", "theme"])
    told: dict[str, Any] = {"object": locked.public_id, **_commits(locked), **corrected}
    _record(events.MemberCorrected(**told) if corrected else events.MemberIntroduced(**told), locked, by=by)
    return locked


@transaction.atomic
def tell_met(member: Member, *, by: Actor) -> Member:
    """Say that a new member and its buddy met: either of them does. Clicking twice changes nothing."""
    locked = _member(member)
    if locked.buddy is None:
        raise Refused(_("This member has no buddy."))
    acting = permissions.acts_in(locked.network, by)
    permissions.own_delegate(locked if acting.member_id == locked.pk else locked.buddy, by)
    if locked.met_at is None:
        locked.met_at = timezone.now()
        locked.save(update_fields=["met_at"])
        _record(events.BuddyMet(object=locked.public_id), locked, by=by)
    return locked


@transaction.atomic
def commit_to_core(member: Member, *, starts_on: dt.date, substitute: Person | None, by: Actor) -> CoreMembership:
    """Say that one's member is there every time for a year, oneself, with a substitute of the same member (B39)."""
    locked = _member(member)
    permissions.own_delegate(locked, by)
    permissions.refuse_substitute(locked, substitute, person=by.person)
    permissions.refuse_year(locked, starts_on)
    year = CoreMembership.objects.create(
        member=locked, person=by.account, substitute=substitute,
        starts_on=starts_on, ends_on=starts_on + permissions.CORE_YEAR,
    )  # fmt: skip
    dates = {"starts": year.starts_on.isoformat(), "ends": year.ends_on.isoformat()}
    _record(events.CoreCommitted(object=year.public_id, **dates), locked, by=by)
    return year


@transaction.atomic
def name_substitute(member: Member, *, substitute: Person | None, by: Actor) -> CoreMembership:
    """Say during the year who comes when its person cannot; the same again changes nothing (N05)."""
    locked = _member(member)
    permissions.own_delegate(locked, by)
    year = permissions.core_of(locked)
    if year is None:
        raise Refused(_("This member does not belong to the core now."))
    permissions.refuse_substitute(locked, substitute, person=year.person)
    if year.substitute != substitute:
        year.substitute = substitute
        year.save(update_fields=["substitute"])
        _record(events.SubstituteNamed(object=year.public_id), locked, by=by)
    return year


@transaction.atomic
def stop_core(member: Member, *, by: Actor) -> None:
    """Stop belonging to the core, without a reason; one stays a member. Clicking twice changes nothing."""
    locked = _member(member)
    permissions.own_delegate(locked, by)
    year = permissions.core_of(locked)
    if year is not None:
        year.stopped_at = timezone.now()
        year.save(update_fields=["stopped_at"])
        _record(events.CoreStopped(object=year.public_id), locked, by=by)


@transaction.atomic
def leave(member: Member, *, by: Actor) -> Member:
    """Leave the network; who waits for this one as buddy gets another. Clicking twice changes nothing."""
    if not member.delegates.filter(person=by.person).exists():
        permissions.own_delegate(member, by)
    locked = _member(member)
    if locked.left_at is None:
        locked.left_at = max(timezone.now(), locked.since)
        locked.save(update_fields=["left_at"])
        Member.objects.filter(buddy=locked, met_at=None).update(buddy=None)
        _record(events.MemberLeft(object=locked.public_id), locked, by=by)
    return locked


@transaction.atomic
def forget_person(person: Person) -> None:
    """Stop everywhere for somebody who leaves the platform; a member that was this person alone leaves too."""
    by = Actor.of(person)
    for own in person.acts_for_members.select_related("member__network__stream"):
        if own.member.kind == PERSON and own.member.left_at is None:
            leave(own.member, by=by)
        own.delete()
    for asked in Application.objects.filter(email=person.email, state=State.WAITING):
        take_back(asked, by=by)
    Welcome.objects.filter(email=person.email).update(email="")
    permissions.core_years().filter(substitute=person).update(substitute=None)
    permissions.core_years().filter(person=person).update(person=None)


@transaction.atomic
def forget_words() -> int:
    """Forget who got a no, ninety days later, and the addresses of letters of welcome that are too old."""
    before = timezone.now() - permissions.KEPT
    found = Application.objects.filter(state=State.DECLINED, ended_at__lt=before).exclude(name="")
    old = list(found.select_for_update(of=("self",)).select_related("does", "learns", "brings", "reason"))
    for asked in old:
        _forget_words(asked)
    letters = Welcome.objects.filter(sent_at__lt=permissions.oldest_welcome()).exclude(email="")
    return len(old) + letters.update(email="")


def _locked(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _application(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",))
    return found.select_related("network__stream", *WORDS).get(pk=application.pk)


def _member(member: Member) -> Member:
    found = Member.objects.select_for_update(of=("self",))
    return found.select_related("network__stream", "buddy", *WORDS).get(pk=member.pk)


def _welcome(member: Member, address: str, *, language: str, asked: Application | None = None) -> Welcome:
    token = new_token()
    member.welcomes.filter(email=address, used_at=None).update(email="")
    welcome = Welcome.objects.create(
        member=member, email=address, language=language, token_hash=token_hash(token), sent_at=timezone.now()
    )
    notices.send_welcome(welcome, token, asked=asked)
    return welcome


def _correct(member: Member, *, name: str, kind: str, by: Actor) -> dict[str, Any]:
    """Give a member another name or kind, and its organisation with it; return from what to what, if it is another."""
    if (name, kind) == (member.name, member.kind):
        return {}
    permissions.refuse_name(member.network, name, besides=member)
    permissions.refuse_own_name(member, kind)
    other = named_organisation(name, besides=None if kind == PERSON else member.organisation, by=by)
    if kind == PERSON:
        member.organisation = None
    elif member.organisation is None or other is not None:
        member.organisation = speak_for(name, kind=kind, place=member.place, by=by)
    else:
        follow_name(member.organisation, old=member.name, name=name, kind=kind, by=by)
    facts = {**_renamed(member, name, by=by), "kind_before": member.kind, "kind_after": kind}
    member.name, member.name_key, member.kind = name, name_key(name), kind
    return facts


def _renamed(member: Member, name: str, *, by: Actor) -> dict[str, Any]:
    """Keep another name beside those that a member had; return the commitments of the one before and the one after."""
    if name == member.name:
        return {"name_before_commit": None, "name_after_commit": None}
    if member.called is None:
        member.called = write(member.name, by=Actor.visitor())
    before = member.called.commit
    return {"name_before_commit": before, "name_after_commit": revise(member.called, name, by=by).commit}


def _end(asked: Application, state: Application.State) -> None:
    asked.state, asked.ended_at, asked.email = state, timezone.now(), ""
    asked.save(update_fields=["state", "ended_at", "email"])


def _forget_words(asked: Application, *, taken_back: bool = False) -> None:
    texts = [text for text in (asked.does, asked.learns, asked.brings, asked.reason) if text is not None]
    erase(Version.objects.filter(text__in=texts, erased_at=None), taken_back=taken_back)
    asked.name, asked.place, asked.theme = "", "", ""
    asked.save(update_fields=["name", "place", "theme"])


def _revised(text: Text, words: str, *, by: Actor) -> bool:
    plain = clean_words(words)
    if str(text) == plain:
        return False
    revise(text, plain, by=by)
    return True


def _commits(told: Application | Member) -> dict[str, str | None]:
    brings = None if told.brings is None else told.brings.commit
    return {"commit": told.does.commit, "learns_commit": told.learns.commit, "brings_commit": brings}


def _one_line(words: str) -> str:
    return " ".join(clean_words(words).split()) if words.strip() else ""


def _record(event: Event, member: Member, *, by: Actor) -> None:
    record(event, stream=member.network.stream, by=by, role="member")

"""What can one do with what one takes along: write it, change it, take it back, and tell later what came of it."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from communityup.gatherings.models import Registration
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.takeaways import events, notices, permissions, queries
from communityup.network.takeaways.models import Round, Takeaway
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import clean_words, erase, find_again, revise, write
from communityup.texts.models import Version


@transaction.atomic
def take_along(
    session: Session, registration: Registration, *, words: str, is_shared: bool, name: str, by: Actor
) -> Takeaway:
    """Write what one takes along from a session, as somebody who has a place (B37). Once more changes what is there."""
    permissions.refuse_no_place(session, registration)
    permissions.refuse_closed(session)
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    if (written := queries.by_place(registration)) is not None:
        return change_takeaway(written, words=words, is_shared=is_shared, name=name, by=by)
    made = Takeaway.objects.create(
        session=session,
        registration=registration,
        person=registration.person or Person.objects.filter(email=registration.email, is_active=True).first(),
        words=write(words, by=by),
        is_shared=is_shared,
        name=_one_line(name) if is_shared else "",
        told_at=timezone.now(),
    )
    _record(events.TakenAlong(object=made.public_id), made, by)
    return made


@transaction.atomic
def change_takeaway(takeaway: Takeaway, *, words: str, is_shared: bool, name: str, by: Actor) -> Takeaway:
    """Change what one takes along, or who reads it. The same again changes nothing."""
    locked = _locked(takeaway)
    permissions.refuse_taken_back(locked)
    signed = _one_line(name) if is_shared or locked.story_is_shown else ""
    others = str(locked.words) != clean_words(words)
    if others:
        revise(locked.words, words, by=by)
    if others or (locked.is_shared, locked.name) != (is_shared, signed):
        locked.is_shared, locked.name = is_shared, signed
        locked.save(update_fields=["is_shared", "name"])
        _record(events.TakeawayChanged(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def take_back(takeaway: Takeaway, *, by: Actor) -> Takeaway:
    """Take one's words about a session back, with their story: they go. Clicking twice changes nothing."""
    locked = _locked(takeaway)
    if locked.taken_back_at is None:
        locked.taken_back_at, locked.is_shared, locked.story_is_shown, locked.name = timezone.now(), False, False, ""
        locked.save(update_fields=["taken_back_at", "is_shared", "story_is_shown", "name"])
        texts = [one for one in (locked.words_id, locked.story_id) if one is not None]
        erase(Version.objects.filter(text__in=texts, erased_at=None), taken_back=True)
        _record(events.TakeawayTakenBack(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def tell_story(takeaway: Takeaway, *, story: str, is_shown: bool, name: str, by: Actor) -> Takeaway:
    """Tell what one did with what one took along; everybody reads it when one wants that. The same changes nothing."""
    locked = _locked(takeaway)
    permissions.refuse_taken_back(locked)
    permissions.refuse_before(locked.session)
    signed = _one_line(name) if is_shown or locked.is_shared else ""
    same = locked.story is not None and str(locked.story) == clean_words(story)
    if same and (locked.story_is_shown, locked.name) == (is_shown, signed):
        return locked
    if locked.story is None:
        locked.story, locked.story_at = write(story, by=by), timezone.now()
    elif not same:
        revise(locked.story, story, by=by)
    locked.story_is_shown, locked.name = is_shown, signed
    locked.save(update_fields=["story", "story_at", "story_is_shown", "name"])
    find_again([locked.story])
    commit = locked.story.commit if is_shown and not locked.session.is_closed else None
    told = events.StoryTold(object=locked.public_id, commit=commit, shown="yes" if is_shown else "no")
    _record(told, locked, by)
    return locked


def ask_who_came() -> int:
    """Ask at the end of a session who was there what they take along (B37), each session once; return how many."""
    return sum(_ask_who_came(session) for session in list(queries.ended()))


@transaction.atomic
def _ask_who_came(session: Session) -> bool:
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)
    there = queries.who_was_there(session)
    is_new = Round.objects.get_or_create(session=session, defaults={"asked_at": timezone.now()})[1]
    if not is_new or not there:
        return False
    event = events.WhoCameAsked(object=session.public_id)
    record(event, stream=session.network.stream, by=Actor.job("takeaways.ask_who_came"))
    for registration in there:
        if registration.person is None:
            notices.ask_along_by_letter(session, registration)
    return True


def ask_due() -> int:
    """Ask who wrote it ninety days ago what they did with it, each exactly once; return how many."""
    return sum(_ask(pk) for pk in list(queries.due().values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk: int) -> bool:
    """Ask one of them: mark, line and letter come together or not at all."""
    locked = _locked(Takeaway.objects.get(pk=pk))
    if locked.asked_at is not None or locked.story_id is not None or locked.taken_back_at is not None:
        return False
    locked.asked_at = timezone.now()
    locked.save(update_fields=["asked_at"])
    event = events.FollowUpAsked(object=locked.public_id)
    record(event, stream=locked.session.network.stream, by=Actor.job("takeaways.ask"))
    if locked.person is None and locked.registration is not None:
        notices.ask_by_letter(locked, locked.registration)
    return True


@transaction.atomic
def forget_person(person: Person) -> None:
    """Take back the words of somebody who leaves the platform."""
    for one in Takeaway.objects.filter(person=person, taken_back_at=None):
        take_back(one, by=Actor.visitor())
    Takeaway.objects.filter(person=person).update(person=None)


def _locked(takeaway: Takeaway) -> Takeaway:
    Network.objects.select_for_update(of=("self",)).get(pk=Session.objects.get(pk=takeaway.session_id).network_id)
    found = Takeaway.objects.select_for_update(of=("self",))
    places = ("session__network__stream", "session__gathering", "registration", "person")
    return found.select_related(*places, "words__current", "story__current").get(pk=takeaway.pk)


def _one_line(name: str) -> str:
    return " ".join(clean_words(name).split()) if name.strip() else ""


def _record(event: Event, takeaway: Takeaway, by: Actor) -> None:
    """Record what somebody did for themselves: the line does not lead to them."""
    record(event, stream=takeaway.session.network.stream, by=replace(by, nameless=True))

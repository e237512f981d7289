"""Who hears that it is time to tell what one did: who wrote it, in their messages or by letter without an account."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.gatherings.models import Registration
from communityup.network.meetings.models import Session
from communityup.network.meetings.notices import place_url, send_letter
from communityup.network.newsletter.permissions import token
from communityup.network.takeaways import events, permissions, queries
from communityup.network.takeaways.models import Takeaway
from communityup.notices.queries import Happening, register_hearers, register_nobody
from communityup.post.queries import after_quiet_hours, framed, site_address


def writer(happening: Happening) -> set[int]:
    """Who wrote what they take along, when they have an account."""
    found = Takeaway.objects.filter(public_id=happening.object, person__isnull=False)
    return set(found.values_list("person_id", flat=True))


def who_came(happening: Happening) -> set[int]:
    """Who was at the session, when they have an account."""
    session = Session.objects.select_related("gathering").get(public_id=happening.object)
    return {one.person_id for one in queries.who_was_there(session) if one.person_id is not None}


def register() -> None:
    """Say who hears about what people take along; called in AppConfig.ready."""
    register_hearers(
        events.WhoCameAsked,
        hearers=who_came,
        url=_session,
        sentence=gettext_lazy("You were at a session. What do you take along?"),
    )
    register_hearers(
        events.FollowUpAsked,
        hearers=writer,
        url=_story,
        sentence=gettext_lazy(
            "Three months ago you wrote what you take along from a session. What did you do with it?"
        ),
    )
    register_nobody(
        events.TakenAlong,
        events.TakeawayChanged,
        events.TakeawayTakenBack,
        events.StoryTold,
        why="It is somebody's own; who may read it finds it on the page.",
    )


def ask_by_letter(takeaway: Takeaway, registration: Registration) -> None:
    """Mail somebody without an account the question what they did with it; never in the quiet hours."""
    session = takeaway.session
    with override(registration.language):
        words = {
            "title": session.gathering.title,
            "words": str(takeaway.words),
            "link": site_address() + _page(session.network.slug, takeaway.public_id),
        }
        text = _(
            "Hello,\n\nThree months ago you were at “%(title)s”. You wrote that you take this along:\n\n%(words)s\n\n"
            "What did you do with it? Tell it here, in a few sentences:\n%(link)s\n\n"
            "You choose whether others read it. You do not have to answer: we ask this once."
        )
        why = _("You get this once: you wrote what you take along from a session of %(name)s.")
        why, own = why % {"name": session.network.name}, place_url(session, registration)
        letter = framed(_("What did you do with it? %(title)s") % words, text % words, why=why, own=own)
        key = f"takeaway:{takeaway.public_id}:asked"
        send_letter(registration.email, letter, key=key, due_at=after_quiet_hours(timezone.now()))


def ask_along_by_letter(session: Session, registration: Registration) -> None:
    """Mail somebody without an account the question what they take along; never in the quiet hours."""
    with override(registration.language):
        path = reverse("takeaways:write", args=[session.network.slug, permissions.write_token(registration)])
        words = {"title": session.gathering.title, "link": site_address() + path}
        text = _(
            "Hello,\n\nYou were at “%(title)s”. What do you take along?\n\n"
            "Write it here, in a few sentences:\n%(link)s\n\n"
            "It is for yourself, and for others only when you want that. You do not have to answer: we ask this once."
        )
        why = _("You get this because you registered for a session of %(name)s.") % {"name": session.network.name}
        text = "\n\n".join((text % words, *queries.asked_along(session, registration)))
        own = place_url(session, registration)
        letter = framed(_("What do you take along? %(title)s") % words, text, why=why, own=own)
        key = f"takeaway:{registration.public_id}:along"
        send_letter(registration.email, letter, key=key, due_at=after_quiet_hours(timezone.now()))


def _session(slug: str, happening: Happening) -> str:
    return reverse("meetings:session", args=[slug, happening.object])


def _story(slug: str, happening: Happening) -> str:
    return _page(slug, happening.object)


def _page(slug: str, public_id: str) -> str:
    return reverse("takeaways:story", args=[slug, token(permissions.OWN, public_id)])

"""What can one do with themes: propose and choose, give the chosen one to a session and take it off."""

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.network.meetings.actions import give_theme
from communityup.network.meetings.models import Session
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.themes import events, permissions, queries
from communityup.network.themes.models import Choice, Theme
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write


@transaction.atomic
def propose_theme(network: Network, *, title: str, kind: str, why: str, by: Actor) -> Theme:
    """Propose a theme for a session; one's own member chooses it at once. The same title again proposes nothing new."""
    own, line = acts_in(network, by), " ".join(clean_words(title).split())
    held = _held(network)
    if again := held.themes.filter(title=line, session=None).first():
        return again
    theme = Theme.objects.create(
        network=held, member=own.member, title=line, kind=Theme.Kind(kind), why=write(why, by=by),
        proposed_at=timezone.now(),
    )  # fmt: skip
    Choice.objects.create(theme=theme, member=own.member)
    event = events.ThemeProposed(object=theme.public_id, commit=theme.why.commit)
    record(event, stream=held.stream, by=by, role="member")
    return theme


@transaction.atomic
def choose_theme(theme: Theme, *, wants: bool, by: Actor) -> Theme:
    """Say that one's member wants to talk about a theme, or not any more. Clicking twice changes nothing."""
    own = acts_in(theme.network, by)
    held = _held(theme.network)
    locked = Theme.objects.get(pk=theme.pk)
    permissions.refuse_attached(locked)
    if wants:
        changed = Choice.objects.get_or_create(theme=locked, member=own.member)[1]
    else:
        changed = bool(Choice.objects.filter(theme=locked, member=own.member).delete()[0])
    if changed:
        event = events.ThemeChosen(
            object=locked.public_id, choice="yes" if wants else "no", member=own.member.public_id
        )
        record(event, stream=held.stream, by=by, role="member")
    return locked


@transaction.atomic
def attach_theme(theme: Theme, *, session: Session, by: Actor) -> Theme:
    """Give the theme that most members chose to a coming session without one (B40). Clicking twice changes nothing."""
    own_coordinator(theme.network, by)
    held = _held(theme.network)
    locked = Theme.objects.get(pk=theme.pk)
    if locked.session_id is not None:
        return locked
    count = permissions.refuse_less_chosen(locked, queries.counts(held))
    permissions.refuse_taken(held, session)
    give_theme(session, theme=locked.title, kind=locked.kind)
    locked.session = session
    locked.save(update_fields=["session"])
    event = events.ThemeAttached(object=locked.public_id, session=session.public_id, count=count)
    record(event, stream=held.stream, by=by, role="coordinator")
    return locked


@transaction.atomic
def take_off(theme: Theme, *, by: Actor) -> Theme:
    """Take a theme off a session that is ahead, so that members can choose it again. Clicking twice changes nothing.

    Other words that a coordinator wrote on the session since then stay.
    """
    own_coordinator(theme.network, by)
    held = _held(theme.network)
    locked = Theme.objects.select_related("session__gathering").get(pk=theme.pk)
    if locked.session is None:
        return locked
    permissions.refuse_to_take_off(locked)
    session, locked.session = locked.session, None
    locked.save(update_fields=["session"])
    if session.theme == locked.title:
        give_theme(session, theme="", kind=Session.Kind.OPEN)
    event = events.ThemeTakenOff(object=locked.public_id, session=session.public_id)
    record(event, stream=held.stream, by=by, role="coordinator")
    return locked


def _held(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)

"""Who acts for a member, and who answers applications. No kind of member appears here (E4)."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import prepared
from communityup.network.members.models import PERSON, Application, CoreMembership, Delegate, Member, Welcome
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.network.newsletter.permissions import address_hash, is_shielded
from communityup.organisations.models import Organisation, name_key
from communityup.organisations.queries import find_by_name
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.permissions import is_flooded
from communityup.ui.templatetags.ui import long_date

Viewer = Person | AnonymousUser
# Letters of forms count (R32): the receipt, and to who is asked to act for a member. The answer to who asked does not.
RECEIPT, ASKED, WELCOME = "form:application:", "form:member:", "member:"
# So long a letter opens the door, and so long the words of who got a no are kept.
# A year in the core, to the last day; and how far from today it may begin.
# Who came less than so long ago knows the network too little to help others in.
BUDDY_AFTER = timedelta(days=90)
CORE_YEAR, AROUND_NOW = timedelta(days=364), timedelta(days=92)
WELCOME_DAYS, KEPT = 60, timedelta(days=90)


def acts_for(network: Network, email: str = "email") -> Subquery:
    """Return for which member of a network the person with this address acts, to stand beside rows with an address."""
    here = Delegate.objects.filter(member__network=network, member__left_at=None, person__email=OuterRef(email))
    return Subquery(here.order_by("pk").values("member__name")[:1])


def delegate_of(network: Network, person: Viewer) -> Delegate | None:
    """Return for which member of this network somebody acts; one person acts for one member of a network."""
    if not isinstance(person, Person):
        return None
    return _delegates.first(network.pk, person.pk)


@prepared
def _delegates(network: int, person: int) -> QuerySet[Delegate]:
    found = Delegate.objects.filter(member__network=network, member__left_at=None, person=person)
    return found.select_related("member").order_by("since", "pk")


def own_delegate(member: Member, by: Actor) -> Delegate:
    """Return how somebody acts for this member; raises NotAllowed for everybody else, Refused when it left."""
    found = (
        None
        if by.person is None
        else Delegate.objects.select_related("member").filter(member=member.pk, person=by.person).first()
    )
    if found is None:
        raise NotAllowed(_("Only people who act for this member can do this."))
    if found.member.left_at is not None:
        raise Refused(_("This member left the network. It can ask to join again."))
    return found


def acts_in(network: Network, by: Actor) -> Delegate:
    """Return for which member somebody acts here; raises NotAllowed for everybody else."""
    found = None if by.person is None else delegate_of(network, by.person)
    if found is None:
        raise NotAllowed(_("Only members of this network can do this."))
    return found


def may_read_people(network: Network, person: Viewer) -> bool:
    """Say whether somebody reads who acts for which member: other members and coordinators do, the world does not."""
    return delegate_of(network, person) is not None or coordinator_of(network, person) is not None


def earlier_names(member: Member) -> list[str]:
    """Return the names that a member had; for who reads its people. Of somebody in their own name nobody reads them."""
    if member.kind == PERSON or member.called is None:
        return []
    named = (str(one) for one in member.called.versions.order_by("number"))
    return [name for name in dict.fromkeys(named) if name != member.name]


def oldest_welcome() -> datetime:
    """Return the moment from which on a letter of welcome still opens the door."""
    return timezone.now() - timedelta(days=WELCOME_DAYS)


def refuse_name(network: Network, name: str, *, besides: Member | None = None) -> None:
    """Raise Refused for a name that another member of this network has, or that looks the same (E5)."""
    others = network.members.filter(left_at=None, name_key=name_key(name))
    if (others if besides is None else others.exclude(pk=besides.pk)).exists():
        sentence = _("There is a member with this name already, or one that looks the same to a reader.")
        raise Refused(sentence, at="name")
    refuse_second(network, find_by_name(name), besides=besides)


def refuse_second(network: Network, organisation: Organisation | None, *, besides: Member | None = None) -> None:
    """Raise Refused for an organisation that is a member of this network already, whatever it is called here (E5)."""
    others = network.members.filter(left_at=None, organisation=organisation).exclude(organisation=None)
    if (others if besides is None else others.exclude(pk=besides.pk)).exists():
        raise Refused(
            _("This organisation is a member here already, under another name. Let its people ask you to act for it."),
            at="name",
        )


def changed(asked: Application, name: str, kind: str) -> str:
    """Return what is not as it was asked: the name, the kind, both; empty when nothing is."""
    other = {"name": name != asked.name, "kind": kind != asked.kind}
    return "both" if all(other.values()) else next((what for what, is_other in other.items() if is_other), "")


def refuse_buddy(network: Network, buddy: Member | None) -> None:
    """Raise Refused for no buddy as long as there is a member to ask, and for one that is no member here."""
    present = network.members.filter(left_at=None)
    if buddy is None and present.exists():
        raise Refused(_("Choose a buddy: a member that helps this newcomer in."), at="buddy")
    if buddy is not None and not present.filter(pk=buddy.pk).exists():
        raise Refused(_("Only a member of this network can be a buddy. Choose another one."), at="buddy")


def refuse_own_name(member: Member, kind: str) -> None:
    """Raise Refused for joining in one's own name with a member for which several people act, or were asked to."""
    asked = member.welcomes.filter(used_at=None, sent_at__gte=oldest_welcome()).exclude(email="")
    if kind == PERSON and kind != member.kind and (member.delegates.count() > 1 or asked.exists()):
        sentence = _("More people act for this member, or were asked to. So it cannot be in one person's own name.")
        raise Refused(sentence, at="kind")


def refuse_year(member: Member, starts_on: date) -> None:
    """Raise Refused for a year in the core that begins too far from now, or before the one that was said ends."""
    if abs(starts_on - timezone.localdate()) > AROUND_NOW:
        raise Refused(_("Choose a day within three months from today."), at="starts_on")
    last = member.core.filter(stopped_at=None).order_by("ends_on").last()
    if last is not None and last.ends_on >= starts_on:
        sentence = _("Your year in the core lasts until %(day)s. Choose a day after it.")
        raise Refused(sentence % {"day": long_date(last.ends_on)}, at="starts_on")


def refuse_answered(asked: Application) -> None:
    """Raise Refused for an application that does not wait any more."""
    if asked.state != Application.State.WAITING:
        raise Refused(_("This application was already answered or taken back."))


def core_years() -> QuerySet[CoreMembership]:
    """Return the years in the core that run or begin soon."""
    return CoreMembership.objects.filter(stopped_at=None, ends_on__gte=timezone.localdate())


def core_of(member: Member) -> CoreMembership | None:
    """Return the year in the core of a member that runs now or begins soon, if any."""
    return core_years().filter(member=member).select_related("person", "substitute").order_by("starts_on").first()


def refuse_substitute(member: Member, substitute: Person | None, *, person: Person | None) -> None:
    """Raise Refused for a substitute who does not act for this member, or is the one who comes."""
    if substitute is None:
        return
    if substitute == person or not member.delegates.filter(person=substitute).exists():
        raise Refused(_("Only somebody else who acts for this member can be the substitute."))


def next_year(member: Member) -> date | None:
    """Return when another year in the core can begin, once the last one ends within three months."""
    last = _last_year(member)
    return None if last is None or _is_far(last) else last.ends_on + timedelta(days=1)


def goes_on_from(member: Member) -> tuple[date, date] | None:
    """Return until when the last year in the core lasts, and from when one can give another; None when one can now."""
    last = _last_year(member)
    return None if last is None or not _is_far(last) else (last.ends_on, last.ends_on + timedelta(days=1) - AROUND_NOW)


def _last_year(member: Member) -> CoreMembership | None:
    return member.core.filter(stopped_at=None, ends_on__gte=timezone.localdate()).order_by("ends_on").last()


def _is_far(year: CoreMembership) -> bool:
    return year.ends_on >= timezone.localdate() + AROUND_NOW


def may_ask(network: Network, address: str) -> bool:
    """Say whether this address can ask to join: not while it waits, said “that was not me”, or got enough letters."""
    waiting = network.applications.filter(email=address, state=Application.State.WAITING)
    return not (waiting.exists() or is_flooded(address) or is_shielded(address_hash(address)))


def refuse_more_letters(address: str) -> None:
    """Raise Refused for an address that got several of these letters today."""
    if is_flooded(address):
        raise Refused(_("This address already got several invitations today. Try again tomorrow."), at="email")


def why_closed(letter: Welcome) -> str:
    """Return why a letter of welcome opens nothing any more; empty while it does."""
    if letter.member.left_at is not None:
        return _("This member left the network. It can ask to join again.")
    if letter.used_at is not None or not letter.email or letter.sent_at < oldest_welcome():
        return _("This link was used or is too old. Ask for a new one.")
    return ""


def refuse_letter(letter: Welcome, by: Actor) -> None:
    """Raise Refused for a letter of welcome that opens nothing any more, NotAllowed for one to another address."""
    if why := why_closed(letter):
        raise Refused(why)
    if letter.email != by.account.email:
        raise NotAllowed(_("This letter went to another address. Sign in with that address."))

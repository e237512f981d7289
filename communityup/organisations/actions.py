"""What one can do for an organisation: speak for it, prove that one does, let others in, leave it; and renew places."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import open_stream, record, record_erasure
from communityup.log.events import Event
from communityup.log.models import Stream
from communityup.methods import outlines
from communityup.organisations import events, permissions, queries
from communityup.organisations.models import Domain, Membership, Organisation, Place, name_key
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts import actions as texts

Proof = Membership.Proof


@dataclass(frozen=True, kw_only=True)
class Row:
    """One place of a list: what the file says of it, its outline in the units of methods.outlines, where it went."""

    code: str
    name: str
    province: str = ""
    size: str = ""
    longitude: float | None = None
    latitude: float | None = None
    rings: Sequence[outlines.Ring] = ()
    source: str = ""
    went_into: str = ""


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """What an import of places did, in numbers."""

    new: int
    changed: int
    ended: int


@transaction.atomic
def speak_for(name: str, *, kind: str, place: str, by: Actor) -> Organisation:
    """Speak for the organisation with this name; it is made when nobody named it before.

    Who takes a name that others have is with them in name only, until somebody confirms it. Doing it twice changes
    nothing.
    """
    found = queries.find_by_name(name) or _found(name, kind=kind, place=place, by=by)
    take_name(found, by=by)
    return found


@transaction.atomic
def take_name(organisation: Organisation, *, by: Actor) -> Membership:
    """Say that one speaks for an organisation that is there already. Doing it twice changes nothing.

    Where nobody is left, and no address proves who is, one begins it anew.
    """
    own = permissions.membership_of(organisation, by.account)
    if own is not None:
        return own
    deserted = permissions.is_deserted(organisation)
    return _join(organisation, by.account, invited=deserted, contact=deserted, by=by)


@transaction.atomic
def join_beside(organisation: Organisation, *, people: list[int], by: Actor) -> Membership:
    """Join the organisation of people who asked one to come; when they are insiders, one is invited by it.

    People of whom it is confirmed that they speak for the organisation confirm it of who they invite.
    """
    own = permissions.membership_of(organisation, by.account)
    if own is not None:
        return own
    beside = [row for row in permissions.insiders([organisation.pk]) if row.person_id in people]
    sure = any(permissions.is_sure(row) for row in beside)
    proof = Proof.COLLEAGUE if sure else Proof.NONE
    return _join(organisation, by.account, invited=bool(beside), proof=proof, by=by)


@transaction.atomic
def rename_organisation(organisation: Organisation, *, name: str, kind: str, place: str, by: Actor) -> Organisation:
    """Change the name, kind or place of an organisation; a name that can be mistaken for another's is refused (E5)."""
    permissions.own_contact(organisation, by)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    words = " ".join(texts.clean_words(name).split())
    other = Organisation.objects.filter(name_key=name_key(words)).exclude(pk=locked.pk).first()
    if other is not None:
        raise Refused(
            _("%(name)s is there already, or looks the same to a reader. Choose a name that differs more.")
            % {"name": other}
        )
    locked.name, locked.name_key, locked.kind, locked.place = words, name_key(words), kind, place
    locked.save(update_fields=["name", "name_key", "kind", "place"])
    record(events.OrganisationRenamed(object=locked.public_id), stream=organisation.stream, by=by)
    return locked


@transaction.atomic
def follow_name(organisation: Organisation, *, old: str, name: str, kind: str, by: Actor) -> bool:
    """Let the name of an organisation go along with its only party or member, as long as it stands for nothing else."""
    follows = organisation.name_key == name_key(old) and permissions.stands_for_one(organisation)
    free = not Organisation.objects.filter(name_key=name_key(name)).exclude(pk=organisation.pk).exists()
    contact = organisation.memberships.filter(person=by.account, contact=True).exists()
    if not (follows and free and contact and permissions.is_inside(organisation, by.account)):
        return False
    rename_organisation(organisation, name=name, kind=kind, place=organisation.place, by=by)
    return True


@transaction.atomic
def prove_by_mail(membership: Membership, *, by: Actor) -> Membership:
    """Prove by one's own confirmed address that one speaks for the organisation; its domain is the organisation's then.

    The first address of a domain must be an insider's; after that everybody with an address there is confirmed by it.
    """
    locked = _own(membership, by)
    if locked.proof == Proof.DOMAIN:
        return locked
    domain = queries.domain_of(by.account.email)
    if not domain:
        raise Refused(
            _("Everybody can get an address like yours, so it proves nothing. Tell instead how anybody can know.")
        )
    _claim(domain, locked, by=by)
    locked.proof, locked.domain, locked.proved_at, locked.vouched_by = Proof.DOMAIN, domain, timezone.now(), None
    locked.save(update_fields=["proof", "domain", "proved_at", "vouched_by"])
    _keep_a_contact(locked.organisation)
    _record(events.SpeakerProved(object=locked.public_id, how=Proof.DOMAIN), locked, by)
    return locked


@transaction.atomic
def tell_for_whom(membership: Membership, *, words: str, by: Actor) -> Membership:
    """Tell on whose behalf one speaks, and how anybody can know; everybody can read it (X3)."""
    locked = _own(membership, by)
    if locked.words is None:
        locked.words = texts.write(words, by=by)
        locked.save(update_fields=["words"])
    elif str(locked.words) == texts.clean_words(words):
        return locked
    else:
        texts.revise(locked.words, words, by=by)
    _record(events.SpeakerToldForWhom(object=locked.public_id, commit=locked.words.commit), locked, by)
    return locked


@transaction.atomic
def confirm_colleague(membership: Membership, *, by: Actor) -> Membership:
    """Confirm as a contact of the organisation that somebody else speaks for it.

    A word is worth as much as that of who gives it (X3): who is not confirmed themselves takes somebody in beside them.
    """
    own = permissions.own_contact(membership.organisation, by)
    if own.pk == membership.pk:
        raise NotAllowed(_("Somebody else confirms that you speak for your organisation."))
    if permissions.is_sure(own):
        return _prove(membership, Proof.COLLEAGUE, vouched_by=None, by=by)
    locked = _locked(membership)
    if not locked.invited:
        locked.invited = True
        locked.save(update_fields=["invited"])
        _record(events.MemberTakenIn(object=locked.public_id), locked, by)
        _keep_a_contact(locked.organisation)
    return locked


@transaction.atomic
def vouch_for(membership: Membership, *, of: Organisation, by: Actor) -> Membership:
    """Confirm from another organisation that one knows somebody who speaks for theirs, after they told for whom."""
    own = permissions.membership_of(of, by.account)
    same = of.pk == membership.organisation_id or membership.person_id == by.account.pk
    if own is None or same or permissions.membership_of(membership.organisation, by.account) is not None:
        raise NotAllowed(_("Only somebody of another organisation can confirm this from outside."))
    if membership.words_id is None:
        raise Refused(_("First this person tells on whose behalf they speak, and how anybody can know."))
    return _prove(membership, Proof.OUTSIDE, vouched_by=of, by=by)


@transaction.atomic
def name_contact(membership: Membership, *, by: Actor) -> Membership:
    """Make a colleague a contact of the organisation, who can confirm others; only another contact can."""
    permissions.own_contact(membership.organisation, by)
    locked = _locked(membership)
    if locked.contact:
        return locked
    if not any(row.pk == locked.pk for row in permissions.insiders([locked.organisation_id])):
        raise Refused(_("First confirm that this person speaks for your organisation."))
    locked.contact = True
    locked.save(update_fields=["contact"])
    _record(events.ContactNamed(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def leave_organisation(membership: Membership, *, by: Actor) -> None:
    """No longer speak for an organisation; also a confirmed contact can end it for somebody who left there."""
    locked = _locked(membership)
    if locked.person_id != by.account.pk:
        own = permissions.own_contact(locked.organisation, by)
        if not permissions.is_sure(own):
            raise NotAllowed(_("Only a contact who is confirmed can do this. Confirm first that you speak for it."))
    _end(locked, by=by)


@transaction.atomic
def leave_all_organisations(person: Person) -> None:
    """Take somebody who leaves the platform out of every organisation; an organisation without people stays (E22)."""
    by = Actor.of(person)
    for membership in Membership.objects.filter(person=person).order_by("pk"):
        _end(_locked(membership), by=by)


def _found(name: str, *, kind: str, place: str, by: Actor) -> Organisation:
    words = " ".join(texts.clean_words(name).split())
    new = Organisation(name=words, name_key=name_key(words), kind=kind, place=place, named_at=timezone.now())
    try:
        with transaction.atomic():
            new.stream = open_stream("organisation")
            new.save()
    except IntegrityError:
        return Organisation.objects.select_related("stream").get(name_key=name_key(words))
    Membership.objects.create(
        organisation=new,
        person=by.account,
        contact=True,
        invited=True,
        since=new.named_at,
        **_by_address(new, by.known),
    )
    record(events.OrganisationNamed(object=new.public_id), stream=new.stream, by=by)
    return new


def _join(
    organisation: Organisation,
    person: Person,
    *,
    invited: bool,
    contact: bool = False,
    proof: str = Proof.NONE,
    by: Actor,
) -> Membership:
    now, known = timezone.now(), _by_address(organisation, person)
    if not known and proof:
        known = {"proof": proof, "proved_at": now}
    try:
        with transaction.atomic():
            made = Membership.objects.create(
                organisation=organisation, person=person, invited=invited, contact=contact, since=now, **known
            )
    except IntegrityError:
        return organisation.memberships.get(person=person)
    _record(events.MemberJoined(object=made.public_id, how="invited" if invited else "by name"), made, by)
    return made


def _by_address(organisation: Organisation, person: Person) -> dict[str, object]:
    """Return the proof that an address at a domain of the organisation gives by itself."""
    domain = queries.domain_of(person.email)
    if not domain or not organisation.domains.filter(name=domain).exists():
        return {}
    return {"proof": Proof.DOMAIN, "domain": domain, "proved_at": timezone.now()}


def _claim(domain: str, membership: Membership, *, by: Actor) -> None:
    taken = Domain.objects.select_related("organisation").filter(name=domain).first()
    if taken is None:
        permissions.own_inside(membership.organisation, by)
        try:
            with transaction.atomic():
                Domain.objects.create(name=domain, organisation=membership.organisation, since=timezone.now())
        except IntegrityError:
            taken = Domain.objects.select_related("organisation").get(name=domain)
    if taken is not None and taken.organisation_id != membership.organisation_id:
        raise Refused(
            _("Addresses at %(domain)s belong to %(name)s already. Speak for that one, or tell how anybody can know.")
            % {"domain": domain, "name": taken.organisation}
        )


def _prove(membership: Membership, proof: str, *, vouched_by: Organisation | None, by: Actor) -> Membership:
    locked = _locked(membership)
    if locked.proof == Proof.OUTSIDE and proof == Proof.COLLEAGUE:
        locked.vouched_by = None
    elif locked.proof != Proof.NONE:
        return locked
    locked.proof, locked.vouched_by, locked.proved_at = proof, vouched_by, timezone.now()
    locked.save(update_fields=["proof", "vouched_by", "proved_at"])
    _keep_a_contact(locked.organisation)
    _record(events.SpeakerProved(object=locked.public_id, how=proof), locked, by)
    return locked


def _end(membership: Membership, *, by: Actor) -> None:
    """Remove a membership and its words; when the only contact goes, who was there longest becomes one."""
    organisation, words = membership.organisation, membership.words
    event: Event = events.MemberLeft(object=membership.public_id)
    membership.delete()
    _record(event, membership, by)
    if words is not None:
        versions = list(words.versions.filter(erased_at=None))
        texts.erase(versions)
        for version in versions:
            record_erasure(version.commit, by=by)
    _keep_a_contact(organisation)


def _keep_a_contact(organisation: Organisation) -> None:
    """Let the insider who was there longest be a contact when no insider is one."""
    inside = sorted(permissions.insiders([organisation.pk]), key=lambda row: (row.since, row.pk))
    if inside and not any(row.contact for row in inside):
        inside[0].contact = True
        inside[0].save(update_fields=["contact"])


def _own(membership: Membership, by: Actor) -> Membership:
    if membership.person_id != by.account.pk:
        raise NotAllowed(_("Only somebody themselves can tell and prove for whom they speak."))
    return _locked(membership)


def _locked(membership: Membership) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("organisation__stream", "words__current")
    locked = found.filter(pk=membership.pk).first()
    if locked is None:
        raise Refused(_("This person no longer speaks for this organisation."))
    return locked


def _record(event: Event, membership: Membership, by: Actor) -> None:
    record(event, stream=membership.organisation.stream, by=by)


@transaction.atomic
def renew_places(rows: Sequence[Row], *, by: Actor) -> Renewed:
    """Let these rows be the list of places. The same rows again change nothing.

    Who is not in them is no longer offered and stays for history, as an earlier name does. A file without outlines,
    centres, provinces or sizes leaves those that are there.
    """
    permissions.refuse_no_operator(by)
    stream = open_stream(Stream.Kind.SITE)
    known = {one.code: one for one in Place.objects.select_for_update(of=("self",))}
    new = [Place(code=row.code, name=row.name) for row in rows if row.code not in known]
    renewed = [known[row.code] for row in rows if row.code in known and _renewed(known[row.code], row)]
    for made, row in zip(new, (row for row in rows if row.code not in known), strict=True):
        _renewed(made, row)
    Place.objects.bulk_create(new)
    Place.objects.bulk_update(renewed, _RENEWED, batch_size=100)
    there = {row.code for row in rows if not row.went_into}
    ended = Place.objects.filter(ended_at=None).exclude(code__in=there).update(ended_at=timezone.now())
    went = _follow([row for row in rows if row.went_into])
    done = Renewed(new=len(new), changed=len({one.pk for one in renewed} | went), ended=ended)
    if any(asdict(done).values()):
        told = events.PlacesImported(object=stream.public_id, new=done.new, changed=done.changed, ended=done.ended)
        record(told, stream=stream, by=by)
    return done


_RENEWED = [
    "name", "earlier", "province", "size", "longitude", "latitude", "outline", "box", "source", "ended_at", "successor",
]  # fmt: skip


def _renewed(place: Place, row: Row) -> bool:
    """Put what a row says into a place; say whether that is anything new."""
    told: dict[str, Any] = {"name": row.name}
    told |= {name: getattr(row, name) for name in ("province", "size") if getattr(row, name)}
    if row.longitude is not None:
        told |= {"longitude": row.longitude, "latitude": row.latitude}
    if row.rings:
        told |= {"outline": outlines.path(row.rings), "box": list(outlines.box(row.rings) or ()), "source": row.source}
    if not row.went_into:
        told |= {"ended_at": None, "successor_id": None}
    if place.name != row.name:
        told["earlier"] = [*(name for name in place.earlier if name != row.name), place.name]
    changed = {name: value for name, value in told.items() if getattr(place, name) != value}
    for name, value in changed.items():
        setattr(place, name, value)
    return bool(changed)


def _follow(rows: Sequence[Row]) -> set[int]:
    """Write in which place others went; return the keys of those of whom that was not known."""
    keys = dict(Place.objects.values_list("code", "pk"))
    there = [(keys[row.code], keys[row.went_into]) for row in rows]
    return {key for key, to in there if Place.objects.filter(pk=key).exclude(successor=to).update(successor=to)}

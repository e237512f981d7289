"""Who may read and settle messages: only one's own; the link in a letter stops that person's mail and nothing else.

And who stops invitations: whoever holds the link in one; only who reads the mail of an address lets them come again.
"""

from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.notices.models import Listener, Uninvited
from communityup.people.actors import Actor
from communityup.people.models import normalised

# Bound to one purpose: a token for anything else is worth nothing here, and this one nowhere else.
_SIGNER = signing.Signer(salt="communityup.notices.stop", sep=".")
_INVITATIONS = signing.Signer(salt="communityup.notices.invitations", sep=".")


def stop_token(listener: Listener) -> str:
    """Return the token that stops the mail of one person, good as long as they are here."""
    return _SIGNER.sign(listener.public_id)


def who_stops(token: str) -> Listener | None:
    """Return whose mail a token stops; None for one that we did not sign, or of somebody who left."""
    try:
        public_id = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return Listener.objects.select_related("person").filter(public_id=public_id, person__is_active=True).first()


def address_hash(email: str) -> str:
    """Return the keyed hash of an address: without the key of the site nobody can guess whose it is."""
    return salted_hmac("notices.invitations", normalised(email), algorithm="sha256").hexdigest()


def invitations_token(email: str) -> str:
    """Return the token that stops invitations to an address; the address itself does not stand in it."""
    return _INVITATIONS.sign(address_hash(email))


def who_is_uninvited(token: str) -> str | None:
    """Return the hash of the address to which a token stops invitations; None for one that we did not sign."""
    try:
        return _INVITATIONS.unsign(token)
    except signing.BadSignature:
        return None


def is_uninvited(hashed: str) -> bool:
    """Say whether the owner of an address wants no invitations by mail."""
    return Uninvited.objects.filter(address_hash=hashed).exists()


def refuse_others(hashed: str, by: Actor) -> None:
    """Raise NotAllowed for everybody but who signed in with this address, by a code that came there (X6)."""
    if by.person is None or by.person.is_guest or address_hash(by.person.email) != hashed:
        raise NotAllowed(_("Sign in with the address of the letter. Only who reads its mail can change this."))

"""Who may read and settle messages: only one's own; the link in a letter stops that person's mail and nothing else."""

from django.core import signing

from communityup.notices.models import Listener

# Bound to one purpose: a token for anything else is worth nothing here, and this one nowhere else.
_SIGNER = signing.Signer(salt="communityup.notices.stop", sep=".")


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

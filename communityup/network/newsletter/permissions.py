"""Who may do what with an address: whoever holds the link in a letter to it. And how many letters may go there."""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import OPERATOR, own_coordinator
from communityup.network.newsletter.models import AskedByList, Subscription, Suppression
from communityup.people.actors import Actor
from communityup.people.models import normalised
from communityup.post.permissions import is_flooded
from communityup.post.queries import letters_today

# Each link opens one thing: a token for another is worth nothing here.
CONFIRM, CHOOSE, STOP, NOT_ME = (f"communityup.newsletter.{name}" for name in ("confirm", "choose", "stop", "not_me"))
# The link in a letter to an address that is shielded, by which its owner lets mail of forms come again.
OPEN = "communityup.newsletter.open"
LETTER_KEY, OPENING_KEY = "signup:", "opening:"
# With this begin the keys of all letters to who said yes.
OWN_KEY = "newsletter:"
ASKED_DAYS = 7
MOMENT = "%Y%m%d%H%M%S%f"
# So many addresses a coordinator brings in at once, and so many are asked because of it in a day (X5, X6).
LONGEST_LIST, ASKED_A_DAY = 2_000, 2_000
# Forms in a quarter of an hour: a whole hall can share one network address.
FORMS_IN_A_NETWORK, FORMS_ON_THE_SITE = 100, 500


def token(purpose: str, about: str) -> str:
    """Return the token of a link for one purpose."""
    return signing.Signer(salt=purpose, sep=".").sign(about)


def opened_by(purpose: str, token: str) -> str | None:
    """Return what a token is about; None for one that we did not sign for this purpose."""
    try:
        return signing.Signer(salt=purpose, sep=".").unsign(token)
    except signing.BadSignature:
        return None


def address_hash(email: str) -> str:
    """Return the keyed hash of an address: without the key of the site nobody can guess whose it is."""
    return salted_hmac("newsletter.address", normalised(email), algorithm="sha256").hexdigest()


def address_token(purpose: str, network: Network, hashed: str) -> str:
    """Return the token of a link about an address, from one network, with the moment at which it is written."""
    return token(purpose, f"{network.public_id}-{hashed}-{timezone.now().astimezone(UTC):{MOMENT}}")


def written_at(moment: str) -> datetime | None:
    """Return when a link was written; None for one from before links said that."""
    try:
        return datetime.strptime(moment, MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_shielded(address_hash: str) -> bool:
    """Say whether the owner of an address wants no mail of the form."""
    return Suppression.objects.filter(address_hash=address_hash).exists()


def may_write_to(about: str, address: str) -> bool:
    """Say whether one more letter to confirm may go to an address today: one for each form (R32), and few in all.

    `about` is the id of what the form is about: a network, or a session of it.
    """
    here = letters_today(address, f"{LETTER_KEY}{about}:")
    return here == 0 and not is_flooded(address)


def may_open(address: str) -> bool:
    """Say whether a letter with the link that opens an address again may go there today."""
    return letters_today(address, OPENING_KEY) == 0


def limits(network_address: str) -> dict[str, int]:
    """Return how many forms may come in a quarter of an hour, from one network address and on the whole site."""
    return {f"network:{network_address}": FORMS_IN_A_NETWORK, "site": FORMS_ON_THE_SITE}


def oldest_ask() -> datetime:
    """Return the moment from which on what was asked can still be confirmed."""
    return timezone.now() - timedelta(days=ASKED_DAYS)


def own_key(reader: Subscription, topic: str = "") -> str:
    """Return with what the key of every letter to this reader begins; with a topic, of every letter about that."""
    return f"{OWN_KEY}{reader.public_id}:" + (f"{topic}:" if topic else "")


def choice_token(reader: Subscription) -> str:
    """Return the token of the page where somebody changes their topics."""
    return token(CHOOSE, reader.public_id)


def stop_token(reader: Subscription) -> str:
    """Return the token that stops all letters of one network to one address."""
    return token(STOP, reader.public_id)


def refuse_bringing_in(network: Network, by: Actor) -> None:
    """Raise NotAllowed for who may not bring in an earlier list: the operator and a coordinator may."""
    if by.role != OPERATOR:
        own_coordinator(network, by)


def refuse_long_list(network: Network, number: int) -> None:
    """Raise Refused for a list that is too long for one page, or for one day."""
    if number > LONGEST_LIST:
        raise Refused(_("Bring in at most %(limit)d lines at once. Cut the list in parts.") % {"limit": LONGEST_LIST})
    asked = AskedByList.objects.filter(network=network, asked_at__gt=timezone.now() - timedelta(days=1)).count()
    if asked + number > ASKED_A_DAY:
        raise Refused(_("A lot of people were asked already today. Bring in the rest tomorrow."))

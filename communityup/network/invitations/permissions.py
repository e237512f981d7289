"""When one can invite to a closed session, and to whom a letter may go."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.gatherings.permissions import refuse_gone
from communityup.network.meetings.models import Session
from communityup.network.members.models import Member
from communityup.post.permissions import is_flooded

LETTER_KEY = "form:invitation:"


def refuse_unready(session: Session) -> None:
    """Raise Refused for inviting to an open session, to one that was, or before its places and house rules are set."""
    if not session.is_closed:
        raise Refused(_("This session is open: everybody can read about it and register."))
    refuse_gone(session.gathering)
    if session.gathering.capacity is None or session.house_rules is None:
        raise Refused(_("Say first how many people can come and what the house rules are. Then invite."))


def refuse_more_letters(address: str, member: Member | None) -> None:
    """Raise Refused for an address that got so many letters because of forms today that it gets no more (R32).

    Of who acts for a member nobody is told the address.
    """
    if not is_flooded(address):
        return
    if member is not None:
        sentence = _("Somebody of %(member)s already got several letters today. Invite them tomorrow.")
        raise Refused(sentence % {"member": member}, at="members")
    sentence = _("%(address)s already got several letters today. Invite them tomorrow.")
    raise Refused(sentence % {"address": address}, at="addresses")

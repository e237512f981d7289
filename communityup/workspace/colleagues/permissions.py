"""Who may do what for a whole organisation, and who may confirm people of another party. Never by kind (E4)."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.organisations.models import Organisation
from communityup.organisations.permissions import membership_of
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party
from communityup.workspace.challenges.permissions import own_place, own_seat


def own_party_of(organisation: Organisation, party: Party, by: Actor) -> None:
    """Raise NotAllowed unless somebody decides for this party and it speaks for this organisation."""
    if own_seat(party.challenge, by).party_id != party.pk or party.organisation_id != organisation.pk:
        raise NotAllowed(_("You can only ask a colleague for parties that you sit for yourself."))


def vouching_organisation(party: Party, by: Actor) -> Organisation:
    """Return the organisation for which somebody of another party in the challenge can confirm; else NotAllowed."""
    own = own_place(party.challenge, by).party.organisation
    if own is None or own.pk == party.organisation_id or membership_of(own, by.known) is None:
        raise NotAllowed(_("Only somebody of another organisation can confirm this from outside."))
    return own

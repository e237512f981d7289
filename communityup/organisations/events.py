"""What can happen to an organisation and its people, in the stream of the organisation; and to the list of places."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationNamed(Event):
    """Somebody was the first to speak for an organisation."""

    type: ClassVar = "organisations.organisation_named"
    sentence: ClassVar = _("This organisation was named by the first person who speaks for it")


@dataclass(frozen=True, kw_only=True)
class OrganisationRenamed(Event):
    """People of an organisation changed its name, kind or place."""

    type: ClassVar = "organisations.organisation_renamed"
    sentence: ClassVar = _("The name, kind or place of this organisation was changed by its own people")


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """One more person speaks for an organisation: asked by its people, or by taking its name."""

    type: ClassVar = "organisations.member_joined"
    sentence: ClassVar = _("One more person speaks for this organisation")
    how: str


@dataclass(frozen=True, kw_only=True)
class MemberTakenIn(Event):
    """Who is not confirmed themselves said that somebody who took the name of their organisation belongs to it (X3)."""

    type: ClassVar = "organisations.member_taken_in"
    sentence: ClassVar = _("A contact who is not confirmed said that a person belongs to this organisation")


@dataclass(frozen=True, kw_only=True)
class SpeakerProved(Event):
    """It was confirmed that a person speaks for an organisation."""

    type: ClassVar = "organisations.speaker_proved"
    sentence: ClassVar = _("It was confirmed that a person speaks for this organisation")
    how: str


@dataclass(frozen=True, kw_only=True)
class SpeakerToldForWhom(Event):
    """A person told on whose behalf they speak, and how anybody can know."""

    type: ClassVar = "organisations.speaker_told_for_whom"
    sentence: ClassVar = _("A person told on whose behalf they speak, and how anybody can know")


@dataclass(frozen=True, kw_only=True)
class ContactNamed(Event):
    """A person became a contact of an organisation."""

    type: ClassVar = "organisations.contact_named"
    sentence: ClassVar = _("A person became a contact of this organisation")


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A person no longer speaks for an organisation."""

    type: ClassVar = "organisations.member_left"
    sentence: ClassVar = _("A person no longer speaks for this organisation")


@dataclass(frozen=True, kw_only=True)
class PlacesImported(Event):
    """The operator brought in a list of places; this line stands in the stream of the site."""

    type: ClassVar = "organisations.places_imported"
    sentence: ClassVar = _(
        "The list of municipalities was renewed: {new} new, {changed} changed, {ended} no longer in it"
    )
    new: int
    changed: int
    ended: int

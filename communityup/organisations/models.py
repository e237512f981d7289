"""What do we remember of organisations: a name that no other can be mistaken for, their people, the proofs, and places.

Every kind has the same rows and the same rules (E4). A group of residents is an organisation like a municipality.
"""

import hashlib
import unicodedata
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.base.ids import new_id
from communityup.log.models import Stream
from communityup.texts.models import Text

NAME_LENGTH = 80
WORDS_LENGTH = 500
CODE_LENGTH = 20
# Letters of other alphabets that look like ours; what differs only in these is one name to a reader (E5).
_TWINS = str.maketrans("авекмнорстухіјѕԁɡαβεηικμνορτυχω", "abekmhopctyxijsdgabenikmvoptuxw")


class Kind(models.TextChoices):
    """The kinds of parties and organisations; every kind has the same rights (E4)."""

    RESIDENTS = "residents", _("Residents")
    MUNICIPALITY = "municipality", _("Municipality")
    HOUSING_ASSOCIATION = "housing_association", _("Housing association")
    ENTREPRENEURS = "entrepreneurs", _("Entrepreneurs")
    INSTITUTION = "institution", _("Institution")
    OTHER = "other", _("Other")


def lookalike(name: str) -> str:
    """Return what a reader sees of a name: no invisible signs, accents or punctuation, one form per letter (E5)."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold()).translate(_TWINS)
    seen = "".join(_seen(letter) for letter in plain)
    return " ".join(seen.split()) or " ".join(plain.split())


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cf", "Mn", "Cc"}:
        return ""
    return " " if category[0] in "PZ" else letter


def name_key(name: str) -> str:
    """Return the form in which the database compares names: always as long, whatever somebody types."""
    return hashlib.sha256(lookalike(name).encode(errors="replace")).hexdigest()


class Organisation(models.Model):
    """A group, municipality, firm or institution that people speak for. The name stays when its last person leaves."""

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT)
    name = models.CharField(max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    place = models.CharField(max_length=NAME_LENGTH, blank=True)
    named_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A mail domain of one organisation: who has a confirmed address there speaks for it."""

    name = models.CharField(max_length=253, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="domains")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person of an organisation, and how one knows that this person speaks for it.

    `invited` says that the person founded the organisation or was asked by its people, and did not just take its name.
    """

    class Proof(models.TextChoices):
        """How one knows. Nothing yet is shown as such, and never a reason not to talk (X3)."""

        NONE = "", _("not confirmed yet")
        DOMAIN = "domain", _("by a mail address of the organisation")
        COLLEAGUE = "colleague", _("by somebody of the organisation")
        OUTSIDE = "outside", _("by somebody of another organisation")

    public_id = models.CharField(max_length=32, unique=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    contact = models.BooleanField(default=False)
    invited = models.BooleanField(default=False)
    since = models.DateTimeField()
    # On whose behalf do you speak, and how does anybody know? In the person's own words, for everybody to read (X3).
    words = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=9, choices=Proof, blank=True, default=Proof.NONE)
    proved_at = models.DateTimeField(null=True)
    domain = models.CharField(max_length=253, blank=True)
    vouched_by = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_per_organisation"),
            models.CheckConstraint(
                condition=Q(proof="", proved_at=None) | ~Q(proof="") & Q(proved_at__isnull=False),
                name="proof_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(proof="domain") & ~Q(domain="") | ~Q(proof="domain") & Q(domain=""),
                name="proof_by_mail_names_its_domain",
            ),
            models.CheckConstraint(
                condition=Q(proof="outside", vouched_by__isnull=False) | ~Q(proof="outside") & Q(vouched_by=None),
                name="proof_from_outside_says_of_whom",
            ),
            models.CheckConstraint(
                condition=Q(vouched_by=None) | ~Q(vouched_by=models.F("organisation")),
                name="proof_from_outside_is_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.organisation})"


class Place(models.Model):
    """A municipality by its code, as the operator imported it. One that was merged stays, for what was."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    # Names that it had before, by which one still finds it.
    earlier = models.JSONField(default=list)
    province = models.CharField(max_length=NAME_LENGTH, blank=True)
    # The class of how many people live there, in the words of the source.
    size = models.CharField(max_length=NAME_LENGTH, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    # A path to draw, in the units of methods.outlines, and its left, upper, right and lower end.
    outline = models.TextField(blank=True)
    box = models.JSONField(null=True)
    # Who made the borders, as it has to stand beside them.
    source = models.CharField(max_length=WORDS_LENGTH, blank=True)
    # Since when it is no longer in the list, and in which other one it went.
    ended_at = models.DateTimeField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["name", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="place_lies_on_the_earth",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(successor__isnull=False, ended_at__isnull=False),
                name="only_an_ended_place_went_into_another",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=models.F("pk")), name="place_is_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(outline="", box__isnull=True) | ~Q(outline="") & Q(box__isnull=False),
                name="outline_has_its_box",
            ),
        ]

    def __str__(self) -> str:
        return self.name

"""What is personal here: what members tell of using a practice of others."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.library.permissions import SHOWN
from communityup.texts.models import Level
from communityup.texts.queries import Kind

GONE = _("open to everybody from the start; gone when it is taken back")


def _address(_slug: str, series: str) -> str:
    return reverse("library:practice", args=[series])


def _kind(field: str, label: object) -> Kind:
    return Kind(
        field=f"adaptations.Adaptation.{field}",
        label=label,
        level=Level.PUBLIC,
        also=GONE,
        place="practice__network__stream",
        party="member",
        object="practice__series",
        url=_address,
        shown=Q(taken_back_at=None, practice__state__in=SHOWN),
    )


KINDS = (
    _kind("changed", _("what a member changed in a practice of others")),
    _kind("happened", _("what happened when a member used a practice of others")),
)

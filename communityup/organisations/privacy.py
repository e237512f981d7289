"""What is personal here: who speaks for which organisation, and in which words. Both go when somebody leaves."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.organisations.models import Membership
from communityup.people.models import Person
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

KINDS = (
    Kind(
        field="organisations.Membership.words",
        label=gettext_lazy("for whom somebody speaks, and how one knows"),
        level=Level.PUBLIC,
        place="organisation__parties__challenge__stream",
        url=page("room:parties"),
    ),
)
OBJECTS = (
    Object(
        model="organisations.Membership",
        owner="person",
        own=("organisation__name", "since", "contact", "proof", "proved_at", "domain"),
        label=gettext_lazy("for which organisation somebody speaks, since when, and how that was shown"),
        level=Level.PUBLIC,
    ),
)


def organisations_left_empty(person: Person) -> list[str]:
    """Return a sentence for each organisation that nobody else speaks for: its name stays, without people."""
    own = Membership.objects.filter(person=person).select_related("organisation").order_by("pk")
    shared = set(
        Membership.objects.filter(organisation__in=[row.organisation_id for row in own])
        .exclude(person=person)
        .values_list("organisation_id", flat=True)
    )
    return [
        _("Nobody else speaks for %(name)s. Its name stays, without people.") % {"name": row.organisation}
        for row in own
        if row.organisation_id not in shared
    ]

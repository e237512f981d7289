"""What is personal here: words of parties about being ready. Private answers stand with the questionnaires."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

OWN = _("of a round of one party: only its own people")
KINDS = (
    Kind(
        field="readiness.Check.no_step",
        label=_("why a round about being ready deliberately ended without a step"),
        level=Level.PUBLIC,
        also=OWN,
        place="asked__stream",
        object="public_id",
        url=page("readiness:check", of_object=True),
    ),
    Kind(
        field="readiness.Outcome.words",
        label=_("what a party adds to what it makes of a round about being ready"),
        level=Level.PUBLIC,
        also=OWN,
        place="check_round__asked__stream",
        object="check_round__public_id",
        party="party",
        url=page("readiness:check", of_object=True),
    ),
    Kind(
        field="readiness.Step.words",
        label=_("what a party will do because of a round about being ready"),
        level=Level.PUBLIC,
        also=OWN,
        place="check_round__asked__stream",
        object="check_round__public_id",
        party="party",
        url=page("readiness:check", of_object=True),
    ),
)

"""What may be done to a round of questions, by whoever the app above lets in."""

from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.questionnaires.models import Round


def refuse_closed(asked: Round) -> None:
    """Raise Refused once the answers are sealed."""
    if not asked.is_open:
        raise Refused(_("This round is closed: the answers are sealed."))


def refuse_shared(asked: Round) -> None:
    """Raise Refused once everybody reads the words."""
    if asked.words_shared:
        raise Refused(_("Everybody reads these words by now. You can take them back under “My words”."))

"""What is personal here: learning questions and experiences, in the words of members."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

OPEN = _("open to everybody from the start")
GONE = _("open to everybody from the start; gone when it is taken back")


def _kind(field: str, label: object, *, also: object, of: str = "", is_searched: bool = True) -> Kind:
    return Kind(
        field=f"peers.{field}",
        label=label,
        level=Level.PUBLIC,
        also=also,
        place=f"{of}network__stream",
        object=f"{of}public_id",
        is_searched=is_searched,
        url=page("peers:question", of_object=True),
    )


KINDS = (
    _kind("LearningQuestion.words", _("a learning question"), also=OPEN, is_searched=False),
    _kind("LearningQuestion.closing", _("how a learning question ended"), also=OPEN),
    _kind("Ending.words", _("how a learning question ended before it was opened again"), also=OPEN, of="question__"),
    _kind("Experience.did", _("what a member did around a learning question"), also=GONE, of="question__"),
    _kind("Experience.happened", _("what happened to a member then"), also=GONE, of="question__"),
)

"""What can happen with paper. Who wrote something stands in no line; what is shared has the line of any thought."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FormsPrinted(Event):
    """A party printed forms; `kind` is thought, interest or answers, `number` how many forms there are."""

    type: ClassVar = "paper.forms_printed"
    sentence: ClassVar = _("{party} printed forms for people without internet; how many: {number}")
    kind: str
    number: int


@dataclass(frozen=True, kw_only=True)
class FormsRevoked(Event):
    """What was not entered yet of a pile of forms no longer works; what was entered stays."""

    type: ClassVar = "paper.forms_revoked"
    sentence: ClassVar = _("{party} took back printed forms; what was entered stays")


@dataclass(frozen=True, kw_only=True)
class CameByForm(Event):
    """Somebody came to take part online with the code of a form."""

    type: ClassVar = "paper.came_by_form"
    sentence: ClassVar = _("Somebody came to take part with the code of a form")


@dataclass(frozen=True, kw_only=True)
class FormWaits(Event):
    """A helper typed in a form for another party than their own: it waits until that party says it is from its people.

    For which party it waits, the line does not say: a thought shows whose it is after one's own answer (R12).
    """

    type: ClassVar = "paper.form_waits"
    sentence: ClassVar = _("A helper of {party} entered a form that waits for another party")
    kind: str


@dataclass(frozen=True, kw_only=True)
class FormWaitsFromGuard(Event):
    """Who guards the process typed in a form: it waits until the party that it is for says it is from its people."""

    type: ClassVar = "paper.form_waits_from_guard"
    sentence: ClassVar = _("Who guards the process entered a form that waits for a party")
    kind: str


@dataclass(frozen=True, kw_only=True)
class FormDeclined(Event):
    """A party said that a form is not from one of its people; its words stay with who wrote them and the helper."""

    type: ClassVar = "paper.form_declined"
    sentence: ClassVar = _("{party} said that a form is not from one of its people")


@dataclass(frozen=True, kw_only=True)
class FormTakenBack(Event):
    """A form that waited for a party was taken back, by who wrote it or by the helper; the words are gone."""

    type: ClassVar = "paper.form_taken_back"
    sentence: ClassVar = _("A form that waited for a party was taken back")

"""The two ways in which the platform says no, each with a sentence meant for the person."""

from typing import ClassVar

from django.utils.functional import Promise


class Sentence(Exception):  # noqa: N818 - it is a sentence for a person, not a fault
    """One translated sentence: what is wrong and what to do.

    The middleware shows it on a page of its own; `ui.forms.done` shows a `Refused` in the form that was filled in.
    `read_on` is the address and the label of a page that tells more, where there is one; `at` the field of a form that
    it is about, where that is always the same.
    """

    status: ClassVar[int]

    def __init__(self, sentence: str | Promise, *, read_on: tuple[str, str] | None = None, at: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.read_on, self.at = sentence, read_on, at

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(Sentence):
    """It cannot be done now, whoever asks (HTTP 409)."""

    status = 409


class NotAllowed(Sentence):
    """Somebody may see it but not do it (HTTP 403); what one may not see is a 404."""

    status = 403

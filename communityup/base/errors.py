"""The two ways in which the platform says no, each with a sentence meant for the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class OnceMore:
    """How the same counts after all, once somebody read why it did not: sent again, with what goes along then.

    `about` says what it is about, and `label` what stands on the button that sends it, where it was one click.
    """

    about: str
    label: str
    along: Mapping[str, str]


class Sentence(Exception):  # noqa: N818 - it is a sentence for a person, not a fault
    """One translated sentence: what is wrong and what to do.

    The middleware shows it on a page of its own; `ui.forms.done` shows a `Refused` in the form that was filled in.
    `read_on` is the address and the label of a page that tells more, where there is one; `at` the field of a form that
    it is about, where that is always the same; `once_more` how it counts when one sends the same again.
    """

    status: ClassVar[int]

    def __init__(
        self,
        sentence: str | Promise,
        *,
        read_on: tuple[str, str] | None = None,
        at: str = "",
        once_more: OnceMore | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.read_on, self.at, self.once_more = sentence, read_on, at, once_more

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(Sentence):
    """It cannot be done now, whoever asks (HTTP 409)."""

    status = 409


class NotAllowed(Sentence):
    """Somebody may see it but not do it (HTTP 403); what one may not see is a 404."""

    status = 403
